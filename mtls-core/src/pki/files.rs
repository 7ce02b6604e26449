//! Reading files and folders within bounds.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Entries of folders that are looked at.
pub(crate) const MAX_ENTRIES: usize = 16_384;

/// Which files of a folder are meant, and how many are taken.
pub(crate) struct Walk<'a> {
    /// The endings of their names.
    pub(crate) endings: &'a [&'a str],
    /// Whether they may be capitals.
    pub(crate) any_case: bool,
    /// Files.
    pub(crate) max_files: usize,
    /// Folders within folders.
    pub(crate) max_depth: usize,
}

impl Walk<'_> {
    fn takes(&self, file: &Path) -> bool {
        file.extension().is_some_and(|ending| {
            self.endings
                .iter()
                .any(|known| ending == *known || (self.any_case && ending.eq_ignore_ascii_case(known)))
        })
    }
}

/// Why a folder is not read.
pub(crate) enum Unread {
    /// It cannot be.
    Io(PathBuf, io::Error),
    /// There is more than is taken.
    TooMuch { folder: PathBuf, what: &'static str, max: usize },
}

/// The files of these endings in a folder and beneath it, sorted; not through links, and not the hidden ones.
pub(crate) fn beneath(folder: &Path, walk: &Walk<'_>) -> Result<Vec<PathBuf>, Unread> {
    let (mut found, mut open, mut seen) = (Vec::new(), vec![(folder.to_owned(), 0_usize)], 0_usize);
    while let Some((folder, depth)) = open.pop() {
        let unread = |error: io::Error| Unread::Io(folder.clone(), error);
        let within = |what: &'static str, count: usize, max: usize| {
            (count <= max).then_some(()).ok_or_else(|| Unread::TooMuch { folder: folder.clone(), what, max })
        };
        within("folders in folders", depth, walk.max_depth)?;
        for entry in std::fs::read_dir(&folder).map_err(unread)? {
            seen = seen.saturating_add(1);
            within("entries of folders", seen, MAX_ENTRIES)?;
            let entry = entry.map_err(unread)?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(unread)?);
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                open.push((path, depth.saturating_add(1)));
            } else if kind.is_file() && walk.takes(&path) {
                found.push(path);
                within("files", found.len(), walk.max_files)?;
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The bytes of a regular file, and of one that is longer one byte more than `most`.
pub(crate) fn read(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    // Before it is opened: opening a pipe would wait for its other end.
    if !path.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "is no regular file"));
    }
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}
