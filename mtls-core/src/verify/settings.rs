//! What every verifier is set up with.

use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm};

use crate::pki::{Crl, default_algorithms};
use crate::trust::DistrustList;

use super::cache::CacheLimits;
use super::revocation::{Revocation, RevocationPolicy};
use super::{Profile, Purpose, VerifierError};

/// Limits on what a peer may present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChainLimits {
    /// Certificates in a chain, the leaf included. Default 16.
    pub max_certificates: usize,
    /// Bytes of a chain's certificates together. Default 256 KiB.
    pub max_bytes: usize,
    /// Intermediates of a path, those not counted that are issued by a CA of their own name (RFC 5280
    /// section 6.1). Default 6, and webpki follows no more.
    pub max_intermediates: usize,
}

impl Default for ChainLimits {
    fn default() -> Self {
        Self { max_certificates: 16, max_bytes: 256 << 10, max_intermediates: 6 }
    }
}

/// How many of a long chain's certificates are named in a rejection.
pub(super) const NAMED: usize = 32;

impl ChainLimits {
    /// How many certificates are looked at of a chain of `count`: all, or of one that is too long for these limits the
    /// first few, by which a rejection names it. Of the others only the number counts; who hands a chain over need not
    /// copy them.
    pub fn looked_at(&self, count: usize) -> usize {
        if count > self.max_certificates { count.min(NAMED) } else { count }
    }

    /// In what way a chain is too long to be looked at.
    pub(super) fn exceeded(&self, chain: &[CertificateDer<'_>]) -> Option<String> {
        if chain.len() > self.max_certificates {
            return Some(format!("{} certificates; the limit is {}", chain.len(), self.max_certificates));
        }
        let bytes = chain.iter().fold(0_usize, |sum, der| sum.saturating_add(der.len()));
        (bytes > self.max_bytes)
            .then(|| format!("{bytes} bytes of certificates; the limit is {}", self.max_bytes))
    }
}

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) profile: Profile,
    pub(super) purpose: Option<Purpose>,
    pub(super) limits: ChainLimits,
    pub(super) algorithms: Option<Vec<&'static dyn SignatureVerificationAlgorithm>>,
    pub(super) crls: Vec<Crl>,
    pub(super) revocation: RevocationPolicy,
    pub(super) distrust: DistrustList,
    pub(super) caches: CacheLimits,
}

impl Settings {
    pub(super) fn new(profile: Profile) -> Self {
        Self {
            profile,
            purpose: None,
            limits: ChainLimits::default(),
            algorithms: None,
            crls: Vec::new(),
            revocation: RevocationPolicy::default(),
            distrust: DistrustList::new(),
            caches: CacheLimits::default(),
        }
    }

    /// What a snapshot is made of, besides whom it trusts.
    pub(super) fn ready(self) -> Result<Criteria, VerifierError> {
        let algorithms = self.algorithms.unwrap_or_else(|| default_algorithms().to_vec());
        if algorithms.is_empty() {
            return Err(VerifierError::NoAlgorithms);
        }
        Ok(Criteria {
            profile: self.profile,
            purpose: self.purpose.unwrap_or_else(|| self.profile.purpose()),
            limits: self.limits,
            algorithms,
            revocation: Revocation::new(self.crls, self.revocation)?,
            distrust: self.distrust,
        })
    }
}

/// What chains are judged by, whoever is trusted.
#[derive(Debug)]
pub(super) struct Criteria {
    pub(super) profile: Profile,
    pub(super) purpose: Purpose,
    pub(super) limits: ChainLimits,
    pub(super) algorithms: Vec<&'static dyn SignatureVerificationAlgorithm>,
    pub(super) revocation: Revocation,
    pub(super) distrust: DistrustList,
}

/// The setters that all builders have.
macro_rules! setters {
    () => {
        /// Demands another profile.
        #[must_use]
        pub fn profile(mut self, profile: $crate::verify::Profile) -> Self {
            self.settings.profile = profile;
            self
        }

        /// The purpose of `verify`, in place of the profile's own.
        #[must_use]
        pub fn purpose(mut self, purpose: $crate::verify::Purpose) -> Self {
            self.settings.purpose = Some(purpose);
            self
        }

        /// Other limits than the default ones.
        #[must_use]
        pub fn limits(mut self, limits: $crate::verify::ChainLimits) -> Self {
            self.settings.limits = limits;
            self
        }

        /// The signature algorithms of another provider than the built-in one.
        #[must_use]
        pub fn algorithms(
            mut self,
            algorithms: &[&'static dyn rustls_pki_types::SignatureVerificationAlgorithm],
        ) -> Self {
            self.settings.algorithms = Some(algorithms.to_vec());
            self
        }

        /// Looks certificates up in these CRLs. With one list in force, a certificate that none speaks of
        /// is refused, unless [`revocation`](Self::revocation) says otherwise.
        #[must_use]
        pub fn crls(mut self, crls: impl IntoIterator<Item = $crate::pki::Crl>) -> Self {
            self.settings.crls = crls.into_iter().collect();
            self
        }

        /// What the CRLs decide.
        #[must_use]
        pub fn revocation(mut self, policy: $crate::verify::RevocationPolicy) -> Self {
            self.settings.revocation = policy;
            self
        }

        /// Shuts out every path with a certificate, key or issuer of this list, the trust anchor included.
        #[must_use]
        pub fn distrust(mut self, list: $crate::trust::DistrustList) -> Self {
            self.settings.distrust = list;
            self
        }

        /// Remembers more or less of the peers and issuers that were accepted. What is remembered dies with
        /// the verifier and never changes a verdict.
        #[must_use]
        pub fn caches(mut self, limits: $crate::verify::CacheLimits) -> Self {
            self.settings.caches = limits;
            self
        }
    };
}
pub(super) use setters;
