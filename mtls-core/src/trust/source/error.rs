//! Why nothing new was taken from a source.

use std::path::Path;

use crate::finding;
use crate::finding::{Refusal, Rule, Subject, rules};

/// A refusal of a source. What it gave before stays in force.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// A file is missing, not readable, or no file.
    #[error("{path}: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the operating system says.
        reason: String,
    },
    /// A file is larger than the limit.
    #[error("{path}: more than {limit} bytes")]
    TooLarge {
        /// The file.
        path: String,
        /// How many bytes it may have.
        limit: usize,
    },
    /// The files change all the time.
    #[error("the files are being written: they did not stay the same for {settle_millis} ms")]
    Changing {
        /// For how long they must.
        settle_millis: u128,
    },
    /// What a file holds is refused.
    #[error("{path}: {reason}")]
    Content {
        /// The file, or the files that do not go together.
        path: String,
        /// What is wrong with it.
        reason: String,
        /// The rule of the floor that refuses it.
        rule: &'static Rule,
    },
    /// The system has no thread to look with.
    #[error("no thread could be started: {reason}")]
    NoThread {
        /// What the operating system says.
        reason: String,
    },
    /// Nothing to read.
    #[error("no file is named for it")]
    NoFile,
    /// The address of the Workload API is missing or none.
    #[error("the address of the Workload API: {reason}")]
    Address {
        /// What is wrong with it.
        reason: String,
    },
    /// The Workload API cannot be reached, or broke off.
    #[error("{address}: {reason}")]
    Unreachable {
        /// Where it should be.
        address: String,
        /// What the connection or the server says.
        reason: String,
    },
    /// The Workload API does not answer.
    #[error("{address}: no answer within {millis} ms")]
    Silent {
        /// Where it is.
        address: String,
        /// How long was waited.
        millis: u128,
    },
    /// The Workload API has no identity for this process (gRPC status `PermissionDenied`).
    #[error("{address} has no identity for this process: {reason}")]
    Denied {
        /// Where it is.
        address: String,
        /// What the server says.
        reason: String,
    },
    /// What answers does not know the request (`Unimplemented`) or does not take it (`InvalidArgument`); it is not asked
    /// again.
    #[error("{address} does not serve the Workload API: {reason}")]
    Refused {
        /// Where it is.
        address: String,
        /// What the server says.
        reason: String,
    },
    /// An answer of the Workload API is broken or lacks what it must have.
    #[error("an answer of {address}: {reason}")]
    Answer {
        /// Where it came from.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The Workload API has identities, and not the one that was asked for.
    #[error("{address} has no identity {wanted}, but {offered}")]
    NotOffered {
        /// Where it is.
        address: String,
        /// The hint or the SPIFFE ID.
        wanted: String,
        /// What it has, cut short.
        offered: String,
    },
}

impl SourceError {
    /// A file of a source holds something unexpected.
    pub(crate) fn content(path: &Path, refusal: &dyn Refusal) -> Self {
        Self::Content { path: finding::path(path), reason: refusal.to_string(), rule: refusal.rule() }
    }
}

impl Refusal for SourceError {
    fn rule(&self) -> &'static Rule {
        use rules::source as r;
        match self {
            Self::Unreadable { .. } => r::SOURCE_UNREADABLE,
            Self::TooLarge { .. } => r::SOURCE_TOO_LARGE,
            Self::Changing { .. } => r::SOURCE_CHANGING,
            Self::Content { rule, .. } => rule,
            Self::NoThread { .. } => r::SOURCE_WITHOUT_THREAD,
            Self::NoFile => r::SOURCE_WITHOUT_FILE,
            Self::Address { .. } => r::SOURCE_ADDRESS,
            Self::Unreachable { .. } => r::SOURCE_UNREACHABLE,
            Self::Silent { .. } => r::SOURCE_SILENT,
            Self::Denied { .. } => r::SOURCE_DENIED,
            Self::Refused { .. } => r::SOURCE_REFUSED,
            Self::Answer { .. } => r::SOURCE_ANSWER,
            Self::NotOffered { .. } => r::SOURCE_NOT_OFFERED,
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Unreadable { path, .. } | Self::TooLarge { path, .. } | Self::Content { path, .. } => {
                Subject::File { path: path.clone() }
            }
            _ => Subject::Input,
        }
    }
}
