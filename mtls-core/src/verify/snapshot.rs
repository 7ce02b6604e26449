//! What a verifier judges by, and the judgement.

use std::cell::RefCell;
use std::collections::HashMap;

use rustls_pki_types::{CertificateDer, UnixTime};

use crate::finding::{
    Finding, Subject, excerpt,
    rules::{pki, verify as r},
};
use crate::identity::{SpiffeId, SpiffeIdRef, TrustDomain};
use crate::pki::Certificate;
use crate::pki::strict::CertificateFields;

use super::anchors::Anchors;
use super::cache::{IssuerLookup, Issuers, Window};
use super::faults::{At, Faults};
use super::path::{self, Link, Path};
use super::peer::Verified;
use super::purpose::{Role, is_role_refused};
use super::settings::Criteria;
use super::{ExpectedName, PeerName, Purpose, known_issuer, leaf, validity};

/// Immutable: bundles or anchors, and the criteria.
pub(super) struct Snapshot {
    pub(super) trust: Trust,
    pub(super) criteria: Criteria,
    pub(super) issuers: Issuers,
    pub(super) findings: Vec<Finding>,
}

/// Who may vouch.
pub(super) enum Trust {
    /// Each trust domain's authorities for its own IDs.
    Domains(HashMap<TrustDomain, Anchors>),
    /// The same authorities for every name.
    Anchors(Anchors),
}

/// What is asked about a chain.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) purpose: Purpose,
    pub(super) name: &'a ExpectedName,
    pub(super) at: UnixTime,
}

/// Who a chain proves to be there.
pub(super) struct Accepted {
    /// Set under the SPIFFE profiles.
    pub(super) id: Option<SpiffeId>,
    /// The expected name that the leaf is valid for.
    pub(super) name: Option<PeerName>,
    pub(super) verified: Verified,
    /// When the same chain is judged the same; `None` if that is not known.
    pub(super) window: Option<Window>,
}

/// Why the fast path refused: what we found at the leaf and on the paths that webpki built, and webpki's
/// word where it came to that.
pub(super) struct Refused {
    pub(super) findings: Vec<Finding>,
    pub(super) on_paths: Vec<Finding>,
    pub(super) webpki: Option<webpki::Error>,
}

impl Refused {
    fn ours(faults: Faults<'_>) -> Self {
        Self { findings: faults.into_findings(), on_paths: Vec::new(), webpki: None }
    }
}

/// The chain that is judged.
pub(super) struct Subjected<'a> {
    pub(super) chain: &'a [CertificateDer<'a>],
    leaf_der: &'a CertificateDer<'a>,
    pub(super) leaf: CertificateFields<'a>,
    id: Option<SpiffeIdRef<'a>>,
    pub(super) at: UnixTime,
}

impl<'a> Subjected<'a> {
    fn link(&self) -> Link<'a> {
        Link { index: 0, der: self.leaf_der, fields: self.leaf }
    }
}

/// Why there is no path: webpki's last word, and what our checks said of the paths that it found.
struct Unfound {
    webpki: webpki::Error,
    findings: Vec<Finding>,
}

/// A path that webpki and our own checks accept.
pub(super) struct Found<'d> {
    /// Positions of the intermediates in the chain, the leaf's issuer first.
    pub(super) intermediates: Vec<usize>,
    pub(super) authority: &'d Certificate,
    /// Its place among the anchors.
    pub(super) place: usize,
    valid_until: i64,
    warnings: Vec<Finding>,
}

