//! `RULES.md` is the catalog in words. `UPDATE_RULES=1 cargo test -p mtls-core --test rules_page` writes it anew.
#![allow(
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and look at its environment"
)]

use std::path::Path;

#[test]
fn the_page_is_the_catalog() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("RULES.md");
    let page = mtls_core::finding::rules_page();
    if std::env::var_os("UPDATE_RULES").is_some_and(|value| value == "1") {
        std::fs::write(&path, &page).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    let found = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let same = found.lines().zip(page.lines()).take_while(|(found, wanted)| found == wanted).count();
    assert!(
        found == page,
        "RULES.md differs from the catalog from line {} on: run UPDATE_RULES=1 cargo test -p mtls-core --test rules_page",
        same.saturating_add(1)
    );
}
