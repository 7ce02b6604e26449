//! Whatever a host does, there is a verdict in time, and it never says more than was proved.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio_rustls::TlsAcceptor;

use super::server::reply;
use super::*;
use crate::finding::Rule;
use crate::finding::rules::{origin_config, origin_probe};
use crate::tls::built_in;

/// The time that a hostile run may take; the machine gets as much again.
const LIMIT: Duration = Duration::from_secs(4);

/// Probes a listener that does this with each connection.
fn judged<F, S>(serve: F) -> ProbeReport
where
    F: Fn(TcpStream) -> S + Send + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    let edge = Edge::new();
    let report = on_loopback(async {
        let address = listen(serve).await;
        let probe = edge.probe(address).step_timeout(Duration::from_millis(500)).timeout(LIMIT);
        probe.run().await.unwrap()
    });
    assert!(report.elapsed() < LIMIT * 2, "{:?}", report.elapsed());
    report
}

/// A server of TLS that asks for no certificate.
fn asks_nobody() -> TlsAcceptor {
    let ca = CertificateAuthority::root("Server CA").build().unwrap();
    let issued = ca.server(["origin.test"]).issue().unwrap();
    let config = rustls::ServerConfig::builder_with_provider(built_in().unwrap())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(issued.chain.to_der(), issued.key.to_pki_types())
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// The same after a handshake that asks for no certificate.
fn judged_in_tls<F, S>(serve: F) -> ProbeReport
where
    F: Fn(Box<dyn Both>) -> S + Clone + Send + Sync + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    let acceptor = asks_nobody();
    judged(move |socket| {
        let (acceptor, serve) = (acceptor.clone(), serve.clone());
        async move {
            if let Ok(stream) = acceptor.accept(socket).await {
                serve(Box::new(stream)).await;
            }
        }
    })
}

trait Both: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Both for T {}

async fn hang() {
    tokio::time::sleep(Duration::from_secs(60)).await;
}

#[test]
fn a_host_that_hangs_is_unproven() {
    let before_tls = judged(|socket| async move {
        hang().await;
        drop(socket);
    });
    assert_eq!(before_tls.verdict(), &OriginVerdict::Unproven, "{before_tls}");
    let after_tls = judged_in_tls(|stream| async move {
        hang().await;
        drop(stream);
    });
    assert_eq!(after_tls.verdict(), &OriginVerdict::Unproven, "{after_tls}");
    assert!(seen(&after_tls, ProbeKind::NoCertificate).iter().all(|e| e.outcome == Outcome::TimedOut));
    // It asked for nothing, which is said, and what is alike is said once.
    let of =
        |rule: &Rule| after_tls.findings().iter().filter(|one| one.rule == rule.name).collect::<Vec<_>>();
    let unasked = of(origin_config::NOT_REQUESTED);
    assert_eq!(unasked.len(), 1, "{after_tls}");
    assert!(
        unasked[0].message.contains("handshakes under the target's name no client certificate was asked for")
    );
    let ends = of(origin_probe::UNPROVED).iter().filter(|one| one.message.contains("no clear end")).count();
    assert_eq!(ends, 1, "{after_tls}");
    let in_the_head = judged_in_tls(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-").await;
        hang().await;
    });
    assert_eq!(in_the_head.verdict(), &OriginVerdict::Unproven, "{in_the_head}");
}

#[test]
fn a_body_that_hangs_does_not_hide_the_status() {
    let report = judged_in_tls(|mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf").await;
        let _ = stream.flush().await;
        hang().await;
    });
    assert_eq!(report.verdict(), &OriginVerdict::Open, "{report}");
}

#[test]
fn a_host_that_resets_shuts_the_edge_out_too() {
    let report = judged(|socket| async move {
        let _ = socket.set_zero_linger();
    });
    assert_eq!(report.verdict(), &OriginVerdict::Broken, "{report}");
    let closing = judged(|socket| async move { drop(socket) });
    assert_eq!(closing.verdict(), &OriginVerdict::Broken, "{closing}");
}

