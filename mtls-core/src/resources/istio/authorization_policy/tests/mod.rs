//! Judging an `AuthorizationPolicy`.

use super::*;
use crate::finding::Subject;
use crate::resources::check_yaml;

mod building;

fn judged_whole(metadata: &str, spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {{name: p, namespace: shop{metadata}}}\nspec: {spec}\n"
    );
    let line = |finding: crate::finding::Finding| match finding.subject {
        Subject::Document(at) => format!("{} {}", finding.rule, at.field),
        other => panic!("{other}"),
    };
    check_yaml(&text, None).into_iter().map(line).collect()
}

fn judged(spec: &str) -> Vec<String> {
    judged_whole("", spec)
}

/// Judges one rule of a policy with this action; its findings without the path to the rule.
fn judged_rule(action: &str, rule: &str) -> Vec<String> {
    let provider = if action == "CUSTOM" { ", provider: {name: p}" } else { "" };
    judged(&format!("{{action: {action}{provider}, rules: [{rule}]}}"))
        .into_iter()
        .map(|line| line.replace("spec.rules[0].", "").replace(" spec.rules[0]", ""))
        .collect()
}

fn judged_source(source: &str) -> Vec<String> {
    let lines = judged_rule("ALLOW", &format!("{{from: [{{source: {source}}}]}}"));
    lines.into_iter().map(|line| line.replace("from[0].source.", "")).collect()
}

#[test]
fn actions() {
    for good in [
        "{}",
        "{action: ALLOW}",
        "{rules: [{}]}",
        "{action: DENY, rules: [{}]}",
        "{action: AUDIT, rules: [{}]}",
        "{action: AUDIT}",
        "{action: CUSTOM, provider: {name: opa}, rules: [{to: [{operation: {paths: [/a]}}]}]}",
    ] {
        assert!(judged(good).is_empty(), "{good}: {:?}", judged(good));
    }
    for (bad, expected) in [
        ("{action: DENY}", "authorization-policy-without-rules spec.rules"),
        ("{action: DENY, rules: []}", "authorization-policy-without-rules spec.rules"),
        ("{action: CUSTOM, provider: {name: opa}}", "authorization-policy-without-rules spec.rules"),
        ("{action: CUSTOM, rules: [{}]}", "authorization-policy-provider spec.provider.name"),
        ("{action: CUSTOM, provider: {}, rules: [{}]}", "authorization-policy-provider spec.provider.name"),
        ("{action: DENY, provider: {name: opa}, rules: [{}]}", "authorization-policy-provider spec.provider"),
        ("{provider: {name: opa}}", "authorization-policy-provider spec.provider"),
        ("{action: allow}", "field-value-unknown spec.action"),
        (
            "{selector: {matchLabels: {a: b}}, targetRef: {kind: Service, name: s}}",
            "istio-policy-attached-twice spec",
        ),
        ("{targetRefs: [{kind: Pod, name: s}]}", "istio-target-ref-invalid spec.targetRefs[0].kind"),
    ] {
        assert_eq!(judged(bad), [expected], "{bad}");
    }
    let many = vec!["{}"; 513].join(", ");
    assert_eq!(judged(&format!("{{rules: [{many}]}}")), ["authorization-policy-too-long spec.rules"]);
    let many = vec!["{source: {namespaces: [a]}}"; 513].join(", ");
    assert_eq!(judged_rule("ALLOW", &format!("{{from: [{many}]}}")), ["authorization-policy-too-long from"]);
}

#[test]
fn custom_asks_for_no_identity() {
    for field in [
        "principals",
        "notPrincipals",
        "requestPrincipals",
        "notRequestPrincipals",
        "namespaces",
        "notNamespaces",
        "serviceAccounts",
        "notServiceAccounts",
        "trustDomains",
        "notTrustDomains",
    ] {
        let value = if field.ends_with("rincipals") { "a/ns/b/sa/c" } else { "a" };
        let rule = format!("{{from: [{{source: {{{field}: [{value}]}}}}]}}");
        let expected = [format!("authorization-policy-custom-identity from[0].source.{field}")];
        assert_eq!(judged_rule("CUSTOM", &rule), expected);
    }
    for (key, value) in [
        ("source.namespace", "a"),
        ("source.serviceAccount", "a"),
        ("source.trustDomain", "a"),
        ("source.principal", "a/ns/b/sa/c"),
        ("'request.auth.claims[a]'", "a"),
        ("request.auth.principal", "a"),
    ] {
        let rule = format!("{{when: [{{key: {key}, values: [{value}]}}]}}");
        assert_eq!(judged_rule("CUSTOM", &rule), ["authorization-policy-custom-identity when[0].key"]);
    }
    assert!(
        judged_rule(
            "CUSTOM",
            "{from: [{source: {ipBlocks: [10.0.0.1]}}], when: [{key: source.ip, values: [10.0.0.1]}]}"
        )
        .is_empty()
    );
}

