//! Names beyond the checklist: positions, views, joining, lenient reading, workloads, serde.

use std::borrow::Borrow;
use std::collections::{BTreeSet, HashMap};

use super::{id, td};
use crate::finding::{Refusal, Subject};
use crate::identity::{
    Change, IdentityError, IdentityPattern, SpiffeId, SpiffeIdRef, TrustDomain, TrustDomainRef,
    WorkloadIdentity,
};

#[test]
fn refusals_say_where() {
    let value = |text: &str| text.to_owned();
    #[rustfmt::skip]
    let table = [
        ("spiffe://td/ab/c*d", IdentityError::PathCharacter { position: 16, seen: '*', value: value("spiffe://td/ab/c*d") }),
        ("spiffe://tD/a", IdentityError::TrustDomainUppercase { position: 10, seen: 'D', value: value("spiffe://tD/a") }),
        ("spiffe://t\u{e9}d!/a", IdentityError::TrustDomainCharacter { position: 10, seen: '\u{e9}', value: value("spiffe://t\u{e9}d!/a") }),
        ("spiffe://td/ab//c", IdentityError::SegmentEmpty { position: 15, value: value("spiffe://td/ab//c") }),
        ("spiffe://td/ab/../c", IdentityError::SegmentDot { position: 15, segment: "..", value: value("spiffe://td/ab/../c") }),
        ("spiffe://td/ab/", IdentityError::TrailingSlash { position: 14, value: value("spiffe://td/ab/") }),
        ("spiffe://td?", IdentityError::QueryOrFragment { position: 11, seen: '?', value: value("spiffe://td?") }),
        ("spiffe://td/a%20b", IdentityError::PercentEncoded { position: 13, value: value("spiffe://td/a%20b") }),
        ("spiffe://u:p@td", IdentityError::User { position: 12, value: value("spiffe://u:p@td") }),
        ("spiffe://td:1", IdentityError::Port { position: 11, value: value("spiffe://td:1") }),
    ];
    for (text, expected) in table {
        assert_eq!(SpiffeId::parse(text), Err(expected), "{text}");
    }
    // An argument's own offset, for what is appended.
    let refused = td("td").join("ab/c*d").unwrap_err();
    assert_eq!(refused, IdentityError::PathCharacter { position: 4, seen: '*', value: value("ab/c*d") });
}

#[test]
fn refusals_cut_their_evidence_and_escape_it() {
    let text = format!("https://{}\n", "\u{e9}".repeat(100));
    let IdentityError::Scheme { value } = SpiffeId::parse(&text).unwrap_err() else { panic!() };
    assert_eq!(value.chars().count(), 65);
    assert!(value.ends_with('…'));
    let message = SpiffeId::parse("x\ny").unwrap_err().to_string();
    assert!(message.contains("x\\ny") && !message.contains('\n'), "{message}");
}

#[test]
fn a_refusal_is_a_finding() {
    let refused = SpiffeId::parse("spiffe://td/").unwrap_err();
    let findings = refused.findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].rule, "spiffe-id-trailing-slash");
    assert!(!refused.help().is_empty());
}

#[test]
fn views_are_the_same_names() {
    let cart = id("spiffe://td/ns/shop/sa/cart");
    let view = SpiffeIdRef::parse("spiffe://td/ns/shop/sa/cart").unwrap();
    assert_eq!(cart, view);
    assert_eq!(view, cart);
    assert_eq!(cart.as_ref(), view);
    assert_eq!(view.trust_domain(), td("td"));
    assert_eq!(view.without_scheme(), "td/ns/shop/sa/cart");
    assert_eq!(view.segments().rev().collect::<Vec<_>>(), ["cart", "sa", "shop", "ns"]);
    assert!(cart.is_member_of(&td("td")) && cart.is_member_of(TrustDomainRef::parse("td").unwrap()));
    assert!(!cart.is_member_of(&td("td2")) && !cart.is_member_of(&td("t")));
    assert_eq!(cart, "spiffe://td/ns/shop/sa/cart");
    assert_eq!(String::from(cart.clone()), cart.as_str());
    assert_eq!(
        format!("{cart:?} {view:?}"),
        format!("SpiffeId({:?}) SpiffeIdRef({:?})", cart.as_str(), view.as_str())
    );
    assert_eq!(format!("{:>12}|{:<4}|", td("td"), td("td")), "          td|td  |");
}

