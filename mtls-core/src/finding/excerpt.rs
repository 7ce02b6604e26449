//! Texts from outside, made fit for messages: one line, of bounded length, without what steers a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

/// Characters of a single value in a message.
pub(crate) const VALUE: usize = 64;
/// Characters of a distinguished name: longer than real ones are.
pub(crate) const NAME: usize = 256;
/// Characters of what another crate says of an input, and may quote from it.
pub(crate) const REASON: usize = 400;
/// Characters from which on Base64 is not shown whole.
const LONG: usize = 64;
/// Characters that are shown of it.
const SHOWN: usize = 16;
/// Characters of a whole message.
pub(crate) const MESSAGE: usize = 1024;

/// At most `VALUE` characters of a text from the input, fit to be printed.
#[must_use]
pub fn excerpt(text: &str) -> String {
    excerpt_of(text, VALUE)
}

/// Whether this is a private key in PEM, given where something else belongs. On one line, too, as variables lose the ends of
/// lines; and without its BEGIN line, as what is left of a text that was taken apart.
pub(crate) fn is_private_key(text: &str) -> bool {
    let Some((before, behind)) = text.split_once("PRIVATE KEY-----") else { return false };
    let opened = before.contains("-----BEGIN") && !behind.trim().is_empty();
    opened
        || closes_base64(before)
        || text.rsplit_once("PRIVATE KEY-----").is_some_and(|(before, _)| closes_base64(before))
}

/// Whether Base64 comes before an END line. A message that quotes an END line has a quotation mark there.
fn closes_base64(before: &str) -> bool {
    before.rsplit_once("-----END").is_some_and(|(body, _)| body.trim_end().ends_with(is_base64))
}

/// The text, unless it is or may be a private key: then words instead, or its beginning (see [`veiled`]).
pub(crate) fn without_keys(text: &str) -> Cow<'_, str> {
    if is_private_key(text) { Cow::Borrowed("(a private key)") } else { veiled(text) }
}

/// A path as the caller wrote it, for messages.
pub(crate) fn path(path: &Path) -> String {
    excerpt_of(&path.to_string_lossy(), MESSAGE)
}

/// The text, unless it is a private key, with its control and invisible characters as `\u{…}`, and `…` for what is beyond
/// `most` characters. See [`without_keys`] for the first.
pub(crate) fn excerpt_of(text: &str, most: usize) -> String {
    if is_short_word(text) && text.len() <= most {
        return text.to_owned();
    }
    let text = &*without_keys(text);
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

/// A word of ASCII without room for a key, as most names are: `PRIVATE KEY` has a space, and long Base64 is longer.
fn is_short_word(text: &str) -> bool {
    text.len() < LONG && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The text as it is where it is fit already.
pub(super) fn fitted(text: String, most: usize) -> String {
    let fits = text.len() <= most
        && without_keys(&text) == text
        && !text.chars().any(|c| c.is_control() || is_invisible(c));
    if fits { text } else { excerpt_of(&text, most) }
}

/// The text with its long Base64 cut to 16 characters and its length: it may be the body of a private key, whose first 16
/// characters say its kind.
///
/// Long is from 64 characters on, the length of a line in PEM, with further lines. Base64 of keys mixes capitals, small
/// letters and digits; what has fewer than a tenth of either letters is none. So hashes, AUD tags and fingerprints, which are
/// hexadecimal, SPIFFE IDs and Kubernetes' names, which have no capitals, and paths, most of them, stand as they are.
fn veiled(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    // What is not in `out` yet, and what of it is not looked through yet.
    let (mut left, mut rest) = (text, text);
    while let Some(start) = rest.find(is_base64) {
        let (_, run) = rest.split_at(start);
        let (run, behind) = base64(run);
        rest = behind;
        if run.len() >= LONG && is_mixed(run) {
            let (more, behind) = further_lines(behind);
            let before = left.len().saturating_sub(run.len().saturating_add(rest.len()));
            let shown = left.get(..before.saturating_add(SHOWN)).unwrap_or_default();
            let _ = write!(out, "{shown}… ({} characters)", run.len().saturating_add(more));
            (left, rest) = (behind, behind);
        }
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(left);
    Cow::Owned(out)
}

/// How much Base64 the following lines have, and what comes behind them. A space in place of the end of a line may also be
/// one between words: what is behind it must look like Base64.
fn further_lines(text: &str) -> (usize, &str) {
    let (mut more, mut rest) = (0_usize, text);
    loop {
        let next = rest.trim_start();
        let (run, behind) = base64(next);
        let gap = rest.get(..rest.len().saturating_sub(next.len())).unwrap_or_default();
        let follows = gap.contains(['\n', '\r']) || (!gap.is_empty() && run.len() > SHOWN && is_mixed(run));
        if run.is_empty() || !follows {
            return (more, rest);
        }
        more = more.saturating_add(run.len());
        rest = behind;
    }
}

/// The Base64 at the beginning, and the rest.
fn base64(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c| !is_base64(c)).unwrap_or(text.len()))
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')
}

/// Whether there are capitals, small letters and digits as in Base64 of what is no text.
fn is_mixed(run: &str) -> bool {
    let count = |kind: fn(&u8) -> bool| run.bytes().filter(kind).count();
    let least = run.len() / 10;
    count(u8::is_ascii_uppercase) > least
        && count(u8::is_ascii_lowercase) > least
        && count(u8::is_ascii_digit) > 0
}

/// Line separators and the marks that reorder text on a screen.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
