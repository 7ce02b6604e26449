//! Configurations of Envoy, Istio and the Gateway API: judged or refused, and never called enforced without a certificate that
//! is required.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::finding::Refusal;
use mtls_core::origin::{ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, OriginVerdict, check_config};

fuzz_target!(|text: &str| {
    let files = ConfigFiles::new("input.yaml", text);
    for kind in [ConfigKind::Envoy, ConfigKind::Istio, ConfigKind::GatewayApi] {
        let report = match check_config(kind, &files, &ConfigOptions::default()) {
            Ok(report) => report,
            Err(refused) => {
                assert!(!refused.findings().is_empty());
                continue;
            }
        };
        if report.verdict() == &OriginVerdict::Enforced {
            let required = |auth| auth == ClientAuth::Required;
            assert!(report.listeners().iter().any(|one| required(one.client_auth)), "{}", report.to_text());
        }
        let lines = text.lines().count().max(1);
        assert!(report.listeners().iter().all(|one| (1..=lines).contains(&one.line)), "{}", report.to_text());
    }
});
