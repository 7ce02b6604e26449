//! Listeners and their filter chains.

use super::routes::{self, Domains, Guard, Routes};
use super::tls::{self, Tls};
use super::{Draft, Sheet};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;
use crate::origin::config::names::Names;
use crate::origin::config::{ClientAuth, Listener, Serves};
use crate::resources::{Cursor, Value};

/// A socket of a listener.
struct Socket {
    address: String,
    port: u16,
    udp: bool,
}

/// A filter chain, read.
struct Chain<'v> {
    at: Cursor<'v>,
    /// The names of the handshake that lead to it; none: all that lead to no other.
    names: Vec<String>,
    local: bool,
    port: Option<u16>,
    tls: Tls,
    routes: Routes,
}

/// Reads a listener into what it serves on each of its sockets.
pub(super) fn read<'v>(at: &Cursor<'v>, sheet: &mut Sheet<'_, 'v>) {
    if at.get("internal_listener").is_some() || at.get("api_listener").is_some() {
        return;
    }
    let sockets = sockets(at, sheet);
    let quic = at.at(&["udp_listener_config", "quic_options"]).is_some();
    if let Some(matcher) = at.get("filter_chain_matcher") {
        sheet.say(rules::UNRESOLVED, &matcher, "a matcher picks the filter chain");
    }
    let all = at.list("filter_chains").into_iter().chain(at.get("default_filter_chain"));
    let mut chains: Vec<Chain<'v>> = all.map(|chain| read_chain(chain, quic, sheet)).collect();
    unknown_routes(&mut chains, sheet);
    mixing(&chains, sheet);
    let checked = checks(&chains);
    for socket in &sockets {
        // Other protocols over UDP serve no HTTP.
        if socket.udp && !quic {
            continue;
        }
        for (chain, checked) in chains.iter().zip(&checked) {
            // The caller refuses what is too much; it need not all be there for that.
            if sheet.drafts.len() > sheet.options.limits.max_listeners {
                return;
            }
            let draft = draft(socket, chain, socket.udp && quic, *checked, &sheet.options.hosts);
            sheet.drafts.push(draft);
        }
    }
}

fn sockets(at: &Cursor<'_>, sheet: &mut Sheet<'_, '_>) -> Vec<Socket> {
    let more = at.list("additional_addresses").into_iter().filter_map(|one| one.get("address"));
    let mut found = Vec::new();
    for address in at.get("address").into_iter().chain(more) {
        if let Some(path) = address.at(&["pipe", "path"]) {
            let path = path.value().as_str().unwrap_or_default();
            found.push(Socket { address: format!("unix:{path}"), port: 0, udp: false });
        } else if let Some(socket) = address.get("socket_address") {
            let port = match socket.get("port_value").map(|port| port.value().clone()) {
                Some(Value::UInt(port)) => u16::try_from(port).ok(),
                Some(Value::String(port)) => port.parse().ok(),
                _ => None,
            };
            if port.is_none() {
                sheet.say(rules::UNRESOLVED, &socket, "the port is not written as a number");
            }
            found.push(Socket {
                address: socket.text("address").unwrap_or("*").to_owned(),
                port: port.unwrap_or(0),
                udp: super::number(&socket, "protocol", &["TCP", "UDP"]) == Some(1),
            });
        }
    }
    if found.is_empty() && at.get("address").is_none_or(|a| a.get("envoy_internal_address").is_none()) {
        sheet.say(rules::UNRESOLVED, at, "the listener has no address that is known");
    }
    found
}

fn read_chain<'v>(at: Cursor<'v>, quic: bool, sheet: &mut Sheet<'_, 'v>) -> Chain<'v> {
    let matched = at.get("filter_chain_match");
    let names = matched.as_ref().map(|matched| matched.texts("server_names")).unwrap_or_default();
    let mut tls = tls::read(&at, quic, sheet);
    let routes = routes::read(&at, &tls, sheet);
    follow_guards(&mut tls, &routes);
    let mut local = false;
    let mut port = None;
    if let Some(matched) = &matched {
        local = super::number(matched, "source_type", &["ANY", "SAME_IP_OR_LOOPBACK", "EXTERNAL"]) == Some(1);
        port = match matched.get("destination_port").map(|port| port.value().clone()) {
            Some(Value::UInt(port)) => u16::try_from(port).ok(),
            _ => None,
        };
        let sources = ["source_prefix_ranges", "direct_source_prefix_ranges", "source_ports"];
        let narrowed = sources.iter().find_map(|name| matched.get(name));
        if let Some(narrowed) = narrowed.filter(|_| !local && tls.client_auth != ClientAuth::Required) {
            let message =
                "the chain serves some source addresses alone, without a client certificate that is verified";
            sheet.say(rules::UNRESOLVED, &narrowed, message);
            if tls.on {
                tls.client_auth = ClientAuth::Unknown;
            }
        }
    }
    Chain {
        names: names.iter().map(|name| name.to_ascii_lowercase()).collect(),
        at,
        local,
        port,
        tls,
        routes,
    }
}

