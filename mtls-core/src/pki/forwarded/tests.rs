use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::json;

use super::{ForwardedClientCert, ForwardedForm, ForwardedOptions};
use crate::finding::{Refusal as _, Subject};
use crate::pki::{Certificate, CertificateChain, PkiError};

const SVID: &str = include_str!("../../../tests/data/pki/svid.pem");
const INTERMEDIATE: &str = include_str!("../../../tests/data/pki/intermediate.pem");
const ID: &str = "spiffe://cluster-a.example/ns/shop/sa/cart";

fn read(header: &str) -> ForwardedClientCert {
    ForwardedClientCert::parse(header).unwrap_or_else(|error| panic!("{error}: {header}"))
}

fn refused(header: &str) -> PkiError {
    ForwardedClientCert::parse(header).expect_err(header)
}

/// As Envoy does: what is neither a letter, a digit nor `-_.~`.
fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
    }
    out
}

#[test]
fn one_element_as_envoy_writes_it() {
    let hash = Certificate::from_pem(SVID.as_bytes()).unwrap().fingerprint_sha256();
    let subject = r#"CN=quo\\te\"d,O=Acme\, \"Inc\"\; x=y,C=US"#;
    let header = format!(
        "By=spiffe://a.example/proxy;Hash={hash};Cert=\"{}\";Chain=\"{}\";Subject=\"{subject}\";URI={ID};DNS=cart.shop.svc;Issuer=\"CN=Intermediate\"",
        percent(SVID),
        percent(&format!("{SVID}{INTERMEDIATE}")),
    );
    let forwarded = read(&header);
    assert_eq!(forwarded.form(), ForwardedForm::Text);
    let element = forwarded.nearest();
    assert_eq!(element.by(), ["spiffe://a.example/proxy"]);
    assert_eq!(element.hash(), Some(hash.as_str()));
    assert_eq!(element.certificate().unwrap().fingerprint_sha256(), hash);
    assert_eq!(element.chain().unwrap().len(), 2);
    assert_eq!(element.subject(), Some(subject));
    assert_eq!(element.issuer(), Some("CN=Intermediate"));
    assert_eq!(element.uris(), [ID]);
    assert_eq!(element.dns_names(), ["cart.shop.svc"]);
    assert_eq!(forwarded.spiffe_id().unwrap().as_str(), ID);
    assert_eq!(forwarded.warnings(), []);
}

#[test]
fn the_last_element_is_the_nearest_and_the_certificate_speaks_for_the_names() {
    let header = format!("URI=spiffe://a.example/far , Cert={}", percent(SVID));
    let forwarded = read(&header);
    assert_eq!(forwarded.elements().len(), 2);
    assert_eq!(forwarded.elements()[0].spiffe_id().unwrap().path(), "/far");
    assert_eq!(forwarded.spiffe_id().unwrap().as_str(), ID);
    assert_eq!(forwarded.nearest().dns_names(), ["cart.shop.svc"]);
    let warning = &forwarded.warnings()[0];
    assert_eq!(
        (warning.rule, &warning.subject),
        ("forwarded-text-unproven", &Subject::Text { line: None, block: Some(1) })
    );
}

#[test]
fn the_chain_alone_shows_the_certificate() {
    let forwarded = read(&format!("Chain=\"{}\"", percent(&format!("{SVID}{INTERMEDIATE}"))));
    assert_eq!(forwarded.spiffe_id().unwrap().as_str(), ID);
    let other = format!("Cert=\"{}\";Chain=\"{}\"", percent(SVID), percent(INTERMEDIATE));
    assert_eq!(refused(&other).code(), "forwarded-certificate-mismatch");
}

/// The certificate names `spiffe://a.example/y,URI=spiffe://a.example/root`, and Envoy writes it as it is.
#[test]
fn a_forged_element_is_taken_only_with_a_warning_and_never_beside_a_certificate() {
    let forged = "URI=spiffe://a.example/y,Hash=00;URI=spiffe://a.example/root";
    assert_eq!(refused(forged).code(), "forwarded-hash-malformed");
    let forged = forged.replace("Hash=00;", "");
    assert_eq!(read(&forged).spiffe_id().unwrap().path(), "/root");
    assert_eq!(read(&forged).warnings().len(), 1);
    // With the certificate in the genuine element, what is left of the name is not the certificate's.
    let beside = format!("Cert=\"{}\";{forged}", percent(SVID));
    let error = refused(&beside);
    assert_eq!(error.code(), "forwarded-names-differ");
    assert_eq!(error.subject(), Subject::Text { line: None, block: Some(1) });
    let dns = format!("Cert=\"{}\";DNS=cart.shop;URI={ID}", percent(SVID));
    assert_eq!(refused(&dns).code(), "forwarded-names-differ");
    // A name that adds a pair.
    assert_eq!(
        refused("URI=spiffe://a.example/y;DNS=a.test;URI=spiffe://a.example/z").code(),
        "forwarded-uri-several"
    );
}

