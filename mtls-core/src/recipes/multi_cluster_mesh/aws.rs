//! An intermediate of AWS Private CA by cert-manager, and istio-csr on top of it.

use super::{AwsPca, MeshCluster, MultiClusterMesh};
use crate::pki::Certificate;
use crate::recipes::RecipeError;
use crate::recipes::cacerts::pem_of;
use crate::resources::Manifest;
use crate::resources::cert_manager::{
    AwsPcaIssuer, AwsPcaTemplate, Certificate as WantedCertificate, Issuer, IssuerRef,
};
use crate::resources::kubernetes::ConfigMap;

/// The issuer of the mesh's root, in the control plane's namespace of every cluster.
const ROOT_ISSUER: &str = "mesh-root";
/// The intermediate, its Secret and the issuer that istio-csr uses.
pub(in crate::recipes) const ISSUER: &str = "istio-ca";
/// Where istio-csr runs.
pub(in crate::recipes) const CSR_NAMESPACE: &str = "cert-manager";
/// What it has the root under.
pub(super) const ROOT_MAP: &str = "istio-root-ca";
pub(super) const ROOT_KEY: &str = "ca.pem";
/// It may sign workloads' certificates and nothing below them.
const TEMPLATE: &str = "SubordinateCACertificate_PathLen0/V1";

/// The root, for istio-csr to hand out.
pub(in crate::recipes) fn root_map(root: &[Certificate]) -> Result<Manifest, RecipeError> {
    Ok(ConfigMap::new(ROOT_MAP, CSR_NAMESPACE).entry(ROOT_KEY, pem_of(root)).manifest()?)
}

/// The issuer that asks AWS for intermediates: of one namespace, because whoever it answers gets a CA under the root.
pub(in crate::recipes) fn root_issuer(pca: &AwsPca, namespace: &str) -> Result<Manifest, RecipeError> {
    let template = AwsPcaTemplate::default().default_template_name(TEMPLATE);
    let mut issuer = AwsPcaIssuer::new(ROOT_ISSUER, namespace)
        .arn(&pca.arn)
        .with_spec(|spec| spec.pca_template = Some(template));
    if let Some(role) = &pca.role {
        issuer = issuer.role(role);
    }
    Ok(issuer.manifest()?)
}

impl MultiClusterMesh<'_> {
    /// The root for istio-csr, the issuer of the root, the intermediate under it, and the issuer that the intermediate is.
    pub(super) fn cert_manager(
        &self,
        cluster: &MeshCluster,
        pca: &AwsPca,
        root: &[Certificate],
    ) -> Result<Vec<Manifest>, RecipeError> {
        let namespace = &self.system_namespace;
        let hours = self.lifetime.as_secs() / 3600;
        let intermediate = WantedCertificate::new(ISSUER, namespace)
            .ca()
            .common_name(format!("{} {}", self.mesh, cluster.name))
            .secret(ISSUER)
            // A third of its life is left for whatever hinders a renewal.
            .lifetime(format!("{hours}h"), format!("{}h", hours / 3))
            .ecdsa_key()
            .issued_by(IssuerRef::aws_pca_issuer(ROOT_ISSUER))
            .manifest()?;
        let issues = Issuer::new(ISSUER, namespace).of_ca(ISSUER).manifest()?;
        Ok(vec![root_map(root)?, root_issuer(pca, namespace)?, intermediate, issues])
    }
}