#[test]
fn parts_say_something() {
    for (bad, field) in [
        ("{from: []}", "from"),
        ("{to: []}", "to"),
        ("{from: [{}]}", "from[0].source"),
        ("{from: [{source: {}}]}", "from[0].source"),
        ("{from: [{source: {principals: []}}]}", "from[0].source"),
        ("{to: [{}]}", "to[0].operation"),
        ("{to: [{operation: {ports: []}}]}", "to[0].operation"),
    ] {
        assert_eq!(judged_rule("ALLOW", bad), [format!("authorization-policy-empty-part {field}")], "{bad}");
    }
    for other in
        ["principals: [a/ns/b/sa/c]", "notPrincipals: [a/ns/b/sa/c]", "namespaces: [a]", "notNamespaces: [a]"]
    {
        let rule = format!("{{from: [{{source: {{serviceAccounts: [a], {other}}}}}]}}");
        assert_eq!(
            judged_rule("ALLOW", &rule),
            ["authorization-policy-service-accounts from[0].source"],
            "{other}"
        );
    }
    assert!(judged_source("{serviceAccounts: [a/b], trustDomains: [c]}").is_empty());
}

#[test]
fn values_of_sources() {
    for good in [
        "{ipBlocks: [10.0.0.1, 10.0.0.0/8, '::1', 'fe80::1%eth0', '2001:db8::/32', 0.0.0.0/0]}",
        "{remoteIpBlocks: [1.2.3.4], notIpBlocks: [1.2.3.4], notRemoteIpBlocks: [1.2.3.4/32]}",
        "{serviceAccounts: [a, b/c]}",
        "{trustDomains: [a, '*', '*.b', 'c*']}",
        "{principals: ['*', cluster.local/ns/a/sa/b, 'cluster.local/*', '*/sa/b']}",
        "{namespaces: ['a*b']}",
        "{requestPrincipals: ['https://a.example/*']}",
    ] {
        assert!(judged_source(good).is_empty(), "{good}: {:?}", judged_source(good));
    }
    let account = "a".repeat(321);
    for bad in [
        "ipBlocks: [10.0.0.256]",
        "ipBlocks: [10.0.0.1/33]",
        "ipBlocks: [10.0.0.1/08]",
        "ipBlocks: [10.0.0.1/+8]",
        "ipBlocks: ['::1/129']",
        "ipBlocks: ['fe80::1%']",
        "ipBlocks: ['1.2.3.4%eth0']",
        "ipBlocks: [a/8]",
        "ipBlocks: [10.0.0.1/]",
        "notIpBlocks: [x]",
        "remoteIpBlocks: [x]",
        "notRemoteIpBlocks: [x]",
        "serviceAccounts: ['a*']",
        "serviceAccounts: [a/b/c]",
        "serviceAccounts: [/b]",
        "serviceAccounts: [a/]",
        "trustDomains: [a/b]",
        "trustDomains: ['a*b']",
        "trustDomains: ['*a*']",
        "principals: ['']",
        "namespaces: ['']",
        "requestPrincipals: ['']",
        &format!("serviceAccounts: [{account}]"),
    ] {
        let field = bad.split_once(':').unwrap().0;
        let expected = [format!("authorization-policy-value {field}[0]")];
        assert_eq!(judged_source(&format!("{{{bad}}}")), expected, "{bad}");
    }
    let many = vec!["a"; 17].join(", ");
    assert_eq!(
        judged_source(&format!("{{serviceAccounts: [{many}]}}")),
        ["authorization-policy-too-long serviceAccounts"]
    );
}

#[test]
fn values_of_operations() {
    let judged = |operation: &str| -> Vec<String> {
        let lines = judged_rule("ALLOW", &format!("{{to: [{{operation: {operation}}}]}}"));
        lines.into_iter().map(|line| line.replace("to[0].operation.", "")).collect()
    };
    for good in [
        "{ports: ['0', '080', '65535'], notPorts: ['1']}",
        "{paths: [/, /a, '/a/*', '*', '/{*}/b/{**}', '/a%20b/{*}']}",
        "{hosts: [a], methods: [GET], notHosts: [b], notMethods: [PUT], notPaths: ['/{**}']}",
    ] {
        assert!(judged(good).is_empty(), "{good}: {:?}", judged(good));
    }
    for bad in [
        "ports: ['65536']",
        "ports: ['+1']",
        "ports: ['']",
        "ports: [a]",
        "notPorts: ['-1']",
        "hosts: ['']",
        "methods: ['']",
    ] {
        let field = bad.split_once(':').unwrap().0;
        assert_eq!(
            judged(&format!("{{{bad}}}")),
            [format!("authorization-policy-value {field}[0]")],
            "{bad}"
        );
    }
    assert_eq!(judged("{ports: [8080]}"), ["field-type ports[0]"]);
    for bad in ["/a{*}", "/{a}", "/{**}/{*}", "/{**}/{**}", "/a*/{*}", "/a//{*}", "/{", "/{*}/a b"] {
        assert_eq!(judged(&format!("{{paths: ['{bad}']}}")), ["authorization-policy-path paths[0]"], "{bad}");
    }
}

