//! Who is shut out although a bundle would vouch for them.

mod document;
mod entry;

pub use entry::{DistrustKind, Distrusted, DistrustedBy};

use std::collections::HashMap;

use serde::{Serialize, Serializer};

use crate::pki::fingerprint::sha256;
use crate::pki::{Certificate, CertificateChain, Limits, PkiError};

use super::TrustError;
use entry::magnitude;

/// Certificates, keys and issuers that are trusted no more, each with a reason.
///
/// A bundle says whom to trust; this list takes back a part of it at once, without new bundles and without
/// a CRL: a compromised intermediate is shut out by its key, while its siblings under the same root stay
/// trusted. A verifier looks every certificate of a path up, the trust anchor included.
///
/// Names are compared byte by byte as they stand in certificates, as verification itself does.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let stolen = include_bytes!("../../../tests/data/pki/intermediate.pem");
/// use mtls_core::trust::{DistrustKind, DistrustList};
/// let list = DistrustList::from_pem(stolen, DistrustKind::Key, "key found in a backup")?;
/// assert_eq!(DistrustList::from_json(list.to_json().as_bytes())?, list);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DistrustList {
    certificates: HashMap<[u8; 32], Distrusted>,
    keys: HashMap<[u8; 32], Distrusted>,
    issuers: HashMap<Vec<u8>, Issuer>,
}

/// What is distrusted of one issuer name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Issuer {
    all: Option<Distrusted>,
    serials: HashMap<Vec<u8>, Distrusted>,
}

impl DistrustList {
    /// A list that shuts nobody out.
    pub fn new() -> Self {
        Self::default()
    }

    /// A list of the certificates of a PEM text, all by `kind` and for one reason.
    ///
    /// # Errors
    /// [`TrustError::Distrust`]: not PEM, another kind of block, a damaged certificate, or none at all.
    pub fn from_pem(pem: &[u8], kind: DistrustKind, reason: &str) -> Result<Self, TrustError> {
        let mut limits = Limits::default();
        limits.max_chain = limits.max_blocks;
        let certificates = CertificateChain::from_pem_with(pem, &limits)
            .map_err(|e: PkiError| TrustError::Distrust { reason: e.to_string() })?;
        Ok(certificates.into_iter().map(|certificate| Distrusted::of(certificate, kind, reason)).collect())
    }

    /// Reads the JSON that [`DistrustList::to_json`] writes:
    ///
    /// ```json
    /// {"distrusted": [
    ///   {"certificate_sha256": "9f86…", "reason": "…", "since": "2026-11-20T12:00:00Z"},
    ///   {"key_sha256": "60:30:…", "reason": "…"},
    ///   {"issuer_der": "MBUx…", "serial": "0a:1f", "reason": "…"}
    /// ]}
    /// ```
    ///
    /// Hashes and serial numbers are hex, with or without colons; `issuer_der` is the name in Base64; an
    /// `issuer` beside it is its text and must agree with it; `since` is RFC 3339.
    ///
    /// # Errors
    /// [`TrustError::Distrust`], with line and column: not this form, a field that is not known (a misspelt
    /// one would distrust nothing), or a value that cannot be read. [`TrustError::TooLarge`] over 4 MiB.
    pub fn from_json(json: &[u8]) -> Result<Self, TrustError> {
        document::read(json)
    }

    /// The list as JSON, indented, entries in order, with a final newline.
    pub fn to_json(&self) -> String {
        super::json::write(&serde_json::to_value(self).unwrap_or_default())
    }

    /// Takes an entry in; gives back the one that stood for the same thing.
    pub fn add(&mut self, entry: Distrusted) -> Option<Distrusted> {
        match entry.by() {
            DistrustedBy::Certificate(sha256) => self.certificates.insert(*sha256, entry),
            DistrustedBy::Key(sha256) => self.keys.insert(*sha256, entry),
            DistrustedBy::Issuer { name } => self.issuers.entry(name.clone()).or_default().all.replace(entry),
            DistrustedBy::Serial { issuer, serial } => {
                let serial = serial.clone();
                self.issuers.entry(issuer.clone()).or_default().serials.insert(serial, entry)
            }
        }
    }

