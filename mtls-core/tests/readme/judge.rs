use std::error::Error;
use std::fs;

use mtls_core::identity::TrustDomain;
use mtls_core::pki::{CertificateChain, UnixTime};
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::ChainVerifier;

fn main() -> Result<(), Box<dyn Error>> {
    let bundle = TrustBundle::from_pem(TrustDomain::parse("mesh.example")?, &fs::read("root.pem")?)?;
    let verifier = ChainVerifier::builder(BundleSet::new([bundle])?).build()?;
    let chain = CertificateChain::from_pem(&fs::read("cart.pem")?)?;
    println!("{}", verifier.verify_chain(&chain, UnixTime::now())?.spiffe_id());
    Ok(())
}
