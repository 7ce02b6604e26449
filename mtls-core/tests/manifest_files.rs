//! Every manifest among the examples and the data of the tests: what is read is written, and reads the same.
#![cfg(feature = "resources")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test may fail loudly"
)]

use std::path::{Path, PathBuf};

use mtls_core::finding::Refusal;
use mtls_core::resources::{Manifest, read_json, read_yaml, write_json, write_yaml};

/// Whether a file holds manifests, and not values of Helm, or a template that is none before it is rendered.
fn holds_manifests(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("apiVersion:")) && !text.contains("{{")
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
    for path in &found {
        let name = path.display();
        let text = std::fs::read_to_string(path).unwrap();
        if !holds_manifests(&text) {
            continue;
        }
        let read: Vec<Manifest> = read_yaml(&text).into_iter().flatten().collect();
        // Seeds hold documents that are refused, too.
        assert!(!read.is_empty(), "{name} holds no manifest");
        // Settings of a program may stand beside them.
        let seed = path.starts_with(here.join("../fuzz"));
        for refused in read_yaml(&text).into_iter().filter_map(Result::err).filter(|_| !seed) {
            assert_eq!(refused.code(), "manifest-without-kind", "{name}: {refused}");
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
