//! Sessions that talk to each other in memory.

use crate::finding::Refusal as _;
use crate::pki::issue::CertificateAuthority;
use crate::tls::{Identity, Session, TlsError};
use crate::verify::LiveVerifier;
use crate::verify::Purpose;

use super::{ca, client_of, id, identity, server_of, trusting};

/// Moves bytes until both are quiet; what each side ended with.
pub(super) fn talk(
    client: &mut Session,
    server: &mut Session,
) -> (Result<(), TlsError>, Result<(), TlsError>) {
    let (mut client_end, mut server_end) = (Ok(()), Ok(()));
    for _ in 0..20 {
        let to_server = client.send_tls().unwrap();
        if !to_server.is_empty() && server_end.is_ok() {
            server_end = server.receive_tls(&to_server);
        }
        let to_client = server.send_tls().unwrap();
        if !to_client.is_empty() && client_end.is_ok() {
            client_end = client.receive_tls(&to_client);
        }
        if to_server.is_empty() && to_client.is_empty() {
            break;
        }
    }
    (client_end, server_end)
}

#[test]
fn two_workloads_know_each_other_and_talk() {
    let ca = ca("root");
    let intermediate = ca.intermediate("a").path_len(0).build().unwrap();
    let mut server = Session::server(&server_of(&ca).alpn(["h2"])).unwrap();
    let under = crate::tls::client(identity(&intermediate, "cart"), trusting(&ca)).expect_peer(id("server"));
    let mut client = Session::client(&under.alpn(["http/1.1", "h2"]), "anything.example").unwrap();
    assert_eq!(client.peer(), Err(TlsError::HandshakeNotDone));
    assert_eq!(client.write(b"early"), Err(TlsError::HandshakeNotDone));
    assert_eq!(talk(&mut client, &mut server), (Ok(()), Ok(())));
    let (of_client, of_server) = (client.peer().unwrap(), server.peer().unwrap());
    assert_eq!((of_client.spiffe_id(), of_server.spiffe_id()), (&id("server"), &id("cart")));
    assert_eq!((of_client.purpose(), of_server.purpose()), (Purpose::Server, Purpose::Client));
    assert_eq!((of_server.path().len(), of_server.authority()), (2, ca.certificate()));
    assert_eq!((client.version(), server.alpn()), (Some("TLSv1.3"), Some(&b"h2"[..])));
    client.write(b"hello").unwrap();
    server.write(&vec![7; 300_000]).unwrap();
    assert_eq!(talk(&mut client, &mut server), (Ok(()), Ok(())));
    assert_eq!(server.read(), b"hello");
    assert_eq!(client.read().len(), 300_000);
    client.close();
    assert_eq!(talk(&mut client, &mut server), (Ok(()), Ok(())));
}

#[test]
fn what_comes_behind_the_goodbye_is_passed_over() {
    let ca = ca("root");
    let mut server = Session::server(&server_of(&ca)).unwrap();
    let mut client = Session::client(&client_of(&ca, "cart"), "server").unwrap();
    assert_eq!(talk(&mut client, &mut server), (Ok(()), Ok(())));
    client.write(b"last words").unwrap();
    client.close();
    let mut wire = client.send_tls().unwrap();
    wire.resize(wire.len() + (1 << 17), 23);
    assert_eq!(server.receive_tls(&wire), Ok(()));
    assert_eq!(server.receive_tls(b"more"), Ok(()));
    assert_eq!(server.receive_tls(b""), Ok(()));
    assert_eq!(server.read(), b"last words");
}

#[test]
fn a_known_peer_that_is_not_meant_is_refused_with_access_denied() {
    let ca = ca("root");
    let mut server = Session::server(&server_of(&ca)).unwrap();
    let mut client = Session::client(&client_of(&ca, "intruder"), "server").unwrap();
    let (client_end, server_end) = talk(&mut client, &mut server);
    let refused = server_end.unwrap_err();
    assert_eq!(refused.code(), "tls-peer-not-authorized");
    assert!(refused.to_string().contains("sa/intruder is not"), "{refused}");
    assert_eq!(client_end, Err(TlsError::AlertReceived { alert: "AccessDenied".to_owned() }));
    assert_eq!(server.peer().unwrap_err(), refused);
    assert_eq!(server.refused().unwrap().chain.len(), 1);
    assert_eq!(server.receive_tls(b"more"), Err(refused));
}

#[test]
fn refused_chains_tell_the_server_why_and_the_client_by_alert() {
    let (ours, theirs) = (ca("root"), ca("root"));
    let stranger = crate::tls::client(identity(&theirs, "cart"), trusting(&ours)).expect_peer(id("server"));
    let mut server = Session::server(&server_of(&ours)).unwrap();
    let mut client = Session::client(&stranger, "server").unwrap();
    let (client_end, server_end) = talk(&mut client, &mut server);
    let refused = server_end.unwrap_err();
    assert_eq!(refused.code(), "tls-peer-rejected");
    assert!(refused.findings().iter().any(|f| f.rule == "authority-rotated"), "{refused:?}");
    assert_eq!(client_end, Err(TlsError::AlertReceived { alert: "UnknownCA".to_owned() }));
    let refused = server.refused().unwrap();
    assert!(!trusting(&ours).explain(&refused.chain, refused.at).accepted);
}

