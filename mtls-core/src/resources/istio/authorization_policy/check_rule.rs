//! What Istio's webhook asks of a rule, and what we add.

use super::check::MAX_RULES;
use super::{
    AuthorizationAction, AuthorizationCondition, AuthorizationOperation, AuthorizationRule,
    AuthorizationSource, syntax,
};
use crate::finding::rules::istio_security as rules;
use crate::resources::error::cut;
use crate::resources::kind::Checker;

/// A field of a source or an operation.
pub(super) struct Values<'a> {
    /// What it is about: `principals` for `notPrincipals` too.
    about: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// What is written there.
    pub(super) list: Option<&'a [String]>,
}

impl Values<'_> {
    fn is_given(&self) -> bool {
        has(self.list)
    }

    /// Whether this says something about the identity of the peer.
    fn is_of_peer(&self) -> bool {
        self.is_given() && self.about != "requestPrincipals" && is_identity(self.about)
    }

    /// Whether this says what does not match.
    fn is_negative(&self) -> bool {
        self.about != self.name
    }
}

fn both<'a>(
    about: &'static str,
    list: Option<&'a Vec<String>>,
    not: &'static str,
    not_list: Option<&'a Vec<String>>,
) -> [Values<'a>; 2] {
    [
        Values { about, name: about, list: list.map(Vec::as_slice) },
        Values { about, name: not, list: not_list.map(Vec::as_slice) },
    ]
}

impl AuthorizationSource {
    /// The fields.
    pub(super) fn values(&self) -> impl Iterator<Item = Values<'_>> {
        [
            both("principals", self.principals.as_ref(), "notPrincipals", self.not_principals.as_ref()),
            both(
                "requestPrincipals",
                self.request_principals.as_ref(),
                "notRequestPrincipals",
                self.not_request_principals.as_ref(),
            ),
            both("namespaces", self.namespaces.as_ref(), "notNamespaces", self.not_namespaces.as_ref()),
            both(
                "serviceAccounts",
                self.service_accounts.as_ref(),
                "notServiceAccounts",
                self.not_service_accounts.as_ref(),
            ),
            both(
                "trustDomains",
                self.trust_domains.as_ref(),
                "notTrustDomains",
                self.not_trust_domains.as_ref(),
            ),
            both("ipBlocks", self.ip_blocks.as_ref(), "notIpBlocks", self.not_ip_blocks.as_ref()),
            both(
                "remoteIpBlocks",
                self.remote_ip_blocks.as_ref(),
                "notRemoteIpBlocks",
                self.not_remote_ip_blocks.as_ref(),
            ),
        ]
        .into_iter()
        .flatten()
    }
}

impl AuthorizationOperation {
    fn values(&self) -> impl Iterator<Item = Values<'_>> {
        [
            both("hosts", self.hosts.as_ref(), "notHosts", self.not_hosts.as_ref()),
            both("ports", self.ports.as_ref(), "notPorts", self.not_ports.as_ref()),
            both("methods", self.methods.as_ref(), "notMethods", self.not_methods.as_ref()),
            both("paths", self.paths.as_ref(), "notPaths", self.not_paths.as_ref()),
        ]
        .into_iter()
        .flatten()
    }
}

fn has(list: Option<&[String]>) -> bool {
    list.is_some_and(|list| !list.is_empty())
}

pub(super) fn check_rule(
    rule: &AuthorizationRule,
    action: &AuthorizationAction,
    field: &str,
    check: &mut Checker,
) {
    let from = rule.from.as_deref();
    empty_list(from.map(<[_]>::len), &format!("{field}.from"), check);
    if from.is_some_and(|from| from.len() > MAX_RULES) {
        let message = format!("more than {MAX_RULES} sources");
        check.report(rules::AUTHORIZATION_POLICY_TOO_LONG, format!("{field}.from"), message);
    }
    for (i, from) in from.unwrap_or_default().iter().enumerate() {
        let field = format!("{field}.from[{i}].source");
        match &from.source {
            Some(source) => {
                check_source(source, action, &field, check);
                if *action == AuthorizationAction::Allow && !demands_peer(rule) {
                    anonymous_source(source, &field, check);
                }
            }
            None => check.report(rules::AUTHORIZATION_POLICY_EMPTY, field, "there is no source"),
        }
    }
    let to = rule.to.as_deref();
    empty_list(to.map(<[_]>::len), &format!("{field}.to"), check);
    for (i, to) in to.unwrap_or_default().iter().enumerate() {
        let field = format!("{field}.to[{i}].operation");
        match &to.operation {
            Some(operation) => check_operation(operation, &field, check),
            None => check.report(rules::AUTHORIZATION_POLICY_EMPTY, field, "there is no operation"),
        }
    }
    for (i, condition) in rule.when.iter().flatten().enumerate() {
        check_condition(condition, action, &format!("{field}.when[{i}]"), check);
    }
    if *action == AuthorizationAction::Allow {
        anonymous_conditions(rule, field, check);
    }
}

