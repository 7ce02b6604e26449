//! Clients that were let in and then ask for work again and again: nothing of it piles up.

use std::io::Write as _;
use std::time::Duration;

use mtls_core::identity::SpiffeId;

use super::attacker::{ALERT, HANDSHAKE, Version, Writer12, client_hello, config, reason, shake_hands};
use super::server::{LONG, Server};

/// A connection that rests holds about as much.
const MODEST: u64 = 300 << 10;
const QUICK: Duration = Duration::from_secs(8);

fn assert_refused(server: &Server, why: &str) {
    let ended = server.ended();
    assert_eq!(ended.peer, Some(SpiffeId::parse("spiffe://td.example/good").unwrap()));
    assert!(ended.held < MODEST && ended.took < QUICK, "{ended:?}");
    let reason = reason(ended.error);
    assert!(reason.contains(why), "{reason}");
    server.serves_others();
}

#[test]
fn new_keys_in_tls_1_3() {
    let server = Server::start(LONG);
    let (mut connection, mut socket) = shake_hands(&server, config(server.client(), Version::Tls13));
    let mut wire = Vec::new();
    for _ in 0..10_000 {
        connection.refresh_traffic_keys().unwrap();
        connection.write_tls(&mut wire).unwrap();
    }
    // It reads nothing of what is sent in answer.
    let _ = socket.write_all(&wire);
    assert_refused(&server, "TooManyKeyUpdateRequests");
}

/// With a byte of content between them they are no abuse to rustls. What is owed for them is one answer at a time.
#[test]
fn new_keys_in_tls_1_3_with_content_between_them() {
    let server = Server::start(LONG);
    let (mut connection, mut socket) = shake_hands(&server, config(server.client(), Version::Tls13));
    for _ in 0..100 {
        let mut wire = Vec::new();
        for _ in 0..50 {
            connection.writer().write_all(b"x").unwrap();
            connection.refresh_traffic_keys().unwrap();
            while connection.wants_write() {
                connection.write_tls(&mut wire).unwrap();
            }
        }
        socket.write_all(&wire).unwrap();
    }
    drop(socket);
    let ended = server.ended();
    assert!(ended.peer.is_some() && ended.held < MODEST, "{ended:?}");
    server.serves_others();
}

#[test]
fn a_new_handshake_in_tls_1_2() {
    let server = Server::start(LONG);
    let hello = client_hello(&server, Version::Tls12);
    let mut writer = Writer12::new(&server);
    for _ in 0..10_000 {
        if !writer.send(HANDSHAKE, &hello) {
            break;
        }
    }
    // One warning that it will not, and the last alert.
    assert!(writer.rest() < 200);
    assert_refused(&server, "TooManyRenegotiationRequests");
}

#[test]
fn warnings_in_tls_1_2() {
    let server = Server::start(LONG);
    let mut writer = Writer12::new(&server);
    for _ in 0..10_000 {
        // user_canceled, as a warning.
        if !writer.send(ALERT, &[1, 90]) {
            break;
        }
    }
    assert!(writer.rest() < 200);
    assert_refused(&server, "TooManyWarningAlertsReceived");
}
