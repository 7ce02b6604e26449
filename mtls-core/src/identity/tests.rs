//! SPIFFE-ID rule by rule (SID1 to SID18 of the standard's checklist), then what stands on it.

use proptest::prelude::*;

use crate::finding::Refusal as _;

use super::{
    Change, IdentityError, IdentityPattern, MAX_SPIFFE_ID, SpiffeId, SpiffeIdRef, TrustDomain,
    TrustDomainRef, WorkloadIdentity,
};

fn id(text: &str) -> SpiffeId {
    SpiffeId::parse(text).unwrap()
}

fn td(name: &str) -> TrustDomain {
    TrustDomain::parse(name).unwrap()
}

fn code(text: &str) -> &'static str {
    let owned = SpiffeId::parse(text).map(|_| ()).unwrap_err();
    let borrowed = SpiffeIdRef::parse(text).map(|_| ()).unwrap_err();
    assert_eq!(owned, borrowed);
    owned.code()
}

#[test]
fn sid1_the_scheme_is_spiffe() {
    for text in [
        "",
        "s",
        "spiffe",
        "spiffe:",
        "spiffe:/",
        "spiffe:/td/a",
        "spiffes://td/a",
        "spiff://td/a",
        "http://td/a",
        "SPIFFE://td/a",
        "Spiffe://td/a",
        " spiffe://td/a",
        "\u{feff}spiffe://td/a",
        "\u{17f}piffe://td/a",
        "spiffe\\://td",
        "spiffe;//td",
        "//td/a",
        "td/a",
        "://td/a",
        "spiffe:\u{2215}/td",
    ] {
        assert_eq!(code(text), "spiffe-id-scheme", "{text:?}");
    }
}

#[test]
fn sid2_the_trust_domain_is_not_empty() {
    for text in ["spiffe://", "spiffe:///", "spiffe:///a"] {
        assert_eq!(code(text), "trust-domain-empty", "{text:?}");
    }
}

#[test]
fn sid3_no_query_no_fragment_not_even_empty() {
    for text in [
        "spiffe://td?",
        "spiffe://td#",
        "spiffe://td/a?",
        "spiffe://td/a#",
        "spiffe://td/a?b=c",
        "spiffe://?",
    ] {
        assert_eq!(code(text), "spiffe-id-component", "{text:?}");
    }
}

#[test]
fn sid4_no_user_no_port() {
    for text in ["spiffe://u@td/a", "spiffe://@td/a", "spiffe://td:80/a", "spiffe://td:/a"] {
        assert_eq!(code(text), "spiffe-id-component", "{text:?}");
    }
}

#[test]
fn sid5_the_trust_domain_is_lowercase_and_lenient_folds_ascii_alone() {
    assert_eq!(code("spiffe://Example.org/a"), "trust-domain-character");
    let lenient = SpiffeId::parse_lenient("SPIFFE://Example.ORG/Path").unwrap();
    assert_eq!(lenient.value, id("spiffe://example.org/Path"));
    assert_eq!(lenient.changes, [Change::SchemeLowercased, Change::TrustDomainLowercased]);
    assert!(SpiffeId::parse_lenient("spiffe://td/a").unwrap().changes.is_empty());
    // KELVIN SIGN and dotted capital I lowercase to ASCII in Unicode; they are not ASCII letters.
    assert!(SpiffeId::parse_lenient("spiffe://\u{212a}/a").is_err());
    assert!(SpiffeId::parse_lenient("spiffe://\u{130}/a").is_err());
    assert!(SpiffeId::parse_lenient("\u{17f}piffe://td/a").is_err());
}

#[test]
fn sid6_every_byte_of_a_trust_domain() {
    for b in 0..=u8::MAX {
        let c = char::from(b);
        let ok = matches!(c, 'a'..='z' | '0'..='9' | '.' | '-' | '_');
        assert_eq!(TrustDomain::parse(&format!("a{c}b")).is_ok(), ok, "{c:?}");
        assert_eq!(TrustDomainRef::parse(&format!("{c}")).is_ok(), ok, "{c:?}");
    }
    assert!(TrustDomain::parse("a\u{0430}").is_err());
}

