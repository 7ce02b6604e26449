//! What variables of expressions and rewriting are, for a client of a certain kind.

use super::super::client::Client;
use super::super::pattern::Known;
use super::truth::Truth;

/// Where an expression or a variable stands: each place reads it in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// `Require expr`, `<If>`, `RewriteCond expr`.
    Expression,
    /// `SSLRequire`, where `eq` compares texts, and numbers elsewhere.
    SslRequire,
    /// The test of a `RewriteCond`.
    Rewrite,
}

/// A text: one of several forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    forms: Vec<Known>,
    /// What is open in it is for the client to choose.
    chosen: bool,
}

impl Value {
    pub(super) fn whole(text: &str) -> Self {
        Self { forms: vec![Known::whole(text)], chosen: false }
    }

    fn unknown() -> Self {
        Self { forms: vec![Known::begins("")], chosen: false }
    }

    fn chosen(beginning: &str) -> Self {
        Self { forms: vec![Known::begins(beginning)], chosen: true }
    }

    fn append(&mut self, other: &Self) {
        let chosen = |value: &Self| value.chosen || value.forms.iter().all(|form| !form.open);
        self.chosen = chosen(self) && chosen(other);
        let joined = self.forms.iter().flat_map(|left| match left.open {
            // What follows something open adds nothing to what is known.
            true => vec![left.clone()],
            false => other
                .forms
                .iter()
                .map(|right| Known {
                    text: format!("{}{}", left.text, right.text),
                    open: right.open,
                    ..Known::default()
                })
                .collect(),
        });
        self.forms = joined.collect();
    }

    /// What a comparison with every form comes to.
    fn compared(&self, chosen: bool, compare: impl Fn(&Known) -> Option<bool>) -> Truth {
        let results: Vec<_> = self.forms.iter().map(compare).collect();
        match results.first() {
            Some(Some(first)) if results.iter().all(|one| *one == Some(*first)) => (*first).into(),
            Some(None) if results.len() == 1 && chosen => Truth::Either,
            _ => Truth::Unknown,
        }
    }

    pub(super) fn equals(&self, other: &Self, ignore_case: bool) -> Truth {
        let fold = |known: &Known| match ignore_case {
            true => Known { text: known.text.to_lowercase(), ..known.clone() },
            false => known.clone(),
        };
        match other.forms.as_slice() {
            [one] => {
                let chosen =
                    (self.chosen && !one.open) || (other.chosen && self.forms.iter().all(|own| !own.open));
                self.compared(chosen, |own| fold(own).equals(&fold(one)))
            }
            _ => Truth::Unknown,
        }
    }

    pub(super) fn matches(&self, pattern: &str, ignore_case: bool) -> Truth {
        self.compared(self.chosen, |own| own.matches(pattern, ignore_case))
    }

    pub(super) fn is_empty(&self) -> Truth {
        self.compared(self.chosen, |own| match (own.text.is_empty(), own.open) {
            (true, true) => None,
            (empty, _) => Some(empty),
        })
    }

    /// The number that the text begins with, as `strtol` reads it: 0 where it begins with none.
    pub(super) fn number(&self) -> Option<i64> {
        match self.forms.as_slice() {
            [Known { text, open: false, .. }] => {
                let text = text.trim_start();
                let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
                let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
                let length = text.len().saturating_sub(digits.len()).saturating_add(end);
                match text.get(..length).filter(|_| end > 0) {
                    Some(number) => number.parse().ok(),
                    None => Some(0),
                }
            }
            _ => None,
        }
    }
}

/// What the client writes into its request, or chooses by coming from elsewhere.
const CHOSEN: [&str; 10] = [
    "HTTP_ACCEPT",
    "HTTP_COOKIE",
    "HTTP_FORWARDED",
    "HTTP_REFERER",
    "HTTP_USER_AGENT",
    "QUERY_STRING",
    "REMOTE_ADDR",
    "REQUEST_METHOD",
    "THE_REQUEST",
    "REMOTE_PORT",
];

/// What a variable is, by its name without `%{`.
fn variable(name: &str, client: Client, syntax: Syntax) -> Value {
    if let Some(name) = name.strip_prefix("SSL:") {
        return of_tls(name, client);
    }
    match name {
        // Rewriting knows them behind `SSL:` alone.
        _ if name.starts_with("SSL_") && syntax == Syntax::Rewrite => Value::whole(""),
        _ if name.starts_with("SSL_") => of_tls(name, client),
        "HTTPS" => Value::whole(if client == Client::Plaintext { "off" } else { "on" }),
        "REQUEST_SCHEME" => Value::whole(if client == Client::Plaintext { "http" } else { "https" }),
        "REQUEST_URI" => Value::chosen("/"),
        _ if CHOSEN.contains(&name) || name.starts_with("HTTP:") => Value::chosen(""),
        // The environment too: what mod_ssl puts there comes after access is decided.
        _ => Value::unknown(),
    }
}

/// What mod_ssl knows.
fn of_tls(name: &str, client: Client) -> Value {
    let shows = client.shows_certificate();
    match name {
        _ if client == Client::Plaintext => Value::whole(""),
        "SSL_CLIENT_VERIFY" => match client {
            Client::SelfMade => {
                Value { forms: vec![Known::whole("GENEROUS"), Known::begins("FAILED:")], chosen: false }
            }
            Client::Verified => Value::whole("SUCCESS"),
            _ => Value::whole("NONE"),
        },
        _ if name.starts_with("SSL_CLIENT_") && !shows => Value::whole(""),
        _ if NAMES.iter().any(|known| name.starts_with(known)) => Value::chosen(""),
        _ => Value::unknown(),
    }
}

/// What whoever makes a certificate writes into it.
const NAMES: [&str; 4] = ["SSL_CLIENT_S_DN", "SSL_CLIENT_I_DN", "SSL_CLIENT_SAN", "SSL_CLIENT_M_SERIAL"];

/// Whether names in the certificate are asked for.
pub(super) fn asks_for_names(text: &str) -> bool {
    text.contains("SSL_CLIENT_S_DN") || text.contains("SSL_CLIENT_I_DN") || text.contains("PeerExtList")
}

/// A text with `%{…}` in it. What refers to groups of patterns and to maps, and what is escaped, is not known.
pub(super) fn expand(text: &str, client: Client, syntax: Syntax) -> Value {
    let mut value = Value::whole("");
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("%{") {
        let Some((name, behind)) = behind.split_once('}').filter(|_| is_plain(before)) else {
            return Value::unknown();
        };
        value.append(&Value::whole(before));
        value.append(&variable(name, client, syntax));
        rest = behind;
    }
    if !is_plain(rest) {
        return Value::unknown();
    }
    value.append(&Value::whole(rest));
    value
}

fn is_plain(text: &str) -> bool {
    !text.contains(['%', '$', '\\'])
}
