//! Floor 2, the other documents: `PrivateKey`, `CertificateRequest`, `Crl`.

use mtls_core::pki as core;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyDateTime};

use crate::arguments::{Document, FilePath, Moment, datetime};
use crate::certificate::{Certificate, PublicKey};
use crate::identity::SpiffeId;
use crate::raise::Raise;
use crate::record::{Record, Records, json};

/// The blocks of a PEM text, in order; text around them is passed over. Keys come out as bytes too: take care.
#[pyfunction]
pub(crate) fn parse_pem(py: Python<'_>, text: Document) -> Result<Vec<PemBlock>, Raise> {
    let blocks = py.detach(|| core::pem::parse(text.as_ref(), &core::Limits::default()))?;
    Ok(blocks.into_iter().map(PemBlock).collect())
}

/// A block of a PEM text.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct PemBlock(core::PemBlock);

#[pymethods]
impl PemBlock {
    /// What stands behind `BEGIN`.
    #[getter]
    fn label(&self) -> &str {
        self.0.label()
    }

    /// What it holds, in words: `a private key`.
    #[getter]
    fn kind(&self) -> &str {
        self.0.kind().noun()
    }

    #[getter]
    fn der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.der())
    }

    /// The line of its `BEGIN`, from 1.
    #[getter]
    fn line(&self) -> usize {
        self.0.line()
    }

    /// Which block of the text it is, from 1.
    #[getter]
    fn block(&self) -> usize {
        self.0.block()
    }

    fn __repr__(&self) -> String {
        format!("<PemBlock {:?} at line {}>", self.0.label(), self.0.line())
    }
}

/// A private key. It has no equality and cannot be pickled; `repr` leaves its secret out, and what
/// hands it out is called `secret_…`.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct PrivateKey(pub(crate) core::PrivateKey);

#[pymethods]
impl PrivateKey {
    /// Reads one key, PEM or DER: PKCS#8, SEC1 or PKCS#1.
    #[new]
    fn new(data: Document) -> Result<Self, Raise> {
        Ok(Self(core::PrivateKey::from_bytes(data.as_ref())?))
    }

    #[staticmethod]
    fn from_pem(pem: Document) -> Result<Self, Raise> {
        Ok(Self(core::PrivateKey::from_pem(pem.as_ref())?))
    }

    #[staticmethod]
    fn from_der(der: PyBackedBytes) -> Result<Self, Raise> {
        Ok(Self(core::PrivateKey::from_der(&der)?))
    }

    #[getter]
    fn algorithm(&self) -> String {
        self.0.algorithm().to_string()
    }

    /// The document that it came in: `pkcs8`, `sec1` or `pkcs1`.
    #[getter]
    fn format(&self) -> &'static str {
        match self.0.format() {
            core::KeyFormat::Sec1 => "sec1",
            core::KeyFormat::Pkcs1 => "pkcs1",
            _ => "pkcs8",
        }
    }

    fn public_key(&self, py: Python<'_>) -> Result<PublicKey, Raise> {
        Ok(PublicKey(py.detach(|| self.0.public_key())?))
    }

    /// Whether it is the key of this certificate.
    fn matches(&self, py: Python<'_>, certificate: &Certificate) -> Result<bool, Raise> {
        Ok(py.detach(|| self.0.matches(&certificate.0))?)
    }

    /// The key as PKCS#8 PEM. Python cannot wipe the text: let go of it soon.
    fn secret_pkcs8_pem(&self) -> String {
        self.0.secret_pkcs8_pem().to_string()
    }

    /// The key as PKCS#8 DER.
    fn secret_pkcs8_der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.secret_pkcs8_der())
    }

    /// Writes PKCS#8 PEM that its owner alone can read, whole or not at all.
    fn write_pem(&self, py: Python<'_>, path: FilePath) -> Result<(), Raise> {
        Ok(py.detach(|| self.0.write_pem(path))?)
    }

    fn __repr__(&self) -> String {
        format!("<PrivateKey {}>", self.0.algorithm())
    }
}

/// A certificate request (PKCS#10).
#[pyclass(module = "mtls_core", frozen, eq)]
#[derive(PartialEq, Eq)]
pub(crate) struct CertificateRequest(pub(crate) core::CertificateRequest);

#[pymethods]
impl CertificateRequest {
    /// Reads one request, PEM or DER.
    #[new]
    fn new(data: Document) -> Result<Self, Raise> {
        Ok(Self(core::CertificateRequest::from_bytes(data.as_ref())?))
    }

