//! What stands behind the handshake: the hosts that are served, and what is told of the client.

use super::tls::Tls;
use super::{Flag, Sheet, flag, number, type_of, typed};
use crate::finding::rules::origin_config as rules;
use crate::origin::config::names::Names;
use crate::origin::config::{ClientAuth, Serves};
use crate::resources::{Cursor, Value};

/// The hosts that a chain serves content for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Domains {
    /// Every host.
    All,
    /// These.
    These(Vec<String>),
    /// Routes come from elsewhere.
    Unknown,
}

impl Domains {
    /// The hosts that are served. Unknown domains are spoken of elsewhere.
    pub(super) fn names(&self) -> Names {
        let mut names = Names::default();
        self.add_to(&mut names);
        names
    }

    pub(super) fn add_to(&self, names: &mut Names) {
        match self {
            Self::All => names.add_all(),
            Self::Unknown => {}
            Self::These(domains) => domains.iter().for_each(|domain| names.add(without_port(domain))),
        }
    }
}

/// What every route with content asks of the client's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Guard {
    None,
    Presented,
    Validated,
}

/// What a filter chain serves.
pub(super) struct Routes {
    pub(super) domains: Domains,
    pub(super) serves: Serves,
    pub(super) guard: Guard,
    /// Whether a filter may refuse clients by their certificate.
    pub(super) decides: bool,
}

/// A domain may have a port (`shop.example:8443`, `shop.example:*`), which the client writes into `Host`.
fn without_port(domain: &str) -> &str {
    if domain.starts_with('[') { domain } else { domain.split(':').next().unwrap_or(domain) }
}

/// Filters that refuse by rules of their own.
const DECIDING: [&str; 7] = ["rbac", "ext_authz", "extauthz", "lua", "wasm", "golang", "ext_proc"];

/// The filters of a chain.
pub(super) fn read(chain: &Cursor<'_>, tls: &Tls, sheet: &mut Sheet<'_, '_>) -> Routes {
    let filters = chain.list("filters");
    let anything = |serves| Routes { domains: Domains::All, serves, guard: Guard::None, decides: false };
    if filters.is_empty() {
        // The connection is closed.
        return anything(Serves::Refusal);
    }
    let mut decides = filters.iter().any(is_deciding);
    let manager = filters.iter().find(|filter| type_of(filter) == "HttpConnectionManager");
    let Some(manager) = manager.and_then(typed) else {
        return Routes { decides, ..anything(Serves::Content) };
    };
    forwarding(&manager, tls, sheet);
    decides |= manager.list("http_filters").iter().any(is_deciding);
    let Some(config) = manager.get("route_config") else {
        return Routes { domains: Domains::Unknown, decides, ..anything(Serves::Content) };
    };
    let mut summary = Summary { domains: Vec::new(), all: false, redirects: false, guard: Guard::Validated };
    for host in config.list("virtual_hosts") {
        summary.add(&host, tls.on);
    }
    let serves = match (summary.all || !summary.domains.is_empty(), summary.redirects) {
        (true, _) => Serves::Content,
        (false, true) => Serves::Redirect,
        (false, false) => Serves::Refusal,
    };
    let guard = if serves == Serves::Content { summary.guard } else { Guard::None };
    let domains = if summary.all { Domains::All } else { Domains::These(summary.domains) };
    // Virtual hosts on demand come on top of those written here.
    let domains = if config.get("vhds").is_some() { Domains::Unknown } else { domains };
    Routes { domains, serves, guard, decides }
}

fn is_deciding(filter: &Cursor<'_>) -> bool {
    let kind = filter.get("typed_config").and_then(|config| config.text("@type")).unwrap_or_default();
    let name = filter.text("name").unwrap_or_default();
    let from_elsewhere = filter.get("config_discovery").is_some();
    from_elsewhere
        || DECIDING.iter().any(|word| kind.to_ascii_lowercase().contains(word) || name.contains(word))
}

/// What the application is told of the client.
fn forwarding(manager: &Cursor<'_>, tls: &Tls, sheet: &mut Sheet<'_, '_>) {
    const MODES: [&str; 5] =
        ["SANITIZE", "FORWARD_ONLY", "APPEND_FORWARD", "SANITIZE_SET", "ALWAYS_FORWARD_ONLY"];
    let Some(at) = manager.get("forward_client_cert_details") else { return };
    // Envoy asks for no certificate there, and then it passes no such header on.
    let asked = !matches!(tls.client_auth, ClientAuth::Off | ClientAuth::RequiredWithoutAnchors);
    match number(manager, "forward_client_cert_details", &MODES) {
        Some(1) if !asked => {}
        Some(1) => sheet.say(
            rules::IDENTITY_HEADER,
            &at,
            "FORWARD_ONLY passes on what a client with a certificate writes into x-forwarded-client-cert",
        ),
        Some(4) => sheet.say(
            rules::IDENTITY_HEADER,
            &at,
            "ALWAYS_FORWARD_ONLY passes on what any client writes into x-forwarded-client-cert, over plaintext too",
        ),
        Some(_) => {}
        None => sheet.say(rules::UNRESOLVED, &at, "`forward_client_cert_details` has a value that is not known"),
    }
}

/// The virtual hosts of a chain, taken together.
struct Summary {
    domains: Vec<String>,
    all: bool,
    redirects: bool,
    guard: Guard,
}

impl Summary {
    fn add(&mut self, host: &Cursor<'_>, tls: bool) {
        let upgraded = !tls && number(host, "require_tls", &["NONE", "EXTERNAL_ONLY", "ALL"]) == Some(2);
        if upgraded {
            self.redirects = true;
            return;
        }
        let mut content = host.get("matcher").map(|_| Guard::None);
        for route in host.list("routes") {
            match answer(&route) {
                Serves::Redirect => self.redirects = true,
                Serves::Refusal => {}
                Serves::Content => {
                    let guard = guard(&route);
                    content = Some(content.map_or(guard, |least| least.min(guard)));
                }
            }
        }
        let Some(guard) = content else { return };
        self.guard = self.guard.min(guard);
        for domain in host.texts("domains") {
            match bare(domain).as_str() {
                "*" => self.all = true,
                name => self.domains.push(name.to_owned()),
            }
        }
    }
}

/// The domain without a port, in lower case.
fn bare(domain: &str) -> String {
    let name = match domain.rsplit_once(':') {
        Some((name, port)) if port == "*" || port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => domain,
    };
    name.to_ascii_lowercase()
}

fn answer(route: &Cursor<'_>) -> Serves {
    if route.get("redirect").is_some() {
        return Serves::Redirect;
    }
    match route.at(&["direct_response", "status"]).map(|status| status.value().clone()) {
        Some(Value::UInt(status)) if status >= 400 => Serves::Refusal,
        _ => Serves::Content,
    }
}

fn guard(route: &Cursor<'_>) -> Guard {
    let Some(asked) = route.at(&["match", "tls_context"]) else { return Guard::None };
    match (flag(&asked, "validated"), flag(&asked, "presented")) {
        (Flag::Yes, _) => Guard::Validated,
        // Asked for a certificate that is not verified.
        (_, Flag::Yes) if asked.get("validated").is_none() => Guard::Presented,
        _ => Guard::None,
    }
}
