//! The one file that names the YAML crate: a document's text in, its value out, and back.
//!
//! The wrapped reader takes YAML as kubectl does: YAML 1.1 booleans and octal numbers, merge keys, keys once.
//! It is a little wider: booleans in any capitals (`yEs`) are taken, numbers with odd underscores (`1__0`) are text.
//! The wrapped writer quotes whatever a YAML 1.1 reader would take for something else.

use std::collections::{HashMap, HashSet};

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_saphyr::granit_parser::{Event, Parser};
use serde_saphyr::{LitStr, alias_limits, budget, options, ser_options};

use super::Value;
use super::error::{Position, ResourceError, cut};
use super::limits::Limits;
use super::path;
use super::stream::Piece;
use super::value::DUPLICATE_KEY;

/// Reads one document.
pub(super) fn read(piece: Piece<'_>, document: usize, limits: &Limits) -> Result<Value, ResourceError> {
    let options = options! {
        budget: budget! {
            max_depth: limits.max_depth,
            flow_nesting_limit: limits.max_depth.min(255),
            max_nodes: limits.max_nodes,
            max_events: limits.max_nodes.saturating_mul(3),
            max_aliases: limits.max_aliased_nodes,
            max_recorded_anchor_events: limits.max_nodes,
            max_merge_keys: 1_000,
        },
        alias_limits: alias_limits! {
            max_total_replayed_events: limits.max_aliased_nodes.saturating_mul(2),
        },
        // `defaultMode: 0644` is 420 to kubectl.
        legacy_octal_numbers: true,
        // A snippet would put the values of Secrets into messages.
        with_snippet: false,
        emit_comments: false,
    };
    serde_saphyr::from_str_with_options(piece.text, options)
        .map_err(|error| refusal(&error, piece, document, limits))
}

fn refusal(error: &serde_saphyr::Error, piece: Piece<'_>, document: usize, limits: &Limits) -> ResourceError {
    use serde_saphyr::Error;
    use serde_saphyr::budget::BudgetBreach as Breach;

    let error = error.without_snippet();
    let number = |n: u64| usize::try_from(n).ok().filter(|n| *n > 0);
    let place = error.location().map(|l| (number(l.line()), number(l.column())));
    let (line, column) = place.unwrap_or_default();
    let at = Position {
        document: Some(document),
        line: Some(line.map_or(piece.line, |l| l.saturating_add(piece.line).saturating_sub(1))),
        column,
        field: match (line, column) {
            (Some(line), Some(column)) => field_at(piece.text, line, column, limits),
            _ => String::new(),
        },
    };
    let limit = |what, max| ResourceError::LimitExceeded { at: at.clone(), what, max };
    match error {
        Error::DuplicateMappingKey { key, .. } => {
            ResourceError::DuplicateKey { at, key: cut(key.as_deref().unwrap_or("?")) }
        }
        Error::AliasError { error, .. } => refusal(error, piece, document, limits),
        Error::AliasReplayLimitExceeded { .. } | Error::AliasReplayStackDepthExceeded { .. } => {
            limit("aliased nodes", limits.max_aliased_nodes)
        }
        Error::Budget { breach, .. } => match breach {
            Breach::Depth { .. } => limit("levels", limits.max_depth),
            Breach::Nodes { .. } | Breach::Events { .. } => limit("nodes", limits.max_nodes),
            Breach::Aliases { .. } | Breach::Anchors { .. } | Breach::AliasAnchorRatio { .. } => {
                limit("aliased nodes", limits.max_aliased_nodes)
            }
            Breach::MergeKeys { .. } => limit("merge keys", 1_000),
            _ => limit("nodes", limits.max_nodes),
        },
        other => {
            let text = other.to_string();
            // The place is said by `at`; messages of the parser end with it too.
            let text = text.split(" at line ").next().unwrap_or_default();
            let text = text.lines().next().unwrap_or_default();
            match text.strip_prefix(DUPLICATE_KEY) {
                Some(key) => ResourceError::DuplicateKey { at, key: cut(key) },
                None if text.contains("nesting") || text.contains("recursion limit") => {
                    limit("levels", limits.max_depth)
                }
                None => ResourceError::YamlSyntax { at, reason: text.chars().take(200).collect() },
            }
        }
    }
}

