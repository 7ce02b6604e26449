//! Floor 3: `TrustBundle`, `BundleSet`.

use std::collections::BTreeMap;
use std::time::Duration;

use mtls_core::trust as core;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

use crate::arguments::{Document, Entries, List, Moment, Span, TrustDomainArgument, Whole};
use crate::bundle_diff::{BundleDiff, BundleSetDiff};
use crate::certificate::{Certificate, CertificateChain};
use crate::identity::TrustDomain;
use crate::raise::Raise;
use crate::record::Findings;
use crate::rotation::RemovalCheck;

/// The limits given, the engine's in place of those that are not.
#[derive(Default)]
pub(crate) struct Limits {
    pub(crate) max_bytes: Option<Whole<usize>>,
    pub(crate) max_authorities: Option<Whole<usize>>,
    pub(crate) max_trust_domains: Option<Whole<usize>>,
    pub(crate) max_keys: Option<Whole<usize>>,
    pub(crate) max_findings: Option<Whole<usize>>,
}

impl Limits {
    pub(crate) fn get(self) -> core::BundleLimits {
        let mut limits = core::BundleLimits::default();
        for (limit, given) in [
            (&mut limits.max_bytes, self.max_bytes),
            (&mut limits.max_authorities, self.max_authorities),
            (&mut limits.max_trust_domains, self.max_trust_domains),
            (&mut limits.max_keys, self.max_keys),
            (&mut limits.max_findings, self.max_findings),
        ] {
            *limit = given.map_or(*limit, |most| most.0);
        }
        limits
    }
}

/// The authorities of one trust domain. An empty bundle is a valid one: it trusts nobody.
#[pyclass(module = "mtls_core", frozen, eq)]
#[derive(PartialEq, Eq)]
pub(crate) struct TrustBundle(pub(crate) core::TrustBundle);

#[pymethods]
impl TrustBundle {
    /// A bundle of these authorities; what is no CA is left out and reported by `findings`.
    #[new]
    fn new(
        trust_domain: TrustDomainArgument<'_>,
        authorities: List<PyRef<'_, Certificate>>,
    ) -> Result<Self, Raise> {
        let authorities = authorities.iter().map(|authority| authority.0.clone());
        Ok(Self(core::TrustBundle::new(trust_domain.get()?, authorities)))
    }

    #[staticmethod]
    #[pyo3(signature = (trust_domain, pem, *, max_bytes = None, max_authorities = None, max_findings = None))]
    fn from_pem(
        py: Python<'_>,
        trust_domain: TrustDomainArgument<'_>,
        pem: Document,
        max_bytes: Option<Whole<usize>>,
        max_authorities: Option<Whole<usize>>,
        max_findings: Option<Whole<usize>>,
    ) -> Result<Self, Raise> {
        let trust_domain = trust_domain.get()?;
        let limits = Limits { max_bytes, max_authorities, max_findings, ..Limits::default() }.get();
        Ok(Self(py.detach(|| core::TrustBundle::from_pem_with(trust_domain, pem.as_ref(), &limits))?))
    }

    /// Reads concatenated DER certificates, as the SPIFFE Workload API sends them.
    #[staticmethod]
    #[pyo3(signature = (trust_domain, der, *, max_bytes = None, max_authorities = None, max_findings = None))]
    fn from_der(
        py: Python<'_>,
        trust_domain: TrustDomainArgument<'_>,
        der: PyBackedBytes,
        max_bytes: Option<Whole<usize>>,
        max_authorities: Option<Whole<usize>>,
        max_findings: Option<Whole<usize>>,
    ) -> Result<Self, Raise> {
        let trust_domain = trust_domain.get()?;
        let limits = Limits { max_bytes, max_authorities, max_findings, ..Limits::default() }.get();
        Ok(Self(py.detach(|| core::TrustBundle::from_der_with(trust_domain, &der, &limits))?))
    }

    /// Reads a SPIFFE bundle document (JWKS).
    #[staticmethod]
    #[pyo3(signature = (trust_domain, json, *, max_bytes = None, max_authorities = None, max_findings = None))]
    fn from_spiffe_json(
        py: Python<'_>,
        trust_domain: TrustDomainArgument<'_>,
        json: Document,
        max_bytes: Option<Whole<usize>>,
        max_authorities: Option<Whole<usize>>,
        max_findings: Option<Whole<usize>>,
    ) -> Result<Self, Raise> {
        let trust_domain = trust_domain.get()?;
        let limits = Limits { max_bytes, max_authorities, max_findings, ..Limits::default() }.get();
        Ok(Self(
            py.detach(|| core::TrustBundle::from_spiffe_json_with(trust_domain, json.as_ref(), &limits))?,
        ))
    }

    fn to_spiffe_json(&self) -> String {
        self.0.to_spiffe_json()
    }

    fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    /// The entries of Istio's ConfigMap `istio-ca-root-cert`.
    fn to_istio_root_cert(&self) -> BTreeMap<String, String> {
        self.0.to_istio_root_cert()
    }

    /// Reads the roots among the entries of the ConfigMap `istio-ca-root-cert`, the Secret `cacerts` or a TLS Secret; a
    /// Secret's values decoded from Base64.
    #[staticmethod]
    fn from_istio_entries(trust_domain: TrustDomainArgument<'_>, entries: Entries) -> Result<Self, Raise> {
        Ok(Self(core::TrustBundle::from_istio_entries(trust_domain.get()?, &entries.0)?))
    }

