//! What this floor refuses.

use std::borrow::Cow;
use std::fmt;

pub(crate) use crate::finding::excerpt as cut;
use crate::finding::rules::resources as rules;
use crate::finding::{DocumentRef, Finding, Refusal, Rule, Subject, excerpt_of};

/// Why a text is no manifest, a manifest not of a kind, or a builder did not build. [`Refusal::code`] is stable.
///
/// No variant carries the value of a field beyond 64 characters, and none carries values of a Secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResourceError {
    /// The bytes are no text.
    #[error("not UTF-8 text: the byte at offset {offset} belongs to no character")]
    NotText {
        /// Offset of the first byte that is no text, counted from 0.
        offset: usize,
    },
    /// A document is no YAML, or says what Kubernetes cannot read.
    #[error("{at}: {reason}")]
    YamlSyntax {
        /// Where.
        at: Position,
        /// What is wrong, in the parser's words.
        reason: String,
    },
    /// A key stands twice in one map.
    #[error("{at}: the key `{key}` stands twice in one map")]
    DuplicateKey {
        /// Where the second one stands.
        at: Position,
        /// The key.
        key: String,
    },
    /// A text is larger, deeper or more entangled than is taken, or a value would be once it is written.
    #[error("{at}: more than {max} {what}")]
    LimitExceeded {
        /// Where the limit was reached.
        at: Position,
        /// What there is too much of: `bytes`, `documents`, `levels`, `nodes`, `aliased nodes`.
        what: &'static str,
        /// How much is taken.
        max: usize,
    },
    /// The text is no JSON.
    #[error("{at}: {reason}")]
    JsonSyntax {
        /// Where.
        at: Position,
        /// What is wrong.
        reason: String,
    },
    /// A document that is no map.
    #[error("{at}: a manifest is a map, this is a {found}")]
    NotAMap {
        /// Where.
        at: Position,
        /// What it is instead.
        found: &'static str,
    },
    /// A document without `apiVersion` or `kind`.
    #[error("{at}: `{field}` {fault}")]
    NoKind {
        /// Where.
        at: Position,
        /// `apiVersion` or `kind`.
        field: &'static str,
        /// `is missing`, `is empty` or `is no text`.
        fault: &'static str,
    },
    /// A manifest of another kind than the one asked for.
    #[error("{resource} is no {expected}")]
    WrongKind {
        /// The manifest, with its apiVersion.
        resource: String,
        /// The kind asked for, with its API group.
        expected: &'static str,
    },
    /// A manifest that breaks the rules of its kind.
    #[error("{} of {resource}: {}", count(.findings), told(.findings))]
    Invalid {
        /// The manifest as `Kind namespace/name`.
        resource: String,
        /// All that is wrong; at least one of severity error.
        findings: Vec<Finding>,
    },
    /// A file or folder that cannot be read.
    #[error("{path}: {reason}")]
    File {
        /// Its path as the caller wrote it.
        path: String,
        /// Why, in the system's words.
        reason: String,
    },
    /// More files, or more in them, than is taken.
    #[error("{path}: more than {max} {what}")]
    FileLimit {
        /// The folder or file.
        path: String,
        /// What there is too much of: `files`, `bytes`, `folders in folders`, `entries of folders`.
        what: &'static str,
        /// How much is taken.
        max: usize,
    },
    /// Options that do not say what to build.
    #[error("{} in the options of {what}: {}", count(.findings), told(.findings))]
    Options {
        /// What was to be built.
        what: &'static str,
        /// All that is wrong; at least one of severity error.
        findings: Vec<Finding>,
    },
    /// A kind that has no model, so that there is nothing to build it by.
    #[error("there is no model of `{kind}`{}", .meant.as_ref().map(|m| format!("; did you mean `{m}`?")).unwrap_or_default())]
    KindUnknown {
        /// What was asked for, at most 64 characters of it.
        kind: String,
        /// What was meant, it may be.
        meant: Option<String>,
    },
}

fn count(findings: &[Finding]) -> String {
    match findings.len() {
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    }
}

/// Findings that an error shows of many.
const SHOWN: usize = 3;
/// Characters of each.
const TOLD: usize = 1024;

