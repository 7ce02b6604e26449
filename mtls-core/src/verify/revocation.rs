//! Revocation by CRLs (RFC 5280 sections 5 and 6.3).

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustls_pki_types::{SignatureVerificationAlgorithm, UnixTime};

use crate::finding::{NAME, Severity, excerpt_of, rules::verify as r};
use crate::pki::{Certificate, Crl, CrlEntry, KeyUsage, time};

use super::VerifierError;
use super::faults::{At, Faults};

/// Signatures of CRLs that are remembered; more than any mesh has issuers.
const MAX_REMEMBERED: usize = 4096;

/// Which certificates of a path are looked up in CRLs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationDepth {
    /// The leaf alone.
    Leaf,
    /// The leaf and the intermediates. The default.
    #[default]
    Chain,
}

impl RevocationDepth {
    const ALL: [Self; 2] = [Self::Leaf, Self::Chain];

    /// `leaf`, `chain`: the name in options and the bindings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Leaf => "leaf",
            Self::Chain => "chain",
        }
    }
}

impl fmt::Display for RevocationDepth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RevocationDepth {
    type Err = VerifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|d| d.as_str() == text).ok_or_else(|| {
            VerifierError::UnknownRevocationDepth {
                given: crate::finding::excerpt(text),
                known: Self::ALL.map(Self::as_str).join(", "),
            }
        })
    }
}

/// What CRLs decide. The default fails closed: the whole chain is looked up, and a certificate that no
/// current CRL speaks of is refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevocationPolicy {
    /// Which certificates are looked up.
    pub depth: RevocationDepth,
    /// Whether a certificate is accepted, with a warning, that no CRL speaks of.
    pub accept_unknown: bool,
    /// Whether a CRL still counts, with a warning, after its next update was due.
    pub accept_expired: bool,
}

/// The CRLs of a verifier.
///
/// A list counts for a certificate if it is of the certificate's issuer by name, the issuer's key signed
/// it, and the issuer may sign CRLs. Of an issuer's full lists the newest counts; where it cannot be told which
/// one that is, since times are equal or contradict the numbers, each of them convicts. A partial list
/// (issuingDistributionPoint) convicts, and never acquits: a certificate that is not on it may be on another.
pub(super) struct Revocation {
    policy: RevocationPolicy,
    lists: Vec<Crl>,
    /// Places in `lists` by issuer name, the newest first.
    by_issuer: HashMap<Box<[u8]>, Vec<usize>>,
    instants: Vec<i64>,
    /// Whether the key of an issuer (by fingerprint) signed a list: a large one is hashed once.
    signed: Mutex<HashMap<(usize, [u8; 32]), bool>>,
}

impl Revocation {
    /// # Errors
    /// A list that rustls-webpki does not read, or one of changes alone.
    pub(super) fn new(lists: Vec<Crl>, policy: RevocationPolicy) -> Result<Self, VerifierError> {
        let mut by_issuer: HashMap<Box<[u8]>, Vec<usize>> = HashMap::new();
        for (place, list) in lists.iter().enumerate() {
            let unusable = |reason: String| VerifierError::CrlUnusable {
                issuer: excerpt_of(list.issuer(), NAME),
                reason,
            };
            if list.is_delta() {
                return Err(unusable("it holds changes to another list alone (delta CRL)".to_owned()));
            }
            let refused = |e: webpki::Error| unusable(format!("rustls-webpki: {e}"));
            let read = webpki::BorrowedCertRevocationList::from_der(list.der()).map_err(refused)?;
            // RFC 5280 section 5.3: an entry with a critical extension that nobody knows makes the whole list
            // unfit to say of anyone what it is.
            read.into_iter().try_for_each(|entry| entry.map(|_| ())).map_err(refused)?;
            by_issuer.entry(list.issuer_der().into()).or_default().push(place);
        }
        for places in by_issuer.values_mut() {
            places.sort_by_key(|place| std::cmp::Reverse(lists.get(*place).map(Crl::this_update)));
        }
        let seconds = |at: UnixTime| i64::try_from(at.as_secs()).unwrap_or(i64::MAX);
        let begin = lists.iter().map(|list| seconds(list.this_update()));
        let end = lists.iter().filter_map(Crl::next_update).map(|next| seconds(next).saturating_add(1));
        let mut instants: Vec<i64> = begin.chain(end).collect();
        instants.sort_unstable();
        Ok(Self { policy, lists, by_issuer, instants, signed: Mutex::default() })
    }

