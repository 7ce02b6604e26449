//! Floor 5: `TlsServer`, `TlsClient`, and the `Session` that moves no bytes itself.

use mtls_core::tls as core;
use napi::bindgen_prelude::{Buffer, ClassInstance, Object, Uint8Array};
use napi::{Env, Result};
use napi_derive::napi;

use crate::arguments::{Bytes, Document, SpiffeIdLike, date, spiffe_id};
use crate::certificate::CertificateChain;
use crate::identity::{IdentityPattern, SpiffeId};
use crate::pki::PrivateKey;
use crate::raise::{Raise, call};
use crate::verify::ChainVerifier;

type Checked<T> = std::result::Result<T, Raise>;

/// Who this side is and whom it takes. Exactly one of `expectPeer`, `authorize` and `allowAnyVerifiedPeer` is needed.
#[napi(object, object_to_js = false)]
pub struct TlsOptions<'env> {
    /// This side's certificate chain, leaf first.
    pub chain: ClassInstance<'env, CertificateChain>,
    /// The leaf's private key.
    pub key: ClassInstance<'env, PrivateKey>,
    /// What judges the peer's chain.
    pub verifier: ClassInstance<'env, ChainVerifier>,
    /// Takes this peer and no other.
    pub expect_peer: Option<SpiffeIdLike<'env>>,
    /// Takes the peers that match.
    pub authorize: Option<ClassInstance<'env, IdentityPattern>>,
    /// Takes every peer whose chain verifies.
    pub allow_any_verified_peer: Option<bool>,
    /// Application protocols to negotiate, the preferred first: `h2`, `http/1.1`.
    pub alpn: Option<Vec<String>>,
    /// Speaks TLS 1.3 alone; the default is TLS 1.2 and 1.3.
    pub tls13_only: Option<bool>,
}

/// Sets up a server or a client: both have the same setters.
macro_rules! set_up {
    ($start:path, $options:ident) => {{
        let identity = core::Identity::new($options.chain.0.clone(), $options.key.0.clone_key())?;
        let mut builder = $start(identity, $options.verifier.0.clone());
        let mut named = 0_u8;
        if let Some(id) = $options.expect_peer {
            (builder, named) = (builder.expect_peer(spiffe_id(id)?), named.saturating_add(1));
        }
        if let Some(pattern) = $options.authorize {
            (builder, named) = (builder.authorize(pattern.0.clone()), named.saturating_add(1));
        }
        if $options.allow_any_verified_peer == Some(true) {
            (builder, named) = (builder.allow_any_verified_peer(), named.saturating_add(1));
        }
        if named > 1 {
            return Err(Raise::value(
                "give one of expectPeer, authorize and allowAnyVerifiedPeer, not several",
            ));
        }
        if let Some(protocols) = $options.alpn {
            builder = builder.alpn(protocols);
        }
        if $options.tls13_only == Some(true) {
            builder = builder.tls13_only();
        }
        builder.build()?;
        builder
    }};
}

fn server(options: TlsOptions<'_>) -> Checked<core::ServerBuilder> {
    Ok(set_up!(core::server, options))
}

fn client(options: TlsOptions<'_>) -> Checked<core::ClientBuilder> {
    Ok(set_up!(core::client, options))
}

/// A server that demands a certificate and knows its clients by their SPIFFE IDs.
#[napi]
pub struct TlsServer(core::ServerBuilder);

#[napi]
impl TlsServer {
    /// Throws `TlsError` for a key that is not the certificate's, or when nobody is let in.
    #[napi]
    pub fn create(env: &Env, options: TlsOptions<'_>) -> Result<Self> {
        call(env, || server(options)).map(Self)
    }

    /// One connection that a client opened.
    #[napi]
    pub fn session(&self, env: &Env) -> Result<Session> {
        call(env, || core::Session::server(&self.0)).map(Session)
    }
}

/// A client that presents a certificate and knows servers by their SPIFFE IDs.
#[napi]
pub struct TlsClient(core::ClientBuilder);

#[napi]
impl TlsClient {
    /// Throws `TlsError` for a key that is not the certificate's, or when no server would be taken.
    #[napi]
    pub fn create(env: &Env, options: TlsOptions<'_>) -> Result<Self> {
        call(env, || client(options)).map(Self)
    }

    /// One connection to a server; the name is sent as SNI and decides nothing.
    #[napi]
    pub fn session(&self, env: &Env, server_name: String) -> Result<Session> {
        call(env, || core::Session::client(&self.0, &server_name)).map(Session)
    }
}

/// One TLS connection that moves no bytes itself: give `receiveTls` what came from the socket, and write what `sendTls`
/// gives to it. A refused peer ends it with the reason; `sendTls` then has the alert for the other side.
#[napi]
pub struct Session(core::Session);

#[napi]
impl Session {
    /// Takes bytes from the wire; none at all says that the wire was closed. Throws `TlsError` when the peer is refused,
    /// refuses us, or breaks the protocol.
    #[napi]
    pub fn receive_tls(&mut self, env: &Env, bytes: Uint8Array) -> Result<()> {
        call(env, || self.0.receive_tls(&bytes))
    }

    /// What is to be put on the wire now; empty when there is nothing.
    #[napi]
    pub fn send_tls(&mut self, env: &Env) -> Result<Buffer> {
        call(env, || self.0.send_tls()).map(Buffer::from)
    }

    /// Encrypts bytes, or text as UTF-8, for the peer.
    #[napi]
    pub fn write(&mut self, env: &Env, plaintext: Document) -> Result<()> {
        call(env, || self.0.write(Bytes::from(plaintext).as_ref()))
    }

    /// The bytes that the peer sent since the last call, decrypted.
    #[napi]
    pub fn read(&mut self) -> Buffer {
        self.0.read().into()
    }

    /// Says goodbye; what `sendTls` then gives must still be sent.
    #[napi]
    pub fn close(&mut self) {
        self.0.close();
    }

    /// Whether the handshake is still going on.
    #[napi(getter)]
    pub fn is_handshaking(&self) -> bool {
        self.0.is_handshaking()
    }

    /// The peer's SPIFFE ID, judged in the handshake. Throws `TlsError` before that.
    #[napi]
    pub fn peer(&self, env: &Env) -> Result<SpiffeId> {
        call(env, || self.0.peer()).map(SpiffeId)
    }

    /// The application protocol that was agreed on; null without one.
    #[napi(getter)]
    pub fn alpn(&self) -> Option<String> {
        self.0.alpn().map(|protocol| String::from_utf8_lossy(protocol).into_owned())
    }

    /// The protocol version; null before it is agreed on.
    #[napi(getter, ts_return_type = "'TLSv1.2' | 'TLSv1.3' | null")]
    pub fn version(&self) -> Option<&'static str> {
        self.0.version()
    }

    /// The peer that this side refused, with its chain; null if it refused none.
    #[napi(ts_return_type = "RefusedPeer | null")]
    pub fn refused<'env>(&self, env: &'env Env) -> Result<Option<Object<'env>>> {
        let Some(refused) = self.0.refused() else { return Ok(None) };
        let mut object = Object::new(env)?;
        object.set("error", Raise::from(refused.error).value_for(env)?)?;
        object
            .set("chain", refused.chain.iter().map(|der| Buffer::from(der.to_vec())).collect::<Vec<_>>())?;
        object.set("at", date(env, refused.at)?)?;
        Ok(Some(object))
    }
}
