//! What a server presents: `inspectServer`, `ServerReport`.

use mtls_core::origin as core;
use napi::bindgen_prelude::{Object, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use crate::arguments::{duration, known, moment_or_now};
use crate::job::promise_on_thread;
use crate::raise::Raise;
use crate::record::record;
use crate::verify::{AnchorsField, ChainReport, anchors_of};

/// What is asked of a server.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct InspectOptions<'env> {
    /// The server name to send, and to expect a certificate for. Default: the target's host.
    pub server_name: Option<String>,
    /// Sends no server name. Default: false.
    pub without_server_name: Option<bool>,
    /// The authorities that the chain is judged under. Default: the last certificate that it holds itself, which shows faults and no
    /// trust.
    #[napi(ts_type = "TrustAnchors | Array<Certificate>")]
    pub anchors: Option<AnchorsField<'env>>,
    /// The time that dates are judged for. Default: now.
    pub at: Option<JsDate<'env>>,
    /// Seconds for the whole inspection; at most 300. Default: 10.
    pub time_limit_seconds: Option<f64>,
    /// The application protocols to offer. Default: `h2` and `http/1.1`.
    pub alpn: Option<Vec<String>>,
    /// Also asks for TLS 1.2 and 1.3 alone. Default: true.
    pub each_version: Option<bool>,
    /// Also sends `GET` for this path. Redirects are shown and not followed.
    pub request: Option<String>,
}

const INSPECT_OPTIONS: &[&str] = &[
    "serverName",
    "withoutServerName",
    "anchors",
    "at",
    "timeLimitSeconds",
    "alpn",
    "eachVersion",
    "request",
];

/// What the server at `host:port` or `address:port` presents to whoever connects, by at most seven connections without a client
/// certificate: versions, cipher suites, the chain as sent and whether it is good, its names and its end, whom it asks for. It runs on
/// a thread of its own. Whatever the server does stands in the report; the promise is rejected with `OriginError` for what cannot be
/// asked.
#[napi(ts_return_type = "Promise<ServerReport>")]
pub fn inspect_server<'env>(
    env: &'env Env,
    target: String,
    #[napi(ts_arg_type = "InspectOptions | undefined | null")] options: Option<Unknown<'env>>,
) -> Result<Object<'env>> {
    let inspection = set_up(&target, options);
    promise_on_thread(env, move || Ok(ServerReport(inspection?.run_blocking()?)))
}

fn set_up(target: &str, options: Option<Unknown<'_>>) -> std::result::Result<core::Inspection, Raise> {
    let options: InspectOptions<'_> = known(options, INSPECT_OPTIONS)?.unwrap_or_default();
    let mut inspection = core::Inspection::new(target)?
        .each_version(options.each_version.unwrap_or(true))
        .at(moment_or_now(options.at)?);
    if let Some(name) = options.server_name {
        inspection = inspection.server_name(&name)?;
    }
    if options.without_server_name.unwrap_or_default() {
        inspection = inspection.without_server_name();
    }
    if let Some(authorities) = options.anchors {
        inspection = inspection.anchors(anchors_of(authorities));
    }
    if let Some(limit) = options.time_limit_seconds {
        inspection = inspection.time_limit(duration("timeLimitSeconds", limit)?)?;
    }
    if let Some(protocols) = options.alpn {
        inspection = inspection.alpn(protocols)?;
    }
    if let Some(path) = options.request {
        inspection = inspection.request(&path)?;
    }
    Ok(inspection)
}

/// What a server presents. As text, a walk through the connection.
#[napi]
pub struct ServerReport(core::ServerReport);

#[napi]
impl ServerReport {
    /// Whom the caller named.
    #[napi(getter)]
    pub fn target(&self) -> &str {
        &self.0.target
    }

    /// The address that was connected to, with its port.
    #[napi(getter)]
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// The server name that was sent.
    #[napi(getter)]
    pub fn server_name(&self) -> Option<&str> {
        self.0.server_name.as_deref()
    }