/// An open origin behind a limit that lets two connections in: the edge's, as it comes first, in both versions.
fn judged_behind_a_limit(of_requests: bool) -> ProbeReport {
    let (acceptor, count) = (asks_nobody(), AtomicUsize::new(0));
    judged(move |socket| {
        let within = count.fetch_add(1, Ordering::Relaxed) < 2;
        let acceptor = acceptor.clone();
        async move {
            if !within && !of_requests {
                return;
            }
            let Ok(mut stream) = acceptor.accept(socket).await else { return };
            let _ = stream.read(&mut [0; 4096]).await;
            let (status, page) = if within { (200, "the shop") } else { (429, "slow down") };
            reply(stream, status, page, None).await;
        }
    })
}

#[test]
fn a_limit_of_requests_or_connections_refuses_nobody() {
    for of_requests in [true, false] {
        let report = judged_behind_a_limit(of_requests);
        assert!(seen(&report, ProbeKind::EdgeCertificate).iter().all(|e| e.status == Some(200)), "{report}");
        assert_eq!(report.verdict(), &OriginVerdict::Unproven, "{report}");
        assert!(report.to_text().contains("a limit of"), "{report}");
    }
}

#[test]
fn a_port_where_nobody_listens_is_unproven() {
    let edge = Edge::new();
    let report = on_loopback(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        edge.probe(address).timeout(LIMIT).run().await.unwrap()
    });
    assert_eq!(report.verdict(), &OriginVerdict::Unproven, "{report}");
    assert!(report.evidence().iter().all(|e| matches!(e.outcome, Outcome::NetworkError { .. })));
}

#[test]
fn what_speaks_something_else_is_unproven() {
    let ssh = judged(|mut socket| async move {
        let _ = socket.write_all(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n").await;
        let _ = socket.read(&mut [0; 4096]).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    });
    assert_eq!(ssh.verdict(), &OriginVerdict::Unproven, "{ssh}");
    let flood = judged(|mut socket| async move { while socket.write_all(&[0x41; 16384]).await.is_ok() {} });
    assert_eq!(flood.verdict(), &OriginVerdict::Unproven, "{flood}");
    let records = judged(|mut socket| async move {
        // A record of the handshake whose message is none, then more of them.
        let record: Vec<u8> = [&[22, 3, 3, 0, 64][..], &[0xff; 64]].concat();
        let _ = socket.write_all(&record.repeat(4)).await;
        let _ = socket.read(&mut [0; 4096]).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    });
    assert_eq!(records.verdict(), &OriginVerdict::Unproven, "{records}");
    let in_tls = judged_in_tls(|mut stream| async move {
        let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n").await;
        let _ = stream.flush().await;
        let _ = stream.read(&mut [0; 4096]).await;
    });
    assert_eq!(in_tls.verdict(), &OriginVerdict::Unproven, "{in_tls}");
}

#[test]
fn plaintext_on_the_port_of_tls_is_a_way_around() {
    let report = judged(|mut socket| async move {
        let _ = socket.read(&mut [0; 4096]).await;
        reply(socket, 200, "hello", None).await;
    });
    assert_eq!(report.verdict(), &OriginVerdict::Bypass(vec![BypassKind::Plaintext]), "{report}");
}

#[test]
fn redirections_are_not_followed() {
    let report = judged_in_tls(|mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let text = "HTTP/1.1 302 Found\r\nLocation: https://origin.test/again\r\nContent-Length: 0\r\n\r\n";
        let _ = stream.write_all(text.as_bytes()).await;
        let _ = stream.shutdown().await;
    });
    assert_eq!(report.verdict(), &OriginVerdict::Open, "{report}");
    assert!(report.connections() <= 60);
}

#[test]
fn a_body_of_100_mb_is_cut() {
    let report = judged_in_tls(|mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n").await;
        for _ in 0..1600 {
            if stream.write_all(&[b'x'; 65536]).await.is_err() {
                break;
            }
        }
    });
    assert_eq!(report.verdict(), &OriginVerdict::Open, "{report}");
}

#[test]
fn headers_without_end_and_bytes_that_drip_are_no_answers() {
    let endless = judged_in_tls(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n").await;
        let line = format!("X: {}\r\n", "y".repeat(4000));
        while stream.write_all(line.as_bytes()).await.is_ok() {}
    });
    assert_eq!(endless.verdict(), &OriginVerdict::Unproven, "{endless}");
    let drip = judged_in_tls(|mut stream| async move {
        for byte in b"HTTP/1.1 200 OK\r\n\r\n" {
            let _ = stream.write_all(&[*byte]).await;
            let _ = stream.flush().await;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    assert_eq!(drip.verdict(), &OriginVerdict::Unproven, "{drip}");
}
