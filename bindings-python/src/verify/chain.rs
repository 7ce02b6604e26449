//! `ChainVerifier`, the judge of X509-SVIDs.

use mtls_core::verify as core;
use pyo3::prelude::*;

use super::arguments::{BundlesArgument, ChainArgument, CrlArgument, Keywords, set_up};
use super::verdict::{ChainReport, Verdicts, VerifiedPeer};
use crate::arguments::{List, Moment, Whole};
use crate::distrust::DistrustList;
use crate::raise::Raise;
use crate::record::Findings;
use crate::trust::BundleSet;

/// Judges chains against the bundle of the leaf's own trust domain. Immutable; threads may share it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct ChainVerifier(pub(crate) core::ChainVerifier);

#[pymethods]
impl ChainVerifier {
    /// `profile` is `spiffe-interop` or `spiffe-strict`; `purpose` is `client`, `server` or `either`.
    ///
    /// With `crls`, a certificate is refused that they revoke, that none speaks of (unless `accept_unknown_status`), or
    /// whose list is past its next update (unless `accept_expired_crls`); without one, or with an empty list of them,
    /// nothing is looked up. `revocation_depth` is `chain`, which is the default, or `leaf`. `distrust` shuts out every
    /// path through what it lists.
    ///
    /// Accepted peers and issuers are remembered within `peer_cache_bytes` (8 MiB unless given) and
    /// `issuer_cache_bytes` (1 MiB); 0 remembers none. No verdict depends on it.
    #[new]
    #[pyo3(signature = (
        bundles, *, profile = None, purpose = None, crls = None, revocation_depth = None, accept_unknown_status = false,
        accept_expired_crls = false, distrust = None, max_certificates = None, max_bytes = None,
        max_intermediates = None, peer_cache_bytes = None, issuer_cache_bytes = None
    ))]
    fn new(
        py: Python<'_>,
        bundles: BundlesArgument<'_>,
        profile: Option<&str>,
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
        let mut builder = core::ChainVerifier::builder(bundles.get()?);
        if let Some(profile) = profile {
            builder = builder.profile(profile.parse()?);
        }
        let builder = set_up!(builder, keywords.get(py)?);
        Ok(Self(py.detach(|| builder.build())?))
    }

    /// The peer that a chain, leaf first, proves at a time (now by default); raises VerificationError if it is refused.
    #[pyo3(signature = (chain, at = None, *, purpose = None))]
    fn verify(
        &self,
        py: Python<'_>,
        chain: ChainArgument<'_>,
        at: Option<Moment>,
        purpose: Option<&str>,
    ) -> Result<VerifiedPeer, Raise> {
        let (chain, at) = (chain.get(self.0.limits())?, Moment::or_now(at));
        let purpose = purpose.map(str::parse).transpose()?;
        Ok(VerifiedPeer(py.detach(|| match purpose {
            Some(purpose) => self.0.verify_for(purpose, &chain, at),
            None => self.0.verify(&chain, at),
        })?))
    }

    /// Judges many chains over the processors at hand, as an audit does: for each, in order, the peer or the
    /// VerificationError that `verify` would raise.
    #[pyo3(signature = (chains, at = None))]
    fn verify_batch(
        &self,
        py: Python<'_>,
        chains: List<ChainArgument<'_>>,
        at: Option<Moment>,
    ) -> Result<Verdicts<VerifiedPeer>, Raise> {
        let chains = chains.iter().map(|chain| chain.get(self.0.limits())).collect::<Result<Vec<_>, _>>()?;
        let at = Moment::or_now(at);
        Ok(Verdicts::of(py.detach(|| self.0.verify_batch(&chains, at)), VerifiedPeer))
    }

    /// Another verifier with the same settings over these bundles. It remembers no peer of this one.
    fn with_bundles(&self, py: Python<'_>, bundles: BundlesArgument<'_>) -> Result<Self, Raise> {
        let bundles = bundles.get()?;
        Ok(Self(py.detach(|| self.0.with_bundles(bundles))?))
    }

    /// Says of every certificate what is wrong with it, beside the verdict of `verify`. `print` it.
    #[pyo3(signature = (chain, at = None, *, purpose = None))]
    fn explain(
        &self,
        py: Python<'_>,
        chain: ChainArgument<'_>,
        at: Option<Moment>,
        purpose: Option<&str>,
    ) -> Result<ChainReport, Raise> {
        let (chain, at) = (chain.get(self.0.limits())?, Moment::or_now(at));
        let purpose = purpose.map(str::parse).transpose()?;
        Ok(ChainReport(py.detach(|| match purpose {
            Some(purpose) => self.0.explain_for(purpose, &chain, at),
            None => self.0.explain(&chain, at),
        })))
    }

    #[getter]
    fn bundles(&self) -> BundleSet {
        BundleSet(self.0.bundles().clone())
    }

    #[getter]
    fn profile(&self) -> &'static str {
        self.0.profile().as_str()
    }

    /// What was left out of the bundles.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(self.0.findings())
    }

    fn __repr__(&self) -> String {
        format!("<ChainVerifier {}, {} trust domains>", self.0.profile(), self.0.bundles().len())
    }
}
