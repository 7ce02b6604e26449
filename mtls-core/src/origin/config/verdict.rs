//! What the findings come to.

use std::collections::BTreeSet;

use crate::finding::rules::{origin_config as rules, origin_probe, recipes};
use crate::finding::{Finding, Rule, Severity};
use crate::origin::{BypassKind, OriginVerdict};

/// What breaking a rule means for the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    // The gravest first: what certainly stands open weighs more than what is not known.
    Open,
    OpenToAnyCert,
    Bypass(BypassKind),
    Broken,
    Unproven,
    EdgeNetworkOnly,
}

/// From which severity on a rule has an effect. Warnings do not count but for those that leave something undecided or say who
/// else gets in.
const EFFECTS: &[(&Rule, Severity, Effect)] = &[
    (rules::OPTIONAL, Severity::Error, Effect::Open),
    (rules::NOT_REQUESTED, Severity::Error, Effect::Open),
    (rules::REQUIRED_WITHOUT_CA, Severity::Error, Effect::Open),
    (rules::ERROR_SERVED, Severity::Error, Effect::Open),
    (rules::ANY_CERTIFICATE, Severity::Error, Effect::OpenToAnyCert),
    (rules::CA_TOO_WIDE, Severity::Error, Effect::OpenToAnyCert),
    (rules::DEFAULT_HOST, Severity::Error, Effect::Bypass(BypassKind::Sni)),
    (rules::HOST_MIXING, Severity::Error, Effect::Bypass(BypassKind::Host)),
    (rules::RESUMPTION, Severity::Error, Effect::Bypass(BypassKind::Resumption)),
    (rules::PLAINTEXT, Severity::Error, Effect::Bypass(BypassKind::Plaintext)),
    (rules::OTHER_LISTENER, Severity::Error, Effect::Bypass(BypassKind::Address)),
    (rules::QUIC, Severity::Error, Effect::Bypass(BypassKind::Quic)),
    (rules::SOME_LOCATIONS, Severity::Error, Effect::Bypass(BypassKind::Path)),
    (rules::EXPIRED_ACCEPTED, Severity::Error, Effect::Bypass(BypassKind::UnfitCertificate)),
    (origin_probe::UNFIT_CERTIFICATE, Severity::Error, Effect::Bypass(BypassKind::UnfitCertificate)),
    (rules::CA_OTHER, Severity::Error, Effect::Broken),
    (rules::CA_MISSING, Severity::Error, Effect::Broken),
    (rules::CA_EXPIRED, Severity::Error, Effect::Broken),
    (rules::LOCATION_TLS13, Severity::Error, Effect::Broken),
    (rules::CRL_UNUSABLE, Severity::Error, Effect::Broken),
    (recipes::CLIENT_CA_NOT_CA, Severity::Error, Effect::Broken),
    (recipes::CLIENT_CA_IS_ORIGIN_CA, Severity::Error, Effect::Broken),
    (recipes::SHARED_CA_STALE, Severity::Error, Effect::Broken),
    (rules::UNRESOLVED, Severity::Warning, Effect::Unproven),
    (rules::DOCUMENT_UNREAD, Severity::Warning, Effect::Unproven),
    (rules::INCLUDE_MISSING, Severity::Warning, Effect::Unproven),
    (rules::HOST_NOT_SERVED, Severity::Warning, Effect::Unproven),
    (rules::CA_SHARED, Severity::Warning, Effect::EdgeNetworkOnly),
];

/// The gravest of what the findings mean; [`OriginVerdict::Enforced`] where none means anything.
pub(super) fn of(findings: &[Finding]) -> OriginVerdict {
    let effects: BTreeSet<Effect> = findings
        .iter()
        .filter_map(|finding| {
            let (_, least, effect) = EFFECTS.iter().find(|(rule, ..)| rule.name == finding.rule)?;
            (finding.severity >= *least).then_some(*effect)
        })
        .collect();
    match effects.first() {
        None => OriginVerdict::Enforced,
        Some(Effect::Open) => OriginVerdict::Open,
        Some(Effect::OpenToAnyCert) => OriginVerdict::OpenToAnyCert,
        Some(Effect::Bypass(_)) => OriginVerdict::Bypass(ways(&effects)),
        Some(Effect::Broken) => OriginVerdict::Broken,
        Some(Effect::Unproven) => OriginVerdict::Unproven,
        Some(Effect::EdgeNetworkOnly) => OriginVerdict::EdgeNetworkOnly,
    }
}

fn ways(effects: &BTreeSet<Effect>) -> Vec<BypassKind> {
    let way = |effect: &Effect| if let Effect::Bypass(way) = effect { Some(*way) } else { None };
    effects.iter().filter_map(way).collect()
}
