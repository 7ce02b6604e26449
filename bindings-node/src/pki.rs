//! Floor 2, the other documents: PEM blocks, `PrivateKey`, `CertificateRequest`, `Crl`.

use std::sync::Arc;

use mtls_core::pki as core;
use napi::bindgen_prelude::{AsyncTask, Buffer, Uint8Array, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use crate::arguments::{Bytes, Document, date, moment};
use crate::certificate::{Certificate, PublicKey};
use crate::identity::SpiffeId;
use crate::job::{Job, RecordJob, promise, promise_record};
use crate::raise::call;
use crate::record::record;

/// A block of a PEM text.
#[napi(object, object_from_js = false)]
pub struct PemBlock {
    /// What stands behind `BEGIN`.
    pub label: String,
    /// What it holds, in words: `a private key`.
    pub kind: String,
    /// The bytes; of a private key too: take care.
    pub der: Buffer,
    /// The line of its `BEGIN`, from 1.
    pub line: u32,
    /// Which block of the text it is, from 1.
    pub block: u32,
}

/// The blocks of a PEM text, in order; text around them is passed over. Throws `PkiError`.
#[napi]
pub fn parse_pem(env: &Env, text: Document) -> Result<Vec<PemBlock>> {
    let blocks = call(env, || core::pem::parse(Bytes::from(text).as_ref(), &core::Limits::default()))?;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let convert = |block: &core::PemBlock| PemBlock {
        label: block.label().to_owned(),
        kind: block.kind().noun().to_owned(),
        der: block.der().to_vec().into(),
        line: number(block.line()),
        block: number(block.block()),
    };
    Ok(blocks.iter().map(convert).collect())
}

/// A private key. `util.inspect` and JSON leave its secret out; what hands it out is called `secret…`.
#[napi]
pub struct PrivateKey(pub(crate) Arc<core::PrivateKey>);

impl From<core::PrivateKey> for PrivateKey {
    fn from(key: core::PrivateKey) -> Self {
        Self(Arc::new(key))
    }
}

#[napi]
impl PrivateKey {
    /// Reads one key, PEM or DER: PKCS#8, SEC1 or PKCS#1. Throws `PkiError`.
    #[napi(constructor)]
    pub fn new(env: &Env, data: Document) -> Result<Self> {
        call(env, || core::PrivateKey::from_bytes(Bytes::from(data).as_ref())).map(Self::from)
    }

    /// Reads the one key of a PEM text.
    #[napi]
    pub fn from_pem(env: &Env, pem: Document) -> Result<Self> {
        call(env, || core::PrivateKey::from_pem(Bytes::from(pem).as_ref())).map(Self::from)
    }

    /// Reads one key in DER.
    #[napi]
    pub fn from_der(env: &Env, der: Uint8Array) -> Result<Self> {
        call(env, || core::PrivateKey::from_der(&der)).map(Self::from)
    }

    /// `ECDSA P-256`, `RSA 2048`, `Ed25519`, or an object identifier.
    #[napi(getter)]
    pub fn algorithm(&self) -> String {
        self.0.algorithm().to_string()
    }

    /// The document that it came in.
    #[napi(getter, ts_return_type = "'pkcs8' | 'sec1' | 'pkcs1'")]
    pub fn format(&self) -> &'static str {
        match self.0.format() {
            core::KeyFormat::Sec1 => "sec1",
            core::KeyFormat::Pkcs1 => "pkcs1",
            _ => "pkcs8",
        }
    }

    /// Its public half.
    #[napi]
    pub fn public_key(&self, env: &Env) -> Result<PublicKey> {
        call(env, || self.0.public_key()).map(PublicKey)
    }

    /// Whether it is the key of this certificate.
    #[napi]
    pub fn matches(&self, env: &Env, certificate: &Certificate) -> Result<bool> {
        call(env, || self.0.matches(&certificate.0))
    }

    /// The key as PKCS#8 PEM. JavaScript cannot wipe the text: let go of it soon.
    #[napi]
    pub fn secret_pkcs8_pem(&self) -> String {
        self.0.secret_pkcs8_pem().to_string()
    }

    /// The key as PKCS#8 DER; fill the buffer with zeros when done.
    #[napi]
    pub fn secret_pkcs8_der(&self) -> Buffer {
        self.0.secret_pkcs8_der().to_vec().into()
    }

    /// Writes PKCS#8 PEM that its owner alone can read, whole or not at all.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn write_pem(&self, path: String) -> AsyncTask<Job<()>> {
        let key = Arc::clone(&self.0);
        promise(move || Ok(key.write_pem(path)?))
    }

    /// The algorithm; never the key.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.algorithm().to_string()
    }

    /// The algorithm; never the key.
    #[napi(js_name = "toJSON", ts_return_type = "{ algorithm: string }")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &serde_json::json!({ "algorithm": self.0.algorithm().to_string() }))
    }
}

/// A certificate request (PKCS#10).
#[napi]
pub struct CertificateRequest(pub(crate) core::CertificateRequest);

#[napi]
impl CertificateRequest {
    /// Reads one request, PEM or DER. Throws `PkiError`.
    #[napi(constructor)]
    pub fn new(env: &Env, data: Document) -> Result<Self> {
        call(env, || core::CertificateRequest::from_bytes(Bytes::from(data).as_ref())).map(Self)
    }

    /// Reads the one request of a PEM text.
    #[napi]
    pub fn from_pem(env: &Env, pem: Document) -> Result<Self> {
        call(env, || core::CertificateRequest::from_pem(Bytes::from(pem).as_ref())).map(Self)
    }

