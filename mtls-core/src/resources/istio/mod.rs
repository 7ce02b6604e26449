//! The kinds of Istio: what comes in, what goes out, who may, and by which TLS.
//!
//! Source of fields, spellings and rules: Istio's API reference and the checks of its own admission webhook.

mod destination_rule;
mod export_to;
mod gateway;
mod host;
mod labels;
mod peer_authentication;
mod port;
mod selector;

pub use destination_rule::{
    ClientTls, ClientTlsMode, DestinationRule, DestinationRuleSpec, PortTrafficPolicy, ProxyProtocol,
    ProxyProtocolVersion, Subset, TrafficPolicy, TunnelSettings,
};
pub use gateway::{
    Gateway, GatewaySpec, Server, ServerPort, ServerTls, ServerTlsMode, TlsCertificate, TlsVersion,
};
pub use peer_authentication::{MtlsMode, MutualTls, PeerAuthentication, PeerAuthenticationSpec};
pub use port::PortSelector;
pub use selector::WorkloadSelector;

use super::kind::Kind;

/// The kinds with a model.
pub(super) const KINDS: &[Kind] = &[DestinationRule::ENTRY, Gateway::ENTRY, PeerAuthentication::ENTRY];
