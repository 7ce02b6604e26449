//! The recipe from a plain document of options, for the bindings.

use std::collections::BTreeMap;

use super::{EgressAction, EgressProxy, EgressRule};
use crate::identity::WorkloadIdentity;
use crate::recipes::RecipeError;
use crate::recipes::options::port;
use crate::resources::model::{Field, Shape, fields, spellings};
use crate::resources::{Options, Value, bad_value, required};

spellings! {
    /// The actions by name.
    pub(crate) enum Action {
        /// See [`EgressAction::Allow`].
        Allow = "allow",
        /// See [`EgressAction::Inspect`].
        Inspect = "inspect",
        /// See [`EgressAction::Refuse`].
        Refuse = "refuse",
    }
}

fields! {
    /// What `egress_proxy` takes.
    pub(crate) struct EgressProxyOptions {
        /// The host that workloads name the proxy by.
        host: String = "host" [required],
        /// The SPIFFE ID that it shows.
        identity: String = "identity" [required],
        /// Its IP addresses.
        addresses: Vec<String> = "addresses" [required],
        /// The port that workloads name; 3128 unless given.
        port: i64 = "port",
        /// The port that it listens on; 15443 unless given.
        listen: i64 = "listen",
        /// Name of what is made for it.
        name: String = "name",
        /// Namespace of the same; that of its identity unless given.
        namespace: String = "namespace",
        /// The namespace of the control plane.
        system_namespace: String = "system_namespace",
        /// The rules, in order: the first that fits decides.
        rules: Vec<EgressProxyRuleOptions> = "rules" [required],
        /// Labels of its pods, where they have a sidecar in front of them; they run in the namespace of the identity.
        pods: BTreeMap<String, String> = "pods",
    }
}
/// What the recipe takes, for the declared types.
pub(in crate::recipes) const OPTIONS: &Shape = <EgressProxyOptions as Field>::SHAPE;

fields! {
    /// A rule.
    pub(crate) struct EgressProxyRuleOptions {
        /// Its name in the log.
        name: String = "name",
        /// The namespace of the clients.
        namespace: String = "namespace" [required],
        /// Their service account; absent means all.
        service_account: String = "service_account",
        /// Names, `*.` and a name, or addresses.
        hosts: Vec<String> = "hosts" [required],
        /// The ports.
        ports: Vec<i64> = "ports" [required],
        /// What is done.
        action: Action = "action" [required],
    }
}

/// The recipe that the options describe.
pub(in crate::recipes) fn from_options(options: Value) -> Result<EgressProxy, RecipeError> {
    let mut addresses = Vec::new();
    let o = Options::<EgressProxyOptions>::read("the recipe egress_proxy", &options, |o, findings| {
        required(findings, "host", o.host.is_some());
        required(findings, "identity", o.identity.is_some());
        required(findings, "addresses", o.addresses.is_some());
        required(findings, "rules", o.rules.is_some());
        for (i, text) in o.addresses.iter().flatten().enumerate() {
            match text.parse() {
                Ok(address) => addresses.push(address),
                Err(_) => {
                    bad_value(findings, &format!("addresses[{i}]"), format!("`{text}` is no IP address"))
                }
            }
        }
        port(findings, "port", o.port);
        port(findings, "listen", o.listen);
        for (i, rule) in o.rules.iter().flatten().enumerate() {
            let field = |name: &str| format!("rules[{i}].{name}");
            required(findings, &field("namespace"), rule.namespace.is_some());
            required(findings, &field("hosts"), rule.hosts.is_some());
            required(findings, &field("ports"), rule.ports.is_some());
            required(findings, &field("action"), rule.action.is_some());
            for (j, number) in rule.ports.iter().flatten().enumerate() {
                port(findings, &field(&format!("ports[{j}]")), Some(*number));
            }
        }
    })?;
    let identity = WorkloadIdentity::parse(&o.identity.unwrap_or_default())
        .map_err(|error| RecipeError::Identity { error })?;
    let mut proxy = EgressProxy::new(o.host.unwrap_or_default(), identity);
    proxy.addresses = addresses;
    let number = |given: Option<i64>| given.and_then(|port| u16::try_from(port).ok());
    if let Some(port) = number(o.port) {
        proxy.port = port;
    }
    if let Some(port) = number(o.listen) {
        proxy.listen = port;
    }
    if let Some(name) = o.name {
        proxy.name = name;
    }
    if let Some(namespace) = o.namespace {
        proxy.namespace = namespace;
    }
    if let Some(namespace) = o.system_namespace {
        proxy.system_namespace = namespace;
    }
    proxy.pods = o.pods.unwrap_or_default();
    proxy.rules = o.rules.into_iter().flatten().map(rule).collect();
    Ok(proxy)
}

fn rule(o: EgressProxyRuleOptions) -> EgressRule {
    let namespace = o.namespace.unwrap_or_default();
    let mut rule = match o.service_account {
        Some(account) => EgressRule::workload(namespace, account),
        None => EgressRule::namespace(namespace),
    };
    if let Some(name) = o.name {
        rule.name = name;
    }
    rule.hosts = o.hosts.unwrap_or_default();
    rule.ports = o.ports.into_iter().flatten().filter_map(|port| u16::try_from(port).ok()).collect();
    rule.action = match o.action {
        Some(Action::Inspect) => EgressAction::Inspect,
        Some(Action::Refuse) => EgressAction::Refuse,
        _ => EgressAction::Allow,
    };
    rule
}
