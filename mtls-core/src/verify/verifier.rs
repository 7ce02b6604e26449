//! The judge.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};

use crate::finding::{
    Finding, Subject,
    rules::{pki, verify as r},
};
use crate::identity::{SpiffeIdRef, TrustDomain};
use crate::pki::strict::CertificateFields;
use crate::pki::{Certificate, CertificateChain, default_algorithms};
use crate::trust::{BundleSet, TrustBundle};

use super::faults::{At, Faults};
use super::path::{self, Intermediate};
use super::peer::Facts;
use super::purpose::Role;
use super::{
    ChainReport, Profile, Purpose, Rejection, VerifiedPeer, VerifierError, diagnosis, leaf, validity,
};

/// Limits on what a peer may present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChainLimits {
    /// Certificates in a chain, the leaf included. Default 16; webpki itself follows six intermediates.
    pub max_certificates: usize,
    /// Bytes of a chain's certificates together. Default 256 KiB.
    pub max_bytes: usize,
}

impl Default for ChainLimits {
    fn default() -> Self {
        Self { max_certificates: 16, max_bytes: 256 << 10 }
    }
}

/// Verifies certificate chains against the bundle of the leaf's own trust domain.
///
/// Immutable and cheap to clone: a snapshot of bundles, profile and algorithms. Reads no clock,
/// file or socket. To change what is trusted, build another one.
#[derive(Clone)]
pub struct ChainVerifier(Arc<Snapshot>);

/// What the verifier judges by.
pub(super) struct Snapshot {
    pub(super) bundles: BundleSet,
    pub(super) domains: HashMap<TrustDomain, Domain>,
    pub(super) profile: Profile,
    pub(super) purpose: Purpose,
    pub(super) limits: ChainLimits,
    pub(super) algorithms: Vec<&'static dyn SignatureVerificationAlgorithm>,
    pub(super) findings: Vec<Finding>,
}

/// One trust domain's anchors, and the certificates they were made from in the same order.
pub(super) struct Domain {
    anchors: Vec<TrustAnchor<'static>>,
    pub(super) authorities: Vec<Certificate>,
}

/// Why the fast path refused: our findings, and webpki's word where it came to that.
pub(super) struct Refused {
    pub(super) findings: Vec<Finding>,
    pub(super) webpki: Option<webpki::Error>,
}

impl ChainVerifier {
    /// Starts a verifier over these bundles: profile [`Profile::SpiffeInterop`], purpose
    /// [`Purpose::Either`], the built-in algorithms, default [`ChainLimits`].
    pub fn builder(bundles: BundleSet) -> ChainVerifierBuilder {
        ChainVerifierBuilder {
            bundles,
            profile: Profile::default(),
            purpose: Purpose::default(),
            limits: ChainLimits::default(),
            algorithms: None,
        }
    }

    /// Judges a chain, leaf first, at a point in time, for the verifier's own purpose.
    ///
    /// Intermediates may come in any order and unrelated certificates are passed over, as RFC 8446
    /// section 4.4.2 allows; only rustls-webpki's acceptance counts, and our own checks on top.
    ///
    /// # Errors
    /// A [`Rejection`] with all that is wrong, the most telling cause first.
    pub fn verify(&self, chain: &[CertificateDer<'_>], at: UnixTime) -> Result<VerifiedPeer, Rejection> {
        self.verify_for(self.0.purpose, chain, at)
    }

    /// The same for another purpose than the verifier's own.
    ///
    /// # Errors
    /// As [`ChainVerifier::verify`].
    pub fn verify_for(
        &self,
        purpose: Purpose,
        chain: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<VerifiedPeer, Rejection> {
        self.0.judge(chain, purpose, at).map_err(|refused| diagnosis::rejection(&self.0, chain, at, refused))
    }

    /// Judges a [`CertificateChain`].
    ///
    /// # Errors
    /// As [`ChainVerifier::verify`].
    pub fn verify_chain(&self, chain: &CertificateChain, at: UnixTime) -> Result<VerifiedPeer, Rejection> {
        self.verify(&chain.to_der(), at)
    }

    /// Says of every certificate what is wrong with it, beside the verdict of [`ChainVerifier::verify`].
    pub fn explain(&self, chain: &[CertificateDer<'_>], at: UnixTime) -> ChainReport {
        ChainReport::new(chain, at, self.verify(chain, at))
    }

    /// The bundles that it verifies against.
    pub fn bundles(&self) -> &BundleSet {
        &self.0.bundles
    }

    /// The profile that it verifies under.
    pub fn profile(&self) -> Profile {
        self.0.profile
    }

    /// What was left out of the bundles when the verifier was built.
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }
}

impl fmt::Debug for ChainVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainVerifier")
            .field("profile", &self.0.profile)
            .field("purpose", &self.0.purpose)
            .field("trust_domains", &self.0.bundles.len())
            .finish_non_exhaustive()
    }
}

/// Sets up a [`ChainVerifier`].
#[derive(Clone, Debug)]
pub struct ChainVerifierBuilder {
    bundles: BundleSet,
    profile: Profile,
    purpose: Purpose,
    limits: ChainLimits,
    algorithms: Option<Vec<&'static dyn SignatureVerificationAlgorithm>>,
}

