//! Verdicts on chains made here: by our own issuer where it can, by rcgen where ours refuses.

mod anchors;
mod bad_leaves;
mod bad_paths;
mod budgets;
mod caches;
mod causes;
mod counting;
mod crls;
mod edge;
mod forge;
mod good;
mod hostile;
mod live;
mod revocation;

use crate::finding::Refusal as _;
use crate::identity::TrustDomain;
use crate::pki::issue::CertificateAuthority;
use crate::trust::{BundleSet, TrustBundle};
use rustls_pki_types::{CertificateDer, UnixTime};
use std::time::Duration;

use super::{ChainVerifier, Profile, Rejection};

/// 2026-01-01T00:00:00Z: all chains of these tests are valid around it.
const NOW: u64 = 1_767_225_600;
const DAY: u64 = 86_400;

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn td(name: &str) -> TrustDomain {
    TrustDomain::parse(name).unwrap()
}

fn root(name: &str, domain: &str) -> CertificateAuthority {
    CertificateAuthority::root(name).trust_domain(td(domain)).at(at(NOW - DAY)).build().unwrap()
}

fn bundles(list: &[(&str, &CertificateAuthority)]) -> BundleSet {
    BundleSet::new(list.iter().map(|(name, ca)| TrustBundle::new(td(name), [ca.certificate().clone()])))
        .unwrap()
}

fn verifier(profile: Profile, list: &[(&str, &CertificateAuthority)]) -> ChainVerifier {
    ChainVerifier::builder(bundles(list)).profile(profile).build().unwrap()
}

/// The refusal, which must be told by `explain`, too.
fn refusal(verifier: &ChainVerifier, chain: &[CertificateDer<'_>], seconds: u64) -> Rejection {
    let rejection = verifier.verify(chain, at(seconds)).unwrap_err();
    let report = verifier.explain(chain, at(seconds));
    assert!(!report.accepted);
    assert_eq!(report.findings, rejection.findings());
    assert!(report.to_string().starts_with("REFUSED"));
    rejection
}
