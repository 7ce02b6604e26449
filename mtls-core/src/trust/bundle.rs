//! The signing authorities of one trust domain.

use std::collections::HashSet;
use std::time::Duration;

use crate::finding::{Finding, Refusal as _, Subject, rules::trust as r};
use crate::identity::TrustDomain;
use crate::pki::der::Reader;
use crate::pki::{Certificate, PkiError, pem};

use super::{BundleLimits, TrustError, document, json, jwk};

/// How often to look for a new bundle when it gives no hint: 300 s.
/// SPIFFE Trust Domain and Bundle section 6.1 suggests about five minutes.
const DEFAULT_REFRESH: Duration = Duration::from_secs(300);
/// A hint below this would make readers hammer the endpoint.
const MIN_REFRESH: Duration = Duration::from_secs(10);
/// A hint above this would leave a withdrawn authority trusted for too long.
const MAX_REFRESH: Duration = Duration::from_secs(24 * 60 * 60);

/// The X.509 authorities of one trust domain, SPIFFE Trust Domain and Bundle section 4.
///
/// Immutable; a change makes a new bundle with a higher sequence number
/// ([`TrustBundle::with_authorities`]). An empty bundle is a valid one: it makes every
/// SVID of its trust domain untrusted (section 4.1.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustBundle {
    trust_domain: TrustDomain,
    authorities: Vec<Certificate>,
    pub(super) sequence: Option<u64>,
    pub(super) refresh_hint: Option<i64>,
    pub(super) jwt_authorities: Vec<serde_json::Value>,
    findings: Vec<Finding>,
}

impl TrustBundle {
    /// A bundle of these authorities. Duplicates are kept once; a certificate that is not a CA
    /// is left out and reported by [`TrustBundle::findings`].
    pub fn new(trust_domain: TrustDomain, authorities: impl IntoIterator<Item = Certificate>) -> Self {
        Intake::fill(trust_domain, authorities, &BundleLimits::default())
    }

    /// Reads concatenated PEM certificates.
    ///
    /// # Errors
    /// Not PEM, another kind of block (a private key, say), a damaged certificate, no certificate
    /// at all, or over the [`BundleLimits`]: the error names line and block.
    pub fn from_pem(trust_domain: TrustDomain, pem: &[u8]) -> Result<Self, TrustError> {
        Self::from_pem_with(trust_domain, pem, &BundleLimits::default())
    }

    /// [`TrustBundle::from_pem`] within other limits.
    ///
    /// # Errors
    /// As there.
    pub fn from_pem_with(
        trust_domain: TrustDomain,
        pem: &[u8],
        limits: &BundleLimits,
    ) -> Result<Self, TrustError> {
        BundleLimits::check("bytes", pem.len(), limits.max_bytes)?;
        let pki = limits.pki();
        let blocks = pem::parse(pem, &pki).map_err(|e| unreadable(&trust_domain, &e))?;
        let read = blocks.iter().map(|block| Certificate::from_block(block, &pki));
        let certificates = read.collect::<Result<Vec<_>, _>>().map_err(|e| unreadable(&trust_domain, &e))?;
        Ok(Intake::fill(trust_domain, certificates, limits))
    }

    /// Reads concatenated DER certificates, as the SPIFFE Workload API sends them. Empty input is an empty bundle.
    ///
    /// # Errors
    /// A damaged certificate (its number is in the error), or over the [`BundleLimits`].
    pub fn from_der(trust_domain: TrustDomain, der: &[u8]) -> Result<Self, TrustError> {
        Self::from_der_with(trust_domain, der, &BundleLimits::default())
    }

    /// [`TrustBundle::from_der`] within other limits.
    ///
    /// # Errors
    /// As there.
    pub fn from_der_with(
        trust_domain: TrustDomain,
        der: &[u8],
        limits: &BundleLimits,
    ) -> Result<Self, TrustError> {
        BundleLimits::check("bytes", der.len(), limits.max_bytes)?;
        let mut reader = Reader::new(der);
        let mut certificates = Vec::new();
        while !reader.is_empty() {
            let number = certificates.len().saturating_add(1);
            BundleLimits::check("authorities", number, limits.max_authorities)?;
            let at = Subject::Text { line: None, block: Some(number) };
            let certificate = reader
                .next()
                .map_err(str::to_owned)
                .and_then(|element| Certificate::from_der(element.raw).map_err(|e| e.to_string()))
                .map_err(|reason| TrustError::Certificate {
                    trust_domain: trust_domain.to_string(),
                    reason,
                    at: Box::new(at),
                })?;
            certificates.push(certificate);
        }
        Ok(Intake::fill(trust_domain, certificates, limits))
    }

