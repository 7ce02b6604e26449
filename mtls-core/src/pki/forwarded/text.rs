//! The text form: elements with `,` between them, pairs with `;`, `key=value`.

use super::element::{Claims, Key};
use super::{BLANK, ForwardedError, ForwardedOptions};
use crate::pki::error::cut;

pub(super) fn read(header: &str, options: &ForwardedOptions) -> Result<Vec<Claims>, ForwardedError> {
    let mut text = Scanner { length: header.len(), rest: header, element: 1 };
    let mut elements = Vec::new();
    loop {
        if elements.len() >= options.max_elements {
            return Err(ForwardedError::TooMany { what: "elements", limit: options.max_elements });
        }
        text.rest = text.rest.trim_start_matches(BLANK);
        let (claims, more) = element(&mut text, options)?;
        elements.push(claims);
        if !more {
            return Ok(elements);
        }
        text.element = text.element.saturating_add(1);
    }
}

/// One element, and whether another one follows.
fn element(text: &mut Scanner<'_>, options: &ForwardedOptions) -> Result<(Claims, bool), ForwardedError> {
    let mut claims = Claims::new(text.element, options);
    loop {
        let key = text.key()?;
        let value = text.value()?;
        if matches!(key, Key::Cert | Key::Chain) && value.len() <= options.max_certificate_bytes {
            let pem = decoded(value).ok_or_else(|| text.wrong("a `%` is followed by two hex digits"))?;
            claims.add(key, &pem)?;
        } else {
            claims.add(key, value)?;
        }
        if text.rest.is_empty() {
            return Ok((claims, false));
        }
        if let Some(rest) = text.rest.strip_prefix(',') {
            text.rest = rest;
            return Ok((claims, true));
        }
        text.rest =
            text.rest.strip_prefix(';').ok_or_else(|| text.wrong("`;` or `,` is expected behind a value"))?;
    }
}

struct Scanner<'a> {
    /// Bytes of the whole.
    length: usize,
    rest: &'a str,
    element: usize,
}

impl<'a> Scanner<'a> {
    fn wrong(&self, reason: impl Into<String>) -> ForwardedError {
        let column = self.length.saturating_sub(self.rest.len()).saturating_add(1);
        ForwardedError::Syntax { element: self.element, column, reason: reason.into() }
    }

    /// The key in front of the next `=`.
    fn key(&mut self) -> Result<Key, ForwardedError> {
        let word = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (name, behind) = self.rest.split_at_checked(word).unwrap_or_default();
        let Some(behind) = behind.strip_prefix('=').filter(|_| !name.is_empty()) else {
            return Err(self.wrong("`key=value` is expected"));
        };
        let unknown = || ForwardedError::UnknownKey { element: self.element, key: cut(name) };
        let key = Key::named(name).ok_or_else(unknown)?;
        self.rest = behind;
        Ok(key)
    }

    /// The value behind it, without the quotes around it; what stands between them is left as it is.
    fn value(&mut self) -> Result<&'a str, ForwardedError> {
        let rest = self.rest;
        if let Some(inside) = rest.strip_prefix('"') {
            let end = closing_quote(inside).ok_or_else(|| self.wrong("the quote is not closed"))?;
            let (value, behind) = inside.split_at_checked(end).unwrap_or_default();
            self.rest = behind.strip_prefix('"').unwrap_or(behind).trim_start_matches(BLANK);
            return Ok(value);
        }
        let end = rest.find([';', ',']).unwrap_or(rest.len());
        let (value, behind) = rest.split_at_checked(end).unwrap_or_default();
        if value.contains('"') {
            return Err(self.wrong("a quote stands in a value that is not quoted"));
        }
        self.rest = behind;
        Ok(value.trim_end_matches(BLANK))
    }
}

/// The first quote behind an even number of backslashes: those of a distinguished name (RFC 4514) stand in pairs.
fn closing_quote(inside: &str) -> Option<usize> {
    let mut escaped = false;
    inside.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

/// The text with its `%20` as bytes (RFC 3986 section 2.1). What is no UTF-8 then is no PEM either.
fn decoded(value: &str) -> Option<String> {
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => digit(rest.next()?)? << 4 | digit(rest.next()?)?,
            other => other,
        });
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
