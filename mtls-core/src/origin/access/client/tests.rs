//! Keys over HTTPS, from a server of the test.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::super::tests::{NOW, at, claims, jwk, policy, set, signed, token};
use super::*;
use crate::finding::Refusal as _;
use crate::pki::issue::CertificateAuthority;
use crate::tls::{Identity, ServerBuilder, Session, server};
use crate::verify::{EdgeVerifier, Profile};

/// Answers every request with what it holds now, and counts.
struct Server {
    url: EndpointUrl,
    answer: Arc<Mutex<String>>,
    asked: Arc<AtomicUsize>,
}

fn anchors(ca: &CertificateAuthority) -> TrustAnchors {
    TrustAnchors::from_pem(ca.certificate().to_pem().as_bytes()).unwrap()
}

fn serve(mut stream: TcpStream, settings: &ServerBuilder, answer: &str) -> Option<()> {
    let mut session = Session::server(settings).ok()?;
    let mut buffer = [0; 4096];
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        let received = session.receive_tls(&buffer[..read]);
        stream.write_all(&session.send_tls().ok()?).ok()?;
        received.ok()?;
        head.extend(session.read());
    }
    session.write(answer.as_bytes()).ok()?;
    session.close();
    stream.write_all(&session.send_tls().ok()?).ok()
}

impl Server {
    fn start(ca: &CertificateAuthority) -> Self {
        let issued = ca.server(["localhost"]).issue().unwrap();
        let verifier = EdgeVerifier::builder(Profile::EdgeClient, anchors(ca)).build().unwrap();
        let settings = server(Identity::new(issued.chain, issued.key).unwrap(), verifier)
            .peer_optional()
            .allow_any_verified_peer();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://localhost:{}/certs", listener.local_addr().unwrap().port());
        let (answer, asked) = (Arc::new(Mutex::new(String::new())), Arc::new(AtomicUsize::new(0)));
        let (held, count) = (answer.clone(), asked.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
                let answer = held.lock().unwrap().clone();
                serve(stream.unwrap(), &settings, &answer);
            }
        });
        Self { url: EndpointUrl::parse(&url).unwrap(), answer, asked }
    }

    fn answers(&self, status: &str, body: &str) {
        *self.answer.lock().unwrap() = format!(
            "HTTP/1.1 {status}\r\nLocation: https://localhost/\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn ca() -> CertificateAuthority {
    CertificateAuthority::root("Web").build().unwrap()
}

/// Certificates are issued now, and judged then.
fn now() -> UnixTime {
    crate::trust::source::now().1
}

fn later(from: UnixTime, seconds: u64) -> UnixTime {
    at(from.as_secs() + seconds)
}

fn naming(key: &str) -> String {
    signed(&format!("{{\"alg\":\"RS256\",\"kid\":\"{key}\"}}"), &claims().to_string())
}

#[test]
fn keys_are_fetched_when_a_token_needs_them() {
    let (ca, start) = (ca(), now());
    let server = Server::start(&ca);
    server.answers("200 OK", &set([jwk("one")]));
    let client = AccessKeysClient::new(&policy(), anchors(&ca)).unwrap().url(server.url.clone());
    assert_eq!((client.fetched_at(), client.keys().is_empty()), (None, true));
    assert!(!client.refresh_for("no token", start).unwrap());
    assert_eq!(server.asked(), 0);

    let keys = client.keys().clone();
    assert!(client.refresh_for(&naming("one"), start).unwrap());
    assert_eq!((server.asked(), client.fetched_at()), (1, Some(start)));
    let good = signed("{\"alg\":\"RS256\",\"kid\":\"one\"}", &claims().to_string());
    assert!(policy().verify(&good, &keys, at(NOW)).is_ok());
    assert!(!client.refresh_for(&naming("one"), later(start, 3600)).unwrap());
    assert_eq!(server.asked(), 1);
    // Too old.
    server.answers("200 OK", &set([jwk("one"), jwk("two")]));
    assert!(client.refresh_for(&naming("one"), later(start, 3601)).unwrap());
    assert_eq!((server.asked(), keys.key_ids().len()), (2, 2));
}

#[test]
fn strangers_cannot_make_it_fetch_often() {
    let (ca, start) = (ca(), now());
    let server = Server::start(&ca);
    server.answers("200 OK", &set([jwk("one")]));
    let client = AccessKeysClient::new(&policy(), anchors(&ca)).unwrap().url(server.url.clone());
    for second in 0..60 {
        let _ = client.refresh_for(&naming("forged"), later(start, second)).unwrap();
    }
    assert_eq!(server.asked(), 1);
    client.refresh_for(&naming("forged"), later(start, 60)).unwrap();
    assert_eq!(server.asked(), 2);
    let patient = client.minimum_interval(Duration::from_secs(300)).maximum_age(Duration::from_secs(10));
    patient.refresh_for(&naming("one"), later(start, 359)).unwrap();
    assert_eq!(server.asked(), 2);
    patient.refresh_for(&naming("one"), later(start, 360)).unwrap();
    assert_eq!(server.asked(), 3);
}

#[test]
fn what_was_fetched_last_stays_when_a_fetch_fails() {
    let (ca, start) = (ca(), now());
    let server = Server::start(&ca);
    server.answers("200 OK", &set([jwk("one")]));
    let client = AccessKeysClient::new(&policy(), anchors(&ca)).unwrap().url(server.url.clone());
    assert!(client.refresh(start).unwrap());
    assert!(!client.refresh(start).unwrap());
    let big = format!("{{\"x\":\"{}\"}}", "x".repeat(256 << 10));
    for (status, body, why) in [
        ("500 Oops", "", "status 500"),
        ("302 Found", "", "status 302"),
        ("200 OK", "<html>", "no set in JSON"),
        ("200 OK", &*big, "more than 262144"),
    ] {
        server.answers(status, body);
        let refused = client.refresh(later(start, 9)).unwrap_err();
        assert_eq!(refused.code(), "access-keys-invalid");
        assert!(refused.to_string().contains(why), "{refused}");
        assert_eq!((client.keys().key_ids(), client.fetched_at()), (vec!["one".to_owned()], Some(start)));
    }
}

#[test]
fn a_server_that_does_not_prove_itself_gives_no_keys() {
    let (ca, start) = (ca(), now());
    let server = Server::start(&ca);
    server.answers("200 OK", &set([jwk("one")]));
    let other = CertificateAuthority::root("Other").build().unwrap();
    let client = AccessKeysClient::new(&policy(), anchors(&other)).unwrap().url(server.url.clone());
    let refused = client.refresh(start).unwrap_err();
    assert!(refused.to_string().contains("the server is refused"), "{refused}");
    assert!(client.keys().is_empty());
    assert!(token(&claims()).len() < 4096);
}

#[test]
fn a_silent_server_costs_no_more_than_the_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    let client = AccessKeysClient::new(&policy(), anchors(&ca()))
        .unwrap()
        .url(EndpointUrl::parse(&url).unwrap())
        .timeout(Duration::from_millis(300));
    let began = crate::trust::source::now().0;
    assert!(client.refresh(now()).unwrap_err().to_string().contains("too long"));
    assert!(crate::trust::source::now().0.duration_since(began) < Duration::from_secs(10));
}
