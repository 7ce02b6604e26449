//! Workload identities as Istio writes them.

use super::error::{IdentityError, cut};
use super::{SpiffeId, SpiffeIdRef, TrustDomainRef};

/// The identity of a Kubernetes workload in Istio's form: trust domain, namespace, service account.
///
/// As a SPIFFE ID it is `spiffe://td/ns/<namespace>/sa/<service account>`, and that is how it prints and
/// serializes. As a [principal](Self::principal), in an AuthorizationPolicy, it is the same without the scheme.
///
/// ```
/// use mtls_core::identity::WorkloadIdentity;
///
/// let cart: WorkloadIdentity = "spiffe://cluster.local/ns/shop/sa/cart".parse()?;
/// assert_eq!((cart.namespace(), cart.service_account()), ("shop", "cart"));
/// assert_eq!(cart.principal(), "cluster.local/ns/shop/sa/cart");
/// assert_eq!(WorkloadIdentity::from_principal("cluster.local/ns/shop/sa/cart")?, cart);
/// # Ok::<(), mtls_core::identity::IdentityError>(())
/// ```
#[derive(Clone)]
pub struct WorkloadIdentity {
    /// Of the form that `parts` takes apart.
    id: SpiffeId,
}

impl WorkloadIdentity {
    /// The workload that runs as `service_account` in `namespace`.
    ///
    /// # Errors
    /// [`IdentityError::KubernetesName`] for a namespace that is no DNS-1123 label or a service account that
    /// is no DNS-1123 subdomain, as Kubernetes has no others; [`IdentityError::IdTooLong`].
    pub fn new<'t>(
        trust_domain: impl Into<TrustDomainRef<'t>>,
        namespace: &str,
        service_account: &str,
    ) -> Result<Self, IdentityError> {
        check_names(namespace, service_account)?;
        let id = trust_domain.into().join(&["ns/", namespace, "/sa/", service_account].concat())?;
        Ok(Self { id })
    }

    /// Reads a SPIFFE ID of this form.
    ///
    /// # Errors
    /// The rule that the ID breaks, [`IdentityError::NotWorkload`] for an ID of another form, or the rule
    /// that one of the names breaks.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        Self::try_from(SpiffeId::parse(text)?)
    }

    /// Reads the principal form, `td/ns/<namespace>/sa/<service account>`.
    ///
    /// # Errors
    /// [`IdentityError::Principal`] for a text of another form (a SPIFFE ID with its scheme too), or the
    /// rule that one of the names breaks.
    pub fn from_principal(text: &str) -> Result<Self, IdentityError> {
        let wrong_form = || IdentityError::Principal { value: cut(text) };
        let (trust_domain, path) =
            text.find('/').and_then(|at| text.split_at_checked(at)).ok_or_else(wrong_form)?;
        let (namespace, service_account) = names(path).ok_or_else(wrong_form)?;
        Self::new(TrustDomainRef::parse(trust_domain)?, namespace, service_account)
    }

    /// The trust domain.
    pub fn trust_domain(&self) -> TrustDomainRef<'_> {
        self.id.trust_domain()
    }

    /// The Kubernetes namespace.
    pub fn namespace(&self) -> &str {
        names(self.id.path()).unwrap_or_default().0
    }

    /// The Kubernetes service account.
    pub fn service_account(&self) -> &str {
        names(self.id.path()).unwrap_or_default().1
    }

    /// The principal, `td/ns/<namespace>/sa/<service account>`: what Istio's AuthorizationPolicy compares.
    pub fn principal(&self) -> &str {
        self.id.as_ref().without_scheme()
    }

    /// The SPIFFE ID.
    pub fn spiffe_id(&self) -> &SpiffeId {
        &self.id
    }

    /// The SPIFFE ID, without a copy.
    pub fn into_spiffe_id(self) -> SpiffeId {
        self.id
    }

    /// The SPIFFE ID as text.
    pub fn as_str(&self) -> &str {
        self.id.as_str()
    }
}

as_text!(WorkloadIdentity);
from_text!(WorkloadIdentity, "a workload's SPIFFE ID, such as spiffe://cluster.local/ns/shop/sa/cart");

impl TryFrom<SpiffeId> for WorkloadIdentity {
    type Error = IdentityError;
    fn try_from(id: SpiffeId) -> Result<Self, IdentityError> {
        let Some((namespace, service_account)) = names(id.path()) else {
            return Err(IdentityError::NotWorkload { value: cut(id.as_str()) });
        };
        check_names(namespace, service_account)?;
        Ok(Self { id })
    }
}

impl TryFrom<&SpiffeId> for WorkloadIdentity {
    type Error = IdentityError;
    fn try_from(id: &SpiffeId) -> Result<Self, IdentityError> {
        Self::try_from(id.clone())
    }
}

impl TryFrom<SpiffeIdRef<'_>> for WorkloadIdentity {
    type Error = IdentityError;
    fn try_from(id: SpiffeIdRef<'_>) -> Result<Self, IdentityError> {
        Self::try_from(id.to_owned())
    }
}

impl From<WorkloadIdentity> for SpiffeId {
    fn from(workload: WorkloadIdentity) -> Self {
        workload.id
    }
}

/// Namespace and service account of `/ns/<namespace>/sa/<service account>`, unchecked.
fn names(path: &str) -> Option<(&str, &str)> {
    let mut segments = path.strip_prefix('/')?.split('/');
    match (segments.next(), segments.next(), segments.next(), segments.next(), segments.next()) {
        (Some("ns"), Some(namespace), Some("sa"), Some(service_account), None) => {
            Some((namespace, service_account))
        }
        _ => None,
    }
}

fn check_names(namespace: &str, service_account: &str) -> Result<(), IdentityError> {
    let refuse = |kind, broken, value| Err(IdentityError::KubernetesName { kind, broken, value: cut(value) });
    if namespace.len() > 63 {
        return refuse("namespace", "longer than 63 characters", namespace);
    }
    if let Some(broken) = broken_label(namespace) {
        return refuse("namespace", broken, namespace);
    }
    if service_account.len() > 253 {
        return refuse("service account", "longer than 253 characters", service_account);
    }
    // Kubernetes bounds the whole subdomain, not its labels.
    match service_account.split('.').find_map(broken_label) {
        Some(broken) => refuse("service account", broken, service_account),
        None => Ok(()),
    }
}

/// What is wrong with this DNS-1123 label, length aside.
fn broken_label(label: &str) -> Option<&'static str> {
    let alphanumeric = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = label.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) if alphanumeric(first) && alphanumeric(last) => (),
        (None, _) => return Some("empty, or two dots in a row"),
        _ => return Some("it must begin and end with a lowercase letter or digit"),
    }
    let allowed = bytes.iter().all(|byte| alphanumeric(byte) || *byte == b'-');
    (!allowed)
        .then_some("only lowercase letters, digits and `-` may stand in it, and `.` in a service account")
}
