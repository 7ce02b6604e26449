//! The roof: one error over all floors, for callers that do not care which floor refused.

use std::borrow::Cow;
use std::fmt;

use crate::finding::{Finding, Refusal, Rule, Subject};

/// A refusal of any floor. [`Refusal::code`] is stable, and the same in Rust, Python and Node.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A name was refused.
    Identity(crate::identity::IdentityError),
    /// Bytes were refused.
    Pki(crate::pki::PkiError),
    /// Issuing was refused.
    #[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
    Issue(crate::pki::issue::IssueError),
    /// A bundle was refused.
    Trust(crate::trust::TrustError),
    /// A source brings nothing.
    Source(crate::trust::source::SourceError),
    /// A verifier cannot be built.
    Verifier(crate::verify::VerifierError),
    /// A chain was refused.
    Rejection(crate::verify::Rejection),
    /// A connection was refused.
    #[cfg(feature = "tls")]
    Tls(crate::tls::TlsError),
    /// A manifest or its options were refused.
    #[cfg(feature = "resources")]
    Resource(crate::resources::ResourceError),
    /// An origin, its configuration or its policy was refused.
    Origin(crate::origin::OriginError),
    /// A recipe was refused.
    #[cfg(feature = "resources")]
    Recipe(crate::recipes::RecipeError),
}

impl Error {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Identity(e) => e,
            Self::Pki(e) => e,
            #[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
            Self::Issue(e) => e,
            Self::Trust(e) => e,
            Self::Source(e) => e,
            Self::Verifier(e) => e,
            Self::Rejection(e) => e,
            #[cfg(feature = "tls")]
            Self::Tls(e) => e,
            #[cfg(feature = "resources")]
            Self::Resource(e) => e,
            Self::Origin(e) => e,
            #[cfg(feature = "resources")]
            Self::Recipe(e) => e,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.refusal(), f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.refusal().source()
    }
}

impl Refusal for Error {
    fn rule(&self) -> &'static Rule {
        self.refusal().rule()
    }

    fn subject(&self) -> Subject {
        self.refusal().subject()
    }

    fn findings(&self) -> Vec<Finding> {
        self.refusal().findings()
    }

    fn help(&self) -> Cow<'static, str> {
        self.refusal().help()
    }
}

/// `?` takes every floor's error.
macro_rules! from {
    ($($(#[$attribute:meta])* $variant:ident: $error:path),+ $(,)?) => {$(
        $(#[$attribute])*
        impl From<$error> for Error {
            fn from(e: $error) -> Self {
                Self::$variant(e)
            }
        }
    )+};
}
from! {
    Identity: crate::identity::IdentityError,
    Pki: crate::pki::PkiError,
    #[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
    Issue: crate::pki::issue::IssueError,
    Trust: crate::trust::TrustError,
    Source: crate::trust::source::SourceError,
    Verifier: crate::verify::VerifierError,
    Rejection: crate::verify::Rejection,
    #[cfg(feature = "tls")]
    Tls: crate::tls::TlsError,
    #[cfg(feature = "resources")]
    Resource: crate::resources::ResourceError,
    Origin: crate::origin::OriginError,
    #[cfg(feature = "resources")]
    Recipe: crate::recipes::RecipeError,
}
