//! The recipe from a plain document of options, for the bindings.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{AwsPca, MeshAccess, MeshCluster, MeshIngress, MultiClusterMesh};
use crate::finding::Finding;
use crate::pki::issue::CertificateAuthority;
use crate::recipes::options::{AwsPrivateCaOptions, Cacerts, authority, check_at, port, time};
use crate::recipes::{ClusterOutput, RecipeError};
use crate::resources::model::{Field, Shape, fields};
use crate::resources::{Options, SecretText, Value, bad_value, required};

fields! {
    /// What `multi_cluster_mesh` takes.
    pub(crate) struct MultiClusterMeshOptions {
        /// The name of the mesh.
        mesh: String = "mesh" [required],
        /// The clusters.
        clusters: Vec<MeshClusterOptions> = "clusters" [required],
        /// The CA that issues an intermediate for each cluster that has none, as the entries of a Secret `cacerts`.
        root: Cacerts = "root",
        /// A root in AWS Private CA instead.
        aws_pca: AwsPrivateCaOptions = "aws_pca",
        /// How many days an intermediate is valid; a year unless given.
        intermediate_days: i64 = "intermediate_days",
        /// The namespace of the control plane.
        system_namespace: String = "system_namespace",
        /// Namespaces in which plaintext stays allowed.
        permissive_namespaces: Vec<String> = "permissive_namespaces",
        /// Workloads that let in named callers alone.
        access: Vec<MeshAccessOptions> = "access",
        /// Ways in for clients outside the mesh; with `client_ca` they must show a certificate.
        ingress: Vec<MeshIngressOptions> = "ingress",
        /// The time of issue and for which dates are judged, in seconds since 1970; without it they are not judged.
        at: i64 = "at",
    }
}
/// What the recipe takes, for the declared types.
pub(in crate::recipes) const OPTIONS: &Shape = <MultiClusterMeshOptions as Field>::SHAPE;

fields! {
    /// A cluster.
    pub(crate) struct MeshClusterOptions {
        /// Its name.
        name: String = "name" [required],
        /// Its trust domain: letters, digits and inner hyphens between dots, for Istio takes no `_`.
        trust_domain: String = "trust_domain" [required],
        /// Its network.
        network: String = "network",
        /// How the others reach its API server.
        api_server: MeshApiServerOptions = "api_server",
        /// Its CA, where it has one already, as the entries of a Secret `cacerts`.
        cacerts: Cacerts = "cacerts",
    }
}

fields! {
    /// An API server.
    pub(crate) struct MeshApiServerOptions {
        /// Its URL.
        server: String = "server" [required],
        /// Its CA in PEM.
        ca: String = "ca" [required, document],
        /// A token that may read services.
        token: SecretText = "token" [required],
    }
}

fields! {
    /// Workloads that let in named callers alone.
    pub(crate) struct MeshAccessOptions {
        /// The cluster.
        cluster: String = "cluster" [required],
        /// The namespace.
        namespace: String = "namespace" [required],
        /// The name of the policy.
        name: String = "name",
        /// Labels of the workloads.
        labels: BTreeMap<String, String> = "labels",
        /// The callers.
        principals: Vec<String> = "principals" [required],
        /// The ports.
        ports: Vec<i64> = "ports",
    }
}

fields! {
    /// A way in for clients outside the mesh.
    pub(crate) struct MeshIngressOptions {
        /// The cluster.
        cluster: String = "cluster" [required],
        /// The hosts.
        hosts: Vec<String> = "hosts" [required],
        /// The server certificate in PEM.
        certificate: String = "certificate" [required, document],
        /// Its key in PEM.
        key: SecretText = "key" [required],
        /// The CA of the clients in PEM.
        client_ca: String = "client_ca" [document],
        /// Name of the Gateway.
        gateway: String = "gateway",
        /// Namespace of its pods.
        namespace: String = "namespace",
        /// Labels of its pods.
        selector: BTreeMap<String, String> = "selector",
        /// Its port.
        port: i64 = "port",
    }
}

/// What the options describe.
pub(in crate::recipes) fn from_options(mut options: Value) -> Result<Vec<ClusterOutput>, RecipeError> {
    let read = Options::<MultiClusterMeshOptions>::read("the recipe multi_cluster_mesh", &options, check);
    crate::resources::wipe_options(&mut options);
    let o = read?;
    let root = o.root.as_ref().map(|entries| authority("root", entries)).transpose()?;
    recipe(o, root.as_ref())?.build()
}

