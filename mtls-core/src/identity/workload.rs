//! The identity that Istio gives a workload.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::cut;
use super::{IdentityError, SpiffeId, SpiffeIdRef, TrustDomain, TrustDomainRef};

/// An Istio identity: `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`.
///
/// Namespace and service account are names that Kubernetes would take. Serializes as its SPIFFE ID.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkloadIdentity(SpiffeId);

impl WorkloadIdentity {
    /// The identity of a service account.
    ///
    /// # Errors
    /// A namespace that is no DNS-1123 label, or a service account that is no DNS-1123 subdomain.
    pub fn new(
        trust_domain: &TrustDomain,
        namespace: &str,
        service_account: &str,
    ) -> Result<Self, IdentityError> {
        Self::check(namespace, service_account)?;
        trust_domain.join(&format!("ns/{namespace}/sa/{service_account}")).map(Self)
    }

    /// Reads the principal form of AuthorizationPolicy: `<trust domain>/ns/<namespace>/sa/<service account>`.
    ///
    /// # Errors
    /// Another form, a `spiffe://` in front included, or names that Kubernetes would not take.
    pub fn from_principal(principal: &str) -> Result<Self, IdentityError> {
        let wrong = || IdentityError::Principal { principal: cut(principal) };
        let (trust_domain, path) = principal.split_once('/').ok_or_else(wrong)?;
        if trust_domain.contains(':') {
            return Err(wrong());
        }
        let id = TrustDomain::parse(trust_domain)?.join(path)?;
        Self::try_from(&id).map_err(|e| match e {
            IdentityError::NotWorkload { .. } => wrong(),
            other => other,
        })
    }

    /// The trust domain.
    pub fn trust_domain(&self) -> TrustDomainRef<'_> {
        self.0.trust_domain()
    }

    /// The Kubernetes namespace.
    pub fn namespace(&self) -> &str {
        parts(self.0.as_ref()).map_or("", |(namespace, _)| namespace)
    }

    /// The Kubernetes service account.
    pub fn service_account(&self) -> &str {
        parts(self.0.as_ref()).map_or("", |(_, service_account)| service_account)
    }

    /// The form that AuthorizationPolicy's `principals` compare: the ID without `spiffe://`.
    pub fn principal(&self) -> &str {
        self.0.as_str().strip_prefix(super::grammar::SCHEME).unwrap_or_default()
    }

    /// The SPIFFE ID.
    pub fn spiffe_id(&self) -> &SpiffeId {
        &self.0
    }

    fn check(namespace: &str, service_account: &str) -> Result<(), IdentityError> {
        let refuse = |what, name| Err(IdentityError::KubernetesName { what, name: cut(name) });
        if !is_dns_label(namespace) {
            return refuse("namespace", namespace);
        }
        if service_account.len() > 253 || !service_account.split('.').all(is_subdomain_part) {
            return refuse("service account", service_account);
        }
        Ok(())
    }
}

/// RFC 1123 label as Kubernetes checks it: at most 63 characters.
fn is_dns_label(name: &str) -> bool {
    name.len() <= 63 && is_subdomain_part(name)
}

/// A part of a subdomain: Kubernetes bounds the whole, not the part.
fn is_subdomain_part(name: &str) -> bool {
    let inner = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-');
    name.bytes().all(inner) && !name.is_empty() && !name.starts_with('-') && !name.ends_with('-')
}

/// Namespace and service account of an ID of the right form.
fn parts<'a>(id: SpiffeIdRef<'a>) -> Option<(&'a str, &'a str)> {
    let mut segments = id.segments();
    match (segments.next(), segments.next(), segments.next(), segments.next(), segments.next()) {
        (Some("ns"), Some(namespace), Some("sa"), Some(account), None) => Some((namespace, account)),
        _ => None,
    }
}

impl TryFrom<&SpiffeId> for WorkloadIdentity {
    type Error = IdentityError;
    fn try_from(id: &SpiffeId) -> Result<Self, Self::Error> {
        let (namespace, service_account) =
            parts(id.as_ref()).ok_or_else(|| IdentityError::NotWorkload { id: cut(id.as_str()) })?;
        Self::check(namespace, service_account)?;
        Ok(Self(id.clone()))
    }
}

/// The SPIFFE ID.
impl fmt::Display for WorkloadIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for WorkloadIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WorkloadIdentity({:?})", self.0.as_str())
    }
}

impl Serialize for WorkloadIdentity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WorkloadIdentity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(&SpiffeId::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
