//! Gateways: builder, options, and Istio's rules one by one.

use super::*;
use crate::finding::{Finding, Refusal, Severity};
use crate::resources::{Manifest, Map, ResourceError, Value, build, read_yaml, validate, write_yaml};

/// A Gateway with one server, as YAML in flow style.
fn with_server(server: &str) -> Manifest {
    let text = format!(
        "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {{name: g, namespace: ns}}\nspec:\n  servers:\n  - {server}\n"
    );
    read_yaml(&text).remove(0).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

fn with_tls(tls: &str) -> Manifest {
    with_server(&format!(
        "{{hosts: ['a.example'], port: {{number: 443, name: https, protocol: HTTPS}}, tls: {tls}}}"
    ))
}

fn said(manifest: &Manifest) -> Vec<String> {
    let mut said: Vec<String> =
        validate(manifest).iter().map(|f: &Finding| format!("{} {}", f.severity, f.rule)).collect();
    said.dedup();
    said
}

#[test]
fn the_builder_writes_what_it_says() {
    let gateway = Gateway::new("public", "istio-system")
        .selector("istio", "ingressgateway")
        .http(80, ["*.shop.example"])
        .redirect_to_https()
        .https(443, ["*.shop.example"])
        .mutual("public-cert")
        .min_version(TlsVersion::V1_2)
        .build()
        .unwrap();
    assert_eq!(
        write_yaml(&[gateway.to_manifest()]).unwrap(),
        "apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: public
  namespace: istio-system
spec:
  selector:
    istio: ingressgateway
  servers:
  - port:
      number: 80
      protocol: HTTP
      name: http-80
    hosts:
    - \"*.shop.example\"
    tls:
      httpsRedirect: true
  - port:
      number: 443
      protocol: HTTPS
      name: https-443
    hosts:
    - \"*.shop.example\"
    tls:
      mode: MUTUAL
      credentialName: public-cert
      minProtocolVersion: TLSV1_2
"
    );
    assert!(gateway.validate().is_empty());
}

#[test]
fn build_says_all_that_is_wrong_at_once() {
    let error = Gateway::new("public.gw", "istio-system")
        .mutual("too-early")
        .https(0, ["shop"])
        .https(443, [] as [&str; 0])
        .build()
        .unwrap_err();
    let rules: Vec<&str> = error.findings().iter().map(|f| f.rule).collect();
    assert_eq!(
        rules,
        [
            "gateway-no-servers",
            "gateway-name-invalid",
            "gateway-host-invalid",
            "gateway-port-invalid",
            "gateway-no-hosts",
            "gateway-tls-missing",
        ]
    );
    assert_eq!(error.code(), "manifest-invalid");
    assert!(error.to_string().starts_with("6 problems of Gateway istio-system/public.gw: "), "{error}");
}

#[test]
fn options_build_the_same_as_the_builder() {
    let built = Gateway::new("public", "istio-system")
        .selector("istio", "ingressgateway")
        .http(80, ["*.shop.example"])
        .redirect_to_https()
        .https(443, ["*.shop.example"])
        .mutual("public-cert")
        .manifest()
        .unwrap();
    for (credential, redirect) in
        [("credential_name", "redirect_to_https"), ("credentialName", "redirectToHttps")]
    {
        let options = serde_json::json!({
            "name": "public", "namespace": "istio-system", "selector": {"istio": "ingressgateway"},
            "servers": [
                {"port": 80, "hosts": ["*.shop.example"], redirect: true},
                {"port": 443, "hosts": ["*.shop.example"], "mode": "MUTUAL", credential: "public-cert"},
            ],
        });
        assert_eq!(build("networking.istio.io/Gateway", options).unwrap(), built);
    }
}

#[test]
fn options_that_do_not_fit_are_all_named() {
    let options = serde_json::json!({
        "nam": "public", "servers": [{"port": "443", "mode": "MUTUL", "hots": []}], "selector": []
    });
    let error = build("networking.istio.io/Gateway", options).unwrap_err();
    assert_eq!(error.code(), "options-invalid");
    let mut lines: Vec<String> =
        error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "option-missing name",
            "option-missing servers[0].hosts",
            "option-type selector",
            "option-type servers[0].port",
            "option-unknown nam",
            "option-unknown servers[0].hots",
            "option-value servers[0].mode",
        ]
    );
    let error = build("networking.istio.io/Gateway", serde_json::json!({"name": "g", "servers": [{"port": 70000, "hosts": ["*"], "mode": "SIMPLE", "credential_name": "c"}]})).unwrap_err();
    assert!(error.to_string().contains("70000 is no port"), "{error}");
    assert_eq!(
        build("networking.istio.io/Gateway", serde_json::json!(3)).unwrap_err().code(),
        "options-invalid"
    );
}

