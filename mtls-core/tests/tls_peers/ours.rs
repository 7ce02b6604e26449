//! Our side of one connection: the accepted peer, or why there is none.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::ops::DerefMut;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use mtls_core::finding::Refusal as _;
use mtls_core::identity::SpiffeId;
use mtls_core::tls::{PeerRecord, Refused, Session, TlsError, presented_identity};
use rustls::{ClientConnection, ConnectionCommon, ServerConnection, SideData, Stream};

use super::material::Material;
use super::{OURS, PATIENCE, Role, THEIRS};

/// The peer that we accepted, and what it said.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) peer: SpiffeId,
    pub(crate) version: String,
    pub(crate) text: String,
}

/// A listener on a free port of the loopback interface.
pub(crate) fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// The one connection that is expected.
pub(crate) fn accept(listener: &TcpListener) -> TcpStream {
    let begun = Instant::now();
    loop {
        match listener.accept() {
            Ok((socket, _)) => {
                socket.set_nonblocking(false).unwrap();
                return patient(socket);
            }
            Err(e) if e.kind() == ErrorKind::WouldBlock && begun.elapsed() < PATIENCE => {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            Err(e) => panic!("nobody connects: {e}"),
        }
    }
}

pub(crate) fn connect(port: u16) -> TcpStream {
    patient(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap())
}

fn patient(socket: TcpStream) -> TcpStream {
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.set_write_timeout(Some(PATIENCE)).unwrap();
    socket
}

/// Drives a [`Session`]; `open` is called when the handshake is done on this side.
pub(crate) fn by_session(
    material: &Material,
    role: Role,
    mut socket: TcpStream,
    open: impl FnOnce(),
) -> Result<Heard, TlsError> {
    let mut session = match role {
        Role::Server => Session::server(&material.server()).unwrap(),
        Role::Client => Session::client(&material.client(), "theirs.shop.svc").unwrap(),
    };
    let heard = converse(&mut session, &mut socket, open);
    session.close();
    let last = session.send_tls().unwrap();
    leave(socket, &last);
    if heard.is_err() {
        assert_eq!(session.peer().err(), heard.as_ref().err().cloned(), "a session that is over says why");
    }
    heard
}

fn converse(session: &mut Session, socket: &mut TcpStream, open: impl FnOnce()) -> Result<Heard, TlsError> {
    let mut open = Some(open);
    let mut text = Vec::new();
    let mut buffer = [0; 16_384];
    loop {
        if !session.is_handshaking()
            && let Some(open) = open.take()
        {
            session.peer()?;
            session.write(OURS.as_bytes())?;
            open();
        }
        send(socket, &session.send_tls()?);
        if text.ends_with(b"\n") {
            let version = session.version().unwrap().to_owned();
            return Ok(Heard {
                peer: session.peer()?.spiffe_id().clone(),
                version,
                text: String::from_utf8(text).unwrap(),
            });
        }
        let count = received(socket, &mut buffer);
        session.receive_tls(&buffer[..count])?;
        text.extend(session.read());
    }
}

/// Drives rustls's own connection over our configuration; what its listener was told is the verdict.
pub(crate) fn by_rustls(
    material: &Material,
    role: Role,
    socket: TcpStream,
    open: impl FnOnce(),
) -> Result<Heard, String> {
    let told = Arc::new(Mutex::new(None));
    let slot = Arc::clone(&told);
    let listener = move |refused: Refused| *slot.lock().unwrap() = Some(refused.error.code());
    let heard = match role {
        Role::Server => {
            let (config, record) = material.server().on_refusal(listener).build_for_one().unwrap();
            talk(ServerConnection::new(Arc::new(config)).unwrap(), &record, socket, open)
        }
        Role::Client => {
            let (config, record) = material.client().on_refusal(listener).build_for_one().unwrap();
            let name = "theirs.shop.svc".try_into().unwrap();
            talk(ClientConnection::new(Arc::new(config), name).unwrap(), &record, socket, open)
        }
    };
    let told = told.lock().unwrap().take();
    assert!(told.is_none() || heard.is_err(), "refused and heard: {heard:?}");
    heard.map_err(|e| told.map_or_else(|| e.to_string(), str::to_owned))
}

fn talk<C, S>(
    mut connection: C,
    record: &PeerRecord,
    mut socket: TcpStream,
    open: impl FnOnce(),
) -> std::io::Result<Heard>
where
    C: DerefMut<Target = ConnectionCommon<S>>,
    S: SideData,
{
    let shake_hands = connection.complete_io(&mut socket);
    let heard = shake_hands.and_then(|_| {
        open();
        let mut stream = Stream::new(&mut connection, &mut socket);
        stream.write_all(OURS.as_bytes())?;
        let mut text = vec![0; THEIRS.len()];
        stream.read_exact(&mut text)?;
        let version = connection.protocol_version().unwrap().as_str().unwrap().replace('_', ".");
        let peer = presented_identity(&connection).unwrap();
        assert_eq!(record.peer(&connection).unwrap().spiffe_id(), &peer);
        Ok(Heard { peer, version, text: String::from_utf8(text).unwrap() })
    });
    connection.send_close_notify();
    let mut last = Vec::new();
    while connection.wants_write() {
        connection.write_tls(&mut last).unwrap();
    }
    leave(socket, &last);
    heard
}

fn send(socket: &mut TcpStream, bytes: &[u8]) {
    // A peer that is gone shows when reading: it may have left an alert.
    let _ = socket.write_all(bytes);
}

fn received(socket: &mut TcpStream, buffer: &mut [u8]) -> usize {
    match socket.read(buffer) {
        Ok(count) => count,
        Err(e) if e.kind() == ErrorKind::ConnectionReset => 0,
        Err(e) => panic!("the peer is silent: {e}"),
    }
}

/// Says the last words and waits for the peer to go: a socket closed on unread bytes resets the connection,
/// and the peer would lose the alert.
pub(crate) fn leave(mut socket: TcpStream, last: &[u8]) {
    send(&mut socket, last);
    let _ = socket.shutdown(Shutdown::Write);
    let mut buffer = [0; 4096];
    while received(&mut socket, &mut buffer) > 0 {}
}