#[test]
fn maps_are_asked_by_text_and_order_is_that_of_the_text() {
    let map: HashMap<SpiffeId, u8> = [(id("spiffe://td/a"), 1)].into();
    assert_eq!(map.get("spiffe://td/a"), Some(&1));
    let texts =
        ["spiffe://td", "spiffe://td-a", "spiffe://td.a/b", "spiffe://td/A", "spiffe://td/a", "spiffe://tda"];
    let ids: BTreeSet<SpiffeId> = texts.iter().rev().map(|text| id(text)).collect();
    assert!(ids.contains("spiffe://td/a"));
    let mut sorted = texts;
    sorted.sort_unstable();
    assert!(ids.iter().map(Borrow::<str>::borrow).eq(sorted));
}

#[test]
fn join_takes_paths_and_append_takes_one_segment() {
    let base = td("td").join("ns").unwrap();
    for path in ["shop/sa/cart", "/shop/sa/cart"] {
        assert_eq!(base.join(path).unwrap(), id("spiffe://td/ns/shop/sa/cart"));
    }
    assert_eq!(base.append_segment("shop").unwrap(), id("spiffe://td/ns/shop"));
    for (segment, code) in [
        ("", "spiffe-id-segment-empty"),
        ("a/b", "spiffe-id-path-character"),
        ("/a", "spiffe-id-path-character"),
        (".", "spiffe-id-segment-dot"),
        ("..", "spiffe-id-segment-dot"),
        ("a?b", "spiffe-id-query-or-fragment"),
        ("a%2fb", "spiffe-id-percent-encoded"),
        ("a\n", "spiffe-id-path-character"),
    ] {
        assert_eq!(base.append_segment(segment).unwrap_err().code(), code, "{segment:?}");
    }
    for (path, code) in [
        ("", "spiffe-id-segment-empty"),
        ("/", "spiffe-id-trailing-slash"),
        ("//a", "spiffe-id-segment-empty"),
        ("a//b", "spiffe-id-segment-empty"),
        ("../x", "spiffe-id-segment-dot"),
        ("a/", "spiffe-id-trailing-slash"),
        ("a#", "spiffe-id-query-or-fragment"),
    ] {
        assert_eq!(base.join(path).unwrap_err().code(), code, "{path:?}");
    }
}

#[test]
fn lenient_reading_of_ids_reports_each_change() {
    use Change::{RootSlashRemoved, SchemeLowercased, TrustDomainLowercased};
    for (text, value, changes) in [
        ("spiffe://td/A", "spiffe://td/A", &[][..]),
        ("SPIFFE://td/A", "spiffe://td/A", &[SchemeLowercased]),
        ("spiffe://Td/A", "spiffe://td/A", &[TrustDomainLowercased]),
        ("spiffe://td/", "spiffe://td", &[RootSlashRemoved]),
        ("sPiffe://TD/", "spiffe://td", &[SchemeLowercased, TrustDomainLowercased, RootSlashRemoved]),
    ] {
        let read = SpiffeId::parse_lenient(text).unwrap();
        assert_eq!((read.value.as_str(), &*read.changes), (value, changes), "{text}");
        assert_eq!(read.findings(&Subject::Input).len(), changes.len());
    }
    for text in [
        "spiffe://td/a/",
        "spiffe://td//",
        " spiffe://td",
        "spiffe://td\n",
        "spiffe://TD?",
        "SPIFFE:/td",
        "",
        "spiffe",
    ] {
        assert!(SpiffeId::parse_lenient(text).is_err(), "{text:?}");
    }
    let warning = &SpiffeId::parse_lenient("spiffe://Td").unwrap().findings(&Subject::Input)[0];
    assert_eq!(warning.rule, "spiffe-id-not-canonical");
    assert_eq!(warning.message, "trust domain folded to lowercase, read as spiffe://td");
}

