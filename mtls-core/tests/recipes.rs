//! What the recipes give, byte for byte: `tests/data/recipes/<recipe>/*.yaml`.
//!
//! After a wanted change, run with `UPDATE_GOLDEN=1` and read the difference.
#![cfg(all(feature = "resources", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};

use mtls_core::recipes::{BigBang, CloudflareOrigin, OriginPull, RecipeOutput};
use mtls_core::resources::{check_yaml, write_yaml};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/recipes/cloudflare_origin").join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(data(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

#[allow(clippy::disallowed_methods, reason = "whether to write golden files anew is the developer's choice")]
fn compare(name: &str, text: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(data(name), text).unwrap();
    }
    assert_eq!(text, read(name), "{name} differs");
}

fn recipe() -> CloudflareOrigin {
    CloudflareOrigin::new(["*.shop.example"])
        .certificate(read("origin.pem"))
        .key(read("origin.key"))
        .client_ca(OriginPull::Zone, read("pull-ca.pem"))
}

fn build(recipe: CloudflareOrigin) -> RecipeOutput {
    recipe.build().unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn manifests() {
    let output = build(recipe());
    compare("manifests.yaml", &output.to_yaml().unwrap());
    assert!(check_yaml(&output.to_yaml().unwrap(), None).is_empty());
}

#[test]
fn manifests_with_the_ca_apart() {
    let output = build(recipe().ca_apart().label("app.kubernetes.io/part-of", "edge"));
    compare("manifests-ca-apart.yaml", &output.to_yaml().unwrap());
    assert!(check_yaml(&output.to_yaml().unwrap(), None).is_empty());
}

#[test]
fn values_of_big_bang() {
    for (version, file) in
        [("2.5.0", "big-bang-2.5.yaml"), ("2.9.0", "big-bang-2.9.yaml"), ("3.30.0", "big-bang-3.yaml")]
    {
        let version: BigBang = version.parse().unwrap();
        let output = build(recipe().big_bang(version));
        compare(file, output.values.as_ref().expect("values"));
        assert_eq!(output.beside_values.is_empty(), version != BigBang::V2_2);
        if !output.beside_values.is_empty() {
            compare("big-bang-2.5-beside.yaml", &write_yaml(&output.beside_values).unwrap());
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let once = build(recipe().big_bang(BigBang::V3));
    let twice = build(recipe().big_bang(BigBang::V3));
    assert_eq!(once.to_yaml().unwrap(), twice.to_yaml().unwrap());
    assert_eq!(once.values, twice.values);
}
