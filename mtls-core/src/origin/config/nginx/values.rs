//! Variables and conditions, for a client of a certain kind.

use std::collections::{BTreeMap, BTreeSet};

use super::super::client::Client;
use super::super::pattern::Known;
use super::tree::{Directive, named};

/// What is known of variables for all requests.
#[derive(Debug, Default)]
pub(super) struct Maps<'t> {
    /// The `map` blocks of `http`, by the variable that they make.
    by_name: BTreeMap<String, &'t Directive>,
    /// The most entries of one.
    pub(super) entries: usize,
    /// Variables that something else may write than `set` and `map`: captures by name, scripts.
    written: BTreeSet<String>,
    /// Whether something looks at the port that a request came to.
    pub(super) by_port: bool,
}

impl<'t> Maps<'t> {
    pub(super) fn new(http: &'t [Directive]) -> Self {
        let by_name: BTreeMap<_, _> =
            named(http, "map").map(|map| (variable_name(map.arg(1)), map)).collect();
        let entries = by_name.values().map(|map| map.children().len()).max().unwrap_or_default();
        let mut written = BTreeSet::new();
        let mut by_port = false;
        let mut open: Vec<&'t Directive> = http.iter().collect();
        while let Some(directive) = open.pop() {
            by_port |= directive.args.iter().any(|word| word.to_ascii_lowercase().contains(PORT));
            written.extend(
                std::iter::once(&directive.name).chain(&directive.args).flat_map(|word| captures(word)),
            );
            if !matches!(directive.name.as_str(), "set" | "map" | "geo" | "if" | "split_clients") {
                written.extend(directive.arg(0).starts_with('$').then(|| variable_name(directive.arg(0))));
            }
            open.extend(directive.children());
        }
        Self { by_name, entries, written, by_port }
    }
}

/// The name of a variable, without the mark: nginx tells none apart by case.
pub(super) fn variable_name(word: &str) -> String {
    word.trim_start_matches('$').to_ascii_lowercase()
}

/// The names of the groups of a regular expression, as those of the variables that they make.
fn captures(pattern: &str) -> impl Iterator<Item = String> {
    ["(?<", "(?P<", "(?'"]
        .into_iter()
        .flat_map(move |begin| pattern.split(begin).skip(1).filter_map(|rest| rest.split(['>', '\'']).next()))
        .map(variable_name)
}

/// The port of the socket that a request came to: no client chooses it.
const PORT: &str = "server_port";

/// Maps that look into maps.
const DEEPEST: usize = 8;

/// Regular expressions that every path matches. Before `$` a path with a line break does not match `.*`.
const ALWAYS: [&str; 8] = ["^", "^/", "/", ".*", "(.*)", "/(.*)", "^(.*)", "^/(.*)"];

/// A path that a request is sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) path: Known,
    /// Whether the client chooses what is not known of it.
    chosen: bool,
}

impl Target {
    /// As a directive writes it.
    pub(super) fn new(path: Known, text: &str) -> Self {
        let name = text.strip_prefix('$').map(variable_name);
        let chosen = matches!(name.as_deref(), Some("uri" | "request_uri" | "document_uri"));
        Self { path: without_query(path), chosen }
    }

    /// As a rewrite writes it: `^/from/(.*) /to/$1`.
    pub(super) fn rewritten(path: Known, rewrite: &Directive) -> Self {
        let (pattern, text) = (rewrite.arg(0).trim_end_matches('$'), rewrite.arg(1));
        let rest = pattern.ends_with("(.*)") && pattern.matches('(').count() == 1;
        let chosen = rest && text.ends_with("$1") && text.matches('$').count() == 1;
        Self { path: without_query(path), chosen }
    }

    /// Whether the client may lead it to a location that may take it.
    pub(super) fn may_be_chosen(&self, by_pattern: bool) -> bool {
        self.chosen && (!by_pattern || self.path.text.len() <= 1)
    }
}

