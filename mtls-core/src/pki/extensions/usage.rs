//! What a key may be used for.

use std::fmt;

use serde::{Serialize, Serializer};

/// One bit of the key usage extension (RFC 5280 section 4.2.1.3). Serializes as its ASN.1 name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum KeyUsage {
    /// Signing in a handshake; what TLS 1.3 uses.
    DigitalSignature,
    /// Signing documents; once `nonRepudiation`.
    ContentCommitment,
    /// Encrypting keys, for RSA key exchange of TLS 1.2.
    KeyEncipherment,
    /// Encrypting data.
    DataEncipherment,
    /// Key agreement.
    KeyAgreement,
    /// Signing certificates.
    KeyCertSign,
    /// Signing CRLs.
    #[serde(rename = "cRLSign")]
    CrlSign,
    /// With key agreement: enciphering only.
    EncipherOnly,
    /// With key agreement: deciphering only.
    DecipherOnly,
}

impl KeyUsage {
    /// All, in the order of their bits.
    pub const ALL: [Self; 9] = [
        Self::DigitalSignature,
        Self::ContentCommitment,
        Self::KeyEncipherment,
        Self::DataEncipherment,
        Self::KeyAgreement,
        Self::KeyCertSign,
        Self::CrlSign,
        Self::EncipherOnly,
        Self::DecipherOnly,
    ];

    /// The name in ASN.1 and in OpenSSL's configuration: `digitalSignature`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DigitalSignature => "digitalSignature",
            Self::ContentCommitment => "contentCommitment",
            Self::KeyEncipherment => "keyEncipherment",
            Self::DataEncipherment => "dataEncipherment",
            Self::KeyAgreement => "keyAgreement",
            Self::KeyCertSign => "keyCertSign",
            Self::CrlSign => "cRLSign",
            Self::EncipherOnly => "encipherOnly",
            Self::DecipherOnly => "decipherOnly",
        }
    }
}

impl fmt::Display for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One purpose of the extended key usage extension (RFC 5280 section 4.2.1.12). Serializes as its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ExtendedKeyUsage {
    /// TLS server.
    ServerAuth,
    /// TLS client.
    ClientAuth,
    /// Signing code.
    CodeSigning,
    /// E-mail.
    EmailProtection,
    /// Time stamps.
    TimeStamping,
    /// OCSP responses.
    OcspSigning,
    /// Any purpose.
    Any,
    /// Any other, by its object identifier in dotted form.
    Other(String),
}

impl ExtendedKeyUsage {
    /// The purpose that an object identifier in dotted form stands for.
    pub fn from_oid(oid: &str) -> Self {
        match oid {
            "1.3.6.1.5.5.7.3.1" => Self::ServerAuth,
            "1.3.6.1.5.5.7.3.2" => Self::ClientAuth,
            "1.3.6.1.5.5.7.3.3" => Self::CodeSigning,
            "1.3.6.1.5.5.7.3.4" => Self::EmailProtection,
            "1.3.6.1.5.5.7.3.8" => Self::TimeStamping,
            "1.3.6.1.5.5.7.3.9" => Self::OcspSigning,
            "2.5.29.37.0" => Self::Any,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The name, `serverAuth`, or the object identifier of a purpose that has none here.
    pub fn as_str(&self) -> &str {
        match self {
            Self::ServerAuth => "serverAuth",
            Self::ClientAuth => "clientAuth",
            Self::CodeSigning => "codeSigning",
            Self::EmailProtection => "emailProtection",
            Self::TimeStamping => "timeStamping",
            Self::OcspSigning => "OCSPSigning",
            Self::Any => "anyExtendedKeyUsage",
            Self::Other(oid) => oid,
        }
    }
}

impl fmt::Display for ExtendedKeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ExtendedKeyUsage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
