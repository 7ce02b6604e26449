//! The judge of X509-SVIDs.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use rustls_pki_types::{CertificateDer, UnixTime};

use crate::batch;
use crate::finding::Finding;
use crate::pki::CertificateChain;
use crate::trust::BundleSet;

use super::anchors::Anchors;
use super::cache::{Issuers, PeerLookup, Peers};
use super::settings::{Settings, setters};
use super::snapshot::{Asked, Snapshot, Trust};
use super::{
    ChainLimits, ChainReport, ExpectedName, Profile, Purpose, Rejection, VerifiedPeer, VerifierError,
    diagnosis,
};

/// Verifies certificate chains against the bundle of the leaf's own trust domain.
///
/// Immutable and cheap to clone: a snapshot of bundles, profile and algorithms. Reads no clock,
/// file or socket. To change what is trusted, build another one; [`LiveVerifier`](super::LiveVerifier)
/// changes it under way.
#[derive(Clone)]
pub struct ChainVerifier(Arc<Verifier>);

struct Verifier {
    bundles: BundleSet,
    settings: Settings,
    snapshot: Snapshot,
    peers: Peers<VerifiedPeer>,
}

impl ChainVerifier {
    /// Starts a verifier over these bundles: profile [`Profile::SpiffeInterop`], purpose
    /// [`Purpose::Either`], the built-in algorithms, default [`ChainLimits`](super::ChainLimits), no CRLs.
    pub fn builder(bundles: BundleSet) -> ChainVerifierBuilder {
        ChainVerifierBuilder { bundles, settings: Settings::new(Profile::SpiffeInterop) }
    }

