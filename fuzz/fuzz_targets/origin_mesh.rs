//! Configurations of Envoy, Istio and the Gateway API: judged or refused, and never called enforced without a certificate that
//! is required.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::finding::{Refusal, Subject};
use mtls_core::origin::{ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, OriginVerdict, check_config};

fuzz_target!(|text: &str| {
    let files = ConfigFiles::new("input.yaml", text);
    for kind in [ConfigKind::Envoy, ConfigKind::Istio, ConfigKind::GatewayApi] {
        let judged = check_config(kind, &files, &ConfigOptions::default());
        assert_eq!(judged, check_config(kind, &files, &ConfigOptions::default()));
        // YAML ends lines with either.
        let lines = text.split(['\n', '\r']).count();
        let report = match judged {
            Ok(report) => report,
            Err(refused) => {
                assert!(!refused.findings().is_empty());
                assert!(refused.findings().iter().all(|one| is_there(&one.subject, lines)), "{refused}");
                continue;
            }
        };
        if report.verdict() == &OriginVerdict::Enforced {
            let required = |auth| auth == ClientAuth::Required;
            assert!(report.listeners().iter().any(|one| required(one.client_auth)), "{}", report.to_text());
        }
        assert!(report.listeners().iter().all(|one| (1..=lines).contains(&one.line)), "{}", report.to_text());
        assert!(report.findings().iter().all(|one| is_there(&one.subject, lines)), "{}", report.to_text());
    }
});

/// Whether a place has no line, or one that the text has.
fn is_there(subject: &Subject, lines: usize) -> bool {
    let line = match subject {
        Subject::Line { line, .. } => Some(*line),
        Subject::Document(at) => at.line,
        _ => None,
    };
    line.is_none_or(|line| (1..=lines).contains(&line))
}
