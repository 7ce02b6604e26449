//! Whether an authority can go.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use rustls_pki_types::UnixTime;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::plan::{LAST, later};
use crate::finding::{Finding, Subject, rules::trust as r};
use crate::pki::time::rfc3339;
use crate::pki::{Certificate, CertificateChain, KeyUsage, PkiError, default_algorithms};
use crate::trust::TrustBundle;

/// Whether an authority can be taken out of a bundle. Made by [`TrustBundle::safe_to_remove`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RemovalCheck {
    /// Whether no chain that was looked at needs it, and it is not the last one of the bundle.
    pub safe: bool,
    /// When none of them needs it any more: now if it is safe, else when the last one has expired, and the last second
    /// of the year 9999 if it never does.
    pub safe_from: UnixTime,
    /// The chains that would be refused without it, or refused earlier.
    pub dependents: Vec<Dependent>,
    /// How many chains are of the bundle's trust domain and not expired; the others do not count.
    pub considered: usize,
    /// What speaks against it.
    pub findings: Vec<Finding>,
}

/// A chain that needs an authority.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dependent {
    /// Its place among the chains given, from 0.
    pub chain: usize,
    /// Its leaf.
    pub leaf: Certificate,
    /// Until when the authority makes it good.
    pub until: UnixTime,
}

impl TrustBundle {
    /// Whether `authority` can leave this bundle at a time, judged by the chains in use.
    ///
    /// A chain needs it if it leads there and to no other authority of the bundle that would make it good for as long.
    /// Names, signatures, dates and the right to sign count; a signature of an algorithm that is not built in counts
    /// as one by `authority` and by nobody else. A chain that is not valid yet counts from the moment when it is: the
    /// issuer's clock may be ahead. Name constraints and profiles are the business of verification.
    ///
    /// It is as right as the list is complete: a workload whose chain is not in it is not seen. Chains of other trust
    /// domains and expired ones are passed over.
    pub fn safe_to_remove<'a>(
        &self,
        authority: &Certificate,
        chains: impl IntoIterator<Item = &'a CertificateChain>,
        at: UnixTime,
    ) -> RemovalCheck {
        let others: Vec<_> = self.authorities().iter().filter(|other| *other != authority).cloned().collect();
        let mut links = Links::default();
        let (mut dependents, mut considered) = (Vec::new(), 0_usize);
        for (chain, of) in chains.into_iter().enumerate() {
            let leaf = of.leaf();
            let ours = leaf.spiffe_id().is_some_and(|id| id.trust_domain() == self.trust_domain().as_ref());
            if !ours || leaf.not_after() < at {
                continue;
            }
            considered = considered.saturating_add(1);
            let begins = of.certificates().iter().chain([authority]).map(Certificate::not_before);
            let needed = begins.filter(|begin| *begin > at).chain([at]).filter_map(|when| {
                let until = links.good_until(of, std::slice::from_ref(authority), when, true)?;
                let without = links.good_until(of, &others, when, false);
                without.is_none_or(|without| without < until).then_some(until)
            });
            if let Some(until) = needed.max() {
                dependents.push(Dependent { chain, leaf: leaf.clone(), until });
            }
        }
        let last = dependents.iter().map(|dependent| dependent.until).max();
        let mut check = RemovalCheck {
            safe: dependents.is_empty(),
            // A certificate is good through its last second.
            safe_from: last.map_or(at, |last| later(last, Duration::from_secs(1)).min(LAST)),
            dependents,
            considered,
            findings: Vec::new(),
        };
        let subject = || Subject::Certificate(authority.reference(None));
        if !self.authorities().contains(authority) {
            let message = format!("the bundle of {} does not have it", self.trust_domain());
            check.findings.push(Finding::new(r::AUTHORITY_NOT_IN_BUNDLE, subject(), message));
        } else if others.is_empty() {
            check.safe = false;
            let message =
                format!("without it every SVID of {} is refused: it is the last one", self.trust_domain());
            check.findings.push(Finding::new(r::AUTHORITY_LAST, subject(), message));
        }
        if let Some(first) = check.dependents.first() {
            let (count, until) = (check.dependents.len(), rfc3339(check.safe_from));
            let name = first.leaf.spiffe_id().map_or_else(String::new, ToString::to_string);
            let message = format!(
                "{count} of {considered} chains in use need it, that of {name} among them; none from {until} on"
            );
            check.findings.push(Finding::new(r::AUTHORITY_IN_USE, subject(), message));
        }
        check
    }
}

