//! Chains that another TLS stack hands over.

use std::sync::{Arc, Mutex};

use super::{ca, client_of, id, identity, server_of, trusting};
use crate::tls::{TlsError, server};
use crate::verify::Purpose;
use rustls_pki_types::UnixTime;

#[allow(clippy::disallowed_methods, reason = "certificates are issued now")]
fn now() -> UnixTime {
    UnixTime::now()
}

#[test]
fn a_chain_is_judged_as_in_the_handshake() {
    let ca = ca("Root");
    let (server, client) = (server_of(&ca), client_of(&ca, "cart"));
    let now = now();
    let chain_of = |name| identity(&ca, name).chain().to_der();
    let cart = server.judge(&chain_of("cart"), now).unwrap();
    assert_eq!((cart.spiffe_id(), cart.purpose()), (&id("cart"), Purpose::Client));
    let peer = client.judge(&chain_of("server"), now).unwrap();
    assert_eq!((peer.spiffe_id(), peer.purpose()), (&id("server"), Purpose::Server));
    assert!(matches!(server.judge(&chain_of("till"), now), Err(TlsError::PeerNotAuthorized { .. })));
    assert!(matches!(client.judge(&chain_of("cart"), now), Err(TlsError::PeerNotAuthorized { .. })));
    assert_eq!(server.judge(&[], now), Err(TlsError::PeerAnonymous));
    let stranger = identity(&super::ca("Root"), "cart").chain().to_der();
    assert!(matches!(server.judge(&stranger, now), Err(TlsError::PeerRejected(_))));
    let years_later =
        UnixTime::since_unix_epoch(std::time::Duration::from_secs(now.as_secs() + 1_000_000_000));
    assert!(matches!(server.judge(&chain_of("cart"), years_later), Err(TlsError::PeerRejected(_))));
}

#[test]
fn nobody_is_let_in_unnamed_and_the_listener_hears() {
    let ca = ca("Root");
    let cart = identity(&ca, "cart");
    let unnamed = server(identity(&ca, "server"), trusting(&ca));
    assert_eq!(unnamed.judge(&cart.chain().to_der(), now()), Err(TlsError::PeersNotNamed));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&heard);
    let server = server_of(&ca).on_refusal(move |refused| log.lock().unwrap().push(refused));
    let till = identity(&ca, "till").chain().to_der();
    let error = server.judge(&till, now()).unwrap_err();
    let heard = heard.lock().unwrap();
    assert_eq!((&heard[0].error, &heard[0].chain, heard.len()), (&error, &till, 1));
}