fn empty_list(len: Option<usize>, field: &str, check: &mut Checker) {
    if len == Some(0) {
        check.report(
            rules::AUTHORIZATION_POLICY_EMPTY,
            field,
            "the list is empty; leave it out where everything is meant",
        );
    }
}

fn no_entry(list: Option<&[String]>, field: &str, check: &mut Checker) {
    if list.is_some_and(<[String]>::is_empty) {
        let message = "the list has no entry, so that it narrows nothing";
        check.report(rules::POLICY_LIST_EMPTY, field, message);
    }
}

fn check_source(
    source: &AuthorizationSource,
    action: &AuthorizationAction,
    field: &str,
    check: &mut Checker,
) {
    let says_something = source.values().any(|values| values.is_given());
    if !says_something {
        check.report(rules::AUTHORIZATION_POLICY_EMPTY, field, "the source says nothing");
    }
    let given = |about: &str| source.values().any(|values| values.about == about && values.list.is_some());
    if given("serviceAccounts") && (given("principals") || given("namespaces")) {
        check.report(
            rules::AUTHORIZATION_POLICY_SERVICE_ACCOUNTS,
            field,
            "service accounts cannot stand in one source with principals or namespaces",
        );
    }
    for values in source.values() {
        let field = format!("{field}.{}", values.name);
        if says_something {
            no_entry(values.list, &field, check);
        }
        if *action == AuthorizationAction::Custom && values.is_given() && is_identity(values.about) {
            check.report(
                rules::AUTHORIZATION_POLICY_CUSTOM_IDENTITY,
                field.as_str(),
                format!("CUSTOM rules cannot ask for {}", values.name),
            );
        }
        check_values(values.about, values.list.unwrap_or_default(), &field, check);
    }
}

/// What CUSTOM cannot ask for: identities of peers and tokens.
fn is_identity(about: &str) -> bool {
    matches!(about, "principals" | "requestPrincipals" | "namespaces" | "serviceAccounts" | "trustDomains")
}

fn check_operation(operation: &AuthorizationOperation, field: &str, check: &mut Checker) {
    let says_something = operation.values().any(|values| values.is_given());
    if !says_something {
        check.report(rules::AUTHORIZATION_POLICY_EMPTY, field, "the operation says nothing");
    }
    for values in operation.values() {
        let field = format!("{field}.{}", values.name);
        if says_something {
            no_entry(values.list, &field, check);
        }
        check_values(values.about, values.list.unwrap_or_default(), &field, check);
    }
}

/// The values of a field, or of a condition about the same.
fn check_values(about: &str, values: &[String], field: &str, check: &mut Checker) {
    let (rule, syntax): (_, fn(&str) -> syntax::Checked) = match about {
        "ipBlocks" | "remoteIpBlocks" | "source.ip" | "remote.ip" | "destination.ip" => {
            (rules::AUTHORIZATION_POLICY_VALUE, syntax::check_address)
        }
        "ports" | "destination.port" => (rules::AUTHORIZATION_POLICY_VALUE, syntax::check_port),
        "serviceAccounts" | "source.serviceAccount" => {
            (rules::AUTHORIZATION_POLICY_VALUE, syntax::check_service_account)
        }
        "trustDomains" => (rules::AUTHORIZATION_POLICY_VALUE, syntax::check_trust_domain),
        "source.trustDomain" => (rules::AUTHORIZATION_POLICY_VALUE, syntax::check_one_wildcard),
        "paths" => (rules::AUTHORIZATION_POLICY_PATH, syntax::check_path),
        _ => (rules::AUTHORIZATION_POLICY_VALUE, |_| Ok(())),
    };
    if matches!(about, "serviceAccounts" | "source.serviceAccount") {
        const MAX: usize = 16;
        if values.len() > MAX {
            let message = format!("{} service accounts; at most {MAX} are taken", values.len());
            check.report(rules::AUTHORIZATION_POLICY_TOO_LONG, field, message);
        }
    }
    for (i, value) in values.iter().enumerate() {
        let at = format!("{field}[{i}]");
        if value.is_empty() {
            check.report(rules::AUTHORIZATION_POLICY_VALUE, at, "the value is empty");
        } else if let Err(reason) = syntax(value) {
            check.report(rule, at, format!("`{}` {reason}", cut(value)));
        } else if matches!(about, "principals" | "source.principal") {
            check_principal(value, at, check);
        } else if let Some(reason) = syntax::matches_nothing(about, value) {
            let message = format!("`{}` {reason}", cut(value));
            check.report(rules::AUTHORIZATION_POLICY_MATCHES_NOTHING, at, message);
        }
    }
}

