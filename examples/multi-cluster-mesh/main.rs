//! One mesh over two clusters: a root that stays outside, an intermediate and a trust domain for each cluster.
//! README.md tells the story; story.py and story.mjs tell the same. `multi-cluster-mesh OUT` writes the files too.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use mtls_core::finding::Refusal;
use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::pki::secret_file;
use mtls_core::recipes::{AwsPca, ClusterOutput, MeshAccess, MeshCluster, MeshIngress, MultiClusterMesh};
use mtls_core::resources::kubernetes::Secret;
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::ChainVerifier;
use rustls_pki_types::UnixTime;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// 2027-01-15.
const AT: u64 = 1_800_000_000;
const ARN: &str =
    "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11112222-3333-4444-5555-666677778888";
/// Who may call app-b.
const CALLER: &str = "cluster-a.ew.bp/ns/app-a/sa/sa-a";

fn main() -> ExitCode {
    match tell() {
        Ok((story, clusters)) => {
            print!("{story}");
            match std::env::args_os().nth(1).map(PathBuf::from).map(|out| write(&out, &clusters)) {
                Some(Err(e)) => fail(&*e),
                _ => ExitCode::SUCCESS,
            }
        }
        Err(e) => fail(&*e),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("multi-cluster-mesh: {error}");
    ExitCode::FAILURE
}

fn at() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(AT))
}

/// What is not of the clusters: the root, and a gateway's certificate with the CA of its clients.
struct World {
    root: CertificateAuthority,
    ingress: MeshIngressMaterial,
}

struct MeshIngressMaterial {
    certificate: String,
    key: String,
    client_ca: String,
}

impl World {
    fn new() -> Outcome<Self> {
        let root = |name: &str| CertificateAuthority::root(name).at(at()).build();
        let issued = root("Web CA")?.server(["api.ew.example"]).at(at()).issue()?;
        let ingress = MeshIngressMaterial {
            certificate: issued.chain.to_pem(),
            key: issued.key.secret_pkcs8_pem().as_str().to_owned(),
            client_ca: root("Customers")?.certificate().to_pem(),
        };
        Ok(Self { root: root("Mesh Root")?, ingress })
    }

    /// The mesh of the article, with a hyphen for the underscore in its trust domains.
    fn mesh(&self) -> MultiClusterMesh<'_> {
        MultiClusterMesh::new("bitpanda")
            .cluster(self.cluster("a", "cluster-a.ew.bp"))
            .cluster(self.cluster("b", "cluster-b.ew.bp"))
            .permissive_in("legacy")
            .access(self.access(CALLER))
            .ingress(
                MeshIngress::new("cluster-b", ["api.ew.example"])
                    .certificate(&self.ingress.certificate, &self.ingress.key)
                    .client_ca(&self.ingress.client_ca),
            )
            .at(at())
    }

    fn cluster(&self, letter: &str, trust_domain: &str) -> MeshCluster {
        let name = format!("cluster-{letter}");
        let url = format!("https://{letter}.eks.example:443");
        MeshCluster::new(name, trust_domain).network(format!("vpc-{letter}")).api_server(
            url,
            self.root.certificate().to_pem(),
            format!("token-of-{letter}"),
        )
    }

    fn access(&self, principal: &str) -> MeshAccess {
        MeshAccess::to("cluster-b", "app-b")
            .named("app-b-authz-rw")
            .workload("app.kubernetes.io/instance", "app-b")
            .workload("app.kubernetes.io/name", "app-b")
            .from(principal)
    }
}

fn tell() -> Outcome<(String, Vec<ClusterOutput>)> {
    let world = World::new()?;
    let clusters = world.mesh().own_ca(&world.root).build()?;
    let mut story = String::new();
    for ClusterOutput { cluster, output, .. } in &clusters {
        story.push_str(&format!("{cluster}, applied in this order:\n"));
        for manifest in &output.manifests {
            story.push_str(&format!("  {}\n", manifest.resource()));
        }
        for (name, text) in &output.files {
            story.push_str(&format!("{name}:\n{}", text.as_str()));
        }
        story.push_str("taken for granted:\n");
        for assumption in &output.assumptions {
            story.push_str(&format!("  {assumption}\n"));
        }
        story.push('\n');
    }
    story.push_str("With AWS Private CA, cluster-a, applied in this order:\n");
    let root = world.root.certificate().to_pem();
    for manifest in
        &world.mesh().aws_pca(AwsPca::new(ARN, &root)).build()?.first().ok_or("no cluster")?.output.manifests
    {
        story.push_str(&format!("  {}\n", manifest.resource()));
    }
    story.push('\n');
    calls(&clusters, &mut story)?;
    refusals(&world, &mut story)?;
    Ok((story, clusters))
}

