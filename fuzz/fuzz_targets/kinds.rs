//! Typed kinds and the options of their builders: what decodes is written and decodes to the same; options of every kind
//! are built into what is valid, or refused with findings.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mtls_core::finding::{Refusal, Severity};
use mtls_core::recipes::cloudflare_origin;
use mtls_core::resources::istio::Gateway;
use mtls_core::resources::kubernetes::Secret;
use mtls_core::resources::{Value, build, read_yaml, schema, validate, validate_all, write_yaml};

/// Every kind that has a model, as `build` takes it.
static KINDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let schema = schema();
    let text = |kind: &Value, key| kind.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let name = |kind: &Value| match text(kind, "group") {
        group if group.is_empty() => text(kind, "kind"),
        group => format!("{group}/{}", text(kind, "kind")),
    };
    schema.as_list().unwrap_or_default().iter().map(name).collect()
});

fuzz_target!(|text: &str| {
    let manifests: Vec<_> = read_yaml(text).into_iter().flatten().collect();
    let _ = validate_all(&manifests);
    for manifest in &manifests {
        if let Ok(typed) = Gateway::try_from(manifest) {
            assert_eq!(Gateway::try_from(&typed.to_manifest()), Ok(typed), "the Gateway changed");
        }
        if let Ok(typed) = Secret::try_from(manifest) {
            assert_eq!(Secret::try_from(&typed.to_manifest()), Ok(typed), "the Secret changed");
        }
        // The same tree as options: built, or refused with findings.
        let options = || {
            let mut body = manifest.body().clone();
            body.remove("apiVersion");
            body.remove("kind");
            Value::Map(body)
        };
        for kind in KINDS.iter() {
            match build(kind, options()) {
                Ok(manifest) => {
                    assert!(validate(&manifest).iter().all(|f| f.severity < Severity::Error));
                    // What aliases repeat may be more than is taken.
                    if let Ok(text) = write_yaml(std::slice::from_ref(&manifest)) {
                        assert_eq!(read_yaml(&text), [Ok(manifest)], "{kind}: {text}");
                    }
                }
                Err(refused) => assert!(!refused.findings().is_empty()),
            }
        }
        if let Err(refused) = cloudflare_origin(options()) {
            assert!(!refused.findings().is_empty());
        }
    }
});
