//! Certificate revocation lists (RFC 5280 section 5).

mod read;
mod reason;

pub use reason::RevocationReason;

use std::fmt;

use rustls_pki_types::{CertificateRevocationListDer, SignatureVerificationAlgorithm, UnixTime};
use serde::{Serialize, Serializer};

use super::error::Document;
use super::extensions::ExtensionEntry;
use super::name::{colon_hex, serial_text};
use super::pem::{self, PemKind};
use super::signature::Signed;
use super::time::rfc3339;
use super::{Certificate, Limits, PkiError};

/// One revoked certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrlEntry {
    serial: Box<[u8]>,
    revoked_at: UnixTime,
    reason: Option<RevocationReason>,
}

impl CrlEntry {
    /// The serial number, as [`Certificate::serial`] writes it.
    pub fn serial(&self) -> String {
        serial_text(&self.serial)
    }

    /// The content bytes of the serial number's INTEGER.
    pub fn serial_bytes(&self) -> &[u8] {
        &self.serial
    }

    /// When it was revoked.
    pub fn revoked_at(&self) -> UnixTime {
        self.revoked_at
    }

    /// Why; `None` where it is not said.
    pub fn reason(&self) -> Option<RevocationReason> {
        self.reason
    }
}

/// A certificate revocation list, read and not judged: neither its signature nor its dates are
/// checked, see [`Crl::verify_signed_by`] and [`Crl::is_current_at`]. Serializes as a record.
#[derive(Clone, PartialEq, Eq)]
pub struct Crl {
    der: CertificateRevocationListDer<'static>,
    issuer: String,
    issuer_der: Vec<u8>,
    this_update: UnixTime,
    next_update: Option<UnixTime>,
    number: Option<Vec<u8>>,
    authority_key_id: Option<Vec<u8>>,
    signature_algorithm: String,
    extensions: Vec<ExtensionEntry>,
    entries: Vec<CrlEntry>,
    /// Places in `entries`, by serial number.
    by_serial: Vec<usize>,
}

impl Crl {
    /// Reads one list from PEM: `X509 CRL`.
    ///
    /// # Errors
    /// Those of [`pem::parse`](super::pem::parse), [`PkiError::WrongKind`], [`PkiError::Several`], and within
    /// [`PkiError::InBlock`] those of [`Crl::from_der`].
    pub fn from_pem(pem: &[u8]) -> Result<Self, PkiError> {
        Self::from_pem_with(pem, &Limits::default())
    }

    /// [`Crl::from_pem`] with other limits.
    ///
    /// # Errors
    /// Those of [`Crl::from_pem`].
    pub fn from_pem_with(pem: &[u8], limits: &Limits) -> Result<Self, PkiError> {
        let block = pem::only(pem, limits.max_crl_bytes, limits, PemKind::Crl)?;
        Self::from_der_with(block.der(), limits).map_err(|error| block.locate(error))
    }

    /// Reads one list from DER; bytes behind it refuse it.
    ///
    /// # Errors
    /// [`PkiError::WrongKind`], [`PkiError::TooLarge`], [`PkiError::TooManyEntries`], [`PkiError::Malformed`],
    /// [`PkiError::TrailingBytes`], [`PkiError::ExtensionMalformed`], [`PkiError::ExtensionDuplicate`]. An
    /// indirect list, which speaks of certificates of other issuers, is refused as malformed.
    pub fn from_der(der: &[u8]) -> Result<Self, PkiError> {
        Self::from_der_with(der, &Limits::default())
    }

    /// [`Crl::from_der`] with other limits.
    ///
    /// # Errors
    /// Those of [`Crl::from_der`].
    pub fn from_der_with(der: &[u8], limits: &Limits) -> Result<Self, PkiError> {
        if der.len() > limits.max_crl_bytes {
            return Err(PkiError::TooLarge { what: "CRL", bytes: der.len(), limit: limits.max_crl_bytes });
        }
        super::document::read(der, Document::Crl, |der| read::crl(der, limits.max_crl_entries))
    }

