//! Real SPIRE: server, agent and go-spiffe on loopback, with our workloads among theirs.
//!
//! `make interop` builds the programs and runs this; a plain `cargo test` does not, since they take Go and a while.
#![cfg(all(unix, feature = "workload-api", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and this one lives in real time"
)]

mod load;
mod spire;
mod workload;

use std::time::Duration;

use mtls_core::identity::{IdentityPattern, TrustDomain};
use mtls_core::pki::{CertificateChain, PrivateKey};
use mtls_core::tls::Identity;
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::{ChainVerifier, LiveVerifier};

use load::Load;
use spire::{GoPeer, Spire, wait_for};
use workload::{Server, Workload, call};

/// Long enough that nothing is renewed within a test.
const CALM: Duration = Duration::from_secs(3600);
/// SPIRE renews at half of it.
const HASTY: Duration = Duration::from_secs(30);

fn minted(spire: &Spire, path: &str) -> Identity {
    let (chain, key) = spire.mint(path);
    let chain = CertificateChain::from_pem(&std::fs::read(chain).unwrap()).unwrap();
    Identity::new(chain, PrivateKey::from_pem(&std::fs::read(key).unwrap()).unwrap()).unwrap()
}

/// What the workload's verifier trusts now: it is told after its source knows.
fn authorities(workload: &Workload, trust_domain: &TrustDomain) -> usize {
    let verifier = workload.verifier.current();
    verifier.bundles().get(trust_domain.as_ref()).map_or(0, |bundle| bundle.authorities().len())
}

#[test]
#[ignore = "`make interop` builds SPIRE and runs it"]
fn two_workloads_get_their_identities_and_know_each_other() {
    let mut spire = Spire::start("mesh.example", CALM);
    spire.start_agent();
    spire.register("till", &[]);
    spire.register("cart", &[]);
    let (till, cart) = (Workload::open(&spire, "till"), Workload::open(&spire, "cart"));
    assert_eq!(till.source.identity().current().spiffe_id(), Some(&spire.id("till")));

    let server = Server::start(&till, IdentityPattern::exact(spire.id("cart")));
    let client = cart.client(&spire.id("till"));
    assert_eq!(call(server.address(), &client).unwrap(), "spiffe://mesh.example/cart says hello");

    // The same agent vouches for it, but it is not whom the server takes.
    let said = call(server.address(), &till.client(&spire.id("till"))).unwrap_err();
    assert!(said.contains("AccessDenied"), "{said}");
    assert_eq!(server.refusals(), ["tls-peer-not-authorized"]);
    // And the server is not whom this client asks for.
    let said = call(server.address(), &cart.client(&spire.id("vault"))).unwrap_err();
    assert!(said.contains("ApplicationVerificationFailure"), "{said}");
}

#[test]
#[ignore = "`make interop` builds SPIRE and runs it"]
fn svids_and_authorities_are_rotated_under_load() {
    let mut spire = Spire::start("mesh.example", HASTY);
    spire.start_agent();
    spire.register("till", &[]);
    spire.register("cart", &[]);
    let (till, cart) = (Workload::open(&spire, "till"), Workload::open(&spire, "cart"));
    let server = Server::start(&till, IdentityPattern::any_in(spire.trust_domain().clone()));
    let load = Load::start(8, server.address(), &cart.client(&spire.id("till")));

    // The leaves, three times each.
    for workload in [&till, &cart] {
        for _ in 0..3 {
            let before = workload.leaf();
            wait_for("a new X.509-SVID", || (workload.leaf() != before).then_some(()));
        }
    }

    // The authority: published, then used, then retired.
    let guest = cart.client_as(minted(&spire, "guest"), &spire.id("till"));
    call(server.address(), &guest).unwrap();
    let prepared = spire.tell_json(&["localauthority", "x509", "prepare"]);
    let new = prepared["prepared_authority"]["authority_id"].as_str().unwrap();
    for workload in [&till, &cart] {
        wait_for("both authorities", || (authorities(workload, spire.trust_domain()) == 2).then_some(()));
    }
    spire.tell(&["localauthority", "x509", "activate", "-authorityID", new]);
    let shown = spire.tell_json(&["localauthority", "x509", "show"]);
    assert_eq!(shown["active"]["authority_id"].as_str(), Some(new));
    let old = shown["old"]["authority_id"].as_str().unwrap();
    spire.tell(&["localauthority", "x509", "taint", "-authorityID", old]);
    for workload in [&till, &cart] {
        wait_for("an X.509-SVID of the new authority", || {
            let signed_by = workload.leaf().authority_key_id().map(hex)?;
            (signed_by == new).then_some(())
        });
    }
    call(server.address(), &guest).unwrap();
    load.wait_for_each(2);
    spire.tell(&["localauthority", "x509", "revoke", "-authorityID", old]);
    for workload in [&till, &cart] {
        wait_for("the old authority to go", || {
            (authorities(workload, spire.trust_domain()) == 1).then_some(())
        });
    }
    load.wait_for_each(2);
    let (good, failures) = load.stop();
    assert_eq!(failures, Vec::<String>::new(), "of {good} that went well");
    assert_eq!(server.refusals(), Vec::<&str>::new());

    let said = call(server.address(), &guest).unwrap_err();
    assert!(said.contains("UnknownCA"), "{said}");
    println!("{good} handshakes while leaves and authority were rotated, none refused; then {said}");
}

