//! The three documents that a private key comes in.

use zeroize::Zeroizing;

use crate::pki::der::{self, Reader, Reason};
use crate::pki::error::Document;
use crate::pki::public_key::{OID_EC, OID_ED25519, OID_RSA, dotted, magnitude_bits};
use crate::pki::{KeyAlgorithm, PkiError};

/// Which document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyFormat {
    /// PKCS#8 (RFC 5958): `PRIVATE KEY`.
    Pkcs8,
    /// SEC1 (RFC 5915): `EC PRIVATE KEY`.
    Sec1,
    /// PKCS#1 (RFC 8017): `RSA PRIVATE KEY`.
    Pkcs1,
}

/// What a document says, borrowed from it.
pub(super) struct Parts<'a> {
    pub(super) format: KeyFormat,
    pub(super) algorithm: KeyAlgorithm,
    /// EC: the scalar. Ed25519: the seed. RSA: the RSAPrivateKey in DER.
    pub(super) secret: &'a [u8],
    /// The public half as a certificate has it in its bit string, where the document carries it.
    pub(super) public: Option<Vec<u8>>,
}

fn malformed(reason: impl ToString) -> PkiError {
    PkiError::malformed(Document::PrivateKey, reason)
}

fn unsupported(seen: impl Into<String>) -> PkiError {
    PkiError::KeyUnsupported { seen: seen.into() }
}

/// Reads a document of any of the three kinds. Reasons never quote its bytes.
pub(super) fn read(bytes: &[u8]) -> Result<Parts<'_>, PkiError> {
    let mut body = Reader::only(bytes, der::SEQUENCE).map_err(malformed)?;
    if body.peek() == Some(der::SEQUENCE) {
        // EncryptedPrivateKeyInfo is the one private key document that begins with an algorithm.
        body.content(der::SEQUENCE).map_err(malformed)?;
        let is_encrypted = body.content(der::OCTET_STRING).is_ok() && body.is_empty();
        return Err(if is_encrypted { PkiError::KeyEncrypted } else { malformed("it has no version") });
    }
    let version = body.magnitude().map_err(malformed)?;
    match (version, body.peek()) {
        ([] | [1], Some(der::SEQUENCE)) => pkcs8(body),
        ([1], Some(der::OCTET_STRING)) => {
            let (algorithm, secret, public) = sec1(bytes, None)?;
            Ok(Parts { format: KeyFormat::Sec1, algorithm, secret, public })
        }
        ([], Some(der::INTEGER)) => {
            let (algorithm, public) = pkcs1(bytes)?;
            Ok(Parts { format: KeyFormat::Pkcs1, algorithm, secret: bytes, public: Some(public) })
        }
        ([1], Some(der::INTEGER)) => Err(unsupported("RSA with more than two primes")),
        _ => Err(malformed("its version or first field belongs to no private key format")),
    }
}

/// OneAsymmetricKey behind its version.
fn pkcs8(mut body: Reader<'_>) -> Result<Parts<'_>, PkiError> {
    let mut identifier = body.enter(der::SEQUENCE).map_err(malformed)?;
    let key = body.content(der::OCTET_STRING).map_err(malformed)?;
    body.optional(der::context(0)).map_err(malformed)?;
    let public = body.optional(der::context_primitive(1)).map_err(malformed)?;
    let public = public.map(der::whole_bytes).transpose().map_err(malformed)?.map(<[u8]>::to_vec);
    body.finish().map_err(malformed)?;
    let oid = identifier.content(der::OID).map_err(malformed)?;
    let (algorithm, secret, inner) = match oid {
        OID_EC => {
            if identifier.peek() == Some(der::SEQUENCE) {
                return Err(unsupported("an elliptic curve given by its parameters in place of a name"));
            }
            let curve = identifier.content(der::OID).map_err(malformed)?;
            sec1(key, Some(KeyAlgorithm::of_curve(curve)))?
        }
        OID_ED25519 => {
            let seed = only_octets(key).map_err(malformed)?;
            if seed.len() != 32 {
                return Err(malformed("an Ed25519 key is not 32 bytes long"));
            }
            (KeyAlgorithm::Ed25519, seed, None)
        }
        OID_RSA => {
            let (algorithm, public) = pkcs1(key)?;
            (algorithm, key, Some(public))
        }
        other => return Err(unsupported(algorithm_name(&dotted(other)))),
    };
    if let (Some(outer), Some(inner)) = (&public, &inner)
        && outer != inner
    {
        return Err(PkiError::KeyInconsistent { reason: "it carries two public halves that differ" });
    }
    Ok(Parts { format: KeyFormat::Pkcs8, algorithm, secret, public: inner.or(public) })
}

fn only_octets(bytes: &[u8]) -> Result<&[u8], Reason> {
    let mut reader = Reader::new(bytes);
    let octets = reader.content(der::OCTET_STRING)?;
    reader.finish()?;
    Ok(octets)
}

type EcParts<'a> = (KeyAlgorithm, &'a [u8], Option<Vec<u8>>);

