//! What this floor refuses.

use crate::finding::rules::origin as rules;
use crate::finding::{Finding, Refusal, Rule, Severity, Subject};
use crate::pki::PkiError;
use crate::trust::TrustError;
use crate::verify::{Rejection, VerifierError};

/// Why a check of an origin gives nothing. [`Refusal::code`] is stable; no variant carries key material or a token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OriginError {
    /// A certificate, key or file that was handed in cannot be read.
    #[error("{input}: {error}")]
    Input {
        /// Which one: the name of an option, or a path.
        input: String,
        /// Why.
        error: Box<PkiError>,
    },
    /// Trust anchors that cannot be read.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// A verifier that cannot be built.
    #[error(transparent)]
    Verifier(#[from] VerifierError),
    /// A client's chain that the verifier refuses.
    #[error(transparent)]
    Rejection(Box<Rejection>),
    /// An option that does not exist, or has a value that it cannot have.
    #[error("{option}: {reason}")]
    Options {
        /// Which one.
        option: String,
        /// What is wrong.
        reason: String,
    },
    /// A provider that is not known.
    #[error("`{given}` is no provider{}", meant(.suggestion.as_deref()))]
    ProviderUnknown {
        /// What was given, cut short.
        given: String,
        /// The name that comes closest.
        suggestion: Option<&'static str>,
    },
    /// A policy that would not do what its author means.
    #[error("{}", first(.findings))]
    Policy {
        /// All that was found; at least one of severity error.
        findings: Vec<Finding>,
    },
    /// A request that a policy refuses.
    #[error("{}", first(.findings))]
    Refused {
        /// Every reason; at least one of severity error.
        findings: Vec<Finding>,
    },
    /// A list of address ranges that cannot be read.
    #[error("{}{reason}", line_of(*.line))]
    Addresses {
        /// The line, counted from 1, where it is known.
        line: Option<usize>,
        /// What is wrong.
        reason: String,
    },
    /// A configuration that its own server would not read.
    #[error("{file}{}: {message}", behind(*.line))]
    Config {
        /// The file, as the caller named it.
        file: String,
        /// The line, counted from 1, where it is known.
        line: Option<usize>,
        /// What was seen and what was expected.
        message: String,
    },
    /// A file or folder of a configuration that cannot be read.
    #[error("{path}: {reason}")]
    ConfigUnreadable {
        /// Its path.
        path: String,
        /// Why, in the system's words.
        reason: String,
    },
    /// A configuration beyond what is read.
    #[error("{file}: {what}: {size} is more than the limit of {limit}")]
    ConfigLimit {
        /// The file, as the caller named it.
        file: String,
        /// What was counted: bytes, files, depth, directives.
        what: &'static str,
        /// How much there is; one more than the limit where reading stopped there.
        size: usize,
        /// How much may be.
        limit: usize,
    },
    /// A probe that cannot be made: no address, or a name that nobody can ask for.
    #[error("cannot be probed: {reason}")]
    Probe {
        /// What is missing or wrong.
        reason: String,
    },
    /// A set of keys by which tokens are to be checked.
    #[error("the keys of tokens: {reason}")]
    AccessKeys {
        /// What is wrong with it, or why it could not be fetched.
        reason: String,
    },
    /// A token of Cloudflare Access.
    #[error("the Access token is refused: {reason}")]
    Access {
        /// In what way it is bad.
        refusal: AccessRefusal,
        /// What was seen and what was expected.
        reason: String,
    },
}

/// In what way a token of Cloudflare Access is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccessRefusal {
    /// There is none.
    Missing,
    /// It is larger than any.
    TooLarge,
    /// It is no signed token in compact form, or a claim has another type than it should.
    Malformed,
    /// It is signed by another algorithm than RS256, or by none.
    Algorithm,
    /// It demands that extensions be understood (`crit`).
    Critical,
    /// It names no key, or one that the team has not.
    KeyUnknown,
    /// The key did not make its signature.
    Signature,
    /// Another team issued it.
    Issuer,
    /// It is for another application.
    Audience,
    /// It is over.
    Expired,
    /// It begins later.
    NotYetValid,
    /// It is no token of an application: the one of the team's global session, say.
    Type,
    /// It belongs to a service, and this service is not let in; or to nobody.
    Subject,
}

