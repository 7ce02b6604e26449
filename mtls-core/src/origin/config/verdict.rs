//! What the findings come to.

use std::fmt;

use serde::Serialize;

use crate::finding::rules::{origin_config as rules, recipes};
use crate::finding::{Finding, Rule, Severity};

/// What a configuration promises, in the words of the live probe. In JSON in kebab case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ConfigVerdict {
    /// Every listener that serves what is protected demands a certificate under the given CA.
    Enforced,
    /// Someone without a certificate is served.
    Open,
    /// Any certificate opens, whoever issued it.
    OpenToAnyCert,
    /// The front is closed, and there is a way around it.
    Bypass,
    /// Closed to all but the edge's network, whose other customers get in too.
    EdgeNetworkOnly,
    /// The configuration does not tell.
    Unproven,
    /// The edge itself would be refused.
    Broken,
}

impl ConfigVerdict {
    /// Its name in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enforced => "enforced",
            Self::Open => "open",
            Self::OpenToAnyCert => "open-to-any-cert",
            Self::Bypass => "bypass",
            Self::EdgeNetworkOnly => "edge-network-only",
            Self::Unproven => "unproven",
            Self::Broken => "broken",
        }
    }
}

impl fmt::Display for ConfigVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What breaking a rule means for the verdict, and around what the way leads. Warnings do not count but for those that
/// leave something undecided or say who else gets in.
const EFFECTS: &[(&Rule, Severity, ConfigVerdict, &str)] = &[
    (rules::OPTIONAL, Severity::Error, ConfigVerdict::Open, ""),
    (rules::NOT_REQUESTED, Severity::Error, ConfigVerdict::Open, ""),
    (rules::REQUIRED_WITHOUT_CA, Severity::Error, ConfigVerdict::Open, ""),
    (rules::ERROR_SERVED, Severity::Error, ConfigVerdict::Open, ""),
    (rules::ANY_CERTIFICATE, Severity::Error, ConfigVerdict::OpenToAnyCert, ""),
    (rules::CA_TOO_WIDE, Severity::Error, ConfigVerdict::OpenToAnyCert, ""),
    (rules::DEFAULT_HOST, Severity::Error, ConfigVerdict::Bypass, "sni"),
    (rules::HOST_MIXING, Severity::Error, ConfigVerdict::Bypass, "host"),
    (rules::RESUMPTION, Severity::Error, ConfigVerdict::Bypass, "resumption"),
    (rules::PLAINTEXT, Severity::Error, ConfigVerdict::Bypass, "plaintext"),
    (rules::OTHER_LISTENER, Severity::Error, ConfigVerdict::Bypass, "address"),
    (rules::QUIC, Severity::Error, ConfigVerdict::Bypass, "quic"),
    (rules::SOME_LOCATIONS, Severity::Error, ConfigVerdict::Bypass, "path"),
    (rules::CA_OTHER, Severity::Error, ConfigVerdict::Broken, ""),
    (rules::CA_MISSING, Severity::Error, ConfigVerdict::Broken, ""),
    (rules::CA_EXPIRED, Severity::Error, ConfigVerdict::Broken, ""),
    (rules::LOCATION_TLS13, Severity::Error, ConfigVerdict::Broken, ""),
    (rules::CRL_UNUSABLE, Severity::Error, ConfigVerdict::Broken, ""),
    (recipes::CLIENT_CA_NOT_CA, Severity::Error, ConfigVerdict::Broken, ""),
    (recipes::CLIENT_CA_IS_ORIGIN_CA, Severity::Error, ConfigVerdict::Broken, ""),
    (recipes::SHARED_CA_STALE, Severity::Error, ConfigVerdict::Broken, ""),
    (rules::UNRESOLVED, Severity::Warning, ConfigVerdict::Unproven, ""),
    (rules::INCLUDE_MISSING, Severity::Warning, ConfigVerdict::Unproven, ""),
    (rules::HOST_NOT_SERVED, Severity::Warning, ConfigVerdict::Unproven, ""),
    (rules::CA_SHARED, Severity::Warning, ConfigVerdict::EdgeNetworkOnly, ""),
];

/// The gravest first: what certainly stands open weighs more than what is not known.
const ORDER: [ConfigVerdict; 6] = [
    ConfigVerdict::Open,
    ConfigVerdict::OpenToAnyCert,
    ConfigVerdict::Bypass,
    ConfigVerdict::Broken,
    ConfigVerdict::Unproven,
    ConfigVerdict::EdgeNetworkOnly,
];

fn effects(findings: &[Finding]) -> impl Iterator<Item = (ConfigVerdict, &'static str)> + '_ {
    findings.iter().filter_map(|finding| {
        let (_, least, verdict, way) = EFFECTS.iter().find(|(rule, ..)| rule.name == finding.rule)?;
        (finding.severity >= *least).then_some((*verdict, *way))
    })
}

/// The gravest of what the findings mean; [`ConfigVerdict::Enforced`] where none means anything.
pub(super) fn of(findings: &[Finding]) -> ConfigVerdict {
    let seen: Vec<_> = effects(findings).map(|(verdict, _)| verdict).collect();
    ORDER.into_iter().find(|verdict| seen.contains(verdict)).unwrap_or(ConfigVerdict::Enforced)
}

/// The ways around that the findings name, each once.
pub(super) fn ways(findings: &[Finding]) -> Vec<&'static str> {
    let mut ways: Vec<_> = effects(findings).map(|(_, way)| way).filter(|way| !way.is_empty()).collect();
    ways.sort_unstable();
    ways.dedup();
    ways
}
