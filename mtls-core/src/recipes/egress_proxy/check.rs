//! Whether the rules fit anything.

use std::net::IpAddr;

use super::EgressProxy;
use crate::finding::rules::recipes as rules;
use crate::finding::{DocumentRef, Finding, Rule, Subject};
use crate::identity::WorkloadIdentity;
use crate::resources::check_wildcard_domain;

pub(super) fn check(proxy: &EgressProxy) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |rule: &'static Rule, field: &str, message: String| {
        let at = Subject::Document(DocumentRef::new("", field));
        findings.push(Finding::new(rule, at, message));
    };
    let system = proxy.system_namespace.as_str();
    for (i, _) in proxy.rules.iter().enumerate().filter(|(_, rule)| rule.namespace == system) {
        let message = format!(
            "a Sidecar in `{system}` is the default of every namespace, so that all of them could reach the proxy alone"
        );
        report(rules::ROOT_NAMESPACE, &format!("rules[{i}].namespace"), message);
    }
    // Pods with a sidecar: where their own identity says they are.
    let home = proxy.identity.namespace();
    if !proxy.pods.is_empty() && home == system {
        let message = format!("a policy in `{system}` holds for pods with these labels in every namespace");
        report(rules::ROOT_NAMESPACE, "identity", message);
    }
    let mut say = |field: &str, message: String| report(rules::EGRESS_RULE, field, message);
    if proxy.addresses.is_empty() {
        say(
            "addresses",
            "no address of the proxy is given: sidecars tell its traffic by its address".to_owned(),
        );
    }
    if proxy.rules.is_empty() {
        say("rules", "there is no rule, so that nobody could go anywhere".to_owned());
    }
    for (i, rule) in proxy.rules.iter().enumerate() {
        let field = |name: &str| format!("rules[{i}].{name}");
        if !proxy.pods.is_empty() && home != system && rule.namespace == home {
            say(
                &field("namespace"),
                format!(
                    "a Sidecar in `{home}` holds for the proxy's own pods too, which then reach nothing outside"
                ),
            );
        }
        if proxy.rules.iter().take(i).any(|other| other.name == rule.name) {
            say(&field("name"), format!("another rule is named `{}`", rule.name));
        }
        // Any name will do where a rule is about all service accounts.
        let account = rule.service_account.as_deref().unwrap_or("default");
        if let Err(error) = WorkloadIdentity::new(proxy.identity.trust_domain(), &rule.namespace, account) {
            say(&field("namespace"), error.to_string());
        }
        if rule.hosts.is_empty() {
            say(&field("hosts"), "no host, so that it fits nothing".to_owned());
        }
        if rule.ports.is_empty() || rule.ports.contains(&0) {
            say(&field("ports"), "ports are 1 to 65535, and one is needed".to_owned());
        }
        for (j, host) in rule.hosts.iter().enumerate() {
            if let Some(message) = wrong_host(host) {
                say(&field(&format!("hosts[{j}]")), message);
            }
        }
    }
    findings
}

/// Why the proxy would take this for no host, if it would not.
fn wrong_host(host: &str) -> Option<String> {
    if host.parse::<IpAddr>().is_ok() {
        return None;
    }
    let name = host.strip_prefix("*.").unwrap_or(host);
    let plain = !name.contains('*') && check_wildcard_domain(name).is_ok();
    (!plain).then(|| format!("`{host}` is no host: a name, `*.` and a name, or an address is expected"))
}
