//! Floor 2, certificates: `Certificate`, `CertificateChain`, `PublicKey`.

use mtls_core::pki as core;
use napi::bindgen_prelude::{Buffer, ClassInstance, Uint8Array, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use crate::arguments::{Bytes, Document, date, moment};
use crate::identity::SpiffeId;
use crate::raise::call;
use crate::record::record;

/// An X.509 certificate. Reading judges nothing: that is for `ChainVerifier`.
#[napi]
pub struct Certificate(pub(crate) core::Certificate);

#[napi]
impl Certificate {
    /// Reads one certificate, PEM or DER. Throws `PkiError`.
    #[napi(constructor)]
    pub fn new(env: &Env, data: Document) -> Result<Self> {
        call(env, || core::Certificate::from_bytes(Bytes::from(data).as_ref())).map(Self)
    }

    /// Reads the one certificate of a PEM text.
    #[napi]
    pub fn from_pem(env: &Env, pem: Document) -> Result<Self> {
        call(env, || core::Certificate::from_pem(Bytes::from(pem).as_ref())).map(Self)
    }

    /// Reads one certificate in DER.
    #[napi]
    pub fn from_der(env: &Env, der: Uint8Array) -> Result<Self> {
        call(env, || core::Certificate::from_der(&der)).map(Self)
    }

    /// Its bytes.
    #[napi(getter)]
    pub fn der(&self) -> Buffer {
        self.0.der().to_vec().into()
    }

    /// The certificate as a PEM block.
    #[napi]
    pub fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    /// The subject as RFC 4514 text.
    #[napi(getter)]
    pub fn subject(&self) -> &str {
        self.0.subject()
    }

    /// The issuer as RFC 4514 text.
    #[napi(getter)]
    pub fn issuer(&self) -> &str {
        self.0.issuer()
    }

    /// Whether issuer and subject are the same.
    #[napi(getter)]
    pub fn is_self_issued(&self) -> bool {
        self.0.is_self_issued()
    }

    /// The serial number, lowercase hex with colons.
    #[napi(getter)]
    pub fn serial(&self) -> &str {
        self.0.serial()
    }

    /// X.509 version, 3 nearly always.
    #[napi(getter)]
    pub fn version(&self) -> u32 {
        self.0.version()
    }

    /// Start of validity.
    #[napi(getter)]
    pub fn not_before<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.not_before())
    }

    /// End of validity, inclusive.
    #[napi(getter)]
    pub fn not_after<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.not_after())
    }

    /// Whether the date lies within its validity.
    #[napi]
    pub fn is_valid_at(&self, env: &Env, at: JsDate<'_>) -> Result<bool> {
        call(env, || moment(at).map(|at| self.0.is_valid_at(at)))
    }

    /// Whether it may issue certificates.
    #[napi(getter)]
    pub fn is_ca(&self) -> bool {
        self.0.is_ca()
    }

    /// How many intermediates may stand below it; null for any number.
    #[napi(getter)]
    pub fn path_length(&self) -> Option<u32> {
        self.0.path_length()
    }

    /// Key usage (`digitalSignature`, …); null where the extension is absent.
    #[napi(getter)]
    pub fn key_usage(&self) -> Option<Vec<&'static str>> {
        self.0.key_usage().map(|usages| usages.iter().map(|usage| usage.as_str()).collect())
    }

    /// Extended key usage (`serverAuth`, …); null where the extension is absent.
    #[napi(getter)]
    pub fn extended_key_usage(&self) -> Option<Vec<&str>> {
        self.0.extended_key_usage().map(|usages| usages.iter().map(|usage| usage.as_str()).collect())
    }

    /// The SPIFFE ID, where it has exactly one URI and that is one. Not verified.
    #[napi(getter)]
    pub fn spiffe_id(&self) -> Option<SpiffeId> {
        self.0.spiffe_id().cloned().map(SpiffeId)
    }

    /// DNS names.
    #[napi(getter)]
    pub fn dns_names(&self) -> Vec<String> {
        self.0.dns_names().to_vec()
    }

    /// IP addresses as text.
    #[napi(getter)]
    pub fn ip_addresses(&self) -> Vec<String> {
        self.0.ip_addresses().iter().map(ToString::to_string).collect()
    }

    /// URIs, SPIFFE IDs among them.
    #[napi(getter)]
    pub fn uris(&self) -> Vec<String> {
        self.0.uris().to_vec()
    }

    /// E-mail addresses.
    #[napi(getter)]
    pub fn emails(&self) -> Vec<String> {
        self.0.emails().to_vec()
    }

    /// The public key.
    #[napi(getter)]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.public_key().clone())
    }

    /// The signature algorithm as OpenSSL names it.
    #[napi(getter)]
    pub fn signature_algorithm(&self) -> &str {
        self.0.signature_algorithm()
    }

    /// SHA-256 of the DER, lowercase hex.
    #[napi(getter)]
    pub fn fingerprint_sha256(&self) -> String {
        self.0.fingerprint_sha256()
    }

    /// SHA-256 of the public key, lowercase hex.
    #[napi(getter)]
    pub fn spki_sha256(&self) -> String {
        self.0.spki_sha256()
    }

    /// SHA-256 of the public key in Base64, as `curl --pinnedpubkey sha256//…` takes it.
    #[napi(getter)]
    pub fn spki_pin(&self) -> String {
        self.0.spki_pin()
    }

    /// The subject key identifier; null where the extension is absent.
    #[napi(getter)]
    pub fn subject_key_id(&self) -> Option<Buffer> {
        self.0.subject_key_id().map(|id| id.to_vec().into())
    }

    /// The key identifier of the issuer; null where it has none.
    #[napi(getter)]
    pub fn authority_key_id(&self) -> Option<Buffer> {
        self.0.authority_key_id().map(|id| id.to_vec().into())
    }

    /// Whether `issuer` has the name that this certificate gives its issuer.
    #[napi]
    pub fn names_as_issuer(&self, issuer: &Certificate) -> bool {
        self.0.names_as_issuer(&issuer.0)
    }

    /// Everything that stands in it.
    #[napi(ts_return_type = "CertificateInfo")]
    pub fn info<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.info())
    }

    /// Everything that stands in it, as text for people.
    #[napi]
    pub fn describe(&self) -> String {
        self.0.describe()
    }

    /// Throws `PkiError` unless this certificate is signed by the issuer's key. Says nothing about names and dates.
    #[napi]
    pub fn verify_signed_by(&self, env: &Env, issuer: &Certificate) -> Result<()> {
        call(env, || self.0.verify_signed_by(&issuer.0, core::default_algorithms()))
    }

    /// Whether both have the same bytes.
    #[napi]
    pub fn equals(&self, other: &Certificate) -> bool {
        self.0 == other.0
    }

    /// Subject and serial number.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        format!("{}, serial {}", self.0.subject(), self.0.serial())
    }

    /// Everything that stands in it.
    #[napi(js_name = "toJSON", ts_return_type = "CertificateInfo")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.info())
    }
}