#[test]
fn a_merge_patch_reaches_what_the_builder_does_not_know() {
    let patch = Value::Map(Map::from([("spec", Map::from([("newField", true)]))]));
    let manifest = Gateway::new("g", "n").http(80, ["*"]).merge_patch(patch).manifest().unwrap();
    assert_eq!(manifest.body().get("spec").unwrap().get("newField"), Some(&Value::Bool(true)));
    let gateway = Gateway::try_from(&manifest).unwrap();
    assert_eq!(gateway.spec.as_ref().unwrap().extra.get("newField"), Some(&Value::Bool(true)));
    assert_eq!(gateway.to_manifest(), manifest, "unknown fields survive the typed model");
    let broken = Value::Map(Map::from([("kind", Value::Null)]));
    assert_eq!(
        Gateway::new("g", "n").http(80, ["*"]).merge_patch(broken).build().unwrap_err().code(),
        "manifest-without-kind"
    );
}

#[test]
fn hosts_follow_istio() {
    for (host, good) in [
        ("*", true),
        ("*/*", true),
        ("./a.example", true),
        ("ns/*.a.example", true),
        ("a.example.", true),
        ("192.0.2.1", true),
        ("A-b.Example", true),
        ("*-a.example", false),
        ("*a.example", false),
        ("a.*.example", false),
        ("shop", false),
        ("ns/shop", false),
        ("/a.example", false),
        ("ns/", false),
        ("n.s/a.example", false),
        ("~/a.example", false),
        ("a_b.example", false),
        ("a..example", false),
        ("-a.example", false),
        ("a.1", false),
        ("2001:db8::1", false),
        ("", false),
    ] {
        let manifest =
            with_server(&format!("{{hosts: ['{host}'], port: {{number: 80, name: h, protocol: http}}}}"));
        let expected: &[&str] = if good { &[] } else { &["error gateway-host-invalid"] };
        assert_eq!(said(&manifest), expected, "{host}");
    }
}

#[test]
fn ports_and_binds_follow_istio() {
    const PORT: &str = "error gateway-port-invalid";
    for (server, expected) in [
        ("{hosts: ['*'], port: {number: 80, name: h, protocol: GRPC-Web}}", [].as_slice()),
        ("{hosts: ['*'], port: {number: 80, name: h, protocol: QUIC}}", &[PORT]),
        ("{hosts: ['*'], port: {number: 80, name: h}}", &[PORT]),
        ("{hosts: ['*'], port: {number: 80, protocol: TCP}}", &[PORT]),
        ("{hosts: ['*'], port: {name: h, protocol: TCP}}", &[PORT]),
        ("{hosts: ['*'], port: {number: 65536, name: h, protocol: TCP}}", &[PORT]),
        ("{hosts: ['*'], port: {number: 80, name: h, protocol: TCP, targetPort: 8080}}", &[PORT]),
        ("{hosts: ['*']}", &[PORT]),
        ("{hosts: ['*'], bind: 'unix:///run/a', port: {number: 0, name: h, protocol: TCP}}", &[]),
        ("{hosts: ['*'], bind: 'unix://@a', port: {name: h, protocol: TCP}}", &[]),
        ("{hosts: ['*'], bind: 'unix://a', port: {name: h, protocol: TCP}}", &["error gateway-bind-invalid"]),
        (
            "{hosts: ['*'], bind: 'unix:///run/a', port: {number: 80, name: h, protocol: TCP}}",
            &["error gateway-bind-invalid"],
        ),
        ("{hosts: ['*'], bind: '::1', port: {number: 80, name: h, protocol: TCP}}", &[]),
        (
            "{hosts: ['*'], bind: '192.0.2', port: {number: 80, name: h, protocol: TCP}}",
            &["error gateway-bind-invalid"],
        ),
        ("{port: {number: 80, name: h, protocol: HTTP}}", &["error gateway-no-hosts"]),
        ("{hosts: ['*'], port: {number: 80, name: h, protocol: TLS}}", &["error gateway-tls-missing"]),
        ("{hosts: ['*'], port: {number: 80, name: h, protocol: HTTP}, tls: {httpsRedirect: true}}", &[]),
        (
            "{hosts: ['*'], port: {number: 80, name: h, protocol: HTTP}, tls: {mode: SIMPLE, credentialName: c}}",
            &["error gateway-tls-on-plaintext"],
        ),
        (
            "{hosts: ['*'], port: {number: 80, name: h, protocol: TCP}, tls: {}}",
            &["error gateway-tls-on-plaintext"],
        ),
        ("null", &["error field-type"]),
    ] {
        assert_eq!(said(&with_server(server)), expected, "{server}");
    }
}

