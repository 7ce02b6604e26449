//! PEM (RFC 7468): a reader that says what is wrong and where, and a writer.
//!
//! Text around the blocks is skipped as OpenSSL does (`openssl s_client` and `openssl pkcs12` write
//! some); a UTF-8 byte order mark, CRLF line ends and trailing blanks are accepted. Anything that looks like
//! a block and is not a whole one refuses the input: a certificate that silently vanishes from
//! a bundle is found too late.

mod base64;
mod guess;
mod kind;
mod reader;
mod writer;

pub use kind::PemKind;
pub use writer::{encode, encode_secret};

pub(crate) use guess::{der_kind, instead_of_pem, is_der, is_document, text_kind};

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

use super::{Limits, PkiError};

/// One block of a PEM text, decoded.
///
/// The bytes of a private key are overwritten when the block is dropped; that is why a block is not
/// `Clone`. `Debug` shows the bytes of none.
#[derive(PartialEq, Eq)]
pub struct PemBlock {
    label: String,
    der: Vec<u8>,
    line: usize,
    block: usize,
}

impl PemBlock {
    /// The label as written: `CERTIFICATE`.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What the label says the block holds.
    pub fn kind(&self) -> PemKind {
        PemKind::of(&self.label)
    }

    /// The decoded bytes. Those of a private key are secret.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The line of the BEGIN line, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The number of the block in its text, counted from 1.
    pub fn block(&self) -> usize {
        self.block
    }

    /// The decoded bytes without a copy; they are zeroized when dropped.
    pub fn into_der(mut self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(std::mem::take(&mut self.der))
    }

    /// Refuses the block unless it is of the kind that is expected here.
    ///
    /// # Errors
    /// [`PkiError::WrongKind`] with the block's place.
    pub(crate) fn expect(&self, expected: PemKind) -> Result<&Self, PkiError> {
        let found = self.kind();
        if found == expected {
            return Ok(self);
        }
        let error = if found == PemKind::EncryptedPrivateKey && expected == PemKind::PrivateKey {
            PkiError::KeyEncrypted
        } else {
            PkiError::WrongKind { expected: expected.noun(), found: found.noun().to_owned() }
        };
        Err(self.locate(error))
    }

    /// The error with this block's place.
    pub(crate) fn locate(&self, error: PkiError) -> PkiError {
        PkiError::InBlock { line: self.line, block: self.block, error: Box::new(error) }
    }
}

impl Drop for PemBlock {
    fn drop(&mut self) {
        if self.kind().is_secret() {
            self.der.zeroize();
        }
    }
}

impl fmt::Debug for PemBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PemBlock")
            .field("label", &self.label)
            .field("line", &self.line)
            .field("block", &self.block)
            .field("bytes", &self.der.len())
            .finish_non_exhaustive()
    }
}

/// All blocks of a PEM text, in order; at least one. Takes time linear in the input.
///
/// # Errors
/// - [`PkiError::TooLarge`], [`PkiError::TooManyBlocks`]: a limit is exceeded.
/// - [`PkiError::NotPem`]: there is no block; says what the input looks like instead.
/// - [`PkiError::PemBoundary`], [`PkiError::PemUnclosed`], [`PkiError::PemUnopened`],
///   [`PkiError::PemLabelMismatch`], [`PkiError::PemHeader`], [`PkiError::PemBase64`],
///   [`PkiError::PemEmptyBlock`]: a block is damaged.
/// - [`PkiError::KeyEncrypted`] (within [`PkiError::InBlock`]): a private key in the legacy encrypted form.
///
/// ```
/// use mtls_core::pki::{pem, Limits};
/// let blocks = pem::parse(b"subject=CN = x\n-----BEGIN DEMO-----\nAQID\n-----END DEMO-----\n", &Limits::default())?;
/// assert_eq!((blocks[0].label(), blocks[0].der(), blocks[0].line()), ("DEMO", &[1, 2, 3][..], 2));
///
/// let error = pem::parse(b"<!DOCTYPE html><title>404</title>", &Limits::default()).unwrap_err();
/// assert_eq!(error.to_string(), "no PEM block found: this looks like an HTML page");
/// # Ok::<(), mtls_core::pki::PkiError>(())
/// ```
pub fn parse(input: &[u8], limits: &Limits) -> Result<Vec<PemBlock>, PkiError> {
    reader::parse(input, limits.max_bytes, limits.max_blocks)
}

/// The same with another bound on the bytes, for CRLs.
pub(crate) fn parse_within(
    input: &[u8],
    max_bytes: usize,
    limits: &Limits,
) -> Result<Vec<PemBlock>, PkiError> {
    reader::parse(input, max_bytes, limits.max_blocks)
}

/// The only block of a text, which must be of this kind.
///
/// # Errors
/// Those of [`parse`], [`PkiError::WrongKind`] and [`PkiError::Several`].
pub(crate) fn only(
    input: &[u8],
    max_bytes: usize,
    limits: &Limits,
    expected: PemKind,
) -> Result<PemBlock, PkiError> {
    let blocks = parse_within(input, max_bytes, limits)?;
    for block in &blocks {
        block.expect(expected)?;
    }
    let count = blocks.len();
    let mut blocks = blocks.into_iter();
    match (blocks.next(), blocks.next()) {
        (Some(block), None) => Ok(block),
        _ => Err(PkiError::Several { expected: expected.noun(), count }),
    }
}

#[cfg(test)]
mod tests;
