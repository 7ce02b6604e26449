//! Floor 9: the whole set-up from options.

use std::collections::BTreeMap;

use mtls_core::recipes as core;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};

use crate::arguments::Moment;
use crate::raise::Raise;
use crate::record::Findings;
use crate::resources::{Object, Tree};

/// An Istio gateway that lets in Cloudflare's edge alone, by its client certificate: `cloudflare_origin(hosts=[…],
/// certificate=…, key=…, client_ca=…, pull="zone" | "hostname" | "shared", gateway=…, namespace=…, selector={…},
/// credential=…, port=…, big_bang=…, secret_form="together" | "apart", labels={…}, at=…)`. Dates are judged if `at` is given.
#[pyfunction]
#[pyo3(signature = (**options: "object"))]
pub(crate) fn cloudflare_origin(
    py: Python<'_>,
    options: Option<Bound<'_, PyDict>>,
) -> Result<RecipeOutput, Raise> {
    let options = options.unwrap_or_else(|| PyDict::new(py));
    if let Some(at) = options.get_item("at")?
        && at.is_instance_of::<PyDateTime>()
    {
        options.set_item("at", at.extract::<Moment>()?.0.as_secs())?;
    }
    let options = options.extract::<Tree>()?;
    Ok(RecipeOutput(py.detach(|| core::cloudflare_origin(options.0))?))
}

/// What a recipe gives. It holds a private key; `repr` does not show it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct RecipeOutput(core::RecipeOutput);

#[pymethods]
impl RecipeOutput {
    /// The whole set-up as dicts, in the order in which they are applied.
    #[getter]
    fn manifests(&self) -> Vec<Object> {
        self.0.manifests.iter().map(Object::of).collect()
    }

    /// The manifests as one YAML stream.
    fn to_yaml(&self) -> Result<String, Raise> {
        Ok(self.0.to_yaml()?.to_string())
    }

    /// The same as values of a chart, where the recipe was asked for them: instead of the manifests, not beside them.
    #[getter]
    fn values(&self) -> Option<&str> {
        self.0.values.as_ref().map(|values| values.as_str())
    }

    /// What must be applied beside the values, because the chart has no value for it.
    #[getter]
    fn beside_values(&self) -> Vec<Object> {
        self.0.beside_values.iter().map(Object::of).collect()
    }

    /// What is no manifest, by the name of a file, such as values for a chart: belongs to the manifests.
    #[getter]
    fn files(&self) -> BTreeMap<&str, &str> {
        self.0.files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
    }

    /// What the recipe takes for granted and could not check.
    #[getter]
    fn assumptions(&self) -> Vec<String> {
        self.0.assumptions.clone()
    }

    /// What it did check and wants said.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(&self.0.findings)
    }

    fn __repr__(&self) -> String {
        let names: Vec<_> = self.0.manifests.iter().map(mtls_core::resources::Manifest::resource).collect();
        format!("<RecipeOutput {}>", names.join(", "))
    }
}
