//! Floor 0: the catalog of rules.

use napi::bindgen_prelude::Unknown;
use napi::{Env, Result};
use napi_derive::napi;

use crate::record::record;

/// Every rule of the engine, floor by floor: what triggers it, why it matters, how to mend it.
#[napi(ts_return_type = "Rule[]")]
pub fn catalog(env: &Env) -> Result<Unknown<'_>> {
    record(env, &mtls_core::finding::catalog().collect::<Vec<_>>())
}
