//! How a host, a subset of it or one of its ports is reached.

use super::ClientTls;
use crate::resources::Map;
use crate::resources::istio::port::PortSelector;
use crate::resources::model::{model, spellings};

model! {
    /// How a host or a subset of it is reached.
    pub struct TrafficPolicy {
        /// How endpoints are chosen, kept as it is.
        load_balancer: Map = "loadBalancer",
        /// Limits of connections, kept as they are.
        connection_pool: Map = "connectionPool",
        /// When endpoints are taken out, kept as it is.
        outlier_detection: Map = "outlierDetection",
        /// The client's side of TLS; absent means the mesh's automatic mutual TLS where the endpoint has it.
        tls: ClientTls = "tls",
        /// Settings of single ports. Such an entry takes the place of the policy around it: without `tls` of its own it
        /// has none.
        port_level_settings: Vec<PortTrafficPolicy> = "portLevelSettings",
        /// A proxy through which TCP and TLS go on.
        tunnel: TunnelSettings = "tunnel",
        /// The PROXY protocol, to tell the endpoint of the client's address.
        proxy_protocol: ProxyProtocol = "proxyProtocol",
        /// How many retries there may be at a time, kept as it is.
        retry_budget: Map = "retryBudget",
    }
}

model! {
    /// How one port is reached.
    pub struct PortTrafficPolicy {
        /// The port of the service.
        port: PortSelector = "port",
        /// How endpoints are chosen, kept as it is.
        load_balancer: Map = "loadBalancer",
        /// Limits of connections, kept as they are.
        connection_pool: Map = "connectionPool",
        /// When endpoints are taken out, kept as it is.
        outlier_detection: Map = "outlierDetection",
        /// The client's side of TLS; absent means the mesh's automatic mutual TLS, whatever the policy around says.
        tls: ClientTls = "tls",
    }
}

model! {
    /// A proxy through which connections go on.
    pub struct TunnelSettings {
        /// `CONNECT` (what absent means) or `POST`.
        protocol: String = "protocol",
        /// The host to which the proxy connects, a whole domain name or an IP address.
        target_host: String = "targetHost",
        /// The port to which the proxy connects, 1 to 65535.
        target_port: i64 = "targetPort",
    }
}

model! {
    /// The PROXY protocol.
    pub struct ProxyProtocol {
        /// Its version; absent is `V1`.
        version: ProxyProtocolVersion = "version",
    }
}

spellings! {
    /// A version of the PROXY protocol.
    pub enum ProxyProtocolVersion {
        /// Version 1, text.
        V1 = "V1",
        /// Version 2, binary.
        V2 = "V2",
    }
}
