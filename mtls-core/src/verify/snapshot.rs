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
use super::faults::{At, Faults};
use super::path::{self, Link, Path};
use super::peer::Verified;
use super::purpose::{Role, is_role_refused};
use super::settings::Criteria;
use super::{ExpectedName, PeerName, Purpose, leaf, validity};

/// Immutable: bundles or anchors, and the criteria.
pub(super) struct Snapshot {
    pub(super) trust: Trust,
    pub(super) criteria: Criteria,
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
}

/// Why the fast path refused: our findings, and webpki's word where it came to that.
pub(super) struct Refused {
    pub(super) findings: Vec<Finding>,
    pub(super) webpki: Option<webpki::Error>,
}

impl Refused {
    fn ours(faults: Faults<'_>) -> Self {
        Self { findings: faults.into_findings(), webpki: None }
    }
}

/// A path that webpki and our own checks accept.
struct Found<'d> {
    /// Positions of the intermediates in the chain, the leaf's issuer first.
    intermediates: Vec<usize>,
    authority: &'d Certificate,
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
            Trust::Domains(_) => leaf::check_svid(&leaf, &mut faults),
            Trust::Anchors(_) => {
                leaf::check_edge(&leaf, &mut faults);
                None
            }
        };
        let name = check_name(asked.name, leaf_der, &mut faults);
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
        let mut refused: Option<(webpki::Error, Vec<Finding>)> = None;
        for role in asked.purpose.roles() {
            match self.build_path(chain, &leaf, id, anchors, *role, asked.at) {
                Ok(found) => {
                    let (verified, warnings) = self.verified(chain, asked.purpose, found);
                    warnings.into_iter().for_each(|f| faults.add(f));
                    let verified = Verified { warnings: faults.into_findings(), ..verified };
                    return Ok(Accepted { id: id.map(|id| id.to_owned()), name, verified });
                }
                // A chain that may be used in one role is refused for what is wrong with it in that role.
                Err(e) => {
                    refused = Some(match refused.take() {
                        Some(first) if !is_role_refused(&first.0) || is_role_refused(&e.0) => first,
                        _ => e,
                    });
                }
            }
        }
        let (webpki, found) = refused.unwrap_or((webpki::Error::UnknownIssuer, Vec::new()));
        found.into_iter().for_each(|f| faults.add(f));
        Err(Refused { findings: faults.into_findings(), webpki: Some(webpki) })
    }

    fn within_limits<'c>(&self, chain: &'c [CertificateDer<'c>]) -> Result<&'c CertificateDer<'c>, Refused> {
        let bare = |rule, message: String| Refused {
            findings: vec![Finding::new(rule, Subject::Input, message)],
            webpki: None,
        };
        let limits = &self.criteria.limits;
        let Some(leaf) = chain.first() else {
            return Err(bare(pki::CHAIN_EMPTY, "no certificate was presented".to_owned()));
        };
        if chain.len() > limits.max_certificates {
            let message = format!("{} certificates; the limit is {}", chain.len(), limits.max_certificates);
            return Err(bare(pki::CHAIN_TOO_LONG, message));
        }
        let bytes = chain.iter().fold(0_usize, |sum, der| sum.saturating_add(der.len()));
        if bytes > limits.max_bytes {
            let message = format!("{bytes} bytes of certificates; the limit is {}", limits.max_bytes);
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

    /// Lets webpki search for a path that it and our own checks accept.
    fn build_path<'d>(
        &self,
        chain: &[CertificateDer<'_>],
        leaf: &CertificateFields<'_>,
        id: Option<SpiffeIdRef<'_>>,
        anchors: &'d Anchors,
        role: Role,
        at: UnixTime,
    ) -> Result<Found<'d>, (webpki::Error, Vec<Finding>)> {
        let Some((leaf_der, rest)) = chain.split_first() else {
            return Err((webpki::Error::UnknownIssuer, Vec::new()));
        };
        let end_entity = webpki::EndEntityCert::try_from(leaf_der).map_err(|e| (e, Vec::new()))?;
        // What our checks said of the path that was looked at last, and of those refused before it.
        let accepted = RefCell::new(None);
        let refused = RefCell::new(Vec::new());
        let check = |found: &webpki::VerifiedPath<'_>| {
            let mut faults = Faults::new(self.criteria.profile, chain);
            let authority = anchors.authority(found.anchor()).ok_or(webpki::Error::UnknownIssuer)?;
            let mut intermediates = Vec::new();
            for certificate in found.intermediate_certificates() {
                let der = certificate.der();
                // The chain holds what webpki was given, so the position is always found.
                let index = chain.iter().position(|c| c == &der).ok_or(webpki::Error::UnknownIssuer)?;
                let der = chain.get(index).ok_or(webpki::Error::UnknownIssuer)?;
                match CertificateFields::read(der) {
                    Ok(fields) => intermediates.push(Link { index, der, fields }),
                    Err(e) => faults.refuse(pki::CERTIFICATE_MALFORMED, At::Chain(index), e.to_string()),
                }
            }
            let leaf = Link { index: 0, der: leaf_der, fields: *leaf };
            let path = Path { leaf, intermediates, authority, id };
            let valid_until = path::check(&path, &self.criteria, at, &mut faults);
            if faults.refused() {
                refused.borrow_mut().extend(faults.into_findings());
                // webpki goes on to other paths; the reason is ours to tell.
                return Err(webpki::Error::UnknownIssuer);
            }
            accepted.replace(Some(Found {
                intermediates: path.intermediates.iter().map(|link| link.index).collect(),
                authority,
                valid_until,
                warnings: faults.into_findings(),
            }));
            Ok(())
        };
        let verdict = end_entity.verify_for_usage(
            &self.criteria.algorithms,
            &anchors.anchors,
            rest,
            at,
            role,
            None,
            Some(&check),
        );
        let refused = refused.into_inner();
        match verdict {
            Ok(_) => accepted.into_inner().ok_or((webpki::Error::UnknownIssuer, refused)),
            Err(e) => Err((e, refused)),
        }
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

/// The first of the expected names that the leaf is valid for.
fn check_name(
    expected: &ExpectedName,
    leaf: &CertificateDer<'_>,
    faults: &mut Faults<'_>,
) -> Option<PeerName> {
    let ExpectedName::OneOf(names) = expected else { return None };
    let read = webpki::EndEntityCert::try_from(leaf)
        .map_err(|e| e.to_string())
        .and_then(|end_entity| Ok((end_entity, Certificate::from_der(leaf).map_err(|e| e.to_string())?)));
    let (end_entity, read) = match read {
        Ok(read) => read,
        Err(reason) => {
            faults.refuse(pki::CERTIFICATE_MALFORMED, At::Chain(0), reason);
            return None;
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
    found.cloned()
}
