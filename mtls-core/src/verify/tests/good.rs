//! Chains that must be accepted.

use crate::finding::Refusal as _;
use crate::verify::{ChainVerifier, Profile, Purpose};

use super::{DAY, NOW, at, root, td, verifier};

#[test]
fn what_we_issue_passes_the_strictest_profile_without_a_finding() {
    let ca = root("root", "td");
    let intermediate = ca.intermediate("cluster-a").path_len(0).at(at(NOW)).build().unwrap();
    let id = td("td").join("ns/shop/sa/cart").unwrap();
    for issuer in [&ca, &intermediate] {
        let issued = issuer.svid(&id).dns_names(["cart.shop.svc"]).at(at(NOW)).issue().unwrap();
        let peer = verifier(Profile::SpiffeStrict, &[("td", &ca)])
            .verify_chain(&issued.chain, at(NOW + 60))
            .unwrap();
        assert_eq!(peer.spiffe_id(), &id);
        assert_eq!(peer.workload().unwrap().service_account(), "cart");
        assert_eq!(peer.warnings(), []);
        assert_eq!(peer.path().len(), issued.chain.len());
        assert_eq!(peer.authority(), ca.certificate());
        assert_eq!(peer.valid_until(), issued.chain.leaf().not_after());
        let json = serde_json::to_value(&peer).unwrap();
        assert_eq!(json["spiffe_id"], id.as_str());
        assert_eq!(json["path"].as_array().unwrap().len(), issued.chain.len());
    }
}

#[test]
fn order_and_unrelated_certificates_do_not_matter() {
    let (ca, other) = (root("root", "td"), root("other", "td"));
    let intermediate = ca.intermediate("a").path_len(1).at(at(NOW)).build().unwrap();
    let below = intermediate.intermediate("b").path_len(0).at(at(NOW)).build().unwrap();
    let issued = below.svid(&td("td").join("a").unwrap()).at(at(NOW)).issue().unwrap();
    let mut chain = issued.chain.to_der();
    assert_eq!(chain.len(), 3);
    chain.swap(1, 2);
    chain.insert(1, other.certificate().der().clone());
    chain.push(ca.certificate().der().clone());
    let verifier = verifier(Profile::SpiffeInterop, &[("td", &ca)]);
    let peer = verifier.verify(&chain, at(NOW + 60)).unwrap();
    assert_eq!(peer.path().len(), 3);
    let report = verifier.explain(&chain, at(NOW + 60));
    assert!(report.accepted);
    assert!(report.to_string().contains("not needed for the path"), "{report}");
}

#[test]
fn each_trust_domain_is_vouched_for_by_its_own_bundle() {
    let (a, b) = (root("root", "a"), root("root", "b"));
    let verifier = verifier(Profile::SpiffeInterop, &[("a", &a), ("b", &b)]);
    for (name, ca) in [("a", &a), ("b", &b)] {
        let issued = ca.svid(&td(name).join("w").unwrap()).at(at(NOW)).issue().unwrap();
        assert_eq!(verifier.verify_chain(&issued.chain, at(NOW)).unwrap().trust_domain().as_str(), name);
    }
}

#[test]
fn the_edges_of_validity_count_as_valid() {
    let ca = root("root", "td");
    let issued = ca
        .svid(&td("td").join("w").unwrap())
        .at(at(NOW))
        .valid_for(std::time::Duration::from_secs(DAY))
        .issue()
        .unwrap();
    let verifier = verifier(Profile::SpiffeInterop, &[("td", &ca)]);
    let (first, last) =
        (issued.chain.leaf().not_before().as_secs(), issued.chain.leaf().not_after().as_secs());
    for (seconds, good) in [(first - 1, false), (first, true), (last, true), (last + 1, false)] {
        assert_eq!(verifier.verify_chain(&issued.chain, at(seconds)).is_ok(), good, "{seconds}");
    }
}

#[test]
fn purposes_are_asked_of_the_whole_path() {
    let ca = root("root", "td");
    let issued = ca.svid(&td("td").join("w").unwrap()).at(at(NOW)).issue().unwrap();
    let verifier = verifier(Profile::SpiffeInterop, &[("td", &ca)]);
    for purpose in [Purpose::Client, Purpose::Server, Purpose::Either] {
        assert!(verifier.verify_for(purpose, &issued.chain.to_der(), at(NOW)).is_ok(), "{purpose}");
    }
}

#[test]
fn a_verifier_says_what_it_cannot_do() {
    let refused =
        ChainVerifier::builder(crate::trust::BundleSet::default()).algorithms(&[]).build().unwrap_err();
    assert_eq!(refused.code(), "verifier-no-algorithms");
    assert_eq!("strict".parse::<Profile>().unwrap_err().code(), "verifier-profile-unknown");
    assert_eq!("spiffe-strict".parse::<Profile>(), Ok(Profile::SpiffeStrict));
    assert_eq!("both".parse::<Purpose>().unwrap_err().code(), "verifier-purpose-unknown");
    assert_eq!("server".parse::<Purpose>(), Ok(Purpose::Server));
}
