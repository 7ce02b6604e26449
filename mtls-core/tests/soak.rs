//! Rotation under load: 64 clients shake hands without a pause while leaves, intermediates and roots are rotated, the
//! bundle's file is torn, deleted and restored, and strangers try to get in. Nobody good is refused, nobody bad is let in.
//!
//! Ends after 500 rotations or 60 seconds, whichever comes first, and prints what it counted.
#![cfg(all(unix, feature = "tls", feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and this one lives in real time"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mtls_core::finding::Refusal as _;
use mtls_core::identity::{IdentityPattern, TrustDomain};
use mtls_core::pki::UnixTime;
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use mtls_core::tls::{self, Identity, IdentityFiles, IdentitySource, LiveIdentity};
use mtls_core::trust::source::{BundleFiles, BundleSource, SourceEvent};
use mtls_core::verify::{ChainVerifier, LiveVerifier};
use rustls::{ClientConfig, ClientConnection, ServerConfig, ServerConnection};
use rustls_pki_types::ServerName;

const CLIENTS: usize = 64;
const ROTATIONS: u64 = 500;
const LIMIT: Duration = Duration::from_secs(60);
const PATIENCE: Duration = Duration::from_secs(20);

fn domain() -> TrustDomain {
    TrustDomain::parse("cluster.local").unwrap()
}

fn root(name: &str) -> CertificateAuthority {
    CertificateAuthority::root(name).trust_domain(domain()).build().unwrap()
}

fn issue(ca: &CertificateAuthority, path: &str) -> IssuedCertificate {
    ca.svid(&domain().join(path).unwrap()).issue().unwrap()
}

fn identity(issued: IssuedCertificate) -> Identity {
    Identity::new(issued.chain, issued.key).unwrap()
}

/// What all threads share.
struct Shared {
    /// Clients and strangers make no more connections.
    stop: AtomicBool,
    /// Nobody is left to serve.
    closed: AtomicBool,
    address: SocketAddr,
    /// Handshakes of each client that went well.
    rounds: Vec<AtomicU64>,
    /// Refused attempts of each stranger.
    refused: Vec<AtomicU64>,
    failures: Mutex<Vec<String>>,
    /// What the server refused peers for.
    reasons: Mutex<BTreeMap<&'static str, u64>>,
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

    /// Until every client has begun and ended a handshake from now on.
    fn wait_for_every_client(&self) {
        let now: Vec<u64> = self.rounds.iter().map(|rounds| rounds.load(Ordering::SeqCst)).collect();
        self.wait("every client's next handshake", || {
            self.rounds.iter().zip(&now).all(|(rounds, now)| rounds.load(Ordering::SeqCst) >= now + 2)
        });
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

/// A Secret as the kubelet mounts it.
struct Volume(PathBuf);

impl Volume {
    fn new(directory: PathBuf) -> Self {
        fs::create_dir(&directory).unwrap();
        for name in ["tls.crt", "tls.key"] {
            std::os::unix::fs::symlink(Path::new("..data").join(name), directory.join(name)).unwrap();
        }
        Self(directory)
    }

    fn publish(&self, version: u64, issued: &IssuedCertificate) {
        let directory = self.0.join(format!("..{version}"));
        fs::create_dir(&directory).unwrap();
        fs::write(directory.join("tls.crt"), issued.chain.to_pem()).unwrap();
        fs::write(directory.join("tls.key"), issued.key.secret_pkcs8_pem().as_bytes()).unwrap();
        let old = fs::canonicalize(self.0.join("..data")).ok();
        std::os::unix::fs::symlink(format!("..{version}"), self.0.join("..next")).unwrap();
        fs::rename(self.0.join("..next"), self.0.join("..data")).unwrap();
        if let Some(old) = old {
            fs::remove_dir_all(old).unwrap();
        }
    }
}

/// Who rotates, and what there is to rotate.
struct Rotation<'a> {
    shared: &'a Shared,
    root: CertificateAuthority,
    intermediate: CertificateAuthority,
    server: Volume,
    server_source: IdentitySource,
    bundle: PathBuf,
    bundle_source: BundleSource,
    clients: Vec<LiveIdentity>,
    unauthorised: LiveIdentity,
    retired: LiveIdentity,
    version: u64,
    turn: usize,
}

impl Rotation<'_> {
    fn run(&mut self) -> [u64; 3] {
        let begun = Instant::now();
        let mut done = [0; 3];
        for n in 1..=ROTATIONS {
            if begun.elapsed() > LIMIT || self.shared.stopped() {
                break;
            }
            match n % 10 {
                0 => {
                    self.rotate_root();
                    done[2] += 1;
                }
                3 | 6 | 9 => {
                    self.intermediate = self.root.intermediate("intermediate").path_len(0).build().unwrap();
                    self.rotate_leaves(8);
                    done[1] += 1;
                }
                _ => {
                    self.rotate_leaves(8);
                    done[0] += 1;
                }
            }
        }
        done
    }

