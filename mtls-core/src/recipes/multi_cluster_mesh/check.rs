//! Whether Istio takes the names, and whether all leads to one root.

use super::{MeshCluster, MultiClusterMesh, Root};
use crate::finding::rules::recipes as rules;
use crate::finding::{DocumentRef, Finding, Rule, Subject};
use crate::identity::{TrustDomain, WorkloadIdentity};
use crate::pki::{Certificate, CertificateChain};
use crate::recipes::RecipeError;
use crate::recipes::material::{check_authority_dates, name, no_authority};
use crate::resources::is_label;

pub(super) fn check(mesh: &MultiClusterMesh<'_>) -> Result<Vec<Finding>, RecipeError> {
    let mut findings = Vec::new();
    if mesh.clusters.is_empty() {
        findings.push(at(rules::MESH_CLUSTER, "clusters", "there is no cluster".to_owned()));
    }
    for (i, cluster) in mesh.clusters.iter().enumerate() {
        check_cluster(mesh, i, cluster, &mut findings)?;
    }
    let known = |name: &str| mesh.clusters.iter().any(|cluster| cluster.name == name);
    let named = mesh.access.iter().map(|access| ("access", &access.cluster));
    let named =
        named.enumerate().chain(mesh.ingress.iter().map(|ingress| ("ingress", &ingress.cluster)).enumerate());
    for (i, (list, cluster)) in named {
        if !known(cluster) {
            let message = format!("the mesh has no cluster `{cluster}`");
            findings.push(at(rules::MESH_CLUSTER, &format!("{list}[{i}].cluster"), message));
        }
    }
    for (i, namespace) in mesh.permissive.iter().enumerate() {
        if *namespace == mesh.system_namespace {
            let message =
                format!("plaintext allowed in `{namespace}` would be plaintext allowed in the whole mesh");
            findings.push(at(rules::ROOT_NAMESPACE, &format!("permissive_namespaces[{i}]"), message));
        }
    }
    for (i, access) in mesh.access.iter().enumerate() {
        if access.namespace == mesh.system_namespace {
            let message =
                format!("a policy in `{}` holds for workloads of every namespace", access.namespace);
            findings.push(at(rules::ROOT_NAMESPACE, &format!("access[{i}].namespace"), message));
        }
        if access.principals.is_empty() {
            let message = "no principal is let in, so that nobody is".to_owned();
            findings.push(at(rules::MESH_PRINCIPAL, &format!("access[{i}].principals"), message));
        }
        for (j, principal) in access.principals.iter().enumerate() {
            if let Some(message) = wrong_principal(mesh, principal) {
                findings.push(at(rules::MESH_PRINCIPAL, &format!("access[{i}].principals[{j}]"), message));
            }
        }
    }
    Ok(findings)
}

fn check_cluster(
    mesh: &MultiClusterMesh<'_>,
    i: usize,
    cluster: &MeshCluster,
    findings: &mut Vec<Finding>,
) -> Result<(), RecipeError> {
    let field = |name: &str| format!("clusters[{i}].{name}");
    if !is_label(&cluster.name) {
        let message =
            format!("`{}` is no name of a cluster: letters, digits and inner hyphens are", cluster.name);
        findings.push(at(rules::MESH_CLUSTER, &field("name"), message));
    }
    if mesh.clusters.iter().take(i).any(|other| other.name == cluster.name) {
        let message = format!("another cluster is named `{}`", cluster.name);
        findings.push(at(rules::MESH_CLUSTER, &field("name"), message));
    }
    if let Some(message) = wrong_trust_domain(&cluster.trust_domain) {
        findings.push(at(rules::MESH_TRUST_DOMAIN, &field("trust_domain"), message));
    }
    if let Some(server) = &cluster.api_server {
        let mut wrong = |what: &str, message: String| {
            findings.push(at(rules::MESH_API_SERVER, &field(&format!("api_server.{what}")), message));
        };
        if server.url.strip_prefix("https://").is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) {
            wrong("server", format!("`{}` is no https URL", server.url));
        }
        if server.token.is_empty() || server.token.chars().any(|c| c.is_whitespace() || c.is_control()) {
            wrong("token", "the token is empty, or has spaces in it".to_owned());
        }
        let ca = CertificateChain::from_pem(&server.ca)
            .map_err(|error| RecipeError::Input { input: "api_server.ca", error })?;
        for authority in ca.certificates() {
            if let Some(message) = no_authority(authority) {
                wrong("ca", message);
            }
        }
    }
    Ok(())
}

