//! An application with a client certificate of its own, which its sidecar reads from a mounted Secret.

use std::fmt;

use zeroize::Zeroizing;

use super::EgressMtls;
use crate::finding::Finding;
use crate::resources::kubernetes::{ProxyMetadata, Volume, VolumeMount};
use crate::resources::{Manifest, Map, ObjectMeta, ResourceError, Value, bad_value, write_yaml_value};

/// The annotations by which a pod's sidecar gets a volume, and the field that tells their entries apart.
const VOLUMES: (&str, &str) = ("sidecar.istio.io/userVolume", "name");
const MOUNTS: (&str, &str) = ("sidecar.istio.io/userVolumeMount", "mountPath");

/// An application and the certificate that its sidecar shows. `Debug` shows no key.
#[derive(Clone)]
#[must_use = "says nothing before it is given to a recipe"]
pub struct EgressApplication {
    pub(super) name: String,
    pub(super) certificate: Vec<u8>,
    pub(super) key: Zeroizing<Vec<u8>>,
    pub(super) secret: Option<String>,
    pub(super) workload: Option<Manifest>,
}

impl EgressApplication {
    /// The application of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            certificate: Vec::new(),
            key: Zeroizing::default(),
            secret: None,
            workload: None,
        }
    }

    /// Its client certificate in PEM, leaf first.
    pub fn certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.certificate = pem.as_ref().to_vec();
        self
    }

    /// The private key of it in PEM.
    pub fn key(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.key = Zeroizing::new(pem.as_ref().to_vec());
        self
    }

    /// Names its Secret otherwise than `<application>-<name of the recipe>`.
    pub fn secret(mut self, name: impl Into<String>) -> Self {
        self.secret = Some(name.into());
        self
    }

    /// Its Deployment (or another kind with a pod template, a CronJob too, or a Pod), which comes out with the annotations
    /// on the pods, beside the volumes that are there. Without it the recipe gives a patch of `spec.template`, as the file
    /// `<application>.patch.yaml`, which replaces them; it fits neither a CronJob nor a Pod. An application that calls several services goes from one recipe to the next: what one gives is
    /// the workload of the other.
    pub fn workload(mut self, manifest: Manifest) -> Self {
        self.workload = Some(manifest);
        self
    }

    pub(super) fn secret_name(&self, recipe: &EgressMtls) -> String {
        self.secret.clone().unwrap_or_else(|| format!("{}-{}", self.name, recipe.name_of_all()))
    }

    /// The patch that puts the annotations on the pod template.
    pub(super) fn patch(&self, recipe: &EgressMtls) -> Result<Zeroizing<String>, ResourceError> {
        let annotations: Map = self.proxy(recipe).annotations().into_iter().collect();
        let metadata = Map::from([("annotations", annotations)]);
        let template = Map::from([("metadata", metadata)]);
        let spec = Map::from([("template", template)]);
        write_yaml_value(&Map::from([("spec", spec)]).into()).map(Zeroizing::new)
    }

    /// The Secret, mounted into the sidecar.
    fn proxy(&self, recipe: &EgressMtls) -> ProxyMetadata {
        let volume = volume_name(recipe);
        let mount =
            VolumeMount::default().name(volume.as_str()).mount_path(recipe.mounted_at()).read_only(true);
        ProxyMetadata::new().volume(Volume::of_secret(volume, self.secret_name(recipe))).mount(mount)
    }

    /// The workload with the annotations on its pod template, beside those that are there; findings about the option
    /// `field` where that does not go.
    pub(super) fn annotated(
        &self,
        recipe: &EgressMtls,
        field: &str,
        findings: &mut Vec<Finding>,
    ) -> Option<Manifest> {
        let mut manifest = self.workload.clone()?;
        let mut bad = |message: String| bad_value(findings, &format!("{field}.workload"), message);
        let namespace = manifest.namespace().to_owned();
        if !namespace.is_empty() && namespace != recipe.home() {
            bad(format!("{} does not stand in namespace {}", manifest.resource(), recipe.home()));
            return None;
        }
        let resource = manifest.resource();
        let path = pods(&manifest);
        if !has_map(manifest.body(), path) {
            let path = path.join(".");
            bad(format!("{resource} has no pod template: its annotations belong in {path}.metadata"));
            return None;
        }
        let body = manifest.body_mut();
        if let Some(metadata) = map_in(body, "metadata") {
            metadata.insert("namespace", recipe.home());
        }
        let annotations = path
            .iter()
            .try_fold(body, |map, key| map_in(map, key))
            .and_then(|pods| map_in(pods, "metadata"))
            .and_then(|metadata| map_in(metadata, "annotations"));
        let Some(annotations) = annotations else {
            bad(format!("the metadata of the pods of {resource} are no map"));
            return None;
        };
        let proxy = self.proxy(recipe);
        let ours = proxy.annotations();
        let mut pods = ObjectMeta::default();
        for (annotation, same) in [VOLUMES, MOUNTS] {
            let there = match annotations.get(annotation) {
                None | Some(Value::Null) => continue,
                Some(there) => there.as_str(),
            };
            let added = ours.get(annotation).map(String::as_str).unwrap_or_default();
            match there.ok_or_else(|| "is no text".to_owned()).and_then(|there| beside(there, added, same)) {
                Ok(there) => {
                    pods.annotations.get_or_insert_default().insert(annotation.to_owned(), there.to_owned());
                }
                Err(fault) => {
                    bad(format!("the annotation {annotation} of {resource} {fault}"));
                    return None;
                }
            }
        }
        if let Err(error) = proxy.apply(&mut pods) {
            bad(format!("{resource}: {error}"));
            return None;
        }
        for (annotation, text) in pods.annotations.into_iter().flatten() {
            annotations.insert(annotation, text);
        }
        Some(manifest)
    }
}

