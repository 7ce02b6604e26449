//! What a stage says beside its manifests: what starts anew, and what is taken for granted.

use zeroize::Zeroizing;

use super::{RootRotation, RotationCluster, aws};
use crate::pki::time::rfc3339;
use crate::recipes::RecipeError;
use crate::resources::{Map, Value, write_yaml_value};
use crate::trust::RotationStepKind as Kind;

impl RootRotation<'_> {
    /// What must be started anew after the manifests of a step, in order.
    pub(super) fn restarts(&self, kind: Kind) -> Vec<String> {
        let csr = self.clusters.iter().any(|cluster| cluster.current.is_none());
        let own = self.clusters.iter().any(|cluster| cluster.current.is_some());
        let system = &self.system_namespace;
        let mut all = Vec::new();
        if !matches!(kind, Kind::Publish | Kind::Switch | Kind::Retire) {
            return all;
        }
        if csr {
            if kind == Kind::Switch {
                all.push(format!("cmctl renew istio-ca -n {system}"));
            }
            all.push(format!(
                "kubectl rollout restart deployment/cert-manager-istio-csr -n {}",
                aws::CSR_NAMESPACE
            ));
        }
        if own || kind != Kind::Switch {
            // It reads its CA by itself after a while, but not every version takes changed roots that way; those that come with
            // istio-csr it reads when it starts.
            all.push(format!("kubectl rollout restart deployment/istiod -n {system}"));
        }
        if kind != Kind::Switch {
            all.push(format!("kubectl rollout restart daemonset/ztunnel -n {system}  # ambient mode alone"));
        }
        all
    }

    /// What a stage takes for granted of a cluster.
    pub(super) fn assumptions(&self, cluster: &RotationCluster, kind: Kind, first: bool) -> Vec<String> {
        let own = cluster.current.is_some();
        let mut all = Vec::new();
        if first && own {
            all.push("Before the Secret changes, istiod runs with istiod-values.yaml beside the values that it has (helm upgrade --reuse-values), and every proxy has started since: without ISTIO_MULTIROOT_MESH and PROXY_CONFIG_XDS_AGENT a proxy takes one root alone out of several, and refuses the chains under the others.".to_owned());
        }
        match kind {
            Kind::Publish if !own => all.push("istio-csr hands the roots of its ConfigMap out with every certificate: proxies learn of them as they renew.".to_owned()),
            Kind::AwaitBundles => all.push("Every proxy shows all of these roots (istioctl proxy-config secret, ROOTCA) before the switch; where one does not, the switch waits.".to_owned()),
            Kind::Switch => {
                if self.step(Kind::AwaitBundles).is_none() {
                    all.push("Every proxy shows the roots that stay already (istioctl proxy-config secret, ROOTCA): nothing new was published that would have been waited for.".to_owned());
                }
                if self.switching() > 1 {
                    all.push("The clusters switch one after the other; each is seen to work before the next.".to_owned());
                }
                all.extend(self.switched_in_time(cluster));
            }
            Kind::AwaitSvids => all.push("No workload has a longer-lived certificate than the plan says; those that are older than the switch are restarted.".to_owned()),
            Kind::Retire => all.push("No chain in use leads to the old root alone: TrustBundle.safe_to_remove says so of the chains that are seen.".to_owned()),
            Kind::Publish => {}
        }
        all
    }
}

impl RootRotation<'_> {
    /// By when a cluster has to issue under its next CA alone, and how that is seen.
    fn switched_in_time(&self, cluster: &RotationCluster) -> Option<String> {
        if !cluster.switches() {
            return None;
        }
        let issuer = if cluster.current.is_some() {
            "The last istiod of before the switch is gone (kubectl rollout status deployment/istiod)"
        } else {
            "cert-manager has the new intermediate (cmctl status certificate istio-ca), and the last istio-csr of before it is gone (kubectl rollout status deployment/cert-manager-istio-csr)"
        };
        Some(match self.bounded_switch() {
            None => format!("{issuer}: until then it issues under the old CA."),
            Some(switch) if switch.ends_at > switch.starts_at => format!(
                "{issuer} by {}, when the plan's switch window ends: what is issued under the old CA later outlives the old root. Where that takes longer, the steps that follow wait for as much longer.",
                rfc3339(switch.ends_at)
            ),
            Some(_) => format!(
                "{issuer} at once: the plan has no switch window, and what is issued under the old CA later outlives the old root. The steps that follow wait for as long as that takes."
            ),
        })
    }
}

/// What istiod needs to hand out more than one root.
pub(super) fn several_roots() -> Result<Zeroizing<String>, RecipeError> {
    let on = |name: &str| Map::from([(name, "true")]);
    let metadata = Map::from([("proxyMetadata", on("PROXY_CONFIG_XDS_AGENT"))]);
    let values = Map::from([
        ("meshConfig", Map::from([("defaultConfig", metadata)])),
        ("pilot", Map::from([("env", on("ISTIO_MULTIROOT_MESH"))])),
    ]);
    Ok(Zeroizing::new(write_yaml_value(&Value::Map(values))?))
}
