//! Answers as servers send them, whole and in pieces, and as they should not.

use super::*;
use tokio::io::duplex;

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn request() -> Request {
    Request {
        host: "shop.example".to_owned(),
        path: "/".to_owned(),
        headers: vec![("X-Forwarded-Client-Cert", "Hash=00".to_owned())],
    }
}

/// Asks a peer that sends `pieces`, a pause between them, and then closes or, with `hangs`, stays.
fn ask(pieces: Vec<Vec<u8>>, hangs: bool) -> (Result<Answer, (Phase, Fault)>, String) {
    run(async {
        let (mut near, mut far) = duplex(1 << 20);
        let peer = tokio::spawn(async move {
            let mut asked = vec![0; 4096];
            let length = far.read(&mut asked).await.unwrap();
            asked.truncate(length);
            for piece in pieces {
                if far.write_all(&piece).await.is_err() {
                    break;
                }
                // Let the reader have it by itself.
                tokio::task::yield_now().await;
            }
            if hangs {
                let _ = far.read(&mut [0; 1]).await;
            }
            String::from_utf8(asked).unwrap()
        });
        let limit = if hangs { Duration::from_millis(400) } else { Duration::from_secs(20) };
        let answer = one(&mut near, &request(), within(limit)).await;
        drop(near);
        (answer, peer.await.unwrap())
    })
}

#[test]
fn a_request_names_its_host_once_and_closes() {
    let (_, asked) = ask(vec![b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()], false);
    assert!(asked.starts_with("GET / HTTP/1.1\r\nHost: shop.example\r\n"), "{asked}");
    assert!(asked.contains("\r\nConnection: close\r\n"), "{asked}");
    assert!(asked.contains("\r\nX-Forwarded-Client-Cert: Hash=00\r\n"), "{asked}");
    assert!(asked.ends_with("\r\n\r\n"), "{asked}");
}

#[test]
fn bodies_are_read_by_their_framing() {
    for text in [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and what is not of it",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    ] {
        for size in [1, 7, text.len()] {
            let pieces = text.as_bytes().chunks(size).map(<[u8]>::to_vec).collect();
            let answer = ask(pieces, false).0.unwrap();
            assert_eq!(
                (answer.status, answer.body.as_slice()),
                (200, b"hello".as_slice()),
                "{text} by {size}"
            );
        }
    }
}

#[test]
fn headers_that_matter_are_kept() {
    let text = "HTTP/1.1 301 Moved\r\nLOCATION: https://shop.example/\r\nAlt-Svc: h3=\":443\"\r\nContent-Length: 0\r\n\r\n";
    let answer = ask(vec![text.as_bytes().to_vec()], true).0.unwrap();
    assert_eq!(answer.location.as_deref(), Some("https://shop.example/"));
    assert_eq!(answer.alt_svc.as_deref(), Some("h3=\":443\""));
}

#[test]
fn a_body_without_end_is_cut() {
    for framing in ["Content-Length: 104857600", "X-Other: y"] {
        let head = format!("HTTP/1.1 200 OK\r\n{framing}\r\n\r\n").into_bytes();
        let pieces = std::iter::once(head).chain((0..40).map(|_| vec![b'x'; 8192])).collect();
        let answer = ask(pieces, true).0.unwrap();
        assert_eq!(answer.body.len(), BODY, "{framing}");
    }
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let drops = (0..BODY).flat_map(|_| b"1\r\nx\r\n".to_vec()).collect();
    let answer = ask(vec![head, drops], true).0.unwrap();
    assert!(!answer.body.is_empty() && answer.body.len() <= BODY);
}

#[test]
fn a_status_counts_though_the_body_hangs() {
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhel";
    let answer = ask(vec![text.as_bytes().to_vec()], true).0.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"hel".as_slice()));
}

#[test]
fn what_is_no_answer_is_said() {
    let endless = std::iter::once(b"HTTP/1.1 200 OK\r\n".to_vec())
        .chain((0..40).map(|i| format!("X-{i}: {}\r\n", "y".repeat(4000)).into_bytes()))
        .collect();
    let many = std::iter::once(b"HTTP/1.1 200 OK\r\n".to_vec())
        .chain(std::iter::once(b"X: y\r\n".repeat(1000)))
        .collect();
    let interim = (0..4000).map(|_| b"HTTP/1.1 100 Continue\r\n\r\n".to_vec()).collect::<Vec<_>>().concat();
    for (name, pieces) in [
        ("ssh", vec![b"SSH-2.0-OpenSSH_9.2p1\r\n".to_vec()]),
        ("endless headers", endless),
        ("many headers", many),
        ("endless interim answers", vec![interim]),
        ("binary", vec![vec![0x15, 3, 3, 0, 2, 2, 50]]),
        ("half a head", vec![b"HTTP/1.1 200 OK\r\nContent-".to_vec()]),
    ] {
        let (_, fault) = ask(pieces, false).0.unwrap_err();
        assert!(matches!(fault, Fault::NotHttp(_)), "{name}: {fault:?}");
    }
    assert!(matches!(ask(vec![], false).0.unwrap_err(), (Phase::Response, Fault::Closed)));
    assert!(matches!(ask(vec![], true).0.unwrap_err(), (Phase::Response, Fault::TimedOut)));
    let drip = b"HTTP/1.1 200 OK\r\n".iter().map(|byte| vec![*byte]).collect();
    assert!(matches!(ask(drip, true).0.unwrap_err(), (Phase::Response, Fault::TimedOut)));
}

fn ask_two<F>(
    serve: impl FnOnce(tokio::io::DuplexStream) -> F + Send + 'static,
) -> Result<Answer, (Phase, Fault)>
where
    F: Future<Output = ()> + Send + 'static,
{
    run(async {
        let (near, far) = duplex(1 << 16);
        let peer = tokio::spawn(serve(far));
        let answer = two(near, &request(), within(Duration::from_millis(400))).await;
        peer.abort();
        answer
    })
}

#[test]
fn http2_is_asked_and_its_body_cut() {
    let answer = ask_two(|far| async move {
        let mut server = h2::server::handshake(far).await.unwrap();
        let (asked, mut reply) = server.accept().await.unwrap().unwrap();
        assert_eq!(asked.uri().host(), Some("shop.example"));
        assert_eq!(asked.headers().get("x-forwarded-client-cert").unwrap(), "Hash=00");
        let head = http::Response::builder().status(200).header("alt-svc", "h3=\":443\"").body(()).unwrap();
        let mut body = reply.send_response(head, false).unwrap();
        body.send_data(Bytes::from(vec![b'x'; 3 * BODY]), true).unwrap();
        std::future::poll_fn(|context| -> Poll<()> {
            let _ = server.poll_closed(context);
            Poll::Pending
        })
        .await;
    })
    .unwrap();
    assert_eq!((answer.status, answer.body.len()), (200, BODY));
    assert_eq!(answer.alt_svc.as_deref(), Some("h3=\":443\""));
}

#[test]
fn a_broken_http2_peer_is_said() {
    let faults = [
        ask_two(|mut far| async move {
            let _ = far.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }),
        ask_two(|far| async move { drop(far) }),
        ask_two(|far| async move {
            tokio::time::sleep(Duration::from_secs(5)).await;
            drop(far);
        }),
    ];
    for (fault, expected) in faults.into_iter().zip(["not", "closed", "timed"]) {
        let (_, fault) = fault.unwrap_err();
        let name = match fault {
            Fault::NotHttp(_) => "not",
            Fault::Closed | Fault::Io(_) => "closed",
            Fault::TimedOut => "timed",
        };
        assert_eq!(name, expected);
    }
}
