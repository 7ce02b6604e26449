//! Three environments in one cluster: HTTPS by one certificate, tokens for each, and the DNS records that lead there.
//! README.md tells the story; story.py and story.mjs tell the same. `virtual-clusters OUT` writes the files too.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use mtls_core::finding::Refusal;
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use mtls_core::pki::secret_file;
use mtls_core::recipes::{DnsMove, JwtPolicy, OutsideService, RecipeOutput, VirtualCluster, VirtualClusters};
use rustls_pki_types::UnixTime;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const DOMAIN: &str = "api.storefront.example";
const TENANT: &str = "storefront-demo.auth0.com";
/// The SOA record as `gcloud dns record-sets list --type SOA` shows it.
const SOA: &str = "ns-cloud-d1.googledomains.com. cloud-dns-hostmaster.google.com. 54 21600 3600 259200 300";
/// 2027-01-15.
const AT: u64 = 1_800_000_000;

fn main() -> ExitCode {
    match tell() {
        Ok((story, set_up)) => {
            print!("{story}");
            match std::env::args_os().nth(1).map(PathBuf::from).map(|out| write(&out, &set_up)) {
                Some(Err(e)) => fail(&*e),
                _ => ExitCode::SUCCESS,
            }
        }
        Err(e) => fail(&*e),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("virtual-clusters: {error}");
    ExitCode::FAILURE
}

fn at() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(AT))
}

/// The certificate for every environment. A public CA would issue it.
fn wildcard() -> Outcome<IssuedCertificate> {
    let ca = CertificateAuthority::root("Storefront CA").at(at()).build()?;
    Ok(ca.server([format!("*.{DOMAIN}")]).at(at()).issue()?)
}

fn tokens(audience: &str) -> JwtPolicy {
    JwtPolicy::auth0(TENANT).audience(audience)
}

/// The set-up of the story. `dev` and `test` share an audience; testers of `uat` come from outside and have their own.
fn environments(certificate: &IssuedCertificate) -> VirtualClusters {
    VirtualClusters::new(DOMAIN)
        .name("storefront")
        .cluster(VirtualCluster::new("dev"))
        .cluster(VirtualCluster::new("test"))
        .cluster(VirtualCluster::new("uat").jwt(tokens("storefront-api-uat")))
        .jwt(tokens("storefront-api-dev-test"))
        .route("/accounts", "accounts", 8080)
        .route("/fulfillment", "fulfillment", 8080)
        .route("/orders", "orders", 8080)
        .outside(OutsideService::mongodb_atlas("ab1cd.gcp.mongodb.net"))
        .outside(OutsideService::confluent_kafka("pkc-1a2b3.us-central1.gcp.confluent.cloud"))
        .certificate(certificate.chain.to_pem())
        .key(certificate.key.secret_pkcs8_pem().as_bytes())
        .dns(
            DnsMove::new("storefront.example", SOA)
                .old_addresses(["203.0.113.1"])
                .new_addresses(["203.0.113.7"]),
        )
        .at(at())
}

fn tell() -> Outcome<(String, RecipeOutput)> {
    let certificate = wildcard()?;
    let set_up = environments(&certificate).build()?;
    let mut story = "Applied in this order:\n".to_owned();
    for manifest in &set_up.manifests {
        story.push_str(&format!("  {}\n", manifest.resource()));
    }
    let transaction = set_up.files.get("transaction.yaml").ok_or("no transaction")?;
    story.push_str(&format!("\ntransaction.yaml:\n{}", transaction.as_str()));
    story.push_str("\nTaken for granted:\n");
    for assumption in &set_up.assumptions {
        story.push_str(&format!("  {assumption}\n"));
    }
    story.push_str("\nRefused:\n");
    for (what, recipe) in [
        (
            "a host two labels below the wildcard",
            environments(&certificate).cluster(VirtualCluster::new("demo").host(format!("demo.eu.{DOMAIN}"))),
        ),
        (
            "an issuer without Auth0's slash",
            environments(&certificate).jwt(JwtPolicy::new(format!("https://{TENANT}")).audience("a")),
        ),
        ("tokens for any audience", environments(&certificate).jwt(JwtPolicy::auth0(TENANT))),
        (
            "a certificate that has ended",
            environments(&certificate).at(UnixTime::since_unix_epoch(Duration::from_secs(AT * 2))),
        ),
    ] {
        let Err(refusal) = recipe.build() else { return Err(format!("{what} is not refused").into()) };
        let rules: Vec<&str> = refusal.findings().iter().map(|finding| finding.rule).collect();
        story.push_str(&format!("  {what}: {}\n", rules.join(", ")));
    }
    Ok((story, set_up))
}

/// The manifests hold the key, so 0600.
fn write(out: &Path, set_up: &RecipeOutput) -> Outcome<()> {
    std::fs::create_dir_all(out)?;
    secret_file::write(&out.join("manifests.yaml"), set_up.to_yaml()?.as_bytes())?;
    for (name, text) in &set_up.files {
        secret_file::write(&out.join(name), text.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
