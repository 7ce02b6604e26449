//! Collects what the checks find; costs nothing while they find nothing.

use std::rc::Rc;

use rustls_pki_types::CertificateDer;

use crate::finding::{CertificateRef, Finding, Rule, Severity, Subject};
use crate::pki::{Certificate, PkiError};

use super::Profile;

/// The findings about one chain under one profile.
#[derive(Debug)]
pub(super) struct Faults<'a> {
    pub(super) profile: Profile,
    chain: &'a [CertificateDer<'a>],
    /// The chain's certificates, where they were read already.
    read: Option<Read>,
    found: Vec<Finding>,
}

/// Certificates, or why they cannot be read.
pub(super) type Read = Rc<[Result<Certificate, PkiError>]>;

/// Which certificate a finding is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum At<'a> {
    /// By its position in the chain; 0 is the leaf.
    Chain(usize),
    /// A trust anchor.
    Anchor(&'a Certificate),
}

impl<'a> Faults<'a> {
    pub(super) fn new(profile: Profile, chain: &'a [CertificateDer<'a>]) -> Self {
        Self { profile, chain, read: None, found: Vec::new() }
    }

    /// The same for a chain that was read: naming its certificates in many findings costs nothing then.
    pub(super) fn of_read(profile: Profile, chain: &'a [CertificateDer<'a>], read: &Read) -> Self {
        Self { read: Some(Rc::clone(read)), ..Self::new(profile, chain) }
    }

    /// A breach that every profile refuses.
    pub(super) fn refuse(&mut self, rule: &'static Rule, at: At<'_>, message: impl Into<String>) {
        self.add(Finding::new(rule, self.subject(at), message));
    }

    /// A breach of what the standard asks of issuers: refused by strict profiles, a warning otherwise.
    pub(super) fn issuer_duty(&mut self, rule: &'static Rule, at: At<'_>, message: impl Into<String>) {
        self.report(rule, self.profile.issuer_duty(), at, message);
    }

    /// A breach whose gravity the caller knows.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        severity: Severity,
        at: At<'_>,
        message: impl Into<String>,
    ) {
        self.add(Finding::new(rule, self.subject(at), message).with_severity(severity));
    }

    /// A breach of rules that hold for the servers of the public web alone: refused by [`Profile::ServerStrict`],
    /// a warning under [`Profile::Server`], and nothing under the profiles that are not for servers.
    pub(super) fn web_duty(&mut self, rule: &'static Rule, at: At<'_>, message: impl Into<String>) {
        match self.profile {
            Profile::ServerStrict => self.refuse(rule, at, message),
            Profile::Server => self.report(rule, Severity::Warning, at, message),
            Profile::EdgeClient | Profile::SpiffeInterop | Profile::SpiffeStrict => {}
        }
    }

    /// What is found twice counts once, with the graver of both severities.
    pub(super) fn add(&mut self, finding: Finding) {
        let is_same = |f: &&mut Finding| {
            f.rule == finding.rule && f.message == finding.message && f.subject == finding.subject
        };
        match self.found.iter_mut().find(is_same) {
            Some(known) => known.severity = known.severity.max(finding.severity),
            None => self.found.push(finding),
        }
    }

    pub(super) fn findings(&self) -> &[Finding] {
        &self.found
    }

    pub(super) fn refused(&self) -> bool {
        self.found.iter().any(|f| f.severity == Severity::Error)
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.found
    }

    pub(super) fn subject(&self, at: At<'_>) -> Subject {
        Subject::Certificate(match at {
            At::Chain(index) => self.reference(index),
            At::Anchor(authority) => authority.reference(None),
        })
    }

    /// The certificate at this position of the chain, named as well as its bytes allow.
    pub(super) fn reference(&self, index: usize) -> CertificateRef {
        match (&self.read, self.chain.get(index)) {
            (Some(read), _) => match read.get(index) {
                Some(Ok(certificate)) => certificate.reference(Some(index)),
                _ => CertificateRef::new(Some(index), "", ""),
            },
            (None, Some(der)) => describe(Some(index), der),
            (None, None) => CertificateRef::new(Some(index), "", ""),
        }
    }
}

/// Names a certificate for a finding, as well as its bytes allow.
pub(super) fn describe(index: Option<usize>, der: &[u8]) -> CertificateRef {
    match Certificate::from_der(der) {
        Ok(certificate) => certificate.reference(index),
        Err(_) => CertificateRef::new(index, "", ""),
    }
}
