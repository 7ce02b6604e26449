//! The `GatewayClass`: whose gateways they are.

use super::ObjectRef;
use super::reference::check_object;
use crate::finding::rules::gateway_api as rules;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};
use crate::resources::model::model;
use crate::resources::{Builder, cut, names};

kind! {
    /// A `GatewayClass`. Istio makes its own, `istio` and `istio-waypoint` among them.
    pub struct GatewayClass: cluster "gateway.networking.k8s.io" [
        "gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1beta1"
    ], check {
        /// Who is in charge.
        spec: GatewayClassSpec = "spec",
    }
}

built!(GatewayClass cluster, spec: GatewayClassSpec);

model! {
    /// Who is in charge of the Gateways of a class.
    pub struct GatewayClassSpec {
        /// The controller: a domain and a path, such as `istio.io/gateway-controller`.
        controller_name: String = "controllerName",
        /// Further settings.
        parameters_ref: ObjectRef = "parametersRef",
        /// What it is for.
        description: String = "description",
    }
}

impl Builder<GatewayClass> {
    /// Names the controller.
    pub fn controller(self, name: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.controller_name = Some(name.into()))
    }
}

fn check(class: &GatewayClass, check: &mut Checker) {
    let spec = class.spec.as_ref();
    let name = spec.and_then(|spec| spec.controller_name.as_deref()).unwrap_or_default();
    let whole = name.split_once('/').is_some_and(|(domain, path)| {
        names::is_object_name(domain) && !path.is_empty() && !path.contains(char::is_whitespace)
    });
    if !whole {
        check.report(
            rules::GATEWAY_CONTROLLER,
            "spec.controllerName",
            format!("`{}` is no name of a controller: a domain, `/` and a path", cut(name)),
        );
    }
    if let Some(parameters) = spec.and_then(|spec| spec.parameters_ref.as_ref()) {
        check_object(parameters, true, "spec.parametersRef", check);
    }
}
