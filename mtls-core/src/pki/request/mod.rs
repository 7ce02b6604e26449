//! Certificate requests (PKCS#10, RFC 2986).

use std::fmt;

use rustls_pki_types::{CertificateSigningRequestDer, SignatureVerificationAlgorithm};
use serde::{Serialize, Serializer};
use x509_parser::prelude::{FromDer as _, X509Name};

use super::certificate::plain;
use super::der::{self, Reader};
use super::error::Document;
use super::extensions::Extensions;
use super::pem::{self, PemKind};
use super::public_key::dotted;
use super::signature::{Signed, algorithm_name};
use super::{
    BasicConstraints, ExtendedKeyUsage, ExtensionEntry, KeyUsage, Limits, PkiError, PublicKey, SubjectNames,
};
use crate::identity::SpiffeId;

const EXTENSION_REQUEST: &str = "1.2.840.113549.1.9.14";

/// A request for a certificate: a key, and the names and extensions asked for.
///
/// What stands in it is a wish of whoever made it. Reading checks nothing;
/// [`CertificateRequest::verify`] checks that the asker holds the key. Serializes as a record of
/// what is asked for.
#[derive(Clone, PartialEq, Eq)]
pub struct CertificateRequest {
    der: CertificateSigningRequestDer<'static>,
    subject: String,
    subject_der: Vec<u8>,
    public_key: PublicKey,
    signature_algorithm: String,
    extensions: Extensions,
    attributes: Vec<String>,
}

impl CertificateRequest {
    /// Reads one request from PEM: `CERTIFICATE REQUEST` or `NEW CERTIFICATE REQUEST`.
    ///
    /// # Errors
    /// Those of [`pem::parse`](super::pem::parse), [`PkiError::WrongKind`], [`PkiError::Several`], and within
    /// [`PkiError::InBlock`] those of [`CertificateRequest::from_der`].
    pub fn from_pem(pem: &[u8]) -> Result<Self, PkiError> {
        let limits = Limits::default();
        let block = pem::only(pem, limits.max_bytes, &limits, PemKind::CertificateRequest)?;
        Self::from_der(block.der()).map_err(|error| block.locate(error))
    }

    /// Reads one request from DER; bytes behind it refuse it.
    ///
    /// # Errors
    /// [`PkiError::WrongKind`], [`PkiError::TooLarge`], [`PkiError::Malformed`], [`PkiError::TrailingBytes`],
    /// [`PkiError::ExtensionMalformed`], [`PkiError::ExtensionDuplicate`].
    pub fn from_der(bytes: &[u8]) -> Result<Self, PkiError> {
        let limit = Limits::default().max_der_bytes;
        if bytes.len() > limit {
            return Err(PkiError::TooLarge { what: "certificate request", bytes: bytes.len(), limit });
        }
        super::document::read(bytes, Document::CertificateRequest, read)
    }

    /// Reads one request from PEM or DER, whichever it is.
    ///
    /// # Errors
    /// Those of [`CertificateRequest::from_pem`] and [`CertificateRequest::from_der`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PkiError> {
        if pem::is_der(bytes) { Self::from_der(bytes) } else { Self::from_pem(bytes) }
    }

    /// The bytes.
    pub fn der(&self) -> &CertificateSigningRequestDer<'static> {
        &self.der
    }

    /// The request as a PEM block `CERTIFICATE REQUEST`.
    pub fn to_pem(&self) -> String {
        pem::encode("CERTIFICATE REQUEST", &self.der)
    }

    /// The subject asked for, as RFC 4514 text.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The subject asked for, in DER.
    pub fn subject_der(&self) -> &[u8] {
        &self.subject_der
    }

    /// The key to be certified.
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// The signature algorithm as OpenSSL names it.
    pub fn signature_algorithm(&self) -> &str {
        &self.signature_algorithm
    }

    /// The alternative names asked for.
    pub fn names(&self) -> &SubjectNames {
        &self.extensions.names
    }

    /// The SPIFFE ID asked for: the one URI, if there is exactly one and it is a valid ID.
    pub fn spiffe_id(&self) -> Option<SpiffeId> {
        self.extensions.names.spiffe_id()
    }

    /// The key usage asked for.
    pub fn key_usage(&self) -> Option<&[KeyUsage]> {
        self.extensions.key_usage.as_deref()
    }

    /// The extended key usage asked for.
    pub fn extended_key_usage(&self) -> Option<&[ExtendedKeyUsage]> {
        self.extensions.extended_key_usage.as_deref()
    }

    /// The basic constraints asked for; an asker who wants to be a CA says so here.
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.extensions.basic_constraints
    }

    /// Every extension asked for, in order.
    pub fn extensions(&self) -> &[ExtensionEntry] {
        &self.extensions.entries
    }

    /// The attributes besides the extensions, as dotted object identifiers. Their values are not
    /// kept: one of them, `challengePassword`, is a secret.
    pub fn other_attributes(&self) -> &[String] {
        &self.attributes
    }

    /// Checks that the request is signed by the key that it names, with the algorithms of a backend
    /// ([`default_algorithms`](super::default_algorithms)). An asker without the private key cannot make such a request.
    ///
    /// # Errors
    /// [`PkiError::SignatureInvalid`]; [`PkiError::SignatureUnsupported`] where no algorithm fits.
    pub fn verify(&self, algorithms: &[&dyn SignatureVerificationAlgorithm]) -> Result<(), PkiError> {
        let what = Document::CertificateRequest;
        Signed::read(&self.der).map_err(|reason| PkiError::malformed(what, reason))?.verify(
            what,
            &self.public_key,
            algorithms,
        )
    }
}

