//! Texts from outside, made fit for messages: one line, of bounded length, without what steers a terminal.

use std::fmt::Write as _;
use std::path::Path;

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

/// Whether this is a private key in PEM, given where something else belongs. On one line, too, as variables lose the ends of
/// lines.
pub(crate) fn is_private_key(text: &str) -> bool {
    text.contains("-----BEGIN")
        && text.split_once("PRIVATE KEY-----").is_some_and(|(_, behind)| !behind.trim().is_empty())
}

/// A path as the caller wrote it, for messages.
pub(crate) fn path(path: &Path) -> String {
    excerpt_of(&path.to_string_lossy(), MESSAGE)
}

/// The text, unless it is a private key, with its control and invisible characters as `\u{…}`, and `…` for what is beyond
/// `most` characters.
pub(crate) fn excerpt_of(text: &str, most: usize) -> String {
    if is_private_key(text) {
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
    let fits = text.len() <= most
        && !is_private_key(&text)
        && !text.chars().any(|c| c.is_control() || is_invisible(c));
    if fits { text } else { excerpt_of(&text, most) }
}

/// Line separators and the marks that reorder text on a screen.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
