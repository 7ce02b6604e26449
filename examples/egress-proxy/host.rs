//! Names and addresses of servers, and patterns over them.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// A server by DNS name, in lowercase and without a final dot, or by address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Host {
    Name(String),
    Address(IpAddr),
}

impl Host {
    /// Takes `web.example`, `192.0.2.1`, `2001:db8::1` and `[2001:db8::1]`. A name that some resolvers read as an address
    /// (`127.1`, `0x7f000001`) is none, so that one text cannot mean two servers.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(inside) = text.strip_prefix('[') {
            let address: Ipv6Addr = inside.strip_suffix(']')?.parse().ok()?;
            return Some(Self::Address(IpAddr::V6(address).to_canonical()));
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Some(Self::Address(address.to_canonical()));
        }
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        let last = name.rsplit('.').next()?;
        let numeric = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
        let fits = name.len() <= 253 && !numeric && name.split('.').all(is_label);
        fits.then_some(Self::Name(name))
    }
}

fn is_label(label: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    (1..=63).contains(&label.len())
        && label.bytes().all(allowed)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Address(IpAddr::V6(address)) => write!(f, "[{address}]"),
            Self::Address(address) => address.fmt(f),
        }
    }
}

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Destination {
    pub(crate) host: Host,
    pub(crate) port: u16,
}

impl Destination {
    /// `host:port`; the port may be left out where there is a usual one.
    pub(crate) fn parse(authority: &str, usual_port: Option<u16>) -> Option<Self> {
        let (host, port) = match authority.rsplit_once(':') {
            // The colons of a bare IPv6 address are no ports; in an authority it stands in brackets (RFC 3986 3.2.2).
            Some((host, port))
                if host.starts_with('[') == host.ends_with(']') && !authority.ends_with(']') =>
            {
                (host, Some(port))
            }
            _ => (authority, None),
        };
        if host.contains(':') && !host.starts_with('[') {
            return None;
        }
        let digits = |port: &&str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        let port = match port {
            Some(port) => Some(port).filter(digits)?.parse().ok().filter(|port| *port != 0)?,
            None => usual_port?,
        };
        Some(Self { host: Host::parse(host)?, port })
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// Hosts that a rule speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HostPattern {
    /// This one.
    Exact(Host),
    /// `*.partner.example`: every name below it, at any depth, and not the name itself.
    Below(String),
}

impl HostPattern {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("*.") {
            Some(parent) => match Host::parse(parent)? {
                Host::Name(parent) => Some(Self::Below(parent)),
                Host::Address(_) => None,
            },
            None => Host::parse(text).map(Self::Exact),
        }
    }

    pub(crate) fn matches(&self, host: &Host) -> bool {
        match (self, host) {
            (Self::Exact(exact), host) => exact == host,
            (Self::Below(parent), Host::Name(name)) => {
                name.strip_suffix(parent.as_str()).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
            }
            (Self::Below(_), Host::Address(_)) => false,
        }
    }
}
