//! Floor 0: the catalog of rules.

use pyo3::prelude::*;

use crate::record::{Rules, json};

/// Every rule of the engine, floor by floor: what it is about, why it matters, how to mend it.
#[pyfunction]
pub(crate) fn catalog() -> PyResult<Rules> {
    Ok(Rules(json(&mtls_core::finding::catalog().collect::<Vec<_>>())?))
}
