mod bounds;
mod keeper;

use std::io::{self, Read, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::{BundleClient, BundleListener, BundleServer, http};
use crate::finding::Refusal as _;
use crate::identity::{SpiffeId, TrustDomain};
use crate::pki::issue::{CertificateAuthority, IssuedCertificate};
use crate::tls::Identity;
use crate::trust::federation::{BundleEndpoint, BundlePublisher, FederatedBundle, FetchOutcome};
use crate::trust::{TrustAnchors, TrustBundle, TrustError};

fn at(after: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000 + after))
}

fn td() -> TrustDomain {
    TrustDomain::parse("partner.example").unwrap()
}

fn id() -> SpiffeId {
    td().join("bundles").unwrap()
}

fn root(name: &str) -> CertificateAuthority {
    CertificateAuthority::root(name).trust_domain(td()).at(at(0)).build().unwrap()
}

fn bundle(roots: &[&CertificateAuthority], sequence: u64) -> TrustBundle {
    let roots = roots.iter().map(|root| root.certificate().clone());
    TrustBundle::new(td(), roots).with_sequence(sequence).unwrap()
}

fn identity(issued: IssuedCertificate) -> Identity {
    Identity::new(issued.chain, issued.key).unwrap()
}

/// A server on loopback, until it is dropped.
struct Running {
    server: BundleServer,
    listener: BundleListener,
}

impl Running {
    fn start(bundle: TrustBundle, issued: IssuedCertificate) -> Self {
        let server = BundleServer::new(BundlePublisher::new(bundle).unwrap(), identity(issued)).unwrap();
        Self { listener: server.listen("127.0.0.1:0").unwrap(), server }
    }

    fn url(&self) -> String {
        format!("https://{}/bundle", self.listener.address())
    }
}

fn web_client(ca: &CertificateAuthority) -> BundleClient {
    BundleClient::new(TrustAnchors::new([ca.certificate().clone()])).unwrap()
}

fn outcome(client: &BundleClient, one: &mut FederatedBundle, now: u64) -> Result<FetchOutcome, TrustError> {
    client.fetch(one, at(now)).map(|fetch| fetch.outcome)
}

#[test]
fn a_web_server_is_known_by_its_name() {
    let (web, one, two) =
        (CertificateAuthority::root("Web").at(at(0)).build().unwrap(), root("one"), root("two"));
    let named = |name: &str| web.server([name]).at(at(0)).issue().unwrap();
    let server = Running::start(bundle(&[&one], 1), named("127.0.0.1"));
    let endpoint = BundleEndpoint::https_web(td(), &server.url()).unwrap();
    let mut partner = FederatedBundle::new(endpoint, None, at(0)).unwrap();
    let client = web_client(&web);
    assert_eq!(outcome(&client, &mut partner, 0), Ok(FetchOutcome::Taken));
    assert_eq!(outcome(&client, &mut partner, 300), Ok(FetchOutcome::Unchanged));
    server.server.publish(bundle(&[&one, &two], 2)).unwrap();
    assert_eq!(outcome(&client, &mut partner, 600), Ok(FetchOutcome::Taken));
    assert_eq!(partner.bundle(), Some(&bundle(&[&one, &two], 2)));

    // Another name, and an authority that is not trusted for names.
    let wrong = Running::start(bundle(&[&two], 9), named("other.example"));
    let endpoint = BundleEndpoint::https_web(td(), &wrong.url()).unwrap();
    let mut elsewhere = FederatedBundle::new(endpoint, partner.bundle().cloned(), at(0)).unwrap();
    let refused = client.fetch(&mut elsewhere, at(0)).unwrap_err();
    assert_eq!(refused.code(), "federation-fetch-failed");
    assert!(refused.to_string().contains("[peer-name-mismatch]"), "{refused}");
    let refused = web_client(&one).fetch(&mut partner, at(900)).unwrap_err();
    assert!(refused.to_string().contains("the server is refused"), "{refused}");
    for kept in [&elsewhere, &partner] {
        assert_eq!((kept.bundle(), kept.failures()), (Some(&bundle(&[&one, &two], 2)), 1));
    }
    assert_eq!(partner.next_at(), at(1200));
}

#[test]
fn fd14_an_svid_is_judged_by_the_bundle_that_was_fetched_last() {
    let (one, two) = (root("one"), root("two"));
    let svid = |ca: &CertificateAuthority, id: &SpiffeId| ca.svid(id).at(at(0)).issue().unwrap();
    let client = BundleClient::new(TrustAnchors::default()).unwrap();
    let endpoint = |server: &Running, bundle: TrustBundle| {
        BundleEndpoint::https_spiffe(td(), &server.url(), id(), bundle).unwrap()
    };
    let first = Running::start(bundle(&[&one, &two], 2), svid(&one, &id()));
    let mut partner = FederatedBundle::new(endpoint(&first, bundle(&[&one], 1)), None, at(0)).unwrap();
    assert_eq!(outcome(&client, &mut partner, 0), Ok(FetchOutcome::Taken));
    let fetched = partner.bundle().cloned();

    // The CA was rotated between two polls.
    let next = Running::start(bundle(&[&two], 3), svid(&two, &id()));
    let mut partner =
        FederatedBundle::new(endpoint(&next, bundle(&[&one], 1)), fetched.clone(), at(0)).unwrap();
    assert_eq!(outcome(&client, &mut partner, 300), Ok(FetchOutcome::Taken));
    // Who missed the bundle with both has lost contact, and keeps what it has.
    let mut late = FederatedBundle::new(endpoint(&next, bundle(&[&one], 1)), None, at(0)).unwrap();
    let refused = client.fetch(&mut late, at(0)).unwrap_err();
    assert!(refused.to_string().contains("the server is refused"), "{refused}");
    assert_eq!(late.bundle(), Some(&bundle(&[&one], 1)));

    // A good SVID of somebody else.
    let other = Running::start(bundle(&[&two], 4), svid(&two, &td().join("other").unwrap()));
    let mut partner = FederatedBundle::new(endpoint(&other, bundle(&[&one], 1)), fetched, at(0)).unwrap();
    let refused = client.fetch(&mut partner, at(0)).unwrap_err();
    assert!(refused.to_string().contains("[tls-peer-not-authorized]"), "{refused}");
}

