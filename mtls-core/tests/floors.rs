//! A floor may use what stands below it, never what stands above.
//!
//! Reads every path in `src` that begins with `crate`, `self` or `super`, wherever it stands, and follows it to
//! the floor that it names. Comments and texts do not count.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail loudly"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[path = "floors/tokens.rs"]
mod tokens;

use tokens::{Token, tokens};

/// Lowest first.
const FLOORS: &[&str] = &[
    "batch",
    "finding",
    "identity",
    "pki",
    "trust",
    "verify",
    "tls",
    "resources",
    "origin",
    "mesh",
    "recipes",
];
/// What stands over all of them and is used by none.
const ROOF: &[&str] = &["error", "lib"];
/// Manifests are data: they need names, findings and what stands in a Secret, and judge no peer.
const RESOURCES_MAY_USE: &[&str] = &["batch", "finding", "identity", "pki", "resources"];

#[test]
fn no_floor_uses_one_above() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = rust_files(&source);
    assert!(files.len() > 10, "no sources at {}", source.display());
    let mut report = String::new();
    for file in files {
        let module = module_of(file.strip_prefix(&source).unwrap());
        let text = std::fs::read_to_string(&file).unwrap();
        for violation in violations(&module, &text) {
            let _ = writeln!(report, "{}: {violation}", file.display());
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// `pki/pem/mod.rs` is the module `pki::pem`, and so is `pki/pem.rs`.
fn module_of(file: &Path) -> Vec<String> {
    let mut module: Vec<String> =
        file.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    module
}

/// What is wrong with the file of this module, a line each.
fn violations(module: &[String], text: &str) -> Vec<String> {
    let floor = module[0].as_str();
    if ROOF.contains(&floor) {
        return Vec::new();
    }
    let Some(height) = FLOORS.iter().position(|name| *name == floor) else {
        return vec![format!("`{floor}` is no floor: give it its place in the list")];
    };
    let mut found = Vec::new();
    for (line, used) in uses(module, text) {
        let complaint = match FLOORS.iter().position(|name| *name == used) {
            Some(other) if other > height => Some(format!("`{floor}` uses `{used}`, which stands above it")),
            Some(_) if floor == "resources" && !RESOURCES_MAY_USE.contains(&used.as_str()) => {
                Some(format!("`resources` uses `{used}`; it may use `finding`, `identity` and `pki` alone"))
            }
            Some(_) => None,
            None => Some(format!("`{floor}` uses `crate::{used}`, which is no floor: name the floor itself")),
        };
        found.extend(complaint.map(|complaint| format!("line {line}: {complaint}")));
    }
    found
}

/// The names at the root of the crate that a module's text uses, with their lines.
fn uses(module: &[String], text: &str) -> Vec<(usize, String)> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut place = module.to_vec();
    // For each open brace, whether it opened an inline module.
    let mut braces = Vec::new();
    for at in 0..tokens.len() {
        match tokens[at].text.as_str() {
            "{" => {
                let inline = at >= 2 && tokens[at - 2].text == "mod";
                if inline {
                    place.push(tokens[at - 1].text.clone());
                }
                braces.push(inline);
            }
            "}" if braces.pop() == Some(true) => {
                place.pop();
            }
            "crate" | "self" | "super" if at == 0 || tokens[at - 1].text != "::" => {
                follow(&tokens, at, place.clone(), &mut found);
            }
            _ => {}
        }
    }
    found
}

/// Follows the path, or the tree of paths, that begins at `at` as seen from the module `place`.
fn follow(tokens: &[Token], mut at: usize, mut place: Vec<String>, found: &mut Vec<(usize, String)>) {
    while let Some(token) = tokens.get(at) {
        let goes_on = tokens.get(at + 1).is_some_and(|next| next.text == "::");
        match token.text.as_str() {
            // Without a path behind it: `&self`, `pub(super)`, `pub(crate)`, `crate::{self}`.
            "crate" | "self" | "super" if !goes_on => return,
            "crate" => place.clear(),
            "self" => {}
            "super" => {
                place.pop();
            }
            "{" => return follow_each(tokens, at + 1, &place, found),
            name => {
                if place.is_empty() && name != "*" {
                    found.push((token.line, name.to_owned()));
                }
                return;
            }
        }
        at += 2;
    }
}

/// Follows each path of a group; `at` is behind its opening brace.
fn follow_each(tokens: &[Token], mut at: usize, place: &[String], found: &mut Vec<(usize, String)>) {
    let mut depth = 0_usize;
    let mut begins = true;
    while let Some(token) = tokens.get(at) {
        if begins && depth == 0 && token.text != "}" {
            follow(tokens, at, place.to_vec(), found);
            begins = false;
        }
        match token.text.as_str() {
            "{" => depth += 1,
            "}" if depth == 0 => return,
            "}" => depth -= 1,
            "," if depth == 0 => begins = true,
            _ => {}
        }
        at += 1;
    }
}

#[track_caller]
fn check(module: &str, text: &str, expected: usize) {
    let module: Vec<String> = module.split("::").map(str::to_owned).collect();
    let found = violations(&module, text);
    assert_eq!(found.len(), expected, "{text}: {found:?}");
}

#[test]
fn the_guard_sees_what_points_up() {
    check("identity", "use crate::pki::Certificate;", 1);
    check("identity", "fn f() -> crate::verify::ChainVerifier { make() }", 1);
    check("identity", "use crate::{finding::Finding, pki::{Certificate, pem}, trust};", 2);
    check("identity", "use super::pki;", 1);
    check("identity::pattern", "use super::super::pki::Certificate;", 1);
    check("identity::pattern", "use super::{super::{tls, finding}, SpiffeId};", 1);
    check("identity", "mod tests { use super::super::mesh::Mesh; }", 1);
    check("identity", "pub(in crate::pki) struct A;", 1);
    check("identity", "macro_rules! m { () => { $crate::pki::parse() } }", 1);
    check("identity", "const A: char = '\"'; use crate::pki::X; const B: char = '\"';", 1);
    check("identity", "fn f<'a>(a: &'a str) { crate::pki::x(a) }", 1);
    check("identity", "use crate :: pki :: X;", 1);
    check("resources", "use crate::verify::ChainVerifier;", 1);
    check("resources", "use crate::mesh::Mesh;", 1);
    check("tls", "use crate::Error;", 1);
    check("tls", "use crate::error::Error;", 1);
    check("helpers", "", 1);
    assert_eq!(
        violations(&["pki".to_owned()], "\n/* a\n b */ use crate::tls::Server;"),
        ["line 3: `pki` uses `tls`, which stands above it"]
    );
}

#[test]
fn the_guard_lets_through_what_points_down_or_nowhere() {
    check(
        "verify",
        "use crate::{finding::Finding, identity::*, pki::pem, trust::TrustBundle, verify::Profile};",
        0,
    );
    check(
        "resources::secret",
        "use crate::identity::SpiffeId; use super::super::finding; use super::yaml;",
        0,
    );
    check("identity", "// use crate::pki::X;\n/* crate::tls /* crate::mesh */ crate::trust */", 0);
    check("identity", "//! [`Certificate`](crate::pki::Certificate)\n/// super::pki", 0);
    check(
        "identity",
        r##"const A: &str = "crate::pki"; const B: &str = r#"" crate::pki "#; const C: &[u8] = b"\"crate::pki";"##,
        0,
    );
    check("identity", "mod pki { } mod tests { use super::pki::X; use super::*; }", 0);
    check("identity::pattern", "use super::pki::X; use self::tls::Y;", 0);
    check("identity", "pub(crate) fn f(&self) { self.pki(); } pub(super) struct S;", 0);
    check("identity", "use other::crate_::pki; fn f() { x::pki::y(); pki::z(); }", 0);
    check("lib", "use crate::recipes::X;", 0);
    check("error", "use crate::{recipes::X, mesh::Y};", 0);
}
