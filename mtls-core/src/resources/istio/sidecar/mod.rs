//! The Istio `Sidecar`: what the proxies of some workloads take in, and which services they know.

mod build;
mod check;
mod egress;

use super::gateway::ServerTls;
use super::port::PortSelector;
use super::selector::WorkloadLabels;
use crate::resources::Map;
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::model::{model, spellings};

kind! {
    /// An Istio `Sidecar`.
    ///
    /// ```
    /// use mtls_core::resources::istio::{OutboundMode, Sidecar};
    ///
    /// let sidecar = Sidecar::new("default", "shop").egress_hosts(["./*", "istio-system/*"]).registry_only().build()?;
    /// let policy = sidecar.spec.unwrap().outbound_traffic_policy.unwrap();
    /// assert_eq!(policy.mode, Some(OutboundMode::RegistryOnly));
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct Sidecar: "networking.istio.io" [
        "networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"
    ], check::check {
        /// What is asked for.
        spec: SidecarSpec = "spec",
    }
}

built!(Sidecar, spec: SidecarSpec);

model! {
    /// What a `Sidecar` asks for.
    pub struct SidecarSpec {
        /// The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh.
        workload_selector: WorkloadLabels = "workloadSelector",
        /// The ports that the proxy takes traffic in on; absent means those of the workload's services.
        ingress: Vec<SidecarIngress> = "ingress",
        /// The services that the proxy knows; absent means all that are shown to the namespace.
        egress: Vec<SidecarEgress> = "egress",
        /// Limits of the connections to the workload, for every port without its own.
        inbound_connection_pool: Map = "inboundConnectionPool",
        /// Where traffic to unknown services goes; absent means as the mesh says.
        outbound_traffic_policy: OutboundTrafficPolicy = "outboundTrafficPolicy",
    }
}

model! {
    /// A port that the proxy takes traffic in on.
    pub struct SidecarIngress {
        /// The port.
        port: SidecarPort = "port",
        /// The IP address to listen on; absent means that of the workload.
        bind: String = "bind",
        /// How traffic gets to the proxy; absent is `DEFAULT`.
        capture_mode: CaptureMode = "captureMode",
        /// Where the workload listens: `127.0.0.1:8080`, `[::1]:8080`, `:8080`, or `unix://` and a path.
        default_endpoint: String = "defaultEndpoint",
        /// TLS that the proxy ends in the workload's stead; the mesh's own mutual TLS must be off on this port.
        tls: ServerTls = "tls",
        /// Limits of the connections to the workload.
        connection_pool: Map = "connectionPool",
    }
}

model! {
    /// A listener for traffic out of the workload.
    pub struct SidecarEgress {
        /// The port; absent means that this is for every port that no other listener is for.
        port: SidecarPort = "port",
        /// The IP address to listen on, or `unix://` and a path.
        bind: String = "bind",
        /// How traffic gets to the proxy; absent is `DEFAULT`.
        capture_mode: CaptureMode = "captureMode",
        /// The services, as `namespace/host`: the namespace may be `.` or `*`, with `~` before it all but that one, the host
        /// may be `*` or begin with `*.`.
        hosts: Vec<String> = "hosts",
    }
}

model! {
    /// A port and its protocol.
    pub struct SidecarPort {
        /// The number, 1 to 65535; 0 with a Unix socket.
        number: i64 = "number",
        /// `HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `TLS`, `TCP`, …, in any case.
        protocol: String = "protocol",
        /// The name.
        name: String = "name",
        /// Has no effect here and is refused.
        target_port: i64 = "targetPort",
    }
}

model! {
    /// Where traffic to services goes that the proxy does not know.
    pub struct OutboundTrafficPolicy {
        /// Whether it goes on; absent is `REGISTRY_ONLY` where the policy is written.
        mode: OutboundMode = "mode",
        /// The service that it goes to; with `ALLOW_ANY` alone.
        egress_proxy: EgressProxy = "egressProxy",
    }
}

model! {
    /// A service that traffic to unknown services goes to.
    pub struct EgressProxy {
        /// Its whole domain name.
        host: String = "host",
        /// A subset that a `DestinationRule` names.
        subset: String = "subset",
        /// Its port.
        port: PortSelector = "port",
    }
}

spellings! {
    /// Whether traffic to unknown services goes on.
    pub enum OutboundMode {
        /// It is dropped.
        RegistryOnly = "REGISTRY_ONLY",
        /// It goes where it was going.
        AllowAny = "ALLOW_ANY",
    }
}

spellings! {
    /// How traffic gets to the proxy.
    pub enum CaptureMode {
        /// As the environment has it. What an absent mode means.
        Default = "DEFAULT",
        /// By the rules of iptables.
        Iptables = "IPTABLES",
        /// Nothing is caught: callers speak to the proxy's port.
        None = "NONE",
    }
}

#[cfg(test)]
mod tests;
