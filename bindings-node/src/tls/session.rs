//! `Session`, a connection that moves no bytes itself.

use mtls_core::tls as core;
use napi::bindgen_prelude::{Buffer, Object, Uint8Array};
use napi::{Env, Result};
use napi_derive::napi;

use crate::arguments::{Bytes, Document, date};
use crate::raise::{Raise, call};
use crate::verify::{VerifiedCertificate, VerifiedPeer};

/// One TLS connection that moves no bytes itself: give `receiveTls` what came from the socket, and write what `sendTls`
/// gives to it. A refused peer ends it with the reason; `sendTls` then has the alert for the other side.
#[napi]
pub struct Session(pub(super) core::Session);

#[napi]
impl Session {
    /// Takes bytes from the wire, all of them; none at all says that the wire was closed. Throws `TlsError` when the peer
    /// is refused, refuses us, or breaks the protocol. While 1 MiB waits for `read`, throws one with the code
    /// `tls-buffer-full` and takes none: give the same bytes again afterwards.
    #[napi]
    pub fn receive_tls(&mut self, env: &Env, bytes: Uint8Array) -> Result<()> {
        call(env, || self.0.receive_tls(&bytes))
    }

    /// What is to be put on the wire now; empty when there is nothing.
    #[napi]
    pub fn send_tls(&mut self, env: &Env) -> Result<Buffer> {
        call(env, || self.0.send_tls()).map(Buffer::from)
    }

    /// Encrypts bytes, or text as UTF-8, for the peer, all of it. Throws `TlsError` after `close`, and when more than 1 MiB
    /// would wait for `sendTls`; then none was taken.
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

    /// The peer, as it was verified in the handshake. Throws `TlsError` before that; with the code `tls-peer-anonymous` where
    /// it presented no certificate and need not, with `tls-peer-unverified` where it is known by name.
    #[napi(getter)]
    pub fn peer(&self, env: &Env) -> Result<VerifiedPeer> {
        call(env, || self.0.peer()).map(VerifiedPeer)
    }

    /// The same for a peer that an `EdgeVerifier` judged, which has no SPIFFE ID. Throws as `peer`.
    #[napi(getter)]
    pub fn certificate(&self, env: &Env) -> Result<VerifiedCertificate> {
        call(env, || self.0.certificate()).map(VerifiedCertificate)
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
    #[napi(getter, ts_return_type = "RefusedPeer | null")]
    pub fn refused<'env>(&self, env: &'env Env) -> Result<Option<Object<'env>>> {
        let Some(refused) = self.0.refused() else { return Ok(None) };
        let mut object = Object::new(env)?;
        object.set("error", Raise::from(refused.error).value_for(env)?)?;
        object
            .set("chain", refused.chain.iter().map(|der| Buffer::from(der.to_vec())).collect::<Vec<_>>())?;
        object.set("at", date(env, refused.at)?)?;
        object.set("purpose", refused.purpose.as_str())?;
        Ok(Some(object))
    }
}
