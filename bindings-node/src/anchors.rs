//! Floor 3, whom to trust for names: `TrustAnchors`.

use mtls_core::trust as core;
use napi::bindgen_prelude::{ClassInstance, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::arguments::{Bytes, Document, known};
use crate::certificate::Certificate;
use crate::raise::{Raise, call};
use crate::record::record;
use crate::trust::{BundleMapOptions, bundle_limits};

/// Limits on what is read of trust anchors.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct AnchorsOptions {
    /// Bytes of a document. Default: 4,194,304.
    pub max_bytes: Option<f64>,
    /// Authorities. Default: 1,024.
    pub max_authorities: Option<f64>,
}

const ANCHORS_OPTIONS: &[&str] = &["maxBytes", "maxAuthorities"];

/// The authorities that may vouch for servers, or for clients at the edge. Whoever is in here can vouch for any name:
/// keep one set for each purpose. For SPIFFE IDs there is `BundleSet`.
#[napi]
pub struct TrustAnchors(pub(crate) core::TrustAnchors);

#[napi]
impl TrustAnchors {
    /// These authorities. What is no CA is left out and reported by `findings`.
    #[napi(constructor)]
    pub fn new(authorities: Vec<ClassInstance<'_, Certificate>>) -> Self {
        Self(core::TrustAnchors::new(authorities.iter().map(|one| one.0.clone())))
    }

    /// Reads concatenated PEM certificates (a `ca.crt`, a `ca-certificates.crt`). Throws `TrustError`.
    #[napi]
    pub fn from_pem(
        env: &Env,
        pem: Document,
        #[napi(ts_arg_type = "AnchorsOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let read = || {
            let AnchorsOptions { max_bytes, max_authorities } =
                known(options, ANCHORS_OPTIONS)?.unwrap_or_default();
            let limits =
                bundle_limits(BundleMapOptions { max_bytes, max_authorities, ..Default::default() })?;
            Ok::<_, Raise>(core::TrustAnchors::from_pem_with(Bytes::from(pem).as_ref(), &limits)?)
        };
        call(env, read).map(Self)
    }

    /// The authorities, in the order given.
    #[napi(getter)]
    pub fn authorities(&self) -> Vec<Certificate> {
        self.0.authorities().iter().cloned().map(Certificate).collect()
    }

    /// How many there are.
    #[napi(getter)]
    pub fn size(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// What was left out when it was read, and why.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings())
    }

    /// Whether both hold the same authorities in the same order.
    #[napi]
    pub fn equals(&self, other: &TrustAnchors) -> bool {
        self.0 == other.0
    }

    /// The number of authorities.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        format!("{} authorities", self.0.len())
    }
}
