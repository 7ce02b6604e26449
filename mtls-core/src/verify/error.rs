//! Why a verifier cannot be built.

use crate::finding::{Refusal, Rule, excerpt, rules};

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
    /// A depth of revocation checks that does not exist.
    #[error("`{given}` is not a depth of revocation checks; there are {known}")]
    UnknownRevocationDepth {
        /// What was given, cut short.
        given: String,
        /// What there is.
        known: String,
    },
    /// A profile that another verifier judges by.
    #[error("a {verifier} does not judge by profile `{profile}`; an {instead} does")]
    ProfileMismatch {
        /// The profile.
        profile: &'static str,
        /// The verifier that was asked.
        verifier: &'static str,
        /// The verifier to ask.
        instead: &'static str,
    },
    /// A name that no certificate can be valid for.
    #[error("`{given}` cannot be the name of a peer: {reason}")]
    PeerNameInvalid {
        /// What was given, cut short.
        given: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A CRL that says nothing reliable.
    #[error("the CRL of {issuer} cannot be used: {reason}")]
    CrlUnusable {
        /// Whose list it is.
        issuer: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl VerifierError {
    pub(super) fn peer_name(given: &str, reason: &'static str) -> Self {
        Self::PeerNameInvalid { given: excerpt(given), reason }
    }
}

impl Refusal for VerifierError {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::NoAlgorithms => rules::verify::VERIFIER_NO_ALGORITHMS,
            Self::UnknownProfile { .. } => rules::verify::VERIFIER_PROFILE_UNKNOWN,
            Self::UnknownPurpose { .. } => rules::verify::VERIFIER_PURPOSE_UNKNOWN,
            Self::UnknownRevocationDepth { .. } => rules::verify::VERIFIER_REVOCATION_DEPTH_UNKNOWN,
            Self::ProfileMismatch { .. } => rules::verify::VERIFIER_PROFILE_MISMATCH,
            Self::PeerNameInvalid { .. } => rules::verify::PEER_NAME_INVALID,
            Self::CrlUnusable { .. } => rules::verify::CRL_UNUSABLE,
        }
    }
}
