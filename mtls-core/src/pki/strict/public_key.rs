//! The subject's public key: of which kind, and how long.

use crate::pki::der::{BIT_STRING, NULL, OID, Reader, SEQUENCE, whole_bytes};
use crate::pki::public_key::{OID_EC, OID_ED25519, OID_RSA, magnitude_bits};

use super::Malformed;

/// The kind of a key, RFC 5280 section 4.1.2.7 with RFC 3279, 5480 and 8410.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind<'a> {
    /// rsaEncryption.
    Rsa {
        /// Bits of the modulus.
        bits: usize,
    },
    /// An elliptic curve, by the content of its object identifier.
    NamedCurve(&'a [u8]),
    /// An elliptic curve whose parameters are written out, or missing.
    UnnamedCurve,
    Ed25519,
    /// Any other, by the content of the algorithm's object identifier.
    Other(&'a [u8]),
}

impl<'a> KeyKind<'a> {
    /// Reads a SubjectPublicKeyInfo, tag and length included.
    pub(super) fn read(spki: &'a [u8]) -> Result<Self, Malformed> {
        let fault = Malformed::of("subjectPublicKeyInfo");
        let mut outer = Reader::only(spki, SEQUENCE).map_err(fault)?;
        let mut identifier = outer.enter(SEQUENCE).map_err(fault)?;
        let key = outer.content(BIT_STRING).and_then(whole_bytes).map_err(fault)?;
        outer.finish().map_err(fault)?;
        let algorithm = identifier.content(OID).map_err(fault)?;
        match algorithm {
            OID_EC => {
                let curve = identifier.optional(OID).map_err(fault)?;
                Ok(curve.map_or(Self::UnnamedCurve, Self::NamedCurve))
            }
            OID_RSA => {
                // RFC 3279 section 2.3.1 wants a NULL; webpki takes nothing else.
                identifier.optional(NULL).and_then(|_| identifier.finish()).map_err(fault)?;
                let mut numbers = Reader::only(key, SEQUENCE).map_err(fault)?;
                let modulus = numbers.magnitude().map_err(fault)?;
                numbers.magnitude().and_then(|_| numbers.finish()).map_err(fault)?;
                Ok(Self::Rsa { bits: magnitude_bits(modulus) })
            }
            OID_ED25519 => Ok(Self::Ed25519),
            other => Ok(Self::Other(other)),
        }
    }
}
