//! Values for the charts that the mesh is installed with.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::aws::{CSR_NAMESPACE, ISSUER, ROOT_KEY, ROOT_MAP};
use super::{MeshCluster, MultiClusterMesh, Root};
use crate::recipes::RecipeError;
use crate::resources::istio::MeshConfig;
use crate::resources::{Map, Value, write_yaml_value};

/// Where istio-csr has the root mounted.
const ROOT_MOUNT: &str = "/var/run/secrets/istio-csr";

impl MultiClusterMesh<'_> {
    /// The values files of the cluster, by name.
    pub(super) fn files(
        &self,
        cluster: &MeshCluster,
    ) -> Result<BTreeMap<String, Zeroizing<String>>, RecipeError> {
        let mut files = BTreeMap::new();
        let mut write = |name: &str, values: Map| -> Result<(), RecipeError> {
            files.insert(name.to_owned(), Zeroizing::new(write_yaml_value(&Value::Map(values))?));
            Ok(())
        };
        write("istiod-values.yaml", self.istiod(cluster))?;
        if matches!(self.root, Some(Root::AwsPca(_))) {
            write("istio-csr-values.yaml", self.istio_csr(cluster))?;
        }
        Ok(files)
    }

    fn istiod(&self, cluster: &MeshCluster) -> Map {
        let mut global = Map::from([
            ("meshID", Value::from(self.mesh.as_str())),
            ("multiCluster", Map::from([("clusterName", cluster.name.as_str())]).into()),
        ]);
        if let Some(network) = &cluster.network {
            global.insert("network", network.as_str());
        }
        if self.system_namespace != "istio-system" {
            global.insert("istioNamespace", self.system_namespace.as_str());
        }
        let mut settings = MeshConfig::default().trust_domain(cluster.trust_domain.as_str());
        let others = self.other_trust_domains(cluster);
        if !others.is_empty() {
            // Without them a workload of another cluster is refused, as a server and under STRICT as a client.
            settings = settings.trust_domain_aliases(others);
        }
        let mut values = Map::from([("meshConfig", settings.to_value())]);
        if matches!(self.root, Some(Root::AwsPca(_))) {
            global.insert("caAddress", format!("cert-manager-istio-csr.{CSR_NAMESPACE}.svc:443"));
            // Workloads get their certificates from istio-csr alone.
            let env = Map::from([("env", Map::from([("ENABLE_CA_SERVER", "false")]))]);
            values.insert("pilot", env);
        }
        values.insert("global", global);
        values
    }

    fn istio_csr(&self, cluster: &MeshCluster) -> Map {
        let issuer = Map::from([("name", ISSUER), ("kind", "Issuer"), ("group", "cert-manager.io")]);
        let tls = Map::from([
            ("trustDomain", Value::from(cluster.trust_domain.as_str())),
            // Without it, whatever the first answer brought would be the root.
            ("rootCAFile", format!("{ROOT_MOUNT}/{ROOT_KEY}").into()),
            (
                "certificateDNSNames",
                Value::from_iter([format!("cert-manager-istio-csr.{CSR_NAMESPACE}.svc")]),
            ),
        ]);
        let server = Map::from([("clusterID", cluster.name.as_str()), ("maxCertificateDuration", "1h")]);
        let certmanager = Map::from([
            ("namespace", Value::from(self.system_namespace.as_str())),
            ("issuer", issuer.into()),
        ]);
        let istio = Map::from([("namespace", self.system_namespace.as_str())]);
        let app = Map::from([
            ("certmanager", Value::Map(certmanager)),
            ("tls", tls.into()),
            ("server", server.into()),
            ("istio", istio.into()),
        ]);
        let volume = Map::from([
            ("name", Value::from("root-ca")),
            ("configMap", Map::from([("name", ROOT_MAP)]).into()),
        ]);
        let mount = Map::from([
            ("name", Value::from("root-ca")),
            ("mountPath", ROOT_MOUNT.into()),
            ("readOnly", true.into()),
        ]);
        Map::from([
            ("app", Value::Map(app)),
            ("volumes", Value::from_iter([volume])),
            ("volumeMounts", Value::from_iter([mount])),
        ])
    }
}
