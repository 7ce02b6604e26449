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
pub mod legacy;
mod limits;
mod mesh_config;
mod peer_authentication;
mod port;
mod proxy_config;
mod request_authentication;
mod selector;
mod service_entry;
mod sidecar;
mod target_ref;
mod telemetry;
mod virtual_service;
mod workload_entry;
mod workload_group;

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
pub use mesh_config::{
    ForwardClientCertDetails, MeshCertificate, MeshConfig, MeshExtensionProvider, MeshOutboundMode,
    MeshOutboundTrafficPolicy, MeshPathNormalization, MeshProxyConfig, MeshReading, MeshSettings, MeshTls,
    MeshTlsVersion, MeshTopology, PathNormalization, read_mesh_config,
};
pub use peer_authentication::{MtlsMode, MutualTls, PeerAuthentication, PeerAuthenticationSpec};
pub use port::PortSelector;
pub use proxy_config::{ProxyConfig, ProxyConfigSpec, ProxyImage};
pub(crate) use request_authentication::secret_keys;
pub use request_authentication::{
    ClaimToHeader, JwtHeader, JwtRule, RequestAuthentication, RequestAuthenticationSpec,
};
pub use selector::{WorkloadLabels, WorkloadSelector};
pub use service_entry::{
    ServiceEntry, ServiceEntryLocation, ServiceEntryPort, ServiceEntryResolution, ServiceEntrySpec,
};
pub use sidecar::{
    CaptureMode, EgressProxy, OutboundMode, OutboundTrafficPolicy, Sidecar, SidecarEgress, SidecarIngress,
    SidecarPort, SidecarSpec,
};
pub use target_ref::PolicyTargetReference;
pub use telemetry::{
    AccessLogFilter, AccessLogging, LiteralTag, MetricOperation, MetricOverride, MetricSelector, MetricTag,
    NamedTag, Telemetry, TelemetryMetric, TelemetryMetrics, TelemetryProvider, TelemetrySelector,
    TelemetrySpec, TelemetryTracing, TracingTag, WorkloadMode,
};
pub use virtual_service::{
    Delegate, Destination, HttpMatch, HttpMirror, HttpRoute, HttpRouteDestination, RouteDestination,
    StringMatch, TcpMatch, TcpRoute, TlsMatch, TlsRoute, VirtualService, VirtualServiceSpec,
};
pub use workload_entry::{WorkloadEntry, WorkloadEntrySpec};
pub use workload_group::{
    ExecProbe, GrpcProbe, HttpProbe, ReadinessProbe, TcpProbe, WorkloadGroup, WorkloadGroupMetadata,
    WorkloadGroupSpec,
};

pub(crate) use host::check_wildcard_domain;

use super::Manifest;
use super::kind::Kind;
use crate::finding::Finding;

/// What is wrong with manifests that are of no modelled kind of Istio, but hold something of it: the settings of the mesh,
/// and kinds of former versions.
pub(super) fn findings(manifest: &Manifest) -> Vec<Finding> {
    let mut findings = mesh_config::findings(manifest);
    findings.extend(legacy::findings(manifest));
    findings
}

/// The kinds with a model.
pub(super) const KINDS: &[Kind] = &[
    AuthorizationPolicy::ENTRY,
    DestinationRule::ENTRY,
    Gateway::ENTRY,
    PeerAuthentication::ENTRY,
    ProxyConfig::ENTRY,
    RequestAuthentication::ENTRY,
    ServiceEntry::ENTRY,
    Sidecar::ENTRY,
    Telemetry::ENTRY,
    VirtualService::ENTRY,
    WorkloadEntry::ENTRY,
    WorkloadGroup::ENTRY,
];
