//! What Istio's webhook asks of an `AuthorizationPolicy` as a whole.

use super::check_rule::check_rule;
use super::{AuthorizationAction, AuthorizationPolicy, AuthorizationPolicySpec, AuthorizationRule};
use crate::finding::rules::istio_security as rules;
use crate::resources::error::cut;
use crate::resources::istio::target_ref::check_attachment;
use crate::resources::kind::{Checker, check_annotations_with_dry_run};

/// Most rules of a policy, and most sources of a rule.
pub(super) const MAX_RULES: usize = 512;

pub(super) fn check(policy: &AuthorizationPolicy, check: &mut Checker) {
    let empty = AuthorizationPolicySpec::default();
    let spec = policy.spec.as_ref().unwrap_or(&empty);
    let action = spec.action.as_ref().unwrap_or(&AuthorizationAction::Allow);
    let may_try = matches!(action, AuthorizationAction::Allow | AuthorizationAction::Deny);
    check_annotations_with_dry_run(&policy.metadata, may_try, check);
    check_attachment(spec.selector.as_ref(), spec.target_ref.as_ref(), spec.target_refs.as_deref(), check);
    let policy_rules = spec.rules.as_deref().unwrap_or_default();
    check_action(spec, action, policy_rules, check);
    if policy_rules.len() > MAX_RULES {
        let message = format!("{} rules; at most {MAX_RULES} are taken", policy_rules.len());
        check.report(rules::AUTHORIZATION_POLICY_TOO_LONG, "spec.rules", message);
    }
    for (i, rule) in policy_rules.iter().enumerate() {
        let field = format!("spec.rules[{i}]");
        check_rule(rule, action, &field, check);
        if *action == AuthorizationAction::Deny && denies_tcp(rule) {
            check.report(
                rules::AUTHORIZATION_POLICY_DENIES_TCP,
                field,
                "the rule names only what HTTP has; on TCP ports it denies everything",
            );
        }
    }
}

fn check_action(
    spec: &AuthorizationPolicySpec,
    action: &AuthorizationAction,
    policy_rules: &[AuthorizationRule],
    check: &mut Checker,
) {
    let custom = *action == AuthorizationAction::Custom;
    if policy_rules.is_empty() && (custom || *action == AuthorizationAction::Deny) {
        check.report(
            rules::AUTHORIZATION_POLICY_WITHOUT_RULES,
            "spec.rules",
            format!("{action} without a rule applies to nothing"),
        );
    }
    match &spec.provider {
        Some(_) if !custom => check.report(
            rules::AUTHORIZATION_POLICY_PROVIDER,
            "spec.provider",
            format!("a provider decides for CUSTOM alone, the action is {}", cut(action.as_str())),
        ),
        provider if custom && !policy_rules.is_empty() => {
            let name = provider.as_ref().and_then(|provider| provider.name.as_deref());
            if name.is_none_or(str::is_empty) {
                check.report(
                    rules::AUTHORIZATION_POLICY_PROVIDER,
                    "spec.provider.name",
                    "CUSTOM needs the name of a provider",
                );
            }
        }
        _ => {}
    }
}

/// Whether Istio warns of a DENY rule: as its webhook finds out, conditions do not count, and trust domains count
/// as HTTP's.
fn denies_tcp(rule: &AuthorizationRule) -> bool {
    let sources: Vec<_> = rule.from.iter().flatten().filter_map(|from| from.source.as_ref()).collect();
    let operations: Vec<_> = rule.to.iter().flatten().filter_map(|to| to.operation.as_ref()).collect();
    let of_http = ["requestPrincipals", "notRequestPrincipals", "trustDomains", "notTrustDomains"];
    let tcp_source = sources
        .iter()
        .flat_map(|source| source.values())
        .any(|values| values.list.is_some() && !of_http.contains(&values.name));
    let tcp_operation =
        operations.iter().any(|operation| operation.ports.is_some() || operation.not_ports.is_some());
    if operations.is_empty() { !sources.is_empty() && !tcp_source } else { !tcp_operation }
}
