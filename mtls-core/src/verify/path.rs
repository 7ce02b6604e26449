//! Our checks on a path that webpki built: they only ever refuse more.

use rustls_pki_types::{CertificateDer, UnixTime};

use crate::finding::rules::{conformance as c, pki, verify as r};
use crate::identity::SpiffeIdRef;
use crate::pki::strict::CertificateFields;
use crate::pki::{Certificate, dotted};
use crate::trust::DistrustList;

use super::conformance;
use super::faults::{At, Faults};
use super::issuer;
use super::purpose::Role;
use super::settings::Criteria;
use super::validity::{self, Tier};

/// One certificate of a path, with its position in the chain as sent.
pub(super) struct Link<'a> {
    pub(super) index: usize,
    pub(super) der: &'a CertificateDer<'a>,
    pub(super) fields: CertificateFields<'a>,
}

/// A path from the leaf to a trust anchor.
pub(super) struct Path<'a> {
    pub(super) leaf: Link<'a>,
    /// The leaf's issuer first.
    pub(super) intermediates: Vec<Link<'a>>,
    pub(super) authority: &'a Certificate,
    /// Whom the leaf claims to be, where it is an X509-SVID.
    pub(super) id: Option<SpiffeIdRef<'a>>,
    /// One of these must be open to it.
    pub(super) roles: &'a [Role],
}

/// Checks the intermediates and the trust anchor of a path, and what concerns it as a whole. Gives the
/// last second at which all of it is valid.
///
/// webpki takes a trust anchor for a name and a key: its validity, CA flag, key usage and path
/// length are ours to check.
pub(super) fn check(path: &Path<'_>, criteria: &Criteria, at: UnixTime, faults: &mut Faults<'_>) -> i64 {
    let trust_domain = path.id.map(|id| id.trust_domain());
    for link in &path.intermediates {
        issuer::check(&link.fields, At::Chain(link.index), trust_domain, faults);
    }
    let here = At::Anchor(path.authority);
    let authority = match CertificateFields::read(path.authority.der()) {
        Ok(fields) => fields,
        Err(e) => {
            faults.refuse(pki::CERTIFICATE_MALFORMED, here, e.to_string());
            return i64::MIN;
        }
    };
    issuer::check(&authority, here, trust_domain, faults);
    if let Some((rule, message)) = validity::fault(&authority, Tier::Authority, at) {
        faults.refuse(rule, here, message);
    }
    check_length(path, &authority, criteria, faults);
    check_fences(path, &authority, faults);
    if !criteria.profile.is_spiffe() {
        conformance::check_path(path, &authority, faults);
    }
    if !criteria.distrust.is_empty() {
        let links = std::iter::once(&path.leaf).chain(&path.intermediates);
        for (at, der, fields) in links
            .map(|link| (At::Chain(link.index), link.der, &link.fields))
            .chain(std::iter::once((here, path.authority.der(), &authority)))
        {
            check_distrust(at, der, fields, &criteria.distrust, faults);
        }
    }
    if !criteria.revocation.is_empty() {
        let links: Vec<(usize, &[u8])> = std::iter::once(&path.leaf)
            .chain(&path.intermediates)
            .map(|link| (link.index, link.der.as_ref()))
            .collect();
        criteria.revocation.check(&links, path.authority, &criteria.algorithms, at, faults);
    }
    path.intermediates
        .iter()
        .map(|link| link.fields.not_after)
        .fold(path.leaf.fields.not_after.min(authority.not_after), i64::min)
}

/// What a trust anchor's own certificate says it is not for. RFC 5280 leaves it to the verifier; who wrote it
/// meant it, and OpenSSL minds it, too.
fn check_fences(path: &Path<'_>, authority: &CertificateFields<'_>, faults: &mut Faults<'_>) {
    let here = At::Anchor(path.authority);
    if let Some(oid) = authority.extensions.unknown_critical {
        let message = format!("the critical extension {} is not known here", dotted(oid));
        faults.refuse(c::CRITICAL_EXTENSION_UNKNOWN, here, message);
    }
    if let Some(usage) = authority.extensions.extended_key_usage
        && !usage.any
        && !path.roles.iter().any(|role| role.is_in(usage))
    {
        let wanted: Vec<_> = path.roles.iter().map(|role| role.key_purpose()).collect();
        let message = format!("the extended key usage of the authority has no {}", wanted.join(" and no "));
        faults.refuse(r::PURPOSE_MISMATCH, here, message);
    }
}

/// RFC 5280 section 4.2.1.9: intermediates of their issuer's own name do not count.
fn check_length(
    path: &Path<'_>,
    authority: &CertificateFields<'_>,
    criteria: &Criteria,
    faults: &mut Faults<'_>,
) {
    let count = path.intermediates.iter().filter(|link| !link.fields.is_self_issued()).count();
    let allowed = authority.extensions.basic_constraints.and_then(|bc| bc.path_len);
    if let Some(allowed) = allowed
        && usize::try_from(allowed).is_ok_and(|allowed| count > allowed)
    {
        faults.refuse(r::PATH_LENGTH_EXCEEDED, At::Anchor(path.authority), length_message(allowed, count));
    }
    let limit = criteria.limits.max_intermediates;
    if count > limit {
        let message = format!("{count} intermediates stand above it; the limit is {limit}");
        faults.refuse(r::PATH_LENGTH_EXCEEDED, At::Chain(0), message);
    }
}

/// How a CA's path length is exceeded.
pub(super) fn length_message(allowed: u32, count: usize) -> String {
    let stand =
        if count == 1 { "1 intermediate stands".to_owned() } else { format!("{count} intermediates stand") };
    format!("its path length is {allowed}, and {stand} below it")
}

/// One compromised certificate, key or issuer is shut out at once, while its siblings stay trusted.
pub(super) fn check_distrust(
    at: At<'_>,
    der: &[u8],
    fields: &CertificateFields<'_>,
    list: &DistrustList,
    faults: &mut Faults<'_>,
) {
    if let Some(entry) = list.find(der, fields.public_key, fields.issuer, fields.serial) {
        faults.refuse(r::CERTIFICATE_DISTRUSTED, at, entry.to_string());
    }
}
