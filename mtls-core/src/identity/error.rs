//! Why a name is refused.

use crate::finding::{Refusal, Rule, rules::identity as rules, without_keys};

/// A refused name or pattern: the rule it breaks, and the evidence.
///
/// `position` is a byte offset, counted from 0, in the text that was handed in. `value` is the refused
/// text, cut to 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the fields are described on the type, and the messages say the rest")]
pub enum IdentityError {
    /// The text does not begin with `spiffe://` (SPIFFE-ID 2).
    #[error("{value:?} does not begin with `spiffe://`")]
    Scheme { value: String },
    /// The ID has more than [`MAX_SPIFFE_ID`](super::MAX_SPIFFE_ID) bytes (SPIFFE-ID 2.3).
    #[error("the ID has {length} bytes, the limit is {limit}: {value:?}")]
    IdTooLong { length: usize, limit: usize, value: String },
    /// There is a user before the trust domain, if only an empty one (SPIFFE-ID 2.1).
    #[error("`@` at byte {position}, but a SPIFFE ID has no user part: {value:?}")]
    User { position: usize, value: String },
    /// There is a port after the trust domain, if only an empty one (SPIFFE-ID 2.1).
    #[error("`:` at byte {position}, but a SPIFFE ID has no port: {value:?}")]
    Port { position: usize, value: String },
    /// There is a query or a fragment, if only an empty one (SPIFFE-ID 2).
    #[error("{seen:?} at byte {position}, but a SPIFFE ID has no query or fragment: {value:?}")]
    QueryOrFragment { position: usize, seen: char, value: String },
    /// There is a percent sign (SPIFFE-ID 2.1 and 2.2).
    #[error("`%` at byte {position}, but a SPIFFE ID is never percent-encoded: {value:?}")]
    PercentEncoded { position: usize, value: String },

    /// There is no trust domain (SPIFFE-ID 2.1).
    #[error("the trust domain is empty: {value:?}")]
    TrustDomainEmpty { value: String },
    /// The trust domain has more than [`MAX_TRUST_DOMAIN`](super::MAX_TRUST_DOMAIN) bytes (SPIFFE-ID 2.3).
    #[error("the trust domain has {length} bytes, the limit is {limit}: {value:?}")]
    TrustDomainTooLong { length: usize, limit: usize, value: String },
    /// A URI where the bare name of a trust domain is expected.
    #[error("{value:?} is a URI; expected the bare name of a trust domain")]
    TrustDomainUri { value: String },
    /// The trust domain has an uppercase letter (SPIFFE-ID 2.1).
    #[error("uppercase {seen:?} at byte {position} of the trust domain: {value:?}")]
    TrustDomainUppercase { position: usize, seen: char, value: String },
    /// The trust domain has a character that may not stand in one (SPIFFE-ID 2.1).
    #[error("{seen:?} at byte {position} may not stand in a trust domain: {value:?}")]
    TrustDomainCharacter { position: usize, seen: char, value: String },

    /// The path has a character that may not stand in one (SPIFFE-ID 2.2).
    #[error("{seen:?} at byte {position} may not stand in a path segment: {value:?}")]
    PathCharacter { position: usize, seen: char, value: String },
    /// A path segment is empty (SPIFFE-ID 2.2).
    #[error("the path segment at byte {position} is empty: {value:?}")]
    SegmentEmpty { position: usize, value: String },
    /// A path segment is `.` or `..` (SPIFFE-ID 2.2).
    #[error("the path segment at byte {position} is `{segment}`: {value:?}")]
    SegmentDot { position: usize, segment: &'static str, value: String },
    /// The path ends in a slash (SPIFFE-ID 2.2).
    #[error("the path ends in `/` at byte {position}: {value:?}")]
    TrailingSlash { position: usize, value: String },

    /// The ID is valid but its path is not `/ns/<namespace>/sa/<service account>`.
    #[error("the path of {value:?} is not `/ns/<namespace>/sa/<service account>`")]
    NotWorkload { value: String },
    /// The text is not `<trust domain>/ns/<namespace>/sa/<service account>`.
    #[error("{value:?} is not `<trust domain>/ns/<namespace>/sa/<service account>`")]
    Principal { value: String },
    /// A namespace is not a DNS-1123 label, or a service account not a DNS-1123 subdomain.
    #[error("{value:?} is not a {kind} name: {broken}")]
    KubernetesName { kind: &'static str, broken: &'static str, value: String },

    /// A pattern is empty: no text, or a list that would take in everybody.
    #[error("{what} is empty")]
    PatternEmpty { what: &'static str },
    /// No SPIFFE ID can match the pattern.
    #[error("no SPIFFE ID can match {value:?}: {because}")]
    PatternNeverMatches { because: &'static str, value: String },
    /// The pattern is nested too deep or has too many parts.
    #[error("the pattern has {count} parts nested {depth} deep; the limits are {max_count} and {max_depth}")]
    PatternTooLarge { count: usize, depth: usize, max_count: usize, max_depth: usize },
    /// The text is no pattern document.
    #[error("not a pattern document: {reason}")]
    PatternDocument { reason: String },
}

impl Refusal for IdentityError {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Scheme { .. } => rules::SPIFFE_ID_SCHEME,
            Self::IdTooLong { .. } => rules::SPIFFE_ID_TOO_LONG,
            Self::User { .. } => rules::SPIFFE_ID_USER,
            Self::Port { .. } => rules::SPIFFE_ID_PORT,
            Self::QueryOrFragment { .. } => rules::SPIFFE_ID_QUERY_OR_FRAGMENT,
            Self::PercentEncoded { .. } => rules::SPIFFE_ID_PERCENT_ENCODED,
            Self::TrustDomainEmpty { .. } => rules::TRUST_DOMAIN_EMPTY,
            Self::TrustDomainTooLong { .. } => rules::TRUST_DOMAIN_TOO_LONG,
            Self::TrustDomainUri { .. } => rules::TRUST_DOMAIN_URI,
            Self::TrustDomainUppercase { .. } => rules::TRUST_DOMAIN_UPPERCASE,
            Self::TrustDomainCharacter { .. } => rules::TRUST_DOMAIN_CHARACTER,
            Self::PathCharacter { .. } => rules::SPIFFE_ID_PATH_CHARACTER,
            Self::SegmentEmpty { .. } => rules::SPIFFE_ID_SEGMENT_EMPTY,
            Self::SegmentDot { .. } => rules::SPIFFE_ID_SEGMENT_DOT,
            Self::TrailingSlash { .. } => rules::SPIFFE_ID_TRAILING_SLASH,
            Self::NotWorkload { .. } => rules::WORKLOAD_IDENTITY_FORM,
            Self::Principal { .. } => rules::PRINCIPAL_FORM,
            Self::KubernetesName { .. } => rules::WORKLOAD_KUBERNETES_NAME,
            Self::PatternEmpty { .. } => rules::IDENTITY_PATTERN_EMPTY,
            Self::PatternNeverMatches { .. } => rules::IDENTITY_PATTERN_NEVER_MATCHES,
            Self::PatternTooLarge { .. } => rules::IDENTITY_PATTERN_TOO_LARGE,
            Self::PatternDocument { .. } => rules::IDENTITY_PATTERN_DOCUMENT,
        }
    }
}

/// The text cut to 64 characters, for evidence, without what may be a private key. Control characters stay: the messages
/// quote them.
pub(super) fn cut(text: &str) -> String {
    let shown = without_keys(text);
    match shown.char_indices().nth(64) {
        Some((end, _)) => format!("{}…", shown.get(..end).unwrap_or_default()),
        None => shown.into_owned(),
    }
}
