//! The pages of the repository: the READMEs' examples are the programs of `readme/`, letter by letter, and run, and links lead somewhere.
#![cfg(all(feature = "issue", feature = "aws-lc-rs"))]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and its examples take the time from the clock"
)]

use std::fs;
use std::path::Path;

use mtls_core::finding::catalog;

/// The second example of the repository's README.
mod check {
    include!("readme/check.rs");

    pub(super) fn run() -> ExitCode {
        main().unwrap()
    }
}

/// The first example of the repository's README.
mod judge {
    use std::process::ExitCode;

    use mtls_core::finding::Refusal;
    use mtls_core::pki::issue::CertificateAuthority;
    use mtls_core::verify::Rejection;

    include!("readme/judge.rs");

    /// It changes the working directory: the other tests of this file use whole paths.
    #[test]
    fn the_examples_of_the_readme_run() {
        let programs = [include_str!("readme/judge.rs"), include_str!("readme/check.rs")];
        assert_eq!(super::examples(include_str!("../../README.md")), programs);

        let domain = TrustDomain::parse("mesh.example").unwrap();
        let root =
            || CertificateAuthority::root("Example Root").trust_domain(domain.clone()).build().unwrap();
        let ours = root();
        let cart = domain.join("ns/shop/sa/cart").unwrap();
        let svid = ours.intermediate("Mesh").build().unwrap().svid(&cart).issue().unwrap();
        let directory = tempfile::tempdir().unwrap();
        std::env::set_current_dir(directory.path()).unwrap();
        fs::write("root.pem", ours.certificate().to_pem()).unwrap();
        fs::write("cart.pem", svid.chain.to_pem()).unwrap();
        main().unwrap();
        fs::write("root.pem", root().certificate().to_pem()).unwrap();
        let refused = main().unwrap_err();
        assert_eq!(refused.downcast_ref::<Rejection>().unwrap().code(), "authority-rotated");
        fs::write("nginx.conf", "http { server { listen 443 ssl; } }").unwrap();
        assert_eq!(super::check::run(), ExitCode::from(10));
    }
}

/// The example of the crate's README.
mod issue {
    include!("readme/issue.rs");

    #[test]
    fn the_example_of_the_crate_runs() {
        assert_eq!(super::examples(include_str!("../README.md")), [include_str!("readme/issue.rs")]);
        main().unwrap();
    }
}

/// The page's examples in Rust.
fn examples(page: &str) -> Vec<&str> {
    page.split("```rust\n").skip(1).map(|rest| rest.split_once("```").unwrap().0).collect()
}

#[test]
fn the_refusal_of_the_readme_advises_what_the_catalog_does() {
    let readme = include_str!("../../README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let rule = catalog().find(|rule| rule.name == "authority-rotated").unwrap();
    assert!(readme.contains(&format!("help: {}", rule.help)), "{}", rule.help);
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
