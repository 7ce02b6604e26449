//! Variables and conditions, for a client of a certain kind.

use std::collections::BTreeMap;

use super::super::pattern::Known;
use super::tree::Directive;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Client {
    /// Without TLS.
    Plaintext,
    /// Over TLS, without a certificate.
    Bare,
    /// With a certificate of its own making.
    SelfMade,
    /// With a certificate under a trusted CA.
    Verified,
}

/// The `map` blocks of `http`, by the variable that they make.
pub(super) type Maps<'t> = BTreeMap<&'t str, &'t Directive>;

/// Maps that look into maps.
const DEEPEST: usize = 8;

/// What is known of the variables of one request.
#[derive(Clone, Debug)]
pub(super) struct Variables<'m, 't> {
    pub(super) client: Client,
    maps: &'m Maps<'t>,
    /// What `set` made.
    pub(super) set: BTreeMap<&'t str, Known>,
    /// Whether a decision hung on a name in the certificate's subject or issuer.
    pub(super) by_name: bool,
}

impl<'m, 't> Variables<'m, 't> {
    pub(super) fn new(client: Client, maps: &'m Maps<'t>) -> Self {
        Self { client, maps, set: BTreeMap::new(), by_name: false }
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
            let value = self.variable(name, depth);
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

    fn variable(&mut self, name: &str, depth: usize) -> Known {
        if let Some(value) = self.set.get(name) {
            return value.clone();
        }
        if let Some(&map) = self.maps.get(name) {
            return if depth < DEEPEST { self.map(map, depth) } else { Known::begins("") };
        }
        let shows = matches!(self.client, Client::SelfMade | Client::Verified);
        match name {
            "ssl_client_verify" => match self.client {
                Client::Plaintext => Known::whole(""),
                Client::Bare => Known::whole("NONE"),
                Client::SelfMade => Known::begins("FAILED:"),
                Client::Verified => Known::whole("SUCCESS"),
            },
            "scheme" => Known::whole(if self.client == Client::Plaintext { "http" } else { "https" }),
            "https" => Known::whole(if self.client == Client::Plaintext { "" } else { "on" }),
            "ssl_client_s_dn" | "ssl_client_s_dn_legacy" | "ssl_client_i_dn" | "ssl_client_i_dn_legacy" => {
                self.by_name = true;
                if shows { Known::begins("") } else { Known::whole("") }
            }
            // Nobody makes a certificate to a fingerprint; the text is one that no configuration has.
            "ssl_client_fingerprint"
            | "ssl_client_cert"
            | "ssl_client_raw_cert"
            | "ssl_client_escaped_cert" => match self.client {
                Client::SelfMade => Known::whole("\u{1}another"),
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
        let mut fallback = Known::whole("");
        let mut sure = true;
        let mut chosen = None;
        for entry in map.children() {
            match entry.name.as_str() {
                "default" => fallback = self.expand_in(entry.arg(0), depth.saturating_add(1)),
                "hostnames" | "volatile" if entry.args.is_empty() => {}
                name if name.starts_with('~') => {}
                name => match source.equals(&Known::whole(name.strip_prefix('\\').unwrap_or(name))) {
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