#[test]
#[ignore = "`make interop` builds SPIRE and runs it"]
fn a_federated_trust_domain_is_let_in_until_it_is_withdrawn() {
    let mut spire = Spire::start("mesh.example", CALM);
    let partner = Spire::start("partner.example", CALM);
    spire.start_agent();
    let bundle = spire.write("partner.json", &partner.tell(&["bundle", "show", "-format", "spiffe"]));
    let domain = partner.trust_domain().id().to_string();
    spire.tell(&["bundle", "set", "-id", &domain, "-format", "spiffe", "-path", &bundle]);
    spire.register("till", &["-federatesWith", &domain]);
    spire.register("cart", &[]);
    let (till, cart) = (Workload::open(&spire, "till"), Workload::open(&spire, "cart"));

    let anybody = IdentityPattern::any_of(
        [&spire, &partner].map(|spire| IdentityPattern::any_in(spire.trust_domain().clone())),
    );
    let server = Server::start(&till, anybody.unwrap());
    // The guest has no agent: its files, and the bundle of those that it calls.
    let mesh =
        TrustBundle::from_pem(spire.trust_domain().clone(), spire.tell(&["bundle", "show"]).as_bytes());
    let mesh = BundleSet::new([mesh.unwrap()]).unwrap();
    let mesh = LiveVerifier::new(ChainVerifier::builder(mesh).build().unwrap());
    let guest = workload::client(minted(&partner, "guest"), &mesh, &spire.id("till"));
    let home = cart.client(&spire.id("till"));
    wait_for("the federated bundle", || (authorities(&till, partner.trust_domain()) > 0).then_some(()));
    assert_eq!(call(server.address(), &guest).unwrap(), "spiffe://partner.example/guest says hello");
    call(server.address(), &home).unwrap();

    spire.tell(&["bundle", "delete", "-id", &domain, "-mode", "dissociate"]);
    wait_for("the withdrawal", || {
        till.verifier.current().bundles().get(partner.trust_domain().as_ref()).is_none().then_some(())
    });
    let said = call(server.address(), &guest).unwrap_err();
    assert!(said.contains("UnknownCA"), "{said}");
    assert_eq!(server.refusals(), ["trust-domain-unknown"]);
    call(server.address(), &home).unwrap();
}

#[test]
#[ignore = "`make interop` builds SPIRE and runs it"]
fn go_spiffe_and_we_talk_both_ways() {
    let mut spire = Spire::start("mesh.example", CALM);
    spire.start_agent();
    for path in ["till", "cart", "go/till", "go/cart"] {
        spire.register(path, &[]);
    }
    let (till, cart) = (Workload::open(&spire, "till"), Workload::open(&spire, "cart"));
    let id = |path: &str| spire.id(path).to_string();

    let go = GoPeer::start(&spire, &["serve", &id("go/till"), &id("cart")]);
    let address = go.line().parse().unwrap();
    let said = call(address, &cart.client(&spire.id("go/till"))).unwrap();
    assert_eq!(said, "spiffe://mesh.example/cart says hello");
    assert_eq!(go.line(), id("cart"));
    // Go refuses us by name, and we refuse Go.
    let said = call(address, &till.client(&spire.id("go/till"))).unwrap_err();
    assert!(said.contains("alert"), "{said}");
    assert!(go.line().starts_with("refused: "));
    assert!(call(address, &cart.client(&spire.id("till"))).is_err());
    assert!(go.line().starts_with("refused: "));

    let server = Server::start(&till, IdentityPattern::exact(spire.id("go/cart")));
    let address = server.address().to_string();
    let go = GoPeer::start(&spire, &["dial", &id("go/cart"), &id("till"), &address]);
    assert_eq!(go.line(), format!("{} says hello", id("go/cart")));
    let go = GoPeer::start(&spire, &["dial", &id("go/till"), &id("till"), &address]);
    let said = go.line();
    assert!(said.contains("access denied"), "{said}");
    assert_eq!(server.refusals(), ["tls-peer-not-authorized"]);
    let go = GoPeer::start(&spire, &["dial", &id("go/cart"), &id("cart"), &address]);
    let said = go.line();
    assert!(said.contains("unexpected ID"), "{said}");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
