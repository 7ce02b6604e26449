//! What Istio's injector and its proxy read of a pod.

use std::collections::BTreeMap;

use super::{Volume, VolumeMount};
use crate::finding::rules::kubernetes as rules;
use crate::finding::{DocumentRef, Finding, Subject};
use crate::resources::model::Field as _;
use crate::resources::{ObjectMeta, ResourceError, Value, path, yaml};

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
    /// The volume has the Secret's name; where volumes cannot have it (a dot, more than 63 characters), a name that begins
    /// like it and ends with its hash.
    pub fn secret(self, secret: impl Into<String>, mount_path: impl Into<String>) -> Self {
        let secret = secret.into();
        let name = volume_name(&secret);
        let mount = VolumeMount::default().name(name.clone()).mount_path(mount_path.into()).read_only(true);
        self.volume(Volume::of_secret(name, secret)).mount(mount)
    }

    /// Adds a volume for the proxy (annotation `sidecar.istio.io/userVolume`). Once is enough for the same one.
    pub fn volume(mut self, volume: Volume) -> Self {
        let volume = volume.write();
        if !self.volumes.contains(&volume) {
            self.volumes.push(volume);
        }
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
    ///
    /// # Errors
    /// [`ResourceError::Invalid`] when volumes or mounts are to be added to an annotation that is no JSON list or map of
    /// maps; the pod is unchanged then.
    pub fn apply(&self, pod: &mut ObjectMeta) -> Result<(), ResourceError> {
        let (labels, mut annotations) = (self.labels(), self.annotations());
        for (key, same, values) in [(VOLUMES, "name", &self.volumes), (MOUNTS, "mountPath", &self.mounts)] {
            let before = pod.annotations.as_ref().and_then(|annotations| annotations.get(key));
            if let (false, Some(before)) = (values.is_empty(), before) {
                let joined = joined(before, values, same).ok_or_else(|| unreadable(key))?;
                annotations.insert(key.to_owned(), written(&joined));
            }
        }
        if !labels.is_empty() {
            pod.labels.get_or_insert_default().extend(labels);
        }
        if !annotations.is_empty() {
            pod.annotations.get_or_insert_default().extend(annotations);
        }
        Ok(())
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

/// A name for the volume of a Secret, of at most 63 letters, digits and `-`: another one for each Secret.
fn volume_name(secret: &str) -> String {
    const LONGEST: usize = 63;
    if secret.len() <= LONGEST && !secret.contains('.') {
        return secret.to_owned();
    }
    // FNV-1a: it tells names apart, and hides nothing.
    let hash = secret.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let begin: String = secret.replace('.', "-").chars().take(LONGEST - 17).collect();
    format!("{begin}-{hash:016x}")
}

/// The volumes or mounts in the annotation `before`, a list or a map by name, without those that `added` has under the
/// `same` field, and `added`. None where the annotation is neither.
fn joined(before: &str, added: &[Value], same: &str) -> Option<Vec<Value>> {
    let before: Vec<Value> = match serde_json::from_str(before) {
        Ok(Value::List(list)) => list,
        Ok(Value::Map(map)) => map.into_iter().map(|(name, value)| named(name, value)).collect(),
        _ => return None,
    };
    if before.iter().any(|value| value.as_map().is_none()) {
        return None;
    }
    let replaced = |value: &Value| {
        value.get(same).is_some_and(|is| added.iter().any(|added| added.get(same) == Some(is)))
    };
    Some(before.into_iter().filter(|value| !replaced(value)).chain(added.iter().cloned()).collect())
}

/// Why nothing can be added to the annotation `key`.
fn unreadable(key: &str) -> ResourceError {
    let mut field = "metadata.annotations".to_owned();
    path::push_key(&mut field, key);
    let at = Subject::Document(DocumentRef::new("Pod", field));
    let message =
        "the annotation is there already and is no JSON list or map of maps, so nothing can be added to it";
    let findings = vec![Finding::new(rules::POD_PROXY_ANNOTATION, at, message)];
    ResourceError::Invalid { resource: "Pod".to_owned(), findings }
}

fn named(name: String, mut value: Value) -> Value {
    if let Value::Map(map) = &mut value
        && !map.contains_key("name")
    {
        map.insert("name", name);
    }
    value
}
