use std::time::Duration;

use mtls_core::finding::Refusal as _;
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use mtls_core::verify::Profile;
use rustls_pki_types::UnixTime;

use super::{Contents, MOST, chains, describe, role};
use crate::judge::Case;

fn authority(name: &str, trust_domain: Option<&str>) -> CertificateAuthority {
    let ca = CertificateAuthority::root(name);
    match trust_domain {
        Some(domain) => ca.trust_domain(domain.parse().unwrap()).build().unwrap(),
        None => ca.build().unwrap(),
    }
}

fn holding(ca: &CertificateAuthority) -> Contents {
    Contents { certificates: vec![ca.certificate().clone()], ..Contents::default() }
}

#[test]
fn an_authority_vouches_for_its_own_trust_domain_alone() {
    let (a, b) = (authority("A", Some("a.example")), authority("B", Some("b.example")));
    let loose = authority("Loose", None);
    // B signs for a name in the domain of A.
    let key = b.private_key().clone_key();
    let strayed = CertificateAuthority::root("B").key(key).build().unwrap();
    let leaf = strayed.svid(&"spiffe://a.example/cart".parse().unwrap()).issue().unwrap();
    let chain = Contents { certificates: leaf.chain.certificates().to_vec(), ..Contents::default() };
    assert_eq!(role(&chain), "a chain to judge");
    assert_eq!(role(&holding(&a)), "an authority of a.example");
    assert!(role(&holding(&loose)).starts_with("an authority without a SPIFFE ID"));
    let read = [("chain", chain), ("a", holding(&a)), ("b", holding(&b)), ("loose", holding(&loose))];
    let read = read.map(|(name, contents)| (name.to_owned(), contents));
    let cases = chains(&read, UnixTime::now());
    let [case] = cases.as_slice() else { panic!("{} cases", cases.len()) };
    let pem = |ca: &CertificateAuthority| ca.certificate().to_pem();
    let expected = [("a.example", pem(&a) + &pem(&loose)), ("b.example", pem(&b))];
    let expected = expected.map(|(domain, bundle)| (domain.to_owned(), bundle));
    assert_eq!(case.bundles, expected.into());
    assert!(case.edge.is_none());
    assert_eq!(verdict(case, UnixTime::now()), "signed-by-other-trust-domain");
}

fn verdict(case: &Case, at: UnixTime) -> &'static str {
    let (judge, chain) = crate::judge::read(case).unwrap();
    judge.verify(&chain.to_der(), at).map_or_else(|refused| refused.code(), |_| "accepted")
}

/// The case of a leaf, in a folder with the certificates of these authorities.
fn beside(leaf: &IssuedCertificate, authorities: &[&CertificateAuthority]) -> Case {
    let certificates = leaf.chain.certificates().to_vec();
    let mut read = vec![("leaf".to_owned(), Contents { certificates, ..Contents::default() })];
    read.extend(authorities.iter().map(|ca| ("ca".to_owned(), holding(ca))));
    chains(&read, UnixTime::now()).pop().unwrap()
}

#[test]
fn a_leaf_without_a_uri_name_is_judged_as_a_server_or_a_client_at_the_edge() {
    let (root, other) = (authority("Root", None), authority("Other", Some("a.example")));
    let (server, client) =
        (root.server(["shop.example"]).issue().unwrap(), root.client("cart").issue().unwrap());
    let now = UnixTime::now();
    for (leaf, profile) in [(&server, Profile::Server), (&client, Profile::EdgeClient)] {
        let case = beside(leaf, &[&root, &other]);
        assert_eq!(case.edge.as_ref().unwrap().profile, profile);
        assert_eq!(verdict(&case, now), "accepted");
        let late =
            UnixTime::since_unix_epoch(Duration::from_secs(leaf.chain.leaf().not_after().as_secs() + 1));
        assert_eq!(verdict(&case, late), "leaf-expired");
        assert_eq!(verdict(&beside(leaf, &[&other]), now), "issuer-missing");
        assert_eq!(verdict(&beside(leaf, &[]), now), "trust-bundle-empty");
        // An authority of the issuer's name that did not sign it.
        assert_eq!(verdict(&beside(leaf, &[&authority("Root", None)]), now), "authority-rotated");
    }
}

#[test]
fn a_file_above_the_limit_is_reported_with_its_size() {
    let path = std::env::temp_dir().join(format!("main-job-{}", std::process::id()));
    std::fs::File::create(&path).unwrap().set_len(MOST + 1).unwrap();
    let (file, _) = describe("huge".to_owned(), &path);
    std::fs::remove_file(&path).unwrap();
    let refused = file.error.unwrap();
    assert_eq!(refused.code, "file-too-large");
    assert!(refused.message.contains(&(MOST + 1).to_string()), "{}", refused.message);
}