#[test]
fn sid7_the_trust_domain_is_not_percent_encoded() {
    assert_eq!(code("spiffe://ex%61mple.org/a"), "trust-domain-character");
}

#[test]
fn sid8_a_trust_domain_is_no_dns_name_and_no_address() {
    for name in ["127.0.0.1", "127.1", "256.1.1.1", "a..b", "a.", ".", "-", "_", "xn--a"] {
        assert_eq!(td(name).as_str(), name);
    }
    assert_ne!(td("a."), td("a"));
    assert_ne!(td("127.1"), td("127.0.0.1"));
}

#[test]
fn sid9_the_path_is_not_percent_encoded() {
    for text in ["spiffe://td/%2e%2e", "spiffe://td/a%2Fb", "spiffe://td/%00"] {
        assert_eq!(code(text), "spiffe-id-path-character", "{text:?}");
    }
}

#[test]
fn sid10_no_empty_and_no_dot_segments() {
    for text in ["spiffe://td//", "spiffe://td//a", "spiffe://td/a//b"] {
        assert_eq!(code(text), "spiffe-id-segment-empty", "{text:?}");
    }
    for text in
        ["spiffe://td/.", "spiffe://td/..", "spiffe://td/a/../b", "spiffe://td/a/./b", "spiffe://td/a/.."]
    {
        assert_eq!(code(text), "spiffe-id-segment-dot", "{text:?}");
    }
    for text in
        ["spiffe://td/...", "spiffe://td/.a", "spiffe://td/a..", "spiffe://td/a/.b/c.", "spiffe://td/..a"]
    {
        assert_eq!(id(text).as_str(), text);
    }
}

#[test]
fn sid11_no_slash_at_the_end() {
    for text in ["spiffe://td/", "spiffe://td/a/"] {
        assert_eq!(code(text), "spiffe-id-segment-empty", "{text:?}");
    }
}

#[test]
fn sid12_every_byte_of_a_path_in_every_place() {
    for b in 0..=u8::MAX {
        let c = char::from(b);
        let ok = matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_');
        for text in [format!("spiffe://td/a{c}b"), format!("spiffe://td/{c}b"), format!("spiffe://td/a{c}")] {
            // A slash in the middle makes two segments.
            let slash = c == '/' && text.ends_with('b') && text.contains("a/");
            assert_eq!(SpiffeId::parse(&text).is_ok(), ok || slash, "{text:?}");
        }
    }
    assert_eq!(code("spiffe://td/a\n"), "spiffe-id-path-character");
    assert_eq!(code("spiffe://td/\u{e9}"), "spiffe-id-path-character");
}

#[test]
fn sid13_and_14_2048_bytes_and_no_more() {
    let one = format!("spiffe://td/{}", "a".repeat(MAX_SPIFFE_ID - 12));
    let many = format!("spiffe://td{}", "/a".repeat((MAX_SPIFFE_ID - 11) / 2));
    assert_eq!(id(&one).as_str().len(), MAX_SPIFFE_ID);
    assert_eq!(id(&many).segments().count(), 1018);
    assert_eq!(code(&format!("{one}a")), "spiffe-id-too-long");
    assert_eq!(id(&one).append_segment("b").unwrap_err().code(), "spiffe-id-too-long");
    assert_eq!(td("td").join(&"a".repeat(2037)).unwrap_err().code(), "spiffe-id-too-long");
    assert_eq!(td("td").join(&"a".repeat(2036)).unwrap().as_str().len(), MAX_SPIFFE_ID);
}

