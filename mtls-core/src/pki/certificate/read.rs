//! DER into facts.

use rustls_pki_types::CertificateDer;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::Facts;
use crate::pki::error::Document;
use crate::pki::extensions::Extensions;
use crate::pki::signature::{Signed, algorithm_name};
use crate::pki::{PkiError, PublicKey, der, fingerprint, name, time};

pub(super) fn certificate(bytes: &[u8]) -> Result<Facts, PkiError> {
    let malformed = |reason: &dyn ToString| PkiError::malformed(Document::Certificate, reason.to_string());
    // The structure first: our reader's reasons are plainer.
    let signed = Signed::read(bytes).map_err(|reason| malformed(&reason))?;
    let (_, certificate) = X509Certificate::from_der(bytes).map_err(|error| malformed(&plain(error)))?;
    let raw = raw_parts(signed.content).map_err(|reason| malformed(&reason))?;
    let body = &certificate.tbs_certificate;
    let extensions = Extensions::read(body.extensions())?;
    Ok(Facts {
        subject: name::text(body.subject()),
        issuer: name::text(body.issuer()),
        subject_der: raw.subject.to_vec(),
        issuer_der: raw.issuer.to_vec(),
        version: body.version().0.saturating_add(1),
        serial: name::serial_text(raw.serial),
        serial_bytes: raw.serial.to_vec(),
        not_before: time::from_asn1(body.validity().not_before),
        not_after: time::from_asn1(body.validity().not_after),
        public_key: PublicKey::from_spki(raw.public_key).map_err(|reason| malformed(&reason))?,
        signature_algorithm: algorithm_name(signed.algorithm),
        fingerprint: fingerprint::sha256(bytes),
        spiffe_id: extensions.names.spiffe_id(),
        extensions,
        der: CertificateDer::from(bytes.to_vec()),
    })
}

/// The parser's reason without its wrapping.
pub(crate) fn plain(error: x509_parser::nom::Err<x509_parser::error::X509Error>) -> String {
    use x509_parser::nom::Err;
    match error {
        Err::Error(error) | Err::Failure(error) => error.to_string(),
        Err::Incomplete(_) => "it is cut off".to_owned(),
    }
}

/// Parts of the signed content as encoded.
struct RawParts<'a> {
    serial: &'a [u8],
    issuer: &'a [u8],
    subject: &'a [u8],
    public_key: &'a [u8],
}

fn raw_parts(content: &[u8]) -> Result<RawParts<'_>, der::Reason> {
    let mut body = der::Reader::only(content, der::SEQUENCE)?;
    body.optional(der::context(0))?;
    let serial = body.content(der::INTEGER)?;
    if serial.is_empty() {
        return Err("an empty serial number");
    }
    body.content(der::SEQUENCE)?;
    let issuer = body.element(der::SEQUENCE)?.raw;
    body.content(der::SEQUENCE)?;
    let subject = body.element(der::SEQUENCE)?.raw;
    let public_key = body.element(der::SEQUENCE)?.raw;
    body.optional(der::context_primitive(1))?;
    body.optional(der::context_primitive(2))?;
    body.optional(der::context(3))?;
    body.finish()?;
    Ok(RawParts { serial, issuer, subject, public_key })
}
