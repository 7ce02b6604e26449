//! Takes connections and shakes hands, each in a task of its own, so that a client that stalls keeps nobody waiting. All
//! three servers stand on it.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use mtls_core::finding::Refusal as _;
use mtls_core::tls::{PeerRecord, ServerBuilder, TlsError};
use mtls_core::verify::LiveVerifier;
use rustls::CommonState;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::caller::Caller;
use crate::{Log, Outcome};

/// Handshakes at once. Each holds 30 KB to 100 KB of a stranger that stalls, so this many hold no more than 100 MB.
const HANDSHAKES: usize = 1024;

/// Who is let in through one port, and how it is known.
pub(crate) struct Door {
    pub(crate) server: ServerBuilder,
    /// [`Caller::workload`] or [`Caller::edge`].
    pub(crate) caller: fn(&PeerRecord, &CommonState) -> Result<Caller, TlsError>,
    /// Explains refused chains, certificate by certificate.
    pub(crate) verifier: Option<LiveVerifier>,
    /// For a handshake in all, however slowly its bytes come.
    pub(crate) patience: Duration,
    pub(crate) log: Log,
}

impl Door {
    /// Begins to take connections. It ends when what it gives is dropped.
    pub(crate) async fn open(self, address: SocketAddr) -> Outcome<Incoming> {
        // What is wrong with the set-up shows now, not at the first connection.
        self.server.build()?;
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (sender, connections) = mpsc::channel(16);
        tokio::spawn(take(listener, Arc::new(self), sender));
        Ok(Incoming { connections, address })
    }

    async fn shake_hands(&self, socket: TcpStream) -> Result<Connection, String> {
        let (config, record) = self.server.build_for_one().map_err(|e| self.explain(&e, None))?;
        let handshake = TlsAcceptor::from(Arc::new(config)).accept(socket).into_fallible();
        match timeout(self.patience, handshake).await {
            Ok(Ok(stream)) => match (self.caller)(&record, stream.get_ref().1) {
                Ok(caller) => Ok(Connection { stream, caller }),
                Err(e) => Err(self.explain(&e, None)),
            },
            Ok(Err((error, socket))) => {
                let why = self.explain(&record.failure(&error), Some(&record));
                linger(socket).await;
                Err(why)
            }
            Err(_) => Err(format!("the handshake took longer than {:?}", self.patience)),
        }
    }

    /// All that is wrong, and the next step for whoever reads the log.
    fn explain(&self, error: &TlsError, record: Option<&PeerRecord>) -> String {
        let mut text = format!("[{}] {error}", error.code());
        for finding in error.findings() {
            text.push_str(&format!("\n  {}: {}", finding.rule, finding.help));
        }
        let refused = record.and_then(PeerRecord::refused);
        if let (Some(refused), Some(verifier)) = (refused, &self.verifier) {
            let report = verifier.current().explain_for(refused.purpose, &refused.chain, refused.at);
            report.to_string().lines().for_each(|line| text.push_str(&format!("\n  | {line}")));
        }
        text
    }
}

/// Says that nothing more comes, and reads what does, for a moment: closing over unread bytes would take back the alert,
/// and the client would not know why.
async fn linger(mut socket: TcpStream) {
    let drain = async {
        socket.shutdown().await?;
        tokio::io::copy(&mut socket.take(64 << 10), &mut tokio::io::sink()).await
    };
    // It ends well or not: the client is refused.
    let _ = timeout(Duration::from_secs(1), drain).await;
}

async fn take(listener: TcpListener, door: Arc<Door>, sender: mpsc::Sender<Connection>) {
    let room = Arc::new(Semaphore::new(HANDSHAKES));
    loop {
        let next = async { (Arc::clone(&room).acquire_owned().await, listener.accept().await) };
        let (permit, accepted) = select! {
            next = next => next,
            () = sender.closed() => return,
        };
        match accepted {
            Ok((socket, address)) => {
                let (door, sender) = (Arc::clone(&door), sender.clone());
                tokio::spawn(async move {
                    match door.shake_hands(socket).await {
                        // Refused where nobody serves any longer.
                        Ok(connection) => _ = sender.send(connection).await,
                        Err(why) => door.log.line(&format!("refused {address} {why}")),
                    }
                    drop(permit);
                });
            }
            // There may be too many open files; that passes.
            Err(e) => {
                door.log.line(&format!("cannot accept: {e}"));
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// The connections whose peers were let in.
pub(crate) struct Incoming {
    connections: mpsc::Receiver<Connection>,
    address: SocketAddr,
}

impl Incoming {
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) async fn next(&mut self) -> Option<Connection> {
        self.connections.recv().await
    }

    pub(crate) fn into_receiver(self) -> mpsc::Receiver<Connection> {
        self.connections
    }
}

/// A connection and who is at its other end.
pub(crate) struct Connection {
    stream: TlsStream<TcpStream>,
    caller: Caller,
}

impl Connection {
    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
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
