//! A server that drives a session for each connection over a blocking socket, in a thread of its own.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use allocation_counter::{AllocationInfo, measure};
use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::tls::{self, ClientBuilder, Identity, ServerBuilder, Session, TlsError};
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::ChainVerifier;

/// What a good client may take on a busy machine, and longer than any server here waits for a handshake.
pub(crate) const LONG: Duration = Duration::from_secs(20);
pub(crate) const ANSWER: &[u8] = b"welcome";

/// How one connection ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The peer, if it was let in before the end.
    pub(crate) peer: Option<SpiffeId>,
    /// What the session said; None where the peer left in good order or was let go.
    pub(crate) error: Option<TlsError>,
    /// The handshake was not done in time.
    pub(crate) late: bool,
    pub(crate) took: Duration,
    /// What it held at most, in bytes.
    pub(crate) held: u64,
}

impl Ended {
    /// A good client was let in and left.
    pub(crate) fn was_good(&self) {
        assert_eq!((&self.peer, &self.error), (&Some(id("good")), &None));
    }
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    ended: Receiver<Ended>,
    ca: CertificateAuthority,
}

fn id(name: &str) -> SpiffeId {
    SpiffeId::parse(&format!("spiffe://td.example/{name}")).unwrap()
}

impl Server {
    /// Lets in `good`, and gives every handshake so long.
    pub(crate) fn start(patience: Duration) -> Self {
        let domain = TrustDomain::parse("td.example").unwrap();
        let ca = CertificateAuthority::root("Root").trust_domain(domain).build().unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, ended) = mpsc::channel();
        let server = Self { address, ended, ca };
        let builder = tls::server(server.identity("server"), server.verifier()).expect_peer(id("good"));
        // Ends with the test's process.
        std::thread::spawn(move || {
            for socket in listener.incoming() {
                let (builder, sender, socket) = (builder.clone(), sender.clone(), socket.unwrap());
                std::thread::spawn(move || report(&builder, socket, patience, &sender));
            }
        });
        server
    }

    fn verifier(&self) -> ChainVerifier {
        let bundle =
            TrustBundle::new(TrustDomain::parse("td.example").unwrap(), [self.ca.certificate().clone()]);
        ChainVerifier::builder(BundleSet::new([bundle]).unwrap()).build().unwrap()
    }

    pub(crate) fn identity(&self, name: &str) -> Identity {
        let issued = self.ca.svid(&id(name)).issue().unwrap();
        Identity::new(issued.chain, issued.key).unwrap()
    }

    pub(crate) fn client(&self) -> ClientBuilder {
        tls::client(self.identity("good"), self.verifier()).expect_peer(id("server"))
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(self.address).unwrap();
        socket.set_read_timeout(Some(LONG)).unwrap();
        socket.set_write_timeout(Some(LONG)).unwrap();
        socket
    }

    /// How the next connection ended that ends.
    pub(crate) fn ended(&self) -> Ended {
        self.ended.recv_timeout(LONG).unwrap()
    }

    /// A good client is served, and in good time; how its connection ended is among what is asked for next.
    pub(crate) fn serves(&self) {
        let begun = Instant::now();
        let mut session = Session::client(&self.client(), "server").unwrap();
        let mut socket = self.connect();
        let mut answer = Vec::new();
        let mut buffer = [0; 16_384];
        while answer != ANSWER {
            socket.write_all(&session.send_tls().unwrap()).unwrap();
            let count = socket.read(&mut buffer).unwrap();
            assert!(count > 0, "a good client is sent away");
            session.receive_tls(&buffer[..count]).unwrap();
            answer.extend(session.read());
        }
        session.close();
        socket.write_all(&session.send_tls().unwrap()).unwrap();
        drop(socket);
        assert!(begun.elapsed() < LONG);
    }

    /// The same, where no other connection is about to end.
    pub(crate) fn serves_others(&self) {
        self.serves();
        self.ended().was_good();
    }
}

fn report(builder: &ServerBuilder, mut socket: TcpStream, patience: Duration, sender: &Sender<Ended>) {
    let begun = Instant::now();
    let mut outcome = None;
    let AllocationInfo { bytes_max: held, .. } =
        measure(|| outcome = Some(serve(builder, &mut socket, begun + patience)));
    let (peer, error, late) = outcome.unwrap();
    // The test may be over.
    let _ = sender.send(Ended { peer, error, late, took: begun.elapsed(), held });
}

fn serve(
    builder: &ServerBuilder,
    socket: &mut TcpStream,
    deadline: Instant,
) -> (Option<SpiffeId>, Option<TlsError>, bool) {
    let mut session = Session::server(builder).unwrap();
    let mut peer = None;
    let mut buffer = [0; 16_384];
    loop {
        if peer.is_none() && !session.is_handshaking() {
            peer = Some(session.peer().unwrap().spiffe_id().clone());
            session.write(ANSWER).unwrap();
        }
        // A peer that is gone shows when reading.
        let _ = socket.write_all(&session.send_tls().unwrap());
        let left = match peer {
            Some(_) => LONG,
            None => deadline.saturating_duration_since(Instant::now()),
        };
        if left.is_zero() {
            return (peer, None, true);
        }
        socket.set_read_timeout(Some(left)).unwrap();
        let count = match socket.read(&mut buffer) {
            Ok(count) => count,
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
            Err(_) => 0,
        };
        if let Err(error) = session.receive_tls(&buffer[..count]) {
            let _ = socket.write_all(&session.send_tls().unwrap());
            leave(socket);
            return (peer, Some(error), false);
        }
        session.read();
        if count == 0 {
            return (peer, None, false);
        }
    }
}

/// A socket that is closed over unread bytes takes back the alert.
fn leave(socket: &mut TcpStream) {
    let _ = socket.shutdown(Shutdown::Write);
    let _ = socket.set_read_timeout(Some(Duration::from_millis(200)));
    let mut buffer = [0; 16_384];
    for _ in 0..1000 {
        if !matches!(socket.read(&mut buffer), Ok(1..)) {
            return;
        }
    }
}
