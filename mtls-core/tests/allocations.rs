//! How much memory names take: an owned one is one allocation, a borrowed one none. How much bundle documents take
//! at most, and the refusal of a chain.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail loudly"
)]

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

/// Seven issuers of two certificates each can be put together in 128 ways; each certificate is long, and all is wrong
/// with each.
#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
#[test]
fn a_refusal_reads_each_certificate_a_few_times_however_many_ways_there_are() {
    use mtls_core::finding::Refusal as _;
    use mtls_core::pki::Certificate;
    use mtls_core::verify::ChainVerifier;
    use rcgen::{CertificateParams, DnType, Issuer, KeyPair, SanType};

    let named = |name: String| {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params
    };
    let issuers: Vec<_> =
        (0..8).map(|n| Issuer::new(named(format!("i{n}")), KeyPair::generate().unwrap())).collect();
    let mut leaf = named("leaf".to_owned());
    leaf.subject_alt_names = vec![SanType::URI("spiffe://td/w".try_into().unwrap())];
    let signed = |params: &CertificateParams, key: &KeyPair, by: usize| {
        params.signed_by(key, &issuers[by]).unwrap().der().clone()
    };
    let mut chain = vec![signed(&leaf, &KeyPair::generate().unwrap(), 0)];
    for number in 0..14 {
        let mut params = named(format!("i{}", number / 2));
        params.not_after = rcgen::date_time_ymd(2001, 1, 1);
        params.not_before = rcgen::date_time_ymd(2000, 1, 1);
        let name = |n: usize| SanType::DnsName(format!("n{n}.example").try_into().unwrap());
        params.subject_alt_names = (0..500).map(name).collect();
        chain.push(signed(&params, issuers[number / 2].key(), number / 2 + 1));
    }
    let root = Certificate::from_der(&{
        let mut params = named("i7".to_owned());
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        params.self_signed(issuers[7].key()).unwrap().der().clone()
    })
    .unwrap();
    let bundles = BundleSet::new([TrustBundle::new(TrustDomain::parse("td").unwrap(), [root])]).unwrap();
    let verifier = ChainVerifier::builder(bundles).build().unwrap();
    let at = rustls_pki_types::UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_800_000_000));
    let once = measure(|| chain.iter().for_each(|der| drop(Certificate::from_der(der).unwrap())));
    let refused = measure(|| assert!(verifier.verify(&chain, at).unwrap_err().findings().len() > 20));
    assert!(refused.count_total < 4 * once.count_total, "{} {}", refused.count_total, once.count_total);
}
