//! The facts as text for a terminal.

use std::fmt::Write as _;

use super::Certificate;
use crate::pki::name::colon_hex;
use crate::pki::time::rfc3339;

pub(super) fn text(certificate: &Certificate) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{name:<13}{value}");
        }
    };
    let subject = certificate.subject();
    line("subject", if subject.is_empty() { "(empty)" } else { subject });
    let issuer = certificate.issuer();
    line(
        "issuer",
        &if certificate.is_self_issued() { format!("{issuer} (self-issued)") } else { issuer.to_owned() },
    );
    line("serial", certificate.serial());
    let (from, to) = (rfc3339(certificate.not_before()), rfc3339(certificate.not_after()));
    line("valid", &format!("{from} to {to}"));
    let key = certificate.public_key().algorithm();
    line("key", &format!("{key}, signed with {}", certificate.signature_algorithm()));
    line("use", &usage(certificate));
    let names = certificate.names();
    match certificate.spiffe_id() {
        Some(id) => line("SPIFFE ID", id.as_str()),
        None => line("URI", &names.uri.join(", ")),
    }
    line("DNS", &names.dns.join(", "));
    line("IP", &join(&names.ip));
    line("e-mail", &names.email.join(", "));
    line("other names", &names.other.join(", "));
    line("key id", &certificate.subject_key_id().map(colon_hex).unwrap_or_default());
    line("issuer's key", &certificate.authority_key_id().map(colon_hex).unwrap_or_default());
    line("policies", &certificate.policies().join(", "));
    line("CRL", &certificate.crl_urls().join(", "));
    line("SHA-256", &certificate.fingerprint_sha256());
    line("key SHA-256", &format!("{} (pin {})", certificate.spki_sha256(), certificate.spki_pin()));
    out
}

/// `CA, at most 0 intermediates below; keyCertSign, cRLSign`.
fn usage(certificate: &Certificate) -> String {
    let role = match (certificate.is_ca(), certificate.path_length()) {
        (false, _) => "end entity".to_owned(),
        (true, None) => "CA".to_owned(),
        (true, Some(0)) => "CA, no intermediate below".to_owned(),
        (true, Some(1)) => "CA, at most 1 intermediate below".to_owned(),
        (true, Some(length)) => format!("CA, at most {length} intermediates below"),
    };
    let lists = [certificate.key_usage().map(join), certificate.extended_key_usage().map(join)];
    std::iter::once(role).chain(lists.into_iter().flatten()).collect::<Vec<_>>().join("; ")
}

fn join<T: ToString>(items: impl AsRef<[T]>) -> String {
    items.as_ref().iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}
