//! Files with secrets: never readable by others, never half written.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::PkiError;
use crate::finding;

/// Writes `contents` to `path` so that nobody but the owner can read it.
///
/// The bytes go into a new file in the same directory, which has mode 0600 from its first moment on
/// Unix, reach the disk, and then take the place of `path` in one step: readers see the old file or
/// the new one. An existing file's mode is never loosened: bits that it lacks (0400) are taken away
/// from the new one too. A symbolic link at `path` is replaced, not followed.
///
/// # Errors
/// [`PkiError::File`]; what stood at `path` is unchanged then.
pub fn write(path: &Path, contents: &[u8]) -> Result<(), PkiError> {
    try_write(path, contents)
        .map_err(|error| PkiError::File { path: finding::path(path), reason: error.to_string() })
}

fn try_write(path: &Path, contents: &[u8]) -> io::Result<()> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let existing = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
        }
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let mut file = tempfile::Builder::new().prefix(".mtls-core-").tempfile_in(directory)?;
    file.write_all(contents)?;
    restrict(file.as_file(), existing.as_ref().filter(|metadata| metadata.is_file()))?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_directory(directory);
    Ok(())
}

/// 0600, less what the file that is replaced did not allow.
#[cfg(unix)]
fn restrict(file: &fs::File, existing: Option<&fs::Metadata>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = existing.map_or(0o600, |metadata| metadata.permissions().mode() & 0o600);
    file.set_permissions(fs::Permissions::from_mode(mode))
}

/// Windows: the directory's access list decides, as for every file in it.
#[cfg(not(unix))]
fn restrict(_: &fs::File, _: Option<&fs::Metadata>) -> io::Result<()> {
    Ok(())
}

/// So that the rename survives a power cut; the file is complete either way.
fn sync_directory(directory: &Path) {
    if let Ok(directory) = fs::File::open(directory) {
        let _ = directory.sync_all();
    }
}

#[cfg(test)]
mod tests;
