//! The live probe: `probeOrigin`, `ProbeReport`.

use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mtls_core::origin as core;
use napi::bindgen_prelude::{ClassInstance, Function, Object, Unknown};
use napi::threadsafe_function::{ThreadsafeFunctionCallMode, UnknownReturnValue};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use super::provider::{ProviderField, provider_of};
use crate::arguments::{duration, known, moment_or_now, whole};
use crate::issue::CertificateAuthority;
use crate::job::promise_on_thread;
use crate::raise::{Raise, call};
use crate::record::{parse, record, text};
use crate::tls::TlsIdentity;
use crate::verify::{AnchorsField, anchors_of};

/// How often a run that waits for its listener looks whether that one can still be called.
const LOOK: Duration = Duration::from_millis(200);

/// As whom an origin is probed, and within which limits.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct ProbeOptions<'env> {
    /// The host that the edge asks for. Needed where the target is an address.
    pub server_name: Option<String>,
    /// The path that is asked for; best one that the edge is served with 200. Default: `/`.
    pub path: Option<String>,
    /// The edge's own certificate and key. Without them no origin is ever `enforced`.
    pub edge_certificate: Option<ClassInstance<'env, TlsIdentity>>,
    /// The CA of the edge's certificates, whose name made-up certificates copy.
    #[napi(ts_type = "TrustAnchors | Array<Certificate>")]
    pub edge_ca: Option<AnchorsField<'env>>,
    /// The edge, which may know its CA, and whether others share its certificate.
    #[napi(ts_type = "ProviderLike")]
    pub provider: Option<ProviderField<'env>>,
    /// The edge's own CA with its key: certificates that are expired, not yet valid, for servers and without their
    /// intermediate are tried too.
    pub unfit_from: Option<ClassInstance<'env, CertificateAuthority>>,
    /// A revoked certificate of the edge's CA, with its key.
    pub revoked_certificate: Option<ClassInstance<'env, TlsIdentity>>,
    /// Whether the edge presents one certificate for all its customers.
    pub shared_ca: Option<bool>,
    /// Another host on the same address that demands no certificate.
    pub sibling: Option<String>,
    /// Further addresses of the origin, such as that of IPv6, each with its port.
    pub also: Option<Vec<String>>,
    /// Also asks port 80 of the same address, without TLS.
    pub plaintext: Option<bool>,
    /// Also asks this port of the same address, without TLS.
    pub plaintext_port: Option<f64>,
    /// Leaves HTTP/3 out of account, which is not probed.
    pub ignore_quic: Option<bool>,
    /// Seconds for the whole run. Default: 30.
    pub timeout_seconds: Option<f64>,
    /// Seconds for one step of one connection. Default: 5.
    pub step_timeout_seconds: Option<f64>,
    /// The time for which certificates are made up. Default: now.
    pub at: Option<JsDate<'env>>,
    /// Hears of each step, the first before anything is sent; the run waits for it. What it throws ends the run, and the promise
    /// is rejected with it. A promise that it returns is not waited for.
    #[napi(ts_type = "(event: ProbeEvent) => void")]
    pub on_progress: Option<Function<'env, Unknown<'static>, UnknownReturnValue>>,
}

const PROBE_OPTIONS: &[&str] = &[
    "serverName",
    "path",
    "edgeCertificate",
    "edgeCa",
    "provider",
    "unfitFrom",
    "revokedCertificate",
    "sharedCa",
    "sibling",
    "also",
    "plaintext",
    "plaintextPort",
    "ignoreQuic",
    "timeoutSeconds",
    "stepTimeoutSeconds",
    "at",
    "onProgress",
];

/// Probes an origin, `203.0.113.7:443` or a host name, on a thread of its own, and says whether it takes its edge alone. It opens at
/// most 60 connections, to the target and to the addresses in `also`, and to no other. Probe only what you may. Whatever the origin
/// does stands in the report; the promise is rejected with `OriginError` for what cannot be asked.
#[napi(ts_return_type = "Promise<ProbeReport>")]
pub fn probe_origin<'env>(
    env: &'env Env,
    target: String,
    #[napi(ts_arg_type = "ProbeOptions | undefined | null")] options: Option<Unknown<'env>>,
) -> Result<Object<'env>> {
    let read = set_up(target, options);
    promise_on_thread(env, move || {
        let (probe, thrown) = read?;
        let report = probe.run_blocking();
        match thrown.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) => Err(Raise::thrown(error)),
            None => Ok(ProbeReport(report?)),
        }
    })
}

type Checked<T> = std::result::Result<T, Raise>;
/// What the listener threw.
type Thrown = Arc<Mutex<Option<napi::Error>>>;

