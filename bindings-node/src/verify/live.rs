//! `LiveVerifier`, a verifier that is replaced while it is in use.

use mtls_core::tls::PeerVerifier;
use mtls_core::verify as core;
use napi::bindgen_prelude::{Either, Either3};
use napi::{Env, Result};
use napi_derive::napi;

use super::arguments::{BundlesLike, bundles as read_bundles};
use super::{ChainVerifier, EdgeVerifier};
use crate::raise::{Raise, call};
use crate::source::{BundleSource, WorkloadApi};

/// The `ChainVerifier` in force, for servers and clients that keep running while bundles change.
#[napi]
pub struct LiveVerifier(pub(crate) core::LiveVerifier);

#[napi]
impl LiveVerifier {
    /// Begins with this verifier.
    #[napi(constructor)]
    pub fn new(verifier: &ChainVerifier) -> Self {
        Self(core::LiveVerifier::new(verifier.0.clone()))
    }

    /// The verifier in force now; it does not change.
    #[napi(getter)]
    pub fn current(&self) -> ChainVerifier {
        ChainVerifier(self.0.current())
    }

    /// Puts another verifier in force and gives the one that was.
    #[napi]
    pub fn replace(&self, verifier: &ChainVerifier) -> ChainVerifier {
        ChainVerifier(self.0.replace(verifier.0.clone()))
    }

    /// Puts these bundles in force, under all other settings of the verifier that is. On an error that one stays.
    #[napi]
    pub fn reload(&self, env: &Env, bundles: BundlesLike<'_>) -> Result<()> {
        call(env, || Ok::<_, Raise>(self.0.reload(read_bundles(bundles)?)?))
    }

    /// Puts the bundles of this source in force, now and whenever one is new, beside those of other trust domains. A
    /// `BundleSource` must be watched or polled. A bundle that a `WorkloadApi` takes back goes, unless another one is in its
    /// place.
    #[napi]
    pub fn follow(&self, env: &Env, source: BundleFeed<'_>) -> Result<()> {
        call(env, || {
            match source {
                Either::A(source) => self.0.follow(&source.0),
                Either::B(source) => self.0.follow(&source.0),
            }
            Ok::<_, Raise>(())
        })
    }

    /// The profile and the trust domains of the verifier in force.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.current().text()
    }
}

/// What gives bundles and keeps them current.
#[napi]
pub type BundleFeed<'a> = Either<&'a BundleSource, &'a WorkloadApi>;

/// What a server or client judges by: one that knows peers by SPIFFE ID, or one that knows them by name.
#[napi]
pub type VerifierLike<'a> = Either3<&'a ChainVerifier, &'a LiveVerifier, &'a EdgeVerifier>;

pub(crate) fn peer_verifier(verifier: VerifierLike<'_>) -> PeerVerifier {
    match verifier {
        Either3::A(verifier) => verifier.0.clone().into(),
        Either3::B(verifier) => verifier.0.clone().into(),
        Either3::C(verifier) => verifier.0.clone().into(),
    }
}
