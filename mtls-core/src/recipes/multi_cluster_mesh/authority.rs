//! The CA of each cluster: an intermediate under the mesh's root.

use super::{MeshCluster, MultiClusterMesh, Root};
use crate::identity::TrustDomain;
use crate::pki::Certificate;
use crate::recipes::{RecipeError, cacerts};
use crate::resources::Manifest;

impl MultiClusterMesh<'_> {
    /// What gives the cluster its CA.
    pub(super) fn authority(
        &self,
        cluster: &MeshCluster,
        root: &[Certificate],
    ) -> Result<Vec<Manifest>, RecipeError> {
        match (&cluster.authority, &self.root) {
            (Some(authority), _) => Ok(vec![cacerts::secret(authority, &self.system_namespace, Some(root))?]),
            (None, Some(Root::Own(issuer))) => {
                let trust_domain = TrustDomain::parse(&cluster.trust_domain)
                    .map_err(|error| RecipeError::Identity { error })?;
                let mut intermediate = issuer
                    .intermediate(format!("{} {}", self.mesh, cluster.name))
                    .trust_domain(trust_domain)
                    .valid_for(self.lifetime);
                if let Some(at) = self.at {
                    intermediate = intermediate.at(at);
                }
                let intermediate = intermediate.build().map_err(RecipeError::issue(&cluster.name))?;
                Ok(vec![cacerts::secret(&intermediate, &self.system_namespace, Some(root))?])
            }
            (None, Some(Root::AwsPca(pca))) => self.cert_manager(cluster, pca, root),
            // Refused by then.
            (None, None) => Ok(Vec::new()),
        }
    }
}
