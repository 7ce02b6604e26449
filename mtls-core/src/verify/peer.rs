//! Who it is, after verification.

use std::fmt;
use std::sync::Arc;

use rustls_pki_types::{CertificateDer, UnixTime};
use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

use crate::finding::{Finding, NAME, Subject, excerpt_of};
use crate::identity::{SpiffeId, TrustDomainRef, WorkloadIdentity};
use crate::pki::{Certificate, PkiError, time};

use super::snapshot::{Accepted, Refused};
use super::{PeerName, Profile, Purpose};

/// What every accepted chain has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verified {
    pub(super) profile: Profile,
    pub(super) purpose: Purpose,
    pub(super) valid_until: UnixTime,
    pub(super) path: Vec<CertificateDer<'static>>,
    pub(super) authority: Certificate,
    pub(super) warnings: Vec<Finding>,
}

/// The getters that all verdicts have.
macro_rules! verified {
    () => {
        /// The profile that it was verified under.
        pub fn profile(&self) -> Profile {
            self.facts().profile
        }

        /// The role that it was verified for.
        pub fn purpose(&self) -> Purpose {
            self.facts().purpose
        }

        /// The last second at which all certificates of the path, the authority's included, are valid.
        pub fn valid_until(&self) -> UnixTime {
            self.facts().valid_until
        }

        /// The accepted path as DER: the leaf, then its issuers, without the authority.
        pub fn path(&self) -> &[CertificateDer<'static>] {
            &self.facts().path
        }

        /// The leaf, read.
        ///
        /// # Errors
        /// A leaf that verification accepts and the reader of [`Certificate`] does not.
        pub fn leaf(&self) -> Result<Certificate, PkiError> {
            Certificate::from_der(self.path().first().map_or(&[], |der| der.as_ref()))
        }

        /// The trust anchor that the path ends at.
        pub fn authority(&self) -> &Certificate {
            &self.facts().authority
        }

        /// What a stricter profile would refuse, and what a softer policy lets pass.
        pub fn warnings(&self) -> &[Finding] {
            &self.facts().warnings
        }
    };
}

/// A peer whose chain was accepted, known by its SPIFFE ID. Cheap to clone.
///
/// Serializes as `{spiffe_id, trust_domain, profile, purpose, valid_until, path, authority, warnings}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedPeer(Arc<(SpiffeId, Verified)>);

impl VerifiedPeer {
    pub(super) fn new(accepted: Accepted) -> Result<Self, Refused> {
        match accepted.id {
            Some(id) => Ok(Self(Arc::new((id, accepted.verified)))),
            None => Err(Refused { findings: accepted.verified.warnings, on_paths: Vec::new(), webpki: None }),
        }
    }

    pub(super) fn facts(&self) -> &Verified {
        &self.0.1
    }

    /// The peer's identity, from the signed bytes of its leaf.
    pub fn spiffe_id(&self) -> &SpiffeId {
        &self.0.0
    }

    /// The trust domain that vouched for it.
    pub fn trust_domain(&self) -> TrustDomainRef<'_> {
        self.spiffe_id().trust_domain()
    }

    /// The Istio workload identity, where the ID has the form `ns/…/sa/…`.
    pub fn workload(&self) -> Option<WorkloadIdentity> {
        WorkloadIdentity::try_from(self.spiffe_id()).ok()
    }

    verified!();
}

/// `spiffe://… (vouched for by CN=…, until …)`.
impl fmt::Display for VerifiedPeer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.spiffe_id().fmt(f)?;
        self.facts().fmt_authority(f)
    }
}

impl Serialize for VerifiedPeer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("VerifiedPeer", 8)?;
        record.serialize_field("spiffe_id", self.spiffe_id())?;
        record.serialize_field("trust_domain", self.trust_domain().as_str())?;
        self.facts().serialize_into(&mut record)?;
        record.end()
    }
}

/// A certificate whose chain was accepted, known by DNS name, address or e-mail address. Cheap to clone.
///
/// Serializes as `{name, profile, purpose, valid_until, path, authority, warnings}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedCertificate(Arc<(Option<PeerName>, Verified)>);

impl VerifiedCertificate {
    pub(super) fn new(accepted: Accepted) -> Self {
        Self(Arc::new((accepted.name, accepted.verified)))
    }

    pub(super) fn facts(&self) -> &Verified {
        &self.0.1
    }

    /// The expected name that the leaf is valid for; `None` where any was.
    pub fn name(&self) -> Option<&PeerName> {
        self.0.0.as_ref()
    }

    verified!();
}

/// `shop.example (vouched for by CN=…, until …)`.
impl fmt::Display for VerifiedCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => name.fmt(f)?,
            None => f.write_str("valid")?,
        }
        self.facts().fmt_authority(f)
    }
}

impl Serialize for VerifiedCertificate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("VerifiedCertificate", 7)?;
        record.serialize_field("name", &self.name())?;
        self.facts().serialize_into(&mut record)?;
        record.end()
    }
}

impl Verified {
    /// About what the warnings take in memory: each carries text that the peer chose.
    pub(super) fn bytes_of_warnings(&self) -> usize {
        let of = |warning: &Finding| {
            let subject = match &warning.subject {
                Subject::Certificate(c) => [&c.subject, &c.serial]
                    .into_iter()
                    .chain(&c.spiffe_id)
                    .fold(0_usize, |sum, text| sum.saturating_add(text.len())),
                _ => 0,
            };
            size_of::<Finding>().saturating_add(warning.message.len()).saturating_add(subject)
        };
        self.warnings.iter().fold(0, |sum, warning| of(warning).saturating_add(sum))
    }

    fn fmt_authority(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            " (vouched for by {}, until {})",
            excerpt_of(self.authority.subject(), NAME),
            time::rfc3339(self.valid_until)
        )
    }

    fn serialize_into<R: serde::ser::SerializeStruct>(&self, record: &mut R) -> Result<(), R::Error> {
        let path: Vec<_> =
            (0..).zip(&self.path).map(|(i, der)| super::faults::describe(Some(i), der)).collect();
        record.serialize_field("profile", &self.profile)?;
        record.serialize_field("purpose", &self.purpose)?;
        record.serialize_field("valid_until", &self.valid_until.as_secs())?;
        record.serialize_field("path", &path)?;
        record.serialize_field("authority", &self.authority.reference(None))?;
        record.serialize_field("warnings", &self.warnings)
    }
}
