//! The leaf's common name: nothing that subjectAltName does not say, too.

use std::net::IpAddr;

use crate::finding::excerpt;
use crate::finding::rules::conformance as c;
use crate::pki::strict::{CertificateFields, GeneralName};
use crate::verify::faults::{At, Faults};

use super::host::host_fault;

/// UTF8String, PrintableString, IA5String: the encodings in which equal bytes are equal text.
const TEXTS: [u8; 3] = [0x0c, 0x13, 0x16];

/// Checks the common name: BR section 7.1.4.3.
pub(super) fn check(leaf: &CertificateFields<'_>, faults: &mut Faults<'_>) {
    let at = At::Chain(0);
    let mut first = None;
    for attribute in leaf.subject_attributes() {
        match attribute {
            Ok(attribute) if !attribute.is_common_name() => {}
            Ok(attribute) if first.is_none() => first = Some(attribute.value),
            Ok(_) => return faults.web_duty(c::COMMON_NAME_NOT_IN_SAN, at, "more than one common name"),
            Err(reason) => {
                let message = format!("the subject cannot be read: {reason}");
                return faults.web_duty(c::COMMON_NAME_NOT_IN_SAN, at, message);
            }
        }
    }
    let Some(value) = first else { return };
    let names = leaf.extensions.subject_alt_name;
    let names = || names.into_iter().flat_map(|names| names.names());
    let text = value.content;
    if TEXTS.contains(&value.tag) && names().any(|name| is_same(text, name)) {
        return;
    }
    let message =
        format!("the common name `{}` is not in subjectAltName", excerpt(&String::from_utf8_lossy(text)));
    let is_host = |name: &GeneralName<'_>| matches!(name, GeneralName::Dns(_));
    let is_below = |name| matches!(name, GeneralName::Dns(host) if is_below(host, text));
    // A host name claims little where it is the domain above one of the names, or where none of them is a
    // host. An address claims to be the peer.
    let is_mere_label =
        host_fault(text).is_none() && (!names().any(|n| is_host(&n)) || names().any(is_below));
    if !is_mere_label || names().next().is_none() {
        faults.web_duty(c::COMMON_NAME_NOT_IN_SAN, at, message);
    }
}

fn is_below(host: &[u8], domain: &[u8]) -> bool {
    host.strip_suffix(domain).is_some_and(|labels| labels.ends_with(b"."))
}

fn is_same(common_name: &[u8], name: GeneralName<'_>) -> bool {
    match name {
        GeneralName::Dns(text) | GeneralName::Email(text) | GeneralName::Uri(text) => text == common_name,
        GeneralName::Ip(address) => {
            let address = <[u8; 4]>::try_from(address)
                .map(IpAddr::from)
                .or_else(|_| <[u8; 16]>::try_from(address).map(IpAddr::from));
            // Rust writes an IPv6 address as RFC 5952 does.
            address.is_ok_and(|address| address.to_string().as_bytes() == common_name)
        }
        GeneralName::Directory(_) | GeneralName::Other(_) => false,
    }
}
