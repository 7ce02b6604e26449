//! A record vouches for the connection that it was made with, and for no other.

use std::sync::Arc;

use rustls::{ClientConfig, ClientConnection, Connection, ServerConfig, ServerConnection};

use crate::finding::Refusal as _;
use crate::tls::authorization::Judged;
use crate::tls::{TlsError, presented_identity};
use crate::verify::Purpose;

use super::{ca, client_of, id, server_of, trusting};

fn connections(client: ClientConfig, server: ServerConfig) -> (Connection, Connection) {
    let client = ClientConnection::new(Arc::new(client), "server".try_into().unwrap()).unwrap();
    (client.into(), ServerConnection::new(Arc::new(server)).unwrap().into())
}

fn shake(client: &mut Connection, server: &mut Connection) {
    while client.is_handshaking() || server.is_handshaking() {
        carry(client, server);
        carry(server, client);
    }
}

fn carry(from: &mut Connection, to: &mut Connection) {
    let mut wire = Vec::new();
    while from.wants_write() {
        from.write_tls(&mut wire).unwrap();
    }
    let mut wire = wire.as_slice();
    while !wire.is_empty() {
        to.read_tls(&mut wire).unwrap();
        to.process_new_packets().unwrap();
    }
}

fn refusal(error: TlsError) -> (&'static str, String) {
    (error.code(), error.to_string())
}

#[test]
fn the_peer_is_the_one_that_the_handshake_verified() {
    let ca = ca("root");
    for tls13_only in [true, false] {
        let client = client_of(&ca, "cart");
        let client = if tls13_only { client.tls13_only() } else { client };
        let (client, of_client) = client.build_for_one().unwrap();
        let (server, of_server) = server_of(&ca).build_for_one().unwrap();
        let (mut client, mut server) = connections(client, server);
        assert_eq!(of_server.peer(&server), Err(TlsError::HandshakeNotDone));
        assert_eq!(presented_identity(&server), Err(TlsError::HandshakeNotDone));
        shake(&mut client, &mut server);
        let cart = of_server.peer(&server).unwrap();
        assert_eq!((cart.spiffe_id(), cart.purpose()), (&id("cart"), Purpose::Client));
        assert_eq!((cart.authority(), cart.path().len()), (ca.certificate(), 1));
        assert_eq!(of_client.clone().peer(&client).unwrap().spiffe_id(), &id("server"));
        assert_eq!(presented_identity(&client), Ok(id("server")));
        // Each record knows its own side alone.
        assert_eq!(refusal(of_client.peer(&server).unwrap_err()).0, "tls-peer-unverified");
    }
}

#[test]
fn a_connection_of_another_configuration_has_no_verified_peer() {
    let ca = ca("root");
    // The same leaf, under a configuration of the shared kind and under one that verifies nobody.
    let shared = server_of(&ca).build().unwrap();
    let (_, unused) = server_of(&ca).build_for_one().unwrap();
    let credulous = ServerConfig::builder_with_provider(shared.crypto_provider().clone())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(shared.cert_resolver.clone());
    let client = client_of(&ca, "cart");
    for (server, presents) in [(shared, true), (credulous, false)] {
        let (mut client, mut server) = connections(client.build().unwrap(), server);
        shake(&mut client, &mut server);
        let (code, message) = refusal(unused.peer(&server).unwrap_err());
        assert_eq!(code, "tls-peer-unverified");
        assert!(message.contains("another configuration"), "{message}");
        let presented = presented_identity(&server).map_err(|e| e.code());
        assert_eq!(presented, if presents { Ok(id("cart")) } else { Err("tls-peer-anonymous") });
    }
}

