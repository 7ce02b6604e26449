//! What the configurations of all servers have in common.

use mtls_core::finding::{Refusal, Subject};
use mtls_core::origin::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, OriginVerdict, check_config,
};

const MAIN: &str = "main.conf";
const INCLUDED: &str = "a.conf";

/// Judges the input as a main file and, behind a line `---`, a file that it may include. `opened` is the main file with a
/// further listener for everyone on a port.
pub(crate) fn judge(kind: ConfigKind, input: &[u8], opened: Option<fn(&str, u16) -> String>) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (main, included) = text.split_once("\n---\n").unwrap_or((text, ""));
    let judged = |main: &str| {
        let files = ConfigFiles::new(MAIN, main).with(INCLUDED, included);
        check_config(kind, &files, &ConfigOptions::default())
    };
    let report = match judged(main) {
        Ok(report) => report,
        Err(refused) => {
            for finding in refused.findings() {
                place(&finding.subject, main, included);
            }
            assert!(!refused.findings().is_empty());
            assert_eq!(judged(main), Err(refused));
            return;
        }
    };
    let closed = report.listeners().iter().any(|one| one.client_auth == ClientAuth::Required);
    assert!(closed || !is_closed(&report), "{report}");
    for listener in report.listeners() {
        place(&listener.subject(), main, included);
    }
    for finding in report.findings() {
        place(&finding.subject, main, included);
    }
    assert!(!report.to_text().is_empty());
    assert_eq!(judged(main).as_ref(), Ok(&report));
    let Some(opened) = opened.filter(|_| is_closed(&report)) else { return };
    let taken = |port: &u16| report.listeners().iter().any(|one| one.port == *port);
    let Some(port) = (8000..u16::MAX).find(|port| !taken(port)) else { return };
    // What goes over a limit then is refused.
    if let Ok(wider) = judged(&opened(main, port)) {
        assert!(!is_closed(&wider), "{report}\n{wider}");
    }
}

fn is_closed(report: &ConfigReport) -> bool {
    matches!(report.verdict(), OriginVerdict::Enforced | OriginVerdict::EdgeNetworkOnly)
}

/// What is said of a line is said of one that is there, in the file that it names.
fn place(subject: &Subject, main: &str, included: &str) {
    let Subject::Line { file, line } = subject else { return };
    assert!([MAIN, INCLUDED].contains(&file.as_str()), "{subject:?}");
    let text = if file == MAIN { main } else { included };
    // Behind the last line break too something may be missing.
    let lines = text.split('\n').count();
    assert!((1..=lines).contains(line), "{subject:?} of {lines} lines");
}
