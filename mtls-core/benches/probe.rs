//! A full probe of one endpoint on loopback, whose server demands a certificate and knows a sibling that does not: how long it
//! takes (the longest of some runs), and how much of that is waiting for refusals that may come late.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark may fail loudly, lives in real time and documents itself"
)]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mtls_core::origin::{OriginVerdict, Probe};
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::trust::TrustAnchors;
use rustls::crypto::CryptoProvider;
use rustls::server::{Acceptor, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::UnixTime;

const HOST: &str = "shop.example";
const SIBLING: &str = "open.example";
/// What a probe may take.
const LIMIT: Duration = Duration::from_secs(3);
const ROUNDS: usize = 5;

fn main() {
    let edge_ca = CertificateAuthority::root("Edge CA").build().unwrap();
    let edge = edge_ca.client("edge.example").issue().unwrap();
    let at = serve(&edge_ca);
    let probe = Probe::new(at.to_string())
        .server_name(HOST)
        .sibling(SIBLING)
        .edge_certificate(edge.chain, edge.key)
        .edge_ca(TrustAnchors::new([edge_ca.certificate().clone()]))
        .unfit_from(&edge_ca, UnixTime::now());
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let mut worst: Option<(Duration, Duration)> = None;
    for _ in 0..if measuring { ROUNDS } else { 1 } {
        let (begun, worked) = (Instant::now(), worked());
        let report = probe.run_blocking().unwrap();
        let times = (begun.elapsed(), self::worked().saturating_sub(worked));
        assert_eq!(*report.verdict(), OriginVerdict::Enforced, "{}", report.to_text());
        eprintln!("probe: {} connections, {:.2} s", report.connections(), times.0.as_secs_f64());
        worst = worst.into_iter().chain([times]).max();
    }
    if let (true, Some((all, worked))) = (measuring, worst) {
        println!("seconds probe {:.2}", all.as_secs_f64());
        // All that is neither the probe's work nor the server's, which runs in this process too.
        println!("share probe-waits {:.2}", 1.0 - worked.as_secs_f64() / all.as_secs_f64());
        println!("ratio probe {:.2}", LIMIT.as_secs_f64() / all.as_secs_f64());
        assert!(all <= LIMIT, "a probe takes {all:?}");
    }
}

/// What this process has computed so far; Linux counts it in hundredths of a second.
fn worked() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 =
        after_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// A server that refuses whoever has no certificate under this CA, and lets its sibling be asked by anyone, for itself alone.
fn serve(edge_ca: &CertificateAuthority) -> SocketAddr {
    let served =
        CertificateAuthority::root("Origin CA").build().unwrap().server([HOST, SIBLING]).issue().unwrap();
    let provider: Arc<CryptoProvider> = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(edge_ca.certificate().der().clone()).unwrap();
    let builder = || {
        ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap()
    };
    let key = || served.key.to_pki_types();
    let clients =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().unwrap();
    let closed =
        builder().with_client_cert_verifier(clients).with_single_cert(served.chain.to_der(), key()).unwrap();
    let open = builder().with_no_client_auth().with_single_cert(served.chain.to_der(), key()).unwrap();
    let configs = [Arc::new(closed), Arc::new(open)];
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for socket in listener.incoming().map_while(Result::ok) {
            let configs = configs.clone();
            std::thread::spawn(move || answer(socket, configs));
        }
    });
    at
}

/// One connection; whoever is refused or leaves ends it.
fn answer(mut socket: TcpStream, [closed, open]: [Arc<ServerConfig>; 2]) -> Option<()> {
    socket.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let mut acceptor = Acceptor::default();
    let accepted = loop {
        acceptor.read_tls(&mut socket).ok().filter(|&n| n > 0)?;
        match acceptor.accept() {
            Ok(Some(accepted)) => break accepted,
            Ok(None) => {}
            Err((_, mut alert)) => return alert.write_all(&mut socket).ok(),
        }
    };
    let name = accepted.client_hello().server_name().unwrap_or_default().to_owned();
    let config = if name == SIBLING { open } else { closed };
    let mut connection = match accepted.into_connection(config) {
        Ok(connection) => connection,
        Err((_, mut alert)) => return alert.write_all(&mut socket).ok(),
    };
    let mut stream = rustls::Stream::new(&mut connection, &mut socket);
    let mut request = Vec::new();
    let mut buffer = [0; 2048];
    while !request.ends_with(b"\r\n\r\n") {
        let n = stream.read(&mut buffer).ok().filter(|&n| n > 0)?;
        request.extend_from_slice(buffer.get(..n)?);
    }
    let asks_for = String::from_utf8(request).ok()?.contains(&format!("\r\nHost: {name}\r\n"));
    let status = if asks_for { "200 OK" } else { "421 Misdirected Request" };
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{name}", name.len())
        .ok()?;
    connection.send_close_notify();
    connection.complete_io(&mut socket).ok()?;
    Some(())
}
