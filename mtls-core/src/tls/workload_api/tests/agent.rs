//! A SPIFFE agent that says what the test wants.

use std::collections::HashMap;
use std::convert::Infallible;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot, watch};
use tonic::body::Body;
use tonic::codegen::tokio_stream::Stream;
use tonic::codegen::tokio_stream::wrappers::{ReceiverStream, TcpListenerStream, UnixListenerStream};
use tonic::codegen::{BoxFuture, Service, http};
use tonic::server::{Grpc, NamedService, ServerStreamingService};
use tonic::{Request, Response, Status};

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct X509Request {}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct X509Response {
    #[prost(message, repeated, tag = "1")]
    pub(super) svids: Vec<X509Svid>,
    #[prost(bytes = "vec", repeated, tag = "2")]
    pub(super) crl: Vec<Vec<u8>>,
    #[prost(map = "string, bytes", tag = "3")]
    pub(super) federated_bundles: HashMap<String, Vec<u8>>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct X509Svid {
    #[prost(string, tag = "1")]
    pub(super) spiffe_id: String,
    #[prost(bytes = "vec", tag = "2")]
    pub(super) x509_svid: Vec<u8>,
    #[prost(bytes = "vec", tag = "3")]
    pub(super) x509_svid_key: Vec<u8>,
    #[prost(bytes = "vec", tag = "4")]
    pub(super) bundle: Vec<u8>,
    #[prost(string, tag = "5")]
    pub(super) hint: String,
}

/// What the agent does with a call, from its beginning and whenever it changes.
#[derive(Clone)]
pub(super) enum Reply {
    /// Sends this and keeps the call open.
    Answer(X509Response),
    /// Ends the call.
    End(Status),
    /// Sends this and ends the call in good order.
    Once(X509Response),
    /// Ends the call in good order.
    Close,
    /// The same for calls that are there; later ones are answered.
    Renew(X509Response),
    Silence,
    /// Sends one answer after the other, as fast as they are taken.
    Flood(Arc<dyn Fn(usize) -> X509Response + Send + Sync>),
}

/// How often what happened at the agent.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) calls: AtomicUsize,
    pub(super) open: AtomicUsize,
    pub(super) sent: AtomicUsize,
}

/// Runs until it is dropped.
pub(super) struct Agent {
    reply: watch::Sender<Reply>,
    pub(super) counts: Arc<Counts>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    pub(super) address: String,
}

/// Where an agent listens.
pub(super) enum Place<'a> {
    Unix(&'a Path),
    Tcp,
}

