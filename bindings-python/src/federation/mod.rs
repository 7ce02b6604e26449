//! Floor 3, bundles of other trust domains: `BundleEndpoint`, `FederatedBundle`, `BundlePublisher`.

mod https;

pub(crate) use https::{BundleClient, BundleKeeper, BundleListener, BundleServer};

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mtls_core::trust::federation as core;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyDateTime;

use crate::arguments::{IdArgument, Moment, TrustDomainArgument, Whole, datetime};
use crate::bundle_diff::BundleDiff;
use crate::identity::{SpiffeId, TrustDomain};
use crate::raise::{Raise, exception};
use crate::record::{Findings, Record, json};
use crate::trust::TrustBundle;

/// Whose bundle is to be had where, and how the server there proves itself.
#[pyclass(module = "mtls_core", frozen, eq, from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BundleEndpoint(core::BundleEndpoint);

#[pymethods]
impl BundleEndpoint {
    /// An endpoint that proves itself by a certificate of the Web PKI.
    #[staticmethod]
    fn https_web(trust_domain: TrustDomainArgument<'_>, url: &str) -> Result<Self, Raise> {
        Ok(Self(core::BundleEndpoint::https_web(trust_domain.get()?, url)?))
    }

    /// An endpoint that proves itself by an SVID with this ID, under this bundle.
    #[staticmethod]
    fn https_spiffe(
        trust_domain: TrustDomainArgument<'_>,
        url: &str,
        endpoint_id: IdArgument<'_>,
        endpoint_bundle: &TrustBundle,
    ) -> Result<Self, Raise> {
        let (trust_domain, bundle) = (trust_domain.get()?, endpoint_bundle.0.clone());
        Ok(Self(core::BundleEndpoint::https_spiffe(trust_domain, url, endpoint_id.get()?, bundle)?))
    }

    #[getter]
    fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().clone())
    }

    #[getter]
    fn url(&self) -> &str {
        self.0.url().as_str()
    }

    /// "https_web" or "https_spiffe".
    #[getter]
    fn profile(&self) -> &'static str {
        self.0.profile().as_str()
    }

    /// Whether the bundle that it serves vouches for its own server.
    #[getter]
    fn is_self_serving(&self) -> bool {
        self.0.is_self_serving()
    }

    fn __repr__(&self) -> String {
        format!("<BundleEndpoint of {}, {}>", self.0.trust_domain(), self.0.profile().as_str())
    }
}

/// A GET that is to be made now, and what the server must prove first.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct BundleRequest(core::BundleRequest);

#[pymethods]
impl BundleRequest {
    #[getter]
    fn url(&self) -> &str {
        self.0.url().as_str()
    }

    #[getter]
    fn host(&self) -> &str {
        self.0.url().host()
    }

    #[getter]
    fn port(&self) -> u16 {
        self.0.url().port()
    }

    /// Path and query.
    #[getter]
    fn target(&self) -> String {
        self.0.url().target()
    }

    /// The name that the server's certificate of the Web PKI must have; None for `https_spiffe`.
    #[getter]
    fn server_name(&self) -> Option<&str> {
        match self.0.proof() {
            core::ServerProof::Web { host } => Some(host),
            _ => None,
        }
    }

    /// The ID that the server's SVID must have; None for `https_web`.
    #[getter]
    fn endpoint_id(&self) -> Option<SpiffeId> {
        match self.0.proof() {
            core::ServerProof::Spiffe { id, .. } => Some(SpiffeId(id.clone())),
            _ => None,
        }
    }

    /// The bundle that vouches for the server's SVID; None for `https_web`.
    #[getter]
    fn endpoint_bundle(&self) -> Option<TrustBundle> {
        match self.0.proof() {
            core::ServerProof::Spiffe { bundle, .. } => Some(TrustBundle(bundle.clone())),
            _ => None,
        }
    }

    fn __repr__(&self) -> String {
        format!("<BundleRequest to {}>", self.0.url())
    }
}

impl fmt::Display for BundleRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.url().fmt(f)
    }
}

/// A fetch that got a bundle; `str` says it in a line for logs.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct BundleFetch(core::BundleFetch);

#[pymethods]
impl BundleFetch {
    /// "taken", "unchanged" or "older".
    #[getter]
    fn outcome(&self) -> &'static str {
        self.0.outcome.as_str()
    }

    #[getter]
    fn trust_domain(&self) -> &str {
        &self.0.trust_domain
    }

    /// Where it came from in the end.
    #[getter]
    fn url(&self) -> &str {
        &self.0.url
    }

    /// "https_web" or "https_spiffe".
    #[getter]
    fn profile(&self) -> &'static str {
        self.0.profile
    }

    #[getter]
    fn sequence(&self) -> Option<u64> {
        self.0.sequence
    }

    /// What it changes; None for the first bundle.
    #[getter]
    fn diff(&self) -> Option<BundleDiff> {
        self.0.diff.clone().map(BundleDiff)
    }

    /// What speaks against the bundle that was fetched.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(&self.0.findings)
    }

    /// All of it as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<BundleFetch of {}, {}>", self.0.trust_domain, self.0.outcome.as_str())
    }
}

impl fmt::Display for BundleFetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What came of an answer: the next request, or the fetch.
#[derive(IntoPyObject)]
enum Step {
    #[pyo3(transparent)]
    Redirected(BundleRequest),
    #[pyo3(transparent)]
    Done(BundleFetch),
}

