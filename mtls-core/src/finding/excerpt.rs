//! Texts from outside, made fit for messages: one line, of bounded length, without what steers a terminal.

use std::fmt::Write as _;

/// Characters of a single value in a message.
pub(crate) const VALUE: usize = 64;
/// Characters of a distinguished name: longer than real ones are.
pub(crate) const NAME: usize = 256;
/// Characters of what another crate says of an input, and may quote from it.
pub(crate) const REASON: usize = 400;
/// Characters of a whole message.
pub(crate) const MESSAGE: usize = 1024;

/// At most [`VALUE`] characters of a text from the input, fit to be printed.
pub(crate) fn excerpt(text: &str) -> String {
    excerpt_of(text, VALUE)
}

/// The text, unless it is a private key given in the wrong place, with its control and invisible characters as `\u{…}`, and `…` for what is beyond `most` characters.
pub(crate) fn excerpt_of(text: &str, most: usize) -> String {
    if text.contains("PRIVATE KEY-----")
        && text.trim_start().starts_with("-----BEGIN")
        && text.trim().contains('\n')
    {
        return "(a private key)".to_owned();
    }
    let mut out = String::with_capacity(text.len().min(most));
    let mut written = 0_usize;
    for c in text.chars() {
        let escape = c.is_control() || is_invisible(c);
        let width = if escape { c.escape_unicode().len() } else { 1 };
        written = written.saturating_add(width);
        if written > most {
            out.push('…');
            break;
        }
        if escape {
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// The text as it is where it is fit already.
pub(super) fn fitted(text: String, most: usize) -> String {
    let fits = text.len() <= most && !text.chars().any(|c| c.is_control() || is_invisible(c));
    if fits { text } else { excerpt_of(&text, most) }
}

/// Line separators and the marks that reorder text on a screen.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
