//! Tokens of a former policy: a RequestAuthentication, and an AuthorizationPolicy that demands them.

use super::migrate::{Former, Workloads};
use super::{PolicyJwt, PolicyPath, PolicySpec, PolicyTriggerRule, PrincipalBinding};
use crate::finding::rules::istio_security as rules;
use crate::resources::istio::{
    AuthorizationOperation, AuthorizationPolicy, AuthorizationRule, JwtHeader, JwtRule, RequestAuthentication,
};

/// Makes what stands for the origins of the policy, for some workloads.
pub(super) fn migrate(former: &mut Former<'_>, spec: &PolicySpec, workloads: &Workloads) {
    let issuers = issuers(spec);
    if issuers.is_empty() {
        return;
    }
    let mut builder = RequestAuthentication::new(&workloads.name, &workloads.namespace);
    for (key, value) in workloads.labels.iter().flatten() {
        builder = builder.selector(key, value);
    }
    for jwt in &issuers {
        builder = builder.jwt_rule(rule_of(jwt));
    }
    former.take(builder.manifest());
    if spec.origin_is_optional == Some(true) {
        return;
    }
    let mut builder = AuthorizationPolicy::new(&workloads.name, &workloads.namespace).allow();
    for (key, value) in workloads.labels.iter().flatten() {
        builder = builder.selector(key, value);
    }
    let principals: Vec<String> =
        issuers.iter().map(|jwt| format!("{}/*", jwt.issuer.as_deref().unwrap_or_default())).collect();
    builder = builder.rule(AuthorizationRule::new().from_request_principals(principals));
    // A port that is not known must not be among those without tokens.
    if let Some(ports) = workloads.ports.as_deref().filter(|ports| !ports.is_empty() && workloads.ports_known)
    {
        let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
        let others = AuthorizationOperation::default().not_ports(ports);
        builder = builder.rule(AuthorizationRule::new().or_to(others));
    }
    for operation in free_paths(&issuers).0 {
        builder = builder.rule(AuthorizationRule::new().or_to(operation));
    }
    former.take(builder.manifest());
}

/// Says, once a policy, what is not carried over or works in another way.
pub(super) fn note(former: &mut Former<'_>, spec: &PolicySpec) {
    let issuers = issuers(spec);
    if issuers.is_empty() {
        if spec.principal_binding == Some(PrincipalBinding::UseOrigin) {
            let message = "there are no origins whose identity could be used";
            former.note(rules::LEGACY_NOT_CARRIED, "spec.principalBinding", message);
        }
        return;
    }
    if spec.origin_is_optional == Some(true) {
        let message = "requests without a token pass as before, but those with a bad one are refused now";
        former.note(rules::LEGACY_CHANGED, "spec.originIsOptional", message);
    } else {
        let message = "tokens are demanded by an ALLOW policy: other ALLOW policies for the same workloads admit beside it, and it admits nothing on ports that are not HTTP";
        former.note(rules::LEGACY_CHANGED, "spec.origins", message);
    }
    if spec.principal_binding == Some(PrincipalBinding::UseOrigin) {
        let message =
            "the identity of the token is the request principal now; `principals` are those of peers";
        former.note(rules::LEGACY_CHANGED, "spec.principalBinding", message);
    }
    for (field, message) in free_paths(&issuers).1 {
        former.note(rules::LEGACY_NOT_CARRIED, field, message);
    }
    if issuers.iter().any(|jwt| !triggers(jwt).is_empty()) {
        let message =
            "a token was not looked at where no trigger rule held; a bad one is refused on every path now";
        former.note(rules::LEGACY_CHANGED, "spec.origins", message);
    }
    for (i, origin) in spec.targets.iter().flatten().enumerate() {
        if origin.ports.as_ref().is_some_and(|ports| !ports.is_empty()) {
            let message = "a bad token is refused on every port now; tokens are demanded on these alone, if each is known";
            former.note(rules::LEGACY_CHANGED, format!("spec.targets[{i}].ports"), message);
        }
    }
}

