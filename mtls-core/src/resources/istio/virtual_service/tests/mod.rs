//! Judging a `VirtualService`.

mod build;

use crate::finding::{Finding, Subject};
use crate::resources::{read_yaml, validate};

fn field_of(finding: &Finding) -> &str {
    match &finding.subject {
        Subject::Document(at) => at.field.strip_prefix("spec.").unwrap_or(&at.field),
        other => panic!("{other}"),
    }
}

fn judged(spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: v, namespace: shop}}\nspec: {spec}\n"
    );
    let manifest = read_yaml(&text).remove(0).unwrap_or_else(|e| panic!("{e}\n{text}"));
    validate(&manifest)
        .iter()
        .map(|f| format!("{} {}", f.rule.trim_start_matches("virtual-service-"), field_of(f)))
        .collect()
}

/// The whole name of a rule as `judged` gives it.
fn rule(name: &str) -> &str {
    name.strip_prefix("virtual-service-").unwrap_or_else(|| panic!("{name}"))
}

const ROUTE: &str = "route: [{destination: {host: cart}}]";

/// Said of hosts and gateways, with a route that is good.
fn whole(rest: &str) -> Vec<String> {
    judged(&format!("{{{rest}, http: [{{{ROUTE}}}]}}"))
}

fn http(route: &str) -> Vec<String> {
    judged(&format!("{{hosts: [a.example], gateways: [gw], http: [{route}]}}"))
}

fn tls(route: &str) -> Vec<String> {
    judged(&format!("{{hosts: [a.example, '*.b.example'], gateways: [gw], tls: [{route}]}}"))
}

fn same(said: &[String], expected: &[(&str, &str)], case: &str) {
    let expected: Vec<String> =
        expected.iter().map(|(name, field)| format!("{} {field}", rule(name))).collect();
    assert_eq!(said, expected, "{case}");
}

#[test]
fn hosts() {
    const HOST: &str = "virtual-service-host-invalid";
    const TWICE: &str = "virtual-service-host-twice";
    for (rest, expected) in [
        ("hosts: [cart, a.example, 10.0.0.1, '*.c.example']", vec![]),
        ("hosts: ['*'], gateways: [gw]", vec![]),
        ("hosts: ['*']", vec![(HOST, "hosts[0]")]),
        ("hosts: ['*'], gateways: [gw, mesh]", vec![(HOST, "hosts[0]")]),
        ("hosts: [a_b, a.*], gateways: [gw]", vec![(HOST, "hosts[0]"), (HOST, "hosts[1]")]),
        ("hosts: ['outbound_.80_._.a.example'], gateways: [gw]", vec![(HOST, "hosts[0]")]),
        ("hosts: [a, b, a]", vec![(TWICE, "hosts[2]")]),
        ("hosts: ['*.a', b.a, '*.c.a']", vec![(TWICE, "hosts[1]"), (TWICE, "hosts[2]")]),
        ("hosts: ['*', a], gateways: [gw]", vec![(TWICE, "hosts[1]")]),
        ("hosts: [a, a, b_c]", vec![(HOST, "hosts[2]")]),
    ] {
        same(&whole(rest), &expected, rest);
    }
    for (name, good) in
        [("outbound_.80_._.a.example", true), ("outbound_.80_.v1", false), ("outbound_._._.1", false)]
    {
        let said = judged(&format!(
            "{{hosts: ['{name}'], gateways: [gw], tls: [{{match: [{{sniHosts: ['{name}']}}], {ROUTE}}}]}}"
        ));
        let expected =
            [(HOST, "hosts[0]"), ("virtual-service-sni-host-invalid", "tls[0].match[0].sniHosts[0]")];
        same(&said, if good { &[] } else { &expected }, name);
    }
}

#[test]
fn delegates() {
    const DELEGATE: &str = "virtual-service-delegate-invalid";
    same(&judged(&format!("{{http: [{{{ROUTE}}}]}}")), &[], "a delegate");
    same(&whole("gateways: [gw]"), &[(DELEGATE, "gateways")], "gateways");
    let l4 = format!("{{tls: [{{match: [{{sniHosts: [a]}}], {ROUTE}}}], tcp: [{{{ROUTE}}}]}}");
    same(&judged(&l4), &[(DELEGATE, "tls"), (DELEGATE, "tcp")], "tls and tcp");
    let again = format!("{{http: [{{delegate: {{name: other}}, {ROUTE}}}]}}");
    same(&judged(&again), &[(DELEGATE, "http[0].delegate")], "a delegate that delegates");
}