#[test]
fn values_that_match_no_request() {
    for (bad, good) in [
        ("methods: [get]", "methods: [GET]"),
        ("notMethods: ['Post*']", "methods: ['P*', purge]"),
        ("paths: [api]", "paths: [/api]"),
        ("notPaths: ['/a*/b']", "paths: ['/a*', '*/b', '/a/{*}/b']"),
        ("hosts: ['https://shop.example']", "hosts: [shop.example, 'shop.example:8443', '*.shop.example']"),
        ("hosts: ['*.shop.*']", "hosts: ['shop.*']"),
    ] {
        let judged =
            |operation: &str| judged_rule("ALLOW", &format!("{{to: [{{operation: {{{operation}}}}}]}}"));
        let field = bad.split_once(':').unwrap().0;
        let said = format!("authorization-policy-matches-nothing to[0].operation.{field}[0]");
        assert_eq!(judged(bad), [said], "{bad}");
        assert!(judged(good).is_empty(), "{good}");
    }
}

#[test]
fn conditions() {
    for good in [
        "key: 'request.headers[user-agent]', values: [a]",
        "key: 'request.auth.claims[a][b]', notValues: [a]",
        "key: source.ip, values: [10.0.0.0/8]",
        "key: connection.sni, values: [a], notValues: [b]",
        "key: destination.port, values: ['80']",
        "key: source.trustDomain, values: ['a/b*']",
        "key: 'experimental.envoy.filters.a[b]', values: [a]",
    ] {
        let rule = format!("{{when: [{{{good}}}]}}");
        assert!(judged_rule("ALLOW", &rule).is_empty(), "{good}: {:?}", judged_rule("ALLOW", &rule));
    }
    for (bad, expected) in [
        ("values: [a]", "authorization-policy-condition when[0].key"),
        ("key: '', values: [a]", "authorization-policy-condition when[0].key"),
        ("key: source.ip", "authorization-policy-condition when[0]"),
        ("key: source.ip, values: []", "authorization-policy-condition when[0]"),
        ("key: source.port, values: [a]", "authorization-policy-condition when[0].key"),
        ("key: request.headers, values: [a]", "authorization-policy-condition when[0].key"),
        ("key: 'request.headers[]', values: [a]", "authorization-policy-condition when[0].key"),
        ("key: 'request.auth.claims', values: [a]", "authorization-policy-condition when[0].key"),
        ("key: destination.namespace, values: [a]", "authorization-policy-condition when[0].key"),
        ("key: 'destination.labels[a]', values: [a]", "authorization-policy-condition when[0].key"),
        ("key: destination.user, values: [a]", "authorization-policy-condition when[0].key"),
        ("key: source.ip, values: [a]", "authorization-policy-value when[0].values[0]"),
        ("key: destination.port, notValues: [a]", "authorization-policy-value when[0].notValues[0]"),
        ("key: source.serviceAccount, values: [a/b/c]", "authorization-policy-value when[0].values[0]"),
        ("key: source.trustDomain, values: ['a*b']", "authorization-policy-value when[0].values[0]"),
        ("key: connection.sni, values: ['']", "authorization-policy-value when[0].values[0]"),
    ] {
        let found = judged_rule("ALLOW", &format!("{{when: [{{{bad}}}]}}"));
        assert_eq!(found, [expected], "{bad}");
    }
}

#[test]
fn a_deny_rule_of_http_alone_denies_tcp() {
    for warned in [
        "{to: [{operation: {methods: [GET]}}]}",
        "{from: [{source: {principals: [a/ns/b/sa/c]}}], to: [{operation: {paths: [/a]}}]}",
        "{from: [{source: {requestPrincipals: [a]}}]}",
        "{from: [{source: {notTrustDomains: [a]}}]}",
        "{to: [{operation: {hosts: [a]}}], when: [{key: source.ip, values: [10.0.0.1]}]}",
    ] {
        assert_eq!(judged_rule("DENY", warned), ["authorization-policy-denies-tcp"], "{warned}");
        assert!(!judged_rule("ALLOW", warned).iter().any(|line| line.contains("denies-tcp")));
    }
    for good in [
        "{}",
        "{to: [{operation: {methods: [GET], ports: ['80']}}]}",
        "{from: [{source: {namespaces: [a]}}]}",
        "{from: [{source: {requestPrincipals: [a], ipBlocks: [10.0.0.1]}}]}",
        "{when: [{key: 'request.headers[a]', values: [b]}]}",
    ] {
        assert!(judged_rule("DENY", good).is_empty(), "{good}: {:?}", judged_rule("DENY", good));
    }
}

