//! Private keys: read, matched with certificates, written with care.

mod document;
mod public_half;

pub use document::KeyFormat;

use std::fmt;
use std::path::Path;

use rustls_pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer};
use zeroize::Zeroizing;

use super::error::Document;
use super::pem::{self, PemKind};
use super::{Certificate, KeyAlgorithm, Limits, PkiError, PublicKey, secret_file};

/// A private key in PKCS#8, SEC1 or PKCS#1.
///
/// Its bytes are overwritten when it is dropped. It is not `Clone` (see [`PrivateKey::clone_key`]),
/// has no equality, and `Debug` shows the algorithm alone. No error of this floor carries its bytes.
///
/// ```
/// # fn main() -> Result<(), mtls_core::pki::PkiError> {
/// # let key_pem = include_bytes!("../../../tests/data/pki/svid.key");
/// # let certificate_pem = include_bytes!("../../../tests/data/pki/svid.pem");
/// use mtls_core::pki::{Certificate, PrivateKey};
/// let key = PrivateKey::from_pem(key_pem)?;
/// assert_eq!(format!("{key:?}"), "PrivateKey(ECDSA P-256)");
/// assert!(key.matches(&Certificate::from_pem(certificate_pem)?)?);
/// # Ok(())
/// # }
/// ```
pub struct PrivateKey {
    der: Zeroizing<Vec<u8>>,
    format: KeyFormat,
    algorithm: KeyAlgorithm,
}

impl PrivateKey {
    /// Reads the one private key of a PEM text: `PRIVATE KEY`, `EC PRIVATE KEY` (an `EC PARAMETERS` block
    /// before it is skipped) or `RSA PRIVATE KEY`.
    ///
    /// # Errors
    /// Those of [`pem::parse`](super::pem::parse); [`PkiError::WrongKind`], [`PkiError::Several`]; within
    /// [`PkiError::InBlock`] those of [`PrivateKey::from_der`].
    pub fn from_pem(pem: &[u8]) -> Result<Self, PkiError> {
        Self::from_pem_with(pem, &Limits::default())
    }

    /// [`PrivateKey::from_pem`] with other limits.
    ///
    /// # Errors
    /// Those of [`PrivateKey::from_pem`].
    pub fn from_pem_with(pem: &[u8], limits: &Limits) -> Result<Self, PkiError> {
        let blocks = pem::parse(pem, limits)?;
        let mut keys = Vec::new();
        for block in blocks {
            match block.kind() {
                // Named curves alone are read, and the key names its own.
                PemKind::EcParameters => {}
                PemKind::OtherPrivateKey => {
                    let seen = super::error::cut(block.label());
                    return Err(block.locate(PkiError::KeyUnsupported { seen }));
                }
                _ => {
                    block.expect(PemKind::PrivateKey)?;
                    keys.push(block);
                }
            }
        }
        let count = keys.len();
        let mut keys = keys.into_iter();
        match (keys.next(), keys.next()) {
            (Some(block), None) => {
                let place = block.locate(PkiError::KeyEncrypted);
                Self::read(block.into_der(), limits).map_err(|error| match place {
                    PkiError::InBlock { line, block, .. } => {
                        PkiError::InBlock { line, block, error: Box::new(error) }
                    }
                    _ => error,
                })
            }
            (None, _) => Err(PkiError::WrongKind {
                expected: PemKind::PrivateKey.noun(),
                found: PemKind::EcParameters.noun().to_owned(),
            }),
            _ => Err(PkiError::Several { expected: PemKind::PrivateKey.noun(), count }),
        }
    }

    /// Reads one private key from DER of any of the three formats; bytes behind it refuse it.
    ///
    /// # Errors
    /// [`PkiError::KeyEncrypted`], [`PkiError::KeyUnsupported`], [`PkiError::KeyInconsistent`],
    /// [`PkiError::Malformed`], [`PkiError::TrailingBytes`], [`PkiError::TooLarge`], and
    /// [`PkiError::WrongKind`] for PEM text or DER of another kind.
    pub fn from_der(der: &[u8]) -> Result<Self, PkiError> {
        Self::read(Zeroizing::new(der.to_vec()), &Limits::default())
    }