    /// Reads one request in DER.
    #[napi]
    pub fn from_der(env: &Env, der: Uint8Array) -> Result<Self> {
        call(env, || core::CertificateRequest::from_der(&der)).map(Self)
    }

    /// Its bytes.
    #[napi(getter)]
    pub fn der(&self) -> Buffer {
        self.0.der().to_vec().into()
    }

    /// The request as a PEM block.
    #[napi]
    pub fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    /// The subject as RFC 4514 text.
    #[napi(getter)]
    pub fn subject(&self) -> &str {
        self.0.subject()
    }

    /// The key to be certified.
    #[napi(getter)]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.public_key().clone())
    }

    /// The SPIFFE ID that it asks for, where it asks for exactly one.
    #[napi(getter)]
    pub fn spiffe_id(&self) -> Option<SpiffeId> {
        self.0.spiffe_id().map(SpiffeId)
    }

    /// The DNS names that it asks for.
    #[napi(getter)]
    pub fn dns_names(&self) -> Vec<String> {
        self.0.names().dns.clone()
    }

    /// The URIs that it asks for.
    #[napi(getter)]
    pub fn uris(&self) -> Vec<String> {
        self.0.names().uri.clone()
    }

    /// Throws `PkiError` unless the request is signed by its own key.
    #[napi]
    pub fn verify(&self, env: &Env) -> Result<()> {
        call(env, || self.0.verify(core::default_algorithms()))
    }

    /// Everything that stands in it.
    #[napi(ts_return_type = "CertificateRequestInfo")]
    pub fn info<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }

    /// The subject.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> &str {
        self.0.subject()
    }

    /// Everything that stands in it.
    #[napi(js_name = "toJSON", ts_return_type = "CertificateRequestInfo")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}

/// A certificate revocation list.
#[napi]
pub struct Crl(pub(crate) core::Crl);

#[napi]
impl Crl {
    /// Reads one list, PEM or DER. Throws `PkiError`.
    #[napi(constructor)]
    pub fn new(env: &Env, data: Document) -> Result<Self> {
        call(env, || core::Crl::from_bytes(Bytes::from(data).as_ref())).map(Self)
    }

    /// Reads one list, PEM or DER, off the main thread: a large one takes a while. Rejects with `PkiError`.
    #[napi(ts_return_type = "Promise<Crl>")]
    pub fn read(data: Document) -> AsyncTask<Job<Crl>> {
        let bytes = Bytes::from(data).as_ref().to_vec();
        promise(move || Ok(Self(core::Crl::from_bytes(&bytes)?)))
    }

    /// Reads the one list of a PEM text.
    #[napi]
    pub fn from_pem(env: &Env, pem: Document) -> Result<Self> {
        call(env, || core::Crl::from_pem(Bytes::from(pem).as_ref())).map(Self)
    }

    /// Reads one list in DER.
    #[napi]
    pub fn from_der(env: &Env, der: Uint8Array) -> Result<Self> {
        call(env, || core::Crl::from_der(&der)).map(Self)
    }

    /// Its bytes.
    #[napi(getter)]
    pub fn der(&self) -> Buffer {
        self.0.der().to_vec().into()
    }

    /// The list as a PEM block.
    #[napi]
    pub fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    /// The issuer as RFC 4514 text.
    #[napi(getter)]
    pub fn issuer(&self) -> &str {
        self.0.issuer()
    }

    /// When it was issued.
    #[napi(getter)]
    pub fn this_update<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.this_update())
    }

    /// When the next one is due.
    #[napi(getter)]
    pub fn next_update<'env>(&self, env: &'env Env) -> Result<Option<JsDate<'env>>> {
        self.0.next_update().map(|time| date(env, time)).transpose()
    }

    /// Whether the date lies between this update and the next.
    #[napi]
    pub fn is_current_at(&self, env: &Env, at: JsDate<'_>) -> Result<bool> {
        call(env, || moment(at).map(|at| self.0.is_current_at(at)))
    }

    /// Its number, hex; null where it has none.
    #[napi(getter)]
    pub fn number(&self) -> Option<String> {
        self.0.number()
    }

    /// How many certificates it revokes.
    #[napi(getter)]
    pub fn length(&self) -> u32 {
        u32::try_from(self.0.entries().len()).unwrap_or(u32::MAX)
    }

    /// What it revokes; mostly off the main thread.
    #[napi(ts_return_type = "Promise<CrlEntry[]>")]
    pub fn entries(&self) -> AsyncTask<RecordJob> {
        let list = self.0.clone();
        promise_record(move || Ok(list.entries().to_vec()))
    }

    /// `entries` at once.
    #[napi(ts_return_type = "CrlEntry[]")]
    pub fn entries_sync<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.entries())
    }

    /// The entry that revokes this certificate; null if there is none, or the list is another issuer's.
    #[napi(ts_return_type = "CrlEntry | null")]
    pub fn entry_of<'env>(&self, env: &'env Env, certificate: &Certificate) -> Result<Unknown<'env>> {
        record(env, &self.0.entry_of(&certificate.0))
    }

    /// Throws `PkiError` unless the list is signed by the issuer's key.
    #[napi]
    pub fn verify_signed_by(&self, env: &Env, issuer: &Certificate) -> Result<()> {
        call(env, || self.0.verify_signed_by(&issuer.0, core::default_algorithms()))
    }

    /// Everything that stands in it.
    #[napi(ts_return_type = "CrlInfo")]
    pub fn info<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }

    /// The issuer and the number of entries.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        format!("{}, {} revoked", self.0.issuer(), self.0.entries().len())
    }

    /// Everything that stands in it.
    #[napi(js_name = "toJSON", ts_return_type = "CrlInfo")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
