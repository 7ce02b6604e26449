//! No key that is known made the signature: which of the usual stories is it?

use crate::finding::{
    Finding, NAME, Severity, Subject, excerpt_of,
    rules::{pki, trust as t, verify as r},
};
use crate::pki::Certificate;
use crate::pki::name::colon_hex;
use crate::verify::faults::{At, Faults};
use crate::verify::snapshot::Trust;

use super::Diagnosis;
use super::climb::{Gap, Signed, is_named};
use super::scope::Scope;

impl Diagnosis<'_> {
    /// Says why certificate `index` has no issuer.
    pub(super) fn explain(
        &mut self,
        index: usize,
        gap: &Gap<'_>,
        leaf: &Certificate,
        scope: &Scope<'_>,
        faults: &mut Faults<'_>,
    ) {
        let Some(child) = self.certificate(index) else { return };
        let at = At::Chain(index);
        if let Some(why) = &gap.unsupported {
            return faults.refuse(pki::SIGNATURE_UNSUPPORTED, at, why.clone());
        }
        let issuer = excerpt_of(child.issuer(), NAME);
        if let Some((claimed, other)) = self.other_domain(&child, scope) {
            let message = format!("it claims {claimed}, and an authority of {other} signed it ({issuer})");
            return faults.refuse(r::SIGNED_BY_OTHER_TRUST_DOMAIN, at, message);
        }
        // Without a bundle there is nothing more to compare with, and that is told already.
        if scope.anchors.is_none() || gap.unchecked {
            return;
        }
        left_out(&child, leaf, scope, faults);
        if scope.authorities().is_empty() {
            return;
        }
        if let Some(authority) = gap.authority {
            if names_key_of(&child, authority) {
                return faults.refuse(pki::SIGNATURE_INVALID, at, altered(authority, "the trust anchor"));
            }
            let message = format!(
                "{scope} {} an authority named {issuer} (serial {}, key {}), and another key made this signature{}",
                scope.has(),
                authority.reference(None).serial,
                key_id(authority.subject_key_id()),
                issuer_key(&child),
            );
            return faults.refuse(r::AUTHORITY_ROTATED, at, message);
        }
        if let Some((place, sent)) = gap.sent.and_then(|place| Some((place, self.certificate(place)?))) {
            if names_key_of(&child, &sent) {
                let which = format!("certificate {place}");
                return faults.refuse(pki::SIGNATURE_INVALID, at, altered(&sent, &which));
            }
            let newer = if sent.not_before() > child.not_before() {
                "; it is newer than what it should have signed: the intermediate was rotated"
            } else {
                ""
            };
            let message = format!(
                "certificate {place} is named {issuer} (serial {}, key {}), and another key made this signature{}{newer}",
                sent.reference(None).serial,
                key_id(sent.subject_key_id()),
                issuer_key(&child),
            );
            return faults.refuse(r::ISSUER_KEY_MISMATCH, at, message);
        }
        if gap.is_root {
            let message = format!("{issuer} is self-signed and not in {scope}");
            faults.refuse(r::AUTHORITY_UNKNOWN, at, message);
        } else if self.certificates.iter().all(Result::is_ok) {
            // Otherwise one of those that cannot be read may be the issuer: they are told.
            let message =
                format!("its issuer {issuer} was not sent and is not in {scope}{}", issuer_key(&child));
            faults.refuse(r::ISSUER_MISSING, at, message);
        }
    }

    /// The claimed trust domain, and another one whose authority made the signature.
    fn other_domain(&mut self, child: &Certificate, scope: &Scope<'_>) -> Option<(String, String)> {
        let claimed = scope.trust_domain()?;
        let Trust::Domains(domains) = &self.snapshot.trust else { return None };
        let mut namesakes: Vec<_> = domains
            .iter()
            .filter(|(name, _)| name.as_str() != claimed.as_str())
            .flat_map(|(name, anchors)| anchors.authorities.iter().map(move |authority| (name, authority)))
            .filter(|(_, authority)| is_named(child, authority))
            .collect();
        // The same answer for the same question, whatever order the map has.
        namesakes.sort();
        let (name, _) = namesakes
            .into_iter()
            .find(|(_, authority)| matches!(self.signatures.check(child, authority), Signed::Yes))?;
        Some((claimed.to_string(), name.to_string()))
    }
}

/// What the bundle holds and cannot be used, where it has to do with this chain: an authority of the
/// issuer's name, or the leaf itself in place of its issuer.
fn left_out(child: &Certificate, leaf: &Certificate, scope: &Scope<'_>, faults: &mut Faults<'_>) {
    let Some(anchors) = scope.anchors else { return };
    let (leaf, issuer) = (leaf.reference(None), excerpt_of(child.issuer(), NAME));
    for finding in &anchors.left_out {
        let Subject::Certificate(it) = &finding.subject else { continue };
        if finding.rule == r::VERIFIER_AUTHORITY_UNUSABLE.name && it.subject == issuer {
            faults.add(finding.clone());
        } else if finding.rule == t::BUNDLE_AUTHORITY_NOT_CA.name {
            let is_leaf = it.subject == leaf.subject && it.serial == leaf.serial;
            // An earlier certificate of the same workload.
            let is_same_id = it.spiffe_id.is_some() && it.spiffe_id == leaf.spiffe_id;
            let message = if is_leaf || is_same_id {
                format!("{scope} {} the leaf itself where the CA that issued it belongs", scope.has())
            } else if anchors.authorities.is_empty() {
                format!("{scope} {} a leaf, and no CA", scope.has())
            } else {
                continue;
            };
            faults.add(
                Finding::new(t::BUNDLE_AUTHORITY_NOT_CA, finding.subject.clone(), message)
                    .with_severity(Severity::Error),
            );
        }
    }
}

/// Whether the child names just this key, by its identifier.
fn names_key_of(child: &Certificate, issuer: &Certificate) -> bool {
    child.authority_key_id().is_some() && child.authority_key_id() == issuer.subject_key_id()
}

fn altered(issuer: &Certificate, which: &str) -> String {
    format!(
        "it names the key of {which} (key {}), and that key did not make this signature: the certificate was altered, \
         or two keys have the same identifier",
        key_id(issuer.subject_key_id())
    )
}

fn key_id(id: Option<&[u8]>) -> String {
    match id {
        Some(id) => excerpt_of(&colon_hex(id), NAME),
        None => "unnamed".to_owned(),
    }
}

/// `; it names the key ab:cd`, where the certificate says whose key signed it.
fn issuer_key(child: &Certificate) -> String {
    child.authority_key_id().map_or_else(String::new, |id| format!("; it names the key {}", key_id(Some(id))))
}
