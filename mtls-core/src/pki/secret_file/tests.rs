use std::fs;
use std::path::Path;

use super::write;
use crate::finding::Refusal as _;

#[test]
fn a_file_is_replaced_whole_and_nothing_else_is_left() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("secret");
    write(&path, b"one").unwrap();
    write(&path, b"two").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"two");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn modes_are_never_loosened() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("secret");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    write(&path, b"x").unwrap();
    assert_eq!(mode(&path), 0o600);
    for (before, after) in [(0o644, 0o600), (0o400, 0o400), (0o440, 0o400), (0o777, 0o600)] {
        fs::set_permissions(&path, fs::Permissions::from_mode(before)).unwrap();
        write(&path, b"y").unwrap();
        assert_eq!(mode(&path), after, "{before:o}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_its_target_kept() {
    let directory = tempfile::tempdir().unwrap();
    let (target, link) = (directory.path().join("target"), directory.path().join("link"));
    fs::write(&target, b"old").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    write(&link, b"new").unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"old");
    assert_eq!(fs::read(&link).unwrap(), b"new");
    assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn what_cannot_be_written_is_refused_and_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("no/such/place");
    let error = write(&missing, b"x").unwrap_err();
    assert_eq!(error.code(), "file-not-written");
    assert!(error.to_string().starts_with(&missing.display().to_string()), "{error}");
    let error = write(directory.path(), b"x").unwrap_err();
    assert!(error.to_string().ends_with("it is a directory"), "{error}");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}
