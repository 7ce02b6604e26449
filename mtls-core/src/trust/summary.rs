//! An authority in a few words, for reports.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::pki::Certificate;
use crate::pki::time::rfc3339;

/// What people tell authorities apart by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AuthoritySummary {
    /// Subject as RFC 4514 text.
    pub subject: String,
    /// Serial number, lowercase hex with colons.
    pub serial: String,
    /// Start of validity, RFC 3339 in UTC.
    pub not_before: String,
    /// End of validity, RFC 3339 in UTC.
    pub not_after: String,
    /// SHA-256 of the DER, hex.
    pub fingerprint_sha256: String,
    /// SHA-256 of the public key, hex.
    pub spki_sha256: String,
}

impl From<&Certificate> for AuthoritySummary {
    fn from(authority: &Certificate) -> Self {
        Self {
            subject: authority.subject().to_owned(),
            serial: authority.serial().to_owned(),
            not_before: rfc3339(authority.not_before()),
            not_after: rfc3339(authority.not_after()),
            fingerprint_sha256: authority.fingerprint_sha256(),
            spki_sha256: authority.spki_sha256(),
        }
    }
}

/// `CN=root, until 2027-01-15T08:00:00Z, SHA-256 6b:17:…`: as much as fits on a line.
impl fmt::Display for AuthoritySummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = if self.subject.is_empty() { "(no subject)" } else { &self.subject };
        let sha256 = self.fingerprint_sha256.get(..16).unwrap_or_default();
        write!(f, "{subject}, until {}, SHA-256 {sha256}…", self.not_after)
    }
}

/// For fields of certificates in reports.
pub(super) fn serialize<S: Serializer>(
    authorities: &[Certificate],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(authorities.iter().map(AuthoritySummary::from))
}
