//! What is wrong on one way.

use crate::finding::{
    Finding,
    rules::{conformance as c, pki, verify as r},
};
use crate::pki::strict::CertificateFields;
use crate::pki::{Certificate, dotted, time};
use crate::verify::faults::{At, Faults};
use crate::verify::path::{self, Link, Path};
use crate::verify::purpose::Role;
use crate::verify::validity::{self, Tier};
use crate::verify::{Purpose, issuer};

use super::Diagnosis;
use super::climb::{End, Way};
use super::fences::{self, Fenced};
use super::scope::Scope;

impl<'a> Diagnosis<'a> {
    /// All that is wrong on this way: what webpki looks at, our own checks, and why it ends.
    pub(super) fn judge(&mut self, way: &Way<'_>, leaf: &Certificate, scope: &Scope<'_>) -> Vec<Finding> {
        let mut faults = Faults::of_read(self.snapshot.criteria.profile, self.chain, &self.certificates);
        let links = self.links(way, &mut faults);
        if links.first().is_none_or(|link| link.index != 0) {
            // The leaf is not of strict form, which the fast path has told.
            return faults.into_findings();
        }
        self.validity(&links, &way.end, &mut faults);
        check_purpose(&links, self.purpose, &mut faults);
        check_lengths(&links, &mut faults);
        for link in &links {
            if let Some(oid) = link.fields.extensions.unknown_critical {
                let message = format!("the critical extension {} is not known here", dotted(oid));
                faults.refuse(c::CRITICAL_EXTENSION_UNKNOWN, At::Chain(link.index), message);
            }
        }
        let authority = match way.end {
            End::Authority(authority) => {
                CertificateFields::read(authority.der()).ok().map(|fields| (authority, fields))
            }
            End::Gap(_) => None,
        };
        let mut fenced: Vec<Fenced<'_>> = links
            .iter()
            .map(|link| Fenced { at: At::Chain(link.index), index: link.index, fields: &link.fields })
            .collect();
        if let Some((authority, fields)) = &authority {
            fenced.push(Fenced { at: At::Anchor(authority), index: usize::MAX, fields });
        }
        fences::check(&fenced, &mut self.comparisons_left, &mut faults);
        self.end(way, links, leaf, scope, &mut faults);
        faults.into_findings()
    }

