//! What a security policy is attached to: pods by labels, or a gateway, waypoint or service by name.

use super::selector::{WorkloadSelector, check_selector};
use crate::finding::rules::istio_security as rules;
use crate::resources::error::cut;
use crate::resources::kind::Checker;
use crate::resources::model::model;

model! {
    /// An object in the namespace of the policy, to whose traffic the policy applies: at a gateway or a waypoint.
    pub struct PolicyTargetReference {
        /// The API group; absent or empty is the core group of a `Service`.
        group: String = "group",
        /// `Gateway`, `GatewayClass`, `Service` or `ServiceEntry`.
        kind: String = "kind",
        /// The name.
        name: String = "name",
        /// Must be absent: the object stands in the namespace of the policy.
        namespace: String = "namespace",
    }
}

const GATEWAY_API: &str = "gateway.networking.k8s.io";

/// The kinds that Istio takes, with their groups.
const KINDS: [(&str, &str); 4] = [
    ("core", "Service"),
    ("networking.istio.io", "ServiceEntry"),
    (GATEWAY_API, "Gateway"),
    (GATEWAY_API, "GatewayClass"),
];

impl PolicyTargetReference {
    /// A Gateway of the Gateway API; for Istio's own Gateway a selector names the pods.
    #[must_use]
    pub fn gateway(name: impl Into<String>) -> Self {
        Self::to(GATEWAY_API, "Gateway", name)
    }

    /// All gateways of a class, `istio-waypoint` for the waypoints of the mesh. Only from the root namespace.
    #[must_use]
    pub fn gateway_class(name: impl Into<String>) -> Self {
        Self::to(GATEWAY_API, "GatewayClass", name)
    }

    /// A Kubernetes Service, at its waypoint.
    #[must_use]
    pub fn service(name: impl Into<String>) -> Self {
        Self::to("", "Service", name)
    }

    /// A ServiceEntry, at its waypoint.
    #[must_use]
    pub fn service_entry(name: impl Into<String>) -> Self {
        Self::to("networking.istio.io", "ServiceEntry", name)
    }

    fn to(group: &str, kind: &str, name: impl Into<String>) -> Self {
        Self {
            group: Some(group.to_owned()),
            kind: Some(kind.to_owned()),
            name: Some(name.into()),
            ..Self::default()
        }
    }
}

/// Most references that a policy may have.
const MAX_REFERENCES: usize = 16;

/// What Istio asks of the three ways to attach a policy, which stand in its `spec`.
pub(super) fn check_attachment(
    selector: Option<&WorkloadSelector>,
    one: Option<&PolicyTargetReference>,
    many: Option<&[PolicyTargetReference]>,
    check: &mut Checker,
) {
    let ways =
        [("selector", selector.is_some()), ("targetRef", one.is_some()), ("targetRefs", many.is_some())];
    let given: Vec<&str> = ways.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect();
    if given.len() > 1 {
        let message = format!("only one of {} may stand in a policy", given.join(" and "));
        check.report(rules::POLICY_ATTACHED_TWICE, "spec", message);
    }
    check_selector(selector, "spec.selector", check);
    if let Some(target) = one {
        check_reference(target, "spec.targetRef", check);
    }
    let many = many.unwrap_or_default();
    if many.len() > MAX_REFERENCES {
        let message = format!("{} references; at most {MAX_REFERENCES} are taken", many.len());
        check.report(rules::TARGET_REF, "spec.targetRefs", message);
    }
    for (i, target) in many.iter().enumerate() {
        check_reference(target, &format!("spec.targetRefs[{i}]"), check);
    }
}

fn check_reference(target: &PolicyTargetReference, field: &str, check: &mut Checker) {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let (group, kind) = (text(&target.group), text(&target.kind));
    let in_group = if group.is_empty() { "core" } else { group.as_str() };
    if !KINDS.contains(&(in_group, kind.as_str())) {
        let seen = if group.is_empty() { cut(&kind) } else { cut(&format!("{group}/{kind}")) };
        check.report(
            rules::TARGET_REF,
            format!("{field}.kind"),
            format!(
                "`{seen}` takes no policies; known are Service, networking.istio.io/ServiceEntry, {GATEWAY_API}/Gateway and {GATEWAY_API}/GatewayClass"
            ),
        );
    }
    if text(&target.name).is_empty() {
        check.report(rules::TARGET_REF, format!("{field}.name"), "the reference has no name");
    }
    if !text(&target.namespace).is_empty() {
        check.report(
            rules::TARGET_REF,
            format!("{field}.namespace"),
            "a policy is attached to objects of its own namespace; a namespace must not be given",
        );
    }
}
