//! Istio's forms, there and back.

use super::*;
use crate::finding::Refusal as _;
use crate::pki::issue::CertificateAuthority;

fn td() -> TrustDomain {
    TrustDomain::parse("td").unwrap()
}

#[test]
fn the_root_config_map_goes_out_and_comes_back() {
    let roots = ["one", "two"].map(|name| CertificateAuthority::root(name).build().unwrap());
    let bundle = TrustBundle::new(td(), roots.map(|root| root.certificate().clone()));
    let entries = bundle.to_istio_root_cert();
    assert_eq!(entries.keys().collect::<Vec<_>>(), ["root-cert.pem"]);
    assert_eq!(TrustBundle::from_istio_entries(td(), &entries), Ok(bundle));
}

#[test]
fn the_roots_of_cacerts_are_its_bundle() {
    let root = CertificateAuthority::root("root").build().unwrap();
    let ca = root.intermediate("cluster").build().unwrap();
    let bundle = TrustBundle::from_istio_entries(td(), ca.secret_cacerts().iter()).unwrap();
    assert_eq!(bundle.authorities(), [root.certificate().clone()]);
    let tls = [("tls.crt", ca.certificate().to_pem()), ("ca.crt", root.certificate().to_pem())];
    assert_eq!(TrustBundle::from_istio_entries(td(), tls), Ok(bundle));
}

#[test]
fn root_cert_pem_counts_before_ca_crt_and_none_of_both_is_refused() {
    let [one, two] = ["one", "two"].map(|name| CertificateAuthority::root(name).build().unwrap());
    let pem = |ca: &CertificateAuthority| ca.certificate().to_pem();
    for entries in [
        [("root-cert.pem", pem(&one)), ("ca.crt", pem(&two))],
        [("ca.crt", pem(&two)), ("root-cert.pem", pem(&one))],
    ] {
        let bundle = TrustBundle::from_istio_entries(td(), entries).unwrap();
        assert_eq!(bundle.authorities(), [one.certificate().clone()]);
    }
    let refused = TrustBundle::from_istio_entries(td(), [("ca-key.pem", "secret"), ("x", "y")]).unwrap_err();
    assert_eq!(refused.code(), "bundle-entry-missing");
    assert!(refused.to_string().ends_with("(ca-key.pem, x)"), "{refused}");
    let refused = TrustBundle::from_istio_entries(td(), [("root-cert.pem", "")]).unwrap_err();
    assert_eq!(refused.code(), "bundle-certificate");
}
