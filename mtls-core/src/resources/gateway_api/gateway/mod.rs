//! The `Gateway` of the Gateway API.

mod check;

use std::collections::BTreeMap;

use super::ObjectRef;
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::kubernetes::LabelSelector;
use crate::resources::model::{model, spellings};
use crate::resources::{Builder, Value};

kind! {
    /// A `Gateway` of the Gateway API; Istio's own is [`istio::Gateway`](crate::resources::istio::Gateway).
    ///
    /// ```
    /// use mtls_core::resources::gateway_api::Gateway;
    ///
    /// let gateway = Gateway::new("public", "ingress")
    ///     .class("istio")
    ///     .https("web", 443, "public-cert")
    ///     .hostname("*.shop.example")
    ///     .client_ca("partner-ca")
    ///     .build()?;
    /// let tls = gateway.spec.unwrap().tls.unwrap().frontend.unwrap();
    /// assert!(tls.other_ports.unwrap().validation.is_some());
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct Gateway: "gateway.networking.k8s.io" [
        "gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1beta1"
    ], check::check {
        /// Listeners and TLS.
        spec: GatewaySpec = "spec",
    }
}

built!(Gateway, spec: GatewaySpec);

model! {
    /// Listeners and TLS of a `Gateway`.
    pub struct GatewaySpec {
        /// The class, which says whose gateway it is: `istio`, `istio-waypoint`.
        gateway_class_name: String = "gatewayClassName",
        /// The ports that it opens.
        listeners: Vec<Listener> = "listeners",
        /// Addresses that are asked for, kept as they are.
        addresses: Value = "addresses",
        /// Labels and annotations of what is made for it.
        infrastructure: GatewayInfrastructure = "infrastructure",
        /// Who may add listeners by a `ListenerSet`, kept as it is.
        allowed_listeners: Value = "allowedListeners",
        /// Certificates of clients, and its own towards backends.
        tls: GatewayTls = "tls",
        /// Whether it is a default for routes that name none.
        default_scope: String = "defaultScope",
    }
}

model! {
    /// Labels and annotations of what is made for a Gateway.
    pub struct GatewayInfrastructure {
        /// Labels.
        labels: BTreeMap<String, String> = "labels",
        /// Annotations.
        annotations: BTreeMap<String, String> = "annotations",
        /// Further settings of the class.
        parameters_ref: ObjectRef = "parametersRef",
    }
}

model! {
    /// A port that a Gateway opens.
    pub struct Listener {
        /// Its name, unique in the Gateway.
        name: String = "name",
        /// The host for which it is; absent means all.
        hostname: String = "hostname",
        /// The port.
        port: i64 = "port",
        /// `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`, or one with a domain before it.
        protocol: String = "protocol",
        /// How TLS is ended.
        tls: ListenerTls = "tls",
        /// The routes that may attach; absent means those of the Gateway's namespace.
        allowed_routes: AllowedRoutes = "allowedRoutes",
    }
}

model! {
    /// How a listener ends TLS.
    pub struct ListenerTls {
        /// Whether TLS ends here; absent is `Terminate`.
        mode: ListenerTlsMode = "mode",
        /// Secrets with certificate and key; Istio takes two at most.
        certificate_refs: Vec<ObjectRef> = "certificateRefs",
        /// Settings of the implementation. Istio reads `gateway.istio.io/tls-terminate-mode` (`MUTUAL`,
        /// `OPTIONAL_MUTUAL`, `ISTIO_SIMPLE`, `ISTIO_MUTUAL`) and `gateway.istio.io/tls-cipher-suites`.
        options: BTreeMap<String, String> = "options",
    }
}

spellings! {
    /// Whether TLS ends at a listener.
    pub enum ListenerTlsMode {
        /// It ends here. What an absent mode means.
        Terminate = "Terminate",
        /// It is passed on by its SNI.
        Passthrough = "Passthrough",
    }
}

model! {
    /// The routes that may attach to a listener.
    pub struct AllowedRoutes {
        /// Their namespaces.
        namespaces: RouteNamespaces = "namespaces",
        /// Their kinds.
        kinds: Vec<RouteKind> = "kinds",
    }
}

model! {
    /// A kind of route.
    pub struct RouteKind {
        /// Its API group; absent is that of the Gateway API.
        group: String = "group",
        /// The kind.
        kind: String = "kind",
    }
}

model! {
    /// The namespaces of routes that may attach.
    pub struct RouteNamespaces {
        /// Which; absent is `Same`.
        from: RoutesFrom = "from",
        /// Their labels, for `Selector`.
        selector: LabelSelector = "selector",
    }
}

spellings! {
    /// Which namespaces.
    pub enum RoutesFrom {
        /// All.
        All = "All",
        /// Those that a selector selects.
        Selector = "Selector",
        /// The Gateway's own.
        Same = "Same",
    }
}

model! {
    /// TLS on both sides of a Gateway.
    pub struct GatewayTls {
        /// Towards backends.
        backend: GatewayBackendTls = "backend",
        /// Towards clients.
        frontend: FrontendTls = "frontend",
    }
}