/// Writes one document; ends with a newline.
pub(super) fn write(value: &Value) -> String {
    let options = ser_options! { prefer_block_scalars: false };
    // Plain values with text for keys cannot fail to be written; should the crate ever disagree, JSON is YAML too.
    serde_saphyr::to_string_with_options(&Yaml(value), options)
        .unwrap_or_else(|_| format!("{}\n", serde_json::Value::from(value.clone())))
}

/// A value whose PEM texts become literal blocks.
struct Yaml<'a>(&'a Value);

impl Serialize for Yaml<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::String(text) if is_pem(text) => LitStr(text).serialize(to),
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

/// Whether a text is PEM and reads the same from a literal block with every reader.
fn is_pem(text: &str) -> bool {
    text.starts_with("-----BEGIN ")
        && text.ends_with('\n')
        && !text.ends_with("\n\n")
        && text.bytes().all(|b| b == b'\n' || b == b' ' || b.is_ascii_graphic())
        && !text.lines().any(|line| line.ends_with(' ') || line.starts_with(' '))
}

/// Lines and columns, counted from 1, of these fields and of those around them, as far as they are in the text.
pub(super) fn locate<'t>(
    text: &str,
    targets: impl IntoIterator<Item = &'t str>,
    limits: &Limits,
) -> HashMap<&'t str, (usize, usize)> {
    let mut wanted = HashSet::new();
    for target in targets {
        let mut next = Some(target);
        while let Some(path) = next
            && wanted.insert(path)
        {
            next = path::parent(path);
        }
    }
    let mut found = HashMap::with_capacity(wanted.len());
    walk(text, limits, |path, place| {
        if let Some(path) = wanted.take(path) {
            found.insert(path, place);
        }
        !wanted.is_empty()
    });
    found
}

/// The path of the last field that begins at or before a place.
fn field_at(text: &str, line: usize, column: usize, limits: &Limits) -> String {
    let mut last = String::new();
    walk(text, limits, |path, place| {
        let before = place <= (line, column);
        if before {
            path.clone_into(&mut last);
        }
        before
    });
    last
}

/// Where the walk stands in one list or map.
enum Frame {
    /// In a map: the length of its path, and whether a key comes next.
    Map(usize, bool),
    /// In a list: the length of its path, and the index of the next element.
    List(usize, usize),
    /// In a list or map that is itself a key.
    Key,
}

/// Visits the fields in the order of the text, with their path and the place of their key (or element), until `visit`
/// says stop, the text ends, or it breaks.
fn walk(text: &str, limits: &Limits, mut visit: impl FnMut(&str, (usize, usize)) -> bool) {
    let mut path = String::new();
    let mut frames: Vec<Frame> = Vec::new();
    for event in Parser::new_from_str(text).take(limits.max_nodes.saturating_mul(3)) {
        let Ok((event, span)) = event else { return };
        let place = (span.start.line(), span.start.col().saturating_add(1));
        let node = matches!(
            event,
            Event::Scalar(..) | Event::Alias(_) | Event::SequenceStart(..) | Event::MappingStart(..)
        );
        let mut in_key = false;
        if node {
            match frames.last_mut() {
                Some(Frame::Map(len, key_next @ true)) => {
                    *key_next = false;
                    in_key = true;
                    path.truncate(*len);
                    path::push_key(&mut path, if let Event::Scalar(key, ..) = &event { key } else { "?" });
                    if !visit(&path, place) {
                        return;
                    }
                }
                Some(Frame::Map(_, key_next)) => *key_next = true,
                Some(Frame::List(len, index)) => {
                    path.truncate(*len);
                    path::push_index(&mut path, *index);
                    *index = index.saturating_add(1);
                    if !visit(&path, place) {
                        return;
                    }
                }
                Some(Frame::Key) => in_key = true,
                None if !visit("", place) => return,
                None => {}
            }
        }
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) if in_key => frames.push(Frame::Key),
            Event::SequenceStart(..) => frames.push(Frame::List(path.len(), 0)),
            Event::MappingStart(..) => frames.push(Frame::Map(path.len(), true)),
            Event::SequenceEnd | Event::MappingEnd => {
                frames.pop();
            }
            _ => {}
        }
        if frames.len() > limits.max_depth {
            return;
        }
    }
}
