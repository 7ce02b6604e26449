//! Expressions of `Require expr`, `SSLRequire` and `<If>`, for a client of a certain kind.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::super::pattern::Known;

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

/// Brackets within brackets.
const DEEPEST: usize = 32;

/// What a variable is, by its name without `%{` and `SSL:`.
pub(super) fn variable(name: &str, client: Client) -> Known {
    let name = name.strip_prefix("SSL:").or_else(|| name.strip_prefix("ENV:")).unwrap_or(name);
    let shows = matches!(client, Client::SelfMade | Client::Verified);
    match name.to_ascii_uppercase().as_str() {
        "SSL_CLIENT_VERIFY" => match client {
            Client::Plaintext => Known::whole(""),
            Client::Bare => Known::whole("NONE"),
            Client::SelfMade => Known::whole("GENEROUS"),
            Client::Verified => Known::whole("SUCCESS"),
        },
        "HTTPS" => Known::whole(if client == Client::Plaintext { "off" } else { "on" }),
        "REQUEST_SCHEME" => Known::whole(if client == Client::Plaintext { "http" } else { "https" }),
        name if name.starts_with("SSL_CLIENT_") && !shows => Known::whole(""),
        _ => Known::begins(""),
    }
}

/// Whether names in the certificate are asked for.
pub(super) fn asks_for_names(text: &str) -> bool {
    text.contains("SSL_CLIENT_S_DN") || text.contains("SSL_CLIENT_I_DN") || text.contains("PeerExtList")
}

/// A text with `%{…}` in it.
pub(super) fn expand(text: &str, client: Client) -> Known {
    let mut known = Known::default();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("%{") {
        known.text.push_str(before);
        let Some((name, behind)) = behind.split_once('}') else {
            known.open = true;
            return known;
        };
        let value = variable(name, client);
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

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A text, whether quoted or a variable.
    Text(String),
    /// A regular expression, and whether it ignores case.
    Regex(String, bool),
    /// An operator, a bracket, a word.
    Word(String),
}

/// Whether the expression holds; `None` where it depends on something else.
pub(super) fn holds(text: &str, client: Client) -> Option<bool> {
    let mut parser = Parser { tokens: tokens(text)?.into_iter().peekable(), client, depth: 0 };
    let value = parser.any()?;
    if parser.tokens.peek().is_some() { None } else { value.0 }
}

/// The value of a condition, which may be unknown though its syntax is known.
struct Truth(Option<bool>);

struct Parser {
    tokens: Peekable<IntoIter<Token>>,
    client: Client,
    depth: usize,
}

impl Parser {
    fn takes(&mut self, words: &[&str]) -> bool {
        self.tokens
            .next_if(|token| matches!(token, Token::Word(word) if words.contains(&word.as_str())))
            .is_some()
    }

    fn any(&mut self) -> Option<Truth> {
        let mut value = self.all()?;
        while self.takes(&["||"]) {
            let other = self.all()?;
            value = Truth(match (value.0, other.0) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            });
        }
        Some(value)
    }

    fn all(&mut self) -> Option<Truth> {
        let mut value = self.one()?;
        while self.takes(&["&&"]) {
            let other = self.one()?;
            value = Truth(match (value.0, other.0) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            });
        }
        Some(value)
    }

    fn one(&mut self) -> Option<Truth> {
        self.depth = self.depth.checked_add(1).filter(|depth| *depth <= DEEPEST)?;
        let value = self.inner();
        self.depth = self.depth.saturating_sub(1);
        value
    }

    fn inner(&mut self) -> Option<Truth> {
        if self.takes(&["!"]) {
            return self.one().map(|value| Truth(value.0.map(|value| !value)));
        }
        if self.takes(&["("]) {
            let value = self.any()?;
            return self.takes(&[")"]).then_some(value);
        }
        for (word, holds) in [("true", true), ("false", false)] {
            if self.takes(&[word]) {
                return Some(Truth(Some(holds)));
            }
        }
        for (word, empty) in [("-n", false), ("-z", true)] {
            if self.takes(&[word]) {
                let value = self.text()?;
                let is_empty =
                    if value.text.is_empty() { (!value.open).then_some(true) } else { Some(false) };
                return Some(Truth(is_empty.map(|is| is == empty)));
            }
        }
        let left = self.text()?;
        let Some(Token::Word(operator)) = self.tokens.next() else { return None };
        if matches!(operator.as_str(), "=~" | "!~") {
            let found = match self.tokens.next()? {
                Token::Regex(pattern, ignore_case) => left.matches(&pattern, ignore_case),
                // Old `SSLRequire` compares with texts.
                Token::Text(pattern) => left.matches(&pattern, false),
                Token::Word(_) => return None,
            };
            return Some(Truth(found.map(|found| found == (operator == "=~"))));
        }
        if operator == "in" {
            self.list()?;
            return Some(Truth(None));
        }
        let right = self.text()?;
        let same = left.equals(&right);
        Some(Truth(match operator.as_str() {
            "==" | "=" | "eq" | "-eq" => same,
            "!=" | "ne" | "-ne" => same.map(|same| !same),
            _ => None,
        }))
    }

    /// Skips `{ "a", "b" }`.
    fn list(&mut self) -> Option<()> {
        if !self.takes(&["{"]) {
            return None;
        }
        while !self.takes(&["}"]) {
            self.tokens.next()?;
        }
        Some(())
    }

    fn text(&mut self) -> Option<Known> {
        match self.tokens.next()? {
            Token::Text(text) => Some(expand(&text, self.client)),
            Token::Word(word) if !word.starts_with(['&', '|', '(', ')', '!', '=']) => {
                Some(Known::whole(&word))
            }
            _ => None,
        }
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut found: Vec<Token> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let token = match c {
            c if c.is_whitespace() => continue,
            '"' | '\'' => {
                let mut word = String::new();
                loop {
                    match chars.next()? {
                        end if end == c => break,
                        '\\' => word.push(chars.next()?),
                        other => word.push(other),
                    }
                }
                Token::Text(word)
            }
            '%' if chars.peek() == Some(&'{') => {
                let mut word = String::from("%");
                loop {
                    let c = chars.next()?;
                    word.push(c);
                    if c == '}' {
                        break;
                    }
                }
                Token::Text(word)
            }
            'm' | '/'
                if regex_may_begin(&found)
                    && (c == '/' || chars.peek().is_some_and(|c| "#!|,%@".contains(*c))) =>
            {
                let end = if c == '/' { '/' } else { chars.next()? };
                let mut pattern = String::new();
                loop {
                    match chars.next()? {
                        c if c == end => break,
                        '\\' => pattern.extend(['\\', chars.next()?]),
                        other => pattern.push(other),
                    }
                }
                let mut flags = String::new();
                while let Some(flag) = chars.next_if(char::is_ascii_alphabetic) {
                    flags.push(flag);
                }
                Token::Regex(pattern, flags.contains('i'))
            }
            '(' | ')' | '{' | '}' | ',' => Token::Word(c.to_string()),
            '&' | '|' | '=' | '!' | '<' | '>' => {
                let mut word = c.to_string();
                while let Some(more) = chars.next_if(|next| "&|=~".contains(*next)) {
                    word.push(more);
                }
                Token::Word(word)
            }
            c => {
                let mut word = c.to_string();
                while let Some(more) = chars.next_if(|c| c.is_ascii_alphanumeric() || "-_.:".contains(*c)) {
                    word.push(more);
                }
                Token::Word(word)
            }
        };
        found.push(token);
    }
    Some(found)
}

