//! The sockets of a server.

use super::super::reader::Place;
use super::super::{OriginError, limit};
use super::tree::{Directive, named};

/// One `listen`, or what holds without any.
#[derive(Clone, Debug)]
pub(super) struct Listen {
    pub(super) address: String,
    pub(super) port: u16,
    pub(super) tls: bool,
    pub(super) quic: bool,
    pub(super) http2: bool,
    pub(super) default: bool,
    pub(super) udp: bool,
    pub(super) place: Place,
}

impl Listen {
    /// Which socket it is.
    pub(super) fn key(&self) -> (&str, u16, bool) {
        (&self.address, self.port, self.quic || self.udp)
    }
}

/// The sockets that a server listens on. Without `listen` it is port 80, as for a server that runs as root.
///
/// # Errors
/// There are more than `most`.
pub(super) fn listens(server: &Directive, most: usize) -> Result<Vec<Listen>, OriginError> {
    let mut found = Vec::new();
    for one in named(server.children(), "listen") {
        found.extend(listen(one));
        limit(&one.place.file, "listeners", found.len(), most)?;
    }
    if found.is_empty() {
        found.push(Listen {
            address: "*".to_owned(),
            port: 80,
            tls: false,
            quic: false,
            http2: false,
            default: false,
            udp: false,
            place: server.place.clone(),
        });
    }
    Ok(found)
}

/// One socket, or several for a range of ports.
fn listen(directive: &Directive) -> Vec<Listen> {
    let has = |word: &str| directive.args.iter().skip(1).any(|arg| arg == word);
    let (address, ports) = socket(directive.arg(0));
    ports
        .map(|port| Listen {
            address: address.clone(),
            port,
            tls: has("ssl") || has("quic"),
            quic: has("quic"),
            http2: has("http2") || has("spdy"),
            default: has("default_server") || has("default"),
            udp: has("udp"),
            place: directive.place.clone(),
        })
        .collect()
}

/// `443`, `*:443`, `192.0.2.1`, `[::]:443`, `host:443`, `unix:/path`, and ranges of ports in `stream`.
fn socket(text: &str) -> (String, std::ops::RangeInclusive<u16>) {
    if text.starts_with("unix:") {
        return (text.to_owned(), 0..=0);
    }
    let range = |ports: &str| {
        let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
        let (first, last) = (first.parse::<u16>().ok()?, last.parse::<u16>().ok()?);
        // No more of a range than anyone writes on purpose.
        Some(first..=last.min(first.saturating_add(1023)))
    };
    if let Some(ports) = range(text) {
        return ("*".to_owned(), ports);
    }
    let (address, ports) = if let Some(rest) = text.strip_prefix('[') {
        let (inside, behind) = rest.split_once(']').unwrap_or((rest, ""));
        (inside, behind.strip_prefix(':'))
    } else {
        match text.rsplit_once(':') {
            Some((address, ports)) => (address, Some(ports)),
            None => (text, None),
        }
    };
    let address = match address {
        "" | "*" | "0.0.0.0" => "*",
        other => other,
    };
    (address.to_ascii_lowercase(), ports.and_then(range).unwrap_or(80..=80))
}
