//! Why a chain was refused.

use std::fmt;

use serde::Serialize;

use crate::finding::{CertificateRef, Finding, Refusal, Rule, Subject, rule_named, rules};
use crate::pki::Certificate;

/// A refused chain: all that is wrong with it, the most telling cause first.
///
/// Serializes as `{claimed_id, chain, findings}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejection {
    claimed_id: Option<String>,
    chain: Vec<CertificateRef>,
    findings: Vec<Finding>,
    #[serde(skip)]
    route: Route,
}

/// How far a refused chain led.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Route {
    /// Positions in the chain, the leaf first; empty where nothing could be followed.
    pub(super) places: Vec<usize>,
    /// The trust anchor at its end, if it came so far.
    pub(super) authority: Option<Certificate>,
}

impl Rejection {
    pub(super) fn new(
        claimed_id: Option<String>,
        chain: Vec<CertificateRef>,
        findings: Vec<Finding>,
        route: Route,
    ) -> Self {
        Self { claimed_id, chain, findings, route }
    }

    pub(super) fn route(&self) -> &Route {
        &self.route
    }

    /// The most telling cause.
    pub fn cause(&self) -> Option<&Finding> {
        self.findings.first()
    }

    /// The SPIFFE ID that the leaf claims. Not verified: for logs, never for decisions.
    pub fn claimed_id(&self) -> Option<&str> {
        self.claimed_id.as_deref()
    }

    /// The certificates that were presented, leaf first.
    pub fn chain(&self) -> &[CertificateRef] {
        &self.chain
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(cause) = self.cause() else { return f.write_str("chain refused") };
        match &cause.subject {
            Subject::Input => f.write_str(&cause.message),
            subject => write!(f, "{subject}: {}", cause.message),
        }
    }
}

impl std::error::Error for Rejection {}

impl Refusal for Rejection {
    fn rule(&self) -> &'static Rule {
        self.cause().and_then(|cause| rule_named(cause.rule)).unwrap_or(rules::verify::CHAIN_REFUSED)
    }

    fn subject(&self) -> Subject {
        self.cause().map_or(Subject::Input, |cause| cause.subject.clone())
    }

    fn findings(&self) -> Vec<Finding> {
        self.findings.clone()
    }
}
