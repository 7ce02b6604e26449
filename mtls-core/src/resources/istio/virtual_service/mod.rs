//! The Istio `VirtualService`: where requests and connections for a host go.

mod build;
mod check;
mod destinations;
mod hosts;
mod http;
mod http_values;
mod matches;
mod reach;
mod routes;

pub use http::{Delegate, HttpMatch, HttpMirror, HttpRoute, HttpRouteDestination, StringMatch};
pub use routes::{Destination, RouteDestination, TcpMatch, TcpRoute, TlsMatch, TlsRoute};

use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::model::model;

kind! {
    /// An Istio `VirtualService`.
    ///
    /// ```
    /// use mtls_core::resources::istio::VirtualService;
    ///
    /// let service = VirtualService::new("shop", "shop")
    ///     .hosts(["shop.example"])
    ///     .gateways(["istio-system/public"])
    ///     .http_route("cart.shop.svc.cluster.local", 8080)
    ///     .build()?;
    /// assert!(service.validate().is_empty());
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct VirtualService: "networking.istio.io" [
        "networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"
    ], check::check {
        /// What is asked for.
        spec: VirtualServiceSpec = "spec",
    }
}

built!(VirtualService, spec: VirtualServiceSpec);

model! {
    /// What a `VirtualService` asks for.
    pub struct VirtualServiceSpec {
        /// The hosts that clients address: domain names, wildcards (`*.shop.example`), or IP addresses. None makes it a
        /// delegate, to which HTTP routes of others lead.
        hosts: Vec<String> = "hosts",
        /// The gateways at which the routes hold, as `namespace/name` or the name alone; `mesh` means the sidecars,
        /// and so do none at all.
        gateways: Vec<String> = "gateways",
        /// Routes of HTTP, of TLS that a gateway ends too; the first that matches counts.
        http: Vec<HttpRoute> = "http",
        /// Routes of TLS that is passed on, by its SNI; the first that matches counts.
        tls: Vec<TlsRoute> = "tls",
        /// Routes of anything else; the first that matches counts.
        tcp: Vec<TcpRoute> = "tcp",
        /// The namespaces whose sidecars and gateways see it: names, `.` (its own) or `*` (all); absent means what
        /// the mesh sets, by default all.
        export_to: Vec<String> = "exportTo",
    }
}

#[cfg(test)]
mod tests;