/// The bundle of another trust domain, kept current from its endpoint. A `BundleClient` fetches it, a `BundleKeeper`
/// again and again; or make the `request` and give it the `answer`. The last good bundle stays whatever comes back.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct FederatedBundle(Arc<Mutex<core::FederatedBundle>>);

impl FederatedBundle {
    fn inner(&self) -> MutexGuard<'_, core::FederatedBundle> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl FederatedBundle {
    /// A bundle to be fetched at once; `stored` is the last one of an earlier run.
    #[new]
    #[pyo3(signature = (endpoint, *, stored = None, at = None))]
    fn new(
        endpoint: &BundleEndpoint,
        stored: Option<&TrustBundle>,
        at: Option<Moment>,
    ) -> Result<Self, Raise> {
        let stored = stored.map(|bundle| bundle.0.clone());
        let made = core::FederatedBundle::new(endpoint.0.clone(), stored, Moment::or_now(at))?;
        Ok(Self(Arc::new(Mutex::new(made))))
    }

    #[getter]
    fn endpoint(&self) -> BundleEndpoint {
        BundleEndpoint(self.inner().endpoint().clone())
    }

    /// The last good bundle; None before the first.
    #[getter]
    fn bundle(&self) -> Option<TrustBundle> {
        self.inner().bundle().cloned().map(TrustBundle)
    }

    /// When to fetch next.
    #[getter]
    fn next_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        let next = self.inner().next_at();
        datetime(py, next)
    }

    /// How many fetches failed since the last good one.
    #[getter]
    fn failures(&self) -> u32 {
        self.inner().failures()
    }

    /// Why the last fetch failed, a TrustError; None if it did not.
    #[getter]
    fn failure(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        let failure = self.inner().failure().cloned();
        failure.map(|error| exception(py, error.into()))
    }

    /// Whether it is time to fetch (now by default).
    #[pyo3(signature = (at = None))]
    fn is_due(&self, at: Option<Moment>) -> bool {
        self.inner().is_due(Moment::or_now(at))
    }

    /// The GET to be made, of the configured URL.
    fn request(&self) -> BundleRequest {
        BundleRequest(self.inner().request())
    }

    /// What to make of an answer: the next request after a redirect, else the fetch. Raises TrustError if it failed.
    #[pyo3(signature = (request, status, body, *, location = None, at = None))]
    fn answer(
        &self,
        py: Python<'_>,
        request: &BundleRequest,
        status: Whole<u16>,
        body: PyBackedBytes,
        location: Option<&str>,
        at: Option<Moment>,
    ) -> Result<Step, Raise> {
        let (request, at) = (request.0.clone(), Moment::or_now(at));
        let step = py.detach(|| self.inner().answer(request, status.0, location, &body, at))?;
        match step {
            core::FetchStep::Redirected(next) => Ok(Step::Redirected(BundleRequest(*next))),
            core::FetchStep::Done(fetch) => Ok(Step::Done(BundleFetch(*fetch))),
            other => Err(pyo3::exceptions::PyRuntimeError::new_err(format!("{other:?}")).into()),
        }
    }

    /// The fetch failed before there was an answer. The bundle stays; the next fetch is at the usual time.
    #[pyo3(signature = (reason, at = None))]
    fn fail(&self, reason: &str, at: Option<Moment>) {
        self.inner().fail(reason, Moment::or_now(at));
    }

    /// A new bundle for the trust domain of the endpoint's own ID.
    fn replace_endpoint_bundle(&self, bundle: &TrustBundle) -> Result<(), Raise> {
        Ok(self.inner().replace_endpoint_bundle(bundle.0.clone())?)
    }

    fn __repr__(&self) -> String {
        let inner = self.inner();
        format!("<FederatedBundle of {}>", inner.endpoint().trust_domain())
    }
}

/// What a bundle endpoint says to a request: the newest bundle to every GET. It does no I/O.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct BundlePublisher(Mutex<core::BundlePublisher>);

impl BundlePublisher {
    fn inner(&self) -> MutexGuard<'_, core::BundlePublisher> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl BundlePublisher {
    /// A publisher of this bundle, with sequence number 1 if it has none.
    #[new]
    fn new(bundle: &TrustBundle) -> Result<Self, Raise> {
        Ok(Self(Mutex::new(core::BundlePublisher::new(bundle.0.clone())?)))
    }

    #[getter]
    fn bundle(&self) -> TrustBundle {
        TrustBundle(self.inner().bundle().clone())
    }

    /// Serves this bundle from now on; new content needs a higher sequence number, and gets one if it has none.
    fn publish(&self, bundle: &TrustBundle) -> Result<(), Raise> {
        Ok(self.inner().publish(bundle.0.clone())?)
    }

    /// Status, headers, body and `Content-Length` of the answer to a request with this method. The length is that of the
    /// body; for a HEAD, of that of a GET.
    fn answer(&self, method: &str) -> (u16, Vec<(&'static str, &'static str)>, String, usize) {
        let answer = self.inner().answer(method);
        (answer.status, answer.headers, answer.body, answer.length)
    }

    fn __repr__(&self) -> String {
        format!("<BundlePublisher of {}>", self.inner().bundle().trust_domain())
    }
}