#[test]
fn a_silent_server_costs_no_more_than_the_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://127.0.0.1:{}", listener.local_addr().unwrap().port());
    let mut partner =
        FederatedBundle::new(BundleEndpoint::https_web(td(), &url).unwrap(), None, at(0)).unwrap();
    let client = web_client(&root("one")).timeout(Duration::from_millis(300));
    // Without the timeout this would not end.
    let late = client.fetch(&mut partner, at(0)).unwrap_err();
    assert_eq!(late.code(), "federation-fetch-failed");
    drop(listener);
    assert_eq!(client.fetch(&mut partner, at(0)).unwrap_err().code(), "federation-fetch-failed");
    assert_eq!(partner.failures(), 2);
}

/// Takes every server: what is under test is the answer.
#[derive(Debug)]
struct Anyone {
    provider: Arc<rustls::crypto::CryptoProvider>,
}

impl rustls::client::danger::ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &rustls_pki_types::CertificateDer<'_>,
        _: &[rustls_pki_types::CertificateDer<'_>],
        _: &rustls_pki_types::ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<rustls::client::danger::ServerCertVerified, rustls::Error> {
        Ok(rustls::client::danger::ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &rustls_pki_types::CertificateDer<'_>,
        dss: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &rustls_pki_types::CertificateDer<'_>,
        dss: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// A stream that gives a byte at a time.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
        (buffer[0], self.0) = (*first, rest);
        Ok(1)
    }
}

fn read(text: &str) -> io::Result<http::Response> {
    let whole = http::response(&mut text.as_bytes(), 100);
    let dripped = http::response(&mut Drip(text.as_bytes()), 100);
    assert_eq!(whole.as_ref().ok(), dripped.as_ref().ok(), "{text:?}");
    whole
}

#[test]
fn answers_are_read_in_every_framing() {
    for text in [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200\r\ncontent-length:5\r\n\r\nhello and more",
        "HTTP/1.0 200 OK\r\nX: y\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
    ] {
        if text.ends_with("more") {
            assert_eq!(http::response(&mut text.as_bytes(), 100).unwrap().body, b"hello");
            continue;
        }
        let response = read(text).unwrap();
        assert_eq!((response.status, response.body.as_slice()), (200, &b"hello"[..]), "{text:?}");
    }
    let hinted =
        read("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            .unwrap();
    assert_eq!((hinted.status, hinted.body.as_slice()), (200, &b"{}"[..]));
    let moved =
        read("HTTP/1.1 302 Found\r\nLOCATION:  https://a.example/ \r\nContent-Length: 0\r\n\r\n").unwrap();
    assert_eq!((moved.status, moved.location.as_deref()), (302, Some("https://a.example/")));
}

#[test]
fn broken_answers_are_errors() {
    for text in [
        "",
        "hello\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 4\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ] {
        assert!(read(text).is_err(), "{text:?}");
    }
    assert!(read(&format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(101))).is_err());
    assert!(http::response(&mut io::repeat(b'x'), 100).is_err());
    let endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".chain(io::repeat(b'1'));
    assert!(http::response(&mut { endless }, 100).is_err());
}

/// A connection that takes every server.
fn dial(to: SocketAddr) -> rustls::StreamOwned<rustls::ClientConnection, TcpStream> {
    let provider = crate::tls::provider::built_in().unwrap();
    let config = rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(rustls::ALL_VERSIONS)
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anyone { provider }))
        .with_no_client_auth();
    let name = rustls_pki_types::ServerName::try_from("127.0.0.1").unwrap();
    let tls = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    rustls::StreamOwned::new(tls, TcpStream::connect(to).unwrap())
}

fn ask(to: SocketAddr, request: &str) -> (u16, usize) {
    let mut stream = dial(to);
    stream.write_all(request.as_bytes()).unwrap();
    let response = http::response(&mut stream, 1 << 20).unwrap();
    (response.status, response.body.len())
}

#[test]
fn only_get_and_head_are_answered_with_a_bundle() {
    let one = root("one");
    let server = Running::start(bundle(&[&one], 1), one.svid(&id()).at(at(0)).issue().unwrap());
    let to = server.listener.address();
    let length = bundle(&[&one], 1).to_spiffe_json().len();
    assert_eq!(ask(to, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), (200, length));
    assert_eq!(ask(to, "POST / HTTP/1.1\r\nHost: x\r\n\r\n"), (405, 0));
    assert_eq!(ask(to, "hello\r\n\r\n"), (400, 0));
    // A body that nobody asked for does not take the answer back.
    let posted =
        format!("POST / HTTP/1.1\r\nHost: x\r\ncontent-length: 8000000\r\n\r\n{}", "x".repeat(8_000_000));
    assert_eq!(ask(to, &posted), (405, 0));
}
