//! Hosts that do not speak TLS, or not to the end.

use tokio::io::AsyncReadExt as _;
use tokio::time::sleep;

use super::*;

fn fails(options: &DialOptions, speak: impl Fn(TcpStream) -> Speaking + Send + 'static) -> DialFailure {
    on_loopback(async {
        let address = listen(speak).await;
        // Far beyond the limit of any of these: a hang is a failed test.
        let limit = Duration::from_secs(20);
        timeout(limit, dial(address, options)).await.expect("a result within the time limit").unwrap_err()
    })
}

type Speaking = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// Reads the client's hello, writes this, and keeps the connection open.
fn saying(bytes: &'static [u8]) -> impl Fn(TcpStream) -> Speaking + Send + 'static {
    move |mut socket| {
        Box::pin(async move {
            let mut hello = [0; 2048];
            let _ = socket.read(&mut hello).await;
            let _ = socket.write_all(bytes).await;
            sleep(Duration::from_secs(30)).await;
        })
    }
}

fn short() -> DialOptions {
    DialOptions { time_limit: Duration::from_millis(400), ..options(TlsVersion::Tls13) }
}

#[test]
fn other_protocols_are_told_by_what_they_say() {
    for (said, shown) in [
        (&b"SSH-2.0-OpenSSH_9.2p1\r\n"[..], "SSH-2.0"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP/1.1 400"),
        (b"220 mail.example ESMTP\r\n", "220 mail"),
    ] {
        let failure = fails(&short(), saying(said));
        assert_eq!(failure.phase, DialPhase::Handshake);
        let Ending::NotTls(text) = &failure.ending else { panic!("{failure}") };
        assert!(text.starts_with(shown), "{text}");
    }
}

#[test]
fn silence_and_half_a_record_end_at_the_time_limit() {
    for said in [&b""[..], b"\x16\x03\x03\x40\x00\x02"] {
        let failure = fails(&short(), saying(said));
        assert_eq!((failure.phase, failure.ending), (DialPhase::Handshake, Ending::TimedOut));
    }
}

#[test]
fn alerts_and_broken_records_are_told_apart() {
    let failure = fails(&short(), saying(b"\x15\x03\x03\x00\x02\x02\x46"));
    assert_eq!(failure.ending.alert().map(Alert::name), Some("protocol_version"));
    let failure = fails(&short(), saying(b"\x16\x03\x03\x00\x04\x02\x00\x00\x00"));
    assert!(matches!(failure.ending, Ending::Protocol(_)), "{failure}");
    let failure = fails(&short(), saying(&[0x17; 64]));
    assert!(matches!(failure.ending, Ending::NotTls(_)), "{failure}");
}

#[test]
fn a_flood_is_cut_off() {
    let options = DialOptions { read_limit: 4096, time_limit: Duration::from_secs(10), ..short() };
    let failure = fails(&options, |mut socket| {
        Box::pin(async move {
            // Empty records of the handshake for ever, as an alert of the level `warning` would be.
            let flood = b"\x15\x03\x03\x00\x02\x01\x5a".repeat(512);
            while socket.write_all(&flood).await.is_ok() {}
        })
    });
    assert!(matches!(failure.ending, Ending::Flooded | Ending::Protocol(_)), "{failure}");
    let failure = fails(&options, |mut socket| {
        Box::pin(async move {
            let head = b"\x16\x03\x03\x40\x00\x02\x00\xff\xff";
            let _ = socket.write_all(head).await;
            while socket.write_all(&[0; 1024]).await.is_ok() {}
        })
    });
    assert_eq!(failure.ending, Ending::Flooded);
}

#[test]
fn a_close_a_reset_and_a_closed_port_are_told_apart() {
    let failure = fails(&short(), |mut socket| {
        Box::pin(async move {
            let mut hello = [0; 2048];
            let _ = socket.read(&mut hello).await;
        })
    });
    assert_eq!(failure.ending, Ending::Closed { notified: false });
    // What is unread when the socket closes has the kernel send a reset.
    let failure = fails(&short(), |socket| Box::pin(async move { drop(socket.readable().await) }));
    assert_eq!(failure.ending, Ending::Reset);
    on_loopback(async {
        let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let failure = dial(address, &short()).await.unwrap_err();
        assert_eq!((failure.phase, failure.ending), (DialPhase::Connect, Ending::Refused));
    });
}

#[test]
fn a_server_without_the_asked_version_says_so() {
    let issued = ca("Root").server(["shop.example"]).issue().unwrap();
    let provider = built_in().unwrap();
    let key = provider.key_provider.load_private_key(issued.key.to_pki_types()).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Always(Arc::new(CertifiedKey::new(issued.chain.to_der(), key)))));
    let failure =
        on_loopback(async { dial(serve(config).await, &options(TlsVersion::Tls12)).await }).unwrap_err();
    assert_eq!(failure.ending.alert().map(Alert::name), Some("protocol_version"));
}
