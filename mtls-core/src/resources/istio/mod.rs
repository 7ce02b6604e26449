//! The kinds of Istio: what comes in, what goes out, who may, and by which TLS.
//!
//! Source of fields, spellings and rules: Istio's API reference and the checks of its own admission webhook.

mod authorization_policy;
mod destination_rule;
mod duration;
mod export_to;
mod gateway;
mod host;
mod labels;
mod peer_authentication;
mod port;
mod request_authentication;
mod selector;
mod target_ref;

pub use authorization_policy::{
    AuthorizationAction, AuthorizationCondition, AuthorizationFrom, AuthorizationOperation,
    AuthorizationPolicy, AuthorizationPolicySpec, AuthorizationProvider, AuthorizationRule,
    AuthorizationSource, AuthorizationTo,
};
pub use destination_rule::{
    ClientTls, ClientTlsMode, DestinationRule, DestinationRuleSpec, PortTrafficPolicy, ProxyProtocol,
    ProxyProtocolVersion, Subset, TrafficPolicy, TunnelSettings,
};
pub use gateway::{
    Gateway, GatewaySpec, Server, ServerPort, ServerTls, ServerTlsMode, TlsCertificate, TlsVersion,
};
pub use peer_authentication::{MtlsMode, MutualTls, PeerAuthentication, PeerAuthenticationSpec};
pub use port::PortSelector;
pub use request_authentication::{
    ClaimToHeader, JwtHeader, JwtRule, RequestAuthentication, RequestAuthenticationSpec,
};
pub use selector::WorkloadSelector;
pub use target_ref::PolicyTargetReference;

use super::kind::Kind;

/// The kinds with a model.
pub(super) const KINDS: &[Kind] = &[
    AuthorizationPolicy::ENTRY,
    DestinationRule::ENTRY,
    Gateway::ENTRY,
    PeerAuthentication::ENTRY,
    RequestAuthentication::ENTRY,
];
