//! Building a `VirtualService`.

use super::{Destination, HttpRoute, TcpRoute, TlsRoute, VirtualService};
use crate::resources::Builder;

/// Builds a [`VirtualService`]: the hosts, the gateways, then its routes, of which the first that matches counts.
impl Builder<VirtualService> {
    /// Names the hosts that clients address.
    pub fn hosts<H: Into<String>>(self, hosts: impl IntoIterator<Item = H>) -> Self {
        let hosts = hosts.into_iter().map(Into::into).collect();
        self.with_spec(|spec| spec.hosts = Some(hosts))
    }

    /// Names the gateways at which the routes hold, as `namespace/name`; `mesh` means the sidecars.
    pub fn gateways<G: Into<String>>(self, gateways: impl IntoIterator<Item = G>) -> Self {
        let gateways = gateways.into_iter().map(Into::into).collect();
        self.with_spec(|spec| spec.gateways = Some(gateways))
    }

    /// Sends every request of HTTP that no route before takes to a port of a service.
    pub fn http_route(self, host: impl Into<String>, port: u16) -> Self {
        self.http(HttpRoute::to(Destination::new(host).port(port)))
    }

    /// Sends TLS with this SNI, undecrypted, to a port of a service. The SNI must be one of the hosts.
    pub fn tls_route(self, sni: impl Into<String>, host: impl Into<String>, port: u16) -> Self {
        self.tls(TlsRoute::to(sni, Destination::new(host).port(port)))
    }

    /// Sends every connection of TCP that no route before takes to a port of a service.
    pub fn tcp_route(self, host: impl Into<String>, port: u16) -> Self {
        self.tcp(TcpRoute::to(Destination::new(host).port(port)))
    }

    /// Adds a route of HTTP that was put together by hand.
    pub fn http(self, route: HttpRoute) -> Self {
        self.with_spec(|spec| spec.http.get_or_insert_default().push(route))
    }

    /// Adds a route of TLS that was put together by hand.
    pub fn tls(self, route: TlsRoute) -> Self {
        self.with_spec(|spec| spec.tls.get_or_insert_default().push(route))
    }

    /// Adds a route of TCP that was put together by hand.
    pub fn tcp(self, route: TcpRoute) -> Self {
        self.with_spec(|spec| spec.tcp.get_or_insert_default().push(route))
    }

    /// Is seen by sidecars and gateways of these namespaces: names, `.` (its own) or `*` (all).
    pub fn export_to<N: Into<String>>(self, namespaces: impl IntoIterator<Item = N>) -> Self {
        let namespaces = namespaces.into_iter().map(Into::into).collect();
        self.with_spec(|spec| spec.export_to = Some(namespaces))
    }
}