/// A certificate chain as a peer presents it: the leaf first, then its issuers. Never empty.
#[napi]
pub struct CertificateChain(pub(crate) core::CertificateChain);

#[napi]
impl CertificateChain {
    /// A chain of these certificates, in this order. Throws `PkiError`.
    #[napi]
    pub fn from_certificates(env: &Env, certificates: Vec<ClassInstance<'_, Certificate>>) -> Result<Self> {
        call(env, || core::CertificateChain::new(certificates.iter().map(|one| one.0.clone()))).map(Self)
    }

    /// Reads the certificates of a PEM text, or one certificate in DER.
    #[napi(constructor)]
    pub fn new(env: &Env, data: Document) -> Result<Self> {
        call(env, || core::CertificateChain::from_bytes(Bytes::from(data).as_ref())).map(Self)
    }

    /// Reads the certificates of a PEM text.
    #[napi]
    pub fn from_pem(env: &Env, pem: Document) -> Result<Self> {
        call(env, || core::CertificateChain::from_pem(Bytes::from(pem).as_ref())).map(Self)
    }

    /// Reads certificates in DER, one an element.
    #[napi]
    pub fn from_der(env: &Env, certificates: Vec<Uint8Array>) -> Result<Self> {
        call(env, || core::CertificateChain::from_der(&certificates)).map(Self)
    }

