use std::error::Error;

use mtls_core::finding::Refusal;
use mtls_core::identity::TrustDomain;
use mtls_core::pki::UnixTime;
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::ChainVerifier;

fn main() -> Result<(), Box<dyn Error>> {
    let mesh = TrustDomain::parse("mesh.example")?;
    let cart = mesh.join("ns/shop/sa/cart")?;

    let root = CertificateAuthority::root("Example Root").trust_domain(mesh.clone()).build()?;
    let svid = root.svid(&cart).issue()?;

    let bundle = TrustBundle::new(mesh.clone(), [root.certificate().clone()]);
    let verifier = ChainVerifier::builder(BundleSet::new([bundle])?).build()?;
    let peer = verifier.verify_chain(&svid.chain, UnixTime::now())?;
    assert_eq!(peer.spiffe_id(), &cart);

    // Another root of the same name: the rejection says which certificate, why, and what to do.
    let impostor = CertificateAuthority::root("Example Root").trust_domain(mesh).build()?;
    let forged = impostor.svid(&cart).issue()?;
    let Err(rejection) = verifier.verify_chain(&forged.chain, UnixTime::now()) else {
        return Err("the forged chain was accepted".into());
    };
    assert_eq!(rejection.code(), "authority-rotated");
    println!("{rejection}");
    Ok(())
}