    /// Whether an authority can leave this bundle, judged by the chains in use (now by default). It is as right as that
    /// list is complete.
    #[pyo3(signature = (authority, chains, at = None))]
    fn safe_to_remove(
        &self,
        py: Python<'_>,
        authority: &Certificate,
        chains: List<PyRef<'_, CertificateChain>>,
        at: Option<Moment>,
    ) -> RemovalCheck {
        let chains: Vec<_> = chains.iter().map(|chain| chain.0.clone()).collect();
        RemovalCheck(py.detach(|| self.0.safe_to_remove(&authority.0, &chains, Moment::or_now(at))))
    }

    /// What changes when `newer` takes the place of this bundle.
    fn diff(&self, newer: &Self) -> Result<BundleDiff, Raise> {
        Ok(BundleDiff(core::TrustBundle::diff(&self.0, &newer.0)?))
    }

    /// The bundle with other authorities, and the next sequence number if they differ.
    fn with_authorities(&self, authorities: List<PyRef<'_, Certificate>>) -> Result<Self, Raise> {
        let authorities = authorities.iter().map(|authority| authority.0.clone());
        Ok(Self(self.0.with_authorities(authorities)?))
    }

    /// The bundle with a sequence number, which must be higher than the one it has.
    fn with_sequence(&self, offered: Whole<u64>) -> Result<Self, Raise> {
        Ok(Self(self.0.clone().with_sequence(offered.0)?))
    }

    /// The bundle with another refresh hint, and the next sequence number if it has one.
    fn with_refresh_hint(&self, hint: Span) -> Result<Self, Raise> {
        Ok(Self(self.0.clone().with_refresh_hint(hint.0)?))
    }

    #[getter]
    fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().clone())
    }

    #[getter]
    fn authorities(&self) -> Vec<Certificate> {
        self.0.authorities().iter().cloned().map(Certificate).collect()
    }

    /// Whether nobody can vouch for this trust domain.
    #[getter]
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[getter]
    fn sequence(&self) -> Option<u64> {
        self.0.sequence()
    }

    /// The refresh hint as the document has it, in seconds; it may be nonsense.
    #[getter]
    fn declared_refresh_hint(&self) -> Option<i64> {
        self.0.declared_refresh_hint()
    }

    /// How long to wait before fetching the bundle again.
    #[getter]
    fn refresh_interval(&self) -> Duration {
        self.0.refresh_interval()
    }

    /// How many JWT authorities it carries along. They verify nothing here.
    #[getter]
    fn jwt_authority_count(&self) -> usize {
        self.0.jwt_authority_count()
    }

    /// What was left out when it was read, and why.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(self.0.findings())
    }

    fn __len__(&self) -> usize {
        self.0.authorities().len()
    }

    fn __repr__(&self) -> String {
        format!("<TrustBundle of {}, {} authorities>", self.0.trust_domain(), self.0.authorities().len())
    }
}

/// Bundles by trust domain, never pooled: a peer's trust domain picks the one that may vouch for it.
#[pyclass(module = "mtls_core", frozen, eq)]
#[derive(PartialEq, Eq)]
pub(crate) struct BundleSet(pub(crate) core::BundleSet);

#[pymethods]
impl BundleSet {
    #[new]
    #[pyo3(signature = (bundles, *, max_trust_domains = None))]
    fn new(
        bundles: List<PyRef<'_, TrustBundle>>,
        max_trust_domains: Option<Whole<usize>>,
    ) -> Result<Self, Raise> {
        let limits = Limits { max_trust_domains, ..Limits::default() }.get();
        Ok(Self(core::BundleSet::new_with(bundles.iter().map(|bundle| bundle.0.clone()), &limits)?))
    }

    /// Reads a SPIFFE bundle map, whole or not at all.
    #[staticmethod]
    #[pyo3(signature = (
        json, *, max_bytes = None, max_authorities = None, max_trust_domains = None, max_keys = None,
        max_findings = None,
    ))]
    fn from_spiffe_json(
        py: Python<'_>,
        json: Document,
        max_bytes: Option<Whole<usize>>,
        max_authorities: Option<Whole<usize>>,
        max_trust_domains: Option<Whole<usize>>,
        max_keys: Option<Whole<usize>>,
        max_findings: Option<Whole<usize>>,
    ) -> Result<Self, Raise> {
        let limits = Limits { max_bytes, max_authorities, max_trust_domains, max_keys, max_findings }.get();
        Ok(Self(py.detach(|| core::BundleSet::from_spiffe_json_with(json.as_ref(), &limits))?))
    }

    fn to_spiffe_json(&self) -> String {
        self.0.to_spiffe_json()
    }

    /// What changes when `newer` takes the place of this set.
    fn diff(&self, newer: &Self) -> BundleSetDiff {
        BundleSetDiff(core::BundleSet::diff(&self.0, &newer.0))
    }

    /// The set with this bundle, in place of the one of the same trust domain.
    fn with_bundle(&self, bundle: &TrustBundle) -> Self {
        Self(self.0.with_bundle(bundle.0.clone()))
    }

    /// The set without this trust domain.
    fn without(&self, trust_domain: TrustDomainArgument<'_>) -> Result<Self, Raise> {
        Ok(Self(self.0.without(&trust_domain.get()?)))
    }

    /// The bundle that may vouch for this trust domain.
    fn get(&self, trust_domain: TrustDomainArgument<'_>) -> Result<Option<TrustBundle>, Raise> {
        Ok(self.0.get(trust_domain.get()?.as_ref()).cloned().map(TrustBundle))
    }

    /// The bundles, ordered by trust domain.
    #[getter]
    fn bundles(&self) -> Vec<TrustBundle> {
        self.0.iter().cloned().map(TrustBundle).collect()
    }

    fn __contains__(&self, trust_domain: TrustDomainArgument<'_>) -> Result<bool, Raise> {
        Ok(self.0.get(trust_domain.get()?.as_ref()).is_some())
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        format!("<BundleSet of {} trust domains>", self.0.len())
    }
}
