//! Floor 6: Kubernetes and Istio resources. A manifest is a plain dict; keys keep their order.

use std::collections::HashMap;

use mtls_core::finding::excerpt;
use mtls_core::resources as core;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::place::{named, placed};
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyMemoryView, PyNone,
    PySequence, PyString, PyTuple,
};

use crate::arguments::{Document, FilePath, List, class_of};
use crate::raise::Raise;
use crate::record::{Findings, Record, json};

/// The manifests of a YAML stream as dicts. Raises ResourceError for the first that cannot be read; `check_yaml`
/// reports them all.
#[pyfunction]
pub(crate) fn read_yaml(py: Python<'_>, text: Document) -> Result<Objects, Raise> {
    let read = py.detach(|| core::read_yaml_bytes(text.as_ref()));
    Ok(Objects(read.into_iter().map(|manifest| Ok(manifest?.into())).collect::<Result<_, Raise>>()?))
}

/// The manifests of a JSON text, one object or a list of them, as dicts.
#[pyfunction]
pub(crate) fn read_json(py: Python<'_>, text: &str) -> Result<Objects, Raise> {
    let read = py.detach(|| core::read_json(text));
    Ok(Objects(read.into_iter().map(|manifest| Ok(manifest?.into())).collect::<Result<_, Raise>>()?))
}

/// Manifests as a YAML stream that kubectl reads the same way; the same manifests give the same text.
#[pyfunction]
pub(crate) fn write_yaml(py: Python<'_>, manifests: Trees) -> Result<String, Raise> {
    let manifests = parse(manifests)?;
    Ok(py.detach(|| core::write_yaml(&manifests))?)
}

/// One manifest as JSON.
#[pyfunction]
pub(crate) fn write_json(manifest: Tree) -> Result<String, Raise> {
    Ok(core::write_json(&core::Manifest::new(manifest.0)?)?)
}

/// Any value as one YAML document: for values files and other YAML that is no manifest.
#[pyfunction]
pub(crate) fn write_yaml_value(value: Tree) -> Result<String, Raise> {
    Ok(core::write_yaml_value(&value.0)?)
}

/// What is wrong with manifests or weak in them, alone and together.
#[pyfunction]
pub(crate) fn validate(py: Python<'_>, manifests: Trees) -> Result<Findings, Raise> {
    let manifests = parse(manifests)?;
    Ok(Findings::of(&py.detach(|| core::validate_all(&manifests))))
}

/// Reads a YAML stream and validates all of it; each finding has the line of its field. `file` names the text.
#[pyfunction]
#[pyo3(signature = (text, file = None))]
pub(crate) fn check_yaml(py: Python<'_>, text: Document, file: Option<&str>) -> Findings {
    Findings::of(&py.detach(|| core::check_yaml_bytes(text.as_ref(), file)))
}

/// Validates the manifests of a file, or of all files in a folder and beneath it that end in `.yaml`, `.yml` or `.json`,
/// together; each finding has its file and line. In a folder, what is no manifest (values of a chart) is passed over.
/// Raises ResourceError for a path that cannot be read, or more than 10,000 files or 64 MiB.
#[pyfunction]
pub(crate) fn check_files(py: Python<'_>, path: FilePath) -> Result<Findings, Raise> {
    Ok(Findings::of(&py.detach(|| core::check_files(path))?))
}

/// A manifest of any modelled kind: `build("networking.istio.io/DestinationRule", {"name": …, "host": …})`. The kind
/// stands behind its API group, core kinds stand alone (`Secret`); options are in snake_case, or as the API spells them.
#[pyfunction]
pub(crate) fn build(kind: &str, options: Tree) -> Result<Object, Raise> {
    Ok(Object::of(&core::build(kind, options.0)?))
}

/// The kinds that `build` makes, with their options: what the functions of each kind are written from.
#[pyfunction]
pub(crate) fn schema() -> Vec<Object> {
    Object::list(core::schema())
}