impl Snapshot {
    /// The fast path: accepted, or a reason not to be.
    pub(super) fn judge(&self, chain: &[CertificateDer<'_>], asked: &Asked<'_>) -> Result<Accepted, Refused> {
        let leaf_der = self.within_limits(chain)?;
        let mut faults = Faults::new(self.criteria.profile, chain);
        let leaf = match CertificateFields::read(leaf_der) {
            Ok(leaf) => leaf,
            Err(e) => {
                faults.refuse(pki::CERTIFICATE_MALFORMED, At::Chain(0), e.to_string());
                return Err(Refused::ours(faults));
            }
        };
        let id = match self.trust {
            Trust::Domains(_) => leaf::check_svid(&leaf, &self.criteria.algorithms, &mut faults),
            Trust::Anchors(_) => {
                leaf::check_edge(&leaf, &mut faults);
                None
            }
        };
        let name = match check_name(asked.name, leaf_der, &mut faults) {
            Ok(name) => name,
            Err(e) => return Err(Refused { webpki: Some(e), ..Refused::ours(faults) }),
        };
        if faults.refused() {
            return Err(Refused::ours(faults));
        }
        let anchors = match self.anchors(id) {
            Ok(anchors) => anchors,
            Err(finding) => {
                faults.add(*finding);
                return Err(Refused::ours(faults));
            }
        };
        let subject = Subjected { chain, leaf_der, leaf, id, at: asked.at };
        let mut refused: Option<Unfound> = None;
        for role in asked.purpose.roles() {
            match self.find_path(&subject, anchors, *role) {
                Ok(found) => {
                    let (verified, warnings) = self.verified(chain, asked.purpose, found);
                    warnings.into_iter().for_each(|f| faults.add(f));
                    let verified = Verified { warnings: faults.into_findings(), ..verified };
                    let window = known_issuer::window(&subject, anchors, &self.criteria);
                    return Ok(Accepted { id: id.map(|id| id.to_owned()), name, verified, window });
                }
                // A chain that may be used in one role is refused for what is wrong with it in that role.
                Err(e) => {
                    refused = Some(match refused.take() {
                        Some(first) if !is_role_refused(&first.webpki) || is_role_refused(&e.webpki) => first,
                        _ => e,
                    });
                }
            }
        }
        let Unfound { webpki, findings: on_paths } =
            refused.unwrap_or(Unfound { webpki: webpki::Error::UnknownIssuer, findings: Vec::new() });
        Err(Refused { findings: faults.into_findings(), on_paths, webpki: Some(webpki) })
    }

    fn within_limits<'c>(&self, chain: &'c [CertificateDer<'c>]) -> Result<&'c CertificateDer<'c>, Refused> {
        let bare = |rule, message: String| Refused {
            findings: vec![Finding::new(rule, Subject::Input, message)],
            on_paths: Vec::new(),
            webpki: None,
        };
        let Some(leaf) = chain.first() else {
            return Err(bare(pki::CHAIN_EMPTY, "no certificate was presented".to_owned()));
        };
        if let Some(message) = self.criteria.limits.exceeded(chain) {
            return Err(bare(pki::CHAIN_TOO_LONG, message));
        }
        Ok(leaf)
    }

    /// The anchors that may vouch for this peer, and no others.
    fn anchors(&self, id: Option<SpiffeIdRef<'_>>) -> Result<&Anchors, Box<Finding>> {
        let domains = match (&self.trust, id) {
            (Trust::Anchors(anchors), _) if anchors.anchors.is_empty() => {
                let message = "there is no usable trust anchor";
                return Err(Box::new(Finding::new(r::TRUST_BUNDLE_EMPTY, Subject::Input, message)));
            }
            (Trust::Anchors(anchors), _) => return Ok(anchors),
            (Trust::Domains(domains), _) => domains,
        };
        let name = id.map_or("", |id| id.trust_domain().as_str());
        let subject = || Subject::TrustDomain { name: name.to_owned() };
        match domains.get(name) {
            None => {
                let claims = id.map_or_else(String::new, |id| id.to_string());
                let message = format!("the leaf is {claims}, and there is no bundle for {name}");
                Err(Box::new(Finding::new(r::TRUST_DOMAIN_UNKNOWN, subject(), message)))
            }
            Some(anchors) if anchors.anchors.is_empty() => {
                let message = format!("the bundle of {name} has no usable authority");
                Err(Box::new(Finding::new(r::TRUST_BUNDLE_EMPTY, subject(), message)))
            }
            Some(anchors) => Ok(anchors),
        }
    }

    /// A path that webpki and our own checks accept: by an issuer that is known already, or by search.
    fn find_path<'d>(
        &self,
        subject: &Subjected<'_>,
        anchors: &'d Anchors,
        role: Role,
    ) -> Result<Found<'d>, Unfound> {
        let lookup = IssuerLookup {
            role,
            trust_domain: subject.id.map_or("", |id| id.trust_domain().as_str()),
            rest: subject.chain.get(1..).unwrap_or_default(),
        };
        if let Some(found) = self.known_issuer(subject, anchors, &lookup) {
            return Ok(found);
        }
        let found = self.search(subject, anchors, role)?;
        if self.issuers.is_on()
            && let Some(issuer) = known_issuer::of(subject, anchors, &found, &self.criteria)
        {
            self.issuers.insert(&lookup, issuer);
        }
        Ok(found)
    }

    /// The path of an issuer that was accepted before: webpki checks the leaf below it, and our own checks
    /// look at the whole path again. Anything but acceptance is left to the search.
    fn known_issuer<'d>(
        &self,
        subject: &Subjected<'_>,
        anchors: &'d Anchors,
        lookup: &IssuerLookup<'_>,
    ) -> Option<Found<'d>> {
        let issuer = self.issuers.get(lookup, subject.at)?;
        if subject.leaf.issuer != &*issuer.subject || subject.leaf.is_self_issued() {
            return None;
        }
        if !issuer.fence.bears(&subject.leaf) {
            return None;
        }
        let authority = anchors.authorities.get(issuer.authority)?;
        let end_entity = webpki::EndEntityCert::try_from(subject.chain.first()?).ok()?;
        let algorithms = &self.criteria.algorithms;
        end_entity
            .verify_for_usage(algorithms, &issuer.anchor, &[], subject.at, lookup.role, None, None)
            .ok()?;
        self.examine(subject, lookup.role, &issuer.path, issuer.authority, authority).ok()
    }

    /// Lets webpki search for a path that it and our own checks accept.
    fn search<'d>(
        &self,
        subject: &Subjected<'_>,
        anchors: &'d Anchors,
        role: Role,
    ) -> Result<Found<'d>, Unfound> {
        let unfound = |webpki| Unfound { webpki, findings: Vec::new() };
        let (leaf, rest) =
            subject.chain.split_first().ok_or_else(|| unfound(webpki::Error::UnknownIssuer))?;
        let end_entity = webpki::EndEntityCert::try_from(leaf).map_err(unfound)?;
        // What our checks said of the path that was looked at last, and of those refused before it.
        let accepted = RefCell::new(None);
        let refused = RefCell::new(Vec::new());
        let check = |found: &webpki::VerifiedPath<'_>| {
            let place = anchors.place(found.anchor()).ok_or(webpki::Error::UnknownIssuer)?;
            let authority = anchors.authorities.get(place).ok_or(webpki::Error::UnknownIssuer)?;
            let mut path = Vec::new();
            for certificate in found.intermediate_certificates() {
                let der = certificate.der();
                // The chain holds what webpki was given, so the position is always found.
                let index = rest.iter().position(|c| c == &der).and_then(|place| place.checked_add(1));
                path.push(index.ok_or(webpki::Error::UnknownIssuer)?);
            }
            match self.examine(subject, role, &path, place, authority) {
                Ok(found) => {
                    accepted.replace(Some(found));
                    Ok(())
                }
                Err(findings) => {
                    refused.borrow_mut().extend(findings);
                    // webpki goes on to other paths; the reason is ours to tell.
                    Err(webpki::Error::UnknownIssuer)
                }
            }
        };
        let verdict = end_entity.verify_for_usage(
            &self.criteria.algorithms,
            &anchors.anchors,
            rest,
            subject.at,
            role,
            None,
            Some(&check),
        );
        let findings = refused.into_inner();
        match verdict {
            Ok(_) => accepted.into_inner().ok_or(Unfound { webpki: webpki::Error::UnknownIssuer, findings }),
            Err(webpki) => Err(Unfound { webpki, findings }),
        }
    }

    /// Our own checks on a path whose signatures webpki has checked.
    fn examine<'d>(
        &self,
        subject: &Subjected<'_>,
        role: Role,
        intermediates: &[usize],
        place: usize,
        authority: &'d Certificate,
    ) -> Result<Found<'d>, Vec<Finding>> {
        let mut faults = Faults::new(self.criteria.profile, subject.chain);
        let mut links = Vec::with_capacity(intermediates.len());
        for (index, der) in intermediates.iter().filter_map(|i| Some((*i, subject.chain.get(*i)?))) {
            match CertificateFields::read(der) {
                Ok(fields) => links.push(Link { index, der, fields }),
                Err(e) => faults.refuse(pki::CERTIFICATE_MALFORMED, At::Chain(index), e.to_string()),
            }
        }
        let leaf = subject.link();
        let path = Path { leaf, intermediates: links, authority, id: subject.id, roles: &[role] };
        let valid_until = path::check(&path, &self.criteria, subject.at, &mut faults);
        if faults.refused() {
            return Err(faults.into_findings());
        }
        let intermediates = intermediates.to_vec();
        Ok(Found { intermediates, authority, place, valid_until, warnings: faults.into_findings() })
    }

    fn verified(
        &self,
        chain: &[CertificateDer<'_>],
        purpose: Purpose,
        found: Found<'_>,
    ) -> (Verified, Vec<Finding>) {
        let used = std::iter::once(&0).chain(&found.intermediates).filter_map(|index| chain.get(*index));
        let verified = Verified {
            profile: self.criteria.profile,
            purpose,
            valid_until: validity::unix(found.valid_until),
            path: used.map(|der| der.clone().into_owned()).collect(),
            authority: found.authority.clone(),
            warnings: Vec::new(),
        };
        (verified, found.warnings)
    }
}

