//! What this floor refuses.

use std::borrow::Cow;

#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
use crate::finding::excerpt;
use crate::finding::rules::recipes as rules;
use crate::finding::{Finding, Refusal, Rule, Severity, Subject};
use crate::pki::PkiError;
use crate::resources::ResourceError;

/// Why a recipe gives nothing. [`Refusal::code`] is stable; no variant carries key material.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecipeError {
    /// A certificate or key was not read.
    #[error("{input}: {error}")]
    Input {
        /// Which one: `certificate`, `key`, `ca`, `client_ca`.
        input: &'static str,
        /// Why.
        error: PkiError,
    },
    /// The certificates, the key and the names do not fit together.
    #[error("{}", first(.findings))]
    Material {
        /// All that was found; at least one of severity error.
        findings: Vec<Finding>,
    },
    /// A version of Big Bang that has no form for this, or no version.
    #[error("`{version}` is no version of Big Bang that is known: 2.2 to 2.54, and 3")]
    BigBangVersion {
        /// What was given, at most 64 characters of it.
        version: String,
    },
    /// A CA was not read, or issued nothing.
    #[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
    #[error("{what}: {error}")]
    Issue {
        /// Which one: the name of a cluster, at most 64 characters of it, or of an option.
        what: String,
        /// Why.
        error: Box<crate::pki::issue::IssueError>,
    },
    /// A trust domain, SPIFFE ID or principal is none.
    #[error(transparent)]
    Identity {
        /// Why.
        error: crate::identity::IdentityError,
    },
    /// Options or manifests were refused.
    #[error(transparent)]
    Resource(#[from] ResourceError),
}

impl RecipeError {
    /// The CA that `what` names was not read, or issued nothing.
    #[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
    pub(super) fn issue(what: &str) -> impl FnOnce(crate::pki::issue::IssueError) -> Self {
        move |error| Self::Issue { what: excerpt(what), error: Box::new(error) }
    }
}

fn first(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|f| f.severity >= Severity::Error);
    let count = errors.clone().count();
    let message = errors.map(|f| f.message.as_str()).next().unwrap_or_default();
    match count {
        0 | 1 => message.to_owned(),
        n => format!("{n} problems: {message}"),
    }
}

impl Refusal for RecipeError {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Input { error, .. } => error.rule(),
            Self::Material { .. } => rules::MATERIAL_REFUSED,
            Self::BigBangVersion { .. } => rules::BIG_BANG_VERSION,
            #[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
            Self::Issue { error, .. } => error.rule(),
            Self::Identity { error } => error.rule(),
            Self::Resource(error) => error.rule(),
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Input { error, .. } => error.subject(),
            #[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
            Self::Issue { error, .. } => error.subject(),
            Self::Identity { error } => error.subject(),
            Self::Resource(error) => error.subject(),
            _ => Subject::Input,
        }
    }

    fn option(&self) -> Option<&str> {
        match self {
            Self::Input { input, .. } => Some(input),
            _ => None,
        }
    }

    fn help(&self) -> Cow<'static, str> {
        match self {
            Self::Input { error, .. } => error.help(),
            Self::Resource(error) => error.help(),
            _ => Cow::Borrowed(self.rule().help),
        }
    }

    fn findings(&self) -> Vec<Finding> {
        match self {
            Self::Material { findings } if !findings.is_empty() => findings.clone(),
            Self::Resource(error) => error.findings(),
            _ => vec![Finding::new(self.rule(), self.subject(), self.to_string())],
        }
    }
}
