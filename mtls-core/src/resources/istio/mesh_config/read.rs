//! Where the settings of a mesh are written.

use serde::{Serialize, Serializer};

use super::check::check;
use super::{MeshConfig, MeshSettings};
use crate::finding::{DocumentRef, Finding, Refusal as _};
use crate::resources::kind::{Checker, refuses};
use crate::resources::limits::Limits;
use crate::resources::model::{Field as _, Reader};
use crate::resources::yaml::{self, Dialect};
use crate::resources::{Manifest, Map, Value, path, stream};

/// The settings of a mesh as they were read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MeshReading {
    /// What is written, as far as it could be read.
    #[serde(serialize_with = "as_document")]
    pub config: MeshConfig,
    /// What holds, Istio's defaults filled in.
    pub settings: MeshSettings,
    /// What is wrong with it or weak in it. At an error, istiod does not take the settings.
    pub findings: Vec<Finding>,
}

fn as_document<S: Serializer>(config: &MeshConfig, to: S) -> Result<S::Ok, S::Error> {
    config.to_value().serialize(to)
}

/// Reads the settings of a mesh from whatever holds them: the ConfigMap `istio` (or `istio-<revision>`) with the key
/// `mesh`, an IstioOperator, or the values of Istio's Helm chart. None for any other document.
///
/// Names of fields may be camelCase or snake_case, as istiod takes both.
///
/// ```
/// use mtls_core::resources::istio::read_mesh_config;
///
/// let values = serde_json::json!({"meshConfig": {"trustDomain": "cluster_a.prod.example"}});
/// let read = read_mesh_config(&values.into()).unwrap();
/// assert_eq!(read.findings[0].rule, "mesh-config-trust-domain");
/// ```
pub fn read_mesh_config(document: &Value) -> Option<MeshReading> {
    if let Ok(manifest) = Manifest::new(document.clone()) {
        return read_manifest(&manifest);
    }
    let values = document.get("meshConfig")?;
    let mut reading = read_sources(&DocumentRef::default(), &[(&["meshConfig"], values)]);
    name_root(&mut reading, document);
    Some(reading)
}

/// What is wrong with the settings of a mesh in this manifest, where it holds any.
pub(in crate::resources) fn findings(manifest: &Manifest) -> Vec<Finding> {
    read_manifest(manifest).map(|reading| reading.findings).unwrap_or_default()
}

fn read_manifest(manifest: &Manifest) -> Option<MeshReading> {
    let at = manifest.reference("");
    match (manifest.group(), manifest.kind()) {
        ("", "ConfigMap") if is_of_mesh(manifest.name()) => {
            let text = manifest.body().get("data")?.get("mesh")?.as_str()?;
            match document_of(text) {
                Ok(value) => Some(read_sources(&at, &[(&["data", "mesh"], &value)])),
                Err(error) => {
                    let finding =
                        Finding::new(error.rule(), manifest.subject("data.mesh"), error.to_string());
                    Some(MeshReading::of(MeshConfig::default(), vec![finding]))
                }
            }
        }
        ("install.istio.io", "IstioOperator") => {
            let spec = manifest.body().get("spec")?;
            let values = spec.get("values");
            let in_values: &[&'static str] = &["spec", "values", "meshConfig"];
            let sources: Vec<(&[&'static str], &Value)> = [
                (in_values, values.and_then(|values| values.get("meshConfig"))),
                (&["spec", "meshConfig"], spec.get("meshConfig")),
            ]
            .into_iter()
            .filter_map(|(path, value)| Some((path, value?)))
            .collect();
            if sources.is_empty() {
                return None;
            }
            let mut reading = read_sources(&at, &sources);
            if let Some(values) = values {
                name_root(&mut reading, values);
            }
            Some(reading)
        }
        _ => None,
    }
}

fn is_of_mesh(name: &str) -> bool {
    name == "istio" || name.starts_with("istio-")
}

/// The chart writes its own namespace for the root namespace, where the values name none.
fn name_root(reading: &mut MeshReading, values: &Value) {
    let namespace =
        values.get("global").and_then(|global| global.get("istioNamespace")).and_then(Value::as_str);
    if let (None, Some(namespace)) = (&reading.config.root_namespace, namespace) {
        reading.settings.root_namespace = namespace.to_owned();
    }
}

fn document_of(text: &str) -> Result<Value, crate::resources::ResourceError> {
    match stream::documents(text).first() {
        Some(piece) => yaml::read(*piece, &Limits::default(), Dialect::GoYaml).map_err(|e| e.of_document(1)),
        None => Ok(Value::Map(Map::new())),
    }
}

/// Reads one document of settings or more, of which later ones win.
fn read_sources(at: &DocumentRef, sources: &[(&[&'static str], &Value)]) -> MeshReading {
    let mut merged = Value::Map(Map::new());
    let mut findings = Vec::new();
    for (place, value) in sources {
        let mut reader = Reader::protobuf(at.clone());
        let config = read_at(&mut reader, place, value);
        let found = reader.finish();
        if refuses(&found) {
            findings.extend(found);
        } else {
            let mut checker = Checker::at(at.clone(), found);
            let field = place.iter().fold(String::new(), |field, part| path::join(&field, part));
            check(&config, &field, &mut checker);
            findings.extend(checker.finish());
        }
        merged.merge_patch((*value).clone());
    }
    let config = read_at(&mut Reader::protobuf(at.clone()), &[], &merged);
    MeshReading::of(config, findings)
}

fn read_at(reader: &mut Reader, place: &[&str], value: &Value) -> MeshConfig {
    match place.split_first() {
        Some((part, rest)) => reader.within(part, |reader| read_at(reader, rest, value)),
        None if value.is_null() => MeshConfig::default(),
        None => MeshConfig::read(value, reader).unwrap_or_default(),
    }
}

impl MeshReading {
    fn of(config: MeshConfig, findings: Vec<Finding>) -> Self {
        Self { settings: config.settings(), config, findings }
    }
}
