//! A mesh gets another root: what is applied in each cluster, and not before when.
//! README.md tells the story; story.py and story.mjs tell the same. `root-rotation OUT` writes the manifests too.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use mtls_core::finding::Refusal;
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::pki::secret_file;
use mtls_core::recipes::{AwsPca, ClusterOutput, RootRotation, RotationCluster, RotationStage};
use mtls_core::resources::kubernetes::Secret;
use mtls_core::trust::{RotationPlan, TrustBundle};
use rustls_pki_types::UnixTime;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// 2027-01-15T08:00:00Z, when the rotation begins.
const START: u64 = 1_800_000_000;
const DAY: u64 = 86_400;
const ARN: &str =
    "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/99998888-7777-6666-5555-444433332222";

fn main() -> ExitCode {
    match tell() {
        Ok((story, stages)) => {
            print!("{story}");
            match std::env::args_os().nth(1).map(PathBuf::from).map(|out| write(&out, &stages)) {
                Some(Err(e)) => fail(&*e),
                _ => ExitCode::SUCCESS,
            }
        }
        Err(e) => fail(&*e),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("root-rotation: {error}");
    ExitCode::FAILURE
}

fn at() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(START))
}

fn root(name: &str) -> Outcome<CertificateAuthority> {
    Ok(CertificateAuthority::root(name).at(at()).build()?)
}

/// A cluster's intermediate under a root.
fn below(root: &CertificateAuthority, cluster: &str) -> Outcome<CertificateAuthority> {
    let trust_domain = format!("{cluster}.ew.bp").parse()?;
    Ok(root.intermediate(cluster).trust_domain(trust_domain).at(at()).build()?)
}

/// One that ends an hour after the rotation begins.
fn ending(root: &CertificateAuthority, cluster: &str) -> Outcome<CertificateAuthority> {
    let trust_domain = format!("{cluster}.ew.bp").parse()?;
    let lifetime = Duration::from_secs(3600);
    Ok(root.intermediate(cluster).trust_domain(trust_domain).at(at()).valid_for(lifetime).build()?)
}

fn tell() -> Outcome<(String, Vec<RotationStage>)> {
    let (old, new) = (root("Mesh Root 2017")?, root("Mesh Root 2027")?);
    let plan = RotationPlan::builder(
        &TrustBundle::new("cluster-a.ew.bp".parse()?, [old.certificate().clone()]),
        [new.certificate().clone()],
    )
    .start(at())
    .svid_lifetime(Duration::from_secs(DAY))
    .switch_window(Duration::from_secs(3600))
    .build()?;
    let current = |name: &str| {
        Ok::<_, Box<dyn std::error::Error>>(RotationCluster::new(name).current(below(&old, name)?))
    };
    let stages = RootRotation::new(&plan)
        .cluster(current("cluster-a")?)
        .cluster(current("cluster-b")?)
        .own_ca(&new)
        .bundle("mesh-roots")
        .build()?;
    let mut story = String::new();
    for stage in &stages {
        say(&mut story, stage)?;
    }
    story.push_str("With AWS Private CA:\n");
    let hour = Duration::from_secs(3600);
    let slow = RotationPlan::builder(
        &TrustBundle::new("cluster-a.ew.bp".parse()?, [old.certificate().clone()]),
        [new.certificate().clone()],
    )
    .start(at())
    // Proxies hear of roots with their next certificate.
    .svid_lifetime(hour)
    .refresh_hint(hour)
    // cert-manager issues the new intermediate, and istio-csr starts anew.
    .switch_window(Duration::from_secs(600))
    .build()?;
    let pca = || AwsPca::new(ARN, new.certificate().to_pem());
    let aws = RootRotation::new(&slow).cluster(RotationCluster::new("cluster-a")).aws_pca(pca()).build()?;
    for stage in aws.iter().filter(|stage| !stage.restarts.is_empty()) {
        for manifest in stage.clusters.iter().flat_map(|cluster| &cluster.output.manifests) {
            story.push_str(&format!("  {}: {}\n", stage.kind, manifest.resource()));
        }
        if let Some(first) = stage.restarts.first() {
            story.push_str(&format!("  {}: {first}\n", stage.kind));
        }
    }
    story.push_str("\nRefused:\n");
    let other = root("Other Root")?;
    for (what, rotation) in [
        (
            "a cluster that is under another root",
            RootRotation::new(&plan)
                .cluster(RotationCluster::new("cluster-a").current(below(&other, "cluster-a")?))
                .own_ca(&new),
        ),
        (
            "a next CA under the old root",
            RootRotation::new(&plan).cluster(current("cluster-a")?.next(below(&old, "cluster-a")?)),
        ),
        (
            "a next CA of another trust domain",
            RootRotation::new(&plan).cluster(current("cluster-a")?.next(below(&new, "cluster-b")?)),
        ),
        ("nobody to issue the next CA", RootRotation::new(&plan).cluster(current("cluster-a")?)),
        (
            "a CA that ends before the switch",
            RootRotation::new(&plan)
                .cluster(RotationCluster::new("cluster-a").current(ending(&old, "cluster-a")?))
                .own_ca(&new),
        ),
        (
            "a switch before istio-csr's proxies know the root",
            RootRotation::new(&plan).cluster(RotationCluster::new("cluster-a")).aws_pca(pca()),
        ),
    ] {
        let Err(refusal) = rotation.build() else { return Err(format!("{what} is not refused").into()) };
        for finding in refusal.findings() {
            story.push_str(&format!("  {what}: {}: {}\n", finding.rule, finding.message));
        }
    }
    Ok((story, stages))
}

