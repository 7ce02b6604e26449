//! Rotation under load: 64 clients shake hands without a pause while leaves, intermediates and roots are rotated, the
//! bundle's file is torn, deleted and restored, and strangers try to get in. Nobody good is refused, nobody bad is let in.
//!
//! Ends after 500 rotations or, when there were at least 50, after 60 seconds, and prints what it counted. A rotation that is
//! stuck fails it.
#![cfg(all(unix, feature = "tls", feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and this one lives in real time"
)]

mod rotation;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mtls_core::finding::Refusal as _;
use mtls_core::identity::{IdentityPattern, TrustDomain};
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use mtls_core::pki::{Certificate, UnixTime};
use mtls_core::tls::{self, Identity, IdentityFiles, LiveIdentity, TlsError};
use mtls_core::trust::source::{BundleFiles, SourceEvent};
use mtls_core::verify::{ChainVerifier, LiveVerifier};
use rustls::{ClientConfig, ClientConnection, ServerConfig, ServerConnection};
use rustls_pki_types::ServerName;

use rotation::{Rotation, Volume};

const CLIENTS: usize = 64;
const SERVERS: usize = 4;
const PATIENCE: Duration = Duration::from_secs(20);

fn domain() -> TrustDomain {
    TrustDomain::parse("cluster.local").unwrap()
}

/// When everything but a leaf begins: then a leaf may have expired by now.
fn begin() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(UnixTime::now().as_secs() - 3600))
}

/// All roots have one name.
fn root() -> CertificateAuthority {
    CertificateAuthority::root("root").trust_domain(domain()).not_before(begin()).build().unwrap()
}

fn intermediate(root: &CertificateAuthority) -> CertificateAuthority {
    root.intermediate("intermediate").path_len(0).not_before(begin()).build().unwrap()
}

fn issue(ca: &CertificateAuthority, path: &str) -> IssuedCertificate {
    ca.svid(&domain().join(path).unwrap()).issue().unwrap()
}

fn expired(ca: &CertificateAuthority, path: &str) -> IssuedCertificate {
    let svid = ca.svid(&domain().join(path).unwrap()).not_before(begin());
    svid.valid_for(Duration::from_secs(60)).issue().unwrap()
}

fn identity(issued: IssuedCertificate) -> Identity {
    Identity::new(issued.chain, issued.key).unwrap()
}

/// Who must not get in, and what the server has to say of them each time.
const STRANGERS: [(&str, &str); 4] = [
    ("ns/shop/sa/forged", "authority-rotated"),
    ("ns/shop/sa/late", "leaf-expired"),
    ("ns/other/sa/unauthorised", "tls-peer-not-authorized"),
    ("ns/shop/sa/retired", "authority-rotated"),
];

