//! Floor 1: SPIFFE IDs, trust domains, workload identities, patterns.

use std::fmt;

use mtls_core::finding::Subject;
use mtls_core::identity as core;
use pyo3::prelude::*;

use crate::arguments::{IdArgument, List, TrustDomainArgument};
use crate::raise::Raise;
use crate::record::Findings;

/// A SPIFFE ID: `spiffe://<trust domain>/<path>`. Parsing is strict; `parse_lenient` says what it changed.
#[pyclass(module = "mtls_core", frozen, eq, ord, hash, str)]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SpiffeId(pub(crate) core::SpiffeId);

#[pymethods]
impl SpiffeId {
    #[new]
    fn new(text: &str) -> Result<Self, Raise> {
        Ok(Self(core::SpiffeId::parse(text)?))
    }

    /// Reads an ID whose scheme or trust domain has capitals; gives it in its one valid spelling, with the changes.
    #[staticmethod]
    fn parse_lenient(text: &str) -> Result<(Self, Vec<String>), Raise> {
        let lenient = core::SpiffeId::parse_lenient(text)?;
        Ok((Self(lenient.value), changes(&lenient.changes)))
    }

    #[getter]
    fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().to_owned())
    }

    /// The path, from its first slash on; empty for a trust domain's own ID.
    #[getter]
    fn path(&self) -> &str {
        self.0.path()
    }

    #[getter]
    fn segments(&self) -> Vec<&str> {
        self.0.segments().collect()
    }

    fn is_member_of(&self, trust_domain: TrustDomainArgument<'_>) -> Result<bool, Raise> {
        Ok(self.0.is_member_of(&trust_domain.get()?))
    }

    /// The ID with more segments behind it: `join("a/b")`.
    fn join(&self, path: &str) -> Result<Self, Raise> {
        Ok(Self(self.0.join(path)?))
    }

    fn append_segment(&self, segment: &str) -> Result<Self, Raise> {
        Ok(Self(self.0.append_segment(segment)?))
    }

    fn __repr__(&self) -> String {
        format!("SpiffeId({:?})", self.0.as_str())
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> (Py<PyAny>, (String,)) {
        (slf.get_type().into_any().unbind(), (slf.get().to_string(),))
    }
}

impl fmt::Display for SpiffeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The name of a trust domain, without scheme.
#[pyclass(module = "mtls_core", frozen, eq, ord, hash, str)]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TrustDomain(pub(crate) core::TrustDomain);

#[pymethods]
impl TrustDomain {
    #[new]
    fn new(name: &str) -> Result<Self, Raise> {
        Ok(Self(core::TrustDomain::parse(name)?))
    }

    /// Reads a name with capitals or with `spiffe://` in front; gives it in its one valid spelling, with the changes.
    #[staticmethod]
    fn parse_lenient(text: &str) -> Result<(Self, Vec<String>), Raise> {
        let lenient = core::TrustDomain::parse_lenient(text)?;
        Ok((Self(lenient.value), changes(&lenient.changes)))
    }

    /// The trust domain's own ID, without a path.
    fn id(&self) -> SpiffeId {
        SpiffeId(self.0.id())
    }

    /// The ID of a workload in it: `join("ns/shop/sa/cart")`.
    fn join(&self, path: &str) -> Result<SpiffeId, Raise> {
        Ok(SpiffeId(self.0.join(path)?))
    }

    fn __repr__(&self) -> String {
        format!("TrustDomain({:?})", self.0.as_str())
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> (Py<PyAny>, (String,)) {
        (slf.get_type().into_any().unbind(), (slf.get().to_string(),))
    }
}

impl fmt::Display for TrustDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The names of the changes of a lenient parse, in kebab case.
fn changes(changes: &[core::Change]) -> Vec<String> {
    let name = |change| serde_json::to_value(change).ok()?.as_str().map(str::to_owned);
    changes.iter().filter_map(name).collect()
}

/// An Istio identity: the namespace and service account of a workload.
#[pyclass(module = "mtls_core", frozen, eq, ord, hash, str)]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WorkloadIdentity(pub(crate) core::WorkloadIdentity);

#[pymethods]
impl WorkloadIdentity {
    #[new]
    fn new(
        trust_domain: TrustDomainArgument<'_>,
        namespace: &str,
        service_account: &str,
    ) -> Result<Self, Raise> {
        Ok(Self(core::WorkloadIdentity::new(&trust_domain.get()?, namespace, service_account)?))
    }

    /// Reads `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`.
    #[staticmethod]
    fn from_spiffe_id(id: IdArgument<'_>) -> Result<Self, Raise> {
        Ok(Self(core::WorkloadIdentity::try_from(&id.get()?)?))
    }

    /// Reads what AuthorizationPolicy calls a principal: the ID without `spiffe://`.
    #[staticmethod]
    fn from_principal(principal: &str) -> Result<Self, Raise> {
        Ok(Self(core::WorkloadIdentity::from_principal(principal)?))
    }

