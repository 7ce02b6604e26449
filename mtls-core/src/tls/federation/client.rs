//! Fetching a bundle.

use std::borrow::BorrowMut;
use std::io::Write as _;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::danger::{ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::http;
use super::socket::{Patience, Timed, dial};
use crate::finding::Refusal as _;
use crate::identity::IdentityPattern;
use crate::tls::authorization::{Authorization, PeerVerifier, Peers};
use crate::tls::refusal::Listener;
use crate::tls::settings::handshake_signatures;
use crate::tls::{PeerRecord, TlsError, provider};
use crate::trust::federation::{BundleFetch, EndpointUrl, FederatedBundle, FetchStep, ServerProof};
use crate::trust::{BundleSet, TrustAnchors, TrustBundle, TrustError};
use crate::verify::{ChainVerifier, EdgeVerifier, PeerName, Profile, Purpose};

/// Fetches bundles over HTTPS: from servers that prove themselves by a certificate of the Web PKI or by an SVID, as the
/// endpoint's profile says. It presents no certificate.
#[derive(Clone, Debug)]
pub struct BundleClient {
    web: TrustAnchors,
    timeout: Duration,
    provider: Arc<CryptoProvider>,
}

impl BundleClient {
    /// A client that trusts these authorities to vouch for servers of `https_web` endpoints; none of them matters to
    /// `https_spiffe`. Names are looked up and connections made by the operating system.
    ///
    /// # Errors
    /// [`TlsError::NoProvider`] in a build without a backend.
    pub fn new(web: TrustAnchors) -> Result<Self, TlsError> {
        Ok(Self { web, timeout: Duration::from_secs(30), provider: provider::built_in()? })
    }

    /// How long a fetch may take in all: looking the name up, connecting, shaking hands, redirects and the body, however
    /// slowly a server sends. Default: 30 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Fetches the bundle now, and follows redirects.
    ///
    /// # Errors
    /// [`TrustError::Fetch`] with the reason, and those of [`FederatedBundle::answer`]. The last good bundle stays, and
    /// the next fetch is due at the usual time.
    pub fn fetch(&self, bundle: &mut FederatedBundle, at: UnixTime) -> Result<BundleFetch, TrustError> {
        self.fetch_while(&Mutex::new(bundle), at, || true)
    }

    /// Fetches a bundle that others may look at meanwhile, as [`fetch`](Self::fetch) does: it is locked for moments, never
    /// while the network is waited for. About ten times a second it asks whether the fetch is still `wanted`.
    ///
    /// # Errors
    /// As [`fetch`](Self::fetch); [`TrustError::Fetch`] too when it is no longer wanted, which does not count as a failure.
    pub fn fetch_while(
        &self,
        bundle: &Mutex<impl BorrowMut<FederatedBundle>>,
        at: UnixTime,
        wanted: impl Fn() -> bool,
    ) -> Result<BundleFetch, TrustError> {
        let held = || bundle.lock().unwrap_or_else(PoisonError::into_inner);
        let patience = Patience::new(self.timeout, &wanted);
        let (mut request, most) = {
            let held = held();
            let bundle: &FederatedBundle = (*held).borrow();
            (bundle.request(), bundle.limits().max_bytes)
        };
        loop {
            let response = match self.get(request.url(), request.proof(), patience, most, at) {
                Ok(response) => response,
                Err(reason) if wanted() => return Err((*held()).borrow_mut().fail(&reason, at)),
                Err(reason) => return Err(TrustError::Fetch { reason }),
            };
            let location = response.location.as_deref();
            match (*held()).borrow_mut().answer(request, response.status, location, &response.body, at)? {
                FetchStep::Redirected(next) => request = *next,
                FetchStep::Done(fetch) => return Ok(*fetch),
            }
        }
    }

    /// The body, of at most `most` bytes, that a server of the Web PKI answers with status 200; or why there is none.
    pub(crate) fn get_from_web(
        &self,
        url: &EndpointUrl,
        most: usize,
        at: UnixTime,
    ) -> Result<Vec<u8>, String> {
        let wanted = || true;
        let patience = Patience::new(self.timeout, &wanted);
        let response = self.get(url, ServerProof::Web { host: url.host() }, patience, most, at)?;
        match response.status {
            200 => Ok(response.body),
            status => Err(format!("{} answers with status {status}", url.host())),
        }
    }

    fn get(
        &self,
        url: &EndpointUrl,
        proof: ServerProof<'_>,
        patience: Patience<'_>,
        most: usize,
        at: UnixTime,
    ) -> Result<http::Response, String> {
        let record = PeerRecord::default();
        let proof = Proof::of(proof, &self.web, self.provider.clone(), at, record.clone())?;
        let mut config = ClientConfig::builder_with_provider(self.provider.clone())
            .with_protocol_versions(rustls::ALL_VERSIONS)
            .map_err(|e| e.to_string())?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(proof))
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // A resumed session would skip the proof.
        config.resumption = rustls::client::Resumption::disabled();
        let name = ServerName::try_from(url.host().to_owned()).map_err(|e| e.to_string())?;
        let tls = ClientConnection::new(Arc::new(config), name).map_err(|e| e.to_string())?;
        let stream = dial(url.host(), url.port(), patience)
            .and_then(|stream| Timed::new(stream, patience))
            .map_err(|e| format!("{}: {e}", url.host()))?;
        let mut stream = StreamOwned::new(tls, stream);
        let host = if url.host().contains(':') { format!("[{}]", url.host()) } else { url.host().to_owned() };
        let port = if url.port() == 443 { String::new() } else { format!(":{}", url.port()) };
        let head = format!(
            "GET {} HTTP/1.1\r\nHost: {host}{port}\r\nAccept: application/json\r\nConnection: close\r\n\r\n",
            url.target()
        );
        let mut exchange = || {
            stream.write_all(head.as_bytes())?;
            stream.flush()?;
            http::response(&mut stream, most)
        };
        exchange().map_err(|error| {
            let refused = record.refused().map(|refused| why(&refused.error));
            refused.unwrap_or_else(|| format!("{}: {error}", url.host()))
        })
    }
}

