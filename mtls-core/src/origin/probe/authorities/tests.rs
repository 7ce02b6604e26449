//! Lists of names, and what they say beside the edge's own.

use std::slice::from_ref;

use super::*;
use crate::origin::CLOUDFLARE_ORIGIN_PULL_CA;
use crate::pki::issue::CertificateAuthority;

fn name(common_name: &str) -> Vec<u8> {
    CertificateAuthority::root(common_name).build().unwrap().certificate().subject_der().to_vec()
}

fn asked(probe: ProbeKind, names: &[Vec<u8>]) -> Evidence {
    let mut evidence = Evidence::new(probe, "192.0.2.1:443".parse().unwrap());
    evidence.ca_count = names.len();
    evidence.ca_list = names.to_vec();
    evidence
}

#[test]
fn each_name_is_the_edges_or_shared_or_public_or_another() {
    let shared = CloudflareCa::shared_pull_name().unwrap();
    let (own, public, other) = (name("Edge CA"), name("DigiCert Global Root G2"), name("Office CA"));
    let all = [own.clone(), shared, public, other];
    let listed = ListedAuthorities::of(&[asked(ProbeKind::NoCertificate, &all)], from_ref(&own));
    assert_eq!((listed.count, listed.own, listed.shared), (4, true, true));
    assert_eq!(Vec::from_iter(&listed.public), ["CN=DigiCert Global Root G2"]);
    assert_eq!(Vec::from_iter(&listed.others), ["CN=Office CA"]);

    let alone = ListedAuthorities::of(&[asked(ProbeKind::EdgeCertificate, from_ref(&own))], from_ref(&own));
    assert_eq!(alone, ListedAuthorities { count: 1, own: true, ..ListedAuthorities::default() });
    // Nobody knows whose these are; and a sibling's list is not the target's.
    let unknown = ListedAuthorities::of(&[asked(ProbeKind::NoCertificate, &[own])], &[]);
    assert!(unknown.others.is_empty() && !unknown.own);
    assert_eq!(ListedAuthorities::of(&[asked(ProbeKind::Sibling, &all)], &[]), ListedAuthorities::default());
}

#[test]
fn an_edge_of_the_shared_ca_is_nobodys_own() {
    let shared = TrustAnchors::from_pem(CLOUDFLARE_ORIGIN_PULL_CA.as_bytes()).unwrap();
    let probe = || Probe::new("192.0.2.1:443");
    assert!(probe().tenant_bound());
    assert!(!probe().edge_ca(shared.clone()).tenant_bound());
    assert!(probe().edge_ca(shared).shared_ca(false).tenant_bound());
}
