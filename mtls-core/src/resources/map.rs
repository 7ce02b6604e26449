//! A map that keeps the order of its keys.

use std::collections::{HashMap, HashSet};

use super::Value;
use super::manifest::wipe_value;

/// Keys in the order of the source, each once.
///
/// Manifests have a handful of keys a map: a vector is smaller and faster than a hash table there.
#[derive(Clone, Debug, Default)]
pub struct Map(Vec<(String, Value)>);

/// Below this many keys a scan beats a hash table.
const SMALL: usize = 16;

impl Map {
    /// An empty map.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many keys.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value under `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    /// The value under `key`, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.0.iter_mut().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    /// Whether `key` is there.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Sets `key`: in its place where it stands, at the end where it is new. Returns the value that stood there.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let (key, value) = (key.into(), value.into());
        if let Some(old) = self.get_mut(&key) {
            return Some(std::mem::replace(old, value));
        }
        self.0.push((key, value));
        None
    }

    /// Adds a key that is known to be new, without looking for it.
    pub(crate) fn push(&mut self, key: String, value: Value) {
        self.0.push((key, value));
    }

    /// Moves in what `other` has under keys that are not here yet. Texts under the others are overwritten: `other` may
    /// hold a secret.
    pub(crate) fn append(&mut self, other: Self) {
        // The fields of a schema are few; those that a caller put into `extra` may be many.
        let known: HashSet<String> = self.0.iter().map(|(k, _)| k.clone()).collect();
        for (key, mut value) in other.0 {
            if known.contains(&key) {
                wipe_value(&mut value);
            } else {
                self.0.push((key, value));
            }
        }
    }

    /// Removes `key` and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let at = self.0.iter().position(|(k, _)| k == key)?;
        Some(self.0.remove(at).1)
    }

    /// Changes the map by a JSON merge patch (RFC 7396); new keys come last, in the patch's order. `gone` gets each value
    /// that was replaced or removed.
    pub(super) fn merge_patch(&mut self, patch: Self, gone: &mut dyn FnMut(Value)) {
        let (keys, mut values): (Vec<_>, Vec<_>) =
            patch.0.into_iter().map(|(key, value)| (key, Some(value))).unzip();
        // By hash: either side may have a key for each line of a large file.
        let places: HashMap<&str, usize> =
            keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
        self.0.retain_mut(|(key, old)| {
            let place = places.get(key.as_str()).and_then(|at| values.get_mut(*at));
            let Some(new) = place.and_then(Option::take) else { return true };
            if new.is_null() {
                gone(std::mem::take(old));
                return false;
            }
            old.merge_patch_with(new, gone);
            true
        });
        for (key, value) in keys.into_iter().zip(values) {
            if let Some(value) = value.filter(|value| !value.is_null()) {
                // What the patch removes from nothing must not stay in it as null.
                let mut new = Value::Null;
                new.merge_patch_with(value, gone);
                self.0.push((key, new));
            }
        }
    }

    /// The pairs in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(|(k, _)| k.as_str())
    }

    /// The values in order, to change them.
    pub fn values_mut(&mut self) -> impl ExactSizeIterator<Item = &mut Value> {
        self.0.iter_mut().map(|(_, v)| v)
    }

    /// Puts the keys in the order of their `rank`; equal ranks keep theirs.
    pub(super) fn sort_by_rank(&mut self, rank: impl Fn(&str) -> usize) {
        self.0.sort_by_cached_key(|(k, _)| rank(k));
    }

    /// The map of these pairs, or the first key that stands twice.
    pub(super) fn unique(pairs: Vec<(String, Value)>) -> Result<Self, String> {
        match repeated(&pairs).cloned() {
            Some(key) => Err(key),
            None => Ok(Self(pairs)),
        }
    }
}

/// The first key that stands twice.
fn repeated(pairs: &[(String, Value)]) -> Option<&String> {
    if pairs.len() > SMALL {
        let mut seen = HashSet::with_capacity(pairs.len());
        return pairs.iter().map(|(k, _)| k).find(|k| !seen.insert(k.as_str()));
    }
    let mut rest = pairs;
    while let Some(((key, _), tail)) = rest.split_first() {
        if tail.iter().any(|(k, _)| k == key) {
            return Some(key);
        }
        rest = tail;
    }
    None
}

/// As [`FromIterator`] has it: the last of equal keys wins, in the place of the first.
impl From<Vec<(String, Value)>> for Map {
    fn from(pairs: Vec<(String, Value)>) -> Self {
        if repeated(&pairs).is_none() { Self(pairs) } else { pairs.into_iter().collect() }
    }
}

/// Equal when they hold the same, in whatever order.
impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        if self.len() != other.len() {
            return false;
        }
        if self.0.iter().zip(&other.0).all(|(a, b)| a.0 == b.0) {
            return self.0.iter().zip(&other.0).all(|(a, b)| a.1 == b.1);
        }
        let sorted = |map: &Self| -> Vec<usize> {
            let mut order: Vec<usize> = (0..map.0.len()).collect();
            order.sort_by_key(|i| map.0.get(*i).map(|(k, _)| k.clone()));
            order
        };
        sorted(self).into_iter().zip(sorted(other)).all(|(a, b)| self.0.get(a) == other.0.get(b))
    }
}

/// The last of equal keys wins, in the place of the first.
impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut map = Self::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (key, value) in pairs {
            let key = key.into();
            if map.len() < SMALL {
                map.insert(key, value).iter_mut().for_each(wipe_value);
                continue;
            }
            if places.is_empty() {
                places.extend(map.keys().enumerate().map(|(at, key)| (key.to_owned(), at)));
            }
            match places.get(&key).and_then(|at| map.0.get_mut(*at)) {
                Some((_, old)) => wipe_value(&mut std::mem::replace(old, value.into())),
                None => {
                    places.insert(key.clone(), map.len());
                    map.0.push((key, value.into()));
                }
            }
        }
        map
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Map {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl IntoIterator for Map {
    type Item = (String, Value);
    type IntoIter = std::vec::IntoIter<(String, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = &'a (String, Value);
    type IntoIter = std::slice::Iter<'a, (String, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
