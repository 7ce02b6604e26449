//! Fetching a bundle.

use std::borrow::BorrowMut;
use std::io::Write as _;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::http;
use super::socket::{Patience, Timed, dial};
use crate::finding::{Refusal as _, rules};
use crate::tls::TlsError;
use crate::tls::provider;
use crate::tls::settings::handshake_signatures;
use crate::trust::federation::{BundleFetch, BundleRequest, FederatedBundle, FetchStep, ServerProof};
use crate::trust::{BundleSet, TrustAnchors, TrustBundle, TrustError};
use crate::verify::{ChainVerifier, EdgeVerifier, ExpectedName, PeerName, Profile, Purpose, Rejection};

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
            let response = match self.get(&request, patience, most, at) {
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

    fn get(
        &self,
        request: &BundleRequest,
        patience: Patience<'_>,
        most: usize,
        at: UnixTime,
    ) -> Result<http::Response, String> {
        let refused = Arc::<Mutex<Option<String>>>::default();
        let proof = Proof::of(request, &self.web, self.provider.clone(), at, Arc::clone(&refused))?;
        let mut config = ClientConfig::builder_with_provider(self.provider.clone())
            .with_protocol_versions(rustls::ALL_VERSIONS)
            .map_err(|e| e.to_string())?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(proof))
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // A resumed session would skip the proof.
        config.resumption = rustls::client::Resumption::disabled();
        let url = request.url();
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
            // What the verifier said is more than what TLS makes of it.
            let refused = refused.lock().unwrap_or_else(PoisonError::into_inner).take();
            refused.unwrap_or_else(|| format!("{}: {error}", url.host()))
        })
    }
}

/// Judges the server in the handshake.
#[derive(Debug)]
struct Proof {
    authorization: Judge,
    at: UnixTime,
    provider: Arc<CryptoProvider>,
    refused: Arc<Mutex<Option<String>>>,
}

#[derive(Debug)]
enum Judge {
    Web(Box<EdgeVerifier>, ExpectedName),
    Spiffe(Box<ChainVerifier>, crate::identity::SpiffeId),
}

impl Judge {
    /// What became of the handshake's signature; nobody has to hear of it here.
    #[allow(clippy::unused_self, reason = "the place where `handshake_signatures!` asks")]
    fn signed(
        &self,
        _: &CertificateDer<'_>,
        signature: Result<HandshakeSignatureValid, rustls::Error>,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        signature
    }
}

impl Proof {
    fn of(
        request: &BundleRequest,
        web: &TrustAnchors,
        provider: Arc<CryptoProvider>,
        at: UnixTime,
        refused: Arc<Mutex<Option<String>>>,
    ) -> Result<Self, String> {
        let authorization = match request.proof() {
            ServerProof::Web { host } => {
                let verifier = EdgeVerifier::builder(Profile::Server, web.clone()).build();
                let name = match host.parse::<IpAddr>() {
                    Ok(address) => PeerName::ip(address),
                    Err(_) => PeerName::dns(host).map_err(|e| e.to_string())?,
                };
                Judge::Web(Box::new(verifier.map_err(|e| e.to_string())?), name.into())
            }
            ServerProof::Spiffe { id, bundle } => {
                let set = BundleSet::new([TrustBundle::clone(bundle)]).map_err(|e| e.to_string())?;
                let verifier = ChainVerifier::builder(set).build().map_err(|e| e.to_string())?;
                Judge::Spiffe(Box::new(verifier), id.clone())
            }
        };
        Ok(Self { authorization, at, provider, refused })
    }

    fn check(&self, chain: &[CertificateDer<'_>]) -> Result<(), String> {
        let why = |rejection: Rejection| format!("the server is refused: {rejection} [{}]", rejection.code());
        match &self.authorization {
            Judge::Web(verifier, name) => verifier.verify(chain, name, self.at).map(|_| ()).map_err(why),
            Judge::Spiffe(verifier, id) => {
                let peer = verifier.verify_for(Purpose::Server, chain, self.at).map_err(why)?;
                if peer.spiffe_id() == id {
                    return Ok(());
                }
                let rule = rules::tls::TLS_PEER_NOT_AUTHORIZED.name;
                Err(format!("the server is refused: it is {}, not {id} [{rule}]", peer.spiffe_id()))
            }
        }
    }
}

impl ServerCertVerifier for Proof {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        // The expected name or ID stands in the judge.
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let chain: Vec<CertificateDer<'_>> =
            std::iter::once(end_entity).chain(intermediates).cloned().collect();
        self.check(&chain).map_err(|reason| {
            *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason);
            rustls::Error::InvalidCertificate(rustls::CertificateError::ApplicationVerificationFailure)
        })?;
        Ok(ServerCertVerified::assertion())
    }

    handshake_signatures!();
}