impl Agent {
    pub(super) fn start(place: Place<'_>, reply: Reply) -> Self {
        let (reply, replies) = watch::channel(reply);
        let counts = Arc::new(Counts::default());
        let (stop, stopped) = oneshot::channel::<()>();
        let service = FakeApi { replies, counts: Arc::clone(&counts) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let router = {
            let _inside = runtime.enter();
            tonic::transport::Server::builder().add_service(service)
        };
        let (address, serve): (String, BoxFuture<(), tonic::transport::Error>) = match place {
            Place::Unix(path) => {
                let listener = std::os::unix::net::UnixListener::bind(path).unwrap();
                listener.set_nonblocking(true).unwrap();
                let _inside = runtime.enter();
                let incoming = UnixListenerStream::new(tokio::net::UnixListener::from_std(listener).unwrap());
                (format!("unix://{}", path.display()), Box::pin(router.serve_with_incoming(incoming)))
            }
            Place::Tcp => {
                let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
                listener.set_nonblocking(true).unwrap();
                let address = format!("tcp://{}", listener.local_addr().unwrap());
                let _inside = runtime.enter();
                let incoming = TcpListenerStream::new(tokio::net::TcpListener::from_std(listener).unwrap());
                (address, Box::pin(router.serve_with_incoming(incoming)))
            }
        };
        let thread = std::thread::spawn(move || {
            let serving = runtime.spawn(serve);
            let _ = runtime.block_on(stopped);
            serving.abort();
        });
        Self { reply, counts, stop: Some(stop), thread: Some(thread), address }
    }

    pub(super) fn reply(&self, reply: Reply) {
        self.reply.send_replace(reply);
    }

    pub(super) fn answer(&self, answer: &X509Response) {
        self.reply(Reply::Answer(answer.clone()));
    }

    pub(super) fn calls(&self) -> usize {
        self.counts.calls.load(Ordering::SeqCst)
    }

    pub(super) fn open_calls(&self) -> usize {
        self.counts.open.load(Ordering::SeqCst)
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

#[derive(Clone)]
struct FakeApi {
    replies: watch::Receiver<Reply>,
    counts: Arc<Counts>,
}

impl NamedService for FakeApi {
    const NAME: &'static str = "SpiffeWorkloadAPI";
}

impl Service<http::Request<Body>> for FakeApi {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let api = self.clone();
        Box::pin(async move {
            if request.uri().path() != "/SpiffeWorkloadAPI/FetchX509SVID" {
                return Ok(Status::unimplemented("no such call").into_http());
            }
            Ok(Grpc::new(tonic_prost::ProstCodec::default()).server_streaming(api, request).await)
        })
    }
}

impl ServerStreamingService<X509Request> for FakeApi {
    type Response = X509Response;
    type ResponseStream = Pin<Box<dyn Stream<Item = Result<X509Response, Status>> + Send>>;
    type Future = BoxFuture<Response<Self::ResponseStream>, Status>;

    fn call(&mut self, request: Request<X509Request>) -> Self::Future {
        let api = self.clone();
        Box::pin(async move {
            // SPIFFE Workload Endpoint section 3.
            if request.metadata().get("workload.spiffe.io").is_none_or(|value| value != "true") {
                return Err(Status::invalid_argument("security header missing from request"));
            }
            api.counts.calls.fetch_add(1, Ordering::SeqCst);
            let (sender, receiver) = mpsc::channel(1);
            tokio::spawn(api.speak(sender));
            let stream: Self::ResponseStream = Box::pin(ReceiverStream::new(receiver));
            Ok(Response::new(stream))
        })
    }
}

impl FakeApi {
    async fn speak(mut self, sender: mpsc::Sender<Result<X509Response, Status>>) {
        self.counts.open.fetch_add(1, Ordering::SeqCst);
        let mut is_new = true;
        'call: loop {
            let reply = self.replies.borrow_and_update().clone();
            match reply {
                Reply::Renew(_) if !is_new => break,
                Reply::Answer(answer) | Reply::Renew(answer) => drop(sender.send(Ok(answer)).await),
                Reply::End(status) => {
                    let _ = sender.send(Err(status)).await;
                    break;
                }
                Reply::Once(answer) => {
                    let _ = sender.send(Ok(answer)).await;
                    break;
                }
                Reply::Close => break,
                Reply::Silence => {}
                Reply::Flood(answers) => {
                    while !self.replies.has_changed().unwrap_or(true) {
                        let number = self.counts.sent.fetch_add(1, Ordering::SeqCst);
                        if sender.send(Ok(answers(number))).await.is_err() {
                            // Nobody listens any more: the next round would be the same, and never end.
                            break 'call;
                        }
                    }
                    continue;
                }
            }
            is_new = false;
            // Until the next reply, or until nobody listens any more.
            let mut changed = std::pin::pin!(self.replies.changed());
            let mut closed = std::pin::pin!(sender.closed());
            let goes_on = std::future::poll_fn(|context| {
                if let Poll::Ready(changed) = changed.as_mut().poll(context) {
                    return Poll::Ready(changed.is_ok());
                }
                closed.as_mut().poll(context).map(|()| false)
            });
            if !goes_on.await {
                break 'call;
            }
        }
        self.counts.open.fetch_sub(1, Ordering::SeqCst);
    }
}
