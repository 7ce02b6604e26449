//! What a new bundle changes.

use std::time::Duration;

use super::*;
use crate::finding::Refusal as _;
use crate::pki::issue::CertificateAuthority;
use crate::trust::BundleSet;

fn td(name: &str) -> TrustDomain {
    TrustDomain::parse(name).unwrap()
}

fn root(name: &str) -> CertificateAuthority {
    CertificateAuthority::root(name).trust_domain(td("td")).build().unwrap()
}

fn bundle(authorities: &[&Certificate], sequence: u64) -> TrustBundle {
    let authorities = authorities.iter().copied().cloned();
    TrustBundle::new(td("td"), authorities).with_sequence(sequence).unwrap()
}

fn rules(diff: &BundleDiff) -> Vec<&str> {
    diff.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn what_is_added_removed_and_kept() {
    let [one, two, three] = ["one", "two", "three"].map(root);
    let [one, two, three] = [&one, &two, &three].map(CertificateAuthority::certificate);
    let diff = TrustBundle::diff(&bundle(&[one, two], 1), &bundle(&[two, three], 2)).unwrap();
    assert_eq!(diff.added, std::slice::from_ref(three));
    assert_eq!(diff.removed, std::slice::from_ref(one));
    assert_eq!(diff.kept, std::slice::from_ref(two));
    assert_eq!((diff.sequence.old, diff.sequence.new), (Some(1), Some(2)));
    assert!(diff.findings.is_empty() && !diff.is_empty() && diff.renewed.is_empty());
    let text = diff.to_string();
    for line in ["  + CN=three,", "  - CN=one,", "  = CN=two,", "  sequence 1 -> 2"] {
        assert!(text.lines().any(|have| have.starts_with(line)), "{line} in {text}");
    }
    let json = serde_json::to_value(&diff).unwrap();
    assert_eq!(json["added"][0]["fingerprint_sha256"], three.fingerprint_sha256());
    assert_eq!((&json["sequence"]["old"], &json["trust_domain"]), (&1.into(), &"td".into()));
}

#[test]
fn a_renewed_certificate_of_the_same_key_is_no_other_authority() {
    let ca = root("one");
    let key = ca.private_key().clone_key();
    let again = CertificateAuthority::root("one").trust_domain(td("td")).key(key).build().unwrap();
    assert_ne!(ca.certificate(), again.certificate());
    let diff =
        TrustBundle::diff(&bundle(&[ca.certificate()], 1), &bundle(&[again.certificate()], 2)).unwrap();
    assert!(diff.added.is_empty() && diff.removed.is_empty() && diff.findings.is_empty(), "{diff}");
    assert_eq!((&diff.renewed[0].old, &diff.renewed[0].new), (ca.certificate(), again.certificate()));
    assert!(diff.to_string().contains("  ~ CN=one,"));
}

#[test]
fn sequence_numbers_that_lie_are_reported() {
    let [one, two] = ["one", "two"].map(root);
    let [one, two] = [&one, &two].map(CertificateAuthority::certificate);
    let judged = |old: &TrustBundle, new: &TrustBundle| {
        let diff = TrustBundle::diff(old, new).unwrap();
        rules(&diff).join(" ")
    };
    let (old, new) = (bundle(&[one], 7), bundle(&[one, two], 6));
    assert_eq!(judged(&old, &new), "bundle-sequence-back");
    assert_eq!(judged(&old, &bundle(&[one, two], 7)), "bundle-sequence-reused");
    assert_eq!(judged(&old, &bundle(&[one], 7)), "");
    let hint = Duration::from_secs(60);
    assert_eq!(judged(&old, &old.clone().with_refresh_hint(hint).unwrap()), "");
    let slower = TrustBundle::new(td("td"), [one.clone()]).with_refresh_hint(hint).unwrap();
    assert_eq!(judged(&old, &slower.with_sequence(7).unwrap()), "bundle-sequence-reused");
    let silent = TrustBundle::new(td("td"), [one.clone()]);
    assert_eq!(judged(&old, &silent), "bundle-sequence-back");
    assert_eq!(judged(&silent, &old), "");
    assert_eq!(judged(&silent, &TrustBundle::new(td("td"), [one.clone(), two.clone()])), "");
}

#[test]
fn a_bundle_without_a_common_authority_is_reported() {
    let [one, two] = ["one", "two"].map(root);
    let [one, two] = [&one, &two].map(CertificateAuthority::certificate);
    let diff = TrustBundle::diff(&bundle(&[one], 1), &bundle(&[two], 2)).unwrap();
    assert_eq!(rules(&diff), ["bundle-replaced-whole"]);
    let emptied = TrustBundle::diff(&bundle(&[one], 1), &bundle(&[], 2)).unwrap();
    assert_eq!(rules(&emptied), ["bundle-replaced-whole"]);
    assert!(emptied.to_string().contains("every SVID"), "{emptied}");
    assert!(rules(&TrustBundle::diff(&bundle(&[], 1), &bundle(&[two], 2)).unwrap()).is_empty());
}

#[test]
fn bundles_of_two_trust_domains_are_not_compared() {
    let refused = TrustBundle::diff(&bundle(&[], 1), &TrustBundle::new(td("other"), [])).unwrap_err();
    assert_eq!(refused.code(), "bundle-other-trust-domain");
}

#[test]
fn jwt_authorities_count_as_content() {
    let read = |kid: &str| {
        let json =
            format!(r#"{{"keys":[{{"kty":"EC","use":"jwt-svid","kid":"{kid}"}}],"spiffe_sequence":1}}"#);
        TrustBundle::from_spiffe_json(td("td"), json.as_bytes()).unwrap()
    };
    let diff = TrustBundle::diff(&read("a"), &read("b")).unwrap();
    assert!(diff.jwt_authorities_changed && !diff.is_empty());
    assert_eq!(rules(&diff), ["bundle-sequence-reused"]);
}

#[test]
fn sets_say_which_trust_domains_come_and_go() {
    let ca = root("one");
    let [stays, goes, comes, changes] =
        ["stays", "goes", "comes", "td"].map(|name| TrustBundle::new(td(name), []));
    let old = BundleSet::new([stays.clone(), goes, changes]).unwrap();
    let new = BundleSet::new([stays, comes, bundle(&[ca.certificate()], 1)]).unwrap();
    let diff = BundleSet::diff(&old, &new);
    assert_eq!((&diff.added, &diff.removed), (&vec![td("comes")], &vec![td("goes")]));
    assert_eq!(diff.changed.len(), 1);
    assert!(
        diff.to_string().starts_with("+ trust domain comes\n- trust domain goes\nbundle of td\n  + CN=one")
    );
    assert!(BundleSet::diff(&new, &new).is_empty());
}
