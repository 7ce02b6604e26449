//! Distrust lists: read or refused; what is read is written and read as the same list.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::finding::Refusal;
use mtls_core::trust::{DistrustKind, DistrustList};

fuzz_target!(|input: &[u8]| {
    for kind in [DistrustKind::Certificate, DistrustKind::Key] {
        same(DistrustList::from_pem(input, kind, "found in a backup"));
    }
    same(DistrustList::from_json(input));
});

fn same(read: Result<DistrustList, impl Refusal>) {
    match read {
        Ok(list) => {
            assert_eq!(list.iter().count(), list.len());
            let text = list.to_json();
            assert_eq!(DistrustList::from_json(text.as_bytes()).as_ref(), Ok(&list), "{text}");
        }
        Err(refused) => assert!(!refused.findings().is_empty()),
    }
}