    /// Reads a SPIFFE bundle document: strict about the document, tolerant of its elements
    /// (SPIFFE Trust Domain and Bundle section 4; X509-SVID section 6).
    ///
    /// Elements of an unknown kind are ignored and reported by [`TrustBundle::findings`].
    /// JWT authorities are kept for [`TrustBundle::to_spiffe_json`] and verify nothing here.
    ///
    /// # Errors
    /// Not a JSON object, `keys` missing, a known field of the wrong type (null is one), a field standing twice in
    /// the document or in a key, or over the [`BundleLimits`].
    pub fn from_spiffe_json(trust_domain: TrustDomain, json: &[u8]) -> Result<Self, TrustError> {
        Self::from_spiffe_json_with(trust_domain, json, &BundleLimits::default())
    }

    /// [`TrustBundle::from_spiffe_json`] within other limits.
    ///
    /// # Errors
    /// As there.
    pub fn from_spiffe_json_with(
        trust_domain: TrustDomain,
        json: &[u8],
        limits: &BundleLimits,
    ) -> Result<Self, TrustError> {
        document::bundle(trust_domain, json, limits)
    }

    /// The bundle with other authorities, and the next sequence number if they differ.
    ///
    /// # Errors
    /// The sequence number cannot grow any more.
    pub fn with_authorities(
        &self,
        authorities: impl IntoIterator<Item = Certificate>,
    ) -> Result<Self, TrustError> {
        let mut next = Self::new(self.trust_domain.clone(), authorities);
        next.refresh_hint = self.refresh_hint;
        next.jwt_authorities.clone_from(&self.jwt_authorities);
        next.sequence = if next.authorities == self.authorities {
            self.sequence
        } else {
            Some(Self::after(self.sequence.unwrap_or(0))?)
        };
        Ok(next)
    }

    /// The sequence number of what follows.
    fn after(current: u64) -> Result<u64, TrustError> {
        current.checked_add(1).ok_or(TrustError::SequenceDecreased { current, offered: current })
    }

    /// The bundle with this sequence number.
    ///
    /// # Errors
    /// Not higher than the one it has (SPIFFE Trust Domain and Bundle section 4.1.1: it only grows).
    pub fn with_sequence(mut self, offered: u64) -> Result<Self, TrustError> {
        if let Some(current) = self.sequence
            && offered <= current
        {
            return Err(TrustError::SequenceDecreased { current, offered });
        }
        self.sequence = Some(offered);
        Ok(self)
    }

    /// The bundle with this refresh hint, in whole seconds, and the next sequence number if it has one and the hint is
    /// another: the number changes with the content (SPIFFE Trust Domain and Bundle section 4.1.1).
    ///
    /// # Errors
    /// The sequence number cannot grow any more.
    pub fn with_refresh_hint(mut self, hint: Duration) -> Result<Self, TrustError> {
        let hint = Some(i64::try_from(hint.as_secs()).unwrap_or(i64::MAX));
        if hint != self.refresh_hint {
            self.sequence = self.sequence.map(Self::after).transpose()?;
            self.refresh_hint = hint;
        }
        Ok(self)
    }

    /// Whose bundle this is.
    pub fn trust_domain(&self) -> &TrustDomain {
        &self.trust_domain
    }

    /// The authorities, in the order of the document.
    pub fn authorities(&self) -> &[Certificate] {
        &self.authorities
    }

    /// Whether nobody can vouch for this trust domain.
    pub fn is_empty(&self) -> bool {
        self.authorities.is_empty()
    }

    /// The sequence number, where the document has one.
    pub fn sequence(&self) -> Option<u64> {
        self.sequence
    }

    /// The refresh hint as the document has it, in seconds; any integer, even a foolish one.
    pub fn declared_refresh_hint(&self) -> Option<i64> {
        self.refresh_hint
    }

    /// How long to wait before looking for a new bundle: the hint, held between 10 s and one day;
    /// 300 s without one.
    pub fn refresh_interval(&self) -> Duration {
        match self.refresh_hint {
            None => DEFAULT_REFRESH,
            Some(hint) => {
                Duration::from_secs(u64::try_from(hint).unwrap_or(0)).clamp(MIN_REFRESH, MAX_REFRESH)
            }
        }
    }

