//! Floor 6: write this resource without a mistake.
//!
//! * [`read_yaml`] and [`read_json`] take a text apart into [`Manifest`]s: every field is kept, known or not, and
//!   a broken document does not take the others with it. [`write_yaml`] writes what kubectl reads the same way.
//! * [`istio`], [`kubernetes`], [`cert_manager`] and [`gateway_api`] hold typed kinds with builders; absent fields are
//!   told from zero values, unknown ones stay in `extra`, enums are spelt as the API spells them.
//! * [`validate`] says what the API server and Istio's own webhook would refuse or warn of, and where a manifest
//!   does not do what its author means; [`validate_all`] adds what shows only in several together.
//! * [`build`] makes any of them from a plain document of options, as the bindings do.
//!
//! ```
//! use mtls_core::resources::{read_yaml, validate};
//!
//! let text = "
//! apiVersion: networking.istio.io/v1
//! kind: Gateway
//! metadata: {name: public}
//! spec:
//!   servers:
//!   - port: {number: 443, protocol: HTTPS, name: https}
//!     hosts: ['*.shop.example']
//!     tls: {credentialName: public-cert}
//! ";
//! let manifest = read_yaml(text).remove(0)?;
//! let findings = validate(&manifest);
//! assert_eq!(findings[0].rule, "gateway-tls-mode-missing");
//! # Ok::<(), mtls_core::resources::ResourceError>(())
//! ```

mod budget;
mod builder;
pub mod cert_manager;
mod document;
mod error;
mod files;
pub mod gateway_api;
pub mod istio;
mod json;
mod judge;
mod kind;
pub mod kubernetes;
mod labels;
mod limits;
mod manifest;
mod map;
mod meta;
pub(crate) mod model;
mod names;
mod options;
mod path;
mod set;
mod stream;
mod suggest;
mod value;
mod yaml;

pub use budget::Budget;
pub use builder::{Builder, Resource, Specified, schema};
pub use error::{Position, ResourceError};
pub use files::{FileLimits, check_files, check_files_with};
pub use json::{read_json, write_json};
pub use kind::Scope;
pub use limits::Limits;
pub use manifest::Manifest;
pub use map::Map;
pub use meta::ObjectMeta;
pub use model::Given;
pub use set::validate_all;
pub use value::Value;

pub(crate) use builder::fields_schema;
pub(crate) use document::{Cursor, Document, read_documents};
pub(crate) use error::cut;
pub(crate) use istio::check_wildcard_domain;
pub(crate) use json::json_fault;
pub(crate) use kind::refuses;
pub(crate) use kubernetes::SecretText;
pub(crate) use names::{is_label, is_object_name};
pub(crate) use options::{Options, bad_value, required, wipe as wipe_options};
pub(crate) use set::locate_references;

use zeroize::Zeroizing;

use crate::batch;
use crate::finding::{Finding, Refusal as _, Subject};
use error::Position as At;
use kind::{COMMON, Kind};
use yaml::{Dialect, Layout};

/// How many manifests are worth a thread of their own: some milliseconds of reading or judging.
const LEAST: usize = 64;

/// Every kind that has a model.
fn kinds() -> impl Iterator<Item = &'static Kind> {
    [istio::KINDS, kubernetes::KINDS, cert_manager::KINDS, gateway_api::KINDS].into_iter().flatten()
}

fn kind_of(manifest: &Manifest) -> Option<&'static Kind> {
    kinds().find(|k| k.kind == manifest.kind() && k.group == manifest.group())
}

/// Reads the manifests of a YAML stream (JSON is YAML too), each with its own fate. Empty documents do not count.
///
/// YAML is taken as kubectl takes it: `on` is true, `0644` is 420, a key may stand once.
///
/// # Errors
/// In the place of each document that is not read. A text beyond the limits ([`Limits::default`]) gives one error.
pub fn read_yaml(text: &str) -> Vec<Result<Manifest, ResourceError>> {
    read_yaml_with(text, &Limits::default())
}

/// [`read_yaml`] for bytes that may be no text.
///
/// # Errors
/// As [`read_yaml`], and [`ResourceError::NotText`] alone for what is not UTF-8.
pub fn read_yaml_bytes(bytes: &[u8]) -> Vec<Result<Manifest, ResourceError>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => read_yaml(text),
        Err(error) => vec![Err(ResourceError::NotText { offset: error.valid_up_to() })],
    }
}

/// [`read_yaml`] with limits of the caller's choice.
///
/// # Errors
/// As [`read_yaml`].
pub fn read_yaml_with(text: &str, limits: &Limits) -> Vec<Result<Manifest, ResourceError>> {
    let documents = read_values(text, limits).into_iter();
    documents.map(|read| read.and_then(|(value, at)| Manifest::at(value, at))).collect()
}