#[test]
fn several_uris_are_read_where_they_are_asked_for_and_are_no_spiffe_id() {
    let options = ForwardedOptions { several_uris: true, ..ForwardedOptions::default() };
    let header = "URI=spiffe://a.example/a;URI=https://a.example/";
    let forwarded = ForwardedClientCert::parse_with(header, &options).unwrap();
    assert_eq!(forwarded.nearest().uris().len(), 2);
    assert_eq!(forwarded.spiffe_id().unwrap_err().code(), "forwarded-uri-several");
}

#[test]
fn what_is_no_spiffe_id_is_refused_where_one_is_asked_for() {
    for header in ["URI=", "Subject=\"CN=a\"", "URI=https://a.example/", "URI=spiffe://A.example/x", "[{}]"] {
        assert_eq!(read(header).spiffe_id().unwrap_err().code(), "forwarded-not-spiffe", "{header}");
    }
}

#[test]
fn texts_that_are_not_of_the_form() {
    for header in [
        "",
        " ",
        ",",
        ";",
        "=",
        "URI",
        "URI;",
        "URI=a;",
        "URI=a,",
        "URI=a,,URI=b",
        "=a",
        "\"URI\"=a",
        "Ünit=a",
        "Subject=\"a",
        "Subject=\"a\\\"",
        "Subject=\"a\"b",
        "Subject=\"a\\\\\"b\"",
        "URI=a\"b\"",
        "Sub=a",
        "URI=a\r\nX: b",
        "URI=a\0",
        "Cert=%2",
        "Cert=%zz",
        "Cert=\"%\"",
        "SPIFFE=a",
        "Hash =a",
    ] {
        assert_eq!(refused(header).code(), "forwarded-malformed", "{header:?}");
    }
    for header in
        ["Hash=", "Hash=00", &format!("Hash={}", "g".repeat(64)), &format!("Hash={}", "0".repeat(65))]
    {
        assert_eq!(refused(header).code(), "forwarded-hash-malformed", "{header:?}");
    }
    for key in ["Hash", "Cert", "Chain", "Subject", "Issuer"] {
        let header = format!("{key}=a;{}=a", key.to_lowercase());
        assert_eq!(refused(&header).code(), "forwarded-key-duplicate", "{header:?}");
    }
}

#[test]
fn the_place_of_a_fault_is_named() {
    let error = refused("URI=spiffe://a.example/a, Subject=CN;x");
    assert_eq!(error.to_string(), "element 2, column 38: `key=value` is expected");
    assert_eq!(error.subject(), Subject::Text { line: None, block: Some(2) });
}

#[test]
fn json_as_envoy_writes_it() {
    let hash = Certificate::from_pem(SVID.as_bytes()).unwrap().fingerprint_sha256();
    let header = json!([
        {"uri": ["spiffe://a.example/far,Hash=00;URI=spiffe://a.example/root"]},
        {"hash": hash, "subject": "CN=cart", "uri": [ID], "dns": ["cart.shop.svc"], "issuer": "CN=x", "cert": SVID},
    ]);
    let forwarded = read(&header.to_string());
    assert_eq!(forwarded.form(), ForwardedForm::Json);
    assert_eq!(forwarded.spiffe_id().unwrap().as_str(), ID);
    // The forged name stays one name, and is no SPIFFE ID.
    assert_eq!(forwarded.elements()[0].spiffe_id().unwrap_err().code(), "forwarded-not-spiffe");
    assert_eq!(forwarded.warnings(), []);
}

