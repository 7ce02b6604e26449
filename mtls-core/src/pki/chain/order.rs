//! The order of a chain, and what is wrong with it.

use crate::finding::rules::pki as rules;
use crate::finding::{Finding, Subject};
use crate::pki::{Certificate, KeyAlgorithm, PkiError};

/// A certificate and its place in the chain as given.
type Placed<'a> = (usize, &'a Certificate);

/// The path from the leaf upwards, and what is not on it.
struct Layout<'a> {
    path: Vec<Placed<'a>>,
    /// What is on no path; another certificate of an issuer on the path (cross-signed) is left out.
    left_over: Vec<Placed<'a>>,
    /// Each with the place of its first occurrence.
    duplicates: Vec<(Placed<'a>, usize)>,
    /// How many certificates issue no other.
    tips: usize,
}

pub(super) fn check(chain: &[Certificate]) -> Vec<Finding> {
    let layout = layout(chain);
    let mut findings = Vec::new();
    let mut say = |rule, (index, certificate): Placed<'_>, message: String| {
        findings.push(Finding::new(rule, Subject::Certificate(certificate.reference(Some(index))), message));
    };
    for (duplicate, first) in &layout.duplicates {
        say(rules::CHAIN_DUPLICATE, *duplicate, format!("it is the same as certificate {first}"));
    }
    let places: Vec<usize> = layout.path.iter().map(|(index, _)| *index).collect();
    if let Some(first) = layout.path.first().filter(|_| !places.is_sorted() || places.first() != Some(&0)) {
        let right = places.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        say(rules::CHAIN_OUT_OF_ORDER, *first, format!("the right order of the certificates is {right}"));
    }
    if let Some(end) = layout.path.last() {
        broken_off(&layout, *end, &mut say);
    }
    for placed in layout.path.iter().chain(&layout.left_over) {
        if chain.len() > 1 && placed.1.is_self_issued() && placed.1.is_ca() {
            say(rules::CHAIN_ROOT_INCLUDED, *placed, "it is a root; peers use their own copy".to_owned());
        }
    }
    findings
}

/// What stands behind the end of the path: another key of the issuer, something above a gap, or what does not belong.
fn broken_off(
    layout: &Layout<'_>,
    end: Placed<'_>,
    say: &mut impl FnMut(&'static crate::finding::Rule, Placed<'_>, String),
) {
    let mut above = Vec::new();
    for placed in &layout.left_over {
        let (index, certificate) = *placed;
        if certificate.subject_der() == end.1.issuer_der() && !end.1.is_self_issued() {
            let message = format!(
                "certificate {index} has its issuer's name, {}, but another key than the one that signed it",
                certificate.subject()
            );
            say(rules::CHAIN_ISSUER_KEY_MISMATCH, end, message);
        } else if end.1.is_self_issued()
            || !certificate.is_ca()
            || (certificate.issuer_der() == end.1.issuer_der() && !certificate.is_self_issued())
        {
            say(
                rules::CHAIN_UNRELATED,
                *placed,
                format!("{} issued no other certificate of the chain", named(certificate)),
            );
        } else {
            above.push(index.to_string());
        }
    }
    if !above.is_empty() {
        let plural = if above.len() == 1 { "" } else { "s" };
        let message = format!(
            "its issuer, {}, is not in the chain: certificate{plural} {} did not issue it",
            end.1.issuer(),
            above.join(", ")
        );
        say(rules::CHAIN_GAP, end, message);
    }
}

fn named(certificate: &Certificate) -> &str {
    if certificate.subject().is_empty() { "the certificate without a subject" } else { certificate.subject() }
}

pub(super) fn sorted(chain: &[Certificate]) -> Result<Vec<Certificate>, PkiError> {
    let layout = layout(chain);
    if layout.tips > 1 {
        return Err(PkiError::ChainUnsortable {
            reason: format!(
                "{} certificates issued none of the others, so each could be the leaf",
                layout.tips
            ),
        });
    }
    let used = layout.path.len().saturating_add(layout.duplicates.len());
    if used < chain.len() {
        let spare =
            chain.iter().find(|certificate| !layout.path.iter().any(|(_, on_path)| on_path == certificate));
        let name = crate::pki::error::cut(spare.map(named).unwrap_or_default());
        return Err(PkiError::ChainUnsortable { reason: format!("there is no place in it for {name}") });
    }
    Ok(layout.path.into_iter().map(|(_, certificate)| certificate.clone()).collect())
}

fn layout(chain: &[Certificate]) -> Layout<'_> {
    let mut unique: Vec<Placed<'_>> = Vec::new();
    let mut duplicates = Vec::new();
    for (index, certificate) in chain.iter().enumerate() {
        match unique.iter().find(|(_, seen)| *seen == certificate) {
            Some((first, _)) => duplicates.push(((index, certificate), *first)),
            None => unique.push((index, certificate)),
        }
    }
    let tips: Vec<Placed<'_>> = unique
        .iter()
        .filter(|(_, issuer)| !unique.iter().any(|(_, other)| other != issuer && issued(other, issuer)))
        .copied()
        .collect();
    // The first certificate is the leaf unless it issued another one and some other did not.
    let leaf = tips.iter().find(|(_, tip)| !tip.is_ca()).or(tips.first()).or(unique.first()).copied();
    let leaf = tips.iter().find(|(index, _)| *index == 0).copied().or(leaf);
    let mut path: Vec<Placed<'_>> = leaf.into_iter().collect();
    let mut rest: Vec<Placed<'_>> =
        unique.into_iter().filter(|placed| !path.iter().any(|on_path| on_path == placed)).collect();
    while let Some((_, last)) = path.last().copied().filter(|(_, last)| !last.is_self_issued()) {
        // A certificate that another CA signed leads on; a root ends the path.
        let next = rest.iter().position(|(_, issuer)| issued(last, issuer) && !issuer.is_self_issued());
        let next = next.or_else(|| rest.iter().position(|(_, issuer)| issued(last, issuer)));
        let Some(next) = next else { break };
        path.push(rest.remove(next));
    }
    let left_over = rest
        .into_iter()
        .filter(|(_, spare)| !path.iter().any(|(_, on_path)| issued(on_path, spare)))
        .collect();
    Layout { path, left_over, duplicates, tips: tips.len() }
}

/// Whether `issuer` could have issued `certificate`: names, key identifiers, kind of signature.
fn issued(certificate: &Certificate, issuer: &Certificate) -> bool {
    // A self-issued certificate names another's key where a CA is passing from one key to the next.
    let signed_itself = certificate.is_self_issued()
        && certificate.authority_key_id().is_none_or(|id| certificate.subject_key_id() == Some(id));
    if signed_itself && certificate != issuer {
        return false;
    }
    certificate.names_as_issuer(issuer)
        && could_sign(issuer.public_key().algorithm(), certificate.signature_algorithm())
}

fn could_sign(key: &KeyAlgorithm, signature: &str) -> bool {
    let is = |name: &str| signature.starts_with(name);
    match key {
        KeyAlgorithm::P256 | KeyAlgorithm::P384 | KeyAlgorithm::P521 => is("ecdsa-"),
        KeyAlgorithm::Rsa { .. } => signature.ends_with("WithRSAEncryption") || is("rsassaPss"),
        KeyAlgorithm::Ed25519 => is("ED25519"),
        KeyAlgorithm::Other { .. } => true,
    }
}
