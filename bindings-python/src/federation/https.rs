//! Bundles over HTTPS: `BundleClient`, `BundleKeeper`, `BundleServer`, `BundleListener`.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mtls_core::tls::federation as core;
use mtls_core::trust::federation::BundlePublisher;
use pyo3::prelude::*;
use rustls_pki_types::UnixTime;

use super::{BundleFetch, FederatedBundle};
use crate::arguments::{List, Moment, Span, Whole};
use crate::raise::Raise;
use crate::tls::TlsIdentity;
use crate::trust::TrustBundle;
use crate::verify::{AnchorsArgument, LiveVerifier};

/// Fetches bundles over HTTPS. `web` may vouch for servers of `https_web` endpoints (for those on the internet: the
/// machine's `ca-certificates.crt`) and does not matter to `https_spiffe`; `[]` vouches for none.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct BundleClient(core::BundleClient);

#[pymethods]
impl BundleClient {
    /// `timeout` is for a whole fetch, however slowly a server sends; 30 s by default.
    #[new]
    #[pyo3(signature = (web, *, timeout = None))]
    fn new(web: AnchorsArgument<'_>, timeout: Option<Span>) -> Result<Self, Raise> {
        let client = core::BundleClient::new(web.get())?;
        Ok(Self(match timeout {
            Some(timeout) => client.timeout(timeout.0),
            None => client,
        }))
    }

    /// Fetches the bundle now, and follows redirects. Other threads run on, and may look at the bundle; Ctrl-C ends it.
    /// Raises TrustError if it failed: the last good bundle stays, and the next fetch is due at the usual time.
    #[pyo3(signature = (bundle, *, at = None))]
    fn fetch(
        &self,
        py: Python<'_>,
        bundle: &FederatedBundle,
        at: Option<Moment>,
    ) -> Result<BundleFetch, Raise> {
        let (at, interrupted) = (Moment::or_now(at), Mutex::new(None));
        let wanted = || {
            let mut interrupted = interrupted.lock().unwrap_or_else(PoisonError::into_inner);
            // None while the interpreter ends.
            let signals = || Python::try_attach(|py| py.check_signals());
            match interrupted.is_none().then(signals) {
                Some(Some(Ok(()))) => true,
                Some(Some(Err(error))) => {
                    *interrupted = Some(error);
                    false
                }
                _ => false,
            }
        };
        let fetched = py.detach(|| self.0.fetch_while(&bundle.0, at, wanted));
        match interrupted.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error.into()),
            None => Ok(BundleFetch(fetched?)),
        }
    }

    fn __repr__(&self) -> &'static str {
        "<BundleClient>"
    }
}

/// Fetches bundles when they are due, on threads of its own, and puts each in force in a `LiveVerifier`, until it is closed,
/// by `with` or `close`, or is let go of. What cannot be fetched stays in force as it was; the bundles themselves say how
/// they fare.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct BundleKeeper(Mutex<core::BundleKeeper>);

#[pymethods]
impl BundleKeeper {
    /// Begins. Bundles that are there already are in force when it returns. Raises TrustError for two of one trust domain.
    #[staticmethod]
    fn start(
        py: Python<'_>,
        client: &BundleClient,
        bundles: List<PyRef<'_, FederatedBundle>>,
        verifier: &LiveVerifier,
    ) -> Result<Self, Raise> {
        let bundles: Vec<_> = bundles.iter().map(|bundle| Arc::clone(&bundle.0)).collect();
        let (client, verifier) = (client.0.clone(), verifier.0.clone());
        let keeper = py.detach(|| core::BundleKeeper::start(client, bundles, verifier, UnixTime::now))?;
        Ok(Self(Mutex::new(keeper)))
    }

    /// Whether it fetches: not after `close`.
    #[getter]
    fn is_open(&self, py: Python<'_>) -> bool {
        // Another thread may be closing it.
        py.detach(|| self.0.lock().unwrap_or_else(PoisonError::into_inner).is_open())
    }

    /// Stops fetching, and gives up what is under way, in a fraction of a second. Closing twice is once.
    fn close(&self, py: Python<'_>) {
        py.detach(|| self.0.lock().unwrap_or_else(PoisonError::into_inner).close());
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

    fn __repr__(&self, py: Python<'_>) -> &'static str {
        if self.is_open(py) { "<BundleKeeper>" } else { "<BundleKeeper, closed>" }
    }
}

/// Answers HTTPS requests with the newest bundle, and asks no client for a certificate.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct BundleServer(core::BundleServer);

#[pymethods]
impl BundleServer {
    /// A server that presents `identity`: an SVID for `https_spiffe`, a certificate of the Web PKI for `https_web`. The
    /// bundle is served with sequence number 1 if it has none. `timeout` is for a client to shake hands and ask; 10 s by
    /// default.
    #[new]
    #[pyo3(signature = (bundle, identity, *, timeout = None))]
    fn new(bundle: &TrustBundle, identity: &TlsIdentity, timeout: Option<Span>) -> Result<Self, Raise> {
        let server = core::BundleServer::new(BundlePublisher::new(bundle.0.clone())?, &identity.0)?;
        Ok(Self(match timeout {
            Some(timeout) => server.timeout(timeout.0),
            None => server,
        }))
    }

    /// The bundle that it serves now.
    #[getter]
    fn bundle(&self) -> TrustBundle {
        TrustBundle(self.0.bundle())
    }

    /// Serves this bundle from now on; new content needs a higher sequence number, and gets one if it has none.
    fn publish(&self, bundle: &TrustBundle) -> Result<(), Raise> {
        Ok(self.0.publish(bundle.0.clone())?)
    }

    /// Presents another identity from the next handshake on: an SVID must be renewed long before its server ends.
    fn present(&self, identity: &TlsIdentity) -> Result<(), Raise> {
        Ok(self.0.present(&identity.0)?)
    }

    /// Answers at this address from now on, on threads of its own; at port 0, at one that is free. Raises OSError if the
    /// address is taken or may not be used.
    fn listen(&self, py: Python<'_>, host: &str, port: Whole<u16>) -> Result<BundleListener, Raise> {
        Ok(BundleListener(Mutex::new(py.detach(|| self.0.listen((host, port.0)))?)))
    }

    fn __repr__(&self) -> String {
        format!("<BundleServer of {}>", self.0.bundle().trust_domain())
    }
}

/// A `BundleServer` that answers at an address until it is closed, by `with` or `close`, or is let go of.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct BundleListener(Mutex<core::BundleListener>);

impl BundleListener {
    fn inner(&self) -> MutexGuard<'_, core::BundleListener> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn at(&self, py: Python<'_>) -> SocketAddr {
        // Another thread may be closing it.
        py.detach(|| self.inner().address())
    }
}

#[pymethods]
impl BundleListener {
    /// Host and port where it answers.
    #[getter]
    fn address(&self, py: Python<'_>) -> (String, u16) {
        let address = self.at(py);
        (address.ip().to_string(), address.port())
    }

    /// Whether it answers: not after `close`.
    #[getter]
    fn is_open(&self, py: Python<'_>) -> bool {
        py.detach(|| self.inner().is_open())
    }

    /// Stops answering, and closes the connections under way, in a fraction of a second. Closing twice is once.
    fn close(&self, py: Python<'_>) {
        py.detach(|| self.inner().close());
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
        format!("<BundleListener at {}>", self.at(py))
    }
}
