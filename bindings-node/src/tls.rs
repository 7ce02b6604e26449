//! Floor 5: `TlsServer`, `TlsClient`, and the `Session` that moves no bytes itself.

use mtls_core::tls as core;
use mtls_core::verify::{LiveVerifier as Verifier, VerifiedPeer as Verdict};
use napi::bindgen_prelude::{Buffer, ClassInstance, Object, Uint8Array, Unknown};
use napi::{Env, Result};
use napi_derive::napi;
use rustls_pki_types::{CertificateDer, UnixTime};

use crate::arguments::{Bytes, Document, SpiffeIdLike, date, known, moment_or_now, spiffe_id};
use crate::certificate::CertificateChain;
use crate::identity::{IdentityPattern, SpiffeId};
use crate::pki::PrivateKey;
use crate::raise::{Raise, call};
use crate::record::record;
use crate::verify::{ChainLike, EXPLAIN_OPTIONS, ExplainOptions, VerifiedPeer, VerifierLike, ders, live};

type Checked<T> = std::result::Result<T, Raise>;

/// What one side presents: a chain and its key, checked to belong together. `util.inspect` shows no key.
#[napi]
pub struct TlsIdentity(pub(crate) core::Identity);

#[napi]
impl TlsIdentity {
    /// Throws `TlsError` for a key that is not the leaf's.
    #[napi(constructor)]
    pub fn new(env: &Env, chain: &CertificateChain, key: &PrivateKey) -> Result<Self> {
        call(env, || core::Identity::new(chain.0.clone(), key.0.clone_key())).map(Self)
    }

    /// The SPIFFE ID of the leaf, where it has one.
    #[napi(getter)]
    pub fn spiffe_id(&self) -> Option<SpiffeId> {
        self.0.spiffe_id().cloned().map(SpiffeId)
    }

    /// The chain, leaf first.
    #[napi(getter)]
    pub fn chain(&self) -> CertificateChain {
        CertificateChain(self.0.chain().clone())
    }

    /// The SPIFFE ID or the subject; never the key.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        let leaf = self.0.chain().leaf();
        self.0.spiffe_id().map_or_else(|| leaf.subject().to_owned(), ToString::to_string)
    }

    /// The chain; never the key.
    #[napi(js_name = "toJSON", ts_return_type = "{ chain: CertificateInfo[] }")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &serde_json::json!({ "chain": self.0.chain() }))
    }
}

/// Whom this side takes, and how it speaks. One of `expectPeer`, `authorize` and `allowAnyVerifiedPeer` is needed.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct TlsOptions<'env> {
    /// Takes this peer and no other.
    pub expect_peer: Option<SpiffeIdLike<'env>>,
    /// Takes the peers that match.
    pub authorize: Option<ClassInstance<'env, IdentityPattern>>,
    /// Takes every peer whose chain verifies, of every trust domain in the verifier's bundles.
    pub allow_any_verified_peer: Option<bool>,
    /// Application protocols to negotiate, the preferred first: `h2`, `http/1.1`.
    pub alpn: Option<Vec<String>>,
    /// Speaks TLS 1.3 alone; the default is TLS 1.2 and 1.3.
    pub tls13_only: Option<bool>,
}

const TLS_OPTIONS: &[&str] = &["expectPeer", "authorize", "allowAnyVerifiedPeer", "alpn", "tls13Only"];

/// Says which peers a builder takes, and how it speaks; then builds once, so that mistakes show now.
macro_rules! set_up {
    ($builder:expr, $options:ident) => {{
        let mut builder = $builder;
        let any = $options.allow_any_verified_peer == Some(true);
        let named = [$options.expect_peer.is_some(), $options.authorize.is_some(), any];
        if named.into_iter().filter(|given| *given).count() > 1 {
            return Err(Raise::value(
                "give one of expectPeer, authorize and allowAnyVerifiedPeer, not several",
            ));
        }
        if let Some(id) = $options.expect_peer {
            builder = builder.expect_peer(spiffe_id(id)?);
        }
        if let Some(pattern) = $options.authorize {
            builder = builder.authorize(pattern.0.clone());
        }
        if any {
            builder = builder.allow_any_verified_peer();
        }
        if $options.tls13_only == Some(true) {
            builder = builder.tls13_only();
        }
        let builder = builder.alpn($options.alpn.unwrap_or_default());
        builder.build()?;
        builder
    }};
}

