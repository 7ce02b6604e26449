//! One X.509 certificate and what people ask of it.

mod compare;
mod describe;
mod info;
mod read;

pub use info::CertificateInfo;

pub(crate) use read::plain;

use std::net::IpAddr;
use std::sync::Arc;

use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};

use super::error::Document;
use super::extensions::Extensions;
use super::pem::{self, PemKind};
use super::signature::Signed;
use super::{
    BasicConstraints, ExtendedKeyUsage, ExtensionEntry, KeyUsage, Limits, PkiError, PublicKey, SubjectNames,
};
use crate::finding::CertificateRef;
use crate::identity::SpiffeId;

/// An X.509 certificate (RFC 5280), read and unchanged.
///
/// Reading says what stands in it and judges nothing: an expired certificate is read like any
/// other. What decides its use must be readable though: a certificate with a subject alternative
/// name, key usage or basic constraints extension that does not decode, or with the same extension
/// twice, is refused.
///
/// A clone shares the bytes. Equality, order and hash are those of the DER bytes. Serializes as
/// [`CertificateInfo`].
///
/// ```
/// # fn main() -> Result<(), mtls_core::pki::PkiError> {
/// # let pem = include_bytes!("../../../tests/data/pki/svid.pem");
/// use mtls_core::pki::Certificate;
/// let certificate = Certificate::from_pem(pem)?;
/// assert_eq!(certificate.subject(), "CN=cart,O=Example Shop");
/// assert_eq!(certificate.public_key().algorithm().to_string(), "ECDSA P-256");
/// assert_eq!(certificate.spiffe_id().map(|id| id.path()), Some("/ns/shop/sa/cart"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Certificate(Arc<Facts>);

/// What was read.
struct Facts {
    der: CertificateDer<'static>,
    subject: String,
    issuer: String,
    subject_der: Vec<u8>,
    issuer_der: Vec<u8>,
    version: u32,
    serial: String,
    serial_bytes: Vec<u8>,
    not_before: UnixTime,
    not_after: UnixTime,
    public_key: PublicKey,
    signature_algorithm: String,
    fingerprint: [u8; 32],
    spiffe_id: Option<SpiffeId>,
    extensions: Extensions,
}

impl Certificate {
    /// Reads one certificate from PEM.
    ///
    /// # Errors
    /// Those of [`pem::parse`](super::pem::parse); [`PkiError::WrongKind`] for a block of another kind,
    /// [`PkiError::Several`] for more than one block (see [`CertificateChain`](super::CertificateChain)),
    /// and within [`PkiError::InBlock`] those of [`Certificate::from_der`].
    pub fn from_pem(pem: &[u8]) -> Result<Self, PkiError> {
        let limits = Limits::default();
        let block = pem::only(pem, limits.max_bytes, &limits, PemKind::Certificate)?;
        Self::from_block(&block, &limits)
    }

    /// Reads one certificate from DER; bytes behind it refuse it.
    ///
    /// # Errors
    /// [`PkiError::WrongKind`] for PEM text or DER of another kind, [`PkiError::TooLarge`],
    /// [`PkiError::Malformed`], [`PkiError::TrailingBytes`], [`PkiError::ExtensionMalformed`],
    /// [`PkiError::ExtensionDuplicate`].
    pub fn from_der(der: &[u8]) -> Result<Self, PkiError> {
        Self::from_der_with(der, &Limits::default())
    }

    /// [`Certificate::from_der`] with other limits.
    ///
    /// # Errors
    /// Those of [`Certificate::from_der`].
    pub fn from_der_with(der: &[u8], limits: &Limits) -> Result<Self, PkiError> {
        if der.len() > limits.max_der_bytes {
            return Err(PkiError::TooLarge {
                what: "certificate",
                bytes: der.len(),
                limit: limits.max_der_bytes,
            });
        }
        super::document::read(der, Document::Certificate, read::certificate)
            .map(|facts| Self(Arc::new(facts)))
    }

