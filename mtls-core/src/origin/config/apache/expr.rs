//! Expressions of `Require expr`, `SSLRequire` and `<If>`, for a client of a certain kind.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::super::client::Client;
use super::truth::Truth;
use super::variables::{Syntax, Value, expand};

/// Brackets within brackets.
const DEEPEST: usize = 32;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A text, whether quoted or a variable.
    Text(String),
    /// A regular expression and its flags.
    Regex(String, String),
    /// An operator, a bracket, a word.
    Word(String),
}

/// Whether the expression holds. What is not known of its syntax makes the whole unknown.
pub(super) fn holds(text: &str, client: Client, syntax: Syntax) -> Truth {
    let whole = || {
        let mut parser = Parser { tokens: tokens(text)?.into_iter().peekable(), client, syntax, depth: 0 };
        let value = parser.any()?;
        parser.tokens.peek().is_none().then_some(value)
    };
    whole().unwrap_or(Truth::Unknown)
}

struct Parser {
    tokens: Peekable<IntoIter<Token>>,
    client: Client,
    syntax: Syntax,
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
            value = value.or(self.all()?);
        }
        Some(value)
    }

    fn all(&mut self) -> Option<Truth> {
        let mut value = self.one()?;
        while self.takes(&["&&"]) {
            value = value.and(self.one()?);
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
            return self.one().map(Truth::not);
        }
        if self.takes(&["("]) {
            let value = self.any()?;
            return self.takes(&[")"]).then_some(value);
        }
        for (word, holds) in [("true", Truth::Yes), ("false", Truth::No)] {
            if self.takes(&[word]) {
                return Some(holds);
            }
        }
        if self.takes(&["-n"]) {
            return Some(self.text()?.is_empty().not());
        }
        if self.takes(&["-z"]) {
            return Some(self.text()?.is_empty());
        }
        let left = self.text()?;
        let Some(Token::Word(operator)) = self.tokens.next() else { return None };
        if matches!(operator.as_str(), "=~" | "!~") {
            let found = match self.tokens.next()? {
                Token::Regex(pattern, flags) if flags.is_empty() || flags == "i" => {
                    left.matches(&pattern, flags == "i")
                }
                Token::Text(pattern) if self.syntax == Syntax::SslRequire => left.matches(&pattern, false),
                _ => return None,
            };
            return Some(if operator == "=~" { found } else { found.not() });
        }
        if operator == "in" {
            return self.list(&left);
        }
        let right = self.text()?;
        Some(match operator.as_str() {
            "==" | "=" => left.equals(&right, false),
            "!=" => left.equals(&right, false).not(),
            "eq" | "-eq" => self.same(&left, &right),
            "ne" | "-ne" => self.same(&left, &right).not(),
            _ => return None,
        })
    }

    /// `eq`: of texts in `SSLRequire`, and elsewhere of numbers, where every word is 0.
    fn same(&self, left: &Value, right: &Value) -> Truth {
        if self.syntax == Syntax::SslRequire {
            return left.equals(right, false);
        }
        match (left.number(), right.number()) {
            (Some(left), Some(right)) => (left == right).into(),
            _ => Truth::Unknown,
        }
    }

    /// `{ "a", "b" }`.
    fn list(&mut self, left: &Value) -> Option<Truth> {
        if !self.takes(&["{"]) {
            return None;
        }
        let mut found = Truth::No;
        loop {
            found = found.or(left.equals(&self.text()?, false));
            if self.takes(&["}"]) {
                return Some(found);
            }
            if !self.takes(&[","]) {
                return None;
            }
        }
    }

    fn text(&mut self) -> Option<Value> {
        match self.tokens.next()? {
            Token::Text(text) => Some(expand(&text, self.client, self.syntax)),
            Token::Word(word)
                if !word.starts_with(['&', '|', '(', ')', '{', '}', ',', '!', '=', '<', '>', '-']) =>
            {
                Some(Value::whole(&word))
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
                Token::Regex(pattern, flags)
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
        use Truth::{Either, No, Unknown, Yes};
        let cases = [
            ("%{SSL_CLIENT_VERIFY} == 'SUCCESS'", [No, No, Yes]),
            ("%{SSL_CLIENT_VERIFY} = \"SUCCESS\"", [No, No, Yes]),
            ("%{SSL:SSL_CLIENT_VERIFY} != 'NONE'", [No, Yes, Yes]),
            // Compared as numbers, both are 0.
            ("%{SSL_CLIENT_VERIFY} eq 'SUCCESS'", [Yes, Unknown, Yes]),
            ("%{SSL_CLIENT_VERIFY} -ne 'NONE'", [No, Unknown, No]),
            ("'2' -eq '2x' && '-1' ne '1'", [Yes, Yes, Yes]),
            // Which of the two it is hangs on the build and the certificate.
            ("%{SSL_CLIENT_VERIFY} == 'GENEROUS'", [No, Unknown, No]),
            ("%{SSL_CLIENT_VERIFY} =~ /^FAILED/", [No, Unknown, No]),
            ("%{ENV:SSL_CLIENT_VERIFY} != 'NONE'", [Unknown, Unknown, Unknown]),
            ("%{ssl_client_verify} == 'SUCCESS'", [Unknown, Unknown, Unknown]),
            ("!(%{SSL_CLIENT_VERIFY} == 'SUCCESS')", [Yes, Yes, No]),
            ("%{SSL_CLIENT_VERIFY} =~ /^SUCC/ && true", [No, No, Yes]),
            ("%{SSL_CLIENT_VERIFY} !~ m#^success$#i", [Yes, Yes, No]),
            ("%{SSL_CLIENT_VERIFY} in {'SUCCESS', \"x\"}", [No, No, Yes]),
            ("%{SSL_CLIENT_S_DN_CN} == 'edge'", [No, Either, Either]),
            ("%{SSL_CLIENT_CERT} == file('/x')", [Unknown, Unknown, Unknown]),
            ("tolower(%{SSL_CLIENT_VERIFY}) == 'success'", [Unknown, Unknown, Unknown]),
            ("-n %{SSL_CLIENT_CERT}", [No, Unknown, Unknown]),
            ("-z %{SSL_CLIENT_S_DN} || %{HTTPS} == 'on'", [Yes, Yes, Yes]),
            ("%{REMOTE_ADDR} == '1' || %{SSL_CLIENT_VERIFY} == 'SUCCESS'", [Either, Either, Yes]),
            ("%{REQUEST_URI} =~ m#^/a# && %{REQUEST_METHOD} == 'GET'", [Unknown, Unknown, Unknown]),
            ("%{REQUEST_URI} =~ m#^/#", [Yes, Yes, Yes]),
            ("%{SSL_CLIENT_VERIFY} =~ m#^NONE#g", [Unknown, Unknown, Unknown]),
            ("%{SSL_CLIENT_S_DN_O} in {\"a\", \"b\"} and", [Unknown, Unknown, Unknown]),
            ("%{X} ==", [Unknown, Unknown, Unknown]),
            ("(((", [Unknown, Unknown, Unknown]),
        ];
        let clients = [Client::Bare, Client::SelfMade, Client::Verified];
        for (text, expected) in cases {
            assert_eq!(clients.map(|client| holds(text, client, Syntax::Expression)), expected, "{text}");
        }
        let old = "%{SSL_CLIENT_VERIFY} eq \"SUCCESS\"";
        assert_eq!(clients.map(|client| holds(old, client, Syntax::SslRequire)), [No, No, Yes]);
        let deep = format!("{}true{}", "(".repeat(99), ")".repeat(99));
        assert_eq!(holds(&deep, Client::Bare, Syntax::Expression), Unknown);
    }
}
