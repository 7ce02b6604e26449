//! Clients that curl is too polite to be.

use std::sync::Arc;
use std::time::Duration;

use mtls_core::identity::TrustDomain;
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::pki::{CertificateChain, PrivateKey};
use mtls_core::tls::{self, Identity};
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::ChainVerifier;
use rustls_pki_types::ServerName;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::log::Event;
use crate::material::Workload;
use crate::settings::Settings;
use crate::world::World;

/// A connection of this workload, after the handshake.
pub(super) async fn connect(world: &World, workload: &Workload) -> TlsStream<TcpStream> {
    connect_as(world, workload, &["http/1.1"]).await
}

/// The same by a client that offers these names of protocols (ALPN).
pub(super) async fn connect_as(world: &World, workload: &Workload, alpn: &[&str]) -> TlsStream<TcpStream> {
    let read = |path| std::fs::read(path).unwrap();
    let chain = CertificateChain::from_pem(&read(&workload.chain)).unwrap();
    let identity = Identity::new(chain, PrivateKey::from_pem(&read(&workload.key)).unwrap()).unwrap();
    let domain = TrustDomain::parse("cluster.local").unwrap();
    let bundle = TrustBundle::from_pem(domain, &read(&world.material.mesh_root)).unwrap();
    let verifier = ChainVerifier::builder(BundleSet::new([bundle]).unwrap()).build().unwrap();
    let config =
        tls::client(identity, verifier).allow_any_verified_peer().alpn(alpn.iter().copied()).build().unwrap();
    let socket = TcpStream::connect(world.address).await.unwrap();
    let name = ServerName::from(world.address.ip());
    TlsConnector::from(Arc::new(config)).connect(name, socket).await.unwrap()
}

