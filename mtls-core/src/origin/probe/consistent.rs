//! Whether what the caller gave can be what it is said to be: with the wrong CA or certificate, refusals would prove nothing.

use std::collections::BTreeSet;

use super::evidence::ProbeKind;
use super::settings::{Probe, refuse};
use crate::finding::excerpt;
use crate::origin::OriginError;
use crate::pki::time::rfc3339;
use crate::pki::{Certificate, CertificateChain, UnixTime};

/// Refuses anchors that hold no CA, and unfit certificates of a CA that has nothing to do with the edge's.
pub(super) fn check(probe: &Probe) -> Result<(), OriginError> {
    let Some(anchors) = &probe.edge_ca else { return Ok(()) };
    if anchors.is_empty() {
        let seen =
            anchors.findings().first().map(|one| format!(": {} is none", one.subject)).unwrap_or_default();
        return Err(refuse(format!(
            "`edge_ca` holds no CA{seen}; give the CA that issued the edge's certificate"
        )));
    }
    let anchors = anchors.authorities();
    let edge = probe.edge.iter().flat_map(|edge| issuers(&edge.chain));
    let known: BTreeSet<&[u8]> = anchors.iter().map(Certificate::subject_der).chain(edge).collect();
    // That one's issuer is made for it.
    let other = |kind| !matches!(kind, ProbeKind::Revoked | ProbeKind::MissingIntermediate);
    let unfit: Vec<&CertificateChain> =
        probe.unfit.iter().filter(|decoy| other(decoy.kind)).map(|decoy| &decoy.presented.chain).collect();
    if let Some(first) = unfit.first()
        && !unfit.iter().any(|chain| issuers(chain).any(|issuer| known.contains(issuer)))
    {
        return Err(refuse(format!(
            "the CA of `unfit_from`, {}, is neither in `edge_ca` nor issued by a CA there: what it issues is refused as a stranger's, which proves nothing of dates and purposes",
            excerpt(first.leaf().issuer())
        )));
    }
    Ok(())
}

/// Refuses a positive control that no server can take.
pub(super) fn in_date(probe: &Probe, now: UnixTime) -> Result<(), OriginError> {
    let Some(edge) = &probe.edge else { return Ok(()) };
    let leaf = edge.chain.leaf();
    let fault = if leaf.not_after() < now {
        "has expired"
    } else if leaf.not_before() > now {
        "is not valid yet"
    } else {
        return Ok(());
    };
    Err(refuse(format!(
        "the edge's certificate, {}, {fault} (valid from {} to {}): every origin refuses it, and its refusal tells nothing",
        excerpt(leaf.subject()),
        rfc3339(leaf.not_before()),
        rfc3339(leaf.not_after())
    )))
}

/// The names of the CAs above a leaf, as far as the chain tells.
fn issuers(chain: &CertificateChain) -> impl Iterator<Item = &[u8]> {
    chain.certificates().iter().map(Certificate::issuer_der)
}
