//! Istio: each fault beside the same manifests without it.

use crate::finding::Refusal as _;
use crate::origin::config::expect::{self, FILE, ca_entry};
use crate::origin::{
    BypassKind, ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, OriginVerdict, check_config,
};

fn gateway(name: &str, servers: &[&str]) -> String {
    let servers: String = servers.iter().map(|server| format!("  - {server}\n")).collect();
    format!(
        "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {{name: {name}, namespace: istio-system}}\nspec:\n  selector: {{istio: ingressgateway}}\n  servers:\n{servers}---\n"
    )
}

fn https(hosts: &str, tls: &str) -> String {
    format!("{{port: {{number: 443, name: https, protocol: HTTPS}}, hosts: [{hosts}], tls: {{{tls}}}}}")
}

fn secret(name: &str, keys: &[&str]) -> String {
    let data: String = keys.iter().map(|key| ca_entry(key)).collect();
    format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: istio-system}}\nstringData:\n{data}---\n"
    )
}

fn of(servers: &[&str]) -> String {
    format!("{}{}", gateway("public", servers), secret("shop-cert", &["tls.crt", "ca.crt"]))
}

fn judge(text: &str) -> ConfigReport {
    expect::judge(ConfigKind::Istio, text, &ConfigOptions::default())
}

#[track_caller]
fn expect(text: &str, verdict: &str, rules: &[&str]) -> ConfigReport {
    expect_for(&[], text, verdict, rules)
}

#[track_caller]
fn expect_for(hosts: &[&str], text: &str, verdict: &str, rules: &[&str]) -> ConfigReport {
    expect::expect(ConfigKind::Istio, hosts, text, verdict, rules)
}

#[test]
fn the_modes_are_told_apart() {
    let with = |tls: &str| of(&[&https("shop.example", tls)]);
    let report = expect(&with("mode: MUTUAL, credentialName: shop-cert"), "enforced", &[]);
    assert_eq!(report.listeners()[0].anchors, ["secret/istio-system/shop-cert"]);
    assert_eq!((report.listeners()[0].file.as_str(), report.listeners()[0].line), (FILE, 7));
    let optional = expect(
        &with("mode: OPTIONAL_MUTUAL, credentialName: shop-cert"),
        "open",
        &["client-certificate-optional"],
    );
    assert!(optional.findings()[0].subject.to_string().contains("spec.servers[0]"), "{}", optional.to_text());
    expect(&with("mode: SIMPLE, credentialName: shop-cert"), "open", &["client-certificate-not-requested"]);
    expect(
        &with("mode: MUTUAL, credentialName: shop-cert, insecureSkipVerify: true"),
        "open-to-any-cert",
        &["client-certificate-any-accepted"],
    );
    for mode in ["mode: PASSTHROUGH", "mode: AUTO_PASSTHROUGH", "mode: ISTIO_MUTUAL", "mode: OTHER", ""] {
        expect(&with(mode), "unproven", &["config-unresolved"]);
    }
    expect(
        &with("mode: MUTUAL, serverCertificate: a, privateKey: b, caCertificates: /etc/ca.pem"),
        "enforced",
        &[],
    );
    expect(&with("mode: MUTUAL, serverCertificate: a, privateKey: b"), "broken", &["client-ca-missing"]);
}

