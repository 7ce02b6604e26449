//! New certificates and roots while a server runs.

use std::time::Duration;

use super::{KINDS, NEVER, Shop};
use crate::identities;

#[test]
fn a_new_root_and_new_certificates_count_from_the_next_handshake_on() {
    let shop = Shop::new();
    let till = shop.workload("till", Duration::from_millis(50));
    let before = shop.workload("cart", NEVER);
    let servers = KINDS.map(|kind| (kind, shop.till(kind, &till)));
    for (kind, server) in &servers {
        assert!(shop.ask(*kind, &before, server.address, "hello").is_ok());
    }

    identities::issue_mesh(shop.folder.path()).unwrap();
    shop.line_with("till/tls.key: taken 2 times");
    shop.line_with("till/ca.crt: taken 2 times");
    let after = shop.workload("cart", NEVER);
    for (kind, server) in &servers {
        assert!(shop.ask(*kind, &after, server.address, "hello").is_ok(), "{kind:?}");
        // Who has the old root does not know the server, nor the server it.
        assert!(shop.ask(*kind, &before, server.address, "hello").is_err(), "{kind:?}");
    }

    // What is torn is not taken.
    std::fs::write(shop.folder.path().join("till/tls.crt"), "-----BEGIN CERTIFICATE-----\nMIIB").unwrap();
    shop.line_with("failed since");
    for (kind, server) in &servers {
        assert!(shop.ask(*kind, &after, server.address, "hello").is_ok(), "{kind:?}");
    }
}
