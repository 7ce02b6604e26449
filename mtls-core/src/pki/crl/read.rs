//! DER into a list.

use rustls_pki_types::{CertificateRevocationListDer, UnixTime};
use x509_parser::extensions::{ParsedExtension, X509Extension};
use x509_parser::prelude::{ASN1Time, FromDer as _, X509Name};

use super::{Crl, CrlEntry, RevocationReason};
use crate::pki::certificate::plain;
use crate::pki::der::{self, Reader};
use crate::pki::error::Document;
use crate::pki::extensions::{entries, label, list};
use crate::pki::signature::{Signed, algorithm_name};
use crate::pki::{PkiError, name, time};

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const ENUMERATED: u8 = 0x0A;

fn malformed(reason: impl ToString) -> PkiError {
    PkiError::malformed(Document::Crl, reason)
}

pub(super) fn crl(bytes: &[u8], max_entries: usize) -> Result<Crl, PkiError> {
    let signed = Signed::read(bytes).map_err(malformed)?;
    let mut body = Reader::only(signed.content, der::SEQUENCE).map_err(malformed)?;
    if body.peek() == Some(der::INTEGER) && body.magnitude().map_err(malformed)? != [1] {
        return Err(malformed("its version is not 2"));
    }
    body.content(der::SEQUENCE).map_err(malformed)?;
    let issuer_der = body.element(der::SEQUENCE).map_err(malformed)?.raw;
    let (_, issuer) = X509Name::from_der(issuer_der).map_err(|error| malformed(plain(error)))?;
    let this_update = read_time(&mut body)?;
    let next_update = match body.peek() {
        Some(UTC_TIME | GENERALIZED_TIME) => Some(read_time(&mut body)?),
        _ => None,
    };
    let revoked = match body.optional(der::SEQUENCE).map_err(malformed)? {
        Some(content) => read_entries(Reader::new(content), max_entries)?,
        None => Vec::new(),
    };
    let extensions = match body.optional(der::context(0)).map_err(malformed)? {
        Some(content) => list(Reader::only(content, der::SEQUENCE).map_err(malformed)?)?,
        None => Vec::new(),
    };
    body.finish().map_err(malformed)?;
    let mut crl = Crl {
        issuer: name::text(&issuer),
        issuer_der: issuer_der.to_vec(),
        this_update,
        next_update,
        number: None,
        authority_key_id: None,
        signature_algorithm: algorithm_name(signed.algorithm),
        extensions: entries(&extensions)?,
        by_serial: by_serial(&revoked),
        entries: revoked,
        der: CertificateRevocationListDer::from(bytes.to_vec()),
    };
    for (extension, entry) in extensions.iter().zip(crl.extensions.clone()) {
        take(&mut crl, extension).map_err(|reason| PkiError::ExtensionMalformed {
            name: label(&entry),
            reason: reason.to_owned(),
        })?;
    }
    Ok(crl)
}

/// An extension of the list.
fn take(crl: &mut Crl, extension: &X509Extension<'_>) -> Result<(), der::Reason> {
    match extension.parsed_extension() {
        ParsedExtension::CRLNumber(_) => {
            let mut value = Reader::new(extension.value);
            crl.number = Some(value.content(der::INTEGER)?.to_vec());
            value.finish()
        }
        ParsedExtension::AuthorityKeyIdentifier(id) => {
            crl.authority_key_id = id.key_identifier.as_ref().map(|id| id.0.to_vec());
            Ok(())
        }
        ParsedExtension::IssuingDistributionPoint(point) if point.indirect_crl => {
            Err("the list speaks of certificates of other issuers, which is not supported")
        }
        ParsedExtension::ParseError { .. } => Err("it does not decode"),
        _ => Ok(()),
    }
}

fn read_time(body: &mut Reader<'_>) -> Result<UnixTime, PkiError> {
    let element = match body.peek() {
        Some(tag @ (UTC_TIME | GENERALIZED_TIME)) => body.element(tag),
        _ => Err("a date is missing"),
    };
    let (_, date) =
        ASN1Time::from_der(element.map_err(malformed)?.raw).map_err(|error| malformed(plain(error)))?;
    Ok(time::from_asn1(date))
}

fn read_entries(mut content: Reader<'_>, max: usize) -> Result<Vec<CrlEntry>, PkiError> {
    let mut out = Vec::new();
    while !content.is_empty() {
        if out.len() >= max {
            return Err(PkiError::TooManyEntries { limit: max });
        }
        let mut entry = content.enter(der::SEQUENCE).map_err(malformed)?;
        let serial = entry.content(der::INTEGER).map_err(malformed)?;
        if serial.is_empty() {
            return Err(malformed("an entry has an empty serial number"));
        }
        let revoked_at = read_time(&mut entry)?;
        let reason = match entry.optional(der::SEQUENCE).map_err(malformed)? {
            Some(extensions) => read_reason(Reader::new(extensions))?,
            None => None,
        };
        entry.finish().map_err(malformed)?;
        out.push(CrlEntry { serial: serial.into(), revoked_at, reason });
    }
    Ok(out)
}

/// The reason among an entry's extensions.
fn read_reason(mut extensions: Reader<'_>) -> Result<Option<RevocationReason>, PkiError> {
    const REASON_CODE: &[u8] = &[0x55, 0x1D, 0x15];
    const CERTIFICATE_ISSUER: &[u8] = &[0x55, 0x1D, 0x1D];
    const BOOLEAN: u8 = 0x01;

    let mut reason = None;
    while !extensions.is_empty() {
        let mut extension = extensions.enter(der::SEQUENCE).map_err(malformed)?;
        let oid = extension.content(der::OID).map_err(malformed)?;
        extension.optional(BOOLEAN).map_err(malformed)?;
        let value = extension.content(der::OCTET_STRING).map_err(malformed)?;
        extension.finish().map_err(malformed)?;
        match oid {
            REASON_CODE => {
                let code = Reader::new(value).content(ENUMERATED).map_err(malformed)?;
                let known =
                    <[u8; 1]>::try_from(code).ok().and_then(|[code]| RevocationReason::from_code(code));
                let known =
                    known.ok_or_else(|| malformed("an entry has a reason code that means nothing"))?;
                if reason.replace(known).is_some() {
                    return Err(PkiError::ExtensionDuplicate { name: "reasonCode".to_owned() });
                }
            }
            CERTIFICATE_ISSUER => {
                return Err(malformed(
                    "an entry speaks of a certificate of another issuer, which is not supported",
                ));
            }
            _ => {}
        }
    }
    Ok(reason)
}

fn by_serial(entries: &[CrlEntry]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..entries.len()).collect();
    places.sort_by_key(|place| entries.get(*place).map(|entry| minimal(&entry.serial)));
    places
}

/// An INTEGER's content without the sign bytes that it does not need, so that loose encodings of a number are equal.
pub(super) fn minimal(content: &[u8]) -> &[u8] {
    let mut rest = content;
    while let [0, tail @ ..] = rest
        && tail.first().is_some_and(|next| *next < 0x80)
    {
        rest = tail;
    }
    rest
}