/// Istio's former `Policy` and `MeshPolicy` among the manifests as PeerAuthentications, RequestAuthentications and
/// AuthorizationPolicies. Give the Services along that they were for; other manifests are not given back. `findings` say
/// what could not be carried over.
#[pyfunction]
pub(crate) fn migrate(py: Python<'_>, manifests: Trees) -> Result<Migration, Raise> {
    let manifests = parse(manifests)?;
    Ok(Migration(py.detach(|| core::istio::legacy::migrate(&manifests))))
}

/// The settings of a mesh, from the ConfigMap `istio`, an IstioOperator or the values of Istio's Helm chart: what is
/// written, what holds with Istio's defaults, and what is wrong. None for any other document.
#[pyfunction]
pub(crate) fn read_mesh_config(document: Tree) -> Option<MeshReading> {
    core::istio::read_mesh_config(&document.0).map(MeshReading)
}

fn parse(manifests: Trees) -> Result<Vec<core::Manifest>, Raise> {
    manifests.0.into_iter().map(|manifest| Ok(core::Manifest::new(manifest)?)).collect()
}

/// A manifest, or a record made of the same values, on its way out.
pub(crate) struct Object(core::Value);

impl Object {
    pub(crate) fn of(manifest: &core::Manifest) -> Self {
        Self(core::Value::Map(manifest.body().clone()))
    }

    /// The elements of a list.
    pub(crate) fn list(value: core::Value) -> Vec<Self> {
        match value {
            core::Value::List(elements) => elements.into_iter().map(Self).collect(),
            other => vec![Self(other)],
        }
    }
}

impl<'py> IntoPyObject<'py> for Object {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = crate::record::RECORD;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Keys::default().value(py, &self.0)
    }
}

/// Such values in a list, which have their keys in common.
pub(crate) struct Objects(Vec<core::Value>);

impl<'py> IntoPyObject<'py> for Objects {
    type Target = PyList;
    type Output = Bound<'py, PyList>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = <Vec<Object> as IntoPyObject<'_>>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let _resting = Collector::rest(py)?;
        Keys::default().list(py, &self.0)
    }
}

/// Python's collector of reference cycles, which rests while this lives. New dicts hold no cycles, but it would look
/// through those that are there again and again as others come: a quarter of the time that it takes to make them.
struct Collector<'py>(Option<Bound<'py, PyModule>>);

impl<'py> Collector<'py> {
    fn rest(py: Python<'py>) -> PyResult<Self> {
        let gc = py.import("gc")?;
        if !gc.call_method0("isenabled")?.is_truthy()? {
            return Ok(Self(None));
        }
        gc.call_method0("disable")?;
        Ok(Self(Some(gc)))
    }
}

impl Drop for Collector<'_> {
    fn drop(&mut self) {
        if let Some(gc) = &self.0 {
            // It takes nothing and has no way to fail.
            let _ = gc.call_method0("enable");
        }
    }
}

/// What former policies became, as a dict.
pub(crate) struct Migration(core::istio::legacy::Migration);

impl<'py> IntoPyObject<'py> for Migration {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = crate::record::MIGRATION;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let dict = PyDict::new(py);
        dict.set_item("manifests", self.0.manifests.iter().map(Object::of).collect::<Vec<_>>())?;
        dict.set_item("findings", Findings::of(&self.0.findings))?;
        Ok(dict)
    }
}

/// The settings of a mesh as they were read, as a dict.
pub(crate) struct MeshReading(core::istio::MeshReading);

impl<'py> IntoPyObject<'py> for MeshReading {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = crate::record::MESH_READING;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let dict = PyDict::new(py);
        dict.set_item("config", Object(self.0.config.to_value()))?;
        dict.set_item("settings", Record(json(&self.0.settings)?))?;
        dict.set_item("findings", Findings::of(&self.0.findings))?;
        Ok(dict)
    }
}

/// Most keys that are kept to be used again, and the longest in bytes.
const KEPT_KEYS: (usize, usize) = (4096, 64);

