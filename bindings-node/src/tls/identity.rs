//! `TlsIdentity`, and `LiveIdentity`, which is replaced while it is in use.

use mtls_core::tls as core;
use napi::bindgen_prelude::{Either, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::certificate::CertificateChain;
use crate::identity::SpiffeId;
use crate::pki::PrivateKey;
use crate::raise::call;
use crate::record::record;

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

    /// The leaf's key, for another TLS stack that is to present the same.
    #[napi(getter)]
    pub fn key(&self) -> PrivateKey {
        self.0.key().clone_key().into()
    }

    /// The SPIFFE ID or the subject; never the key.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        text(&self.0)
    }

    /// The chain; never the key.
    #[napi(js_name = "toJSON", ts_return_type = "{ chain: CertificateInfo[] }")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &serde_json::json!({ "chain": self.0.chain() }))
    }
}

fn text(identity: &core::Identity) -> String {
    let leaf = identity.chain().leaf();
    identity.spiffe_id().map_or_else(|| leaf.subject().to_owned(), ToString::to_string)
}

/// The `TlsIdentity` in force, for servers and clients that keep running while certificates change. Every handshake
/// presents the one that is in force when it needs one; connections that are there stay as they are.
#[napi]
pub struct LiveIdentity(pub(crate) core::LiveIdentity);

#[napi]
impl LiveIdentity {
    /// Begins with this identity.
    #[napi(constructor)]
    pub fn new(identity: &TlsIdentity) -> Self {
        Self(core::LiveIdentity::new(identity.0.clone()))
    }

    /// The identity in force now, or the one that was in force last if it is withdrawn; it does not change.
    #[napi(getter)]
    pub fn current(&self) -> TlsIdentity {
        TlsIdentity(self.0.current())
    }

    /// Puts another identity in force and gives the one that was.
    #[napi]
    pub fn replace(&self, identity: &TlsIdentity) -> TlsIdentity {
        TlsIdentity(self.0.replace(identity.0.clone()))
    }

    /// Presents no identity any more, until `replace` puts one in force: a server refuses every handshake, and a client answers
    /// a request for a certificate with none.
    #[napi]
    pub fn withdraw(&self) {
        self.0.withdraw();
    }

    /// Whether no identity is presented.
    #[napi(getter)]
    pub fn is_withdrawn(&self) -> bool {
        self.0.is_withdrawn()
    }

    /// The SPIFFE ID or the subject of the identity in force; never the key.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        text(&self.0.current())
    }
}

/// What a server or client presents.
#[napi]
pub type IdentityLike<'a> = Either<&'a TlsIdentity, &'a LiveIdentity>;

pub(super) fn presented(identity: IdentityLike<'_>) -> core::LiveIdentity {
    match identity {
        Either::A(identity) => identity.0.clone().into(),
        Either::B(identity) => identity.0.clone(),
    }
}
