//! What Istio's webhook asks of a `RequestAuthentication`.

use super::{JwtRule, RequestAuthentication, jwks};
use crate::finding::rules::istio_security as rules;
use crate::resources::error::cut;
use crate::resources::istio::duration::{self, MILLISECOND};
use crate::resources::istio::target_ref::check_attachment;
use crate::resources::kind::{Checker, check_istio_annotations};

pub(super) fn check(policy: &RequestAuthentication, check: &mut Checker) {
    check_istio_annotations(&policy.metadata, check);
    let Some(spec) = &policy.spec else { return };
    check_attachment(spec.selector.as_ref(), spec.target_ref.as_ref(), spec.target_refs.as_deref(), check);
    for (i, rule) in spec.jwt_rules.iter().flatten().enumerate() {
        check_jwt_rule(rule, &format!("spec.jwtRules[{i}]"), check);
    }
}

/// What is asked of an issuer of tokens that stands at `field`.
fn check_jwt_rule(rule: &JwtRule, field: &str, check: &mut Checker) {
    check_keys(rule, field, check);
    if rule.audiences.as_deref().is_some_and(<[String]>::is_empty) {
        check.report(
            rules::POLICY_LIST_EMPTY,
            format!("{field}.audiences"),
            "the list has no entry, so that tokens for any audience do",
        );
    }
    let lists = [
        ("audiences", rule.audiences.as_deref()),
        ("fromParams", rule.from_params.as_deref()),
        ("fromCookies", rule.from_cookies.as_deref()),
        ("spaceDelimitedClaims", rule.space_delimited_claims.as_deref()),
    ];
    for (name, list) in lists {
        for (i, _) in list.unwrap_or_default().iter().enumerate().filter(|(_, value)| value.is_empty()) {
            check.report(
                rules::REQUEST_AUTHENTICATION_VALUE,
                format!("{field}.{name}[{i}]"),
                "the value is empty",
            );
        }
    }
    for (i, header) in rule.from_headers.iter().flatten().enumerate() {
        if header.name.as_deref().is_none_or(str::is_empty) {
            check.report(
                rules::REQUEST_AUTHENTICATION_VALUE,
                format!("{field}.fromHeaders[{i}].name"),
                "the header has no name",
            );
        }
    }
    for (i, output) in rule.output_claim_to_headers.iter().flatten().enumerate() {
        let field = format!("{field}.outputClaimToHeaders[{i}]");
        let header = output.header.as_deref().unwrap_or_default();
        if header.is_empty() {
            check.report(
                rules::REQUEST_AUTHENTICATION_VALUE,
                format!("{field}.header"),
                "the header has no name",
            );
        } else if !header.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
            check.report(
                rules::REQUEST_AUTHENTICATION_VALUE,
                format!("{field}.header"),
                format!("`{}` is no name of letters, digits, `-` and `_`", cut(header)),
            );
        }
        if output.claim.as_deref().is_none_or(str::is_empty) {
            check.report(
                rules::REQUEST_AUTHENTICATION_VALUE,
                format!("{field}.claim"),
                "the claim has no name",
            );
        }
    }
    if let Some(timeout) = &rule.timeout {
        let fault = match duration::nanoseconds(timeout) {
            None => Some("is no duration such as `5s`"),
            Some(time) if time < MILLISECOND => Some("is shorter than 1ms"),
            Some(time) if time.checked_rem(MILLISECOND) != Some(0) => Some("has parts of a millisecond"),
            Some(_) => None,
        };
        if let Some(fault) = fault {
            check.report(
                rules::REQUEST_AUTHENTICATION_VALUE,
                format!("{field}.timeout"),
                format!("`{}` {fault}", cut(timeout)),
            );
        }
    }
}

fn check_keys(rule: &JwtRule, field: &str, check: &mut Checker) {
    let is_given = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
    if rule.issuer.as_deref() == Some("") {
        check.report(rules::REQUEST_AUTHENTICATION_ISSUER, format!("{field}.issuer"), "the issuer is empty");
    } else if !is_given(&rule.issuer) && !is_given(&rule.jwks_uri) {
        check.report(
            rules::REQUEST_AUTHENTICATION_ISSUER,
            field,
            "neither `issuer` nor `jwksUri` says whose tokens are meant",
        );
    }
    if rule.jwks_uri.is_some() && rule.jwks.is_some() {
        check.report(
            rules::REQUEST_AUTHENTICATION_KEYS_TWICE,
            field,
            "`jwks` and `jwksUri` stand together; keys come from one of them",
        );
    }
    if let Some(uri) = &rule.jwks_uri {
        let scheme = uri.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        if !matches!(scheme.as_deref(), Some("http" | "https")) {
            check.report(
                rules::REQUEST_AUTHENTICATION_KEYS,
                format!("{field}.jwksUri"),
                format!("`{}` begins neither with `https://` nor with `http://`", cut(uri)),
            );
        } else if let Some(port) = bad_port(uri) {
            check.report(
                rules::REQUEST_AUTHENTICATION_KEYS,
                format!("{field}.jwksUri"),
                format!("`{}` is no port", cut(port)),
            );
        } else if uri.len() > 2048 {
            check.report(
                rules::REQUEST_AUTHENTICATION_KEYS,
                format!("{field}.jwksUri"),
                "the address is longer than 2048 characters",
            );
        }
    }
    match rule.jwks.as_deref().filter(|keys| !keys.is_empty()).map(jwks::read) {
        None => {}
        Some(Err(reason)) => {
            check.report(rules::REQUEST_AUTHENTICATION_KEYS, format!("{field}.jwks"), reason);
        }
        Some(Ok(secret)) => {
            for index in secret {
                check.report(
                    rules::REQUEST_AUTHENTICATION_SECRET_KEY,
                    format!("{field}.jwks"),
                    format!("the key at index {index} is a private or symmetric one"),
                );
            }
        }
    }
}

/// What stands in the place of a port, where it is no number.
fn bad_port(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let after = host.rsplit_once(']').map_or(host, |(_, after)| after);
    let (_, port) = after.rsplit_once(':')?;
    (!port.is_empty() && port.parse::<u32>().is_err()).then_some(port)
}
