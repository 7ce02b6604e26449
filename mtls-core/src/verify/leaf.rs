//! What is demanded of the leaf, on its raw bytes: X509-SVID sections 2 to 5; RFC 5280.

use rustls_pki_types::SignatureVerificationAlgorithm;

use crate::finding::{excerpt, rules::verify as r};
use crate::identity::SpiffeIdRef;
use crate::pki::strict::CertificateFields;

use super::conformance;
use super::faults::{At, Faults};

/// Checks a leaf that is known by its names: neither a CA nor allowed to sign as one.
pub(super) fn check_edge(leaf: &CertificateFields<'_>, faults: &mut Faults<'_>) {
    check_ca(leaf, faults);
    check_key_usage(leaf, faults);
    conformance::check_leaf(leaf, faults);
}

/// Checks an X509-SVID and returns its SPIFFE ID, where it has one.
pub(super) fn check_svid<'a>(
    leaf: &CertificateFields<'a>,
    algorithms: &[&dyn SignatureVerificationAlgorithm],
    faults: &mut Faults<'_>,
) -> Option<SpiffeIdRef<'a>> {
    let at = At::Chain(0);
    check_ca(leaf, faults);
    check_key_usage(leaf, faults);
    check_svid_usages(leaf, faults);
    conformance::check_svid_key(leaf, algorithms, faults);
    let Some(names) = leaf.extensions.subject_alt_name else {
        faults.refuse(r::LEAF_SPIFFE_ID_MISSING, at, "the leaf has no subjectAltName");
        return None;
    };
    if leaf.subject_is_empty() && !names.critical {
        faults.issuer_duty(
            r::LEAF_SAN_NOT_CRITICAL,
            at,
            "the subject is empty and subjectAltName is not critical",
        );
    }
    let uri = match names.uri_count {
        0 => {
            faults.refuse(r::LEAF_SPIFFE_ID_MISSING, at, "subjectAltName has no URI");
            return None;
        }
        1 => names.sole_uri()?,
        count => {
            let uris: Vec<String> = names.uris().take(4).map(|uri| format!("`{}`", excerpt(uri))).collect();
            let more = if count > uris.len() { ", …" } else { "" };
            faults.refuse(
                r::LEAF_URI_NAMES_MULTIPLE,
                at,
                format!("{count} URI names: {}{more}", uris.join(", ")),
            );
            return None;
        }
    };
    let id = match SpiffeIdRef::parse(uri) {
        Ok(id) => id,
        Err(e) => {
            faults.refuse(r::LEAF_SPIFFE_ID_INVALID, at, e.to_string());
            return None;
        }
    };
    if id.path().is_empty() {
        faults.refuse(r::LEAF_SPIFFE_ID_WITHOUT_PATH, at, format!("{id} names no workload"));
    }
    Some(id)
}

fn check_ca(leaf: &CertificateFields<'_>, faults: &mut Faults<'_>) {
    if leaf.is_ca() {
        faults.refuse(r::LEAF_IS_CA, At::Chain(0), "the leaf is a CA certificate (basicConstraints CA:TRUE)");
    }
}

/// RFC 5280 section 4.2.1.3: a handshake needs digitalSignature, and CAs alone sign certificates.
fn check_key_usage(leaf: &CertificateFields<'_>, faults: &mut Faults<'_>) {
    let at = At::Chain(0);
    let Some(usage) = leaf.extensions.key_usage else { return };
    if usage.key_cert_sign() || usage.crl_sign() {
        let which = if usage.key_cert_sign() { "keyCertSign" } else { "cRLSign" };
        faults.refuse(r::LEAF_KEY_USAGE_SIGNS, at, format!("the leaf's key usage includes {which}"));
    }
    if !usage.digital_signature() {
        faults.refuse(r::LEAF_KEY_USAGE_NO_SIGNATURE, at, "the leaf's key usage has no digitalSignature");
    }
}

/// X509-SVID sections 4.3 and 4.4: what issuers of SVIDs must put in.
fn check_svid_usages(leaf: &CertificateFields<'_>, faults: &mut Faults<'_>) {
    let at = At::Chain(0);
    match leaf.extensions.key_usage {
        None => faults.issuer_duty(r::LEAF_KEY_USAGE_MISSING, at, "the leaf has no key usage"),
        Some(usage) if !usage.critical => {
            faults.issuer_duty(r::LEAF_KEY_USAGE_MISSING, at, "the leaf's key usage is not critical");
        }
        Some(_) => {}
    }
    if let Some(eku) = leaf.extensions.extended_key_usage
        && !(eku.server_auth && eku.client_auth)
    {
        let lacks = match (eku.server_auth, eku.client_auth) {
            (true, false) => "clientAuth",
            (false, true) => "serverAuth",
            _ => "serverAuth and clientAuth",
        };
        faults.issuer_duty(r::LEAF_EKU_INCOMPLETE, at, format!("the extended key usage lacks {lacks}"));
    }
}
