//! Floor 5: `TlsServer`, `TlsClient`, and the `Session` that moves no bytes itself.

mod identity;
mod session;

use mtls_core::tls as core;
use mtls_core::tls::PeerVerifier;
use napi::bindgen_prelude::{ClassInstance, Unknown};
use napi::{Env, Result};
use napi_derive::napi;
use rustls_pki_types::{CertificateDer, UnixTime};

use crate::arguments::{SpiffeIdLike, known, moment_or_now, spiffe_id};
use crate::identity::IdentityPattern;
use crate::raise::{Raise, call};
use crate::verify::{
    ChainLike, EXPLAIN_OPTIONS, ExplainOptions, VerifiedCertificate, VerifiedPeer, VerifierLike, ders,
    peer_verifier,
};

pub use identity::{IdentityLike, LiveIdentity, TlsIdentity};
pub use session::Session;

type Checked<T> = std::result::Result<T, Raise>;

/// The options of one side, with those of its own.
macro_rules! options {
    ($(#[$about:meta])* $name:ident, $($own:tt)*) => {
        $(#[$about])*
        #[napi(object, object_to_js = false)]
        #[derive(Default)]
        pub struct $name<'env> {
            /// Takes this peer and no other.
            pub expect_peer: Option<SpiffeIdLike<'env>>,
            /// Takes the peer whose certificate is valid for this name (a DNS name, an address or an e-mail address) and no
            /// other: for an `EdgeVerifier`.
            pub expect_name: Option<String>,
            /// Takes the peers that match.
            pub authorize: Option<ClassInstance<'env, IdentityPattern>>,
            /// Takes every peer whose chain verifies, of every trust domain in the verifier's bundles or under any of its
            /// anchors, by whatever name.
            pub allow_any_verified_peer: Option<bool>,
            /// Application protocols to negotiate, the preferred first: `h2`, `http/1.1`.
            pub alpn: Option<Vec<String>>,
            /// Speaks TLS 1.3 alone; the default is TLS 1.2 and 1.3.
            pub tls13_only: Option<bool>,
            $($own)*
        }
    };
}

options! {
    /// Whom this side takes, and how it speaks. One of `expectPeer`, `expectName`, `authorize` and `allowAnyVerifiedPeer` is
    /// needed, but by a client with an `EdgeVerifier`: it knows servers by the name that it connects to.
    TlsOptions,
}

options! {
    /// Whom a server takes, and how it speaks. One of `expectPeer`, `expectName`, `authorize` and `allowAnyVerifiedPeer` is
    /// needed.
    TlsServerOptions,
    /// Lets in clients that present no certificate, too; one that is presented is judged as ever. Ask each connection for
    /// its peer. Default: false.
    pub peer_optional: Option<bool>,
}

const TLS_OPTIONS: &[&str] =
    &["expectPeer", "expectName", "authorize", "allowAnyVerifiedPeer", "alpn", "tls13Only"];
const TLS_SERVER_OPTIONS: &[&str] =
    &["expectPeer", "expectName", "authorize", "allowAnyVerifiedPeer", "alpn", "tls13Only", "peerOptional"];

/// Says which peers a builder takes, and how it speaks; then builds once, so that mistakes show now.
macro_rules! set_up {
    ($builder:expr, $options:ident) => {{
        let mut builder = $builder;
        let any = $options.allow_any_verified_peer == Some(true);
        let named = [
            $options.expect_peer.is_some(),
            $options.expect_name.is_some(),
            $options.authorize.is_some(),
            any,
        ];
        if named.into_iter().filter(|given| *given).count() > 1 {
            return Err(Raise::value(
                "give one of expectPeer, expectName, authorize and allowAnyVerifiedPeer, not several",
            ));
        }
        if let Some(id) = $options.expect_peer {
            builder = builder.expect_peer(spiffe_id(id)?);
        }
        if let Some(name) = $options.expect_name {
            builder = builder.expect_name(name.parse()?);
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

fn server(identity: IdentityLike<'_>, verifier: PeerVerifier, options: Unknown<'_>) -> Checked<TlsServer> {
    let options: TlsServerOptions<'_> = known(Some(options), TLS_SERVER_OPTIONS)?.unwrap_or_default();
    let optional = options.peer_optional == Some(true);
    let builder = set_up!(core::server(identity::presented(identity), verifier.clone()), options);
    Ok(TlsServer(if optional { builder.peer_optional() } else { builder }, verifier))
}

fn client(identity: IdentityLike<'_>, verifier: PeerVerifier, options: Unknown<'_>) -> Checked<TlsClient> {
    let options: TlsOptions<'_> = known(Some(options), TLS_OPTIONS)?.unwrap_or_default();
    let builder = set_up!(core::client(identity::presented(identity), verifier.clone()), options);
    Ok(TlsClient(builder, verifier))
}

fn judged<T>(
    verifier: &PeerVerifier,
    chain: ChainLike<'_>,
    options: Option<Unknown<'_>>,
    judge: impl FnOnce(&[CertificateDer<'_>], UnixTime) -> std::result::Result<T, core::TlsError>,
) -> Checked<T> {
    let options: ExplainOptions<'_> = known(options, EXPLAIN_OPTIONS)?.unwrap_or_default();
    Ok(judge(&ders(chain, &verifier.limits())?, moment_or_now(options.at)?)?)
}

/// A server that demands a certificate and knows its clients by their SPIFFE IDs, or with an `EdgeVerifier` by name.
#[napi]
pub struct TlsServer(core::ServerBuilder, PeerVerifier);

#[napi]
impl TlsServer {
    /// Throws `TlsError` when the options let nobody in, or name peers that the verifier cannot know.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        identity: IdentityLike<'_>,
        verifier: VerifierLike<'_>,
        #[napi(ts_arg_type = "TlsServerOptions")] options: Unknown<'_>,
    ) -> Result<Self> {
        call(env, || server(identity, peer_verifier(verifier), options))
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
        call(env, || judged(&self.1, chain, options, |chain, at| self.0.judge(chain, at))).map(VerifiedPeer)
    }

    /// The same for a client that an `EdgeVerifier` judges, which has no SPIFFE ID.
    #[napi]
    pub fn judge_certificate(
        &self,
        env: &Env,
        chain: ChainLike<'_>,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<VerifiedCertificate> {
        let judge = |chain: &[CertificateDer<'_>], at| self.0.judge_certificate(chain, at);
        call(env, || judged(&self.1, chain, options, judge)).map(VerifiedCertificate)
    }
}

/// A client that presents a certificate and knows servers by their SPIFFE IDs, or with an `EdgeVerifier` by name.
#[napi]
pub struct TlsClient(core::ClientBuilder, PeerVerifier);

#[napi]
impl TlsClient {
    /// Throws `TlsError` when the options take no server, or name peers that the verifier cannot know.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        identity: IdentityLike<'_>,
        verifier: VerifierLike<'_>,
        #[napi(ts_arg_type = "TlsOptions")] options: Unknown<'_>,
    ) -> Result<Self> {
        call(env, || client(identity, peer_verifier(verifier), options))
    }

    /// One connection to a server; the name is sent as SNI. It decides nothing, but with an `EdgeVerifier` and no other
    /// expectation: there the server's certificate must be valid for it.
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
        call(env, || judged(&self.1, chain, options, |chain, at| self.0.judge(chain, at))).map(VerifiedPeer)
    }

    /// The same for a server that an `EdgeVerifier` judges, which has no SPIFFE ID: by the name that was connected to, where
    /// no other expectation is set.
    #[napi]
    pub fn judge_certificate(
        &self,
        env: &Env,
        chain: ChainLike<'_>,
        server_name: String,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<VerifiedCertificate> {
        let judge = |chain: &[CertificateDer<'_>], at| self.0.judge_certificate(chain, &server_name, at);
        call(env, || judged(&self.1, chain, options, judge)).map(VerifiedCertificate)
    }
}