    /// Reads one private key from PEM or DER, whichever it is.
    ///
    /// # Errors
    /// Those of [`PrivateKey::from_pem`] and [`PrivateKey::from_der`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PkiError> {
        if pem::is_der(bytes) { Self::from_der(bytes) } else { Self::from_pem(bytes) }
    }

    fn read(der: Zeroizing<Vec<u8>>, limits: &Limits) -> Result<Self, PkiError> {
        if der.len() > limits.max_der_bytes {
            return Err(PkiError::TooLarge {
                what: "private key",
                bytes: der.len(),
                limit: limits.max_der_bytes,
            });
        }
        let read = |der: &[u8]| document::read(der).map(|parts| (parts.format, parts.algorithm));
        let (format, algorithm) = super::document::read(&der, Document::PrivateKey, read)?;
        Ok(Self { der, format, algorithm })
    }

    fn parts(&self) -> Result<document::Parts<'_>, PkiError> {
        document::read(&self.der)
    }

    /// The algorithm with its size or curve.
    pub fn algorithm(&self) -> &KeyAlgorithm {
        &self.algorithm
    }

    /// The document that it came in.
    pub fn format(&self) -> KeyFormat {
        self.format
    }

    /// The public half.
    ///
    /// With the feature `aws-lc-rs` it is computed and compared with what the document carries. With
    /// `ring` alone an EC key must carry it, and without a backend every key must; RSA keys always do.
    ///
    /// # Errors
    /// [`PkiError::KeyInconsistent`] when the parts contradict each other,
    /// [`PkiError::PublicHalfUnavailable`] when nothing built in can tell.
    pub fn public_key(&self) -> Result<PublicKey, PkiError> {
        let bits = public_half::of(&self.parts()?)?;
        PublicKey::from_parts(self.algorithm.clone(), &bits)
            .ok_or_else(|| PkiError::malformed(Document::PrivateKey, "its algorithm has no public form"))
    }

    /// The SubjectPublicKeyInfo of the public half, in DER.
    ///
    /// # Errors
    /// Those of [`PrivateKey::public_key`].
    pub fn public_key_spki(&self) -> Result<Vec<u8>, PkiError> {
        self.public_key().map(|key| key.spki_der().to_vec())
    }

    /// Whether this is the key of `certificate`: the two public halves are the same.
    ///
    /// # Errors
    /// Those of [`PrivateKey::public_key`].
    pub fn matches(&self, certificate: &Certificate) -> Result<bool, PkiError> {
        let theirs = certificate.public_key();
        // A key of another kind cannot match, whatever its public half is.
        if *theirs.algorithm() != self.algorithm {
            return Ok(false);
        }
        let ours = self.public_key()?;
        let malformed = |reason| PkiError::malformed(Document::Certificate, reason);
        // The bits are compared: algorithm identifiers may be encoded in more than one way.
        Ok(ours.parts().map_err(malformed)?.1 == theirs.parts().map_err(malformed)?.1)
    }

    /// A second copy of the secret, asked for by name.
    #[must_use]
    pub fn clone_key(&self) -> Self {
        Self { der: self.der.clone(), format: self.format, algorithm: self.algorithm.clone() }
    }

    /// The bytes of the document as it was read. Secret.
    pub fn secret_der(&self) -> &[u8] {
        &self.der
    }

    /// The key as TLS stacks take it; a copy that rustls-pki-types does not zeroize by itself.
    pub fn to_pki_types(&self) -> PrivateKeyDer<'static> {
        let der = self.der.to_vec();
        match self.format {
            KeyFormat::Pkcs8 => PrivatePkcs8KeyDer::from(der).into(),
            KeyFormat::Sec1 => PrivateSec1KeyDer::from(der).into(),
            KeyFormat::Pkcs1 => PrivatePkcs1KeyDer::from(der).into(),
        }
    }

    /// The key as PKCS#8 version 1 in DER, whatever document it came in. Secret; zeroized when dropped.
    pub fn secret_pkcs8_der(&self) -> Zeroizing<Vec<u8>> {
        match (self.format, self.parts()) {
            (KeyFormat::Sec1 | KeyFormat::Pkcs1, Ok(parts)) => document::to_pkcs8(&parts),
            _ => self.der.clone(),
        }
    }

    /// The same as a PEM block `PRIVATE KEY`. Secret; zeroized when dropped.
    pub fn secret_pkcs8_pem(&self) -> Zeroizing<String> {
        pem::encode_secret("PRIVATE KEY", &self.secret_pkcs8_der())
    }

    /// Writes the key as a PEM block `PRIVATE KEY` that nobody but the owner can read.
    ///
    /// The file appears whole or not at all, with mode 0600 on Unix; a file that is replaced keeps a
    /// stricter mode (0400). See [`secret_file`](super::secret_file).
    ///
    /// # Errors
    /// [`PkiError::File`]; what stood at `path` is unchanged then.
    pub fn write_pem(&self, path: impl AsRef<Path>) -> Result<(), PkiError> {
        secret_file::write(path.as_ref(), self.secret_pkcs8_pem().as_bytes())
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.algorithm)
    }
}

impl TryFrom<&PrivateKeyDer<'_>> for PrivateKey {
    type Error = PkiError;

    fn try_from(key: &PrivateKeyDer<'_>) -> Result<Self, PkiError> {
        Self::from_der(key.secret_der())
    }
}

#[cfg(test)]
mod tests;
