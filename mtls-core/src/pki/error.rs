//! What the readers of this floor refuse.

use super::forwarded::ForwardedError;
pub(crate) use crate::finding::excerpt as cut;
use crate::finding::rules::pki as rules;
use crate::finding::{Finding, Refusal, Rule, Subject};

/// Why certificates, keys, requests or CRLs were refused. [`Refusal::code`] is stable.
///
/// No variant carries key material.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PkiError {
    /// What is wrong with one block of a PEM text.
    #[error("block {block} (line {line}): {error}")]
    InBlock {
        /// Line of the BEGIN line, counted from 1.
        line: usize,
        /// Number of the block, counted from 1.
        block: usize,
        /// What is wrong.
        error: Box<PkiError>,
    },
    /// A limit on size is exceeded.
    #[error("the {what} has {bytes} bytes; at most {limit} are taken")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// Its bytes.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// More PEM blocks than [`Limits::max_blocks`](super::Limits::max_blocks).
    #[error("more than {limit} PEM blocks")]
    TooManyBlocks {
        /// The limit.
        limit: usize,
    },
    /// No PEM block was found.
    #[error("no PEM block found: this looks like {seen}")]
    NotPem {
        /// What the input looks like instead.
        seen: &'static str,
    },
    /// A BEGIN or END line that is not written as RFC 7468 says.
    #[error("line {line} is a damaged BEGIN or END line: {reason}")]
    PemBoundary {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A BEGIN line whose END line never comes.
    #[error("block {block}, `{label}` of line {line}, has no END line{}", before(*.found_line))]
    PemUnclosed {
        /// Line of the BEGIN line.
        line: usize,
        /// Number of the block.
        block: usize,
        /// Its label.
        label: String,
        /// Line of the next BEGIN line, if one comes first.
        found_line: Option<usize>,
    },
    /// An END line without a BEGIN line.
    #[error("line {line} ends `{label}`, but no block is open")]
    PemUnopened {
        /// The line.
        line: usize,
        /// The label.
        label: String,
    },
    /// BEGIN and END of a block name different things.
    #[error("line {line} ends `{end}`, but block {block} began as `{begin}`")]
    PemLabelMismatch {
        /// Line of the END line.
        line: usize,
        /// Number of the block.
        block: usize,
        /// Label of the BEGIN line.
        begin: String,
        /// Label of the END line.
        end: String,
    },
    /// A header of RFC 1421 inside a block.
    #[error("line {line}: block {block} has a header `{name}`; such headers are not part of RFC 7468")]
    PemHeader {
        /// The line.
        line: usize,
        /// Number of the block.
        block: usize,
        /// Name of the header.
        name: String,
    },
    /// The text between BEGIN and END is not Base64.
    #[error("line {line}, column {column} of block {block}: {reason}")]
    PemBase64 {
        /// The line.
        line: usize,
        /// The column in bytes, counted from 1.
        column: usize,
        /// Number of the block.
        block: usize,
        /// What is wrong.
        reason: String,
    },
    /// Nothing stands between BEGIN and END.
    #[error("block {block}, `{label}` of line {line}, is empty")]
    PemEmptyBlock {
        /// Line of the BEGIN line.
        line: usize,
        /// Number of the block.
        block: usize,
        /// Its label.
        label: String,
    },
    /// Something else than what was asked for.
    #[error("this is {found} where {expected} is expected")]
    WrongKind {
        /// What is expected, in words.
        expected: &'static str,
        /// What was found, in words.
        found: String,
    },
    /// Several where one is expected.
    #[error("{count} blocks where {expected} alone is expected")]
    Several {
        /// What is expected.
        expected: &'static str,
        /// How many were found.
        count: usize,
    },
    /// More entries than [`Limits::max_crl_entries`](super::Limits::max_crl_entries).
    #[error("more than {limit} entries")]
    TooManyEntries {
        /// The limit.
        limit: usize,
    },
    /// The DER does not decode.
    #[error("{what} cannot be read: {reason}")]
    Malformed {
        /// What it should be: `certificate`, `private key`, `certificate request`, `CRL`.
        what: Document,
        /// What is wrong.
        reason: String,
    },
    /// Bytes behind the end of the DER.
    #[error("{bytes} bytes stand behind the end of the {what}")]
    TrailingBytes {
        /// What ended.
        what: Document,
        /// How many bytes follow.
        bytes: usize,
    },
    /// An extension that does not decode.
    #[error("the extension {name} cannot be read: {reason}")]
    ExtensionMalformed {
        /// Its name or OID.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// An extension that stands twice (RFC 5280 section 4.2).
    #[error("the extension {name} stands twice")]
    ExtensionDuplicate {
        /// Its name or OID.
        name: String,
    },
    /// A private key under a password.
    #[error("the private key is encrypted")]
    KeyEncrypted,
    /// A private key of a kind or form that is not supported.
    #[error("private keys of this kind are not supported: {seen}")]
    KeyUnsupported {
        /// What was seen.
        seen: String,
    },
    /// A private key whose parts contradict each other.
    #[error("the parts of the private key contradict each other: {reason}")]
    KeyInconsistent {
        /// What was seen.
        reason: &'static str,
    },
    /// The public half is not in the key's document and no backend that is built in can compute it.
    #[error("the {algorithm} key does not carry its public half, and {backend} cannot compute it")]
    PublicHalfUnavailable {
        /// Name of the algorithm.
        algorithm: String,
        /// The backend: `ring` or `a build without a cryptography backend`.
        backend: &'static str,
    },
    /// A chain without any certificate.
    #[error("the chain holds no certificate")]
    ChainEmpty,
    /// More certificates than [`Limits::max_chain`](super::Limits::max_chain).
    #[error("the chain holds more than {limit} certificates")]
    ChainTooLong {
        /// The limit.
        limit: usize,
    },
    /// The certificates do not form one chain in any order.
    #[error("the certificates do not form one chain: {reason}")]
    ChainUnsortable {
        /// What is in the way.
        reason: String,
    },
    /// No algorithm for this signature and key was passed in.
    #[error("no backend checks a signature `{algorithm}` by a key of kind {key}")]
    SignatureUnsupported {
        /// The signature algorithm.
        algorithm: String,
        /// The key's algorithm.
        key: String,
    },
    /// The signature is not of this key over this content.
    #[error("the signature of the {what} does not verify")]
    SignatureInvalid {
        /// What is signed.
        what: Document,
    },
    /// A name that is no reason for a revocation.
    #[error("`{given}` is not a revocation reason; there are keyCompromise, superseded and others")]
    ReasonUnknown {
        /// The name, cut short.
        given: String,
    },
    /// An `X-Forwarded-Client-Cert` header, or one of its elements.
    #[error(transparent)]
    Forwarded(#[from] ForwardedError),
    /// A file could not be written.
    #[error("{path}: {reason}")]
    File {
        /// The path as given.
        path: String,
        /// What the operating system says.
        reason: String,
    },
}

/// What kind of document an error speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Document {
    /// An X.509 certificate.
    Certificate,
    /// A private key.
    PrivateKey,
    /// A PKCS#10 request.
    CertificateRequest,
    /// A certificate revocation list.
    Crl,
}

impl std::fmt::Display for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Certificate => "certificate",
            Self::PrivateKey => "private key",
            Self::CertificateRequest => "certificate request",
            Self::Crl => "CRL",
        })
    }
}

