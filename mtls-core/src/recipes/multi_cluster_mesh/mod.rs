//! One mesh over several clusters: one root, an intermediate and a trust domain for each.
//!
//! The clusters verify each other's workloads by the root that all intermediates lead to. A breach of one cluster is
//! mended by distrusting its intermediate, not the root.

mod authority;
pub(super) mod aws;
mod check;
pub(super) mod options;
mod parts;
mod remote;
mod traffic;
mod values;

use std::fmt;
use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::{ClusterOutput, RecipeError, RecipeOutput};
use crate::pki::Certificate;
use crate::pki::issue::CertificateAuthority;
use crate::resources::kubernetes::Namespace;
use crate::resources::{Manifest, refuses};

pub(super) use options::{OPTIONS, from_options};
pub use parts::{AwsPca, MeshAccess, MeshCluster, MeshIngress};

/// A year.
const INTERMEDIATE_LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Builds a mesh: [`build`](Self::build) gives the manifests of each cluster.
///
/// Mutual TLS is demanded everywhere (`STRICT`), except in namespaces that are still on their way
/// ([`permissive_in`](Self::permissive_in)).
///
/// ```
/// use mtls_core::pki::issue::CertificateAuthority;
/// use mtls_core::recipes::{MeshAccess, MeshCluster, MultiClusterMesh};
///
/// let root = CertificateAuthority::root("Mesh Root").build()?;
/// let clusters = MultiClusterMesh::new("bitpanda")
///     .cluster(MeshCluster::new("cluster-a", "cluster-a.ew.bp").network("vpc-a"))
///     .cluster(MeshCluster::new("cluster-b", "cluster-b.ew.bp").network("vpc-b"))
///     .own_ca(&root)
///     .access(MeshAccess::to("cluster-b", "app-b").from("cluster-a.ew.bp/ns/app-a/sa/sa-a"))
///     .build()?;
/// let kinds: Vec<_> = clusters[1].output.manifests.iter().map(|m| m.resource()).collect();
/// assert_eq!(kinds, [
///     "Namespace istio-system",
///     "Secret istio-system/cacerts",
///     "PeerAuthentication istio-system/default",
///     "AuthorizationPolicy app-b/callers",
///     "Gateway istio-system/cross-network-gateway",
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "nothing is built before `build`"]
pub struct MultiClusterMesh<'a> {
    mesh: String,
    clusters: Vec<MeshCluster>,
    root: Option<Root<'a>>,
    /// Whether there are two, of one's own and in AWS.
    two_roots: bool,
    system_namespace: String,
    permissive: Vec<String>,
    access: Vec<MeshAccess>,
    ingress: Vec<MeshIngress>,
    lifetime: Duration,
    at: Option<UnixTime>,
}

/// Who signs the intermediates.
enum Root<'a> {
    Own(&'a CertificateAuthority),
    AwsPca(AwsPca),
}

impl<'a> MultiClusterMesh<'a> {
    /// A mesh by its name, which all clusters share.
    pub fn new(mesh: impl Into<String>) -> Self {
        Self {
            mesh: mesh.into(),
            clusters: Vec::new(),
            root: None,
            two_roots: false,
            system_namespace: "istio-system".to_owned(),
            permissive: Vec::new(),
            access: Vec::new(),
            ingress: Vec::new(),
            lifetime: INTERMEDIATE_LIFETIME,
            at: None,
        }
    }

    /// Adds a cluster.
    pub fn cluster(mut self, cluster: MeshCluster) -> Self {
        self.clusters.push(cluster);
        self
    }

    /// Issues an intermediate for each cluster that has none, under this CA. Its own key goes nowhere.
    ///
    /// Clusters with a trust domain each need a root that is bound to none. Not beside [`aws_pca`](Self::aws_pca).
    pub fn own_ca(mut self, root: &'a CertificateAuthority) -> Self {
        self.two_roots |= matches!(self.root, Some(Root::AwsPca(_)));
        self.root = Some(Root::Own(root));
        self
    }

