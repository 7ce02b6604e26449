//! What a server presents: `inspect_server`, `ServerReport`.

use std::fmt;

use mtls_core::origin as core;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use crate::arguments::{List, Moment, Seconds};
use crate::raise::Raise;
use crate::record::{Findings, Record, Records, json};
use crate::verify::{AnchorsArgument, ChainReport};

/// What the server at `host:port` or `address:port` presents to whoever connects, by at most seven connections without a client
/// certificate: versions, cipher suites, the chain as sent and whether it is good, its names and its end, whom it asks for.
///
/// `server_name` is sent in the place of the host's name, or none at all with `without_server_name`. The chain is judged under
/// `anchors`, as of `at` (now by default); without them under the last certificate that it holds itself, which shows faults
/// and no trust. `time_limit` is for all of it: 10 s by default, 5 minutes at most. `alpn` are the application protocols that
/// are offered, h2 and http/1.1 by default. `each_version` also asks for TLS 1.2 and 1.3 alone. `request` is a path to send
/// `GET` for; redirects are shown and not followed. Whatever the server does stands in the report; OriginError is for what
/// cannot be asked. Other threads run on.
#[pyfunction]
#[pyo3(signature = (
    target, *, server_name = None, without_server_name = false, anchors = None, at = None, time_limit = None, alpn = None,
    each_version = true, request = None
))]
pub(crate) fn inspect_server(
    py: Python<'_>,
    target: &str,
    server_name: Option<&str>,
    without_server_name: bool,
    anchors: Option<AnchorsArgument<'_>>,
    at: Option<Moment>,
    time_limit: Option<Seconds>,
    alpn: Option<List<PyBackedStr>>,
    each_version: bool,
    request: Option<&str>,
) -> Result<ServerReport, Raise> {
    let mut inspection = core::Inspection::new(target)?.each_version(each_version).at(Moment::or_now(at));
    if let Some(name) = server_name {
        inspection = inspection.server_name(name)?;
    }
    if without_server_name {
        inspection = inspection.without_server_name();
    }
    if let Some(anchors) = anchors {
        inspection = inspection.anchors(anchors.get());
    }
    if let Some(limit) = time_limit {
        inspection = inspection.time_limit(limit.0)?;
    }
    if let Some(protocols) = alpn {
        inspection = inspection.alpn(protocols.iter().map(|protocol| protocol.as_bytes()))?;
    }
    if let Some(path) = request {
        inspection = inspection.request(path)?;
    }
    Ok(ServerReport(py.detach(|| inspection.run_blocking())?))
}

/// What a server presents. `print` it: a walk through the connection.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct ServerReport(core::ServerReport);

impl fmt::Display for ServerReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[pymethods]
impl ServerReport {
    /// Whom the caller named.
    #[getter]
    fn target(&self) -> &str {
        &self.0.target
    }

    /// The address that was connected to, with its port.
    #[getter]
    fn address(&self) -> &str {
        &self.0.address
    }

    /// The server name that was sent.
    #[getter]
    fn server_name(&self) -> Option<&str> {
        self.0.server_name.as_deref()
    }

    /// Why there is no connection: `phase`, `alert`, `timed_out`, `reason`. What the server presented before stands here all
    /// the same.
    #[getter]
    fn failure(&self) -> PyResult<Option<Record>> {
        self.0.failure.as_ref().map(|failure| json(failure).map(Record)).transpose()
    }

    /// "TLSv1.2" or "TLSv1.3": what was agreed on when both were offered.
    #[getter]
    fn version(&self) -> Option<&'static str> {
        self.0.version.map(core::TlsVersion::as_str)
    }

    /// By its name in the registry.
    #[getter]
    fn cipher_suite(&self) -> Option<&str> {
        self.0.cipher_suite.as_deref()
    }

    /// "X25519MLKEM768", "X25519", "secp256r1", …
    #[getter]
    fn key_exchange_group(&self) -> Option<&str> {
        self.0.key_exchange_group.as_deref()
    }

    /// The application protocol that was agreed on.
    #[getter]
    fn alpn(&self) -> Option<&str> {
        self.0.alpn.as_deref()
    }

    /// Whether the server showed that it holds the key of its certificate: "proved", "unchecked" or "none".
    #[getter]
    fn key_proof(&self) -> &'static str {
        self.0.key_proof.as_str()
    }

    /// What became of each version when it was asked for alone.
    #[getter]
    fn versions(&self) -> PyResult<Records> {
        Ok(Records(json(&self.0.versions)?))
    }

    /// Whether the leaf is valid for the server name, or for the address where none was sent.
    #[getter]
    fn name_matches(&self) -> Option<bool> {
        self.0.name_matches
    }

    /// Days until the leaf ends, rounded down; negative when it has ended.
    #[getter]
    fn days_left(&self) -> Option<i64> {
        self.0.days_left
    }

    /// Whether an OCSP answer was stapled. It is not judged.
    #[getter]
    fn ocsp_stapled(&self) -> bool {
        self.0.ocsp_stapled
    }

    /// Whether the server asks for a client certificate, of which CAs, and how it refused to go on without.
    #[getter]
    fn client_certificate(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0.client_certificate)?))
    }

    /// The chain as it was sent, and the path through it.
    #[getter]
    fn chain(&self) -> PyResult<Option<Record>> {
        self.0.chain.as_ref().map(|chain| json(chain).map(Record)).transpose()
    }

    /// Under what the two verdicts are: "given" anchors, the "presented" chain's own end, or "none".
    #[getter]
    fn trust(&self) -> &'static str {
        self.0.trust.as_str()
    }

    /// The verdict by the profile "server".
    #[getter]
    fn server(&self) -> Option<ChainReport> {
        self.0.server.clone().map(ChainReport)
    }

    /// The verdict by the profile "server-strict": the rules of the public web too.
    #[getter]
    fn server_strict(&self) -> Option<ChainReport> {
        self.0.server_strict.clone().map(ChainReport)
    }

    /// The answer to the request, where one was sent: `status`, `reason`, `location`, or `failure`.
    #[getter]
    fn answer(&self) -> PyResult<Option<Record>> {
        self.0.answer.as_ref().map(|answer| json(answer).map(Record)).transpose()
    }

    /// What is wrong, the gravest first. What the strict profile alone refuses stands in its verdict.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(&self.0.findings)
    }

    /// Whether the profile "server" accepts the chain under the anchors that were given; None where none were.
    #[getter]
    fn accepted(&self) -> Option<bool> {
        self.0.accepted()
    }

    /// Whether something of severity error was found.
    #[getter]
    fn has_errors(&self) -> bool {
        self.0.has_errors()
    }

    /// For people, as `str`.
    fn to_text(&self) -> String {
        self.0.to_text()
    }

    /// All of it as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!(
            "<ServerReport {}: {}>",
            self.0.target,
            self.0.version.map_or("no TLS", core::TlsVersion::as_str)
        )
    }
}
