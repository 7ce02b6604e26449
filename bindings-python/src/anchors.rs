//! Floor 3, whom to trust for names: `TrustAnchors`.

use mtls_core::trust as core;
use pyo3::prelude::*;

use crate::arguments::Document;
use crate::certificate::Certificate;
use crate::raise::Raise;
use crate::record::Findings;

/// The authorities that may vouch for servers, or for clients at the edge. Whoever is in here can vouch for any
/// name: keep one set for each purpose. For SPIFFE IDs there is `BundleSet`.
#[pyclass(module = "mtls_core", frozen, eq)]
#[derive(PartialEq, Eq)]
pub(crate) struct TrustAnchors(pub(crate) core::TrustAnchors);

#[pymethods]
impl TrustAnchors {
    /// These authorities; what is no CA is left out and reported by `findings`.
    #[new]
    fn new(authorities: Vec<PyRef<'_, Certificate>>) -> Self {
        Self(core::TrustAnchors::new(authorities.iter().map(|authority| authority.0.clone())))
    }

    /// Reads concatenated PEM certificates (a `ca.crt`, a `ca-certificates.crt`).
    #[staticmethod]
    fn from_pem(py: Python<'_>, pem: Document) -> Result<Self, Raise> {
        Ok(Self(py.detach(|| core::TrustAnchors::from_pem(pem.as_ref()))?))
    }

    #[getter]
    fn authorities(&self) -> Vec<Certificate> {
        self.0.authorities().iter().cloned().map(Certificate).collect()
    }

    /// What was left out when it was read, and why.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(self.0.findings())
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        format!("<TrustAnchors, {} authorities>", self.0.len())
    }
}
