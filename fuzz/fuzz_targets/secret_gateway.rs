//! Typed kinds and the options of their builders: what decodes is written and decodes to the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::finding::{Refusal, Severity};
use mtls_core::recipes::cloudflare_origin;
use mtls_core::resources::istio::Gateway;
use mtls_core::resources::kubernetes::Secret;
use mtls_core::resources::{Value, build, read_yaml, validate, validate_all};

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
        for built in [build("networking.istio.io/Gateway", options()), build("Secret", options())] {
            match built {
                Ok(manifest) => assert!(validate(&manifest).iter().all(|f| f.severity < Severity::Error)),
                Err(refused) => assert!(!refused.findings().is_empty()),
            }
        }
        if let Err(refused) = cloudflare_origin(options()) {
            assert!(!refused.findings().is_empty());
        }
    }
});
