//! Lists of address ranges: read or refused; what is read is written and read as the same ranges, and holds their ends.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::finding::Refusal;
use mtls_core::origin::AddressRanges;

fuzz_target!(|input: &[u8]| {
    match AddressRanges::parse(input) {
        Ok(list) => {
            assert!(!list.ranges().is_empty());
            let again = AddressRanges::from_text(&list.to_string());
            assert!(again.is_ok_and(|again| again.ranges() == list.ranges()), "{list}");
            for range in list.ranges() {
                assert!(range.contains(range.network()) && list.contains(range.network()), "{range}");
            }
        }
        Err(refused) => assert!(!refused.findings().is_empty()),
    }
});
