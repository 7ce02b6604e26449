//! Tunnels that are opened: the proxy is the server to the client and the client to the server, and an inspector sees the
//! requests in between.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::header::HeaderMap;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use mtls_core::identity::SpiffeId;
use mtls_core::pki::UnixTime;
use mtls_core::pki::issue::{CertificateAuthority, IssueError};
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, ServerConfig};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer, ServerName};
use tokio::net::TcpStream;
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::timeout;
use tokio_rustls::{TlsAcceptor, TlsConnector};

use super::activity::Counted;
use super::host::{Destination, Host};
use super::log::{self, Event};
use super::policy::Refusal;
use super::request::{self, Answer, Content};
use super::tunnel::{End, Tunnel};
use super::upstream::Unreached;
use super::{headers, upstream};

/// Certificates that are kept.
const KEPT: usize = 256;
/// How long they are valid, and after how long they are made anew.
const VALID: Duration = Duration::from_secs(24 * 60 * 60);
const FRESH: Duration = Duration::from_secs(18 * 60 * 60);

/// Sees what clients send through tunnels that are opened, and plain requests under the same rules.
pub(crate) trait Inspector: Send + Sync {
    /// A request, before anything of it is passed on. `Err` refuses it, and the client is told the reason.
    fn request(&self, seen: &Seen<'_>) -> Result<(), String>;

    /// A part of a body, as it passes.
    fn data(&self, _client: &SpiffeId, _to: &Destination, _from: Side, _bytes: &Bytes) {}
}

/// A request as an inspector sees it.
pub(crate) struct Seen<'a> {
    pub(crate) client: &'a SpiffeId,
    pub(crate) to: &'a Destination,
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) headers: &'a HeaderMap,
}

/// Who sent a part of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

/// The inspector that is built in: refuses methods, paths and headers. The log has the request lines.
pub(crate) struct RequestLines {
    pub(crate) methods: Vec<String>,
    /// Each with everything below it.
    pub(crate) paths: Vec<String>,
    pub(crate) headers: Vec<String>,
}

impl Inspector for RequestLines {
    fn request(&self, seen: &Seen<'_>) -> Result<(), String> {
        if self.methods.iter().any(|method| method.eq_ignore_ascii_case(seen.method.as_str())) {
            return Err(format!("{} may not send {} to {}", seen.client, seen.method, seen.to));
        }
        if let Some(name) = self.headers.iter().find(|name| seen.headers.contains_key(name.as_str())) {
            return Err(format!("{} may not send the header {name} to {}", seen.client, seen.to));
        }
        let Some(path) = plain(seen.path) else {
            return Err("the path can be read in two ways".to_owned());
        };
        let below = |refused: &&String| {
            let refused = refused.trim_end_matches('/');
            path.strip_prefix(refused).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        match self.paths.iter().find(below) {
            Some(refused) => Err(format!("{} may not ask {} for {refused}", seen.client, seen.to)),
            None => Ok(()),
        }
    }
}

/// The path without `%`, if every server reads it the same way.
fn plain(path: &str) -> Option<String> {
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => match digit(rest.next()?)? << 4 | digit(rest.next()?)? {
                // Some servers see a separator, or the end of the text.
                b'/' | b'\\' | 0 | b'%' => return None,
                decoded => bytes.push(decoded),
            },
            b'\\' => return None,
            other => bytes.push(other),
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    let inner = text.strip_prefix('/').unwrap_or(&text);
    let body = inner.strip_suffix('/').unwrap_or(inner);
    let ambiguous = |segment: &str| {
        segment == "." || segment == ".." || segment.contains(';') || (segment.is_empty() && !body.is_empty())
    };
    (!body.split('/').any(ambiguous)).then_some(text)
}

/// The means to open tunnels.
pub(crate) struct Inspection {
    authority: CertificateAuthority,
    servers: Arc<ClientConfig>,
    provider: Arc<CryptoProvider>,
    pub(crate) inspector: Arc<dyn Inspector>,
    /// The one used last comes last.
    made: Mutex<Vec<Made>>,
}

struct Made {
    host: Host,
    until: u64,
    config: Arc<ServerConfig>,
}

impl Inspection {
    pub(crate) fn new(
        authority: CertificateAuthority,
        servers: ClientConfig,
        provider: Arc<CryptoProvider>,
        inspector: Arc<dyn Inspector>,
    ) -> Self {
        Self { authority, servers: Arc::new(servers), provider, inspector, made: Mutex::default() }
    }

