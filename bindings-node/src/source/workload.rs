//! `WorkloadApi`, identity and bundles from a SPIFFE agent.

use std::time::Duration;

use mtls_core::tls as core;
use napi::bindgen_prelude::{AsyncTask, Function, Object, Unknown};
use napi::threadsafe_function::UnknownReturnValue;
use napi::{Env, Result};
use napi_derive::napi;

use super::{Checked, listener, state, states};
use crate::arguments::{SpiffeIdLike, duration, known, spiffe_id};
use crate::job::{Job, promise, promise_on_thread};
use crate::tls::LiveIdentity;
use crate::trust::BundleSet;

/// For the first identity, unless told otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Which identity to take from the Workload API, and who hears of what happens.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct WorkloadOptions<'env> {
    /// Takes the identity with this hint, the first if several have it. Default, without `spiffeId` too: the first of all.
    pub hint: Option<String>,
    /// Takes the identity with this SPIFFE ID.
    pub spiffe_id: Option<SpiffeIdLike<'env>>,
    /// How many seconds to wait for the first identity; failures that may pass are tried again meanwhile. Default: 30.
    pub timeout_seconds: Option<f64>,
    /// How many seconds before the identity expires to begin to warn. Default: when two thirds of the time that it had left
    /// when it came are gone.
    pub warn_before_seconds: Option<f64>,
    /// For how many seconds the agent must deny this process an identity before the last one is withdrawn. Default: 10.
    pub withdraw_after_seconds: Option<f64>,
    /// Goes on with the last identity even then, until it expires. Default: false.
    pub keep_when_denied: Option<bool>,
    /// Hears of what happens. What it throws is an uncaught exception, as in an `EventEmitter`. It does not keep the process
    /// alive.
    #[napi(ts_type = "(event: SourceEvent) => void")]
    pub on_event: Option<Function<'env, Unknown<'static>, UnknownReturnValue>>,
}

const WORKLOAD_OPTIONS: &[&str] = &[
    "hint",
    "spiffeId",
    "timeoutSeconds",
    "warnBeforeSeconds",
    "withdrawAfterSeconds",
    "keepWhenDenied",
    "onEvent",
];

fn set_up(address: Option<String>, options: Option<Unknown<'_>>) -> Checked<(core::WorkloadApi, Duration)> {
    let options: WorkloadOptions<'_> = known(options, WORKLOAD_OPTIONS)?.unwrap_or_default();
    let mut api = match address {
        Some(address) => core::WorkloadApi::at(&address)?,
        None => core::WorkloadApi::new(),
    };
    if let Some(hint) = options.hint {
        api = api.hint(hint);
    }
    if let Some(id) = options.spiffe_id {
        api = api.spiffe_id(spiffe_id(id)?);
    }
    if let Some(before) = options.warn_before_seconds {
        api = api.warn_before(duration("warnBeforeSeconds", before)?);
    }
    if let Some(after) = options.withdraw_after_seconds {
        api = api.withdraw_after(duration("withdrawAfterSeconds", after)?);
    }
    if options.keep_when_denied == Some(true) {
        api = api.keep_when_denied();
    }
    if let Some(on_event) = options.on_event {
        api = api.on_event(listener(&on_event)?);
    }
    let timeout =
        options.timeout_seconds.map_or(Ok(TIMEOUT), |timeout| duration("timeoutSeconds", timeout))?;
    Ok((api, timeout))
}

/// Identity and bundles from the SPIFFE Workload API: what a SPIRE agent, or another one, gives to a process that it knows,
/// kept current over a call that stays open until it is closed. It does not keep the process alive. The last good answer
/// stays in force; what the agent takes back is no longer used.
#[napi]
pub struct WorkloadApi(pub(crate) core::WorkloadSource);

#[napi]
impl WorkloadApi {
    /// Calls the Workload API at an address like `unix:///run/spire/agent.sock` or `tcp://127.0.0.1:8081`, without one where
    /// the variable `SPIFFE_ENDPOINT_SOCKET` says, and waits for the first identity. Rejects with `TrustError`.
    #[napi(ts_return_type = "Promise<WorkloadApi>")]
    pub fn open<'env>(
        env: &'env Env,
        address: Option<String>,
        #[napi(ts_arg_type = "WorkloadOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Object<'env>> {
        let api = set_up(address, options);
        promise_on_thread(env, move || {
            let (api, timeout) = api?;
            Ok(Self(api.open(timeout)?))
        })
    }

    /// What `TlsServer` and `TlsClient` present; it follows the Workload API.
    #[napi(getter)]
    pub fn identity(&self) -> LiveIdentity {
        LiveIdentity(self.0.identity())
    }

    /// The last good bundles: those of the own trust domain and of the federated ones.
    #[napi(getter)]
    pub fn bundles(&self) -> BundleSet {
        BundleSet(self.0.bundles())
    }

    /// How the call and the identity are doing.
    #[napi(getter, ts_return_type = "SourceState")]
    pub fn state<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        state(env, &self.0.state())
    }

    /// How the bundle of each trust domain is doing.
    #[napi(getter, ts_return_type = "Record<string, SourceState>")]
    pub fn bundle_states<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        states(env, self.0.bundle_states())
    }

    /// Whether the call is kept open: not after `close`.
    #[napi(getter)]
    pub fn is_open(&self) -> bool {
        self.0.is_open()
    }

    /// Ends the call; what was taken stays as it is. Closing twice is once.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn close(&self) -> AsyncTask<Job<()>> {
        let source = self.0.clone();
        promise(move || {
            source.close();
            Ok(())
        })
    }

    /// The address, how often something was taken, and what went wrong last.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.state().to_string()
    }
}
