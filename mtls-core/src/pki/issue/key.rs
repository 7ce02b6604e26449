//! Keys that sign and keys that are certified.

#[cfg(feature = "aws-lc-rs")]
use aws_lc_rs::rand;
use rcgen::{KeyPair, SerialNumber};
#[cfg(not(feature = "aws-lc-rs"))]
use ring::rand;
use rustls_pki_types::PrivatePkcs8KeyDer;
use zeroize::{Zeroize, Zeroizing};

use super::IssueError;
use crate::pki::der::{self, Reader};
use crate::pki::{KeyAlgorithm, PrivateKey};

/// The backend that creates keys and signs: aws-lc-rs where both are built in.
pub(super) const BACKEND: &str = if cfg!(feature = "aws-lc-rs") { "aws-lc-rs" } else { "ring" };

/// A key pair of the backend; what of it is ours is wiped when dropped.
pub(super) struct SigningPair(KeyPair);

impl SigningPair {
    /// A new key.
    pub(super) fn generate(algorithm: &KeyAlgorithm) -> Result<(Self, PrivateKey), IssueError> {
        let unsupported = || IssueError::KeyUnsupported {
            algorithm: algorithm.to_string(),
            verb: "created",
            backend: BACKEND,
        };
        let pair = match algorithm {
            KeyAlgorithm::P256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
            KeyAlgorithm::P384 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384),
            #[cfg(feature = "aws-lc-rs")]
            KeyAlgorithm::P521 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P521_SHA512),
            KeyAlgorithm::Ed25519 => KeyPair::generate_for(&rcgen::PKCS_ED25519),
            #[cfg(feature = "aws-lc-rs")]
            KeyAlgorithm::Rsa { bits } => {
                let size = match bits {
                    2048 => rcgen::RsaKeySize::_2048,
                    3072 => rcgen::RsaKeySize::_3072,
                    4096 => rcgen::RsaKeySize::_4096,
                    _ => return Err(unsupported()),
                };
                KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, size)
            }
            _ => return Err(unsupported()),
        };
        let pair = Self(pair.map_err(|error| backend(&error))?);
        let key = match algorithm {
            KeyAlgorithm::Ed25519 => PrivateKey::from_der(&ed25519_v1(pair.0.serialized_der())?)?,
            _ => PrivateKey::from_der(pair.0.serialized_der())?,
        };
        Ok((pair, key))
    }

    /// The backend's form of a key that exists.
    pub(super) fn load(key: &PrivateKey) -> Result<Self, IssueError> {
        if let KeyAlgorithm::Rsa { bits } = *key.algorithm() {
            check_rsa(bits)?;
        }
        let pkcs8 = key.secret_pkcs8_der();
        KeyPair::try_from(&PrivatePkcs8KeyDer::from(pkcs8.as_slice())).map(Self).map_err(|_| {
            IssueError::KeyUnsupported {
                algorithm: key.algorithm().to_string(),
                verb: "used",
                backend: BACKEND,
            }
        })
    }

    pub(super) fn pair(&self) -> &KeyPair {
        &self.0
    }
}

impl Drop for SigningPair {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Refuses an RSA key that verifiers refuse.
pub(super) fn check_rsa(bits: usize) -> Result<(), IssueError> {
    if (2048..=8192).contains(&bits) { Ok(()) } else { Err(IssueError::KeyWeak { bits }) }
}

/// The backends write Ed25519 keys in version 2 of PKCS#8 (RFC 5958), which OpenSSL and Go do not read.
/// This is version 1 of the same key.
fn ed25519_v1(pkcs8: &[u8]) -> Result<Zeroizing<Vec<u8>>, IssueError> {
    let read = || {
        let mut outer = Reader::only(pkcs8, der::SEQUENCE)?;
        outer.magnitude()?;
        let algorithm = outer.element(der::SEQUENCE)?.raw;
        let key = outer.element(der::OCTET_STRING)?.raw;
        let version = der::write_magnitude(&[]);
        Ok::<_, der::Reason>(der::write(der::SEQUENCE, &[&version, algorithm, key]))
    };
    read().map_err(|reason| IssueError::Backend {
        reason: format!("the new Ed25519 key is not PKCS#8: {reason}"),
    })
}

/// A serial number: 20 bytes, positive, 158 random bits (RFC 5280 section 4.1.2.2).
pub(super) fn serial() -> Result<SerialNumber, IssueError> {
    use rand::SecureRandom as _;
    let mut bytes = [0_u8; 20];
    rand::SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| IssueError::Backend { reason: "no random numbers".to_owned() })?;
    if let Some(first) = bytes.first_mut() {
        *first = *first & 0x3f | 0x40;
    }
    Ok(SerialNumber::from_slice(&bytes))
}

pub(super) fn backend(error: &rcgen::Error) -> IssueError {
    IssueError::Backend { reason: error.to_string() }
}
