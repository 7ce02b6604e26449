//! The core `Service`: the host that policies and routes name.

mod check;

use std::collections::BTreeMap;

use super::IntOrString;
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::model::{model, spellings};
use crate::resources::{Builder, Given, Value};

kind! {
    /// A core `Service`.
    ///
    /// ```
    /// use mtls_core::resources::kubernetes::Service;
    ///
    /// let service = Service::new("cart", "shop").selector("app", "cart").port("http", 80, 8080).build()?;
    /// assert_eq!(service.spec.unwrap().ports.unwrap().len(), 1);
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct Service: "" ["v1"], check::check {
        /// Where it listens and to which pods it leads.
        spec: ServiceSpec = "spec",
    }
}

built!(Service, spec: ServiceSpec);

model! {
    /// Where a `Service` listens and to which pods it leads.
    pub struct ServiceSpec {
        /// How it is reached; absent is `ClusterIP`.
        service_type: ServiceType = "type",
        /// The labels of the pods behind it; absent where others write its endpoints.
        selector: BTreeMap<String, String> = "selector",
        /// Its ports.
        ports: Vec<ServicePort> = "ports",
        /// Its address; `None` makes it headless, absent lets the API server choose.
        cluster_ip: String = "clusterIP",
        /// Its addresses, one a family.
        cluster_ips: Vec<String> = "clusterIPs",
        /// The host that a Service of type `ExternalName` stands for.
        external_name: String = "externalName",
        /// Addresses of nodes that lead to it.
        external_ips: Vec<String> = "externalIPs",
        /// `None` or `ClientIP`: whether a client keeps its pod.
        session_affinity: String = "sessionAffinity",
        /// Settings of `sessionAffinity`, kept as they are.
        session_affinity_config: Value = "sessionAffinityConfig",
        /// An address that is asked of the load balancer.
        load_balancer_ip: String = "loadBalancerIP",
        /// CIDRs from which the load balancer takes connections.
        load_balancer_source_ranges: Vec<String> = "loadBalancerSourceRanges",
        /// Which implementation of a load balancer is meant.
        load_balancer_class: String = "loadBalancerClass",
        /// Whether ports of nodes are taken for the load balancer.
        allocate_load_balancer_node_ports: bool = "allocateLoadBalancerNodePorts",
        /// `Local` keeps the client's address, for pods on the node that was reached alone.
        external_traffic_policy: ServiceTrafficPolicy = "externalTrafficPolicy",
        /// The same for callers of the cluster.
        internal_traffic_policy: ServiceTrafficPolicy = "internalTrafficPolicy",
        /// The port of nodes that load balancers ask for health.
        health_check_node_port: i64 = "healthCheckNodePort",
        /// Whether pods that are not ready are published.
        publish_not_ready_addresses: bool = "publishNotReadyAddresses",
        /// `IPv4`, `IPv6`.
        ip_families: Vec<String> = "ipFamilies",
        /// `SingleStack`, `PreferDualStack` or `RequireDualStack`.
        ip_family_policy: String = "ipFamilyPolicy",
        /// Which pods are preferred, by where they run.
        traffic_distribution: String = "trafficDistribution",
    }
}

model! {
    /// A port of a `Service`.
    pub struct ServicePort {
        /// Its name; may be absent where there is one port alone. Istio reads the protocol from its beginning (`http-…`).
        name: String = "name",
        /// The port on which the Service listens.
        port: i64 = "port",
        /// The port of the pods, by number or by the name of a container's port; absent is `port`.
        target_port: IntOrString = "targetPort",
        /// The protocol of the transport; absent is `TCP`.
        protocol: PortProtocol = "protocol",
        /// The protocol above it; for Istio it wins over the name (`http`, `https`, `tls`, `tcp`, …).
        app_protocol: String = "appProtocol",
        /// The port of every node, for types `NodePort` and `LoadBalancer`.
        node_port: i64 = "nodePort",
    }
}

spellings! {
    /// How a Service is reached.
    pub enum ServiceType {
        /// At an address of the cluster. What an absent type means.
        ClusterIp = "ClusterIP",
        /// At a port of every node too.
        NodePort = "NodePort",
        /// By a load balancer too.
        LoadBalancer = "LoadBalancer",
        /// As another name of a host outside.
        ExternalName = "ExternalName",
    }
}

spellings! {
    /// The protocol of a port's transport.
    pub enum PortProtocol {
        /// TCP.
        Tcp = "TCP",
        /// UDP.
        Udp = "UDP",
        /// SCTP.
        Sctp = "SCTP",
    }
}

spellings! {
    /// Which pods a node leads to.
    pub enum ServiceTrafficPolicy {
        /// All.
        Cluster = "Cluster",
        /// Those on the node itself.
        Local = "Local",
    }
}

impl Builder<Service> {
    /// Adds a port and the port of the pods, by number or name, to which it leads.
    pub fn port(self, name: impl Into<String>, port: u16, target: impl Given<IntOrString>) -> Self {
        self.with_spec(|spec| {
            let port = ServicePort::default().name(name.into()).port(port).target_port(target);
            spec.ports.get_or_insert_default().push(port);
        })
    }

    /// Sets the protocol of the port that was added last (`appProtocol`), which Istio prefers to the port's name.
    pub fn app_protocol(self, protocol: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            if let Some(port) = spec.ports.as_mut().and_then(|ports| ports.last_mut()) {
                port.app_protocol = Some(protocol.into());
            }
        })
    }

    /// Leads to pods with this label (and the labels of other calls).
    pub fn selector(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            spec.selector.get_or_insert_default().insert(key.into(), value.into());
        })
    }

    /// Gives it no address of its own: its name stands for the pods themselves.
    pub fn headless(self) -> Self {
        self.with_spec(|spec| spec.cluster_ip = Some("None".to_owned()))
    }

    /// Makes it another name of a host outside.
    pub fn external_name(self, host: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            spec.service_type = Some(ServiceType::ExternalName);
            spec.external_name = Some(host.into());
        })
    }
}
