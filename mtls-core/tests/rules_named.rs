//! A rule that no test names could be broken without anyone noticing.
//!
//! Reads the tests of the crate and the shared cases, and looks for every rule of the catalog: by its name in
//! quotes, alone or among other words, or by its constant.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mtls_core::finding::catalog;

/// They list rules without breaking them.
const NO_TESTS: &[&str] = &["tests/rules_named.rs", "tests/vectors/coverage.rs"];

#[test]
fn every_rule_is_named_by_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let constants = constants(&root.join("src/finding/rules"));
    let mut named = BTreeSet::new();
    let mut read = 0_usize;
    for file in files(root).into_iter().filter(|file| is_test(file.strip_prefix(root).unwrap())) {
        let text = std::fs::read_to_string(&file).unwrap();
        read = read.saturating_add(1);
        named.extend(quoted(&text).into_iter().map(str::to_owned));
        named.extend(
            last_segments(&text).into_iter().filter_map(|name| constants.get(name).cloned()).flatten(),
        );
    }
    assert!(read > 50, "{read} test files found");
    let known: BTreeSet<&str> = catalog().map(|rule| rule.name).collect();
    let unnamed: Vec<_> = known.iter().filter(|rule| !named.contains(**rule)).collect();
    assert!(unnamed.is_empty(), "no test names {unnamed:?}");
    for (constant, rules) in &constants {
        for rule in rules {
            assert!(known.contains(rule.as_str()), "{constant} is `{rule}`, which the catalog does not have");
        }
    }
}

fn is_test(file: &Path) -> bool {
    let path = file.to_str().unwrap().replace('\\', "/");
    let is_source = path.ends_with(".rs") || path.ends_with(".json");
    let is_test = path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs");
    is_source && is_test && !NO_TESTS.contains(&path.as_str())
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// The names of rules by their constants; floors may use one name for two.
fn constants(directory: &Path) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files(directory) {
        let text = std::fs::read_to_string(&file).unwrap();
        for line in text.lines() {
            // `LEAF_IS_CA = Error "leaf-is-ca" {`
            let Some((constant, rest)) = line.trim().split_once(" = ") else { continue };
            if let (Some(name), true) = (quoted(rest).first(), rest.ends_with('{')) {
                found.entry(constant.to_owned()).or_default().push((*name).to_owned());
            }
        }
    }
    found
}

/// Every word in double quotes that could be a rule's name.
fn quoted(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let words = text.split('"').flat_map(|part| part.split(|c: char| !is_part(c)));
    words.filter(|word| word.contains('-')).collect()
}

/// Every name behind `::`.
fn last_segments(text: &str) -> Vec<&str> {
    let end = |part: &str| part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
    text.split("::").skip(1).filter_map(|part| part.get(..end(part))).collect()
}
