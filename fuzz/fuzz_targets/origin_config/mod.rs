//! What the configurations of all servers have in common.

use mtls_core::finding::{Refusal, Subject};
use mtls_core::origin::{ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, OriginVerdict, check_config};

/// Judges the input as a main file and, behind a line `---`, a file that it may include.
pub(crate) fn judge(kind: ConfigKind, input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (main, included) = text.split_once("\n---\n").unwrap_or((text, ""));
    let files = ConfigFiles::new("main.conf", main).with("a.conf", included);
    match check_config(kind, &files, &ConfigOptions::default()) {
        Ok(report) => {
            let mut listeners = report.listeners().iter();
            let closed = listeners.any(|one| one.client_auth == ClientAuth::Required);
            assert!(closed || report.verdict() != &OriginVerdict::Enforced, "{report}");
            let lines = main.lines().count().max(included.lines().count());
            for listener in report.listeners() {
                assert!((1..=lines).contains(&listener.line), "{listener:?}");
            }
            for finding in report.findings() {
                if let Subject::Line { line, .. } = &finding.subject {
                    assert!((1..=lines).contains(line), "{finding:?}");
                }
            }
            assert!(!report.to_text().is_empty());
        }
        Err(refused) => assert!(!refused.findings().is_empty()),
    }
}
