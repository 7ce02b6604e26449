//! Floor 3, whom to trust for names: `TrustAnchors`.

use mtls_core::trust as core;
use pyo3::prelude::*;

use crate::arguments::{Document, List, Whole};
use crate::certificate::Certificate;
use crate::raise::Raise;
use crate::record::Findings;
use crate::trust::Limits;

/// The authorities that may vouch for servers, or for clients at the edge. Whoever is in here can vouch for any
/// name: keep one set for each purpose. For SPIFFE IDs there is `BundleSet`.
#[pyclass(module = "mtls_core", frozen, eq)]
#[derive(PartialEq, Eq)]
pub(crate) struct TrustAnchors(pub(crate) core::TrustAnchors);

#[pymethods]
impl TrustAnchors {
    /// These authorities; what is no CA is left out and reported by `findings`.
    #[new]
    fn new(authorities: List<PyRef<'_, Certificate>>) -> Self {
        Self(core::TrustAnchors::new(authorities.iter().map(|authority| authority.0.clone())))
    }

    /// Reads concatenated PEM certificates (a `ca.crt`, a `ca-certificates.crt`).
    #[staticmethod]
    #[pyo3(signature = (pem, *, max_bytes = None, max_authorities = None))]
    fn from_pem(
        py: Python<'_>,
        pem: Document,
        max_bytes: Option<Whole<usize>>,
        max_authorities: Option<Whole<usize>>,
    ) -> Result<Self, Raise> {
        let limits = Limits { max_bytes, max_authorities, ..Limits::default() }.get();
        Ok(Self(py.detach(|| core::TrustAnchors::from_pem_with(pem.as_ref(), &limits))?))
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