#[test]
fn gateways() {
    const GATEWAY: &str = "virtual-service-gateway-invalid";
    const LEGACY: &str = "virtual-service-gateway-legacy";
    for (list, expected) in [
        ("[gw, mesh]", vec![]),
        ("[istio-system/gw, ns/other]", vec![]),
        ("[gw.ns.svc.cluster.local]", vec![(LEGACY, "gateways[0]")]),
        ("[/gw]", vec![(GATEWAY, "gateways[0]")]),
        ("[ns/]", vec![(GATEWAY, "gateways[0]")]),
        ("[ns/a.b]", vec![(GATEWAY, "gateways[0]")]),
        ("['*']", vec![(GATEWAY, "gateways[0]")]),
        ("[ns/gw, a_b]", vec![(GATEWAY, "gateways[1]")]),
        ("[mesh, /gw]", vec![]),
    ] {
        same(&whole(&format!("hosts: [a], gateways: {list}")), &expected, list);
    }
    let said = http(&format!("{{match: [{{gateways: [/gw]}}], {ROUTE}}}"));
    same(&said, &[(GATEWAY, "http[0].match[0].gateways[0]")], "in a match");
}

#[test]
fn routes_of_http() {
    const CONFLICT: &str = "virtual-service-http-conflict";
    const MISSING: &str = "virtual-service-route-missing";
    for (route, expected) in [
        ("{redirect: {uri: /a}}", vec![]),
        ("{directResponse: {status: 503}}", vec![]),
        ("{delegate: {name: other}}", vec![]),
        ("{newTarget: {a: 1}}", vec![]),
        ("{}", vec![(MISSING, "http[0]")]),
        ("{route: []}", vec![(MISSING, "http[0]")]),
        ("{redirect: {uri: /a}, rewrite: {uri: /b}}", vec![(CONFLICT, "http[0].rewrite")]),
        ("{redirect: {uri: /a}, directResponse: {status: 503}}", vec![(CONFLICT, "http[0].directResponse")]),
        ("{route: [{destination: {host: a}}], headers: {request: {set: {Host: b}, add: {x: y}}}}", vec![]),
        (
            "{route: [{destination: {host: a}}], rewrite: {authority: a}, headers: {request: {set: {Host: b}}}}",
            vec![(CONFLICT, "http[0].headers.request")],
        ),
        (
            "{route: [{destination: {host: a}}], headers: {request: {set: {host: b}, add: {':authority': c}}}}",
            vec![(CONFLICT, "http[0].headers.request")],
        ),
        (
            "{directResponse: {status: 503}, fault: {delay: {fixedDelay: 1s}}}",
            vec![(CONFLICT, "http[0].fault")],
        ),
        ("{delegate: {name: other}, redirect: {uri: /}}", vec![(CONFLICT, "http[0].redirect")]),
        ("{route: [{destination: {host: a}}], redirect: {uri: /a}}", vec![(CONFLICT, "http[0].route")]),
        ("{route: [{destination: {host: a}}], delegate: {name: other}}", vec![(CONFLICT, "http[0].route")]),
        (
            "{route: [{destination: {host: a}}], mirror: {host: b}, mirrors: [{destination: {host: c}}]}",
            vec![(CONFLICT, "http[0].mirrors")],
        ),
    ] {
        let said: Vec<String> = http(route).into_iter().filter(|s| !s.starts_with("field-unknown")).collect();
        same(&said, &expected, route);
    }
    same(&judged("{hosts: [a]}"), &[("virtual-service-no-routes", "spec")], "no routes");
}

