//! `LiveVerifier`, a verifier that is replaced while it is in use.

use mtls_core::verify as core;
use napi::bindgen_prelude::Either;
use napi::{Env, Result};
use napi_derive::napi;

use super::ChainVerifier;
use super::arguments::{BundlesLike, bundles as read_bundles};
use crate::raise::{Raise, call};

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

    /// The profile and the trust domains of the verifier in force.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.current().text()
    }
}

/// What a server or client judges by.
#[napi]
pub type VerifierLike<'a> = Either<&'a ChainVerifier, &'a LiveVerifier>;

pub(crate) fn live(verifier: VerifierLike<'_>) -> core::LiveVerifier {
    match verifier {
        Either::A(verifier) => verifier.0.clone().into(),
        Either::B(verifier) => verifier.0.clone(),
    }
}