/// A route may ask whether the client's certificate was verified; that closes what the listener leaves open.
fn follow_guards(tls: &mut Tls, routes: &Routes) {
    let open = matches!(tls.client_auth, ClientAuth::Optional | ClientAuth::AnyCertificate);
    if !tls.on || !open {
        return;
    }
    match routes.guard {
        Guard::Validated => tls.client_auth = ClientAuth::Required,
        // Without a certificate there is no route; a bad one was refused in the handshake, unless every one is taken.
        Guard::Presented if tls.accepts_untrusted => tls.client_auth = ClientAuth::AnyCertificate,
        Guard::Presented => tls.client_auth = ClientAuth::Required,
        Guard::None if routes.decides => tls.client_auth = ClientAuth::Unknown,
        Guard::None => {}
    }
}

/// Whether requests for a chain's hosts are refused on the chains that demand no certificate: of each chain.
fn checks(chains: &[Chain<'_>]) -> Vec<bool> {
    let open = |chain: &&Chain<'_>| {
        chain.tls.on && !matches!(chain.tls.client_auth, ClientAuth::Required | ClientAuth::Unknown)
    };
    let mut served = Names::default();
    chains.iter().filter(open).for_each(|chain| chain.routes.domains.add_to(&mut served));
    chains.iter().map(|chain| !chain.names.iter().any(|host| served.may_mean(host))).collect()
}

/// A chain whose hosts are not known may lead to a closed one's, or not.
fn unknown_routes(chains: &mut [Chain<'_>], sheet: &mut Sheet<'_, '_>) {
    if !chains.iter().any(is_closed) {
        return;
    }
    for open in chains.iter_mut().filter(|one| one.tls.on && !is_closed(one)) {
        let unknown = open.routes.domains == Domains::Unknown && open.routes.serves == Serves::Content;
        if unknown && open.tls.client_auth != ClientAuth::Unknown {
            let message =
                "which hosts this chain serves without a client certificate is not in the configuration";
            sheet.say(rules::UNRESOLVED, &open.at, message);
            open.tls.client_auth = ClientAuth::Unknown;
        }
    }
}

fn is_closed(chain: &Chain<'_>) -> bool {
    chain.tls.on && chain.tls.client_auth == ClientAuth::Required
}

/// What [`Listener`]'s judge cannot see: the routes behind another name of the handshake.
fn mixing(chains: &[Chain<'_>], sheet: &mut Sheet<'_, '_>) {
    let hosts = sheet.options.hosts.clone();
    for open in chains
        .iter()
        .filter(|one| one.tls.on && !is_closed(one) && one.tls.client_auth != ClientAuth::Unknown)
    {
        // A closed chain for all names is judged here; one with names of its own, with the listeners.
        let all_names = chains.iter().any(|one| is_closed(one) && one.names.is_empty());
        if open.names.is_empty() || !all_names {
            continue;
        }
        let served = open.routes.domains.names();
        for host in &hosts {
            let own = open.names.iter().any(|name| name == host);
            if !own && served.may_mean(host) {
                let message = format!(
                    "who names {} in the handshake and asks for {} is served without a certificate",
                    excerpt(open.names.first().map(String::as_str).unwrap_or_default()),
                    excerpt(host)
                );
                sheet.say(rules::HOST_MIXING, &open.at, message);
            }
        }
    }
}

fn draft(socket: &Socket, chain: &Chain<'_>, quic: bool, checked: bool, hosts: &[String]) -> Draft {
    let address = if chain.local { "127.0.0.1" } else { socket.address.as_str() };
    let mut one = Listener::new("", 0, address, chain.port.unwrap_or(socket.port));
    one.tls = chain.tls.on;
    one.quic = quic;
    // Of a chain for all names, the routes say which hosts are served.
    one.default = chain.names.is_empty() && !matches!(chain.routes.domains, Domains::These(_));
    one.names = match (&chain.routes.domains, chain.names.is_empty()) {
        (_, false) => chain.names.clone(),
        // With the protected hosts that Envoy's own patterns (`*-api.example`) stand for.
        (Domains::These(domains), true) => {
            let served = chain.routes.domains.names();
            let meant = hosts.iter().filter(|host| served.may_mean(host));
            domains.iter().chain(meant.filter(|host| !domains.contains(host))).cloned().collect()
        }
        (Domains::All | Domains::Unknown, true) => Vec::new(),
    };
    one.client_auth = chain.tls.client_auth;
    one.serves = chain.routes.serves;
    one.checks_sni = checked;
    one.http2 = chain.tls.http2;
    one.anchors.clone_from(&chain.tls.anchors);
    one.certificates.clone_from(&chain.tls.certificates);
    one.revocation = chain.tls.revocation;
    one.crls.clone_from(&chain.tls.crls);
    Draft { listener: one, at: chain.at.path().to_owned(), decided: chain.tls.decided.clone() }
}
