//! Floor 2, certificates: `Certificate`, `CertificateChain`, `PublicKey`.

use std::fmt;
use std::net::IpAddr;

use mtls_core::pki as core;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyDateTime, PyIterator};

use crate::arguments::{Document, List, Moment, datetime};
use crate::identity::SpiffeId;
use crate::raise::Raise;
use crate::record::{Findings, Record, json};

/// An X.509 certificate, read from PEM or DER. Equal when the bytes are.
#[pyclass(module = "mtls_core", frozen, eq, ord, hash, str)]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Certificate(pub(crate) core::Certificate);

#[pymethods]
impl Certificate {
    /// Reads one certificate, PEM or DER.
    #[new]
    fn new(data: Document) -> Result<Self, Raise> {
        Ok(Self(core::Certificate::from_bytes(data.as_ref())?))
    }

    #[staticmethod]
    fn from_pem(pem: Document) -> Result<Self, Raise> {
        Ok(Self(core::Certificate::from_pem(pem.as_ref())?))
    }

    #[staticmethod]
    fn from_der(der: PyBackedBytes) -> Result<Self, Raise> {
        Ok(Self(core::Certificate::from_der(&der)?))
    }

    #[getter]
    fn der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.der())
    }

    fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    /// The subject as RFC 4514 text.
    #[getter]
    fn subject(&self) -> &str {
        self.0.subject()
    }

    /// The issuer as RFC 4514 text.
    #[getter]
    fn issuer(&self) -> &str {
        self.0.issuer()
    }

    /// The serial number, lowercase hex with colons.
    #[getter]
    fn serial(&self) -> &str {
        self.0.serial()
    }

    #[getter]
    fn version(&self) -> u32 {
        self.0.version()
    }

    #[getter]
    fn not_before<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.not_before())
    }

    #[getter]
    fn not_after<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.not_after())
    }

    /// Whether the time, now by default, lies between its dates.
    #[pyo3(signature = (at = None))]
    fn is_valid_at(&self, at: Option<Moment>) -> bool {
        self.0.is_valid_at(Moment::or_now(at))
    }

    #[getter]
    fn is_ca(&self) -> bool {
        self.0.is_ca()
    }

    #[getter]
    fn path_length(&self) -> Option<u32> {
        self.0.path_length()
    }

    #[getter]
    fn is_self_issued(&self) -> bool {
        self.0.is_self_issued()
    }

    /// Its SPIFFE ID, where it has exactly one. Not verified.
    #[getter]
    fn spiffe_id(&self) -> Option<SpiffeId> {
        self.0.spiffe_id().cloned().map(SpiffeId)
    }

    #[getter]
    fn dns_names(&self) -> Vec<String> {
        self.0.dns_names().to_vec()
    }

    #[getter]
    fn ip_addresses(&self) -> Vec<IpAddr> {
        self.0.ip_addresses().to_vec()
    }

    #[getter]
    fn uris(&self) -> Vec<String> {
        self.0.uris().to_vec()
    }

    #[getter]
    fn emails(&self) -> Vec<String> {
        self.0.emails().to_vec()
    }

    /// Names such as `digitalSignature`; None where the extension is absent.
    #[getter]
    fn key_usage(&self) -> Option<Vec<&'static str>> {
        Some(self.0.key_usage()?.iter().map(|usage| usage.as_str()).collect())
    }

    /// Names such as `serverAuth`; None where the extension is absent.
    #[getter]
    fn extended_key_usage(&self) -> Option<Vec<&str>> {
        Some(self.0.extended_key_usage()?.iter().map(core::ExtendedKeyUsage::as_str).collect())
    }

    #[getter]
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.public_key().clone())
    }

    #[getter]
    fn signature_algorithm(&self) -> &str {
        self.0.signature_algorithm()
    }

    #[getter]
    fn subject_key_id<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        self.0.subject_key_id().map(|id| PyBytes::new(py, id))
    }

    #[getter]
    fn authority_key_id<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        self.0.authority_key_id().map(|id| PyBytes::new(py, id))
    }

    /// SHA-256 of the DER, lowercase hex.
    #[getter]
    fn fingerprint_sha256(&self) -> String {
        self.0.fingerprint_sha256()
    }

    /// SHA-256 of the public key, lowercase hex.
    #[getter]
    fn spki_sha256(&self) -> String {
        self.0.spki_sha256()
    }

    /// SHA-256 of the public key in Base64, as `curl --pinnedpubkey sha256//…` takes it.
    #[getter]
    fn spki_pin(&self) -> String {
        self.0.spki_pin()
    }

    /// Whether `issuer` has the name that this certificate gives its issuer.
    fn names_as_issuer(&self, issuer: &Self) -> bool {
        self.0.names_as_issuer(&issuer.0)
    }

    /// Raises unless `issuer`'s key signed this certificate. Checks no name, date or right: that is verification.
    fn verify_signed_by(&self, py: Python<'_>, issuer: &Self) -> Result<(), Raise> {
        Ok(py.detach(|| self.0.verify_signed_by(&issuer.0, core::default_algorithms()))?)
    }

    /// Everything that stands in it, as a plain dict.
    fn info(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0.info())?))
    }

    /// Everything that stands in it, as text for people.
    fn describe(&self) -> String {
        self.0.describe()
    }

    fn __repr__(&self) -> String {
        format!("<Certificate {:?} serial {}>", known_as(&self.0), self.0.serial())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Py<PyAny>, (Bound<'py, PyBytes>,)) {
        (slf.get_type().into_any().unbind(), (slf.get().der(slf.py()),))
    }
}

