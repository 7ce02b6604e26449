//! Writing, in the style of the YAML crate.
//!
//! Layout and the scalars that nobody could misread are written here, at a fraction of the crate's time; what it
//! might quote or escape is handed to it. The bytes are those that it writes by itself.

use std::fmt::Write as _;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_saphyr::{LitStr, SerializerOptions, ser_options};
use zeroize::Zeroizing;

use super::{Map, Value};
use crate::resources::model::Shape;

/// Writes one document; ends with a newline.
pub(in crate::resources) fn write(value: &Value) -> String {
    // Plain values with text for keys cannot fail to be written; should the crate ever disagree, JSON is YAML too.
    serde_saphyr::to_string_with_options(&Yaml(value), options())
        .unwrap_or_else(|_| format!("{}\n", serde_json::Value::from(value.clone())))
}

fn options() -> SerializerOptions {
    ser_options! { prefer_block_scalars: false }
}

/// A value whose texts of several lines become literal blocks.
struct Yaml<'a>(&'a Value);

impl Serialize for Yaml<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::String(text) if is_block(text) => LitStr(text).serialize(to),
            Value::List(list) => {
                let mut seq = to.serialize_seq(Some(list.len()))?;
                for value in list {
                    seq.serialize_element(&Yaml(value))?;
                }
                seq.end()
            }
            Value::Map(map) => {
                let mut out = to.serialize_map(Some(map.len()))?;
                for (key, value) in map {
                    out.serialize_entry(key, &Yaml(value))?;
                }
                out.end()
            }
            plain => plain.serialize(to),
        }
    }
}

/// Writes a map as one document to the end of `out`, each part in the order of its `layout`.
///
/// None for what only the crate can write; `out` is as it was then.
pub(in crate::resources) fn write_ordered(map: &Map, layout: Layout, out: &mut String) -> Option<()> {
    let before = out.len();
    let mut writer = Writer { out };
    let written = if map.is_empty() { writer.line("{}") } else { writer.map(map, layout, 0, 0) };
    if written.is_none() {
        out.truncate(before);
    }
    written
}

/// The order of the fields of a value.
#[derive(Clone, Copy, Default)]
pub(in crate::resources) struct Layout {
    /// Fields that it knows come first, in its order.
    pub(in crate::resources) first: Option<&'static Shape>,
    /// The rest comes in the order of this one, then in its own.
    pub(in crate::resources) then: Option<&'static Shape>,
}

impl Layout {
    /// The pairs in order, each with the layout of its value.
    fn of(self, map: &Map) -> Vec<(Layout, &str, &Value)> {
        let shapes = [self.first, self.then];
        let place = |key: &str| {
            shapes.map(|shape| {
                let fields = shape.map(Shape::fields).unwrap_or_default();
                fields.iter().position(|field| field.wire == key).unwrap_or(fields.len())
            })
        };
        let mut pairs: Vec<_> = map.iter().map(|(key, value)| (place(key), key, value)).collect();
        if !pairs.is_sorted_by_key(|(place, ..)| *place) {
            pairs.sort_by_key(|(place, ..)| *place);
        }
        let below = |place: [usize; 2]| {
            let mut known = shapes.into_iter().zip(place).filter_map(|(shape, at)| match shape? {
                Shape::Map(element) => Some(*element),
                shape => shape.fields().get(at).map(|field| field.shape),
            });
            Layout { first: known.next(), then: None }
        };
        pairs.into_iter().map(|(place, key, value)| (below(place), key, value)).collect()
    }

    /// Of the elements of a list.
    fn of_elements(self) -> Self {
        match self.first {
            Some(Shape::List(element)) => Self { first: Some(element), then: None },
            _ => Self::default(),
        }
    }
}

/// Columns by which what is inside stands further to the right.
const STEP: usize = 2;

/// Bytes of a key that fits on its line whatever is escaped in it.
const SIMPLE_KEY: usize = 128;

struct Writer<'o> {
    out: &'o mut String,
}