/// Who signed whom, remembered over chains: intermediates are met again and again.
#[derive(Default)]
struct Links(HashMap<([u8; 32], [u8; 32]), Link>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Signed,
    /// The signature cannot be checked.
    Perhaps,
    None,
}

impl Links {
    /// Until when some path from the leaf to one of `anchors` holds; None if there is none at `at`.
    fn good_until(
        &mut self,
        chain: &CertificateChain,
        anchors: &[Certificate],
        at: UnixTime,
        generous: bool,
    ) -> Option<UnixTime> {
        let certificates = chain.certificates();
        let valid = |certificate: &Certificate| certificate.is_valid_at(at);
        let mut joined = |below: &Certificate, above: &Certificate| match self.link(below, above) {
            Link::Signed => true,
            Link::Perhaps => generous,
            Link::None => false,
        };
        // Each certificate with the latest end of a path from it; a round lengthens the paths by one.
        let mut best: Vec<Option<UnixTime>> = certificates
            .iter()
            .map(|below| {
                let above = anchors.iter().filter(|above| valid(above) && joined(below, above));
                let end = above.map(Certificate::not_after).max()?;
                valid(below).then(|| end.min(below.not_after()))
            })
            .collect();
        for _ in certificates {
            let mut changed = false;
            for (index, below) in certificates.iter().enumerate().filter(|(_, below)| valid(below)) {
                let through = certificates
                    .iter()
                    .zip(&best)
                    .filter(|(above, _)| *above != below)
                    .filter_map(|(above, end)| end.filter(|_| joined(below, above)))
                    .max()
                    .map(|end| end.min(below.not_after()));
                if let Some(known) = best.get_mut(index)
                    && through > *known
                {
                    (*known, changed) = (through, true);
                }
            }
            if !changed {
                break;
            }
        }
        best.first().copied().flatten()
    }

    fn link(&mut self, below: &Certificate, above: &Certificate) -> Link {
        let may_sign =
            above.is_ca() && above.key_usage().is_none_or(|usage| usage.contains(&KeyUsage::KeyCertSign));
        if below.issuer_der() != above.subject_der() || !may_sign {
            return Link::None;
        }
        let judge = || match below.verify_signed_by(above, default_algorithms()) {
            Ok(()) => Link::Signed,
            Err(PkiError::SignatureUnsupported { .. }) => Link::Perhaps,
            Err(_) => Link::None,
        };
        *self.0.entry((below.fingerprint(), above.fingerprint())).or_insert_with(judge)
    }
}

impl Serialize for RemovalCheck {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("RemovalCheck", 5)?;
        fields.serialize_field("safe", &self.safe)?;
        fields.serialize_field("safe_from", &rfc3339(self.safe_from))?;
        fields.serialize_field("dependents", &self.dependents)?;
        fields.serialize_field("considered", &self.considered)?;
        fields.serialize_field("findings", &self.findings)?;
        fields.end()
    }
}

impl Serialize for Dependent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Dependent", 4)?;
        fields.serialize_field("chain", &self.chain)?;
        fields.serialize_field("spiffe_id", &self.leaf.spiffe_id())?;
        fields.serialize_field("serial", self.leaf.serial())?;
        fields.serialize_field("until", &rfc3339(self.until))?;
        fields.end()
    }
}

/// `safe`, `not while it is the last one` or `not before 2027-…`, then the findings.
impl fmt::Display for RemovalCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.safe {
            write!(f, "safe: none of {} chains in use needs it", self.considered)?;
        } else if self.dependents.is_empty() {
            write!(
                f,
                "not while it is the last one, though none of {} chains in use needs it",
                self.considered
            )?;
        } else {
            write!(f, "not before {}", rfc3339(self.safe_from))?;
        }
        self.findings.iter().try_for_each(|finding| write!(f, "\n{finding}"))
    }
}