/// Whom the clusters take in, by the roots of their own Secrets.
fn calls(clusters: &[ClusterOutput], story: &mut String) -> Outcome<()> {
    let authorities = clusters.iter().map(authority).collect::<Outcome<Vec<_>>>()?;
    let stranger = CertificateAuthority::root("Somebody Else").at(at()).build()?;
    let a: SpiffeId = "spiffe://cluster-a.ew.bp/ns/app-a/sa/sa-a".parse()?;
    let b: SpiffeId = "spiffe://cluster-b.ew.bp/ns/app-b/sa/sa-b".parse()?;
    let (Some(of_a), Some(of_b)) = (authorities.first(), authorities.get(1)) else {
        return Err("two clusters are expected".into());
    };
    for (what, verifier, issuer, id) in [
        ("cluster-b judges app-a of cluster-a", of_b, of_a, &a),
        ("cluster-a judges app-b of cluster-b", of_a, of_b, &b),
        ("cluster-b judges app-a of somebody else", of_b, &stranger, &a),
    ] {
        let bundles = ["cluster-a.ew.bp", "cluster-b.ew.bp"]
            .map(|domain| Ok(TrustBundle::new(TrustDomain::parse(domain)?, verifier.roots().to_vec())))
            .into_iter()
            .collect::<Outcome<Vec<_>>>()?;
        let chain = issuer.svid(id).at(at()).issue()?.chain;
        let judged = ChainVerifier::builder(BundleSet::new(bundles)?).build()?.verify_chain(&chain, at());
        match judged {
            Ok(peer) => story.push_str(&format!("{what}: {}\n", peer.spiffe_id())),
            Err(refusal) => story.push_str(&format!("{what}: {}\n", refusal.code())),
        }
    }
    story.push('\n');
    Ok(())
}

/// The CA that istiod finds in the Secret.
fn authority(cluster: &ClusterOutput) -> Outcome<CertificateAuthority> {
    let manifest = cluster.output.manifests.iter().find(|m| m.name() == "cacerts").ok_or("no cacerts")?;
    let secret = Secret::try_from(manifest)?;
    let entries =
        secret.keys().filter_map(|key| secret.value(key).map(|value| (key.to_owned(), value.to_vec())));
    Ok(CertificateAuthority::from_cacerts(entries)?)
}

fn refusals(world: &World, story: &mut String) -> Outcome<()> {
    story.push_str("Refused:\n");
    let other = CertificateAuthority::root("Other Root").at(at()).build()?;
    let below = other.intermediate("cluster-c").at(at()).build()?;
    let root_again = CertificateAuthority::from_cacerts(world.root.secret_cacerts().iter())?;
    let mesh = || world.mesh().own_ca(&world.root);
    let article = MultiClusterMesh::new("bitpanda")
        .cluster(MeshCluster::new("cluster-a", "cluster_a.ew.bp"))
        .cluster(MeshCluster::new("cluster-b", "cluster_b.ew.bp"))
        .own_ca(&world.root);
    let c = || MeshCluster::new("cluster-c", "cluster-c.ew.bp");
    for (what, mesh) in [
        ("the article's trust domains", article),
        (
            "a SPIFFE ID for a principal",
            mesh().access(world.access("spiffe://cluster-a.ew.bp/ns/app-a/sa/sa-a")),
        ),
        ("a caller of no cluster", mesh().access(world.access("cluster-c.ew.bp/ns/app-a/sa/sa-a"))),
        ("a cluster under another root", mesh().cluster(c().authority(below))),
        ("the root's key in a cluster", mesh().cluster(c().authority(root_again))),
        (
            "an API server in plaintext",
            mesh().cluster(c().api_server("http://c.eks.example", world.root.certificate().to_pem(), "t")),
        ),
    ] {
        let Err(refusal) = mesh.build() else { return Err(format!("{what} is not refused").into()) };
        for finding in refusal.findings() {
            story.push_str(&format!("  {what}: {}: {}\n", finding.rule, finding.message));
        }
    }
    Ok(())
}

/// The manifests hold keys, so 0600.
fn write(out: &Path, clusters: &[ClusterOutput]) -> Outcome<()> {
    std::fs::create_dir_all(out)?;
    for ClusterOutput { cluster, output, .. } in clusters {
        secret_file::write(&out.join(format!("{cluster}.yaml")), output.to_yaml()?.as_bytes())?;
        for (name, text) in &output.files {
            secret_file::write(&out.join(format!("{cluster}-{name}")), text.as_bytes())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
