//! The fixed fields of a certificate, RFC 5280 section 4.1.

use crate::pki::der::{INTEGER, Reader, Reason, SEQUENCE, context, context_primitive};

use super::attributes::{Attribute, attributes};
use super::{Extensions, KeyKind, Malformed, time};

/// A certificate's fields, borrowed from its DER.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CertificateFields<'a> {
    /// The content of serialNumber: two's complement, most significant byte first.
    pub(crate) serial: &'a [u8],
    /// Issuer Name, tag and length included.
    pub(crate) issuer: &'a [u8],
    /// Subject Name, tag and length included.
    pub(crate) subject: &'a [u8],
    /// First second of validity, since 1970.
    pub(crate) not_before: i64,
    /// Last second of validity, since 1970.
    pub(crate) not_after: i64,
    /// subjectPublicKeyInfo, tag and length included.
    pub(crate) public_key: &'a [u8],
    pub(crate) extensions: Extensions<'a>,
}

impl<'a> CertificateFields<'a> {
    /// Reads one certificate that fills `der` to the last byte.
    pub(crate) fn read(der: &'a [u8]) -> Result<Self, Malformed> {
        let fault = Malformed::of("certificate");
        let mut outer = Reader::only(der, SEQUENCE).map_err(fault)?;
        let tbs = outer.enter(SEQUENCE).map_err(fault)?;
        let algorithm = outer.element(SEQUENCE).map_err(fault)?.raw;
        outer.bit_string().map_err(Malformed::of("signatureValue"))?;
        outer.finish().map_err(fault)?;
        Self::read_tbs(tbs, algorithm)
    }

    fn read_tbs(mut fields: Reader<'a>, outer_algorithm: &[u8]) -> Result<Self, Malformed> {
        let of = Malformed::of;
        // Extensions, and so every name that counts, exist in version 3 alone.
        if fields.optional(context(0)).map_err(of("version"))? != Some(&[2, 1, 2]) {
            return Err(of("version")("not X.509 v3"));
        }
        let serial = fields.content(INTEGER).map_err(of("serialNumber"))?;
        // RFC 5280 section 4.1.1.2: both algorithm identifiers are the same.
        if fields.element(SEQUENCE).map_err(of("signature"))?.raw != outer_algorithm {
            return Err(of("signatureAlgorithm")("not the one inside the signed part"));
        }
        let issuer = fields.element(SEQUENCE).map_err(of("issuer"))?.raw;
        let validity = fields.enter(SEQUENCE).map_err(of("validity"))?;
        let (not_before, not_after) = read_validity(validity).map_err(of("validity"))?;
        let subject = fields.element(SEQUENCE).map_err(of("subject"))?.raw;
        let public_key = fields.element(SEQUENCE).map_err(of("subjectPublicKeyInfo"))?.raw;
        for number in [1, 2] {
            fields.optional(context_primitive(number)).map_err(of("unique identifier"))?;
        }
        let extensions = match fields.optional(context(3)).map_err(of("extensions"))? {
            Some(content) => Extensions::read(content)?,
            None => Extensions::default(),
        };
        fields.finish().map_err(of("tbsCertificate"))?;
        Ok(Self { serial, issuer, subject, not_before, not_after, public_key, extensions })
    }

    /// Whether the subject has no name at all.
    pub(crate) fn subject_is_empty(&self) -> bool {
        self.subject == [SEQUENCE, 0]
    }

    /// The subject's attributes in order; ends after the first that is malformed.
    pub(crate) fn subject_attributes(&self) -> impl Iterator<Item = Result<Attribute<'a>, Reason>> + use<'a> {
        attributes(self.subject)
    }

    /// The kind of the public key.
    pub(crate) fn key_kind(&self) -> Result<KeyKind<'a>, Malformed> {
        KeyKind::read(self.public_key)
    }

    /// Whether the issuer has no name at all.
    pub(crate) fn issuer_is_empty(&self) -> bool {
        self.issuer == [SEQUENCE, 0]
    }

    /// Whether issuer and subject are the same bytes.
    pub(crate) fn is_self_issued(&self) -> bool {
        self.issuer == self.subject
    }

    /// Whether basicConstraints says CA.
    pub(crate) fn is_ca(&self) -> bool {
        self.extensions.basic_constraints.is_some_and(|bc| bc.ca)
    }
}

fn read_validity(mut times: Reader<'_>) -> Result<(i64, i64), Reason> {
    let not_before = time::seconds(&times.next()?)?;
    let not_after = time::seconds(&times.next()?)?;
    times.finish()?;
    Ok((not_before, not_after))
}