    /// Has cert-manager get an intermediate for each cluster from AWS Private CA, and istio-csr issue to workloads.
    /// Not beside [`own_ca`](Self::own_ca).
    pub fn aws_pca(mut self, root: AwsPca) -> Self {
        self.two_roots |= matches!(self.root, Some(Root::Own(_)));
        self.root = Some(Root::AwsPca(root));
        self
    }

    /// How long an intermediate is valid, instead of a year.
    pub fn intermediate_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// The namespace of the control plane, instead of `istio-system`.
    pub fn system_namespace(mut self, name: impl Into<String>) -> Self {
        self.system_namespace = name.into();
        self
    }

    /// Leaves plaintext allowed in this namespace of every cluster (and those of other calls), until its last caller has a
    /// proxy.
    pub fn permissive_in(mut self, namespace: impl Into<String>) -> Self {
        self.permissive.push(namespace.into());
        self
    }

    /// Lets named callers alone into some workloads.
    pub fn access(mut self, access: MeshAccess) -> Self {
        self.access.push(access);
        self
    }

    /// Lets clients outside the mesh in by a gateway.
    pub fn ingress(mut self, ingress: MeshIngress) -> Self {
        self.ingress.push(ingress);
        self
    }

    /// The time at which intermediates are issued and dates are judged. Without it they are issued by the machine's
    /// clock, and no dates are judged.
    pub fn at(mut self, at: UnixTime) -> Self {
        self.at = Some(at);
        self
    }

    /// Checks and builds: an output for each cluster, in order. Apply the first to the first, and so on.
    ///
    /// # Errors
    /// [`RecipeError::Material`] for names, principals and CAs that Istio would refuse or that do not fit together (with
    /// everything that was found), [`RecipeError::Input`] for a text that is no certificate or key,
    /// [`RecipeError::Issue`] where an intermediate cannot be issued, [`RecipeError::Resource`] for names that make no
    /// manifest.
    pub fn build(self) -> Result<Vec<ClusterOutput>, RecipeError> {
        let mut findings = check::check(&self)?;
        let root = self.root_certificates()?;
        check::check_root(&self, &root, &mut findings);
        if refuses(&findings) {
            return Err(RecipeError::Material { findings });
        }
        let mut outputs = Vec::new();
        for cluster in &self.clusters {
            let output = self.output(cluster, &root, findings.clone())?;
            outputs.push(ClusterOutput { cluster: cluster.name.clone(), output });
        }
        Ok(outputs)
    }

    fn output(
        &self,
        cluster: &MeshCluster,
        root: &[Certificate],
        mut findings: Vec<crate::finding::Finding>,
    ) -> Result<RecipeOutput, RecipeError> {
        let mut assumptions = self.assumptions(cluster);
        let mut manifests = self.namespace(cluster)?;
        manifests.extend(self.authority(cluster, root)?);
        manifests.extend(self.peer_authentication()?);
        manifests.extend(self.authorization(cluster)?);
        manifests.extend(self.gateways(cluster, &mut findings, &mut assumptions)?);
        manifests.extend(self.remote_secrets(cluster)?);
        let mut output = RecipeOutput::judged(manifests, assumptions, findings)?;
        output.files = self.files(cluster)?;
        Ok(output)
    }

    /// The root, or several.
    fn root_certificates(&self) -> Result<Vec<Certificate>, RecipeError> {
        use crate::pki::CertificateChain;
        match &self.root {
            Some(Root::Own(authority)) => Ok(authority.roots().to_vec()),
            Some(Root::AwsPca(pca)) => CertificateChain::from_pem(&pca.root)
                .map(|chain| chain.certificates().to_vec())
                .map_err(|error| RecipeError::Input { input: "root", error }),
            None => {
                let known = self.clusters.iter().find_map(|cluster| cluster.authority.as_ref());
                Ok(known.map(|authority| authority.roots().to_vec()).unwrap_or_default())
            }
        }
    }