#[test]
fn tls_settings_follow_istio() {
    for (tls, expected) in [
        ("{mode: SIMPLE, credentialName: c}", [].as_slice()),
        ("{mode: SIMPLE, credentialNames: [a, b]}", &[]),
        ("{mode: SIMPLE, credentialNames: [a, b, c]}", &["error gateway-certificate-count"]),
        ("{mode: SIMPLE, serverCertificate: a, privateKey: b}", &[]),
        ("{mode: SIMPLE, serverCertificate: a}", &["error gateway-certificate-missing"]),
        ("{mode: SIMPLE}", &["error gateway-certificate-missing"]),
        ("{mode: SIMPLE, tlsCertificates: [{serverCertificate: a, privateKey: b}]}", &[]),
        ("{mode: SIMPLE, tlsCertificates: [{serverCertificate: a}]}", &["error gateway-certificate-missing"]),
        (
            "{mode: SIMPLE, serverCertificate: a, privateKey: b, caCrl: c}",
            &["error gateway-crl-without-clients"],
        ),
        ("{mode: SIMPLE, credentialName: c, credentialNames: [d]}", &["error gateway-certificate-sources"]),
        (
            "{mode: SIMPLE, credentialName: c, tlsCertificates: [{serverCertificate: a, privateKey: b}]}",
            &["error gateway-certificate-sources"],
        ),
        ("{mode: MUTUAL, serverCertificate: a, privateKey: b}", &["error gateway-ca-missing"]),
        ("{mode: MUTUAL, serverCertificate: a, privateKey: b, caCertificates: c}", &[]),
        (
            "{mode: MUTUAL, credentialName: c, insecureSkipVerify: true}",
            &["warning gateway-clients-unverified"],
        ),
        (
            "{mode: MUTUAL, credentialName: c, caCertCredentialName: clients}",
            &["warning gateway-ca-credential-name"],
        ),
        ("{mode: MUTUAL, credentialName: c, caCertCredentialName: clients-cacert}", &[]),
        ("{mode: OPTIONAL_MUTUAL, credentialName: c}", &[]),
        ("{mode: ISTIO_MUTUAL}", &[]),
        (
            "{mode: ISTIO_MUTUAL, credentialName: c, privateKey: k}",
            &["error gateway-istio-mutual-certificates"],
        ),
        ("{mode: PASSTHROUGH}", &[]),
        ("{mode: PASSTHROUGH, credentialName: c}", &["warning gateway-passthrough-certificates"]),
        ("{credentialName: c}", &["warning gateway-tls-mode-missing"]),
        ("{mode: AUTO_PASSTHROUGH}", &[]),
        ("{mode: mutual}", &["error field-value-unknown"]),
        ("{mode: SIMPLE, credentialName: c, minProtocolVersion: TLSV1_1}", &["warning gateway-old-tls"]),
        ("{mode: SIMPLE, credentialName: c, minProtocolVersion: TLSV1_1, cipherSuites: [AES128-SHA]}", &[]),
        (
            "{mode: SIMPLE, credentialName: c, cipherSuites: [TLS_AES_128_GCM_SHA256]}",
            &["warning gateway-cipher-ignored"],
        ),
        (
            "{mode: SIMPLE, credentialName: c, cipherSuites: [AES128-SHA, AES128-SHA]}",
            &["warning gateway-cipher-ignored"],
        ),
        ("{mode: SIMPLE, credentialName: c, cipherSuites: [ALL, '-aPSK']}", &[]),
        ("{mode: SIMPLE, credentialName: c, httpsRedirect: true}", &["warning gateway-redirect-ignored"]),
        (
            "{mode: SIMPLE, credentialname: c, serverCertificate: a, privateKey: b}",
            &["warning field-unknown"],
        ),
        ("{mode: SIMPLE, credentialName: 3}", &["error field-type"]),
    ] {
        assert_eq!(said(&with_tls(tls)), expected, "{tls}");
    }
}

