//! After a refusal: all that is wrong, and what most likely caused it.
//!
//! Never decides: it runs when the verdict has fallen. It climbs from the leaf towards the trust anchors
//! on every way that a path builder could take, says what is wrong on each, and blames the way that came
//! nearest; what is wrong on the others is told as warnings.

mod climb;
mod fences;
mod gap;
mod judge;
mod scope;
mod webpki_word;

use std::collections::HashSet;

use rustls_pki_types::{CertificateDer, UnixTime};

use crate::finding::{
    Finding, Severity,
    rules::{pki, verify as r},
};
use crate::pki::Certificate;
use crate::pki::strict::CertificateFields;

use super::faults::{At, Faults, Read};
use super::rejection::Route;
use super::settings::NAMED;
use super::snapshot::{Asked, Refused, Snapshot};
use super::validity::{self, Tier};
use super::{Purpose, Rejection, rank};

use climb::{End, Signatures, Way, ways};
use scope::Scope;

/// Comparisons of names with constraints: both can be as many as a chain has room for.
const MAX_COMPARISONS: usize = 10_000;

pub(super) fn rejection(
    snapshot: &Snapshot,
    chain: &[CertificateDer<'_>],
    asked: &Asked<'_>,
    refused: Refused,
) -> Rejection {
    // What is beyond the limits is named in part, and not looked at.
    let is_within = snapshot.criteria.limits.exceeded(chain).is_none();
    let length = if is_within { chain.len() } else { NAMED };
    let read: Read = chain.iter().take(length).map(|der| Certificate::from_der(der)).collect();
    let mut faults = Faults::of_read(snapshot.criteria.profile, chain, &read);
    let named = (0..read.len().min(NAMED)).map(|index| faults.reference(index)).collect::<Vec<_>>();
    refused.findings.into_iter().for_each(|f| faults.add(f));
    let mut route = Route::default();
    if is_within {
        route = Diagnosis::new(snapshot, chain, read, asked).run(&mut faults, refused.webpki.as_ref());
    }
    if !faults.refused() {
        refused.on_paths.into_iter().for_each(|f| faults.add(f));
    }
    if !faults.refused() {
        // The fast path refused and nothing else was found: webpki's own word must not be lost.
        let (rule, message) = match &refused.webpki {
            Some(e) => webpki_word::of(e),
            None => (r::CHAIN_REFUSED, "no reason given".to_owned()),
        };
        faults.refuse(rule, At::Chain(0), message);
    }
    let mut findings = faults.into_findings();
    rank::sort(&mut findings);
    let claimed = named.first().and_then(|leaf| leaf.spiffe_id.clone());
    Rejection::new(claimed, named, findings, route)
}

struct Diagnosis<'a> {
    snapshot: &'a Snapshot,
    chain: &'a [CertificateDer<'a>],
    /// The chain's certificates, or why they cannot be read.
    certificates: Read,
    purpose: Purpose,
    at: UnixTime,
    signatures: Signatures<'a>,
    comparisons_left: usize,
}

