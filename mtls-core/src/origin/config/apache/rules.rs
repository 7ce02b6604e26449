//! What the access rules of one section say to a client.

use super::super::client::Client;
use super::expr::holds;
use super::tree::{Node, named};
use super::truth::Truth;
use super::variables::Syntax;

/// Whether the `Require` of a section let a client in; `None` where it has none. A later section's take their place.
pub(super) fn grants(section: &[Node], client: Client) -> Option<Truth> {
    // Of methods only some are meant, and how that goes together with the others is not followed.
    if section.iter().any(|node| is_limit(node) && node.children().iter().any(is_rule)) {
        return Some(Truth::Unknown);
    }
    let rules = section.iter().filter(|node| is_rule(node));
    rules.map(|rule| granted(rule, client)).reduce(Truth::union)
}

/// Whether a section keeps a client out whatever is granted there or later; `denies` of 2.2 count as `denied` says.
pub(super) fn vetoes(section: &[Node], client: Client, denied: Truth) -> Truth {
    let expressions = named(section, "sslrequire")
        .map(|rule| holds(&rule.raw, client, Syntax::SslRequire).not())
        .fold(Truth::No, Truth::or);
    let tls = named(section, "sslrequiressl").next().is_some() && client == Client::Plaintext;
    let from_all = |name| named(section, name).any(|rule| rule.raw.trim().eq_ignore_ascii_case("from all"));
    let starts_denied =
        named(section, "order").any(|order| order.raw.to_ascii_lowercase().trim_end().ends_with("deny"));
    let old = match (from_all("deny"), named(section, "deny").next().is_some(), from_all("allow")) {
        (true, ..) => denied,
        (false, true, _) => Truth::Unknown,
        (false, false, allows) if allows || !starts_denied => Truth::No,
        _ => Truth::Unknown,
    };
    expressions.or(tls.into()).or(old)
}

/// Directives of mod_access_compat, which are joined across sections in a way of their own.
pub(super) fn is_of_old(node: &Node) -> bool {
    matches!(node.name.as_str(), "order" | "allow" | "deny")
}

pub(super) fn is_limit(node: &Node) -> bool {
    matches!(node.name.as_str(), "limit" | "limitexcept")
}

fn is_rule(node: &Node) -> bool {
    matches!(node.name.as_str(), "require" | "requireall" | "requireany" | "requirenone")
}

fn granted(rule: &Node, client: Client) -> Truth {
    let inner = || rule.children().iter().filter(|node| is_rule(node)).map(|rule| granted(rule, client));
    match rule.name.as_str() {
        _ if rule.children().iter().any(is_limit) => Truth::Unknown,
        "requireall" => inner().fold(Truth::Yes, Truth::and),
        "requireany" => inner().fold(Truth::No, Truth::union),
        "requirenone" => inner().fold(Truth::No, Truth::or).not(),
        _ => {
            let (words, negated) = match rule.raw.trim().split_once(char::is_whitespace) {
                Some((not, rest)) if not.eq_ignore_ascii_case("not") => (rest.trim(), true),
                _ => (rule.raw.trim(), false),
            };
            let (kind, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
            let value = match (kind.to_ascii_lowercase().as_str(), rest.trim()) {
                ("all", "granted") => Truth::Yes,
                ("all", "denied") => Truth::No,
                ("ssl", _) => (client != Client::Plaintext).into(),
                ("ssl-verify-client", _) => (client == Client::Verified).into(),
                ("expr", text) => holds(unquoted(text), client, Syntax::Expression),
                ("ip" | "host" | "forward-dns" | "method", _) => Truth::Either,
                _ => Truth::Unknown,
            };
            if negated { value.not() } else { value }
        }
    }
}

/// `expr "…"`: the quotes around the whole.
pub(super) fn unquoted(text: &str) -> &str {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(text)
}
