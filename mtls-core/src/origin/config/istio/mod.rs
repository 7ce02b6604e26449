//! Istio: the servers of its `Gateway`s, with the Secrets that they take the clients' CA from.
//!
//! What an `EnvoyFilter` changes, and what pods a selector selects, is not known.

use std::collections::{BTreeSet, HashMap};

use super::manifests::{Authority, Board, Item, Manifests, Store, bare_name, is_switched_on, reference};
use super::names::Names;
use super::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, Listener, OriginError, Serves, limit,
};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;
use crate::resources::Value;
use crate::resources::istio::{Gateway, Server, ServerTls, ServerTlsMode};

/// The group of Istio's networking kinds.
pub(super) const NETWORKING: &str = "networking.istio.io";
/// What turns HTTP/3 on at gateways.
const QUIC: &str = "PILOT_ENABLE_QUIC_LISTENERS";

/// Judges Istio manifests.
pub(super) fn check(files: &ConfigFiles, options: &ConfigOptions) -> Result<ConfigReport, OriginError> {
    let manifests = Manifests::read(files, options)?;
    let store = Store::new(&manifests);
    let mut board = Board::new(&manifests);
    let quic =
        manifests.items.iter().any(|item| is_switched_on(&Value::Map(item.manifest.body().clone()), QUIC));
    let filter = manifests.any_of(&[(NETWORKING, "EnvoyFilter")]);
    if let Some(item) = filter {
        board.say(rules::UNRESOLVED, item, "", "an EnvoyFilter may change what gateways ask of clients");
    }
    let gateways: Vec<(&Item, Gateway)> = manifests
        .items
        .iter()
        .filter(|item| item.is(NETWORKING, "Gateway"))
        .filter_map(|item| Some((item, board.typed(item, Gateway::read(&item.manifest).ok()?))))
        .collect();
    let selectors: BTreeSet<String> = gateways.iter().map(|(_, gateway)| selector(gateway)).collect();
    let mut servers = Vec::new();
    for (item, gateway) in &gateways {
        let listed = gateway.spec.as_ref().and_then(|spec| spec.servers.as_deref()).unwrap_or_default();
        let pods = if selectors.len() > 1 { selector(gateway) } else { "*".to_owned() };
        for (index, server) in listed.iter().enumerate() {
            let field = format!("spec.servers[{index}]");
            let one = Reading { item, store: &store, field, filtered: filter.is_some() };
            servers
                .extend(one.listener(server, &pods, &mut board).map(|listener| (*item, one.field, listener)));
            limit("manifests", "listeners", servers.len(), options.limits.max_listeners)?;
        }
    }
    conflicts(&servers, &mut board);
    let open = open_names(&servers);
    for (item, field, mut listener) in servers {
        let open = open.get(&(listener.address.clone(), listener.port));
        listener.checks_sni = !open.is_some_and(|open| open.may_mean_one_of(&listener.names));
        if quic && listener.tls && listener.client_auth != ClientAuth::Unknown {
            // Envoy asks for no certificates over QUIC, and istiod does not demand them there.
            let mut over_udp = listener.clone();
            (over_udp.quic, over_udp.client_auth) = (true, ClientAuth::Off);
            board.listen(item, &field, over_udp);
        }
        board.listen(item, &field, listener);
        limit("manifests", "listeners", board.count(), options.limits.max_listeners)?;
    }
    board.finish(ConfigKind::Istio, files, options)
}

/// The pods that a gateway is for, as their labels.
fn selector(gateway: &Gateway) -> String {
    let labels = gateway.spec.as_ref().and_then(|spec| spec.selector.as_ref());
    let text: Vec<String> =
        labels.into_iter().flatten().map(|(key, value)| format!("{key}={value}")).collect();
    if text.is_empty() { "*".to_owned() } else { excerpt(&text.join(",")) }
}

/// The hosts that open servers serve, by socket: their routes have these hosts alone.
fn open_names(servers: &[(&Item, String, Listener)]) -> HashMap<(String, u16), Names> {
    let mut sockets: HashMap<(String, u16), Names> = HashMap::new();
    for (.., one) in servers {
        if one.tls && !matches!(one.client_auth, ClientAuth::Required | ClientAuth::Unknown) {
            let names = sockets.entry((one.address.clone(), one.port)).or_default();
            if one.takes_all_names() {
                names.add_all();
            }
            one.names.iter().for_each(|name| names.add(name));
        }
    }
    sockets
}

/// Servers that want different things of the same host on the same port.
fn conflicts(servers: &[(&Item, String, Listener)], board: &mut Board<'_>) {
    type NameOnSocket<'l> = (&'l str, u16, bool, &'l str);
    // The first server of each manner.
    let mut seen: HashMap<NameOnSocket<'_>, Vec<(ClientAuth, usize)>> = HashMap::new();
    for (index, (item, field, one)) in servers.iter().enumerate() {
        let all = one.names.is_empty().then_some("");
        let mut earlier: Option<usize> = None;
        for name in one.names.iter().map(String::as_str).chain(all) {
            let manners = seen.entry((&one.address, one.port, one.tls, name)).or_default();
            let other = manners.iter().filter(|(auth, _)| *auth != one.client_auth).map(|(_, at)| *at).min();
            earlier = [earlier, other].into_iter().flatten().min();
            if !manners.iter().any(|(auth, _)| *auth == one.client_auth) {
                manners.push((one.client_auth, index));
            }
        }
        if let Some((first, ..)) = earlier.and_then(|at| servers.get(at)) {
            let message = format!(
                "{} asks other things of the same hosts on port {}; which of the two holds, Istio decides by age",
                first.manifest.resource(),
                one.port
            );
            board.say(rules::UNRESOLVED, item, field, message);
        }
    }
}