    /// What the inspector says of a request.
    pub(crate) fn judge<B>(
        &self,
        client: &SpiffeId,
        to: &Destination,
        request: &Request<B>,
    ) -> Result<(), Refusal> {
        let (method, path, headers) = (request.method(), request.uri().path(), request.headers());
        let seen = Seen { client, to, method, path, headers };
        self.inspector.request(&seen).map_err(|reason| Refusal::new("inspection", reason))
    }

    /// A configuration that presents a certificate for this host, issued now or kept from before.
    pub(crate) fn server_for(&self, host: &Host, at: UnixTime) -> Result<Arc<ServerConfig>, IssueError> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = made.iter().position(|made| made.host == *host) {
            let found = made.remove(place);
            if found.until > at.as_secs() {
                let config = Arc::clone(&found.config);
                made.push(found);
                return Ok(config);
            }
        }
        let config = Arc::new(self.issue(host, at)?);
        if made.len() >= KEPT {
            made.remove(0);
        }
        made.push(Made {
            host: host.clone(),
            until: at.as_secs().saturating_add(FRESH.as_secs()),
            config: Arc::clone(&config),
        });
        Ok(config)
    }

    /// How many certificates are kept.
    #[cfg(test)]
    pub(crate) fn kept(&self) -> usize {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn issue(&self, host: &Host, at: UnixTime) -> Result<ServerConfig, IssueError> {
        let name = match host {
            Host::Name(name) => name.clone(),
            Host::Address(address) => address.to_string(),
        };
        let issued = self.authority.server([name]).at(at).valid_for(VALID).clip_to_issuer().issue()?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(issued.key.secret_pkcs8_der().to_vec()));
        let config = ServerConfig::builder_with_provider(self.provider.clone())
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(issued.chain.to_der(), key));
        let mut config = config.map_err(|e| IssueError::Backend { reason: e.to_string() })?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // The next handshake is judged like the first.
        config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(config)
    }
}

