//! `EdgeVerifier`, the judge of certificates that are known by other names than SPIFFE IDs.

use mtls_core::verify as core;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::arguments::{AnchorsArgument, ChainArgument, CrlArgument, Keywords, NameArgument, set_up};
use super::verdict::{ChainReport, Verdicts, VerifiedCertificate};
use crate::anchors::TrustAnchors;
use crate::arguments::{List, Moment, Whole};
use crate::distrust::DistrustList;
use crate::raise::Raise;
use crate::record::Findings;

/// Judges the certificates of servers, and of clients at the edge, by DNS name, address or e-mail address. Immutable;
/// threads may share it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct EdgeVerifier(pub(crate) core::EdgeVerifier);

#[pymethods]
impl EdgeVerifier {
    /// `profile` is `edge-client`, `server` or `server-strict`, and brings its own `purpose` along. The other arguments
    /// are those of `ChainVerifier`.
    #[new]
    #[pyo3(signature = (
        anchors, *, profile, purpose = None, crls = None, revocation_depth = None, accept_unknown_status = false,
        accept_expired_crls = false, distrust = None, max_certificates = None, max_bytes = None,
        max_intermediates = None, peer_cache_bytes = None, issuer_cache_bytes = None
    ))]
    fn new(
        py: Python<'_>,
        anchors: AnchorsArgument<'_>,
        profile: &str,
        purpose: Option<&str>,
        crls: Option<List<CrlArgument<'_>>>,
        revocation_depth: Option<&str>,
        accept_unknown_status: bool,
        accept_expired_crls: bool,
        distrust: Option<PyRef<'_, DistrustList>>,
        max_certificates: Option<Whole<usize>>,
        max_bytes: Option<Whole<usize>>,
        max_intermediates: Option<Whole<usize>>,
        peer_cache_bytes: Option<Whole<u64>>,
        issuer_cache_bytes: Option<Whole<u64>>,
    ) -> Result<Self, Raise> {
        let keywords = Keywords {
            purpose,
            crls,
            revocation_depth,
            accept_unknown_status,
            accept_expired_crls,
            distrust,
            max_certificates,
            max_bytes,
            max_intermediates,
            peer_cache_bytes,
            issuer_cache_bytes,
        };
        let builder = core::EdgeVerifier::builder(profile.parse()?, anchors.get());
        let builder = set_up!(builder, keywords.get(py)?);
        Ok(Self(py.detach(|| builder.build())?))
    }

    /// Judges a chain, leaf first, at a time (now by default): the path, and that the leaf is valid for `name`, or for one
    /// of several. None takes any name; who passes it looks at the names afterwards. Raises VerificationError.
    #[pyo3(signature = (chain, name, at = None))]
    fn verify(
        &self,
        py: Python<'_>,
        chain: ChainArgument<'_>,
        name: Option<NameArgument>,
        at: Option<Moment>,
    ) -> Result<VerifiedCertificate, Raise> {
        let (chain, name, at) = (chain.get(self.0.limits())?, NameArgument::get(name)?, Moment::or_now(at));
        Ok(VerifiedCertificate(py.detach(|| self.0.verify(&chain, &name, at))?))
    }

    /// Judges many chains over the processors at hand, each by the name in its place: for each, in order, the verdict or
    /// the VerificationError that `verify` would raise.
    #[pyo3(signature = (chains, names, at = None))]
    fn verify_batch(
        &self,
        py: Python<'_>,
        chains: List<ChainArgument<'_>>,
        names: List<Option<NameArgument>>,
        at: Option<Moment>,
    ) -> Result<Verdicts<VerifiedCertificate>, Raise> {
        if chains.len() != names.len() {
            let lengths = format!("{} chains and {} names", chains.len(), names.len());
            return Err(PyValueError::new_err(lengths).into());
        }
        let names = names.into_iter().map(NameArgument::get);
        let orders = chains.iter().zip(names).map(|(chain, name)| Ok((chain.get(self.0.limits())?, name?)));
        let orders = orders.collect::<Result<Vec<_>, Raise>>()?;
        let at = Moment::or_now(at);
        Ok(Verdicts::of(py.detach(|| self.0.verify_batch(&orders, at)), VerifiedCertificate))
    }

    /// Says of every certificate what is wrong with it, beside the verdict of `verify`. `print` it.
    #[pyo3(signature = (chain, name, at = None))]
    fn explain(
        &self,
        py: Python<'_>,
        chain: ChainArgument<'_>,
        name: Option<NameArgument>,
        at: Option<Moment>,
    ) -> Result<ChainReport, Raise> {
        let (chain, name, at) = (chain.get(self.0.limits())?, NameArgument::get(name)?, Moment::or_now(at));
        Ok(ChainReport(py.detach(|| self.0.explain(&chain, &name, at))))
    }

    #[getter]
    fn anchors(&self) -> TrustAnchors {
        TrustAnchors(self.0.anchors().clone())
    }

    #[getter]
    fn profile(&self) -> &'static str {
        self.0.profile().as_str()
    }

    #[getter]
    fn purpose(&self) -> &'static str {
        self.0.purpose().as_str()
    }

    /// What was left out of the trust anchors.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(self.0.findings())
    }

    fn __repr__(&self) -> String {
        format!("<EdgeVerifier {}, {} authorities>", self.0.profile(), self.0.anchors().len())
    }
}
