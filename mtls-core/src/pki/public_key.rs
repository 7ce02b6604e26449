//! Public keys and the names of algorithms.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::der::{self, Reader, Reason};
use super::error::{PkiError, cut};

/// The algorithm of a key, public or private.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// ECDSA on P-256 (secp256r1, prime256v1).
    P256,
    /// ECDSA on P-384 (secp384r1).
    P384,
    /// ECDSA on P-521 (secp521r1).
    P521,
    /// Ed25519 (RFC 8410).
    Ed25519,
    /// RSA.
    Rsa {
        /// Bits of the modulus.
        bits: usize,
    },
    /// Any other, by its object identifier in dotted form.
    Other {
        /// The object identifier; for an elliptic curve that of the curve.
        oid: String,
    },
}

pub(crate) const OID_EC: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
pub(crate) const OID_RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
pub(crate) const OID_ED25519: &[u8] = &[0x2B, 0x65, 0x70];
const OID_P256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
const OID_P384: &[u8] = &[0x2B, 0x81, 0x04, 0x00, 0x22];
const OID_P521: &[u8] = &[0x2B, 0x81, 0x04, 0x00, 0x23];

impl KeyAlgorithm {
    /// Bits of the key: of the modulus for RSA, of the curve's field for the others. 0 where not known.
    pub fn bits(&self) -> usize {
        match self {
            Self::P256 | Self::Ed25519 => 256,
            Self::P384 => 384,
            Self::P521 => 521,
            Self::Rsa { bits } => *bits,
            Self::Other { .. } => 0,
        }
    }

    /// The curve: `P-256`, `P-384`, `P-521`, `Ed25519`; `None` for RSA and what is not known.
    pub fn curve(&self) -> Option<&'static str> {
        match self {
            Self::P256 => Some("P-256"),
            Self::P384 => Some("P-384"),
            Self::P521 => Some("P-521"),
            Self::Ed25519 => Some("Ed25519"),
            Self::Rsa { .. } | Self::Other { .. } => None,
        }
    }

    /// The family: `ECDSA`, `Ed25519`, `RSA`, or the object identifier.
    pub fn family(&self) -> &str {
        match self {
            Self::P256 | Self::P384 | Self::P521 => "ECDSA",
            Self::Ed25519 => "Ed25519",
            Self::Rsa { .. } => "RSA",
            Self::Other { oid } => oid,
        }
    }

    /// The curve of an EC key by its object identifier's bytes.
    pub(crate) fn of_curve(oid: &[u8]) -> Self {
        match oid {
            OID_P256 => Self::P256,
            OID_P384 => Self::P384,
            OID_P521 => Self::P521,
            other => Self::Other { oid: dotted(other) },
        }
    }

    /// The curve's object identifier, for those known.
    pub(crate) fn curve_oid(&self) -> Option<&'static [u8]> {
        match self {
            Self::P256 => Some(OID_P256),
            Self::P384 => Some(OID_P384),
            Self::P521 => Some(OID_P521),
            _ => None,
        }
    }
}

/// `ECDSA P-256`, `Ed25519`, `RSA 2048`, or the object identifier.
impl fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::P256 => f.write_str("ECDSA P-256"),
            Self::P384 => f.write_str("ECDSA P-384"),
            Self::P521 => f.write_str("ECDSA P-521"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Rsa { bits } => write!(f, "RSA {bits}"),
            Self::Other { oid } => f.write_str(oid),
        }
    }
}

/// Reads what `Display` writes, and the curve alone: `ECDSA P-256` or `P-256`, `Ed25519`, `RSA 2048`.
impl FromStr for KeyAlgorithm {
    type Err = PkiError;

    fn from_str(name: &str) -> Result<Self, PkiError> {
        match name.strip_prefix("ECDSA ").unwrap_or(name) {
            "P-256" => Ok(Self::P256),
            "P-384" => Ok(Self::P384),
            "P-521" => Ok(Self::P521),
            "Ed25519" if name == "Ed25519" => Ok(Self::Ed25519),
            _ => name
                .strip_prefix("RSA ")
                .and_then(|bits| bits.parse().ok())
                .map(|bits| Self::Rsa { bits })
                .ok_or_else(|| PkiError::KeyUnsupported { seen: cut(name) }),
        }
    }
}

