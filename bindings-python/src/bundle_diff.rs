//! Floor 3, what a new bundle changes: `BundleDiff`, `BundleSetDiff`.

use std::fmt;

use mtls_core::pki;
use mtls_core::trust as core;
use pyo3::prelude::*;

use crate::certificate::Certificate;
use crate::identity::TrustDomain;
use crate::record::{Findings, Record, json};

fn wrapped(certificates: &[pki::Certificate]) -> Vec<Certificate> {
    certificates.iter().cloned().map(Certificate).collect()
}

/// What changes when one bundle of a trust domain takes the place of another; `str` says it in lines.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct BundleDiff(pub(crate) core::BundleDiff);

#[pymethods]
impl BundleDiff {
    #[getter]
    fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain.clone())
    }

    /// Authorities that only the new bundle has.
    #[getter]
    fn added(&self) -> Vec<Certificate> {
        wrapped(&self.0.added)
    }

    /// Authorities that only the old bundle has: what they issued is refused from now on.
    #[getter]
    fn removed(&self) -> Vec<Certificate> {
        wrapped(&self.0.removed)
    }

    /// Old and new certificates of authorities that kept subject and key.
    #[getter]
    fn renewed(&self) -> Vec<(Certificate, Certificate)> {
        let pair = |one: &core::Renewal| (Certificate(one.old.clone()), Certificate(one.new.clone()));
        self.0.renewed.iter().map(pair).collect()
    }

    #[getter]
    fn kept(&self) -> Vec<Certificate> {
        wrapped(&self.0.kept)
    }

    /// What speaks against taking the new bundle.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(&self.0.findings)
    }

    /// All of it as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    /// Whether anything changes.
    fn __bool__(&self) -> bool {
        !self.0.is_empty()
    }

    fn __repr__(&self) -> String {
        let diff = &self.0;
        let (added, removed) = (diff.added.len(), diff.removed.len());
        format!("<BundleDiff of {}, {added} added, {removed} removed>", diff.trust_domain)
    }
}

impl fmt::Display for BundleDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What changes when one set of bundles takes the place of another; `str` says it in lines.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct BundleSetDiff(pub(crate) core::BundleSetDiff);

#[pymethods]
impl BundleSetDiff {
    /// Trust domains that only the new set has.
    #[getter]
    fn added(&self) -> Vec<TrustDomain> {
        self.0.added.iter().cloned().map(TrustDomain).collect()
    }

    /// Trust domains that only the old set has: their peers are refused from now on.
    #[getter]
    fn removed(&self) -> Vec<TrustDomain> {
        self.0.removed.iter().cloned().map(TrustDomain).collect()
    }

    /// What changes within those of both.
    #[getter]
    fn changed(&self) -> Vec<BundleDiff> {
        self.0.changed.iter().cloned().map(BundleDiff).collect()
    }

    /// All of it as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    /// Whether anything changes.
    fn __bool__(&self) -> bool {
        !self.0.is_empty()
    }

    fn __repr__(&self) -> String {
        let diff = &self.0;
        let (added, removed, changed) = (diff.added.len(), diff.removed.len(), diff.changed.len());
        format!("<BundleSetDiff, trust domains: {added} added, {removed} removed, {changed} changed>")
    }
}

impl fmt::Display for BundleSetDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