/// The first of the expected names that the leaf is valid for; webpki's word on a leaf that it does not take.
fn check_name(
    expected: &ExpectedName,
    leaf: &CertificateDer<'_>,
    faults: &mut Faults<'_>,
) -> Result<Option<PeerName>, webpki::Error> {
    let ExpectedName::OneOf(names) = expected else { return Ok(None) };
    let end_entity = webpki::EndEntityCert::try_from(leaf)?;
    let read = match Certificate::from_der(leaf) {
        Ok(read) => read,
        Err(e) => {
            faults.refuse(pki::CERTIFICATE_MALFORMED, At::Chain(0), e.to_string());
            return Ok(None);
        }
    };
    let found = names.iter().find(|name| name.matches(&end_entity, &read));
    if found.is_none() {
        let wanted: Vec<_> = names.iter().take(4).map(ToString::to_string).collect();
        let held = read.names();
        let holds: Vec<_> = held
            .dns
            .iter()
            .cloned()
            .chain(held.ip.iter().map(ToString::to_string))
            .chain(held.email.iter().cloned())
            .chain(held.uri.iter().cloned())
            .take(8)
            .map(|name| excerpt(&name))
            .collect();
        let holds = if holds.is_empty() { "no name".to_owned() } else { holds.join(", ") };
        let message = format!("expected {}, and it is for {holds}", wanted.join(" or "));
        faults.refuse(r::PEER_NAME_MISMATCH, At::Chain(0), message);
    }
    Ok(found.cloned())
}