#[test]
fn lenient_reading_of_trust_domains_makes_both_spellings_one() {
    use Change::{RootSlashRemoved, SchemeLowercased, SchemeRemoved, TrustDomainLowercased};
    for (text, changes) in [
        ("example.org", &[][..]),
        ("Example.org", &[TrustDomainLowercased]),
        ("spiffe://example.org", &[SchemeRemoved]),
        ("spiffe://example.org/", &[SchemeRemoved, RootSlashRemoved]),
        ("Spiffe://Example.org", &[SchemeLowercased, SchemeRemoved, TrustDomainLowercased]),
    ] {
        let read = TrustDomain::parse_lenient(text).unwrap();
        assert_eq!((read.value, &*read.changes), (td("example.org"), changes), "{text}");
    }
    for (text, code) in [
        ("spiffe://example.org/path", "trust-domain-uri"),
        ("spiffe://example.org//", "trust-domain-uri"),
        ("https://example.org", "trust-domain-uri"),
        ("spiffe://", "trust-domain-empty"),
        ("example.org/", "trust-domain-character"),
        ("example.org:443", "spiffe-id-port"),
        ("e\u{212a}", "trust-domain-character"),
    ] {
        assert_eq!(TrustDomain::parse_lenient(text).unwrap_err().code(), code, "{text}");
    }
    assert_eq!(TrustDomain::parse("spiffe://td").unwrap_err().code(), "trust-domain-uri");
}

#[test]
fn workload_identities_read_and_write_both_forms() {
    let cart = WorkloadIdentity::new(&td("cluster.local"), "shop", "cart").unwrap();
    assert_eq!(cart.principal(), "cluster.local/ns/shop/sa/cart");
    assert_eq!(cart.spiffe_id().as_str(), "spiffe://cluster.local/ns/shop/sa/cart");
    assert_eq!((cart.namespace(), cart.service_account()), ("shop", "cart"));
    assert_eq!(cart.trust_domain(), td("cluster.local"));
    assert_eq!(WorkloadIdentity::from_principal(cart.principal()), Ok(cart.clone()));
    assert_eq!(WorkloadIdentity::try_from(cart.spiffe_id()), Ok(cart.clone()));
    assert_eq!(cart.to_string().parse(), Ok(cart.clone()));
    assert_eq!(SpiffeId::from(cart.clone()), *cart.spiffe_id());
    let dotted = WorkloadIdentity::new(&td("td"), "a-1", "a.b-2.c").unwrap();
    assert_eq!((dotted.namespace(), dotted.service_account()), ("a-1", "a.b-2.c"));
}

#[test]
fn workload_identities_refuse_other_forms() {
    for path in ["ns/a/sa", "ns/a/sa/b/c", "ns/a", "sa/b/ns/a", "NS/a/sa/b", "ns/a/SA/b", "x/ns/a/sa/b"] {
        let other = td("td").join(path).unwrap();
        let refused = WorkloadIdentity::try_from(&other).unwrap_err();
        assert_eq!(refused.code(), "workload-identity-form", "{path}");
    }
    assert_eq!(WorkloadIdentity::try_from(td("td").id()).unwrap_err().code(), "workload-identity-form");
    for (text, code) in [
        ("", "principal-form"),
        ("td", "principal-form"),
        ("spiffe://td/ns/a/sa/b", "principal-form"),
        ("td/ns/a", "principal-form"),
        ("td/ns/a/sa/b/c", "principal-form"),
        ("td/ns/a/sa/b/", "principal-form"),
        ("/ns/a/sa/b", "trust-domain-empty"),
        ("TD/ns/a/sa/b", "trust-domain-uppercase"),
        ("td/ns//sa/b", "workload-kubernetes-name"),
        ("td/ns/a/sa/", "workload-kubernetes-name"),
        ("td/ns/a/sa/*", "workload-kubernetes-name"),
    ] {
        assert_eq!(WorkloadIdentity::from_principal(text).unwrap_err().code(), code, "{text}");
    }
}

