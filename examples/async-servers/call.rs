//! The client's side: connects, and knows the server before a byte is sent to it.

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use mtls_core::tls::{ClientBuilder, PeerRecord, TlsError};
use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::caller::Caller;
use crate::{Failure, Outcome};

/// For connecting and shaking hands.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whom to call, and how.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) client: ClientBuilder,
    /// [`Caller::workload`] or [`Caller::edge`], of the server.
    pub(crate) server: fn(&PeerRecord, &rustls::CommonState) -> Result<Caller, TlsError>,
    /// What is sent as SNI.
    pub(crate) name: &'static str,
    pub(crate) address: SocketAddr,
}

/// A connection to a server that was verified.
pub(crate) struct Called {
    stream: TlsStream<TcpStream>,
    server: Caller,
    record: PeerRecord,
    broken: Broken,
}

/// Why a connection broke. Under TLS 1.3 a server judges its client when the client's handshake is done: that it refused
/// shows when the client reads, deep inside hyper or tonic, which say of it only that the connection is closed.
#[derive(Clone, Default)]
pub(crate) struct Broken(Arc<Mutex<Option<TlsError>>>);

impl Broken {
    fn note(&self, error: TlsError) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// What ended an exchange over the connection: that it broke, or else the error, with its sources.
    pub(crate) fn reason(&self, error: &(dyn Error + 'static)) -> Failure {
        if let Some(broken) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            return broken.clone().into();
        }
        let (mut text, mut source) = (error.to_string(), error.source());
        while let Some(error) = source {
            text = format!("{text}: {error}");
            source = error.source();
        }
        text.into()
    }
}

impl Call {
    pub(crate) async fn connect(&self) -> Outcome<Called> {
        timeout(PATIENCE, self.shake_hands()).await?
    }

    async fn shake_hands(&self) -> Outcome<Called> {
        let socket = TcpStream::connect(self.address).await?;
        let (config, record) = self.client.build_for_one()?;
        let name = ServerName::try_from(self.name)?;
        let stream = TlsConnector::from(Arc::new(config)).connect(name, socket).await;
        let stream = stream.map_err(|e| record.failure(&e))?;
        let server = (self.server)(&record, stream.get_ref().1)?;
        Ok(Called { stream, server, record, broken: Broken::default() })
    }
}

impl Called {
    pub(crate) fn server(&self) -> &Caller {
        &self.server
    }

    pub(crate) fn broken(&self) -> Broken {
        self.broken.clone()
    }

    /// The application protocol that was agreed on.
    pub(crate) fn protocol(&self) -> Option<&[u8]> {
        self.stream.get_ref().1.alpn_protocol()
    }

    fn watch<T>(&self, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if let Poll::Ready(Err(e)) = &done {
            self.broken.note(self.record.failure(e));
        }
        done
    }
}

impl AsyncRead for Called {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.watch(done)
    }
}

impl AsyncWrite for Called {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
