//! The public half of a private key: computed by a backend, or taken from the document.

use super::document::Parts;
#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
use crate::pki::KeyAlgorithm;
use crate::pki::PkiError;

/// The public key bits as a certificate has them.
///
/// What a backend computes wins over what the document carries, and the two must agree.
pub(super) fn of(parts: &Parts<'_>) -> Result<Vec<u8>, PkiError> {
    match computed(parts)? {
        Some(point) => match &parts.public {
            Some(carried) if *carried != point && !is_same_point(carried, &point) => {
                Err(PkiError::KeyInconsistent { reason: "it carries the public half of another key" })
            }
            _ => Ok(point),
        },
        None => parts.public.clone().ok_or_else(|| PkiError::PublicHalfUnavailable {
            algorithm: parts.algorithm.to_string(),
            backend: BACKEND,
        }),
    }
}

/// A compressed point (2 or 3, then x) beside the same one uncompressed (4, then x and y).
fn is_same_point(carried: &[u8], computed: &[u8]) -> bool {
    let [sign @ (2 | 3), x @ ..] = carried else { return false };
    let [4, rest @ ..] = computed else { return false };
    rest.starts_with(x)
        && x.len().saturating_mul(2) == rest.len()
        && rest.last().is_some_and(|y| y & 1 == sign & 1)
}

#[cfg(feature = "aws-lc-rs")]
const BACKEND: &str = "aws-lc-rs";

#[cfg(feature = "aws-lc-rs")]
fn computed(parts: &Parts<'_>) -> Result<Option<Vec<u8>>, PkiError> {
    use aws_lc_rs::{agreement, rsa, signature};
    use signature::KeyPair as _;

    let inconsistent = || PkiError::KeyInconsistent { reason: "its numbers do not fit together" };
    let curve = match parts.algorithm {
        KeyAlgorithm::P256 => &agreement::ECDH_P256,
        KeyAlgorithm::P384 => &agreement::ECDH_P384,
        KeyAlgorithm::P521 => &agreement::ECDH_P521,
        KeyAlgorithm::Ed25519 => {
            let pair =
                signature::Ed25519KeyPair::from_seed_unchecked(parts.secret).map_err(|_| inconsistent())?;
            return Ok(Some(pair.public_key().as_ref().to_vec()));
        }
        // Other sizes are refused by the backend; their public half is in the document anyway.
        KeyAlgorithm::Rsa { bits: 2048..=8192 } => {
            let pair = rsa::KeyPair::from_der(parts.secret).map_err(|_| inconsistent())?;
            return Ok(Some(pair.public_key().as_ref().to_vec()));
        }
        _ => return Ok(None),
    };
    let key = agreement::PrivateKey::from_private_key(curve, parts.secret).map_err(|_| inconsistent())?;
    let public = key.compute_public_key().map_err(|_| inconsistent())?;
    Ok(Some(public.as_ref().to_vec()))
}

#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
const BACKEND: &str = "ring";

/// ring checks an EC key against the public half that the document carries and computes that of the others.
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
fn computed(parts: &Parts<'_>) -> Result<Option<Vec<u8>>, PkiError> {
    use ring::signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
        KeyPair as _, RsaKeyPair,
    };

    let inconsistent = || PkiError::KeyInconsistent { reason: "its numbers do not fit together" };
    let curve = match parts.algorithm {
        KeyAlgorithm::P256 => &ECDSA_P256_SHA256_ASN1_SIGNING,
        KeyAlgorithm::P384 => &ECDSA_P384_SHA384_ASN1_SIGNING,
        KeyAlgorithm::Ed25519 => {
            let pair = Ed25519KeyPair::from_seed_unchecked(parts.secret).map_err(|_| inconsistent())?;
            return Ok(Some(pair.public_key().as_ref().to_vec()));
        }
        KeyAlgorithm::Rsa { bits: 2048..=4096 } => {
            let pair = RsaKeyPair::from_der(parts.secret).map_err(|_| inconsistent())?;
            return Ok(Some(pair.public_key().as_ref().to_vec()));
        }
        _ => return Ok(None),
    };
    let Some(carried) = parts.public.as_ref().filter(|point| point.first() == Some(&4)) else {
        return Ok(None);
    };
    let random = ring::rand::SystemRandom::new();
    EcdsaKeyPair::from_private_key_and_public_key(curve, parts.secret, carried, &random)
        .map(|pair| Some(pair.public_key().as_ref().to_vec()))
        .map_err(|_| inconsistent())
}

#[cfg(not(any(feature = "aws-lc-rs", feature = "ring")))]
const BACKEND: &str = "a build without a cryptography backend";

#[cfg(not(any(feature = "aws-lc-rs", feature = "ring")))]
fn computed(_: &Parts<'_>) -> Result<Option<Vec<u8>>, PkiError> {
    Ok(None)
}
