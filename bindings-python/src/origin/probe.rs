//! The live probe: `probe_origin`, `ProbeReport`.

use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mtls_core::origin as core;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use super::policy::ProviderArgument;
use crate::arguments::{List, Moment, Seconds, Whole, mismatch};
use crate::issue::CertificateAuthority;
use crate::raise::Raise;
use crate::record::{Findings, Record, Records, json};
use crate::tls::TlsIdentity;
use crate::verify::AnchorsArgument;

/// What is called with each step.
pub(crate) struct Progress(Py<PyAny>);

impl FromPyObject<'_, '_> for Progress {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = hint::PROGRESS;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        match value.is_callable() {
            true => Ok(Self(value.to_owned().unbind())),
            false => Err(mismatch(&value, "Callable")),
        }
    }
}

#[cfg(feature = "stubs")]
mod hint {
    use pyo3::inspect::PyStaticExpr;
    use pyo3::{type_hint_identifier, type_hint_subscript};

    pub(super) const PROGRESS: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Callable"),
        PyStaticExpr::List { elts: &[crate::record::RECORD] },
        type_hint_identifier!("typing", "Any")
    );
}

/// Probes an origin, `203.0.113.7:443` or a host name, and says whether it takes its edge alone. It opens at most 60
/// connections, to the target and to the addresses in `also`, and to no other. Probe only what you may.
///
/// `server_name` is the host that the edge asks for, in TLS and in `Host`, and needed where the target is an address; `path`
/// what it asks for. `edge_certificate` is the edge's own: without it no origin is ever "enforced". `edge_ca` is the CA whose
/// name made-up certificates copy, and `provider` the edge, which may know it. With `unfit_from`, the edge's CA and its key,
/// certificates that are expired, not yet valid, for servers and without their intermediate are tried too, and so is a
/// `revoked_certificate`. `shared_ca` says whether the edge shows one certificate for all its customers. `sibling` is another
/// host of the same address that demands no certificate; `also` lists further addresses of the origin, such as that of IPv6,
/// each with its port. `plaintext` also asks port 80 without TLS, and `plaintext_port` another one. `ignore_quic` leaves
/// HTTP/3 out of account, which is not probed. `timeout` is for the whole run, 30 s by default, `step_timeout` for a step of one
/// connection, 5 s. `at` is the time for which certificates are made up.
///
/// `on_progress` is called with a dict for each step, the first before anything is sent, and the run waits for it. What it
/// raises ends the run and is raised here. Other threads run on; Ctrl-C ends the run at the next step.
#[pyfunction]
#[pyo3(signature = (
    target, *, server_name = None, path = None, edge_certificate = None, edge_ca = None, provider = None,
    unfit_from = None, revoked_certificate = None, shared_ca = None, sibling = None, also = List::default(),
    plaintext = false, plaintext_port = None, ignore_quic = false, timeout = None, step_timeout = None, at = None,
    on_progress = None
))]
pub(crate) fn probe_origin(
    py: Python<'_>,
    target: String,
    server_name: Option<String>,
    path: Option<String>,
    edge_certificate: Option<&TlsIdentity>,
    edge_ca: Option<AnchorsArgument<'_>>,
    provider: Option<ProviderArgument<'_>>,
    unfit_from: Option<&CertificateAuthority>,
    revoked_certificate: Option<&TlsIdentity>,
    shared_ca: Option<bool>,
    sibling: Option<String>,
    also: List<PyBackedStr>,
    plaintext: bool,
    plaintext_port: Option<Whole<u16>>,
    ignore_quic: bool,
    timeout: Option<Seconds>,
    step_timeout: Option<Seconds>,
    at: Option<Moment>,
    on_progress: Option<Progress>,
) -> Result<ProbeReport, Raise> {
    let at = Moment::or_now(at);
    let mut probe = core::Probe::new(target).plaintext(plaintext).ignore_quic(ignore_quic).at(at);
    if let Some(name) = server_name {
        probe = probe.server_name(name);
    }
    if let Some(path) = path {
        probe = probe.path(path);
    }
    if let Some(name) = sibling {
        probe = probe.sibling(name);
    }
    if let Some(anchors) = edge_ca {
        probe = probe.edge_ca(anchors.get());
    }
    if let Some(provider) = provider {
        probe = probe.provider(&provider.get()?)?;
    }
    if let Some(shared) = shared_ca {
        probe = probe.shared_ca(shared);
    }
    if let Some(identity) = edge_certificate {
        probe = probe.edge_certificate(identity.0.chain().clone(), identity.0.key().clone_key());
    }
    if let Some(identity) = revoked_certificate {
        probe = probe.revoked_certificate(identity.0.chain().clone(), identity.0.key().clone_key());
    }
    if let Some(authority) = unfit_from {
        probe = py.detach(|| probe.unfit_from(&authority.0, at));
    }
    for text in also {
        let address: SocketAddr =
            text.parse().map_err(|_| PyValueError::new_err("`also` lists IP addresses, each with a port"))?;
        probe = probe.also(address);
    }
    if let Some(Whole(port)) = plaintext_port {
        probe = probe.plaintext_port(port);
    }
    if let Some(timeout) = timeout {
        probe = probe.timeout(timeout.0);
    }
    if let Some(timeout) = step_timeout {
        probe = probe.step_timeout(timeout.0);
    }
    run(py, probe, on_progress)
}

