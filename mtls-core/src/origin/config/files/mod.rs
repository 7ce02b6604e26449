//! The texts of a configuration, by name.

mod disk;
mod glob;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::{ConfigKind, ConfigLimits, OriginError, limit, syntax};
use disk::{Disk, OnDisk};

/// A configuration: the main file first, and the files that it includes under the names that its directives give.
///
/// Names may be as the server sees them (`/etc/nginx/conf.d/shop.conf`) or relative to the main file (`conf.d/shop.conf`); a
/// relative name also stands for an absolute one that ends with it. CA files and lists of certificates are found in the same
/// way. From disk ([`ConfigFiles::load`]) files are read when a directive names them, and only within the folders that the
/// caller allowed.
#[derive(Clone, Default)]
pub struct ConfigFiles {
    texts: Vec<ConfigText>,
    disk: Option<Disk>,
    complete: bool,
}

/// A file and what stands in it.
#[derive(Clone)]
pub(crate) struct ConfigText {
    /// As the configuration names it.
    pub(crate) name: String,
    /// Its text.
    pub(crate) text: Arc<str>,
}

/// Why a name leads to no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// A pattern that nothing matches, where all files are known: there is nothing to include.
    Nothing,
    /// It was not given, or is not there.
    Missing,
    /// It is there and may not be read.
    Refused(String),
}

impl ConfigFiles {
    /// A configuration with this main file.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::default().with(name, text)
    }

    /// The same with a further file: the first is the main one.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.texts.push(ConfigText { name: normal(&name.into()), text: text.into().into() });
        self
    }

    /// Says that the files given are all there are: a pattern that none of them matches includes nothing. Otherwise such a
    /// pattern leaves the verdict open.
    #[must_use]
    pub fn complete(mut self) -> Self {
        self.complete = true;
        self
    }

    /// Reads a configuration from disk: a main file, with what it includes from its folder and beneath, or a folder of
    /// manifests. Of a folder, files ending in `conf`, `cfg`, `yaml`, `yml`, `json`, `pem` and `crt` are read, but not through
    /// links.
    ///
    /// # Errors
    /// The path cannot be read, or there is more than the default [`ConfigLimits`] take.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, OriginError> {
        let (path, limits) = (path.as_ref(), ConfigLimits::default());
        let absolute = std::path::absolute(path).map_err(|error| disk::unreadable(path, &error))?;
        let mut files = Self { complete: true, ..Self::default() };
        let mut disk = Disk::default();
        if absolute.is_dir() {
            disk.allow(&absolute)?;
            let mut bytes = 0_usize;
            for file in Disk::beneath(&absolute, &limits)? {
                let text = disk.read(&file, &limits)?;
                bytes = bytes.saturating_add(text.len());
                limit(&path.to_string_lossy(), "bytes", bytes, limits.max_bytes)?;
                files.texts.push(ConfigText { name: normal(&file.to_string_lossy()), text });
            }
        } else {
            // The folder that the name says: `sites-enabled/shop` may be a link out of its folder.
            disk.allow(absolute.parent().unwrap_or(&absolute))?;
            if let Some(folder) = absolute.canonicalize().ok().as_deref().and_then(Path::parent) {
                disk.allow(folder)?;
            }
            let text = disk.read(&absolute, &limits)?;
            files.texts.push(ConfigText { name: normal(&absolute.to_string_lossy()), text });
        }
        files.disk = Some(disk);
        Ok(files)
    }

    /// Allows reading from a further folder and beneath it, such as `/etc/ssl` for CA files.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn allow(mut self, folder: impl AsRef<Path>) -> Result<Self, OriginError> {
        self.disk.get_or_insert_default().allow(folder.as_ref())?;
        Ok(self)
    }

    /// The names of the files given, the main one first, and then of those that checks have read from disk so far because a
    /// directive names them: what is included, CAs, lists of certificates.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.texts.iter().map(|file| file.name.clone()).collect();
        names.extend(self.disk.iter().flat_map(Disk::names));
        names
    }

    /// The name of the main file, or of the first one of a folder; empty where there is none.
    #[must_use]
    pub fn main_name(&self) -> &str {
        self.texts.first().map_or("", |file| file.name.as_str())
    }

    /// Whether what is missing is known to be missing.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.disk.is_some()
    }

    /// Names and texts, the main file first.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|file| (file.name.as_str(), file.text.as_ref()))
    }

    /// The main files of a kind: the one that has the usual name, else the first; of HAProxy and of manifests, all of a folder.
    pub(crate) fn main(&self, kind: ConfigKind) -> Vec<&ConfigText> {
        let usual: &[&str] = match kind {
            ConfigKind::Nginx => &["nginx.conf"],
            ConfigKind::Apache => &["apache2.conf", "httpd.conf"],
            ConfigKind::Haproxy => {
                let named = |file: &&ConfigText| file.name.ends_with(".cfg") || self.texts.len() == 1;
                let all: Vec<_> = self.texts.iter().filter(named).collect();
                return if all.is_empty() { self.texts.first().into_iter().collect() } else { all };
            }
            _ => &[],
        };
        // Only where the folder was given: otherwise the caller put the main file first.
        let named = |file: &&ConfigText| usual.iter().any(|name| file.name.rsplit('/').next() == Some(name));
        let first = self.texts.first();
        let main = if self.disk.is_some() { self.texts.iter().find(named).or(first) } else { first };
        main.into_iter().collect()
    }

    /// The files that a directive of a configuration whose folder is `base` names, in the order of their names.
    pub(crate) fn find(
        &self,
        name: &str,
        base: &str,
        limits: &ConfigLimits,
    ) -> Result<Result<Vec<ConfigText>, Absent>, OriginError> {
        let absolute = full_name(name, base);
        let mut found: Vec<_> = self
            .texts
            .iter()
            .filter(|file| means(&absolute, &file.name) || means(&normal(name), &file.name))
            .cloned()
            .collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        if !glob::is_pattern(name) {
            // A name means one file: the one that says most of it.
            let most = found.iter().map(|file| said(file, &absolute, base)).max();
            found.retain(|file| Some(said(file, &absolute, base)) == most);
        }
        if !found.is_empty() {
            limit(name, "files", found.len(), limits.max_files)?;
            return Ok(Ok(found));
        }
        let pattern = glob::is_pattern(name);
        let absent = match &self.disk {
            Some(disk) => match disk.find(&absolute, limits)? {
                OnDisk::Files(files) => {
                    return Ok(Ok(files.into_iter().map(|(name, text)| ConfigText { name, text }).collect()));
                }
                OnDisk::Refused(reason) => Absent::Refused(reason),
                OnDisk::Missing if pattern => Absent::Nothing,
                OnDisk::Missing => Absent::Missing,
            },
            None if pattern && self.complete => Absent::Nothing,
            None => Absent::Missing,
        };
        Ok(Err(absent))
    }

    pub(super) fn check(&self, limits: &ConfigLimits) -> Result<(), OriginError> {
        if self.texts.is_empty() {
            return Err(OriginError::option("files", "no configuration is given"));
        }
        limit("files", "files", self.texts.len(), limits.max_files)?;
        let mut bytes = 0_usize;
        for file in &self.texts {
            limit(&file.name, "bytes", file.text.len(), limits.max_file_bytes)?;
            bytes = bytes.saturating_add(file.text.len());
            if file.text.contains('\0') {
                return Err(syntax(&file.name, 1, "a NUL byte stands in the text"));
            }
        }
        limit("files", "bytes", bytes, limits.max_bytes)
    }
}