    /// Takes an entry out; gives it back if it was there.
    pub fn remove(&mut self, by: &DistrustedBy) -> Option<Distrusted> {
        match by {
            DistrustedBy::Certificate(sha256) => self.certificates.remove(sha256),
            DistrustedBy::Key(sha256) => self.keys.remove(sha256),
            DistrustedBy::Issuer { name } => self.within(name, |issuer| issuer.all.take()),
            DistrustedBy::Serial { issuer, serial } => {
                self.within(issuer, |issuer| issuer.serials.remove(serial))
            }
        }
    }

    /// Changes what is said of one issuer and forgets it when nothing is left.
    fn within(
        &mut self,
        name: &[u8],
        change: impl FnOnce(&mut Issuer) -> Option<Distrusted>,
    ) -> Option<Distrusted> {
        let issuer = self.issuers.get_mut(name)?;
        let removed = change(issuer);
        if issuer.all.is_none() && issuer.serials.is_empty() {
            self.issuers.remove(name);
        }
        removed
    }

    /// The entry that shuts this certificate out; the narrowest where several do.
    ///
    /// Takes the parts of a certificate as they are encoded: all of it, its SubjectPublicKeyInfo, its issuer
    /// Name (tag and length included), and the content of its serial number's INTEGER. Allocates nothing,
    /// and hashes only what there are entries for.
    pub fn find(&self, der: &[u8], spki_der: &[u8], issuer_der: &[u8], serial: &[u8]) -> Option<&Distrusted> {
        let issuer = self.issuers.get(issuer_der);
        hashed(&self.certificates, der)
            .or_else(|| issuer.and_then(|issuer| issuer.serials.get(magnitude(serial))))
            .or_else(|| hashed(&self.keys, spki_der))
            .or_else(|| issuer.and_then(|issuer| issuer.all.as_ref()))
    }

    /// The entry that shuts `certificate` out; [`DistrustList::find`] for one that is read already.
    pub fn find_certificate(&self, certificate: &Certificate) -> Option<&Distrusted> {
        let key = certificate.public_key().spki_der();
        self.find(certificate.der(), key, certificate.issuer_der(), certificate.serial_bytes())
    }

    /// The entries, ordered by what they shut out.
    pub fn iter(&self) -> impl Iterator<Item = &Distrusted> {
        let of_issuers =
            self.issuers.values().flat_map(|issuer| issuer.all.iter().chain(issuer.serials.values()));
        let mut entries: Vec<_> =
            self.certificates.values().chain(self.keys.values()).chain(of_issuers).collect();
        entries.sort_by(|a, b| a.by().cmp(b.by()));
        entries.into_iter()
    }

    /// How many entries.
    pub fn len(&self) -> usize {
        let of_issuers = self
            .issuers
            .values()
            .map(|issuer| issuer.serials.len().saturating_add(usize::from(issuer.all.is_some())));
        of_issuers.fold(self.certificates.len().saturating_add(self.keys.len()), usize::saturating_add)
    }

    /// Whether nobody is shut out.
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty() && self.keys.is_empty() && self.issuers.is_empty()
    }
}

/// Looks bytes up by their hash, which is not computed for nothing.
fn hashed<'a>(entries: &'a HashMap<[u8; 32], Distrusted>, bytes: &[u8]) -> Option<&'a Distrusted> {
    if entries.is_empty() { None } else { entries.get(&sha256(bytes)) }
}

impl FromIterator<Distrusted> for DistrustList {
    fn from_iter<I: IntoIterator<Item = Distrusted>>(entries: I) -> Self {
        let mut list = Self::new();
        list.extend(entries);
        list
    }
}

/// Joins lists; a later entry for the same thing replaces an earlier one.
impl Extend<Distrusted> for DistrustList {
    fn extend<I: IntoIterator<Item = Distrusted>>(&mut self, entries: I) {
        for entry in entries {
            self.add(entry);
        }
    }
}

impl Serialize for DistrustList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        document::write(self, serializer)
    }
}

/// As [`DistrustList::to_json`] writes an entry.
impl Serialize for Distrusted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        document::write_entry(self, serializer)
    }
}

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;
