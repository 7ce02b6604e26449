//! A verifier that is replaced while it is in use.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;
use rustls_pki_types::{CertificateDer, UnixTime};

use crate::trust::source::BundleFeed;
use crate::trust::{BundleSet, TrustBundle};

use super::{ChainReport, ChainVerifier, Purpose, Rejection, VerifiedPeer, VerifierError};

/// A handle on the [`ChainVerifier`] in force. All clones of a handle see the same one.
///
/// A verifier is a snapshot and never changes; what changes is which one is in force. Whoever verifies
/// takes the one that is there, without a lock, and keeps it to the end of the verdict. A replacement takes
/// effect whole, for every verdict that begins after it, and the caches of the old one go with it. If the
/// replacement cannot be built, the old one stays.
///
/// ```
/// # #[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))] {
/// # use mtls_core::pki::issue::CertificateAuthority;
/// # use mtls_core::trust::{BundleSet, TrustBundle};
/// # use mtls_core::verify::{ChainVerifier, LiveVerifier};
/// # let domain = mtls_core::identity::TrustDomain::parse("td.example")?;
/// # let ca = CertificateAuthority::root("Root").trust_domain(domain.clone()).build()?;
/// # let issued = ca.svid(&domain.join("w")?).issue()?;
/// # let now = rustls_pki_types::UnixTime::now();
/// # let bundle = TrustBundle::new(domain, [ca.certificate().clone()]);
/// let live = LiveVerifier::new(ChainVerifier::builder(BundleSet::new([])?).build()?);
/// assert!(live.verify(&issued.chain.to_der(), now).is_err());
/// live.reload(BundleSet::new([bundle])?)?;
/// assert!(live.verify(&issued.chain.to_der(), now).is_ok());
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct LiveVerifier(Arc<Live>);

struct Live {
    in_force: ArcSwap<ChainVerifier>,
    /// Held by who replaces, so that no replacement is lost to one that began before it.
    replacing: Mutex<()>,
}

impl LiveVerifier {
    /// A handle on this verifier.
    pub fn new(verifier: ChainVerifier) -> Self {
        Self(Arc::new(Live { in_force: ArcSwap::from_pointee(verifier), replacing: Mutex::default() }))
    }

    /// The verifier in force.
    pub fn current(&self) -> ChainVerifier {
        self.0.in_force.load().as_ref().clone()
    }

    /// Puts another verifier in force and gives the one that was.
    pub fn replace(&self, verifier: ChainVerifier) -> ChainVerifier {
        let _replacing = self.replacing();
        self.0.in_force.swap(Arc::new(verifier)).as_ref().clone()
    }

    /// Puts these bundles in force, under all other settings of the verifier that is. A verifier that
    /// another thread puts in force meanwhile keeps its settings: a distrust list is never undone.
    ///
    /// # Errors
    /// As [`ChainVerifier::with_bundles`]; the verifier in force stays.
    pub fn reload(&self, bundles: BundleSet) -> Result<(), VerifierError> {
        let _replacing = self.replacing();
        let next = self.0.in_force.load().with_bundles(bundles)?;
        self.0.in_force.store(Arc::new(next));
        Ok(())
    }

    fn replacing(&self) -> MutexGuard<'_, ()> {
        self.0.replacing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts the bundles of this source in force, now and whenever one is new, beside those of other trust domains: several
    /// sources, and a `BundleKeeper` of federated bundles, may serve one verifier.
    /// A [`BundleSource`](crate::trust::source::BundleSource) must be watched or polled.
    ///
    /// What the source has put is put once: a bundle that somebody else puts in its place stays until the source has another.
    /// A bundle that the source takes back, as the Workload API does when a federation ends, goes out of the verifier, unless
    /// somebody else has put another one in its place.
    pub fn follow(&self, source: &(impl BundleFeed + ?Sized)) {
        let live = self.clone();
        let mut given = BundleSet::default();
        source.feed(Box::new(move |bundles| {
            // The settings were good for the verifier in force, and bundles have none to refuse.
            // Only what is news is put: a bundle that came some other way meanwhile is newer than one that stayed the same here.
            let _ = live.put(|current| {
                let gone = given.iter().filter(|old| {
                    let domain = old.trust_domain().as_ref();
                    bundles.get(domain).is_none() && current.get(domain) == Some(old)
                });
                let kept = gone.fold(current.clone(), |set, old| set.without(old.trust_domain()));
                let news = bundles.iter().filter(|new| given.get(new.trust_domain().as_ref()) != Some(new));
                news.fold(kept, |set, new| set.with_bundle(new.clone()))
            });
            given = bundles.clone();
        }));
    }

    /// Puts this bundle in force for its trust domain, beside the others of the verifier that is.
    ///
    /// # Errors
    /// As [`ChainVerifier::with_bundles`]; the verifier in force stays.
    pub fn put_bundle(&self, bundle: &TrustBundle) -> Result<(), VerifierError> {
        self.put(|current| current.with_bundle(bundle.clone()))
    }

    /// Puts in force what is made of the bundles that are.
    fn put(&self, change: impl FnOnce(&BundleSet) -> BundleSet) -> Result<(), VerifierError> {
        let _replacing = self.replacing();
        let current = self.0.in_force.load();
        let next = current.with_bundles(change(current.bundles()))?;
        self.0.in_force.store(Arc::new(next));
        Ok(())
    }

    /// [`ChainVerifier::verify`] of the verifier in force.
    ///
    /// # Errors
    /// A [`Rejection`] with all that is wrong, the most telling cause first.
    pub fn verify(&self, chain: &[CertificateDer<'_>], at: UnixTime) -> Result<VerifiedPeer, Rejection> {
        self.0.in_force.load().verify(chain, at)
    }

    /// [`ChainVerifier::verify_for`] of the verifier in force.
    ///
    /// # Errors
    /// As [`LiveVerifier::verify`].
    pub fn verify_for(
        &self,
        purpose: Purpose,
        chain: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<VerifiedPeer, Rejection> {
        self.0.in_force.load().verify_for(purpose, chain, at)
    }

    /// [`ChainVerifier::explain`] of the verifier in force.
    pub fn explain(&self, chain: &[CertificateDer<'_>], at: UnixTime) -> ChainReport {
        self.0.in_force.load().explain(chain, at)
    }
}

impl From<ChainVerifier> for LiveVerifier {
    fn from(verifier: ChainVerifier) -> Self {
        Self::new(verifier)
    }
}

impl fmt::Debug for LiveVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LiveVerifier").field(&self.0.in_force.load()).finish()
    }
}
