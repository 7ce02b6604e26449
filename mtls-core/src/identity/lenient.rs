//! What a lenient parse changed.

use std::fmt;

use serde::Serialize;

/// A value and what was changed to make it valid. Nothing was changed if `changes` is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Lenient<T> {
    /// The value in its one valid spelling.
    pub value: T,
    /// What was changed, in order.
    pub changes: Vec<Change>,
}

/// One change of a lenient parse. Only ASCII letters are folded: a letter that merely looks like one is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Change {
    /// The scheme was not in lowercase.
    SchemeLowercased,
    /// The trust domain was not in lowercase (SPIFFE-ID section 2.4 against 2.1).
    TrustDomainLowercased,
    /// A trust domain was written as `spiffe://<trust domain>`.
    SchemeRemoved,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SchemeLowercased => "scheme folded to lowercase",
            Self::TrustDomainLowercased => "trust domain folded to lowercase",
            Self::SchemeRemoved => "scheme removed",
        })
    }
}

/// Splits off `spiffe://` in any case; says whether the case was another one.
pub(super) fn strip_scheme(text: &str) -> Option<(&str, bool)> {
    let (head, rest) = text.split_at_checked(super::grammar::SCHEME.len())?;
    head.eq_ignore_ascii_case(super::grammar::SCHEME).then(|| (rest, head != super::grammar::SCHEME))
}
