//! Turning origin pulls on, and rotations at the edge: `RolloutPlan`.

use mtls_core::origin as core;
use napi::bindgen_prelude::Unknown;
use napi::{Env, Result};
use napi_derive::napi;

use super::provider::{ProviderLike, provider as read_provider};
use crate::raise::{Raise, call};
use crate::record::record;

/// Ordered steps, from the rules of a provider: what to do, what must hold before, what a probe must say afterwards, what breaks
/// without.
#[napi]
pub struct RolloutPlan(core::RolloutPlan);

#[napi]
impl RolloutPlan {
    /// The steps for a provider. Throws `OriginError` for one that shows no certificate.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        provider: ProviderLike<'_>,
        #[napi(ts_arg_type = "RolloutKind")] kind: String,
    ) -> Result<Self> {
        call(env, || Ok::<_, Raise>(core::RolloutPlan::new(&read_provider(provider)?, kind.parse()?)?))
            .map(Self)
    }

    /// The provider's name.
    #[napi(getter)]
    pub fn provider(&self) -> &str {
        self.0.provider()
    }

    /// What is to be done.
    #[napi(getter, ts_return_type = "RolloutKind")]
    pub fn kind(&self) -> &'static str {
        self.0.kind().as_str()
    }

    /// The steps, in order.
    #[napi(getter, ts_return_type = "RolloutStep[]")]
    pub fn steps<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.steps())
    }

    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &RolloutPlan) -> bool {
        self.0 == other.0
    }

    /// The steps, numbered, with what must hold before and what breaks without.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "RolloutPlanRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
