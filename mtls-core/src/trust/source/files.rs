//! Reads several files as they stood at one moment.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::SourceError;
use crate::finding;

/// How often to begin again when the files change under the reader.
const ATTEMPTS: usize = 3;

/// What the files held.
pub(crate) struct Contents {
    /// In the order of the paths. Wiped when dropped: one may be a private key.
    pub(crate) files: Vec<Zeroizing<Vec<u8>>>,
    /// Over all of them.
    pub(super) digest: [u8; 32],
    /// When and as what they were written. Bytes that are the same twice may have been others in between.
    pub(super) stamps: Stamps,
    /// Whether all came from one version of a Kubernetes volume, which is replaced in one step.
    pub(super) at_once: bool,
}

/// Size, time and number of each file.
pub(super) type Stamps = Vec<Option<(u64, Option<SystemTime>, u64)>>;

/// Reads the files, none of them larger than `limit` bytes.
pub(crate) fn read(paths: &[PathBuf], limit: usize) -> Result<Contents, SourceError> {
    let mut last = SourceError::NoFile;
    for _ in 0..ATTEMPTS {
        let (places, at_once) = places(paths)?;
        let before = stamps(&places);
        match read_once(paths, &places, limit) {
            Ok(files) if at_once || stamps(&places) == before => {
                let digest = digest(&files);
                return Ok(Contents { files, digest, stamps: before, at_once });
            }
            Ok(_) => last = SourceError::Changing { settle_millis: 0 },
            // The volume may have been replaced between looking and reading.
            Err(e) => last = e,
        }
    }
    Err(last)
}

fn read_once(
    paths: &[PathBuf],
    places: &[PathBuf],
    limit: usize,
) -> Result<Vec<Zeroizing<Vec<u8>>>, SourceError> {
    paths.iter().zip(places).map(|(path, place)| read_file(path, place, limit)).collect()
}

/// Reads the file that now stands in `place`; messages name it as the caller did.
fn read_file(path: &Path, place: &Path, limit: usize) -> Result<Zeroizing<Vec<u8>>, SourceError> {
    let unreadable =
        |e: io::Error| SourceError::Unreadable { path: finding::path(path), reason: e.to_string() };
    let too_large = || SourceError::TooLarge { path: finding::path(path), limit };
    let no_file = || io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file");
    // Before it is opened: opening a pipe would wait for its writer.
    let size = match fs::metadata(place).map_err(unreadable)? {
        metadata if !metadata.is_file() => return Err(unreadable(no_file())),
        metadata => usize::try_from(metadata.len()).unwrap_or(usize::MAX),
    };
    if size > limit {
        return Err(too_large());
    }
    // With room from the beginning, so that no copy of a key is left behind by growing.
    let most = limit.saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::with_capacity(size.saturating_add(1)));
    let file = File::open(place).map_err(unreadable)?;
    file.take(u64::try_from(most).unwrap_or(u64::MAX)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > limit { Err(too_large()) } else { Ok(bytes) }
}

/// Where the files stand now, and whether that is one version of a Kubernetes volume.
///
/// The kubelet writes a new version into a directory of its own, and then points the link `..data` at it. Whoever
/// follows that link once for each file may get one of the old and one of the new.
fn places(paths: &[PathBuf]) -> Result<(Vec<PathBuf>, bool), SourceError> {
    let mut versions: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut found = Vec::new();
    let mut volumes = 0_usize;
    for path in paths {
        let Some((volume, inside)) = volume(path) else {
            found.push(path.clone());
            continue;
        };
        volumes = volumes.saturating_add(1);
        let version = match versions.iter().find(|(known, _)| *known == volume) {
            Some((_, version)) => version.clone(),
            None => {
                let link = volume.join("..data");
                let version = fs::canonicalize(&link).map_err(|e| SourceError::Unreadable {
                    path: finding::path(&link),
                    reason: e.to_string(),
                })?;
                versions.push((volume, version.clone()));
                version
            }
        };
        found.push(version.join(inside));
    }
    Ok((found, volumes == paths.len() && versions.len() == 1))
}

/// The Kubernetes volume that the path leads through, and the way below it.
fn volume(path: &Path) -> Option<(PathBuf, PathBuf)> {
    path.ancestors().skip(1).find_map(|directory| {
        let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
        let inside = path.strip_prefix(directory).unwrap_or(path);
        let first = inside.components().next()?;
        let leads_there = fs::read_link(directory.join(first)).ok()?.starts_with("..data");
        let is_volume = fs::symlink_metadata(directory.join("..data")).ok()?.is_symlink();
        (leads_there && is_volume).then(|| (directory.to_owned(), inside.to_owned()))
    })
}

/// What tells one state of a file from another without reading it.
fn stamps(places: &[PathBuf]) -> Stamps {
    let stamp = |m: Metadata| (m.len(), m.modified().ok(), number(&m));
    places.iter().map(|place| fs::metadata(place).ok().map(stamp)).collect()
}

/// The file's number: another one has taken its place when it changes.
#[cfg(unix)]
fn number(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

fn digest(files: &[Zeroizing<Vec<u8>>]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.len().to_be_bytes());
        hash.update(file.as_slice());
    }
    hash.finalize().into()
}