/// The keys of dicts on their way out: manifests have few, again and again, and each is made and hashed once.
#[derive(Default)]
struct Keys<'py>(HashMap<String, Bound<'py, PyString>>);

impl<'py> Keys<'py> {
    fn key(&mut self, py: Python<'py>, text: &str) -> Bound<'py, PyString> {
        if let Some(key) = self.0.get(text) {
            return key.clone();
        }
        let key = PyString::new(py, text);
        if self.0.len() < KEPT_KEYS.0 && text.len() <= KEPT_KEYS.1 {
            self.0.insert(text.to_owned(), key.clone());
        }
        key
    }

    fn list(&mut self, py: Python<'py>, items: &[core::Value]) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, items.iter().map(|item| self.value(py, item)).collect::<PyResult<Vec<_>>>()?)
    }

    fn value(&mut self, py: Python<'py>, value: &core::Value) -> PyResult<Bound<'py, PyAny>> {
        Ok(match value {
            core::Value::Bool(b) => PyBool::new(py, *b).to_owned().into_any(),
            core::Value::Int(i) => i.into_pyobject(py)?.into_any(),
            core::Value::UInt(u) => u.into_pyobject(py)?.into_any(),
            core::Value::Float(f) => PyFloat::new(py, *f).into_any(),
            core::Value::String(s) => PyString::new(py, s).into_any(),
            core::Value::List(items) => self.list(py, items)?.into_any(),
            core::Value::Map(map) => {
                let dict = PyDict::new(py);
                for (key, value) in map.iter() {
                    dict.set_item(self.key(py, key), self.value(py, value)?)?;
                }
                dict.into_any()
            }
            _ => PyNone::get(py).to_owned().into_any(),
        })
    }
}

/// A tree of dicts, lists, texts, numbers, bools and None on its way in; `bytes` must be UTF-8 and are taken as text.
pub(crate) struct Tree(pub(crate) core::Value);

impl FromPyObject<'_, '_> for Tree {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = crate::record::ANY;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let mut budget = core::Budget::new(&core::Limits::default());
        Ok(Self(from_python(&value, &mut budget)?))
    }
}

/// A list of such trees, the documents of one stream.
pub(crate) struct Trees(Vec<core::Value>);

impl FromPyObject<'_, '_> for Trees {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = <Vec<Tree> as FromPyObject<'_, '_>>::INPUT_TYPE;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let mut budget = core::Budget::new(&core::Limits::default());
        let List(documents) = value.extract::<List<Bound<'_, PyAny>>>()?;
        let mut read = |document: &Bound<'_, PyAny>| {
            budget.document()?;
            from_python(document, &mut budget)
        };
        let read = documents.iter().enumerate().map(|(index, document)| {
            read(document).map_err(|error| placed(value.py(), &index.to_string(), error.into()))
        });
        Ok(Self(read.collect::<PyResult<_>>()?))
    }
}

/// Counts as it goes: lists and dicts may hold one part in many places, and themselves.
fn from_python(value: &Bound<'_, PyAny>, budget: &mut core::Budget) -> Result<core::Value, Raise> {
    if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_cow()?;
        budget.scalar(text.len())?;
        return Ok(text.into_owned().into());
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        budget.scalar(bytes.as_bytes().len())?;
        let text = std::str::from_utf8(bytes.as_bytes());
        return Ok(text.map_err(|_| PyValueError::new_err("these bytes are no UTF-8 text"))?.into());
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        return from_pairs(dict.iter().map(Ok), budget, in_dict);
    }
    if let Ok(list) = value.cast::<PyList>() {
        return from_items(list.iter().map(Ok), budget);
    }
    if let Ok(tuple) = value.cast::<PyTuple>() {
        return from_items(tuple.iter().map(Ok), budget);
    }
    // Before the collections: to ask the classes of these whether they are some takes time.
    if let Some(scalar) = scalar_of(value)? {
        budget.scalar(0)?;
        return Ok(scalar);
    }
    // Whatever else the types of options allow; bytes that can change are no list of numbers.
    if let Ok(mapping) = value.cast::<PyMapping>() {
        let items = mapping.items()?;
        return from_pairs(items.iter().map(|item| item.extract()), budget, in_dict);
    }
    if let Ok(sequence) = value.cast::<PySequence>()
        && !value.is_instance_of::<PyByteArray>()
        && !value.is_instance_of::<PyMemoryView>()
    {
        return from_items(sequence.try_iter()?, budget);
    }
    budget.scalar(0)?;
    let kind = class_of(value);
    // Of the class, for the value itself may answer by code of the caller.
    let has_pem = value.get_type().hasattr("to_pem").unwrap_or(false);
    let hint = if has_pem { "; give its `to_pem()`" } else { "" };
    let message = format!("expected text, a number, a bool, a list or a dict, found '{kind}'{hint}");
    Err(PyTypeError::new_err(message).into())
}

