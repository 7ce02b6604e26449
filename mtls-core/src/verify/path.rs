//! Our checks on a path that webpki built: they only ever refuse more.

use rustls_pki_types::UnixTime;

use crate::finding::rules::{pki, verify as r};
use crate::identity::TrustDomainRef;
use crate::pki::Certificate;
use crate::pki::strict::CertificateFields;

use super::faults::{At, Faults};
use super::issuer;
use super::validity::{self, Tier};

/// One intermediate of a path, with its position in the chain as sent.
pub(super) struct Intermediate<'a> {
    pub(super) index: usize,
    pub(super) fields: CertificateFields<'a>,
}

/// Checks the intermediates (leaf's issuer first) and the trust anchor of a path.
///
/// webpki takes a trust anchor for a name and a key: its validity, CA flag, key usage and path
/// length are ours to check.
pub(super) fn check(
    intermediates: &[Intermediate<'_>],
    authority: &Certificate,
    trust_domain: TrustDomainRef<'_>,
    at: UnixTime,
    faults: &mut Faults<'_>,
) {
    for intermediate in intermediates {
        issuer::check(&intermediate.fields, At::Chain(intermediate.index), trust_domain, faults);
    }
    let here = At::Anchor(authority);
    let fields = match CertificateFields::read(authority.der()) {
        Ok(fields) => fields,
        Err(e) => return faults.refuse(pki::CERTIFICATE_MALFORMED, here, e.to_string()),
    };
    issuer::check(&fields, here, trust_domain, faults);
    if let Some((rule, message)) = validity::fault(&fields, Tier::Authority, at) {
        faults.refuse(rule, here, message);
    }
    // RFC 5280 section 4.2.1.9: self-issued intermediates do not count.
    let below = intermediates.iter().filter(|i| !i.fields.is_self_issued()).count();
    let allowed = fields.extensions.basic_constraints.and_then(|bc| bc.path_len);
    if let Some(allowed) = allowed
        && usize::try_from(allowed).is_ok_and(|allowed| below > allowed)
    {
        faults.refuse(
            r::PATH_LENGTH_EXCEEDED,
            here,
            format!("its path length is {allowed}, and {below} intermediates stand below it"),
        );
    }
}
