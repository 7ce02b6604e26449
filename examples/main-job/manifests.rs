//! Step 4: the manifests of a gateway behind Cloudflare, from the recipe.

use std::path::Path;

use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::pki::secret_file;
use mtls_core::recipes::cloudflare_origin;
use rustls_pki_types::UnixTime;
use serde_json::json;

use crate::Outcome;
use crate::material::Material;

/// Writes the options for the other languages, the manifests and the Big Bang values; all hold the gateway's key, so 0600.
pub(crate) fn write(out: &Path, material: &Material, at: UnixTime) -> Outcome<()> {
    let origin = material.root.server(["*.shop.example"]).at(at).issue()?;
    let pull_ca = CertificateAuthority::root("Shop Origin Pull CA").at(at).build()?;
    let options = json!({
        "hosts": ["*.shop.example"],
        "certificate": origin.chain.to_pem(),
        "key": origin.key.secret_pkcs8_pem().as_str(),
        "client_ca": pull_ca.certificate().to_pem(),
        "pull": "zone",
        "gateway": "public",
        "namespace": "istio-system",
        "big_bang": "2.9.0",
        "at": at.as_secs(),
    });
    secret_file::write(&out.join("gateway-options.json"), format!("{options:#}\n").as_bytes())?;
    let output = cloudflare_origin(options)?;
    secret_file::write(&out.join("manifests-rust.yaml"), output.to_yaml()?.as_bytes())?;
    if let Some(values) = &output.values {
        secret_file::write(&out.join("bigbang-values-rust.yaml"), values.as_bytes())?;
    }
    for manifest in &output.manifests {
        println!("  {} -> {}", manifest.resource(), out.join("manifests-rust.yaml").display());
    }
    println!("  Big Bang 2.9 values -> {}", out.join("bigbang-values-rust.yaml").display());
    for assumption in &output.assumptions {
        println!("  assumed: {assumption}");
    }
    for finding in &output.findings {
        println!("  {finding}");
    }
    Ok(())
}
