//! How the control planes read each other's services.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::parts::ApiServer;
use super::{MeshCluster, MultiClusterMesh};
use crate::recipes::RecipeError;
use crate::resources::kubernetes::Secret;
use crate::resources::{Manifest, Map, Value, write_yaml_value};

/// What istiod finds the Secret by.
const LABEL: (&str, &str) = ("istio/multiCluster", "true");
const CLUSTER: &str = "networking.istio.io/cluster";

impl MultiClusterMesh<'_> {
    /// A Secret for each other cluster whose API server is known.
    pub(super) fn remote_secrets(&self, cluster: &MeshCluster) -> Result<Vec<Manifest>, RecipeError> {
        let others = self.clusters.iter().filter(|other| other.name != cluster.name);
        others
            .filter_map(|other| other.api_server.as_ref().map(|server| (other, server)))
            .map(|(other, server)| {
                let kubeconfig = kubeconfig(&other.name, server)?;
                let secret =
                    Secret::opaque(format!("istio-remote-secret-{}", other.name), &self.system_namespace)
                        .label(LABEL.0, LABEL.1)
                        .annotation(CLUSTER, &other.name)
                        .entry(&other.name, kubeconfig.as_bytes());
                Ok(secret.manifest()?)
            })
            .collect()
    }
}

/// What kubectl would be told of the cluster. Holds the token.
fn kubeconfig(name: &str, server: &ApiServer) -> Result<Zeroizing<String>, RecipeError> {
    let named = |key: &str, value: Map| {
        Value::from_iter([Map::from([("name", Value::from(name)), (key, Value::Map(value))])])
    };
    let cluster = Map::from([
        ("server", Value::from(server.url.as_str())),
        ("certificate-authority-data", STANDARD.encode(&server.ca).into()),
    ]);
    let tree = Map::from([
        ("apiVersion", Value::from("v1")),
        ("kind", "Config".into()),
        ("clusters", named("cluster", cluster)),
        ("users", named("user", Map::from([("token", server.token.as_str())]))),
        ("contexts", named("context", Map::from([("cluster", name), ("user", name)]))),
        ("current-context", name.into()),
    ]);
    let mut tree = Value::Map(tree);
    let text = write_yaml_value(&tree).map(Zeroizing::new);
    crate::resources::wipe_options(&mut tree);
    Ok(text?)
}