/// Segments of `<trust domain>/ns/<namespace>/sa/<service account>`.
const SEGMENTS: usize = 5;

fn check_principal(value: &str, field: String, check: &mut Checker) {
    if value.starts_with("spiffe://") {
        check.report(
            rules::AUTHORIZATION_POLICY_PRINCIPAL_SCHEME,
            field,
            format!("`{}` is a SPIFFE ID; principals are compared without `spiffe://`", cut(value)),
        );
        return;
    }
    let segments = value.split('/').count();
    let is_pattern = value.starts_with('*') || value.ends_with('*');
    // Istio makes an expression of what follows a leading `*`: one with `.*` may mean what it says.
    let message = match syntax::inner_wildcard(value).filter(|_| !value.contains(".*")) {
        Some(reason) => format!("`{}` {reason}", cut(value)),
        None if is_pattern || segments == SEGMENTS => return,
        None => format!(
            "`{}` has {segments} segments; workloads of the mesh have {SEGMENTS}: <trust domain>/ns/<namespace>/sa/<service account>",
            cut(value)
        ),
    };
    check.report(rules::AUTHORIZATION_POLICY_PRINCIPAL_FORM, field, message);
}

fn check_condition(
    condition: &AuthorizationCondition,
    action: &AuthorizationAction,
    field: &str,
    check: &mut Checker,
) {
    let key = condition.key.as_deref().unwrap_or_default();
    if *action == AuthorizationAction::Custom
        && (matches!(
            key,
            "source.namespace" | "source.serviceAccount" | "source.trustDomain" | "source.principal"
        ) || key.starts_with("request.auth."))
    {
        check.report(
            rules::AUTHORIZATION_POLICY_CUSTOM_IDENTITY,
            format!("{field}.key"),
            format!("CUSTOM rules cannot ask for {}", cut(key)),
        );
    }
    if key.is_empty() {
        check.report(
            rules::AUTHORIZATION_POLICY_CONDITION,
            format!("{field}.key"),
            "the condition has no key",
        );
        return;
    }
    let lists = [("values", condition.values.as_deref()), ("notValues", condition.not_values.as_deref())];
    if !lists.iter().any(|(_, list)| has(*list)) {
        check.report(
            rules::AUTHORIZATION_POLICY_CONDITION,
            field,
            "the condition has neither `values` nor `notValues`",
        );
        return;
    }
    if let Err(reason) = syntax::check_key(key) {
        check.report(
            rules::AUTHORIZATION_POLICY_CONDITION,
            format!("{field}.key"),
            format!("`{}`: {reason}", cut(key)),
        );
    }
    for (name, list) in lists {
        let field = format!("{field}.{name}");
        no_entry(list, &field, check);
        check_values(key, list.unwrap_or_default(), &field, check);
    }
}

/// Whether a condition holds for authenticated peers alone.
fn demands_peer(rule: &AuthorizationRule) -> bool {
    rule.when.iter().flatten().any(|condition| {
        condition.key.as_deref().is_some_and(is_peer_attribute) && has(condition.values.as_deref())
    })
}

fn is_peer_attribute(key: &str) -> bool {
    matches!(key, "source.principal" | "source.namespace" | "source.serviceAccount" | "source.trustDomain")
}

/// A source that only says who is not meant is one of peers without identity too.
fn anonymous_source(source: &AuthorizationSource, field: &str, check: &mut Checker) {
    if demands(source) {
        return;
    }
    if let Some(values) = source.values().find(|values| values.is_of_peer() && values.is_negative()) {
        let message =
            format!("{} also matches peers without an identity, as on plaintext connections", values.name);
        check.report(
            rules::AUTHORIZATION_POLICY_ADMITS_ANONYMOUS,
            format!("{field}.{}", values.name),
            message,
        );
    }
}

/// Whether a source is one of authenticated peers alone.
fn demands(source: &AuthorizationSource) -> bool {
    source.values().any(|values| values.is_of_peer() && !values.is_negative())
}

fn anonymous_conditions(rule: &AuthorizationRule, field: &str, check: &mut Checker) {
    let sources_demand = rule
        .from
        .as_ref()
        .is_some_and(|from| from.iter().all(|from| from.source.as_ref().is_some_and(demands)));
    if sources_demand || demands_peer(rule) {
        return;
    }
    for (i, condition) in rule.when.iter().flatten().enumerate() {
        if condition.key.as_deref().is_some_and(is_peer_attribute) && has(condition.not_values.as_deref()) {
            check.report(
                rules::AUTHORIZATION_POLICY_ADMITS_ANONYMOUS,
                format!("{field}.when[{i}].notValues"),
                "the condition also holds for peers without an identity, as on plaintext connections",
            );
        }
    }
}
