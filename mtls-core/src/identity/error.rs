//! Why a name is refused.

use crate::finding::{Refusal, Rule, rules};

/// A refusal of the identity floor: one variant a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// The text does not begin with `spiffe://`.
    #[error("a SPIFFE ID begins with `spiffe://`, found {found:?}")]
    Scheme {
        /// The beginning of the text.
        found: String,
    },
    /// There is no trust domain.
    #[error("the trust domain is empty")]
    TrustDomainEmpty,
    /// The trust domain is longer than 255 bytes.
    #[error("the trust domain has {length} bytes; at most 255 are allowed")]
    TrustDomainTooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// A character that a trust domain may not have.
    #[error("{found:?} at byte {at} may not stand in a trust domain (a-z, 0-9, `.`, `-`, `_`)")]
    TrustDomainCharacter {
        /// The character.
        found: char,
        /// Its position in the text that was parsed, from 0.
        at: usize,
    },
    /// Something after the trust domain that is not a path: user, port, query, fragment.
    #[error("a SPIFFE ID has no {part} ({found:?} at byte {at})")]
    Component {
        /// `user`, `port`, `query` or `fragment`.
        part: &'static str,
        /// The character that begins or ends it.
        found: char,
        /// Its position, from 0.
        at: usize,
    },
    /// A character that a path may not have.
    #[error("{found:?} at byte {at} may not stand in a path (a-z, A-Z, 0-9, `.`, `-`, `_`)")]
    PathCharacter {
        /// The character.
        found: char,
        /// Its position, from 0.
        at: usize,
    },
    /// An empty segment, or a slash at the end.
    #[error("empty path segment at byte {at}")]
    PathSegmentEmpty {
        /// Its position, from 0.
        at: usize,
    },
    /// A `.` or `..` segment.
    #[error("path segment `{segment}` at byte {at}: a SPIFFE ID is not resolved like a file path")]
    PathSegmentDot {
        /// `.` or `..`.
        segment: &'static str,
        /// Its position, from 0.
        at: usize,
    },
    /// Longer than 2,048 bytes.
    #[error("the SPIFFE ID has {length} bytes; at most 2048 are allowed")]
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// A SPIFFE ID that is not `/ns/…/sa/…`.
    #[error("`{id}` is not an Istio identity: its path must be `/ns/<namespace>/sa/<service account>`")]
    NotWorkload {
        /// The ID, cut short.
        id: String,
    },
    /// A namespace or service account that Kubernetes would not take.
    #[error("`{name}` is not a Kubernetes {what} name")]
    KubernetesName {
        /// `namespace` or `service account`.
        what: &'static str,
        /// The name, cut short.
        name: String,
    },
    /// A principal that is not `<trust domain>/ns/<namespace>/sa/<service account>`.
    #[error(
        "`{principal}` is not a principal of the form `<trust domain>/ns/<namespace>/sa/<service account>`"
    )]
    Principal {
        /// The text, cut short.
        principal: String,
    },
    /// A pattern that cannot mean anything.
    #[error("identity pattern: {reason}")]
    Pattern {
        /// What is wrong with it.
        reason: String,
    },
}

impl Refusal for IdentityError {
    fn rule(&self) -> &'static Rule {
        use rules::identity as r;
        match self {
            Self::Scheme { .. } => r::SPIFFE_ID_SCHEME,
            Self::TrustDomainEmpty => r::TRUST_DOMAIN_EMPTY,
            Self::TrustDomainTooLong { .. } => r::TRUST_DOMAIN_TOO_LONG,
            Self::TrustDomainCharacter { .. } => r::TRUST_DOMAIN_CHARACTER,
            Self::Component { .. } => r::SPIFFE_ID_COMPONENT,
            Self::PathCharacter { .. } => r::SPIFFE_ID_PATH_CHARACTER,
            Self::PathSegmentEmpty { .. } => r::SPIFFE_ID_SEGMENT_EMPTY,
            Self::PathSegmentDot { .. } => r::SPIFFE_ID_SEGMENT_DOT,
            Self::TooLong { .. } => r::SPIFFE_ID_TOO_LONG,
            Self::NotWorkload { .. } => r::WORKLOAD_IDENTITY_FORM,
            Self::KubernetesName { .. } => r::WORKLOAD_KUBERNETES_NAME,
            Self::Principal { .. } => r::PRINCIPAL_FORM,
            Self::Pattern { .. } => r::IDENTITY_PATTERN,
        }
    }
}

/// Text for an error: its first 64 characters.
pub(super) fn cut(text: &str) -> String {
    text.chars().take(64).collect()
}