/// The gravest findings, as they were found.
fn told(findings: &[Finding]) -> String {
    let told: Vec<String> = gravest_first(findings)
        .into_iter()
        .take(SHOWN)
        .map(|f| match &f.subject {
            Subject::Document(d) if !d.field.is_empty() => format!("{}: {}", d.field, f.message),
            _ => f.message.clone(),
        })
        .map(|told| excerpt_of(&told, TOLD))
        .collect();
    let more = if findings.len() > SHOWN { "; …" } else { "" };
    format!("{}{more}", told.join("; "))
}

fn gravest_first(findings: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|f| std::cmp::Reverse(f.severity));
    sorted
}

/// A place in a stream of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position {
    /// Number of the document, counted from 1; empty documents do not count.
    pub document: Option<usize>,
    /// Line in the stream, counted from 1.
    pub line: Option<usize>,
    /// Column in characters, counted from 1.
    pub column: Option<usize>,
    /// Path of the field (`spec.servers[0].port`), empty where it is not known.
    pub field: String,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sep = "";
        for (name, value) in [("document", self.document), ("line", self.line), ("column", self.column)] {
            if let Some(value) = value {
                write!(f, "{sep}{name} {value}")?;
                sep = ", ";
            }
        }
        if !self.field.is_empty() {
            write!(f, "{sep}field {}", self.field)?;
        } else if sep.is_empty() {
            f.write_str("the text")?;
        }
        Ok(())
    }
}

impl Position {
    pub(super) fn document(document: usize, line: usize) -> Self {
        Self { document: Some(document), line: Some(line), ..Self::default() }
    }

    fn subject(&self) -> Subject {
        Subject::Document(DocumentRef::new("", self.field.clone()).at(self.document, self.line))
    }
}

impl ResourceError {
    /// Where in a text, for what was refused on reading.
    pub(super) fn position(&self) -> Option<&Position> {
        match self {
            Self::YamlSyntax { at, .. }
            | Self::DuplicateKey { at, .. }
            | Self::LimitExceeded { at, .. }
            | Self::JsonSyntax { at, .. }
            | Self::NotAMap { at, .. }
            | Self::NoKind { at, .. } => Some(at),
            _ => None,
        }
    }

    /// Says which document of the stream was refused, counted from 1.
    pub(super) fn of_document(mut self, document: usize) -> Self {
        match &mut self {
            Self::YamlSyntax { at, .. } | Self::DuplicateKey { at, .. } | Self::LimitExceeded { at, .. } => {
                at.document = Some(document);
            }
            _ => {}
        }
        self
    }
}

impl Refusal for ResourceError {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::NotText { .. } => rules::MANIFEST_NOT_TEXT,
            Self::YamlSyntax { .. } => rules::YAML_SYNTAX,
            Self::DuplicateKey { .. } => rules::YAML_DUPLICATE_KEY,
            Self::LimitExceeded { .. } | Self::FileLimit { .. } => rules::MANIFEST_LIMIT,
            Self::File { .. } => rules::MANIFEST_FILE,
            Self::JsonSyntax { .. } => rules::JSON_SYNTAX,
            Self::NotAMap { .. } => rules::MANIFEST_NOT_A_MAP,
            Self::NoKind { .. } => rules::MANIFEST_WITHOUT_KIND,
            Self::WrongKind { .. } => rules::MANIFEST_WRONG_KIND,
            Self::Invalid { .. } => rules::MANIFEST_INVALID,
            Self::Options { .. } => rules::OPTIONS_INVALID,
            Self::KindUnknown { .. } => rules::KIND_UNKNOWN,
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::WrongKind { resource, .. } => Subject::Document(DocumentRef::new(resource.clone(), "kind")),
            Self::File { path, .. } | Self::FileLimit { path, .. } => Subject::File { path: path.clone() },
            Self::Invalid { resource, .. } => Subject::Document(DocumentRef::new(resource.clone(), "")),
            other => other.position().map_or(Subject::Input, Position::subject),
        }
    }

    fn findings(&self) -> Vec<Finding> {
        match self {
            Self::Invalid { findings, .. } | Self::Options { findings, .. } if !findings.is_empty() => {
                findings.clone()
            }
            _ => vec![Finding::new(self.rule(), self.subject(), self.to_string())],
        }
    }

    /// Of many findings, that of the gravest.
    fn help(&self) -> Cow<'static, str> {
        match self {
            Self::Invalid { findings, .. } | Self::Options { findings, .. } => {
                gravest_first(findings).first().map_or(Cow::Borrowed(self.rule().help), |f| f.help.clone())
            }
            _ => Cow::Borrowed(self.rule().help),
        }
    }
}
