//! The listener: who connects, within which limits, and what they ask for.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use mtls_core::finding::Refusal as _;
use mtls_core::identity::IdentityPattern;
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::tls::{self, IdentityFiles, IdentitySource, TlsError};
use mtls_core::trust::TrustAnchors;
use mtls_core::trust::source::{BundleFiles, BundleSource};
use mtls_core::verify::{ChainVerifier, LiveVerifier, Purpose, VerifiedPeer};
use rustls::server::ServerConfig;
use rustls_pki_types::{CertificateDer, UnixTime};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;

use super::activity::{Activity, Counted};
use super::inspect::{Inspection, RequestLines};
use super::log::{Event, Log};
use super::policy::{Policy, Refusal};
use super::settings::{Limits, Settings};
use super::upstream::{Dialer, tls_client};
use super::{Outcome, request};

/// How often files are looked at.
const LOOK: Duration = Duration::from_secs(5);

/// What all connections share.
pub(crate) struct Proxy {
    /// Who may speak for other workloads.
    pub(crate) gateways: Option<IdentityPattern>,
    pub(crate) policy: Policy,
    pub(crate) limits: Limits,
    pub(crate) dialer: Dialer,
    pub(crate) inspection: Option<Inspection>,
    pub(crate) log: Log,
    /// Its name in `Via`.
    pub(crate) pseudonym: String,
    identity: IdentitySource,
    verifier: LiveVerifier,
    /// Watches the bundles' files for as long as it lives.
    _bundles: BundleSource,
}

/// One client's connection.
pub(crate) struct Client {
    pub(crate) peer: VerifiedPeer,
    /// What it was verified by, leaf first.
    chain: Vec<CertificateDer<'static>>,
    /// Where the proxy is reached: connecting there would be a loop.
    pub(crate) own: Vec<SocketAddr>,
    pub(crate) activity: Activity,
    /// Counts against the limit until the last tunnel of the connection has ended.
    _permit: OwnedSemaphorePermit,
}

impl Proxy {
    /// Reads all files that the settings name, and follows those that change.
    pub(crate) fn new(settings: Settings, log: Log) -> Outcome<Self> {
        let identity = IdentityFiles::new(settings.chain, settings.key).open()?;
        let files = settings
            .bundles
            .into_iter()
            .fold(BundleFiles::new(), |files, (domain, path)| files.file(domain, path));
        let bundles = files.open()?;
        let verifier = LiveVerifier::new(ChainVerifier::builder(bundles.bundles()).build()?);
        verifier.follow(&bundles);
        identity.watch(LOOK)?;
        bundles.watch(LOOK)?;
        let provider = {
            // The provider that the core was built with.
            let server =
                tls::server(identity.identity(), verifier.clone()).allow_any_verified_peer().build()?;
            server.crypto_provider().clone()
        };
        let inspection = match settings.inspection {
            Some(of) => {
                let authority = CertificateAuthority::load(of.authority)?;
                let roots = TrustAnchors::from_pem(&std::fs::read(of.upstream_roots)?)?;
                let inspector = RequestLines {
                    methods: of.refuse_methods,
                    paths: of.refuse_paths,
                    headers: of.refuse_headers,
                };
                Some(Inspection::new(
                    authority,
                    tls_client(roots, provider.clone())?,
                    provider,
                    Arc::new(inspector),
                ))
            }
            None => None,
        };
        Ok(Self {
            gateways: settings.gateways,
            policy: settings.policy,
            dialer: Dialer {
                connect_to: settings.connect_to,
                private_addresses: settings.private_addresses,
                within: settings.limits.connect,
            },
            limits: settings.limits,
            inspection,
            log,
            pseudonym: pseudonym(),
            identity,
            verifier,
            _bundles: bundles,
        })
    }