fn read(bytes: &[u8]) -> Result<CertificateRequest, PkiError> {
    let malformed = |reason: &dyn fmt::Display| PkiError::malformed(Document::CertificateRequest, reason);
    let structure = |reason: der::Reason| malformed(&reason);
    let signed = Signed::read(bytes).map_err(structure)?;
    let mut body = Reader::only(signed.content, der::SEQUENCE).map_err(structure)?;
    if !body.magnitude().map_err(structure)?.is_empty() {
        return Err(malformed(&"its version is not 0"));
    }
    let subject_der = body.element(der::SEQUENCE).map_err(structure)?.raw;
    let public_key = body.element(der::SEQUENCE).map_err(structure)?.raw;
    let attributes = body.enter(der::context(0)).map_err(structure)?;
    body.finish().map_err(structure)?;
    let (_, subject) = X509Name::from_der(subject_der).map_err(|error| malformed(&plain(error)))?;
    let (extensions, attributes) = read_attributes(attributes)?;
    Ok(CertificateRequest {
        subject: super::name::text(&subject),
        subject_der: subject_der.to_vec(),
        public_key: PublicKey::from_spki(public_key).map_err(structure)?,
        signature_algorithm: algorithm_name(signed.algorithm),
        extensions,
        attributes,
        der: CertificateSigningRequestDer::from(bytes.to_vec()),
    })
}

/// The extensions asked for, and the object identifiers of the other attributes.
fn read_attributes(mut attributes: Reader<'_>) -> Result<(Extensions, Vec<String>), PkiError> {
    let malformed = |reason: der::Reason| PkiError::malformed(Document::CertificateRequest, reason);
    let mut extensions = None;
    let mut others = Vec::new();
    while !attributes.is_empty() {
        let mut attribute = attributes.enter(der::SEQUENCE).map_err(malformed)?;
        let oid = dotted(attribute.content(der::OID).map_err(malformed)?);
        let mut values = attribute.enter(der::SET).map_err(malformed)?;
        attribute.finish().map_err(malformed)?;
        if oid != EXTENSION_REQUEST {
            others.push(oid);
            continue;
        }
        let list = values.enter(der::SEQUENCE).map_err(malformed)?;
        values.finish().map_err(|_| malformed("its extension request holds more than one list"))?;
        if extensions.replace(Extensions::read(&super::extensions::list(list)?)?).is_some() {
            return Err(PkiError::ExtensionDuplicate { name: "extensionRequest".to_owned() });
        }
    }
    Ok((extensions.unwrap_or_default(), others))
}

impl fmt::Debug for CertificateRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificateRequest({:?}, {})", self.subject, self.public_key.algorithm())
    }
}

impl Serialize for CertificateRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record<'a> {
            subject: &'a str,
            key_algorithm: &'a str,
            key_bits: usize,
            key_curve: Option<&'a str>,
            spki_sha256: String,
            signature_algorithm: &'a str,
            ca: bool,
            spiffe_id: Option<String>,
            key_usage: Option<&'a [KeyUsage]>,
            extended_key_usage: Option<&'a [ExtendedKeyUsage]>,
            names: &'a SubjectNames,
            extensions: &'a [ExtensionEntry],
            other_attributes: &'a [String],
        }
        let key = self.public_key.algorithm();
        Record {
            subject: &self.subject,
            key_algorithm: key.family(),
            key_bits: key.bits(),
            key_curve: key.curve(),
            spki_sha256: self.public_key.sha256(),
            signature_algorithm: &self.signature_algorithm,
            ca: self.basic_constraints().is_some_and(|constraints| constraints.ca),
            spiffe_id: self.spiffe_id().map(|id| id.to_string()),
            key_usage: self.key_usage(),
            extended_key_usage: self.extended_key_usage(),
            names: self.names(),
            extensions: self.extensions(),
            other_attributes: &self.attributes,
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests;
