//! What one side presents and whom it trusts, from a folder, and kept current: a new certificate or root counts from the
//! next handshake on, and what is torn, expired or does not fit together is never taken.

use std::path::Path;
use std::time::Duration;

use mtls_core::identity::TrustDomain;
use mtls_core::tls::{IdentityFiles, IdentitySource, LiveIdentity};
use mtls_core::trust::source::{BundleFiles, BundleSource, SourceEvent};
use mtls_core::verify::{ChainVerifier, LiveVerifier};

use crate::identities::TRUST_DOMAIN;
use crate::{Log, Outcome};

/// The files of a workload. They are looked at as long as this lives.
pub(crate) struct Workload {
    identity: IdentitySource,
    /// Looked at as long as it is held.
    _bundles: BundleSource,
    verifier: LiveVerifier,
}

impl Workload {
    /// Reads `tls.crt`, `tls.key` and `ca.crt`, and looks at them every `interval`. Takes a moment: do not call it from
    /// an asynchronous task.
    pub(crate) fn open(folder: &Path, interval: Duration, log: &Log) -> Outcome<Self> {
        let identity = IdentityFiles::directory(folder).on_event(tell(log)).open()?;
        identity.watch(interval)?;
        let domain = TrustDomain::parse(TRUST_DOMAIN)?;
        let bundles = BundleFiles::new().file(domain, folder.join("ca.crt")).on_event(tell(log)).open()?;
        let verifier = LiveVerifier::new(ChainVerifier::builder(bundles.bundles()).build()?);
        verifier.follow(&bundles);
        bundles.watch(interval)?;
        Ok(Self { identity, _bundles: bundles, verifier })
    }

    pub(crate) fn identity(&self) -> LiveIdentity {
        self.identity.identity()
    }

    pub(crate) fn verifier(&self) -> LiveVerifier {
        self.verifier.clone()
    }
}

fn tell(log: &Log) -> impl Fn(&SourceEvent) + Send + Sync + 'static {
    let log = log.clone();
    move |event| match event {
        SourceEvent::Loaded(state) | SourceEvent::Failed(state) => log.line(&state.to_string()),
        SourceEvent::Expiring(finding) => log.line(&finding.to_string()),
        _ => {}
    }
}
