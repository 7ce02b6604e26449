//! Building a `Sidecar`.

use super::{EgressProxy, OutboundMode, ServerTls, Sidecar, SidecarEgress, SidecarIngress, SidecarPort};
use crate::finding::rules::istio_workloads as rules;
use crate::resources::{Builder, Specified};

impl Builder<Sidecar> {
    /// Selects workloads with this label (and the labels of other calls).
    pub fn selector(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.workload_selector.get_or_insert_default().add(key, value))
    }

    /// Makes these services the ones that the proxy knows, as `namespace/host`: `./*`, `istio-system/*`,
    /// `*/api.partner.example`. Called again, it adds to them.
    pub fn egress_hosts<H: Into<String>>(self, hosts: impl IntoIterator<Item = H>) -> Self {
        self.with_spec(|spec| {
            let listeners = spec.egress.get_or_insert_default();
            let hosts = hosts.into_iter().map(Into::into);
            match listeners.iter_mut().find(|listener| listener.port.is_none()) {
                Some(listener) => listener.hosts.get_or_insert_default().extend(hosts),
                None => {
                    listeners
                        .push(SidecarEgress { hosts: Some(hosts.collect()), ..SidecarEgress::default() });
                }
            }
        })
    }

    /// Adds a listener for traffic out of the workload, before the one of [`egress_hosts`](Self::egress_hosts).
    pub fn egress(self, listener: SidecarEgress) -> Self {
        self.with_spec(|spec| {
            let listeners = spec.egress.get_or_insert_default();
            let last = listeners.iter().position(|listener| listener.port.is_none());
            listeners.insert(last.unwrap_or(listeners.len()), listener);
        })
    }

    /// Drops traffic to services that the proxy does not know.
    pub fn registry_only(self) -> Self {
        self.outbound(OutboundMode::RegistryOnly)
    }

    /// Lets traffic to services that the proxy does not know go where it was going.
    pub fn allow_any(self) -> Self {
        self.outbound(OutboundMode::AllowAny)
    }

    /// Sends traffic to services that the proxy does not know to this one, by its whole domain name.
    pub fn egress_proxy(self, host: impl Into<String>, port: u16) -> Self {
        self.allow_any().with_spec(|spec| {
            let proxy = EgressProxy::default().host(host.into()).port(port);
            spec.outbound_traffic_policy.get_or_insert_default().egress_proxy = Some(proxy);
        })
    }

    /// Takes traffic in on this port, with this protocol (`HTTP`, `HTTPS`, `TLS`, …), for the workload that listens at
    /// `endpoint`: `127.0.0.1:8080`, `[::1]:8080`, or `unix://` and a path. The port is named `protocol-port` in lower
    /// case.
    pub fn ingress(self, port: u16, protocol: &str, endpoint: impl Into<String>) -> Self {
        let port = SidecarPort::default()
            .number(port)
            .protocol(protocol)
            .name(format!("{}-{port}", protocol.to_ascii_lowercase()));
        self.ingress_listener(SidecarIngress::default().port(port).default_endpoint(endpoint.into()))
    }

    /// Adds a listener for traffic to the workload that was put together by hand.
    pub fn ingress_listener(self, listener: SidecarIngress) -> Self {
        self.with_spec(|spec| spec.ingress.get_or_insert_default().push(listener))
    }

    /// Ends TLS on the last ingress port, in the workload's stead. The mesh's own mutual TLS must be off on that port.
    pub fn ingress_tls(mut self, tls: ServerTls) -> Self {
        match self.object.spec_mut().ingress.as_mut().and_then(|listeners| listeners.last_mut()) {
            Some(listener) => listener.tls = Some(tls),
            None => self.problem(
                rules::SIDECAR_INGRESS_TLS,
                "spec.ingress",
                "`ingress_tls` says something of the last ingress port, but there is none before it"
                    .to_owned(),
            ),
        }
        self
    }

    fn outbound(self, mode: OutboundMode) -> Self {
        self.with_spec(|spec| spec.outbound_traffic_policy.get_or_insert_default().mode = Some(mode))
    }
}
