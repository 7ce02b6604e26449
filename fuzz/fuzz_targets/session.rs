//! What comes from the wire: a session takes it or ends with a reason, and never knows a peer by it.
//!
//! The first byte says the role (its lowest bit) and how much comes at once (the others).
#![no_main]
#![expect(clippy::panic, reason = "a fuzz target reports by a panic")]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mtls_core::finding::Refusal;
use mtls_core::identity::TrustDomain;
use mtls_core::pki::{CertificateChain, PrivateKey};
use mtls_core::tls::{self, ClientBuilder, Identity, ServerBuilder, Session};
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::ChainVerifier;

const ROOT: &[u8] = include_bytes!("../../mtls-core/tests/data/pki/root.pem");
const LEAF: &[u8] = include_bytes!("../../mtls-core/tests/data/pki/svid.pem");
const KEY: &[u8] = include_bytes!("../../mtls-core/tests/data/pki/svid.key");

static SIDES: LazyLock<Option<(ServerBuilder, ClientBuilder)>> = LazyLock::new(|| {
    let bundle = TrustBundle::from_pem(TrustDomain::parse("cluster-a.example").ok()?, ROOT).ok()?;
    let verifier = ChainVerifier::builder(BundleSet::new([bundle]).ok()?).build().ok()?;
    let chain = CertificateChain::from_pem(LEAF).ok()?;
    let identity = Identity::new(chain, PrivateKey::from_pem(KEY).ok()?).ok()?;
    let server = tls::server(identity.clone(), verifier.clone()).allow_any_verified_peer();
    Some((server, tls::client(identity, verifier).allow_any_verified_peer()))
});

fuzz_target!(|input: &[u8]| {
    let Some((server, client)) = SIDES.as_ref() else { panic!("no configuration") };
    let Some((first, wire)) = input.split_first() else { return };
    let session = if first & 1 == 0 { Session::server(server) } else { Session::client(client, "a.example") };
    let Ok(mut session) = session else { panic!("no session") };
    let _ = session.send_tls();
    let size = match usize::from(first >> 1) {
        0 => usize::MAX,
        size => size,
    };
    let mut over = None;
    for part in wire.chunks(size).chain([&b""[..]]) {
        let taken = session.receive_tls(part);
        assert!(session.send_tls().is_ok());
        if let Some(why) = &over {
            assert_eq!(taken.as_ref().err(), Some(why), "a session that is over says why");
        }
        if let Err(refused) = taken {
            assert!(!refused.findings().is_empty());
            over.get_or_insert(refused);
        }
    }
    assert!(session.peer().is_err(), "nobody signed for this handshake");
    assert!(session.read().is_empty(), "nobody agreed on a key");
});
