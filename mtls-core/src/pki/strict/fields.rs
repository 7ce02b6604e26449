//! The fixed fields of a certificate, RFC 5280 section 4.1.

use super::der::{BIT_STRING, Cursor, INTEGER, SEQUENCE, check_integer, octets, sole};
use super::{Extensions, Malformed, Reason, time};

/// A certificate's fields, borrowed from its DER.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CertificateFields<'a> {
    /// Issuer Name, tag and length included.
    pub(crate) issuer: &'a [u8],
    /// Subject Name, tag and length included.
    pub(crate) subject: &'a [u8],
    /// First second of validity, since 1970.
    pub(crate) not_before: i64,
    /// Last second of validity, since 1970.
    pub(crate) not_after: i64,
    pub(crate) extensions: Extensions<'a>,
}

impl<'a> CertificateFields<'a> {
    /// Reads one certificate that fills `der` to the last byte.
    pub(crate) fn read(der: &'a [u8]) -> Result<Self, Malformed> {
        let whole = |reason: Reason| reason.in_part("certificate");
        let mut outer = Cursor::new(sole(der, SEQUENCE).map_err(whole)?.value);
        let tbs = outer.expect(SEQUENCE).map_err(whole)?;
        let algorithm = outer.expect(SEQUENCE).map_err(whole)?;
        let signature = outer.expect(BIT_STRING).and_then(|tlv| octets(tlv.value));
        signature.map_err(|r| r.in_part("signatureValue"))?;
        outer.end().map_err(whole)?;
        Self::read_tbs(tbs.value, algorithm.whole)
    }

    fn read_tbs(tbs: &'a [u8], outer_algorithm: &[u8]) -> Result<Self, Malformed> {
        let mut fields = Cursor::new(tbs);
        let version = fields.optional(0xa0).map_err(|r| r.in_part("version"))?;
        if version.is_none_or(|tlv| tlv.value != [INTEGER, 1, 2]) {
            // Extensions, and so every name that counts, exist in version 3 alone.
            return Err(Reason::Value.in_part("version (only X.509 v3 is read)"));
        }
        let serial = fields.expect(INTEGER).map_err(|r| r.in_part("serialNumber"))?.value;
        check_integer(serial).map_err(|r| r.in_part("serialNumber"))?;
        let algorithm = fields.expect(SEQUENCE).map_err(|r| r.in_part("signature"))?;
        if algorithm.whole != outer_algorithm {
            // RFC 5280 section 4.1.1.2: both algorithm identifiers are the same.
            return Err(Reason::Value.in_part("signatureAlgorithm"));
        }
        let issuer = fields.expect(SEQUENCE).map_err(|r| r.in_part("issuer"))?.whole;
        let validity = fields.expect(SEQUENCE).map_err(|r| r.in_part("validity"))?.value;
        let (not_before, not_after) = read_validity(validity).map_err(|r| r.in_part("validity"))?;
        let subject = fields.expect(SEQUENCE).map_err(|r| r.in_part("subject"))?.whole;
        fields.expect(SEQUENCE).map_err(|r| r.in_part("subjectPublicKeyInfo"))?;
        for unique_id in [0x81, 0x82] {
            fields.optional(unique_id).map_err(|r| r.in_part("unique identifier"))?;
        }
        let extensions = match fields.optional(0xa3).map_err(|r| r.in_part("extensions"))? {
            Some(wrapper) => Extensions::read(wrapper.value)?,
            None => Extensions::default(),
        };
        fields.end().map_err(|r| r.in_part("tbsCertificate"))?;
        Ok(Self { issuer, subject, not_before, not_after, extensions })
    }

    /// Whether the subject has no name at all.
    pub(crate) fn subject_is_empty(&self) -> bool {
        self.subject == [SEQUENCE, 0]
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

fn read_validity(value: &[u8]) -> Result<(i64, i64), Reason> {
    let mut times = Cursor::new(value);
    let not_before = time::seconds(&times.next()?)?;
    let not_after = time::seconds(&times.next()?)?;
    times.end()?;
    Ok((not_before, not_after))
}
