//! What tests ask of texts that must show no key.

use super::RecipeOutput;
use crate::resources::Value;
use crate::resources::kubernetes::Secret;

/// Refuses a text in which an entry of one of the Secrets stands, in Base64 or as it is.
pub(super) fn assert_hides_secrets(shown: &str, output: &RecipeOutput) {
    let mut entries = 0;
    for secret in output.manifests.iter().filter(|manifest| manifest.kind() == "Secret") {
        let typed = Secret::try_from(secret).unwrap();
        for (name, encoded) in secret.body().get("data").and_then(Value::as_map).unwrap().iter() {
            assert!(!shown.contains(encoded.as_str().unwrap()), "{name} in Base64");
            let plain = typed.value(name).unwrap();
            let long = |line: &&str| line.len() > 40;
            for line in std::str::from_utf8(&plain).unwrap().lines().filter(long) {
                assert!(!shown.contains(line), "{name}");
            }
            entries += 1;
        }
    }
    assert!(entries > 0, "no Secret has an entry");
}
