//! Secrets: forms, values, rules, and that nothing leaks.

use super::*;
use crate::finding::Refusal;
use crate::resources::istio::Gateway;
use crate::resources::{Manifest, Map, Value, build, read_yaml, validate, validate_all, write_yaml};

const CERT: &str = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
const KEY: &str = "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n";

fn opaque(name: &str, entries: &[(&str, &str)]) -> Manifest {
    let mut builder = Secret::opaque(name, "n");
    for (key, value) in entries {
        builder = builder.entry(*key, value);
    }
    builder.secret_unchecked()
}

impl SecretBuilder {
    fn secret_unchecked(self) -> Manifest {
        self.inner.object.to_manifest()
    }
}

fn said(manifest: &Manifest) -> Vec<String> {
    validate(manifest).iter().map(|f| format!("{} {}", f.severity, f.rule)).collect()
}

#[test]
fn forms_name_their_entries() {
    let text = write_yaml(&[Secret::tls("public-cert", "istio-system")
        .cert(CERT)
        .key(KEY)
        .ca(CERT)
        .manifest()
        .unwrap()])
    .unwrap();
    let cert = BASE64.encode(CERT);
    let key = BASE64.encode(KEY);
    assert_eq!(
        text,
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: public-cert\n  namespace: istio-system\ntype: kubernetes.io/tls\ndata:\n  ca.crt: {cert}\n  tls.crt: {cert}\n  tls.key: {key}\n"
        )
    );
    let keys = |secret: Secret| secret.keys().map(str::to_owned).collect::<Vec<_>>().join(" ");
    assert_eq!(
        keys(Secret::generic("a", "n").cert(CERT).key(KEY).ca(CERT).build().unwrap()),
        "cacert cert key"
    );
    let ca = Secret::ca_cert("a", "n").ca(CERT).build().unwrap();
    assert_eq!((ca.metadata.name(), ca.secret_type.as_deref()), ("a-cacert", Some(Secret::OPAQUE)));
    assert_eq!(keys(ca), "cacert");
    assert_eq!(keys(Secret::ca_cert("a-cacert", "n").ca(CERT).build().unwrap()), "cacert");
}

#[test]
fn values_are_read_as_pods_see_them() {
    let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: YWE=, b: 'YWF=', c: \"YW\\nE=\", d: '?'}\nstringData: {a: plain}\n";
    let (secret, _) = Secret::read(&read_yaml(text).remove(0).unwrap()).unwrap();
    let value = |key: &str| secret.value(key).map(|v| String::from_utf8(v.to_vec()).unwrap());
    assert_eq!(value("a").as_deref(), Some("plain"));
    assert_eq!(value("b").as_deref(), Some("aa"));
    assert_eq!(value("c").as_deref(), Some("aa"));
    assert_eq!((value("d"), value("e")), (None, None));
    assert_eq!(secret.keys().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
}

#[test]
fn nothing_shows_a_value() {
    let marker = "c2VjcmV0LW1hcmtlcg==";
    let text = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ndata: {{tls.key: {marker}}}\nstringData: {{x: {marker}}}\n"
    );
    let manifest = read_yaml(&text).remove(0).unwrap();
    let secret = Secret::try_from(&manifest).unwrap();
    let builder = Secret::tls("a", "b").key(marker).extra("note", marker);
    let shown = format!("{manifest:?} {secret:?} {builder:?}");
    assert!(!shown.contains(marker), "{shown}");
    assert!(!shown.contains(&BASE64.encode(marker)), "{shown}");
    assert!(shown.contains("tls.key"), "{shown}");
    // Nor does a refusal.
    for text in [
        format!("apiVersion: v1\nkind: Secret\ndata:\n  a: \"{marker}\n"),
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: S}}\ndata: {{a: '{marker}!', b: ['{marker}']}}\n"
        ),
        format!("apiVersion: v1\nkind: Secret\ndata:\n  a: {marker}\n   {marker}: x\n"),
    ] {
        for read in read_yaml(&text) {
            let said = match read {
                Ok(manifest) => format!("{:?}", validate(&manifest)),
                Err(error) => format!("{error:?} {error} {:?}", error.findings()),
            };
            assert!(!said.contains(marker), "{said}");
        }
    }
}

#[test]
fn annotations_and_misspelt_fields_are_secret_too() {
    let marker = "secret-marker";
    let text = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: s, annotations: {{kubectl.kubernetes.io/last-applied-configuration: {marker}}}, other: {marker}}}\nstringdata: {{key: [{marker}]}}\n"
    );
    let (mut secret, _) = Secret::read(&read_yaml(&text).remove(0).unwrap()).unwrap();
    let held = |secret: &Secret| format!("{:?} {:?}", secret.metadata, secret.extra).matches(marker).count();
    assert_eq!(held(&secret), 3);
    let shown = format!("{secret:?}");
    assert!(!shown.contains(marker), "{shown}");
    for name in ["last-applied-configuration", "stringdata"] {
        assert!(shown.contains(name), "{shown}");
    }
    secret.wipe();
    assert_eq!(held(&secret), 0);
}