/// The documents of a stream, each with its place, be they manifests or not.
fn read_values(text: &str, limits: &Limits) -> Vec<Result<(Value, At), ResourceError>> {
    if text.len() > limits.max_bytes {
        return vec![Err(limit("bytes", limits.max_bytes))];
    }
    let pieces = stream::documents(text);
    if pieces.len() > limits.max_documents {
        return vec![Err(limit("documents", limits.max_documents))];
    }
    let read = batch::map(&pieces, LEAST, |piece| yaml::read(*piece, limits, Dialect::GoYaml));
    let mut out = Vec::with_capacity(pieces.len());
    let mut number = 0usize;
    for (piece, read) in pieces.into_iter().zip(read) {
        number = number.saturating_add(1);
        match read {
            // `---` and `null` alone are no document to kubectl.
            Ok(Value::Null) => number = number.saturating_sub(1),
            Ok(value) => {
                let line = piece.line.saturating_add(first_line(piece.text));
                out.push(Ok((value, At::document(number, line))));
            }
            Err(error) => out.push(Err(error.of_document(number))),
        }
    }
    out
}

/// How many lines stand before the first one with content.
fn first_line(text: &str) -> usize {
    text.lines()
        .take_while(|line| {
            let line = line.strip_prefix("---").unwrap_or(line).trim();
            line.is_empty() || line.starts_with(['#', '%'])
        })
        .count()
}

fn limit(what: &'static str, max: usize) -> ResourceError {
    ResourceError::LimitExceeded { at: At::default(), what, max }
}

/// Writes manifests as a YAML stream that kubectl reads the same way; the same manifests give the same bytes.
///
/// `apiVersion`, `kind` and `metadata` come first, the fields of known kinds in the order of their schema, others in
/// the order in which they came. PEM texts become blocks, whatever YAML 1.1 would misread is quoted.
///
/// # Errors
/// [`ResourceError::LimitExceeded`] for what [`read_yaml`] would not read for its size, before it is written.
pub fn write_yaml(manifests: &[Manifest]) -> Result<String, ResourceError> {
    write_yaml_with(manifests, &Limits::default())
}

/// [`write_yaml`] with limits of the caller's choice.
///
/// # Errors
/// As [`write_yaml`].
pub fn write_yaml_with(manifests: &[Manifest], limits: &Limits) -> Result<String, ResourceError> {
    let mut budget = Budget::new(limits);
    for manifest in manifests {
        budget.document()?;
        budget.map(manifest.body())?;
    }
    let mut out = Zeroizing::new(String::new());
    for manifest in manifests {
        if !out.is_empty() {
            out.push_str("---\n");
        }
        let layout = Layout { first: kind_of(manifest).map(|kind| kind.shape), then: Some(COMMON) };
        if yaml::write_ordered(manifest.body(), layout, &mut out).is_none() {
            // The copy of a Secret is wiped like the Secret.
            let ordered = canonical(manifest);
            out.push_str(&Zeroizing::new(yaml::write(&ordered)));
            drop(Manifest::new(ordered));
        }
        // Indentation and escapes come on top of what was counted.
        budget.text(&out)?;
    }
    Ok(std::mem::take(&mut out))
}

/// Writes any value as one YAML document, in its own order: for values files and other YAML that is no manifest.
///
/// # Errors
/// As [`write_yaml`].
pub fn write_yaml_value(value: &Value) -> Result<String, ResourceError> {
    let mut budget = Budget::new(&Limits::default());
    budget.value(value)?;
    let mut text = Zeroizing::new(yaml::write(value));
    budget.text(&text)?;
    Ok(std::mem::take(&mut text))
}

/// The object in canonical order.
fn canonical(manifest: &Manifest) -> Value {
    let mut value = Value::Map(manifest.body().clone());
    COMMON.order(&mut value);
    if let Some(kind) = kind_of(manifest) {
        kind.shape.order(&mut value);
    }
    value
}

/// What is wrong with a manifest, or weak in it, as far as it alone shows.
///
/// For a kind that has a model: what the API server's schema refuses, what Istio's webhook refuses or warns of, with
/// the same severity, and our own warnings. For a `List`: its items. Of a ConfigMap or IstioOperator that holds the
/// settings of a mesh: what is wrong with those. For other kinds: nothing.
pub fn validate(manifest: &Manifest) -> Vec<Finding> {
    let mut findings = validate_kind(manifest);
    findings.extend(istio::findings(manifest));
    findings
}

fn validate_kind(manifest: &Manifest) -> Vec<Finding> {
    if let Some(kind) = kind_of(manifest) {
        return (kind.validate)(manifest);
    }
    let meant = meant(manifest);
    if !meant.is_empty() {
        return vec![wrong_version(manifest, &meant)];
    }
    if manifest.kind().ends_with("List") {
        return manifest
            .clone()
            .into_items()
            .into_iter()
            .filter(|item| item.as_ref() != Ok(manifest))
            .flat_map(|item| match item {
                Ok(item) => validate(&item),
                Err(error) => crate::finding::Refusal::findings(&error),
            })
            .collect();
    }
    misspelt(manifest).into_iter().collect()
}

/// Kinds of known groups that have no model and are spelt almost as one that has.
const NOT_MODELLED: &[&str] = &["TCPRoute"];

