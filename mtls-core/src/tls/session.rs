//! A TLS connection without I/O.

use std::fmt;
use std::io::{Read as _, Write as _};
use std::sync::Arc;

use crate::verify::{VerifiedCertificate, VerifiedPeer};
use rustls::{ClientConnection, Connection, ServerConnection};

use super::client::read_server_name;
use super::{ClientBuilder, PeerRecord, Refused, ServerBuilder, TlsError};

/// How many bytes may wait to be taken, in either direction.
const MAX_BUFFER: usize = 1 << 20;

/// One connection of a server or client that moves no bytes itself: the caller gives what came from
/// the wire to [`Session::receive_tls`] and puts on the wire what [`Session::send_tls`] gives.
///
/// The bindings drive it over the sockets of their languages. A refused peer ends it with the reason,
/// and [`Session::send_tls`] then has the alert for the other side.
///
/// A peer that is not known yet has it hold some 100 KB at most, as no message of a handshake may be larger than 64 KiB, and a
/// chain that is refused a few copies of itself. A session knows no time: whoever drives it must let a peer go whose handshake
/// is not done by a deadline. A timeout of each read alone is none, as a peer that sends a byte now and then never meets it.
pub struct Session {
    connection: Connection,
    record: PeerRecord,
    received: Vec<u8>,
    /// Bytes written since they were last taken.
    unsent: usize,
    closed: bool,
    failed: Option<TlsError>,
}

impl Session {
    /// A connection that a client opened to us.
    ///
    /// # Errors
    /// As [`ServerBuilder::build`].
    pub fn server(builder: &ServerBuilder) -> Result<Self, TlsError> {
        let (config, record) = builder.build_for_one()?;
        let connection = ServerConnection::new(Arc::new(config)).map_err(TlsError::of_configuration)?;
        Ok(Self::new(connection.into(), record))
    }

    /// A connection that we open; `server_name` is sent as SNI.
    ///
    /// # Errors
    /// [`TlsError::ServerName`], and as [`ClientBuilder::build`].
    pub fn client(builder: &ClientBuilder, server_name: &str) -> Result<Self, TlsError> {
        let name = read_server_name(server_name)?;
        let (config, record) = builder.build_for_one()?;
        let connection = ClientConnection::new(Arc::new(config), name).map_err(TlsError::of_configuration)?;
        Ok(Self::new(connection.into(), record))
    }

    fn new(mut connection: Connection, record: PeerRecord) -> Self {
        // What waits is counted here, so that a write is taken whole or not at all.
        connection.set_buffer_limit(None);
        Self { connection, record, received: Vec::new(), unsent: 0, closed: false, failed: None }
    }

