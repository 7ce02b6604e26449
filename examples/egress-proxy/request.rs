//! Requests: plain ones are passed on, CONNECT opens a tunnel, everything else is refused.

use std::sync::Arc;

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::{Body, Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue};
use hyper::http::uri::{PathAndQuery, Scheme};
use hyper::{Method, Request, Response, StatusCode, Uri, Version};
use hyper_util::rt::TokioIo;
use mtls_core::identity::SpiffeId;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

use super::caller::caller;
use super::host::Destination;
use super::log::{self, Event};
use super::policy::{Action, Refusal, Rule};
use super::proxy::{Client, Proxy};
use super::upstream::Unreached;
use super::{headers, tunnel};

/// What clients are answered with.
pub(crate) type Answer = Response<Content>;
/// A body on its way.
pub(crate) type Content = BoxBody<Bytes, hyper::Error>;

/// The answer to one request; what is refused is in the log.
pub(crate) async fn answer(proxy: Arc<Proxy>, client: Arc<Client>, request: Request<Incoming>) -> Answer {
    let client_id = client.peer.spiffe_id();
    let method = request.method().clone();
    let to = destination(&request);
    let who = caller(proxy.gateways.as_ref(), client_id, request.headers());
    let id = who.as_ref().unwrap_or(client_id).clone();
    let line = log::Request::new(&id, client_id, &method, to.as_ref().ok());
    let refused = |Unreached(status, refusal): Unreached| {
        proxy.log.say(Event::HttpProxyRefused(line.clone().refused(&refusal)));
        refuse(status, &refusal)
    };
    let to = match to.and_then(|to| admissible(&proxy, &client, &request, &to).map(|()| to)) {
        Ok(to) => to,
        Err(unreached) => return refused(unreached),
    };
    if let Err(refusal) = who {
        return refused(Unreached(StatusCode::BAD_REQUEST, refusal));
    }
    let rule = match proxy.policy.decide(&id, &to) {
        Ok(rule) => rule.clone(),
        Err(refusal) => return refused(Unreached(StatusCode::FORBIDDEN, refusal)),
    };
    if method == Method::CONNECT {
        let opened = tunnel::open(Arc::clone(&proxy), client, id, request, to, rule);
        return opened.await.unwrap_or_else(refused);
    }
    if let Err(refusal) = inspect(&proxy, &id, &request, &to, &rule) {
        return refused(Unreached(StatusCode::FORBIDDEN, refusal));
    }
    // Said before the server is reached: the server's failure is no refusal of ours.
    let mut line = line.clone().allowed(&rule);
    line.path = Some(request.uri().path().to_owned());
    proxy.log.say(Event::HttpProxyRequest(line));
    pass_on(&proxy, &client, request, &to).await.unwrap_or_else(refused)
}

/// Where it goes: the authority of CONNECT (RFC 9110 section 9.3.6), or the absolute form (RFC 9112 section 3.2.2).
fn destination(request: &Request<Incoming>) -> Result<Destination, Unreached> {
    let bad = |reason: &str| Unreached(StatusCode::BAD_REQUEST, Refusal::new("request-malformed", reason));
    let uri = request.uri();
    let authority = uri
        .authority()
        .ok_or_else(|| bad("a proxy is asked by http://host/path, or by CONNECT host:port"))?;
    if authority.as_str().contains('@') {
        return Err(bad("the target carries a user name"));
    }
    let usual_port = if request.method() == Method::CONNECT {
        None
    } else if uri.scheme() == Some(&Scheme::HTTP) {
        Some(80)
    } else {
        return Err(bad("https is asked for by CONNECT, and nothing but http and https is passed on"));
    };
    Destination::parse(authority.as_str(), usual_port).ok_or_else(|| bad("the target names no host and port"))
}

/// What is refused whoever asks.
fn admissible(
    proxy: &Proxy,
    client: &Client,
    request: &Request<Incoming>,
    to: &Destination,
) -> Result<(), Unreached> {
    proxy.still_trusts(client).map_err(|refusal| Unreached(StatusCode::FORBIDDEN, refusal))?;
    if headers::has_passed(request.headers(), &proxy.pseudonym) {
        let refusal = Refusal::new("loop", "the request has come through this proxy before");
        return Err(Unreached(StatusCode::LOOP_DETECTED, refusal));
    }
    let usual_port = if request.method() == Method::CONNECT { 443 } else { 80 };
    // HTTP/1.0 needs no Host (RFC 9112 section 3.2), and has no chunks.
    if request.version() == Version::HTTP_10 && !request.headers().contains_key(HOST) {
        return Ok(());
    }
    headers::check(request.headers(), to, usual_port)
        .map_err(|refusal| Unreached(StatusCode::BAD_REQUEST, refusal))
}

