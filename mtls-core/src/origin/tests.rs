//! What the floor's errors say of themselves.

use crate::finding::{Finding, Refusal as _, Subject, rules};
use crate::origin::{AccessRefusal, OriginError};
use crate::pki::Certificate;

#[test]
fn every_error_has_its_code_and_place() {
    let unread = Certificate::from_der(&[]).unwrap_err();
    let input = OriginError::Input { input: "edge.crt".to_owned(), error: Box::new(unread.clone()) };
    assert_eq!((input.code(), input.to_string()), (unread.code(), format!("edge.crt: {unread}")));
    let line = |line| Subject::Line { file: "nginx.conf".to_owned(), line };
    let file = Subject::File { path: "nginx.conf".to_owned() };
    let config = |line| OriginError::Config {
        file: "nginx.conf".to_owned(),
        line,
        message: "a block is never closed".to_owned(),
    };
    let limit =
        OriginError::ConfigLimit { file: "nginx.conf".to_owned(), what: "files", size: 65, limit: 64 };
    let cases = [
        (
            OriginError::option("at", "-1 lies before 1970"),
            "origin-option-invalid",
            Subject::Input,
            "at: -1 lies before 1970",
        ),
        (
            OriginError::ProviderUnknown { given: "cloudflair".to_owned(), suggestion: Some("cloudflare") },
            "origin-provider-unknown",
            Subject::Input,
            "`cloudflair` is no provider; did you mean `cloudflare`?",
        ),
        (
            OriginError::Addresses { line: Some(3), reason: "`x` is no range".to_owned() },
            "address-ranges-invalid",
            Subject::Text { line: Some(3), block: None },
            "line 3: `x` is no range",
        ),
        (config(Some(7)), "origin-config-syntax", line(7), "nginx.conf:7: a block is never closed"),
        (config(None), "origin-config-syntax", file.clone(), "nginx.conf: a block is never closed"),
        (
            OriginError::ConfigUnreadable {
                path: "nginx.conf".to_owned(),
                reason: "Permission denied (os error 13)".to_owned(),
            },
            "origin-config-unreadable",
            file.clone(),
            "nginx.conf: Permission denied (os error 13)",
        ),
        (limit, "origin-config-limit", file, "nginx.conf: files: 65 is more than the limit of 64"),
        (
            OriginError::Probe { reason: "no address".to_owned() },
            "origin-probe-impossible",
            Subject::Input,
            "cannot be probed: no address",
        ),
        (
            OriginError::AccessKeys { reason: "no `keys`".to_owned() },
            "access-keys-invalid",
            Subject::Input,
            "the keys of tokens: no `keys`",
        ),
        (
            OriginError::access(AccessRefusal::Missing, "there is none"),
            "access-token-missing",
            Subject::Input,
            "the Access token is refused: there is none",
        ),
    ];
    for (error, code, subject, text) in cases {
        assert_eq!((error.code(), error.subject(), error.to_string()), (code, subject, text.to_owned()));
        assert_eq!(error.findings().len(), 1);
    }
}

#[test]
fn a_refused_policy_says_all_that_is_wrong() {
    let of = |message| Finding::new(rules::origin::OPTION_INVALID, Subject::Input, message);
    let one = OriginError::Policy { findings: vec![of("first")] };
    let two = OriginError::Policy { findings: vec![of("first"), of("second")] };
    assert_eq!((one.code(), one.to_string()), ("origin-policy-refused", "first".to_owned()));
    assert_eq!((two.findings().len(), two.to_string()), (2, "2 problems: first".to_owned()));
}

#[test]
fn an_error_about_an_option_begins_with_its_name() {
    let error = OriginError::option("edge_ca", "holds no certificate");
    assert_eq!(error.option(), Some("edge_ca"));
    assert_eq!(error.to_string(), "edge_ca: holds no certificate");
    assert_eq!(OriginError::Probe { reason: "no address".to_owned() }.option(), None);
}
