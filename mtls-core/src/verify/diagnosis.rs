//! After a refusal: all that is wrong, and what most likely caused it.
//!
//! Never decides: it runs when the verdict has fallen. It walks from the leaf towards a trust
//! anchor as a path builder would, and stops where no key that it knows made the signature.

use std::fmt;

use rustls_pki_types::{CertificateDer, UnixTime};

use crate::finding::{
    CertificateRef, Finding, NAME, Severity, excerpt_of,
    rules::{pki, verify as r},
};
use crate::identity::{SpiffeIdRef, TrustDomainRef};
use crate::pki::strict::CertificateFields;
use crate::pki::{Certificate, PkiError, time};

use super::anchors::Anchors;
use super::faults::{At, Faults, describe};
use super::snapshot::{Refused, Snapshot, Trust};
use super::validity::{self, Tier};
use super::{Rejection, hearsay, issuer, rank};

/// How many signatures a diagnosis may check: names can be made to match without end.
const MAX_SIGNATURES: usize = 64;
/// How many of a long chain's certificates are named in the rejection.
const MAX_NAMED: usize = 32;

pub(super) fn rejection(
    snapshot: &Snapshot,
    chain: &[CertificateDer<'_>],
    at: UnixTime,
    refused: Refused,
) -> Rejection {
    let named: Vec<CertificateRef> =
        (0..MAX_NAMED).zip(chain).map(|(index, der)| describe(Some(index), der)).collect();
    let mut faults = Faults::new(snapshot.criteria.profile, chain);
    refused.findings.into_iter().for_each(|f| faults.add(f));
    if chain.len() <= snapshot.criteria.limits.max_certificates {
        Diagnosis::new(snapshot, chain, at).run(&mut faults, refused.webpki.as_ref());
    }
    let mut findings = faults.into_findings();
    if !findings.iter().any(|f| f.severity == Severity::Error) {
        // The fast path refused and nothing else was found: webpki's own word must not be lost.
        let reason = refused.webpki.map_or_else(|| "no reason given".to_owned(), |e| e.to_string());
        let subject = named
            .first()
            .cloned()
            .map_or(crate::finding::Subject::Input, crate::finding::Subject::Certificate);
        findings.push(Finding::new(r::CHAIN_REFUSED, subject, format!("rustls-webpki: {reason}")));
    }
    rank::sort(&mut findings);
    let claimed = named.first().and_then(|leaf| leaf.spiffe_id.clone());
    Rejection::new(claimed, named, findings)
}

struct Diagnosis<'a> {
    snapshot: &'a Snapshot,
    /// The chain's certificates that can be read, with their positions.
    certificates: Vec<(usize, Certificate)>,
    /// The positions of the others, and what is wrong with them.
    unreadable: Vec<(usize, String)>,
    at: UnixTime,
    signatures_left: usize,
    /// Certificates looked at for validity, and how many of them were not valid.
    looked_at: usize,
    invalid: usize,
}

/// Within which an issuer is looked for.
#[derive(Clone, Copy)]
struct Scope<'a> {
    /// Who may vouch; `None` where the claimed trust domain has no bundle.
    anchors: Option<&'a Anchors>,
    /// Whom the leaf claims to be, where it is judged as an X509-SVID.
    id: Option<SpiffeIdRef<'a>>,
}

impl<'a> Scope<'a> {
    /// `None` for a leaf that claims no SPIFFE ID and is judged by it.
    fn of(snapshot: &'a Snapshot, leaf: &'a Certificate) -> Option<Self> {
        match &snapshot.trust {
            Trust::Anchors(anchors) => Some(Self { anchors: Some(anchors), id: None }),
            Trust::Domains(domains) => {
                let id = SpiffeIdRef::parse(leaf.uris().first()?).ok()?;
                Some(Self { anchors: domains.get(id.trust_domain().as_str()), id: Some(id) })
            }
        }
    }

    fn has(&self) -> &'static str {
        if self.id.is_some() { "has" } else { "have" }
    }

    fn trust_domain(&self) -> Option<TrustDomainRef<'a>> {
        self.id.map(|id| id.trust_domain())
    }
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.trust_domain() {
            Some(name) => write!(f, "the bundle of {name}"),
            None => f.write_str("the trust anchors"),
        }
    }
}

/// What was found above a certificate.
enum Above<'a> {
    Authority(&'a Certificate),
    Intermediate(usize),
    Nothing,
}