#[test]
fn secrets_follow_the_api_server_and_istiod() {
    let encoded = BASE64.encode(CERT);
    let big = "x".repeat(800 << 10);
    for (manifest, expected) in [
        (opaque("s", &[("tls.crt", CERT), ("tls.key", KEY), ("ca.crt", CERT)]), [].as_slice()),
        (opaque("s", &[("key", "an API token")]), &[]),
        (opaque("s", &[("tls.crt", CERT)]), &["warning secret-half-pair"]),
        (opaque("s", &[("tls.crt", CERT), ("tls.key", "")]), &["warning secret-half-pair"]),
        (
            opaque("s", &[("cert", CERT), ("key", KEY), ("tls.crt", CERT), ("tls.key", KEY)]),
            &["warning secret-shadowed", "warning secret-shadowed"],
        ),
        (opaque("s-cacert", &[("cacert", CERT)]), &[]),
        (opaque("s-cacert", &[("ca.cert", CERT)]), &["warning secret-cacert-without-ca"]),
        (opaque("s-cacert", &[("cacert", KEY)]), &["error secret-key-in-certificate"]),
        (opaque("s", &[("tls.crt", CERT), ("tls.key", CERT)]), &["warning secret-not-pem"]),
        (opaque("s", &[("tls.crt", &encoded), ("tls.key", KEY)]), &["warning secret-encoded-twice"]),
        (opaque("s", &[("ca.crt", "no PEM")]), &["warning secret-not-pem"]),
        (opaque("s", &[("a/b", "")]), &["error secret-key-name"]),
        (opaque("s", &[("..a", "")]), &["error secret-key-name"]),
        (opaque("s", &[("a", &big), ("b", &big)]), &["error secret-too-large"]),
        (opaque("S", &[]), &["error metadata-name-invalid"]),
        (opaque("", &[]), &["error metadata-name-invalid"]),
        (Secret::opaque("s", "n.s").secret_unchecked(), &["error metadata-namespace-invalid"]),
        (Secret::tls("s", "n").cert(CERT).key(KEY).secret_unchecked(), &[]),
        (Secret::tls("s", "n").cert("").key("").secret_unchecked(), &[]),
        (
            Secret::tls("s", "n").cert(CERT).secret_unchecked(),
            &["error secret-type-keys", "warning secret-half-pair"],
        ),
        (
            Secret::opaque("s", "n").entry("a", "1").plain_entry("a", "2").secret_unchecked(),
            &["warning secret-string-data-wins"],
        ),
    ] {
        assert_eq!(said(&manifest), expected, "{manifest:?}");
    }
    for (data, expected) in [
        ("{a: '?'}", "error secret-not-base64"),
        ("{a: abc}", "error secret-not-base64"),
        ("{a: 12}", "error field-type"),
        ("[a]", "error field-type"),
    ] {
        let text = format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ndata: {data}\n");
        assert_eq!(said(&read_yaml(&text).remove(0).unwrap()), [expected], "{data}");
    }
}

#[test]
fn what_is_no_pem_is_not_built() {
    let encoded = BASE64.encode(CERT);
    for (cert, rule) in [("no PEM", "secret-not-pem"), (encoded.as_str(), "secret-encoded-twice")] {
        let refused = Secret::tls("s", "n").cert(cert).key(KEY).build().unwrap_err();
        let crate::resources::ResourceError::Invalid { findings, .. } = refused else {
            panic!("{refused:?}")
        };
        let said: Vec<String> = findings.iter().map(|f| format!("{} {}", f.severity, f.rule)).collect();
        assert_eq!(said, [format!("error {rule}")]);
        // The API server takes the same Secret.
        assert_eq!(said_of(cert), [format!("warning {rule}")]);
    }
}

#[cfg(all(feature = "issue", feature = "aws-lc-rs"))]
#[test]
fn a_key_of_another_certificate_is_noticed() {
    use crate::pki::issue::CertificateAuthority;

    let ca = CertificateAuthority::root("Root").build().unwrap();
    let issue = || ca.server(["shop.example"]).issue().unwrap();
    let (one, other) = (issue(), issue());
    let (cert, key) =
        (one.chain.to_pem(), |issued: &crate::pki::issue::IssuedCertificate| issued.key.secret_pkcs8_pem());
    assert!(Secret::tls("a", "n").cert(&cert).key(&*key(&one)).build().is_ok());
    let forms: [fn() -> SecretBuilder; 2] = [|| Secret::tls("a", "n"), || Secret::generic("a", "n")];
    for begin in forms {
        let mixed = || begin().cert(&cert).key(&*key(&other));
        assert_eq!(said(&mixed().secret_unchecked()), ["warning secret-pair-mismatch"]);
        let refused = mixed().build().unwrap_err();
        assert!(refused.to_string().contains("is not that of the first certificate"), "{refused}");
    }
}

