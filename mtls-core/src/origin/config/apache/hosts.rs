//! Which host answers on which socket.

use std::collections::BTreeSet;

use super::super::OriginError;
use super::super::reader::{Place, Reader};
use super::tree::{Node, named};

/// A host on a socket.
pub(super) struct Bound<'t> {
    /// The virtual host; `None` for the main server.
    pub(super) host: Option<&'t Node>,
    pub(super) address: String,
    pub(super) port: u16,
    /// Whether the port is one for https.
    pub(super) https: bool,
    pub(super) default: bool,
    pub(super) names: Vec<String>,
    /// The `Listen`.
    pub(super) place: Place,
}

/// An address and a port, each of which may be any.
struct Address {
    address: String,
    port: Option<u16>,
}

/// `443`, `*:443`, `192.0.2.1:443`, `[::1]:443`, `_default_:*`, `name`.
fn address(text: &str) -> Address {
    let (address, port) = if let Some(rest) = text.strip_prefix('[') {
        let (inside, behind) = rest.split_once(']').unwrap_or((rest, ""));
        (inside, behind.strip_prefix(':'))
    } else {
        match text.rsplit_once(':') {
            Some((address, port)) => (address, Some(port)),
            None => (text, None),
        }
    };
    let address = match address {
        "" | "*" | "0.0.0.0" | "::" | "_default_" => "*".to_owned(),
        other => other.to_ascii_lowercase(),
    };
    Address { address, port: port.and_then(|port| port.parse().ok()) }
}

/// The hosts of every socket: those that name its address, else those for all addresses, else the main server.
pub(super) fn bound<'t>(reader: &mut Reader<'_>, main: &'t [Node]) -> Result<Vec<Bound<'t>>, OriginError> {
    let mut hosts = Vec::new();
    for host in named(main, "virtualhost") {
        for argument in &host.args {
            if argument.contains("${") {
                reader.unresolved(&host.place, "the address of a host depends on a variable");
            }
            hosts.push((host, address(argument)));
        }
        super::limit(&host.place.file, "listeners", hosts.len(), reader.limits.max_listeners)?;
    }
    let main_name: Vec<String> = names(main, &[]);
    let mut found = Vec::new();
    for listen in named(main, "listen") {
        let text = listen.arg(0);
        let Some(port) =
            (if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { address(text).port })
        else {
            reader.unresolved(&listen.place, "the port of `Listen` is not to be told");
            continue;
        };
        let own =
            if text.bytes().all(|b| b.is_ascii_digit()) { "*".to_owned() } else { address(text).address };
        let https = match listen.arg(1) {
            "" => port == 443,
            protocol => protocol.eq_ignore_ascii_case("https"),
        };
        let on_port = || hosts.iter().filter(|(_, at)| at.port.is_none_or(|at| at == port));
        let mut addresses: BTreeSet<&str> = BTreeSet::from([own.as_str()]);
        if own == "*" {
            addresses.extend(on_port().map(|(_, at)| at.address.as_str()));
        }
        for address in addresses {
            let exact = || on_port().filter(|(_, at)| at.address == address);
            let any = || on_port().filter(|(_, at)| at.address == "*");
            let chosen: Vec<&'t Node> = match exact().next() {
                Some(_) => exact().map(|(host, _)| *host).collect(),
                None => any().map(|(host, _)| *host).collect(),
            };
            let bind = |host, default, names| Bound {
                host,
                address: address.to_owned(),
                port,
                https,
                default,
                names,
                place: listen.place.clone(),
            };
            for (index, host) in chosen.iter().enumerate() {
                found.push(bind(Some(*host), index == 0, names(host.children(), &main_name)));
            }
            // For all addresses it is reached unless every one of them has hosts of its own, which is not known.
            if chosen.is_empty() {
                found.push(bind(None, true, Vec::new()));
            }
        }
        let most = reader.limits.max_listeners;
        super::limit(&listen.place.file, "listeners", found.len(), most)?;
    }
    Ok(found)
}

/// The names of a host; without `ServerName` it has that of the main server.
fn names(host: &[Node], main: &[String]) -> Vec<String> {
    let bare = |name: &str| {
        let name = name.rsplit_once("://").map_or(name, |(_, rest)| rest);
        let name = name.rsplit_once(':').map_or(name, |(host, _)| host);
        // What hangs on a variable is not known, nor which names a pattern takes beyond all those under a suffix.
        let pattern = name.strip_prefix("*.").unwrap_or(name).contains(['*', '?']);
        if pattern || name.contains("${") { format!("~{name}") } else { name.to_ascii_lowercase() }
    };
    let own = named(host, "servername").next_back().map(|name| bare(name.arg(0)));
    let mut found: Vec<String> = own.map_or_else(|| main.to_vec(), |name| vec![name]);
    found.extend(named(host, "serveralias").flat_map(|alias| &alias.args).map(|name| bare(name)));
    found
}
