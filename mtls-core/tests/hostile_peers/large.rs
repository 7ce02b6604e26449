//! Messages that are too large, or in too many pieces.

use std::io::Write as _;
use std::time::Duration;

use rustls_pki_types::CertificateDer;

use super::attacker::{
    CHANGE_CIPHER_SPEC, HANDSHAKE, Junk, VERSIONS, Version, client_hello, config, message, reason, record,
    shake_hands,
};
use super::server::{LONG, Server};

/// A handshake message is at most 64 KiB. What is made of it, refusal and all, is a few times that.
const FEW_TIMES: u64 = 2 << 20;
/// Nothing here is work for so long, even on a busy machine; each would be for much longer if it grew with the square.
const QUICK: Duration = Duration::from_secs(8);

/// Connects with this chain; how the server ended it.
fn refusal(
    server: &Server,
    version: Version,
    chain: Vec<CertificateDer<'static>>,
    fragment: Option<usize>,
) -> String {
    let mut config = config(server.client(), version);
    config.client_auth_cert_resolver = Junk::new(&config, chain);
    config.max_fragment_size = fragment;
    let (_connection, _socket) = shake_hands(server, config);
    let ended = server.ended();
    assert!(ended.peer.is_none() && !ended.late && ended.took < QUICK, "{version:?}: {ended:?}");
    assert!(ended.held < FEW_TIMES, "{version:?}: {ended:?}");
    let error = ended.error.unwrap();
    server.serves_others();
    match error {
        mtls_core::tls::TlsError::Protocol { reason } => reason,
        other => mtls_core::finding::Refusal::code(&other).to_owned(),
    }
}

#[test]
fn a_certificate_message_of_10_mb_is_refused_at_its_first_bytes() {
    let server = Server::start(LONG);
    for version in VERSIONS {
        let one = vec![CertificateDer::from(vec![0x30; 10 << 20])];
        let many = vec![CertificateDer::from(vec![0x30; 250]); 40_000];
        for (chain, fragment) in [(one, None), (many.clone(), None), (many, Some(1024))] {
            let why = refusal(&server, version, chain, fragment);
            assert!(why.contains("HandshakePayloadTooLarge"), "{version:?}: {why}");
        }
    }
}

/// As large as a message may be, and full of what makes work.
#[test]
fn the_largest_certificate_messages_are_little_work() {
    let server = Server::start(LONG);
    let good = server.identity("good").chain().to_der();
    for version in VERSIONS {
        let tiny = vec![CertificateDer::from(vec![0]); 9_000];
        let same: Vec<_> = good.iter().cycle().take(60_000 / (good[0].len() + 5)).cloned().collect();
        for (what, chain) in [("tiny ones", tiny), ("the same again", same)] {
            for fragment in [None, Some(1024)] {
                let why = refusal(&server, version, chain.clone(), fragment);
                assert_eq!(why, "tls-peer-rejected", "{version:?}, {what}, {fragment:?}");
            }
        }
    }
}

/// Sends records until the server takes no more; how it ended.
fn sent_until_refused(server: &Server, first: &[u8], again: &[u8]) -> (String, Duration) {
    let mut socket = server.connect();
    socket.write_all(first).unwrap();
    for _ in 0..200_000 {
        if socket.write_all(again).is_err() {
            break;
        }
    }
    drop(socket);
    let ended = server.ended();
    assert!(ended.peer.is_none() && !ended.late && ended.held < FEW_TIMES, "{ended:?}");
    server.serves_others();
    (reason(ended.error), ended.took)
}

#[test]
fn fragments_without_end_come_to_one() {
    let server = Server::start(LONG);
    let begin = |length| record(HANDSHAKE, &message(1, length));
    let letter = record(HANDSHAKE, &[0]);
    for (what, first, again, why) in [
        ("a message of 10 MB", begin(10 << 20), letter.clone(), "HandshakePayloadTooLarge"),
        ("a message of 60 kB, a byte a record", begin(60_000), letter, "message buffer full"),
        ("records without content", begin(100), record(HANDSHAKE, &[]), "corrupt message"),
    ] {
        let (reason, took) = sent_until_refused(&server, &first, &again);
        assert!(reason.contains(why), "{what}: {reason}");
        assert!(took < QUICK, "{what}: {took:?}");
    }
}

#[test]
fn change_cipher_spec_is_not_taken_again_and_again() {
    let server = Server::start(LONG);
    for version in VERSIONS {
        let hello = record(HANDSHAKE, &client_hello(&server, version));
        let (reason, took) = sent_until_refused(&server, &hello, &record(CHANGE_CIPHER_SPEC, &[1]));
        assert!(
            reason.contains("misbehaved") || reason.contains("unexpected message"),
            "{version:?}: {reason}"
        );
        assert!(took < QUICK, "{version:?}: {took:?}");
    }
}
