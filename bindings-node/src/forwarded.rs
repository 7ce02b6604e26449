//! Floor 2, the header `X-Forwarded-Client-Cert`: `ForwardedClientCert`, `ForwardedElement`.

use mtls_core::pki as core;
use napi::bindgen_prelude::Unknown;
use napi::{Env, Result};
use napi_derive::napi;

use crate::certificate::{Certificate, CertificateChain};
use crate::identity::SpiffeId;
use crate::raise::call;
use crate::record::record;

/// How a forwarded header is read.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct ForwardedOptions {
    /// Whether an element may name several URIs. Default: false.
    pub several_uris: Option<bool>,
}

/// The header `X-Forwarded-Client-Cert` of Envoy and Istio, text or JSON: who a proxy says the client is. It proves
/// nothing by itself: read it only from a proxy that you trust, behind a port that nobody else reaches.
#[napi]
pub struct ForwardedClientCert(core::ForwardedClientCert);

#[napi]
impl ForwardedClientCert {
    /// Reads the header's value strictly; several lines are joined with `,` before. Throws `PkiError`.
    #[napi]
    pub fn parse(env: &Env, header: String, options: Option<ForwardedOptions>) -> Result<Self> {
        let mut with = core::ForwardedOptions::default();
        with.several_uris = options.unwrap_or_default().several_uris.unwrap_or_default();
        call(env, || core::ForwardedClientCert::parse_with(&header, &with)).map(Self)
    }

    /// How it was written.
    #[napi(getter, ts_return_type = "'text' | 'json'")]
    pub fn form(&self) -> &'static str {
        self.0.form().as_str()
    }

    /// One element for each proxy, the nearest last; never empty.
    #[napi(getter)]
    pub fn elements(&self) -> Vec<ForwardedElement> {
        self.0.elements().iter().cloned().map(ForwardedElement).collect()
    }

    /// What the nearest proxy says: the last element.
    #[napi(getter)]
    pub fn nearest(&self) -> ForwardedElement {
        ForwardedElement(self.0.nearest().clone())
    }

    /// The client's SPIFFE ID as the nearest proxy says it. Throws `PkiError` where its URI is none.
    #[napi]
    pub fn spiffe_id(&self, env: &Env) -> Result<SpiffeId> {
        call(env, || self.0.spiffe_id()).map(SpiffeId)
    }

    /// `forwarded-text-unproven` where an element in text has no certificate, so that a name in it may be forged.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn warnings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.warnings())
    }

    /// Whether both say the same in the same form.
    #[napi]
    pub fn equals(&self, other: &ForwardedClientCert) -> bool {
        self.0 == other.0
    }

    /// The form and the number of elements.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        format!("{}, {} elements", self.0.form().as_str(), self.0.elements().len())
    }
}

/// What one proxy says of the certificate that its client presented.
#[napi]
pub struct ForwardedElement(core::ForwardedElement);

#[napi]
impl ForwardedElement {
    /// Which element of the header it is, from 1.
    #[napi(getter)]
    pub fn number(&self) -> u32 {
        u32::try_from(self.0.number()).unwrap_or(u32::MAX)
    }

    /// The URI names of the proxy's own certificate.
    #[napi(getter)]
    pub fn by(&self) -> Vec<String> {
        self.0.by().to_vec()
    }

    /// SHA-256 of the client's certificate, lowercase hex; null where it is not written.
    #[napi(getter)]
    pub fn hash(&self) -> Option<&str> {
        self.0.hash()
    }

    /// The client's certificate, where it was forwarded. Nothing here verified it.
    #[napi(getter)]
    pub fn certificate(&self) -> Option<Certificate> {
        self.0.certificate().cloned().map(Certificate)
    }

    /// What the client presented, where it was forwarded.
    #[napi(getter)]
    pub fn chain(&self) -> Option<CertificateChain> {
        self.0.chain().cloned().map(CertificateChain)
    }

    /// The subject as it is written; null where it is not.
    #[napi(getter)]
    pub fn subject(&self) -> Option<&str> {
        self.0.subject()
    }

    /// The issuer as it is written; null where it is not.
    #[napi(getter)]
    pub fn issuer(&self) -> Option<&str> {
        self.0.issuer()
    }

    /// The URI names of the certificate, or those written where there is none.
    #[napi(getter)]
    pub fn uris(&self) -> Vec<String> {
        self.0.uris().to_vec()
    }

    /// The DNS names, in the same way.
    #[napi(getter)]
    pub fn dns_names(&self) -> Vec<String> {
        self.0.dns_names().to_vec()
    }

    /// The client's SPIFFE ID. Throws `PkiError` where its URI is none.
    #[napi]
    pub fn spiffe_id(&self, env: &Env) -> Result<SpiffeId> {
        call(env, || self.0.spiffe_id()).map(SpiffeId)
    }

    /// Everything that stands in it.
    #[napi(ts_return_type = "ForwardedElementInfo")]
    pub fn info<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }

    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &ForwardedElement) -> bool {
        self.0 == other.0
    }

    /// Its URIs.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.uris().join(" ")
    }

    /// Everything that stands in it.
    #[napi(js_name = "toJSON", ts_return_type = "ForwardedElementInfo")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
