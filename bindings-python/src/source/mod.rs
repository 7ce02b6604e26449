//! Material from files that change: `SourceState`, `SourceEvent`, `BundleSource`, `IdentitySource`;
//! and from a SPIFFE agent: `WorkloadApi`.

mod bundles;
mod identity;
mod listener;
mod workload;

pub(crate) use bundles::BundleSource;
pub(crate) use identity::IdentitySource;
pub(crate) use workload::WorkloadApi;

use std::fmt;

use mtls_core::trust::source as core;
use pyo3::prelude::*;
use pyo3::types::PyDateTime;
use rustls_pki_types::UnixTime;

use crate::arguments::{Moment, datetime};
use crate::raise::exception;
use crate::record::{Findings, OneFinding, Record, json};

/// How a source is doing: what is in force since when and until when, and what went wrong last. `str` says it in a line.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct SourceState(core::SourceState);

#[pymethods]
impl SourceState {
    /// What it is read from.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// When what is in force was taken.
    #[getter]
    fn loaded_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        moment(py, self.0.loaded_at)
    }

    /// When the source was last looked at.
    #[getter]
    fn checked_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        moment(py, self.0.checked_at)
    }

    /// When what is in force expires: the first certificate of an identity, the last authority of a bundle.
    #[getter]
    fn expires_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        moment(py, self.0.expires_at)
    }

    /// From when on `findings` warns of the expiry.
    #[getter]
    fn warn_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        moment(py, self.0.warn_at)
    }

    /// Why the last look brought nothing, a TrustError; None when it went well.
    #[getter]
    fn last_error(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.0.last_error.clone().map(|error| exception(py, error.into()))
    }

    /// How often something was taken.
    #[getter]
    fn loads(&self) -> u64 {
        self.0.loads
    }

    /// How many looks in a row went wrong.
    #[getter]
    fn failures(&self) -> u64 {
        self.0.failures
    }

    /// What speaks against the source at a time (now by default): its last error, and an expiry that is near or past.
    #[pyo3(signature = (at = None))]
    fn findings(&self, at: Option<Moment>) -> Findings {
        Findings::of(&self.0.findings(Moment::or_now(at)))
    }

    /// All of it as a plain dict, for logs.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<SourceState {}>", self.0)
    }
}

impl fmt::Display for SourceState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn moment(py: Python<'_>, at: Option<UnixTime>) -> PyResult<Option<Bound<'_, PyDateTime>>> {
    at.map(|at| datetime(py, at)).transpose()
}

/// Something happened at a source. `str` says it in a line.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct SourceEvent(core::SourceEvent);

#[pymethods]
impl SourceEvent {
    /// `loaded`: something new is in force. `failed`: a look went wrong, in another way than the one before; the last good
    /// one stays. `withdrawn`: what was in force is to be used no more. `expiring`: what is in force expires soon, or has.
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind()
    }

    /// How the source was doing then; None for an expiry.
    #[getter]
    fn state(&self) -> Option<SourceState> {
        self.0.state().cloned().map(SourceState)
    }

    /// What is said of an expiry; None otherwise.
    #[getter]
    fn finding(&self) -> PyResult<Option<OneFinding>> {
        self.0.finding().map(|finding| Ok(OneFinding(json(finding)?))).transpose()
    }

    /// All of it as a plain dict, for logs.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<SourceEvent {}>", self.0)
    }
}

impl fmt::Display for SourceEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Ends a watch on another thread: whoever lets go of a source may hold the GIL, or a lock, that its listener waits for.
fn elsewhere(unwatch: impl FnOnce() + Send + 'static) {
    // Without a thread, the watch ends where its source is dropped.
    let _ = std::thread::Builder::new().name("mtls-core source".to_owned()).spawn(unwatch);
}
