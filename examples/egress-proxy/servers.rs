//! Servers outside the mesh, for the demonstration: they answer with the request as it reached them.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use mtls_core::pki::issue::IssuedCertificate;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::Outcome;

/// A server, which ends with this.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Serves HTTP on a free port of this machine, or HTTPS with a certificate.
pub(crate) async fn start(tls: Option<(&IssuedCertificate, Arc<CryptoProvider>)>) -> Outcome<Running> {
    let acceptor = tls.map(|(issued, provider)| acceptor(issued, provider)).transpose()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let task = tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                match acceptor {
                    None => serve(socket).await,
                    Some(acceptor) => {
                        if let Ok(stream) = acceptor.accept(socket).await {
                            serve(stream).await;
                        }
                    }
                }
            });
        }
    });
    Ok(Running { address, task })
}

fn acceptor(issued: &IssuedCertificate, provider: Arc<CryptoProvider>) -> Outcome<TlsAcceptor> {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(issued.key.secret_pkcs8_der().to_vec()));
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(issued.chain.to_der(), key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
    let served = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(echo));
    // What breaks here is for the client to say.
    let _ = served.await;
}

async fn echo(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let mut text = format!("{} {}\n", parts.method, parts.uri);
    for (name, value) in &parts.headers {
        text.push_str(&format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
    }
    let body = body.collect().await.map(|body| body.to_bytes().len()).unwrap_or_default();
    text.push_str(&format!("{body} bytes\n"));
    Ok(Response::new(Full::new(Bytes::from(text))))
}
