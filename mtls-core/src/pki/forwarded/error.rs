//! What the reader of the header refuses.

use crate::finding::rules::pki as rules;
use crate::finding::{Rule, Subject};
use crate::identity::IdentityError;
use crate::pki::PkiError;

/// Why an `X-Forwarded-Client-Cert` header was refused. Elements are counted from 1, from the left.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ForwardedError {
    /// Nothing stands in it.
    #[error("the header has no element")]
    Empty,
    /// A control character; no header can hold one.
    #[error("a control character stands in column {column}")]
    Character {
        /// The column in bytes, counted from 1.
        column: usize,
    },
    /// A control character in a value, which JSON can hide.
    #[error("the {key} of element {element} holds a control character")]
    Control {
        /// The element.
        element: usize,
        /// The key.
        key: &'static str,
    },
    /// The text is not `key=value;…,…`.
    #[error("element {element}, column {column}: {reason}")]
    Syntax {
        /// The element.
        element: usize,
        /// The column in bytes, counted from 1, without the blanks in front of the header.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// The JSON is not a list of objects of texts and lists of texts.
    #[error("the header is no list of elements in JSON: {reason}")]
    Json {
        /// What is wrong.
        reason: String,
    },
    /// More elements or pairs than [`ForwardedOptions`](super::ForwardedOptions) allows.
    #[error("more than {limit} {what}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A key that is not one of Envoy's.
    #[error("element {element} has the key `{key}`, which the header does not know")]
    UnknownKey {
        /// The element.
        element: usize,
        /// The key, cut short.
        key: String,
    },
    /// A key that may stand once and stands twice.
    #[error("element {element} has `{key}` twice")]
    DuplicateKey {
        /// The element.
        element: usize,
        /// The key.
        key: &'static str,
    },
    /// `Hash` is not a SHA-256 in hex.
    #[error("the Hash of element {element} is `{given}`; it is 64 hex digits")]
    Hash {
        /// The element.
        element: usize,
        /// What stands there, cut short.
        given: String,
    },
    /// `Cert` or `Chain` cannot be read.
    #[error("the {key} of element {element}: {error}")]
    Document {
        /// The element.
        element: usize,
        /// `Cert` or `Chain`.
        key: &'static str,
        /// What is wrong with it.
        error: Box<PkiError>,
    },
    /// `Hash`, `Cert` and `Chain` speak of different certificates.
    #[error(
        "the {key} of element {element} is of another certificate: it says {given}, and the Cert is {certificate}"
    )]
    CertificateMismatch {
        /// The element.
        element: usize,
        /// `Hash` or `Chain`.
        key: &'static str,
        /// SHA-256 as it says, or of its first certificate.
        given: String,
        /// SHA-256 of the certificate.
        certificate: String,
    },
    /// The names written are not those of the certificate.
    #[error("element {element} has {key} `{given}`, and its certificate has `{certificate}`")]
    NamesDiffer {
        /// The element.
        element: usize,
        /// `URI` or `DNS`.
        key: &'static str,
        /// The names written, cut short.
        given: String,
        /// The names of the certificate, cut short.
        certificate: String,
    },
    /// Several URIs where one is expected.
    #[error("element {element} has {count} URIs; an SVID has one")]
    SeveralUris {
        /// The element.
        element: usize,
        /// How many.
        count: usize,
    },
    /// No URI where a SPIFFE ID is asked for.
    #[error("element {element} has no URI")]
    NoUri {
        /// The element.
        element: usize,
    },
    /// A URI that is no SPIFFE ID where one is asked for.
    #[error("the URI of element {element} is no SPIFFE ID: {error}")]
    NotSpiffe {
        /// The element.
        element: usize,
        /// What is wrong with it.
        error: IdentityError,
    },
}

impl ForwardedError {
    pub(crate) fn rule(&self) -> &'static Rule {
        use crate::finding::Refusal as _;
        match self {
            Self::Empty
            | Self::Character { .. }
            | Self::Control { .. }
            | Self::Syntax { .. }
            | Self::Json { .. }
            | Self::UnknownKey { .. } => rules::FORWARDED_MALFORMED,
            Self::TooMany { .. } => rules::INPUT_TOO_LARGE,
            Self::DuplicateKey { .. } => rules::FORWARDED_KEY_DUPLICATE,
            Self::Hash { .. } => rules::FORWARDED_HASH_MALFORMED,
            Self::Document { error, .. } => error.rule(),
            Self::CertificateMismatch { .. } => rules::FORWARDED_CERTIFICATE_MISMATCH,
            Self::NamesDiffer { .. } => rules::FORWARDED_NAMES_DIFFER,
            Self::SeveralUris { .. } => rules::FORWARDED_URI_SEVERAL,
            Self::NoUri { .. } | Self::NotSpiffe { .. } => rules::FORWARDED_NOT_SPIFFE,
        }
    }

    pub(crate) fn subject(&self) -> Subject {
        let element = match self {
            Self::Syntax { element, .. }
            | Self::Control { element, .. }
            | Self::UnknownKey { element, .. }
            | Self::DuplicateKey { element, .. }
            | Self::Hash { element, .. }
            | Self::Document { element, .. }
            | Self::CertificateMismatch { element, .. }
            | Self::NamesDiffer { element, .. }
            | Self::SeveralUris { element, .. }
            | Self::NoUri { element }
            | Self::NotSpiffe { element, .. } => *element,
            Self::Empty | Self::Character { .. } | Self::Json { .. } | Self::TooMany { .. } => {
                return Subject::Input;
            }
        };
        Subject::Text { line: None, block: Some(element) }
    }
}
