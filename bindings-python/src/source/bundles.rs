//! `BundleSource`: trust bundles from files.

use std::sync::atomic::{AtomicBool, Ordering};

use mtls_core::identity::TrustDomain;
use mtls_core::trust::source as core;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::listener::Listener;
use super::{SourceState, elsewhere};
use crate::arguments::{Files, Seconds};
use crate::raise::Raise;
use crate::trust::BundleSet;

/// Trust bundles in files, one for each trust domain, PEM or a SPIFFE bundle document, read again and again. A file that goes
/// bad leaves the other bundles as they are, and its own as it was. One that is taken away withdraws nothing, as it cannot be
/// told from one that is being replaced; a document with no keys does. Its watch ends with it: keep it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct BundleSource {
    pub(crate) source: core::BundleSource,
    watched: AtomicBool,
}

#[pymethods]
impl BundleSource {
    /// Reads all files; where one is no part of a Kubernetes volume, that takes the settling time. It begins whole or not at
    /// all: raises TrustError.
    ///
    /// `settle` says for how long such a file must stay the same before it is taken, 0.2 s by default; a writer that pauses
    /// for longer must rename a finished one into place. `warn_before` says how long before the last authority of a bundle
    /// expires to begin to warn, 30 days by default. `on_event` hears of what happens, on whichever thread looks; what it
    /// raises goes to `sys.unraisablehook`.
    #[staticmethod]
    #[pyo3(signature = (files, *, settle = None, warn_before = None, on_event = None))]
    fn open(
        py: Python<'_>,
        files: Files,
        settle: Option<Seconds>,
        warn_before: Option<Seconds>,
        on_event: Option<Listener>,
    ) -> Result<Self, Raise> {
        let named = files.0.into_iter();
        let mut files = named.fold(core::BundleFiles::new(), |all, (domain, path)| all.file(domain, path));
        if let Some(settle) = settle {
            files = files.settle(settle.0);
        }
        if let Some(before) = warn_before {
            files = files.warn_before(before.0);
        }
        if let Some(listener) = on_event {
            files = files.on_event(listener.get(py)?);
        }
        let source = py.detach(|| files.open())?;
        Ok(Self { source, watched: AtomicBool::new(false) })
    }

    /// The last good bundles.
    #[getter]
    fn bundles(&self, py: Python<'_>) -> BundleSet {
        BundleSet(py.detach(|| self.source.bundles()))
    }

    /// How the file of each trust domain is doing, by its name.
    #[getter]
    fn states(&self, py: Python<'_>) -> States {
        States(py.detach(|| self.source.states()))
    }

    /// Looks at the files now. Whether a bundle was new; `states` says what went wrong. A file that is no part of a
    /// Kubernetes volume is taken at the first look after its settling time.
    fn poll(&self, py: Python<'_>) -> bool {
        py.detach(|| self.source.poll())
    }

    /// Looks at the files at this interval from now on, on a thread of its own, until `unwatch` or until the source is let
    /// go of. Raises TrustError where the system has no thread.
    fn watch(&self, py: Python<'_>, interval: Seconds) -> Result<(), Raise> {
        self.watched.store(true, Ordering::Relaxed);
        Ok(py.detach(|| self.source.watch(interval.0))?)
    }

    /// Stops looking, and waits for a look that is under way.
    fn unwatch(&self, py: Python<'_>) {
        py.detach(|| self.source.unwatch());
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!("<BundleSource of {} trust domains>", py.detach(|| self.source.states()).len())
    }
}

impl Drop for BundleSource {
    fn drop(&mut self) {
        if self.watched.load(Ordering::Relaxed) {
            let source = self.source.clone();
            elsewhere(move || source.unwatch());
        }
    }
}

/// `dict[str, SourceState]`, in the order of the files.
pub(super) struct States(pub(super) Vec<(TrustDomain, core::SourceState)>);

impl<'py> IntoPyObject<'py> for States {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = {
        use pyo3::{PyTypeInfo as _, type_hint_identifier, type_hint_subscript};
        type_hint_subscript!(
            type_hint_identifier!("builtins", "dict"),
            type_hint_identifier!("builtins", "str"),
            SourceState::TYPE_HINT
        )
    };

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let states = PyDict::new(py);
        for (domain, state) in self.0 {
            states.set_item(domain.as_str(), SourceState(state))?;
        }
        Ok(states)
    }
}