#[test]
fn values_of_http() {
    const VALUE: &str = "virtual-service-http-value";
    for (rest, faulty) in [
        ("rewrite: {authority: a}", None),
        ("rewrite: {}", Some("rewrite")),
        ("rewrite: {uri: /a, uriRegexRewrite: {match: a, rewrite: b}}", Some("rewrite")),
        ("fault: {abort: {httpStatus: 503}}", None),
        ("fault: {}", Some("fault")),
        ("fault: {abort: {httpStatus: 199}}", Some("fault.abort.httpStatus")),
        ("mirrorPercentage: {value: 0.5}", None),
        ("mirrorPercentage: {value: 101}", Some("mirrorPercentage")),
        ("mirrors: [{destination: {host: b}, percentage: {value: -1}}]", Some("mirrors[0].percentage")),
    ] {
        let expected = Vec::from_iter(faulty.map(|field| format!("http[0].{field}")));
        let expected: Vec<_> = expected.iter().map(|field| (VALUE, field.as_str())).collect();
        same(&http(&format!("{{route: [{{destination: {{host: a}}}}], {rest}}}")), &expected, rest);
    }
    for (route, faulty) in [
        ("{redirect: {authority: a, redirectCode: 308}}", None),
        ("{redirect: {redirectCode: 301}}", Some("redirect")),
        ("{redirect: {uri: /a, redirectCode: 200}}", Some("redirect")),
        ("{redirect: {uri: /a, prefixRewrite: /b}}", Some("redirect")),
        ("{redirect: {scheme: ftp}}", Some("redirect")),
        ("{directResponse: {status: 600}}", None),
        ("{directResponse: {}}", Some("directResponse.status")),
    ] {
        let expected = Vec::from_iter(faulty.map(|field| format!("http[0].{field}")));
        let expected: Vec<_> = expected.iter().map(|field| (VALUE, field.as_str())).collect();
        same(&http(route), &expected, route);
    }
}

#[test]
fn destinations() {
    const DESTINATION: &str = "virtual-service-destination-invalid";
    const WEIGHT: &str = "virtual-service-weight-invalid";
    for (route, expected) in [
        ("[{destination: {host: a, subset: v1, port: {number: 80}}, weight: 0}]", vec![]),
        ("[{destination: {host: '*.a'}, weight: 1}, {destination: {host: b}}]", vec![]),
        ("[{}]", vec![(DESTINATION, "route[0].destination")]),
        ("[{destination: {}}]", vec![(DESTINATION, "route[0].destination.host")]),
        ("[{destination: {host: '*'}}]", vec![(DESTINATION, "route[0].destination.host")]),
        ("[{destination: {host: 10.0.0.1}}]", vec![(DESTINATION, "route[0].destination.host")]),
        ("[{destination: {host: a, subset: v1.0}}]", vec![(DESTINATION, "route[0].destination.subset")]),
        ("[{destination: {host: a, port: {}}}]", vec![(DESTINATION, "route[0].destination.port.number")]),
        (
            "[{destination: {host: a, port: {number: 70000}}}]",
            vec![(DESTINATION, "route[0].destination.port.number")],
        ),
        ("[{destination: {host: a}, weight: -1}]", vec![(WEIGHT, "route[0].weight")]),
        ("[{destination: {host: a}}, {destination: {host: b}, weight: 0}]", vec![(WEIGHT, "route")]),
    ] {
        let under = |place: &str| -> Vec<(&str, String)> {
            expected.iter().map(|(rule, field)| (*rule, format!("{place}[0].{field}"))).collect()
        };
        for (said, place) in [
            (http(&format!("{{route: {route}}}")), "http"),
            (tls(&format!("{{match: [{{sniHosts: [a.example]}}], route: {route}}}")), "tls"),
            (judged(&format!("{{hosts: [a], tcp: [{{route: {route}}}]}}")), "tcp"),
        ] {
            let expected = under(place);
            let expected: Vec<(&str, &str)> = expected.iter().map(|(r, f)| (*r, f.as_str())).collect();
            same(&said, &expected, route);
        }
    }
    let mirrors = format!("{{{ROUTE}, mirrors: [{{}}]}}");
    same(&http(&mirrors), &[(DESTINATION, "http[0].mirrors[0].destination")], "a mirror");
    let mirror = format!("{{{ROUTE}, mirror: {{host: '*'}}}}");
    same(&http(&mirror), &[(DESTINATION, "http[0].mirror.host")], "a mirror");
}