    #[staticmethod]
    fn from_pem(pem: Document) -> Result<Self, Raise> {
        Ok(Self(core::CertificateRequest::from_pem(pem.as_ref())?))
    }

    #[staticmethod]
    fn from_der(der: PyBackedBytes) -> Result<Self, Raise> {
        Ok(Self(core::CertificateRequest::from_der(&der)?))
    }

    #[getter]
    fn der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.der())
    }

    fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    #[getter]
    fn subject(&self) -> &str {
        self.0.subject()
    }

    #[getter]
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.public_key().clone())
    }

    /// The SPIFFE ID that it asks for, where it asks for exactly one.
    #[getter]
    fn spiffe_id(&self) -> Option<SpiffeId> {
        self.0.spiffe_id().map(SpiffeId)
    }

    #[getter]
    fn dns_names(&self) -> Vec<String> {
        self.0.names().dns.clone()
    }

    #[getter]
    fn uris(&self) -> Vec<String> {
        self.0.names().uri.clone()
    }

    /// Raises unless the request is signed by its own key.
    fn verify(&self, py: Python<'_>) -> Result<(), Raise> {
        Ok(py.detach(|| self.0.verify(core::default_algorithms()))?)
    }

    /// Everything that stands in it, as a plain dict.
    fn info(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<CertificateRequest {:?}>", self.0.subject())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Py<PyAny>, (Bound<'py, PyBytes>,)) {
        (slf.get_type().into_any().unbind(), (slf.get().der(slf.py()),))
    }
}

/// A certificate revocation list.
#[pyclass(module = "mtls_core", frozen, eq)]
#[derive(PartialEq, Eq)]
pub(crate) struct Crl(pub(crate) core::Crl);

#[pymethods]
impl Crl {
    /// Reads one list, PEM or DER.
    #[new]
    fn new(py: Python<'_>, data: Document) -> Result<Self, Raise> {
        Ok(Self(py.detach(|| core::Crl::from_bytes(data.as_ref()))?))
    }

    #[staticmethod]
    fn from_pem(py: Python<'_>, pem: Document) -> Result<Self, Raise> {
        Ok(Self(py.detach(|| core::Crl::from_pem(pem.as_ref()))?))
    }

    #[staticmethod]
    fn from_der(py: Python<'_>, der: PyBackedBytes) -> Result<Self, Raise> {
        Ok(Self(py.detach(|| core::Crl::from_der(&der))?))
    }

    #[getter]
    fn der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.der())
    }

    fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    #[getter]
    fn issuer(&self) -> &str {
        self.0.issuer()
    }

    #[getter]
    fn this_update<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.this_update())
    }

    #[getter]
    fn next_update<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.next_update().map(|time| datetime(py, time)).transpose()
    }

    /// The CRL number, hex.
    #[getter]
    fn number(&self) -> Option<String> {
        self.0.number()
    }

    #[pyo3(signature = (at = None))]
    fn is_current_at(&self, at: Option<Moment>) -> bool {
        self.0.is_current_at(Moment::or_now(at))
    }

    /// What it revokes, as plain dicts.
    #[getter]
    fn entries(&self, py: Python<'_>) -> PyResult<Records> {
        Ok(Records(py.detach(|| json(&self.0.entries()))?))
    }

    /// What it says of a certificate, as a plain dict; None if it does not revoke it.
    fn entry_of(&self, certificate: &Certificate) -> PyResult<Option<Record>> {
        self.0.entry_of(&certificate.0).map(|entry| Ok(Record(json(entry)?))).transpose()
    }

    /// Raises unless `issuer`'s key signed it.
    fn verify_signed_by(&self, py: Python<'_>, issuer: &Certificate) -> Result<(), Raise> {
        Ok(py.detach(|| self.0.verify_signed_by(&issuer.0, core::default_algorithms()))?)
    }

    /// Everything that stands in it, as a plain dict.
    fn info(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __len__(&self) -> usize {
        self.0.entries().len()
    }

    fn __repr__(&self) -> String {
        format!("<Crl of {:?}, {} entries>", self.0.issuer(), self.0.entries().len())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Py<PyAny>, (Bound<'py, PyBytes>,)) {
        (slf.get_type().into_any().unbind(), (slf.get().der(slf.py()),))
    }
}