model! {
    /// What a Gateway shows to backends.
    pub struct GatewayBackendTls {
        /// The Secret with its client certificate and key.
        client_certificate_ref: ObjectRef = "clientCertificateRef",
    }
}

model! {
    /// What clients must show.
    pub struct FrontendTls {
        /// On ports for which nothing else is said.
        other_ports: FrontendTlsConfig = "default",
        /// On single ports.
        per_port: Vec<FrontendPort> = "perPort",
    }
}

model! {
    /// What clients must show on one port.
    pub struct FrontendPort {
        /// The port of a listener.
        port: i64 = "port",
        /// What holds there.
        tls: FrontendTlsConfig = "tls",
    }
}

model! {
    /// What clients must show.
    pub struct FrontendTlsConfig {
        /// How client certificates are checked; absent means that none is asked for.
        validation: FrontendValidation = "validation",
    }
}

model! {
    /// How client certificates are checked.
    pub struct FrontendValidation {
        /// ConfigMaps with `ca.crt`; Istio takes one, and Secrets too.
        ca_certificate_refs: Vec<ObjectRef> = "caCertificateRefs",
        /// Whether a client without a certificate that stands the check is refused; absent is `AllowValidOnly`.
        mode: FrontendValidationMode = "mode",
    }
}

spellings! {
    /// Which clients are let in.
    pub enum FrontendValidationMode {
        /// Those whose certificate stands the check. What an absent mode means.
        AllowValidOnly = "AllowValidOnly",
        /// All: without a certificate, and with one of any CA.
        AllowInsecureFallback = "AllowInsecureFallback",
    }
}

impl Builder<Gateway> {
    /// Names the class.
    pub fn class(self, name: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.gateway_class_name = Some(name.into()))
    }

    /// Opens a port for HTTPS with the certificate of a Secret in the namespace of the Gateway.
    pub fn https(self, name: impl Into<String>, port: u16, secret: impl Into<String>) -> Self {
        let tls = ListenerTls::default()
            .mode(ListenerTlsMode::Terminate)
            .certificate_refs([ObjectRef::secret(secret)]);
        self.listener(Listener::default().name(name.into()).port(port).protocol("HTTPS").tls(tls))
    }

    /// Opens a port that passes TLS on by its SNI.
    pub fn passthrough(self, name: impl Into<String>, port: u16) -> Self {
        let tls = ListenerTls::default().mode(ListenerTlsMode::Passthrough);
        self.listener(Listener::default().name(name.into()).port(port).protocol("TLS").tls(tls))
    }

    /// Opens a port for plain HTTP.
    pub fn http(self, name: impl Into<String>, port: u16) -> Self {
        self.listener(Listener::default().name(name.into()).port(port).protocol("HTTP"))
    }

    /// Adds a listener.
    pub fn listener(self, listener: Listener) -> Self {
        self.with_spec(|spec| spec.listeners.get_or_insert_default().push(listener))
    }

    /// Sets the host of the listener that was added last.
    pub fn hostname(self, name: impl Into<String>) -> Self {
        self.last(|listener| listener.hostname = Some(name.into()))
    }

    /// Lets routes of all namespaces attach to the listener that was added last.
    pub fn routes_from_all(self) -> Self {
        self.last(|listener| {
            let namespaces = RouteNamespaces::default().from(RoutesFrom::All);
            listener.allowed_routes = Some(AllowedRoutes::default().namespaces(namespaces));
        })
    }

    /// Sets how Istio ends TLS on the listener that was added last: `MUTUAL` and `OPTIONAL_MUTUAL` take the CA of the
    /// clients from the Secret of the certificate, or the one of its name with `-cacert`.
    pub fn istio_mode(self, mode: impl Into<String>) -> Self {
        self.last(|listener| {
            let options = listener.tls.get_or_insert_default().options.get_or_insert_default();
            options.insert(check::ISTIO_MODE.to_owned(), mode.into());
        })
    }

    /// Demands client certificates of the CA in a ConfigMap (entry `ca.crt`), in the namespace of the Gateway, on every
    /// port that ends TLS.
    pub fn client_ca(self, config_map: impl Into<String>) -> Self {
        let validation =
            FrontendValidation::default().ca_certificate_refs([ObjectRef::config_map(config_map)]);
        let config = FrontendTlsConfig::default().validation(validation);
        self.with_spec(|spec| {
            let tls = spec.tls.get_or_insert_default();
            tls.frontend.get_or_insert_default().other_ports = Some(config);
        })
    }

    /// Shows backends the certificate of a Secret in the namespace of the Gateway.
    pub fn client_certificate(self, secret: impl Into<String>) -> Self {
        let backend = GatewayBackendTls::default().client_certificate_ref(ObjectRef::secret(secret));
        self.with_spec(|spec| spec.tls.get_or_insert_default().backend = Some(backend))
    }

    fn last(self, change: impl FnOnce(&mut Listener)) -> Self {
        self.with_spec(|spec| {
            if let Some(listener) = spec.listeners.as_mut().and_then(|listeners| listeners.last_mut()) {
                change(listener);
            }
        })
    }
}

#[cfg(test)]
mod tests;