fn without_query(path: Known) -> Known {
    match path.text.split_once('?') {
        Some((path, _)) => Known::whole(path),
        None => path,
    }
}

/// What is known of the variables of one request.
#[derive(Clone, Debug)]
pub(super) struct Variables<'m, 't> {
    pub(super) client: Client,
    port: Option<u16>,
    maps: &'m Maps<'t>,
    /// What `set` made.
    pub(super) set: BTreeMap<String, Known>,
    /// What maps made: nginx looks once.
    mapped: BTreeMap<String, Known>,
    /// The path that it was rewritten to, so far as it is known.
    pub(super) moved: Option<Target>,
    /// The path that it is for.
    pub(super) path: Known,
    /// The pages for errors that it came by.
    pub(super) errors: usize,
    /// Whether the answer has the status of an error, whatever the page says.
    pub(super) keeps_status: bool,
    /// Whether a decision hung on a name in the certificate's subject or issuer.
    pub(super) by_name: bool,
}

impl<'m, 't> Variables<'m, 't> {
    pub(super) fn new(client: Client, port: Option<u16>, maps: &'m Maps<'t>) -> Self {
        let (set, mapped) = (BTreeMap::new(), BTreeMap::new());
        Self {
            client,
            port,
            maps,
            set,
            mapped,
            moved: None,
            path: Known::begins("/"),
            errors: 0,
            keeps_status: false,
            by_name: false,
        }
    }

    /// Whether its path matches the expression of a rewrite.
    pub(super) fn is_at(&self, pattern: &str) -> Option<bool> {
        if ALWAYS.contains(&pattern) {
            return Some(true);
        }
        self.path.matches(pattern.strip_suffix("(.*)").unwrap_or(pattern), false)
    }

    /// A text with variables in it.
    pub(super) fn expand(&mut self, text: &str) -> Known {
        self.expand_in(text, 0)
    }

