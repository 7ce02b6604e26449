//! Valid documents with something wrong.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use crate::documents;

/// What breaks texts and trees.
const TOKENS: &[&str] = &[
    "",
    "\0",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\"",
    "'",
    "\\",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "---\n",
    "- ",
    "&a ",
    "*a",
    "<<: ",
    "!!binary ",
    "|\n",
    "# ",
    "null",
    "true",
    "-1",
    "1e400",
    "0x10",
    "18446744073709551616",
    "-9223372036854775809",
    "=",
    "-----BEGIN CERTIFICATE-----\n",
    "-----END CERTIFICATE-----\n",
    "-----BEGIN PRIVATE KEY-----\n",
    "Proc-Type: 4,ENCRYPTED\n\n",
    "\u{feff}",
    "\u{202e}",
    "\u{e9}",
    "spiffe://",
    "/",
    "..",
    "%2e",
    "\u{1f600}",
];

/// One change to the bytes.
#[derive(Clone, Debug)]
enum Edit {
    Set(Index, u8),
    Insert(Index, &'static str),
    Delete(Index, usize),
    Repeat(Index, usize),
    Cut(Index),
    /// A part of another document.
    Graft {
        at: Index,
        from: Index,
        part: Index,
        length: usize,
    },
}

impl Edit {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |at: &Index, bytes: &[u8]| at.index(bytes.len() + 1);
        let part = |from: usize, length: usize, bytes: &[u8]| from..(from + length).min(bytes.len());
        match self {
            Self::Set(at, byte) if !bytes.is_empty() => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Self::Set(..) => {}
            Self::Insert(at, token) => {
                let at = place(at, bytes);
                bytes.splice(at..at, token.bytes());
            }
            Self::Delete(at, length) => {
                let range = part(place(at, bytes), *length, bytes);
                bytes.drain(range);
            }
            Self::Repeat(at, length) => {
                let range = part(place(at, bytes), *length, bytes);
                let again = bytes[range.clone()].to_vec();
                bytes.splice(range.end..range.end, again);
            }
            Self::Cut(at) => bytes.truncate(at.index(bytes.len() + 1)),
            Self::Graft { at, from, part: start, length } => {
                let other = from.get(documents::valid());
                let range = part(place(start, other), *length, other);
                let at = place(at, bytes);
                bytes.splice(at..at, other[range].iter().copied());
            }
        }
    }
}

fn edits() -> impl Strategy<Value = Edit> {
    let index = any::<Index>;
    prop_oneof![
        4 => (index(), any::<u8>()).prop_map(|(at, byte)| Edit::Set(at, byte)),
        3 => (index(), prop::sample::select(TOKENS)).prop_map(|(at, token)| Edit::Insert(at, token)),
        2 => (index(), 1_usize..40).prop_map(|(at, length)| Edit::Delete(at, length)),
        2 => (index(), 1_usize..200).prop_map(|(at, length)| Edit::Repeat(at, length)),
        1 => index().prop_map(Edit::Cut),
        2 => (index(), index(), index(), 1_usize..1000)
            .prop_map(|(at, from, part, length)| Edit::Graft { at, from, part, length }),
    ]
}

/// One change to the tree of a JSON document, so that the damage lies deep and the rest stays whole.
#[derive(Clone, Debug)]
enum Pruning {
    Replace(Value),
    Remove,
    Rename(&'static str),
    Double,
    Deepen(usize),
}

fn prunings() -> impl Strategy<Value = Pruning> {
    let token = || prop::sample::select(TOKENS);
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        token().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(serde_json::json!([])),
        Just(serde_json::json!({})),
        Just(serde_json::json!([{}])),
    ];
    prop_oneof![
        6 => value.prop_map(Pruning::Replace),
        2 => Just(Pruning::Remove),
        2 => token().prop_map(Pruning::Rename),
        1 => Just(Pruning::Double),
        1 => (1_usize..200).prop_map(Pruning::Deepen),
    ]
}

/// How many values the tree has.
fn size(tree: &Value) -> usize {
    1 + match tree {
        Value::Array(list) => list.iter().map(size).sum(),
        Value::Object(map) => map.values().map(size).sum(),
        _ => 0_usize,
    }
}

/// Changes the value that stands at this place in the order of reading.
fn prune(tree: &mut Value, place: usize, pruning: &Pruning) {
    let Some(mut left) = place.checked_sub(1) else {
        match pruning {
            Pruning::Replace(value) => *tree = value.clone(),
            Pruning::Double => *tree = Value::from(vec![tree.clone(), tree.clone()]),
            Pruning::Deepen(depth) => (0..*depth).for_each(|_| *tree = Value::from(vec![tree.take()])),
            Pruning::Remove | Pruning::Rename(_) => *tree = Value::Null,
        }
        return;
    };
    let (mut remove, mut rename) = (None, None);
    match tree {
        Value::Array(list) => {
            for (i, value) in list.iter_mut().enumerate() {
                let inside = size(value);
                if left < inside {
                    match pruning {
                        Pruning::Remove if left == 0 => remove = Some(i),
                        _ => prune(value, left, pruning),
                    }
                    break;
                }
                left -= inside;
            }
            remove.map(|i| list.remove(i));
        }
        Value::Object(map) => {
            for (name, value) in map.iter_mut() {
                let inside = size(value);
                if left < inside {
                    match pruning {
                        Pruning::Remove | Pruning::Rename(_) if left == 0 => rename = Some(name.clone()),
                        _ => prune(value, left, pruning),
                    }
                    break;
                }
                left -= inside;
            }
            let taken = rename.and_then(|name| map.remove(&name));
            if let (Some(value), Pruning::Rename(name)) = (taken, pruning) {
                map.insert((*name).to_owned(), value);
            }
        }
        _ => {}
    }
}

/// Shows as text.
pub(crate) struct Damaged(pub(crate) Vec<u8>);

impl fmt::Debug for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// A valid document after a few changes to its tree, if it is one, or to its bytes.
pub(crate) fn documents() -> impl Strategy<Value = Damaged> {
    let in_tree = prop::collection::vec((any::<Index>(), prunings()), 0..3);
    (any::<Index>(), in_tree, prop::collection::vec(edits(), 0..4)).prop_map(|(which, in_tree, edits)| {
        let mut bytes = which.get(documents::valid()).clone();
        let mut damaged = false;
        if let Ok(mut tree) = serde_json::from_slice::<Value>(&bytes)
            && !in_tree.is_empty()
        {
            for (place, pruning) in &in_tree {
                let place = place.index(size(&tree));
                prune(&mut tree, place, pruning);
            }
            bytes = serde_json::to_vec(&tree).unwrap();
            damaged = true;
        }
        // Deep damage shows only where the text around it is whole.
        if !damaged {
            edits.iter().for_each(|edit| edit.apply(&mut bytes));
        }
        Damaged(bytes)
    })
}
