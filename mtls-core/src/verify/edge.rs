//! The judge of certificates that are known by DNS name, address or e-mail address.

use std::fmt;
use std::sync::Arc;

use rustls_pki_types::{CertificateDer, UnixTime};

use crate::batch;
use crate::finding::Finding;
use crate::pki::CertificateChain;
use crate::trust::TrustAnchors;

use super::anchors::Anchors;
use super::cache::{Issuers, PeerLookup, Peers};
use super::settings::{Settings, setters};
use super::snapshot::{Asked, Snapshot, Trust};
use super::{
    ChainLimits, ChainReport, ExpectedName, Profile, Purpose, Rejection, VerifiedCertificate, VerifierError,
    diagnosis,
};

/// Verifies the certificates of servers and of clients at the edge, against one set of trust anchors.
///
/// Immutable and cheap to clone, as [`ChainVerifier`](super::ChainVerifier), which judges X509-SVIDs.
///
/// ```
/// # #[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))] {
/// # use mtls_core::pki::issue::CertificateAuthority;
/// # use mtls_core::trust::TrustAnchors;
/// # use mtls_core::verify::{EdgeVerifier, Profile};
/// # let ca = CertificateAuthority::root("Example Root").build()?;
/// # let issued = ca.server(["shop.example"]).issue()?;
/// # let now = rustls_pki_types::UnixTime::now();
/// let verifier = EdgeVerifier::builder(Profile::Server, TrustAnchors::from_pem(ca.certificate().to_pem().as_bytes())?)
///     .build()?;
/// let server = verifier.verify_chain(&issued.chain, &"shop.example".parse()?, now)?;
/// assert_eq!(server.name().unwrap().to_string(), "shop.example");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct EdgeVerifier(Arc<Verifier>);

struct Verifier {
    anchors: TrustAnchors,
    snapshot: Snapshot,
    certificates: Peers<VerifiedCertificate>,
}

impl EdgeVerifier {
    /// Starts a verifier under [`Profile::EdgeClient`], [`Profile::Server`] or [`Profile::ServerStrict`],
    /// with the profile's own purpose, the built-in algorithms, default
    /// [`ChainLimits`](super::ChainLimits), no CRLs.
    pub fn builder(profile: Profile, anchors: TrustAnchors) -> EdgeVerifierBuilder {
        EdgeVerifierBuilder { anchors, settings: Settings::new(profile) }
    }

    /// Judges a chain, leaf first, at a point in time: the path, and that the leaf is valid for `name`.
    ///
    /// # Errors
    /// A [`Rejection`] with all that is wrong, the most telling cause first.
    pub fn verify(
        &self,
        chain: &[CertificateDer<'_>],
        name: &ExpectedName,
        at: UnixTime,
    ) -> Result<VerifiedCertificate, Rejection> {
        let (snapshot, purpose) = (&self.0.snapshot, self.purpose());
        let lookup = PeerLookup { purpose, name, chain };
        if let Some(certificate) = self.0.certificates.get(&lookup, at) {
            return Ok(certificate);
        }
        let asked = Asked { purpose, name, at };
        let accepted = snapshot
            .judge(chain, &asked)
            .map_err(|refused| diagnosis::rejection(snapshot, chain, &asked, refused))?;
        let window = accepted.window;
        let certificate = VerifiedCertificate::new(accepted);
        if let Some(window) = window {
            let bytes = certificate.facts().bytes_of_warnings();
            self.0.certificates.insert(&lookup, window, &certificate, bytes);
        }
        Ok(certificate)
    }

    /// Judges a [`CertificateChain`].
    ///
    /// # Errors
    /// As [`EdgeVerifier::verify`].
    pub fn verify_chain(
        &self,
        chain: &CertificateChain,
        name: &ExpectedName,
        at: UnixTime,
    ) -> Result<VerifiedCertificate, Rejection> {
        self.verify(&chain.to_der(), name, at)
    }

    /// Judges many chains over the processors at hand, each by the name beside it. The verdicts stand in
    /// the chains' order and are those of [`EdgeVerifier::verify`].
    pub fn verify_batch<'c, C: AsRef<[CertificateDer<'c>]> + Sync>(
        &self,
        chains: &[(C, ExpectedName)],
        at: UnixTime,
    ) -> Vec<Result<VerifiedCertificate, Rejection>> {
        batch::map(chains, 1, |(chain, name)| self.verify(chain.as_ref(), name, at))
    }

    /// Says of every certificate what is wrong with it, beside the verdict of [`EdgeVerifier::verify`].
    pub fn explain(&self, chain: &[CertificateDer<'_>], name: &ExpectedName, at: UnixTime) -> ChainReport {
        let verdict = self.verify(chain, name, at);
        ChainReport::new(self.limits(), chain, at, None, verdict.as_ref().map(VerifiedCertificate::facts))
    }

    /// The authorities that it verifies against.
    pub fn anchors(&self) -> &TrustAnchors {
        &self.0.anchors
    }

    /// The profile that it verifies under.
    pub fn profile(&self) -> Profile {
        self.0.snapshot.criteria.profile
    }

    /// The role that it verifies for.
    pub fn purpose(&self) -> Purpose {
        self.0.snapshot.criteria.purpose
    }

    /// The limits on what a peer may present.
    pub fn limits(&self) -> &ChainLimits {
        &self.0.snapshot.criteria.limits
    }

    /// What was left out of the trust anchors when the verifier was built.
    pub fn findings(&self) -> &[Finding] {
        &self.0.snapshot.findings
    }
}

impl fmt::Debug for EdgeVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EdgeVerifier")
            .field("criteria", &self.0.snapshot.criteria)
            .field("anchors", &self.0.anchors.len())
            .finish_non_exhaustive()
    }
}

/// Sets up an [`EdgeVerifier`].
#[derive(Clone, Debug)]
pub struct EdgeVerifierBuilder {
    anchors: TrustAnchors,
    settings: Settings,
}

impl EdgeVerifierBuilder {
    setters!();

    /// Builds the verifier. An authority that webpki cannot take as a trust anchor is left out and
    /// reported by [`EdgeVerifier::findings`].
    ///
    /// # Errors
    /// No signature algorithms; a profile for SPIFFE IDs; a CRL that cannot be used.
    pub fn build(self) -> Result<EdgeVerifier, VerifierError> {
        if self.settings.profile.is_spiffe() {
            return Err(VerifierError::ProfileMismatch {
                profile: self.settings.profile.as_str(),
                verifier: "EdgeVerifier",
                instead: "ChainVerifier",
            });
        }
        let mut findings = self.anchors.findings().to_vec();
        let anchors = Anchors::new(
            "the trust anchors",
            self.anchors.authorities(),
            self.anchors.findings(),
            &mut findings,
        );
        let caches = self.settings.caches;
        let snapshot = Snapshot {
            trust: Trust::Anchors(anchors),
            criteria: self.settings.ready()?,
            issuers: Issuers::new(caches.issuer_bytes),
            findings,
        };
        let certificates = Peers::new(caches.peer_bytes);
        Ok(EdgeVerifier(Arc::new(Verifier { anchors: self.anchors, snapshot, certificates })))
    }
}