    /// Takes bytes from the wire, all of them; none at all says that the wire was closed.
    ///
    /// # Errors
    /// The peer was refused, refused us, or broke the protocol: the session is over, and every
    /// later call says the same. Or [`TlsError::BufferFull`]: 1 MiB was received and not [read](Self::read). Then
    /// none of the bytes was taken, and they are to be given again afterwards.
    pub fn receive_tls(&mut self, mut bytes: &[u8]) -> Result<(), TlsError> {
        self.alive()?;
        if self.received.len() >= MAX_BUFFER && !bytes.is_empty() {
            return Err(TlsError::BufferFull { what: "the receive buffer", limit: MAX_BUFFER });
        }
        loop {
            let before = bytes.len();
            if let Err(e) = self.connection.read_tls(&mut bytes) {
                return Err(self.over(TlsError::Protocol { reason: e.to_string() }));
            }
            if let Err(e) = self.connection.process_new_packets() {
                return Err(self.fail(e));
            }
            let mut plaintext = Vec::new();
            // Ends in WouldBlock when all is taken, and in an error when the wire closed without close_notify.
            let end = self.connection.reader().read_to_end(&mut plaintext);
            self.received.append(&mut plaintext);
            match end {
                Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
                    return Err(
                        self.over(TlsError::Protocol { reason: "closed without close_notify".to_owned() })
                    );
                }
                // rustls takes nothing behind close_notify; it is to be ignored (RFC 8446 section 6.1).
                _ if bytes.is_empty() || bytes.len() == before => return Ok(()),
                _ => {}
            }
        }
    }

    /// What is to be put on the wire now; empty when there is nothing.
    ///
    /// # Errors
    /// rustls cannot write; it does not happen into memory.
    pub fn send_tls(&mut self) -> Result<Vec<u8>, TlsError> {
        let mut out = Vec::new();
        self.unsent = 0;
        while self.connection.wants_write() {
            self.connection.write_tls(&mut out).map_err(|e| TlsError::Protocol { reason: e.to_string() })?;
        }
        Ok(out)
    }

    /// Encrypts bytes for the peer, all of them.
    ///
    /// # Errors
    /// The session is over; [`TlsError::Closed`] after [`Session::close`]; [`TlsError::HandshakeNotDone`]; or
    /// [`TlsError::BufferFull`]: with them more than 1 MiB would wait for [`Session::send_tls`]. None of the bytes
    /// was taken then.
    pub fn write(&mut self, plaintext: &[u8]) -> Result<(), TlsError> {
        self.alive()?;
        if self.closed {
            return Err(TlsError::Closed);
        }
        if self.connection.is_handshaking() {
            return Err(TlsError::HandshakeNotDone);
        }
        let unsent = self.unsent.saturating_add(plaintext.len());
        if unsent > MAX_BUFFER {
            return Err(TlsError::BufferFull { what: "the send buffer", limit: MAX_BUFFER });
        }
        if let Err(e) = self.connection.writer().write_all(plaintext) {
            return Err(self.over(TlsError::Protocol { reason: e.to_string() }));
        }
        self.unsent = unsent;
        Ok(())
    }

    /// The bytes that the peer sent since the last call, decrypted.
    pub fn read(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.received)
    }

    /// Says goodbye; what [`Session::send_tls`] then gives must still be sent. What the peer sends is still taken.
    pub fn close(&mut self) {
        self.closed = true;
        self.connection.send_close_notify();
    }

    /// Whether the handshake is still going on.
    pub fn is_handshaking(&self) -> bool {
        self.connection.is_handshaking()
    }

    /// The peer, as it was verified in the handshake.
    ///
    /// # Errors
    /// [`TlsError::HandshakeNotDone`]; the session's own failure after it failed; as [`PeerRecord::peer`].
    pub fn peer(&self) -> Result<VerifiedPeer, TlsError> {
        self.alive()?;
        self.record.peer(&self.connection)
    }

    /// The same for a peer that an [`EdgeVerifier`](crate::verify::EdgeVerifier) judged, which has no SPIFFE ID.
    ///
    /// # Errors
    /// As [`Session::peer`].
    pub fn certificate(&self) -> Result<VerifiedCertificate, TlsError> {
        self.alive()?;
        self.record.certificate(&self.connection)
    }

    /// The application protocol that was agreed on.
    pub fn alpn(&self) -> Option<&[u8]> {
        self.connection.alpn_protocol()
    }

    /// The protocol version: `TLSv1.2` or `TLSv1.3`; None before it is agreed on.
    pub fn version(&self) -> Option<&'static str> {
        match self.connection.protocol_version()? {
            rustls::ProtocolVersion::TLSv1_2 => Some("TLSv1.2"),
            rustls::ProtocolVersion::TLSv1_3 => Some("TLSv1.3"),
            _ => None,
        }
    }

    /// The peer that this side refused, with its chain.
    pub fn refused(&self) -> Option<Refused> {
        self.record.refused()
    }

    fn alive(&self) -> Result<(), TlsError> {
        self.failed.clone().map_or(Ok(()), Err)
    }

    /// Our own refusal explains more than rustls's error.
    fn fail(&mut self, e: rustls::Error) -> TlsError {
        let error = self.refused().map_or_else(|| TlsError::of_connection(e), |refused| refused.error);
        self.over(error)
    }

    fn over(&mut self, error: TlsError) -> TlsError {
        self.failed = Some(error.clone());
        error
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("handshaking", &self.is_handshaking())
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}
