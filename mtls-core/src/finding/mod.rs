//! Floor 0: say it so that a person can act.
//!
//! A [`Finding`] is one statement about one [`Subject`]: which [`Rule`] it breaks,
//! how grave that is, what was seen, and what to do next. Everything in this crate
//! that judges, refuses or warns speaks in findings, and every rule stands in one
//! [`catalog`]. The rule's name is also the stable `code` of errors, the same in
//! Rust, Python, Node and JSON.

mod catalog;
mod excerpt;
mod rule;
pub mod rules;
mod subject;

pub use catalog::{catalog, rule_named, rules_page};
pub use rule::{Rule, Severity};
pub use subject::{CertificateRef, DocumentRef, Subject};

#[doc(hidden)] // The packages quote with it.
pub use excerpt::excerpt;
pub(crate) use excerpt::{NAME, REASON, excerpt_of, is_invisible, path, without_keys};

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

/// One thing seen, where, how grave, and what to do about it.
///
/// Serializes as `{rule, severity, subject, message, help}`; the bindings hand out
/// the same five fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The stable name of the rule, in kebab case (`leaf-expired`).
    pub rule: &'static str,
    /// How grave it is here; a softer profile may lower the rule's own severity.
    pub severity: Severity,
    /// The thing at fault.
    pub subject: Subject,
    /// What was seen, with the values that matter.
    pub message: String,
    /// The next step for the reader.
    pub help: Cow<'static, str>,
}

impl Finding {
    /// A finding under `rule` about `subject`, with the rule's own severity and help. Control characters of
    /// the message are written as `\u{…}`, and what is beyond 1,024 characters is cut: messages carry text
    /// that peers chose, and are one line of a log or report.
    pub fn new(rule: &'static Rule, subject: Subject, message: impl Into<String>) -> Self {
        Self {
            rule: rule.name,
            severity: rule.severity,
            subject,
            message: excerpt::fitted(message.into(), excerpt::MESSAGE),
            help: Cow::Borrowed(rule.help),
        }
    }

    /// The same finding with another severity (a softer profile reports a stricter one's refusal as a warning).
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same finding with a next step that fits the case better than the rule's general one.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = help.into();
        self
    }
}

/// `error[leaf-expired] certificate 0 (CN=cart): …`, with the help on a second line.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.severity, self.rule)?;
        if self.subject != Subject::Input {
            write!(f, " {}", self.subject)?;
        }
        write!(f, ": {}\n  help: {}", self.message, self.help)
    }
}

/// What every error of every floor can say of itself.
///
/// [`Refusal::code`] is the name of a catalog rule and never changes once released.
pub trait Refusal: std::error::Error {
    /// The rule that refused.
    fn rule(&self) -> &'static Rule;

    /// The thing at fault.
    fn subject(&self) -> Subject {
        Subject::Input
    }

    /// All that was found; at least one finding.
    fn findings(&self) -> Vec<Finding> {
        vec![Finding::new(self.rule(), self.subject(), self.to_string())]
    }

    /// The stable code: the rule's name.
    fn code(&self) -> &'static str {
        self.rule().name
    }

    /// The option or argument at fault, in snake_case and by its path (`ingress.client_ca`). The message begins with it and a colon,
    /// so that a language which spells it otherwise can say it its own way.
    fn option(&self) -> Option<&str> {
        None
    }

    /// The next step for the reader: the rule's, or one that fits the case better.
    fn help(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.rule().help)
    }
}

#[cfg(test)]
mod tests;
