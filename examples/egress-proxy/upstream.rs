//! The way to servers outside.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use mtls_core::finding::Refusal as _;
use mtls_core::trust::TrustAnchors;
use mtls_core::verify::{EdgeVerifier, ExpectedName, Profile, VerifierError};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::host::{Destination, Host};
use super::policy::Refusal;

/// A refusal, with the status that a client is told it by.
#[derive(Clone, Debug)]
pub(crate) struct Unreached(pub(crate) StatusCode, pub(crate) Refusal);

impl Unreached {
    fn new(status: StatusCode, code: &'static str, reason: String) -> Self {
        Self(status, Refusal::new(code, reason))
    }
}

/// Connects to servers.
pub(crate) struct Dialer {
    /// By `host:port`, in the place of DNS.
    pub(crate) connect_to: BTreeMap<String, SocketAddr>,
    /// Whether names may lead to private networks.
    pub(crate) private_addresses: bool,
    pub(crate) within: Duration,
}

impl Dialer {
    /// Connects to the first address of the server that answers. `own` is where the proxy itself is reached.
    pub(crate) async fn dial(&self, to: &Destination, own: &[SocketAddr]) -> Result<TcpStream, Unreached> {
        let late = |_| {
            Unreached::new(
                StatusCode::GATEWAY_TIMEOUT,
                "connect-timeout",
                format!("{to} was not reached in time"),
            )
        };
        timeout(self.within, self.dial_any(to, own)).await.map_err(late)?
    }

    async fn dial_any(&self, to: &Destination, own: &[SocketAddr]) -> Result<TcpStream, Unreached> {
        let mut failed = format!("{} has no address", to.host);
        for address in self.addresses(to).await? {
            if own.iter().any(|own| is_same(*own, address)) {
                let reason = format!("{to} is this proxy itself");
                return Err(Unreached::new(StatusCode::LOOP_DETECTED, "loop", reason));
            }
            match TcpStream::connect(address).await {
                Ok(stream) => {
                    // Tunnels carry small messages both ways.
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Err(error) => failed = format!("{to}: {error}"),
            }
        }
        Err(Unreached::new(StatusCode::BAD_GATEWAY, "connect-failed", failed))
    }

    async fn addresses(&self, to: &Destination) -> Result<Vec<SocketAddr>, Unreached> {
        if let Some(address) = self.connect_to.get(&to.to_string()) {
            return Ok(vec![*address]);
        }
        let name = match &to.host {
            // A rule has named it.
            Host::Address(address) => return Ok(vec![SocketAddr::new(*address, to.port)]),
            Host::Name(name) => name,
        };
        let failed = |e: std::io::Error| {
            Unreached::new(StatusCode::BAD_GATEWAY, "name-unknown", format!("{name}: {e}"))
        };
        let found: Vec<_> = lookup_host((name.as_str(), to.port)).await.map_err(failed)?.collect();
        let fits = |address: &SocketAddr| {
            is_outside(address.ip()) && (self.private_addresses || !is_private(address.ip()))
        };
        let outside: Vec<_> = found.iter().copied().filter(fits).collect();
        if outside.is_empty() && !found.is_empty() {
            // Whoever writes the zone of an allowed name would otherwise reach this machine and its metadata service.
            let reason = format!("{name} has only addresses of this machine, its link or a private network");
            return Err(Unreached::new(StatusCode::FORBIDDEN, "address-not-allowed", reason));
        }
        Ok(outside)
    }
}

/// Whether the address leads off this machine and its link.
pub(crate) fn is_outside(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            !(v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_multicast()
                || v4.is_broadcast())
        }
        IpAddr::V6(v6) => {
            !(v6.is_loopback() || v6.is_unicast_link_local() || v6.is_unspecified() || v6.is_multicast())
        }
    }
}

/// Whether the address is of a private network: RFC 1918, RFC 6598 and RFC 4193, or one of those behind NAT64 (RFC 6052).
pub(crate) fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            v4.is_private() || first == 0 || (first == 100 && (64..128).contains(&second))
        }
        IpAddr::V6(v6) => match v6.segments() {
            [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                let inner = Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
                is_private(inner.into()) || !is_outside(inner.into())
            }
            _ => v6.is_unique_local(),
        },
    }
}

/// Whether connecting to `address` leads to the listener `own`.
fn is_same(own: SocketAddr, address: SocketAddr) -> bool {
    let (own_ip, ip) = (own.ip().to_canonical(), address.ip().to_canonical());
    // Connecting to no address in particular means this machine.
    own.port() == address.port()
        && (own_ip == ip || ip.is_unspecified() || own_ip.is_unspecified() && ip.is_loopback())
}

/// The configuration for servers whose tunnels are inspected: each is held to `roots` and its name. It presents no
/// certificate: the mesh's identities are nobody's business outside.
pub(crate) fn tls_client(
    roots: TrustAnchors,
    provider: Arc<CryptoProvider>,
) -> Result<ClientConfig, TlsClientError> {
    let verifier = EdgeVerifier::builder(Profile::Server, roots).build()?;
    let mut config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Servers { verifier, provider }))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // A resumed session would skip the verdict.
    config.resumption = rustls::client::Resumption::disabled();
    Ok(config)
}

/// What a handshake failed for; of a refused certificate, the verdict itself.
pub(crate) fn reason(error: &std::io::Error) -> String {
    match error.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(rustls::Error::General(verdict)) => verdict.clone(),
        _ => error.to_string(),
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsClientError {
    #[error(transparent)]
    Verifier(#[from] VerifierError),
    #[error(transparent)]
    Tls(#[from] rustls::Error),
}

/// Judges servers as the mesh's own clients outside would.
struct Servers {
    verifier: EdgeVerifier,
    provider: Arc<CryptoProvider>,
}

impl fmt::Debug for Servers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Servers").field(&self.verifier).finish()
    }
}

impl ServerCertVerifier for Servers {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let general = |error: &dyn fmt::Display| rustls::Error::General(error.to_string());
        let name: ExpectedName = server_name.to_str().parse().map_err(|e| general(&e))?;
        let chain: Vec<_> = std::iter::once(end_entity).chain(intermediates).cloned().collect();
        match self.verifier.verify(&chain, &name, now) {
            Ok(_) => Ok(ServerCertVerified::assertion()),
            Err(rejection) => Err(general(&format_args!("{rejection} [{}]", rejection.code()))),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
