//! The `ReferenceGrant`: who may name objects of this namespace.

use super::GROUP;
use crate::finding::rules::gateway_api as rules;
use crate::resources::Builder;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};
use crate::resources::model::model;

kind! {
    /// A `ReferenceGrant`, in the namespace of what may be named.
    ///
    /// ```
    /// use mtls_core::resources::gateway_api::ReferenceGrant;
    ///
    /// let grant = ReferenceGrant::new("gateways", "certificates")
    ///     .gateways_of("ingress")
    ///     .may_name("Secret", "public-cert")
    ///     .build()?;
    /// assert_eq!(grant.metadata.namespace(), "certificates");
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    // Every release of the Gateway API serves v1beta1, few serve v1.
    pub struct ReferenceGrant: "gateway.networking.k8s.io" [
        "gateway.networking.k8s.io/v1beta1", "gateway.networking.k8s.io/v1"
    ], check {
        /// Who may name what.
        spec: ReferenceGrantSpec = "spec",
    }
}

built!(ReferenceGrant, spec: ReferenceGrantSpec);

model! {
    /// Who may name what.
    pub struct ReferenceGrantSpec {
        /// The kinds that may name it, and their namespaces.
        from: Vec<GrantedFrom> = "from",
        /// What may be named.
        to: Vec<GrantedTo> = "to",
    }
}

model! {
    /// A kind that may name it.
    pub struct GrantedFrom {
        /// Its API group.
        group: String = "group",
        /// The kind.
        kind: String = "kind",
        /// Its namespace.
        namespace: String = "namespace",
    }
}

model! {
    /// What may be named.
    pub struct GrantedTo {
        /// Its API group; empty for core kinds.
        group: String = "group",
        /// Its kind.
        kind: String = "kind",
        /// Its name; absent means all.
        name: String = "name",
    }
}

impl Builder<ReferenceGrant> {
    /// Lets Gateways of a namespace name it.
    pub fn gateways_of(self, namespace: impl Into<String>) -> Self {
        self.from_kind("Gateway", namespace)
    }

    /// Lets a kind of the Gateway API in a namespace name it: `HTTPRoute`, `TLSRoute`.
    pub fn from_kind(self, kind: impl Into<String>, namespace: impl Into<String>) -> Self {
        let from = GrantedFrom::default().group(GROUP).kind(kind.into()).namespace(namespace.into());
        self.with_spec(|spec| spec.from.get_or_insert_default().push(from))
    }

    /// Says what may be named: an object of a core kind.
    pub fn may_name(self, kind: impl Into<String>, name: impl Into<String>) -> Self {
        let to = GrantedTo::default().group("").kind(kind.into()).name(name.into());
        self.with_spec(|spec| spec.to.get_or_insert_default().push(to))
    }
}

fn check(grant: &ReferenceGrant, check: &mut Checker) {
    let empty = ReferenceGrantSpec::default();
    let spec = grant.spec.as_ref().unwrap_or(&empty);
    let (from, to) = (spec.from.as_deref().unwrap_or_default(), spec.to.as_deref().unwrap_or_default());
    for (field, none) in [("spec.from", from.is_empty()), ("spec.to", to.is_empty())] {
        if none {
            check.report(rules::GRANT_EMPTY, field, "the list is empty");
        }
    }
    let mut required = |value: Option<&String>, empty: bool, field: String| {
        if value.is_none_or(|value| !empty && value.is_empty()) {
            check.report(rules::REFERENCE_INCOMPLETE, field, "the grant cannot do without it");
        }
    };
    for (i, from) in from.iter().enumerate() {
        let at = format!("spec.from[{i}]");
        required(from.group.as_ref(), true, format!("{at}.group"));
        required(from.kind.as_ref(), false, format!("{at}.kind"));
        required(from.namespace.as_ref(), false, format!("{at}.namespace"));
    }
    for (i, to) in to.iter().enumerate() {
        let at = format!("spec.to[{i}]");
        required(to.group.as_ref(), true, format!("{at}.group"));
        required(to.kind.as_ref(), false, format!("{at}.kind"));
    }
}
