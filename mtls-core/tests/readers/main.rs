//! Every public reader: whatever it is given it reads or refuses, with a rule of the catalog; what it has read is
//! all that was there, and reads the same once it is written again.
//!
//! The inputs are arbitrary bytes, and valid documents of every kind with damage of every kind; all readers are
//! given all of them.
#![cfg(all(
    feature = "aws-lc-rs",
    feature = "issue",
    feature = "probe",
    feature = "resources",
    feature = "workload-api"
))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail loudly"
)]

mod certificates;
mod damage;
mod documents;
mod manifests;
mod names;
mod origins;
mod sources;
mod trusts;

use mtls_core::finding::{Refusal, rule_named};
use proptest::prelude::*;

/// A reader by the name that it has in the source, and whether it took the bytes.
type Reader = (&'static str, fn(&[u8]) -> bool);

fn readers() -> impl Iterator<Item = Reader> {
    [certificates::READERS, manifests::READERS, names::READERS, origins::READERS, trusts::READERS]
        .into_iter()
        .flatten()
        .copied()
}

/// Checks what was read, or why it was refused. Whether it was read.
fn judge<T, E: Refusal>(read: Result<T, E>, check: impl FnOnce(T)) -> bool {
    match read {
        Ok(value) => {
            check(value);
            true
        }
        Err(refused) => {
            let findings = refused.findings();
            assert!(!findings.is_empty(), "{refused:?}");
            for rule in findings.iter().map(|finding| finding.rule).chain([refused.code()]) {
                assert!(rule_named(rule).is_some(), "`{rule}` is not in the catalog: {refused:?}");
            }
            let message = refused.to_string();
            assert!(!message.is_empty() && message.len() < 4096, "{} bytes: {message}", message.len());
            assert!(!message.contains(char::is_control), "{message:?}");
            false
        }
    }
}

#[test]
fn every_reader_takes_some_document_and_refuses_another() {
    let taken = |read: fn(&[u8]) -> bool| documents::valid().iter().filter(|document| read(document)).count();
    let undecided: Vec<_> = readers()
        .map(|(name, read)| (name, taken(read)))
        .filter(|(_, taken)| *taken == 0 || *taken == documents::valid().len())
        .collect();
    assert!(undecided.is_empty(), "of {} documents: {undecided:?}", documents::valid().len());
}

/// A reader that is not tried here fails this test.
#[test]
fn every_reader_of_the_crate_is_here() {
    let (here, mut there): (Vec<&str>, Vec<String>) =
        (readers().map(|(name, _)| name).collect(), sources::readers());
    assert!(there.len() > 30, "{there:?}");
    there.retain(|name| !here.contains(&name.as_str()));
    assert!(there.is_empty(), "readers without a property test: {there:?}");
}

fn all_read(bytes: &[u8]) {
    for (_, read) in readers() {
        read(bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damaged_documents_are_read_whole_or_refused(document in damage::documents()) {
        all_read(&document.0);
    }

    #[test]
    fn arbitrary_bytes_are_read_whole_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        all_read(&bytes);
    }

    #[test]
    fn arbitrary_texts_are_read_whole_or_refused(text in prop_oneof![any::<String>(), "[ -~\\n]{0,200}"]) {
        all_read(text.as_bytes());
    }
}
