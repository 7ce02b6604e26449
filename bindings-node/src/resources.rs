//! Floor 6: Kubernetes and Istio resources. A manifest is a plain object; keys keep their order.

use mtls_core::finding::Finding;
use mtls_core::resources as core;
use napi::bindgen_prelude::{AsyncTask, Unknown};
use napi::{Env, Result};
use napi_derive::napi;
use serde::Serialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::arguments::{Bytes, Document};
use crate::job::{RecordJob, promise_document, promise_record};
use crate::raise::{Raise, call};
use crate::record::{camel_case, document, record, stringify};

type Checked<T> = std::result::Result<T, Raise>;

/// The manifests of a YAML stream; mostly off the main thread. Rejects with `ResourceError` for the first that cannot be
/// read; `checkYaml` reports them all.
#[napi(namespace = "resources", ts_return_type = "Promise<Manifest[]>")]
pub fn read_yaml(text: Document) -> AsyncTask<RecordJob> {
    let bytes = Bytes::from(text).as_ref().to_vec();
    promise_document(move || safe(core::read_yaml_bytes(&bytes)))
}

/// `readYaml` at once.
#[napi(namespace = "resources", ts_return_type = "Manifest[]")]
pub fn read_yaml_sync(env: &Env, text: Document) -> Result<Unknown<'_>> {
    let read = || safe(core::read_yaml_bytes(Bytes::from(text).as_ref()));
    document(env, &call(env, read)?)
}

/// The manifests of a JSON text, one object or a list of them.
#[napi(namespace = "resources", ts_return_type = "Manifest[]")]
pub fn read_json(env: &Env, text: String) -> Result<Unknown<'_>> {
    document(env, &call(env, || safe(core::read_json(&text)))?)
}

/// Manifests as a YAML stream that kubectl reads the same way; the same manifests give the same text.
#[napi(namespace = "resources")]
pub fn write_yaml(
    env: &Env,
    #[napi(ts_arg_type = "readonly object[]")] manifests: Unknown<'_>,
) -> Result<String> {
    let manifests = parse_all(env, manifests)?;
    call(env, || core::write_yaml(&manifests))
}

/// One manifest as JSON.
#[napi(namespace = "resources")]
pub fn write_json(env: &Env, #[napi(ts_arg_type = "object")] manifest: Unknown<'_>) -> Result<String> {
    let value = tree(env, manifest)?;
    call(env, || core::write_json(&core::Manifest::new(value)?))
}

/// Any value as one YAML document: for values files and other YAML that is no manifest.
#[napi(namespace = "resources")]
pub fn write_yaml_value(env: &Env, value: Unknown<'_>) -> Result<String> {
    let value = tree(env, value)?;
    call(env, || core::write_yaml_value(&value))
}

/// What is wrong with manifests or weak in them, alone and together.
#[napi(namespace = "resources", ts_return_type = "Finding[]")]
pub fn validate<'env>(
    env: &'env Env,
    #[napi(ts_arg_type = "readonly object[]")] manifests: Unknown<'_>,
) -> Result<Unknown<'env>> {
    let manifests = parse_all(env, manifests)?;
    record(env, &call(env, || Ok::<_, Raise>(core::validate_all(&manifests)))?)
}

/// Reads a YAML stream and validates all of it; each finding has the line of its field. `file` names the text. Off the
/// main thread.
#[napi(namespace = "resources", ts_return_type = "Promise<Finding[]>")]
pub fn check_yaml(text: Document, file: Option<String>) -> AsyncTask<RecordJob> {
    let bytes = Bytes::from(text).as_ref().to_vec();
    promise_record(move || Ok(core::check_yaml_bytes(&bytes, file.as_deref())))
}

/// `checkYaml` at once.
#[napi(namespace = "resources", ts_return_type = "Finding[]")]
pub fn check_yaml_sync(env: &Env, text: Document, file: Option<String>) -> Result<Unknown<'_>> {
    let bytes = Bytes::from(text);
    record(env, &call(env, || Ok::<_, Raise>(core::check_yaml_bytes(bytes.as_ref(), file.as_deref())))?)
}

/// Validates the manifests of a file, or of all files in a folder and beneath it that end in `.yaml`, `.yml` or `.json`,
/// together; each finding has its file and line. In a folder, what is no manifest (values of a chart) is passed over. Off
/// the main thread. Rejects with `ResourceError` for a path that cannot be read, or more than 10,000 files or 64 MiB.
#[napi(namespace = "resources", ts_return_type = "Promise<Finding[]>")]
pub fn check_files(path: String) -> AsyncTask<RecordJob> {
    promise_record(move || Ok(core::check_files(path)?))
}

/// `checkFiles` at once.
#[napi(namespace = "resources", ts_return_type = "Finding[]")]
pub fn check_files_sync(env: &Env, path: String) -> Result<Unknown<'_>> {
    record(env, &call(env, || Ok::<_, Raise>(core::check_files(path)?))?)
}

