//! What a bundle endpoint serves: `BundlePublisher`.

use mtls_core::trust::federation as core;
use napi::{Env, Result};
use napi_derive::napi;

use crate::raise::call;
use crate::trust::TrustBundle;

/// What a bundle endpoint says to a request: the newest bundle to every GET. It does no I/O.
#[napi]
pub struct BundlePublisher(core::BundlePublisher);

/// An HTTP answer.
#[napi(object, object_from_js = false)]
pub struct BundleAnswer {
    /// The status.
    pub status: u32,
    /// Names and values, without `Content-Length`.
    pub headers: Vec<Vec<String>>,
    /// The body.
    pub body: String,
    /// The value of `Content-Length`: bytes of the body, of that of a GET for a HEAD.
    pub length: u32,
}

#[napi]
impl BundlePublisher {
    /// A publisher of this bundle, with sequence number 1 if it has none. Throws `TrustError`.
    #[napi(constructor)]
    pub fn new(env: &Env, bundle: &TrustBundle) -> Result<Self> {
        call(env, || core::BundlePublisher::new(bundle.0.clone())).map(Self)
    }

    /// The bundle that it serves.
    #[napi(getter)]
    pub fn bundle(&self) -> TrustBundle {
        TrustBundle(self.0.bundle().clone())
    }

    /// Serves this bundle from now on; new content needs a higher sequence number, and gets one if it has none. Throws
    /// `TrustError`.
    #[napi]
    pub fn publish(&mut self, env: &Env, bundle: &TrustBundle) -> Result<()> {
        call(env, || self.0.publish(bundle.0.clone()))
    }

    /// The answer to a request with this method.
    #[napi]
    pub fn answer(&self, method: String) -> BundleAnswer {
        let answer = self.0.answer(&method);
        let pair = |(name, value): (&str, &str)| vec![name.to_owned(), value.to_owned()];
        let headers = answer.headers.into_iter().map(pair).collect();
        let length = u32::try_from(answer.length).unwrap_or(u32::MAX);
        BundleAnswer { status: answer.status.into(), headers, body: answer.body, length }
    }
}
