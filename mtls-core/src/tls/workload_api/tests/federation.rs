//! Bundles of other trust domains: taken, replaced, withdrawn, and bad alone.

use std::sync::{Arc, Mutex};

use crate::trust::TrustBundle;
use crate::trust::source::{SourceEvent, now};
use crate::verify::Rejection;

use super::*;

/// What the verifier says of a workload of this authority.
fn verdict(live: &LiveVerifier, ca: &CertificateAuthority) -> Result<(), &'static str> {
    let id = ca.trust_domain().unwrap().join("w").unwrap();
    let chain = ca.svid(&id).issue().unwrap().chain;
    let code = |e: Rejection| crate::finding::Refusal::code(&e);
    live.verify(&chain.to_der(), now().1).map(drop).map_err(code)
}

fn names(source: &WorkloadSource) -> Vec<String> {
    source.bundles().iter().map(|bundle| bundle.trust_domain().to_string()).collect()
}

/// SPIFFE Workload API sections 4.4 and 4.6.
#[test]
fn a_federated_bundle_that_is_gone_is_withdrawn_and_others_stay() {
    let (own, first, second, elsewhere) =
        (ca("Root"), ca_of("one", "One"), ca_of("two", "Two"), ca_of("file", "File"));
    let base = answer([svid(&own, "cart")]);
    let both = federated(base.clone(), &[("one", bundle(&[&first])), ("two", bundle(&[&second]))]);
    let (_directory, agent) = unix(Reply::Answer(both.clone()));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let source =
        api(&agent).on_event(move |event| ears.lock().unwrap().push(event.clone())).open(WAIT).unwrap();
    let live = following(&source);
    live.put_bundle(&TrustBundle::new(domain("file"), [elsewhere.certificate().clone()])).unwrap();
    for ca in [&own, &first, &second, &elsewhere] {
        assert_eq!(verdict(&live, ca), Ok(()));
    }

    // One is gone, and of the other nothing is left but its name.
    agent.answer(&federated(base.clone(), &[("two", Vec::new())]));
    until("the first is withdrawn", || names(&source) == ["td", "two"]);
    until("from who follows, too", || live.current().bundles().len() == 3);
    assert_eq!(verdict(&live, &first), Err("trust-domain-unknown"));
    assert_eq!(verdict(&live, &second), Err("trust-bundle-empty"));
    assert_eq!((verdict(&live, &own), verdict(&live, &elsewhere)), (Ok(()), Ok(())));
    let gone = || -> Vec<String> { heard.lock().unwrap().iter().filter_map(withdrawn).collect() };
    until("it is told", || !gone().is_empty());
    assert_eq!(gone(), [format!("one of {}", agent.address)]);
    assert_eq!(source.bundle_states().len(), 2);

    agent.answer(&both);
    until("both are back", || names(&source).len() == 3 && verdict(&live, &second).is_ok());
    assert_eq!(verdict(&live, &first), Ok(()));

    // By now somebody else vouches for the second, in another way.
    let kept = ca_of("two", "Kept");
    live.put_bundle(&TrustBundle::new(domain("two"), [kept.certificate().clone()])).unwrap();
    agent.answer(&base);
    until("both are gone", || names(&source) == ["td"] && live.current().bundles().len() == 3);
    assert_eq!(verdict(&live, &first), Err("trust-domain-unknown"));
    assert_eq!(verdict(&live, &kept), Ok(()), "that bundle is not this source's to withdraw");
    assert_eq!(source.state().loads, 1, "the identity was the same all the time");
}

fn withdrawn(event: &SourceEvent) -> Option<String> {
    match event {
        SourceEvent::Withdrawn(state) => Some(state.name.clone()),
        _ => None,
    }
}

#[test]
fn a_bad_federated_bundle_degrades_its_own_trust_domain_alone() {
    let (own, first, second) = (ca("Root"), ca_of("one", "One"), ca_of("two", "Two"));
    let next = ca_of("two", "Next");
    let base = answer([svid(&own, "cart")]);
    let good = federated(base, &[("one", bundle(&[&first])), ("two", bundle(&[&second]))]);
    let (_directory, agent) = unix(Reply::Answer(good));
    let source = api(&agent).open(WAIT).unwrap();
    let live = following(&source);
    let error_of = |name: &str| {
        let states = source.bundle_states();
        let (_, state) = states.iter().find(|(of, _)| *of == domain(name)).unwrap();
        state.last_error.as_ref().map(|e| crate::finding::Refusal::code(e))
    };
    // With the bad one come a new identity and a new bundle, which are taken.
    let news = |one: Vec<u8>| {
        let renewed = answer([svid(&own, "renewed")]);
        federated(renewed, &[("one", one), ("two", bundle(&[&next])), ("three", vec![0x30])])
    };
    agent.answer(&news(bundle(&[&first])[..80].to_vec()));
    until("the rest is taken", || who(&source) == "/renewed");
    assert_eq!(verdict(&live, &next), Ok(()));
    assert_eq!(verdict(&live, &first), Ok(()), "the last good one stays");
    assert_eq!((error_of("one"), error_of("two")), (Some("bundle-certificate"), None));
    assert_eq!(error_of("three"), Some("bundle-certificate"));
    assert_eq!(names(&source), ["one", "td", "two"], "of the third there was never a good one");
    assert_eq!(code(&source), None, "the identity is well");

    agent.answer(&news(bundle(&[&first])));
    until("it is mended", || error_of("one").is_none());
}

