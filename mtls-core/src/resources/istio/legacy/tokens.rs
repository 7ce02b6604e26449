//! Tokens of a former policy: a RequestAuthentication, and an AuthorizationPolicy that denies what has none.

use super::migrate::{Former, Outcome};
use super::scopes::Scopes;
use super::triggers::{Triggers, triggers_of};
use super::workloads::Workloads;
use super::{PolicyJwt, PolicySpec, PrincipalBinding};
use crate::finding::rules::istio_security as rules;
use crate::resources::istio::{
    AuthorizationPolicy, AuthorizationRule, JwtHeader, JwtRule, RequestAuthentication,
};

/// Makes what stands for the origins of the policy, for some workloads.
pub(super) fn migrate(
    former: &Former<'_>,
    workloads: &Workloads,
    scopes: &Scopes,
    formers: &[Option<Former<'_>>],
    outcome: &mut Outcome<'_>,
) {
    let issuers = issuers(&former.spec);
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
    outcome.take(builder.manifest());
    let denied = scopes.denied(former, workloads, formers);
    if denied.is_empty() {
        return;
    }
    let policy = |rules: Vec<AuthorizationRule>| {
        let mut builder = AuthorizationPolicy::new(&workloads.name, &workloads.namespace).deny();
        for (key, value) in workloads.labels.iter().flatten() {
            builder = builder.selector(key, value);
        }
        rules.into_iter().fold(builder, |builder, rule| builder.rule(rule)).manifest()
    };
    // What cannot be demanded in these words is not let in.
    if !outcome.take(policy(denied)) {
        outcome.take(policy(vec![AuthorizationRule::new()]));
    }
}

/// Says, once a policy, what is not carried over or works in another way.
pub(super) fn note(former: &Former<'_>, outcome: &mut Outcome<'_>) {
    let spec = &former.spec;
    let issuers = issuers(spec);
    if issuers.is_empty() {
        if spec.principal_binding == Some(PrincipalBinding::UseOrigin) {
            let message = "there are no origins whose identity could be used";
            outcome.note(rules::LEGACY_NOT_CARRIED, "spec.principalBinding", message);
        }
        return;
    }
    if spec.origin_is_optional == Some(true) {
        let message = "requests without a token pass as before, but those with a bad one are refused now";
        outcome.note(rules::LEGACY_CHANGED, "spec.originIsOptional", message);
    } else {
        let message = "tokens are demanded by a DENY policy, which no other policy opens again: it closes ports that are not HTTP, and health checks need a token unless a trigger rule leaves their path free or they go to the proxy's own ports (15020, 15021)";
        outcome.note(rules::LEGACY_CHANGED, "spec.origins", message);
    }
    if spec.principal_binding == Some(PrincipalBinding::UseOrigin) {
        let message =
            "the identity of the token is the request principal now; `principals` are those of peers";
        outcome.note(rules::LEGACY_CHANGED, "spec.principalBinding", message);
    }
    for (field, message) in Triggers::of(&issuers).notes {
        outcome.note(rules::LEGACY_NOT_CARRIED, field, message);
    }
    if issuers.iter().any(|jwt| !triggers_of(jwt).is_empty()) {
        let message =
            "a token was not looked at where no trigger rule held; a bad one is refused on every path now";
        outcome.note(rules::LEGACY_CHANGED, "spec.origins", message);
    }
    for (i, target) in spec.targets.iter().flatten().enumerate() {
        let (field, these) = match target.ports.as_deref() {
            None | Some([]) => (format!("spec.targets[{i}]"), "those of the Service"),
            Some(_) => (format!("spec.targets[{i}].ports"), "these"),
        };
        let message = format!(
            "a bad token is refused on every port of the pods now; tokens are demanded on {these} alone, if each is known"
        );
        outcome.note(rules::LEGACY_CHANGED, field, message);
    }
}

pub(super) fn issuers(spec: &PolicySpec) -> Vec<&PolicyJwt> {
    spec.origins.iter().flatten().filter_map(|origin| origin.jwt.as_ref()).collect()
}

pub(super) fn rule_of(jwt: &PolicyJwt) -> JwtRule {
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