#[test]
fn the_whole_follows_istio() {
    for (text, expected) in [
        ("metadata: {name: g}\nspec: {}", ["error gateway-no-servers"].as_slice()),
        ("metadata: {name: g}", &["error gateway-no-servers"]),
        (
            "metadata: {name: a.b}\nspec: {servers: [{hosts: ['*'], port: {number: 80, name: h, protocol: HTTP}}]}",
            &["error gateway-name-invalid"],
        ),
        (
            "metadata: {name: g, annotations: {istio.io/dry-run: 'true'}}\nspec: {servers: [{hosts: ['*'], port: {number: 80, name: h, protocol: HTTP}}]}",
            &["error istio-annotation-misplaced"],
        ),
        (
            "metadata: {name: g, labels: {'a b': c}}\nspec: {servers: [{hosts: ['*'], port: {number: 80, name: h, protocol: HTTP}}]}",
            &["error label-invalid"],
        ),
        (
            "metadata: {name: g}\nspec: {servers: [{hosts: ['*'], port: {number: 80, name: h, protocol: HTTP}}, {hosts: ['*'], port: {number: 81, name: h, protocol: HTTP}}]}",
            &["error gateway-port-name-twice"],
        ),
        (
            "metadata: {name: g}\nspec: {servers: [{hosts: ['*'], port: {number: 80, name: h, protocol: HTTP}}]}\nstatus: {x: 1}",
            &[],
        ),
    ] {
        let text = format!("apiVersion: networking.istio.io/v1beta1\nkind: Gateway\n{text}\n");
        assert_eq!(said(&read_yaml(&text).remove(0).unwrap()), expected, "{text}");
    }
}

#[test]
fn versions_are_kept_and_kinds_are_checked() {
    let manifest = with_tls("{mode: ISTIO_MUTUAL}");
    let mut other = manifest.clone();
    other.body_mut().insert("apiVersion", "networking.istio.io/v1alpha3");
    assert_eq!(
        Gateway::try_from(&other).unwrap().to_manifest().api_version(),
        "networking.istio.io/v1alpha3"
    );
    other.body_mut().insert("apiVersion", "gateway.networking.k8s.io/v1");
    let error = Gateway::try_from(&other).unwrap_err();
    assert_eq!(error.code(), "manifest-wrong-kind");
    assert_eq!(
        error.to_string(),
        "gateway.networking.k8s.io/v1 Gateway ns/g is no Gateway of networking.istio.io"
    );
    let bad = with_tls("{mode: mutual}");
    let Err(ResourceError::Invalid { findings, .. }) = Gateway::try_from(&bad) else { panic!() };
    assert_eq!((findings.len(), findings[0].severity), (1, Severity::Error));
    assert_eq!(
        Gateway::read(&bad).unwrap().0.spec.unwrap().servers.unwrap()[0].tls.as_ref().unwrap().mode,
        Some(ServerTlsMode::Unknown("mutual".to_owned()))
    );
}

#[test]
fn words_that_yaml_takes_for_booleans_get_the_right_advice() {
    let text = "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: g, namespace: n}\n";
    let findings = validate(&read_yaml(text).remove(0).unwrap());
    assert_eq!(
        (findings[0].rule, findings[0].message.as_str()),
        ("field-type", "expected string, found boolean")
    );
    assert!(findings[0].help.starts_with("Quote it: unquoted y, n"), "{}", findings[0].help);
}

#[test]
fn a_hostile_list_of_ciphers_gets_few_suggestions() {
    let suites = "AES128-SHB, ".repeat(500);
    let text = format!(
        "{{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {{name: g, namespace: shop}}, spec: {{servers: [{{port: {{number: 443, name: https, protocol: HTTPS}}, hosts: [a.example], tls: {{mode: SIMPLE, credentialName: c, cipherSuites: [{suites}]}}}}]}}}}"
    );
    let found = crate::resources::validate(&crate::resources::read_yaml(&text).remove(0).unwrap());
    assert_eq!(found.len(), 500);
    assert_eq!(found.iter().filter(|f| f.message.contains("did you mean `AES128-SHA`")).count(), 32);
}