/// ECPrivateKey; the curve from outside (PKCS#8) or from its parameters.
fn sec1(bytes: &[u8], outer: Option<KeyAlgorithm>) -> Result<EcParts<'_>, PkiError> {
    let mut body = Reader::only(bytes, der::SEQUENCE).map_err(malformed)?;
    if body.magnitude().map_err(malformed)? != [1] {
        return Err(malformed("the version of the EC key is not 1"));
    }
    let secret = body.content(der::OCTET_STRING).map_err(malformed)?;
    let inner = match body.optional(der::context(0)).map_err(malformed)? {
        Some(parameters) if parameters.first() == Some(&der::SEQUENCE) => {
            return Err(unsupported("an elliptic curve given by its parameters in place of a name"));
        }
        Some(parameters) => {
            let mut parameters = Reader::new(parameters);
            let curve = parameters.content(der::OID).map_err(malformed)?;
            parameters.finish().map_err(malformed)?;
            Some(KeyAlgorithm::of_curve(curve))
        }
        None => None,
    };
    let public = match body.optional(der::context(1)).map_err(malformed)? {
        Some(field) => {
            let mut field = Reader::new(field);
            let point = field.bit_string().map_err(malformed)?;
            field.finish().map_err(malformed)?;
            Some(point.to_vec())
        }
        None => None,
    };
    body.finish().map_err(malformed)?;
    let algorithm = match (outer, inner) {
        (Some(outer), Some(inner)) if outer != inner => {
            return Err(PkiError::KeyInconsistent { reason: "it names two elliptic curves" });
        }
        (Some(curve), _) | (None, Some(curve)) => curve,
        (None, None) => return Err(malformed("it does not name its elliptic curve")),
    };
    if let KeyAlgorithm::Other { oid } = &algorithm {
        return Err(unsupported(format!("the elliptic curve {}", algorithm_name(oid))));
    }
    // RFC 5915 section 3 fixes the length; some old tools dropped leading zeros, which backends refuse.
    if secret.len() != algorithm.bits().div_ceil(8) {
        return Err(malformed("the secret number of the EC key has the wrong length for its curve"));
    }
    Ok((algorithm, secret, public))
}

/// RSAPrivateKey: its size, and RSAPublicKey in DER.
fn pkcs1(bytes: &[u8]) -> Result<(KeyAlgorithm, Vec<u8>), PkiError> {
    let mut body = Reader::only(bytes, der::SEQUENCE).map_err(malformed)?;
    if !body.magnitude().map_err(malformed)?.is_empty() {
        return Err(unsupported("RSA with more than two primes"));
    }
    let modulus = body.magnitude().map_err(malformed)?;
    let exponent = body.magnitude().map_err(malformed)?;
    // d, p, q, d mod p-1, d mod q-1, 1/q mod p
    for _ in 0..6 {
        body.magnitude().map_err(malformed)?;
    }
    body.finish().map_err(malformed)?;
    if modulus.is_empty() || exponent.is_empty() {
        return Err(malformed("its modulus or exponent is zero"));
    }
    let public =
        der::write(der::SEQUENCE, &[&der::write_magnitude(modulus), &der::write_magnitude(exponent)]);
    Ok((KeyAlgorithm::Rsa { bits: magnitude_bits(modulus) }, public.to_vec()))
}

/// The algorithms that people bring and that are not supported, by name.
fn algorithm_name(oid: &str) -> String {
    let name = match oid {
        "1.2.840.10040.4.1" => "DSA",
        "1.2.840.113549.1.1.10" => "RSA restricted to PSS",
        "1.2.840.113549.1.3.1" => "Diffie-Hellman",
        "1.3.101.110" => "X25519",
        "1.3.101.111" => "X448",
        "1.3.101.113" => "Ed448",
        "1.3.132.0.10" => "secp256k1",
        "1.2.156.10197.1.301" => "SM2",
        other => return other.to_owned(),
    };
    name.to_owned()
}

/// The key as PKCS#8 version 1, with the public half inside where the format has a place for it
/// (an EC key). That is the form that every TLS stack takes.
pub(super) fn to_pkcs8(parts: &Parts<'_>) -> Zeroizing<Vec<u8>> {
    let zero = der::write(der::INTEGER, &[&[0]]);
    let (identifier, key) = match &parts.algorithm {
        KeyAlgorithm::Rsa { .. } => (
            der::write(der::SEQUENCE, &[&der::write(der::OID, &[OID_RSA]), &der::write(der::NULL, &[])]),
            Zeroizing::new(parts.secret.to_vec()),
        ),
        KeyAlgorithm::Ed25519 => (
            der::write(der::SEQUENCE, &[&der::write(der::OID, &[OID_ED25519])]),
            der::write(der::OCTET_STRING, &[parts.secret]),
        ),
        curve => {
            let oid = der::write(der::OID, &[curve.curve_oid().unwrap_or_default()]);
            let identifier = der::write(der::SEQUENCE, &[&der::write(der::OID, &[OID_EC]), &oid]);
            let public = parts
                .public
                .as_ref()
                .map(|point| der::write(der::context(1), &[&der::write(der::BIT_STRING, &[&[0], point])]));
            let public = public.as_ref().map(|field| field.as_slice()).unwrap_or_default();
            let one = der::write(der::INTEGER, &[&[1]]);
            (
                identifier,
                der::write(der::SEQUENCE, &[&one, &der::write(der::OCTET_STRING, &[parts.secret]), public]),
            )
        }
    };
    der::write(der::SEQUENCE, &[&zero, &identifier, &der::write(der::OCTET_STRING, &[&key])])
}
