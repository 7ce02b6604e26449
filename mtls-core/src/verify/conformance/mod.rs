//! What RFC 5280 and the CA/Browser Forum Baseline Requirements (BR) ask of certificates where
//! rustls-webpki does not look.
//!
//! [`ServerStrict`](super::Profile::ServerStrict) refuses every breach. Under the softer profiles for
//! names a weak key and a name that a constraint forbids are refused too, and what readers may take in
//! different ways is a warning. What only the web's rules ask of servers is a warning under
//! [`Server`](super::Profile::Server), and passed over for clients. Weak keys are refused under every profile.
//! Only what a certificate says is judged here, never a signature or a date.

mod common_name;
mod extensions;
mod host;
mod identifiers;
mod key;
mod name_constraints;
mod names;
mod public_suffix;
mod usage;

use crate::finding::rules::conformance as c;
use crate::pki::strict::CertificateFields;

use super::faults::{At, Faults};
use super::path::Path;

pub(super) use key::check_svid as check_svid_key;

/// Checks the leaf on its own.
pub(super) fn check_leaf(leaf: &CertificateFields<'_>, faults: &mut Faults<'_>) {
    let at = At::Chain(0);
    check_any(leaf, at, faults);
    usage::check_leaf(leaf, faults);
    identifiers::check_authority_key_id(leaf, at, faults);
    if leaf.extensions.name_constraints.is_some() {
        faults.issuer_duty(c::NAME_CONSTRAINTS_INVALID, at, "nameConstraints in a leaf");
    }
    names::check(leaf, faults);
    common_name::check(leaf, faults);
}

/// Checks the certificates above the leaf, and the names of the whole path.
pub(super) fn check_path(path: &Path<'_>, authority: &CertificateFields<'_>, faults: &mut Faults<'_>) {
    for link in &path.intermediates {
        check_issuer(&link.fields, At::Chain(link.index), false, faults);
    }
    check_issuer(authority, At::Anchor(path.authority), true, faults);
    check_names(path, authority, faults);
}

/// Checks one certificate that signs another one of the path; `is_authority`: it is the trust anchor.
fn check_issuer(issuer: &CertificateFields<'_>, at: At<'_>, is_authority: bool, faults: &mut Faults<'_>) {
    check_any(issuer, at, faults);
    usage::check_issuer(issuer, at, is_authority, faults);
    identifiers::check_subject(issuer, at, faults);
    identifiers::check_authority_key_id(issuer, at, faults);
    name_constraints::check_form(issuer, at, faults);
}

/// Checks the names of the path against the constraints that webpki passes over.
///
/// webpki judges every name in subjectAltName and refuses what it cannot judge; it does not look for mailboxes in the
/// subject.
fn check_names(path: &Path<'_>, authority: &CertificateFields<'_>, faults: &mut Faults<'_>) {
    // Without a constraint, which is the rule, this costs nothing.
    let constrained = |fields: &CertificateFields<'_>| fields.extensions.name_constraints.is_some();
    if constrained(authority) || path.intermediates.iter().any(|link| constrained(&link.fields)) {
        name_constraints::check_subjects(path, authority, faults);
    }
}

/// What holds for every certificate of a path.
fn check_any(fields: &CertificateFields<'_>, at: At<'_>, faults: &mut Faults<'_>) {
    key::check(fields, at, faults);
    extensions::check(fields, at, faults);
    identifiers::check(fields, at, faults);
}

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;
