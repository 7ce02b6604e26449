//! In which role the peer uses its certificate.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use webpki::{Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, KeyUsage};

use crate::finding::excerpt;

use crate::pki::strict::ExtendedKeyUsage;

use super::VerifierError;

/// The role that the extended key usages of the path must allow (RFC 5280 section 4.2.1.12).
/// A certificate without the extension allows both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Purpose {
    /// The peer is a TLS client: clientAuth.
    Client,
    /// The peer is a TLS server: serverAuth.
    Server,
    /// Outside a handshake: clientAuth or serverAuth, the same one on the whole path. The default.
    #[default]
    Either,
}

impl Purpose {
    const ALL: [Self; 3] = [Self::Client, Self::Server, Self::Either];

    /// `client`, `server`, `either`: the name in options, JSON and the bindings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
            Self::Either => "either",
        }
    }

    /// The single roles to try, in order.
    pub(super) fn roles(self) -> &'static [Role] {
        match self {
            Self::Client => &[Role::Client],
            Self::Server => &[Role::Server],
            Self::Either => &[Role::Client, Role::Server],
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Purpose {
    type Err = VerifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|p| p.as_str() == text).ok_or_else(|| VerifierError::UnknownPurpose {
            given: excerpt(text),
            known: Self::ALL.map(Self::as_str).join(", "),
        })
    }
}

/// Whether webpki refuses because of the role alone.
pub(super) fn is_role_refused(error: &Error) -> bool {
    matches!(error, Error::RequiredEkuNotFoundContext(_) | Error::EmptyEkuExtension)
}

/// One role, as webpki asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    Client,
    Server,
}

impl Role {
    /// Whether an extended key usage names it.
    pub(super) fn is_in(self, usage: ExtendedKeyUsage) -> bool {
        match self {
            Self::Client => usage.client_auth,
            Self::Server => usage.server_auth,
        }
    }

    /// Its name in an extended key usage.
    pub(super) fn key_purpose(self) -> &'static str {
        match self {
            Self::Client => "clientAuth",
            Self::Server => "serverAuth",
        }
    }
}

impl ExtendedKeyUsageValidator for Role {
    fn validate(&self, usages: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        match self {
            Self::Client => KeyUsage::client_auth(),
            Self::Server => KeyUsage::server_auth(),
        }
        .validate(usages)
    }
}
