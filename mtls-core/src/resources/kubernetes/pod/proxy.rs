//! What Istio's injector and its proxy read of a pod.

use std::collections::BTreeMap;

use super::{Volume, VolumeMount};
use crate::resources::model::Field as _;
use crate::resources::{ObjectMeta, Value, yaml};

const VOLUMES: &str = "sidecar.istio.io/userVolume";
const MOUNTS: &str = "sidecar.istio.io/userVolumeMount";

/// The labels and annotations by which a pod tells Istio's injector what its proxy shall be like. They belong to the
/// pods, so a workload carries them in its template: [`Builder::proxy`](crate::resources::Builder::proxy) puts them
/// there.
///
/// Source: Istio's reference of resource annotations and labels.
///
/// ```
/// use mtls_core::resources::kubernetes::{Deployment, ProxyMetadata};
///
/// let proxy = ProxyMetadata::new().secret("partner-client", "/etc/partner").exclude_inbound_ports([9090]);
/// let cart = Deployment::new("cart", "shop").selects("app", "cart").container("cart", "cart:1").proxy(&proxy).build()?;
/// let pods = cart.spec.unwrap().template.unwrap().metadata.unwrap().annotations.unwrap();
/// assert_eq!(
///     pods["sidecar.istio.io/userVolumeMount"],
///     r#"[{"name":"partner-client","mountPath":"/etc/partner","readOnly":true}]"#,
/// );
/// assert_eq!(pods["traffic.sidecar.istio.io/excludeInboundPorts"], "9090");
/// # Ok::<(), mtls_core::resources::ResourceError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "it has no effect before it is put on a pod"]
pub struct ProxyMetadata {
    labels: BTreeMap<&'static str, String>,
    annotations: BTreeMap<&'static str, String>,
    volumes: Vec<Value>,
    mounts: Vec<Value>,
}

impl ProxyMetadata {
    /// Leaves everything to the mesh.
    pub fn new() -> Self {
        Self::default()
    }

    /// Has a proxy put into the pod, or none, whatever its namespace says (label `sidecar.istio.io/inject`).
    pub fn inject(mut self, inject: bool) -> Self {
        self.labels.insert("sidecar.istio.io/inject", inject.to_string());
        self
    }

    /// Names the revision of Istio whose proxy is meant (label `istio.io/rev`).
    pub fn revision(mut self, revision: impl Into<String>) -> Self {
        self.labels.insert("istio.io/rev", revision.into());
        self
    }

    /// Mounts the entries of a Secret as files into the proxy, where a DestinationRule or Gateway can name them.
    ///
    /// The volume has the Secret's name, as far as volumes can have it.
    pub fn secret(self, secret: impl Into<String>, mount_path: impl Into<String>) -> Self {
        let secret = secret.into();
        // Names of volumes have no dots and at most 63 characters.
        let name: String = secret.replace('.', "-").chars().take(63).collect();
        let name = name.trim_end_matches('-').to_owned();
        let mount = VolumeMount::default().name(name.clone()).mount_path(mount_path.into()).read_only(true);
        self.volume(Volume::of_secret(name, secret)).mount(mount)
    }

    /// Adds a volume for the proxy (annotation `sidecar.istio.io/userVolume`).
    pub fn volume(mut self, volume: Volume) -> Self {
        self.volumes.push(volume.write());
        self
    }

    /// Mounts a volume into the proxy (annotation `sidecar.istio.io/userVolumeMount`).
    pub fn mount(mut self, mount: VolumeMount) -> Self {
        self.mounts.push(mount.write());
        self
    }

    /// Settings of this proxy alone, as they would stand in the mesh's `defaultConfig` (annotation
    /// `proxy.istio.io/config`).
    pub fn config(mut self, config: impl Into<Value>) -> Self {
        let text = yaml::write(&config.into());
        self.annotations.insert("proxy.istio.io/config", text.trim_end().to_owned());
        self
    }

    /// Lets connections to these ports of the pod past the proxy: no mutual TLS, no policy.
    pub fn exclude_inbound_ports(self, ports: impl IntoIterator<Item = u16>) -> Self {
        self.ports("traffic.sidecar.istio.io/excludeInboundPorts", ports)
    }

