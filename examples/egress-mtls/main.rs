//! A service outside of the mesh demands client certificates, and applications speak plain HTTP: three ways.
//! README.md tells the story; story.py and story.mjs tell the same. `egress-mtls OUT` writes the files too.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use mtls_core::finding::Refusal;
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use mtls_core::pki::secret_file;
use mtls_core::recipes::{EgressApplication, EgressClient, EgressMtls, RecipeOutput};
use mtls_core::resources::read_yaml;
use rustls_pki_types::UnixTime;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const LEDGER: &str = "ledger.partner.example";
/// 2027-01-15.
const AT: u64 = 1_800_000_000;

fn main() -> ExitCode {
    match tell() {
        Ok((story, ways)) => {
            print!("{story}");
            match std::env::args_os().nth(1).map(PathBuf::from).map(|out| write(&out, &ways)) {
                Some(Err(e)) => fail(&*e),
                _ => ExitCode::SUCCESS,
            }
        }
        Err(e) => fail(&*e),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("egress-mtls: {error}");
    ExitCode::FAILURE
}

fn at() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(AT))
}

/// The partner's CA, and the client certificates that it issued.
struct Partner {
    ca: CertificateAuthority,
    gateway: IssuedCertificate,
    cart: IssuedCertificate,
    till: IssuedCertificate,
}

impl Partner {
    fn new() -> Outcome<Self> {
        let ca = CertificateAuthority::root("Partner CA").at(at()).build()?;
        let client =
            |name: &str| ca.client(name).at(at()).valid_for(Duration::from_secs(90 * 86_400)).issue();
        let (gateway, cart, till) = (client("cluster")?, client("cart")?, client("till")?);
        Ok(Self { ca, gateway, cart, till })
    }

    /// The service trusts the mesh's root: each workload shows its own certificate.
    fn mesh(&self) -> EgressMtls {
        ledger(EgressClient::Mesh).namespace("shop")
    }

    /// It trusts a CA of its own: the egress gateway shows one certificate for all.
    fn gateway(&self) -> EgressMtls {
        ledger(EgressClient::Gateway)
            .ca(self.ca.certificate().to_pem())
            .certificate(self.gateway.chain.to_pem())
            .key(self.gateway.key.secret_pkcs8_pem().as_bytes())
    }

    /// Each application has a certificate of its own. The Deployment of `cart` comes out with its volume, for `till` there
    /// is a patch.
    fn application(&self) -> Outcome<EgressMtls> {
        let deployment = read_yaml(include_str!("cart.yaml")).remove(0)?;
        Ok(ledger(EgressClient::Application)
            .namespace("shop")
            .ca(self.ca.certificate().to_pem())
            .application(client("cart", &self.cart).workload(deployment))
            .application(client("till", &self.till)))
    }
}

fn ledger(client: EgressClient) -> EgressMtls {
    EgressMtls::new(LEDGER, client).name("ledger").addresses(["203.0.113.20"]).port(9443).at(at())
}

fn client(name: &str, certificate: &IssuedCertificate) -> EgressApplication {
    EgressApplication::new(name)
        .certificate(certificate.chain.to_pem())
        .key(certificate.key.secret_pkcs8_pem().as_bytes())
}

fn tell() -> Outcome<(String, Vec<(&'static str, RecipeOutput)>)> {
    let partner = Partner::new()?;
    let ways = vec![
        ("mesh", partner.mesh().build()?),
        ("gateway", partner.gateway().build()?),
        ("application", partner.application()?.build()?),
    ];
    let mut story = String::new();
    for (way, set_up) in &ways {
        story.push_str(&format!("{way}, applied in this order:\n"));
        for manifest in &set_up.manifests {
            story.push_str(&format!("  {}\n", manifest.resource()));
        }
        for (name, text) in &set_up.files {
            story.push_str(&format!("{name}:\n{}", text.as_str()));
        }
        story.push_str("taken for granted:\n");
        for assumption in &set_up.assumptions {
            story.push_str(&format!("  {assumption}\n"));
        }
        story.push('\n');
    }
    story.push_str("Refused:\n");
    let server = partner.ca.server([LEDGER]).at(at()).issue()?;
    for (what, recipe) in [
        (
            "a key of another certificate",
            partner.gateway().key(partner.till.key.secret_pkcs8_pem().as_bytes()),
        ),
        (
            "a certificate for servers",
            partner
                .gateway()
                .certificate(server.chain.to_pem())
                .key(server.key.secret_pkcs8_pem().as_bytes()),
        ),
        ("the service's own certificate as its CA", partner.gateway().ca(server.chain.to_pem())),
        ("a certificate where the mesh has one", partner.mesh().certificate(partner.till.chain.to_pem())),
        ("no application", ledger(EgressClient::Application).ca(partner.ca.certificate().to_pem())),
    ] {
        let Err(refusal) = recipe.build() else { return Err(format!("{what} is not refused").into()) };
        let rules: Vec<&str> = refusal.findings().iter().map(|finding| finding.rule).collect();
        story.push_str(&format!("  {what}: {}\n", rules.join(", ")));
    }
    Ok((story, ways))
}

/// The manifests hold keys, so 0600.
fn write(out: &Path, ways: &[(&str, RecipeOutput)]) -> Outcome<()> {
    std::fs::create_dir_all(out)?;
    for (way, set_up) in ways {
        secret_file::write(&out.join(format!("{way}.yaml")), set_up.to_yaml()?.as_bytes())?;
        for (name, text) in &set_up.files {
            secret_file::write(&out.join(name), text.as_bytes())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
