use std::path::Path;
use std::time::Duration;

use mtls_core::identity::SpiffeId;

use crate::host::Destination;
use crate::settings::{Settings, SettingsError};

const GOOD: &str = r#"
listen: 127.0.0.1:15443
identity: { chain: egress.pem, key: /keys/egress.key }
bundles: { cluster.local: roots/mesh.pem }
connect_to: { "Web.example:443": "192.0.2.1:8443" }
rules:
  - name: trusted
    clients: { istio_principal: "cluster.local/ns/trusted/*" }
    hosts: [web.example, "*.partner.example"]
    ports: [80, 443]
    action: inspect
inspection: { authority: ca, upstream_roots: web.pem, refuse_paths: [/admin] }
limits: { idle_seconds: 7 }
"#;

fn read(text: &str) -> Result<Settings, SettingsError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("settings.yaml");
    std::fs::write(&path, text).unwrap();
    let mut settings = Settings::read(&path)?;
    settings.chain = settings.chain.strip_prefix(directory.path()).unwrap().to_owned();
    Ok(settings)
}

#[test]
fn settings_are_read_and_paths_are_beside_them() {
    let settings = read(GOOD).unwrap();
    assert_eq!(settings.chain, Path::new("egress.pem"));
    assert_eq!(settings.key, Path::new("/keys/egress.key"));
    assert_eq!(settings.connect_to["web.example:443"].to_string(), "192.0.2.1:8443");
    assert_eq!(settings.limits.idle, Duration::from_secs(7));
    assert_eq!(settings.limits.connections, 1024);
    assert!(settings.policy.inspects());
}

#[test]
fn what_is_not_meant_so_is_refused() {
    let kind = |from: &str, into: &str| {
        assert!(GOOD.contains(from), "{from}");
        let error = read(&GOOD.replacen(from, into, 1)).unwrap_err();
        assert!(error.to_string().len() < 2000, "{error}");
        format!("{error:?}").split([' ', '(']).next().unwrap().to_owned()
    };
    for (from, into, expected) in [
        ("limits: {", "limit: {", "Malformed"),
        ("idle_seconds: 7", "idle: 7", "Malformed"),
        ("idle_seconds: 7", "idle_seconds: -7", "Malformed"),
        ("idle_seconds: 7", "idle_seconds: 0", "Zero"),
        ("idle_seconds: 7", "idle_seconds: 7, connections: 0", "Zero"),
        ("127.0.0.1:15443", "localhost", "Malformed"),
        ("cluster.local: roots", "Cluster.Local: roots", "Malformed"),
        ("{ istio_principal: \"cluster.local/ns/trusted/*\" }", "{ principal: x }", "Malformed"),
        ("{ istio_principal: \"cluster.local/ns/trusted/*\" }", "{ exact: x }", "Malformed"),
        ("name: trusted", "name: trusted\n    name: twice", "Malformed"),
        ("    action: inspect", "    action: perhaps", "Malformed"),
        ("    action: inspect", "    action: inspect\n    hidden: true", "Malformed"),
        ("    action: inspect", "    ", "Malformed"),
        ("hosts: [web.example,", "hosts: [https://web.example,", "Host"),
        ("hosts: [web.example, \"*.partner.example\"]", "hosts: []", "Nothing"),
        ("ports: [80, 443]", "ports: []", "Nothing"),
        ("ports: [80, 443]", "ports: [0]", "Port"),
        ("ports: [80, 443]", "ports: [70000]", "Malformed"),
        ("Web.example:443", "web.example", "ConnectTo"),
        ("inspection: {", "# inspection: {", "NoInspection"),
        ("/admin", "admin", "Path"),
        ("refuse_paths:", "refuse_methods: [DE LETE], refuse_paths:", "Method"),
        ("refuse_paths:", "refuse_headers: ['auth: x'], refuse_paths:", "Header"),
    ] {
        assert_eq!(kind(from, into), expected, "{into}");
    }
    let rules = GOOD.find("  - name").unwrap()..GOOD.find("inspection: {").unwrap();
    let twice = GOOD.replacen("inspection: {", &format!("{}inspection: {{", &GOOD[rules.clone()]), 1);
    assert!(matches!(read(&twice), Err(SettingsError::SameName(_))));
    let none = GOOD.replacen(&GOOD[rules], "", 1).replacen("rules:", "rules: []", 1);
    assert!(matches!(read(&none), Err(SettingsError::NoRule)));
    assert!(matches!(Settings::read(Path::new("/nowhere/x.yaml")), Err(SettingsError::Unreadable { .. })));
}

/// The same as JSON.
#[test]
fn json_is_yaml() {
    let json = r#"{"listen": "127.0.0.1:1", "identity": {"chain": "c", "key": "k"}, "bundles": {"cluster.local": "b"},
        "rules": [{"name": "r", "clients": {"trust_domain": "cluster.local"}, "hosts": ["a"], "ports": [1], "action": "allow"}]}"#;
    assert_eq!(read(json).unwrap().policy.rules[0].ports, [1]);
}

/// The recipe writes the policy that the proxy reads.
#[test]
fn the_recipes_settings_are_read_and_decide_as_its_rules_say() {
    let text = crate::mesh::set_up().unwrap();
    let settings = text.split_once(crate::mesh::SETTINGS).unwrap().1;
    let policy = read(settings).unwrap().policy;
    let decided = |client: &str, to: &str| {
        let to = Destination::parse(to, None).unwrap();
        match policy.decide(&SpiffeId::parse(client).unwrap(), &to) {
            Ok(rule) => format!("{:?} {}", rule.action, rule.name),
            Err(refusal) => refusal.code.to_owned(),
        }
    };
    for (client, to, expected) in [
        ("trusted/sa/sleep", "bank.example:443", "Allow trusted-services"),
        ("trusted/sa/other", "api.partner.example:80", "Allow trusted-services"),
        ("trusted/sa/sleep", "elsewhere.example:443", "host-not-allowed"),
        ("untrusted/sa/sleep", "api.partner.example:443", "Inspect untrusted-sleep"),
        ("untrusted/sa/sleep", "api.partner.example:80", "port-not-allowed"),
        ("untrusted/sa/other", "api.partner.example:443", "client-not-listed"),
        ("forgotten/sa/sleep", "bank.example:443", "client-not-listed"),
    ] {
        assert_eq!(decided(&format!("spiffe://cluster.local/ns/{client}"), to), expected, "{client} {to}");
    }
    assert_eq!(text, include_str!("../mesh.yaml"), "the Python and Node programs are held to the same file");
}
