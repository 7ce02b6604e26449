//! Whom to connect to.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use rustls_pki_types::DnsName;
use tokio::net::lookup_host;
use tokio::time::timeout;

use crate::finding::{NAME, excerpt, excerpt_of};
use crate::origin::OriginError;

/// Addresses of one host that are tried.
const MAX_ADDRESSES: usize = 4;

#[derive(Clone, Debug)]
pub(super) struct Target {
    host: Host,
    port: u16,
}

#[derive(Clone, Debug)]
enum Host {
    Address(IpAddr),
    Name(DnsName<'static>),
}

impl Target {
    pub(super) fn parse(text: &str) -> Result<Self, OriginError> {
        let no = || OriginError::probe(format!("`{}` is no host, or no address, with a port", excerpt(text)));
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Ok(Self { host: Host::Address(address.ip()), port: address.port() })
                .and_then(|t| t.checked(no));
        }
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(Self { host: Host::Address(address), port: 443 });
        }
        let (host, port) = match text.rsplit_once(':') {
            None => (text, 443),
            Some((host, port)) => {
                let plain = port.bytes().all(|b| b.is_ascii_digit());
                (host, port.parse().ok().filter(|_| plain).ok_or_else(no)?)
            }
        };
        let name = DnsName::try_from(host.to_owned()).map_err(|_| no())?;
        Self { host: Host::Name(name), port }.checked(no)
    }

    fn checked(self, no: impl Fn() -> OriginError) -> Result<Self, OriginError> {
        if self.port == 0 { Err(no()) } else { Ok(self) }
    }

    /// The name to send, where it is one. A final dot is no part of it (RFC 6066 section 3).
    pub(super) fn name(&self) -> Option<DnsName<'static>> {
        match &self.host {
            Host::Address(_) => None,
            Host::Name(name) => {
                let bare = name.as_ref().strip_suffix('.').unwrap_or(name.as_ref());
                DnsName::try_from(bare.to_owned()).ok()
            }
        }
    }

    /// The address, where it is one.
    pub(super) fn address(&self) -> Option<IpAddr> {
        match self.host {
            Host::Address(address) => Some(address),
            Host::Name(_) => None,
        }
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Its addresses, at most four, in the system's order.
    pub(super) async fn look_up(&self, limit: Duration) -> Result<Vec<SocketAddr>, OriginError> {
        let name = match &self.host {
            Host::Address(address) => return Ok(vec![SocketAddr::new(*address, self.port)]),
            Host::Name(name) => name.as_ref(),
        };
        let found = match timeout(limit, lookup_host((name, self.port))).await {
            Err(_) => return Err(OriginError::probe(format!("looking up {name} took too long"))),
            Ok(Err(e)) => {
                let reason = excerpt_of(&e.to_string(), NAME);
                return Err(OriginError::probe(format!("{name} leads to no address: {reason}")));
            }
            Ok(Ok(found)) => found,
        };
        let mut addresses: Vec<SocketAddr> = Vec::new();
        for address in found {
            if !addresses.contains(&address) && addresses.len() < MAX_ADDRESSES {
                addresses.push(address);
            }
        }
        if addresses.is_empty() {
            return Err(OriginError::probe(format!("{name} leads to no address")));
        }
        Ok(addresses)
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.host {
            Host::Address(address) => SocketAddr::new(*address, self.port).fmt(f),
            Host::Name(name) => write!(f, "{}:{}", name.as_ref(), self.port),
        }
    }
}