/// Names alone: texts may hold secrets.
impl fmt::Debug for ConfigFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigFiles")
            .field("names", &self.names())
            .field("disk", &self.disk)
            .field("complete", &self.complete)
            .finish()
    }
}

/// The folder of a file, without the slash; empty for a bare name.
pub(crate) fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| if folder.is_empty() { "/" } else { folder })
}

/// Whether a name or pattern of a directive means the file: by its whole name, or, where the file has a relative one, by the
/// same number of components at the end.
fn means(wanted: &str, file: &str) -> bool {
    if glob::matches(wanted, file) || wanted == file {
        return true;
    }
    if file.starts_with('/') || !wanted.starts_with('/') {
        return false;
    }
    let count = file.split('/').count();
    let parts: Vec<_> = wanted.trim_start_matches('/').split('/').collect();
    let Some(tail) = parts.len().checked_sub(count).and_then(|from| parts.get(from..)) else { return false };
    let tail = tail.join("/");
    // A bare name has no folder that a pattern could be held to.
    tail == file || count > 1 && glob::matches(&tail, file)
}

/// How much of a wanted name the name of a file says: all of it, or so many components at its end.
fn said(file: &ConfigText, wanted: &str, base: &str) -> (bool, usize) {
    (full_name(&file.name, base) == wanted, file.name.split('/').count())
}

/// Whether the file was found for a name or pattern by all of it, and not by its end alone: other files may end so too.
pub(crate) fn is_whole(file: &ConfigText, name: &str, base: &str) -> bool {
    let (wanted, full) = (full_name(name, base), full_name(&file.name, base));
    wanted == full || glob::matches(&wanted, &full)
}

/// The one name that all spellings of a directive of a configuration whose folder is `base` have.
pub(crate) fn full_name(name: &str, base: &str) -> String {
    if name.starts_with('/') || base.is_empty() { normal(name) } else { normal(&format!("{base}/{name}")) }
}

/// Without `.`, empty components and, where that is sure, `..`.
fn normal(name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    let joined = parts.join("/");
    if name.starts_with('/') { format!("/{joined}") } else { joined }
}

#[cfg(test)]
mod tests;