    /// How many JWT authorities the document has; kept, never used to verify certificates.
    pub fn jwt_authority_count(&self) -> usize {
        self.jwt_authorities.len()
    }

    pub(super) fn jwt_authorities(&self) -> &[serde_json::Value] {
        &self.jwt_authorities
    }

    /// What was ignored, left out or looks wrong.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The SPIFFE bundle document, indented, with a final newline. X509-SVID section 6.1: `use` is
    /// `x509-svid`, there is no `kid`, and each `x5c` holds one certificate.
    pub fn to_spiffe_json(&self) -> String {
        json::write(&self.document())
    }

    pub(super) fn document(&self) -> serde_json::Value {
        let keys = self.authorities.iter().map(jwk::write).chain(self.jwt_authorities.iter().cloned());
        let mut document = serde_json::Map::new();
        document.insert("keys".to_owned(), keys.collect());
        if let Some(sequence) = self.sequence {
            document.insert("spiffe_sequence".to_owned(), sequence.into());
        }
        if let Some(hint) = self.refresh_hint {
            document.insert("spiffe_refresh_hint".to_owned(), hint.into());
        }
        document.into()
    }

    /// The authorities as concatenated PEM, as in a `ca.crt`.
    pub fn to_pem(&self) -> String {
        self.authorities.iter().map(Certificate::to_pem).collect()
    }
}

/// A bundle that is being filled.
pub(super) struct Intake {
    pub(super) bundle: TrustBundle,
    known: HashSet<Certificate>,
    unsaid: usize,
}

impl Intake {
    pub(super) fn new(trust_domain: TrustDomain) -> Self {
        let bundle = TrustBundle {
            trust_domain,
            authorities: Vec::new(),
            sequence: None,
            refresh_hint: None,
            jwt_authorities: Vec::new(),
            findings: Vec::new(),
        };
        Self { bundle, known: HashSet::new(), unsaid: 0 }
    }

    fn fill(
        trust_domain: TrustDomain,
        authorities: impl IntoIterator<Item = Certificate>,
        limits: &BundleLimits,
    ) -> TrustBundle {
        let (mut intake, mut room) = (Self::new(trust_domain), limits.max_findings);
        for authority in authorities {
            intake.take(authority, &mut room);
        }
        intake.finish()
    }

    /// Takes one authority in, once, if it can be one. There is `room` for so many findings more.
    pub(super) fn take(&mut self, authority: Certificate, room: &mut usize) {
        if !self.known.insert(authority.clone()) {
            return;
        }
        let at = Subject::Certificate(authority.reference(None));
        let trust_domain = &self.bundle.trust_domain;
        if !authority.is_ca() {
            let message = format!("not a CA certificate; left out of the bundle of {trust_domain}");
            self.report(room, || Finding::new(r::BUNDLE_AUTHORITY_NOT_CA, at, message));
            return;
        }
        if let Some(id) = authority.spiffe_id()
            && (id.trust_domain() != trust_domain.as_ref() || !id.path().is_empty())
        {
            let message = format!("its own ID is {id}, in the bundle of {trust_domain}");
            self.report(room, || Finding::new(r::BUNDLE_AUTHORITY_FOREIGN_ID, at, message));
        }
        self.bundle.authorities.push(authority);
    }

    pub(super) fn report(&mut self, room: &mut usize, finding: impl FnOnce() -> Finding) {
        match room.checked_sub(1) {
            Some(left) => {
                *room = left;
                self.bundle.findings.push(finding());
            }
            None => self.unsaid = self.unsaid.saturating_add(1),
        }
    }

    pub(super) fn finish(mut self) -> TrustBundle {
        if self.unsaid > 0 {
            let at = Subject::TrustDomain { name: self.bundle.trust_domain.to_string() };
            let message = format!("{} more findings about this bundle are not listed", self.unsaid);
            self.bundle.findings.push(Finding::new(r::BUNDLE_FINDINGS_CUT, at, message));
        }
        self.bundle
    }
}

fn unreadable(trust_domain: &TrustDomain, e: &PkiError) -> TrustError {
    TrustError::Certificate {
        trust_domain: trust_domain.to_string(),
        reason: e.to_string(),
        at: Box::new(e.subject()),
    }
}