#[test]
fn the_ca_is_looked_for_as_istio_does() {
    let mutual = https("shop.example", "mode: MUTUAL, credentialName: shop-cert");
    let only = gateway("public", &[&mutual]);
    let all = |secrets: &[String]| format!("{only}{}", secrets.concat());
    expect(&all(&[secret("shop-cert", &["tls.crt", "cacert"])]), "enforced", &[]);
    expect(
        &all(&[secret("shop-cert", &["tls.crt"]), secret("shop-cert-cacert", &["cacert"])]),
        "enforced",
        &[],
    );
    expect(&all(&[secret("shop-cert", &["tls.crt"])]), "broken", &["client-ca-missing"]);
    // Beside the Secret, one with `-cacert` hides what it holds.
    let shadowed =
        all(&[secret("shop-cert", &["tls.crt", "ca.crt"]), secret("shop-cert-cacert", &["wrong"])]);
    let report = expect(&shadowed, "broken", &["client-ca-missing"]);
    assert!(report.findings()[0].message.contains("hides the one in `shop-cert`"), "{}", report.to_text());
    let report = expect(&all(&[]), "unproven", &["config-unresolved"]);
    assert!(report.findings()[0].subject.to_string().contains("credentialName"), "{}", report.to_text());
    let elsewhere =
        all(&[secret("shop-cert", &["ca.crt"]).replace("namespace: istio-system", "namespace: ingress")]);
    expect(&elsewhere, "enforced", &[]);

    let named = |name: &str| {
        gateway(
            "public",
            &[&https(
                "shop.example",
                &format!("mode: MUTUAL, credentialName: shop-cert, caCertCredentialName: {name}"),
            )],
        )
    };
    let map = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: edge-ca, namespace: istio-system}}\ndata:\n{}",
        ca_entry("ca.crt")
    );
    expect(&format!("{}{}", named("edge-ca"), secret("edge-ca", &["ca.crt"])), "enforced", &[]);
    expect(&format!("{}{map}", named("configmap://istio-system/edge-ca")), "enforced", &[]);
    expect(
        &format!("{}{}", named("configmap://istio-system/edge-ca"), map.replace("ca.crt", "ca.pem")),
        "broken",
        &["client-ca-missing"],
    );
    expect(
        &format!("{}{}", named("edge-ca"), secret("shop-cert", &["ca.crt"])),
        "unproven",
        &["config-unresolved"],
    );
}

#[test]
fn plaintext_needs_a_redirect() {
    let mutual = https("shop.example", "mode: MUTUAL, credentialName: shop-cert");
    let plain = |rest: &str| {
        of(&[
            &mutual,
            &format!("{{port: {{number: 80, name: http, protocol: HTTP}}, hosts: [shop.example]{rest}}}"),
        ])
    };
    expect(&plain(""), "bypass (plaintext)", &["plaintext-listener-serves"]);
    expect(&plain(", tls: {httpsRedirect: false}"), "bypass (plaintext)", &["plaintext-listener-serves"]);
    expect(&plain(", tls: {httpsRedirect: true}"), "enforced", &[]);
}

#[test]
fn servers_and_gateways_on_one_port_are_taken_together() {
    let mutual = https("shop.example", "mode: MUTUAL, credentialName: shop-cert");
    let simple = |hosts: &str| https(hosts, "mode: SIMPLE, credentialName: shop-cert");
    let secret = secret("shop-cert", &["tls.crt", "ca.crt"]);
    let two =
        |second: &str| format!("{}{}{secret}", gateway("public", &[&mutual]), gateway("other", &[second]));
    expect_for(
        &["shop.example"],
        &two(&simple("open.example")),
        "enforced",
        &["connection-coalescing-across-client-auth"],
    );
    expect_for(
        &["shop.example"],
        &two(&simple("'*'")),
        "bypass (sni, host)",
        &[
            "default-host-without-client-certificate",
            "host-past-client-certificate",
            "connection-coalescing-across-client-auth",
        ],
    );
    let same = two(&simple("team/shop.example"));
    let report = judge(&same);
    assert_eq!(report.verdict(), &OriginVerdict::Open, "{report}");
    assert!(
        report
            .findings()
            .iter()
            .any(|f| f.rule == "config-unresolved" && f.message.contains("decides by age"))
    );
    // Other pods have other addresses.
    let apart = two(&simple("shop.example")).replacen("istio: ingressgateway", "istio: inner", 1);
    let report = judge(&apart);
    assert_eq!(report.verdict(), &OriginVerdict::Bypass(vec![BypassKind::Address]), "{report}");
}

#[test]
fn filters_of_envoy_and_quic_are_seen() {
    let mutual = of(&[&https("shop.example", "mode: MUTUAL, credentialName: shop-cert")]);
    let filter = "apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: {name: a, namespace: istio-system}\n";
    expect(&format!("{mutual}{filter}"), "unproven", &["config-unresolved"]);
    let simple = of(&[&https("shop.example", "mode: SIMPLE, credentialName: shop-cert")]);
    expect(&format!("{simple}{filter}"), "unproven", &["config-unresolved"]);
    let quic = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: a}\nspec: {values: {pilot: {env: {PILOT_ENABLE_QUIC_LISTENERS: VALUE}}}}\n";
    expect(
        &format!("{mutual}{}", quic.replace("VALUE", "'true'")),
        "bypass (quic)",
        &["quic-listener-without-client-certificate"],
    );
    expect(&format!("{mutual}{}", quic.replace("VALUE", "'false'")), "enforced", &[]);
    let deployed = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: istiod}\nspec: {template: {spec: {containers: [{name: a, env: [{name: PILOT_ENABLE_QUIC_LISTENERS, value: 'true'}]}]}}}\n";
    expect(&format!("{mutual}{deployed}"), "bypass (quic)", &["quic-listener-without-client-certificate"]);
}

