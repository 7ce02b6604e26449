use super::*;
use crate::finding::Refusal as _;
use crate::origin::CloudflareCa;
use crate::pki::Certificate;

#[test]
fn the_shared_ca_is_cloudflares_present_one() {
    let ca = Certificate::from_pem(CLOUDFLARE_ORIGIN_PULL_CA.as_bytes()).unwrap();
    assert_eq!(ca.fingerprint_sha256(), "9a1ac2b4be15f9f27eee20a734cba4e9898f61001b3bd7c84b69b56a3e25a2b9");
    assert_eq!(ca.spki_pin(), "4u+f6FrDn1Itx3NQXzmYdap1rBDEl2bKiZ+PmbB9o0w=");
    assert_eq!(ca.info().not_after, "2029-11-01T17:00:00Z");
    assert_eq!(CloudflareCa::recognize(&ca), Some(CloudflareCa::SharedPull));
    let anchors = EdgeProvider::cloudflare_shared().anchors().unwrap().unwrap();
    assert_eq!(anchors.authorities(), [ca]);
}

#[test]
fn every_name_has_its_provider() {
    let all = EdgeProvider::all();
    assert_eq!(all.len(), EdgeProvider::NAMES.len());
    for (provider, name) in all.iter().zip(EdgeProvider::NAMES) {
        assert_eq!(provider.name, name);
        assert_eq!(&EdgeProvider::named(name).unwrap(), provider);
        assert!(provider.to_string().ends_with(&format!("({name})")));
        assert_eq!(provider.anchors().unwrap().is_some(), name == "cloudflare-shared");
        assert_eq!(provider.instead.is_some(), provider.presents == Presents::Nothing, "{name}");
        assert_eq!(
            provider.rotation.leaf == Rotator::Nobody,
            provider.presents == Presents::Nothing,
            "{name}"
        );
        assert_eq!(provider.is_cloudflare(), name.starts_with("cloudflare-"));
    }
}

#[test]
fn only_the_shared_certificate_binds_nobody() {
    let unbound: Vec<_> =
        EdgeProvider::all().into_iter().filter(|one| !one.is_tenant_bound()).map(|one| one.name).collect();
    assert_eq!(unbound, ["cloudflare-shared", "azure-front-door"]);
}

#[test]
fn unknown_names_are_met_with_the_nearest() {
    let meant = |given: &str| match EdgeProvider::named(given) {
        Err(OriginError::ProviderUnknown { suggestion, .. }) => suggestion,
        other => panic!("{given}: {other:?}"),
    };
    for (given, name) in [
        ("cloudflare", Some("cloudflare-zone")),
        ("Cloudflare_Zone", Some("cloudflare-zone")),
        ("cloudflare-hostnames", Some("cloudflare-hostname")),
        ("cloudfrnt", Some("cloudfront")),
        ("azure", Some("azure-front-door")),
        ("gogle-cloud", Some("google-cloud")),
        ("bunny", None),
        ("", None),
        ("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", None),
    ] {
        assert_eq!(meant(given), name, "{given}");
    }
    assert_eq!(EdgeProvider::named("bunny").unwrap_err().code(), "origin-provider-unknown");
}

#[test]
fn a_provider_is_written_as_a_record() {
    let record = serde_json::to_value(EdgeProvider::cloudfront()).unwrap();
    assert_eq!(record["presents"], "customer-leaf");
    assert_eq!(
        record["leaf"],
        serde_json::json!({"client_auth_required": true, "end_entity_required": true})
    );
    assert_eq!(record["extra"][1]["kind"], "addresses");
    assert_eq!(record["rotation"]["leaf"], "customer");
    assert_eq!(record.get("instead"), None);
}

#[test]
fn a_provider_of_ones_own() {
    let provider = EdgeProvider::custom("edge of ours", Presents::CustomerLeaf).require_client_auth();
    assert_eq!(provider.to_string(), "edge of ours");
    assert!(provider.leaf.client_auth_required && provider.is_tenant_bound());
    assert_eq!(EdgeProvider::custom("x", Presents::AccountCa).rotation.leaf.as_str(), "provider");
    assert_eq!(EdgeProvider::custom("x", Presents::CustomerLeaf).rotation.leaf.as_str(), "customer");
    assert_eq!(EdgeProvider::custom("x", Presents::Nothing).rotation.leaf.as_str(), "nobody");
    for presents in Presents::ALL {
        assert_eq!(presents.as_str().parse::<Presents>().unwrap(), presents);
    }
    assert_eq!("leaf".parse::<Presents>().unwrap_err().code(), "origin-option-invalid");
}
