//! Where the fields of a document stand in its text.

use std::collections::{HashMap, HashSet};

use serde_saphyr::granit_parser::{Event, Parser};

use super::Limits;
use super::path;

/// Lines and columns, counted from 1, of these fields and of those around them, as far as they are in the text.
pub(in crate::resources) fn locate<'t>(
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
pub(super) fn field_at(text: &str, line: usize, column: usize, limits: &Limits) -> String {
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
