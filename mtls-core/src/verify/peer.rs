//! Who it is, after verification.

use std::fmt;
use std::sync::Arc;

use rustls_pki_types::{CertificateDer, UnixTime};
use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

use crate::finding::Finding;
use crate::identity::{SpiffeId, TrustDomainRef, WorkloadIdentity};
use crate::pki::{Certificate, PkiError};

use super::{Profile, Purpose};

/// A peer whose chain was accepted. Cheap to clone.
///
/// Serializes as `{spiffe_id, trust_domain, profile, purpose, valid_until, path, authority, warnings}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedPeer(Arc<Facts>);

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) spiffe_id: SpiffeId,
    pub(super) profile: Profile,
    pub(super) purpose: Purpose,
    pub(super) valid_until: UnixTime,
    pub(super) path: Vec<CertificateDer<'static>>,
    pub(super) authority: Certificate,
    pub(super) warnings: Vec<Finding>,
}

impl VerifiedPeer {
    pub(super) fn new(facts: Facts) -> Self {
        Self(Arc::new(facts))
    }

    /// The peer's identity, from the signed bytes of its leaf.
    pub fn spiffe_id(&self) -> &SpiffeId {
        &self.0.spiffe_id
    }

    /// The trust domain that vouched for it.
    pub fn trust_domain(&self) -> TrustDomainRef<'_> {
        self.0.spiffe_id.trust_domain()
    }

    /// The Istio workload identity, where the ID has the form `ns/…/sa/…`.
    pub fn workload(&self) -> Option<WorkloadIdentity> {
        WorkloadIdentity::try_from(&self.0.spiffe_id).ok()
    }

    /// The profile that it was verified under.
    pub fn profile(&self) -> Profile {
        self.0.profile
    }

    /// The role that it was verified for.
    pub fn purpose(&self) -> Purpose {
        self.0.purpose
    }

    /// The last second at which all certificates of the path, the authority's included, are valid.
    pub fn valid_until(&self) -> UnixTime {
        self.0.valid_until
    }

    /// The accepted path as DER: the leaf, then its issuers, without the authority.
    pub fn path(&self) -> &[CertificateDer<'static>] {
        &self.0.path
    }

    /// The leaf, read.
    ///
    /// # Errors
    /// A leaf that verification accepts and the reader of [`Certificate`] does not.
    pub fn leaf(&self) -> Result<Certificate, PkiError> {
        Certificate::from_der(self.0.path.first().map_or(&[], |der| der.as_ref()))
    }

    /// The trust anchor that the path ends at.
    pub fn authority(&self) -> &Certificate {
        &self.0.authority
    }

    /// What a stricter profile would refuse.
    pub fn warnings(&self) -> &[Finding] {
        &self.0.warnings
    }
}

/// `spiffe://… (verified by CN=… until …)`.
impl fmt::Display for VerifiedPeer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} (vouched for by {}, until {})",
            self.0.spiffe_id,
            self.0.authority.subject(),
            crate::pki::time::rfc3339(self.0.valid_until)
        )
    }
}

impl Serialize for VerifiedPeer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let path: Vec<_> =
            (0..).zip(self.path()).map(|(i, der)| super::faults::describe(Some(i), der)).collect();
        let mut record = serializer.serialize_struct("VerifiedPeer", 8)?;
        record.serialize_field("spiffe_id", self.spiffe_id())?;
        record.serialize_field("trust_domain", self.trust_domain().as_str())?;
        record.serialize_field("profile", &self.profile())?;
        record.serialize_field("purpose", &self.purpose())?;
        record.serialize_field("valid_until", &self.valid_until().as_secs())?;
        record.serialize_field("path", &path)?;
        record.serialize_field("authority", &self.authority().reference(None))?;
        record.serialize_field("warnings", self.warnings())?;
        record.end()
    }
}
