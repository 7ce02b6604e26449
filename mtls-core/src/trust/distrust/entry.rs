//! One entry of the list.

use std::fmt;
use std::str::FromStr;

use rustls_pki_types::UnixTime;

use crate::pki::Certificate;
use crate::pki::name::{self, colon_hex, hex};
use crate::pki::time::rfc3339;
use crate::trust::TrustError;

/// One thing that is trusted no more, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distrusted {
    by: DistrustedBy,
    reason: String,
    since: Option<UnixTime>,
}

/// What an entry goes by, narrowest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DistrustedBy {
    /// One certificate: SHA-256 of its DER.
    Certificate([u8; 32]),
    /// One certificate as CRLs name it. Also shuts out one of which no copy is at hand.
    #[non_exhaustive]
    Serial {
        /// Its issuer Name in DER.
        issuer: Vec<u8>,
        /// Its serial number, without leading zero bytes.
        serial: Vec<u8>,
    },
    /// Every certificate with one key: SHA-256 of the SubjectPublicKeyInfo in DER. As an issuer's key signs
    /// for certificates that carry it, this shuts out all that it signed, renewed ones and cross-signed ones
    /// included. Right for a stolen key: nobody can make the same key look like another.
    Key([u8; 32]),
    /// Every certificate that names one issuer, whatever key it has.
    #[non_exhaustive]
    Issuer {
        /// The issuer Name in DER.
        name: Vec<u8>,
    },
}

/// What of a certificate an entry is made of: [`Distrusted::of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DistrustKind {
    /// This certificate alone.
    Certificate,
    /// This certificate, by its issuer's name and its serial number.
    Serial,
    /// All certificates with its key, and so all that it issued.
    Key,
    /// All certificates that name it as their issuer, not itself.
    Issuer,
}

impl Distrusted {
    /// An entry for `certificate`.
    pub fn of(certificate: &Certificate, kind: DistrustKind, reason: impl Into<String>) -> Self {
        let by = match kind {
            DistrustKind::Certificate => DistrustedBy::Certificate(certificate.fingerprint()),
            DistrustKind::Serial => DistrustedBy::Serial {
                issuer: certificate.issuer_der().to_vec(),
                serial: magnitude(certificate.serial_bytes()).to_vec(),
            },
            DistrustKind::Key => DistrustedBy::Key(certificate.public_key().fingerprint()),
            DistrustKind::Issuer => DistrustedBy::Issuer { name: certificate.subject_der().to_vec() },
        };
        Self::new(by, reason)
    }

    /// An entry for the certificate whose DER has this SHA-256.
    pub fn certificate(sha256: [u8; 32], reason: impl Into<String>) -> Self {
        Self::new(DistrustedBy::Certificate(sha256), reason)
    }

    /// An entry for every certificate whose SubjectPublicKeyInfo has this SHA-256, see [`DistrustedBy::Key`].
    pub fn key(spki_sha256: [u8; 32], reason: impl Into<String>) -> Self {
        Self::new(DistrustedBy::Key(spki_sha256), reason)
    }

    /// An entry for every certificate that has this issuer Name, in DER as certificates carry it.
    ///
    /// # Errors
    /// [`TrustError::Distrust`]: the bytes are no Name, and would match nothing.
    pub fn issuer(name: &[u8], reason: impl Into<String>) -> Result<Self, TrustError> {
        checked(name)?;
        Ok(Self::new(DistrustedBy::Issuer { name: name.to_vec() }, reason))
    }

    /// An entry for the certificate of this issuer Name (in DER) with this serial number (big endian).
    ///
    /// # Errors
    /// [`TrustError::Distrust`]: the bytes are no Name, or the number is longer than the 20 bytes of RFC 5280.
    pub fn serial(issuer: &[u8], serial: &[u8], reason: impl Into<String>) -> Result<Self, TrustError> {
        checked(issuer)?;
        let serial = magnitude(serial).to_vec();
        if serial.len() > 20 {
            let reason = format!("a serial number of {} bytes; 20 is the most", serial.len());
            return Err(TrustError::Distrust { reason });
        }
        Ok(Self::new(DistrustedBy::Serial { issuer: issuer.to_vec(), serial }, reason))
    }

    fn new(by: DistrustedBy, reason: impl Into<String>) -> Self {
        Self { by, reason: reason.into(), since: None }
    }

    /// The entry with the date from which on the thing is held to be bad. Told to people; it limits nothing,
    /// as who has a stolen key writes any date.
    #[must_use]
    pub fn since(mut self, since: UnixTime) -> Self {
        self.since = Some(since);
        self
    }

    /// What is shut out.
    pub fn by(&self) -> &DistrustedBy {
        &self.by
    }

    /// Why, in the words of whoever made the list.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// From when on it is held to be bad; for people.
    pub fn since_date(&self) -> Option<UnixTime> {
        self.since
    }
}

impl DistrustedBy {
    /// The kind of entry.
    pub fn kind(&self) -> DistrustKind {
        match self {
            Self::Certificate(_) => DistrustKind::Certificate,
            Self::Serial { .. } => DistrustKind::Serial,
            Self::Key(_) => DistrustKind::Key,
            Self::Issuer { .. } => DistrustKind::Issuer,
        }
    }
}

/// The reason, what is shut out, and since when.
impl fmt::Display for Distrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is distrusted: {}", self.by, self.reason)?;
        match self.since {
            Some(since) => write!(f, " (since {})", rfc3339(since)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for DistrustedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |name: &[u8]| name::of_der(name).unwrap_or_else(|_| hex(name));
        match self {
            Self::Certificate(sha256) => write!(f, "the certificate with SHA-256 {}", hex(sha256)),
            Self::Serial { issuer, serial } => {
                write!(f, "serial {} of issuer {}", colon_hex(serial), text(issuer))
            }
            Self::Key(sha256) => write!(f, "the key with SHA-256 {}", hex(sha256)),
            Self::Issuer { name } => write!(f, "issuer {}", text(name)),
        }
    }
}

impl DistrustKind {
    /// All kinds, narrowest first.
    pub const ALL: [Self; 4] = [Self::Certificate, Self::Serial, Self::Key, Self::Issuer];

    /// `certificate`, `serial`, `key`, `issuer`: the name in the bindings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Serial => "serial",
            Self::Key => "key",
            Self::Issuer => "issuer",
        }
    }
}

impl fmt::Display for DistrustKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DistrustKind {
    type Err = TrustError;

    fn from_str(text: &str) -> Result<Self, TrustError> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| TrustError::Distrust {
            reason: format!(
                "`{}` is no kind of entry; there are {}",
                crate::finding::excerpt(text),
                Self::ALL.map(Self::as_str).join(", ")
            ),
        })
    }
}

fn checked(name: &[u8]) -> Result<(), TrustError> {
    name::of_der(name).map(|_| ()).map_err(|e| TrustError::Distrust { reason: format!("issuer: {e}") })
}

/// An INTEGER's content without the zero bytes before it: one number, however it is padded.
pub(super) fn magnitude(content: &[u8]) -> &[u8] {
    let zeros = content.iter().take_while(|byte| **byte == 0).count();
    content.get(zeros..).unwrap_or_default()
}
