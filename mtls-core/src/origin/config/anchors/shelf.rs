//! The CAs of clients: each file read and taken apart once, however its name is spelled.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::files::{Absent, ConfigFiles, ConfigText, full_name, is_whole};
use super::super::{ConfigLimits, OriginError, limit};
use super::certificates;
use crate::pki::Certificate;

/// A file of CAs.
pub(super) struct CaFile {
    /// Its certificates, or why they cannot be read.
    pub(super) certificates: Result<Vec<Certificate>, String>,
    /// Whether its whole name led to it, and not the end of one that other files may share.
    whole: bool,
}

/// What became of a name.
pub(super) type Found = Rc<Result<CaFile, Absent>>;

/// The files of CAs that were read so far.
pub(in crate::origin::config) struct Shelf<'a> {
    files: &'a ConfigFiles,
    limits: &'a ConfigLimits,
    read: BTreeMap<String, Found>,
    bytes: usize,
    /// Numbers of what is trusted, by the names of the files.
    numbers: BTreeMap<BTreeSet<String>, usize>,
    /// What has a number.
    trusted: Vec<Trusted>,
}

/// What the files that a listener names come to.
#[derive(PartialEq, Eq)]
enum Trusted {
    /// These certificates, by their digests.
    Certificates(BTreeSet<[u8; 32]>),
    /// What stands in these files, of which not all are known.
    Files(BTreeSet<String>),
}

impl<'a> Shelf<'a> {
    pub(in crate::origin::config) fn new(files: &'a ConfigFiles, limits: &'a ConfigLimits) -> Self {
        let (read, numbers) = (BTreeMap::new(), BTreeMap::new());
        Self { files, limits, read, bytes: 0, numbers, trusted: Vec::new() }
    }

    /// The CAs of a file that a configuration in the folder `base` names.
    pub(super) fn find(&mut self, name: &str, base: &str) -> Result<Found, OriginError> {
        let full = full_name(name, base);
        if let Some(found) = self.read.get(&full) {
            return Ok(Rc::clone(found));
        }
        let text = self.files.find(name, base, self.limits)?;
        let text: Result<ConfigText, Absent> =
            text.and_then(|texts| texts.into_iter().next().ok_or(Absent::Missing));
        if let Ok(file) = &text {
            // They are kept for as long as the configuration is judged.
            self.bytes = self.bytes.saturating_add(file.text.len());
            limit(name, "bytes of CAs", self.bytes, self.limits.max_bytes)?;
        }
        let found = Rc::new(text.map(|file| CaFile {
            certificates: certificates(&file.text),
            whole: is_whole(&file, name, base),
        }));
        self.read.insert(full, Rc::clone(&found));
        Ok(found)
    }

    /// A number for what these files come to, the same for the same certificates. Files that cannot be read count by their
    /// names, and so do those that the end of a name led to: one text may stand for several of them.
    pub(in crate::origin::config) fn trusted(
        &mut self,
        names: &[String],
        base: &str,
    ) -> Result<usize, OriginError> {
        let full: BTreeSet<String> = names
            .iter()
            // Names of sets of the system's, and of Secrets, are no files'.
            .map(|name| if name.starts_with('@') { name.clone() } else { full_name(name, base) })
            .collect();
        if let Some(number) = self.numbers.get(&full) {
            return Ok(*number);
        }
        let mut digests = Some(BTreeSet::new());
        for name in names {
            let found = if name.starts_with('@') { None } else { Some(self.find(name, base)?) };
            let file = found.as_ref().and_then(|found| found.as_ref().as_ref().ok());
            let read = file.filter(|file| file.whole).and_then(|file| file.certificates.as_ref().ok());
            match (read, &mut digests) {
                (Some(all), Some(digests)) if !all.is_empty() => {
                    digests.extend(all.iter().map(Certificate::fingerprint));
                }
                _ => digests = None,
            }
        }
        let what = match digests {
            Some(digests) if !digests.is_empty() => Trusted::Certificates(digests),
            _ => Trusted::Files(full.clone()),
        };
        let number = self.trusted.iter().position(|known| *known == what).unwrap_or(self.trusted.len());
        if number == self.trusted.len() {
            self.trusted.push(what);
        }
        self.numbers.insert(full, number);
        Ok(number)
    }

    /// Whether two names lead to the same CAs. What is too much to read counts by its names here; it is refused elsewhere.
    pub(in crate::origin::config) fn alike(&mut self, one: &str, other: &str, base: &str) -> bool {
        let mut number = |name: &str| self.trusted(&[name.to_owned()], base).ok();
        let (of_one, of_other) = (number(one), number(other));
        full_name(one, base) == full_name(other, base) || of_one.is_some() && of_one == of_other
    }

    /// The same, with the files of a configuration of which more has come to light.
    pub(in crate::origin::config) fn over<'b>(self, files: &'b ConfigFiles) -> Shelf<'b>
    where
        'a: 'b,
    {
        Shelf { files, ..self }
    }
}
