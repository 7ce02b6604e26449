//! Turning origin pulls on, and rotations at the edge: `RolloutPlan`.

use std::fmt;

use mtls_core::origin as core;
use pyo3::prelude::*;

use super::policy::ProviderArgument;
use crate::raise::Raise;
use crate::record::{Record, Records, json};

/// Ordered steps, from the rules of a provider: what to do, what must hold before, what a probe must say afterwards, what breaks
/// without. `print` it.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct RolloutPlan(core::RolloutPlan);

#[pymethods]
impl RolloutPlan {
    /// The steps for a provider; `kind` is "turn-on", "rotate-leaf", "rotate-authority" or "turn-off".
    #[new]
    fn new(provider: ProviderArgument<'_>, kind: &str) -> Result<Self, Raise> {
        Ok(Self(core::RolloutPlan::new(&provider.get()?, kind.parse()?)?))
    }

    #[getter]
    fn provider(&self) -> &str {
        self.0.provider()
    }

    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind().as_str()
    }

    /// The steps, in order: `name`, `place`, `action`, `requires`, `probes`, `if_skipped`.
    #[getter]
    fn steps(&self) -> PyResult<Records> {
        Ok(Records(json(&self.0.steps())?))
    }

    /// All of it as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<RolloutPlan {} at {}, {} steps>", self.kind(), self.provider(), self.0.steps().len())
    }
}

impl fmt::Display for RolloutPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
