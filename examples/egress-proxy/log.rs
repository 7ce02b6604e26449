//! What the proxy says of each request.

use std::fmt;
use std::io::Write as _;
use std::sync::Arc;

use mtls_core::identity::SpiffeId;
use serde::Serialize;

use super::host::Destination;
use super::policy::{Action, Refusal, Rule};

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Json,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Event {
    /// A request was let through.
    HttpProxyRequest(Request),
    /// A request was refused.
    HttpProxyRefused(Request),
    /// A request inside a tunnel that is inspected.
    HttpsRequest(Request),
    /// A request inside such a tunnel was refused.
    HttpsRefused(Request),
    /// A tunnel has ended.
    HttpProxyClosed {
        identity: String,
        host: String,
        port: u16,
        /// Between the proxy and the server, in both directions.
        bytes: u64,
    },
    /// Somebody did not get as far as a request.
    ConnectionRefused { from: String, rule: Option<&'static str>, reason: String },
}

/// A request as the log has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Request {
    pub(crate) identity: String,
    /// The gateway that spoke for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) forwarded_by: Option<String>,
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) port: Option<u16>,
    /// The path, where the proxy sees one.
    pub(crate) path: Option<String>,
    pub(crate) sni: Option<String>,
    /// `allow`, `inspect` or `refuse`.
    pub(crate) verdict: &'static str,
    pub(crate) rule: Option<String>,
    pub(crate) code: Option<&'static str>,
    pub(crate) reason: Option<String>,
}

impl Request {
    /// `who` asks, perhaps by a `client` that speaks for it.
    pub(crate) fn new(
        who: &SpiffeId,
        client: &SpiffeId,
        method: &hyper::Method,
        to: Option<&Destination>,
    ) -> Self {
        Self {
            identity: who.to_string(),
            forwarded_by: (who != client).then(|| client.to_string()),
            method: method.to_string(),
            host: to.map(|to| to.host.to_string()).unwrap_or_default(),
            port: to.map(|to| to.port),
            path: None,
            sni: None,
            verdict: "refuse",
            rule: None,
            code: None,
            reason: None,
        }
    }

    pub(crate) fn allowed(mut self, by: &Rule) -> Self {
        self.verdict = if by.action == Action::Inspect { "inspect" } else { "allow" };
        self.rule = Some(by.name.clone());
        self
    }

    pub(crate) fn refused(mut self, refusal: &Refusal) -> Self {
        self.rule.clone_from(&refusal.rule);
        self.code = Some(refusal.code);
        self.reason = Some(refusal.reason.clone());
        self
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HttpProxyRequest(r) => {
                write!(f, "http_proxy_request: service: {} {}", r.identity, r.method)
            }
            Self::HttpProxyRefused(r) => write!(f, "http_proxy_refused: {r}"),
            Self::HttpsRequest(r) => write!(f, "https_request: {r}"),
            Self::HttpsRefused(r) => write!(f, "https_refused: {r}"),
            Self::HttpProxyClosed { identity, host, port, bytes } => {
                write!(f, "http_proxy_closed: service: {identity} {host}:{port} {bytes} bytes")
            }
            Self::ConnectionRefused { from, reason, .. } => write!(f, "connection_refused: {from}: {reason}"),
        }
    }
}

/// Who, what and where, and the reason of a refusal.
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "service: {} {}", self.identity, self.method)?;
        if let Some(port) = self.port {
            write!(f, " {}:{port}{}", self.host, self.path.as_deref().unwrap_or_default())?;
        }
        match (self.code, &self.reason) {
            (Some(code), Some(reason)) => write!(f, ": {code}: {reason}"),
            _ => Ok(()),
        }
    }
}

/// Where events go.
#[derive(Clone)]
pub(crate) struct Log(Arc<dyn Fn(Event) + Send + Sync>);

impl Log {
    pub(crate) fn new(sink: impl Fn(Event) + Send + Sync + 'static) -> Self {
        Self(Arc::new(sink))
    }

    /// Lines on standard output. The text form leaves out when tunnels end.
    pub(crate) fn stdout(form: Form) -> Self {
        Self::new(move |event| match (form, &event) {
            (Form::Text, Event::HttpProxyClosed { .. }) => {}
            // Whoever closes the other end does not want to read on.
            _ => _ = writeln!(std::io::stdout(), "{}", line(&event, form)),
        })
    }

    pub(crate) fn say(&self, event: Event) {
        (self.0)(event);
    }
}

/// The event as a line.
pub(crate) fn line(event: &Event, form: Form) -> String {
    match form {
        Form::Text => event.to_string(),
        Form::Json => serde_json::to_string(event).unwrap_or_default(),
    }
}