impl Writer<'_> {
    /// A map that is not empty, its keys at `column`. The line is at column `at` already.
    fn map(&mut self, map: &Map, layout: Layout, column: usize, mut at: usize) -> Option<()> {
        for (layout, key, value) in layout.of(map) {
            self.indent(at, column);
            at = 0;
            self.key(key)?;
            self.out.push(':');
            match value {
                Value::Map(map) if !map.is_empty() => {
                    self.out.push('\n');
                    self.map(map, layout, column.saturating_add(STEP), 0)?;
                }
                Value::List(list) if !list.is_empty() => {
                    self.out.push('\n');
                    self.list(list, layout, column, 0)?;
                }
                scalar => {
                    self.out.push(' ');
                    self.scalar(scalar, column)?;
                }
            }
        }
        Some(())
    }

    /// A list that is not empty, its dashes at `column`.
    fn list(&mut self, list: &[Value], layout: Layout, column: usize, mut at: usize) -> Option<()> {
        let layout = layout.of_elements();
        let inside = column.saturating_add(STEP);
        for value in list {
            self.indent(at, column);
            at = 0;
            self.out.push_str("- ");
            match value {
                Value::Map(map) if !map.is_empty() => self.map(map, layout, inside, inside)?,
                Value::List(list) if !list.is_empty() => self.list(list, layout, inside, inside)?,
                scalar => self.scalar(scalar, column)?,
            }
        }
        Some(())
    }

    /// The rest of the line, and of a block what stands below the key or dash at `column`.
    fn scalar(&mut self, value: &Value, column: usize) -> Option<()> {
        match value {
            Value::String(text) if is_block(text) => {
                self.out.push_str(if text.ends_with('\n') { "|\n" } else { "|-\n" });
                for line in text.lines() {
                    self.indent(0, column.saturating_add(STEP));
                    self.line(line)?;
                }
                Some(())
            }
            Value::String(text) if is_plain(text) => self.line(text),
            Value::Null => self.line("null"),
            Value::Bool(true) => self.line("true"),
            Value::Bool(false) => self.line("false"),
            Value::Int(number) => writeln!(self.out, "{number}").ok(),
            Value::UInt(number) => writeln!(self.out, "{number}").ok(),
            other => {
                let text = serde_saphyr::to_string_with_options(other, options()).map(Zeroizing::new).ok()?;
                self.out.push_str(&text);
                Some(())
            }
        }
    }

    fn key(&mut self, key: &str) -> Option<()> {
        if key.len() > SIMPLE_KEY {
            return None;
        }
        if is_plain(key) && !key.contains([':', ',', '[', ']', '{', '}']) {
            self.out.push_str(key);
            return Some(());
        }
        let pair = serde_saphyr::to_string_with_options(&Key(key), options()).ok()?;
        self.out.push_str(pair.strip_suffix(": null\n")?);
        Some(())
    }

    fn line(&mut self, text: &str) -> Option<()> {
        self.out.push_str(text);
        self.out.push('\n');
        Some(())
    }

    fn indent(&mut self, from: usize, to: usize) {
        for _ in from..to {
            self.out.push(' ');
        }
    }
}

/// A map of one key.
struct Key<'a>(&'a str);

impl Serialize for Key<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(1))?;
        map.serialize_entry(self.0, &())?;
        map.end()
    }
}

/// Whether no reader of YAML takes an unquoted text for anything else. False where that takes a closer look.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    let printable = bytes.iter().all(|b| matches!(b, b' '..=b'~') && *b != b'#');
    if !printable || matches!(last, b' ' | b':') || bytes.windows(2).any(|pair| pair == b": ") {
        return false;
    }
    match first {
        b'/' => true,
        // The words that are booleans, null or numbers are shorter than this.
        b'A'..=b'Z' | b'a'..=b'z' => bytes.len() > 8 || !is_word(text),
        // A letter that no number of any base and no time of day has.
        b'0'..=b'9' => bytes.iter().any(|b| matches!(b, b'%' | b'/' | b'g'..=b'n' | b'p'..=b's' | b'u'..=b'w' | b'G'..=b'N' | b'P'..=b'S' | b'U'..=b'W')),
        _ => false,
    }
}

fn is_word(text: &str) -> bool {
    ["y", "yes", "on", "true", "n", "no", "off", "false", "null", "nan", "inf", "infinity"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a text has lines, and reads the same from a literal block with every reader.
fn is_block(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with(['\n', ' '])
        && !text.ends_with("\n\n")
        && text.bytes().all(|b| b == b'\n' || b == b' ' || b.is_ascii_graphic())
        && !text.lines().any(|line| line.ends_with(' '))
}
