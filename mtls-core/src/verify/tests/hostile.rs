//! Certificates made to spoil logs, reports and terminals.

use std::collections::BTreeSet;

use rcgen::{CertificateParams, DnType, DnValue};
use rustls_pki_types::CertificateDer;

use crate::finding::Refusal as _;
use crate::trust::{BundleSet, TrustAnchors, TrustBundle, TrustError};
use crate::verify::{ChainReport, ChainVerifier, EdgeVerifier, ExpectedName, Profile, Purpose, Rejection};

use super::forge::{Forge, ca_params, extension, leaf_params};
use super::{NOW, at, td};

/// Forges a line of a report, colours the terminal, turns the reading direction.
const NASTY: &str = "x\r\nACCEPTED spiffe://td/admin\u{1b}[2J\u{7}\u{202E}\u{2028}\u{200B}";

/// More than any message of the tests below needs; a hundredth of what the certificates hold.
const MOST: usize = 2048;

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = vec![tag, 0x83];
    out.extend(&u32::try_from(length).unwrap().to_be_bytes()[1..]);
    out.extend(content);
    out
}

/// A subjectAltName of these names.
fn raw_names(names: &[(u8, &str)]) -> Vec<u8> {
    let list: Vec<u8> = names.iter().flat_map(|(tag, name)| der(*tag, name.as_bytes())).collect();
    der(0x30, &list)
}

fn named(params: &mut CertificateParams, name: &str) {
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, DnValue::Utf8String(name.to_owned()));
}

fn leaf_with_names(names: &[(u8, &str)]) -> CertificateParams {
    let mut params = leaf_params(&[]);
    named(&mut params, &NASTY.repeat(200));
    params.custom_extensions = vec![extension(&[2, 5, 29, 17], false, &raw_names(names))];
    params
}

fn is_clean(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'))
}

/// Everything that a rejection and its report say, in all their forms.
fn check(name: &str, rejection: &Rejection, report: &ChainReport) {
    let mut said = BTreeSet::from([rejection.to_string()]);
    said.extend(report.to_string().lines().map(str::to_owned));
    for finding in rejection.findings() {
        said.insert(finding.message.clone());
        said.extend(finding.to_string().lines().map(str::to_owned));
    }
    let json = [serde_json::to_value(rejection).unwrap(), serde_json::to_value(report).unwrap()];
    json.iter().for_each(|value| strings(value, &mut said));
    for text in said {
        assert!(is_clean(&text), "{name}: {text:?}");
        assert!(text.len() <= MOST, "{name}: {} bytes: {text:?}", text.len());
        assert!(!text.starts_with("ACCEPTED"), "{name}: {text:?}");
    }
}

