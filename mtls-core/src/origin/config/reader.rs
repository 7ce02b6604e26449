//! Reading includes within the limits.

use std::collections::BTreeSet;

use super::anchors::Shelf;
use super::files::{Absent, ConfigFiles, ConfigText, is_whole};
use super::{ConfigLimits, OriginError, limit, syntax};
use crate::finding::rules::origin_config as rules;
use crate::finding::{Finding, NAME, Severity, Subject, excerpt, excerpt_of};

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    /// The file.
    pub(super) file: std::sync::Arc<str>,
    /// The line, counted from 1.
    pub(super) line: usize,
}

impl Place {
    pub(super) fn subject(&self) -> Subject {
        Subject::Line { file: self.file.to_string(), line: self.line }
    }

    pub(super) fn pair(&self) -> (String, usize) {
        (self.file.to_string(), self.line)
    }

    /// An error of syntax here.
    pub(super) fn syntax(&self, message: impl Into<String>) -> OriginError {
        syntax(&self.file, self.line, message)
    }
}

/// Counts what is read, and keeps what is found on the way.
pub(super) struct Reader<'a> {
    files: &'a ConfigFiles,
    pub(super) limits: &'a ConfigLimits,
    /// The folder that relative names begin at.
    pub(super) base: String,
    pub(super) findings: Vec<Finding>,
    /// The CAs that were read.
    pub(super) shelf: Shelf<'a>,
    /// The files that were read.
    pub(super) entered: BTreeSet<String>,
    /// The files that are being read, each with the place that includes it.
    open: Vec<(String, Option<Place>)>,
    read: usize,
    bytes: usize,
    directives: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(files: &'a ConfigFiles, limits: &'a ConfigLimits, base: &str) -> Self {
        Self {
            files,
            limits,
            base: base.to_owned(),
            findings: Vec::new(),
            shelf: Shelf::new(files, limits),
            entered: BTreeSet::new(),
            open: Vec::new(),
            read: 0,
            bytes: 0,
            directives: 0,
        }
    }

    /// Whether what is missing is known to be missing.
    pub(super) fn is_on_disk(&self) -> bool {
        self.files.is_on_disk()
    }

    /// Counts a text that is read now, however often.
    pub(super) fn enter(&mut self, text: &ConfigText) -> Result<(), OriginError> {
        self.read = self.read.saturating_add(1);
        self.bytes = self.bytes.saturating_add(text.text.len());
        self.entered.insert(text.name.clone());
        limit(&text.name, "files", self.read, self.limits.max_files)?;
        limit(&text.name, "bytes", self.bytes, self.limits.max_bytes)
    }

    /// Begins a file that another may include. [`Reader::leave`] ends it.
    ///
    /// # Errors
    /// It is being read already: no server comes to an end with that. Or there is more than the limits allow.
    pub(super) fn begin(&mut self, text: &ConfigText, at: Option<&Place>) -> Result<(), OriginError> {
        if let Some(first) = self.open.iter().position(|(name, _)| *name == text.name) {
            let mut chain: Vec<String> = Vec::new();
            let places = self.open.iter().skip(first.saturating_add(1)).map(|(_, place)| place.as_ref());
            for place in places.chain([at]).flatten() {
                chain.push(format!("{}:{}", excerpt_of(&place.file, NAME), place.line));
            }
            let name = excerpt_of(&text.name, NAME);
            let message = format!("`{name}` includes itself: {} includes {name}", chain.join(" includes "));
            let main = || Place { file: text.name.as_str().into(), line: 1 };
            return Err(at.cloned().unwrap_or_else(main).syntax(message));
        }
        self.enter(text)?;
        self.open.push((text.name.clone(), at.cloned()));
        Ok(())
    }

    /// Whether the file is being read.
    pub(super) fn is_open(&self, text: &ConfigText) -> bool {
        self.open.iter().any(|(name, _)| *name == text.name)
    }

    /// Ends the file that was begun last.
    pub(super) fn leave(&mut self) {
        self.open.pop();
    }

    /// Counts a directive.
    pub(super) fn directive(&mut self, place: &Place) -> Result<(), OriginError> {
        self.directives = self.directives.saturating_add(1);
        limit(&place.file, "directives", self.directives, self.limits.max_directives)
    }

    /// Refuses more blocks in blocks, or includes in includes.
    pub(super) fn depth(&self, place: &Place, blocks: usize, includes: usize) -> Result<(), OriginError> {
        limit(&place.file, "blocks in blocks", blocks, self.limits.max_nesting)?;
        limit(&place.file, "includes in includes", includes, self.limits.max_include_depth)
    }

    /// The files that a directive names; what is missing is said, of severity `absent`.
    pub(super) fn include(
        &mut self,
        name: &str,
        place: &Place,
        absent: Severity,
    ) -> Result<Vec<ConfigText>, OriginError> {
        let (what, severity) = match self.files.find(name, &self.base, self.limits)? {
            Ok(mut found) => {
                // Of a file that is being read the end of its name says too little: another one may be meant.
                found.retain(|text| !self.is_open(text) || is_whole(text, name, &self.base));
                if !found.is_empty() {
                    return Ok(found);
                }
                ("was not given".to_owned(), absent)
            }
            Err(Absent::Nothing) => return Ok(Vec::new()),
            Err(Absent::Missing) => ("was not given or is not there".to_owned(), absent),
            Err(Absent::Refused(reason)) => (format!("was not read: {reason}"), absent),
        };
        let message = format!("`{}` {what}", excerpt(name));
        self.findings
            .push(Finding::new(rules::INCLUDE_MISSING, place.subject(), message).with_severity(severity));
        Ok(Vec::new())
    }

    /// Whether two names lead to the same CAs.
    pub(super) fn are_alike(&mut self, one: &str, other: &str) -> bool {
        self.shelf.alike(one, other, &self.base)
    }

    /// Says that something cannot be known.
    pub(super) fn unresolved(&mut self, place: &Place, message: impl Into<String>) {
        self.findings.push(Finding::new(rules::UNRESOLVED, place.subject(), message));
    }

    /// Says that a rule is broken.
    pub(super) fn say(
        &mut self,
        rule: &'static crate::finding::Rule,
        place: &Place,
        message: impl Into<String>,
    ) {
        self.findings.push(Finding::new(rule, place.subject(), message));
    }
}
