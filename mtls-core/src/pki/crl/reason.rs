//! Why a certificate was revoked.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::pki::PkiError;
use crate::pki::error::cut;

/// A reason code (RFC 5280 section 5.3.1). Serializes as its ASN.1 name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RevocationReason {
    /// Not said; should be left out instead.
    Unspecified,
    /// The private key is in other hands.
    KeyCompromise,
    /// The CA's private key is in other hands.
    CaCompromise,
    /// The subject's name or role changed.
    AffiliationChanged,
    /// Another certificate took its place.
    Superseded,
    /// Out of use.
    CessationOfOperation,
    /// Suspended for now.
    CertificateHold,
    /// On a delta list: no longer suspended.
    RemoveFromCrl,
    /// A right that it stood for was withdrawn.
    PrivilegeWithdrawn,
    /// The attribute authority's private key is in other hands.
    AaCompromise,
}

impl RevocationReason {
    /// The reason of a code; `None` for 7 and those above 10, which mean nothing.
    pub fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::Unspecified,
            1 => Self::KeyCompromise,
            2 => Self::CaCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::CertificateHold,
            8 => Self::RemoveFromCrl,
            9 => Self::PrivilegeWithdrawn,
            10 => Self::AaCompromise,
            _ => return None,
        })
    }

    /// The code.
    pub fn code(self) -> u8 {
        match self {
            Self::Unspecified => 0,
            Self::KeyCompromise => 1,
            Self::CaCompromise => 2,
            Self::AffiliationChanged => 3,
            Self::Superseded => 4,
            Self::CessationOfOperation => 5,
            Self::CertificateHold => 6,
            Self::RemoveFromCrl => 8,
            Self::PrivilegeWithdrawn => 9,
            Self::AaCompromise => 10,
        }
    }

    /// The ASN.1 name: `keyCompromise`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
        }
    }
}

impl fmt::Display for RevocationReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Reads the ASN.1 name.
impl FromStr for RevocationReason {
    type Err = PkiError;

    fn from_str(name: &str) -> Result<Self, PkiError> {
        (0..=10)
            .filter_map(Self::from_code)
            .find(|reason| reason.as_str() == name)
            .ok_or_else(|| PkiError::ReasonUnknown { given: cut(name) })
    }
}

impl Serialize for RevocationReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
