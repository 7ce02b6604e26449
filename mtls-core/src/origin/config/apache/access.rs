//! Who is let in where: `Require`, `SSLRequire`, rewriting and redirects.

use super::expr::{Client, asks_for_names, expand, holds};
use super::tree::{Node, named};
use crate::origin::config::reader::Place;

/// What may become of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) served: bool,
    pub(super) redirected: bool,
}

/// Paths that certificate authorities fetch to see who owns a name.
const CHALLENGE: &str = "/.well-known/acme-challenge";

/// A part of a host with an access rule of its own.
pub(super) struct Part<'t> {
    pub(super) section: &'t Node,
    pub(super) whole: bool,
}

/// The sections by path, in the order that they are merged in: those of the main server, then those of the host.
pub(super) fn parts<'t>(main: &'t [Node], host: &'t [Node]) -> Vec<Part<'t>> {
    let sections = |names: &'static [&'static str]| {
        main.iter().chain(host).filter(move |node| names.contains(&node.name.as_str()))
    };
    // Directories come first, and what stands in locations is put over them.
    let all = sections(&["directory", "directorymatch", "proxy", "proxymatch", "files", "filesmatch"])
        .chain(sections(&["location", "locationmatch"]));
    all.filter(|node| !node.args.iter().any(|path| path.contains(CHALLENGE)))
        .map(|section| Part { section, whole: is_whole(section) })
        .collect()
}

/// Whether it takes every path.
pub(super) fn is_whole(section: &Node) -> bool {
    let path = section.args.last().map(String::as_str).unwrap_or_default();
    let pattern = section.name.ends_with("match") || section.arg(0) == "~";
    match section.name.as_str() {
        "location" | "locationmatch" if pattern => ALWAYS.contains(&path),
        "location" => path == "/",
        "directory" => path == "/",
        "proxy" => path == "*",
        "files" => path == "*",
        _ => false,
    }
}

/// Regular expressions that every path matches.
const ALWAYS: [&str; 14] = [
    "^", "^/", "/", ".*", "(.*)", "^.*", "^.*$", "^(.*)", "^(.*)$", "^/(.*)", "^/(.*)$", "^/?(.*)",
    "^/?(.*)$", "^/.*",
];

/// What the section's own directives say to a client; `None` where it says nothing of access. `Some(None)` where it depends on
/// something else.
fn says(section: &[Node], client: Client) -> Option<Option<bool>> {
    let mut said: Option<Option<bool>> = None;
    let rules: Vec<_> = section.iter().filter(|node| is_rule(node)).collect();
    if !rules.is_empty() {
        said = Some(any(rules.iter().map(|rule| granted(rule, client))));
    }
    // The ways of 2.2: whoever is denied stays so.
    if named(section, "deny").any(|deny| deny.raw.trim().eq_ignore_ascii_case("from all"))
        && named(section, "allow").next().is_none()
    {
        said = Some(Some(false));
    }
    for require in named(section, "sslrequire") {
        said = Some(all([said.unwrap_or(Some(true)), holds(&require.raw, client)].into_iter()));
    }
    if named(section, "sslrequiressl").next().is_some() && client == Client::Plaintext {
        said = Some(Some(false));
    }
    said
}

fn is_rule(node: &Node) -> bool {
    matches!(node.name.as_str(), "require" | "requireall" | "requireany" | "requirenone")
}

fn granted(rule: &Node, client: Client) -> Option<bool> {
    let inner = || rule.children().iter().filter(|node| is_rule(node)).map(|rule| granted(rule, client));
    match rule.name.as_str() {
        "requireall" => all(inner()),
        "requireany" => any(inner()),
        "requirenone" => any(inner()).map(|any| !any),
        _ => {
            let (words, negated) = match rule.raw.trim().split_once(char::is_whitespace) {
                Some(("not", rest)) => (rest.trim(), true),
                _ => (rule.raw.trim(), false),
            };
            let (kind, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
            let value = match (kind.to_ascii_lowercase().as_str(), rest.trim()) {
                ("all", "granted") => Some(true),
                ("all", "denied") => Some(false),
                ("ssl", _) => Some(client != Client::Plaintext),
                ("ssl-verify-client", _) => Some(client == Client::Verified),
                ("expr", text) => holds(unquoted(text), client),
                _ => None,
            };
            if negated { value.map(|value| !value) } else { value }
        }
    }
}

/// `expr "…"`: the quotes around the whole.
fn unquoted(text: &str) -> &str {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(text)
}

fn any(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut sure = true;
    for value in values {
        match value {
            Some(true) => return Some(true),
            Some(false) => {}
            None => sure = false,
        }
    }
    sure.then_some(false)
}

fn all(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    any(values.map(|value| value.map(|value| !value))).map(|any| !any)
}

/// What a host does with a client, path by path.
pub(super) struct Access<'t> {
    pub(super) outcome: Outcome,
    /// A part that refuses, where others serve.
    pub(super) refusing: Vec<&'t Node>,
}

