//! A gateway behind Cloudflare that lets in Cloudflare's edge alone, and of its visitors those whom Access lets in.
//! README.md tells the story; story.py and story.mjs tell the same. `cloudflare-origin OUT` writes the files too.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use mtls_core::finding::{Refusal, Severity};
use mtls_core::origin::{ConfigFiles, ConfigKind, ConfigOptions, check_config};
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use mtls_core::pki::{Certificate, secret_file};
use mtls_core::recipes::{BigBang, CloudflareAccess, CloudflareOrigin, OriginPull, RecipeOutput};
use mtls_core::resources::write_yaml;
use rustls_pki_types::UnixTime;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const HOST: &str = "*.cosmology.example";
const TEAM: &str = "cosmology";
/// The AUD tag of the application in Access.
const AUDIENCE: &str = "6f0c9cbde1f6d3f6d1e2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8";
const BIG_BANG: [&str; 3] = ["2.5", "2.9", "3.0"];
/// 2027-01-15.
const AT: u64 = 1_800_000_000;

fn main() -> ExitCode {
    match tell() {
        Ok((story, files)) => {
            print!("{story}");
            match std::env::args_os().nth(1).map(PathBuf::from).map(|out| write(&out, &files)) {
                Some(Err(e)) => fail(&*e),
                _ => ExitCode::SUCCESS,
            }
        }
        Err(e) => fail(&*e),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("cloudflare-origin: {error}");
    ExitCode::FAILURE
}

fn at() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(AT))
}

/// What is issued: the origin's certificate (by Cloudflare's Origin CA in earnest), the one that is uploaded for the zone,
/// and the CA that the gateway knows it by.
struct Certificates {
    origin_ca: CertificateAuthority,
    origin: IssuedCertificate,
    edge: IssuedCertificate,
    pull_ca: CertificateAuthority,
}

fn certificates() -> Outcome<Certificates> {
    let origin_ca = CertificateAuthority::root("Cosmology Origin CA").at(at()).build()?;
    let pull_ca = CertificateAuthority::root("Cosmology Origin Pull CA").at(at()).build()?;
    Ok(Certificates {
        origin: origin_ca.server([HOST]).at(at()).issue()?,
        edge: pull_ca
            .client("edge.cosmology.example")
            .at(at())
            .valid_for(Duration::from_secs(365 * 86_400))
            .issue()?,
        origin_ca,
        pull_ca,
    })
}

/// The set-up of the story.
fn gateway(issued: &Certificates) -> CloudflareOrigin {
    CloudflareOrigin::new([HOST])
        .certificate(issued.origin.chain.to_pem())
        .key(issued.origin.key.secret_pkcs8_pem().as_bytes())
        .client_ca(OriginPull::Zone, issued.pull_ca.certificate().to_pem())
        .access(CloudflareAccess::team(TEAM).audience(AUDIENCE))
        .at(at())
}

/// Files by name; some hold a key.
type Files = Vec<(String, String)>;

fn tell() -> Outcome<(String, Files)> {
    let issued = certificates()?;
    let set_up = gateway(&issued).build()?;
    let manifests = set_up.to_yaml()?.to_string();
    let mut files = vec![
        ("manifests.yaml".to_owned(), manifests.clone()),
        ("edge.pem".to_owned(), issued.edge.chain.to_pem()),
        ("edge.key".to_owned(), issued.edge.key.secret_pkcs8_pem().to_string()),
    ];
    let mut story = "Applied in this order:\n".to_owned();
    for manifest in &set_up.manifests {
        story.push_str(&format!("  {}\n", manifest.resource()));
    }
    story.push_str("\nWith Big Bang, values and beside them:\n");
    for version in BIG_BANG {
        let (told, written) = big_bang(&issued, version)?;
        story.push_str(&told);
        files.extend(written);
    }
    story.push_str("\nTaken for granted:\n");
    for assumption in &set_up.assumptions {
        story.push_str(&format!("  {assumption}\n"));
    }
    story.push_str("\nThe manifests, read before they are applied:\n");
    let (edge_ca, other_ca) = (issued.pull_ca.certificate(), issued.origin_ca.certificate());
    let optional = manifests.replace("mode: MUTUAL", "mode: OPTIONAL_MUTUAL");
    for (what, text, ca) in [
        ("as they are", &manifests, edge_ca),
        ("with OPTIONAL_MUTUAL", &optional, edge_ca),
        ("for another CA of the edge", &manifests, other_ca),
    ] {
        story.push_str(&format!("  {what}: {}\n", read(text, ca)?));
    }
    story.push_str("\nRefused:\n");
    for (what, recipe) in mistakes(&issued) {
        let Err(refusal) = recipe.build() else { return Err(format!("{what} is not refused").into()) };
        let rules: Vec<&str> = refusal.findings().iter().map(|finding| finding.rule).collect();
        story.push_str(&format!("  {what}: {}\n", rules.join(", ")));
    }
    Ok((story, files))
}

/// What manifests come to, with the rules that they break.
fn read(manifests: &str, edge_ca: &Certificate) -> Outcome<String> {
    let options = ConfigOptions::default().hosts([HOST]).edge_ca(edge_ca.to_pem()).at(at());
    let report = check_config(ConfigKind::Istio, &ConfigFiles::new("manifests.yaml", manifests), &options)?;
    let grave = report.findings().iter().filter(|finding| finding.severity > Severity::Info);
    let rules: Vec<&str> = grave.map(|finding| finding.rule).collect();
    let verdict = report.verdict().as_str();
    Ok(if rules.is_empty() { verdict.to_owned() } else { format!("{verdict} ({})", rules.join(", ")) })
}

/// The values for a version of Big Bang, and the manifests that its chart has no value for.
fn big_bang(issued: &Certificates, version: &str) -> Outcome<(String, Files)> {
    let RecipeOutput { values, beside_values, .. } =
        gateway(issued).big_bang(version.parse::<BigBang>()?).build()?;
    let beside: Vec<String> = beside_values.iter().map(|manifest| manifest.resource()).collect();
    let values = values.ok_or("no values")?;
    let files = vec![
        (format!("big-bang-{version}.yaml"), values.to_string()),
        (format!("big-bang-{version}-beside.yaml"), write_yaml(&beside_values)?.to_string()),
    ];
    Ok((format!("  {version}: {}\n", beside.join(", ")), files))
}

fn mistakes(issued: &Certificates) -> Vec<(&'static str, CloudflareOrigin)> {
    vec![
        (
            "the edge's certificate in the place of its CA",
            gateway(issued).client_ca(OriginPull::Zone, issued.edge.chain.leaf().to_pem()),
        ),
        (
            "the edge's key for the origin's certificate",
            gateway(issued).key(issued.edge.key.secret_pkcs8_pem().as_bytes()),
        ),
        ("tokens for any application of the team", gateway(issued).access(CloudflareAccess::team(TEAM))),
        (
            "certificates that have ended",
            gateway(issued).at(UnixTime::since_unix_epoch(Duration::from_secs(AT * 2))),
        ),
    ]
}

/// 0600 for all: most hold a key.
fn write(out: &Path, files: &Files) -> Outcome<()> {
    std::fs::create_dir_all(out)?;
    for (name, text) in files {
        secret_file::write(&out.join(name), text.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
