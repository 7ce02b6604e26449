//! Unquoted texts in `[…]` and `{…}` as kubectl takes them.
//!
//! go-yaml, its reader, goes its own way with two signs there. A colon right before `,`, `]` or `}` belongs to the text:
//! `[2001:db8::]` holds an address, where YAML 1.2 has a map with the key `2001:db8:`. And a text that begins with a colon
//! (`[::1]`) or has a question mark (`[/a?b]`) is refused, or ends there.

use std::ops::Range;

use serde_saphyr::granit_parser::{Marker, Options, ScalarStyle, Scanner, Span, StrInput, TokenType};
use zeroize::Zeroizing;

/// How kubectl takes an unquoted text in brackets.
enum Taken {
    /// As the parser does.
    Alike,
    /// With the colon behind it: the bytes of the whole.
    WithColon(Range<usize>),
    /// Not at all, or as something else.
    Otherwise,
}

fn taken(source: &str, span: &Span) -> Taken {
    let range = span.byte_range().unwrap_or_default();
    let text = source.get(range.clone()).unwrap_or_default();
    if text.starts_with(':') || text.contains('?') {
        return Taken::Otherwise;
    }
    let behind = source.get(range.end..).unwrap_or_default();
    let behind = behind.trim_start_matches([' ', '\t', '\r', '\n']);
    if text.is_empty() || ![":,", ":]", ":}"].iter().any(|sign| behind.starts_with(sign)) {
        return Taken::Alike;
    }
    let colon = source.len().saturating_sub(behind.len());
    Taken::WithColon(range.start..colon.saturating_add(1))
}

/// Whether kubectl and the parser agree on the unquoted text at `span`, which stands in brackets.
pub(super) fn is_alike(source: &str, span: &Span) -> bool {
    matches!(taken(source, span), Taken::Alike)
}

/// The text of a document with quotes around what ends in a colon to kubectl alone. None where nothing does.
///
/// # Errors
/// The place of an unquoted text that kubectl refuses.
pub(super) fn mend(text: &str) -> Result<Option<Zeroizing<String>>, Marker> {
    if !text.contains(['[', '{']) {
        return Ok(None);
    }
    let mut options = Options::default();
    options.set_emit_comments(false);
    let mut out = Zeroizing::new(String::new());
    let (mut copied, mut depth) = (0_usize, 0_usize);
    // What cannot be scanned, the parser will not read either, and says why.
    for token in Scanner::with_options(StrInput::new(text), options).map_while(Result::ok) {
        let (span, token) = token.into_parts();
        match token {
            TokenType::FlowSequenceStart | TokenType::FlowMappingStart => depth = depth.saturating_add(1),
            TokenType::FlowSequenceEnd | TokenType::FlowMappingEnd => depth = depth.saturating_sub(1),
            TokenType::Scalar(ScalarStyle::Plain, _) if depth > 0 => match taken(text, &span) {
                Taken::Alike => {}
                Taken::Otherwise => return Err(span.start),
                Taken::WithColon(range) => {
                    out.push_str(text.get(copied..range.start).unwrap_or_default());
                    copied = range.end;
                    out.push('\'');
                    for c in text.get(range).unwrap_or_default().chars() {
                        out.push(c);
                        if c == '\'' {
                            out.push(c);
                        }
                    }
                    out.push('\'');
                }
            },
            _ => {}
        }
    }
    if copied == 0 {
        return Ok(None);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Ok(Some(out))
}

#[cfg(test)]
mod tests;