    fn expand_in(&mut self, text: &str, depth: usize) -> Known {
        let mut known = Known::default();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('$') {
            known.text.push_str(before);
            let (name, behind) = match behind.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
                Some(braced) => braced,
                None => {
                    let end =
                        behind.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(behind.len());
                    behind.split_at(end)
                }
            };
            let value = self.variable(&variable_name(name), depth);
            if value.foreign && known.text.is_empty() && behind.is_empty() {
                return value;
            }
            known.text.push_str(&value.text);
            if value.open {
                known.open = true;
                return known;
            }
            rest = behind;
        }
        known.text.push_str(rest);
        known
    }

    /// The value of a variable, by its name in lower case.
    fn variable(&mut self, name: &str, depth: usize) -> Known {
        if self.maps.written.contains(name) {
            return Known::begins("");
        }
        if let Some(value) = self.set.get(name).or_else(|| self.mapped.get(name)) {
            return value.clone();
        }
        if let Some(&map) = self.maps.by_name.get(name) {
            let value = if depth < DEEPEST { self.map(map, depth) } else { Known::begins("") };
            if !named(map.children(), "volatile").any(|one| one.args.is_empty()) {
                self.mapped.insert(name.to_owned(), value.clone());
            }
            return value;
        }
        let shows = self.client.shows_certificate();
        match name {
            "ssl_client_verify" => match self.client {
                Client::Plaintext => Known::whole(""),
                Client::Bare => Known::whole("NONE"),
                Client::SelfMade => Known::begins("FAILED:"),
                Client::Verified => Known::whole("SUCCESS"),
            },
            // Of a Unix socket it is empty.
            PORT => match self.port {
                Some(0) => Known::whole(""),
                Some(port) => Known::whole(&port.to_string()),
                None => Known::begins(""),
            },
            "scheme" => Known::whole(if self.client == Client::Plaintext { "http" } else { "https" }),
            "https" => Known::whole(if self.client == Client::Plaintext { "" } else { "on" }),
            "ssl_client_s_dn" | "ssl_client_s_dn_legacy" | "ssl_client_i_dn" | "ssl_client_i_dn_legacy" => {
                self.by_name = true;
                if shows { Known::begins("") } else { Known::whole("") }
            }
            // Nobody makes a certificate to a fingerprint.
            "ssl_client_fingerprint"
            | "ssl_client_cert"
            | "ssl_client_raw_cert"
            | "ssl_client_escaped_cert" => match self.client {
                Client::SelfMade => Known::foreign(),
                Client::Verified => Known::begins(""),
                _ => Known::whole(""),
            },
            "ssl_client_serial" if !shows => Known::whole(""),
            _ => Known::begins(""),
        }
    }

    /// What a `map` makes of its source: exact texts first, then regular expressions in their order.
    fn map(&mut self, map: &'t Directive, depth: usize) -> Known {
        let source = self.expand_in(map.arg(0), depth.saturating_add(1));
        // Texts are compared without regard to case, and only expressions with it.
        let lower = Known { text: source.text.to_lowercase(), ..source.clone() };
        let mut fallback = Known::whole("");
        let mut sure = true;
        let mut chosen = None;
        for entry in map.children() {
            match entry.name.as_str() {
                "default" => fallback = self.expand_in(entry.arg(0), depth.saturating_add(1)),
                "hostnames" | "volatile" if entry.args.is_empty() => {}
                name if name.starts_with('~') => {}
                name => match lower
                    .equals(&Known::whole(&name.strip_prefix('\\').unwrap_or(name).to_lowercase()))
                {
                    Some(true) => chosen = Some(entry),
                    Some(false) if !name.contains('*') && !name.starts_with('.') => {}
                    _ => sure = false,
                },
            }
        }
        for entry in map.children().iter().filter(|_| chosen.is_none()) {
            let Some(pattern) = entry.name.strip_prefix('~') else { continue };
            let (pattern, ignore_case) =
                pattern.strip_prefix('*').map_or((pattern, false), |rest| (rest, true));
            match source.matches(pattern, ignore_case) {
                Some(true) if sure => {
                    chosen = Some(entry);
                    break;
                }
                Some(false) => {}
                _ => sure = false,
            }
        }
        match (chosen, sure) {
            (Some(entry), _) => self.expand_in(entry.arg(0), depth.saturating_add(1)),
            (None, true) => fallback,
            (None, false) => Known::begins(""),
        }
    }

    /// Whether the condition of an `if` holds.
    pub(super) fn holds(&mut self, args: &[String]) -> Option<bool> {
        let mut words: Vec<&str> = args.iter().map(String::as_str).collect();
        let (first, last) = (words.first()?.strip_prefix('(')?, words.last()?.strip_suffix(')')?);
        if let [only] = words.as_mut_slice() {
            *only = first.strip_suffix(')')?;
        } else {
            if let Some(word) = words.last_mut() {
                *word = last;
            }
            if let Some(word) = words.first_mut() {
                *word = first;
            }
            // Brackets that stood alone.
            if last.is_empty() {
                words.pop();
            }
            if first.is_empty() {
                words.remove(0);
            }
        }
        match words.as_slice() {
            [value] => {
                let value = self.expand(value);
                if value.foreign {
                    return Some(true);
                }
                match (value.text.as_str(), value.open) {
                    ("" | "0", false) => Some(false),
                    ("" | "0", true) => None,
                    _ => Some(true),
                }
            }
            [value, operator, other] => {
                let value = self.expand(value);
                match *operator {
                    "=" => {
                        let other = self.expand(other);
                        value.equals(&other)
                    }
                    "!=" => {
                        let other = self.expand(other);
                        value.equals(&other).map(|same| !same)
                    }
                    "~" => value.matches(other, false),
                    "~*" => value.matches(other, true),
                    "!~" => value.matches(other, false).map(|found| !found),
                    "!~*" => value.matches(other, true).map(|found| !found),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