    /// The certificates, leaf first.
    #[napi(getter)]
    pub fn certificates(&self) -> Vec<Certificate> {
        self.0.certificates().iter().cloned().map(Certificate).collect()
    }

    /// The first certificate.
    #[napi(getter)]
    pub fn leaf(&self) -> Certificate {
        Certificate(self.0.leaf().clone())
    }

    /// All but the leaf.
    #[napi(getter)]
    pub fn issuers(&self) -> Vec<Certificate> {
        self.0.issuers().iter().cloned().map(Certificate).collect()
    }

    /// How many certificates; at least 1.
    #[napi(getter)]
    pub fn length(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// The certificates' bytes.
    #[napi]
    pub fn to_der(&self) -> Vec<Buffer> {
        self.0.to_der().iter().map(|der| der.to_vec().into()).collect()
    }

    /// The certificates as PEM blocks, one after the other.
    #[napi]
    pub fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    /// What is wrong with the order and the set of certificates; verifies no signature and no date.
    #[napi(ts_return_type = "Finding[]")]
    pub fn check_order<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.check_order())
    }

    /// The same certificates with the leaf first and each one's issuer behind it. Throws `PkiError` when they form no
    /// single chain.
    #[napi]
    pub fn sorted(&self, env: &Env) -> Result<Self> {
        call(env, || self.0.sorted()).map(Self)
    }

    /// Whether both hold the same certificates in the same order.
    #[napi]
    pub fn equals(&self, other: &CertificateChain) -> bool {
        self.0 == other.0
    }

    /// The subjects, leaf first.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.certificates().iter().map(core::Certificate::subject).collect::<Vec<_>>().join(" < ")
    }

    /// Everything that stands in the certificates.
    #[napi(js_name = "toJSON", ts_return_type = "CertificateInfo[]")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}

/// A public key.
#[napi]
pub struct PublicKey(pub(crate) core::PublicKey);

#[napi]
impl PublicKey {
    /// `ECDSA P-256`, `RSA 2048`, `Ed25519`, or an object identifier.
    #[napi(getter)]
    pub fn algorithm(&self) -> String {
        self.0.algorithm().to_string()
    }

    /// Bits of the key; 0 where not known.
    #[napi(getter)]
    pub fn bits(&self) -> u32 {
        u32::try_from(self.0.algorithm().bits()).unwrap_or(u32::MAX)
    }

    /// The SubjectPublicKeyInfo in DER.
    #[napi(getter)]
    pub fn spki_der(&self) -> Buffer {
        self.0.spki_der().to_vec().into()
    }

    /// SHA-256 of the SubjectPublicKeyInfo, lowercase hex.
    #[napi(getter)]
    pub fn sha256(&self) -> String {
        self.0.sha256()
    }

    /// The same in Base64, as in `pin-sha256` and `curl --pinnedpubkey`.
    #[napi(getter)]
    pub fn pin(&self) -> String {
        self.0.pin()
    }

    /// The key as a PEM block `PUBLIC KEY`.
    #[napi]
    pub fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    /// Whether both are the same key.
    #[napi]
    pub fn equals(&self, other: &PublicKey) -> bool {
        self.0 == other.0
    }

    /// The algorithm and the key's SHA-256.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        format!("{}, sha256 {}", self.0.algorithm(), self.0.sha256())
    }
}
