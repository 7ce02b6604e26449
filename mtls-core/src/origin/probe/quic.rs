//! Whether something answers QUIC. Nothing more: this probe does not speak it.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::timeout;

use super::evidence::Outcome;

/// A server of QUIC answers a version that it does not know with those that it knows (RFC 9000 section 6), if the
/// datagram is at least this long (section 14.1).
const DATAGRAM: usize = 1200;
/// Reserved to be unknown (RFC 9000 section 15).
const VERSION: [u8; 4] = [0x1a, 0x2a, 0x3a, 0x4a];
const TRIES: u32 = 2;

/// The port on which an `Alt-Svc` header (RFC 7838 section 3) advertises HTTP/3 at the same host.
pub(super) fn advertised(header: &str) -> Option<u16> {
    header.split(',').find_map(|entry| {
        let (protocol, rest) = entry.trim().split_once('=')?;
        if protocol != "h3" && !protocol.starts_with("h3-") {
            return None;
        }
        let authority = rest.trim_start().strip_prefix('"')?.split('"').next()?;
        authority.strip_prefix(':')?.parse().ok()
    })
}

/// Sends a datagram that asks for no connection, and again when nothing comes.
pub(super) async fn look(address: SocketAddr, limit: Duration) -> Outcome {
    match ask(address, limit.min(Duration::from_secs(1))).await {
        Ok(outcome) => outcome,
        // The port is shut, as the network says.
        Err(e) if e.kind() == std::io::ErrorKind::ConnectionRefused => Outcome::Silent,
        Err(e) => Outcome::NetworkError { reason: e.to_string() },
    }
}

async fn ask(address: SocketAddr, limit: Duration) -> std::io::Result<Outcome> {
    let any: SocketAddr = if address.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0_u16; 8], 0).into() };
    let socket = UdpSocket::bind(any).await?;
    socket.connect(address).await?;
    let datagram = datagram();
    let mut buffer = [0_u8; 1500];
    let wait = limit.checked_div(TRIES).unwrap_or(limit);
    for _ in 0..TRIES {
        socket.send(&datagram).await?;
        if let Ok(received) = timeout(wait, socket.recv(&mut buffer)).await {
            received?;
            return Ok(Outcome::Answers);
        }
    }
    Ok(Outcome::Silent)
}

/// A long header of an unknown version with two connection identifiers of eight bytes, filled up (RFC 8999 section 5.1).
fn datagram() -> Vec<u8> {
    let mut bytes = vec![0xc0];
    bytes.extend(VERSION);
    for filler in [0x5a, 0xa5] {
        bytes.push(8);
        bytes.extend([filler; 8]);
    }
    bytes.resize(DATAGRAM, 0);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    #[test]
    fn the_port_of_http3_is_read_from_alt_svc() {
        for (header, port) in [
            ("h3=\":443\"; ma=86400", Some(443)),
            ("h2=\":8000\", h3-29=\":8443\"; ma=3600", Some(8443)),
            ("clear", None),
            ("h2=\":443\"", None),
            // Another host is none of ours.
            ("h3=\"other.example:443\"", None),
            ("h3=\":https\"", None),
            ("h3", None),
        ] {
            assert_eq!(advertised(header), port, "{header}");
        }
    }

    #[test]
    fn what_answers_is_told_from_what_is_silent_and_what_is_shut() {
        run(async {
            let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            let address = server.local_addr().unwrap();
            let answering = tokio::spawn(async move {
                let mut buffer = [0; 2000];
                let (length, from) = server.recv_from(&mut buffer).await.unwrap();
                assert_eq!(length, DATAGRAM);
                assert_eq!(buffer[1..5], VERSION);
                server.send_to(&[0x80, 0, 0, 0, 0], from).await.unwrap();
                server
            });
            assert_eq!(look(address, Duration::from_secs(1)).await, Outcome::Answers);
            let server = answering.await.unwrap();
            assert_eq!(look(address, Duration::from_millis(80)).await, Outcome::Silent);
            drop(server);
            assert_eq!(look(address, Duration::from_millis(80)).await, Outcome::Silent);
        });
    }
}