/// The name to show: an SVID need have no subject, and a server's certificate often has none.
pub(crate) fn known_as(certificate: &core::Certificate) -> String {
    let id = certificate.spiffe_id().map(ToString::to_string);
    let subject = Some(certificate.subject()).filter(|subject| !subject.is_empty()).map(ToString::to_string);
    id.or(subject).or_else(|| certificate.dns_names().first().map(ToString::to_string)).unwrap_or_default()
}

/// The text of `describe`.
impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.describe())
    }
}

/// Certificates as TLS sends them: the leaf, then its issuers. A sequence; never empty.
#[pyclass(module = "mtls_core", frozen, eq, hash, sequence)]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct CertificateChain(pub(crate) core::CertificateChain);

#[pymethods]
impl CertificateChain {
    /// Reads PEM with one certificate or more, or one DER certificate.
    #[new]
    fn new(data: Document) -> Result<Self, Raise> {
        Ok(Self(core::CertificateChain::from_bytes(data.as_ref())?))
    }

    #[staticmethod]
    fn from_pem(pem: Document) -> Result<Self, Raise> {
        Ok(Self(core::CertificateChain::from_pem(pem.as_ref())?))
    }

    /// Reads DER certificates, leaf first, as `ssl.SSLSocket.get_unverified_chain` gives them.
    #[staticmethod]
    fn from_der(certificates: List<PyBackedBytes>) -> Result<Self, Raise> {
        Ok(Self(core::CertificateChain::from_der(certificates)?))
    }

    #[staticmethod]
    fn from_certificates(certificates: List<PyRef<'_, Certificate>>) -> Result<Self, Raise> {
        Ok(Self(core::CertificateChain::new(certificates.iter().map(|certificate| certificate.0.clone()))?))
    }

    #[getter]
    fn certificates(&self) -> Vec<Certificate> {
        self.0.certificates().iter().cloned().map(Certificate).collect()
    }

    #[getter]
    fn leaf(&self) -> Certificate {
        Certificate(self.0.leaf().clone())
    }

    /// All but the leaf.
    #[getter]
    fn issuers(&self) -> Vec<Certificate> {
        self.0.issuers().iter().cloned().map(Certificate).collect()
    }

    fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    fn to_der<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyBytes>> {
        self.0.certificates().iter().map(|certificate| PyBytes::new(py, certificate.der())).collect()
    }

    /// What is wrong with the order and the set of certificates; empty for a chain that every peer takes.
    fn check_order(&self, py: Python<'_>) -> Findings {
        Findings::of(&py.detach(|| self.0.check_order()))
    }

    /// The same certificates, each followed by its issuer.
    fn sorted(&self, py: Python<'_>) -> Result<Self, Raise> {
        Ok(Self(py.detach(|| self.0.sorted())?))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __iter__(&self) -> CertificateIterator {
        CertificateIterator(self.certificates())
    }

    fn __getitem__(&self, index: isize) -> PyResult<Certificate> {
        let all = self.0.certificates();
        let index = if index < 0 { all.len().checked_add_signed(index) } else { usize::try_from(index).ok() };
        let certificate = index.and_then(|index| all.get(index));
        certificate
            .cloned()
            .map(Certificate)
            .ok_or_else(|| PyIndexError::new_err("no such certificate in the chain"))
    }

    fn __repr__(&self) -> String {
        format!("<CertificateChain of {}, leaf {:?}>", self.0.len(), known_as(self.0.leaf()))
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> (Py<PyAny>, (String,)) {
        (slf.get_type().into_any().unbind(), (slf.get().to_pem(),))
    }
}

/// A Python iterator over certificates.
pub(crate) struct CertificateIterator(Vec<Certificate>);

impl<'py> IntoPyObject<'py> for CertificateIterator {
    type Target = PyIterator;
    type Output = Bound<'py, PyIterator>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_subscript!(
        pyo3::type_hint_identifier!("collections.abc", "Iterator"),
        <Certificate as pyo3::PyTypeInfo>::TYPE_HINT
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.0.into_pyobject(py)?.try_iter()
    }
}

/// A public key.
#[pyclass(module = "mtls_core", frozen, eq, hash)]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct PublicKey(pub(crate) core::PublicKey);

#[pymethods]
impl PublicKey {
    /// `ECDSA P-256`, `Ed25519`, `RSA 2048`, or an object identifier.
    #[getter]
    fn algorithm(&self) -> String {
        self.0.algorithm().to_string()
    }

    #[getter]
    fn bits(&self) -> usize {
        self.0.algorithm().bits()
    }

    #[getter]
    fn spki_der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.spki_der())
    }

    #[getter]
    fn sha256(&self) -> String {
        self.0.sha256()
    }

    #[getter]
    fn pin(&self) -> String {
        self.0.pin()
    }

    fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    fn __repr__(&self) -> String {
        format!("<PublicKey {} sha256 {}>", self.0.algorithm(), self.0.sha256())
    }
}