/// What becomes of a client's requests on a host.
pub(super) fn access<'t>(main: &'t [Node], host: &'t [Node], client: Client) -> Access<'t> {
    let (rewritten, goes_on) = rewriting(host, client);
    let mut found = Access { outcome: rewritten, refusing: Vec::new() };
    if !goes_on {
        return found;
    }
    // The last section that says something of the whole decides; parts of it may say otherwise.
    let parts = parts(main, host);
    let mut whole: Option<bool> = Some(true);
    for part in parts.iter().filter(|part| part.whole) {
        let directory = part.section.name == "directory";
        match says(part.section.children(), client) {
            // `<Directory />` is denied as a rule, and the folders that are served are granted below.
            Some(said) if !directory => whole = said,
            _ => {}
        }
    }
    let mut served = whole != Some(false);
    for part in parts.iter().filter(|part| !part.whole && part.section.name.starts_with("location")) {
        match says(part.section.children(), client) {
            Some(Some(false)) => found.refusing.push(part.section),
            Some(_) => served = true,
            None => {}
        }
    }
    // `<If>` is put over all others.
    for condition in main.iter().chain(host).filter(|node| node.name == "if") {
        let Some(said) = says(condition.children(), client) else { continue };
        match (holds(unquoted(condition.raw.trim()), client), said) {
            (Some(true), Some(false)) => served = false,
            (Some(true), _) => served = true,
            (Some(false), _) | (None, Some(false)) => {}
            (None, _) => served = true,
        }
    }
    found.outcome.served |= served;
    found
}

/// What rewriting and redirects make of the requests, and whether any of them goes on.
fn rewriting(host: &[Node], client: Client) -> (Outcome, bool) {
    let mut outcome = Outcome::default();
    let on = named(host, "rewriteengine")
        .next_back()
        .is_some_and(|engine| engine.arg(0).eq_ignore_ascii_case("on"));
    let mut conditions: Vec<(Option<bool>, bool)> = Vec::new();
    // Requests that leave the rules go on to be served by what stands behind.
    let (mut live, mut left) = (true, false);
    for node in host.iter().filter(|_| on) {
        match node.name.as_str() {
            "rewritecond" => {
                let flags = node.arg(2).to_ascii_uppercase();
                let or = flags.contains("OR");
                conditions.push((condition(node, flags.contains("NC"), client), or));
            }
            "rewriterule" if live => {
                let flags: Vec<String> = node
                    .arg(2)
                    .trim_matches(['[', ']'])
                    .split(',')
                    .map(|flag| flag.trim().to_ascii_uppercase())
                    .collect();
                let flag = |names: &[&str]| {
                    flags.iter().any(|flag| names.contains(&flag.split('=').next().unwrap_or_default()))
                };
                let met = grouped(&std::mem::take(&mut conditions));
                let pattern = if ALWAYS.contains(&node.arg(0)) { Some(true) } else { None };
                let matched = all([met, pattern].into_iter());
                if matched == Some(false) || node.arg(0).contains(CHALLENGE) {
                    continue;
                }
                let goes = node.arg(1).starts_with("http://") || node.arg(1).starts_with("https://");
                let ends = if flag(&["F", "FORBIDDEN", "G", "GONE"]) {
                    true
                } else if flag(&["R", "REDIRECT"]) || goes && !flag(&["P", "PROXY"]) {
                    outcome.redirected = true;
                    true
                } else if flag(&["P", "PROXY", "L", "LAST", "END"]) {
                    left = true;
                    true
                } else {
                    false
                };
                if ends && matched == Some(true) {
                    live = false;
                }
            }
            "rewriterule" => conditions.clear(),
            _ => {}
        }
    }
    let reached = live || left;
    let mut goes_on = reached;
    for node in host.iter().filter(|_| reached) {
        let (status, path) = match (node.name.as_str(), node.args.as_slice()) {
            ("redirect", [path, _]) => ("302", path),
            ("redirect", [status, path, ..]) => (status.as_str(), path),
            ("redirectpermanent" | "redirecttemp", [path, ..]) => ("302", path),
            ("redirectmatch", [path, _]) => ("302", path),
            ("redirectmatch", [status, path, ..]) => (status.as_str(), path),
            _ => continue,
        };
        let whole = if node.name == "redirectmatch" { ALWAYS.contains(&path.as_str()) } else { path == "/" };
        if whole && goes_on {
            let refuses = status == "gone" || status.parse::<u16>().is_ok_and(|status| status >= 400);
            outcome.redirected |= !refuses;
            goes_on = false;
        }
    }
    (outcome, goes_on)
}

/// Conditions are joined by `and`, and those with `OR` first with the next.
fn grouped(conditions: &[(Option<bool>, bool)]) -> Option<bool> {
    let mut groups: Vec<Vec<Option<bool>>> = vec![Vec::new()];
    for (value, or) in conditions {
        if let Some(group) = groups.last_mut() {
            group.push(*value);
        }
        if !or {
            groups.push(Vec::new());
        }
    }
    all(groups.into_iter().filter(|group| !group.is_empty()).map(|group| any(group.into_iter())))
}

/// Whether a `RewriteCond` holds.
fn condition(node: &Node, ignore_case: bool, client: Client) -> Option<bool> {
    let value = expand(node.arg(0), client);
    let (pattern, negated) = node.arg(1).strip_prefix('!').map_or((node.arg(1), false), |rest| (rest, true));
    let holds = match pattern.strip_prefix('=') {
        Some(text) => value.equals(&super::super::pattern::Known::whole(text.trim_matches('"'))),
        None if pattern.starts_with(['<', '>', '-']) => None,
        None => value.matches(pattern, ignore_case),
    };
    holds.map(|holds| holds != negated)
}

/// The first place where names in the certificate decide.
pub(super) fn place_of_names(nodes: &[Node]) -> Option<&Place> {
    nodes.iter().find_map(|node| {
        let asks = match node.name.as_str() {
            "require" | "sslrequire" | "if" | "rewritecond" => asks_for_names(&node.raw),
            "ssloptions" => node.args.iter().any(|arg| arg.eq_ignore_ascii_case("+FakeBasicAuth")),
            _ => false,
        };
        if asks { Some(&node.place) } else { place_of_names(node.children()) }
    })
}
