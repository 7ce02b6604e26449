//! Records of the engine (findings, resources, facts of a certificate) as plain dicts and lists.

use mtls_core::finding::Finding;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyNone, PyString};
use serde_json::Value;

/// The Python types that the stubs name.
#[cfg(feature = "stubs")]
mod hint {
    use pyo3::inspect::PyStaticExpr;
    use pyo3::{type_hint_identifier, type_hint_subscript};

    pub(crate) const ANY: PyStaticExpr = type_hint_identifier!("typing", "Any");
    pub(crate) const RECORD: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        type_hint_identifier!("builtins", "str"),
        type_hint_identifier!("typing", "Any")
    );
    pub(super) const RECORDS: PyStaticExpr = list(&RECORD);
    pub(super) const FINDING: PyStaticExpr = type_hint_identifier!("mtls_core.finding", "Finding");
    pub(super) const FINDINGS: PyStaticExpr = list(&FINDING);
    pub(crate) const MIGRATION: PyStaticExpr = type_hint_identifier!("mtls_core.resources", "Migration");
    pub(crate) const MESH_READING: PyStaticExpr = type_hint_identifier!("mtls_core.resources", "MeshReading");
    pub(super) const RULES: PyStaticExpr = list(&type_hint_identifier!("mtls_core.finding", "Rule"));

    const fn list(of: &'static PyStaticExpr) -> PyStaticExpr {
        PyStaticExpr::Subscript { value: &type_hint_identifier!("builtins", "list"), slice: of }
    }
}

#[cfg(feature = "stubs")]
pub(crate) use hint::{ANY, MESH_READING, MIGRATION, RECORD};

/// Declares a wrapper of a JSON value with the Python type that the stubs name for it.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident: $hint:ident;)+) => {$(
        $(#[$doc])*
        pub(crate) struct $name(pub(crate) Value);

        impl<'py> IntoPyObject<'py> for $name {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            #[cfg(feature = "stubs")]
            const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = hint::$hint;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                to_python(py, &self.0)
            }
        }
    )+};
}

records! {
    /// `dict[str, Any]`.
    Record: RECORD;
    /// `list[dict[str, Any]]`.
    Records: RECORDS;
    /// `mtls_core.Finding`.
    OneFinding: FINDING;
    /// `list[mtls_core.Finding]`.
    Findings: FINDINGS;
    /// `list[mtls_core.Rule]`.
    Rules: RULES;
}

impl Findings {
    pub(crate) fn of(findings: &[Finding]) -> Self {
        // A finding is strings and numbers: serde cannot fail on it.
        Self(serde_json::to_value(findings).unwrap_or_default())
    }
}

/// What serde makes of `value`.
pub(crate) fn json(value: &impl serde::Serialize) -> PyResult<Value> {
    serde_json::to_value(value).map_err(|e| pyo3::exceptions::PyRuntimeError::new_err(e.to_string()))
}

fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => PyNone::get(py).to_owned().into_any(),
        Value::Bool(b) => b.into_pyobject(py)?.to_owned().into_any(),
        Value::Number(n) => match (n.as_i64(), n.as_u64()) {
            (Some(i), _) => i.into_pyobject(py)?.into_any(),
            (None, Some(u)) => u.into_pyobject(py)?.into_any(),
            (None, None) => n.as_f64().unwrap_or(f64::NAN).into_pyobject(py)?.into_any(),
        },
        Value::String(s) => PyString::new(py, s).into_any(),
        Value::Array(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(to_python(py, item)?)?;
            }
            list.into_any()
        }
        Value::Object(fields) => {
            let dict = PyDict::new(py);
            for (name, field) in fields {
                dict.set_item(name, to_python(py, field)?)?;
            }
            dict.into_any()
        }
    })
}