fn strings(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => drop(found.insert(text.clone())),
        serde_json::Value::Array(list) => list.iter().for_each(|value| strings(value, found)),
        serde_json::Value::Object(map) => map.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

#[test]
fn no_certificate_writes_lines_of_its_own_or_floods_a_report() {
    let long = NASTY.repeat(400);
    // URIs and host names are ASCII, or the reader refuses them before a message could carry them.
    let ascii: String = long.chars().filter(char::is_ascii).collect();
    let id = format!("spiffe://td/{ascii}");
    // Nothing to escape, and no end.
    let (plain, mailbox) = ("x.".repeat(9000) + "example", "x".repeat(9000) + "@example");
    let mut ca = ca_params("root");
    named(&mut ca, &long);
    let forge = Forge::new(ca.clone());
    let strangers = Forge::new(ca);
    let mut below = ca_params("below");
    named(&mut below, &long);
    let below = forge.below(below);
    let leaves = [
        ("many URIs", leaf_with_names(&[(0x86, ascii.as_str()); 5])),
        ("one URI", leaf_with_names(&[(0x86, &ascii)])),
        ("an ID", leaf_with_names(&[(0x86, &id)])),
        ("a good ID", leaf_with_names(&[(0x86, "spiffe://td/a"), (0x82, &ascii), (0x81, &ascii)])),
        ("an ID of nobody", leaf_with_names(&[(0x86, "spiffe://nobody/a")])),
        ("names that are no ASCII", leaf_with_names(&[(0x82, &long)])),
        ("long hosts", leaf_with_names(&[(0x86, "spiffe://td/a"), (0x82, &plain), (0x81, &mailbox)])),
        ("long hosts alone", leaf_with_names(&[(0x82, &plain), (0x81, &mailbox), (0x86, &plain)])),
        ("hosts", leaf_with_names(&[(0x82, &ascii), (0x82, "a.example"), (0x81, &ascii)])),
    ];
    let svids = ChainVerifier::builder(forge.bundles()).build().unwrap();
    let anchors = TrustAnchors::new([crate::pki::Certificate::from_der(&forge.root).unwrap()]);
    let edge = EdgeVerifier::builder(Profile::Server, anchors).build().unwrap();
    let expected: ExpectedName = "shop.example".parse().unwrap();
    for (name, params) in &leaves {
        let chains: [Vec<CertificateDer<'_>>; 4] = [
            vec![strangers.sign(params)],
            vec![forge.sign(params), strangers.root.clone(), below.root.clone()],
            vec![below.sign(params)],
            vec![below.sign(params), below.root.clone(), vec![0x30; 5000].into()],
        ];
        for chain in chains {
            for seconds in [NOW, NOW + (1 << 40)] {
                if let Err(rejection) = svids.verify(&chain, at(seconds)) {
                    check(name, &rejection, &svids.explain(&chain, at(seconds)));
                }
                let rejection = edge.verify(&chain, &expected, at(seconds)).unwrap_err();
                check(name, &rejection, &edge.explain(&chain, &expected, at(seconds)));
            }
        }
    }
}

#[test]
fn the_uris_of_a_leaf_are_quoted_and_cut() {
    let forge = Forge::new(ca_params("root"));
    let verifier = ChainVerifier::builder(forge.bundles()).build().unwrap();
    let long = "https://a.example/".to_owned() + &"x".repeat(500);
    let chain = [forge.sign(&leaf_params(&["spiffe://td/a", "https://b\u{1b}[2J", &long, "a:", "b:"]))];
    let rejection = verifier.verify(&chain, at(NOW)).unwrap_err();
    assert_eq!(rejection.code(), "leaf-uri-names-multiple");
    let shown = format!("`https://a.example/{}…`", "x".repeat(46));
    let message = format!("5 URI names: `spiffe://td/a`, `https://b\\u{{1b}}[2J`, {shown}, `a:`, …");
    assert_eq!(rejection.cause().unwrap().message, message);
}

#[test]
fn options_and_documents_are_echoed_cut_and_escaped() {
    let given = NASTY.repeat(20);
    let refusals = [
        given.parse::<Profile>().unwrap_err().to_string(),
        given.parse::<Purpose>().unwrap_err().to_string(),
        given.parse::<ExpectedName>().unwrap_err().to_string(),
        TrustBundle::from_spiffe_json(td("td"), duplicate(&given).as_bytes()).unwrap_err().to_string(),
        BundleSet::from_spiffe_json(map(&given).as_bytes()).unwrap_err().to_string(),
        TrustBundle::from_spiffe_json(td("td"), serde_json::json!(given).to_string().as_bytes())
            .unwrap_err()
            .to_string(),
    ];
    for text in refusals {
        assert!(is_clean(&text), "{text:?}");
        assert!(text.len() < 600, "{text:?}");
    }
    let refused = TrustBundle::from_spiffe_json(td("td"), duplicate(&given).as_bytes()).unwrap_err();
    assert!(matches!(refused, TrustError::DuplicateField { .. }), "{refused:?}");
}

fn duplicate(field: &str) -> String {
    let field = serde_json::json!(field);
    format!("{{{field}: 1, {field}: 2, \"keys\": []}}")
}

fn map(name: &str) -> String {
    serde_json::json!({ "trust_domains": { name: { "keys": [] } } }).to_string()
}
