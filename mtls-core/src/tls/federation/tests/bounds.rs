//! Nobody is waited for without end.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Instant;

use super::*;
use crate::tls::federation::socket;

const GET: &str = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

#[allow(clippy::disallowed_methods, reason = "what is measured is the machine's time")]
fn now() -> Instant {
    Instant::now()
}

fn server() -> BundleServer {
    let one = root("one");
    let issued = one.svid(&id()).at(at(0)).issue().unwrap();
    BundleServer::new(BundlePublisher::new(bundle(&[&one], 1)).unwrap(), identity(issued)).unwrap()
}

/// A server that shakes hands, and sends these bytes one by one, again and again.
fn dripping(web: &CertificateAuthority, bytes: &'static [u8]) -> SocketAddr {
    let identity = identity(web.server(["127.0.0.1"]).at(at(0)).issue().unwrap());
    let provider = crate::tls::provider::built_in().unwrap();
    let config = rustls::ServerConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(rustls::ALL_VERSIONS)
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(rustls::sign::SingleCertAndKey::from(
            identity.certified(&provider).unwrap(),
        )));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let tls = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = rustls::StreamOwned::new(tls, listener.accept().unwrap().0);
        for byte in bytes.iter().cycle() {
            if stream.write_all(&[*byte]).and_then(|()| stream.flush()).is_err() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
    });
    address
}

#[test]
fn a_server_that_drips_costs_no_more_than_the_timeout() {
    let web = CertificateAuthority::root("Web").at(at(0)).build().unwrap();
    for bytes in [&b"HTTP/1.1 200 OK\r\nx: "[..], b"HTTP/1.1 200 OK\r\n\r\n\r\n"] {
        let url = format!("https://{}/", dripping(&web, bytes));
        let endpoint = BundleEndpoint::https_web(td(), &url).unwrap();
        let mut partner = FederatedBundle::new(endpoint, None, at(0)).unwrap();
        let client = web_client(&web).timeout(Duration::from_millis(700));
        let begun = now();
        let late = client.fetch(&mut partner, at(0)).unwrap_err();
        assert!(late.to_string().contains("took too long"), "{late}");
        assert!(begun.elapsed() < Duration::from_secs(5));
        assert_eq!((partner.failures(), partner.next_at()), (1, at(300)));
    }
}

/// Ends a scope's thread however the scope's body ends: a panic there would wait for it for ever.
struct Finally<F: FnMut()>(F);

impl<F: FnMut()> Drop for Finally<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[test]
fn a_fetch_that_nobody_wants_any_more_ends_and_locks_nobody_out() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let partner = FederatedBundle::new(BundleEndpoint::https_web(td(), &url).unwrap(), None, at(0)).unwrap();
    let (partner, wanted) = (Mutex::new(partner), AtomicBool::new(true));
    let client = web_client(&root("one")).timeout(Duration::from_secs(600));
    thread::scope(|scope| {
        let over = Finally(|| wanted.store(false, Ordering::Release));
        let fetch = scope.spawn(|| client.fetch_while(&partner, at(0), || wanted.load(Ordering::Acquire)));
        let (_asking, _) = listener.accept().unwrap();
        assert_eq!(partner.try_lock().unwrap().failures(), 0);
        drop(over);
        let begun = now();
        assert!(fetch.join().unwrap().unwrap_err().to_string().contains("given up"));
        assert!(begun.elapsed() < Duration::from_secs(5));
    });
    // It is nobody's failure.
    let partner = partner.into_inner().unwrap();
    assert_eq!((partner.failures(), partner.next_at()), (0, at(0)));
}

#[test]
fn an_address_that_swallows_packets_leaves_time_for_the_next() {
    let left = Duration::from_secs(30);
    assert_eq!(socket::share(left, 3), Duration::from_secs(10));
    assert_eq!(socket::share(left, 1), left);
    assert_eq!(socket::share(left, 0), left);
    assert!(!socket::share(Duration::from_nanos(1), usize::MAX).is_zero());
}