    /// Judges a chain, leaf first, at a point in time, for the verifier's own purpose.
    ///
    /// Intermediates may come in any order and unrelated certificates are passed over, as RFC 8446
    /// section 4.4.2 allows; only rustls-webpki's acceptance counts, and our own checks on top.
    ///
    /// # Errors
    /// A [`Rejection`] with all that is wrong, the most telling cause first.
    pub fn verify(&self, chain: &[CertificateDer<'_>], at: UnixTime) -> Result<VerifiedPeer, Rejection> {
        self.verify_for(self.0.snapshot.criteria.purpose, chain, at)
    }

    /// The same for another purpose than the verifier's own.
    ///
    /// # Errors
    /// As [`ChainVerifier::verify`].
    pub fn verify_for(
        &self,
        purpose: Purpose,
        chain: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<VerifiedPeer, Rejection> {
        let (snapshot, name) = (&self.0.snapshot, &ExpectedName::Any);
        let lookup = PeerLookup { purpose, name, chain };
        if let Some(peer) = self.0.peers.get(&lookup, at) {
            return Ok(peer);
        }
        let asked = Asked { purpose, name, at };
        let judged = snapshot.judge(chain, &asked);
        let window = judged.as_ref().ok().and_then(|accepted| accepted.window);
        let peer = judged
            .and_then(VerifiedPeer::new)
            .map_err(|refused| diagnosis::rejection(snapshot, chain, &asked, refused))?;
        if let Some(window) = window {
            self.0.peers.insert(&lookup, window, &peer, peer.facts().bytes_of_warnings());
        }
        Ok(peer)
    }

    /// Judges a [`CertificateChain`].
    ///
    /// # Errors
    /// As [`ChainVerifier::verify`].
    pub fn verify_chain(&self, chain: &CertificateChain, at: UnixTime) -> Result<VerifiedPeer, Rejection> {
        self.verify(&chain.to_der(), at)
    }

    /// Judges many chains over the processors at hand, as an audit does. The verdicts stand in the chains'
    /// order and are those of [`ChainVerifier::verify`].
    pub fn verify_batch<'c, C: AsRef<[CertificateDer<'c>]> + Sync>(
        &self,
        chains: &[C],
        at: UnixTime,
    ) -> Vec<Result<VerifiedPeer, Rejection>> {
        batch::map(chains, 1, |chain| self.verify(chain.as_ref(), at))
    }

    /// Says of every certificate what is wrong with it, beside the verdict of [`ChainVerifier::verify`].
    pub fn explain(&self, chain: &[CertificateDer<'_>], at: UnixTime) -> ChainReport {
        self.explain_for(self.0.snapshot.criteria.purpose, chain, at)
    }

    /// The same beside the verdict of [`ChainVerifier::verify_for`]: a chain that was refused in a
    /// handshake is explained for the role that its peer had there.
    pub fn explain_for(&self, purpose: Purpose, chain: &[CertificateDer<'_>], at: UnixTime) -> ChainReport {
        let verdict = self.verify_for(purpose, chain, at);
        let who = verdict.as_ref().ok().map(|peer| peer.spiffe_id().to_string());
        ChainReport::new(self.limits(), chain, at, who, verdict.as_ref().map(VerifiedPeer::facts))
    }

    /// Another verifier, over these bundles and with the same settings. It remembers no peer of this one.
    ///
    /// # Errors
    /// As [`ChainVerifierBuilder::build`].
    pub fn with_bundles(&self, bundles: BundleSet) -> Result<Self, VerifierError> {
        ChainVerifierBuilder { bundles, settings: self.0.settings.clone() }.build()
    }

    /// The bundles that it verifies against.
    pub fn bundles(&self) -> &BundleSet {
        &self.0.bundles
    }

    /// The profile that it verifies under.
    pub fn profile(&self) -> Profile {
        self.0.snapshot.criteria.profile
    }

    /// The limits on what a peer may present.
    pub fn limits(&self) -> &ChainLimits {
        &self.0.snapshot.criteria.limits
    }

    /// What was left out of the bundles when the verifier was built.
    pub fn findings(&self) -> &[Finding] {
        &self.0.snapshot.findings
    }
}

impl fmt::Debug for ChainVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainVerifier")
            .field("criteria", &self.0.snapshot.criteria)
            .field("trust_domains", &self.0.bundles.len())
            .finish_non_exhaustive()
    }
}

/// Sets up a [`ChainVerifier`].
#[derive(Clone, Debug)]
pub struct ChainVerifierBuilder {
    bundles: BundleSet,
    settings: Settings,
}

impl ChainVerifierBuilder {
    setters!();

    /// Builds the verifier. An authority that webpki cannot take as a trust anchor is left out and
    /// reported by [`ChainVerifier::findings`]; the rest of its bundle still counts.
    ///
    /// # Errors
    /// No signature algorithms: neither a backend feature nor [`ChainVerifierBuilder::algorithms`]; a
    /// profile that knows peers by other names than SPIFFE IDs; a CRL that cannot be used.
    pub fn build(self) -> Result<ChainVerifier, VerifierError> {
        if !self.settings.profile.is_spiffe() {
            return Err(VerifierError::ProfileMismatch {
                profile: self.settings.profile.as_str(),
                verifier: "ChainVerifier",
                instead: "EdgeVerifier",
            });
        }
        let mut findings = Vec::new();
        let domains: HashMap<_, _> = self
            .bundles
            .iter()
            .map(|bundle| {
                let whose = format!("the bundle of {}", bundle.trust_domain());
                let anchors = Anchors::new(&whose, bundle.authorities(), bundle.findings(), &mut findings);
                (bundle.trust_domain().clone(), anchors)
            })
            .collect();
        let caches = self.settings.caches;
        let snapshot = Snapshot {
            trust: Trust::Domains(domains),
            criteria: self.settings.clone().ready()?,
            issuers: Issuers::new(caches.issuer_bytes),
            findings,
        };
        let peers = Peers::new(caches.peer_bytes);
        let Self { bundles, settings } = self;
        Ok(ChainVerifier(Arc::new(Verifier { bundles, settings, snapshot, peers })))
    }
}
