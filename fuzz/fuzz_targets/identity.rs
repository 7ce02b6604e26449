//! Names and patterns: no panic, one answer however a text is read, and what is read writes back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::finding::Refusal;
use mtls_core::identity::{IdentityPattern, SpiffeId, SpiffeIdRef, TrustDomain, WorkloadIdentity};

fuzz_target!(|text: &str| {
    let strict = SpiffeId::parse(text);
    assert_eq!(strict.is_ok(), is_spiffe_id(text), "{text:?}");
    match &strict {
        Ok(id) => {
            assert_eq!(id.as_str(), text);
            assert_eq!(SpiffeIdRef::parse(text).as_ref(), Ok(&id.as_ref()));
            let rebuilt =
                id.segments().try_fold(id.trust_domain().id(), |id, segment| id.append_segment(segment));
            assert_eq!(rebuilt.as_ref(), Ok(id));
            assert_eq!(SpiffeId::parse_lenient(text).map(|read| read.changes), Ok(Vec::new()));
            if let Ok(workload) = WorkloadIdentity::try_from(id) {
                assert_eq!(WorkloadIdentity::from_principal(workload.principal()), Ok(workload));
            }
        }
        Err(refused) => {
            assert!(!refused.findings().is_empty());
            assert!(refused.to_string().len() < 2000);
        }
    }
    if let Ok(read) = SpiffeId::parse_lenient(text) {
        assert_eq!(read.changes.is_empty(), strict.is_ok());
    }
    if let Ok(read) = TrustDomain::parse_lenient(text) {
        assert_eq!(read.changes.is_empty(), read.value == text);
        assert!(read.value.join(text).is_err() || !text.contains("://"));
    }
    if let Ok(pattern) = IdentityPattern::from_json(text) {
        assert_eq!(IdentityPattern::from_json(&pattern.to_json()).as_ref(), Ok(&pattern));
        if let Ok(probe) = SpiffeId::parse("spiffe://td/ns/a/sa/b") {
            assert_eq!(pattern.matches(&probe), pattern.mismatch(&probe).is_none());
        }
    }
    if let Ok(pattern) = IdentityPattern::istio_principal(text) {
        assert!(!pattern.to_string().is_empty());
    }
});

/// SPIFFE-ID section 2, as plainly as it can be written.
fn is_spiffe_id(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("spiffe://") else { return false };
    let mut parts = rest.split('/');
    let name = parts.next().unwrap_or_default();
    text.len() <= 2048
        && (1..=255).contains(&name.len())
        && name.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '-' | '_'))
        && parts.all(|segment| {
            !matches!(segment, "" | "." | "..")
                && segment.chars().all(|c| matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_'))
        })
}