    /// A new leaf for the server, and for the next so many clients.
    fn rotate_leaves(&mut self, clients: usize) {
        self.version += 1;
        self.server.publish(self.version, &issue(&self.intermediate, "ns/shop/sa/server"));
        for _ in 0..clients {
            let number = self.turn % CLIENTS;
            self.clients[number]
                .replace(identity(issue(&self.intermediate, &format!("ns/shop/sa/cart-{number}"))));
            self.turn += 1;
        }
    }

    /// Publish beside the old one, wait, switch, wait, retire.
    fn rotate_root(&mut self) {
        let old = self.clients[0].current();
        let next = root("root");
        let (old_pem, next_pem) = (self.root.certificate().to_pem(), next.certificate().to_pem());
        self.tear(&old_pem);
        self.publish(&format!("{old_pem}{next_pem}"), 2);
        let loads = self.server_source.state().loads;
        (self.intermediate, self.root) =
            (next.intermediate("intermediate").path_len(0).build().unwrap(), next);
        self.rotate_leaves(CLIENTS);
        self.unauthorised.replace(identity(issue(&self.intermediate, "ns/other/sa/cart")));
        let source = self.server_source.clone();
        self.shared.wait("the server's new identity", || source.state().loads > loads);
        self.shared.wait_for_every_client();
        self.publish(&next_pem, 1);
        if !self.shared.stopped() {
            self.retired.replace(old);
        }
    }

    /// Half a certificate for a while, then no file at all.
    fn tear(&self, pem: &str) {
        fs::write(&self.bundle, &pem[..pem.len() / 2]).unwrap();
        std::thread::sleep(Duration::from_millis(15));
        fs::remove_file(&self.bundle).unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }

    fn publish(&self, pem: &str, authorities: usize) {
        fs::write(&self.bundle, pem).unwrap();
        let newest = self.root.certificate();
        self.shared.wait("the new bundle", || {
            let bundles = self.bundle_source.bundles();
            let bundle = bundles.get(domain().as_ref()).unwrap();
            bundle.authorities().len() == authorities
                && (authorities > 1 || bundle.authorities()[0] == *newest)
        });
    }
}