/// The name of the volume in the pod: a label.
pub(super) fn volume_name(recipe: &EgressMtls) -> String {
    format!("{}-certs", recipe.name_of_all())
}

/// Where the metadata of the pods stand: a Pod's own, a CronJob's below the Job that it makes.
fn pods(manifest: &Manifest) -> &'static [&'static str] {
    match (manifest.api_version(), manifest.kind()) {
        ("v1", "Pod") => &[],
        (api, "CronJob") if api.starts_with("batch/") => &["spec", "jobTemplate", "spec", "template"],
        _ => &["spec", "template"],
    }
}

/// Whether a map is at the end of the path.
fn has_map(map: &Map, path: &[&str]) -> bool {
    path.iter().try_fold(map, |map, key| map.get(key)?.as_map()).is_some()
}

/// The map under `key`, made where there is none.
fn map_in<'m>(map: &'m mut Map, key: &str) -> Option<&'m mut Map> {
    if map.get(key).is_none_or(Value::is_null) {
        map.insert(key, Map::new());
    }
    map.get_mut(key)?.as_map_mut()
}

/// What is there, a list or a map by name, where no entry of it would have to go for what is added.
fn beside<'t>(there: &'t str, added: &str, same: &str) -> Result<&'t str, String> {
    use serde_json::Value;
    let entries: Vec<Value> = match serde_json::from_str(there) {
        Ok(Value::Array(list)) => list,
        Ok(Value::Object(map)) => {
            let named = |(name, mut entry): (String, Value)| {
                if let Some(entry) = entry.as_object_mut() {
                    entry.entry("name").or_insert_with(|| name.into());
                }
                entry
            };
            map.into_iter().map(named).collect()
        }
        _ => return Err("is neither a list nor a map in JSON".to_owned()),
    };
    let added: Vec<Value> = serde_json::from_str(added).unwrap_or_default();
    let other = |entry: &&Value| entries.iter().any(|e| e.get(same) == entry.get(same) && e != *entry);
    match added.iter().find(other) {
        None => Ok(there),
        Some(entry) => {
            let value = entry.get(same).and_then(Value::as_str).unwrap_or_default();
            Err(format!("has another entry for `{value}` already"))
        }
    }
}

impl fmt::Debug for EgressApplication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EgressApplication").field("name", &self.name).finish_non_exhaustive()
    }
}