/// With the first error that the listener, or a signal's handler, raises.
fn run(py: Python<'_>, probe: core::Probe, progress: Option<Progress>) -> Result<ProbeReport, Raise> {
    let raised: Arc<Mutex<Option<PyErr>>> = Arc::default();
    let listener = Arc::clone(&raised);
    let probe = probe.progress(move |event| {
        // None while the interpreter ends.
        let told = Python::try_attach(|py| {
            py.check_signals()?;
            match &progress {
                Some(Progress(progress)) => progress.call1(py, (Record(json(event)?),)).map(drop),
                None => Ok(()),
            }
        });
        match told {
            Some(Ok(())) => ControlFlow::Continue(()),
            Some(Err(error)) => {
                *listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                ControlFlow::Break(())
            }
            None => ControlFlow::Break(()),
        }
    });
    let report = py.detach(|| probe.run_blocking());
    let error = raised.lock().unwrap_or_else(PoisonError::into_inner).take();
    match error {
        Some(error) => Err(error.into()),
        None => Ok(ProbeReport(report?)),
    }
}

/// What a probe saw and what it means. `print` it.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct ProbeReport(core::ProbeReport);

impl std::fmt::Display for ProbeReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[pymethods]
impl ProbeReport {
    /// The target, as it was named.
    #[getter]
    fn target(&self) -> &str {
        self.0.target()
    }

    /// "enforced", "edge-network-only", "open", "open-to-any-cert", "bypass", "broken" or "unproven".
    #[getter]
    fn verdict(&self) -> &'static str {
        self.0.verdict().as_str()
    }

    /// The ways around, of a verdict of "bypass".
    #[getter]
    fn bypasses(&self) -> Vec<&'static str> {
        self.0.verdict().bypasses().iter().map(|way| way.as_str()).collect()
    }

    /// 0 for "enforced", and a number of its own from 10 on for every other verdict.
    #[getter]
    fn exit_code(&self) -> u8 {
        self.0.verdict().exit_code()
    }

    /// What each probe saw: who was sent, what came back, in which phase, and how it was read.
    #[getter]
    fn evidence(&self) -> PyResult<Records> {
        let mut report = json(&self.0)?;
        Ok(Records(report.get_mut("evidence").map(serde_json::Value::take).unwrap_or_default()))
    }

    /// What is wrong or unproved, the gravest first, each with the next step.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(self.0.findings())
    }

    /// How many connections were begun.
    #[getter]
    fn connections(&self) -> usize {
        self.0.connections()
    }

    /// How long the run took.
    #[getter]
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    /// For people: the verdict, the table of evidence, the findings.
    fn to_text(&self) -> String {
        self.0.to_text()
    }

    /// For programs.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// For code scanning: SARIF 2.1.0.
    fn to_sarif(&self) -> String {
        self.0.to_sarif()
    }

    /// All of it as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<ProbeReport {}: {}>", self.0.target(), self.verdict())
    }
}
