//! Chains: judged and explained; what is accepted is accepted by bare webpki, and is who its signed bytes say.
//!
//! The input is a byte for the time, in years from 1970, and certificates in DER behind each other. All signatures
//! are taken for good: a fuzzer cannot sign what it changes.
#![no_main]
#![expect(clippy::panic, reason = "a fuzz target reports by a panic")]

use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::{ChainVerifier, Profile, VerifiedPeer};
use rustls_pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm, TrustAnchor,
    UnixTime, alg_id,
};
use webpki::{EndEntityCert, KeyUsage};

const ROOT: &[u8] = include_bytes!("../../mtls-core/tests/data/pki/root.pem");
const OTHER_ROOT: &[u8] = include_bytes!("../../mtls-core/tests/data/pki/other-root.pem");
const YEAR: u64 = 31_556_952;

/// Takes every signature of these kinds.
#[derive(Debug)]
struct Anything {
    key: AlgorithmIdentifier,
    signature: AlgorithmIdentifier,
}

impl SignatureVerificationAlgorithm for Anything {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}

static ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = &[
    &Anything { key: alg_id::ECDSA_P256, signature: alg_id::ECDSA_SHA256 },
    &Anything { key: alg_id::ECDSA_P384, signature: alg_id::ECDSA_SHA256 },
    &Anything { key: alg_id::ECDSA_P384, signature: alg_id::ECDSA_SHA384 },
    &Anything { key: alg_id::RSA_ENCRYPTION, signature: alg_id::RSA_PKCS1_SHA256 },
    &Anything { key: alg_id::ED25519, signature: alg_id::ED25519 },
];

/// A verifier a profile, over two trust domains.
static VERIFIERS: LazyLock<Vec<ChainVerifier>> = LazyLock::new(|| {
    let bundle = |name: &str, pem: &[u8]| TrustBundle::from_pem(TrustDomain::parse(name).ok()?, pem).ok();
    let bundles = [bundle("cluster-a.example", ROOT), bundle("other.example", OTHER_ROOT)];
    let bundles = BundleSet::new(bundles.into_iter().flatten()).unwrap_or_default();
    assert_eq!(bundles.len(), 2);
    [Profile::SpiffeInterop, Profile::SpiffeStrict]
        .into_iter()
        .filter_map(|profile| {
            ChainVerifier::builder(bundles.clone()).profile(profile).algorithms(ALGORITHMS).build().ok()
        })
        .collect()
});

fuzz_target!(|input: &[u8]| {
    let Some((year, rest)) = input.split_first() else { return };
    let at = UnixTime::since_unix_epoch(Duration::from_secs(YEAR.saturating_mul(u64::from(*year))));
    let chain = split(rest);
    let mut accepted = Vec::new();
    for verifier in VERIFIERS.iter() {
        let verdict = verifier.verify(&chain, at);
        let report = verifier.explain(&chain, at);
        assert_eq!(report.accepted, verdict.is_ok(), "{report}");
        if let Ok(peer) = &verdict {
            check(verifier, &chain, peer, at);
        }
        accepted.push(verdict.is_ok());
    }
    assert!(accepted.is_sorted_by(|soft, strict| soft >= strict), "the strict profile takes more");
});

/// An accepted peer, by what does not come from our verifier.
fn check(verifier: &ChainVerifier, chain: &[CertificateDer<'_>], peer: &VerifiedPeer, at: UnixTime) {
    let Some((leaf, rest)) = chain.split_first() else { panic!("an empty chain is accepted") };
    let Ok(certificate) = EndEntityCert::try_from(leaf) else { panic!("webpki does not read the leaf") };
    let names: Vec<&str> = certificate.valid_uri_names().collect();
    assert_eq!(names, [peer.spiffe_id().as_str()]);
    assert_eq!(SpiffeId::parse(peer.spiffe_id().as_str()).as_ref(), Ok(peer.spiffe_id()));
    let Some(bundle) = verifier.bundles().get(peer.trust_domain()) else {
        panic!("accepted without a bundle")
    };
    assert!(bundle.authorities().contains(peer.authority()));
    let anchors: Vec<TrustAnchor<'_>> = bundle
        .authorities()
        .iter()
        .filter_map(|authority| webpki::anchor_from_trusted_cert(authority.der()).ok())
        .collect();
    let bare =
        |usage| certificate.verify_for_usage(ALGORITHMS, &anchors, rest, at, usage, None, None).is_ok();
    assert!(bare(KeyUsage::client_auth()) || bare(KeyUsage::server_auth()), "webpki alone refuses it");
}

/// Cuts behind each element, as far as there are any; the rest is one more certificate.
fn split(mut rest: &[u8]) -> Vec<CertificateDer<'_>> {
    let mut chain = Vec::new();
    while !rest.is_empty() {
        let (one, behind) = rest.split_at_checked(length(rest)).unwrap_or((rest, &[]));
        chain.push(CertificateDer::from(one));
        rest = behind;
    }
    chain
}

/// How long the element at the beginning says it is, with its header; no less than 1.
fn length(der: &[u8]) -> usize {
    match der {
        [_, 0x82, high, low, ..] => usize::from(u16::from_be_bytes([*high, *low])).saturating_add(4),
        [_, 0x81, length, ..] => usize::from(*length).saturating_add(3),
        [_, length, ..] => usize::from(*length).saturating_add(2),
        _ => 1,
    }
}