impl<'a> Diagnosis<'a> {
    fn new(snapshot: &'a Snapshot, chain: &[CertificateDer<'_>], at: UnixTime) -> Self {
        let (mut certificates, mut unreadable) = (Vec::new(), Vec::new());
        for (index, der) in chain.iter().enumerate() {
            match Certificate::from_der(der) {
                Ok(certificate) => certificates.push((index, certificate)),
                Err(e) => {
                    let strict = CertificateFields::read(der).err().map(|e| e.to_string());
                    unreadable.push((index, strict.unwrap_or_else(|| e.to_string())));
                }
            }
        }
        Self {
            snapshot,
            certificates,
            unreadable,
            at,
            signatures_left: MAX_SIGNATURES,
            looked_at: 0,
            invalid: 0,
        }
    }

    fn run(&mut self, faults: &mut Faults<'_>, webpki: Option<&webpki::Error>) {
        self.read_strictly(faults);
        let Some(leaf) = self.certificate(0) else { return };
        let Some(scope) = Scope::of(self.snapshot, &leaf) else {
            self.validity(0, Tier::Leaf, faults);
            return;
        };
        let mut current = 0;
        let mut seen = Vec::new();
        loop {
            let tier = if current == 0 { Tier::Leaf } else { Tier::Issuer };
            seen.push(current);
            if !self.validity(current, tier, faults) {
                break;
            }
            match self.above(current, scope, &seen, faults) {
                Above::Intermediate(next) => {
                    if let Some(certificate) = self.certificate(next)
                        && let Ok(fields) = CertificateFields::read(certificate.der())
                    {
                        issuer::check(&fields, At::Chain(next), scope.trust_domain(), faults);
                    }
                    current = next;
                }
                Above::Authority(authority) => {
                    self.authority(authority, scope, faults);
                    break;
                }
                Above::Nothing => break,
            }
        }
        if self.looked_at > 1 && self.invalid == self.looked_at {
            let message = format!(
                "all {} certificates up to the trust anchor are outside their validity at {}",
                self.looked_at,
                time::rfc3339(self.at)
            );
            faults.refuse(r::CLOCK_SKEW, At::Chain(0), message);
        }
        if let Some(e) = webpki {
            let walked: Vec<_> = seen.into_iter().filter_map(|i| Some((i, self.certificate(i)?))).collect();
            hearsay::tell(e, &walked, faults);
        }
    }

    fn certificate(&self, index: usize) -> Option<Certificate> {
        self.certificates.iter().find(|(i, _)| *i == index).map(|(_, certificate)| certificate.clone())
    }

    /// Every certificate must be of strict form, needed for the path or not: say so of each that is not.
    fn read_strictly(&self, faults: &mut Faults<'_>) {
        for (index, certificate) in &self.certificates {
            if let Err(e) = CertificateFields::read(certificate.der()) {
                faults.refuse(pki::CERTIFICATE_MALFORMED, At::Chain(*index), e.to_string());
            }
        }
    }

    /// Whether the certificate is of strict form: of another it cannot be said who signed it.
    fn validity(&mut self, index: usize, tier: Tier, faults: &mut Faults<'_>) -> bool {
        let Some(certificate) = self.certificate(index) else { return false };
        let Ok(fields) = CertificateFields::read(certificate.der()) else { return false };
        self.looked_at = self.looked_at.saturating_add(1);
        if let Some((rule, message)) = validity::fault(&fields, tier, self.at) {
            self.invalid = self.invalid.saturating_add(1);
            faults.refuse(rule, At::Chain(index), message);
        }
        true
    }

    fn authority(&mut self, authority: &Certificate, scope: Scope<'_>, faults: &mut Faults<'_>) {
        let Ok(fields) = CertificateFields::read(authority.der()) else { return };
        issuer::check(&fields, At::Anchor(authority), scope.trust_domain(), faults);
        self.looked_at = self.looked_at.saturating_add(1);
        if let Some((rule, message)) = validity::fault(&fields, Tier::Authority, self.at) {
            self.invalid = self.invalid.saturating_add(1);
            faults.refuse(rule, At::Anchor(authority), message);
        }
    }

    /// Looks for the issuer of certificate `index`, and says why there is none.
    fn above<'d>(
        &mut self,
        index: usize,
        scope: Scope<'d>,
        seen: &[usize],
        faults: &mut Faults<'_>,
    ) -> Above<'d> {
        let Some(child) = self.certificate(index) else { return Above::Nothing };
        let authorities = scope.anchors.map_or(&[][..], |anchors| &anchors.authorities);
        let (mut namesake_authority, mut namesake_sent) = (None, None);
        for authority in authorities.iter().filter(|authority| named(&child, authority)) {
            match self.signed(&child, authority) {
                Signed::Yes => return Above::Authority(authority),
                Signed::No => namesake_authority = Some(authority),
                Signed::Unsupported(why) => {
                    faults.refuse(pki::SIGNATURE_UNSUPPORTED, At::Chain(index), why);
                    return Above::Nothing;
                }
            }
        }
        let candidates: Vec<_> = self
            .certificates
            .iter()
            .filter(|(i, certificate)| !seen.contains(i) && named(&child, certificate))
            .cloned()
            .collect();
        for (next, candidate) in candidates {
            match self.signed(&child, &candidate) {
                Signed::Yes => return Above::Intermediate(next),
                Signed::No => namesake_sent = Some((next, candidate)),
                Signed::Unsupported(why) => {
                    faults.refuse(pki::SIGNATURE_UNSUPPORTED, At::Chain(index), why);
                    return Above::Nothing;
                }
            }
        }
        if scope.anchors.is_some_and(|anchors| !anchors.authorities.is_empty()) {
            self.explain_gap(index, &child, scope, namesake_authority, namesake_sent, faults);
        }
        Above::Nothing
    }

    /// No key that we know made the signature: which of the usual stories is it?
    fn explain_gap(
        &mut self,
        index: usize,
        child: &Certificate,
        scope: Scope<'_>,
        namesake_authority: Option<&Certificate>,
        namesake_sent: Option<(usize, Certificate)>,
        faults: &mut Faults<'_>,
    ) {
        let at = At::Chain(index);
        let issuer = excerpt_of(child.issuer(), NAME);
        if let Some((claimed, other)) = self.other_domain(child, scope) {
            let message = format!("it claims {claimed}, and an authority of {other} signed it ({issuer})");
            faults.refuse(r::SIGNED_BY_OTHER_TRUST_DOMAIN, at, message);
        } else if let Some(named) = [namesake_authority, namesake_sent.as_ref().map(|(_, sent)| sent)]
            .into_iter()
            .flatten()
            .find(|named| self.signatures_left > 0 && names_key_of(child, named))
        {
            let message = format!(
                "it names the key {} of {issuer} (serial {}), and that key did not make its signature",
                key_id(named.subject_key_id()),
                named.serial(),
            );
            faults.refuse(pki::SIGNATURE_INVALID, at, message);
        } else if let Some(authority) = namesake_authority {
            let message = format!(
                "{scope} {} an authority named {issuer} (serial {}, key {}), and another key made this signature{}",
                scope.has(),
                authority.serial(),
                key_id(authority.subject_key_id()),
                issuer_key(child),
            );
            faults.refuse(r::AUTHORITY_ROTATED, at, message);
        } else if let Some((next, sent)) = namesake_sent {
            let message = format!(
                "certificate {next} is named {issuer} (serial {}, key {}), and another key made this signature{}",
                sent.serial(),
                key_id(sent.subject_key_id()),
                issuer_key(child),
            );
            faults.refuse(r::ISSUER_KEY_MISMATCH, at, message);
        } else if child.is_self_issued() {
            let message = format!("{issuer} is self-signed and not in {scope}");
            faults.refuse(r::AUTHORITY_UNKNOWN, at, message);
        } else if self.unreadable.is_empty() {
            let message =
                format!("its issuer {issuer} was not sent and is not in {scope}{}", issuer_key(child),);
            faults.refuse(r::ISSUER_MISSING, at, message);
        } else {
            // Any of them may be the issuer.
            for (index, why) in &self.unreadable {
                faults.refuse(pki::CERTIFICATE_MALFORMED, At::Chain(*index), why.clone());
            }
        }
    }

    /// The claimed trust domain, and another one whose authority made the signature.
    fn other_domain(&mut self, child: &Certificate, scope: Scope<'_>) -> Option<(String, String)> {
        let claimed = scope.trust_domain()?;
        let Trust::Domains(domains) = &self.snapshot.trust else { return None };
        let mut namesakes: Vec<_> = domains
            .iter()
            .filter(|(name, _)| name.as_str() != claimed.as_str())
            .flat_map(|(name, anchors)| anchors.authorities.iter().map(move |authority| (name, authority)))
            .filter(|(_, authority)| named(child, authority))
            .collect();
        // The same answer for the same question, whatever order the map has.
        namesakes.sort();
        let (name, _) = namesakes
            .into_iter()
            .find(|(_, authority)| matches!(self.signed(child, authority), Signed::Yes))?;
        Some((claimed.to_string(), name.to_string()))
    }

    fn signed(&mut self, child: &Certificate, issuer: &Certificate) -> Signed {
        let Some(left) = self.signatures_left.checked_sub(1) else { return Signed::No };
        self.signatures_left = left;
        match child.verify_signed_by(issuer, &self.snapshot.criteria.algorithms) {
            Ok(()) => Signed::Yes,
            Err(e @ PkiError::SignatureUnsupported { .. }) => Signed::Unsupported(e.to_string()),
            Err(_) => Signed::No,
        }
    }
}

/// By name alone: a namesake with another key is just what a diagnosis must find.
fn named(child: &Certificate, issuer: &Certificate) -> bool {
    child.issuer_der() == issuer.subject_der()
}

/// Whether the key identifiers say that this issuer's key made the signature.
fn names_key_of(child: &Certificate, issuer: &Certificate) -> bool {
    child.authority_key_id().is_some_and(|id| issuer.subject_key_id() == Some(id))
}

enum Signed {
    Yes,
    No,
    Unsupported(String),
}

fn key_id(id: Option<&[u8]>) -> String {
    let Some(id) = id else { return "unnamed".to_owned() };
    id.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
}

/// `; it names the key ab:cd`, where the certificate says whose key signed it.
fn issuer_key(child: &Certificate) -> String {
    child.authority_key_id().map_or_else(String::new, |id| format!("; it names the key {}", key_id(Some(id))))
}
