//! What the recipe `EgressMtls` gives, byte for byte, and beside the manifests of its article:
//! `tests/data/recipes/egress_mtls`.
//!
//! After a wanted change, run with `UPDATE_GOLDEN=1` and read the difference.
#![cfg(all(feature = "resources", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod articles;

use articles::{Data, differences, said};
use mtls_core::recipes::{EgressApplication, EgressClient, EgressMtls, RecipeOutput};
use mtls_core::resources::{Manifest, check_yaml};

const DATA: Data = Data("egress_mtls");

fn service(host: &str, client: EgressClient) -> EgressMtls {
    EgressMtls::new(format!("nginx-mtls.{host}.local"), client)
        .name(format!("nginx-mtls-{host}"))
        .addresses(["10.1.1.4"])
}

fn mesh() -> EgressMtls {
    service("common-ca", EgressClient::Mesh).port(8443)
}

fn gateway() -> EgressMtls {
    service("diff-ca", EgressClient::Gateway)
        .port(9443)
        .ca(DATA.read("enterprise-ca.pem"))
        .certificate(DATA.read("gateway.pem"))
        .key(DATA.read("gateway.key"))
        .credential("nginx-mtls-external")
}

fn application(name: &str) -> EgressApplication {
    EgressApplication::new(name)
        .certificate(DATA.read(&format!("{name}.pem")))
        .key(DATA.read(&format!("{name}.key")))
}

/// The article's Deployment without what the article adds to it.
fn deployment() -> Manifest {
    let mut all = DATA.manifests("article.yaml");
    let at = all.iter().position(|m| m.kind() == "Deployment").unwrap();
    let mut deployment = all.remove(at);
    let patch = serde_json::json!({"spec": {"template": {"metadata": {"annotations": null}}}});
    deployment.merge_patch(patch.into()).unwrap();
    deployment
}

fn applications() -> EgressMtls {
    service("diff-ca", EgressClient::Application)
        .port(9443)
        .ca(DATA.read("enterprise-ca.pem"))
        .mount_path("/etc/certs")
        .application(application("curl").secret("nginx-mtls-external").workload(deployment()))
        .application(application("till"))
}

fn build(recipe: EgressMtls) -> RecipeOutput {
    recipe.build().unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn manifests_of_the_three_ways() {
    for (name, recipe) in [("mesh", mesh()), ("gateway", gateway()), ("application", applications())] {
        let output = build(recipe);
        let yaml = output.to_yaml().unwrap();
        DATA.compare(&format!("{name}.yaml"), &yaml);
        assert_eq!(check_yaml(&yaml, None), [], "{name}");
        for (file, text) in &output.files {
            DATA.compare(file, text);
        }
    }
}

/// Istio takes all of them; we warn of the traps in them.
#[test]
fn what_is_said_of_the_articles_manifests() {
    let said = said(&DATA.read("article.yaml"));
    DATA.compare("article-findings.txt", &said);
    assert!(!said.contains("error "), "{said}");
}

/// Every difference between what the article wrote and what the recipe makes.
#[test]
fn the_articles_manifests_up_to_the_fixes() {
    let article = DATA.manifests("article.yaml");
    let [mesh, gateway, application] = [mesh(), gateway(), applications()].map(|r| build(r).manifests);
    let pairs = article.iter().enumerate().map(|(i, theirs)| {
        let ours = [&mesh, &gateway, &application][match i {
            0..2 => 0,
            2..7 => 1,
            _ => 2,
        }];
        let name = match theirs.name() {
            "egressgateway-for-nginx-mtls" => "nginx-mtls-diff-ca-gateway",
            "curl" => "curl",
            name if name.ends_with("common-ca") => name,
            _ => "nginx-mtls-diff-ca",
        };
        let found = ours.iter().find(|m| m.kind() == theirs.kind() && m.name() == name);
        (theirs, found.unwrap_or_else(|| panic!("{} {name}", theirs.kind())))
    });
    DATA.compare("article-fixes.txt", &differences(pairs));
}

#[test]
fn the_way_out_opens_last() {
    for recipe in [mesh(), gateway(), applications()] {
        let output = build(recipe);
        assert_eq!(output.manifests.last().unwrap().kind(), "ServiceEntry");
        assert_eq!(output.manifests.iter().filter(|m| m.kind() == "ServiceEntry").count(), 1);
    }
}
