//! How much memory names take: an owned one is one allocation, a borrowed one none. How much bundle documents take
//! at most.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use allocation_counter::measure;
use mtls_core::identity::{
    IdentityPattern, SpiffeId, SpiffeIdRef, TrustDomain, TrustDomainRef, WorkloadIdentity,
};
use mtls_core::trust::{BundleSet, TrustBundle};

const CART: &str = "spiffe://cluster.local/ns/shop/sa/cart";

#[track_caller]
fn allocations<T>(expected: u64, work: impl FnOnce() -> T) -> T {
    let mut kept = None;
    let counted = measure(|| kept = Some(work()));
    assert_eq!(counted.count_total, expected);
    kept.unwrap()
}

#[test]
fn an_owned_name_is_one_allocation_of_its_length() {
    let longest = format!("spiffe://td/{}", "a".repeat(2036));
    for text in [CART, &longest, "spiffe://td", "spiffe://td/.a/..."] {
        let counted = measure(|| assert!(SpiffeId::parse(text).is_ok()));
        assert_eq!((counted.count_total, counted.bytes_total), (1, text.len() as u64), "{text}");
    }
    let id = allocations(1, || SpiffeId::parse(CART).unwrap());
    allocations(1, || id.clone());
    let td = allocations(1, || TrustDomain::parse("cluster.local").unwrap());
    allocations(1, || td.clone());
    allocations(1, || td.id());
    allocations(1, || td.join("a/b").unwrap());
    allocations(1, || id.join("a/b").unwrap());
    allocations(1, || id.append_segment("a").unwrap());
    allocations(1, || WorkloadIdentity::try_from(id.clone()).unwrap());
}

#[test]
fn a_borrowed_name_and_every_question_to_it_allocate_nothing() {
    let pattern =
        IdentityPattern::path_prefix(TrustDomain::parse("cluster.local").unwrap(), "/ns/shop").unwrap();
    let any = IdentityPattern::any_of([IdentityPattern::istio_principal("x*").unwrap(), pattern]).unwrap();
    let workload = WorkloadIdentity::parse(CART).unwrap();
    allocations(0, || {
        let id = SpiffeIdRef::parse(CART).unwrap();
        assert!(id.is_member_of(TrustDomainRef::parse("cluster.local").unwrap()));
        assert_eq!((id.path(), id.segments().count()), ("/ns/shop/sa/cart", 4));
        assert!(any.matches(id));
        assert_eq!((workload.namespace(), workload.service_account()), ("shop", "cart"));
        assert_eq!(workload.principal(), id.without_scheme());
    });
}

/// The worst that fits into 1 or 4 MiB, kind by kind. What is refused must not have cost much either.
#[test]
fn no_bundle_document_takes_more_than_sixteen_times_its_size() {
    let fill = |head: &str, element: &str, tail: &str| {
        let count = ((4 << 20) - head.len() - tail.len()) / element.len();
        format!("{head}{}{tail}", element.repeat(count))
    };
    let numbered = |head: &str, element: fn(usize) -> String, tail: &str| {
        let mut text = head.to_owned();
        for number in 0.. {
            let element = element(number);
            if text.len() + element.len() + tail.len() > 1 << 20 {
                break;
            }
            text.push_str(&element);
        }
        text + tail
    };
    let domain = |number| format!(r#""d{number}":{{"keys":[{}0]}},"#, "0,".repeat(120));
    let documents = [
        ("odd elements", fill(r#"{"keys":["#, "0,", "0]}")),
        ("odd objects", fill(r#"{"keys":["#, "{},", "0]}")),
        ("one long list", fill(r#"{"keys":[{"kty":"EC","use":"jwt-svid","x":["#, "0,", "0]}]}")),
        ("lists in a list", fill(r#"{"keys":[{"kty":"EC","use":"jwt-svid","x":["#, "[[]],", "0]}]}")),
        ("many members", numbered("{", |number| format!(r#""{number}":0,"#), r#""keys":[]}"#)),
        ("a list for a number", fill(r#"{"spiffe_sequence":["#, "0,", r#"0],"keys":[]}"#)),
        ("a map of odd elements", numbered(r#"{"trust_domains":{"#, domain, r#""z":{"keys":[]}}}"#)),
        (
            "a map of empty bundles",
            numbered(
                r#"{"trust_domains":{"#,
                |number| format!(r#""d{number}":{{"keys":[]}},"#),
                r#""z":{"keys":[]}}}"#,
            ),
        ),
    ];
    let td = TrustDomain::parse("td").unwrap();
    for (name, text) in documents {
        let (json, td) = (text.as_bytes(), td.clone());
        let one = measure(|| drop(TrustBundle::from_spiffe_json(td, json)));
        let map = measure(|| drop(BundleSet::from_spiffe_json(json)));
        let most = one.bytes_max.max(map.bytes_max);
        assert!(most < 16 * text.len() as u64, "{name}: {most} bytes");
    }
}
