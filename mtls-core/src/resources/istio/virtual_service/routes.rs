//! Routes of TLS and TCP, and the destinations of all routes.

use std::collections::BTreeMap;

use crate::resources::istio::port::PortSelector;
use crate::resources::model::model;

model! {
    /// A route of TLS that is passed on.
    pub struct TlsRoute {
        /// The connections that it takes; one of them must hold.
        matches: Vec<TlsMatch> = "match",
        /// Where they go, by weight.
        route: Vec<RouteDestination> = "route",
    }
}

model! {
    /// Connections of TLS; all that is given must hold.
    pub struct TlsMatch {
        /// The names in the SNI, each one of the hosts or under a wildcard of them.
        sni_hosts: Vec<String> = "sniHosts",
        /// Addresses or CIDR ranges of which the destination is one.
        destination_subnets: Vec<String> = "destinationSubnets",
        /// The port that is addressed.
        port: i64 = "port",
        /// Labels of the client's pods.
        source_labels: BTreeMap<String, String> = "sourceLabels",
        /// The gateways at which this holds; absent means those of the whole.
        gateways: Vec<String> = "gateways",
        /// The client's namespace.
        source_namespace: String = "sourceNamespace",
    }
}

model! {
    /// A route of TCP.
    pub struct TcpRoute {
        /// The connections that it takes; one of them must hold, and none at all means every connection.
        matches: Vec<TcpMatch> = "match",
        /// Where they go, by weight.
        route: Vec<RouteDestination> = "route",
    }
}

model! {
    /// Connections of TCP; all that is given must hold.
    pub struct TcpMatch {
        /// Addresses or CIDR ranges of which the destination is one.
        destination_subnets: Vec<String> = "destinationSubnets",
        /// The port that is addressed.
        port: i64 = "port",
        /// Has no effect.
        source_subnet: String = "sourceSubnet",
        /// Labels of the client's pods.
        source_labels: BTreeMap<String, String> = "sourceLabels",
        /// The gateways at which this holds; absent means those of the whole.
        gateways: Vec<String> = "gateways",
        /// The client's namespace.
        source_namespace: String = "sourceNamespace",
    }
}

model! {
    /// One of the destinations of a route of TLS or TCP.
    pub struct RouteDestination {
        /// Where it is.
        destination: Destination = "destination",
        /// Its share beside the weights of the others; absent is 0, which with a single destination is all.
        weight: i64 = "weight",
    }
}

model! {
    /// A service to which traffic goes.
    pub struct Destination {
        /// The host of the service; a short name is completed by the namespace of the VirtualService.
        host: String = "host",
        /// The subset, as a DestinationRule names it.
        subset: String = "subset",
        /// The port; may be absent where the service has one alone.
        port: PortSelector = "port",
    }
}

impl Destination {
    /// A host, its port and subset still open.
    #[must_use]
    pub fn new(host: impl Into<String>) -> Self {
        Self::default().host(host.into())
    }
}

impl TlsRoute {
    /// Connections with this SNI go to this destination.
    #[must_use]
    pub fn to(sni: impl Into<String>, destination: Destination) -> Self {
        Self::default()
            .matches([TlsMatch::default().sni_hosts([sni.into()])])
            .route([RouteDestination::default().destination(destination)])
    }
}

impl TcpRoute {
    /// Every connection goes to this destination.
    #[must_use]
    pub fn to(destination: Destination) -> Self {
        Self::default().route([RouteDestination::default().destination(destination)])
    }
}