/// One server of a gateway.
struct Reading<'r> {
    item: &'r Item,
    store: &'r Store,
    field: String,
    /// Whether an EnvoyFilter may ask for what the gateway does not.
    filtered: bool,
}

impl Reading<'_> {
    fn listener(&self, server: &Server, pods: &str, board: &mut Board<'_>) -> Option<Listener> {
        let Some(port) = server.port.as_ref() else {
            board.say(rules::UNRESOLVED, self.item, &self.field, "the server has no port");
            return None;
        };
        let number = port.number.and_then(|number| u16::try_from(number).ok()).unwrap_or(0);
        let protocol = port.protocol.as_deref().unwrap_or_default().to_ascii_uppercase();
        let address = server.bind.as_deref().filter(|bind| !bind.is_empty());
        let address = address.map_or(pods.to_owned(), |bind| bind.replacen("unix://", "unix:", 1));
        let mut one = Listener::new("", 0, &address, number);
        let hosts = server.hosts.iter().flatten().map(|host| host.rsplit('/').next().unwrap_or(host));
        one.names = hosts.map(str::to_ascii_lowercase).collect();
        if one.names.iter().any(|name| name == "*") {
            one.names.clear();
        }
        one.default = one.names.is_empty();
        one.http2 = true;
        let tls = server.tls.as_ref();
        if matches!(protocol.as_str(), "HTTP" | "HTTP2" | "GRPC" | "GRPC-WEB")
            || (tls.is_none() && !matches!(protocol.as_str(), "HTTPS" | "TLS"))
        {
            if tls.is_some_and(|tls| tls.https_redirect == Some(true)) {
                one.serves = Serves::Redirect;
            }
            return Some(one);
        }
        one.tls = true;
        let empty = ServerTls::default();
        self.judge(tls.unwrap_or(&empty), &mut one, board);
        Some(one)
    }

    fn judge(&self, tls: &ServerTls, one: &mut Listener, board: &mut Board<'_>) {
        let (item, at) = (self.item, format!("{}.tls", self.field));
        let of_credential = tls.credential_name.iter().chain(tls.credential_names.iter().flatten());
        one.certificates = of_credential.map(|name| format!("@{}", bare_name(name))).collect();
        let mode = tls.mode.as_ref().unwrap_or(&ServerTlsMode::Passthrough);
        one.client_auth = match mode {
            ServerTlsMode::Simple if self.filtered => ClientAuth::Unknown,
            ServerTlsMode::Simple => ClientAuth::Off,
            ServerTlsMode::OptionalMutual => ClientAuth::Optional,
            ServerTlsMode::Mutual if tls.insecure_skip_verify == Some(true) => ClientAuth::AnyCertificate,
            ServerTlsMode::Mutual => ClientAuth::Required,
            ServerTlsMode::Passthrough | ServerTlsMode::AutoPassthrough => {
                let message =
                    format!("{mode} passes TLS on: what is asked of clients, the service behind decides");
                board.say(rules::UNRESOLVED, item, &at, message);
                ClientAuth::Unknown
            }
            ServerTlsMode::IstioMutual => {
                let message = "ISTIO_MUTUAL takes certificates of the mesh alone, which no edge has";
                board.say(rules::UNRESOLVED, item, &at, message);
                ClientAuth::Unknown
            }
            ServerTlsMode::Unknown(other) => {
                board.say(
                    rules::UNRESOLVED,
                    item,
                    &at,
                    format!("the mode `{}` is not known", excerpt(other)),
                );
                ClientAuth::Unknown
            }
        };
        if matches!(one.client_auth, ClientAuth::Required | ClientAuth::Optional) {
            self.authority(tls, one, board);
        }
        if tls.ca_crl.as_deref().is_some_and(|file| !file.is_empty()) {
            one.revocation = true;
        }
    }

    /// Where the CA of the clients comes from.
    fn authority(&self, tls: &ServerTls, one: &mut Listener, board: &mut Board<'_>) {
        let filled =
            |text: &Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(str::to_owned);
        let namespace = self.item.manifest.namespace();
        let credential = filled(&tls.credential_name)
            .or_else(|| tls.credential_names.as_ref().and_then(|names| names.first().cloned()));
        let (name, found) = if let Some(name) = filled(&tls.ca_cert_credential_name) {
            let at = reference(&name).unwrap_or(namespace);
            let map = self.store.of_object("ConfigMap", at, bare_name(&name));
            let found = match map {
                Authority::NotGiven(_) if !name.starts_with("configmap://") => {
                    self.store.of_credential(&name, namespace)
                }
                other => other,
            };
            ("caCertCredentialName", found)
        } else if let Some(name) = credential {
            ("credentialName", self.store.of_credential(&name, namespace))
        } else if let Some(file) = filled(&tls.ca_certificates) {
            // A file of the gateway's pods.
            one.anchors.push(format!("@{file}"));
            return;
        } else {
            let message = "no credential and no file is named that would hold the CA of the clients";
            return board.say(rules::CA_MISSING, self.item, &format!("{}.tls", self.field), message);
        };
        let field = format!("{}.tls.{name}", self.field);
        match found {
            Authority::Found { holder, text, revocation } => {
                one.revocation |= revocation;
                let name = board.authority(holder, text);
                one.anchors.push(name);
            }
            Authority::Missing(message) => board.say(rules::CA_MISSING, self.item, &field, message),
            Authority::NotGiven(message) => {
                let message = format!("{message} among the manifests, and what it holds not known");
                board.say(rules::UNRESOLVED, self.item, &field, message);
            }
        }
    }
}

#[cfg(test)]
mod tests;