/// Why Istio would refuse this trust domain, if it would (`ValidateTrustDomain`): its labels are those of DNS.
fn wrong_trust_domain(text: &str) -> Option<String> {
    if let Err(error) = TrustDomain::parse(text) {
        return Some(error.to_string());
    }
    // Istio takes a dot at the end.
    let labels = || text.strip_suffix('.').unwrap_or(text).split('.');
    let label = labels().find(|label| !is_label(label))?;
    let help = if label.contains('_') && is_label(&label.replace('_', "-")) {
        format!("; `{}` would do", text.replace('_', "-"))
    } else {
        String::new()
    };
    Some(format!(
        "SPIFFE allows `{text}`, Istio does not: `{label}` is no DNS label of letters, digits and inner hyphens{help}"
    ))
}

fn wrong_principal(mesh: &MultiClusterMesh<'_>, text: &str) -> Option<String> {
    match WorkloadIdentity::from_principal(text) {
        Err(error) => Some(error.to_string()),
        Ok(workload) => {
            let domain = workload.trust_domain();
            let known = mesh.clusters.iter().any(|cluster| cluster.trust_domain == domain.as_str());
            (!known).then(|| {
                format!("no cluster of the mesh has the trust domain `{domain}`, so nobody is `{text}`")
            })
        }
    }
}

/// Whether there is a root, and every cluster's CA is under it.
pub(super) fn check_root(mesh: &MultiClusterMesh<'_>, root: &[Certificate], findings: &mut Vec<Finding>) {
    if mesh.two_roots {
        let message = "a root of one's own is given too: a mesh has one".to_owned();
        findings.push(at(rules::MESH_ROOT, "aws_pca", message));
    }
    for authority in root {
        if let Some(message) = no_authority(authority) {
            let subject = Subject::Certificate(authority.reference(None));
            findings.push(Finding::new(rules::MESH_ROOT, subject, message));
        }
    }
    if let Some(time) = mesh.at {
        let usable = root.iter().any(|authority| authority.is_valid_at(time));
        check_authority_dates(root, usable, time, findings);
    }
    for (i, cluster) in mesh.clusters.iter().enumerate() {
        let field = format!("clusters[{i}].cacerts");
        let Some(authority) = &cluster.authority else {
            if mesh.root.is_none() {
                let message =
                    format!("cluster `{}` has no CA, and no root is there to issue one", cluster.name);
                findings.push(at(rules::MESH_ROOT, &field, message));
            }
            continue;
        };
        if matches!(mesh.root, Some(Root::AwsPca(_))) {
            let message = "the cluster has a CA of its own, and cert-manager would get it another".to_owned();
            findings.push(at(rules::MESH_ROOT, &field, message));
        }
        if authority.is_root() {
            let message = format!(
                "{} is a root: its key would lie in a cluster, and whoever takes the cluster has the mesh",
                name(authority.certificate())
            );
            findings.push(at(rules::MESH_ROOT, &field, message));
        }
        if authority.roots().first().is_none_or(|own| !root.contains(own)) {
            let message = format!(
                "{} leads to another root than the mesh's: the other clusters refuse every workload under it",
                name(authority.certificate())
            );
            findings.push(at(rules::MESH_ROOT, &field, message));
        }
        let domain = authority.trust_domain().map(TrustDomain::as_str);
        if domain.is_some_and(|domain| domain != cluster.trust_domain) {
            let message = format!(
                "{} is bound to the trust domain {}",
                name(authority.certificate()),
                domain.unwrap_or_default()
            );
            findings.push(at(rules::MESH_ROOT, &field, message));
        }
        if let Some(time) = mesh.at {
            check_authority_dates([authority.certificate()], false, time, findings);
        }
    }
}

fn at(rule: &'static Rule, field: &str, message: String) -> Finding {
    Finding::new(rule, Subject::Document(DocumentRef::new("", field)), message)
}
