//! Words and sections of a HAProxy configuration.

use std::sync::Arc;

use super::super::OriginError;
use super::super::files::ConfigText;
use super::super::reader::{Place, Reader};

/// A line, in words.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) words: Vec<String>,
    pub(super) place: Place,
    /// Whether it holds for certain, and not only under an `.if`.
    pub(super) sure: bool,
}

impl Line {
    pub(super) fn word(&self, index: usize) -> &str {
        self.words.get(index).map(String::as_str).unwrap_or_default()
    }

    /// The words from `index` on.
    pub(super) fn from(&self, index: usize) -> &[String] {
        self.words.get(index..).unwrap_or_default()
    }
}

/// A section with its lines.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) kind: String,
    pub(super) name: String,
    /// The `defaults` that it says it is made from.
    pub(super) from: Option<String>,
    pub(super) place: Place,
    pub(super) lines: Vec<Line>,
}

impl Section {
    /// The lines with this first word.
    pub(super) fn all<'t>(&'t self, word: &'t str) -> impl Iterator<Item = &'t Line> {
        self.lines.iter().filter(move |line| line.word(0) == word)
    }
}

/// What begins a section.
const SECTIONS: [&str; 18] = [
    "global",
    "defaults",
    "frontend",
    "backend",
    "listen",
    "userlist",
    "peers",
    "mailers",
    "resolvers",
    "cache",
    "program",
    "http-errors",
    "ring",
    "log-forward",
    "fcgi-app",
    "crt-store",
    "acme",
    "log-profile",
];

/// The sections of a file, added to those of the files before it.
pub(super) fn read(
    reader: &mut Reader<'_>,
    text: &ConfigText,
    found: &mut Vec<Section>,
) -> Result<(), OriginError> {
    reader.enter(text)?;
    let file: Arc<str> = text.name.as_str().into();
    let mut conditions = 0_usize;
    for (index, line) in text.text.lines().enumerate() {
        let place = Place { file: file.clone(), line: index.saturating_add(1) };
        let words = words(line, &place)?;
        let Some(first) = words.first() else { continue };
        reader.directive(&place)?;
        if matches!(first.as_str(), ".if" | ".elif") {
            reader.unresolved(&place, "which lines hold is decided when HAProxy starts");
        }
        match first.as_str() {
            ".if" => conditions = conditions.saturating_add(1),
            ".endif" => conditions = conditions.saturating_sub(1),
            _ => {}
        }
        if first.starts_with('.') {
            continue;
        }
        if SECTIONS.contains(&first.as_str()) {
            let named = words.get(1).filter(|word| *word != "from").cloned().unwrap_or_default();
            let from = words.iter().position(|word| word == "from").filter(|at| *at > 0);
            found.push(Section {
                kind: first.clone(),
                name: named,
                from: from.and_then(|at| words.get(at.saturating_add(1)).cloned()),
                place,
                lines: Vec::new(),
            });
            continue;
        }
        match found.last_mut() {
            Some(section) => section.lines.push(Line { words, place, sure: conditions == 0 }),
            None => return Err(place.syntax("a line stands before the first section")),
        }
    }
    Ok(())
}

/// The words of a line. In `"…"` and outside of quotes a backslash takes the meaning from what follows; in `'…'` nothing does.
pub(super) fn words(line: &str, place: &Place) -> Result<Vec<String>, OriginError> {
    let mut found = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars().peekable();
    let mut weak = false;
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                weak = !weak;
                word.get_or_insert_default();
            }
            '\'' if !weak => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        None => return Err(place.syntax("a quoted text has no end")),
                        Some('\'') => break,
                        Some(c) => word.push(c),
                    }
                }
            }
            '\\' => {
                let word = word.get_or_insert_default();
                match chars.next() {
                    Some('n') => word.push('\n'),
                    Some('r') => word.push('\r'),
                    Some('t') => word.push('\t'),
                    Some('x') => {
                        let digits: String = [chars.next(), chars.next()].into_iter().flatten().collect();
                        match u8::from_str_radix(&digits, 16) {
                            Ok(byte) => word.push(char::from(byte)),
                            Err(_) => return Err(place.syntax("`\\x` takes two hexadecimal digits")),
                        }
                    }
                    // Elsewhere than before what it can take the meaning from, it stays.
                    Some(c @ (' ' | '#' | '\\' | '"' | '\'' | '$')) => word.push(c),
                    Some(c) => word.extend(['\\', c]),
                    None => return Err(place.syntax("nothing follows a backslash")),
                }
            }
            '#' if !weak => break,
            c if c.is_whitespace() && !weak => found.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    if weak {
        return Err(place.syntax("a quoted text has no end"));
    }
    found.extend(word);
    Ok(found)
}