/// A manifest of any modelled kind: `build('networking.istio.io/DestinationRule', { name: …, host: … })`. The kind stands
/// behind its API group, core kinds stand alone (`Secret`). Throws `ResourceError`, whose `findings` say all that is
/// wrong with the options.
#[napi(namespace = "resources", ts_return_type = "Manifest")]
pub fn build<'env>(
    env: &'env Env,
    kind: String,
    #[napi(ts_arg_type = "object")] options: Unknown<'_>,
) -> Result<Unknown<'env>> {
    let options = tree(env, options)?;
    document(env, &call(env, || core::build(&kind, options))?)
}

/// The kinds that `build` makes, with their options: what the functions of each kind are written from.
#[napi(namespace = "resources", ts_return_type = "KindSchema[]")]
pub fn schema(env: &Env) -> Result<Unknown<'_>> {
    document(env, &core::schema())
}

/// Istio's former `Policy` and `MeshPolicy` among the manifests as PeerAuthentications, RequestAuthentications and
/// AuthorizationPolicies. Give the Services along that they were for; other manifests are not given back. `findings` say
/// what could not be carried over.
#[napi(namespace = "resources", ts_return_type = "Migration")]
pub fn migrate<'env>(
    env: &'env Env,
    #[napi(ts_arg_type = "readonly object[]")] manifests: Unknown<'_>,
) -> Result<Unknown<'env>> {
    let manifests = parse_all(env, manifests)?;
    let migrated = || {
        let done = core::istio::legacy::migrate(&manifests);
        Ok::<_, Raise>(Migrated { findings: named(&done.findings)?, manifests: done.manifests })
    };
    document(env, &call(env, migrated)?)
}

/// The settings of a mesh, from the ConfigMap `istio`, an IstioOperator or the values of Istio's Helm chart: what is
/// written, what holds with Istio's defaults, and what is wrong. Null for any other document.
#[napi(namespace = "resources", ts_return_type = "MeshReading | null")]
pub fn read_mesh_config<'env>(
    env: &'env Env,
    #[napi(ts_arg_type = "object")] document: Unknown<'_>,
) -> Result<Unknown<'env>> {
    let given = tree(env, document)?;
    let read = || {
        let Some(read) = core::istio::read_mesh_config(&given) else { return Ok::<_, Raise>(None) };
        let config = read.config.to_value();
        Ok(Some(MeshRead { config, findings: named(&read.findings)?, settings: read.settings }))
    };
    crate::record::document(env, &call(env, read)?)
}

#[derive(Serialize)]
struct Migrated {
    manifests: Vec<core::Manifest>,
    findings: Value,
}

#[derive(Serialize)]
struct MeshRead {
    config: core::Value,
    settings: core::istio::MeshSettings,
    findings: Value,
}

/// Findings by their names in JavaScript, to stand beside documents whose names are their own.
fn named(findings: &[Finding]) -> Checked<Value> {
    let mut value = serde_json::to_value(findings).map_err(|e| Raise::internal(&e))?;
    camel_case(&mut value);
    Ok(value)
}

/// A tree of objects, lists, texts, numbers, booleans and null on its way in.
pub(crate) fn tree(env: &Env, value: Unknown<'_>) -> Result<core::Value> {
    from_text(env, stringify(env, value, false)?)
}

/// The documents of one stream on their way in.
fn parse_all(env: &Env, manifests: Unknown<'_>) -> Result<Vec<core::Manifest>> {
    let value = from_text(env, stringify(env, manifests, true)?)?;
    let parse = || match value {
        core::Value::List(list) => {
            Ok(list.into_iter().map(core::Manifest::new).collect::<std::result::Result<_, _>>()?)
        }
        _ => Err(Raise::value("the manifests are an array")),
    };
    call(env, parse)
}

fn from_text(env: &Env, text: Zeroizing<String>) -> Result<core::Value> {
    let read =
        || serde_json::from_str(&text).map_err(|e| Raise::value(format!("not a tree of plain values: {e}")));
    call(env, read)
}

/// Refuses whole numbers that JavaScript would silently round.
fn safe(read: Vec<std::result::Result<core::Manifest, core::ResourceError>>) -> Checked<Vec<core::Manifest>> {
    let manifests = read.into_iter().collect::<std::result::Result<Vec<_>, _>>()?;
    manifests
        .iter()
        .try_for_each(|manifest| manifest.body().iter().try_for_each(|(_, value)| exact(value)))?;
    Ok(manifests)
}

fn exact(value: &core::Value) -> Checked<()> {
    const MOST: u64 = (1 << 53) - 1;
    let number = match value {
        core::Value::Int(i) => i.unsigned_abs(),
        core::Value::UInt(u) => *u,
        core::Value::List(list) => return list.iter().try_for_each(exact),
        core::Value::Map(map) => return map.iter().try_for_each(|(_, value)| exact(value)),
        _ => return Ok(()),
    };
    if number <= MOST {
        Ok(())
    } else {
        Err(Raise::range(format!("{number} is larger than a JavaScript number holds exactly")))
    }
}
