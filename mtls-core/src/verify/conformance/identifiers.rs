//! What tells certificates apart: serial number, names, key identifiers.

use crate::finding::rules::conformance as c;
use crate::pki::default_algorithms;
use crate::pki::der::{OCTET_STRING, Reader, Reason, SEQUENCE, context, context_primitive};
use crate::pki::strict::CertificateFields;
use crate::verify::faults::{At, Faults};

/// RFC 5280 section 4.1.2.2, in bytes of the content.
const SERIAL_MOST_BYTES: usize = 20;

/// Checks what every certificate must have: a good serial number and an issuer.
pub(super) fn check(fields: &CertificateFields<'_>, at: At<'_>, faults: &mut Faults<'_>) {
    // Nobody revokes a trust anchor by its serial number, and old public ones have a zero.
    if !matches!(at, At::Anchor(_)) {
        check_serial(fields, at, faults);
    }
    if fields.issuer_is_empty() {
        faults.web_duty(c::ISSUER_NAME_EMPTY, at, "the issuer has no name");
    }
    if let Some(id) = fields.extensions.subject_key_id {
        if id.critical {
            faults.web_duty(c::SUBJECT_KEY_ID_INVALID, at, "subjectKeyIdentifier is critical");
        }
        if let Err(reason) = key_id(id.value) {
            let message = format!("subjectKeyIdentifier: {reason}");
            faults.web_duty(c::SUBJECT_KEY_ID_INVALID, at, message);
        }
    }
}

fn check_serial(fields: &CertificateFields<'_>, at: At<'_>, faults: &mut Faults<'_>) {
    let fault = match fields.serial {
        [] => Some("empty"),
        [0x80..=0xff, ..] => Some("negative"),
        serial if serial.iter().all(|byte| *byte == 0) => Some("zero"),
        serial if serial.len() > SERIAL_MOST_BYTES => Some("longer than 20 bytes"),
        _ => None,
    };
    if let Some(fault) = fault {
        faults.issuer_duty(c::SERIAL_NUMBER_INVALID, at, format!("the serial number is {fault}"));
    }
}

/// Checks what a CA must be called by.
pub(super) fn check_subject(issuer: &CertificateFields<'_>, at: At<'_>, faults: &mut Faults<'_>) {
    if issuer.subject_is_empty() {
        faults.web_duty(c::ISSUER_NAME_EMPTY, at, "the CA's subject has no name");
    }
    if issuer.extensions.subject_key_id.is_none() {
        faults.web_duty(c::SUBJECT_KEY_ID_INVALID, at, "the CA has no subjectKeyIdentifier");
    }
}

/// Checks the identifier of the key that signed this certificate.
pub(super) fn check_authority_key_id(fields: &CertificateFields<'_>, at: At<'_>, faults: &mut Faults<'_>) {
    let Some(extension) = fields.extensions.authority_key_id else {
        if !is_self_signed(fields, at) {
            faults.web_duty(c::AUTHORITY_KEY_ID_INVALID, at, "no authorityKeyIdentifier");
        }
        return;
    };
    if extension.critical {
        faults.web_duty(c::AUTHORITY_KEY_ID_INVALID, at, "authorityKeyIdentifier is critical");
    }
    let read = match AuthorityKeyId::read(extension.value) {
        Ok(read) => read,
        Err(reason) => {
            let message = format!("authorityKeyIdentifier: {reason}");
            return faults.web_duty(c::AUTHORITY_KEY_ID_INVALID, at, message);
        }
    };
    if read.names_certificate {
        let message = "authorityKeyIdentifier names the issuer's certificate, not its key alone";
        faults.web_duty(c::AUTHORITY_KEY_ID_INVALID, at, message);
    }
    match read.key_id {
        None => {
            let message = "authorityKeyIdentifier has no keyIdentifier";
            faults.web_duty(c::AUTHORITY_KEY_ID_INVALID, at, message);
        }
        Some(id) if matches!(at, At::Anchor(_)) && fields.is_self_issued() => {
            let own = fields.extensions.subject_key_id.and_then(|own| key_id(own.value).ok());
            if own.is_some_and(|own| own != id) {
                let message = "the root's authorityKeyIdentifier is not its own subjectKeyIdentifier";
                faults.web_duty(c::AUTHORITY_KEY_ID_INVALID, at, message);
            }
        }
        Some(_) => {}
    }
}

/// Whether a trust anchor needs no issuer to be found: it is its own.
fn is_self_signed(fields: &CertificateFields<'_>, at: At<'_>) -> bool {
    let At::Anchor(authority) = at else { return false };
    // A root whose own name differs from its issuer's is rare; then the signature tells.
    fields.is_self_issued() || authority.verify_signed_by(authority, default_algorithms()).is_ok()
}

/// AuthorityKeyIdentifier, RFC 5280 section 4.2.1.1.
struct AuthorityKeyId<'a> {
    key_id: Option<&'a [u8]>,
    /// authorityCertIssuer or authorityCertSerialNumber is there.
    names_certificate: bool,
}

impl<'a> AuthorityKeyId<'a> {
    fn read(value: &'a [u8]) -> Result<Self, Reason> {
        let mut fields = Reader::only(value, SEQUENCE)?;
        let key_id = fields.optional(context_primitive(0))?;
        let issuer = fields.optional(context(1))?;
        let serial = fields.optional(context_primitive(2))?;
        fields.finish()?;
        Ok(Self { key_id, names_certificate: issuer.is_some() || serial.is_some() })
    }
}

fn key_id(value: &[u8]) -> Result<&[u8], Reason> {
    let mut outer = Reader::new(value);
    let id = outer.content(OCTET_STRING)?;
    outer.finish()?;
    Ok(id)
}
