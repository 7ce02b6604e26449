//! A rule of the catalog and how grave breaking it is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How grave a finding is. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// Works, but weakens security, breaks a SHOULD, or will break soon.
    Warning,
    /// Refused, or does not do what its author means.
    Error,
}

impl Severity {
    /// `info`, `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One entry of the [`catalog`](super::catalog()).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Rule {
    /// Stable name in kebab case; also the `code` of errors.
    pub name: &'static str,
    /// Severity unless the judging profile says otherwise.
    pub severity: Severity,
    /// What triggers it.
    pub trigger: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub help: &'static str,
    /// The standard or document it follows.
    pub source: &'static str,
}
