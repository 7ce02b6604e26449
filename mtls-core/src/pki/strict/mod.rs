//! Certificate fields read from DER strictly and without allocating, for security decisions.
//!
//! Where a lenient reader shrugs, this one refuses: trailing bytes, a second extension of the same
//! kind, a URI name that cannot be decoded. It checks form, never signatures; acceptance stays with
//! rustls-webpki. X.690 (DER), RFC 5280 section 4.

mod attributes;
mod extensions;
mod fields;
mod names;
mod public_key;
mod time;

pub(crate) use attributes::attributes;
pub(crate) use extensions::ExtendedKeyUsage;
pub(crate) use fields::CertificateFields;
pub(crate) use names::{GeneralName, SubjectAltName, general_names};
pub(crate) use public_key::KeyKind;

use extensions::Extensions;

use std::fmt;

use super::der::{Reader, Reason};

/// Why a certificate's bytes are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// The part that was being read (`basicConstraints`, `validity`).
    part: &'static str,
    /// What is wrong with it.
    reason: Reason,
}

impl Malformed {
    /// Puts the part's name to what the reader says.
    fn of(part: &'static str) -> impl Fn(Reason) -> Self + Copy {
        move |reason| Self { part, reason }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.part, self.reason)
    }
}

/// The content of the one element of `tag` that `bytes` hold.
fn sole(bytes: &[u8], tag: u8) -> Result<&[u8], Reason> {
    let mut outer = Reader::new(bytes);
    let content = outer.content(tag)?;
    outer.finish()?;
    Ok(content)
}

#[cfg(test)]
mod tests;