#[test]
fn sid15_255_bytes_of_trust_domain() {
    assert!(TrustDomain::parse(&"a".repeat(255)).is_ok());
    assert_eq!(TrustDomain::parse(&"a".repeat(256)).unwrap_err().code(), "trust-domain-too-long");
    let longest = format!("spiffe://{}/p", "a".repeat(255));
    assert_eq!(id(&longest).path(), "/p");
    assert_eq!(code(&format!("spiffe://{}/p", "a".repeat(256))), "trust-domain-too-long");
}

#[test]
fn sid16_the_path_keeps_its_case() {
    assert_ne!(id("spiffe://td/A"), id("spiffe://td/a"));
    assert_eq!(SpiffeId::parse_lenient("spiffe://TD/A").unwrap().value.path(), "/A");
}

#[test]
fn sid17_an_authority_is_named_by_its_trust_domain_alone() {
    let authority = td("td").id();
    assert_eq!((authority.as_str(), authority.path()), ("spiffe://td", ""));
    assert!(!IdentityPattern::any_in(td("td")).matches(authority.as_ref()));
}

#[test]
fn sid18_identity_comes_from_text_that_is_checked_whole() {
    // No reader of part of a text: what follows the ID refuses it.
    for tail in [" ", ",spiffe://td/b", "\0", ";By=spiffe://td/b"] {
        assert!(SpiffeId::parse(&format!("spiffe://td/a{tail}")).is_err());
    }
}

#[test]
fn errors_say_where() {
    assert_eq!(
        SpiffeId::parse("spiffe://td/ab/c*d"),
        Err(IdentityError::PathCharacter { found: '*', at: 16 })
    );
    assert_eq!(
        SpiffeId::parse("spiffe://tD/a"),
        Err(IdentityError::TrustDomainCharacter { found: 'D', at: 10 })
    );
    assert_eq!(SpiffeId::parse("spiffe://td/ab//c"), Err(IdentityError::PathSegmentEmpty { at: 15 }));
}