    /// The certificates of the way that are of strict form; the others are told.
    fn links(&self, way: &Way<'_>, faults: &mut Faults<'_>) -> Vec<Link<'a>> {
        let mut links = Vec::with_capacity(way.links.len());
        for (index, der) in way.links.iter().filter_map(|index| Some((*index, self.chain.get(*index)?))) {
            match CertificateFields::read(der) {
                Ok(fields) => links.push(Link { index, der, fields }),
                Err(e) => faults.refuse(pki::CERTIFICATE_MALFORMED, At::Chain(index), e.to_string()),
            }
        }
        links
    }

    /// The checks of a path that is whole; or of its parts, and why it is not.
    fn end(
        &mut self,
        way: &Way<'_>,
        mut links: Vec<Link<'_>>,
        leaf: &Certificate,
        scope: &Scope<'_>,
        faults: &mut Faults<'_>,
    ) {
        let criteria = &self.snapshot.criteria;
        match &way.end {
            End::Authority(authority) => {
                let leaf = links.remove(0);
                let path =
                    Path { leaf, intermediates: links, authority, id: scope.id, roles: self.purpose.roles() };
                path::check(&path, criteria, self.at, faults);
            }
            End::Gap(gap) => {
                for (place, link) in links.iter().enumerate() {
                    let at = At::Chain(link.index);
                    if place > 0 {
                        issuer::check(&link.fields, at, scope.trust_domain(), faults);
                    }
                    path::check_distrust(at, link.der, &link.fields, &criteria.distrust, faults);
                }
                // Of what is not of strict form it cannot be said who signed it.
                let is_read = links.len() == way.links.len();
                if let Some(last) = way.links.last().filter(|_| is_read) {
                    self.explain(*last, gap, leaf, scope, faults);
                }
            }
        }
    }

    /// The validity of each certificate, and of all of them together: one that has expired is neglect,
    /// all of them are a clock. The trust anchor's own is told by [`path::check`].
    fn validity(&self, links: &[Link<'_>], end: &End<'_>, faults: &mut Faults<'_>) {
        let mut all_invalid = true;
        let (mut from, mut to) = (i64::MIN, i64::MAX);
        for (place, link) in links.iter().enumerate() {
            let tier = if place == 0 { Tier::Leaf } else { Tier::Issuer };
            let fault = validity::fault(&link.fields, tier, self.at);
            all_invalid &= fault.is_some();
            (from, to) = (from.max(link.fields.not_before), to.min(link.fields.not_after));
            if let Some((rule, message)) = fault {
                faults.refuse(rule, At::Chain(link.index), message);
            }
        }
        let End::Authority(authority) = end else { return };
        let Ok(fields) = CertificateFields::read(authority.der()) else { return };
        all_invalid &= validity::fault(&fields, Tier::Authority, self.at).is_some();
        (from, to) = (from.max(fields.not_before), to.min(fields.not_after));
        if !all_invalid || from > to {
            return;
        }
        let now = validity::seconds(self.at);
        let (distance, side) =
            if now < from { (from.saturating_sub(now), "behind") } else { (now.saturating_sub(to), "ahead") };
        let message = format!(
            "all {} certificates up to the trust anchor are outside their validity at {}; together they are valid from {} \
             to {}, so this clock is at least {} {side}, or the chain is of another time",
            links.len().saturating_add(1),
            time::rfc3339(self.at),
            validity::instant(from),
            validity::instant(to),
            time::span(distance),
        );
        faults.refuse(r::CLOCK_SKEW, At::Chain(0), message);
    }
}

/// Whether one role is left that every certificate of the way allows (RFC 5280 section 4.2.1.12, as
/// webpki reads it: the trust anchor is not asked, and anyExtendedKeyUsage names no role).
fn check_purpose(links: &[Link<'_>], purpose: Purpose, faults: &mut Faults<'_>) {
    let allows = |link: &Link<'_>, role: Role| {
        link.fields.extensions.extended_key_usage.is_none_or(|usage| role.is_in(usage))
    };
    let lacking: Vec<(Role, &Link<'_>)> = purpose
        .roles()
        .iter()
        .filter_map(|role| Some((*role, links.iter().find(|link| !allows(link, *role))?)))
        .collect();
    if lacking.len() < purpose.roles().len() {
        return;
    }
    let mut told = Vec::new();
    for (role, link) in lacking {
        let wanted = role.key_purpose();
        let who = match role {
            Role::Client => "a client",
            Role::Server => "a server",
        };
        let message = match (allows(link, Role::Client), allows(link, Role::Server)) {
            (true, _) => {
                format!("its extended key usage allows clientAuth, and the peer as {who} needs {wanted}")
            }
            (_, true) => {
                format!("its extended key usage allows serverAuth, and the peer as {who} needs {wanted}")
            }
            _ => "its extended key usage allows neither clientAuth nor serverAuth".to_owned(),
        };
        if !told.contains(&link.index) {
            told.push(link.index);
            faults.refuse(r::PURPOSE_MISMATCH, At::Chain(link.index), message);
        }
    }
}

/// The path lengths of the intermediates; the trust anchor's own is told by [`path::check`].
fn check_lengths(links: &[Link<'_>], faults: &mut Faults<'_>) {
    for (place, link) in links.iter().enumerate().skip(1) {
        let below = place.saturating_sub(1);
        let allowed = link.fields.extensions.basic_constraints.and_then(|constraints| constraints.path_len);
        if let Some(allowed) = allowed
            && usize::try_from(allowed).is_ok_and(|allowed| below > allowed)
        {
            faults.refuse(
                r::PATH_LENGTH_EXCEEDED,
                At::Chain(link.index),
                path::length_message(allowed, below),
            );
        }
    }
}