/// All that comes until the proxy closes, or has nothing more to say.
pub(super) async fn answer(stream: &mut TlsStream<TcpStream>) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(Ok(count @ 1..)) = timeout(Duration::from_secs(2), stream.read(&mut buffer)).await {
        bytes.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn asked(world: &World, request: &str) -> String {
    let mut stream = connect(world, &world.material.trusted).await;
    stream.write_all(request.as_bytes()).await.unwrap();
    answer(&mut stream).await
}

pub(super) fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

#[tokio::test]
async fn requests_that_can_be_read_in_two_ways_go_nowhere() {
    let world = Arc::new(World::start(|_, _| ()).await.unwrap());
    let good = "GET http://web.example/ HTTP/1.1\r\nHost: web.example\r\n\r\n";
    assert_eq!(status(&asked(&world, good).await), 200);
    let requests = [
        "POST http://web.example/ HTTP/1.1\r\nHost: web.example\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST http://web.example/ HTTP/1.1\r\nHost: web.example\r\nContent-Length: +3\r\n\r\nabc",
        "POST http://web.example/ HTTP/1.1\r\nHost: web.example\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "GET http://web.example/ HTTP/1.1\r\nHost: other.example\r\n\r\n",
        "GET http://web.example/ HTTP/1.1\r\nHost: web.example\r\nHost: other.example\r\n\r\n",
        "GET http://web.example/ HTTP/1.1\r\n\r\n",
        "GET http://web.example/ HTTP/1.1\r\nHost : web.example\r\n\r\n",
        "GET http://web.example/ HTTP/1.1\r\nHost: web.example\r\n folded: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: web.example\r\n\r\n",
        "GET https://web.example/ HTTP/1.1\r\nHost: web.example\r\n\r\n",
        "GET ftp://web.example/ HTTP/1.1\r\nHost: web.example\r\n\r\n",
        "GET http://u@web.example/ HTTP/1.1\r\nHost: web.example\r\n\r\n",
        "CONNECT web.example HTTP/1.1\r\nHost: web.example\r\n\r\n",
        "CONNECT web.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n",
    ];
    let mut asking = JoinSet::new();
    for request in requests {
        let world = Arc::clone(&world);
        asking.spawn(async move { (request, asked(&world, request).await) });
    }
    while let Some(asked) = asking.join_next().await {
        let (request, answer) = asked.unwrap();
        assert!(matches!(status(&answer), 400 | 501), "{request:?}: {answer:?}");
    }
}

/// RFC 9112 section 6.1: the chunks count, the length goes, and so does the connection.
#[tokio::test]
async fn of_two_lengths_one_is_passed_on() {
    let world = World::start(|_, _| ()).await.unwrap();
    for lengths in [
        "Content-Length: 30\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 30",
    ] {
        let smuggled = "GET http://web.example/smuggled HTTP/1.1\r\nHost: web.example\r\n\r\n";
        let request = format!(
            "POST http://web.example/ HTTP/1.1\r\nHost: web.example\r\n{lengths}\r\n\r\n2\r\nab\r\n0\r\n\r\n{smuggled}"
        );
        let answer = asked(&world, &request).await;
        if status(&answer) == 400 {
            continue;
        }
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(body.contains("transfer-encoding: chunked\n2 bytes\n"), "{answer}");
        assert!(!body.contains("content-length") && !body.contains("smuggled"), "{answer}");
        assert!(head.contains("connection: close"), "{answer}");
    }
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let world = World::start(|_, _| ()).await.unwrap();
    let head = |bytes: usize| {
        format!("GET http://web.example/ HTTP/1.1\r\nHost: web.example\r\nX: {}\r\n\r\n", "x".repeat(bytes))
    };
    assert_eq!(status(&asked(&world, &head(8_000)).await), 200);
    assert_eq!(status(&asked(&world, &head(40_000)).await), 431);
    let many = "X: y\r\n".repeat(150);
    let many = format!("GET http://web.example/ HTTP/1.1\r\nHost: web.example\r\n{many}\r\n");
    assert_eq!(status(&asked(&world, &many).await), 431);
    // curl still writes when the connection is closed, and may or may not see the answer.
    let curl = world.curl(Some(&world.material.trusted), &world.material.web_root);
    let large = format!("X: {}", "x".repeat(40_000));
    let answer = curl.run(&["-X", "PUT", "-H", &large, "http://web.example/"]).await.unwrap();
    assert!(matches!(answer.status, 431 | 0) && answer.body.is_empty(), "{answer:?}");
    assert_eq!(curl.run(&["-X", "POST", "http://web.example/"]).await.unwrap().status, 200);
    // Of all these, two requests were passed on.
    for method in ["GET", "POST"] {
        let Event::HttpProxyRequest(request) = world.event().await.unwrap() else { panic!("refused") };
        assert_eq!(request.method, method);
    }
}

#[tokio::test]
async fn a_tunnel_for_something_else_than_tls_is_refused() {
    let world = World::start(|_, _| ()).await.unwrap();
    let request = "CONNECT web.example:443 HTTP/1.1\r\nHost: web.example:443\r\n\r\n";
    let mut stream = connect(&world, &world.material.trusted).await;
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.write_all(b"SSH-2.0-x\r\n").await.unwrap();
    let answer = answer(&mut stream).await;
    assert_eq!(status(&answer), 200, "{answer}");
    let Event::HttpProxyRefused(request) = world.event().await.unwrap() else { panic!("let through") };
    assert_eq!(request.code, Some("not-tls"));
}

/// Each is cut when its time is over, and a client that behaves is served all the while.
#[tokio::test]
async fn clients_that_stall_are_cut_and_others_are_served() {
    let world = World::start(|settings, _| {
        let limits = &mut settings.limits;
        limits.handshake = Duration::from_secs(3);
        limits.head = Duration::from_secs(2);
        limits.hello = Duration::from_secs(2);
        limits.idle = Duration::from_secs(4);
    });
    let world = world.await.unwrap();
    let trusted = &world.material.trusted;
    // In the handshake.
    let mut silent = TcpStream::connect(world.address).await.unwrap();
    // In the head, a byte now and then.
    let mut dripping = connect(&world, trusted).await;
    dripping.write_all(b"GET http://web.example/ HT").await.unwrap();
    // In a tunnel, before the ClientHello.
    let mut tunnel = connect(&world, trusted).await;
    tunnel.write_all(b"CONNECT web.example:443 HTTP/1.1\r\nHost: web.example:443\r\n\r\n").await.unwrap();
    // In a body.
    let mut body = connect(&world, trusted).await;
    let post = b"POST http://web.example/ HTTP/1.1\r\nHost: web.example\r\nContent-Length: 9\r\n\r\nab";
    body.write_all(post).await.unwrap();

    let curl = world.curl(Some(trusted), &world.material.web_root);
    let served = curl.run(&["https://web.example/"]).await.unwrap();
    assert_eq!(served.status, 200, "{served:?}");

    let patience = Duration::from_secs(30);
    let end = async |stream: &mut TlsStream<TcpStream>| {
        let mut rest = Vec::new();
        let _ = timeout(patience, stream.read_to_end(&mut rest)).await.expect("it is cut");
        String::from_utf8_lossy(&rest).into_owned()
    };
    let mut rest = Vec::new();
    let _ = timeout(patience, silent.read_to_end(&mut rest)).await.expect("it is cut");
    end(&mut dripping).await;
    assert!(end(&mut tunnel).await.starts_with("HTTP/1.1 200"));
    end(&mut body).await;
    let mut seen = Vec::new();
    while seen.len() < 5 {
        let event = world.event().await.unwrap().to_string();
        seen.push(event);
    }
    let seen = seen.join("\n");
    for part in ["handshake took longer", "hello-stalled", "nothing moved"] {
        assert!(seen.contains(part), "{part} in\n{seen}");
    }
}

#[tokio::test]
async fn there_are_no_more_connections_than_the_limit() {
    let world = World::start(|settings, _| settings.limits.connections = 2).await.unwrap();
    let first = connect(&world, &world.material.trusted).await;
    let _second = connect(&world, &world.material.trusted).await;
    let mut third = TcpStream::connect(world.address).await.unwrap();
    let mut rest = Vec::new();
    assert_eq!(third.read_to_end(&mut rest).await.unwrap_or(0), 0);
    let Event::ConnectionRefused { reason, .. } = world.event().await.unwrap() else { panic!("let in") };
    assert!(reason.contains("as many connections"), "{reason}");
    drop(first);
    let curl = world.curl(Some(&world.material.trusted), &world.material.web_root);
    for _ in 0..50 {
        if curl.run(&["http://web.example/"]).await.unwrap().status == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the seat is not free again");
}

/// Its connection is there, and its authority is withdrawn: it is not served any longer than a newcomer would be.
#[tokio::test]
async fn a_client_that_is_trusted_no_more_is_cut_off() {
    // Nothing else ends the tunnel.
    let patient = |settings: &mut Settings, _| {
        (settings.limits.hello, settings.limits.idle) = (Duration::from_secs(600), Duration::from_secs(600));
    };
    let world = World::start(patient).await.unwrap();
    let good = "GET http://web.example/ HTTP/1.1\r\nHost: web.example\r\n\r\n";
    let mut asking = connect(&world, &world.material.trusted).await;
    asking.write_all(good.as_bytes()).await.unwrap();
    assert_eq!(status(&answer(&mut asking).await), 200);
    let mut tunnel = connect(&world, &world.material.trusted).await;
    let open = "CONNECT web.example:443 HTTP/1.1\r\nHost: web.example:443\r\n\r\n";
    tunnel.write_all(open.as_bytes()).await.unwrap();
    assert_eq!(status(&answer(&mut tunnel).await), 200);

    let other = CertificateAuthority::root("Other").build().unwrap();
    std::fs::write(&world.material.mesh_root, other.certificate().to_pem()).unwrap();
    let refused = timeout(Duration::from_secs(60), async {
        loop {
            asking.write_all(good.as_bytes()).await.unwrap();
            let answer = answer(&mut asking).await;
            if status(&answer) == 403 {
                return answer;
            }
        }
    });
    let said = refused.await.unwrap();
    assert!(said.contains("identity-not-trusted"), "{said}");
    let mut rest = Vec::new();
    let ended = timeout(Duration::from_secs(60), tunnel.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "the tunnel goes on");
}
