//! SPIFFE Federation, rule by rule (FD1 is `rotation`; FD6 and FD11 are the business of TLS).

use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::{
    BundleEndpoint, BundlePublisher, EndpointUrl, FederatedBundle, FetchOutcome, FetchStep, ServerProof,
};
use crate::finding::Refusal as _;
use crate::identity::TrustDomain;
use crate::pki::Certificate;
use crate::pki::issue::CertificateAuthority;
use crate::trust::{BundleLimits, TrustBundle, TrustError};

const URL: &str = "https://partner.example/bundle";

fn at(after: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000 + after))
}

fn td(name: &str) -> TrustDomain {
    TrustDomain::parse(name).unwrap()
}

fn root(name: &str) -> Certificate {
    CertificateAuthority::root(name).build().unwrap().certificate().clone()
}

fn bundle(domain: &str, roots: &[&Certificate], sequence: u64) -> TrustBundle {
    let roots = roots.iter().copied().cloned();
    TrustBundle::new(td(domain), roots).with_sequence(sequence).unwrap()
}

fn web() -> FederatedBundle {
    FederatedBundle::new(BundleEndpoint::https_web(td("partner.example"), URL).unwrap(), None, at(0)).unwrap()
}

fn fetch(one: &mut FederatedBundle, body: &str, now: u64) -> Result<FetchOutcome, TrustError> {
    match one.answer(one.request(), 200, None, body.as_bytes(), at(now))? {
        FetchStep::Done(fetched) => Ok(fetched.outcome),
        FetchStep::Redirected(_) => panic!("a redirect"),
    }
}

#[test]
fn fd2_failures_keep_bundle_and_cadence() {
    let mut partner = web();
    assert!(partner.is_due(at(0)) && partner.bundle().is_none());
    // Nothing is known yet: every five minutes.
    partner.fail("connection refused", at(10));
    assert_eq!((partner.next_at(), partner.failures()), (at(310), 1));
    let good =
        bundle("partner.example", &[&root("one")], 1).with_refresh_hint(Duration::from_secs(60)).unwrap();
    assert_eq!(fetch(&mut partner, &good.to_spiffe_json(), 310), Ok(FetchOutcome::Taken));
    assert_eq!((partner.next_at(), partner.failures()), (at(370), 0));
    assert!(!partner.is_due(at(369)));
    let kept = partner.bundle().cloned();
    for (number, now) in (1..).zip([370, 430, 490, 550]) {
        let request = partner.request();
        let error = match number {
            1 => partner.answer(request, 500, None, good.to_spiffe_json().as_bytes(), at(now)).unwrap_err(),
            2 => partner.answer(request, 200, None, b"{}", at(now)).unwrap_err(),
            3 => partner.answer(request, 302, Some("http://partner.example/"), b"", at(now)).unwrap_err(),
            _ => partner.fail("certificate expired\u{1b}[31m", at(now)),
        };
        let expected = [
            "federation-fetch-failed",
            "bundle-keys-missing",
            "federation-url-invalid",
            "federation-fetch-failed",
        ];
        assert_eq!(error.code(), expected[number as usize - 1]);
        assert!(!error.to_string().contains('\u{1b}'));
        assert_eq!((partner.next_at(), partner.failures()), (at(now + 60), number));
        assert_eq!(partner.bundle(), kept.as_ref());
    }
    assert_eq!(fetch(&mut partner, &good.to_spiffe_json(), 610), Ok(FetchOutcome::Unchanged));
    assert_eq!(partner.failures(), 0);
}

