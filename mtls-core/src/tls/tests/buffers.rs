//! What a session holds, and what it does with more.

use crate::tls::{Session, TlsError};

use super::handshake::talk;
use super::{ca, client_of, server_of};

const MIB: usize = 1 << 20;

/// A client and a server that know each other.
fn pair() -> (Session, Session) {
    let ca = ca("root");
    let mut server = Session::server(&server_of(&ca)).unwrap();
    let mut client = Session::client(&client_of(&ca, "cart"), "server").unwrap();
    assert_eq!(talk(&mut client, &mut server), (Ok(()), Ok(())));
    (client, server)
}

/// Bytes of which no two parts are the same.
fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|i| u8::try_from(i * 31 % 251).unwrap()).collect()
}

#[test]
fn what_a_full_session_refuses_can_be_given_again() {
    let (mut client, mut server) = pair();
    let sent = pattern(3 * MIB);
    let mut wire = Vec::new();
    for part in sent.chunks(MIB) {
        client.write(part).unwrap();
        wire.extend(client.send_tls().unwrap());
    }
    // In parts that end anywhere in a record, and are larger than what is left.
    let mut received = Vec::new();
    let mut refused = 0;
    for part in wire.chunks(700_001) {
        while let Err(full) = server.receive_tls(part) {
            assert_eq!(full, TlsError::BufferFull { what: "the receive buffer", limit: MIB });
            refused += 1;
            received.extend(server.read());
        }
    }
    received.extend(server.read());
    assert!(refused > 0);
    assert!(received == sent, "{} of {} bytes, or others", received.len(), sent.len());
    // A wire that closes holds nothing more.
    client.write(&sent[..MIB]).unwrap();
    client.close();
    server.receive_tls(&client.send_tls().unwrap()).unwrap();
    assert!(server.receive_tls(b"x").is_err());
    assert_eq!(server.receive_tls(b""), Ok(()));
    assert_eq!(server.read().len(), MIB);
}

#[test]
fn a_write_is_taken_whole_or_not_at_all() {
    let (mut client, mut server) = pair();
    let (one, two) = (pattern(700_000), vec![7; 400_000]);
    let full = Err(TlsError::BufferFull { what: "the send buffer", limit: MIB });
    assert_eq!(client.write(&vec![0; MIB + 1]), full);
    client.write(&one).unwrap();
    assert_eq!(client.write(&two), full);
    server.receive_tls(&client.send_tls().unwrap()).unwrap();
    client.write(&two).unwrap();
    server.receive_tls(&client.send_tls().unwrap()).unwrap();
    assert!(server.read() == [one, two].concat(), "something was taken of a refused write");
}

#[test]
fn nothing_is_taken_to_be_sent_after_the_goodbye() {
    let (mut client, mut server) = pair();
    client.write(b"last words").unwrap();
    client.close();
    assert_eq!(client.write(b"never sent"), Err(TlsError::Closed));
    assert_eq!(talk(&mut client, &mut server), (Ok(()), Ok(())));
    assert_eq!(client.write(b"never sent"), Err(TlsError::Closed));
    assert_eq!(server.read(), b"last words");
    // The other direction is open still.
    server.write(b"answer").unwrap();
    assert_eq!(talk(&mut client, &mut server), (Ok(()), Ok(())));
    assert_eq!(client.read(), b"answer");
    // A session that was closed before it began.
    let ca = ca("root");
    let mut early = Session::server(&server_of(&ca)).unwrap();
    early.close();
    assert_eq!(early.write(b"x"), Err(TlsError::Closed));
}
