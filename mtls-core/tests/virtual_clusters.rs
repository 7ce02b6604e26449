//! What the recipe `VirtualClusters` gives, byte for byte, and beside the manifests of its article:
//! `tests/data/recipes/virtual_clusters`.
//!
//! After a wanted change, run with `UPDATE_GOLDEN=1` and read the difference.
#![cfg(all(feature = "resources", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod articles;

use articles::{Data, differences, said};
use mtls_core::recipes::{DnsMove, JwtPolicy, OutsideService, RecipeOutput, VirtualCluster, VirtualClusters};
use mtls_core::resources::check_yaml;
use mtls_core::resources::istio::legacy::migrate;

const DATA: Data = Data("virtual_clusters");

fn tokens(audience: &str) -> JwtPolicy {
    JwtPolicy::auth0("storefront-demo.auth0.com").audience(audience)
}

/// The set-up of the article.
fn storefront() -> VirtualClusters {
    VirtualClusters::new("api.storefront.example")
        .name("storefront")
        .cluster(VirtualCluster::new("dev"))
        .cluster(VirtualCluster::new("test"))
        .cluster(VirtualCluster::new("uat").jwt(tokens("storefront-api-uat")))
        .jwt(tokens("storefront-api-dev-test"))
        .route("/accounts", "accounts", 8080)
        .route("/fulfillment", "fulfillment", 8080)
        .route("/orders", "orders", 8080)
        .outside(OutsideService::mongodb_atlas("ab1cd.gcp.mongodb.net"))
        .outside(OutsideService::confluent_kafka("pkc-lo894.us-central1.gcp.confluent.cloud"))
        .certificate(DATA.read("wildcard.pem"))
        .key(DATA.read("wildcard.key"))
        .dns(
            DnsMove::new(
                "storefront.example",
                "ns-cloud-d1.googledomains.com. cloud-dns-hostmaster.google.com. 54 21600 3600 259200 300",
            )
            .old_addresses(["203.0.113.1"])
            .new_addresses(["203.0.113.7"]),
        )
}

fn build(recipe: VirtualClusters) -> RecipeOutput {
    recipe.build().unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn manifests_and_transaction() {
    let output = build(storefront());
    let yaml = output.to_yaml().unwrap();
    DATA.compare("manifests.yaml", &yaml);
    assert_eq!(check_yaml(&yaml, None), []);
    DATA.compare("transaction.yaml", output.files.get("transaction.yaml").unwrap());
}

#[test]
fn manifests_by_a_revision_with_a_redirect() {
    let recipe = VirtualClusters::new("api.storefront.example")
        .route("/", "web", 80)
        .certificate(DATA.read("wildcard.pem"))
        .key(DATA.read("wildcard.key"))
        .revision("1-28")
        .redirect_http()
        .label("team", "storefront");
    let yaml = build(recipe).to_yaml().unwrap();
    DATA.compare("manifests-redirect.yaml", &yaml);
    assert_eq!(check_yaml(&yaml, None), []);
}

#[test]
fn what_is_said_of_the_articles_manifests() {
    DATA.compare("article-findings.txt", &said(&DATA.read("article.yaml")));
}

/// Every difference between what the article wrote and what the recipe makes, for one of the environments and the gateway.
#[test]
fn the_articles_manifests_up_to_the_fixes() {
    let article = DATA.manifests("article.yaml");
    let ours = build(storefront()).manifests;
    let pairs = article.iter().filter_map(|theirs| {
        let (kind, namespace, name) = match (theirs.kind(), theirs.name(), theirs.namespace()) {
            ("Namespace", "uat", _) => ("Namespace", "", "uat"),
            ("Gateway", ..) => ("Gateway", "istio-system", "storefront"),
            ("VirtualService", "storefront-uat", _) => ("VirtualService", "uat", "storefront"),
            ("ServiceEntry", "mongdb-atlas-external-mesh", "uat") => ("ServiceEntry", "uat", "mongodb-atlas"),
            ("ServiceEntry", _, "uat") => ("ServiceEntry", "uat", "confluent-kafka"),
            _ => return None,
        };
        let found = ours.iter().find(|m| (m.kind(), m.namespace(), m.name()) == (kind, namespace, name));
        Some((theirs, found.unwrap_or_else(|| panic!("{kind} {namespace}/{name}"))))
    });
    DATA.compare("article-fixes.txt", &differences(pairs));
}

/// What the article's policies of Istio 1.0 become, beside what the recipe makes for the same environments.
#[test]
fn the_articles_policies_migrated() {
    let migration = migrate(&DATA.manifests("article.yaml"));
    let ours = build(storefront()).manifests;
    let pairs = migration.manifests.iter().map(|theirs| {
        let found = ours.iter().find(|m| m.kind() == theirs.kind() && m.namespace() == theirs.namespace());
        (theirs, found.unwrap_or_else(|| panic!("{}", theirs.resource())))
    });
    let mut text = differences(pairs);
    assert_eq!(text.lines().filter(|line| !line.starts_with(' ')).count(), 9, "{text}");
    for finding in &migration.findings {
        text.push_str(&format!("{} {} {}\n", finding.severity, finding.rule, finding.subject));
    }
    DATA.compare("article-migration.txt", &text);
}
