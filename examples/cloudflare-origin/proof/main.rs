//! An Istio gateway that lets Cloudflare's edge alone in: built, run, probed, and broken in three ways.
//! The README one folder up tells the story.

mod gateway;

use std::fmt::Write as _;
use std::process::ExitCode;

use mtls_core::finding::{Finding, Severity};
use mtls_core::origin::{
    ConfigFiles, ConfigKind, ConfigOptions, Probe, ProbeKind, ProbeReport, TlsVersion, check_config,
};
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use mtls_core::recipes::{CloudflareOrigin, OriginPull, RecipeOutput};
use mtls_core::trust::TrustAnchors;

use gateway::Gateway;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const HOST: &str = "shop.example";

fn main() -> ExitCode {
    match tell() {
        Ok(story) => {
            print!("{story}");
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("cloudflare-origin-proof: {e}");
            ExitCode::FAILURE
        }
    }
}

/// Who comes to the gateway.
struct World {
    /// Issued the certificate that Cloudflare's edge shows for this zone.
    edge_ca: CertificateAuthority,
    edge: IssuedCertificate,
    /// Issued the gateway's own.
    origin_ca: CertificateAuthority,
}

impl World {
    fn new() -> Outcome<Self> {
        let edge_ca = CertificateAuthority::root("Shop Origin Pull").build()?;
        let edge = edge_ca.client("shop.example zone").issue()?;
        Ok(Self { edge_ca, edge, origin_ca: CertificateAuthority::root("Shop Origin").build()? })
    }

    /// For a gateway that takes clients under `client_ca`.
    fn manifests(&self, client_ca: &CertificateAuthority) -> Outcome<RecipeOutput> {
        let served = self.origin_ca.server([HOST]).issue()?;
        let recipe = CloudflareOrigin::new([HOST])
            .gateway("public", "istio-system")
            .certificate(served.chain.to_pem())
            .key(served.key.secret_pkcs8_pem().as_bytes())
            .client_ca(OriginPull::Zone, client_ca.certificate().to_pem());
        Ok(recipe.build()?)
    }

    fn probe(&self, gateway: &Gateway) -> Outcome<ProbeReport> {
        let at = gateway.at(443).ok_or("the gateway has no port 443")?;
        let mut probe = Probe::new(at.to_string())
            .server_name(HOST)
            .edge_certificate(self.edge.chain.clone(), self.edge.key.clone_key())
            .edge_ca(TrustAnchors::new([self.edge_ca.certificate().clone()]));
        if let Some(plain) = gateway.at(80) {
            probe = probe.plaintext_port(plain.port());
        }
        Ok(probe.run_blocking()?)
    }
}

fn tell() -> Outcome<String> {
    let world = World::new()?;
    let built = world.manifests(&world.edge_ca)?;
    let yaml = built.to_yaml()?;
    let mut story = String::from("Built, and applied in this order:\n");
    for manifest in &built.manifests {
        writeln!(story, "  {}", manifest.resource())?;
    }
    writeln!(story, "\nAs it was built:")?;
    judged(&mut story, &world, &yaml)?;

    writeln!(story, "\nBroken: it asks for a certificate, and does not insist.")?;
    judged(&mut story, &world, &edited(&yaml, "mode: MUTUAL", "mode: OPTIONAL_MUTUAL")?)?;

    writeln!(story, "\nBroken: it listens without TLS as well.")?;
    judged(&mut story, &world, &edited(&yaml, "  servers:\n", PLAINTEXT)?)?;

    writeln!(story, "\nBroken: the CA of the clients is the one of the gateway's own certificate.")?;
    let mixed_up = world.manifests(&world.origin_ca)?;
    for finding in mixed_up.findings.iter().filter(|finding| finding.severity > Severity::Info) {
        writeln!(story, "  the recipe warns: {}", finding.rule)?;
    }
    judged(&mut story, &world, &mixed_up.to_yaml()?)?;
    Ok(story)
}

/// A server more.
const PLAINTEXT: &str = "  servers:
  - port: {number: 80, protocol: HTTP, name: http-80}
    hosts: [shop.example]
";

/// As by a hand that changes one place.
fn edited(yaml: &str, from: &str, to: &str) -> Outcome<String> {
    if yaml.matches(from).count() != 1 {
        return Err(format!("the manifests do not say `{from}` once").into());
    }
    Ok(yaml.replace(from, to))
}

/// The verdict on the manifests, then the one on the gateway that runs with them.
fn judged(story: &mut String, world: &World, yaml: &str) -> Outcome<()> {
    let files = ConfigFiles::new("manifests.yaml", yaml);
    let options = ConfigOptions::default().hosts([HOST]).edge_ca(world.edge_ca.certificate().to_pem());
    let report = check_config(ConfigKind::Istio, &files, &options)?;
    writeln!(story, "  the manifests say: {}{}", report.verdict().as_str(), rules(report.findings()))?;

    let report = world.probe(&Gateway::start(yaml)?)?;
    for (who, probe) in [
        ("without a certificate", ProbeKind::NoCertificate),
        ("with one of another CA", ProbeKind::SameNameCa),
        ("as the edge", ProbeKind::EdgeCertificate),
    ] {
        for (evidence, reading) in report.evidence().iter().zip(report.readings()) {
            if evidence.probe != probe {
                continue;
            }
            let version = evidence.version.map_or("no TLS", TlsVersion::as_str);
            writeln!(story, "  {who}, {version}: {}", reading.as_str())?;
        }
    }
    writeln!(story, "  the probe says: {}{}", report.verdict().as_str(), rules(report.findings()))?;
    Ok(())
}

/// What is wrong, by name.
fn rules(findings: &[Finding]) -> String {
    let mut names: Vec<_> = findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info)
        .map(|finding| finding.rule)
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}