#[test]
fn nobody_good_is_refused_and_nobody_bad_let_in() {
    let directory = tempfile::tempdir().unwrap();
    let begin = UnixTime::now().as_secs() - 3600;
    let begin = UnixTime::since_unix_epoch(Duration::from_secs(begin));
    let first = CertificateAuthority::root("root").trust_domain(domain()).not_before(begin).build().unwrap();
    let intermediate = first.intermediate("intermediate").path_len(0).not_before(begin).build().unwrap();

    let bundle = directory.path().join("cluster.local.pem");
    fs::write(&bundle, first.certificate().to_pem()).unwrap();
    let torn = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&torn);
    let bundle_source = BundleFiles::new()
        .file(domain(), &bundle)
        .settle(Duration::from_millis(5))
        .on_event(move |event| {
            seen.fetch_add(u64::from(matches!(event, SourceEvent::Failed(_))), Ordering::SeqCst);
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

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let shared = Arc::new(Shared {
        stop: AtomicBool::new(false),
        closed: AtomicBool::new(false),
        address: listener.local_addr().unwrap(),
        rounds: (0..CLIENTS).map(|_| AtomicU64::new(0)).collect(),
        refused: (0..4).map(|_| AtomicU64::new(0)).collect(),
        failures: Mutex::default(),
        reasons: Mutex::default(),
    });
    let told = Arc::clone(&shared);
    let config = tls::server(server_source.identity(), verifier.clone())
        .authorize(IdentityPattern::path_prefix(domain(), "/ns/shop").unwrap())
        .on_refusal(move |refused| {
            *told.reasons.lock().unwrap().entry(refused.error.code()).or_default() += 1;
        })
        .build();
    let config = Arc::new(config.unwrap());

    let clients: Vec<LiveIdentity> = (0..CLIENTS)
        .map(|n| LiveIdentity::new(identity(issue(&intermediate, &format!("ns/shop/sa/cart-{n}")))))
        .collect();
    let stranger = root("root");
    let forged = LiveIdentity::new(identity(issue(&stranger, "ns/shop/sa/cart-0")));
    let late = intermediate.svid(&domain().join("ns/shop/sa/cart-0").unwrap()).not_before(begin);
    let late = LiveIdentity::new(identity(late.valid_for(Duration::from_secs(60)).issue().unwrap()));
    let unauthorised = LiveIdentity::new(identity(issue(&intermediate, "ns/other/sa/cart")));
    // Until a root is retired, the stranger has another one.
    let retired = LiveIdentity::new(identity(issue(&stranger, "ns/shop/sa/cart-1")));
    let strangers = [
        ("forged", forged),
        ("late", late),
        ("unauthorised", unauthorised.clone()),
        ("retired", retired.clone()),
    ];

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
        bundle_source: bundle_source.clone(),
        clients: clients.clone(),
        unauthorised,
        retired,
        version: 0,
        turn: 0,
    };

    let done = std::thread::scope(|scope| {
        for _ in 0..4 {
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
        for (n, (name, stranger)) in strangers.iter().enumerate() {
            let (config, shared) = (to_server(stranger), &shared);
            callers.push(scope.spawn(move || {
                while !shared.stopped() {
                    match call(shared.address, &config) {
                        Ok(()) => shared.fail(format!("the {name} stranger was let in")),
                        Err(_) => _ = shared.refused[n].fetch_add(1, Ordering::SeqCst),
                    }
                    std::thread::sleep(Duration::from_millis(5));
                }
            }));
        }
        let done = rotation.run();
        shared.stop.store(true, Ordering::SeqCst);
        callers.into_iter().for_each(|caller| caller.join().unwrap());
        shared.closed.store(true, Ordering::SeqCst);
        // Whoever waits for a connection gets one.
        for _ in 0..4 {
            drop(TcpStream::connect(shared.address));
        }
        done
    });

    let count = |counts: &[AtomicU64]| counts.iter().map(|n| n.load(Ordering::SeqCst)).collect::<Vec<_>>();
    let (rounds, refused) = (count(&shared.rounds), count(&shared.refused));
    let [leaves, intermediates, roots] = done;
    println!(
        "{} good handshakes, 0 refused; {refused:?} of forged, late, unauthorised and retired refused, 0 let in; rotated: \
         {leaves} leaves, {intermediates} intermediates, {roots} roots; {} failed looks told of; reasons: {:?}",
        rounds.iter().sum::<u64>(),
        torn.load(Ordering::SeqCst),
        shared.reasons.lock().unwrap(),
    );
    let failures = shared.failures.lock().unwrap();
    assert!(failures.is_empty(), "{failures:?}; the server said {:?}", shared.reasons.lock().unwrap());
    assert!(done.iter().all(|n| *n > 0), "{done:?}");
    assert!(rounds.iter().all(|n| *n > roots), "{rounds:?}");
    assert!(refused.iter().all(|n| *n > 0), "{refused:?}");
    assert!(torn.load(Ordering::SeqCst) > 0, "no torn file was met");
}