/// Refusals, by the path of the peer's ID and the reason.
type Reasons = BTreeMap<(String, &'static str), u64>;

/// What all threads share.
struct Shared {
    /// Clients and strangers make no more connections.
    stop: AtomicBool,
    /// Nobody is left to serve.
    closed: AtomicBool,
    address: SocketAddr,
    /// Handshakes of each client that went well.
    rounds: Vec<AtomicU64>,
    failures: Mutex<Vec<String>>,
    /// Whom the server refused, and for what.
    reasons: Mutex<Reasons>,
    /// Failed looks at the bundle's file.
    torn: AtomicU64,
}

impl Shared {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// The first failure ends the run.
    fn fail(&self, what: String) {
        self.failures.lock().unwrap().push(what);
        self.stop.store(true, Ordering::SeqCst);
    }

    fn wait(&self, what: &str, mut done: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !done() && !self.stopped() {
            if begun.elapsed() > PATIENCE {
                return self.fail(format!("waited too long for {what}"));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn rounds(&self) -> Vec<u64> {
        self.rounds.iter().map(|rounds| rounds.load(Ordering::SeqCst)).collect()
    }

    /// How often the server has refused this stranger for the reason that is the right one.
    fn refused(&self, (path, code): (&str, &'static str)) -> u64 {
        self.reasons.lock().unwrap().get(&(path.to_owned(), code)).copied().unwrap_or_default()
    }

    /// Until every client has begun and ended a handshake from now on.
    fn wait_for_every_client(&self) {
        let now = self.rounds();
        self.wait("every client's next handshake", || {
            self.rounds().iter().zip(&now).all(|(rounds, now)| *rounds >= now + 2)
        });
    }

    /// Until the server has refused these for all they present from now on.
    fn wait_for_strangers(&self, strangers: &[(&str, &'static str)]) {
        let now: Vec<u64> = strangers.iter().map(|stranger| self.refused(*stranger)).collect();
        self.wait("a stranger's next refusal", || {
            strangers.iter().zip(&now).all(|(stranger, now)| self.refused(*stranger) >= now + 2)
        });
    }
}

/// Ends the threads of the scope however its body ends: a panic there would wait for them for ever.
struct Ending<'a>(&'a Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.stop.store(true, Ordering::SeqCst);
        self.0.closed.store(true, Ordering::SeqCst);
        // Whoever waits for a connection gets one.
        for _ in 0..SERVERS {
            drop(TcpStream::connect(self.0.address));
        }
    }
}

/// Lets in who gets through the handshake, with one byte.
fn serve(listener: &TcpListener, config: &Arc<ServerConfig>, shared: &Shared) {
    while !shared.closed.load(Ordering::SeqCst) {
        let Ok((mut socket, _)) = listener.accept() else { continue };
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut connection = ServerConnection::new(Arc::clone(config)).unwrap();
        let mut stream = rustls::Stream::new(&mut connection, &mut socket);
        let mut byte = [0];
        if stream.read_exact(&mut byte).is_ok() && stream.write_all(b"k").is_ok() {
            let _ = stream.flush();
            // Until the client has gone, so that the answer is not lost with the socket.
            let _ = stream.read(&mut byte);
        } else {
            // The same for an alert.
            let _ = socket.shutdown(Shutdown::Write);
            while matches!(socket.read(&mut [0; 4096]), Ok(1..)) {}
        }
    }
}

/// One connection; whether the server let us in.
fn call(address: SocketAddr, config: &Arc<ClientConfig>) -> Result<(), String> {
    let mut socket = TcpStream::connect(address).map_err(|e| e.to_string())?;
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let name = ServerName::try_from("server.example").unwrap();
    let mut connection = ClientConnection::new(Arc::clone(config), name).unwrap();
    let mut stream = rustls::Stream::new(&mut connection, &mut socket);
    let mut byte = [0];
    stream.write_all(b"?").and_then(|()| stream.read_exact(&mut byte)).map_err(|e| e.to_string())?;
    connection.send_close_notify();
    let _ = connection.complete_io(&mut socket);
    assert_eq!(&byte, b"k");
    Ok(())
}

#[test]
fn nobody_good_is_refused_and_nobody_bad_let_in() {
    let directory = tempfile::tempdir().unwrap();
    let first = root();
    let intermediate = intermediate(&first);

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let shared = Arc::new(Shared {
        stop: AtomicBool::new(false),
        closed: AtomicBool::new(false),
        address: listener.local_addr().unwrap(),
        rounds: (0..CLIENTS).map(|_| AtomicU64::new(0)).collect(),
        failures: Mutex::default(),
        reasons: Mutex::default(),
        torn: AtomicU64::new(0),
    });

    let bundle = directory.path().join("cluster.local.pem");
    fs::write(&bundle, first.certificate().to_pem()).unwrap();
    let seen = Arc::clone(&shared);
    let bundle_source = BundleFiles::new()
        .file(domain(), &bundle)
        .settle(Duration::from_millis(5))
        .on_event(move |event| {
            seen.torn.fetch_add(u64::from(matches!(event, SourceEvent::Failed(_))), Ordering::SeqCst);
        })
        .open()
        .unwrap();
    let verifier = LiveVerifier::new(ChainVerifier::builder(bundle_source.bundles()).build().unwrap());
    verifier.follow(&bundle_source);
    bundle_source.watch(Duration::from_millis(2)).unwrap();

    let server = Volume::new(directory.path().join("server"));
    server.publish(0, &issue(&intermediate, "ns/shop/sa/server"));
    let server_source = IdentityFiles::directory(&server.0).open().unwrap();
    server_source.watch(Duration::from_millis(2)).unwrap();

    let told = Arc::clone(&shared);
    let config = tls::server(server_source.identity(), verifier.clone())
        .authorize(IdentityPattern::path_prefix(domain(), "/ns/shop").unwrap())
        .on_refusal(move |refused| {
            let code = match &refused.error {
                TlsError::PeerRejected(rejection) => rejection.code(),
                other => other.code(),
            };
            let leaf = Certificate::from_der(&refused.chain[0]).unwrap();
            let path = leaf.spiffe_id().unwrap().path().trim_start_matches('/').to_owned();
            *told.reasons.lock().unwrap().entry((path, code)).or_default() += 1;
        })
        .build();
    let config = Arc::new(config.unwrap());

    let clients: Vec<LiveIdentity> = (0..CLIENTS)
        .map(|n| LiveIdentity::new(identity(issue(&intermediate, &format!("ns/shop/sa/cart-{n}")))))
        .collect();
    let stranger = root();
    // Until a root is retired, nobody has been: that one is forged, too.
    let [forged, late, unauthorised, retired] = [
        issue(&stranger, STRANGERS[0].0),
        expired(&intermediate, STRANGERS[1].0),
        issue(&intermediate, STRANGERS[2].0),
        issue(&stranger, STRANGERS[0].0),
    ]
    .map(|issued| LiveIdentity::new(identity(issued)));
    let strangers = [forged, late.clone(), unauthorised.clone(), retired.clone()];

    let to_server = |identity: &LiveIdentity| {
        let server = domain().join("ns/shop/sa/server").unwrap();
        Arc::new(tls::client(identity.clone(), verifier.clone()).expect_peer(server).build().unwrap())
    };
    let mut rotation = Rotation {
        shared: &shared,
        root: first,
        intermediate,
        server,
        server_source: server_source.clone(),
        bundle,
        verifier: verifier.clone(),
        clients: clients.clone(),
        late,
        unauthorised,
        retired,
        version: 0,
        turn: 0,
    };

    let done = std::thread::scope(|scope| {
        let ending = Ending(&shared);
        for _ in 0..SERVERS {
            scope.spawn(|| serve(&listener, &config, &shared));
        }
        let mut callers = Vec::new();
        for (n, client) in clients.iter().enumerate() {
            let (config, shared) = (to_server(client), &shared);
            callers.push(scope.spawn(move || {
                while !shared.stopped() {
                    match call(shared.address, &config) {
                        Ok(()) => _ = shared.rounds[n].fetch_add(1, Ordering::SeqCst),
                        Err(e) => shared.fail(format!("client {n} was refused: {e}")),
                    }
                }
            }));
        }
        for ((name, _), stranger) in STRANGERS.iter().zip(&strangers) {
            let (config, shared) = (to_server(stranger), &shared);
            callers.push(scope.spawn(move || {
                while !shared.stopped() {
                    match call(shared.address, &config) {
                        Ok(()) => shared.fail(format!("{name} was let in")),
                        Err(e) if e.contains("alert") => {}
                        Err(e) => shared.fail(format!("{name} was not told that it is refused: {e}")),
                    }
                    std::thread::sleep(Duration::from_millis(5));
                }
            }));
        }
        let done = rotation.run();
        shared.stop.store(true, Ordering::SeqCst);
        callers.into_iter().for_each(|caller| caller.join().unwrap());
        drop(ending);
        done
    });

    let rounds = shared.rounds();
    let [leaves, intermediates, roots] = done;
    let reasons = shared.reasons.lock().unwrap();
    let torn = shared.torn.load(Ordering::SeqCst);
    println!(
        "{} good handshakes, 0 refused; 0 strangers let in, refused: {reasons:?}; rotated: {leaves} leaves, \
         {intermediates} intermediates, {roots} roots; {torn} failed looks told of",
        rounds.iter().sum::<u64>(),
    );
    let failures = shared.failures.lock().unwrap();
    assert!(failures.is_empty(), "{failures:?}; the server said {reasons:?}");
    assert!(done.iter().sum::<u64>() >= rotation::FEWEST, "{done:?}");
    assert!(done.iter().all(|n| *n > 0), "{done:?}");
    assert!(rounds.iter().all(|n| *n > roots), "{rounds:?}");
    // Each of them, and nobody else, and for nothing else.
    let seen: BTreeSet<(&str, &str)> = reasons.keys().map(|(path, code)| (path.as_str(), *code)).collect();
    assert_eq!(seen, BTreeSet::from(STRANGERS));
    assert!(torn >= roots, "{torn} torn files were met while {roots} roots were rotated");
}
