//! The names in the leaf's subjectAltName.

use crate::finding::excerpt;
use crate::finding::rules::{conformance as c, verify as r};
use crate::pki::strict::{CertificateFields, GeneralName};
use crate::verify::faults::{At, Faults};

use super::host::{host_fault, mailbox_fault, wildcard_base};
use super::public_suffix::Wildcards;

/// Checks that the names are there and of the right form; of each kind of fault the first is told.
pub(super) fn check(leaf: &CertificateFields<'_>, faults: &mut Faults<'_>) {
    let at = At::Chain(0);
    let Some(names) = leaf.extensions.subject_alt_name else {
        return faults.web_duty(c::LEAF_SAN_MISSING, at, "the leaf has no subjectAltName");
    };
    match (leaf.subject_is_empty(), names.critical) {
        (true, false) => {
            let message = "the subject is empty and subjectAltName is not critical";
            faults.web_duty(r::LEAF_SAN_NOT_CRITICAL, at, message);
        }
        (false, true) => {
            let message = "the leaf has a subject and subjectAltName is critical";
            faults.web_duty(c::LEAF_SAN_CRITICAL, at, message);
        }
        _ => {}
    }
    let mut wildcards = Wildcards::new(names);
    let (mut malformed, mut too_wide, mut email) = (None, None, None);
    for name in names.names() {
        match name {
            GeneralName::Dns(name) => {
                malformed = malformed.or_else(|| Some((name, dns_fault(name)?)));
                too_wide = too_wide.or_else(|| wildcards.spans_suffix(name).then_some(name));
            }
            GeneralName::Email(name) => email = email.or_else(|| Some((name, mailbox_fault(name)?))),
            _ => {}
        }
    }
    if let Some((name, fault)) = malformed {
        faults.issuer_duty(
            c::SAN_DNS_NAME_INVALID,
            at,
            format!("the DNS name `{}`: {fault}", excerpt(&String::from_utf8_lossy(name))),
        );
    }
    if let Some(name) = too_wide {
        let message =
            format!("the DNS name `{}` spans a public suffix", excerpt(&String::from_utf8_lossy(name)));
        faults.issuer_duty(c::WILDCARD_PUBLIC_SUFFIX, at, message);
    }
    if let Some((name, fault)) = email {
        faults.issuer_duty(
            c::SAN_EMAIL_INVALID,
            at,
            format!("the mailbox `{}`: {fault}", excerpt(&String::from_utf8_lossy(name))),
        );
    }
}

/// What is wrong with a dNSName of a leaf, which may begin with a wildcard.
fn dns_fault(name: &[u8]) -> Option<&'static str> {
    host_fault(wildcard_base(name).unwrap_or(name))
}
