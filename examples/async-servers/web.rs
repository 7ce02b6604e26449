//! The same with axum, over HTTP/1.1 and HTTP/2: a handler has the caller as `ConnectInfo<Caller>`, and a route says whom
//! it is for.

use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::serve::{IncomingStream, Listener};
use http_body_util::BodyExt as _;
use hyper_util::rt::TokioIo;
use mtls_core::identity::IdentityPattern;

use crate::Outcome;
use crate::call::Called;
use crate::caller::Caller;
use crate::incoming::{Connection, Incoming};
use crate::stop::Stop;

pub(crate) async fn serve(incoming: Incoming, refunds: IdentityPattern, stop: Stop) -> io::Result<()> {
    let app = routes(refunds).into_make_service_with_connect_info::<Caller>();
    axum::serve(incoming, app).with_graceful_shutdown(stop.wait()).await
}

fn routes(refunds: IdentityPattern) -> Router {
    Router::new()
        .route("/hello", get(hello))
        .route("/refund", post(refund).route_layer(from_fn_with_state(refunds, only)))
}

async fn hello(ConnectInfo(caller): ConnectInfo<Caller>) -> String {
    format!("hello {caller}\n")
}

async fn refund(ConnectInfo(caller): ConnectInfo<Caller>) -> String {
    format!("refunded to {caller}\n")
}

/// Lets these workloads through and no others.
async fn only(
    State(workloads): State<IdentityPattern>,
    ConnectInfo(caller): ConnectInfo<Caller>,
    request: Request,
    next: Next,
) -> Response {
    match caller.must_be(&workloads) {
        Ok(()) => next.run(request).await,
        Err(reason) => (StatusCode::FORBIDDEN, format!("not allowed: {reason}\n")).into_response(),
    }
}

impl Listener for Incoming {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        match self.next().await {
            Some(connection) => (connection, self.address()),
            // Nobody takes connections any more.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address())
    }
}

impl Connected<IncomingStream<'_, Incoming>> for Caller {
    fn connect_info(stream: IncomingStream<'_, Incoming>) -> Self {
        stream.io().caller().clone()
    }
}

/// One request over HTTP/1.1, and what came in answer.
pub(crate) async fn ask(called: Called, word: &str) -> Outcome<String> {
    let (server, broken) = (called.server().to_string(), called.broken());
    let exchange = async {
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(called)).await?;
        tokio::spawn(connection);
        let method = if word == "refund" { Method::POST } else { Method::GET };
        let request =
            Request::builder().method(method).uri(format!("/{word}")).header("host", "till.shop.example");
        let answer = sender.send_request(request.body(Body::empty())?).await?;
        let body = answer.into_body().collect().await?.to_bytes();
        Outcome::Ok(format!("server {server}\n{}", std::str::from_utf8(&body)?))
    };
    exchange.await.map_err(|e| broken.reason(e.as_ref()))
}
