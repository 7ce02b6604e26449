//! The ClientHello inside a tunnel: which server the client asks for.

use std::time::Duration;

use rustls::server::Acceptor;
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::host::Host;
use super::policy::Refusal;

/// Bytes that a ClientHello may take; with post-quantum keys one has about 2 KiB.
const MOST: usize = 32 << 10;

/// What the proxy goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hello {
    /// The server name (SNI).
    pub(crate) name: Option<Host>,
    /// Whether there is an encrypted ClientHello besides (RFC 9849). Browsers send a meaningless one to servers without
    /// it, so this alone says little.
    pub(crate) encrypted: bool,
}

/// Reads up to the end of the ClientHello. Gives it, and all bytes that were read: they are still to be passed on.
pub(crate) async fn read(
    stream: &mut (impl AsyncRead + Unpin),
    within: Duration,
) -> Result<(Hello, Vec<u8>), Refusal> {
    let stalled = |_| Refusal::new("hello-stalled", format!("no ClientHello within {within:?}"));
    tokio::time::timeout(within, read_all(stream)).await.map_err(stalled)?
}

async fn read_all(stream: &mut (impl AsyncRead + Unpin)) -> Result<(Hello, Vec<u8>), Refusal> {
    let (mut acceptor, mut bytes) = (Acceptor::default(), Vec::new());
    let mut buffer = vec![0; 4096];
    loop {
        let count =
            stream.read(&mut buffer).await.map_err(|e| Refusal::new("hello-broken", e.to_string()))?;
        let mut new = buffer.get(..count).unwrap_or_default();
        if new.is_empty() {
            return Err(Refusal::new("hello-broken", "the client closed the tunnel before its ClientHello"));
        }
        bytes.extend_from_slice(new);
        // A record of a handshake; what is not TLS could be anything.
        if bytes.first() != Some(&22) {
            return Err(Refusal::new("not-tls", "the tunnel does not begin with a TLS handshake"));
        }
        if bytes.len() > MOST {
            return Err(Refusal::new("hello-broken", format!("the ClientHello has more than {MOST} bytes")));
        }
        while !new.is_empty() {
            acceptor.read_tls(&mut new).map_err(|e| Refusal::new("hello-broken", e.to_string()))?;
        }
        let accepted = acceptor.accept().map_err(|(e, _)| Refusal::new("hello-broken", e.to_string()))?;
        if let Some(accepted) = accepted {
            let name = accepted.client_hello().server_name().map(ToOwned::to_owned);
            let name = match name {
                None => None,
                Some(text) => Some(Host::parse(&text).ok_or_else(|| {
                    Refusal::new("hello-broken", "the server name in the ClientHello is no DNS name")
                })?),
            };
            return Ok((Hello { name, encrypted: has_encrypted_hello(&bytes) }, bytes));
        }
    }
}

/// Whether the extension `encrypted_client_hello` is there. rustls has accepted the bytes, so what does not fit here is
/// merely taken for its absence.
fn has_encrypted_hello(records: &[u8]) -> bool {
    const ENCRYPTED_CLIENT_HELLO: u16 = 0xfe0d;
    let extensions = || {
        let mut handshake = Vec::new();
        let mut rest = Bytes(records);
        while let Some(22) = rest.number(1) {
            rest.number(2)?;
            handshake.extend_from_slice(rest.vector(2)?);
        }
        let mut rest = Bytes(&handshake);
        // Type and length of the message, version, random.
        rest.take(1 + 3 + 2 + 32)?;
        // Session ID, cipher suites, compression methods.
        rest.vector(1)?;
        rest.vector(2)?;
        rest.vector(1)?;
        let mut found = Vec::new();
        let mut list = Bytes(rest.vector(2)?);
        while let Some(kind) = list.number(2) {
            found.push(kind);
            list.vector(2)?;
        }
        Some(found)
    };
    extensions().is_some_and(|kinds| kinds.contains(&usize::from(ENCRYPTED_CLIENT_HELLO)))
}

/// The presentation language of TLS (RFC 8446 section 3).
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self, width: usize) -> Option<usize> {
        Some(self.take(width)?.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    }

    fn vector(&mut self, width: usize) -> Option<&'a [u8]> {
        let length = self.number(width)?;
        self.take(length)
    }
}