fn issuers(spec: &PolicySpec) -> Vec<&PolicyJwt> {
    spec.origins.iter().flatten().filter_map(|origin| origin.jwt.as_ref()).collect()
}

fn triggers(jwt: &PolicyJwt) -> &[PolicyTriggerRule] {
    jwt.trigger_rules.as_deref().unwrap_or_default()
}

fn rule_of(jwt: &PolicyJwt) -> JwtRule {
    let list = |list: &Option<Vec<String>>| list.clone().filter(|list| !list.is_empty());
    let headers = list(&jwt.jwt_headers);
    JwtRule {
        issuer: jwt.issuer.clone(),
        audiences: list(&jwt.audiences),
        jwks_uri: jwt.jwks_uri.clone(),
        jwks: jwt.jwks.clone(),
        from_headers: headers.map(|headers| headers.into_iter().map(header_of).collect()),
        from_params: list(&jwt.jwt_params),
        // The former policies always sent the token on.
        forward_original_token: Some(true),
        ..JwtRule::default()
    }
}

/// A header held the token alone, except one that Istio treated by its name.
fn header_of(name: String) -> JwtHeader {
    let prefix = (name == "ingress-authorization").then(|| "istio".to_owned());
    JwtHeader { prefix, ..JwtHeader::default().name(name) }
}

/// The operations that need no token, as far as they can be said, and what cannot. What cannot be said needs a token.
fn free_paths(issuers: &[&PolicyJwt]) -> (Vec<AuthorizationOperation>, Vec<(String, String)>) {
    let Some((first, others)) = issuers.split_first() else { return Default::default() };
    let field = "spec.origins[0].jwt.triggerRules".to_owned();
    if others.iter().any(|other| triggers(other) != triggers(first)) {
        let message =
            "origins have different trigger rules; a token of one of them is demanded on every path";
        return (Vec::new(), vec![(field, message.to_owned())]);
    }
    let rule = match triggers(first) {
        [] => return Default::default(),
        [rule] => rule,
        _ => {
            let message = "there are several trigger rules; a token is demanded on every path";
            return (Vec::new(), vec![(field, message.to_owned())]);
        }
    };
    let (mut operations, mut notes) = (Vec::new(), Vec::new());
    let mut written = |name: &str, list: &Option<Vec<PolicyPath>>| {
        let mut paths = Vec::new();
        let list = list.as_deref().unwrap_or_default();
        for (i, path) in list.iter().enumerate() {
            match pattern(path) {
                Some(path) => paths.push(path),
                None => notes.push((
                    format!("{field}[0].{name}[{i}]"),
                    "policies cannot name these paths; a token is demanded on them".to_owned(),
                )),
            }
        }
        let complete = paths.len() == list.len();
        (paths, complete)
    };
    let (excluded, _) = written("excludedPaths", &rule.excluded_paths);
    let (included, complete) = written("includedPaths", &rule.included_paths);
    if !excluded.is_empty() {
        operations.push(AuthorizationOperation::default().paths(excluded));
    }
    if complete && !included.is_empty() {
        operations.push(AuthorizationOperation::default().not_paths(included));
    } else if !complete {
        let message =
            "not all included paths can be named, so a token is demanded on every path but the excluded ones";
        notes.push((format!("{field}[0].includedPaths"), message.to_owned()));
    }
    (operations, notes)
}

/// The paths as an AuthorizationPolicy writes them, where it can.
fn pattern(path: &PolicyPath) -> Option<String> {
    let plain = |text: &String| (!text.contains(['*', '{', '}'])).then(|| text.clone());
    match (&path.exact, &path.prefix, &path.suffix) {
        (Some(exact), _, _) => plain(exact).filter(|exact| !exact.is_empty()),
        (None, Some(prefix), _) => plain(prefix).map(|prefix| format!("{prefix}*")),
        (None, None, Some(suffix)) => plain(suffix).map(|suffix| format!("*{suffix}")),
        (None, None, None) => None,
    }
}