impl Serialize for KeyAlgorithm {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A public key as it stands in a certificate or request (RFC 5280 section 4.1.2.7).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PublicKey {
    spki: Vec<u8>,
    algorithm: KeyAlgorithm,
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo.
    pub(crate) fn from_spki(spki: &[u8]) -> Result<Self, Reason> {
        let mut outer = Reader::only(spki, der::SEQUENCE)?;
        let mut algorithm = outer.enter(der::SEQUENCE)?;
        let key = outer.bit_string()?;
        outer.finish()?;
        let oid = algorithm.content(der::OID)?;
        let algorithm = match oid {
            OID_EC => match algorithm.optional(der::OID)? {
                Some(curve) => KeyAlgorithm::of_curve(curve),
                None => KeyAlgorithm::Other { oid: dotted(oid) },
            },
            OID_ED25519 => KeyAlgorithm::Ed25519,
            OID_RSA => KeyAlgorithm::Rsa { bits: rsa_bits(key)? },
            other => KeyAlgorithm::Other { oid: dotted(other) },
        };
        Ok(Self { spki: spki.to_vec(), algorithm })
    }

    /// Builds the SubjectPublicKeyInfo of a key: for RSA `key` is the DER of RSAPublicKey, for a curve the point.
    pub(crate) fn from_parts(algorithm: KeyAlgorithm, key: &[u8]) -> Option<Self> {
        let identifier = match &algorithm {
            KeyAlgorithm::Rsa { .. } => {
                der::write(der::SEQUENCE, &[&der::write(der::OID, &[OID_RSA]), &der::write(der::NULL, &[])])
            }
            KeyAlgorithm::Ed25519 => der::write(der::SEQUENCE, &[&der::write(der::OID, &[OID_ED25519])]),
            curve => {
                let oid = der::write(der::OID, &[curve.curve_oid()?]);
                der::write(der::SEQUENCE, &[&der::write(der::OID, &[OID_EC]), &oid])
            }
        };
        let spki = der::write(der::SEQUENCE, &[&identifier, &der::write(der::BIT_STRING, &[&[0], key])]);
        Some(Self { spki: spki.to_vec(), algorithm })
    }

    /// The SubjectPublicKeyInfo in DER.
    pub fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    /// The algorithm with its size or curve.
    pub fn algorithm(&self) -> &KeyAlgorithm {
        &self.algorithm
    }

    /// SHA-256 of the SubjectPublicKeyInfo.
    pub fn fingerprint(&self) -> [u8; 32] {
        super::fingerprint::sha256(&self.spki)
    }

    /// SHA-256 of the SubjectPublicKeyInfo, lowercase hex.
    pub fn sha256(&self) -> String {
        super::name::hex(&self.fingerprint())
    }

    /// The same in Base64, the form of RFC 7469 pins (`pin-sha256`) and of `curl --pinnedpubkey sha256//…`.
    pub fn pin(&self) -> String {
        super::fingerprint::base64(&self.fingerprint())
    }

    /// The key as a PEM block `PUBLIC KEY` (RFC 7468 section 13).
    pub fn to_pem(&self) -> String {
        super::pem::encode("PUBLIC KEY", &self.spki)
    }

    /// The content of the algorithm identifier and of the key's bit string, as signature checks want them.
    pub(crate) fn parts(&self) -> Result<(&[u8], &[u8]), Reason> {
        let mut outer = Reader::only(&self.spki, der::SEQUENCE)?;
        let identifier = outer.content(der::SEQUENCE)?;
        Ok((identifier, outer.bit_string()?))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({}, sha256 {})", self.algorithm, self.sha256())
    }
}

/// Bits of the modulus of an RSAPublicKey.
fn rsa_bits(key: &[u8]) -> Result<usize, Reason> {
    let modulus = Reader::only(key, der::SEQUENCE)?.magnitude()?;
    Ok(magnitude_bits(modulus))
}

/// Bits of an integer without leading zero bytes.
pub(crate) fn magnitude_bits(magnitude: &[u8]) -> usize {
    let zeros = magnitude.first().map_or(0, |byte| byte.leading_zeros() as usize);
    magnitude.len().saturating_mul(8).saturating_sub(zeros)
}

/// An object identifier's content in dotted form; `?` for one that does not decode.
pub(crate) fn dotted(oid: &[u8]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut value: u128 = 0;
    for byte in oid {
        if value > u128::MAX >> 7 {
            return "?".to_owned();
        }
        value = value << 7 | u128::from(byte & 0x7F);
        if byte & 0x80 != 0 {
            continue;
        }
        if parts.is_empty() {
            let root = (value / 40).min(2);
            parts.push(root.to_string());
            value = value.saturating_sub(root.saturating_mul(40));
        }
        parts.push(value.to_string());
        value = 0;
    }
    if oid.last().is_none_or(|last| last & 0x80 != 0) { "?".to_owned() } else { parts.join(".") }
}