#[test]
fn join_takes_paths_and_append_takes_one_segment() {
    let base = td("td").join("ns").unwrap();
    assert_eq!(base.join("shop/sa/cart").unwrap(), id("spiffe://td/ns/shop/sa/cart"));
    assert_eq!(base.join("/shop").unwrap(), id("spiffe://td/ns/shop"));
    assert_eq!(base.append_segment("shop").unwrap(), id("spiffe://td/ns/shop"));
    for bad in ["a/b", "", "..", "a?b"] {
        assert!(base.append_segment(bad).is_err(), "{bad:?}");
    }
    for bad in ["", "/", "a//b", "../x", "a/"] {
        assert!(base.join(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn trust_domains_read_leniently_from_map_keys() {
    let lenient = TrustDomain::parse_lenient("spiffe://Example.org").unwrap();
    assert_eq!(lenient.value, td("example.org"));
    assert_eq!(lenient.changes, [Change::SchemeRemoved, Change::TrustDomainLowercased]);
    assert!(TrustDomain::parse_lenient("spiffe://example.org/path").is_err());
}

#[test]
fn workload_identities_read_and_write_both_forms() {
    let cart = WorkloadIdentity::new(&td("cluster.local"), "shop", "cart").unwrap();
    assert_eq!(cart.principal(), "cluster.local/ns/shop/sa/cart");
    assert_eq!(cart.spiffe_id().as_str(), "spiffe://cluster.local/ns/shop/sa/cart");
    assert_eq!((cart.namespace(), cart.service_account()), ("shop", "cart"));
    assert_eq!(WorkloadIdentity::from_principal(cart.principal()), Ok(cart.clone()));
    assert_eq!(WorkloadIdentity::try_from(cart.spiffe_id()), Ok(cart));
}

#[test]
fn workload_identities_refuse_other_forms() {
    for path in ["ns/a/sa", "ns/a/sa/b/c", "ns/a", "sa/b/ns/a", "NS/a/sa/b"] {
        let other = td("td").join(path).unwrap();
        assert_eq!(
            WorkloadIdentity::try_from(&other).unwrap_err().code(),
            "workload-identity-form",
            "{path}"
        );
    }
    for (namespace, account) in [
        ("Shop", "a"),
        ("", "a"),
        ("-a", "a"),
        ("a-", "a"),
        ("a.b", "a"),
        ("a", "A"),
        ("a", ".a"),
        ("a", "a_b"),
    ] {
        let refused = WorkloadIdentity::new(&td("td"), namespace, account).unwrap_err();
        assert_eq!(refused.code(), "workload-kubernetes-name", "{namespace} {account}");
    }
    assert!(WorkloadIdentity::new(&td("td"), &"a".repeat(64), "a").is_err());
    assert!(WorkloadIdentity::new(&td("td"), "a", &"a".repeat(254)).is_err());
    for principal in ["", "td", "spiffe://td/ns/a/sa/b", "td/ns/a", "td/ns/a/sa/b/c"] {
        assert!(WorkloadIdentity::from_principal(principal).is_err(), "{principal}");
    }
}

#[test]
fn patterns_match_as_their_names_say() {
    let shop = || IdentityPattern::path_prefix(td("td"), "/ns/shop").unwrap();
    let istio = |p| IdentityPattern::istio_principal(p).unwrap();
    let cart = "spiffe://td/ns/shop/sa/cart";
    #[rustfmt::skip]
    let table = [
        ("the exact ID", IdentityPattern::exact(id(cart)), cart, true),
        ("another ID", IdentityPattern::exact(id(cart)), "spiffe://td/ns/shop/sa/cart2", false),
        ("anybody of the trust domain", IdentityPattern::any_in(td("td")), cart, true),
        ("a trust domain that begins alike", IdentityPattern::any_in(td("td")), "spiffe://td2/a", false),
        ("below the prefix", shop(), cart, true),
        ("the prefix itself", shop(), "spiffe://td/ns/shop", true),
        ("a segment that begins alike", shop(), "spiffe://td/ns/shopping/sa/cart", false),
        ("the prefix in another trust domain", shop(), "spiffe://tf/ns/shop/sa/cart", false),
        ("an exact principal", istio("td/ns/shop/sa/cart"), cart, true),
        ("a principal prefix", istio("td/ns/shop/*"), cart, true),
        ("a principal prefix of another namespace", istio("td/ns/shop/*"), "spiffe://td/ns/shopx/sa/cart", false),
        ("a principal suffix", istio("*/sa/cart"), cart, true),
        ("any principal", istio("*"), cart, true),
        ("any of, second", IdentityPattern::any_of([istio("x"), shop()]).unwrap(), cart, true),
        ("any of nothing", IdentityPattern::any_of([]).unwrap(), cart, false),
        ("all of, one fails", IdentityPattern::all_of([shop(), istio("x")]).unwrap(), cart, false),
        ("not", IdentityPattern::not(shop()).unwrap(), cart, false),
        ("not the other", IdentityPattern::not(istio("x")).unwrap(), cart, true),
    ];
    for (name, pattern, text, expected) in table {
        assert_eq!(pattern.matches(id(text).as_ref()), expected, "{name}");
        assert_eq!(pattern.mismatch(id(text).as_ref()).is_none(), expected, "{name}");
        assert_eq!(IdentityPattern::from_json(&pattern.to_json()).unwrap(), pattern, "{name}");
        assert!(!pattern.to_string().is_empty());
    }
}

#[test]
fn patterns_that_mean_nothing_are_refused() {
    for bad in ["", "a*b", "*a*", "**", "spiffe://td/ns/a/sa/b"] {
        assert_eq!(IdentityPattern::istio_principal(bad).unwrap_err().code(), "identity-pattern", "{bad}");
    }
    for bad in ["", "ns/shop", "/", "/a/", "/a/../b"] {
        assert!(IdentityPattern::path_prefix(td("td"), bad).is_err(), "{bad}");
    }
    assert!(IdentityPattern::all_of([]).is_err());
    let mut nested = IdentityPattern::any_in(td("td"));
    for _ in 0..15 {
        nested = IdentityPattern::not(nested).unwrap();
    }
    assert!(IdentityPattern::not(nested).is_err());
    for bad in ["{", "{}", r#"{"nobody":1}"#, r#"{"exact":"x"}"#, r#"{"all_of":[]}"#, "nonsense"] {
        assert!(IdentityPattern::from_json(bad).is_err(), "{bad}");
    }
    let deep = r#"{"not":"#.repeat(10_000);
    assert!(IdentityPattern::from_json(&deep).is_err());
}

#[test]
fn serde_is_strict_text() {
    let cart = id("spiffe://td/a");
    assert_eq!(serde_json::to_string(&cart).unwrap(), r#""spiffe://td/a""#);
    assert_eq!(serde_json::from_str::<SpiffeId>(r#""spiffe://td/a""#).unwrap(), cart);
    assert!(serde_json::from_str::<SpiffeId>(r#""spiffe://TD/a""#).is_err());
    assert!(serde_json::from_str::<TrustDomain>(r#""TD""#).is_err());
    assert!(serde_json::from_str::<WorkloadIdentity>(r#""spiffe://td/a""#).is_err());
}

/// The grammar once more, as plainly as it can be written.
fn oracle(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("spiffe://") else { return false };
    let mut parts = rest.split('/');
    let name = parts.next().unwrap_or_default();
    text.len() <= 2048
        && (1..=255).contains(&name.len())
        && name.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '-' | '_'))
        && parts.all(|segment| {
            !matches!(segment, "" | "." | "..")
                && segment.chars().all(|c| matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_'))
        })
}

proptest! {
    #[test]
    fn parsing_agrees_with_the_plain_grammar(text in "(spiffe://)?[a-z./@:?#A%_-]{0,20}(/[a-zA-Z0-9._%-]{0,40}){0,6}/?") {
        prop_assert_eq!(SpiffeId::parse(&text).is_ok(), oracle(&text));
        prop_assert_eq!(SpiffeIdRef::parse(&text).is_ok(), oracle(&text));
    }

    #[test]
    fn any_text_is_taken_or_refused_without_panic(text in ".{0,200}") {
        prop_assert_eq!(SpiffeId::parse(&text).is_ok(), oracle(&text));
        let _ = SpiffeId::parse_lenient(&text);
        let _ = TrustDomain::parse_lenient(&text);
        let _ = IdentityPattern::from_json(&text);
        let _ = WorkloadIdentity::from_principal(&text);
    }

    #[test]
    fn parts_make_the_whole(name in "[a-z0-9._-]{1,40}", path in "(/[a-zA-Z0-9_-]{1,9}){0,9}") {
        let text = format!("spiffe://{name}{path}");
        let parsed = id(&text);
        prop_assert_eq!(parsed.to_string(), text);
        prop_assert_eq!(parsed.trust_domain().as_str(), name.as_str());
        prop_assert_eq!(parsed.path(), path.as_str());
        prop_assert_eq!(parsed.as_ref().to_owned(), parsed.clone());
        let rebuilt = parsed.segments().try_fold(td(&name).id(), |id, s| id.append_segment(s)).unwrap();
        prop_assert_eq!(&rebuilt, &parsed);
        let lenient = SpiffeId::parse_lenient(parsed.as_str()).unwrap();
        prop_assert!(lenient.changes.is_empty());
    }

    #[test]
    fn a_prefix_pattern_matches_exactly_the_ids_below_it(path in "(/[ab]{1,2}){1,4}", prefix in "(/[ab]{1,2}){1,3}") {
        let pattern = IdentityPattern::path_prefix(td("td"), &prefix).unwrap();
        let candidate = td("td").join(&path).unwrap();
        let expected = path.split('/').zip(prefix.split('/')).all(|(a, b)| a == b)
            && path.split('/').count() >= prefix.split('/').count();
        prop_assert_eq!(pattern.matches(candidate.as_ref()), expected);
    }
}
