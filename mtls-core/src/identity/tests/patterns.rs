//! Whom patterns let in.

use super::{id, td};
use crate::finding::{Refusal, Subject};
use crate::identity::IdentityPattern;

const CART: &str = "spiffe://td/ns/shop/sa/cart";

fn shop() -> IdentityPattern {
    IdentityPattern::path_prefix(td("td"), "/ns/shop").unwrap()
}

#[track_caller]
fn istio(pattern: &str) -> IdentityPattern {
    IdentityPattern::istio_principal(pattern).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn patterns_match_as_their_names_say() {
    #[rustfmt::skip]
    let table = [
        ("the exact ID", IdentityPattern::exact(id(CART)), CART, true),
        ("an ID that begins alike", IdentityPattern::exact(id(CART)), "spiffe://td/ns/shop/sa/cart2", false),
        ("an ID above", IdentityPattern::exact(id(CART)), "spiffe://td/ns/shop/sa", false),
        ("a path of another case", IdentityPattern::exact(id(CART)), "spiffe://td/ns/shop/sa/Cart", false),
        ("anybody of the trust domain", IdentityPattern::any_in(td("td")), CART, true),
        ("a trust domain that begins alike", IdentityPattern::any_in(td("td")), "spiffe://td2/a", false),
        ("a trust domain below", IdentityPattern::any_in(td("td")), "spiffe://td.evil/a", false),
        ("the trust domain in the path", IdentityPattern::any_in(td("td")), "spiffe://evil/td", false),
        ("the trust domain itself", IdentityPattern::any_in(td("td")), "spiffe://td", false),
        ("below the prefix", shop(), CART, true),
        ("the prefix itself", shop(), "spiffe://td/ns/shop", true),
        ("a segment that begins alike", shop(), "spiffe://td/ns/shopping/sa/cart", false),
        ("a segment that goes on with a dot", shop(), "spiffe://td/ns/shop./sa/cart", false),
        ("the prefix further down", shop(), "spiffe://td/x/ns/shop", false),
        ("the prefix in another trust domain", shop(), "spiffe://tf/ns/shop/sa/cart", false),
        ("the trust domain without a path", shop(), "spiffe://td", false),
        ("an exact principal", istio("td/ns/shop/sa/cart"), CART, true),
        ("a principal that goes on", istio("td/ns/shop/sa/car"), CART, false),
        ("a principal prefix", istio("td/ns/shop/*"), CART, true),
        ("a principal prefix of another namespace", istio("td/ns/shop/*"), "spiffe://td/ns/shopx/sa/cart", false),
        ("a principal prefix that cuts a segment, as in Istio", istio("td/ns/shop*"), "spiffe://td/ns/shopx/sa/cart", true),
        ("a principal suffix", istio("*/sa/cart"), CART, true),
        ("a principal suffix as long as the principal", istio("*td/ns/shop/sa/cart"), CART, true),
        ("a longer principal suffix", istio("*xtd/ns/shop/sa/cart"), CART, false),
        ("any principal", istio("*"), CART, true),
        ("any principal, a trust domain too", istio("*"), "spiffe://td", true),
        ("any of, second", IdentityPattern::any_of([istio("x"), shop()]).unwrap(), CART, true),
        ("any of, none", IdentityPattern::any_of([istio("x"), istio("y")]).unwrap(), CART, false),
        ("any of nothing", IdentityPattern::any_of([]).unwrap(), CART, false),
        ("all of", IdentityPattern::all_of([shop(), istio("*/sa/cart")]).unwrap(), CART, true),
        ("all of, one fails", IdentityPattern::all_of([shop(), istio("x")]).unwrap(), CART, false),
        ("not", IdentityPattern::not(shop()).unwrap(), CART, false),
        ("not the other", IdentityPattern::not(istio("x")).unwrap(), CART, true),
        ("not not", IdentityPattern::not(IdentityPattern::not(shop()).unwrap()).unwrap(), CART, true),
    ];
    for (name, pattern, text, expected) in table {
        assert_eq!(pattern.matches(&id(text)), expected, "{name}");
        assert_eq!(pattern.matches(id(text).as_ref()), expected, "{name}");
        assert_eq!(pattern.mismatch(&id(text)).is_none(), expected, "{name}");
        assert_eq!(IdentityPattern::from_json(&pattern.to_json()).unwrap(), pattern, "{name}");
        assert!(!pattern.to_string().is_empty());
    }
}

#[test]
fn refused_patterns() {
    for (pattern, code) in [
        ("", "identity-pattern-empty"),
        ("a*b", "identity-pattern-never-matches"),
        ("*a*", "identity-pattern-never-matches"),
        ("*/ns/shop/sa/*", "identity-pattern-never-matches"),
        ("**", "identity-pattern-never-matches"),
        ("spiffe://td/ns/a/sa/b", "identity-pattern-never-matches"),
        ("spiffe://td/*", "identity-pattern-never-matches"),
        ("TD/ns/a/sa/b", "identity-pattern-never-matches"),
        ("TD/*", "identity-pattern-never-matches"),
        ("td//*", "identity-pattern-never-matches"),
        ("td/../*", "identity-pattern-never-matches"),
        ("/ns/*", "identity-pattern-never-matches"),
        ("td/a b*", "identity-pattern-never-matches"),
        ("*/", "identity-pattern-never-matches"),
        ("*/..", "identity-pattern-never-matches"),
        ("*/a//b", "identity-pattern-never-matches"),
        ("*a?", "identity-pattern-never-matches"),
        ("td/ns/a/", "identity-pattern-never-matches"),
    ] {
        assert_eq!(IdentityPattern::istio_principal(pattern).unwrap_err().code(), code, "{pattern}");
    }
    let long = format!("td/{}*", "a".repeat(2048));
    assert_eq!(IdentityPattern::istio_principal(&long).unwrap_err().code(), "identity-pattern-never-matches");
    for fine in ["td*", "td/*", "td/.*", "td/a/..*", "*.", "*..", "*.local/ns/a/sa/b", "*/ns/a", "*A/b", "x"]
    {
        assert_eq!(istio(fine).to_json(), format!(r#"{{"istio_principal":"{fine}"}}"#));
    }
    for (path, code) in [
        ("", "identity-pattern-empty"),
        ("/", "spiffe-id-trailing-slash"),
        ("/a/", "spiffe-id-trailing-slash"),
        ("/a/../b", "spiffe-id-segment-dot"),
        ("//a", "spiffe-id-segment-empty"),
        ("/a*", "spiffe-id-path-character"),
    ] {
        assert_eq!(IdentityPattern::path_prefix(td("td"), path).unwrap_err().code(), code, "{path}");
    }
    assert_eq!(IdentityPattern::path_prefix(td("td"), "ns/shop").unwrap(), shop());
    assert_eq!(IdentityPattern::all_of([]).unwrap_err().code(), "identity-pattern-empty");
}

#[test]
fn size_is_bounded_however_a_pattern_is_made() {
    let mut nested = IdentityPattern::any_in(td("td"));
    for _ in 1..16 {
        nested = IdentityPattern::not(nested).unwrap();
    }
    assert_eq!(IdentityPattern::not(nested.clone()).unwrap_err().code(), "identity-pattern-too-large");
    assert_eq!(IdentityPattern::any_of([nested]).unwrap_err().code(), "identity-pattern-too-large");
    let many = |count| IdentityPattern::any_of(std::iter::repeat_with(shop).take(count));
    assert!(many(4095).is_ok());
    assert_eq!(many(4096).unwrap_err().code(), "identity-pattern-too-large");
    let deep = |depth: usize| {
        format!("{}{}{}", r#"{"not":"#.repeat(depth), r#"{"trust_domain":"td"}"#, "}".repeat(depth))
    };
    assert!(IdentityPattern::from_json(&deep(15)).is_ok());
    assert_eq!(IdentityPattern::from_json(&deep(16)).unwrap_err().code(), "identity-pattern-too-large");
    assert_eq!(IdentityPattern::from_json(&deep(10_000)).unwrap_err().code(), "identity-pattern-document");
    let wide = format!(r#"{{"any_of":[{}]}}"#, vec![r#"{"trust_domain":"td"}"#; 5000].join(","));
    assert_eq!(IdentityPattern::from_json(&wide).unwrap_err().code(), "identity-pattern-too-large");
}

#[test]
fn documents_are_strict() {
    for (text, code) in [
        ("{", "identity-pattern-document"),
        ("{}", "identity-pattern-document"),
        (r#"{"nobody":1}"#, "identity-pattern-document"),
        (r#"{"exact":1}"#, "identity-pattern-document"),
        (r#"{"exact":"spiffe://td/a","not":{"exact":"spiffe://td/b"}}"#, "identity-pattern-document"),
        (r#"{"path_prefix":{"trust_domain":"td","path":"/a","depth":1}}"#, "identity-pattern-document"),
        (r#"{"path_prefix":{"trust_domain":"td"}}"#, "identity-pattern-document"),
        (r#"{"exact":"spiffe://TD/a"}"#, "trust-domain-uppercase"),
        (r#"{"trust_domain":"spiffe://td"}"#, "trust-domain-uri"),
        (r#"{"all_of":[]}"#, "identity-pattern-empty"),
        (r#"{"any_of":[{"istio_principal":"a*b"}]}"#, "identity-pattern-never-matches"),
        ("nonsense", "spiffe-id-scheme"),
    ] {
        assert_eq!(IdentityPattern::from_json(text).unwrap_err().code(), code, "{text}");
    }
    assert_eq!(IdentityPattern::from_json(CART).unwrap(), IdentityPattern::exact(id(CART)));
    assert!(serde_json::from_str::<IdentityPattern>(r#"{"all_of":[]}"#).is_err());
}

#[test]
fn words_for_people() {
    let pattern = IdentityPattern::all_of([
        IdentityPattern::any_of([shop(), istio("*/sa/cart"), istio("td/ns/*"), istio("*"), istio("td/x")])
            .unwrap(),
        IdentityPattern::not(IdentityPattern::exact(id(CART))).unwrap(),
        IdentityPattern::any_of([IdentityPattern::any_in(td("td"))]).unwrap(),
    ])
    .unwrap();
    assert_eq!(
        pattern.to_string(),
        "all of (any of (any workload of td at or below /ns/shop; any principal that ends with /sa/cart; \
         any principal that begins with td/ns/; any principal; the principal td/x); \
         anybody but (spiffe://td/ns/shop/sa/cart); any of (any workload of td))"
    );
    assert_eq!(IdentityPattern::any_of([]).unwrap().to_string(), "nobody");
}

#[test]
fn the_reason_names_what_differs() {
    let cart = id(CART);
    let exact = IdentityPattern::exact(id("spiffe://td/a"));
    #[rustfmt::skip]
    let table = [
        (exact.clone(), "spiffe://td/ns/shop/sa/cart is not spiffe://td/a"),
        (IdentityPattern::any_in(td("tf")), "the trust domain is td, not tf"),
        (IdentityPattern::path_prefix(td("tf"), "/ns").unwrap(), "the trust domain is td, not tf"),
        (IdentityPattern::path_prefix(td("td"), "/ns/sh").unwrap(), "the path /ns/shop/sa/cart is not at or below /ns/sh"),
        (istio("td/x"), "the principal td/ns/shop/sa/cart is not td/x"),
        (istio("tf/*"), "the principal td/ns/shop/sa/cart does not begin with tf/"),
        (istio("*/x"), "the principal td/ns/shop/sa/cart does not end with /x"),
        (IdentityPattern::any_of([]).unwrap(), "the pattern lets nobody in"),
        (IdentityPattern::any_of([exact.clone(), istio("*/x")]).unwrap(),
         "spiffe://td/ns/shop/sa/cart is not spiffe://td/a; the principal td/ns/shop/sa/cart does not end with /x"),
        (IdentityPattern::any_of(vec![exact; 9]).unwrap(),
         "spiffe://td/ns/shop/sa/cart is not spiffe://td/a; nor does it match any of 5 more"),
        (IdentityPattern::all_of([shop(), istio("*/x")]).unwrap(), "the principal td/ns/shop/sa/cart does not end with /x"),
        (IdentityPattern::not(shop()).unwrap(), "spiffe://td/ns/shop/sa/cart is excluded: any workload of td at or below /ns/shop"),
    ];
    for (pattern, reason) in table {
        assert_eq!(pattern.mismatch(&cart).as_deref(), Some(reason));
    }
    assert_eq!(
        IdentityPattern::any_in(td("td")).mismatch(&td("td").id()).unwrap(),
        "spiffe://td is the trust domain itself, not a workload"
    );
    assert_eq!(
        shop().mismatch(&td("td").id()).unwrap(),
        "spiffe://td has no path, so it is not at or below /ns/shop"
    );
}

#[test]
fn cautions_point_at_stars_that_take_in_more() {
    let rules = |pattern: &IdentityPattern| -> Vec<&str> {
        pattern.cautions(&Subject::Input).iter().map(|finding| finding.rule).collect()
    };
    let (boundary, anywhere) = ("identity-pattern-boundary", "identity-pattern-any-trust-domain");
    assert_eq!(rules(&shop()), [""; 0]);
    assert_eq!(rules(&istio("td/ns/shop/*")), [""; 0]);
    assert_eq!(rules(&istio("td/ns/shop*")), [boundary]);
    assert_eq!(rules(&istio("td*")), [boundary, anywhere]);
    assert_eq!(rules(&istio("*/sa/cart")), [anywhere]);
    assert_eq!(rules(&istio("*cart")), [boundary, anywhere]);
    assert_eq!(rules(&IdentityPattern::not(shop()).unwrap()), [anywhere]);
    let tied = IdentityPattern::all_of([istio("*/sa/cart"), IdentityPattern::any_in(td("td"))]).unwrap();
    assert_eq!(rules(&tied), [""; 0]);
    assert_eq!(rules(&IdentityPattern::any_of([tied, istio("*")]).unwrap()), [anywhere]);
    let caution = &istio("td/ns/shop*").cautions(&Subject::Input)[0];
    assert_eq!(caution.message, "`td/ns/shop*` also takes in `td/ns/shop-other`");
}
