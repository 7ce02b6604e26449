//! Reading what people write, and saying what had to change.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::error::{IdentityError, cut};
use super::grammar::SCHEME;
use super::{SpiffeId, TrustDomain};
use crate::finding::{Finding, Subject, rules::identity as rules};

/// A value that was read leniently, and what had to change for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Lenient<T> {
    /// The value in its one valid spelling.
    pub value: T,
    /// What was changed, in reading order; empty if the text was canonical.
    pub changes: Vec<Change>,
}

/// One change of a lenient reader. Only ASCII letters are folded: one that merely looks like it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Change {
    /// The scheme was not in lowercase.
    SchemeLowercased,
    /// `spiffe://` stood before the name of a trust domain.
    SchemeRemoved,
    /// The trust domain was not in lowercase (SPIFFE-ID 2.4 against 2.1).
    TrustDomainLowercased,
    /// A lone slash stood after the trust domain: `spiffe://td/`.
    RootSlashRemoved,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SchemeLowercased => "scheme folded to lowercase",
            Self::SchemeRemoved => "scheme removed",
            Self::TrustDomainLowercased => "trust domain folded to lowercase",
            Self::RootSlashRemoved => "slash after the trust domain removed",
        })
    }
}

impl<T: fmt::Display> Lenient<T> {
    /// A warning about `subject` for each change; none if the text was canonical.
    pub fn findings(&self, subject: &Subject) -> Vec<Finding> {
        let warn = |change: &Change| {
            let message = format!("{change}, read as {}", self.value);
            Finding::new(rules::SPIFFE_ID_NOT_CANONICAL, subject.clone(), message)
        };
        self.changes.iter().map(warn).collect()
    }
}

pub(super) fn id(text: &str) -> Result<Lenient<SpiffeId>, IdentityError> {
    let mut changes = Vec::new();
    let Some(rest) = strip_scheme(text, &mut changes) else {
        // Refuses, with the scheme as the reason.
        return SpiffeId::parse(text).map(|value| Lenient { value, changes });
    };
    let name_len = rest.find('/').unwrap_or(rest.len());
    let (name, mut path) = rest.split_at_checked(name_len).unwrap_or((rest, ""));
    let name = lowercased(name, &mut changes);
    if path == "/" {
        changes.push(Change::RootSlashRemoved);
        path = "";
    }
    let value = match changes.as_slice() {
        [] => SpiffeId::parse(text)?,
        _ => SpiffeId::parse(&[SCHEME, &name, path].concat())?,
    };
    Ok(Lenient { value, changes })
}

pub(super) fn trust_domain(text: &str) -> Result<Lenient<TrustDomain>, IdentityError> {
    let mut changes = Vec::new();
    let mut name = text;
    if let Some(rest) = strip_scheme(text, &mut changes) {
        changes.push(Change::SchemeRemoved);
        name = rest;
        if let Some(bare) = rest.strip_suffix('/') {
            changes.push(Change::RootSlashRemoved);
            name = bare;
        }
        if name.contains('/') {
            return Err(IdentityError::TrustDomainUri { value: cut(text) });
        }
    }
    let value = TrustDomain::parse(&lowercased(name, &mut changes))?;
    Ok(Lenient { value, changes })
}

/// What follows `spiffe://`, in whatever case that is.
fn strip_scheme<'a>(text: &'a str, changes: &mut Vec<Change>) -> Option<&'a str> {
    let (scheme, rest) = text.split_at_checked(SCHEME.len())?;
    if !scheme.eq_ignore_ascii_case(SCHEME) {
        return None;
    }
    if scheme != SCHEME {
        changes.push(Change::SchemeLowercased);
    }
    Some(rest)
}

fn lowercased<'a>(name: &'a str, changes: &mut Vec<Change>) -> Cow<'a, str> {
    if !name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Borrowed(name);
    }
    changes.push(Change::TrustDomainLowercased);
    Cow::Owned(name.to_ascii_lowercase())
}