#[test]
fn fd3_bundles_are_ordered_by_sequence() {
    let [one, two] = ["one", "two"].map(root);
    let mut partner = web();
    let json = |roots: &[&Certificate], sequence| bundle("partner.example", roots, sequence).to_spiffe_json();
    assert_eq!(fetch(&mut partner, &json(&[&one], 7), 0), Ok(FetchOutcome::Taken));
    assert_eq!(fetch(&mut partner, &json(&[&two], 6), 1), Ok(FetchOutcome::Older));
    assert_eq!(partner.bundle().unwrap().authorities(), std::slice::from_ref(&one));
    // The same number over other content: the last one counts, and it is said.
    let reused = partner.answer(partner.request(), 200, None, json(&[&two], 7).as_bytes(), at(2)).unwrap();
    let FetchStep::Done(reused) = reused else { panic!("{reused:?}") };
    assert_eq!(reused.outcome, FetchOutcome::Taken);
    assert!(reused.findings.iter().any(|finding| finding.rule == "bundle-sequence-reused"), "{reused}");
    assert_eq!(partner.bundle().unwrap().authorities(), std::slice::from_ref(&two));
    // Without a number the last one counts.
    let unnumbered = TrustBundle::new(td("partner.example"), [one.clone()]).to_spiffe_json();
    assert_eq!(fetch(&mut partner, &unnumbered, 3), Ok(FetchOutcome::Taken));
    assert_eq!(partner.bundle().unwrap().authorities(), [one]);
    // An empty bundle is one: nobody is trusted, and fetching goes on.
    assert_eq!(fetch(&mut partner, r#"{"keys": []}"#, 4), Ok(FetchOutcome::Taken));
    assert!(partner.bundle().unwrap().is_empty());
    assert_eq!(partner.next_at(), at(304));
}

#[test]
fn fd4_and_fd7_a_bundle_is_of_the_trust_domain_that_was_asked_for() {
    let endpoint = || BundleEndpoint::https_web(td("partner.example"), "https://cdn.example/x").unwrap();
    let foreign = bundle("cdn.example", &[&root("one")], 1);
    let refused = FederatedBundle::new(endpoint(), Some(foreign), at(0)).unwrap_err();
    assert_eq!(refused.code(), "bundle-other-trust-domain");
    let stored = bundle("partner.example", &[&root("one")], 1);
    let partner = FederatedBundle::new(endpoint(), Some(stored.clone()), at(0)).unwrap();
    assert_eq!(
        (partner.bundle(), partner.endpoint().trust_domain()),
        (Some(&stored), &td("partner.example"))
    );
}

#[test]
fn fd8_urls_are_https_without_user_information() {
    for (text, host, port, target) in [
        ("https://partner.example", "partner.example", 443, "/"),
        ("https://partner.example/", "partner.example", 443, "/"),
        ("HTTPS://Partner.Example:8443/a/b?c=d", "partner.example", 8443, "/a/b?c=d"),
        ("https://partner.example?x", "partner.example", 443, "/?x"),
        ("https://192.0.2.1:1/x@y", "192.0.2.1", 1, "/x@y"),
        ("https://[2001:db8::1]:65535/x", "2001:db8::1", 65535, "/x"),
        ("https://[2001:db8::1]", "2001:db8::1", 443, "/"),
    ] {
        let url = EndpointUrl::parse(text).unwrap();
        assert_eq!((url.host(), url.port(), url.target().as_str()), (host, port, target), "{text}");
        assert_eq!(url.as_str(), text);
    }
    for text in [
        "http://partner.example",
        "partner.example",
        "https:/partner.example",
        "https://",
        "https:///x",
        "https://user@partner.example",
        "https://@partner.example",
        "https://user:secret@partner.example/x",
        "https://partner.example:",
        "https://partner.example:0",
        "https://partner.example:65536",
        "https://partner.example:+1",
        "https://partner.example:8 0",
        "https://partner.example#x",
        "https://partner.example/x#",
        "https://part ner.example",
        "https://partner.example/\r\nX: y",
        "https://partner.example/é",
        "https://pärtner.example",
        "https://a..b",
        "https://2001:db8::1",
        "https://[2001:db8::1",
        "https://[partner.example]",
        "https://[2001:db8::1]x",
        r"https://partner.example\x",
        "",
        &format!("https://partner.example/{}", "x".repeat(2048)),
    ] {
        let error = EndpointUrl::parse(text).unwrap_err();
        assert_eq!(error.code(), "federation-url-invalid", "{text}");
    }
}

#[test]
fn fd9_and_fd13_profiles_know_what_the_server_must_prove() {
    assert_eq!(web().request().proof(), ServerProof::Web { host: "partner.example" });
    let host = bundle("host.example", &[&root("host")], 1);
    let id = td("host.example").join("bundles").unwrap();
    let make = |id, bundle| BundleEndpoint::https_spiffe(td("partner.example"), URL, id, bundle);
    let endpoint = make(id.clone(), host.clone()).unwrap();
    assert_eq!((endpoint.profile().as_str(), endpoint.is_self_serving()), ("https_spiffe", false));
    assert_eq!(
        make(id.clone(), bundle("other.example", &[], 1)).unwrap_err().code(),
        "bundle-other-trust-domain"
    );
    assert_eq!(make(td("host.example").id(), host.clone()).unwrap_err().code(), "federation-endpoint-id");

    let mut partner = FederatedBundle::new(endpoint, None, at(0)).unwrap();
    assert_eq!(partner.request().proof(), ServerProof::Spiffe { id: &id, bundle: &host });
    assert!(partner.bundle().is_none());
    // What is fetched vouches for the partner alone, not for the host.
    fetch(&mut partner, &bundle("partner.example", &[&root("p")], 1).to_spiffe_json(), 0).unwrap();
    assert_eq!(partner.request().proof(), ServerProof::Spiffe { id: &id, bundle: &host });
    let newer = bundle("host.example", &[&root("host 2")], 2);
    partner.replace_endpoint_bundle(newer.clone()).unwrap();
    assert_eq!(partner.request().proof(), ServerProof::Spiffe { id: &id, bundle: &newer });
    assert!(partner.replace_endpoint_bundle(bundle("partner.example", &[], 3)).is_err());
}

#[test]
fn fd12_redirects_lead_to_endpoints_and_hold_once() {
    let mut partner = web();
    let mut follow = |request, location: &str| partner.answer(request, 307, Some(location), b"", at(1));
    let first = web().request();
    let Ok(FetchStep::Redirected(next)) = follow(first.clone(), "https://cdn.example:8443/b?x") else {
        panic!()
    };
    assert_eq!(next.proof(), ServerProof::Web { host: "cdn.example" });
    let Ok(FetchStep::Redirected(next)) = follow(*next, "/c") else { panic!() };
    assert_eq!(next.url().as_str(), "https://cdn.example:8443/c");
    for wrong in ["http://partner.example/", "//cdn.example/", "https://a@cdn.example/", "", "c"] {
        assert_eq!(follow(first.clone(), wrong).unwrap_err().code(), "federation-url-invalid", "{wrong}");
    }
    let mut request = first.clone();
    for _ in 0..5 {
        let Ok(FetchStep::Redirected(next)) = follow(request, "/again") else { panic!() };
        request = *next;
    }
    assert_eq!(follow(request, "/again").unwrap_err().code(), "federation-fetch-failed");
    let lost = partner.answer(first, 302, None, b"", at(1)).unwrap_err();
    assert_eq!(lost.code(), "federation-fetch-failed");
    assert_eq!(partner.request().url().as_str(), URL);
}

#[test]
fn fd14_the_latest_bundle_vouches_for_the_next_connection() {
    let [one, two] = ["one", "two"].map(root);
    let first = bundle("partner.example", &[&one], 1);
    let id = td("partner.example").join("bundles").unwrap();
    let endpoint =
        BundleEndpoint::https_spiffe(td("partner.example"), URL, id.clone(), first.clone()).unwrap();
    assert!(endpoint.is_self_serving());
    let mut partner = FederatedBundle::new(endpoint.clone(), None, at(0)).unwrap();
    assert_eq!(partner.bundle(), Some(&first));
    let next = bundle("partner.example", &[&two], 2);
    fetch(&mut partner, &next.to_spiffe_json(), 0).unwrap();
    assert_eq!(partner.request().proof(), ServerProof::Spiffe { id: &id, bundle: &next });
    // The same ID after a redirect.
    let moved = partner.answer(partner.request(), 301, Some("https://cdn.example/"), b"", at(1)).unwrap();
    let FetchStep::Redirected(moved) = moved else { panic!("{moved:?}") };
    assert_eq!(moved.proof(), ServerProof::Spiffe { id: &id, bundle: &next });
    // What was stored counts before what was configured.
    let restarted = FederatedBundle::new(endpoint, Some(next.clone()), at(2)).unwrap();
    assert_eq!(restarted.request().proof(), ServerProof::Spiffe { id: &id, bundle: &next });
}

#[test]
fn fd15_a_fetch_tells_url_trust_domain_profile_and_sequence() {
    let mut partner = web();
    let json = bundle("partner.example", &[&root("one")], 7).to_spiffe_json();
    let step = partner.answer(partner.request(), 200, None, json.as_bytes(), at(0)).unwrap();
    let FetchStep::Done(fetched) = step else { panic!("{step:?}") };
    assert_eq!(
        fetched.to_string(),
        "partner.example from https://partner.example/bundle (https_web): taken, sequence 7"
    );
    let record = serde_json::to_value(&fetched).unwrap();
    assert_eq!((&record["outcome"], &record["profile"]), (&"taken".into(), &"https_web".into()));
}

#[test]
fn what_is_fetched_is_held_to_limits() {
    let limits = BundleLimits { max_bytes: 20, ..BundleLimits::default() };
    let mut partner = web().with_limits(limits);
    let json = bundle("partner.example", &[], 7).to_spiffe_json();
    assert_eq!(fetch(&mut partner, &json, 0).unwrap_err().code(), "bundle-too-large");
}

#[test]
fn fd10_a_publisher_gives_everyone_the_newest_bundle() {
    let [one, two] = ["one", "two"].map(root);
    let domain = || td("partner.example");
    let mut publisher = BundlePublisher::new(TrustBundle::new(domain(), [one.clone()])).unwrap();
    assert_eq!(publisher.bundle().sequence(), Some(1));
    let answer = publisher.answer("GET");
    assert_eq!((answer.status, answer.headers[0]), (200, ("content-type", "application/json")));
    assert_eq!(
        TrustBundle::from_spiffe_json(domain(), answer.body.as_bytes()).as_ref(),
        Ok(publisher.bundle())
    );
    assert_eq!((publisher.answer("HEAD").status, publisher.answer("HEAD").body.as_str()), (200, ""));
    for method in ["POST", "PUT", "DELETE", "get", "", "OPTIONS"] {
        let answer = publisher.answer(method);
        assert_eq!((answer.status, answer.headers[0].0), (405, "allow"), "{method}");
    }
    // New content gets a new number, the same content keeps it.
    publisher.publish(TrustBundle::new(domain(), [one.clone()])).unwrap();
    assert_eq!(publisher.bundle().sequence(), Some(1));
    publisher.publish(TrustBundle::new(domain(), [one.clone(), two.clone()])).unwrap();
    assert_eq!(publisher.bundle().sequence(), Some(2));
    publisher.publish(bundle("partner.example", &[&two], 9)).unwrap();
    for (lower, code) in [
        (bundle("partner.example", &[&one], 9), "bundle-sequence-decreased"),
        (bundle("partner.example", &[&two], 8), "bundle-sequence-decreased"),
        (bundle("other.example", &[&two], 10), "bundle-other-trust-domain"),
    ] {
        assert_eq!(publisher.publish(lower).unwrap_err().code(), code);
    }
    assert_eq!(publisher.bundle(), &bundle("partner.example", &[&two], 9));
    assert!(publisher.answer("GET").body.contains("\"spiffe_sequence\": 9"));
}