    /// When a list begins or ceases to count, in seconds since 1970, sorted.
    pub(super) fn instants(&self) -> &[i64] {
        &self.instants
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// Looks a path up: the leaf first, then its issuers, and the authority that ends it.
    pub(super) fn check(
        &self,
        path: &[(usize, &[u8])],
        authority: &Certificate,
        algorithms: &[&dyn SignatureVerificationAlgorithm],
        at: UnixTime,
        faults: &mut Faults<'_>,
    ) {
        if self.is_empty() {
            return;
        }
        let looked_up = match self.policy.depth {
            RevocationDepth::Leaf => 1,
            RevocationDepth::Chain => path.len(),
        };
        let read = |der: &[u8]| Certificate::from_der(der);
        for (place, (index, der)) in path.iter().enumerate().take(looked_up) {
            let here = At::Chain(*index);
            let issuer = match path.get(place.saturating_add(1)) {
                Some((_, issuer)) => read(issuer),
                None => Ok(authority.clone()),
            };
            match (read(der), issuer) {
                (Ok(certificate), Ok(issuer)) => {
                    self.look_up(&certificate, &issuer, here, algorithms, at, faults);
                }
                // What cannot be read cannot be looked up.
                (Err(e), _) | (_, Err(e)) => {
                    faults.refuse(r::REVOCATION_UNKNOWN, here, format!("it cannot be looked up: {e}"));
                }
            }
        }
    }

    fn look_up(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        here: At<'_>,
        algorithms: &[&dyn SignatureVerificationAlgorithm],
        at: UnixTime,
        faults: &mut Faults<'_>,
    ) {
        let lists = self.by_issuer.get(certificate.issuer_der()).map_or(&[][..], Vec::as_slice);
        let (mut newest, mut known, mut stale): (Option<&Crl>, _, _) = (None, false, None);
        for (place, list) in lists.iter().filter_map(|place| Some((*place, self.lists.get(*place)?))) {
            let is_old = !list.is_partial() && newest.is_some_and(|newer| list.is_replaced_by(newer));
            if is_old || !self.signed_by(place, list, issuer, algorithms) {
                continue;
            }
            if issuer.key_usage().is_some_and(|usages| !usages.contains(&KeyUsage::CrlSign)) {
                let message =
                    format!("the key usage of {} has no cRLSign, and it signed a CRL", list.issuer());
                faults.refuse(r::CRL_ISSUER_NOT_ALLOWED, here, message);
                return;
            }
            check_number(list, here, faults);
            if list.this_update() > at {
                continue;
            }
            if !list.is_partial() {
                newest = newest.or(Some(list));
            }
            if let Some(entry) = list.entry_of(certificate) {
                faults.refuse(r::CERTIFICATE_REVOKED, here, revoked(entry, list));
                return;
            }
            let expired = list.next_update().filter(|next| at > *next);
            match expired {
                Some(next) if !self.policy.accept_expired => stale = Some((list, next)),
                _ if list.is_partial() => {}
                _ => {
                    known = true;
                    if let Some(next) = expired {
                        let message =
                            format!("the CRL of {} was due again at {}", list.issuer(), time::rfc3339(next));
                        faults.report(r::CRL_EXPIRED, Severity::Warning, here, message);
                    }
                }
            }
        }
        if known {
            return;
        }
        if let Some((list, next)) = stale {
            let message = format!(
                "the CRL of {} was due again at {}: it no longer says what is revoked",
                list.issuer(),
                time::rfc3339(next)
            );
            faults.refuse(r::CRL_EXPIRED, here, message);
        } else {
            let severity = if self.policy.accept_unknown { Severity::Warning } else { Severity::Error };
            let why = if lists.is_empty() {
                ""
            } else {
                "; those of that name are signed by another key or partial"
            };
            let message =
                format!("no CRL of its issuer {} speaks of it{why}", excerpt_of(certificate.issuer(), NAME));
            faults.report(r::REVOCATION_UNKNOWN, severity, here, message);
        }
    }

    fn signed_by(
        &self,
        place: usize,
        list: &Crl,
        issuer: &Certificate,
        algorithms: &[&dyn SignatureVerificationAlgorithm],
    ) -> bool {
        let key = (place, issuer.fingerprint());
        if let Some(known) = self.remembered().get(&key) {
            return *known;
        }
        let answer = list.verify_signed_by(issuer, algorithms).is_ok();
        let mut remembered = self.remembered();
        if remembered.len() >= MAX_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(key, answer);
        answer
    }

    fn remembered(&self) -> MutexGuard<'_, HashMap<(usize, [u8; 32]), bool>> {
        // A poisoned lock only means that a thread died here: what it remembered is still true.
        self.signed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Revocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revocation")
            .field("policy", &self.policy)
            .field("lists", &self.lists.len())
            .finish_non_exhaustive()
    }
}

/// RFC 5280 section 5.2.3: every list has a number, which is not critical.
fn check_number(list: &Crl, here: At<'_>, faults: &mut Faults<'_>) {
    let critical = list.extensions().iter().any(|e| e.name == "cRLNumber" && e.critical);
    if list.number().is_none() || critical {
        let what = if critical { "a CRL number that is critical" } else { "no CRL number" };
        faults.issuer_duty(r::CRL_NUMBER_UNUSABLE, here, format!("the CRL of {} has {what}", list.issuer()));
    }
}

fn revoked(entry: &CrlEntry, list: &Crl) -> String {
    let reason = entry.reason().map_or_else(String::new, |reason| format!(" ({reason})"));
    format!("revoked at {}{reason}, says the CRL of {}", time::rfc3339(entry.revoked_at()), list.issuer())
}