/// Judges the server in the handshake, at the time that was passed in.
#[derive(Debug)]
struct Proof {
    authorization: Authorization,
    at: UnixTime,
    provider: Arc<CryptoProvider>,
}

impl Proof {
    fn of(
        proof: ServerProof<'_>,
        web: &TrustAnchors,
        provider: Arc<CryptoProvider>,
        at: UnixTime,
        record: PeerRecord,
    ) -> Result<Self, String> {
        let (verifier, peers) = match proof {
            ServerProof::Web { host } => {
                let verifier = EdgeVerifier::builder(Profile::Server, web.clone()).build();
                let name = match host.parse::<IpAddr>() {
                    Ok(address) => PeerName::ip(address),
                    Err(_) => PeerName::dns(host).map_err(|e| e.to_string())?,
                };
                (PeerVerifier::from(verifier.map_err(|e| e.to_string())?), Peers::Named(name))
            }
            ServerProof::Spiffe { id, bundle } => {
                let set = BundleSet::new([TrustBundle::clone(bundle)]).map_err(|e| e.to_string())?;
                let verifier = ChainVerifier::builder(set).build().map_err(|e| e.to_string())?;
                (PeerVerifier::from(verifier), Peers::Matching(IdentityPattern::exact(id.clone())))
            }
        };
        let nobody = Listener::default();
        let authorization = Authorization::new(&verifier, &peers, Purpose::Server, &nobody, Some(record));
        Ok(Self { authorization: authorization.map_err(|e| e.to_string())?, at, provider })
    }
}

/// What the verifier said is more than what TLS makes of it.
fn why(refused: &TlsError) -> String {
    match refused {
        TlsError::PeerRejected(rejection) => {
            format!("the server is refused: {rejection} [{}]", rejection.code())
        }
        TlsError::PeerNotAuthorized { reason } => {
            format!("the server is refused: {reason} [{}]", refused.code())
        }
        other => format!("the server is refused: {other} [{}]", other.code()),
    }
}

impl ServerCertVerifier for Proof {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        // The expected name or ID is known already.
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.authorization.judge(end_entity, intermediates, None, self.at)?;
        Ok(ServerCertVerified::assertion())
    }

    handshake_signatures!();
}