impl ChainVerifierBuilder {
    /// Demands another profile than [`Profile::SpiffeInterop`].
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// The purpose of [`ChainVerifier::verify`], in place of [`Purpose::Either`].
    #[must_use]
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    /// Other limits than the default ones.
    #[must_use]
    pub fn limits(mut self, limits: ChainLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The signature algorithms of another provider than the built-in one.
    #[must_use]
    pub fn algorithms(mut self, algorithms: &[&'static dyn SignatureVerificationAlgorithm]) -> Self {
        self.algorithms = Some(algorithms.to_vec());
        self
    }

    /// Builds the verifier. An authority that webpki cannot take as a trust anchor is left out and
    /// reported by [`ChainVerifier::findings`]; the rest of its bundle still counts.
    ///
    /// # Errors
    /// No signature algorithms: neither a backend feature nor [`ChainVerifierBuilder::algorithms`].
    pub fn build(self) -> Result<ChainVerifier, VerifierError> {
        let algorithms = self.algorithms.unwrap_or_else(|| default_algorithms().to_vec());
        if algorithms.is_empty() {
            return Err(VerifierError::NoAlgorithms);
        }
        let mut findings = Vec::new();
        let domains = self
            .bundles
            .iter()
            .map(|bundle| (bundle.trust_domain().clone(), Domain::new(bundle, &mut findings)))
            .collect();
        Ok(ChainVerifier(Arc::new(Snapshot {
            bundles: self.bundles,
            domains,
            profile: self.profile,
            purpose: self.purpose,
            limits: self.limits,
            algorithms,
            findings,
        })))
    }
}

impl Domain {
    fn new(bundle: &TrustBundle, findings: &mut Vec<Finding>) -> Self {
        let mut domain = Self { anchors: Vec::new(), authorities: Vec::new() };
        for authority in bundle.authorities() {
            let read = CertificateFields::read(authority.der()).map_err(|e| e.to_string());
            let anchor = read
                .and_then(|_| webpki::anchor_from_trusted_cert(authority.der()).map_err(|e| e.to_string()));
            match anchor {
                Ok(anchor) => {
                    domain.anchors.push(anchor.to_owned());
                    domain.authorities.push(authority.clone());
                }
                Err(reason) => {
                    let at = Subject::Certificate(authority.reference(None));
                    let message = format!("left out of the bundle of {}: {reason}", bundle.trust_domain());
                    findings.push(Finding::new(r::VERIFIER_AUTHORITY_UNUSABLE, at, message));
                }
            }
        }
        domain
    }
}

impl Snapshot {
    /// The fast path: accepted, or a reason not to be.
    fn judge(
        &self,
        chain: &[CertificateDer<'_>],
        purpose: Purpose,
        at: UnixTime,
    ) -> Result<VerifiedPeer, Refused> {
        let (leaf_der, rest) = self.within_limits(chain)?;
        let mut faults = Faults::new(self.profile, chain);
        let leaf = match CertificateFields::read(leaf_der) {
            Ok(leaf) => leaf,
            Err(e) => {
                faults.refuse(pki::CERTIFICATE_MALFORMED, At::Chain(0), e.to_string());
                return Err(Refused::ours(faults));
            }
        };
        let id = leaf::check(&leaf, &mut faults);
        let Some(id) = id.filter(|_| !faults.refused()) else { return Err(Refused::ours(faults)) };
        let domain = match self.domain(id) {
            Ok(domain) => domain,
            Err(finding) => {
                faults.add(*finding);
                return Err(Refused::ours(faults));
            }
        };
        let mut refused = None;
        for role in purpose.roles() {
            match self.build_path(chain, rest, id, domain, *role, at) {
                Ok((path, authority, found)) => {
                    found.into_iter().for_each(|f| faults.add(f));
                    return Ok(self.peer(id, purpose, chain, &path, authority, &leaf, faults));
                }
                // The first role's refusal stands: a chain without any usable role is refused as a client.
                Err(e) => refused = refused.or(Some(e)),
            }
        }
        let (webpki, found) = refused.unwrap_or((webpki::Error::UnknownIssuer, Vec::new()));
        found.into_iter().for_each(|f| faults.add(f));
        Err(Refused { findings: faults.into_findings(), webpki: Some(webpki) })
    }

    fn within_limits<'c>(
        &self,
        chain: &'c [CertificateDer<'c>],
    ) -> Result<(&'c CertificateDer<'c>, &'c [CertificateDer<'c>]), Refused> {
        let bare = |rule, message: String| Refused {
            findings: vec![Finding::new(rule, Subject::Input, message)],
            webpki: None,
        };
        let Some((leaf, rest)) = chain.split_first() else {
            return Err(bare(pki::CHAIN_EMPTY, "no certificate was presented".to_owned()));
        };
        if chain.len() > self.limits.max_certificates {
            let message =
                format!("{} certificates; the limit is {}", chain.len(), self.limits.max_certificates);
            return Err(bare(pki::CHAIN_TOO_LONG, message));
        }
        let bytes = chain.iter().fold(0_usize, |sum, der| sum.saturating_add(der.len()));
        if bytes > self.limits.max_bytes {
            let message = format!("{bytes} bytes of certificates; the limit is {}", self.limits.max_bytes);
            return Err(bare(pki::CHAIN_TOO_LONG, message));
        }
        Ok((leaf, rest))
    }