#[test]
fn principals_that_match_no_workload() {
    for (bad, rule) in [
        ("spiffe://cluster.local/ns/a/sa/b", "authorization-policy-principal-scheme"),
        ("spiffe://*", "authorization-policy-principal-scheme"),
        ("cluster.local", "authorization-policy-principal-form"),
        ("a/sa/b", "authorization-policy-principal-form"),
        ("cluster.local/ns/a/sa/b/c", "authorization-policy-principal-form"),
        ("cluster.local/ns/*/sa/b", "authorization-policy-principal-form"),
        ("*/ns/a/*", "authorization-policy-principal-form"),
    ] {
        assert_eq!(judged_source(&format!("{{principals: ['{bad}']}}")), [format!("{rule} principals[0]")]);
        let when = format!("{{when: [{{key: source.principal, values: ['{bad}']}}]}}");
        assert_eq!(judged_rule("ALLOW", &when), [format!("{rule} when[0].values[0]")]);
        let not = format!("{{from: [{{source: {{notPrincipals: ['{bad}']}}}}]}}");
        assert_eq!(judged_rule("DENY", &not), [format!("{rule} from[0].source.notPrincipals[0]")]);
    }
}

#[test]
fn saying_who_is_not_meant_admits_anonymous_peers() {
    let not = "{from: [{source: {notPrincipals: [a/ns/b/sa/c]}}]}";
    let anonymous = "authorization-policy-admits-anonymous";
    assert_eq!(judged_rule("ALLOW", not), [format!("{anonymous} from[0].source.notPrincipals")]);
    assert!(judged_rule("DENY", not).is_empty());
    assert_eq!(
        judged_source("{notNamespaces: [a], ipBlocks: [10.0.0.1]}"),
        [format!("{anonymous} notNamespaces")]
    );
    assert_eq!(
        judged_source("{notPrincipals: [a/ns/b/sa/c], requestPrincipals: ['*']}"),
        [format!("{anonymous} notPrincipals")]
    );
    for good in [
        "{notPrincipals: [a/ns/b/sa/c], principals: ['*']}",
        "{notNamespaces: [a], trustDomains: [b]}",
        "{notIpBlocks: [10.0.0.1]}",
    ] {
        assert!(judged_source(good).is_empty(), "{good}");
    }
    let when = "{when: [{key: source.namespace, notValues: [a]}]}";
    assert_eq!(judged_rule("ALLOW", when), [format!("{anonymous} when[0].notValues")]);
    for good in [
        "{from: [{source: {principals: ['*']}}], when: [{key: source.namespace, notValues: [a]}]}",
        "{when: [{key: source.namespace, notValues: [a]}, {key: source.principal, values: ['*']}]}",
        "{from: [{source: {notPrincipals: [a/ns/b/sa/c]}}], when: [{key: source.principal, values: ['*']}]}",
        "{when: [{key: 'request.headers[a]', notValues: [a]}]}",
    ] {
        assert!(judged_rule("ALLOW", good).is_empty(), "{good}");
    }
}

#[test]
fn dry_run() {
    let misplaced = "istio-annotation-misplaced metadata.annotations[\"istio.io/dry-run\"]";
    for (value, spec, good) in [
        ("true", "{}", true),
        ("F", "{action: DENY, rules: [{}]}", true),
        ("0", "{action: ALLOW}", true),
        ("yes", "{}", false),
        ("tRUE", "{}", false),
        ("", "{}", false),
        ("true", "{action: AUDIT}", false),
        ("true", "{action: CUSTOM, provider: {name: a}, rules: [{}]}", false),
    ] {
        let metadata = format!(", annotations: {{istio.io/dry-run: '{value}'}}");
        let expected: &[&str] = if good { &[] } else { &[misplaced] };
        assert_eq!(judged_whole(&metadata, spec), expected, "{value} {spec}");
    }
    let internal = judged_whole(", annotations: {internal.istio.io/parents: a}", "{}");
    assert_eq!(internal, ["istio-annotation-misplaced metadata.annotations[\"internal.istio.io/parents\"]"]);
    let tried = AuthorizationPolicy::new("p", "shop")
        .deny()
        .rule(AuthorizationRule::new())
        .dry_run()
        .build()
        .unwrap();
    assert_eq!(tried.metadata.annotations.unwrap()["istio.io/dry-run"], "true");
}