#[test]
fn routes_of_tls_and_tcp() {
    const MISSING: &str = "virtual-service-route-missing";
    const NO_SNI: &str = "virtual-service-sni-missing";
    const SNI: &str = "virtual-service-sni-host-invalid";
    const MATCH: &str = "virtual-service-match-invalid";
    for (rest, expected) in [
        ("match: [{sniHosts: [a.example, c.b.example, '*.b.example', '*.d.b.example'], port: 443}]", vec![]),
        ("match: [{sniHosts: [a.example], destinationSubnets: [10.0.0.0/8, '::1', 'fd00::/128']}]", vec![]),
        ("match: []", vec![(NO_SNI, "tls[0].match")]),
        ("match: [{port: 443}]", vec![(NO_SNI, "tls[0].match[0].sniHosts")]),
        ("match: [{sniHosts: [b.example]}]", vec![(SNI, "tls[0].match[0].sniHosts[0]")]),
        ("match: [{sniHosts: ['*.example']}]", vec![(SNI, "tls[0].match[0].sniHosts[0]")]),
        ("match: [{sniHosts: [a_b]}]", vec![(SNI, "tls[0].match[0].sniHosts[0]")]),
        (
            "match: [{sniHosts: [10.0.0.1]}]",
            vec![("virtual-service-sni-address", "tls[0].match[0].sniHosts[0]")],
        ),
        ("match: [{sniHosts: [a.example], port: 70000}]", vec![(MATCH, "tls[0].match[0].port")]),
        (
            "match: [{sniHosts: [a.example], destinationSubnets: [10.0.0.0/33, 10.0.0.0/08, a]}]",
            vec![
                (MATCH, "tls[0].match[0].destinationSubnets[0]"),
                (MATCH, "tls[0].match[0].destinationSubnets[1]"),
                (MATCH, "tls[0].match[0].destinationSubnets[2]"),
            ],
        ),
    ] {
        same(&tls(&format!("{{{rest}, {ROUTE}}}")), &expected, rest);
    }
    same(&tls("{match: [{sniHosts: [a.example]}]}"), &[(MISSING, "tls[0].route")], "no route");
    let tcp = |route: &str| judged(&format!("{{hosts: [a], tcp: [{route}]}}"));
    same(&tcp("{}"), &[(MISSING, "tcp[0].route")], "no route");
    let matches = format!("{{match: [{{port: -1, sourceLabels: {{a: '*'}}}}], {ROUTE}}}");
    let expected = [(MATCH, "tcp[0].match[0].port"), (MATCH, "tcp[0].match[0].sourceLabels.a")];
    same(&tcp(&matches), &expected, "a match");
}

#[test]
fn matches_of_http() {
    const MATCH: &str = "virtual-service-match-invalid";
    const CLAIM: &str = "virtual-service-claim-without-gateway";
    for (one, expected) in [
        ("{uri: {prefix: ''}, headers: {x: {}}, withoutHeaders: {y: {regex: '*'}}, port: 0}", vec![]),
        ("{headers: {'@request.auth.claims.group': {exact: a}}}", vec![]),
        ("{uri: {exact: a, prefix: b}}", vec![(MATCH, "uri")]),
        ("{method: {prefix: ''}}", vec![(MATCH, "method")]),
        ("{authority: {regex: ''}}", vec![(MATCH, "authority")]),
        ("{queryParams: {q: {prefix: ''}}}", vec![(MATCH, "queryParams.q")]),
        ("{headers: {x: {regex: ''}}}", vec![(MATCH, "headers.x")]),
        ("{port: 70000}", vec![(MATCH, "port")]),
        ("{sourceNamespace: a.b}", vec![(MATCH, "sourceNamespace")]),
        ("{sourceLabels: {a: '*'}}", vec![(MATCH, "sourceLabels.a")]),
    ] {
        let fields: Vec<(&str, String)> =
            expected.iter().map(|(rule, field)| (*rule, format!("http[0].match[0].{field}"))).collect();
        let expected: Vec<(&str, &str)> =
            fields.iter().map(|(rule, field)| (*rule, field.as_str())).collect();
        same(&http(&format!("{{match: [{one}], {ROUTE}}}")), &expected, one);
    }
    let long = "a".repeat(1025);
    let said = http(&format!("{{match: [{{scheme: {{regex: {long}}}}}], {ROUTE}}}"));
    same(&said, &[(MATCH, "http[0].match[0].scheme")], "a long expression");
    for (header, claim) in [
        ("@request.auth.claims.group", true),
        ("@Request.auth.claims[a][b]", true),
        ("@request.auth.claims", false),
        ("@request.auth.claims[]", false),
        ("x", false),
    ] {
        for (gateways, key) in [("[gw, mesh]", "headers"), ("[]", "withoutHeaders")] {
            let said = judged(&format!(
                "{{hosts: [a], gateways: {gateways}, http: [{{match: [{{{key}: {{'{header}': {{exact: a}}}}}}], {ROUTE}}}]}}"
            ));
            let field = format!("http[0].match[0].{key}[\"{header}\"]");
            let expected: Vec<_> = claim.then_some((CLAIM, field.as_str())).into_iter().collect();
            same(&said, &expected, header);
        }
    }
}

