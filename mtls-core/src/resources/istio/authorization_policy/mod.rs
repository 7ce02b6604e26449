//! The Istio `AuthorizationPolicy`: who may call what.

mod check;
mod check_rule;
mod rule;
mod syntax;

pub use rule::{
    AuthorizationCondition, AuthorizationFrom, AuthorizationOperation, AuthorizationRule,
    AuthorizationSource, AuthorizationTo,
};

use super::selector::WorkloadSelector;
use super::target_ref::PolicyTargetReference;
use crate::resources::Builder;
use crate::resources::builder::built;
use crate::resources::kind::{DRY_RUN, kind};
use crate::resources::model::{model, spellings};

kind! {
    /// An Istio `AuthorizationPolicy`.
    ///
    /// ```
    /// use mtls_core::identity::WorkloadIdentity;
    /// use mtls_core::resources::istio::{AuthorizationPolicy, AuthorizationRule};
    ///
    /// let cart: WorkloadIdentity = "spiffe://cluster.local/ns/shop/sa/cart".parse()?;
    /// let policy = AuthorizationPolicy::new("prices", "shop")
    ///     .selector("app", "prices")
    ///     .allow()
    ///     .rule(AuthorizationRule::new().from_workloads([&cart]).to_ports([8080]))
    ///     .build()?;
    /// assert!(policy.validate().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct AuthorizationPolicy: "security.istio.io" [
        "security.istio.io/v1", "security.istio.io/v1beta1"
    ], check::check {
        /// What is allowed or denied; absent allows nothing.
        spec: AuthorizationPolicySpec = "spec",
    }
}

built!(AuthorizationPolicy, spec: AuthorizationPolicySpec);

model! {
    /// What an `AuthorizationPolicy` says, and of whom.
    pub struct AuthorizationPolicySpec {
        /// The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh.
        selector: WorkloadSelector = "selector",
        /// The gateway or service that this is for. Write `targetRefs` instead.
        target_ref: PolicyTargetReference = "targetRef",
        /// The gateways or services that this is for, at most 16.
        target_refs: Vec<PolicyTargetReference> = "targetRefs",
        /// What happens to requests that a rule matches; absent is `ALLOW`.
        action: AuthorizationAction = "action",
        /// Who decides, for `CUSTOM` alone.
        provider: AuthorizationProvider = "provider",
        /// The rules, at most 512: one must match. Without any, none matches, so that `ALLOW` allows nothing.
        rules: Vec<AuthorizationRule> = "rules",
    }
}

model! {
    /// Who decides on requests.
    pub struct AuthorizationProvider {
        /// The name of an extension provider of the mesh.
        name: String = "name",
    }
}

spellings! {
    /// What happens to requests that a rule matches.
    pub enum AuthorizationAction {
        /// They are let through, and others are not. What an absent action means.
        Allow = "ALLOW",
        /// They are refused.
        Deny = "DENY",
        /// They are logged.
        Audit = "AUDIT",
        /// A provider decides.
        Custom = "CUSTOM",
    }
}

impl Builder<AuthorizationPolicy> {
    /// Lets through what a rule matches, and nothing else.
    pub fn allow(self) -> Self {
        self.action(AuthorizationAction::Allow)
    }

    /// Lets nothing through: `ALLOW` without a rule. Rules that follow, or of other policies, make exceptions.
    pub fn allow_nothing(self) -> Self {
        self.allow().with_spec(|spec| spec.rules = None)
    }

    /// Refuses what a rule matches.
    pub fn deny(self) -> Self {
        self.action(AuthorizationAction::Deny)
    }

    /// Has what a rule matches logged.
    pub fn audit(self) -> Self {
        self.action(AuthorizationAction::Audit)
    }

    /// Leaves what a rule matches to an extension provider of the mesh.
    pub fn custom(self, provider: impl Into<String>) -> Self {
        self.action(AuthorizationAction::Custom)
            .with_spec(|spec| spec.provider = Some(AuthorizationProvider::default().name(provider.into())))
    }

    fn action(self, action: AuthorizationAction) -> Self {
        self.with_spec(|spec| {
            spec.action = Some(action);
            spec.provider = None;
        })
    }

    /// Adds a rule.
    pub fn rule(self, rule: AuthorizationRule) -> Self {
        self.with_spec(|spec| spec.rules.get_or_insert_default().push(rule))
    }

    /// Selects workloads with this label (and the labels of other calls).
    pub fn selector(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.selector.get_or_insert_default().add(key, value))
    }

    /// Attaches the policy to a gateway or service (and those of other calls).
    pub fn target(self, target: PolicyTargetReference) -> Self {
        self.with_spec(|spec| spec.target_refs.get_or_insert_default().push(target))
    }

    /// Only logs and counts what would be refused. For `ALLOW` and `DENY`.
    pub fn dry_run(self) -> Self {
        self.annotation(DRY_RUN, "true")
    }
}

#[cfg(test)]
mod tests;
