use mtls_core::pki::issue::CertificateAuthority;
use rustls_pki_types::UnixTime;

use super::{Contents, chains, role};

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
    let (verifier, chain) = crate::judge::read(case).unwrap();
    let refused = verifier.verify_chain(&chain, UnixTime::now()).unwrap_err();
    assert_eq!(mtls_core::finding::Refusal::code(&refused), "signed-by-other-trust-domain");
}