impl<'a> Diagnosis<'a> {
    fn new(
        snapshot: &'a Snapshot,
        chain: &'a [CertificateDer<'a>],
        certificates: Read,
        asked: &Asked<'_>,
    ) -> Self {
        Self {
            snapshot,
            chain,
            certificates,
            purpose: asked.purpose,
            at: asked.at,
            signatures: Signatures::new(&snapshot.criteria.algorithms),
            comparisons_left: MAX_COMPARISONS,
        }
    }

    fn certificate(&self, index: usize) -> Option<Certificate> {
        self.certificates.get(index)?.as_ref().ok().cloned()
    }

    /// Adds all that is wrong to `faults`, and gives the way that came nearest.
    fn run(&mut self, faults: &mut Faults<'_>, webpki: Option<&webpki::Error>) -> Route {
        let leaf = match self.certificates.first() {
            Some(Ok(leaf)) => leaf.clone(),
            Some(Err(e)) => {
                // This reader asks for more than the fast path, which may have said it already.
                if !faults.refused() {
                    faults.refuse(pki::CERTIFICATE_MALFORMED, At::Chain(0), e.to_string());
                }
                return Route::default();
            }
            None => return Route::default(),
        };
        self.leaf_elsewhere(&leaf, faults);
        let (snapshot, chain) = (self.snapshot, self.chain);
        let Some(scope) = Scope::of(snapshot, &leaf) else {
            // Without an ID it is not known who may vouch.
            if let Some(fields) = chain.first().and_then(|der| CertificateFields::read(der).ok())
                && let Some((rule, message)) = validity::fault(&fields, Tier::Leaf, self.at)
            {
                faults.refuse(rule, At::Chain(0), message);
            }
            return Route::default();
        };
        let ways = ways(&self.certificates, scope.authorities(), &mut self.signatures);
        let mut judged: Vec<(Way<'_>, Vec<Finding>)> = Vec::with_capacity(ways.len());
        for way in ways {
            let found = self.judge(&way, &leaf, &scope);
            judged.push((way, found));
        }
        // The first of equals: the order in which a path builder would come to them.
        let errors = |found: &[Finding]| found.iter().filter(|f| f.severity == Severity::Error).count();
        let nearest = (0..judged.len())
            .filter_map(|place| Some((place, judged.get(place)?)))
            .min_by_key(|(_, (way, found))| (matches!(way.end, End::Gap(_)), errors(found)))
            .map(|(place, _)| place);
        let Some((way, found)) = nearest.map(|place| judged.swap_remove(place)) else {
            return Route::default();
        };
        found.into_iter().for_each(|f| faults.add(f));
        self.unreadable(&way, faults);
        if let Some(e) = webpki {
            let (rule, message) = webpki_word::of(e);
            let told = |f: &Finding| f.rule == rule.name;
            let elsewhere = judged.iter().any(|(_, found)| found.iter().any(told));
            if webpki_word::is_telling(rule) && !elsewhere && !faults.findings().iter().any(told) {
                faults.refuse(rule, At::Chain(0), message);
            }
        }
        for finding in judged.into_iter().flat_map(|(_, found)| found) {
            faults.add(finding.with_severity(Severity::Warning));
        }
        let authority = match way.end {
            End::Authority(authority) => Some(authority.clone()),
            End::Gap(_) => None,
        };
        Route { places: way.links, authority }
    }

    /// A chain whose leaf does not stand first: the first certificate is a CA, and another one is not.
    fn leaf_elsewhere(&self, first: &Certificate, faults: &mut Faults<'_>) {
        if !first.is_ca() {
            return;
        }
        let read = || self.certificates.iter().enumerate().filter_map(|(i, c)| Some((i, c.as_ref().ok()?)));
        let issuers: HashSet<&[u8]> =
            read().filter(|(_, c)| c.is_ca()).map(|(_, c)| c.subject_der()).collect();
        let leaf = read().find(|(_, c)| !c.is_ca() && issuers.contains(c.issuer_der()));
        if let Some((place, leaf)) = leaf {
            let message = format!(
                "a CA stands first, and the leaf is certificate {place} ({})",
                leaf.reference(None).subject
            );
            faults.report(pki::CHAIN_OUT_OF_ORDER, Severity::Error, At::Chain(0), message);
        }
    }

    /// What is not of strict form beside the way: to blame only if it could be what is missing.
    fn unreadable(&self, way: &Way<'_>, faults: &mut Faults<'_>) {
        for (index, (der, read)) in self.chain.iter().zip(self.certificates.iter()).enumerate() {
            if way.links.contains(&index) {
                continue;
            }
            let (message, severity) = match (read, CertificateFields::read(der)) {
                (Ok(_), Ok(_)) => continue,
                (Err(e), _) if way.lacks_issuer() => (e.to_string(), Severity::Error),
                (Err(e), _) => (e.to_string(), Severity::Warning),
                (Ok(_), Err(e)) => (e.to_string(), Severity::Warning),
            };
            faults.report(pki::CERTIFICATE_MALFORMED, severity, At::Chain(index), message);
        }
    }
}
