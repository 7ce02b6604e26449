//! Names that may stand in a certificate.

use std::collections::BTreeSet;
use std::net::IpAddr;

use rcgen::{DistinguishedName, DnType, SanType};
use rustls_pki_types::DnsName;

use super::IssueError;
use crate::pki::der;
use crate::pki::error::cut;

/// `ub-common-name` and `ub-organization-name` of RFC 5280 appendix A.
const LONGEST_ATTRIBUTE: usize = 64;

/// A DNS name, or `*.` and a DNS name of at least two labels. No trailing dot (RFC 5280 section 4.2.1.6
/// has none), no IP address in its place.
pub(super) fn dns(name: &str) -> Result<String, IssueError> {
    let refuse = |reason| Err(IssueError::Name { what: "DNS name", value: cut(name), reason });
    if name.parse::<IpAddr>().is_ok() {
        return refuse("it is an IP address: give it as one");
    }
    if name.ends_with('.') {
        return refuse("it ends in a dot");
    }
    let base = name.strip_prefix("*.").unwrap_or(name);
    if base.len() != name.len() && !base.contains('.') {
        return refuse("a wildcard needs at least two labels after it");
    }
    if DnsName::try_from(base).is_err() {
        return refuse(
            "labels are 1 to 63 letters, digits, `-` and `_`, at most 253 bytes together, and the last is not a number",
        );
    }
    Ok(name.to_owned())
}

/// A name of a certificate for people: common name or organization.
pub(super) fn attribute(what: &'static str, value: &str) -> Result<String, IssueError> {
    let refuse = |reason| Err(IssueError::Name { what, value: cut(value), reason });
    if value.trim().is_empty() {
        return refuse("it is empty");
    }
    if value.chars().count() > LONGEST_ATTRIBUTE {
        return refuse("it is longer than 64 characters");
    }
    if value.chars().any(char::is_control) {
        return refuse("it holds a control character");
    }
    Ok(value.to_owned())
}

/// The names of one certificate, each once, in the order given within their kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) common_name: Option<String>,
    pub(super) organization: Option<String>,
    pub(super) uri: Option<String>,
    pub(super) dns: Vec<String>,
    pub(super) ips: Vec<IpAddr>,
}

impl Names {
    pub(super) fn subject(&self) -> DistinguishedName {
        let mut subject = DistinguishedName::new();
        if let Some(organization) = &self.organization {
            subject.push(DnType::OrganizationName, organization.as_str());
        }
        if let Some(common_name) = &self.common_name {
            subject.push(DnType::CommonName, common_name.as_str());
        }
        subject
    }

    /// The subject in DER, once for each string type that tools write.
    pub(super) fn encodings(&self) -> [Vec<u8>; 2] {
        const UTF8: u8 = 0x0c;
        const PRINTABLE: u8 = 0x13;
        const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
        let text = self.common_name.as_deref().unwrap_or_default().as_bytes();
        [UTF8, PRINTABLE].map(|tag| {
            let attribute = der::write(
                der::SEQUENCE,
                &[&der::write(der::OID, &[COMMON_NAME]), &der::write(tag, &[text])],
            );
            der::write(der::SEQUENCE, &[&der::write(der::SET, &[&attribute])]).to_vec()
        })
    }

    pub(super) fn alternative(&self) -> Result<Vec<SanType>, IssueError> {
        let mut out = Vec::new();
        if let Some(uri) = &self.uri {
            out.push(SanType::URI(ascii("SPIFFE ID", uri)?));
        }
        let mut seen = BTreeSet::new();
        for name in &self.dns {
            if seen.insert(name.to_ascii_lowercase()) {
                out.push(SanType::DnsName(ascii("DNS name", name)?));
            }
        }
        let mut seen = BTreeSet::new();
        out.extend(self.ips.iter().filter(|ip| seen.insert(**ip)).map(|ip| SanType::IpAddress(*ip)));
        Ok(out)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.uri.is_none() && self.dns.is_empty() && self.ips.is_empty()
    }
}

fn ascii(what: &'static str, value: &str) -> Result<rcgen::string::Ia5String, IssueError> {
    value.try_into().map_err(|_| IssueError::Name { what, value: cut(value), reason: "it is not ASCII" })
}
