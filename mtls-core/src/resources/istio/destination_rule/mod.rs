//! The Istio `DestinationRule`: how clients reach a host, above all by which TLS.

mod build;
mod check;
mod check_pool;
mod check_tls;
mod policy;
mod tls;

use std::collections::BTreeMap;

pub use policy::{PortTrafficPolicy, ProxyProtocol, ProxyProtocolVersion, TrafficPolicy, TunnelSettings};
pub use tls::{ClientTls, ClientTlsMode};

use super::selector::WorkloadSelector;
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::model::model;

kind! {
    /// An Istio `DestinationRule`.
    ///
    /// ```
    /// use mtls_core::resources::istio::{ClientTls, ClientTlsMode, DestinationRule};
    ///
    /// let rule = DestinationRule::new("partner", "istio-system")
    ///     .host("api.partner.example")
    ///     .port(443, ClientTls::mutual("partner-client").sni("api.partner.example"))
    ///     .export_to(["."])
    ///     .build()?;
    /// let policy = rule.spec.unwrap().traffic_policy.unwrap();
    /// let tls = policy.port_level_settings.unwrap()[0].tls.clone().unwrap();
    /// assert_eq!(tls.mode, Some(ClientTlsMode::Mutual));
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct DestinationRule: "networking.istio.io" [
        "networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"
    ], check::check {
        /// What is asked for.
        spec: DestinationRuleSpec = "spec",
    }
}

built!(DestinationRule, spec: DestinationRuleSpec);

model! {
    /// What a `DestinationRule` asks for.
    pub struct DestinationRuleSpec {
        /// The host of the services that are reached: `cart.shop.svc.cluster.local`, `*.shop.example`. A short name is
        /// completed by the namespace of the rule, not of the client.
        host: String = "host",
        /// The clients, by the labels of their pods, in the namespace of the rule; absent means all that see the rule.
        workload_selector: WorkloadSelector = "workloadSelector",
        /// How every port of the host is reached.
        traffic_policy: TrafficPolicy = "trafficPolicy",
        /// Parts of the host's endpoints, for routes to name.
        subsets: Vec<Subset> = "subsets",
        /// The namespaces whose clients see the rule: names, `.` (its own) or `*` (all); absent means what the mesh
        /// sets, by default all.
        export_to: Vec<String> = "exportTo",
    }
}

model! {
    /// A part of a host's endpoints.
    pub struct Subset {
        /// The name by which routes refer to it.
        name: String = "name",
        /// The labels of its endpoints; absent means all.
        labels: BTreeMap<String, String> = "labels",
        /// How it is reached, where that differs from the host.
        traffic_policy: TrafficPolicy = "trafficPolicy",
    }
}

#[cfg(test)]
mod tests;