/// An agent answers only when something changes, so this may be the last that is heard of the withdrawal.
#[test]
fn a_withdrawal_counts_though_the_identity_beside_it_is_bad() {
    let (own, other, partner) = (ca("Root"), ca("Other"), ca_of("one", "One"));
    let good = federated(answer([svid(&own, "cart")]), &[("one", bundle(&[&partner]))]);
    let (_directory, agent) = unix(Reply::Answer(good));
    let source = api(&agent).open(WAIT).unwrap();
    let live = following(&source);
    assert_eq!(verdict(&live, &partner), Ok(()));
    // Signed by one authority, and accompanied by another.
    agent.answer(&answer([X509Svid { bundle: bundle(&[&other]), ..svid(&own, "cart") }]));
    until("the partner is withdrawn", || verdict(&live, &partner) == Err("trust-domain-unknown"));
    assert_eq!(
        (verdict(&live, &own), verdict(&live, &other).is_err()),
        (Ok(()), true),
        "the last good one stays"
    );
    assert!(code(&source).is_some() && !source.identity().is_withdrawn());
}

/// What concerns no trust domain that could be named is said of the whole.
#[test]
fn a_federated_bundle_cannot_stand_for_the_own_trust_domain() {
    let (own, stranger) = (ca("Root"), ca("Stranger"));
    let claims = federated(answer([svid(&own, "cart")]), &[("td", bundle(&[&stranger]))]);
    let nameless = federated(answer([svid(&own, "cart")]), &[("not a domain", bundle(&[&stranger]))]);
    for (given, expected) in [(claims, "source-answer"), (nameless, "trust-domain-character")] {
        let (_directory, agent) = unix(Reply::Answer(given));
        let source = api(&agent).open(WAIT).unwrap();
        until("it is said", || code(&source) == Some(expected));
        assert_eq!(names(&source), ["td"]);
        let live = following(&source);
        assert_eq!((verdict(&live, &own), verdict(&live, &stranger).is_err()), (Ok(()), true));
    }
}

/// SPIFFE Workload API section 5.2.1: of several identities one is asked for by its hint, and of one hint the first wins.
#[test]
fn takes_the_identity_that_is_asked_for() {
    let (root, partner) = (ca("Root"), ca_of("partner", "Partner"));
    let hinted = |path: &str, hint: &str| X509Svid { hint: hint.to_owned(), ..svid(&root, path) };
    let abroad = entry(&partner.svid(&domain("partner").join("cart").unwrap()).issue().unwrap(), &[&partner]);
    let long = "x".repeat(1025);
    let given = answer([
        hinted("main", ""),
        hinted("internal", "internal"),
        hinted("shadowed", "internal"),
        hinted("verbose", &long),
        abroad,
    ]);
    let (_directory, agent) = unix(Reply::Answer(given));
    let open = |api: WorkloadApi| api.open(Duration::from_secs(2));
    let path = |api: WorkloadApi| who(&api.open(WAIT).unwrap());
    assert_eq!(path(api(&agent)), "/main");
    assert_eq!(path(api(&agent).hint("internal")), "/internal");
    assert_eq!(path(api(&agent).spiffe_id(id("shadowed"))), "/shadowed");
    assert_eq!(path(api(&agent).spiffe_id(id("shadowed")).hint("internal")), "/shadowed");
    let cart = domain("partner").join("cart").unwrap();
    let source = api(&agent).spiffe_id(cart).open(WAIT).unwrap();
    assert_eq!(names(&source), ["partner", "td"], "every identity comes with the bundle of its trust domain");
    for (asked, expected) in [
        (api(&agent).hint("external"), "with the hint `external`"),
        (api(&agent).spiffe_id(id("till")), "`spiffe://td/till`"),
        (api(&agent).spiffe_id(id("main")).hint("internal"), "`spiffe://td/main` with the hint `internal`"),
        (api(&agent).hint(&long), "with the hint `xxx"),
    ] {
        let error = open(asked).unwrap_err();
        assert_eq!(crate::finding::Refusal::code(&error), "source-not-offered");
        let text = error.to_string();
        assert!(
            text.contains(expected) && text.contains("`spiffe://td/internal` with the hint `internal`"),
            "{text}"
        );
    }
}
