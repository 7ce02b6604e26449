//! Floor 2, the header `X-Forwarded-Client-Cert`: `ForwardedClientCert`, `ForwardedElement`.

use mtls_core::pki as core;
use pyo3::prelude::*;

use crate::certificate::{Certificate, CertificateChain};
use crate::identity::SpiffeId;
use crate::raise::Raise;
use crate::record::{Findings, Record, json};

/// The header `X-Forwarded-Client-Cert` of Envoy and Istio, text or JSON: who a proxy says the client is. It proves
/// nothing by itself: read it only from a proxy that you trust, behind a port that nobody else reaches.
#[pyclass(module = "mtls_core", frozen, eq)]
#[derive(PartialEq, Eq)]
pub(crate) struct ForwardedClientCert(core::ForwardedClientCert);

#[pymethods]
impl ForwardedClientCert {
    /// Reads the header's value strictly; several lines are joined with `,` before. An element may name several URIs only
    /// where `several_uris` says so.
    #[staticmethod]
    #[pyo3(signature = (header, *, several_uris = false))]
    fn parse(header: &str, several_uris: bool) -> Result<Self, Raise> {
        let mut options = core::ForwardedOptions::default();
        options.several_uris = several_uris;
        Ok(Self(core::ForwardedClientCert::parse_with(header, &options)?))
    }

    /// How it was written: `text` or `json`.
    #[getter]
    fn form(&self) -> &'static str {
        self.0.form().as_str()
    }

    /// One element for each proxy, the nearest last; never empty.
    #[getter]
    fn elements(&self) -> Vec<ForwardedElement> {
        self.0.elements().iter().cloned().map(ForwardedElement).collect()
    }

    /// What the nearest proxy says: the last element.
    #[getter]
    fn nearest(&self) -> ForwardedElement {
        ForwardedElement(self.0.nearest().clone())
    }

    /// The client's SPIFFE ID as the nearest proxy says it. Raises `PkiError` where its URI is none.
    fn spiffe_id(&self) -> Result<SpiffeId, Raise> {
        Ok(SpiffeId(self.0.spiffe_id()?))
    }

    /// `forwarded-text-unproven` where an element in text has no certificate, so that a name in it may be forged.
    #[getter]
    fn warnings(&self) -> Findings {
        Findings::of(&self.0.warnings())
    }

    fn __repr__(&self) -> String {
        format!("<ForwardedClientCert {} of {}>", self.0.form().as_str(), self.0.elements().len())
    }
}

/// What one proxy says of the certificate that its client presented.
#[pyclass(module = "mtls_core", frozen, eq)]
#[derive(PartialEq, Eq)]
pub(crate) struct ForwardedElement(core::ForwardedElement);

#[pymethods]
impl ForwardedElement {
    /// Which element of the header it is, from 1.
    #[getter]
    fn number(&self) -> usize {
        self.0.number()
    }

    /// The URI names of the proxy's own certificate.
    #[getter]
    fn by(&self) -> Vec<String> {
        self.0.by().to_vec()
    }

    /// SHA-256 of the client's certificate, lowercase hex.
    #[getter]
    fn hash(&self) -> Option<&str> {
        self.0.hash()
    }

    /// The client's certificate, where it was forwarded. Nothing here verified it.
    #[getter]
    fn certificate(&self) -> Option<Certificate> {
        self.0.certificate().cloned().map(Certificate)
    }

    /// What the client presented, where it was forwarded.
    #[getter]
    fn chain(&self) -> Option<CertificateChain> {
        self.0.chain().cloned().map(CertificateChain)
    }

    /// The subject as it is written.
    #[getter]
    fn subject(&self) -> Option<&str> {
        self.0.subject()
    }

    /// The issuer as it is written.
    #[getter]
    fn issuer(&self) -> Option<&str> {
        self.0.issuer()
    }

    /// The URI names of the certificate, or those written where there is none.
    #[getter]
    fn uris(&self) -> Vec<String> {
        self.0.uris().to_vec()
    }

    /// The DNS names, in the same way.
    #[getter]
    fn dns_names(&self) -> Vec<String> {
        self.0.dns_names().to_vec()
    }

    /// The client's SPIFFE ID. Raises `PkiError` where its URI is none.
    fn spiffe_id(&self) -> Result<SpiffeId, Raise> {
        Ok(SpiffeId(self.0.spiffe_id()?))
    }

    /// Everything that stands in it, as a plain dict.
    fn info(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<ForwardedElement {} {:?}>", self.0.number(), self.0.uris())
    }
}
