//! How much memory names take: an owned one is one allocation, a borrowed one none.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use allocation_counter::measure;
use mtls_core::identity::{
    IdentityPattern, SpiffeId, SpiffeIdRef, TrustDomain, TrustDomainRef, WorkloadIdentity,
};

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
