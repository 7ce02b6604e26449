//! The Gateway API: listeners, and the validation of clients in front of them.
//!
//! `spec.tls.frontend.perPort` stands in the place of `default` for its port. Istio's option `gateway.istio.io/tls-terminate-mode`
//! is followed for its classes; policies of other implementations are not known.

use super::manifests::{Authority, Board, Item, Manifests, Store};
use super::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, Listener, OriginError, Serves, limit,
};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;
use crate::resources::Value;
use crate::resources::gateway_api::{
    FrontendTlsConfig, FrontendValidation, FrontendValidationMode, Gateway, GatewaySpec, HttpRoute,
    Listener as ListenerSpec, ListenerTlsMode, ObjectRef, ReferenceGrant,
};

/// The group of the Gateway API.
const GROUP: &str = "gateway.networking.k8s.io";
/// How Istio ends TLS, beside what the API knows.
const ISTIO_MODE: &str = "gateway.istio.io/tls-terminate-mode";
/// Kinds that ask of clients what no Gateway says.
const OTHERS: &[(&str, &str)] = &[
    ("gateway.envoyproxy.io", "ClientTrafficPolicy"),
    (super::istio::NETWORKING, "EnvoyFilter"),
    ("traefik.io", "TLSOption"),
];

/// Judges manifests of the Gateway API.
pub(super) fn check(files: &ConfigFiles, options: &ConfigOptions) -> Result<ConfigReport, OriginError> {
    let manifests = Manifests::read(files, options)?;
    let mut board = Board::new(&manifests);
    let other = manifests.any_of(OTHERS);
    if let Some(item) = other {
        let message = format!("a {} may change what is asked of clients", item.manifest.kind());
        board.say(rules::UNRESOLVED, item, "", message);
    }
    let world = World {
        store: Store::new(&manifests),
        grants: read_all(&manifests, "ReferenceGrant", |item| {
            Some(ReferenceGrant::read(&item.manifest).ok()?.0)
        }),
        routes: read_all(&manifests, "HTTPRoute", |item| Some(HttpRoute::read(&item.manifest).ok()?.0)),
        others: manifests.items.iter().filter(|item| is_other_route(item)).collect(),
        foreign: other.is_some(),
    };
    let gateways = read_all(&manifests, "Gateway", |item| {
        Some((item, board.typed(item, Gateway::read(&item.manifest).ok()?)))
    });
    for (item, gateway) in &gateways {
        // Each has addresses of its own.
        let address = if gateways.len() > 1 { place(item) } else { "*".to_owned() };
        let empty = GatewaySpec::default();
        let reading = Reading { item, world: &world, spec: gateway.spec.as_ref().unwrap_or(&empty), address };
        reading.listeners(&mut board);
        limit("manifests", "listeners", board.count(), options.limits.max_listeners)?;
    }
    board.finish(ConfigKind::GatewayApi, files, options)
}

fn read_all<'m, T>(manifests: &'m Manifests, kind: &str, read: impl FnMut(&'m Item) -> Option<T>) -> Vec<T> {
    manifests.items.iter().filter(|item| item.is(GROUP, kind)).filter_map(read).collect()
}

fn place(item: &Item) -> String {
    excerpt(&format!("{}/{}", item.manifest.namespace(), item.manifest.name()))
}

/// What stands around the gateways.
struct World<'m> {
    store: Store,
    grants: Vec<ReferenceGrant>,
    routes: Vec<HttpRoute>,
    /// Routes of other protocols: where they attach, something is served.
    others: Vec<&'m Item>,
    /// Whether something asks of clients what is not read here.
    foreign: bool,
}

/// One gateway.
struct Reading<'r> {
    item: &'r Item,
    world: &'r World<'r>,
    spec: &'r GatewaySpec,
    address: String,
}

/// How clients are verified on a port.
enum Validation<'r> {
    /// They are not.
    None,
    /// By this, in this field.
    By(&'r FrontendValidation, String),
}

impl<'r> Reading<'r> {
    fn listeners(&self, board: &mut Board<'_>) {
        if let Some(allowed) = self.spec.allowed_listeners.as_ref().and_then(|all| all.get("namespaces")) {
            let from = allowed.get("from").and_then(|from| from.as_str()).unwrap_or("None");
            if from != "None" {
                let message = "listeners may be added by ListenerSets, which are not looked at";
                board.say(rules::UNRESOLVED, self.item, "spec.allowedListeners", message);
            }
        }
        let all = self.spec.listeners.as_deref().unwrap_or_default();
        for (index, listener) in all.iter().enumerate() {
            let field = format!("spec.listeners[{index}]");
            if let Some(one) = self.listener(listener, &field, board) {
                board.listen(self.item, &field, one);
            }
        }
    }

