//! Floor 3, those shut out: `DistrustList`, `Distrusted`.

use std::fmt;

use mtls_core::trust as core;
use pyo3::prelude::*;
use pyo3::types::PyDateTime;

use crate::arguments::{Document, List, Moment, datetime};
use crate::certificate::Certificate;
use crate::raise::Raise;
use crate::record::{Record, json};

/// One thing that is trusted no more, and why.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct Distrusted(core::Distrusted);

#[pymethods]
impl Distrusted {
    /// An entry for a certificate, by `kind`: "certificate" (it alone), "serial" (it, by issuer and number),
    /// "key" (all with its key, and so all that it issued) or "issuer" (all that name it as their issuer).
    /// `since` is told to people and limits nothing.
    #[new]
    #[pyo3(signature = (certificate, reason, *, kind = "certificate", since = None))]
    fn new(
        certificate: &Certificate,
        reason: String,
        kind: &str,
        since: Option<Moment>,
    ) -> Result<Self, Raise> {
        let entry = core::Distrusted::of(&certificate.0, kind.parse()?, reason);
        Ok(Self(match since {
            Some(since) => entry.since(since.0),
            None => entry,
        }))
    }

    #[getter]
    fn kind(&self) -> &'static str {
        self.0.by().kind().as_str()
    }

    #[getter]
    fn reason(&self) -> &str {
        self.0.reason()
    }

    #[getter]
    fn since<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.since_date().map(|since| datetime(py, since)).transpose()
    }

    /// The entry as a plain dict, as a list's JSON has it.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<Distrusted: {}>", self.0.by())
    }
}

impl fmt::Display for Distrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Certificates, keys and issuers that are trusted no more, whatever a bundle says.
#[pyclass(module = "mtls_core", frozen, eq)]
#[derive(PartialEq, Eq)]
pub(crate) struct DistrustList(pub(crate) core::DistrustList);

#[pymethods]
impl DistrustList {
    #[new]
    #[pyo3(signature = (entries = List::default()))]
    fn new(entries: List<PyRef<'_, Distrusted>>) -> Self {
        Self(entries.iter().map(|entry| entry.0.clone()).collect())
    }

    /// A list of the certificates of a PEM text, all by `kind` and for one reason; see `Distrusted`.
    #[staticmethod]
    #[pyo3(signature = (pem, reason, *, kind = "certificate"))]
    fn from_pem(pem: Document, reason: &str, kind: &str) -> Result<Self, Raise> {
        Ok(Self(core::DistrustList::from_pem(pem.as_ref(), kind.parse()?, reason)?))
    }

    /// Reads what `to_json` writes; a field that it does not know refuses the list.
    #[staticmethod]
    fn from_json(py: Python<'_>, json: Document) -> Result<Self, Raise> {
        Ok(Self(py.detach(|| core::DistrustList::from_json(json.as_ref()))?))
    }

    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The list with one more entry, in place of the one for the same thing.
    fn with_entry(&self, entry: &Distrusted) -> Self {
        let mut list = self.0.clone();
        list.add(entry.0.clone());
        Self(list)
    }

    /// The list without what this entry shuts out.
    fn without(&self, entry: &Distrusted) -> Self {
        let mut list = self.0.clone();
        list.remove(entry.0.by());
        Self(list)
    }

    /// The entry that shuts this certificate out, the narrowest where several do.
    fn find(&self, certificate: &Certificate) -> Option<Distrusted> {
        self.0.find_certificate(&certificate.0).cloned().map(Distrusted)
    }

    #[getter]
    fn entries(&self) -> Vec<Distrusted> {
        self.0.iter().cloned().map(Distrusted).collect()
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        format!("<DistrustList of {} entries>", self.0.len())
    }
}
