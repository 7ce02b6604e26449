//! SPIFFE bundle documents: read or refused; what is read is written and read as the same bundle.
#![no_main]
#![expect(clippy::panic, reason = "a fuzz target reports by a panic")]

use libfuzzer_sys::fuzz_target;
use mtls_core::identity::TrustDomain;
use mtls_core::trust::{BundleSet, TrustBundle};

fuzz_target!(|input: &[u8]| {
    let Ok(domain) = TrustDomain::parse("a.example") else { return };
    let _ = (TrustBundle::from_pem(domain.clone(), input), TrustBundle::from_der(domain.clone(), input));
    let Ok(bundle) = TrustBundle::from_spiffe_json(domain.clone(), input) else { return };
    let text = bundle.to_spiffe_json();
    match TrustBundle::from_spiffe_json(domain.clone(), text.as_bytes()) {
        Ok(again) => {
            assert_eq!(again.trust_domain(), bundle.trust_domain());
            assert_eq!(again.authorities(), bundle.authorities());
            assert_eq!(again.sequence(), bundle.sequence());
            assert_eq!(again.declared_refresh_hint(), bundle.declared_refresh_hint());
            assert_eq!(again.jwt_authority_count(), bundle.jwt_authority_count());
            // What was passed over is not written; nothing new is found.
            assert!(again.findings().iter().all(|finding| bundle.findings().contains(finding)));
            assert_eq!(again.to_spiffe_json(), text, "the bytes are not stable");
        }
        Err(refused) => panic!("{refused}: {text}"),
    }
    if !bundle.is_empty() {
        let again = TrustBundle::from_pem(domain, bundle.to_pem().as_bytes());
        assert!(
            again.is_ok_and(|again| again.authorities() == bundle.authorities()),
            "the PEM form reads differently"
        );
    }
    let alone = BundleSet::new([bundle]).map(|set| set.to_spiffe_json());
    assert!(alone.is_ok_and(|map| BundleSet::from_spiffe_json(map.as_bytes()).is_ok()), "the map is refused");
});
