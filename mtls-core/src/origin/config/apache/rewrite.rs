//! What rewriting and redirects make of requests, before access is decided.

use super::super::client::Client;
use super::expr::holds;
use super::paths::{Proxying, anything_matches, is_challenge_pattern, path_matches};
use super::tree::Node;
use super::truth::Truth;
use super::variables::{Syntax, Value, expand};
use super::{Doubt, setting};

/// What is left of the requests of a client.
#[derive(Debug)]
pub(super) struct Routed<'t> {
    /// Whether they go on to where access is decided.
    pub(super) go_on: Truth,
    pub(super) redirected: bool,
    pub(super) doubt: Option<Doubt<'t>>,
}

/// What rewriting, then passing on, then redirects do.
pub(super) fn route<'t>(
    main: &'t [Node],
    host: &'t [Node],
    client: Client,
    proxying: &Proxying<'_>,
) -> Routed<'t> {
    let mut rewritten = rewriting(main, host, client);
    for node in host.iter().chain(if std::ptr::eq(main, host) { &[] } else { main }) {
        let Some((status, pattern)) = redirect(node) else { continue };
        if pattern == Truth::Unknown {
            rewritten.go_on = rewritten.go_on.and(Truth::Unknown);
            rewritten.doubt.get_or_insert(Doubt::new(node, "may take all requests"));
        }
        if pattern != Truth::Yes {
            continue;
        }
        rewritten.redirected |= (300..400).contains(&status);
        // Where requests are passed on, or rewriting has found a file, redirects have nothing to say.
        let passed = match proxying.passes {
            Truth::Yes | Truth::Either => rewritten.go_on.and(Truth::Either),
            other => rewritten.go_on.and(other),
        };
        if passed == Truth::Unknown {
            rewritten.doubt.get_or_insert(Doubt::new(node, "may come too late for what is passed on"));
        }
        return Routed {
            go_on: rewritten.handed_over.union(passed),
            redirected: rewritten.redirected,
            doubt: rewritten.doubt,
        };
    }
    Routed {
        go_on: rewritten.go_on.union(rewritten.handed_over),
        redirected: rewritten.redirected,
        doubt: rewritten.doubt,
    }
}

/// The status of a redirect of the host, and what it takes.
fn redirect(node: &Node) -> Option<(u16, Truth)> {
    let (status, path) = match (node.name.as_str(), node.args.as_slice()) {
        ("redirect" | "redirectmatch", [path, _]) if path.starts_with(['/', '^', '(', '.', '$']) => {
            ("302", path)
        }
        ("redirect" | "redirectmatch", [status, path, ..]) => (status.as_str(), path),
        ("redirectpermanent" | "redirecttemp", [path, ..]) => ("302", path),
        _ => return None,
    };
    let status = match status {
        "permanent" => 301,
        "temp" => 302,
        "seeother" => 303,
        "gone" => 410,
        number => number.parse().ok().filter(|status| *status >= 300)?,
    };
    let taken = match node.name.as_str() {
        "redirectmatch" => path_matches(path, false),
        _ if path == "/" => Truth::Yes,
        _ => Truth::Either,
    };
    Some((status, taken))
}

struct Rewritten<'t> {
    /// What goes on by its own path.
    go_on: Truth,
    /// What is passed on or has been given a file: no redirect takes it.
    handed_over: Truth,
    redirected: bool,
    doubt: Option<Doubt<'t>>,
}

/// What becomes of a request that a rule takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Refuse,
    Redirect,
    /// It goes on, rewritten or not.
    Go,
}

struct Rule<'t> {
    node: &'t Node,
    conditions: Truth,
    pattern: &'t str,
    negated: bool,
    ignore_case: bool,
    action: Action,
    ends: bool,
    substitutes: bool,
    passes: bool,
}

/// Flags that change neither what is served nor which rule comes next.
const HARMLESS: [&str; 27] = [
    "B",
    "BNE",
    "BNP",
    "BACKREFNOPLUS",
    "CO",
    "COOKIE",
    "DPI",
    "DISCARDPATH",
    "E",
    "ENV",
    "H",
    "HANDLER",
    "NC",
    "NE",
    "NOCASE",
    "NOESCAPE",
    "NOSUBREQ",
    "NS",
    "QSA",
    "QSAPPEND",
    "QSD",
    "QSDISCARD",
    "QSL",
    "QSLAST",
    "T",
    "TYPE",
    "UNSAFEALLOW3F",
];

