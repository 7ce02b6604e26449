//! Certificate fields read from DER strictly and without allocating, for security decisions.
//!
//! Where a lenient reader shrugs, this one refuses: non-minimal lengths, trailing bytes,
//! a second extension of the same kind, a URI name that cannot be decoded. It checks form,
//! never signatures; acceptance stays with rustls-webpki. X.690 (DER), RFC 5280 section 4.

mod der;
mod extensions;
mod fields;
mod names;
mod time;

pub(crate) use fields::CertificateFields;

use extensions::Extensions;
use names::SubjectAltName;

use std::fmt;

/// Why a certificate's bytes are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// The part that was being read (`basicConstraints`, `validity`).
    pub(crate) part: &'static str,
    /// What is wrong with it.
    pub(crate) reason: Reason,
}

/// What can be wrong with DER bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The bytes end inside a value.
    Truncated,
    /// A length is not written the one way that DER allows.
    Length,
    /// Another tag than the one that belongs here.
    Tag,
    /// Bytes after the end of the value.
    Trailing,
    /// The value is not one that the field can hold.
    Value,
    /// The same extension a second time.
    Duplicate,
}

impl Reason {
    pub(super) fn in_part(self, part: &'static str) -> Malformed {
        Malformed { part, reason: self }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.reason {
            Reason::Truncated => "ends too early",
            Reason::Length => "has a length that is not DER",
            Reason::Tag => "has an unexpected tag",
            Reason::Trailing => "has bytes after its end",
            Reason::Value => "holds a value that is not allowed there",
            Reason::Duplicate => "stands twice",
        };
        write!(f, "{} {what}", self.part)
    }
}