#[test]
fn workload_names_are_those_that_kubernetes_takes() {
    let fits = |namespace: &str, account: &str| {
        let made = WorkloadIdentity::new(&td("td"), namespace, account);
        if let Err(refused) = &made {
            assert_eq!(refused.code(), "workload-kubernetes-name", "{namespace} {account}");
        }
        made.is_ok()
    };
    for name in ["", "-a", "a-", "A", "a_b", "a b", "\u{e9}", "a/b", "-", "."] {
        assert!(!fits(name, "a") && !fits("a", name), "{name:?}");
    }
    for name in ["a", "0", "a-b", "a--b", "0a"] {
        assert!(fits(name, "a") && fits("a", name), "{name:?}");
    }
    for account in [".a", "a.", "a..b", "a.-b", "a-.b", "a.B"] {
        assert!(!fits("a", account), "{account:?}");
    }
    assert!(fits("a", "a.b") && !fits("a.b", "a"));
    assert!(fits(&"a".repeat(63), "a") && !fits(&"a".repeat(64), "a"));
    assert!(fits("a", &"a".repeat(253)) && !fits("a", &"a".repeat(254)));
}

#[test]
fn serde_is_strict_text() {
    let cart = id("spiffe://td/ns/a/sa/b");
    let json = r#""spiffe://td/ns/a/sa/b""#;
    assert_eq!(serde_json::to_string(&cart).unwrap(), json);
    assert_eq!(serde_json::to_string(&cart.as_ref()).unwrap(), json);
    assert_eq!(serde_json::from_str::<SpiffeId>(json).unwrap(), cart);
    // Escapes need an owned text behind the scenes.
    assert_eq!(serde_json::from_str::<SpiffeId>(r#""\u0073piffe://td/ns/a/sa/b""#).unwrap(), cart);
    assert_eq!(serde_json::from_str::<WorkloadIdentity>(json).unwrap().namespace(), "a");
    assert!(serde_json::from_str::<SpiffeId>(r#""spiffe://TD/a""#).is_err());
    assert!(serde_json::from_str::<SpiffeId>("7").is_err());
    assert!(serde_json::from_str::<TrustDomain>(r#""TD""#).is_err());
    assert!(serde_json::from_str::<TrustDomain>(r#""spiffe://td""#).is_err());
    assert!(serde_json::from_str::<WorkloadIdentity>(r#""spiffe://td/a""#).is_err());
    let read = TrustDomain::parse_lenient("spiffe://TD").unwrap();
    let json = serde_json::json!({"value": "td", "changes": ["scheme-removed", "trust-domain-lowercased"]});
    assert_eq!(serde_json::to_value(read).unwrap(), json);
}

#[test]
fn no_reader_of_names_repeats_a_private_key() {
    let key = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIBsecretsecretsecretsecretsecretsecretsecr\n-----END EC PRIVATE KEY-----\n";
    let errors = [
        SpiffeId::parse(key).unwrap_err(),
        SpiffeId::parse(&format!("spiffe://{key}")).unwrap_err(),
        SpiffeId::parse_lenient(key).unwrap_err(),
        TrustDomain::parse(key).unwrap_err(),
        TrustDomain::parse(&key.replace('\n', "")).unwrap_err(),
        TrustDomain::parse("td").unwrap().join(key).unwrap_err(),
        WorkloadIdentity::from_principal(key).unwrap_err(),
        WorkloadIdentity::new(&TrustDomain::parse("td").unwrap(), key, "x").unwrap_err(),
        IdentityPattern::istio_principal(key).unwrap_err(),
        IdentityPattern::path_prefix(TrustDomain::parse("td").unwrap(), key).unwrap_err(),
    ];
    for error in errors {
        let said = format!("{error} {error:?}");
        assert!(!said.contains("MHcC") && said.contains("(a private key)"), "{said}");
    }
}