/// A stage: when, what in each cluster, and what the Secret says afterwards.
fn say(story: &mut String, stage: &RotationStage) -> Outcome<()> {
    let after = |time: UnixTime| time.as_secs().saturating_sub(START);
    story.push_str(&format!("{}, not before {} s", stage.kind, after(stage.not_before)));
    if stage.until > stage.not_before {
        story.push_str(&format!(", until {} s", after(stage.until)));
    }
    story.push('\n');
    for ClusterOutput { cluster, output, .. } in &stage.clusters {
        for manifest in &output.manifests {
            story.push_str(&format!("  {cluster}: {}\n", manifest.resource()));
            if manifest.name() == "cacerts" {
                let secret = Secret::try_from(manifest)?;
                let entries = secret
                    .keys()
                    .filter_map(|key| secret.value(key).map(|value| (key.to_owned(), value.to_vec())));
                let ca = CertificateAuthority::from_cacerts(entries)?;
                let issuer = ca.certificate().issuer();
                let roots: Vec<&str> = ca.roots().iter().map(|root| root.subject()).collect();
                story.push_str(&format!("    issues under {issuer}, trusts {}\n", roots.join(" and ")));
            }
        }
        for (name, text) in output.files.iter().filter(|_| cluster == "cluster-a") {
            story.push_str(&format!("{name}:\n{}", text.as_str()));
        }
    }
    for restart in &stage.restarts {
        story.push_str(&format!("  then {restart}\n"));
    }
    if let Some(first) = stage.clusters.first() {
        for assumption in &first.output.assumptions {
            story.push_str(&format!("  taken for granted: {assumption}\n"));
        }
    }
    story.push('\n');
    Ok(())
}

/// The manifests hold keys, so 0600.
fn write(out: &Path, stages: &[RotationStage]) -> Outcome<()> {
    std::fs::create_dir_all(out)?;
    for (number, stage) in (1..).zip(stages) {
        for ClusterOutput { cluster, output, .. } in
            stage.clusters.iter().filter(|one| !one.output.manifests.is_empty())
        {
            let name = format!("{number}-{}-{cluster}.yaml", stage.kind);
            secret_file::write(&out.join(name), output.to_yaml()?.as_bytes())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
