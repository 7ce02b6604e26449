//! Judging routes.

use crate::resources::gateway_api::tests::{NOTHING, found};

#[test]
fn routes_follow_the_crd() {
    let rule = |rest: &str| format!("{{parentRefs: [{{name: g}}], rules: [{{{rest}}}]}}");
    for good in [
        "{}".to_owned(),
        rule(
            "backendRefs: [{name: a, port: 80, weight: 0}, {group: networking.istio.io, kind: Hostname, name: a.example}]",
        ),
        rule(
            "matches: [{path: {type: Exact, value: /a%20b}, headers: [{name: a, value: b}], queryParams: [{type: RegularExpression, name: a, value: b}], method: GET}]",
        ),
        rule(
            "matches: [{path: {type: RegularExpression, value: 'a//.*'}}, {path: {}}], timeouts: {request: 1s}, retry: {attempts: 1}, sessionPersistence: {}",
        ),
        rule("filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]"),
        rule("backendRefs: [{name: a, port: 80, filters: [{type: CORS, cors: {}}]}]"),
    ] {
        assert_eq!(found("HTTPRoute", "v1", &good), NOTHING, "{good}");
    }
    let path = "error route-path spec.rules[0].matches[0].path.value";
    for (bad, expected) in [
        ("{hostnames: ['a:80']}".to_owned(), "error gateway-api-hostname spec.hostnames[0]"),
        ("{parentRefs: [{kind: Gateway}]}".to_owned(), "error gateway-api-reference spec.parentRefs[0].name"),
        ("{parentRefs: [{name: a, port: 0}]}".to_owned(), "error gateway-api-port spec.parentRefs[0].port"),
        (rule("backendRefs: [{name: a}]"), "error route-backend spec.rules[0].backendRefs[0].port"),
        (rule("backendRefs: [{port: 1}]"), "error gateway-api-reference spec.rules[0].backendRefs[0].name"),
        (
            rule("backendRefs: [{name: a, port: 65536}]"),
            "error gateway-api-port spec.rules[0].backendRefs[0].port",
        ),
        (
            rule("backendRefs: [{name: a, port: 1, weight: -1}]"),
            "error route-backend spec.rules[0].backendRefs[0].weight",
        ),
        (rule("filters: [{requestRedirect: {}}]"), "error route-filter spec.rules[0].filters[0].type"),
        (rule("filters: [{type: URLRewrite}]"), "error route-filter spec.rules[0].filters[0].urlRewrite"),
        (
            rule("filters: [{type: CORS, cors: {}, extensionRef: {}}]"),
            "error route-filter spec.rules[0].filters[0].extensionRef",
        ),
        (
            rule(
                "filters: [{type: RequestRedirect, requestRedirect: {}}], backendRefs: [{name: a, port: 1}]",
            ),
            "error route-filter spec.rules[0].backendRefs",
        ),
        (
            rule("matches: [{headers: [{name: a}]}]"),
            "error route-header spec.rules[0].matches[0].headers[0].value",
        ),
        (
            rule("matches: [{queryParams: [{value: a}]}]"),
            "error route-header spec.rules[0].matches[0].queryParams[0].name",
        ),
        (
            rule("matches: [{headers: [{name: magic/, value: b}]}]"),
            "error route-header spec.rules[0].matches[0].headers[0].name",
        ),
        (
            rule("matches: [{headers: [{name: a, value: b}, {name: a, value: c}]}]"),
            "error route-header spec.rules[0].matches[0].headers[1].name",
        ),
        (
            rule("filters: [{type: CORS, cors: {}}, {type: CORS, cors: {}}]"),
            "error route-filter spec.rules[0].filters[1].type",
        ),
        (
            rule("backendRefs: [{name: a, port: 1, kind: '*'}]"),
            "error route-backend spec.rules[0].backendRefs[0].kind",
        ),
        (
            rule("backendRefs: [{name: a, port: 1, group: '*'}]"),
            "error route-backend spec.rules[0].backendRefs[0].group",
        ),
        (rule("matches: [{path: {value: a}}]"), path),
        (rule("matches: [{path: {value: /a//b}}]"), path),
        (rule("matches: [{path: {value: /a/..}}]"), path),
        (rule("matches: [{path: {value: /a%2Fb}}]"), path),
        (rule("matches: [{path: {value: /a%2}}]"), path),
        (rule("matches: [{path: {value: /ä}}]"), path),
        (rule("matches: [{method: get}]"), "error field-value-unknown spec.rules[0].matches[0].method"),
    ] {
        assert_eq!(found("HTTPRoute", "v1", &bad), [expected], "{bad}");
    }
    let method =
        |rest: &str| rule(&format!("matches: [{{method: {rest}}}], backendRefs: [{{name: a, port: 1}}]"));
    assert_eq!(found("GRPCRoute", "v1", &method("{service: a.B, method: C}")), NOTHING);
    assert_eq!(
        found("GRPCRoute", "v1", &method("{type: Exact}")),
        ["error grpc-route-method spec.rules[0].matches[0].method"]
    );
    for (version, spec, expected) in [
        ("v1", "{hostnames: [a.example], rules: [{backendRefs: [{name: a, port: 443}]}]}", vec![]),
        (
            "v1alpha2",
            "{rules: [{backendRefs: [{name: a, port: 443}]}, {backendRefs: [{name: b, port: 443}]}]}",
            vec![],
        ),
        (
            "v1",
            "{hostnames: [10.0.0.1], rules: [{}]}",
            vec![
                "error gateway-api-hostname spec.hostnames[0]",
                "error tls-route-incomplete spec.rules[0].backendRefs",
            ],
        ),
        (
            "v1",
            "{}",
            vec!["error tls-route-incomplete spec.hostnames", "error tls-route-incomplete spec.rules"],
        ),
    ] {
        assert_eq!(found("TLSRoute", version, spec), expected, "{spec}");
    }
}
