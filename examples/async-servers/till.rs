//! What `tonic-prost-build` generates, by hand, so that no `protoc` is needed to build this:
//!
//! ```proto
//! package shop;
//! message Order { uint32 amount = 1; }
//! message Answer { string text = 1; }
//! service Till {
//!   rpc Hello(Order) returns (Answer);
//!   rpc Refund(Order) returns (Answer);
//! }
//! ```

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use tonic::body::Body;
use tonic::client;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::codegen::{BoxFuture, Service, http};
use tonic::server::{self, NamedService, UnaryService};
use tonic::transport::Channel;
use tonic::{IntoRequest as _, Request, Response, Status};
use tonic_prost::ProstCodec;

const HELLO: &str = "/shop.Till/Hello";
const REFUND: &str = "/shop.Till/Refund";

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Order {
    #[prost(uint32, tag = "1")]
    pub(crate) amount: u32,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Answer {
    #[prost(string, tag = "1")]
    pub(crate) text: String,
}

#[tonic::async_trait]
pub(crate) trait Till: Send + Sync + 'static {
    async fn hello(&self, request: Request<Order>) -> Result<Response<Answer>, Status>;
    async fn refund(&self, request: Request<Order>) -> Result<Response<Answer>, Status>;
}

pub(crate) struct TillServer<T>(Arc<T>);

impl<T> TillServer<T> {
    pub(crate) fn new(till: T) -> Self {
        Self(Arc::new(till))
    }
}

impl<T> Clone for TillServer<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> NamedService for TillServer<T> {
    const NAME: &'static str = "shop.Till";
}

impl<T: Till> Service<http::Request<Body>> for TillServer<T> {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let till = Arc::clone(&self.0);
        Box::pin(async move {
            let mut grpc = server::Grpc::new(ProstCodec::default());
            Ok(match request.uri().path() {
                HELLO => grpc.unary(Hello(till), request).await,
                REFUND => grpc.unary(Refund(till), request).await,
                _ => Status::unimplemented("no such method").into_http(),
            })
        })
    }
}

struct Hello<T>(Arc<T>);

impl<T: Till> UnaryService<Order> for Hello<T> {
    type Response = Answer;
    type Future = BoxFuture<Response<Answer>, Status>;

    fn call(&mut self, request: Request<Order>) -> Self::Future {
        let till = Arc::clone(&self.0);
        Box::pin(async move { till.hello(request).await })
    }
}

struct Refund<T>(Arc<T>);

impl<T: Till> UnaryService<Order> for Refund<T> {
    type Response = Answer;
    type Future = BoxFuture<Response<Answer>, Status>;

    fn call(&mut self, request: Request<Order>) -> Self::Future {
        let till = Arc::clone(&self.0);
        Box::pin(async move { till.refund(request).await })
    }
}

pub(crate) struct TillClient(client::Grpc<Channel>);

impl TillClient {
    pub(crate) fn new(channel: Channel) -> Self {
        Self(client::Grpc::new(channel))
    }

    pub(crate) async fn hello(&mut self, order: Order) -> Result<Response<Answer>, Status> {
        self.unary(HELLO, order).await
    }

    pub(crate) async fn refund(&mut self, order: Order) -> Result<Response<Answer>, Status> {
        self.unary(REFUND, order).await
    }

    async fn unary(&mut self, path: &'static str, order: Order) -> Result<Response<Answer>, Status> {
        self.0.ready().await.map_err(|e| Status::from_error(e.into()))?;
        self.0.unary(order.into_request(), PathAndQuery::from_static(path), ProstCodec::default()).await
    }
}
