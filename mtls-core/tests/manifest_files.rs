//! Every manifest among the examples and the data of the tests: what is read is written, and reads the same.
#![cfg(feature = "resources")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test may fail loudly"
)]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use mtls_core::resources::{Manifest, read_json, read_yaml, write_json, write_yaml};

/// Files of YAML that hold no manifests: the article's template, and values of Helm.
fn is_no_manifest(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap();
    ["article_secret.yaml", "big-bang-2.5.yaml", "big-bang-2.9.yaml", "big-bang-3.yaml"].contains(&name)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            found.push(path);
        }
    }
}

#[test]
fn every_manifest_survives_reading_and_writing() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in [here.join("tests/data"), here.join("../examples"), here.join("../fuzz/seeds")] {
        files(&folder, &mut found);
    }
    let mut survived = 0;
    for path in found.iter().filter(|path| !is_no_manifest(path)) {
        let name = path.display();
        let text = std::fs::read_to_string(path).unwrap();
        let read: Vec<Manifest> = read_yaml(&text).into_iter().flatten().collect();
        // Seeds hold documents that are refused, too.
        assert!(!read.is_empty(), "{name} holds no manifest");
        if !path.starts_with(here.join("../fuzz")) {
            assert_eq!(read_yaml(&text).len(), read.len(), "{name}: {:?}", read_yaml(&text));
        }
        let written = write_yaml(&read).unwrap();
        let again: Vec<Manifest> = read_yaml(&written).into_iter().map(Result::unwrap).collect();
        assert_eq!(again, read, "{name}");
        assert_eq!(write_yaml(&again).unwrap(), written, "{name}: the bytes are not stable");
        for one in &read {
            assert_eq!(read_json(&write_json(one).unwrap()), [Ok(one.clone())], "{name}");
        }
        survived += read.len();
    }
    assert!(survived >= 5, "{survived} manifests in {found:?}");
}