/// Shakes hands with the server first: a certificate is made only for a name that a good one was seen for.
pub(crate) async fn intercept(tunnel: Tunnel, end: End, bytes: Vec<u8>, server: Counted<TcpStream>) {
    let Some(inspection) = &tunnel.proxy.inspection else {
        let refusal = Refusal::new("inspection", "there is nothing to inspect with").under(&tunnel.rule);
        return tunnel.refuse(end, &refusal).await;
    };
    let limits = &tunnel.proxy.limits;
    let refusal = |code, reason: String| Refusal::new(code, reason).under(&tunnel.rule);
    let name = match &tunnel.to.host {
        Host::Name(name) => ServerName::try_from(name.clone()).ok(),
        Host::Address(address) => Some(ServerName::from(*address)),
    };
    let Some(name) = name else {
        let refusal = refusal("server-name", format!("{} cannot be asked for by TLS", tunnel.to.host));
        return tunnel.refuse(end, &refusal).await;
    };
    let connecting = TlsConnector::from(Arc::clone(&inspection.servers)).connect(name, server);
    let server = match timeout(limits.connect, connecting).await {
        Ok(Ok(server)) => server,
        Ok(Err(error)) => {
            let reason = format!("{}: {}", tunnel.to, upstream::reason(&error));
            return tunnel.refuse(end, &refusal("server-refused", reason)).await;
        }
        Err(_) => {
            let reason = format!("{} did not shake hands in time", tunnel.to);
            return tunnel.refuse(end, &refusal("server-refused", reason)).await;
        }
    };
    let config = match inspection.server_for(&tunnel.to.host, UnixTime::now()) {
        Ok(config) => config,
        Err(error) => return tunnel.refuse(end, &refusal("certificate-not-issued", error.to_string())).await,
    };
    tunnel.allowed();
    let end = Counted::after(bytes, end, tunnel.client.activity.clone());
    let Ok(Ok(end)) = timeout(limits.handshake, TlsAcceptor::from(config).accept(end)).await else { return };
    let Ok(sender) = request::speak(&tunnel.proxy, server, &tunnel.to).await else { return };
    let sender = AsyncMutex::new(sender);
    let service = service_fn(|request| {
        let (tunnel, sender) = (&tunnel, &sender);
        async move {
            let mut sender = sender.lock().await;
            Ok::<_, Infallible>(inspected(tunnel, inspection, &mut sender, request).await)
        }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(limits.head_bytes)
        .serve_connection(TokioIo::new(end), service);
    // What breaks here is the client's connection, and the client knows.
    let _ = served.await;
}

/// The answer to one request in an opened tunnel.
async fn inspected(
    tunnel: &Tunnel,
    inspection: &Inspection,
    sender: &mut hyper::client::conn::http1::SendRequest<Content>,
    request: Request<Incoming>,
) -> Answer {
    let (proxy, to, id) = (&tunnel.proxy, &tunnel.to, &tunnel.who);
    let mut line = log::Request::new(id, tunnel.client.peer.spiffe_id(), request.method(), Some(to));
    line.path = Some(request.uri().path().to_owned());
    let refused = |Unreached(status, refusal): Unreached| {
        let refusal = refusal.under(&tunnel.rule);
        proxy.log.say(Event::HttpsRefused(line.clone().refused(&refusal)));
        request::refuse(status, &refusal)
    };
    let judged = judge(tunnel, inspection, &request);
    let outgoing = judged.and_then(|authority| {
        let request = request.map(|body| watched(tunnel, inspection, Side::Client, body));
        request::outgoing(proxy, request, &authority)
    });
    let outgoing = match outgoing {
        Ok(outgoing) => outgoing,
        Err(unreached) => return refused(unreached),
    };
    proxy.log.say(Event::HttpsRequest(line.clone().allowed(&tunnel.rule)));
    match request::ask(proxy, sender, outgoing, to).await {
        Ok(answer) => answer.map(|body| watched(tunnel, inspection, Side::Server, body)),
        Err(unreached) => refused(unreached),
    }
}

/// The body, shown to the inspector as it passes.
fn watched(
    tunnel: &Tunnel,
    inspection: &Inspection,
    from: Side,
    body: impl Body<Data = Bytes, Error = hyper::Error> + Send + Sync + 'static,
) -> Content {
    let inspector = Arc::clone(&inspection.inspector);
    let (client, to) = (tunnel.who.clone(), tunnel.to.clone());
    let show = move |frame: Frame<Bytes>| {
        if let Some(bytes) = frame.data_ref() {
            inspector.data(&client, &to, from, bytes);
        }
        frame
    };
    body.map_frame(show).boxed()
}

/// The host that the request names, if it is let through.
fn judge(tunnel: &Tunnel, inspection: &Inspection, request: &Request<Incoming>) -> Result<String, Unreached> {
    let forbidden = |refusal| Unreached(StatusCode::FORBIDDEN, refusal);
    let client = &tunnel.client;
    tunnel.proxy.still_trusts(client).map_err(forbidden)?;
    if request.uri().authority().is_some() {
        let refusal = Refusal::new("request-malformed", "a server is asked by its path alone");
        return Err(Unreached(StatusCode::BAD_REQUEST, refusal));
    }
    // Another host in the tunnel's name: the server is asked for what the rule was not (RFC 9110 section 15.5.20).
    let misdirected = |refusal| Unreached(StatusCode::MISDIRECTED_REQUEST, refusal);
    headers::check(request.headers(), &tunnel.to, 443).map_err(misdirected)?;
    inspection.judge(&tunnel.who, &tunnel.to, request).map_err(forbidden)?;
    let host = request.headers().get(hyper::header::HOST).and_then(|host| host.to_str().ok());
    Ok(host.unwrap_or_default().to_owned())
}
