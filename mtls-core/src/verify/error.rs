//! Why a verifier cannot be built.

use crate::finding::{Refusal, Rule, rules};

/// A refusal to build a verifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifierError {
    /// No signature algorithms.
    #[error("no signature algorithms to verify with")]
    NoAlgorithms,
    /// A profile that does not exist.
    #[error("`{given}` is not a profile; there are {known}")]
    UnknownProfile {
        /// What was given, cut short.
        given: String,
        /// What there is.
        known: String,
    },
    /// A purpose that does not exist.
    #[error("`{given}` is not a purpose; there are {known}")]
    UnknownPurpose {
        /// What was given, cut short.
        given: String,
        /// What there is.
        known: String,
    },
}

impl Refusal for VerifierError {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::NoAlgorithms => rules::verify::VERIFIER_NO_ALGORITHMS,
            Self::UnknownProfile { .. } => rules::verify::VERIFIER_PROFILE_UNKNOWN,
            Self::UnknownPurpose { .. } => rules::verify::VERIFIER_PURPOSE_UNKNOWN,
        }
    }
}
