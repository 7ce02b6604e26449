//! What can be said of a former policy before it is migrated.

use super::{PolicyJwt, PolicySpec, is_policy, is_rbac};
use crate::finding::Finding;
use crate::finding::rules::istio_security as rules;
use crate::resources::error::cut;
use crate::resources::kind::{Checker, refuses};
use crate::resources::model::Reader;
use crate::resources::{Manifest, Value};

/// What is wrong with a manifest of a former kind: that it is one, and what it lacks.
pub(in crate::resources) fn findings(manifest: &Manifest) -> Vec<Finding> {
    if !is_policy(manifest) && !is_rbac(manifest) {
        return Vec::new();
    }
    let mut findings = vec![Finding::new(
        rules::LEGACY_KIND,
        manifest.subject(""),
        format!(
            "{} of `{}` is read by no supported Istio",
            cut(manifest.kind()),
            cut(manifest.api_version())
        ),
    )];
    if is_policy(manifest) {
        findings.extend(read(manifest).1);
    }
    findings
}

/// The policy as far as it can be read, and what is wrong with it.
pub(super) fn read(manifest: &Manifest) -> (PolicySpec, Vec<Finding>) {
    let at = manifest.reference("");
    let mut reader = Reader::protobuf(at.clone());
    let value = manifest.body().get("spec").filter(|value| !value.is_null());
    let spec = value.and_then(|value: &Value| reader.field::<PolicySpec>("spec", value)).unwrap_or_default();
    let found = reader.finish();
    if refuses(&found) {
        return (spec, found);
    }
    let mut check = Checker::at(at, found);
    for (i, target) in spec.targets.iter().flatten().enumerate() {
        if target.name.as_deref().is_none_or(str::is_empty) {
            check.report(
                rules::LEGACY_INVALID,
                format!("spec.targets[{i}].name"),
                "the target names no service",
            );
        }
        for (j, port) in target.ports.iter().flatten().enumerate() {
            let number_is_port = port.number.is_none_or(|number| (1..=65535).contains(&number));
            if port.number.is_some() == port.name.is_some() || !number_is_port {
                let field = format!("spec.targets[{i}].ports[{j}]");
                check.report(rules::LEGACY_INVALID, field, "a port has a number from 1 to 65535 or a name");
            }
        }
    }
    for (i, origin) in spec.origins.iter().flatten().enumerate() {
        let field = format!("spec.origins[{i}].jwt");
        match &origin.jwt {
            None => check.report(rules::LEGACY_INVALID, field, "the origin has no `jwt`"),
            Some(jwt) => check_jwt(jwt, &field, &mut check),
        }
    }
    (spec, check.finish())
}

fn check_jwt(jwt: &PolicyJwt, field: &str, check: &mut Checker) {
    if jwt.issuer.as_deref().is_none_or(str::is_empty) {
        check.report(rules::LEGACY_INVALID, format!("{field}.issuer"), "the origin has no issuer");
    }
    if jwt.issuer.as_deref().is_some_and(|issuer| issuer.starts_with('*')) {
        let message = "no policy can tell this issuer from every one that ends alike";
        check.report(rules::LEGACY_INVALID, format!("{field}.issuer"), message);
    }
    if jwt.jwks_uri.is_some() && jwt.jwks.is_some() {
        check.report(
            rules::LEGACY_INVALID,
            field,
            "`jwks` and `jwksUri` stand together; keys came from one of them",
        );
    }
    for (i, rule) in jwt.trigger_rules.iter().flatten().enumerate() {
        let field = format!("{field}.triggerRules[{i}]");
        let lists = [("excludedPaths", &rule.excluded_paths), ("includedPaths", &rule.included_paths)];
        for (name, list) in lists {
            for (j, path) in list.iter().flatten().enumerate() {
                let ways = [&path.exact, &path.prefix, &path.suffix, &path.regex];
                if ways.into_iter().flatten().count() != 1 {
                    check.report(
                        rules::LEGACY_INVALID,
                        format!("{field}.{name}[{j}]"),
                        "a path has one of `exact`, `prefix`, `suffix` and `regex`",
                    );
                }
            }
        }
    }
}
