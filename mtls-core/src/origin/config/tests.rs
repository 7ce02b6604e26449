//! What all kinds have in common.

use rustls_pki_types::UnixTime;

use super::*;
use crate::finding::{Refusal as _, Severity};
use crate::origin::{BypassKind, OriginVerdict};

use OriginVerdict::{Bypass, Enforced, Open, OpenToAnyCert, Unproven};

#[test]
fn kinds_are_named_in_kebab_case_and_nothing_else_is_one() {
    for kind in ConfigKind::ALL {
        assert_eq!(kind.as_str().parse::<ConfigKind>().as_ref(), Ok(&kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
    let refused = "caddy\u{1b}".parse::<ConfigKind>().unwrap_err();
    assert_eq!(refused.code(), "origin-option-invalid");
    assert!(!refused.to_string().contains('\u{1b}'), "{refused}");
}

#[test]
fn nothing_and_too_much_are_refused() {
    let options = ConfigOptions::default();
    let refused = check_config(ConfigKind::Nginx, &ConfigFiles::default(), &options).unwrap_err();
    assert_eq!(refused.code(), "origin-option-invalid");
    let large = ConfigFiles::new("nginx.conf", "#".repeat(options.limits.max_file_bytes + 1));
    let refused = check_config(ConfigKind::Nginx, &large, &options).unwrap_err();
    assert_eq!(refused.code(), "origin-config-limit");
    let nul = ConfigFiles::new("nginx.conf", "events {}\0");
    assert_eq!(check_config(ConfigKind::Nginx, &nul, &options).unwrap_err().code(), "origin-config-syntax");
}

#[test]
fn hosts_and_ports_that_are_none_are_refused() {
    for host in ["", "*.", "shop example", "https://shop.example", "shop.example:443"] {
        let refused = ConfigOptions::default().hosts([host]).check().unwrap_err();
        assert_eq!(refused.code(), "origin-option-invalid", "{host}");
    }
    assert!(ConfigOptions::default().hosts(["shop.example", "*.shop.example"]).check().is_ok());
    assert!(ConfigOptions::default().public_ports([0]).check().is_err());
}

#[test]
fn options_are_read_from_json_and_unknown_ones_are_refused() {
    let text =
        r#"{"hosts": ["shop.example"], "public_ports": [80], "tenant_checked": true, "at": 1700000000}"#;
    let read: ConfigOptions = serde_json::from_str(text).unwrap();
    let at = UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_700_000_000));
    assert_eq!(
        read,
        ConfigOptions::default().hosts(["shop.example"]).public_ports([80]).tenant_checked().at(at)
    );
    assert!(serde_json::from_str::<ConfigOptions>(r#"{"host": []}"#).is_err());
    let limited: ConfigOptions = serde_json::from_str(r#"{"limits": {"max_nesting": 3}}"#).unwrap();
    assert_eq!(limited.limits, ConfigLimits { max_nesting: 3, ..ConfigLimits::default() });
    assert!(serde_json::from_str::<ConfigOptions>(r#"{"limits": {"max_depth": 3}}"#).is_err());
}

fn tls(address: &str, port: u16, names: &[&str], auth: ClientAuth) -> Listener {
    let mut one = Listener::new("a.conf", 1, address, port);
    one.tls = true;
    one.names = names.iter().map(|&name| name.to_owned()).collect();
    one.client_auth = auth;
    one
}

fn report(listeners: Vec<Listener>, options: &ConfigOptions) -> ConfigReport {
    let (findings, files) = (judge::judge(&listeners, options), ConfigFiles::new("a.conf", ""));
    ConfigReport::new(ConfigKind::Nginx, &files, listeners, findings, &options.limits)
}

fn rules_of(report: &ConfigReport) -> Vec<&'static str> {
    report.findings().iter().map(|f| f.rule).filter(|rule| *rule != "client-crl-missing").collect()
}

#[test]
fn each_way_around_has_its_rule_and_its_word() {
    let closed = || tls("*", 443, &["shop.example"], ClientAuth::Required);
    let open = |names: &[&str]| tls("*", 443, names, ClientAuth::Off);
    let all = ConfigOptions::default();
    let shop = ConfigOptions::default().hosts(["shop.example"]);

    let alone = report(vec![closed()], &all);
    assert_eq!((alone.verdict(), rules_of(&alone)), (&Enforced, vec![]));

    let mut fallback = open(&[]);
    fallback.default = true;
    let mut checked = closed();
    checked.checks_sni = true;
    let sni = report(vec![checked.clone(), fallback], &all);
    assert_eq!(sni.verdict(), &Bypass(vec![BypassKind::Sni]), "{}", sni.to_text());
    assert_eq!(rules_of(&sni), ["default-host-without-client-certificate", "host-past-client-certificate"]);

    let host = report(vec![closed(), open(&["open.example"])], &shop);
    assert_eq!(host.verdict(), &Bypass(vec![BypassKind::Host]));
    assert_eq!(rules_of(&host), ["host-past-client-certificate"]);
    let guarded = report(vec![checked.clone(), open(&["open.example"])], &shop);
    assert_eq!(guarded.verdict(), &Enforced);
    assert_eq!(guarded.findings()[0].severity, Severity::Info);

    let mut shared = (checked.clone(), open(&["open.example"]));
    (shared.0.shares_sessions, shared.1.shares_sessions) = (true, true);
    let resumed = report(vec![shared.0, shared.1], &shop);
    assert_eq!(rules_of(&resumed), ["session-resumed-across-hosts", "host-past-client-certificate"]);
    assert_eq!(resumed.verdict(), &Enforced, "builds that are patched refuse");

    let mut shared = (checked.clone(), open(&["open.example"]));
    for one in [&mut shared.0, &mut shared.1] {
        one.certificates = vec!["wild.pem".to_owned()];
        one.http2 = true;
    }
    let coalesced = rules_of(&report(vec![shared.0, shared.1], &shop));
    assert_eq!(coalesced, ["connection-coalescing-across-client-auth", "host-past-client-certificate"]);

    let mut plain = Listener::new("a.conf", 9, "*", 80);
    let plaintext = report(vec![closed(), plain.clone()], &all);
    assert_eq!(plaintext.verdict(), &Bypass(vec![BypassKind::Plaintext]));
    assert_eq!(rules_of(&plaintext), ["plaintext-listener-serves"]);
    plain.serves = Serves::Redirect;
    assert_eq!(report(vec![closed(), plain.clone()], &all).verdict(), &Enforced);
    plain.serves = Serves::Content;
    assert_eq!(report(vec![closed(), plain], &all.clone().public_ports([80])).verdict(), &Enforced);

    let v6 = report(vec![closed(), tls("::", 443, &["shop.example"], ClientAuth::Off)], &all);
    assert_eq!(v6.verdict(), &Bypass(vec![BypassKind::Address]));
    assert_eq!(rules_of(&v6), ["other-listener-without-client-certificate"]);

    let mut quic = tls("*", 443, &["shop.example"], ClientAuth::Off);
    quic.quic = true;
    let quic = report(vec![closed(), quic], &all);
    assert_eq!(quic.verdict(), &Bypass(vec![BypassKind::Quic]));
    assert_eq!(rules_of(&quic), ["quic-listener-without-client-certificate"]);
}

#[test]
fn what_a_listener_does_by_itself_is_a_verdict() {
    let cases = [
        (ClientAuth::Required, Enforced, None),
        (ClientAuth::Off, Open, Some("client-certificate-not-requested")),
        (ClientAuth::Optional, Open, Some("client-certificate-optional")),
        (ClientAuth::AnyCertificate, OpenToAnyCert, Some("client-certificate-any-accepted")),
        (ClientAuth::RequiredWithoutAnchors, Open, Some("client-certificate-without-ca")),
        (ClientAuth::Unknown, Unproven, Some("config-unresolved")),
    ];
    for (auth, verdict, rule) in cases {
        let report = report(vec![tls("*", 443, &["a.example"], auth)], &ConfigOptions::default());
        assert_eq!((report.verdict(), rules_of(&report)), (&verdict, rule.into_iter().collect()), "{auth:?}");
    }
    let nothing = report(vec![], &ConfigOptions::default());
    assert_eq!((nothing.verdict(), rules_of(&nothing)), (&Unproven, vec!["config-unresolved"]));
}

#[test]
fn a_host_that_nothing_serves_leaves_the_verdict_open() {
    let closed = tls("*", 443, &["shop.example"], ClientAuth::Required);
    let other = report(vec![closed.clone()], &ConfigOptions::default().hosts(["bank.example"]));
    assert_eq!((other.verdict(), rules_of(&other)), (&Unproven, vec!["protected-host-not-served"]));
    for host in ["shop.example", "SHOP.example", "*.example"] {
        assert_eq!(
            report(vec![closed.clone()], &ConfigOptions::default().hosts([host])).verdict(),
            &Enforced
        );
    }
}

#[test]
fn loopback_counts_where_there_is_nothing_else() {
    let inside = tls("127.0.0.1", 8443, &[], ClientAuth::Off);
    let closed = tls("*", 443, &["shop.example"], ClientAuth::Required);
    assert_eq!(report(vec![inside.clone(), closed], &ConfigOptions::default()).verdict(), &Enforced);
    assert_eq!(report(vec![inside], &ConfigOptions::default()).verdict(), &Open);
}

#[test]
fn reports_are_text_json_and_sarif_with_every_finding() {
    let mut listener = tls("::", 443, &["a.example"], ClientAuth::Optional);
    listener.file = "/etc/my server/a.conf".to_owned();
    let report = report(vec![listener], &ConfigOptions::default().hosts(["a.example", "b.example"]));
    let json: serde_json::Value = serde_json::from_str(&report.to_json()).unwrap();
    assert_eq!(
        (&json["kind"], &json["verdict"], &json["exit_code"]),
        (&"nginx".into(), &"open".into(), &10.into())
    );
    assert_eq!(json["listeners"][0]["client_auth"], "optional");
    assert_eq!(json["findings"][0]["subject"]["line"], 1);
    let text = report.to_text();
    assert!(
        text.starts_with(
            "nginx: open\n  a.example on [::]:443 TLS, client certificate optional (/etc/my server/a.conf:1)\n"
        ),
        "{text}"
    );
    assert!(
        report.has_errors() && text.contains("error[client-certificate-optional] /etc/my server/a.conf:1: "),
        "{text}"
    );
    let sarif: serde_json::Value = serde_json::from_str(&report.to_sarif()).unwrap();
    let run = &sarif["runs"][0];
    let of = |index: usize| &run["results"][index];
    let place = |index: usize| &of(index)["locations"][0]["physicalLocation"];
    assert_eq!((&of(0)["ruleId"], &of(0)["level"]), (&"client-certificate-optional".into(), &"error".into()));
    assert_eq!(place(0)["artifactLocation"]["uri"], "file:///etc/my%20server/a.conf");
    assert_eq!(place(0)["region"]["startLine"], 1);
    // What is about the whole stands at the main file.
    assert_eq!(of(1)["ruleId"], "protected-host-not-served");
    assert_eq!(place(1), &serde_json::json!({"artifactLocation": {"uri": "a.conf"}}));
    assert_eq!(run["tool"]["driver"]["rules"][1]["id"], "protected-host-not-served");
}
