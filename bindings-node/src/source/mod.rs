//! Material that changes under way: `IdentitySource`, `BundleSource`, `WorkloadApi`, and how they are doing.

mod bundles;
mod identity;
mod workload;

use mtls_core::identity::TrustDomain;
use mtls_core::trust::source as core;
use napi::bindgen_prelude::{FromNapiValue as _, Function, Object, Unknown};
use napi::threadsafe_function::{ThreadsafeFunctionCallMode, UnknownReturnValue};
use napi::{Env, JsValue as _, Result};
use napi_derive::napi;
use rustls_pki_types::UnixTime;
use serde_json::json;

use crate::arguments::date;
use crate::raise::Raise;
use crate::record::record;

pub use bundles::BundleSource;
pub use workload::WorkloadApi;

type Checked<T> = std::result::Result<T, Raise>;

/// How a source looks, and who hears of it.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct SourceOptions<'env> {
    /// Seconds for which files that are no part of a Kubernetes volume must stay the same before they are taken; a fraction will
    /// do. A writer that pauses for longer in the middle of a file must rename a finished one into place instead. Default: 0.2.
    pub settle_seconds: Option<f64>,
    /// How many seconds before what is in force expires to begin to warn. Default: for an identity the last quarter of the
    /// leaf's validity, for a bundle 30 days before its last authority expires.
    pub warn_before_seconds: Option<f64>,
    /// Hears of what happens. What it throws is an uncaught exception, as in an `EventEmitter`. It does not keep the process
    /// alive.
    #[napi(ts_type = "(event: SourceEvent) => void")]
    pub on_event: Option<Function<'env, Unknown<'static>, UnknownReturnValue>>,
}

const SOURCE_OPTIONS: &[&str] = &["settleSeconds", "warnBeforeSeconds", "onEvent"];

/// Hands the options to a builder of either kind.
macro_rules! set_up {
    ($files:expr, $options:expr) => {{
        let mut files = $files;
        let options: super::SourceOptions<'_> =
            $crate::arguments::known($options, super::SOURCE_OPTIONS)?.unwrap_or_default();
        if let Some(settle) = options.settle_seconds {
            files = files.settle($crate::arguments::duration("settleSeconds", settle)?);
        }
        if let Some(before) = options.warn_before_seconds {
            files = files.warn_before($crate::arguments::duration("warnBeforeSeconds", before)?);
        }
        match options.on_event {
            Some(on_event) => files.on_event(super::listener(&on_event)?),
            None => files,
        }
    }};
}
use set_up;

/// Calls the function on the thread that it belongs to, whichever thread looks. When that has ended, nobody is called.
fn listener(
    on_event: &Function<'_, Unknown<'static>, UnknownReturnValue>,
) -> Checked<impl Fn(&core::SourceEvent) + Send + Sync + 'static> {
    let tell = on_event
        .build_threadsafe_function::<core::SourceEvent>()
        .weak::<true>()
        .callee_handled::<false>()
        .build_callback(|call| event(&call.env, &call.value))
        .map_err(|e| Raise::internal(&e))?;
    Ok(move |event: &core::SourceEvent| {
        let _ = tell.call(event.clone(), ThreadsafeFunctionCallMode::NonBlocking);
    })
}

fn event(env: &Env, event: &core::SourceEvent) -> Result<Unknown<'static>> {
    let plain = json!({ "kind": event.kind(), "state": null, "finding": event.finding() });
    let mut object: Object<'static> = Object::from_unknown(record(env, &plain)?)?;
    if let Some(about) = event.state() {
        object.set("state", state(env, about)?)?;
    }
    Ok(object.to_unknown())
}

/// States by trust domain.
fn states(env: &Env, all: Vec<(TrustDomain, core::SourceState)>) -> Result<Object<'_>> {
    let mut states = Object::new(env)?;
    for (domain, one) in all {
        states.set(domain.as_str(), state(env, &one)?)?;
    }
    Ok(states)
}

/// A state as a plain object.
fn state(env: &Env, state: &core::SourceState) -> Result<Object<'static>> {
    let plain = json!({
        "name": state.name,
        "loadedAt": null,
        "checkedAt": null,
        "expiresAt": null,
        "warnAt": null,
        "lastError": null,
        "loads": state.loads,
        "failures": state.failures,
        "findings": state.findings(UnixTime::now()),
    });
    let mut object: Object<'static> = Object::from_unknown(record(env, &plain)?)?;
    for (name, time) in [
        ("loadedAt", state.loaded_at),
        ("checkedAt", state.checked_at),
        ("expiresAt", state.expires_at),
        ("warnAt", state.warn_at),
    ] {
        if let Some(time) = time {
            object.set(name, date(env, time)?)?;
        }
    }
    if let Some(error) = &state.last_error {
        object.set("lastError", Raise::from(error.clone()).value_for(env)?)?;
    }
    Ok(object)
}
