//! Files on disk, within the folders that the caller named.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::{ConfigLimits, OriginError, limit};
use super::glob;
use crate::finding;
use crate::pki::files::{self, MAX_ENTRIES, Unread, Walk, beneath};

/// Folders that files are read from, with symbolic links followed to their end.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    roots: Vec<PathBuf>,
    /// The names of what was read because a directive names it; clones have them in common.
    read: Arc<Mutex<BTreeSet<String>>>,
}

/// What became of a name.
pub(super) enum OnDisk {
    /// The files that it means, in the order of their names.
    Files(Vec<(String, Arc<str>)>),
    /// There is none.
    Missing,
    /// It lies outside of the folders, or is no readable text.
    Refused(String),
}

impl Disk {
    pub(super) fn allow(&mut self, folder: &Path) -> Result<(), OriginError> {
        let root = folder.canonicalize().map_err(|error| unreadable(folder, &error))?;
        self.roots.push(root);
        Ok(())
    }

    /// The names of what was read because a directive names it.
    pub(super) fn names(&self) -> Vec<String> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// The file, if it lies in one of the folders also when links are followed.
    pub(super) fn read(&self, path: &Path, limits: &ConfigLimits) -> Result<Arc<str>, OriginError> {
        let real = path.canonicalize().map_err(|error| unreadable(path, &error))?;
        if !self.roots.iter().any(|root| real.starts_with(root)) {
            let reason = "lies outside of the folders that may be read".to_owned();
            return Err(OriginError::ConfigUnreadable { path: finding::path(path), reason });
        }
        let bytes = files::read(&real, limits.max_file_bytes).map_err(|error| unreadable(path, &error))?;
        limit(&path.to_string_lossy(), "bytes", bytes.len(), limits.max_file_bytes)?;
        // Comments in other encodings are common, and no directive depends on them.
        Ok(String::from_utf8_lossy(&bytes).into())
    }

    /// The files that an absolute name or pattern means.
    pub(super) fn find(&self, name: &str, limits: &ConfigLimits) -> Result<OnDisk, OriginError> {
        let mut files = Vec::new();
        let Some(paths) = self.paths(name, limits)? else {
            return Ok(OnDisk::Refused(format!(
                "{} lies outside of the folders that may be read",
                finding::excerpt(name)
            )));
        };
        for path in paths {
            let file = Path::new(&path);
            // Broken links and files that went away: the server would stumble over them too.
            match self.read(file, limits) {
                Ok(text) => {
                    self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone());
                    files.push((path, text));
                }
                Err(over @ OriginError::ConfigLimit { .. }) => return Err(over),
                Err(refused) => {
                    let gone = !file.exists() && !glob::is_pattern(name);
                    return Ok(if gone { OnDisk::Missing } else { OnDisk::Refused(refused.to_string()) });
                }
            }
        }
        Ok(if files.is_empty() { OnDisk::Missing } else { OnDisk::Files(files) })
    }

    /// The paths that a name or pattern means, sorted; `None` where it begins outside of the folders.
    fn paths(&self, name: &str, limits: &ConfigLimits) -> Result<Option<Vec<String>>, OriginError> {
        if !glob::is_pattern(name) {
            return Ok(Some(vec![name.to_owned()]));
        }
        let mut found = vec![String::new()];
        let mut parts = name.trim_start_matches('/').split('/').peekable();
        let mut walked = false;
        while let Some(part) = parts.next() {
            let last = parts.peek().is_none();
            if !glob::is_pattern(part) {
                found.iter_mut().for_each(|path| *path = format!("{path}/{part}"));
                continue;
            }
            let mut next = Vec::new();
            for folder in &found {
                let folder = if folder.is_empty() { "/" } else { folder.as_str() };
                match Path::new(folder).canonicalize() {
                    Ok(real) if self.roots.iter().any(|root| real.starts_with(root)) => {}
                    // The folder is not there: it matches nothing.
                    Err(_) => continue,
                    Ok(_) if walked => continue,
                    Ok(_) => return Ok(None),
                }
                next.extend(self.entries(folder, part, last)?);
                limit(name, "files", next.len(), limits.max_files)?;
            }
            walked = true;
            found = next;
        }
        found.sort();
        Ok(Some(found))
    }

    fn entries(&self, folder: &str, pattern: &str, files: bool) -> Result<Vec<String>, OriginError> {
        let refused = |error: std::io::Error| unreadable(Path::new(folder), &error);
        let mut found = Vec::new();
        for (count, entry) in std::fs::read_dir(folder).map_err(refused)?.enumerate() {
            limit(folder, "entries of a folder", count, MAX_ENTRIES)?;
            let entry = entry.map_err(refused)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if glob::component(pattern, &name) && (!files || !entry.path().is_dir()) {
                found.push(format!("{}/{name}", folder.trim_end_matches('/')));
            }
        }
        Ok(found)
    }

    /// The configuration files and certificates right in a folder and beneath it, sorted.
    pub(super) fn beneath(folder: &Path, limits: &ConfigLimits) -> Result<Vec<PathBuf>, OriginError> {
        const ENDINGS: &[&str] = &["conf", "cfg", "yaml", "yml", "json", "pem", "crt"];
        let walk = Walk {
            endings: ENDINGS,
            any_case: false,
            max_files: limits.max_files,
            max_depth: limits.max_include_depth,
        };
        beneath(folder, &walk).map_err(|unread| match unread {
            Unread::Io(path, error) => unreadable(&path, &error),
            Unread::TooMuch { folder, what, max } => OriginError::ConfigLimit {
                file: finding::path(&folder),
                what,
                size: max.saturating_add(1),
                limit: max,
            },
        })
    }
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> OriginError {
    OriginError::ConfigUnreadable { path: finding::path(path), reason: error.to_string() }
}