/// A kind that a group of ours does not have, but one that is spelt almost so, or another group has one of this name.
fn misspelt(manifest: &Manifest) -> Option<Finding> {
    let (kind, group) = (manifest.kind(), manifest.group());
    let known = kinds().any(|k| k.group == group) && (!group.is_empty() || manifest.api_version() == "v1");
    if !known || NOT_MODELLED.contains(&kind) {
        return None;
    }
    let first = |name: &str| name.chars().next().map(|letter| letter.to_ascii_lowercase());
    // Groups have kinds that no model knows: others begin otherwise, or are further away.
    let of_group = kinds().filter(|k| k.group == group && first(k.kind) == first(kind)).map(|k| k.kind);
    let meant = match kinds().find(|k| k.kind == kind && !k.group.is_empty()) {
        Some(known) => format!("{} of {}", known.kind, known.group),
        None => suggest::closest(kind, of_group)?.to_owned(),
    };
    let group = if group.is_empty() { "the core group" } else { group };
    Some(Finding::new(
        crate::finding::rules::resources::KIND_MISSPELT,
        manifest.subject("kind"),
        format!("{} is no kind of {group} that is known; did you mean {meant}?", error::cut(kind)),
    ))
}

/// The kinds of this name whose group is missing or misspelt here.
fn meant(manifest: &Manifest) -> Vec<&'static Kind> {
    let named = || kinds().filter(|k| k.kind == manifest.kind() && !k.group.is_empty());
    if manifest.group().is_empty() {
        return named().collect();
    }
    let group = suggest::closest(manifest.group(), named().map(|k| k.group));
    named().filter(|k| Some(k.group) == group).collect()
}

fn wrong_version(manifest: &Manifest, known: &[&Kind]) -> Finding {
    let versions: Vec<&str> = known.iter().flat_map(|kind| kind.versions).copied().collect();
    Finding::new(
        crate::finding::rules::resources::API_VERSION_UNKNOWN,
        manifest.subject("apiVersion"),
        format!(
            "`{}` has no {}; it is read as {}",
            error::cut(manifest.api_version()),
            error::cut(manifest.kind()),
            versions.join(", ")
        ),
    )
}

/// Reads a YAML stream and validates everything in it ([`validate_all`]); what is not read becomes a finding. Each
/// finding has the line of its field. `file` names the text in the findings, where it came from one.
pub fn check_yaml(text: &str, file: Option<&str>) -> Vec<Finding> {
    let limits = Limits::default();
    let mut manifests = Vec::new();
    let mut findings = Vec::new();
    for read in read_yaml_with(text, &limits) {
        match read {
            Ok(manifest) => manifests.push(manifest),
            Err(error) => findings.extend(crate::finding::Refusal::findings(&error)),
        }
    }
    findings.extend(validate_all(&manifests));
    set::locate(&mut findings, text, file, &limits);
    findings
}

/// [`check_yaml`] for bytes that may be no text; of those that are none, that is the one finding.
pub fn check_yaml_bytes(bytes: &[u8], file: Option<&str>) -> Vec<Finding> {
    match std::str::from_utf8(bytes) {
        Ok(text) => check_yaml(text, file),
        Err(error) => vec![not_text(error, file)],
    }
}

fn not_text(error: std::str::Utf8Error, file: Option<&str>) -> Finding {
    let error = ResourceError::NotText { offset: error.valid_up_to() };
    let subject = file.map_or(Subject::Input, |file| Subject::File { path: file.to_owned() });
    Finding::new(error.rule(), subject, error.to_string())
}

/// A manifest of a modelled kind from options, validated. `kind` is a kind with its group before a slash
/// (`networking.istio.io/Gateway`), core kinds without (`Secret`).
///
/// Every kind takes `name`, `labels`, `annotations`, `apiVersion` and, unless it is cluster-wide, `namespace`; `extra`,
/// fields that stand where its own do and that no model knows; and `mergePatch` (RFC 7396), which comes last. Of its own
/// it takes the fields of its `spec` by name, in snake_case or camelCase:
/// `{name, host, trafficPolicy: {tls: {mode: "MUTUAL", …}}}`. Two have shorter forms: a Gateway
/// `servers: [{port, hosts, mode, credentialName, …}]`, a Secret `{form: tls|generic|cacert|opaque, cert, key, ca, entries}`,
/// texts in PEM.
///
/// # Errors
/// [`ResourceError::Options`] for options that do not fit, [`ResourceError::Invalid`] for what they describe,
/// [`ResourceError::KindUnknown`] for a kind that has no model.
pub fn build(kind: &str, options: impl Into<Value>) -> Result<Manifest, ResourceError> {
    let (group, name) = kind.rsplit_once('/').unwrap_or(("", kind));
    match kinds().find(|k| k.kind == name && k.group == group) {
        Some(found) => (found.build)(options.into()),
        None => Err(ResourceError::KindUnknown {
            kind: error::cut(kind),
            meant: suggest::closest(name, kinds().map(|k| k.kind))
                .map(|meant| kinds().find(|k| k.kind == meant).map(Kind::full_name).unwrap_or_default()),
        }),
    }
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod shape_tests;
#[cfg(test)]
mod stream_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wipe_tests;