#[test]
fn routes_that_nothing_reaches() {
    const UNREACHABLE: &str = "virtual-service-route-unreachable";
    const REDUNDANT: &str = "virtual-service-match-redundant";
    let all = |matches: &[&str]| -> String {
        let routes = matches.iter().map(|m| {
            if m.is_empty() { format!("{{{ROUTE}}}") } else { format!("{{match: [{m}], {ROUTE}}}") }
        });
        routes.collect::<Vec<_>>().join(", ")
    };
    for (routes, expected) in [
        (vec!["{uri: {prefix: /a}}", "{uri: {prefix: /b}}", ""], vec![]),
        (vec!["{uri: {prefix: /ab}}", "{uri: {prefix: /a}}"], vec![]),
        (vec!["{uri: {prefix: /a}, method: {exact: GET}}", "{uri: {prefix: /a}}"], vec![]),
        (vec!["{uri: {prefix: /a}, gateways: [mesh]}", "{uri: {prefix: /a}}"], vec![]),
        (vec!["{uri: {prefix: /a}}", "{uri: {prefix: /A}, ignoreUriCase: true}"], vec![]),
        (vec!["{uri: {prefix: /a}, newField: 1}", "{uri: {prefix: /a}, port: 80}"], vec![]),
        (vec!["{headers: {x: {exact: a}}}", "{headers: {x: {exact: ab}}}"], vec![]),
        (vec!["{uri: {regex: /a.*}}", "{uri: {exact: /ab}}"], vec![]),
        (vec!["", ""], vec![(UNREACHABLE, "http[1]")]),
        (vec!["", "{uri: {prefix: /a}}"], vec![(UNREACHABLE, "http[1]")]),
        (
            vec!["{uri: {prefix: /a}}", "{uri: {prefix: /ab}, method: {exact: GET}}"],
            vec![(UNREACHABLE, "http[1]"), (REDUNDANT, "http[1].match[0]")],
        ),
        (
            vec!["{name: one, uri: {exact: /a}}", "{name: two, uri: {exact: /a}}"],
            vec![(UNREACHABLE, "http[1]"), (REDUNDANT, "http[1].match[0]")],
        ),
        (
            vec!["{uri: {prefix: /a}}", "{uri: {prefix: /b}}, {uri: {exact: /ab}}"],
            vec![(REDUNDANT, "http[1].match[1]")],
        ),
        (
            vec!["{headers: {x: {}}}", "{headers: {x: {exact: a}, y: {}}, sourceLabels: {app: a}}"],
            vec![(UNREACHABLE, "http[1]"), (REDUNDANT, "http[1].match[0]")],
        ),
    ] {
        let said: Vec<String> =
            http(&all(&routes)).into_iter().filter(|s| !s.starts_with("field-unknown")).collect();
        same(&said, &expected, &format!("{routes:?}"));
    }
    let delegated = format!("{{delegate: {{name: a}}}}, {{{ROUTE}}}");
    same(&http(&delegated), &[], "what a delegate leaves goes on");
    let twice = all(&["{sniHosts: [a.example]}", "{sniHosts: [a.example]}"]);
    same(&tls(&twice), &[(UNREACHABLE, "tls[1]"), (REDUNDANT, "tls[1].match[0]")], "tls");
    let tcp = format!("{{hosts: [a], tcp: [{}]}}", all(&["{port: 1}", "{port: 2}", "", "{port: 3}"]));
    same(&judged(&tcp), &[(UNREACHABLE, "tcp[3]")], "tcp");
}

#[test]
fn exported() {
    assert_eq!(whole("hosts: [a], exportTo: ['.', '*']"), ["istio-export-to-invalid exportTo[1]"]);
}
