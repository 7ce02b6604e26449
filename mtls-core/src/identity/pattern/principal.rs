//! Istio's string match on principals.

use crate::identity::error::{IdentityError, cut};
use crate::identity::grammar::{self, SCHEME};
use crate::identity::{MAX_SPIFFE_ID, SpiffeId, TrustDomainRef};

/// A pattern over principals that at least one SPIFFE ID can match. The star is not part of the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Principal {
    Any,
    Exact(Box<str>),
    Prefix(Box<str>),
    Suffix(Box<str>),
}

impl Principal {
    /// As Istio reads it: a star at the start wins over one at the end.
    pub(super) fn parse(pattern: &str) -> Result<Self, IdentityError> {
        if pattern.is_empty() {
            return Err(IdentityError::PatternEmpty { what: "the principal pattern" });
        }
        let refuse = |because| IdentityError::PatternNeverMatches { because, value: cut(pattern) };
        if pattern == "*" {
            return Ok(Self::Any);
        }
        let (star_before, star_after) = (pattern.strip_prefix('*'), pattern.strip_suffix('*'));
        let text = star_before.or(star_after).unwrap_or(pattern);
        if text.contains('*') {
            return Err(refuse(
                "a `*` is a wildcard only as the first or as the last character, and only one of them",
            ));
        }
        if text.contains("://") {
            return Err(refuse("a principal has no scheme"));
        }
        if text.len() > MAX_SPIFFE_ID.saturating_sub(SCHEME.len()) {
            return Err(refuse("it is longer than any SPIFFE ID"));
        }
        match (star_before, star_after) {
            (Some(suffix), _) if can_end(suffix) => Ok(Self::Suffix(suffix.into())),
            (None, Some(prefix)) if can_begin(prefix) => Ok(Self::Prefix(prefix.into())),
            (None, None) if SpiffeId::parse(&[SCHEME, text].concat()).is_ok() => Ok(Self::Exact(text.into())),
            (Some(_), _) => Err(refuse("no SPIFFE ID ends like this")),
            (None, Some(_)) => Err(refuse("no SPIFFE ID begins like this")),
            (None, None) => Err(refuse("it is not a SPIFFE ID without its scheme")),
        }
    }

    /// Whether the ID without its scheme matches.
    pub(super) fn matches(&self, principal: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Exact(text) => principal == &**text,
            Self::Prefix(text) => principal.starts_with(&**text),
            Self::Suffix(text) => principal.ends_with(&**text),
        }
    }

    /// The pattern as Istio writes it.
    pub(super) fn to_pattern(&self) -> String {
        match self {
            Self::Any => "*".to_owned(),
            Self::Exact(text) => text.to_string(),
            Self::Prefix(text) => format!("{text}*"),
            Self::Suffix(text) => format!("*{text}"),
        }
    }
}

/// Whether some ID without its scheme begins so.
fn can_begin(prefix: &str) -> bool {
    match prefix.split_once('/') {
        None => TrustDomainRef::parse(prefix).is_ok(),
        Some((name, path)) => {
            let (whole, last) =
                path.rsplit_once('/').map_or((None, path), |(whole, last)| (Some(whole), last));
            // The last segment may go on, so it may be empty, `.` or `..` as yet.
            TrustDomainRef::parse(name).is_ok()
                && whole.is_none_or(|whole| grammar::path(&["/", whole].concat()).is_ok())
                && grammar::segment(&["a", last].concat()).is_ok()
        }
    }
}

/// Whether some ID without its scheme ends so.
fn can_end(suffix: &str) -> bool {
    let (first, rest) = suffix.split_once('/').map_or((suffix, None), |(first, rest)| (first, Some(rest)));
    // The first piece may have more before it, so it may be empty, `.` or `..` as yet.
    grammar::segment(&["a", first].concat()).is_ok()
        && rest.is_none_or(|rest| grammar::path(&["/", rest].concat()).is_ok())
}
