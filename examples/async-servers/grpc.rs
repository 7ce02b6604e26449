//! The same with tonic: a method has the caller among the extensions of its request.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use hyper_util::rt::TokioIo;
use mtls_core::identity::IdentityPattern;
use tonic::codegen::tokio_stream::StreamExt as _;
use tonic::codegen::tokio_stream::wrappers::ReceiverStream;
use tonic::codegen::{Service, http};
use tonic::transport::server::Connected;
use tonic::transport::{Endpoint, Server};
use tonic::{Code, Request, Response, Status};

use crate::call::{Broken, Call, Called};
use crate::caller::Caller;
use crate::incoming::{Connection, Incoming};
use crate::stop::Stop;
use crate::till::{Answer, Order, Till, TillClient, TillServer};
use crate::{Failure, Outcome};

pub(crate) async fn serve(
    incoming: Incoming,
    refunds: IdentityPattern,
    stop: Stop,
) -> Result<(), tonic::transport::Error> {
    let connections = ReceiverStream::new(incoming.into_receiver()).map(Ok::<_, std::io::Error>);
    let till = TillServer::new(Handlers { refunds });
    Server::builder().add_service(till).serve_with_incoming_shutdown(connections, stop.wait()).await
}

struct Handlers {
    refunds: IdentityPattern,
}

fn caller<T>(request: &Request<T>) -> Result<&Caller, Status> {
    request.extensions().get().ok_or_else(|| Status::internal("a connection without a caller"))
}

#[tonic::async_trait]
impl Till for Handlers {
    async fn hello(&self, request: Request<Order>) -> Result<Response<Answer>, Status> {
        let text = format!("hello {}", caller(&request)?);
        Ok(Response::new(Answer { text }))
    }

    async fn refund(&self, request: Request<Order>) -> Result<Response<Answer>, Status> {
        let caller = caller(&request)?;
        caller.must_be(&self.refunds).map_err(Status::permission_denied)?;
        let text = format!("refunded {} to {caller}", request.get_ref().amount);
        Ok(Response::new(Answer { text }))
    }
}

impl Connected for Connection {
    type ConnectInfo = Caller;

    fn connect_info(&self) -> Caller {
        self.caller().clone()
    }
}

/// Connects for tonic, whenever it needs a connection.
#[derive(Clone)]
struct Dial {
    call: Call,
    last: Last,
}

/// The server of the last connection, and why the connection broke.
type Last = Arc<Mutex<Option<(Caller, Broken)>>>;

impl Service<http::Uri> for Dial {
    type Response = TokioIo<Called>;
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Outcome<TokioIo<Called>>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Outcome<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Uri) -> Self::Future {
        let Self { call, last } = self.clone();
        Box::pin(async move {
            let called = call.connect().await?;
            if called.protocol() != Some(b"h2") {
                return Err("the server speaks no HTTP/2".into());
            }
            let server = (called.server().clone(), called.broken());
            *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(server);
            Ok(TokioIo::new(called))
        })
    }
}

/// A client of the till, and what is known of its connection.
pub(crate) async fn connect(call: Call) -> Outcome<(TillClient, Last)> {
    // The scheme is what tonic writes into its requests; the connection is TLS, whichever it is.
    let endpoint = Endpoint::try_from(format!("https://{}", call.address))?;
    let last = Last::default();
    let dial = Dial { call, last: Arc::clone(&last) };
    let channel = endpoint.connect_with_connector(dial).await.map_err(|e| Broken::default().reason(&e))?;
    Ok((TillClient::new(channel), last))
}

/// Calls one method, and says what came in answer.
pub(crate) async fn ask(call: Call, method: &str) -> Outcome<String> {
    let (mut till, last) = connect(call).await?;
    let order = Order { amount: 5 };
    let answer = match method {
        "refund" => till.refund(order).await,
        _ => till.hello(order).await,
    };
    let last = last.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let (server, broken) = last.ok_or("tonic did not connect")?;
    let text = match answer {
        Ok(answer) => answer.into_inner().text,
        Err(status) if status.code() == Code::PermissionDenied => {
            format!("not allowed: {}", status.message())
        }
        Err(status) => return Err(broken.reason(&status)),
    };
    Ok(format!("server {server}\n{text}\n"))
}