/// A plain request is as clear as one in an opened tunnel, and a rule that inspects is about both.
fn inspect(
    proxy: &Proxy,
    id: &SpiffeId,
    request: &Request<Incoming>,
    to: &Destination,
    rule: &Rule,
) -> Result<(), Refusal> {
    match (&proxy.inspection, rule.action) {
        (Some(inspection), Action::Inspect) => {
            inspection.judge(id, to, request).map_err(|refusal| refusal.under(rule))
        }
        _ => Ok(()),
    }
}

async fn pass_on(
    proxy: &Proxy,
    client: &Client,
    request: Request<Incoming>,
    to: &Destination,
) -> Result<Answer, Unreached> {
    let stream = proxy.dialer.dial(to, &client.own).await?;
    let mut sender = speak(proxy, stream, to).await?;
    let authority = request.uri().authority().map(ToString::to_string).unwrap_or_default();
    let outgoing = outgoing(proxy, request.map(BodyExt::boxed), &authority)?;
    ask(proxy, &mut sender, outgoing, to).await
}

/// HTTP/1.1 with the server at the other end of the stream.
pub(crate) async fn speak(
    proxy: &Proxy,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    to: &Destination,
) -> Result<http1::SendRequest<Content>, Unreached> {
    let failed = |e: hyper::Error| {
        Unreached(StatusCode::BAD_GATEWAY, Refusal::new("server-broken", format!("{to}: {e}")))
    };
    let handshake =
        http1::Builder::new().max_buf_size(proxy.limits.head_bytes).handshake(TokioIo::new(stream));
    let (sender, connection) = handshake.await.map_err(failed)?;
    // Ends with the sender, or when the answer's body is dropped.
    tokio::spawn(connection);
    Ok(sender)
}

/// The request as the server gets it: in origin form, without what was meant for the proxy.
pub(crate) fn outgoing<B>(
    proxy: &Proxy,
    request: Request<B>,
    authority: &str,
) -> Result<Request<B>, Unreached> {
    let bad = || {
        Unreached(StatusCode::BAD_REQUEST, Refusal::new("request-malformed", "the target cannot be written"))
    };
    let (mut parts, body) = request.into_parts();
    headers::strip(&mut parts.headers);
    headers::add_via(&mut parts.headers, &proxy.pseudonym);
    parts.headers.insert(HOST, HeaderValue::from_str(authority).map_err(|_| bad())?);
    let path = parts.uri.path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
    parts.uri = Uri::from(path);
    parts.version = Version::HTTP_11;
    Ok(Request::from_parts(parts, body))
}

/// Sends the request and gives the answer without what is for this hop alone.
pub(crate) async fn ask(
    proxy: &Proxy,
    sender: &mut http1::SendRequest<Content>,
    request: Request<Content>,
    to: &Destination,
) -> Result<Answer, Unreached> {
    let failed = |e: hyper::Error| {
        Unreached(StatusCode::BAD_GATEWAY, Refusal::new("server-broken", format!("{to}: {e}")))
    };
    let late = |_| {
        Unreached(
            StatusCode::GATEWAY_TIMEOUT,
            Refusal::new("answer-timeout", format!("{to} did not answer in time")),
        )
    };
    let asking = async {
        sender.ready().await?;
        sender.send_request(request).await
    };
    let response = timeout(proxy.limits.answer, asking).await.map_err(late)?.map_err(failed)?;
    let (mut parts, body) = response.into_parts();
    if parts.status == StatusCode::SWITCHING_PROTOCOLS {
        let refusal =
            Refusal::new("server-broken", format!("{to} changes the protocol, which nobody asked for"));
        return Err(Unreached(StatusCode::BAD_GATEWAY, refusal));
    }
    headers::strip(&mut parts.headers);
    Ok(Response::from_parts(parts, body.boxed()))
}

/// Says no, and why.
pub(crate) fn refuse(status: StatusCode, refusal: &Refusal) -> Answer {
    let text = Full::new(Bytes::from(format!("egress-proxy: {refusal}\n")));
    with_body(status, text.map_err(|never| match never {}))
}

/// An answer without content.
pub(crate) fn empty(status: StatusCode) -> Answer {
    let mut answer = with_body(status, Empty::new().map_err(|never| match never {}));
    answer.headers_mut().remove(CONTENT_TYPE);
    answer
}

fn with_body(
    status: StatusCode,
    body: impl Body<Data = Bytes, Error = hyper::Error> + Send + Sync + 'static,
) -> Answer {
    let mut answer = Response::new(body.boxed());
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    answer
}
