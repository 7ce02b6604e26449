//! CONNECT: a tunnel is opened, its first bytes are looked at, and then it is passed on or inspected.

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::upgrade::Upgraded;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use mtls_core::identity::SpiffeId;
use tokio::io::{AsyncWriteExt as _, copy_bidirectional};
use tokio::net::TcpStream;

use super::activity::{Activity, Counted};
use super::host::Destination;
use super::log::{self, Event};
use super::policy::{Action, Refusal, Rule};
use super::proxy::{Client, Proxy};
use super::request::{Answer, empty};
use super::upstream::Unreached;
use super::{hello, inspect};

/// The client's end of a tunnel.
pub(crate) type End = TokioIo<Upgraded>;

/// `access_denied` and its like as a record (RFC 8446 sections 5.1 and 6): the client's TLS stack says more of it than of
/// an end without a word.
const ACCESS_DENIED: [u8; 7] = [21, 3, 3, 0, 2, 2, 49];
const UNRECOGNIZED_NAME: [u8; 7] = [21, 3, 3, 0, 2, 2, 112];

/// Reaches the server, and lets the tunnel begin once the client has the answer.
pub(crate) async fn open(
    proxy: Arc<Proxy>,
    client: Arc<Client>,
    who: SpiffeId,
    request: Request<Incoming>,
    to: Destination,
    rule: Rule,
) -> Result<Answer, Unreached> {
    let server = proxy.dialer.dial(&to, &client.own).await?;
    let line = log::Request::new(&who, client.peer.spiffe_id(), request.method(), Some(&to));
    tokio::spawn(async move {
        let Ok(upgraded) = hyper::upgrade::on(request).await else { return };
        let (moved, activity) = (Activity::default(), client.activity.clone());
        let server = Counted::new(server, moved.clone());
        let (proxy_too, served) = (Arc::clone(&proxy), Arc::clone(&client));
        let tunnel = Tunnel { proxy: proxy_too, client, who, to, rule, line: line.clone() };
        tokio::select! {
            () = tunnel.run(TokioIo::new(upgraded), server) => {}
            () = activity.ceased(proxy.limits.idle) => {}
            () = proxy.until_distrusted(&served) => {}
        }
        // A refused one was never open.
        if let (Some(port), bytes @ 1..) = (line.port, moved.bytes()) {
            let log::Request { identity, host, .. } = line;
            proxy.log.say(Event::HttpProxyClosed { identity, host, port, bytes });
        }
    });
    Ok(empty(StatusCode::OK))
}

/// One tunnel.
pub(crate) struct Tunnel {
    pub(crate) proxy: Arc<Proxy>,
    pub(crate) client: Arc<Client>,
    /// Whom the rules are about.
    pub(crate) who: SpiffeId,
    pub(crate) to: Destination,
    pub(crate) rule: Rule,
    line: log::Request,
}

impl Tunnel {
    async fn run(mut self, mut end: End, mut server: Counted<TcpStream>) {
        let read = hello::read(&mut end, self.proxy.limits.hello).await;
        let judged = read.map_err(|refusal| refusal.under(&self.rule)).and_then(|(hello, bytes)| {
            self.line.sni = hello.name.as_ref().map(ToString::to_string);
            self.rule.judge_name(&self.to, &hello)?;
            Ok(bytes)
        });
        let bytes = match judged {
            Ok(bytes) => bytes,
            Err(refusal) => return self.refuse(end, &refusal).await,
        };
        if self.rule.action == Action::Inspect {
            return inspect::intercept(self, end, bytes, server).await;
        }
        self.allowed();
        let mut end = Counted::after(bytes, end, self.client.activity.clone());
        // Whoever breaks it knows.
        let _ = copy_bidirectional(&mut end, &mut server).await;
    }

    /// Says in the log that the tunnel is let through.
    pub(crate) fn allowed(&self) {
        self.proxy.log.say(Event::HttpProxyRequest(self.line.clone().allowed(&self.rule)));
    }

    /// Says no in the log, and to the client by an alert: its CONNECT was answered already.
    pub(crate) async fn refuse(&self, mut end: End, refusal: &Refusal) {
        self.proxy.log.say(Event::HttpProxyRefused(self.line.clone().refused(refusal)));
        let alert = if refusal.code.starts_with("sni-") { UNRECOGNIZED_NAME } else { ACCESS_DENIED };
        if refusal.code != "not-tls" {
            let _ = end.write_all(&alert).await;
        }
        let _ = end.shutdown().await;
    }
}