/// A slash begins a regular expression behind an operator that takes one.
fn regex_may_begin(found: &[Token]) -> bool {
    matches!(found.last(), Some(Token::Word(word)) if word == "=~" || word == "!~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_worked_out_for_each_client() {
        let cases = [
            ("%{SSL_CLIENT_VERIFY} == 'SUCCESS'", [Some(false), Some(false), Some(true)]),
            ("%{SSL_CLIENT_VERIFY} eq \"SUCCESS\"", [Some(false), Some(false), Some(true)]),
            ("%{SSL:SSL_CLIENT_VERIFY} != 'NONE'", [Some(false), Some(true), Some(true)]),
            ("!(%{SSL_CLIENT_VERIFY} == 'SUCCESS')", [Some(true), Some(true), Some(false)]),
            ("%{SSL_CLIENT_VERIFY} =~ /^SUCC/ && true", [Some(false), Some(false), Some(true)]),
            ("%{SSL_CLIENT_VERIFY} !~ m#^success$#i", [Some(true), Some(true), Some(false)]),
            ("%{SSL_CLIENT_S_DN_CN} == 'edge'", [Some(false), None, None]),
            ("-n %{SSL_CLIENT_CERT}", [Some(false), None, None]),
            ("-z %{SSL_CLIENT_S_DN} || %{HTTPS} == 'on'", [Some(true), Some(true), Some(true)]),
            ("%{REMOTE_ADDR} == '1' || %{SSL_CLIENT_VERIFY} eq 'SUCCESS'", [None, None, Some(true)]),
            ("%{SSL_CLIENT_S_DN_O} in {\"a\", \"b\"} and", [None, None, None]),
            ("%{X} ==", [None, None, None]),
            ("(((", [None, None, None]),
        ];
        for (text, expected) in cases {
            let clients = [Client::Bare, Client::SelfMade, Client::Verified];
            assert_eq!(clients.map(|client| holds(text, client)), expected, "{text}");
        }
        assert_eq!(holds(&format!("{}true{}", "(".repeat(99), ")".repeat(99)), Client::Bare), None);
    }
}
