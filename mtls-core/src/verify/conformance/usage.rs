//! What a certificate may be used for: basicConstraints, key usage, extended key usage.

use crate::finding::rules::{conformance as c, verify as r};
use crate::pki::strict::CertificateFields;
use crate::verify::faults::{At, Faults};

/// Checks that the leaf says what it is for.
pub(super) fn check_leaf(leaf: &CertificateFields<'_>, faults: &mut Faults<'_>) {
    let at = At::Chain(0);
    if leaf.extensions.basic_constraints.is_some_and(|bc| bc.path_len.is_some()) {
        faults.issuer_duty(c::BASIC_CONSTRAINTS_INVALID, at, "a path length in a leaf");
    }
    let fault = match leaf.extensions.extended_key_usage {
        None => Some("the leaf has no extended key usage"),
        Some(eku) if eku.any => Some("the leaf's extended key usage includes anyExtendedKeyUsage"),
        Some(eku) if eku.critical => Some("the leaf's extended key usage is critical"),
        Some(_) => None,
    };
    if let Some(fault) = fault {
        faults.web_duty(c::LEAF_EKU_NOT_OF_THE_WEB, at, fault);
    }
}

/// Checks that a CA says what it may sign where readers must look.
pub(super) fn check_issuer(
    ca: &CertificateFields<'_>,
    at: At<'_>,
    is_authority: bool,
    faults: &mut Faults<'_>,
) {
    // A root speaks for itself: without a key usage nothing restricts it.
    if !is_authority && ca.extensions.key_usage.is_none() {
        faults.web_duty(r::ISSUER_KEY_USAGE_MISSING, at, "the CA has no key usage");
    }
    if let Some(constraints) = ca.extensions.basic_constraints {
        if !constraints.critical {
            faults.issuer_duty(c::BASIC_CONSTRAINTS_INVALID, at, "the CA's basicConstraints is not critical");
        }
        let may_sign = constraints.ca && ca.extensions.key_usage.is_none_or(|usage| usage.key_cert_sign());
        if constraints.path_len.is_some() && !may_sign {
            let message = "a path length without keyCertSign";
            faults.issuer_duty(c::BASIC_CONSTRAINTS_INVALID, at, message);
        }
    }
    if is_authority && ca.extensions.extended_key_usage.is_some() {
        faults.web_duty(c::AUTHORITY_EKU_PRESENT, at, "the root has an extended key usage");
    }
}