fn set_up(target: String, options: Option<Unknown<'_>>) -> Checked<(core::Probe, Thrown)> {
    let options: ProbeOptions<'_> = known(options, PROBE_OPTIONS)?.unwrap_or_default();
    let at = moment_or_now(options.at)?;
    let mut probe = core::Probe::new(target)
        .plaintext(options.plaintext.unwrap_or_default())
        .ignore_quic(options.ignore_quic.unwrap_or_default())
        .at(at);
    if let Some(name) = options.server_name {
        probe = probe.server_name(name);
    }
    if let Some(path) = options.path {
        probe = probe.path(path);
    }
    if let Some(name) = options.sibling {
        probe = probe.sibling(name);
    }
    if let Some(authorities) = options.edge_ca {
        probe = probe.edge_ca(anchors_of(authorities));
    }
    if let Some(edge) = options.provider {
        probe = probe.provider(&provider_of(edge)?)?;
    }
    if let Some(shared) = options.shared_ca {
        probe = probe.shared_ca(shared);
    }
    if let Some(identity) = options.edge_certificate {
        probe = probe.edge_certificate(identity.0.chain().clone(), identity.0.key().clone_key());
    }
    if let Some(identity) = options.revoked_certificate {
        probe = probe.revoked_certificate(identity.0.chain().clone(), identity.0.key().clone_key());
    }
    if let Some(authority) = options.unfit_from {
        probe = probe.unfit_from(&authority.0, at);
    }
    for text in options.also.unwrap_or_default() {
        let address: SocketAddr =
            text.parse().map_err(|_| Raise::value("`also` lists IP addresses, each with a port"))?;
        probe = probe.also(address);
    }
    if let Some(port) = options.plaintext_port {
        let port = whole("plaintextPort", port, u16::MAX.into())?;
        probe = probe.plaintext_port(u16::try_from(port).unwrap_or_default());
    }
    if let Some(timeout) = options.timeout_seconds {
        probe = probe.timeout(duration("timeoutSeconds", timeout)?);
    }
    if let Some(timeout) = options.step_timeout_seconds {
        probe = probe.step_timeout(duration("stepTimeoutSeconds", timeout)?);
    }
    let thrown = Thrown::default();
    if let Some(on_progress) = options.on_progress {
        probe = probe.progress(listener(&on_progress, Arc::clone(&thrown))?);
    }
    Ok((probe, thrown))
}

/// Calls the function on the thread that it belongs to, and waits until it returns: what it throws ends the run.
fn listener(
    on_progress: &Function<'_, Unknown<'static>, UnknownReturnValue>,
    thrown: Thrown,
) -> Checked<impl Fn(&core::ProbeEvent) -> ControlFlow<()> + Send + Sync + 'static> {
    let tell = on_progress
        .build_threadsafe_function::<String>()
        .weak::<true>()
        .callee_handled::<false>()
        .build_callback(|call| parse(&call.env, call.value))
        .map_err(|e| Raise::internal(&e))?;
    Ok(move |event: &core::ProbeEvent| {
        let Ok(event) = text(event) else { return ControlFlow::Break(()) };
        let (returns, returned) = mpsc::sync_channel(1);
        tell.call_with_return_value(event, ThreadsafeFunctionCallMode::NonBlocking, move |answer, _| {
            // Nobody waits any more when the run was given up.
            let _ = returns.send(answer.err());
            Ok(())
        });
        loop {
            match returned.recv_timeout(LOOK) {
                Ok(None) => return ControlFlow::Continue(()),
                Ok(Some(error)) => {
                    *thrown.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                    return ControlFlow::Break(());
                }
                Err(RecvTimeoutError::Timeout) if !tell.aborted() => {}
                // The thread of the function has ended.
                Err(_) => return ControlFlow::Break(()),
            }
        }
    })
}

/// What a probe saw and what it means.
#[napi]
pub struct ProbeReport(core::ProbeReport);

#[napi]
impl ProbeReport {
    /// The target, as it was named.
    #[napi(getter)]
    pub fn target(&self) -> &str {
        self.0.target()
    }

    /// The verdict.
    #[napi(getter, ts_return_type = "OriginVerdict")]
    pub fn verdict(&self) -> &'static str {
        self.0.verdict().as_str()
    }

    /// The ways around, of a verdict of `bypass`.
    #[napi(getter, ts_return_type = "Array<BypassKind>")]
    pub fn bypasses(&self) -> Vec<&'static str> {
        self.0.verdict().bypasses().iter().map(|way| way.as_str()).collect()
    }

    /// 0 for `enforced`, and a number of its own from 10 on for every other verdict.
    #[napi(getter)]
    pub fn exit_code(&self) -> u8 {
        self.0.verdict().exit_code()
    }

    /// What each probe saw: who was sent, what came back, in which phase, and how it was read.
    #[napi(getter, ts_return_type = "Array<ProbeEvidence>")]
    pub fn evidence<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        let mut report = call(env, || serde_json::to_value(&self.0).map_err(|e| Raise::internal(&e)))?;
        record(env, &report.get_mut("evidence").map(serde_json::Value::take).unwrap_or_default())
    }

    /// What is wrong or unproved, the gravest first, each with the next step.
    #[napi(getter, ts_return_type = "Array<Finding>")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings())
    }

    /// How many connections were begun.
    #[napi(getter)]
    pub fn connections(&self) -> u32 {
        u32::try_from(self.0.connections()).unwrap_or(u32::MAX)
    }

    /// How long the run took.
    #[napi(getter)]
    pub fn elapsed_seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }

    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &ProbeReport) -> bool {
        self.0 == other.0
    }

    /// For people: the verdict, the table of evidence, the findings.
    #[napi]
    pub fn to_text(&self) -> String {
        self.0.to_text()
    }

    /// For people, as `toText`.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_text()
    }

    /// For code scanning: SARIF 2.1.0.
    #[napi]
    pub fn to_sarif(&self) -> String {
        self.0.to_sarif()
    }

    /// All of it as plain values.
    #[napi(js_name = "toJSON", ts_return_type = "ProbeReportRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
