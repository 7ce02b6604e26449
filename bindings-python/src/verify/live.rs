//! `LiveVerifier`, a verifier that is replaced while it is in use.

use mtls_core::tls::PeerVerifier;
use mtls_core::trust::source::BundleFeed;
use mtls_core::verify as core;
use pyo3::prelude::*;

use super::arguments::BundlesArgument;
use super::{ChainVerifier, EdgeVerifier};
use crate::arguments::one_of;
use crate::raise::Raise;
use crate::source::{BundleSource, WorkloadApi};

/// The `ChainVerifier` in force, for servers and clients that keep running while bundles change. Threads may share it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct LiveVerifier(pub(crate) core::LiveVerifier);

#[pymethods]
impl LiveVerifier {
    #[new]
    fn new(verifier: &ChainVerifier) -> Self {
        Self(core::LiveVerifier::new(verifier.0.clone()))
    }

    /// The verifier in force now; it does not change.
    #[getter]
    fn current(&self) -> ChainVerifier {
        ChainVerifier(self.0.current())
    }

    /// Puts another verifier in force and gives the one that was.
    fn replace(&self, verifier: &ChainVerifier) -> ChainVerifier {
        ChainVerifier(self.0.replace(verifier.0.clone()))
    }

    /// Puts these bundles in force, under all other settings of the verifier that is. On an error that one stays.
    fn reload(&self, py: Python<'_>, bundles: BundlesArgument<'_>) -> Result<(), Raise> {
        let bundles = bundles.get()?;
        Ok(py.detach(|| self.0.reload(bundles))?)
    }

    /// Puts the bundles of this source in force, now and whenever one is new, beside those of other trust domains. A
    /// BundleSource must be watched or polled. A bundle that a WorkloadApi takes back goes, unless another one is in its place.
    fn follow(&self, py: Python<'_>, source: FeedArgument<'_>) {
        let feed: &(dyn BundleFeed + Sync) = match &source {
            FeedArgument::Files(source) => &source.source,
            FeedArgument::Workload(source) => &source.0,
        };
        py.detach(|| self.0.follow(feed));
    }

    fn __repr__(&self) -> String {
        let verifier = self.0.current();
        format!("<LiveVerifier {}, {} trust domains>", verifier.profile(), verifier.bundles().len())
    }
}

one_of! {
    /// What gives bundles and keeps them current.
    enum FeedArgument<'py> as "BundleSource | WorkloadApi" {
        Files(PyRef<'py, BundleSource>),
        Workload(PyRef<'py, WorkloadApi>),
    }
}

one_of! {
    /// What a server or client judges by: one that knows peers by SPIFFE ID, or one that knows them by name.
    pub(crate) enum VerifierArgument<'py> as "ChainVerifier | LiveVerifier | EdgeVerifier" {
        Fixed(PyRef<'py, ChainVerifier>),
        Live(PyRef<'py, LiveVerifier>),
        Edge(PyRef<'py, EdgeVerifier>),
    }
}

impl VerifierArgument<'_> {
    pub(crate) fn get(&self) -> PeerVerifier {
        match self {
            Self::Fixed(verifier) => verifier.0.clone().into(),
            Self::Live(verifier) => verifier.0.clone().into(),
            Self::Edge(verifier) => verifier.0.clone().into(),
        }
    }
}
