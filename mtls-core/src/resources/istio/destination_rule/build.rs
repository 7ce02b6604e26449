//! Building a `DestinationRule`.

use std::collections::BTreeMap;

use super::{
    ClientTls, DestinationRule, PortTrafficPolicy, ProxyProtocol, ProxyProtocolVersion, Subset,
    TrafficPolicy, TunnelSettings,
};
use crate::resources::{Builder, Given};

/// Builds a [`DestinationRule`]: the host, how all of it is reached ([`mutual`](Self::mutual) and the others), what
/// differs for a [`port`](Self::port) or a [`subset`](Self::subset).
impl Builder<DestinationRule> {
    /// Names the host that is reached.
    pub fn host(self, host: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.host = Some(host.into()))
    }

    /// Reaches every port by TLS with the certificate of a Secret, in the namespace of the clients' pods, and with the
    /// CA for the server in it. Sidecars use it only where [`workload_selector`](Self::workload_selector) names them.
    pub fn mutual(self, credential: impl Into<String>) -> Self {
        self.replace_tls(ClientTls::mutual(credential))
    }

    /// Reaches every port by TLS with a certificate from files of the clients' pods.
    pub fn mutual_files(
        self,
        certificate: impl Into<String>,
        key: impl Into<String>,
        ca: impl Into<String>,
    ) -> Self {
        self.replace_tls(ClientTls::mutual_files(certificate, key, ca))
    }

    /// Reaches every port by the mesh's own mutual TLS.
    pub fn istio_mutual(self) -> Self {
        self.replace_tls(ClientTls::istio_mutual())
    }

    /// Reaches every port by TLS without a certificate of the client; the server is judged by the system's CAs.
    pub fn simple(self) -> Self {
        self.replace_tls(ClientTls::simple())
    }

    /// Reaches every port in plaintext (`DISABLE`).
    pub fn plaintext(self) -> Self {
        self.replace_tls(ClientTls::plaintext())
    }

    /// Sets the TLS of every port as it was put together by hand. An SNI and names that were asked for before stay
    /// unless `tls` has its own.
    pub fn tls(self, tls: ClientTls) -> Self {
        self.replace_tls(tls)
    }

    /// Sends this SNI on every port.
    pub fn sni(self, sni: impl Into<String>) -> Self {
        self.with_policy(|policy| policy.tls.get_or_insert_default().sni = Some(sni.into()))
    }

    /// Demands that the server's certificate carry one of these names, on every port.
    pub fn subject_alt_names<N: Into<String>>(self, names: impl IntoIterator<Item = N>) -> Self {
        let names = names.into_iter().map(Into::into).collect();
        self.with_policy(|policy| policy.tls.get_or_insert_default().subject_alt_names = Some(names))
    }

    /// Reaches one port of the service by other TLS than the rest.
    pub fn port(self, port: u16, tls: ClientTls) -> Self {
        self.with_policy(|policy| set_port(policy, port, tls))
    }

    /// Names a part of the endpoints, by the labels of their pods.
    pub fn subset(self, name: impl Into<String>, labels: impl Given<BTreeMap<String, String>>) -> Self {
        self.with_subset(name.into(), |subset| subset.labels = Some(labels.given()))
    }

    /// Reaches a subset by other TLS than the rest.
    pub fn subset_tls(self, name: impl Into<String>, tls: ClientTls) -> Self {
        self.with_subset(name.into(), |subset| subset.traffic_policy.get_or_insert_default().tls = Some(tls))
    }

    /// Reaches one port of a subset by other TLS than the rest.
    pub fn subset_port(self, name: impl Into<String>, port: u16, tls: ClientTls) -> Self {
        self.with_subset(name.into(), |subset| {
            set_port(subset.traffic_policy.get_or_insert_default(), port, tls);
        })
    }

    /// Is for clients in the rule's own namespace whose pods carry this label (and the labels of other calls).
    pub fn workload_selector(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            let labels = &mut spec.workload_selector.get_or_insert_default().match_labels;
            labels.get_or_insert_default().insert(key.into(), value.into());
        })
    }

    /// Is for clients in these namespaces: names, `.` (the rule's own) or `*` (all).
    pub fn export_to<N: Into<String>>(self, namespaces: impl IntoIterator<Item = N>) -> Self {
        let namespaces = namespaces.into_iter().map(Into::into).collect();
        self.with_spec(|spec| spec.export_to = Some(namespaces))
    }

    /// Goes on from the host, a proxy, to this target by HTTP CONNECT.
    pub fn tunnel(self, host: impl Into<String>, port: u16) -> Self {
        let tunnel = TunnelSettings::default().protocol("CONNECT").target_host(host.into()).target_port(port);
        self.with_policy(|policy| policy.tunnel = Some(tunnel))
    }

    /// Tells the endpoint of the client's address by the PROXY protocol.
    pub fn proxy_protocol(self, version: ProxyProtocolVersion) -> Self {
        let protocol = ProxyProtocol::default().version(version);
        self.with_policy(|policy| policy.proxy_protocol = Some(protocol))
    }

    /// Changes how every port is reached in ways that have no method here.
    pub fn with_policy(self, change: impl FnOnce(&mut TrafficPolicy)) -> Self {
        self.with_spec(|spec| change(spec.traffic_policy.get_or_insert_default()))
    }

    /// Another mode: the SNI and the names that were asked for stay, certificates of the former mode do not.
    fn replace_tls(self, mut tls: ClientTls) -> Self {
        self.with_policy(|policy| {
            if let Some(before) = policy.tls.take() {
                tls.sni = tls.sni.or(before.sni);
                tls.subject_alt_names = tls.subject_alt_names.or(before.subject_alt_names);
            }
            policy.tls = Some(tls);
        })
    }

    fn with_subset(self, name: String, change: impl FnOnce(&mut Subset)) -> Self {
        self.with_spec(|spec| {
            let subsets = spec.subsets.get_or_insert_default();
            match subsets.iter_mut().find(|subset| subset.name.as_ref() == Some(&name)) {
                Some(subset) => change(subset),
                None => {
                    let mut subset = Subset::default().name(name);
                    change(&mut subset);
                    subsets.push(subset);
                }
            }
        })
    }
}

fn set_port(policy: &mut TrafficPolicy, port: u16, tls: ClientTls) {
    let entries = policy.port_level_settings.get_or_insert_default();
    let number = Some(i64::from(port));
    match entries.iter_mut().find(|e| e.port.as_ref().is_some_and(|port| port.number == number)) {
        Some(entry) => entry.tls = Some(tls),
        None => entries.push(PortTrafficPolicy::default().port(port).tls(tls)),
    }
}