    /// The namespace of the control plane, which says in which network the cluster is.
    fn namespace(&self, cluster: &MeshCluster) -> Result<Vec<Manifest>, RecipeError> {
        let Some(network) = &cluster.network else { return Ok(Vec::new()) };
        let namespace =
            Namespace::new(&self.system_namespace).label("topology.istio.io/network", network).manifest()?;
        Ok(vec![namespace])
    }

    /// The trust domains of the other clusters, each once.
    fn other_trust_domains(&self, cluster: &MeshCluster) -> Vec<&str> {
        let mut others: Vec<&str> = Vec::new();
        for other in &self.clusters {
            if other.trust_domain != cluster.trust_domain && !others.contains(&other.trust_domain.as_str()) {
                others.push(&other.trust_domain);
            }
        }
        others
    }

    /// Whether some cluster is in another network.
    fn spans_networks(&self) -> bool {
        self.clusters.windows(2).any(|pair| match pair {
            [one, other] => one.network != other.network,
            _ => false,
        })
    }

    fn assumptions(&self, cluster: &MeshCluster) -> Vec<String> {
        let mut all = vec![format!(
            "Istio is installed in {} with istiod-values.yaml, before any workload starts: a trust domain that changes later changes every identity.",
            cluster.name
        )];
        if !self.other_trust_domains(cluster).is_empty() {
            all.push("Trust domain aliases make namesakes of all clusters one to an AuthorizationPolicy; those made here also demand the trust domain, policies of others may not.".to_owned());
        }
        if matches!(self.root, Some(Root::AwsPca(_))) {
            all.push("cert-manager, its AWS PCA issuer with the right to use the CA (IssueCertificate, GetCertificate, DescribeCertificateAuthority), and then, with the manifests as far as the Issuer applied, istio-csr with istio-csr-values.yaml are installed before Istio. What comes after the Issuer needs Istio's CRDs.".to_owned());
            all.push(format!(
                "Whoever may create Certificates or CertificateRequests in {0} gets a CA under the mesh's root: nobody but the control plane's operators may. cert-manager's approver approves requests to awspcaissuers.awspca.cert-manager.io/{0}.mesh-root alone (approveSignerNames), not to every issuer of AWS.",
                self.system_namespace
            ));
        } else {
            all.push("The Secret cacerts is there before istiod starts for the first time: otherwise it makes a root of its own. What comes after the Secret needs Istio's CRDs.".to_owned());
        }
        if self.clusters.iter().any(|other| other.name != cluster.name && other.api_server.is_none()) {
            all.push("Clusters without an API server given are found in another way: no remote Secret was made for them.".to_owned());
        }
        if self.clusters.iter().any(|other| other.api_server.is_some()) {
            all.push("The tokens belong to service accounts that may only read, and someone renews them before they end.".to_owned());
        }
        if self.spans_networks() {
            all.push("An east-west gateway with the label istio: eastwestgateway runs in each cluster, its Service has the label topology.istio.io/network with the cluster's network, and its port 15443 is open to the other networks alone.".to_owned());
        }
        if !self.permissive.is_empty() {
            all.push(format!(
                "Plaintext stays allowed in {} until their policy is deleted; policies about principals refuse such callers all the same.",
                self.permissive.join(", ")
            ));
        }
        all.push("Every workload has a proxy: STRICT refuses callers without one, and workloads without one demand nothing.".to_owned());
        if self.at.is_none() {
            all.push("Dates of certificates were not judged: no time was given.".to_owned());
        }
        all
    }
}

impl fmt::Debug for MultiClusterMesh<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MultiClusterMesh")
            .field("mesh", &self.mesh)
            .field("clusters", &self.clusters)
            .field("permissive", &self.permissive)
            .field("access", &self.access)
            .field("ingress", &self.ingress)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
