//! The kinds of Istio: what comes in, what goes out, who may, and by which TLS.
//!
//! Source of fields, spellings and rules: Istio's API reference and the checks of its own admission webhook.

mod gateway;
mod peer_authentication;
mod selector;

pub use gateway::{
    Gateway, GatewaySpec, Server, ServerPort, ServerTls, ServerTlsMode, TlsCertificate, TlsVersion,
};
pub use peer_authentication::{MtlsMode, MutualTls, PeerAuthentication, PeerAuthenticationSpec};
pub use selector::WorkloadSelector;

use super::kind::Kind;

/// The kinds with a model.
pub(super) const KINDS: &[Kind] = &[Gateway::ENTRY, PeerAuthentication::ENTRY];
