//! Publishing what is revoked.

use std::collections::BTreeSet;
use std::time::Duration;

use rcgen::{CertificateRevocationListParams, KeyIdMethod, RevokedCertParams, SerialNumber};
use rustls_pki_types::UnixTime;

use super::validity::{date, now, unix};
use super::{CertificateAuthority, IssueError};
use crate::pki::error::cut;
use crate::pki::{Certificate, Crl, KeyUsage, RevocationReason, default_algorithms};

/// A week: peers that cannot fetch a new list keep the old one for long enough to be noticed.
const LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Longest serial number in bytes, RFC 5280 section 4.1.2.2.
const LONGEST_SERIAL: usize = 20;

/// A CRL that is about to be signed; from [`CertificateAuthority::crl`].
///
/// A list replaces the one before it, so it names everything that is still revoked:
/// [`carry_over`](Self::carry_over) takes what the last one said.
///
/// ```
/// use mtls_core::pki::RevocationReason;
/// use mtls_core::pki::issue::CertificateAuthority;
///
/// let ca = CertificateAuthority::root("Edge Root").build()?;
/// let lost = ca.client("partner-7").issue()?;
/// let retired = ca.client("partner-8").issue()?;
/// let first = ca.crl(1).revoke(lost.chain.leaf(), RevocationReason::KeyCompromise).build()?;
/// let second = ca.crl(2).carry_over(&first).revoke(retired.chain.leaf(), RevocationReason::Superseded).build()?;
/// assert!(second.entry_of(lost.chain.leaf()).is_some());
/// # Ok::<(), mtls_core::pki::issue::IssueError>(())
/// ```
#[derive(Debug)]
#[must_use = "nothing is signed before `build`"]
pub struct CrlBuilder<'a> {
    ca: &'a CertificateAuthority,
    number: u64,
    at: Option<UnixTime>,
    lifetime: Duration,
    entries: Vec<Entry>,
    /// The first thing that was wrong; said by `build`.
    refused: Option<IssueError>,
}

#[derive(Debug)]
struct Entry {
    serial: Vec<u8>,
    reason: Option<RevocationReason>,
    /// None: the time of issue.
    when: Option<UnixTime>,
}

impl CertificateAuthority {
    /// Begins a CRL with this number, which must grow from list to list (RFC 5280 section 5.2.3).
    pub fn crl(&self, number: u64) -> CrlBuilder<'_> {
        CrlBuilder { ca: self, number, at: None, lifetime: LIFETIME, entries: Vec::new(), refused: None }
    }
}