#[test]
fn a_configuration_that_is_used_twice_vouches_for_nobody() {
    let ca = ca("root");
    let (config, record) = server_of(&ca).build_for_one().unwrap();
    let client = client_of(&ca, "cart").build().unwrap();
    let (mut client_1, mut server_1) = connections(client.clone(), config.clone());
    shake(&mut client_1, &mut server_1);
    assert_eq!(record.peer(&server_1).unwrap().spiffe_id(), &id("cart"));
    let (mut client_2, mut server_2) = connections(client, config);
    shake(&mut client_2, &mut server_2);
    for server in [&server_1, &server_2] {
        let (code, message) = refusal(record.peer(server).unwrap_err());
        assert_eq!(code, "tls-peer-unverified");
        assert!(message.contains("more than one connection"), "{message}");
    }
}

/// An accepted chain proves nothing while the peer has not signed with its key.
#[test]
fn a_chain_without_a_signature_proves_nobody() {
    let ca = ca("root");
    let (config, record) = server_of(&ca).build_for_one().unwrap();
    let (mut client, mut server) = connections(client_of(&ca, "cart").build().unwrap(), config);
    let verified =
        trusting(&ca).verify(&ca.svid(&id("cart")).issue().unwrap().chain.to_der(), now()).unwrap();
    record.accept(Judged::Peer(verified));
    shake(&mut client, &mut server);
    assert_eq!(refusal(record.peer(&server).unwrap_err()).0, "tls-peer-unverified");
    let (_, record) = server_of(&ca).build_for_one().unwrap();
    let path = presented_chain(&server);
    record.accept(Judged::Peer(trusting(&ca).verify(&path, now()).unwrap()));
    assert_eq!(refusal(record.peer(&server).unwrap_err()).0, "tls-peer-unverified");
    record.prove(&path[0]);
    assert_eq!(record.peer(&server).unwrap().spiffe_id(), &id("cart"));
}

fn presented_chain(connection: &Connection) -> Vec<rustls_pki_types::CertificateDer<'static>> {
    connection.peer_certificates().unwrap().to_vec()
}

#[allow(clippy::disallowed_methods, reason = "handshakes are judged now")]
fn now() -> rustls_pki_types::UnixTime {
    rustls_pki_types::UnixTime::now()
}

/// What a user of rustls's own streams has of a failed handshake.
#[test]
fn the_record_says_why_there_is_no_peer() {
    let ca = ca("root");
    for tls13_only in [true, false] {
        let client = client_of(&ca, "intruder");
        let client = if tls13_only { client.tls13_only() } else { client };
        let (client, of_client) = client.build_for_one().unwrap();
        let (server, of_server) = server_of(&ca).build_for_one().unwrap();
        let (mut client, mut server) = connections(client, server);
        let mut ends = [None, None];
        for _ in 0..3 {
            let (to_server, to_client) = ends.split_at_mut(1);
            try_to_carry(&mut client, &mut server, &mut to_server[0]);
            try_to_carry(&mut server, &mut client, &mut to_client[0]);
        }
        let [server_end, client_end] = ends.map(|end| std::io::Error::other(end.unwrap()));
        let refused = of_server.refused().unwrap();
        assert_eq!((refused.error.code(), refused.chain.len()), ("tls-peer-not-authorized", 1));
        assert_eq!(of_server.failure(&server_end), refused.error);
        assert!(of_client.refused().is_none());
        let told = TlsError::AlertReceived { alert: "AccessDenied".to_owned() };
        assert_eq!(of_client.failure(&client_end), told);
        let broken = of_client.failure(&std::io::Error::other("the cable is out"));
        assert_eq!(broken, TlsError::Protocol { reason: "the cable is out".to_owned() });
    }
}

/// Keeps the first error of who is given the bytes.
fn try_to_carry(from: &mut Connection, to: &mut Connection, end: &mut Option<rustls::Error>) {
    let mut wire = Vec::new();
    while from.wants_write() {
        from.write_tls(&mut wire).unwrap();
    }
    let mut wire = wire.as_slice();
    while !wire.is_empty() && end.is_none() {
        to.read_tls(&mut wire).unwrap();
        *end = to.process_new_packets().err();
    }
}