    fn listener(&self, listener: &ListenerSpec, field: &str, board: &mut Board<'_>) -> Option<Listener> {
        let port = listener.port.and_then(|port| u16::try_from(port).ok()).unwrap_or(0);
        let mut one = Listener::new("", 0, &self.address, port);
        one.names.extend(
            listener.hostname.as_ref().filter(|name| !name.is_empty()).map(|n| n.to_ascii_lowercase()),
        );
        one.default = one.names.is_empty();
        one.http2 = true;
        one.checks_sni = true;
        let protocol = listener.protocol.as_deref().unwrap_or_default();
        match protocol {
            "HTTP" => {
                if self.redirects(listener) {
                    one.serves = Serves::Redirect;
                }
                return Some(one);
            }
            "TCP" => return Some(one),
            "UDP" => return None,
            "HTTPS" | "TLS" => {}
            other => {
                let message = format!("the protocol `{}` is not known", excerpt(other));
                board.say(rules::UNRESOLVED, self.item, &format!("{field}.protocol"), message);
                one.tls = true;
                one.client_auth = ClientAuth::Unknown;
                return Some(one);
            }
        }
        one.tls = true;
        let tls = listener.tls.as_ref();
        let refs = tls.and_then(|tls| tls.certificate_refs.as_deref()).unwrap_or_default();
        one.certificates = refs.iter().filter_map(|one| Some(format!("@{}", one.name.as_ref()?))).collect();
        if let Some(ListenerTlsMode::Passthrough | ListenerTlsMode::Unknown(_)) =
            tls.and_then(|tls| tls.mode.as_ref())
        {
            let message = "TLS does not end here: what is asked of clients, the service behind decides";
            board.say(rules::UNRESOLVED, self.item, &format!("{field}.tls.mode"), message);
            one.client_auth = ClientAuth::Unknown;
            return Some(one);
        }
        let option = tls.and_then(|tls| tls.options.as_ref()).and_then(|options| options.get(ISTIO_MODE));
        match option {
            Some(mode) => self.by_option(mode, refs, field, &mut one, board),
            None => self.by_frontend(port, protocol == "TLS", field, &mut one, board),
        }
        if one.client_auth == ClientAuth::Off && (self.world.foreign || has_older_validation(listener)) {
            let message = "clients may be verified by settings that are not known here";
            board.say(rules::UNRESOLVED, self.item, field, message);
            one.client_auth = ClientAuth::Unknown;
        }
        Some(one)
    }

    /// Whether all routes that attach to this listener send clients elsewhere, and there are some.
    fn redirects(&self, listener: &ListenerSpec) -> bool {
        let (namespace, name) = (self.item.manifest.namespace(), self.item.manifest.name());
        let attached = |route: &&HttpRoute| {
            let parents =
                route.spec.as_ref().and_then(|spec| spec.parent_refs.as_deref()).unwrap_or_default();
            parents.iter().any(|parent| {
                parent.name.as_deref() == Some(name)
                    && parent.namespace.as_deref().unwrap_or(route.metadata.namespace()) == namespace
                    && parent
                        .section_name
                        .as_ref()
                        .is_none_or(|section| Some(section) == listener.name.as_ref())
                    && parent.port.is_none_or(|port| Some(port) == listener.port)
            })
        };
        let named = |item: &&Item| {
            let parents = item.manifest.body().get("spec").and_then(|spec| spec.get("parentRefs"));
            let parents = parents.and_then(Value::as_list).unwrap_or_default();
            parents.iter().any(|parent| parent.get("name").and_then(Value::as_str) == Some(name))
        };
        if self.world.others.iter().any(named) {
            return false;
        }
        let mut routes = self.world.routes.iter().filter(attached).peekable();
        routes.peek().is_some() && routes.all(redirects)
    }

    /// Istio's own option stands in the place of what the API says.
    fn by_option(
        &self,
        mode: &str,
        refs: &[ObjectRef],
        field: &str,
        one: &mut Listener,
        board: &mut Board<'_>,
    ) {
        let at = format!("{field}.tls.options");
        let class = self.spec.gateway_class_name.as_deref().unwrap_or_default();
        one.client_auth = match mode {
            _ if !class.starts_with("istio") => {
                let message =
                    format!("the option {ISTIO_MODE} is Istio's, and the class is `{}`", excerpt(class));
                board.say(rules::UNRESOLVED, self.item, &at, message);
                ClientAuth::Unknown
            }
            "MUTUAL" => ClientAuth::Required,
            "OPTIONAL_MUTUAL" => ClientAuth::Optional,
            "ISTIO_SIMPLE" => ClientAuth::Off,
            other => {
                let message =
                    format!("{ISTIO_MODE}: `{}` asks for what no edge has, or is not known", excerpt(other));
                board.say(rules::UNRESOLVED, self.item, &at, message);
                ClientAuth::Unknown
            }
        };
        if !matches!(one.client_auth, ClientAuth::Required | ClientAuth::Optional) {
            return;
        }
        let Some(first) = refs.first() else { return };
        let namespace = first.namespace.as_deref().unwrap_or(self.item.manifest.namespace());
        let name = first.name.as_deref().unwrap_or_default();
        let found = self.world.store.of_credential(name, namespace);
        self.take(found, &format!("{field}.tls.certificateRefs[0]"), one, board);
    }

