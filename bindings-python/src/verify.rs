//! Floor 4: `ChainVerifier` and its verdicts.

use std::fmt;

use mtls_core::verify as core;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyDateTime};
use rustls_pki_types::CertificateDer;

use crate::arguments::{Document, Moment, datetime};
use crate::certificate::{Certificate, CertificateChain};
use crate::identity::{SpiffeId, TrustDomain, WorkloadIdentity};
use crate::raise::Raise;
use crate::record::{Findings, Record, Records, json};
use crate::trust::{BundleSet, TrustBundle};

/// A chain to judge: read already, PEM, or DER certificates as a peer sent them.
#[derive(FromPyObject)]
pub(crate) enum ChainArgument<'py> {
    #[pyo3(transparent, annotation = "CertificateChain")]
    Chain(PyRef<'py, CertificateChain>),
    #[pyo3(transparent, annotation = "str | bytes")]
    Document(Document),
    #[pyo3(transparent, annotation = "list[bytes]")]
    Der(Vec<PyBackedBytes>),
}

impl ChainArgument<'_> {
    fn get(&self) -> Result<Vec<CertificateDer<'static>>, Raise> {
        Ok(match self {
            Self::Chain(chain) => chain.0.to_der(),
            Self::Document(document) => {
                mtls_core::pki::CertificateChain::from_bytes(document.as_ref())?.to_der()
            }
            Self::Der(list) => list.iter().map(|der| CertificateDer::from(der.to_vec())).collect(),
        })
    }
}

/// Whom to trust: a set, or the bundles of one.
#[derive(FromPyObject)]
pub(crate) enum BundlesArgument<'py> {
    #[pyo3(transparent, annotation = "BundleSet")]
    Set(PyRef<'py, BundleSet>),
    #[pyo3(transparent, annotation = "list[TrustBundle]")]
    List(Vec<PyRef<'py, TrustBundle>>),
}

impl BundlesArgument<'_> {
    fn get(self) -> Result<mtls_core::trust::BundleSet, Raise> {
        Ok(match self {
            Self::Set(set) => set.0.clone(),
            Self::List(list) => mtls_core::trust::BundleSet::new(list.iter().map(|bundle| bundle.0.clone()))?,
        })
    }
}

/// Judges chains against the bundle of the leaf's own trust domain. Immutable; threads may share it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct ChainVerifier(pub(crate) core::ChainVerifier);

#[pymethods]
impl ChainVerifier {
    /// `profile` is `spiffe-interop` or `spiffe-strict`; `purpose` is `client`, `server` or `either`.
    #[new]
    #[pyo3(signature = (bundles, *, profile = None, purpose = None, max_certificates = None, max_bytes = None))]
    fn new(
        py: Python<'_>,
        bundles: BundlesArgument<'_>,
        profile: Option<&str>,
        purpose: Option<&str>,
        max_certificates: Option<usize>,
        max_bytes: Option<usize>,
    ) -> Result<Self, Raise> {
        let mut builder = core::ChainVerifier::builder(bundles.get()?);
        if let Some(profile) = profile {
            builder = builder.profile(profile.parse()?);
        }
        if let Some(purpose) = purpose {
            builder = builder.purpose(purpose.parse()?);
        }
        let mut limits = core::ChainLimits::default();
        limits.max_certificates = max_certificates.unwrap_or(limits.max_certificates);
        limits.max_bytes = max_bytes.unwrap_or(limits.max_bytes);
        Ok(Self(py.detach(|| builder.limits(limits).build())?))
    }

    /// The peer that a chain, leaf first, proves at a time (now by default); raises VerificationError if it is refused.
    #[pyo3(signature = (chain, at = None, *, purpose = None))]
    fn verify(
        &self,
        py: Python<'_>,
        chain: ChainArgument<'_>,
        at: Option<Moment>,
        purpose: Option<&str>,
    ) -> Result<VerifiedPeer, Raise> {
        let (chain, at) = (chain.get()?, Moment::or_now(at));
        let purpose = purpose.map(str::parse).transpose()?;
        Ok(VerifiedPeer(py.detach(|| match purpose {
            Some(purpose) => self.0.verify_for(purpose, &chain, at),
            None => self.0.verify(&chain, at),
        })?))
    }