    /// Why there is no connection. What the server presented before stands here all the same.
    #[napi(getter, ts_return_type = "ServerFailure | null")]
    pub fn failure<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.failure)
    }

    /// What was agreed on when both versions were offered.
    #[napi(getter, ts_return_type = "TlsVersion | null")]
    pub fn version(&self) -> Option<&'static str> {
        self.0.version.map(core::TlsVersion::as_str)
    }

    /// By its name in the registry.
    #[napi(getter)]
    pub fn cipher_suite(&self) -> Option<&str> {
        self.0.cipher_suite.as_deref()
    }

    /// `X25519MLKEM768`, `X25519`, `secp256r1`, …
    #[napi(getter)]
    pub fn key_exchange_group(&self) -> Option<&str> {
        self.0.key_exchange_group.as_deref()
    }

    /// The application protocol that was agreed on.
    #[napi(getter)]
    pub fn alpn(&self) -> Option<&str> {
        self.0.alpn.as_deref()
    }

    /// Whether the server showed that it holds the key of its certificate.
    #[napi(getter, ts_return_type = "KeyProof")]
    pub fn key_proof(&self) -> &'static str {
        self.0.key_proof.as_str()
    }

    /// What became of each version when it was asked for alone.
    #[napi(getter, ts_return_type = "VersionReport[]")]
    pub fn versions<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.versions)
    }

    /// Whether the leaf is valid for the server name, or for the address where none was sent.
    #[napi(getter)]
    pub fn name_matches(&self) -> Option<bool> {
        self.0.name_matches
    }

    /// Days until the leaf ends, rounded down; negative when it has ended.
    #[napi(getter)]
    pub fn days_left(&self) -> Option<i64> {
        self.0.days_left
    }

    /// Whether an OCSP answer was stapled. It is not judged.
    #[napi(getter)]
    pub fn ocsp_stapled(&self) -> bool {
        self.0.ocsp_stapled
    }

    /// Whether the server asks for a client certificate, of which CAs, and how it refused to go on without.
    #[napi(getter, ts_return_type = "CertificateRequested")]
    pub fn client_certificate<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.client_certificate)
    }

    /// The chain as it was sent, and the path through it.
    #[napi(getter, ts_return_type = "PresentedChain | null")]
    pub fn chain<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.chain)
    }

    /// Under what the two verdicts are: the anchors given, the presented chain's own end, or nothing.
    #[napi(getter, ts_return_type = "ChainTrust")]
    pub fn trust(&self) -> &'static str {
        self.0.trust.as_str()
    }

    /// The verdict by the profile `server`.
    #[napi(getter)]
    pub fn server(&self) -> Option<ChainReport> {
        self.0.server.clone().map(ChainReport)
    }

    /// The verdict by the profile `server-strict`: the rules of the public web too.
    #[napi(getter)]
    pub fn server_strict(&self) -> Option<ChainReport> {
        self.0.server_strict.clone().map(ChainReport)
    }

    /// The answer to the request, where one was sent.
    #[napi(getter, ts_return_type = "FirstAnswer | null")]
    pub fn answer<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.answer)
    }

    /// What is wrong, the gravest first. What the strict profile alone refuses stands in its verdict.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings)
    }

    /// Whether the profile `server` accepts the chain under the anchors that were given; null where none were.
    #[napi(getter)]
    pub fn accepted(&self) -> Option<bool> {
        self.0.accepted()
    }

    /// Whether something of severity error was found.
    #[napi(getter)]
    pub fn has_errors(&self) -> bool {
        self.0.has_errors()
    }

    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &ServerReport) -> bool {
        self.0 == other.0
    }

    /// For people, as `toString`.
    #[napi]
    pub fn to_text(&self) -> String {
        self.0.to_text()
    }

    /// For people: a walk through the connection.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_text()
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "ServerReportRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
