//! Hosts that do not speak TLS, or not to the end: a report within the time limit.

use tokio::time::sleep;

use super::*;

type Speaking = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

fn inspect(speak: impl Fn(TcpStream) -> Speaking + Send + 'static) -> ServerReport {
    on_loopback(async {
        let address = listen(speak).await;
        let inspection = Inspection::new(&address.to_string()).unwrap().request("/").unwrap();
        let inspection = inspection.time_limit(Duration::from_millis(600)).unwrap();
        tokio::time::timeout(Duration::from_secs(5), inspection.run()).await.expect("in time").unwrap()
    })
}

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

#[test]
fn other_protocols_are_named_by_what_they_say() {
    for (said, shown) in [
        (&b"SSH-2.0-OpenSSH_9.2p1\r\n"[..], "SSH-2.0"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP/1.1 400"),
    ] {
        let report = inspect(saying(said));
        assert_eq!(rules_of(&report), ["server-not-tls"]);
        assert!(report.to_text().contains(shown) && report.chain.is_none(), "{report}");
        assert_eq!(report.failure.unwrap().phase, "handshake");
    }
}

#[test]
fn silence_a_reset_a_close_and_a_flood_are_reported() {
    let silent = inspect(saying(b""));
    assert_eq!(rules_of(&silent), ["server-handshake-failed"]);
    assert!(silent.failure.unwrap().timed_out && silent.versions.is_empty());

    let reset = inspect(|socket| Box::pin(async move { drop(socket.readable().await) }));
    assert!(reset.failure.as_ref().unwrap().reason.contains("reset"), "{reset}");
    assert!(reset.versions.iter().all(|one| !one.accepted) && reset.versions.len() == 2);

    let flood = inspect(|mut socket| {
        Box::pin(async move {
            let _ = socket.write_all(b"\x16\x03\x03\x40\x00\x0b\x00\xff\xff").await;
            while socket.write_all(&[0; 4096]).await.is_ok() {}
        })
    });
    assert_eq!(rules_of(&flood), ["server-handshake-failed"]);

    let alert = inspect(saying(b"\x15\x03\x03\x00\x02\x02\x70"));
    let failure = alert.failure.as_ref().unwrap();
    assert_eq!(failure.alert.unwrap().name(), "unrecognized_name");
    assert!(alert.answer.as_ref().unwrap().failure.as_ref().unwrap().contains("unrecognized_name"));
}

#[test]
fn a_server_that_hangs_behind_the_handshake_holds_nobody_up() {
    let issued = ca("Root").server(["shop.example"]).issue().unwrap();
    let report = Serving { answer: "HTTP/1.1 200 OK\r\n", ..Serving::new(&issued) }
        .inspect(|one| one.request("/").unwrap().time_limit(Duration::from_millis(900)).unwrap());
    assert!(report.answer.unwrap().failure.is_some());
    assert!(report.failure.is_none());
}
