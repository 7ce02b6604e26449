//! `WorkloadApi`: identity and bundles from a SPIFFE agent.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use mtls_core::tls as core;
use mtls_core::trust::source::SourceError;
use pyo3::prelude::*;

use super::bundles::States;
use super::listener::Listener;
use super::{SourceState, elsewhere};
use crate::arguments::{IdArgument, Seconds};
use crate::raise::Raise;
use crate::tls::LiveIdentity;
use crate::trust::BundleSet;

/// For the first identity, unless told otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Identity and bundles from the SPIFFE Workload API: what a SPIRE agent, or another one, gives to a process that it knows,
/// kept current over a call that stays open, until it is closed, by `with` or `close`, or is let go of. The last good answer
/// stays in force; what the agent takes back is no longer used.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct WorkloadApi(pub(crate) core::WorkloadSource);

#[pymethods]
impl WorkloadApi {
    /// Calls the Workload API and waits for the first identity, at most for `timeout`, 30 s by default; failures that may pass
    /// are tried again meanwhile, and Ctrl-C ends it. Raises TrustError.
    ///
    /// `address` is like `unix:///run/spire/agent.sock` or `tcp://127.0.0.1:8081`; unless given, the variable
    /// `SPIFFE_ENDPOINT_SOCKET` has it. Of several identities, `spiffe_id` or `hint` names the one to take; otherwise it is the
    /// first. `warn_before` says how long before it expires to begin to warn: by default, when two thirds of the time that it
    /// had left are gone. An identity that the agent denies for as long as `withdraw_after`, 10 s by default, is withdrawn,
    /// unless `keep_when_denied`. `on_event` hears of what happens, on a thread of its own; what it raises goes to
    /// `sys.unraisablehook`.
    #[staticmethod]
    #[pyo3(signature = (address = None, *, hint = None, spiffe_id = None, timeout = None, warn_before = None,
        withdraw_after = None, keep_when_denied = false, on_event = None))]
    fn open(
        py: Python<'_>,
        address: Option<&str>,
        hint: Option<&str>,
        spiffe_id: Option<IdArgument<'_>>,
        timeout: Option<Seconds>,
        warn_before: Option<Seconds>,
        withdraw_after: Option<Seconds>,
        keep_when_denied: bool,
        on_event: Option<Listener>,
    ) -> Result<Self, Raise> {
        let mut api = match address {
            Some(address) => core::WorkloadApi::at(address)?,
            None => core::WorkloadApi::new(),
        };
        if let Some(hint) = hint {
            api = api.hint(hint);
        }
        if let Some(id) = spiffe_id {
            api = api.spiffe_id(id.get()?);
        }
        if let Some(before) = warn_before {
            api = api.warn_before(before.0);
        }
        if let Some(denied_for) = withdraw_after {
            api = api.withdraw_after(denied_for.0);
        }
        if keep_when_denied {
            api = api.keep_when_denied();
        }
        if let Some(listener) = on_event {
            api = api.on_event(listener.get(py)?);
        }
        Ok(Self(open(py, api, timeout.map_or(TIMEOUT, |timeout| timeout.0))?))
    }

    /// What `TlsServer` and `TlsClient` present; it follows the Workload API.
    #[getter]
    fn identity(&self) -> LiveIdentity {
        LiveIdentity(self.0.identity())
    }

    /// The last good bundles: of the own trust domain and of the federated ones.
    #[getter]
    fn bundles(&self, py: Python<'_>) -> BundleSet {
        BundleSet(py.detach(|| self.0.bundles()))
    }

    /// How the call and the identity are doing.
    #[getter]
    fn state(&self, py: Python<'_>) -> SourceState {
        SourceState(py.detach(|| self.0.state()))
    }

    /// How the bundle of each trust domain is doing, by its name.
    #[getter]
    fn bundle_states(&self, py: Python<'_>) -> States {
        States(py.detach(|| self.0.bundle_states()))
    }

    /// Whether the call is kept open: not after `close`.
    #[getter]
    fn is_open(&self, py: Python<'_>) -> bool {
        py.detach(|| self.0.is_open())
    }

    /// Ends the call; what was taken stays as it is. Closing twice is once.
    fn close(&self, py: Python<'_>) {
        py.detach(|| self.0.close());
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __exit__(
        &self,
        py: Python<'_>,
        _kind: &Bound<'_, PyAny>,
        _error: &Bound<'_, PyAny>,
        _trace: &Bound<'_, PyAny>,
    ) {
        self.close(py);
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!("<WorkloadApi {}>", py.detach(|| self.0.state()))
    }
}

impl Drop for WorkloadApi {
    fn drop(&mut self) {
        if self.0.is_open() {
            let source = self.0.clone();
            elsewhere(move || source.close());
        }
    }
}

/// Waits on another thread, so that a signal ends the wait.
fn open(py: Python<'_>, api: core::WorkloadApi, timeout: Duration) -> Result<core::WorkloadSource, Raise> {
    const LOOK: Duration = Duration::from_millis(50);
    let (tell, told) = mpsc::channel();
    let run = move || drop(tell.send(api.open(timeout)));
    let opening = std::thread::Builder::new().name("mtls-core opening".to_owned()).spawn(run);
    opening.map_err(|e| SourceError::NoThread { reason: e.to_string() })?;
    let told = Mutex::new(told);
    loop {
        match py.detach(|| told.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(LOOK)) {
            Ok(opened) => return Ok(opened?),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Err(e) => return Err(pyo3::exceptions::PyRuntimeError::new_err(e.to_string()).into()),
        }
    }
}