    /// Reads one certificate from PEM or DER, whichever it is.
    ///
    /// # Errors
    /// Those of [`Certificate::from_pem`] and [`Certificate::from_der`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PkiError> {
        if pem::is_der(bytes) { Self::from_der(bytes) } else { Self::from_pem(bytes) }
    }

    /// Reads the certificate of one PEM block.
    pub(crate) fn from_block(block: &pem::PemBlock, limits: &Limits) -> Result<Self, PkiError> {
        block.expect(PemKind::Certificate)?;
        Self::from_der_with(block.der(), limits).map_err(|error| block.locate(error))
    }

    /// The bytes.
    pub fn der(&self) -> &CertificateDer<'static> {
        &self.0.der
    }

    /// The certificate as a PEM block.
    pub fn to_pem(&self) -> String {
        pem::encode("CERTIFICATE", &self.0.der)
    }

    /// The subject as RFC 4514 text, the most specific part first: `CN=cart,O=Shop`. Empty for an empty name.
    pub fn subject(&self) -> &str {
        &self.0.subject
    }

    /// The issuer in the same form.
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// The subject name in DER, for comparing names byte by byte.
    pub fn subject_der(&self) -> &[u8] {
        &self.0.subject_der
    }

    /// The issuer name in DER.
    pub fn issuer_der(&self) -> &[u8] {
        &self.0.issuer_der
    }

    /// Whether issuer and subject are the same name byte by byte, as in every root.
    pub fn is_self_issued(&self) -> bool {
        self.0.subject_der == self.0.issuer_der
    }

    /// The X.509 version: 3 for all that have extensions.
    pub fn version(&self) -> u32 {
        self.0.version
    }

    /// The serial number: lowercase hex in pairs with colons, without the sign byte; `-` before a negative one.
    pub fn serial(&self) -> &str {
        &self.0.serial
    }

    /// The content bytes of the serial number's INTEGER, as CRLs list them.
    pub fn serial_bytes(&self) -> &[u8] {
        &self.0.serial_bytes
    }

    /// Start of validity, included. A date before 1970 counts as 1970.
    pub fn not_before(&self) -> UnixTime {
        self.0.not_before
    }

    /// End of validity, included. A date before 1970 counts as 1970.
    pub fn not_after(&self) -> UnixTime {
        self.0.not_after
    }

    /// Whether `at` lies within the validity, both ends included (RFC 5280 section 4.1.2.5).
    pub fn is_valid_at(&self, at: UnixTime) -> bool {
        self.0.not_before <= at && at <= self.0.not_after
    }

    /// The public key.
    pub fn public_key(&self) -> &PublicKey {
        &self.0.public_key
    }

    /// The signature algorithm as OpenSSL names it: `ecdsa-with-SHA256`, `sha256WithRSAEncryption`, `ED25519`.
    pub fn signature_algorithm(&self) -> &str {
        &self.0.signature_algorithm
    }

    /// Whether basic constraints say that it may issue certificates.
    pub fn is_ca(&self) -> bool {
        self.0.extensions.basic_constraints.is_some_and(|constraints| constraints.ca)
    }

    /// Basic constraints; `None` where the extension is absent.
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.0.extensions.basic_constraints
    }

    /// How many intermediates may stand below it; `None` for any number or where it is not said.
    pub fn path_length(&self) -> Option<u32> {
        self.0.extensions.basic_constraints.and_then(|constraints| constraints.path_length)
    }

    /// Key usage; `None` where the extension is absent, which allows every use.
    pub fn key_usage(&self) -> Option<&[KeyUsage]> {
        self.0.extensions.key_usage.as_deref()
    }

    /// Extended key usage; `None` where the extension is absent, which allows every purpose.
    pub fn extended_key_usage(&self) -> Option<&[ExtendedKeyUsage]> {
        self.0.extensions.extended_key_usage.as_deref()
    }

    /// All names of the subject alternative name extension.
    pub fn names(&self) -> &SubjectNames {
        &self.0.extensions.names
    }

    /// The SPIFFE ID: the one URI, if there is exactly one and it is a valid ID (X509-SVID section 2).
    ///
    /// What the certificate claims; only verifying it makes the claim good.
    pub fn spiffe_id(&self) -> Option<&SpiffeId> {
        self.0.spiffe_id.as_ref()
    }

    /// DNS names.
    pub fn dns_names(&self) -> &[String] {
        &self.0.extensions.names.dns
    }

    /// IP addresses.
    pub fn ip_addresses(&self) -> &[IpAddr] {
        &self.0.extensions.names.ip
    }

    /// URIs, SPIFFE IDs among them.
    pub fn uris(&self) -> &[String] {
        &self.0.extensions.names.uri
    }

    /// E-mail addresses.
    pub fn emails(&self) -> &[String] {
        &self.0.extensions.names.email
    }

    /// Subject key identifier.
    pub fn subject_key_id(&self) -> Option<&[u8]> {
        self.0.extensions.subject_key_id.as_deref()
    }

    /// Authority key identifier: the subject key identifier of the key that signed.
    pub fn authority_key_id(&self) -> Option<&[u8]> {
        self.0.extensions.authority_key_id.as_deref()
    }

    /// Certificate policies as dotted object identifiers.
    pub fn policies(&self) -> &[String] {
        &self.0.extensions.policies
    }

    /// Where its CRL can be fetched.
    pub fn crl_urls(&self) -> &[String] {
        &self.0.extensions.crl_urls
    }

    /// Where OCSP answers for it.
    pub fn ocsp_urls(&self) -> &[String] {
        &self.0.extensions.ocsp_urls
    }

    /// Where its issuer's certificate can be fetched.
    pub fn issuer_urls(&self) -> &[String] {
        &self.0.extensions.issuer_urls
    }

    /// Every extension that stands in it, in order.
    pub fn extensions(&self) -> &[ExtensionEntry] {
        &self.0.extensions.entries
    }

    /// SHA-256 of the DER bytes, lowercase hex; `openssl x509 -fingerprint -sha256` without the colons.
    pub fn fingerprint_sha256(&self) -> String {
        super::name::hex(&self.0.fingerprint)
    }

    /// SHA-256 of the DER bytes.
    pub fn fingerprint(&self) -> [u8; 32] {
        self.0.fingerprint
    }

    /// SHA-256 of the public key (SubjectPublicKeyInfo), lowercase hex. Stays the same when a certificate is renewed with its key.
    pub fn spki_sha256(&self) -> String {
        self.0.public_key.sha256()
    }

    /// The same in Base64, the form of key pins.
    pub fn spki_pin(&self) -> String {
        self.0.public_key.pin()
    }

    /// Whether `issuer` could have issued this one by what both say: its subject is this one's
    /// issuer, and the key identifiers do not differ where both carry them. Checks no signature.
    pub fn names_as_issuer(&self, issuer: &Self) -> bool {
        self.issuer_der() == issuer.subject_der() && !self.key_id_differs(issuer)
    }

    /// Whether both carry key identifiers and these differ.
    pub(crate) fn key_id_differs(&self, issuer: &Self) -> bool {
        matches!((self.authority_key_id(), issuer.subject_key_id()), (Some(ours), Some(theirs)) if ours != theirs)
    }

    /// Checks that `issuer`'s key signed this certificate, with the algorithms of a backend
    /// ([`default_algorithms`](super::default_algorithms)). Judges nothing else: neither names nor dates nor usages.
    ///
    /// # Errors
    /// [`PkiError::SignatureInvalid`]; [`PkiError::SignatureUnsupported`] where no algorithm fits.
    pub fn verify_signed_by(
        &self,
        issuer: &Self,
        algorithms: &[&dyn SignatureVerificationAlgorithm],
    ) -> Result<(), PkiError> {
        Signed::read(&self.0.der)
            .map_err(|reason| PkiError::malformed(Document::Certificate, reason))?
            .verify(Document::Certificate, issuer.public_key(), algorithms)
    }

    /// The certificate as findings name it, at `index` of its chain (`None` for a trust anchor).
    pub fn reference(&self, index: Option<usize>) -> CertificateRef {
        let reference = CertificateRef::new(index, self.subject(), self.serial());
        match self.spiffe_id() {
            Some(id) => reference.with_spiffe_id(id.as_str()),
            None => reference,
        }
    }

    /// All facts as one plain record; what the bindings and JSON output hand out.
    pub fn info(&self) -> CertificateInfo {
        self.into()
    }

    /// The facts as lines of text for a terminal.
    pub fn describe(&self) -> String {
        describe::text(self)
    }
}

#[cfg(test)]
mod tests;
