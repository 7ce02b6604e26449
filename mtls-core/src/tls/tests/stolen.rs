//! A good certificate in the hands of somebody who has not its key.

use std::sync::Arc;

use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::version::{TLS12, TLS13};
use rustls::{AlertDescription, Error};

use crate::finding::Refusal as _;
use crate::tls::{Session, provider};
use crate::verify::Purpose;

use super::{ca, client_of, foreign, id, server_of};

/// The chain of one SVID, the key of another.
fn stolen(ca: &crate::pki::issue::CertificateAuthority, name: &str) -> CertifiedKey {
    let (good, other) = (ca.svid(&id(name)).issue().unwrap(), ca.svid(&id("thief")).issue().unwrap());
    let key = provider::built_in().unwrap().key_provider.load_private_key(other.key.to_pki_types()).unwrap();
    CertifiedKey::new(good.chain.to_der(), key)
}

#[test]
fn a_client_without_the_key_is_refused_and_the_reason_is_kept() {
    let ca = ca("Root");
    for version in [&TLS12, &TLS13] {
        let mut server = Session::server(&server_of(&ca)).unwrap();
        let (end, client) = foreign::shake(&mut server, version, Some(stolen(&ca, "cart")));
        let error = end.unwrap_err();
        assert_eq!(error.code(), "tls-peer-key-unproved", "{error}");
        assert!(error.to_string().contains(id("cart").as_str()), "{error}");
        assert_eq!(client.unwrap_err(), Error::AlertReceived(AlertDescription::DecryptError));
        let refused = server.refused().unwrap();
        assert_eq!((refused.chain.len(), refused.purpose), (1, Purpose::Client));
        assert_eq!(server.peer().unwrap_err().code(), "tls-peer-key-unproved");
    }
}

#[test]
fn a_server_without_the_key_is_refused() {
    let ca = ca("Root");
    let mut config = server_of(&ca).build().unwrap();
    config.cert_resolver = Arc::new(SingleCertAndKey::from(stolen(&ca, "server")));
    let mut server = rustls::ServerConnection::new(Arc::new(config)).unwrap();
    let mut client = Session::client(&client_of(&ca, "cart"), "server").unwrap();
    let hello = client.send_tls().unwrap();
    server.read_tls(&mut hello.as_slice()).unwrap();
    server.process_new_packets().unwrap();
    let mut answer = Vec::new();
    while server.wants_write() {
        server.write_tls(&mut answer).unwrap();
    }
    let error = client.receive_tls(&answer).unwrap_err();
    assert_eq!(error.code(), "tls-peer-key-unproved", "{error}");
}