    /// Serves until the future is dropped.
    pub(crate) async fn serve(self: Arc<Self>, listener: TcpListener) -> std::io::Result<()> {
        let seats = Arc::new(Semaphore::new(self.limits.connections));
        let own = listener.local_addr()?;
        loop {
            let (socket, from) = match listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, or gone already: neither ends the proxy.
                    self.refused(from_nobody(), None, &error.to_string());
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            };
            let Ok(permit) = Arc::clone(&seats).try_acquire_owned() else {
                self.refused(from, None, "there are as many connections as the limit allows");
                continue;
            };
            tokio::spawn(Arc::clone(&self).connection(socket, from, own, permit));
        }
    }

    async fn connection(
        self: Arc<Self>,
        socket: TcpStream,
        from: SocketAddr,
        own: SocketAddr,
        permit: OwnedSemaphorePermit,
    ) {
        let activity = Activity::default();
        let _ = socket.set_nodelay(true);
        let own = [Some(own), socket.local_addr().ok()].into_iter().flatten().collect();
        let socket = Counted::new(socket, activity.clone());
        let refusal = Arc::<Mutex<Option<TlsError>>>::default();
        let Some((stream, peer)) = self.shake_hands(socket, from, &refusal).await else { return };
        let presented = stream.get_ref().1.peer_certificates().unwrap_or_default();
        let chain = presented.iter().map(|der| der.clone().into_owned()).collect();
        let client = Arc::new(Client { peer, chain, own, activity: activity.clone(), _permit: permit });
        let service = service_fn(|request| {
            let (proxy, client) = (Arc::clone(&self), Arc::clone(&client));
            async move { Ok::<_, Infallible>(request::answer(proxy, client, request).await) }
        });
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.head)
            .max_buf_size(self.limits.head_bytes)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        tokio::select! {
            // What breaks here is the client's connection, and the client knows.
            _ = served => {}
            () = activity.ceased(self.limits.idle) => {
                self.refused(from, None, "nothing moved for as long as the limit allows");
            }
        }
    }

    /// Whether this client would be let in now: its certificate may have expired since, or its authority been withdrawn.
    pub(crate) fn still_trusts(&self, client: &Client) -> Result<(), Refusal> {
        match self.verifier.verify_for(Purpose::Client, &client.chain, UnixTime::now()) {
            Ok(_) => Ok(()),
            Err(verdict) => {
                Err(Refusal::new("identity-not-trusted", format!("no longer: {}: {verdict}", verdict.code())))
            }
        }
    }

    /// Ends when this client would not be let in any more.
    pub(crate) async fn until_distrusted(&self, client: &Client) {
        while self.still_trusts(client).is_ok() {
            tokio::time::sleep(LOOK).await;
        }
    }

    /// The handshake within its time; who failed it is in the log.
    async fn shake_hands(
        &self,
        socket: Counted<TcpStream>,
        from: SocketAddr,
        refusal: &Arc<Mutex<Option<TlsError>>>,
    ) -> Option<(tokio_rustls::server::TlsStream<Counted<TcpStream>>, VerifiedPeer)> {
        let heard = Arc::clone(refusal);
        let server = tls::server(self.identity.identity(), self.verifier.clone())
            // What each may do is for the policy, and is said with a reason.
            .allow_any_verified_peer()
            // A sidecar offers no name of HTTP for a port that it takes for TCP.
            .alpn(["http/1.1", "istio"])
            .on_refusal(move |refused| {
                *heard.lock().unwrap_or_else(PoisonError::into_inner) = Some(refused.error);
            });
        let (config, record): (ServerConfig, _) = match server.build_for_one() {
            Ok(built) => built,
            Err(error) => {
                self.refused(from, Some(error.code()), &error.to_string());
                return None;
            }
        };
        let accepting = TlsAcceptor::from(Arc::new(config)).accept(socket);
        let stream = match tokio::time::timeout(self.limits.handshake, accepting).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => {
                match &*refusal.lock().unwrap_or_else(PoisonError::into_inner) {
                    Some(TlsError::PeerRejected(verdict)) => {
                        self.refused(from, Some(verdict.code()), &verdict.to_string());
                    }
                    Some(peer) => self.refused(from, Some(peer.code()), &peer.to_string()),
                    None => self.refused(from, None, &error.to_string()),
                }
                return None;
            }
            Err(_) => {
                self.refused(from, None, "the TLS handshake took longer than the limit allows");
                return None;
            }
        };
        match record.peer(stream.get_ref().1) {
            Ok(peer) => Some((stream, peer)),
            Err(error) => {
                self.refused(from, Some(error.code()), &error.to_string());
                None
            }
        }
    }

    fn refused(&self, from: SocketAddr, rule: Option<&'static str>, reason: &str) {
        self.log.say(Event::ConnectionRefused { from: from.to_string(), rule, reason: reason.to_owned() });
    }
}

fn from_nobody() -> SocketAddr {
    SocketAddr::from(([0, 0, 0, 0], 0))
}

/// Another one for each start: a proxy in front of this one may be of the same kind.
fn pseudonym() -> String {
    use std::hash::{BuildHasher as _, Hasher as _};
    let random = std::hash::RandomState::new().build_hasher().finish();
    format!("egress-proxy-{random:016x}")
}