/// A value that holds no others.
fn scalar_of(value: &Bound<'_, PyAny>) -> Result<Option<core::Value>, Raise> {
    Ok(Some(if value.is_none() {
        core::Value::Null
    } else if let Ok(b) = value.cast::<PyBool>() {
        b.is_true().into()
    } else if value.is_instance_of::<PyInt>() {
        match value.extract::<u64>() {
            Ok(u) => u.into(),
            Err(_) => {
                let wide = |_| PyValueError::new_err("a whole number of more than 64 bits");
                value.extract::<i64>().map_err(wide)?.into()
            }
        }
    } else if let Ok(f) = value.cast::<PyFloat>() {
        if !f.value().is_finite() {
            return Err(
                PyValueError::new_err("YAML and JSON of Kubernetes know neither NaN nor infinity").into()
            );
        }
        core::Value::Float(f.value())
    } else {
        return Ok(None);
    }))
}

/// The error of what stands under a key.
fn in_dict(py: Python<'_>, key: &str, error: PyErr) -> PyErr {
    placed(py, &format!("'{}'", excerpt(key)), error)
}

/// `place` says in errors under which key a value stands.
fn from_pairs<'py>(
    pairs: impl Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>>,
    budget: &mut core::Budget,
    place: fn(Python<'py>, &str, PyErr) -> PyErr,
) -> Result<core::Value, Raise> {
    budget.enter()?;
    let mut map = Vec::with_capacity(room(&pairs));
    for pair in pairs {
        let (key, value) = pair?;
        let Ok(key) = key.cast::<PyString>() else {
            let kind = class_of(&key);
            return Err(PyTypeError::new_err(format!("keys are str, found '{kind}'")).into());
        };
        let key = key.to_cow()?.into_owned();
        budget.scalar(key.len())?;
        let value = from_python(&value, budget).map_err(|error| place(value.py(), &key, error.into()))?;
        map.push((key, value));
    }
    budget.leave();
    Ok(core::Map::from(map).into())
}

/// How many items are expected; a class of the caller may say anything.
fn room(items: &impl Iterator) -> usize {
    items.size_hint().0.min(64)
}

/// Keyword arguments that are options; errors begin with the name of theirs.
pub(crate) fn keywords(options: &Bound<'_, PyDict>) -> Result<Tree, Raise> {
    let mut budget = core::Budget::new(&core::Limits::default());
    let named = |py, name: &str, error| named(py, &excerpt(name), error);
    Ok(Tree(from_pairs(options.iter().map(Ok), &mut budget, named)?))
}

fn from_items<'py>(
    items: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
    budget: &mut core::Budget,
) -> Result<core::Value, Raise> {
    budget.enter()?;
    let mut list = Vec::with_capacity(room(&items));
    for item in items {
        let item = item?;
        let place = |error: Raise| placed(item.py(), &list.len().to_string(), error.into());
        list.push(from_python(&item, budget).map_err(place)?);
    }
    budget.leave();
    Ok(list.into())
}