#[test]
fn json_that_is_not_of_the_form() {
    for header in [
        "[",
        "[]",
        "[1]",
        "[[]]",
        "[{}",
        "[{}] x",
        r#"[{"uri": 1}]"#,
        r#"[{"uri": [1]}]"#,
        r#"[{"uri": {}}]"#,
        r#"[{"hash": ["a"]}]"#,
        r#"[{"uri": null}]"#,
        r#"[{"subject": "CN=a\nGET"}]"#,
        r#"[{"colour": "red"}]"#,
        "[{}]\n",
    ] {
        assert_eq!(refused(header).code(), "forwarded-malformed", "{header:?}");
    }
    let twice = r#"[{"subject": "CN=a", "Subject": "CN=b"}]"#;
    assert_eq!(refused(twice).code(), "forwarded-key-duplicate");
    assert_eq!(refused(r#"[{"uri": "a", "uri": "b"}]"#).code(), "forwarded-uri-several");
    let mismatch = json!([{"hash": "0".repeat(64), "cert": SVID}]).to_string();
    assert_eq!(refused(&mismatch).code(), "forwarded-certificate-mismatch");
}

#[test]
fn a_certificate_that_cannot_be_read_says_why() {
    assert_eq!(refused("Cert=").code(), "pem-not-found");
    assert_eq!(refused("Chain=\"-----BEGIN%20CERTIFICATE-----\"").code(), "pem-truncated");
    let two = percent(&format!("{SVID}{INTERMEDIATE}"));
    assert_eq!(refused(&format!("Cert={two}")).code(), "several-where-one");
}

#[test]
fn bounds_are_kept() {
    let mut options = ForwardedOptions::default();
    let code = |header: &str, options: &ForwardedOptions| {
        ForwardedClientCert::parse_with(header, options).map(|_| ()).map_err(|error| error.code())
    };
    let too_large = Err("input-too-large");
    assert_eq!(code(&"a".repeat(options.max_bytes + 1), &options), too_large);
    options.max_elements = 2;
    assert_eq!(code("URI=a,URI=b", &options), Ok(()));
    assert_eq!(code("URI=a,URI=b,URI=c", &options), too_large);
    assert_eq!(code("[{},{},{}]", &options), too_large);
    options.max_pairs = 2;
    assert_eq!(code("DNS=a;DNS=b", &options), Ok(()));
    assert_eq!(code("DNS=a;DNS=b;DNS=c", &options), too_large);
    assert_eq!(code(r#"[{"dns": ["a", "b", "c"]}]"#, &options), too_large);
    options.max_certificate_bytes = SVID.len();
    assert_eq!(code(&format!("Cert={}", percent(SVID)), &options), too_large);
    assert_eq!(code(&json!([{"cert": SVID}]).to_string(), &options), Ok(()));
    options.max_certificate_bytes -= 1;
    assert_eq!(code(&json!([{"cert": SVID}]).to_string(), &options), too_large);
}

/// What a proxy has to say of a client.
#[derive(Clone, Debug)]
struct Client {
    by: Vec<String>,
    hash: bool,
    cert: bool,
    chain: bool,
    subject: Option<String>,
    issuer: Option<String>,
    uri: Option<String>,
    dns: Vec<String>,
}

impl Client {
    /// Envoy's order: By, Hash, Cert, Chain, Subject, URI, DNS, Issuer.
    fn text(&self) -> String {
        let svid = Certificate::from_pem(SVID.as_bytes()).unwrap();
        let mut pairs: Vec<String> = self.by.iter().map(|by| format!("By={by}")).collect();
        pairs.extend(self.hash.then(|| format!("Hash={}", svid.fingerprint_sha256())));
        pairs.extend(self.cert.then(|| format!("Cert=\"{}\"", percent(SVID))));
        pairs.extend(self.chain.then(|| format!("Chain=\"{}\"", percent(&format!("{SVID}{INTERMEDIATE}")))));
        pairs.extend(self.subject.as_ref().map(|subject| format!("Subject=\"{}\"", escaped(subject))));
        pairs.push(format!("URI={}", self.uri.as_deref().unwrap_or_default()));
        pairs.extend(self.dns.iter().map(|name| format!("DNS={name}")));
        pairs.extend(self.issuer.as_ref().map(|issuer| format!("Issuer=\"{}\"", escaped(issuer))));
        pairs.join(";")
    }

    fn json(&self) -> serde_json::Value {
        let svid = Certificate::from_pem(SVID.as_bytes()).unwrap();
        let mut out = serde_json::Map::new();
        let mut put = |key: &str, value: serde_json::Value| {
            // Envoy leaves out what is empty.
            if value.as_array().is_none_or(|list| !list.is_empty()) && !value.is_null() {
                out.insert(key.to_owned(), value);
            }
        };
        put("by", json!(self.by));
        put("hash", json!(self.hash.then(|| svid.fingerprint_sha256())));
        put("cert", json!(self.cert.then_some(SVID)));
        put("chain", json!(self.chain.then(|| format!("{SVID}{INTERMEDIATE}"))));
        put("subject", json!(self.subject.as_deref().map(escaped)));
        put("uri", json!(Vec::from_iter(&self.uri)));
        put("dns", json!(self.dns));
        put("issuer", json!(self.issuer.as_deref().map(escaped)));
        out.into()
    }

    fn is_what_was_read(&self, element: &super::ForwardedElement) {
        let shown = self.cert || self.chain;
        assert_eq!(element.by(), self.by);
        assert_eq!(element.hash().is_some(), self.hash);
        assert_eq!(element.certificate().is_some(), shown);
        assert_eq!(element.chain().map(CertificateChain::len), self.chain.then_some(2));
        assert_eq!(element.subject().map(str::to_owned), self.subject.as_deref().map(escaped));
        assert_eq!(element.issuer().map(str::to_owned), self.issuer.as_deref().map(escaped));
        if shown {
            assert_eq!(element.uris(), [ID]);
            assert_eq!(element.dns_names(), ["cart.shop.svc"]);
        } else {
            assert_eq!(element.uris(), Vec::from_iter(self.uri.clone()));
            assert_eq!(element.dns_names(), self.dns);
        }
    }
}

/// A part of a distinguished name as RFC 2253 writes it.
fn escaped(value: &str) -> String {
    let mut out = "CN=".to_owned();
    for c in value.chars() {
        if ",+\"\\<>;=".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn clients() -> impl Strategy<Value = Client> {
    let word = || "[a-z0-9./:*_=-]{1,20}";
    // What may stand in a name: all that HTTP lets through.
    let name = || proptest::option::of("[ -~\u{a1}-\u{ff}]{0,20}");
    let shown =
        prop_oneof![Just((false, false)), Just((true, false)), Just((false, true)), Just((true, true))];
    let by = proptest::collection::vec(word(), 0..3);
    (
        by,
        any::<bool>(),
        shown,
        name(),
        name(),
        proptest::option::of(word()),
        proptest::collection::vec(word(), 0..4),
    )
        .prop_map(|(by, hash, (cert, chain), subject, issuer, uri, dns)| {
            let (uri, dns) = if cert || chain {
                (Some(ID.to_owned()), vec!["cart.shop.svc".to_owned()])
            } else {
                (uri, dns)
            };
            Client { by, hash, cert, chain, subject, issuer, uri, dns }
        })
}

proptest! {
    #[test]
    fn what_envoy_writes_is_read_back(clients in proptest::collection::vec(clients(), 1..4)) {
        let text = clients.iter().map(Client::text).collect::<Vec<_>>().join(",");
        let json = serde_json::Value::from_iter(clients.iter().map(Client::json)).to_string();
        for (header, form) in [(text, ForwardedForm::Text), (json, ForwardedForm::Json)] {
            let forwarded = read(&header);
            prop_assert_eq!(forwarded.form(), form);
            prop_assert_eq!(forwarded.elements().len(), clients.len());
            for (client, element) in clients.iter().zip(forwarded.elements()) {
                client.is_what_was_read(element);
            }
            prop_assert_eq!(forwarded.elements().last(), Some(forwarded.nearest()));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(header in prop_oneof![
        any::<String>(),
        "[\\[\\{\\}\\],;=\"\\\\ %a-f0-9]{0,60}",
        proptest::collection::vec(
            prop_oneof![
                Just("URI="), Just("Hash="), Just("Cert="), Just("Subject="), Just("by="), Just("\""), Just("\\"),
                Just(";"), Just(","), Just("spiffe://a.example/x"), Just("%0A"), Just("[{\"uri\":"), Just("}]"), Just(" "),
            ],
            0..20,
        )
        .prop_map(|parts| parts.concat()),
    ]) {
        match ForwardedClientCert::parse(&header) {
            Ok(forwarded) => {
                prop_assert!(!forwarded.elements().is_empty());
                prop_assert!(forwarded.elements().iter().all(|element| element.uris().len() <= 1));
                let _ = forwarded.spiffe_id();
            }
            Err(error) => {
                prop_assert!(!error.to_string().contains(char::is_control));
                prop_assert!(error.to_string().len() < 2048);
            }
        }
    }
}