fn said_of(cert: &str) -> Vec<String> {
    said(&opaque("s", &[("tls.crt", cert), ("tls.key", KEY)]))
}

#[test]
fn a_gateway_that_demands_clients_needs_their_ca() {
    let gateway = |mode: &str| {
        Gateway::new("g", "n")
            .https(443, ["a.example"])
            .with_tls(|tls| {
                tls.mode = Some(mode.into());
                tls.credential_name = Some("c".to_owned());
            })
            .manifest()
            .unwrap()
    };
    let without = || opaque("c", &[("tls.crt", CERT), ("tls.key", KEY)]);
    let with = || opaque("c", &[("tls.crt", CERT), ("tls.key", KEY), ("ca.crt", CERT)]);
    let apart = || Secret::ca_cert("c", "n").ca(CERT).manifest().unwrap();
    let in_other = |secret: Manifest| {
        let mut secret = secret;
        secret.merge_patch(serde_json::json!({"metadata": {"namespace": "other"}}).into()).unwrap();
        secret
    };
    let list = |items: Vec<Manifest>| {
        let items: Vec<Value> = items.into_iter().map(Value::from).collect();
        let list =
            Map::from([("apiVersion", Value::from("v1")), ("kind", "List".into()), ("items", items.into())]);
        Manifest::new(list.into()).unwrap()
    };
    let elsewhere = || Secret::ca_cert("c", "other").ca(CERT).manifest().unwrap();
    for (set, expected) in [
        (vec![gateway("MUTUAL"), without()], 1),
        (vec![gateway("OPTIONAL_MUTUAL"), without()], 1),
        (vec![gateway("SIMPLE"), without()], 0),
        (vec![gateway("MUTUAL"), with()], 0),
        (vec![gateway("MUTUAL"), without(), apart()], 0),
        (vec![gateway("MUTUAL"), without(), elsewhere()], 1),
        (vec![gateway("MUTUAL")], 0),
        // Which of them the gateway's pods see is not known.
        (vec![gateway("MUTUAL"), with(), in_other(without())], 0),
        (vec![gateway("MUTUAL"), in_other(without()), without(), elsewhere()], 0),
        (vec![gateway("MUTUAL"), in_other(without()), without()], 1),
        (vec![list(vec![gateway("MUTUAL"), without()])], 1),
        (vec![gateway("MUTUAL"), list(vec![list(vec![without()])])], 1),
        (vec![gateway("MUTUAL"), without(), list(vec![apart()])], 0),
    ] {
        let found = validate_all(&set).iter().filter(|f| f.rule == "secret-missing-ca-crt").count();
        assert_eq!(found, expected, "{set:?}");
    }
}

#[test]
fn options_build_the_same_as_the_builder() {
    let options = |form: &str| serde_json::json!({"name": "c", "namespace": "n", "form": form, "cert": CERT, "key": KEY, "ca": CERT});
    assert_eq!(
        build("Secret", options("tls")),
        Secret::tls("c", "n").cert(CERT).key(KEY).ca(CERT).manifest()
    );
    assert_eq!(
        build("Secret", options("generic")),
        Secret::generic("c", "n").cert(CERT).key(KEY).ca(CERT).manifest()
    );
    assert_eq!(
        build("Secret", serde_json::json!({"name": "c", "form": "cacert", "ca": CERT, "labels": {"a": "b"}})),
        Secret::ca_cert("c", "").ca(CERT).label("a", "b").manifest()
    );
    let patch = || serde_json::json!({"type": "shop.example/own", "metadata": {"labels": null}});
    let options = serde_json::json!({
        "name": "c", "form": "opaque", "entries": {"a": "b"}, "labels": {"a": "b"},
        "extra": {"owner": "shop", "type": "lost"}, "merge_patch": patch(),
    });
    let built = build("Secret", options).unwrap();
    let builder = Secret::opaque("c", "").entry("a", "b").label("a", "b").extra("owner", "shop");
    assert_eq!(built, builder.merge_patch(patch()).manifest().unwrap());
    let text = |field: &str| built.body().get(field).and_then(Value::as_str);
    assert_eq!((text("owner"), text("type")), (Some("shop"), Some("shop.example/own")));
    let error =
        build("Secret", serde_json::json!({"name": "c", "certificate": CERT, "form": "TLS"})).unwrap_err();
    let rules: Vec<String> = error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    assert_eq!(rules, ["option-unknown certificate", "option-value form"]);
    let error = build("Secret", serde_json::json!({"name": "c", "cert": KEY, "key": CERT})).unwrap_err();
    assert_eq!(error.code(), "manifest-invalid");
    assert!(!format!("{error:?} {error}").contains("MAA="));
}