impl<'t> Rule<'t> {
    /// `None` where it has a flag that is not followed: it skips others, or begins anew.
    fn read(node: &'t Node, conditions: Truth) -> Option<Self> {
        let (pattern, negated) =
            node.arg(0).strip_prefix('!').map_or((node.arg(0), false), |rest| (rest, true));
        let to = node.arg(1);
        let goes_away = to.starts_with("http://") || to.starts_with("https://");
        let mut rule = Self {
            node,
            conditions,
            pattern,
            negated,
            ignore_case: false,
            action: if goes_away { Action::Redirect } else { Action::Go },
            ends: false,
            substitutes: to != "-",
            passes: false,
        };
        let flags = node.arg(2).trim_matches(['[', ']']).to_ascii_uppercase();
        for flag in flags.split(',').map(str::trim).filter(|flag| !flag.is_empty()) {
            let (flag, value) = flag.split_once('=').unwrap_or((flag, ""));
            match flag {
                "F" | "FORBIDDEN" | "G" | "GONE" => (rule.action, rule.ends) = (Action::Refuse, true),
                "R" | "REDIRECT" => match value.parse::<u16>() {
                    Ok(300..400) => rule.action = Action::Redirect,
                    Ok(400..) => (rule.action, rule.ends) = (Action::Refuse, true),
                    Ok(_) => return None,
                    Err(_) if ["", "PERMANENT", "TEMP", "SEEOTHER"].contains(&value) => {
                        rule.action = Action::Redirect
                    }
                    Err(_) => return None,
                },
                "P" | "PROXY" => (rule.action, rule.ends, rule.passes) = (Action::Go, true, true),
                "L" | "LAST" | "END" => rule.ends = true,
                // It is looked up as if it had been asked for.
                "PT" | "PASSTHROUGH" => (rule.ends, rule.substitutes) = (true, false),
                _ if !HARMLESS.contains(&flag) => return None,
                "NC" | "NOCASE" => rule.ignore_case = true,
                _ => {}
            }
        }
        let words = !node.args.iter().any(|word| word.ends_with('\\'));
        (words && (2..=3).contains(&node.args.len())).then_some(rule)
    }

    /// Whether it may make something else of what an earlier rule redirects.
    fn undoes_redirects(&self) -> bool {
        self.passes || self.action == Action::Go && self.substitutes
    }
}

fn rewriting<'t>(main: &'t [Node], host: &'t [Node], client: Client) -> Rewritten<'t> {
    let mut out = Rewritten { go_on: Truth::Yes, handed_over: Truth::No, redirected: false, doubt: None };
    let on =
        setting(main, host, "rewriteengine").is_some_and(|engine| engine.arg(0).eq_ignore_ascii_case("on"));
    if !on {
        return out;
    }
    let inherits = |node: &&Node| {
        let words = node.raw.to_ascii_lowercase();
        node.name == "rewriteoptions" && words.replace("ignoreinherit", "").contains("inherit")
    };
    if let Some(node) = host.iter().chain(main).find(inherits) {
        out.go_on = Truth::Unknown;
        out.doubt = Some(Doubt::new(node, "joins rules of several places"));
        return out;
    }
    let mut rules = Vec::new();
    let mut conditions = Vec::new();
    for node in host {
        match node.name.as_str() {
            "rewritecond" => conditions.push(condition(node, client)),
            "rewriterule" => {
                let met = grouped(&std::mem::take(&mut conditions));
                match Rule::read(node, met) {
                    Some(rule) => rules.push(rule),
                    None if met == Truth::No => {}
                    None => {
                        out.go_on = Truth::Unknown;
                        out.doubt = Some(Doubt::new(node, "is not followed"));
                        return out;
                    }
                }
            }
            _ => {}
        }
    }
    follow(&rules, out)
}