    fn by_frontend(&self, port: u16, is_tls: bool, field: &str, one: &mut Listener, board: &mut Board<'_>) {
        let Validation::By(validation, at) = self.validation(port) else { return };
        if is_tls {
            let message = "the validation of clients is for HTTPS; what it does for protocol TLS, implementations decide";
            board.say(rules::UNRESOLVED, self.item, &format!("{field}.protocol"), message);
            one.client_auth = ClientAuth::Unknown;
            return;
        }
        one.client_auth = match validation.mode.as_ref().unwrap_or(&FrontendValidationMode::AllowValidOnly) {
            FrontendValidationMode::AllowValidOnly => ClientAuth::Required,
            FrontendValidationMode::AllowInsecureFallback => ClientAuth::Optional,
            FrontendValidationMode::Unknown(mode) => {
                let message = format!("the mode `{}` is not known", excerpt(mode));
                board.say(rules::UNRESOLVED, self.item, &format!("{at}.mode"), message);
                ClientAuth::Unknown
            }
        };
        let refs = validation.ca_certificate_refs.as_deref().unwrap_or_default();
        if refs.is_empty() {
            let message = "no ConfigMap is named that would hold the CA of the clients";
            board.say(rules::CA_MISSING, self.item, &at, message);
            one.client_auth = ClientAuth::Unknown;
        }
        for (index, object) in refs.iter().enumerate() {
            let at = format!("{at}.caCertificateRefs[{index}]");
            let kind = object.kind.as_deref().unwrap_or("ConfigMap");
            let own = self.item.manifest.namespace();
            let namespace = object.namespace.as_deref().filter(|n| !n.is_empty()).unwrap_or(own);
            let name = object.name.as_deref().unwrap_or_default();
            if namespace != own && !self.granted(kind, namespace, name) {
                let message = format!(
                    "no ReferenceGrant of namespace `{}` lets Gateways of `{}` name {kind} `{}`",
                    excerpt(namespace),
                    excerpt(own),
                    excerpt(name)
                );
                board.say(rules::CA_MISSING, self.item, &at, message);
                continue;
            }
            self.take(self.world.store.of_object(kind, namespace, name), &at, one, board);
        }
    }

    /// What holds for a port: its own, and without an entry of its own the default.
    fn validation(&self, port: u16) -> Validation<'r> {
        let Some(frontend) = self.spec.tls.as_ref().and_then(|tls| tls.frontend.as_ref()) else {
            return Validation::None;
        };
        let of = |config: Option<&'r FrontendTlsConfig>, field: String| match config
            .and_then(|config| config.validation.as_ref())
        {
            Some(validation) => Validation::By(validation, format!("{field}.validation")),
            None => Validation::None,
        };
        let own = frontend.per_port.iter().flatten().enumerate();
        let own = own.into_iter().find(|(_, entry)| entry.port == Some(i64::from(port)));
        match own {
            Some((index, entry)) => of(entry.tls.as_ref(), format!("spec.tls.frontend.perPort[{index}].tls")),
            None => of(frontend.other_ports.as_ref(), "spec.tls.frontend.default".to_owned()),
        }
    }

    fn granted(&self, kind: &str, namespace: &str, name: &str) -> bool {
        let own = self.item.manifest.namespace();
        self.world.grants.iter().filter(|grant| grant.metadata.namespace() == namespace).any(|grant| {
            let Some(spec) = &grant.spec else { return false };
            let from = spec.from.iter().flatten().any(|from| {
                from.kind.as_deref() == Some("Gateway")
                    && from.group.as_deref() == Some(GROUP)
                    && from.namespace.as_deref() == Some(own)
            });
            let to = spec.to.iter().flatten().any(|to| {
                to.kind.as_deref() == Some(kind)
                    && to.group.as_deref().unwrap_or_default().is_empty()
                    && to.name.as_deref().is_none_or(|only| only.is_empty() || only == name)
            });
            from && to
        })
    }

    fn take(&self, found: Authority, at: &str, one: &mut Listener, board: &mut Board<'_>) {
        match found {
            Authority::Found { holder, text, revocation } => {
                one.revocation |= revocation;
                let name = board.authority(holder, text);
                one.anchors.push(name);
            }
            Authority::Missing(message) => board.say(rules::CA_MISSING, self.item, at, message),
            Authority::NotGiven(message) => {
                let message = format!("{message} among the manifests, and what it holds not known");
                board.say(rules::UNRESOLVED, self.item, at, message);
            }
        }
    }
}

fn is_other_route(item: &Item) -> bool {
    ["GRPCRoute", "TCPRoute", "TLSRoute"].iter().any(|kind| item.is(GROUP, kind))
}

/// Whether a route sends every request elsewhere.
fn redirects(route: &HttpRoute) -> bool {
    let rules = route.spec.as_ref().and_then(|spec| spec.rules.as_deref()).unwrap_or_default();
    !rules.is_empty()
        && rules
            .iter()
            .all(|rule| rule.filters.iter().flatten().any(|filter| filter.request_redirect.is_some()))
}

/// As drafts before version 1.4 of the API have it: on the listener.
fn has_older_validation(listener: &ListenerSpec) -> bool {
    listener.tls.as_ref().is_some_and(|tls| tls.extra.contains_key("frontendValidation"))
}

#[cfg(test)]
mod tests;
