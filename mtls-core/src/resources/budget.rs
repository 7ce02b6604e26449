//! How much is counted against the limits.

use super::error::{Position, ResourceError};
use super::{Limits, Map, Value};

/// What documents may still hold within [`Limits`], counted part by part before they are made or written.
///
/// A value of another language may hold one part in many places, or itself; written out, it would have no end. Whoever
/// converts one counts with this as it goes, and stops at the first refusal.
///
/// ```
/// use mtls_core::resources::{Budget, Limits};
///
/// let mut budget = Budget::new(&Limits::default());
/// budget.document()?;
/// budget.enter()?;
/// budget.scalar("kind".len())?;
/// budget.scalar("Gateway".len())?;
/// budget.leave();
/// # Ok::<(), mtls_core::resources::ResourceError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Budget {
    limits: Limits,
    documents: usize,
    bytes: usize,
    nodes: usize,
    levels: usize,
}

/// Bytes that every part takes beside its text: a separator, and at least one more.
const PART: usize = 2;

impl Budget {
    /// All that the limits allow.
    pub fn new(limits: &Limits) -> Self {
        Self { limits: *limits, documents: 0, bytes: 0, nodes: 0, levels: 0 }
    }

    /// Begins the next document of a stream. Levels and nodes are counted for each, bytes for all together.
    ///
    /// # Errors
    /// [`ResourceError::LimitExceeded`], as from all that counts here.
    pub fn document(&mut self) -> Result<(), ResourceError> {
        self.documents = self.documents.saturating_add(1);
        (self.nodes, self.levels) = (0, 0);
        self.within("documents", self.documents, self.limits.max_documents)
    }

    /// Counts a key, or a value that is neither list nor map, with the bytes of its text (0 where it has none).
    ///
    /// # Errors
    /// See [`Budget::document`].
    pub fn scalar(&mut self, bytes: usize) -> Result<(), ResourceError> {
        self.nodes = self.nodes.saturating_add(1);
        self.bytes = self.bytes.saturating_add(bytes).saturating_add(PART);
        self.within("nodes", self.nodes, self.limits.max_nodes)?;
        self.within("bytes", self.bytes, self.limits.max_bytes)
    }

    /// Counts a list or map; what is counted until [`Budget::leave`] stands in it.
    ///
    /// # Errors
    /// See [`Budget::document`].
    pub fn enter(&mut self) -> Result<(), ResourceError> {
        self.levels = self.levels.saturating_add(1);
        self.within("levels", self.levels, self.limits.max_depth)?;
        self.scalar(0)
    }

    /// Ends the innermost list or map.
    pub fn leave(&mut self) {
        self.levels = self.levels.saturating_sub(1);
    }

    /// Counts a whole value.
    pub(super) fn value(&mut self, value: &Value) -> Result<(), ResourceError> {
        match value {
            Value::String(text) => self.scalar(text.len()),
            Value::List(list) => {
                self.enter()?;
                list.iter().try_for_each(|value| self.value(value))?;
                self.leave();
                Ok(())
            }
            Value::Map(map) => self.map(map),
            _ => self.scalar(0),
        }
    }

    /// Counts a whole map.
    pub(super) fn map(&mut self, map: &Map) -> Result<(), ResourceError> {
        self.enter()?;
        for (key, value) in map {
            self.scalar(key.len())?;
            self.value(value)?;
        }
        self.leave();
        Ok(())
    }

    /// Refuses a text that became longer than is taken.
    pub(super) fn text(&self, text: &str) -> Result<(), ResourceError> {
        self.within("bytes", text.len(), self.limits.max_bytes)
    }

    fn within(&self, what: &'static str, count: usize, max: usize) -> Result<(), ResourceError> {
        if count <= max {
            return Ok(());
        }
        let document = Some(self.documents).filter(|number| *number > 0 && what != "documents");
        Err(ResourceError::LimitExceeded { at: Position { document, ..Position::default() }, what, max })
    }
}
