//! What of an accepted path may be kept for the next leaf below the same issuer.

use crate::pki::strict::CertificateFields;

use super::anchors::Anchors;
use super::cache::{Fence, Issuer, Window, names};
use super::constraints::Constraints;
use super::settings::Criteria;
use super::snapshot::{Found, Subjected};

/// Certificates behind the leaf, with more of which a search may run into webpki's budgets, and nothing is kept.
const MAX_REST: usize = 6;

/// When the chain is judged the same as now; `None` if a certificate of it has no strict form.
pub(super) fn window(subject: &Subjected<'_>, anchors: &Anchors, criteria: &Criteria) -> Option<Window> {
    let rest = window_above(subject, anchors, criteria)?;
    Some(rest.cut_validity(subject.at, subject.leaf.not_before, subject.leaf.not_after))
}

/// The same without the leaf.
fn window_above(subject: &Subjected<'_>, anchors: &Anchors, criteria: &Criteria) -> Option<Window> {
    let always = Window::ALWAYS
        .cut_sorted(subject.at, &anchors.instants)
        .cut_sorted(subject.at, criteria.revocation.instants());
    subject.chain.iter().skip(1).try_fold(always, |window, der| {
        let fields = CertificateFields::read(der).ok()?;
        Some(window.cut_validity(subject.at, fields.not_before, fields.not_after))
    })
}

/// The issuer of an accepted leaf, if the path above it can be cut off without losing anything.
///
/// It cannot where more than one name constraint holds on the path, since webpki takes one for an anchor;
/// where two certificates could stand for the same issuer, since the leaf might decide between them; and
/// where the leaf stands directly below the authority, since nothing would be gained.
pub(super) fn of(
    subject: &Subjected<'_>,
    anchors: &Anchors,
    found: &Found<'_>,
    criteria: &Criteria,
) -> Option<Issuer> {
    if subject.chain.len() > MAX_REST.saturating_add(1) {
        return None;
    }
    let first = subject.chain.get(*found.intermediates.first()?)?;
    let mut anchor = webpki::anchor_from_trusted_cert(first).ok()?.to_owned();
    for index in &found.intermediates {
        let der = subject.chain.get(*index)?;
        if !is_sole(&CertificateFields::read(der).ok()?, subject, anchors)? {
            return None;
        }
    }
    if !is_sole(&CertificateFields::read(found.authority.der()).ok()?, subject, anchors)? {
        return None;
    }
    let higher = found.intermediates.iter().skip(1).filter_map(|index| subject.chain.get(*index));
    let mut constraints = Vec::new();
    constraints.extend(anchor.name_constraints.take());
    for der in higher {
        constraints.extend(webpki::anchor_from_trusted_cert(der).ok()?.to_owned().name_constraints);
    }
    constraints.extend(anchors.anchors.get(found.place)?.name_constraints.clone());
    if constraints.len() > 1 {
        return None;
    }
    anchor.name_constraints = constraints.pop();
    let fence = match &anchor.name_constraints {
        Some(constraint) => fence(constraint, subject, &found.intermediates)?,
        None => Fence::default(),
    };
    Some(Issuer {
        anchor: [anchor],
        subject: CertificateFields::read(first).ok()?.subject.into(),
        path: found.intermediates.clone(),
        authority: found.place,
        window: window_above(subject, anchors, criteria)?,
        fence,
    })
}

/// What a constraint costs on this path; `constraint` as webpki keeps it, without the outer header.
fn fence(constraint: &[u8], subject: &Subjected<'_>, intermediates: &[usize]) -> Option<Fence> {
    let constraints = Constraints::read_content(constraint).ok()?;
    let bases = constraints.permitted().chain(constraints.excluded()).count();
    let above = intermediates.iter().try_fold(0_usize, |sum, index| {
        let fields = CertificateFields::read(subject.chain.get(*index)?).ok()?;
        Some(sum.saturating_add(names(&fields).saturating_mul(bases)))
    })?;
    Some(Fence { bases, above })
}

/// Whether no other certificate at hand has the same name and key. One of the same name and another key
/// does not matter: it cannot have made the same signature.
fn is_sole(issuer: &CertificateFields<'_>, subject: &Subjected<'_>, anchors: &Anchors) -> Option<bool> {
    let sent = subject
        .chain
        .iter()
        .skip(1)
        .map(|der| CertificateFields::read(der))
        .collect::<Result<Vec<_>, _>>()
        .ok()?;
    let same = |name: &[u8], key: &[u8]| name == issuer.subject && key == issuer.public_key;
    let sent = sent.iter().filter(|fields| same(fields.subject, fields.public_key)).count();
    let trusted =
        anchors.authorities.iter().filter(|c| same(c.subject_der(), c.public_key().spki_der())).count();
    Some(sent.saturating_add(trusted) == 1)
}