#[test]
fn heads_that_come_byte_by_byte_cost_what_they_weigh() {
    let head = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(60_000));
    let begun = now();
    assert_eq!(http::response(&mut Drip(head.as_bytes()), 100).unwrap().status, 200);
    // Looked through from the start for each byte, it takes minutes.
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_client_that_drips_is_hung_up_on() {
    let server = server().timeout(Duration::from_millis(500));
    let listener = server.listen("127.0.0.1:0").unwrap();
    let mut slow = TcpStream::connect(listener.address()).unwrap();
    let begun = now();
    // A record of 16 KiB, whose bytes come one by one.
    let mut bytes = [22, 3, 1, 64, 0].into_iter().chain(std::iter::repeat(1));
    while slow.write_all(&[bytes.next().unwrap()]).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(5), "still listened to");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn silent_connections_make_room_for_those_that_ask() {
    let listener = server().listen("127.0.0.1:0").unwrap();
    let silent: Vec<TcpStream> = (0..70).map(|_| TcpStream::connect(listener.address()).unwrap()).collect();
    let begun = now();
    assert_eq!(ask(listener.address(), GET).0, 200);
    // Waiting for each to be silent for too long, it takes ten.
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
    drop(silent);
}

#[test]
fn a_failure_to_accept_is_not_the_end() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let failures = [
        io::ErrorKind::ConnectionAborted.into(),
        io::ErrorKind::Interrupted.into(),
        // Too many open files.
        io::Error::from_raw_os_error(24),
    ];
    let mut failures = VecDeque::from(failures);
    let (server, stop) = (server(), AtomicBool::new(false));
    thread::scope(|scope| {
        let accept = || match failures.pop_front() {
            Some(error) => Err(error),
            None => listener.accept().map(|(stream, _)| stream),
        };
        let over = Finally(|| {
            stop.store(true, Ordering::Release);
            drop(TcpStream::connect(address));
        });
        let serving = scope.spawn(|| server.serve_from(accept, &stop));
        assert_eq!(ask(address, GET).0, 200);
        drop(over);
        serving.join().unwrap().unwrap();
    });
    // One that does not block needs no last connection, and one that never listened is the end.
    listener.set_nonblocking(true).unwrap();
    assert!(server.serve(&listener, &stop).is_ok());
    let refused = server.serve_from(|| Err(io::ErrorKind::InvalidInput.into()), &AtomicBool::new(false));
    assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::InvalidInput);
}

#[test]
fn closing_ends_at_once_whatever_is_under_way() {
    for address in ["127.0.0.1:0", "0.0.0.0:0"] {
        let mut listener = server().listen(address).unwrap();
        let to = SocketAddr::from((Ipv4Addr::LOCALHOST, listener.address().port()));
        let _silent: Vec<TcpStream> = (0..10).map(|_| TcpStream::connect(to).unwrap()).collect();
        assert_eq!(ask(to, GET).0, 200);
        assert!(listener.is_open());
        let (closed, done) = mpsc::channel();
        thread::spawn(move || {
            listener.close();
            listener.close();
            closed.send(listener.is_open()).unwrap();
        });
        assert_eq!(done.recv_timeout(Duration::from_secs(5)), Ok(false));
        assert!(TcpStream::connect(to).is_err());
    }
}

#[test]
fn an_address_in_use_is_refused() {
    let listener = server().listen("127.0.0.1:0").unwrap();
    let refused = server().listen(listener.address()).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::AddrInUse);
}

#[test]
fn a_renewed_identity_counts_from_the_next_handshake() {
    let one = root("one");
    let svid = |life: u64| one.svid(&id()).at(at(0)).valid_for(Duration::from_secs(life)).issue().unwrap();
    let running = Running::start(bundle(&[&one], 1), svid(600));
    let endpoint = BundleEndpoint::https_spiffe(td(), &running.url(), id(), bundle(&[&one], 1)).unwrap();
    let mut partner = FederatedBundle::new(endpoint, None, at(0)).unwrap();
    let client = BundleClient::new(TrustAnchors::default()).unwrap();
    assert_eq!(outcome(&client, &mut partner, 0), Ok(FetchOutcome::Unchanged));
    assert!(outcome(&client, &mut partner, 3000).is_err());
    running.server.present(&identity(svid(6000))).unwrap();
    assert_eq!(outcome(&client, &mut partner, 3000), Ok(FetchOutcome::Unchanged));
    assert_eq!(running.server.bundle(), bundle(&[&one], 1));
}