fn server(identity: &TlsIdentity, verifier: Verifier, options: Unknown<'_>) -> Checked<TlsServer> {
    let options: TlsOptions<'_> = known(Some(options), TLS_OPTIONS)?.unwrap_or_default();
    let builder = set_up!(core::server(identity.0.clone(), verifier.clone()), options);
    Ok(TlsServer(builder, verifier))
}

fn client(identity: &TlsIdentity, verifier: Verifier, options: Unknown<'_>) -> Checked<TlsClient> {
    let options: TlsOptions<'_> = known(Some(options), TLS_OPTIONS)?.unwrap_or_default();
    let builder = set_up!(core::client(identity.0.clone(), verifier.clone()), options);
    Ok(TlsClient(builder, verifier))
}

fn judged(
    verifier: &Verifier,
    chain: ChainLike<'_>,
    options: Option<Unknown<'_>>,
    judge: impl FnOnce(&[CertificateDer<'_>], UnixTime) -> std::result::Result<Verdict, core::TlsError>,
) -> Checked<VerifiedPeer> {
    let options: ExplainOptions<'_> = known(options, EXPLAIN_OPTIONS)?.unwrap_or_default();
    Ok(VerifiedPeer(judge(&ders(chain, verifier.current().limits())?, moment_or_now(options.at)?)?))
}

/// A server that demands a certificate and knows its clients by their SPIFFE IDs.
#[napi]
pub struct TlsServer(core::ServerBuilder, Verifier);

#[napi]
impl TlsServer {
    /// Throws `TlsError` when the options let nobody in.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        identity: &TlsIdentity,
        verifier: VerifierLike<'_>,
        #[napi(ts_arg_type = "TlsOptions")] options: Unknown<'_>,
    ) -> Result<Self> {
        call(env, || server(identity, live(verifier), options))
    }

    /// One connection that a client opened.
    #[napi]
    pub fn session(&self, env: &Env) -> Result<Session> {
        call(env, || core::Session::server(&self.0)).map(Session)
    }

    /// Judges the chain, leaf first, of a client that another TLS stack shook hands with, as the handshake here would: at
    /// once, in some hundred microseconds. Throws `TlsError` if it is refused. `createHttpsServer` does so for Node's own.
    #[napi]
    pub fn judge(
        &self,
        env: &Env,
        chain: ChainLike<'_>,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<VerifiedPeer> {
        call(env, || judged(&self.1, chain, options, |chain, at| self.0.judge(chain, at)))
    }
}

/// A client that presents a certificate and knows servers by their SPIFFE IDs.
#[napi]
pub struct TlsClient(core::ClientBuilder, Verifier);

#[napi]
impl TlsClient {
    /// Throws `TlsError` when the options take no server.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        identity: &TlsIdentity,
        verifier: VerifierLike<'_>,
        #[napi(ts_arg_type = "TlsOptions")] options: Unknown<'_>,
    ) -> Result<Self> {
        call(env, || client(identity, live(verifier), options))
    }

    /// One connection to a server; the name is sent as SNI and decides nothing.
    #[napi]
    pub fn session(&self, env: &Env, server_name: String) -> Result<Session> {
        call(env, || core::Session::client(&self.0, &server_name)).map(Session)
    }

    /// Judges the chain, leaf first, of a server that another TLS stack shook hands with, as the handshake here would: at
    /// once, in some hundred microseconds. Throws `TlsError` if it is refused. `clientOptions` does so for Node's own.
    #[napi]
    pub fn judge(
        &self,
        env: &Env,
        chain: ChainLike<'_>,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<VerifiedPeer> {
        call(env, || judged(&self.1, chain, options, |chain, at| self.0.judge(chain, at)))
    }
}

/// One TLS connection that moves no bytes itself: give `receiveTls` what came from the socket, and write what `sendTls`
/// gives to it. A refused peer ends it with the reason; `sendTls` then has the alert for the other side.
#[napi]
pub struct Session(core::Session);

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

    /// The peer, as it was verified in the handshake. Throws `TlsError` before that.
    #[napi(getter)]
    pub fn peer(&self, env: &Env) -> Result<VerifiedPeer> {
        call(env, || self.0.peer()).map(VerifiedPeer)
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