    /// Reads one list from PEM or DER, whichever it is.
    ///
    /// # Errors
    /// Those of [`Crl::from_pem`] and [`Crl::from_der`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PkiError> {
        if pem::is_der(bytes) { Self::from_der(bytes) } else { Self::from_pem(bytes) }
    }

    /// The bytes.
    pub fn der(&self) -> &CertificateRevocationListDer<'static> {
        &self.der
    }

    /// The list as a PEM block `X509 CRL`.
    pub fn to_pem(&self) -> String {
        pem::encode("X509 CRL", &self.der)
    }

    /// The issuer as RFC 4514 text.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The issuer name in DER.
    pub fn issuer_der(&self) -> &[u8] {
        &self.issuer_der
    }

    /// When the list was made.
    pub fn this_update(&self) -> UnixTime {
        self.this_update
    }

    /// When the next one is due; `None` where it is not said, which RFC 5280 forbids.
    pub fn next_update(&self) -> Option<UnixTime> {
        self.next_update
    }

    /// Whether the list is of the past and the next one is not due at `at`.
    pub fn is_current_at(&self, at: UnixTime) -> bool {
        self.this_update <= at && self.next_update.is_none_or(|next| at <= next)
    }

    /// The CRL number, hex with colons: of two lists of an issuer the one with the higher number is newer.
    pub fn number(&self) -> Option<String> {
        self.number.as_deref().map(serial_text)
    }

    /// Whether `newer`, the full list of the same issuer that was made last, leaves this one without a say. It does not
    /// where both were made at the same time, or where this one has the higher number: then the issuer's clock went back.
    pub(crate) fn is_replaced_by(&self, newer: &Self) -> bool {
        let number = |list: &Self| {
            let number = list.number.as_deref().map(read::minimal);
            number.map(|bytes| (bytes.len(), bytes.to_vec()))
        };
        self.this_update < newer.this_update && number(self) <= number(newer)
    }

    /// The key identifier of the key that signed.
    pub fn authority_key_id(&self) -> Option<&[u8]> {
        self.authority_key_id.as_deref()
    }

    /// The signature algorithm as OpenSSL names it.
    pub fn signature_algorithm(&self) -> &str {
        &self.signature_algorithm
    }

    /// Whether the list holds changes to another list alone (RFC 5280 section 5.2.4).
    pub fn is_delta(&self) -> bool {
        self.extensions.iter().any(|extension| extension.name == "deltaCRLIndicator")
    }

    /// Whether the list covers part of the issuer's certificates alone (RFC 5280 section 5.2.5): a
    /// certificate that is not on it may be on another.
    pub fn is_partial(&self) -> bool {
        self.extensions.iter().any(|extension| extension.name == "issuingDistributionPoint")
    }

    /// Every extension of the list, in order.
    pub fn extensions(&self) -> &[ExtensionEntry] {
        &self.extensions
    }

    /// The revoked certificates, in order.
    pub fn entries(&self) -> &[CrlEntry] {
        &self.entries
    }

    /// The entry of a serial number's INTEGER content, found in logarithmic time.
    pub fn entry(&self, serial_bytes: &[u8]) -> Option<&CrlEntry> {
        let wanted = read::minimal(serial_bytes);
        let at = |place: &usize| self.entries.get(*place).map(|entry| read::minimal(&entry.serial));
        let found = self.by_serial.binary_search_by(|place| at(place).cmp(&Some(wanted))).ok()?;
        self.by_serial.get(found).and_then(|place| self.entries.get(*place))
    }

    /// The entry of `certificate`, if this list is of its issuer and names it.
    pub fn entry_of(&self, certificate: &Certificate) -> Option<&CrlEntry> {
        if self.issuer_der == certificate.issuer_der() {
            self.entry(certificate.serial_bytes())
        } else {
            None
        }
    }

    /// Checks that `issuer`'s key signed this list, with the algorithms of a backend
    /// ([`default_algorithms`](super::default_algorithms)). Judges nothing else.
    ///
    /// # Errors
    /// [`PkiError::SignatureInvalid`]; [`PkiError::SignatureUnsupported`] where no algorithm fits.
    pub fn verify_signed_by(
        &self,
        issuer: &Certificate,
        algorithms: &[&dyn SignatureVerificationAlgorithm],
    ) -> Result<(), PkiError> {
        Signed::read(&self.der).map_err(|reason| PkiError::malformed(Document::Crl, reason))?.verify(
            Document::Crl,
            issuer.public_key(),
            algorithms,
        )
    }
}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crl({:?}, {} entries)", self.issuer, self.entries.len())
    }
}

impl Serialize for Crl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record<'a> {
            issuer: &'a str,
            this_update: String,
            next_update: Option<String>,
            number: Option<String>,
            authority_key_id: Option<String>,
            signature_algorithm: &'a str,
            delta: bool,
            partial: bool,
            extensions: &'a [ExtensionEntry],
            entries: &'a [CrlEntry],
        }
        Record {
            issuer: &self.issuer,
            this_update: rfc3339(self.this_update),
            next_update: self.next_update.map(rfc3339),
            number: self.number(),
            authority_key_id: self.authority_key_id().map(colon_hex),
            signature_algorithm: &self.signature_algorithm,
            delta: self.is_delta(),
            partial: self.is_partial(),
            extensions: &self.extensions,
            entries: &self.entries,
        }
        .serialize(serializer)
    }
}

impl Serialize for CrlEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record {
            serial: String,
            revoked_at: String,
            reason: Option<RevocationReason>,
        }
        Record { serial: self.serial(), revoked_at: rfc3339(self.revoked_at), reason: self.reason }
            .serialize(serializer)
    }
}

#[cfg(test)]
mod tests;
