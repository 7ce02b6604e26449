//! The pages of the repository: the README's example is what stands below, letter by letter, and links lead somewhere.
#![cfg(all(feature = "issue", feature = "aws-lc-rs"))]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and its examples take the time from the clock"
)]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::CertificateChain;
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::ChainVerifier;
use rustls_pki_types::UnixTime;

fn who_is_it(now: UnixTime) -> Result<SpiffeId, Box<dyn Error>> {
    let bundle = TrustBundle::from_pem(TrustDomain::parse("mesh.example")?, &fs::read("root.pem")?)?;
    let verifier = ChainVerifier::builder(BundleSet::new([bundle])?).build()?;
    let chain = CertificateChain::from_pem(&fs::read("cart.pem")?)?;
    Ok(verifier.verify_chain(&chain, now)?.spiffe_id().clone())
}

/// It changes the working directory: the other tests of this file use whole paths.
#[test]
fn the_example_of_the_readme_runs() {
    let readme = include_str!("../../README.md");
    let (_, example) = readme.split_once("```rust\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    assert!(include_str!("readme.rs").contains(example), "{example}");

    let now = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
    let domain = TrustDomain::parse("mesh.example").unwrap();
    let root =
        CertificateAuthority::root("Example Root").trust_domain(domain.clone()).at(now).build().unwrap();
    let cart = domain.join("ns/shop/sa/cart").unwrap();
    let svid = root.intermediate("Mesh").at(now).build().unwrap().svid(&cart).at(now).issue().unwrap();
    let directory = tempfile::tempdir().unwrap();
    std::env::set_current_dir(directory.path()).unwrap();
    fs::write("root.pem", root.certificate().to_pem()).unwrap();
    fs::write("cart.pem", svid.chain.to_pem()).unwrap();
    assert_eq!(who_is_it(now).unwrap(), cart);
}

#[test]
fn links_between_pages_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut links = 0;
    for page in [
        "API.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "README.md",
        "SECURITY.md",
        "bindings-node/README.md",
        "bindings-python/README.md",
        "examples/README.md",
        "examples/limbo/README.md",
        "examples/main-job/README.md",
        "mtls-core/README.md",
        "mtls-core/RULES.md",
    ] {
        let page = root.join(page);
        let text = fs::read_to_string(&page).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            if !target.is_empty() && !target.contains("://") {
                links += 1;
                assert!(page.parent().unwrap().join(target).exists(), "{}: {target}", page.display());
            }
        }
    }
    assert!(links > 10, "{links}");
}

#[test]
fn the_tour_of_the_examples_leaves_none_out() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("examples");
    let tour = fs::read_to_string(examples.join("README.md")).unwrap();
    for entry in fs::read_dir(&examples).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() && name != "__pycache__" {
            assert!(tour.contains(&format!("]({name})")), "{name}");
        }
    }
}