impl CrlBuilder<'_> {
    /// Revokes a certificate that this CA issued, as of the list's date.
    pub fn revoke(mut self, certificate: &Certificate, reason: RevocationReason) -> Self {
        let own = self.ca.certificate();
        let ours = certificate.issuer_der() == own.subject_der()
            && certificate.verify_signed_by(own, default_algorithms()).is_ok();
        if !ours {
            return self.refuse(IssueError::CrlForeign {
                what: format!("certificate {}", certificate.serial()),
                issuer: certificate.issuer().to_owned(),
                ca: own.subject().to_owned(),
            });
        }
        self.entries.push(Entry {
            serial: minimal(certificate.serial_bytes()).to_vec(),
            reason: Some(reason),
            when: None,
        });
        self
    }

    /// Revokes by serial number, in hex with or without colons, as of `when`. For a certificate that is not at hand.
    pub fn revoke_serial(mut self, serial: &str, reason: RevocationReason, when: UnixTime) -> Self {
        match read_serial(serial) {
            Ok(serial) => self.entries.push(Entry { serial, reason: Some(reason), when: Some(when) }),
            Err(refused) => return self.refuse(refused),
        }
        self
    }

    /// Takes over every entry of this CA's last list, with reasons and dates.
    pub fn carry_over(mut self, last: &Crl) -> Self {
        let own = self.ca.certificate();
        if last.issuer_der() != own.subject_der() || last.verify_signed_by(own, default_algorithms()).is_err()
        {
            return self.refuse(IssueError::CrlForeign {
                what: "the last CRL".to_owned(),
                issuer: last.issuer().to_owned(),
                ca: own.subject().to_owned(),
            });
        }
        let previous = last.number().unwrap_or_default();
        if !u64::from_str_radix(&previous.replace(':', ""), 16).is_ok_and(|previous| previous < self.number) {
            let number = self.number;
            return self.refuse(IssueError::CrlNumber { number, previous });
        }
        self.entries.extend(last.entries().iter().map(|entry| Entry {
            serial: minimal(entry.serial_bytes()).to_vec(),
            reason: entry.reason(),
            when: Some(entry.revoked_at()),
        }));
        self
    }

    /// The date of the list (thisUpdate). Default: the machine's clock when [`build`](Self::build) is called.
    pub fn at(mut self, at: UnixTime) -> Self {
        self.at = Some(at);
        self
    }

    /// How long after its date the next list is due (nextUpdate), in whole seconds. Default: 7 days. Strict readers
    /// refuse every certificate of the CA once it has passed.
    pub fn valid_for(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Signs the list.
    ///
    /// # Errors
    /// [`IssueError::CrlNotPermitted`] if the CA may not sign CRLs, [`IssueError::CrlForeign`] for a certificate or
    /// list of another CA, [`IssueError::CrlSerial`] for one that is unreadable or stands twice, [`IssueError::CrlNumber`],
    /// [`IssueError::IssuerNotValid`] and [`IssueError::Validity`] for its dates.
    pub fn build(self) -> Result<Crl, IssueError> {
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        let own = self.ca.certificate();
        if own.key_usage().is_some_and(|usage| !usage.contains(&KeyUsage::CrlSign)) {
            return Err(IssueError::CrlNotPermitted { ca: own.subject().to_owned() });
        }
        let at = self.at.unwrap_or_else(now);
        if !own.is_valid_at(at) {
            return Err(IssueError::IssuerNotValid {
                at,
                not_before: own.not_before(),
                not_after: own.not_after(),
            });
        }
        let seconds = self.lifetime.as_secs();
        let next = at.as_secs().checked_add(seconds).filter(|_| seconds > 0);
        let next = next.ok_or(IssueError::Validity { begin: at, seconds })?;
        let mut seen = BTreeSet::new();
        let mut revoked_certs = Vec::with_capacity(self.entries.len());
        for entry in self.entries {
            if !seen.insert(entry.serial.clone()) {
                return Err(bad_serial(&hex(&entry.serial), "it stands twice"));
            }
            revoked_certs.push(RevokedCertParams {
                serial_number: SerialNumber::from_slice(&entry.serial),
                revocation_time: date(entry.when.unwrap_or(at))?,
                reason_code: entry.reason.map(|reason| code(reason, &entry.serial)).transpose()?,
                invalidity_date: None,
            });
        }
        let params = CertificateRevocationListParams {
            this_update: date(at)?,
            next_update: date(unix(next)).map_err(|_| IssueError::Validity { begin: at, seconds })?,
            crl_number: SerialNumber::from(self.number),
            issuing_distribution_point: None,
            revoked_certs,
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Ok(Crl::from_der(&self.ca.pair().crl(self.ca.issuer_name(), params)?)?)
    }

    fn refuse(mut self, refused: IssueError) -> Self {
        self.refused.get_or_insert(refused);
        self
    }
}

fn code(reason: RevocationReason, serial: &[u8]) -> Result<rcgen::RevocationReason, IssueError> {
    use rcgen::RevocationReason as To;
    Ok(match reason {
        RevocationReason::Unspecified => To::Unspecified,
        RevocationReason::KeyCompromise => To::KeyCompromise,
        RevocationReason::CaCompromise => To::CaCompromise,
        RevocationReason::AffiliationChanged => To::AffiliationChanged,
        RevocationReason::Superseded => To::Superseded,
        RevocationReason::CessationOfOperation => To::CessationOfOperation,
        RevocationReason::CertificateHold => To::CertificateHold,
        RevocationReason::PrivilegeWithdrawn => To::PrivilegeWithdrawn,
        RevocationReason::AaCompromise => To::AaCompromise,
        RevocationReason::RemoveFromCrl => {
            return Err(bad_serial(&hex(serial), "removeFromCRL is for delta lists"));
        }
    })
}

fn read_serial(text: &str) -> Result<Vec<u8>, IssueError> {
    let digits: String = text.chars().filter(|c| *c != ':').collect();
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Err(bad_serial(text, "it is empty or zero"));
    }
    let digits = if digits.len().is_multiple_of(2) { digits.to_owned() } else { format!("0{digits}") };
    let bytes: Option<Vec<u8>> = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| {
            let pair =
                std::str::from_utf8(pair).ok().filter(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()))?;
            u8::from_str_radix(pair, 16).ok()
        })
        .collect();
    match bytes {
        Some(bytes) if bytes.len() <= LONGEST_SERIAL => Ok(bytes),
        Some(_) => Err(bad_serial(text, "it is longer than 20 bytes")),
        None => Err(bad_serial(text, "it is not hex")),
    }
}

/// The magnitude of a positive INTEGER's content.
fn minimal(content: &[u8]) -> &[u8] {
    let zeros = content.iter().take_while(|byte| **byte == 0).count();
    content.get(zeros..).unwrap_or_default()
}

fn hex(serial: &[u8]) -> String {
    serial.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
}

fn bad_serial(serial: &str, reason: &'static str) -> IssueError {
    IssueError::CrlSerial { serial: cut(serial), reason }
}