fn check(o: &MultiClusterMeshOptions, findings: &mut Vec<Finding>) {
    required(findings, "mesh", o.mesh.is_some());
    required(findings, "clusters", o.clusters.is_some());
    for (i, cluster) in o.clusters.iter().flatten().enumerate() {
        let field = |name: &str| format!("clusters[{i}].{name}");
        required(findings, &field("name"), cluster.name.is_some());
        required(findings, &field("trust_domain"), cluster.trust_domain.is_some());
        if let Some(server) = &cluster.api_server {
            required(findings, &field("api_server.server"), server.server.is_some());
            required(findings, &field("api_server.ca"), server.ca.is_some());
            required(findings, &field("api_server.token"), server.token.is_some());
        }
    }
    if let Some(pca) = &o.aws_pca {
        required(findings, "aws_pca.arn", pca.arn.is_some());
        required(findings, "aws_pca.root", pca.root.is_some());
        if o.root.is_some() {
            bad_value(findings, "aws_pca", "a root of one's own is given too".to_owned());
        }
    }
    for (i, access) in o.access.iter().flatten().enumerate() {
        let field = |name: &str| format!("access[{i}].{name}");
        required(findings, &field("cluster"), access.cluster.is_some());
        required(findings, &field("namespace"), access.namespace.is_some());
        required(findings, &field("principals"), access.principals.is_some());
        for (j, number) in access.ports.iter().flatten().enumerate() {
            port(findings, &field(&format!("ports[{j}]")), Some(*number));
        }
    }
    for (i, ingress) in o.ingress.iter().flatten().enumerate() {
        let field = |name: &str| format!("ingress[{i}].{name}");
        required(findings, &field("cluster"), ingress.cluster.is_some());
        required(findings, &field("hosts"), ingress.hosts.is_some());
        required(findings, &field("certificate"), ingress.certificate.is_some());
        required(findings, &field("key"), ingress.key.is_some());
        port(findings, &field("port"), ingress.port);
    }
    if o.intermediate_days.is_some_and(|days| !(1..=36_500).contains(&days)) {
        bad_value(findings, "intermediate_days", "an intermediate is valid for 1 to 36500 days".to_owned());
    }
    check_at(findings, o.at);
}

fn recipe(
    o: MultiClusterMeshOptions,
    root: Option<&CertificateAuthority>,
) -> Result<MultiClusterMesh<'_>, RecipeError> {
    let mut mesh = MultiClusterMesh::new(o.mesh.unwrap_or_default());
    for cluster in o.clusters.into_iter().flatten() {
        mesh = mesh.cluster(self::cluster(cluster)?);
    }
    if let Some(root) = root {
        mesh = mesh.own_ca(root);
    }
    if let Some(pca) = o.aws_pca {
        let mut root = AwsPca::new(pca.arn.unwrap_or_default(), pca.root.unwrap_or_default());
        root.role = pca.role;
        mesh = mesh.aws_pca(root);
    }
    if let Some(days) = o.intermediate_days.and_then(|days| u64::try_from(days).ok()) {
        mesh = mesh.intermediate_lifetime(Duration::from_secs(days.saturating_mul(86_400)));
    }
    if let Some(namespace) = o.system_namespace {
        mesh = mesh.system_namespace(namespace);
    }
    mesh.permissive = o.permissive_namespaces.unwrap_or_default();
    for access in o.access.into_iter().flatten() {
        mesh = mesh.access(self::access(access));
    }
    for ingress in o.ingress.into_iter().flatten() {
        mesh = mesh.ingress(self::ingress(ingress));
    }
    mesh.at = time(o.at);
    Ok(mesh)
}

fn cluster(o: MeshClusterOptions) -> Result<MeshCluster, RecipeError> {
    let mut cluster = MeshCluster::new(o.name.unwrap_or_default(), o.trust_domain.unwrap_or_default());
    cluster.network = o.network;
    if let Some(server) = o.api_server {
        let token = server.token.as_ref().map(SecretText::as_str).unwrap_or_default();
        cluster = cluster.api_server(server.server.unwrap_or_default(), server.ca.unwrap_or_default(), token);
    }
    if let Some(entries) = &o.cacerts {
        let authority = authority("cacerts", entries)?;
        cluster = cluster.authority(authority);
    }
    Ok(cluster)
}

fn access(o: MeshAccessOptions) -> MeshAccess {
    let mut access = MeshAccess::to(o.cluster.unwrap_or_default(), o.namespace.unwrap_or_default());
    if let Some(name) = o.name {
        access = access.named(name);
    }
    access.labels = o.labels.unwrap_or_default();
    access.principals = o.principals.unwrap_or_default();
    access.ports = o.ports.into_iter().flatten().filter_map(|port| u16::try_from(port).ok()).collect();
    access
}

fn ingress(o: MeshIngressOptions) -> MeshIngress {
    let key = o.key.as_ref().map(SecretText::as_str).unwrap_or_default();
    let mut ingress = MeshIngress::new(o.cluster.unwrap_or_default(), o.hosts.unwrap_or_default())
        .certificate(o.certificate.unwrap_or_default(), key);
    if let Some(pem) = o.client_ca {
        ingress = ingress.client_ca(pem);
    }
    if let Some(name) = o.gateway {
        ingress.gateway = name;
    }
    if let Some(namespace) = o.namespace {
        ingress.namespace = namespace;
    }
    ingress.selector = o.selector.unwrap_or_default();
    if let Some(port) = o.port.and_then(|port| u16::try_from(port).ok()) {
        ingress.port = port;
    }
    ingress
}