    /// Says of every certificate what is wrong with it, beside the verdict of `verify`. `print` it.
    #[pyo3(signature = (chain, at = None))]
    fn explain(
        &self,
        py: Python<'_>,
        chain: ChainArgument<'_>,
        at: Option<Moment>,
    ) -> Result<ChainReport, Raise> {
        let (chain, at) = (chain.get()?, Moment::or_now(at));
        Ok(ChainReport(py.detach(|| self.0.explain(&chain, at))))
    }

    #[getter]
    fn bundles(&self) -> BundleSet {
        BundleSet(self.0.bundles().clone())
    }

    #[getter]
    fn profile(&self) -> &'static str {
        self.0.profile().as_str()
    }

    /// What was left out of the bundles.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(self.0.findings())
    }

    fn __repr__(&self) -> String {
        format!("<ChainVerifier {}, {} trust domains>", self.0.profile(), self.0.bundles().len())
    }
}

/// A peer whose chain was accepted.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct VerifiedPeer(core::VerifiedPeer);

#[pymethods]
impl VerifiedPeer {
    #[getter]
    fn spiffe_id(&self) -> SpiffeId {
        SpiffeId(self.0.spiffe_id().clone())
    }

    #[getter]
    fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().to_owned())
    }

    /// Its Istio identity, where the ID has that form.
    #[getter]
    fn workload(&self) -> Option<WorkloadIdentity> {
        self.0.workload().map(WorkloadIdentity)
    }

    #[getter]
    fn profile(&self) -> &'static str {
        self.0.profile().as_str()
    }

    #[getter]
    fn purpose(&self) -> &'static str {
        self.0.purpose().as_str()
    }

    /// The last second at which every certificate of the path is valid.
    #[getter]
    fn valid_until<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.valid_until())
    }

    /// The accepted path as DER: the leaf, then its issuers, without the authority.
    #[getter]
    fn path<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyBytes>> {
        self.0.path().iter().map(|der| PyBytes::new(py, der)).collect()
    }

    #[getter]
    fn leaf(&self) -> Result<Certificate, Raise> {
        Ok(Certificate(self.0.leaf()?))
    }

    /// The trust anchor that the path ends at.
    #[getter]
    fn authority(&self) -> Certificate {
        Certificate(self.0.authority().clone())
    }

    /// What a stricter profile would refuse.
    #[getter]
    fn warnings(&self) -> Findings {
        Findings::of(self.0.warnings())
    }

    /// The verdict as a plain dict, for logs.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<VerifiedPeer {}>", self.0.spiffe_id())
    }
}

impl fmt::Display for VerifiedPeer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A chain explained, certificate by certificate; `str` draws it as a tree.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct ChainReport(core::ChainReport);

#[pymethods]
impl ChainReport {
    #[getter]
    fn accepted(&self) -> bool {
        self.0.accepted
    }

    /// The leaf's SPIFFE ID as text; not verified unless `accepted`.
    #[getter]
    fn spiffe_id(&self) -> Option<&str> {
        self.0.spiffe_id.as_deref()
    }

    /// The certificates as sent, with their findings; then the trust anchor of an accepted chain.
    #[getter]
    fn certificates(&self) -> PyResult<Records> {
        Ok(Records(json(&self.0.certificates)?))
    }

    /// All findings, the most telling first.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(&self.0.findings)
    }

    /// The report as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        let verdict = if self.0.accepted { "accepted" } else { "refused" };
        format!("<ChainReport {verdict} {}>", self.0.spiffe_id.as_deref().unwrap_or("without SPIFFE ID"))
    }
}

impl fmt::Display for ChainReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
