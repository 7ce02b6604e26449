//! Names of hosts, as requests and handshakes write them.

use std::net::{IpAddr, Ipv6Addr};

use rustls_pki_types::DnsName;

use crate::finding::excerpt;

/// The host of a `Host` header, an `:authority` or a server name: lowercase, without port, brackets and final dot. Names outside of
/// ASCII are refused, as in certificates: on the wire they stand in their ASCII form (`xn--…`).
pub(super) fn normalized(text: &str) -> Result<String, String> {
    let refused = |why: &str| Err(format!("`{}` is no host: {why}", excerpt(text)));
    if !text.is_ascii() {
        return refused("names stand in their ASCII form here (`xn--…`)");
    }
    if let Some(rest) = text.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else { return refused("half a bracket") };
        let Ok(address) = address.parse::<Ipv6Addr>() else { return refused("no IPv6 address in brackets") };
        return if port.is_empty() || port.strip_prefix(':').is_some_and(is_port) {
            Ok(address.to_string())
        } else {
            refused("no port behind the brackets")
        };
    }
    // An address without brackets has no port.
    if let Ok(address) = text.parse::<IpAddr>() {
        return Ok(address.to_string());
    }
    let host = match text.split_once(':') {
        Some((host, port)) if is_port(port) => host,
        Some(_) => return refused("no port behind the colon"),
        None => text,
    };
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(address.to_string());
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    match DnsName::try_from(host) {
        Ok(_) if !host.ends_with('.') => Ok(host.to_ascii_lowercase()),
        _ => refused("neither a DNS name nor an address"),
    }
}

fn is_port(digits: &str) -> bool {
    digits.bytes().all(|digit| digit.is_ascii_digit()) && digits.parse::<u16>().is_ok_and(|port| port > 0)
}

/// A host that an origin serves: a name, or `*.` and a name for all that have one label more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HostPattern {
    wildcard: bool,
    name: String,
}

impl HostPattern {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (wildcard, name) = match text.strip_prefix("*.") {
            Some(name) => (true, name),
            None => (false, text),
        };
        let normal = normalized(name)?;
        if wildcard && normal.parse::<IpAddr>().is_ok() {
            return Err(format!("`{}` is no host: addresses have no wildcard", excerpt(text)));
        }
        Ok(Self { wildcard, name: normal })
    }

    /// `host` is normalized.
    pub(super) fn matches(&self, host: &str) -> bool {
        if !self.wildcard {
            return self.name == host;
        }
        host.split_once('.').is_some_and(|(label, rest)| !label.is_empty() && rest == self.name)
    }

    /// Whether the zone, a normalized name, is that of this host or one above it.
    pub(super) fn is_within(&self, zone: &str) -> bool {
        self.name == zone || self.name.strip_suffix(zone).is_some_and(|below| below.ends_with('.'))
    }
}

impl std::fmt::Display for HostPattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.wildcard { write!(f, "*.{}", self.name) } else { f.write_str(&self.name) }
    }
}

#[cfg(test)]
mod tests;