    #[getter]
    fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().to_owned())
    }

    #[getter]
    fn namespace(&self) -> &str {
        self.0.namespace()
    }

    #[getter]
    fn service_account(&self) -> &str {
        self.0.service_account()
    }

    #[getter]
    fn principal(&self) -> &str {
        self.0.principal()
    }

    #[getter]
    fn spiffe_id(&self) -> SpiffeId {
        SpiffeId(self.0.spiffe_id().clone())
    }

    fn __repr__(&self) -> String {
        let (domain, namespace, account) =
            (self.0.trust_domain(), self.0.namespace(), self.0.service_account());
        format!("WorkloadIdentity({:?}, {namespace:?}, {account:?})", domain.as_str())
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> (Py<PyAny>, (String, String, String)) {
        let this = &slf.get().0;
        let parts = (
            this.trust_domain().as_str().to_owned(),
            this.namespace().to_owned(),
            this.service_account().to_owned(),
        );
        (slf.get_type().into_any().unbind(), parts)
    }
}

impl fmt::Display for WorkloadIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A rule that a SPIFFE ID keeps or not. `|`, `&` and `~` combine patterns; `str` says one in words.
#[pyclass(module = "mtls_core", frozen, eq, hash, str)]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct IdentityPattern(pub(crate) core::IdentityPattern);

#[pymethods]
impl IdentityPattern {
    /// Reads a pattern from JSON, or a bare SPIFFE ID as an exact one.
    #[new]
    fn new(json: &str) -> Result<Self, Raise> {
        Ok(Self(core::IdentityPattern::from_json(json)?))
    }

    /// This ID and no other.
    #[staticmethod]
    fn exact(id: IdArgument<'_>) -> Result<Self, Raise> {
        Ok(Self(core::IdentityPattern::exact(id.get()?)))
    }

    /// Every workload of a trust domain.
    #[staticmethod]
    fn any_in(trust_domain: TrustDomainArgument<'_>) -> Result<Self, Raise> {
        Ok(Self(core::IdentityPattern::any_in(trust_domain.get()?)))
    }

    /// Every ID at or below a path: `/ns/shop` takes in `/ns/shop/sa/cart` and not `/ns/shopping`.
    #[staticmethod]
    fn path_prefix(trust_domain: TrustDomainArgument<'_>, path: &str) -> Result<Self, Raise> {
        Ok(Self(core::IdentityPattern::path_prefix(trust_domain.get()?, path)?))
    }

    /// Istio's match on principals: exact, `prefix*`, `*suffix` or `*`.
    #[staticmethod]
    fn istio_principal(pattern: &str) -> Result<Self, Raise> {
        Ok(Self(core::IdentityPattern::istio_principal(pattern)?))
    }

    #[staticmethod]
    fn any_of(patterns: List<PyRef<'_, Self>>) -> Result<Self, Raise> {
        Ok(Self(core::IdentityPattern::any_of(patterns.iter().map(|pattern| pattern.0.clone()))?))
    }

    #[staticmethod]
    fn all_of(patterns: List<PyRef<'_, Self>>) -> Result<Self, Raise> {
        Ok(Self(core::IdentityPattern::all_of(patterns.iter().map(|pattern| pattern.0.clone()))?))
    }

    /// Everybody else; use it inside `all_of`, beside the trust domain that is meant.
    #[staticmethod]
    fn not_(pattern: &Self) -> Result<Self, Raise> {
        Ok(Self(core::IdentityPattern::not(pattern.0.clone())?))
    }

    fn matches(&self, id: IdArgument<'_>) -> Result<bool, Raise> {
        Ok(self.0.matches(id.get()?.as_ref()))
    }

    /// Why the ID does not match, in words; None if it does.
    fn mismatch(&self, id: IdArgument<'_>) -> Result<Option<String>, Raise> {
        Ok(self.0.mismatch(id.get()?.as_ref()))
    }

    /// What is odd about the pattern, though it is a valid one.
    fn cautions(&self) -> Findings {
        Findings::of(&self.0.cautions(&Subject::Input))
    }

    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __or__(&self, other: &Self) -> Result<Self, Raise> {
        Ok(Self(core::IdentityPattern::any_of([self.0.clone(), other.0.clone()])?))
    }

    fn __and__(&self, other: &Self) -> Result<Self, Raise> {
        Ok(Self(core::IdentityPattern::all_of([self.0.clone(), other.0.clone()])?))
    }

    fn __invert__(&self) -> Result<Self, Raise> {
        Self::not_(self)
    }

    fn __repr__(&self) -> String {
        format!("IdentityPattern({:?})", self.0.to_json())
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> (Py<PyAny>, (String,)) {
        (slf.get_type().into_any().unbind(), (slf.get().to_json(),))
    }
}

impl fmt::Display for IdentityPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
