//! Which requests the paths of sections and rules take.

use super::super::pattern::Known;
use super::tree::{Node, named};
use super::truth::Truth;

/// Paths that certificate authorities fetch to see who owns a name.
const CHALLENGE: &str = "/.well-known/acme-challenge";

/// Regular expressions that every text matches.
const ANYTHING: [&str; 10] = ["^", ".*", "(.*)", "^.*", "^.*$", "^(.*)", "^(.*)$", "(.*)$", ".*$", "$"];

/// Regular expressions that every path matches, beside those.
const ANY_PATH: [&str; 7] = ["^/(.*)", "^/(.*)$", "^/?(.*)", "^/?(.*)$", "^/.*", "^/.*$", "^/?"];

/// Whether paths match a regular expression: `Either` where that of the front page does not.
pub(super) fn path_matches(pattern: &str, ignore_case: bool) -> Truth {
    if ANYTHING.contains(&pattern)
        || ANY_PATH.contains(&pattern)
        || Known::begins("/").matches(pattern, ignore_case) == Some(true)
    {
        return Truth::Yes;
    }
    let front = Known::whole("/").matches(pattern, ignore_case);
    let other = Known::whole("/\u{1}").matches(pattern, ignore_case);
    let named = literal_beginning(pattern).is_some_and(|text| text.len() > 1);
    if front == Some(false) || named || front == Some(true) && other == Some(false) {
        Truth::Either
    } else {
        Truth::Unknown
    }
}

/// Whether every text matches, also what is no path any more.
pub(super) fn anything_matches(pattern: &str) -> Truth {
    if ANYTHING.contains(&pattern) { Truth::Yes } else { Truth::Unknown }
}

/// What all texts begin with that match: `/admin` of `^/admin(/.*)?$`.
fn literal_beginning(pattern: &str) -> Option<String> {
    let rest = pattern.strip_prefix('^').filter(|rest| !has_alternatives(rest))?;
    let mut found = String::new();
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let plain = match c {
            '\\' => chars.next().filter(|c| !c.is_ascii_alphanumeric()),
            '.' | '[' | ']' | '(' | ')' | '{' | '}' | '*' | '+' | '?' | '^' | '$' | '|' => None,
            c => Some(c),
        };
        let Some(plain) = plain else { break };
        if chars.peek().is_some_and(|next| matches!(next, '?' | '*' | '{')) {
            break;
        }
        found.push(plain);
    }
    Some(found)
}

/// Whether there are, or may be, alternatives outside of groups.
fn has_alternatives(pattern: &str) -> bool {
    let quoted = ["\\(", "\\)", "["].into_iter().any(|quoted| pattern.contains(quoted));
    let mut depth = 0_usize;
    pattern.contains('|')
        && (quoted
            || pattern.chars().any(|c| {
                match c {
                    '(' => depth = depth.saturating_add(1),
                    ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                c == '|' && depth == 0
            }))
}

/// Whether a path takes nothing but what certificate authorities fetch.
fn is_challenge(path: &str) -> bool {
    path.strip_prefix(CHALLENGE).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a regular expression takes nothing but that. A point that is not escaped is meant as one.
pub(super) fn is_challenge_pattern(pattern: &str) -> bool {
    let plain = pattern.replace("\\.", ".");
    plain.strip_prefix('^').is_some_and(is_challenge) && !has_alternatives(pattern)
}

/// Whether the section of a path is there for nothing else.
pub(super) fn is_for_challenges(section: &Node) -> bool {
    let path = section.args.last().map(String::as_str).unwrap_or_default();
    if is_by_pattern(section) { is_challenge_pattern(path) } else { is_challenge(path) }
}

fn is_by_pattern(section: &Node) -> bool {
    section.name.ends_with("match") || section.arg(0) == "~"
}

/// What a section by path takes of the requests.
pub(super) fn taken_by(section: &Node) -> Truth {
    let path = section.args.last().map(String::as_str).unwrap_or_default();
    match is_by_pattern(section) {
        true => path_matches(path, false),
        false if path == "/" => Truth::Yes,
        false if path.starts_with('/') && !path.contains(['*', '?', '[']) => Truth::Either,
        false => Truth::Unknown,
    }
}

/// Whether the section of a folder takes the folder that the host serves, for all that is known.
pub(super) fn takes_root(section: &Node, root: Option<&Node>) -> bool {
    let path = section.args.last().map(|path| path.trim_end_matches('/')).unwrap_or_default();
    let plain = !is_by_pattern(section) && !path.contains(['*', '?', '[', '$']);
    let root = root.map(|root| root.arg(0).trim_end_matches('/'));
    match root {
        Some(root) if plain && root.starts_with('/') => {
            root.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        _ => true,
    }
}

/// The pass of a `ProxyPass` or `ProxyPassMatch`: its path, where it has one of its own, and whether it passes requests on.
fn pass(node: &Node) -> Option<(&str, bool)> {
    match node.args.as_slice() {
        _ if !matches!(node.name.as_str(), "proxypass" | "proxypassmatch") => None,
        [path, to, ..] if path.starts_with(['/', '^']) => Some((path, to != "!")),
        [to, ..] => Some(("", to != "!")),
        [] => None,
    }
}

/// How a host passes requests on to others, by `ProxyPass`.
pub(super) struct Proxying<'t> {
    /// What of the requests is passed on.
    pub(super) passes: Truth,
    /// Something is passed on, or may be, in any way: sections for proxies matter.
    pub(super) any: bool,
    /// Where that is not followed.
    pub(super) unclear: Option<&'t Node>,
}

pub(super) fn proxying<'t>(main: &'t [Node], host: &'t [Node]) -> Proxying<'t> {
    let inherits =
        named(host, "proxypassinherit").next_back().is_none_or(|one| one.arg(0).eq_ignore_ascii_case("on"));
    let nodes = || host.iter().chain(main.iter().filter(move |_| inherits));
    let mut passes = Truth::No;
    let mut any = false;
    let mut unclear = None;
    let exempts = nodes().filter_map(pass).any(|(_, on)| !on)
        || nodes().any(|node| node.children().iter().filter_map(pass).any(|(_, on)| !on));
    let may_be_off = nodes().any(|node| node.name.starts_with("setenvif") && node.raw.contains("no-proxy"));
    for node in nodes() {
        let found = match node.name.as_str() {
            "proxypass" => pass(node)
                .filter(|(_, on)| *on)
                .map(|(path, _)| Truth::from(path == "/").union(Truth::Either)),
            "proxypassmatch" => pass(node).filter(|(_, on)| *on).map(|(path, _)| path_matches(path, false)),
            "location" | "locationmatch" => {
                let on = node.children().iter().filter_map(pass).any(|(_, on)| on);
                on.then(|| taken_by(node))
            }
            _ => None,
        };
        let Some(found) = found else { continue };
        any = true;
        // Which of them comes first is not followed.
        let found = if exempts || may_be_off { Truth::Unknown } else { found };
        if found == Truth::Unknown {
            unclear.get_or_insert(node);
        }
        passes = passes.union(found);
    }
    any |= nodes().any(|node| {
        node.name == "rewriterule" && node.arg(2).to_ascii_uppercase().contains('P')
            || node.name == "proxyrequests"
            || node.raw.contains("proxy:")
            || node.children().iter().any(|inner| inner.raw.contains("proxy:"))
    });
    Proxying { passes, any, unclear }
}