#[test]
fn the_client_refuses_the_wrong_server() {
    let ca = ca("root");
    let impostor = crate::tls::server(identity(&ca, "impostor"), trusting(&ca)).allow_any_verified_peer();
    let mut server = Session::server(&impostor).unwrap();
    let mut client = Session::client(&client_of(&ca, "cart"), "server").unwrap();
    let (client_end, server_end) = talk(&mut client, &mut server);
    assert_eq!(client_end.unwrap_err().code(), "tls-peer-not-authorized");
    assert_eq!(server_end.unwrap_err().code(), "tls-alert-received");
}

#[test]
fn a_configuration_must_say_whom_it_takes_and_present_its_own_key() {
    let ca = ca("root");
    let open = crate::tls::server(identity(&ca, "server"), trusting(&ca));
    assert_eq!(Session::server(&open).unwrap_err(), TlsError::PeersNotNamed);
    assert_eq!(open.build().unwrap_err(), TlsError::PeersNotNamed);
    let (one, two) = (ca.svid(&id("a")).issue().unwrap(), ca.svid(&id("b")).issue().unwrap());
    let mixed = Identity::new(one.chain, two.key).unwrap_err();
    assert_eq!(mixed.code(), "tls-key-mismatch");
    let client = client_of(&ca, "cart");
    assert_eq!(Session::client(&client, "not a name").unwrap_err().code(), "tls-server-name");
}

#[test]
fn what_is_not_tls_is_refused() {
    let ca = ca("root");
    for garbage in
        [&b"GET / HTTP/1.1\r\n\r\n"[..], b"SSH-2.0-OpenSSH_9.2\r\n", &[0xff; 600], &[22, 3, 1, 255, 255, 1]]
    {
        let mut server = Session::server(&server_of(&ca)).unwrap();
        let end = server.receive_tls(garbage).and_then(|()| server.receive_tls(b""));
        assert_eq!(end.unwrap_err().code(), "tls-protocol", "{garbage:?}");
    }
}

#[test]
fn a_reload_counts_from_the_next_handshake_on() {
    let (old, new) = (ca("old"), ca("new"));
    let live = LiveVerifier::new(trusting(&old));
    let server = crate::tls::server(identity(&new, "server"), live.clone()).allow_any_verified_peer();
    let client = client_of(&new, "cart");
    let shake = || {
        let mut server = Session::server(&server).unwrap();
        let mut client = Session::client(&client, "server").unwrap();
        let server_end = talk(&mut client, &mut server).1;
        (server_end.map_err(|refused| refused.code()), server, client)
    };
    assert_eq!(shake().0, Err("tls-peer-rejected"));
    live.reload(trusting(&new).bundles().clone()).unwrap();
    let (verdict, mut server_side, mut client_side) = shake();
    assert_eq!(verdict, Ok(()));
    live.replace(trusting(&old));
    assert_eq!(shake().0, Err("tls-peer-rejected"));
    // The connection that is there stays.
    client_side.write(b"still here").unwrap();
    assert_eq!(talk(&mut client_side, &mut server_side), (Ok(()), Ok(())));
    assert_eq!(server_side.read(), b"still here");
}

#[test]
fn protocols_that_cannot_be_offered_are_refused() {
    let ca = ca("root");
    let codes = |protocols: Vec<Vec<u8>>| {
        let server = server_of(&ca).alpn(protocols.clone()).build().err();
        let client = client_of(&ca, "cart").alpn(protocols).build().err();
        [server, client].map(|refused| refused.map(|e| e.code()))
    };
    for bad in [vec![vec![]], vec![b"h2".to_vec(), vec![b'x'; 256]], vec![b"h2".to_vec(); 33]] {
        assert_eq!(codes(bad), [Some("tls-alpn-invalid"); 2]);
    }
    assert_eq!(codes(vec![vec![b'x'; 255]; 32]), [None; 2]);
    let longest = vec![vec![b'x'; 255]; 32];
    let mut server = Session::server(&server_of(&ca).alpn(longest.clone())).unwrap();
    let mut client = Session::client(&client_of(&ca, "cart").alpn(longest), "server").unwrap();
    assert_eq!(talk(&mut client, &mut server), (Ok(()), Ok(())));
}

/// An edge certificate has no SPIFFE ID, and often no subject.
#[test]
fn a_mismatch_names_the_certificate_by_what_it_has() {
    let root = CertificateAuthority::root("root").build().unwrap();
    let own = root.server(["till.example"]).issue().unwrap();
    let other = root.server(["other.example"]).issue().unwrap();
    let error = Identity::new(own.chain, other.key).unwrap_err();
    assert_eq!(error.to_string(), "the private key does not belong to the certificate of till.example");
}