fn follow<'t>(rules: &[Rule<'t>], mut out: Rewritten<'t>) -> Rewritten<'t> {
    let mut in_rules = Truth::Yes;
    let (mut left, mut handed_over, mut pending) = (Truth::No, Truth::No, Truth::No);
    let mut rewritten = false;
    let last_undoing = rules.iter().rposition(Rule::undoes_redirects);
    for (index, rule) in rules.iter().enumerate() {
        let pattern = match rewritten {
            // What certificate authorities fetch is not counted.
            _ if is_challenge_pattern(rule.pattern) => Truth::No,
            true => anything_matches(rule.pattern),
            false => path_matches(rule.pattern, rule.ignore_case),
        };
        let pattern = if rule.negated { pattern.not() } else { pattern };
        let taken = pattern.and(rule.conditions);
        if taken == Truth::No {
            continue;
        }
        // Of other paths than the front page's; what is taken of them does not change what becomes of that.
        let narrow = pattern == Truth::Either;
        let taken = if narrow && rule.conditions == Truth::Either { Truth::Either } else { taken };
        if rule.action == Action::Redirect && !rule.ends && last_undoing > Some(index) {
            out.go_on = Truth::Unknown;
            out.doubt = Some(Doubt::new(rule.node, "redirects, and later rules go on with it"));
            return out;
        }
        out.redirected |= rule.action == Action::Redirect;
        let part = if narrow { taken } else { in_rules.and(taken) };
        match (rule.action, rule.ends, rule.substitutes || rule.passes) {
            (Action::Go, true, true) => handed_over = handed_over.union(part),
            (Action::Go, true, false) => left = left.union(part),
            (Action::Go, false, true) => (pending, rewritten) = (pending.union(part), true),
            _ => {}
        }
        // Who goes on here would go on behind the rules too, unless a later one keeps him.
        let ends = match rule.action {
            Action::Go => rule.ends && taken == Truth::Yes,
            Action::Refuse | Action::Redirect => !narrow,
        };
        if ends {
            in_rules = in_rules.and(taken.not());
        }
        if [taken, part, in_rules].contains(&Truth::Unknown) {
            out.doubt.get_or_insert(Doubt::new(rule.node, "may take all requests"));
        }
        if in_rules == Truth::No {
            break;
        }
    }
    out.go_on = in_rules.union(left);
    out.handed_over = handed_over.union(pending.and(in_rules));
    if let (Truth::Unknown, Some(last)) = (out.handed_over, rules.last()) {
        out.doubt.get_or_insert(Doubt::new(last.node, "may come too late for what is rewritten before"));
    }
    out
}

/// Conditions are joined by `and`, and those with `OR` first with the next.
fn grouped(conditions: &[(Truth, bool)]) -> Truth {
    let mut found = Truth::Yes;
    let mut group = None;
    for (value, or) in conditions {
        let joined = group.map_or(*value, |group: Truth| group.or(*value));
        group = if *or { Some(joined) } else { None };
        if !or {
            found = found.and(joined);
        }
    }
    group.map_or(found, |group| found.and(group))
}

/// Whether a `RewriteCond` holds, and whether the next one may stand in for it.
fn condition(node: &Node, client: Client) -> (Truth, bool) {
    let flags = node.arg(2).trim_matches(['[', ']']).to_ascii_uppercase();
    let flag = |names: [&str; 2]| flags.split(',').any(|flag| names.contains(&flag.trim()));
    let (or, ignore_case) = (flag(["OR", "ORNEXT"]), flag(["NC", "NOCASE"]));
    if node.args.len() > 3 || node.args.iter().any(|word| word.ends_with('\\')) {
        return (Truth::Unknown, or);
    }
    if node.arg(0).eq_ignore_ascii_case("expr") {
        return (holds(node.arg(1), client, Syntax::Expression), or);
    }
    let (pattern, negated) = node.arg(1).strip_prefix('!').map_or((node.arg(1), false), |rest| (rest, true));
    if node.arg(0) == "%{REQUEST_URI}" && is_challenge_pattern(pattern) {
        return (negated.into(), or);
    }
    let value = expand(node.arg(0), client, Syntax::Rewrite);
    let holds = match pattern.strip_prefix('=') {
        Some(text) => value.equals(&Value::whole(text.trim_matches('"')), ignore_case),
        None if pattern.starts_with(['<', '>', '-']) => Truth::Unknown,
        None => value.matches(pattern, ignore_case),
    };
    (if negated { holds.not() } else { holds }, or)
}
