//! Ordinary documents, read in one pass over the parser's events.
//!
//! Most manifests are made of plain maps, lists and scalars. Those are read here, to the same values as the YAML
//! crate gives, at less than half its time. Whatever else a document holds (anchors, aliases, tags, merge keys, keys that
//! are no text, a fault of any kind, more than the limits) makes it none of ours: [`read`] gives None then.

use std::borrow::Cow;

use serde_saphyr::granit_parser::{self, Event, Parser, ScalarStyle, Span, StructureStyle};

use super::{Dialect, Limits, Map, Value, flow};
use crate::resources::manifest::wipe_value;

/// The value of a document, where it is an ordinary one.
pub(super) fn read(text: &str, limits: &Limits, dialect: Dialect) -> Option<Value> {
    let mut options = granit_parser::options! {
        flow_nesting_limit: limits.max_depth.min(255),
        // As the YAML crate sets it; deeper ones are beyond our own limit.
        block_nesting_limit: limits.max_depth.saturating_add(1).max(255),
    };
    options.set_emit_comments(false);
    let mut events = Parser::new_from_str_with_options(text, options);
    let mut next = || events.next().and_then(Result::ok);
    // The crate skips this mark in one place and the parser in others.
    if text.starts_with('\u{feff}')
        || !matches!(next(), Some((Event::StreamStart, _)))
        || !matches!(next(), Some((Event::DocumentStart(_, None), _)))
    {
        return None;
    }
    let mut tree = Tree { open: Vec::new(), brackets: 0, root: None, nodes: 0 };
    while tree.root.is_none() {
        let (event, span) = next()?;
        if dialect == Dialect::GoYaml && tree.brackets > 0 && is_otherwise(text, &event, &span) {
            return None;
        }
        tree.take(event, limits)?;
    }
    let ends =
        matches!(next(), Some((Event::DocumentEnd, _))) && matches!(next(), Some((Event::StreamEnd, _)));
    tree.root.take_if(|_| ends)
}

/// Whether kubectl takes an unquoted text in brackets for something else.
fn is_otherwise(text: &str, event: &Event<'_>, span: &Span) -> bool {
    matches!(event, Event::Scalar(_, ScalarStyle::Plain, ..)) && !flow::is_alike(text, span)
}

/// What has been read so far.
struct Tree {
    open: Vec<Open>,
    /// How many of them stand within brackets.
    brackets: usize,
    root: Option<Value>,
    nodes: usize,
}

/// A list or map that has not ended.
enum Open {
    List(Vec<Value>),
    /// With the key whose value comes next.
    Map(Vec<(String, Value)>, Option<String>),
}

impl Tree {
    /// Goes on by one event; None where it is out of the ordinary.
    fn take(&mut self, event: Event<'_>, limits: &Limits) -> Option<()> {
        match event {
            Event::Scalar(text, style, 0, None) => {
                self.count(limits)?;
                self.scalar(text, style)
            }
            Event::SequenceStart(style, 0, None) => {
                self.count(limits)?;
                self.enter(Open::List(Vec::new()), style, limits)
            }
            Event::MappingStart(style, 0, None) => {
                self.count(limits)?;
                self.enter(Open::Map(Vec::new(), None), style, limits)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.brackets = self.brackets.saturating_sub(1);
                let value = match self.open.pop()? {
                    Open::List(list) => Value::List(list),
                    Open::Map(pairs, None) => Value::Map(Map::unique(pairs).ok()?),
                    Open::Map(..) => return None,
                };
                self.put(value)
            }
            _ => None,
        }
    }

    fn count(&mut self, limits: &Limits) -> Option<()> {
        self.nodes = self.nodes.saturating_add(1);
        (self.nodes <= limits.max_nodes).then_some(())
    }

    fn enter(&mut self, open: Open, style: StructureStyle, limits: &Limits) -> Option<()> {
        // A list or map for a key.
        if matches!(self.open.last(), Some(Open::Map(_, None))) || self.open.len() >= limits.max_depth {
            return None;
        }
        self.open.push(open);
        if self.brackets > 0 || style == StructureStyle::Flow {
            self.brackets = self.brackets.saturating_add(1);
        }
        Some(())
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle) -> Option<()> {
        let Some(Open::Map(_, key @ None)) = self.open.last_mut() else {
            return self.put(resolve(text, style)?);
        };
        if text == "<<" {
            return None;
        }
        *key = Some(match resolve(text, style)? {
            Value::String(key) => key,
            Value::Bool(key) => key.to_string(),
            Value::UInt(key) => key.to_string(),
            _ => return None,
        });
        Some(())
    }

    fn put(&mut self, value: Value) -> Option<()> {
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open::List(list)) => list.push(value),
            Some(Open::Map(pairs, key)) => pairs.push((key.take()?, value)),
        }
        Some(())
    }
}

/// What is read a second time may be a Secret.
impl Drop for Tree {
    fn drop(&mut self) {
        for open in &mut self.open {
            match open {
                Open::List(list) => list.iter_mut().for_each(wipe_value),
                Open::Map(pairs, _) => pairs.iter_mut().for_each(|(_, value)| wipe_value(value)),
            }
        }
        self.root.iter_mut().for_each(wipe_value);
    }
}

/// The value that a scalar means; None where that takes a closer look.
fn resolve(text: Cow<'_, str>, style: ScalarStyle) -> Option<Value> {
    if style != ScalarStyle::Plain {
        return Some(Value::String(text.into_owned()));
    }
    match text.as_bytes() {
        [] | b"~" => Some(Value::Null),
        [first, ..] if first.is_ascii_alphabetic() => word(text),
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => number(text),
        _ => Some(Value::String(text.into_owned())),
    }
}

/// A plain scalar that begins with a letter: text, but for a few words.
fn word(text: Cow<'_, str>) -> Option<Value> {
    // The longest is `infinity`.
    if text.len() <= 8 {
        let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        if is(&["true", "yes", "y", "on"]) {
            return Some(Value::Bool(true));
        }
        if is(&["false", "no", "n", "off"]) {
            return Some(Value::Bool(false));
        }
        if is(&["null"]) {
            return Some(Value::Null);
        }
        if is(&["inf", "infinity", "nan"]) {
            return None;
        }
    }
    Some(Value::String(text.into_owned()))
}

/// A plain scalar that begins as a number does.
fn number(text: Cow<'_, str>) -> Option<Value> {
    let bytes = text.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) {
        // More digits may not fit; what begins with 0 is octal.
        if bytes.len() <= 18 && (bytes.len() == 1 || !bytes.starts_with(b"0")) {
            return text.parse().ok().map(Value::UInt);
        }
    } else if !bytes.iter().any(u8::is_ascii_digit) {
        // `.inf`, `-Infinity`, `+nan`; everything else without a digit is text.
        let name = text.trim_start_matches(['+', '-', '.']);
        if name.starts_with(['i', 'I', 'n', 'N']) {
            return None;
        }
        return Some(Value::String(text.into_owned()));
    } else if !bytes
        .iter()
        .all(|b| b.is_ascii_hexdigit() || matches!(b, b'x' | b'X' | b'o' | b'O' | b'_' | b'.' | b'+' | b'-'))
    {
        // Neither a number of any base nor one with fraction or exponent.
        return Some(Value::String(text.into_owned()));
    }
    serde_saphyr::from_str_with_options(&text, super::options(&Limits::default())).ok()
}
