//! Clients that do not get on with their handshake.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::attacker::{HANDSHAKE, VERSIONS, client_hello, message, record};
use super::server::{Ended, LONG, Server};

const PATIENCE: Duration = Duration::from_secs(3);
/// What a session may hold of a peer that is not known yet: a handshake message, a record, and what it is read with.
const MODEST: u64 = 300 << 10;

#[test]
fn who_stalls_is_let_go_in_time_and_others_are_served_meanwhile() {
    // A busy machine may need longer for the others. If they were made to wait, it would be as long as any patience.
    let patiences = [PATIENCE, PATIENCE * 5];
    assert!(patiences.into_iter().any(stall), "others waited for those who stall");
}

/// Whether others were served before any of those who stall was let go.
fn stall(patience: Duration) -> bool {
    let server = Server::start(patience);
    let hello = record(HANDSHAKE, &client_hello(&server, VERSIONS[1]));
    let beginnings: [&[u8]; 5] = [
        b"",
        &hello[..1],
        &hello[..60],
        // The record is whole, the message is not.
        &record(HANDSHAKE, &message(1, 60_000)),
        // All of it, and then nothing.
        &hello,
    ];
    let stalled: Vec<TcpStream> = (0..40)
        .map(|number| {
            let mut socket = server.connect();
            socket.write_all(beginnings[number % beginnings.len()]).unwrap();
            socket
        })
        .collect();
    for _ in 0..3 {
        server.serves();
    }
    let ended: Vec<Ended> = (0..stalled.len() + 3).map(|_| server.ended()).collect();
    let (late, good): (Vec<_>, Vec<_>) = ended.iter().partition(|ended| ended.late);
    assert_eq!((late.len(), good.len()), (stalled.len(), 3), "{ended:?}");
    for ended in good {
        ended.was_good();
    }
    for ended in late {
        assert!(ended.peer.is_none() && ended.error.is_none(), "{ended:?}");
        assert!(ended.took >= patience && ended.took < patience + LONG, "{ended:?}");
        assert!(ended.held < MODEST, "{ended:?}");
    }
    for mut socket in stalled {
        let mut rest = Vec::new();
        let _ = socket.read_to_end(&mut rest);
        assert!(rest.len() < 10_000, "more than a server's first flight: {}", rest.len());
    }
    ended[..3].iter().all(|ended| !ended.late)
}

/// However slowly bytes come, and however many are promised: what counts is when the handshake began.
#[test]
fn a_byte_now_and_then_buys_no_time() {
    let server = Server::start(PATIENCE);
    for version in VERSIONS {
        let hello = record(HANDSHAKE, &client_hello(&server, version));
        let mut socket = server.connect();
        let begun = Instant::now();
        let mut sent = 0;
        for byte in hello.iter().cycle() {
            if socket.write_all(&[*byte]).is_err() {
                break;
            }
            sent += 1;
            assert!(begun.elapsed() < LONG, "it is never let go");
            std::thread::sleep(Duration::from_millis(100));
        }
        let ended = server.ended();
        assert!(ended.late && ended.peer.is_none(), "{version:?}: {ended:?}");
        assert!(ended.took < PATIENCE * 4 && ended.held < MODEST, "{version:?}: {ended:?}");
        assert!(sent > 2, "{version:?}");
        server.serves_others();
    }
}

#[test]
fn who_leaves_in_the_middle_is_told_apart_from_who_stalls() {
    let server = Server::start(LONG);
    let hello = record(HANDSHAKE, &client_hello(&server, VERSIONS[1]));
    for part in [&hello[..0], &hello[..20], &hello[..]] {
        let mut socket = server.connect();
        socket.write_all(part).unwrap();
        socket.shutdown(std::net::Shutdown::Write).unwrap();
        let ended = server.ended();
        assert!(!ended.late && ended.took < LONG, "{ended:?}");
        assert_eq!(super::attacker::reason(ended.error), "closed without close_notify");
    }
}
