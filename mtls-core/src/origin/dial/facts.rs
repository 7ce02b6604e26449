//! What a handshake showed of the server.

use rustls::{ClientConnection, HandshakeKind, ProtocolVersion, SupportedProtocolVersion};
use rustls_pki_types::CertificateDer;
use serde::Serialize;

/// A version of TLS that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2 (RFC 5246).
    #[serde(rename = "TLSv1.2")]
    Tls12,
    /// TLS 1.3 (RFC 8446).
    #[serde(rename = "TLSv1.3")]
    Tls13,
}

impl TlsVersion {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Tls12, Self::Tls13];

    /// `TLSv1.2`, `TLSv1.3`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tls12 => "TLSv1.2",
            Self::Tls13 => "TLSv1.3",
        }
    }

    pub(super) fn rustls(self) -> &'static SupportedProtocolVersion {
        match self {
            Self::Tls12 => &rustls::version::TLS12,
            Self::Tls13 => &rustls::version::TLS13,
        }
    }
}

/// Whether the server showed that it has the key of the certificate that it presents. One that signs wrongly is no
/// server of this certificate: there is no connection then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyProof {
    /// Nothing was signed, as the handshake did not come so far, or resumed a session.
    #[default]
    None,
    /// It signed, and the signature is good.
    Proved,
    /// It signed by a key that this client has no algorithm for, or its certificate cannot be read.
    Unchecked,
}

impl KeyProof {
    /// Its name in kebab case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Proved => "proved",
            Self::Unchecked => "unchecked",
        }
    }
}

/// What the server sent of itself, as far as the handshake came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Presented {
    /// The chain in DER as it came, leaf first.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    /// The stapled OCSP answer in DER; empty where there is none.
    pub(crate) ocsp: Vec<u8>,
    /// Whether the signature was checked.
    pub(crate) key_proof: KeyProof,
    /// Whether it asked for a client certificate.
    pub(crate) certificate_requested: bool,
    /// The names of CAs in its request, in DER.
    pub(crate) ca_names: Vec<Vec<u8>>,
    /// Whether a client certificate was sent. One is not where the server takes no signature by its key.
    pub(crate) certificate_sent: bool,
}

/// What was agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Handshake {
    pub(crate) version: Option<TlsVersion>,
    /// By its name in the registry: `TLS_AES_128_GCM_SHA256`.
    pub(crate) suite: Option<String>,
    /// The group of the key exchange: `X25519`, `secp256r1`.
    pub(crate) group: Option<String>,
    pub(crate) alpn: Option<Vec<u8>>,
    pub(crate) resumed: bool,
    pub(crate) presented: Presented,
}

impl Handshake {
    pub(super) fn read(connection: &ClientConnection, mut presented: Presented) -> Self {
        // A resumed session has the chain of the first handshake.
        if presented.chain.is_empty() {
            presented.chain = connection.peer_certificates().unwrap_or_default().to_vec();
        }
        Self {
            version: match connection.protocol_version() {
                Some(ProtocolVersion::TLSv1_2) => Some(TlsVersion::Tls12),
                Some(ProtocolVersion::TLSv1_3) => Some(TlsVersion::Tls13),
                _ => None,
            },
            suite: connection
                .negotiated_cipher_suite()
                .map(|suite| format!("{:?}", suite.suite()).replacen("TLS13_", "TLS_", 1)),
            group: connection.negotiated_key_exchange_group().map(|group| format!("{:?}", group.name())),
            alpn: connection.alpn_protocol().map(<[u8]>::to_vec),
            resumed: connection.handshake_kind() == Some(HandshakeKind::Resumed),
            presented,
        }
    }
}