    /// The anchors that may vouch for this ID, and no others.
    fn domain(&self, id: SpiffeIdRef<'_>) -> Result<&Domain, Box<Finding>> {
        let name = id.trust_domain().as_str();
        let subject = || Subject::TrustDomain { name: name.to_owned() };
        match self.domains.get(name) {
            None => Err(Box::new(Finding::new(
                r::TRUST_DOMAIN_UNKNOWN,
                subject(),
                format!("the leaf is {id}, and there is no bundle for {name}"),
            ))),
            Some(domain) if domain.anchors.is_empty() => Err(Box::new(Finding::new(
                r::TRUST_BUNDLE_EMPTY,
                subject(),
                format!("the bundle of {name} has no usable authority"),
            ))),
            Some(domain) => Ok(domain),
        }
    }

    /// Lets webpki search for a path that it and our own checks accept.
    #[expect(clippy::type_complexity, reason = "used once, and a name would hide what webpki returns")]
    fn build_path<'d>(
        &self,
        chain: &[CertificateDer<'_>],
        rest: &[CertificateDer<'_>],
        id: SpiffeIdRef<'_>,
        domain: &'d Domain,
        role: Role,
        at: UnixTime,
    ) -> Result<(Vec<usize>, &'d Certificate, Vec<Finding>), (webpki::Error, Vec<Finding>)> {
        let Some(leaf) = chain.first() else { return Err((webpki::Error::UnknownIssuer, Vec::new())) };
        let end_entity = webpki::EndEntityCert::try_from(leaf).map_err(|e| (e, Vec::new()))?;
        // What our checks said of the path that was looked at last, and of those refused before it.
        let accepted = RefCell::new(None);
        let refused = RefCell::new(Vec::new());
        let check = |found: &webpki::VerifiedPath<'_>| {
            let mut faults = Faults::new(self.profile, chain);
            let authority = domain
                .anchors
                .iter()
                .zip(&domain.authorities)
                .find_map(|(anchor, authority)| (anchor == found.anchor()).then_some(authority))
                .ok_or(webpki::Error::UnknownIssuer)?;
            let mut intermediates = Vec::new();
            for certificate in found.intermediate_certificates() {
                let der = certificate.der();
                // The chain holds what webpki was given, so the position is always found.
                let index = chain.iter().position(|c| c == &der).ok_or(webpki::Error::UnknownIssuer)?;
                let der = chain.get(index).ok_or(webpki::Error::UnknownIssuer)?;
                match CertificateFields::read(der) {
                    Ok(fields) => intermediates.push(Intermediate { index, fields }),
                    Err(e) => faults.refuse(pki::CERTIFICATE_MALFORMED, At::Chain(index), e.to_string()),
                }
            }
            path::check(&intermediates, authority, id.trust_domain(), at, &mut faults);
            if faults.refused() {
                refused.borrow_mut().extend(faults.into_findings());
                // webpki goes on to other paths; the reason is ours to tell.
                return Err(webpki::Error::UnknownIssuer);
            }
            let path = intermediates.iter().map(|i| i.index).collect();
            accepted.replace(Some((path, authority, faults.into_findings())));
            Ok(())
        };
        let verdict = end_entity.verify_for_usage(
            &self.algorithms,
            &domain.anchors,
            rest,
            at,
            role,
            None,
            Some(&check),
        );
        let refused = refused.into_inner();
        match verdict {
            Ok(_) => accepted.into_inner().ok_or((webpki::Error::UnknownIssuer, refused)),
            Err(e) => Err((e, refused)),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "gathers the pieces of one verdict")]
    fn peer(
        &self,
        id: SpiffeIdRef<'_>,
        purpose: Purpose,
        chain: &[CertificateDer<'_>],
        path: &[usize],
        authority: &Certificate,
        leaf: &CertificateFields<'_>,
        faults: Faults<'_>,
    ) -> VerifiedPeer {
        let used = std::iter::once(&0).chain(path).filter_map(|index| chain.get(*index));
        let path: Vec<_> = used.map(|der| der.clone().into_owned()).collect();
        let ends =
            path.iter().filter_map(|der| CertificateFields::read(der).ok()).map(|fields| fields.not_after);
        let authority_end = i64::try_from(authority.not_after().as_secs()).unwrap_or(i64::MAX);
        let end = ends.fold(leaf.not_after.min(authority_end), i64::min);
        VerifiedPeer::new(Facts {
            spiffe_id: id.to_owned(),
            profile: self.profile,
            purpose,
            valid_until: validity::unix(end),
            path,
            authority: authority.clone(),
            warnings: faults.into_findings(),
        })
    }
}

impl Refused {
    fn ours(faults: Faults<'_>) -> Self {
        Self { findings: faults.into_findings(), webpki: None }
    }
}
