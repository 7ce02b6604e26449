//! `IdentitySource`: a certificate and its key from files.

use std::sync::atomic::{AtomicBool, Ordering};

use mtls_core::tls as core;
use pyo3::prelude::*;

use super::listener::Listener;
use super::{SourceState, elsewhere};
use crate::arguments::{FilePath, Seconds};
use crate::raise::Raise;
use crate::tls::LiveIdentity;

/// A certificate chain and its key in PEM files, read again and again: a mounted Secret, what cert-manager or an agent writes,
/// files that are copied by hand. The last good pair stays in force; a torn write and a key that is not the certificate's are
/// never served. Its watch ends with it: keep it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct IdentitySource {
    source: core::IdentitySource,
    watched: AtomicBool,
}

impl IdentitySource {
    fn begin(
        py: Python<'_>,
        mut files: core::IdentityFiles,
        settle: Option<Seconds>,
        warn_before: Option<Seconds>,
        on_event: Option<Listener>,
    ) -> Result<Self, Raise> {
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
}

#[pymethods]
impl IdentitySource {
    /// `tls.crt` and `tls.key` in a directory, as in a mounted Secret of type `kubernetes.io/tls`. Reads them; where they are
    /// no part of a Kubernetes volume, that takes the settling time. Raises TrustError if it cannot, for a key that is not
    /// the certificate's, and for a certificate that is not valid now.
    ///
    /// `settle` says for how long files outside a Kubernetes volume must stay the same before they are taken, 0.2 s by
    /// default; a writer that pauses for longer must rename a finished one into place. `warn_before` says how long before
    /// the first certificate expires to begin to warn: by default, the last quarter of the leaf's validity. `on_event` hears
    /// of what happens, on whichever thread looks; what it raises goes to `sys.unraisablehook`.
    #[staticmethod]
    #[pyo3(signature = (directory, *, settle = None, warn_before = None, on_event = None))]
    fn open_directory(
        py: Python<'_>,
        directory: FilePath,
        settle: Option<Seconds>,
        warn_before: Option<Seconds>,
        on_event: Option<Listener>,
    ) -> Result<Self, Raise> {
        Self::begin(py, core::IdentityFiles::directory(directory), settle, warn_before, on_event)
    }

    /// The chain, leaf first, and the leaf's key; both may be one file. The other arguments are those of `open_directory`.
    #[staticmethod]
    #[pyo3(signature = (chain, key, *, settle = None, warn_before = None, on_event = None))]
    fn open_files(
        py: Python<'_>,
        chain: FilePath,
        key: FilePath,
        settle: Option<Seconds>,
        warn_before: Option<Seconds>,
        on_event: Option<Listener>,
    ) -> Result<Self, Raise> {
        Self::begin(py, core::IdentityFiles::new(chain, key), settle, warn_before, on_event)
    }

    /// What `TlsServer` and `TlsClient` present; it follows the files.
    #[getter]
    fn identity(&self) -> LiveIdentity {
        LiveIdentity(self.source.identity())
    }

    /// How the files are doing.
    #[getter]
    fn state(&self, py: Python<'_>) -> SourceState {
        SourceState(py.detach(|| self.source.state()))
    }

    /// Looks at the files now. Whether a new identity was taken; `state` says what went wrong. Files that are no part of a
    /// Kubernetes volume are taken at the first look after their settling time.
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
        format!("<IdentitySource {}>", py.detach(|| self.source.state()))
    }
}

impl Drop for IdentitySource {
    fn drop(&mut self) {
        if self.watched.load(Ordering::Relaxed) {
            let source = self.source.clone();
            elsewhere(move || source.unwatch());
        }
    }
}