impl AccessRefusal {
    /// The rule that refuses.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        match self {
            Self::Missing => rules::ACCESS_TOKEN_MISSING,
            Self::TooLarge => rules::ACCESS_TOKEN_TOO_LARGE,
            Self::Malformed => rules::ACCESS_TOKEN_MALFORMED,
            Self::Algorithm => rules::ACCESS_TOKEN_ALGORITHM,
            Self::Critical => rules::ACCESS_TOKEN_CRITICAL,
            Self::KeyUnknown => rules::ACCESS_TOKEN_KEY_UNKNOWN,
            Self::Signature => rules::ACCESS_TOKEN_SIGNATURE,
            Self::Issuer => rules::ACCESS_TOKEN_ISSUER,
            Self::Audience => rules::ACCESS_TOKEN_AUDIENCE,
            Self::Expired => rules::ACCESS_TOKEN_EXPIRED,
            Self::NotYetValid => rules::ACCESS_TOKEN_NOT_YET_VALID,
            Self::Type => rules::ACCESS_TOKEN_TYPE,
            Self::Subject => rules::ACCESS_TOKEN_SUBJECT,
        }
    }
}

impl OriginError {
    /// A connection that cannot be made.
    #[cfg(feature = "probe")]
    pub(crate) fn probe(reason: impl Into<String>) -> Self {
        Self::Probe { reason: reason.into() }
    }

    /// An option with a value that it cannot have.
    pub(crate) fn option(option: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Options { option: option.into(), reason: reason.into() }
    }

    pub(super) fn access(refusal: AccessRefusal, reason: impl Into<String>) -> Self {
        Self::Access { refusal, reason: reason.into() }
    }
}

impl From<Rejection> for OriginError {
    fn from(rejection: Rejection) -> Self {
        Self::Rejection(Box::new(rejection))
    }
}

fn meant(suggestion: Option<&str>) -> String {
    suggestion.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

fn line_of(line: Option<usize>) -> String {
    line.map(|line| format!("line {line}: ")).unwrap_or_default()
}

fn behind(line: Option<usize>) -> String {
    line.map(|line| format!(":{line}")).unwrap_or_default()
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

impl Refusal for OriginError {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Input { error, .. } => error.rule(),
            Self::Trust(error) => error.rule(),
            Self::Verifier(error) => error.rule(),
            Self::Rejection(rejection) => rejection.rule(),
            Self::Options { .. } => rules::OPTION_INVALID,
            Self::ProviderUnknown { .. } => rules::PROVIDER_UNKNOWN,
            Self::Policy { .. } => rules::POLICY_REFUSED,
            Self::Refused { .. } => rules::REQUEST_REFUSED,
            Self::Addresses { .. } => rules::ADDRESS_RANGES_INVALID,
            Self::Config { .. } => rules::CONFIG_SYNTAX,
            Self::ConfigUnreadable { .. } => rules::CONFIG_UNREADABLE,
            Self::ConfigLimit { .. } => rules::CONFIG_LIMIT,
            Self::Probe { .. } => rules::PROBE_IMPOSSIBLE,
            Self::AccessKeys { .. } => rules::ACCESS_KEYS_INVALID,
            Self::Access { refusal, .. } => refusal.rule(),
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Input { error, .. } => error.subject(),
            Self::Trust(error) => error.subject(),
            Self::Verifier(error) => error.subject(),
            Self::Rejection(rejection) => rejection.subject(),
            Self::Addresses { line: Some(line), .. } => Subject::Text { line: Some(*line), block: None },
            Self::Config { file, line: Some(line), .. } => Subject::Line { file: file.clone(), line: *line },
            Self::Config { file: path, .. }
            | Self::ConfigUnreadable { path, .. }
            | Self::ConfigLimit { file: path, .. } => Subject::File { path: path.clone() },
            _ => Subject::Input,
        }
    }

    fn option(&self) -> Option<&str> {
        match self {
            Self::Options { option, .. } => Some(option),
            _ => None,
        }
    }

    fn findings(&self) -> Vec<Finding> {
        match self {
            Self::Policy { findings } | Self::Refused { findings } if !findings.is_empty() => {
                findings.clone()
            }
            Self::Rejection(rejection) => rejection.findings(),
            _ => vec![Finding::new(self.rule(), self.subject(), self.to_string())],
        }
    }
}