    /// Leads connections to these ports of the pod through the proxy, and to no others.
    pub fn include_inbound_ports(self, ports: impl IntoIterator<Item = u16>) -> Self {
        self.ports("traffic.sidecar.istio.io/includeInboundPorts", ports)
    }

    /// Lets connections of the pod to these ports past the proxy.
    pub fn exclude_outbound_ports(self, ports: impl IntoIterator<Item = u16>) -> Self {
        self.ports("traffic.sidecar.istio.io/excludeOutboundPorts", ports)
    }

    /// Leads connections of the pod to these ports through the proxy, whatever their addresses.
    pub fn include_outbound_ports(self, ports: impl IntoIterator<Item = u16>) -> Self {
        self.ports("traffic.sidecar.istio.io/includeOutboundPorts", ports)
    }

    /// Lets connections of the pod to these CIDRs past the proxy.
    pub fn exclude_outbound_ranges<R: AsRef<str>>(self, ranges: impl IntoIterator<Item = R>) -> Self {
        self.listed("traffic.sidecar.istio.io/excludeOutboundIPRanges", ranges)
    }

    /// Leads connections of the pod to these CIDRs through the proxy, and no others.
    pub fn include_outbound_ranges<R: AsRef<str>>(self, ranges: impl IntoIterator<Item = R>) -> Self {
        self.listed("traffic.sidecar.istio.io/includeOutboundIPRanges", ranges)
    }

    /// The labels.
    pub fn labels(&self) -> BTreeMap<String, String> {
        self.labels.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
    }

    /// The annotations.
    pub fn annotations(&self) -> BTreeMap<String, String> {
        let mut out: BTreeMap<String, String> =
            self.annotations.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        for (key, values) in [(VOLUMES, &self.volumes), (MOUNTS, &self.mounts)] {
            if !values.is_empty() {
                out.insert(key.to_owned(), written(values));
            }
        }
        out
    }

    /// Puts them on a pod; of what is there already, the same keys are replaced. Volumes and mounts for the proxy are
    /// added to those that are there, and replace the ones of the same name or path.
    pub fn apply(&self, pod: &mut ObjectMeta) {
        let (labels, mut annotations) = (self.labels(), self.annotations());
        for (key, same, values) in [(VOLUMES, "name", &self.volumes), (MOUNTS, "mountPath", &self.mounts)] {
            let before = pod.annotations.as_ref().and_then(|annotations| annotations.get(key));
            if let (false, Some(before)) = (values.is_empty(), before) {
                annotations.insert(key.to_owned(), written(&joined(before, values, same)));
            }
        }
        if !labels.is_empty() {
            pod.labels.get_or_insert_default().extend(labels);
        }
        if !annotations.is_empty() {
            pod.annotations.get_or_insert_default().extend(annotations);
        }
    }

    fn ports(self, key: &'static str, ports: impl IntoIterator<Item = u16>) -> Self {
        self.listed(key, ports.into_iter().map(|port| port.to_string()))
    }

    fn listed<T: AsRef<str>>(mut self, key: &'static str, parts: impl IntoIterator<Item = T>) -> Self {
        for part in parts {
            // Only now: an empty annotation would mean that nothing is included.
            let list = self.annotations.entry(key).or_default();
            if !list.is_empty() {
                list.push(',');
            }
            list.push_str(part.as_ref());
        }
        self
    }
}

fn written(values: &[Value]) -> String {
    // Plain values with text for keys cannot fail to be written.
    serde_json::to_string(values).unwrap_or_default()
}

/// The volumes or mounts in the annotation `before`, a list or a map by name, without those that `added` has under the
/// `same` field, and `added`.
fn joined(before: &str, added: &[Value], same: &str) -> Vec<Value> {
    let before = match serde_json::from_str(before) {
        Ok(Value::List(list)) => list,
        Ok(Value::Map(map)) => map.into_iter().map(|(name, value)| named(name, value)).collect(),
        _ => Vec::new(),
    };
    let replaced = |value: &Value| {
        value.get(same).is_some_and(|is| added.iter().any(|added| added.get(same) == Some(is)))
    };
    before.into_iter().filter(|value| !replaced(value)).chain(added.iter().cloned()).collect()
}

fn named(name: String, mut value: Value) -> Value {
    if let Value::Map(map) = &mut value
        && !map.contains_key("name")
    {
        map.insert("name", name);
    }
    value
}
