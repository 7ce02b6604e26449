//! An application with a client certificate of its own, which its sidecar reads from a mounted Secret.

use std::fmt;

use zeroize::Zeroizing;

use super::EgressMtls;
use crate::finding::Finding;
use crate::resources::{Manifest, Map, ResourceError, Value, bad_value, write_yaml_value};

/// The annotations by which a pod's sidecar gets a volume, each a JSON array.
const VOLUMES: &str = "sidecar.istio.io/userVolume";
const MOUNTS: &str = "sidecar.istio.io/userVolumeMount";

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

    /// Its Deployment (or another kind with a pod template), which comes out with the annotations on the template.
    /// Without it the recipe gives a patch, as the file `<application>.patch.yaml`.
    pub fn workload(mut self, manifest: Manifest) -> Self {
        self.workload = Some(manifest);
        self
    }

    pub(super) fn secret_name(&self, recipe: &EgressMtls) -> String {
        self.secret.clone().unwrap_or_else(|| format!("{}-{}", self.name, recipe.name_of_all()))
    }

    /// The patch that puts the annotations on the pod template.
    pub(super) fn patch(&self, recipe: &EgressMtls) -> Result<Zeroizing<String>, ResourceError> {
        let (volume, mount) = self.entries(recipe);
        let annotations = Map::from([(VOLUMES, json(vec![volume])), (MOUNTS, json(vec![mount]))]);
        let metadata = Map::from([("annotations", annotations)]);
        let template = Map::from([("metadata", metadata)]);
        let spec = Map::from([("template", template)]);
        write_yaml_value(&Map::from([("spec", spec)]).into()).map(Zeroizing::new)
    }

    /// The volume and its mount, as the annotations have them.
    fn entries(&self, recipe: &EgressMtls) -> (serde_json::Value, serde_json::Value) {
        let volume = volume_name(recipe);
        (
            serde_json::json!({"name": volume, "secret": {"secretName": self.secret_name(recipe)}}),
            serde_json::json!({"name": volume, "mountPath": recipe.mounted_at(), "readOnly": true}),
        )
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
        let template = manifest.body().get("spec").and_then(|spec| spec.get("template"));
        if template.is_none_or(|template| template.as_map().is_none()) {
            bad(format!("{resource} has no pod template: its annotations belong in spec.template.metadata"));
            return None;
        }
        let body = manifest.body_mut();
        if let Some(metadata) = map_in(body, "metadata") {
            metadata.insert("namespace", recipe.home());
        }
        let annotations = map_in(body, "spec")
            .and_then(|spec| map_in(spec, "template"))
            .and_then(|template| map_in(template, "metadata"))
            .and_then(|metadata| map_in(metadata, "annotations"));
        let Some(annotations) = annotations else {
            bad(format!("{resource} has a pod template whose metadata are no map"));
            return None;
        };
        let (volume, mount) = self.entries(recipe);
        for (annotation, key, entry) in [(VOLUMES, "name", volume), (MOUNTS, "mountPath", mount)] {
            match with(annotations.get(annotation), key, entry) {
                Ok(text) => annotations.insert(annotation, text),
                Err(fault) => {
                    bad(format!("the annotation {annotation} of {resource} {fault}"));
                    return None;
                }
            };
        }
        Some(manifest)
    }
}

/// The name of the volume in the pod: a label.
pub(super) fn volume_name(recipe: &EgressMtls) -> String {
    format!("{}-certs", recipe.name_of_all())
}

/// The map under `key`, made where there is none.
fn map_in<'m>(map: &'m mut Map, key: &str) -> Option<&'m mut Map> {
    if map.get(key).is_none_or(Value::is_null) {
        map.insert(key, Map::new());
    }
    map.get_mut(key)?.as_map_mut()
}

/// The array of an annotation with one entry more, or as it is where the entry is there already.
fn with(old: Option<&Value>, key: &str, entry: serde_json::Value) -> Result<String, String> {
    let mut entries: Vec<serde_json::Value> = match old {
        None | Some(Value::Null) => Vec::new(),
        Some(text) => {
            let text = text.as_str().ok_or("is no text")?;
            serde_json::from_str(text).map_err(|_| "is no array in JSON".to_owned())?
        }
    };
    if let Some(there) = entries.iter().find(|there| there.get(key) == entry.get(key)) {
        if *there != entry {
            let value = entry.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
            return Err(format!("has another entry for `{value}` already"));
        }
    } else {
        entries.push(entry);
    }
    Ok(json(entries))
}

fn json(entries: Vec<serde_json::Value>) -> String {
    serde_json::Value::Array(entries).to_string()
}

impl fmt::Debug for EgressApplication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EgressApplication").field("name", &self.name).finish_non_exhaustive()
    }
}