fn before(line: Option<usize>) -> String {
    line.map(|line| format!(" before the next block begins in line {line}")).unwrap_or_default()
}

impl PkiError {
    /// DER that does not decode as `what`.
    pub(crate) fn malformed(what: Document, reason: impl ToString) -> Self {
        Self::Malformed { what, reason: reason.to_string() }
    }
}

impl Refusal for PkiError {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::InBlock { error, .. } => error.rule(),
            Self::TooLarge { .. } | Self::TooManyEntries { .. } => rules::INPUT_TOO_LARGE,
            Self::TooManyBlocks { .. } => rules::PEM_TOO_MANY_BLOCKS,
            Self::NotPem { .. } => rules::PEM_NOT_FOUND,
            Self::PemBoundary { .. } | Self::PemUnopened { .. } => rules::PEM_BOUNDARY_DAMAGED,
            Self::PemUnclosed { .. } => rules::PEM_TRUNCATED,
            Self::PemLabelMismatch { .. } => rules::PEM_LABEL_MISMATCH,
            Self::PemHeader { .. } => rules::PEM_LEGACY_HEADER,
            Self::PemBase64 { .. } => rules::PEM_BAD_BASE64,
            Self::PemEmptyBlock { .. } => rules::PEM_EMPTY_BLOCK,
            Self::WrongKind { .. } => rules::WRONG_KIND,
            Self::Several { .. } => rules::SEVERAL_WHERE_ONE,
            Self::Malformed { what, .. } | Self::TrailingBytes { what, .. } => match what {
                Document::Certificate => rules::CERTIFICATE_MALFORMED,
                Document::PrivateKey => rules::PRIVATE_KEY_MALFORMED,
                Document::CertificateRequest => rules::CERTIFICATE_REQUEST_MALFORMED,
                Document::Crl => rules::CRL_MALFORMED,
            },
            Self::ExtensionMalformed { .. } => rules::EXTENSION_MALFORMED,
            Self::ExtensionDuplicate { .. } => rules::EXTENSION_DUPLICATE,
            Self::KeyEncrypted => rules::PRIVATE_KEY_ENCRYPTED,
            Self::KeyUnsupported { .. } => rules::PRIVATE_KEY_UNSUPPORTED,
            Self::KeyInconsistent { .. } => rules::PRIVATE_KEY_INCONSISTENT,
            Self::PublicHalfUnavailable { .. } => rules::PUBLIC_HALF_UNAVAILABLE,
            Self::ChainEmpty => rules::CHAIN_EMPTY,
            Self::ChainTooLong { .. } => rules::CHAIN_TOO_LONG,
            Self::ChainUnsortable { .. } => rules::CHAIN_UNSORTABLE,
            Self::SignatureUnsupported { .. } => rules::SIGNATURE_UNSUPPORTED,
            Self::SignatureInvalid { .. } => rules::SIGNATURE_INVALID,
            Self::ReasonUnknown { .. } => rules::REVOCATION_REASON_UNKNOWN,
            Self::Forwarded(error) => error.rule(),
            Self::File { .. } => rules::FILE_NOT_WRITTEN,
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::InBlock { line, block, .. }
            | Self::PemUnclosed { line, block, .. }
            | Self::PemLabelMismatch { line, block, .. }
            | Self::PemHeader { line, block, .. }
            | Self::PemBase64 { line, block, .. }
            | Self::PemEmptyBlock { line, block, .. } => {
                Subject::Text { line: Some(*line), block: Some(*block) }
            }
            Self::PemBoundary { line, .. } | Self::PemUnopened { line, .. } => {
                Subject::Text { line: Some(*line), block: None }
            }
            Self::KeyEncrypted
            | Self::KeyUnsupported { .. }
            | Self::KeyInconsistent { .. }
            | Self::PublicHalfUnavailable { .. } => Subject::Key,
            Self::Malformed { what, .. }
            | Self::TrailingBytes { what, .. }
            | Self::SignatureInvalid { what } => match what {
                Document::PrivateKey => Subject::Key,
                Document::CertificateRequest => Subject::Request,
                _ => Subject::Input,
            },
            Self::Forwarded(error) => error.subject(),
            Self::File { path, .. } => Subject::File { path: path.clone() },
            _ => Subject::Input,
        }
    }

    fn findings(&self) -> Vec<Finding> {
        // The subject says the place; the message need not.
        let message = match self {
            Self::InBlock { error, .. } => error.to_string(),
            other => other.to_string(),
        };
        vec![Finding::new(self.rule(), self.subject(), message)]
    }
}