#[test]
fn lists_are_taken_apart_and_other_documents_passed_over() {
    let list = format!(
        "kind: List\napiVersion: v1\nitems:\n- apiVersion: networking.istio.io/v1\n  kind: Gateway\n  metadata: {{name: a, namespace: b}}\n  spec: {{servers: [{}]}}\n---\nreplicas: 3\n",
        https("shop.example", "mode: SIMPLE, credentialName: x")
    );
    expect(&list, "open", &["client-certificate-not-requested"]);
    let files = |name: &str, text: &str| {
        let one = of(&[&https("shop.example", "mode: MUTUAL, credentialName: shop-cert")]);
        ConfigFiles::new("a.yaml", one).with(name, text)
    };
    for (name, text, line, reason) in [
        ("b.yaml", "a: 1\n---\nb: [\n", 3, ""),
        ("b.json", "{\"apiVersion\": \"v1\",\n \"kind\": }", 2, "expected value"),
        ("b.json", "{\"kind\": \"a\",\n", 2, "EOF while parsing"),
    ] {
        let report = check_config(ConfigKind::Istio, &files(name, text), &ConfigOptions::default()).unwrap();
        assert_eq!(report.verdict().as_str(), "unproven", "{report}");
        let told = report.findings().iter().find(|one| one.rule == "config-document-unread").unwrap();
        assert!(told.subject.to_string() == format!("{name}:{line}"), "{told}");
        assert!(told.message.contains(reason), "{told}");
    }
    for (name, text) in [
        ("b.json", "[{\"a\": 1}]"),
        ("b.json", "{\"a\": 1}\n---\n{\"a\": 2}"),
        ("b.json", ""),
        ("b.txt", "{"),
        ("b.json", "a: b"),
    ] {
        let report = check_config(ConfigKind::Istio, &files(name, text), &ConfigOptions::default()).unwrap();
        assert_eq!(report.verdict().as_str(), "enforced", "{report}");
    }
    let broken =
        check_config(ConfigKind::Istio, &ConfigFiles::new("a.yaml", "a: ["), &ConfigOptions::default());
    assert_eq!(broken.unwrap_err().code(), "origin-config-syntax");
}

#[test]
fn what_has_another_type_than_it_should_is_not_known() {
    let mutual = "mode: MUTUAL, credentialName: shop-cert";
    expect(&of(&[&https("shop.example", mutual)]), "enforced", &[]);
    let odd = https("shop.example", &format!("{mutual}, insecureSkipVerify: 'true'"));
    let report = expect(&of(&[&odd]), "unproven", &["config-unresolved"]);
    assert!(report.findings()[0].subject.to_string().contains("insecureSkipVerify"), "{report}");
    let closed = https("shop.example", mutual);
    expect(&of(&[&closed, "{hosts: [shop.example]}"]), "unproven", &["config-unresolved"]);
}

#[test]
fn many_servers_with_many_hosts_cost_little() {
    let hosts = |server: usize| (0..40).map(|host| format!("h{host}.s{server}.example,")).collect::<String>();
    let servers: Vec<String> = (0..1000)
        .map(|server| {
            let mode = if server % 2 == 0 { "MUTUAL" } else { "SIMPLE" };
            https(&hosts(server), &format!("mode: {mode}, credentialName: shop-cert"))
        })
        .collect();
    let all: Vec<&str> = servers.iter().map(String::as_str).collect();
    let begun = crate::trust::source::now();
    expect_for(&["h1.s2.example"], &of(&all), "enforced", &["connection-coalescing-across-client-auth"]);
    assert!(crate::trust::source::now().1.as_secs() - begun.1.as_secs() < 30);
}
