//! SPIFFE bundle maps: read whole or refused; what is read is written and read as the same set.
#![no_main]
#![expect(clippy::panic, reason = "a fuzz target reports by a panic")]

use libfuzzer_sys::fuzz_target;
use mtls_core::trust::BundleSet;

fuzz_target!(|input: &[u8]| {
    let Ok(set) = BundleSet::from_spiffe_json(input) else { return };
    let text = set.to_spiffe_json();
    match BundleSet::from_spiffe_json(text.as_bytes()) {
        Ok(again) => {
            assert_eq!(again.to_spiffe_json(), text, "the bytes are not stable");
            assert_eq!(again.len(), set.len());
            for (one, other) in again.iter().zip(set.iter()) {
                // Inner refresh hints are not written.
                assert_eq!(one.trust_domain(), other.trust_domain());
                assert_eq!(one.authorities(), other.authorities());
                assert_eq!(one.sequence(), other.sequence());
                assert_eq!(set.get(one.trust_domain().as_ref()), Some(other));
            }
        }
        Err(refused) => panic!("{refused}: {text}"),
    }
});
