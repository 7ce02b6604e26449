//! What is made never lets in a request that the former policies did not: both are asked about every request.

use serde_json::Value as Json;

use super::*;

/// A request: to which workload and port, for which path, with a token of which issuer and audience.
#[derive(Clone, Debug)]
struct Request {
    namespace: &'static str,
    app: &'static str,
    port: u64,
    path: &'static str,
    token: Option<(&'static str, &'static str)>,
}

fn requests() -> Vec<Request> {
    let mut out = Vec::new();
    for (namespace, app) in [("shop", "cart"), ("shop", "till"), ("away", "cart")] {
        for port in [8080, 9000] {
            for path in ["/api", "/pub"] {
                for issuer in ["a", "b", "c", "m", "x"] {
                    for audience in ["one", "two"] {
                        out.push(Request { namespace, app, port, path, token: Some((issuer, audience)) });
                    }
                }
                out.push(Request { namespace, app, port, path, token: None });
            }
        }
    }
    out
}

/// The workload's ports behind those of a Service of `cart`: `web` and `adm` lead to the same pods as `cart` does.
fn behind(service: &str) -> &'static [(u64, u64)] {
    match service {
        "cart" => &[(80, 8080), (9000, 9000)],
        "web" => &[(80, 8080)],
        "adm" => &[(81, 9000)],
        _ => &[],
    }
}

/// Whether the former policies let the request in: the narrowest alone counted.
fn admitted_before(policies: &[Manifest], request: &Request) -> bool {
    let narrowest = policies.iter().filter_map(|policy| {
        let spec: Json = spec_of(policy);
        let level = match (policy.kind(), spec.get("targets").and_then(Json::as_array)) {
            ("MeshPolicy", _) => 1,
            _ if policy.namespace() != request.namespace => return None,
            (_, None) => 2,
            (_, Some(targets)) => {
                targets.iter().find(|target| {
                    let ports = target.get("ports").and_then(Json::as_array);
                    let means =
                        |port: u64| ports.is_none_or(|ports| ports.iter().any(|one| one["number"] == port));
                    let of_service = behind(target["name"].as_str().unwrap());
                    request.app == "cart"
                        && of_service.iter().any(|(port, own)| *own == request.port && means(*port))
                })?;
                3
            }
        };
        Some((level, spec))
    });
    let Some((_, spec)) = narrowest.max_by_key(|(level, _)| *level) else { return true };
    let origins = spec.get("origins").and_then(Json::as_array).cloned().unwrap_or_default();
    let matches = |list: &Json| list.as_array().unwrap().iter().any(|path| path["exact"] == request.path);
    let asked: Vec<&Json> = origins
        .iter()
        .map(|origin| &origin["jwt"])
        .filter(|jwt| {
            let triggers = jwt.get("triggerRules").and_then(Json::as_array);
            triggers.is_none_or(|triggers| {
                triggers.iter().any(|rule| {
                    rule.get("includedPaths").is_none_or(matches)
                        && !rule.get("excludedPaths").is_some_and(matches)
                })
            })
        })
        .collect();
    let believed = |jwt: &&Json| {
        request.token.is_some_and(|(issuer, audience)| jwt["issuer"] == issuer && has_audience(jwt, audience))
    };
    asked.is_empty() || asked.iter().any(believed) || spec["originIsOptional"] == true
}

fn has_audience(jwt: &Json, audience: &str) -> bool {
    jwt.get("audiences").is_none_or(|list| list.as_array().unwrap().contains(&audience.into()))
}

fn selects(manifest: &Manifest, request: &Request) -> bool {
    let of_namespace = manifest.namespace() == request.namespace || manifest.namespace() == "istio-system";
    let app = spec_of(manifest)["selector"]["matchLabels"]["app"].clone();
    of_namespace && (app.is_null() || app == request.app)
}

/// Whether what is made lets the request in.
fn admitted_now(made: &[Manifest], request: &Request) -> bool {
    let of = |kind: &'static str| {
        made.iter().filter(move |m| m.kind() == kind && selects(m, request)).map(spec_of)
    };
    let rules: Vec<Json> =
        of("RequestAuthentication").flat_map(|spec| spec["jwtRules"].as_array().unwrap().clone()).collect();
    if let Some((issuer, audience)) = request.token
        && !rules.is_empty()
        && !rules.iter().any(|rule| rule["issuer"] == issuer && has_audience(rule, audience))
    {
        return false;
    }
    let known = request.token.filter(|_| !rules.is_empty());
    of("AuthorizationPolicy").all(|spec| {
        assert_eq!(spec["action"], "DENY");
        !spec["rules"].as_array().unwrap().iter().any(|rule| holds(rule, request, known))
    })
}

fn holds(rule: &Json, request: &Request, token: Option<(&str, &str)>) -> bool {
    let lists = |of: &Json, name: &str, value: Option<&str>| {
        of.get(name).map(|list| {
            let same = |one: &Json| match one.as_str().unwrap().strip_suffix('*') {
                Some(prefix) => value.is_some_and(|value| value.starts_with(prefix)),
                None => one.as_str() == value,
            };
            list.as_array().unwrap().iter().any(same)
        })
    };
    let port = request.port.to_string();
    let operation = |to: &Json| {
        let to = &to["operation"];
        lists(to, "ports", Some(&port)) != Some(false)
            && lists(to, "notPorts", Some(&port)) != Some(true)
            && lists(to, "paths", Some(request.path)) != Some(false)
            && lists(to, "notPaths", Some(request.path)) != Some(true)
    };
    let principal = token.map(|(issuer, _)| format!("{issuer}/subject"));
    let condition = |when: &Json| {
        let value = match when["key"].as_str().unwrap() {
            "request.auth.principal" => principal.as_deref(),
            "request.auth.audiences" => token.map(|(_, audience)| audience),
            other => panic!("{other}"),
        };
        lists(when, "values", value) != Some(false) && lists(when, "notValues", value) != Some(true)
    };
    rule.get("to").is_none_or(|to| to.as_array().unwrap().iter().any(operation))
        && rule.get("when").is_none_or(|when| when.as_array().unwrap().iter().all(condition))
}

fn policies(specs: &[(&str, &str, &str)]) -> Vec<Manifest> {
    let mut text = String::new();
    for (i, (kind, namespace, spec)) in specs.iter().enumerate() {
        text.push_str(&format!(
            "---\napiVersion: authentication.istio.io/v1alpha1\nkind: {kind}\nmetadata: {{name: p{i}, namespace: '{namespace}'}}\nspec: {spec}\n"
        ));
    }
    manifests(&text)
}

const SERVICES: &str = "
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{port: 80, targetPort: 8080}, {port: 9000}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: cart}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: adm, namespace: shop}
spec: {selector: {app: cart}, ports: [{port: 81, targetPort: 9000}]}
";

/// What is made of the policies, and the requests that pass no longer.
fn judged(specs: &[(&str, &str, &str)]) -> (Vec<Request>, Vec<String>) {
    let former = policies(specs);
    let mut all = former.clone();
    all.extend(manifests(SERVICES));
    let migration = migrate(&all);
    let mut lost = Vec::new();
    for request in requests() {
        let (before, now) =
            (admitted_before(&former, &request), admitted_now(&migration.manifests, &request));
        assert!(before || !now, "{specs:?} never let in {request:?}");
        if before && !now {
            lost.push(request);
        }
    }
    (lost, lines(&migration.findings))
}

const ORIGINS: [&str; 8] = [
    "origins: [{jwt: {issuer: a}}]",
    "origins: [{jwt: {issuer: a, audiences: [one]}}]",
    "origins: [{jwt: {issuer: a, audiences: [two]}}, {jwt: {issuer: b, audiences: [one]}}]",
    "origins: [{jwt: {issuer: b}}], originIsOptional: true",
    "origins: [{jwt: {issuer: b, triggerRules: [{excludedPaths: [{exact: /pub}]}]}}]",
    "origins: [{jwt: {issuer: b, triggerRules: [{includedPaths: [{exact: /api}]}]}}, {jwt: {issuer: c, triggerRules: [{excludedPaths: [{exact: /api}]}]}}]",
    "origins: [{jwt: {issuer: b}}, {jwt: {issuer: c, triggerRules: [{includedPaths: [{exact: /pub}]}, {includedPaths: [{exact: /api}]}]}}]",
    "",
];

#[test]
fn nothing_is_let_in_that_was_not() {
    let spec = |targets: &str, origins: &str| match (targets, origins) {
        ("", origins) => format!("{{peers: [{{mtls: {{}}}}], {origins}}}"),
        (targets, origins) => format!("{{targets: [{targets}], peers: [{{mtls: {{}}}}], {origins}}}"),
    };
    let mesh = "{peers: [{mtls: {}}], origins: [{jwt: {issuer: m}}]}";
    for targets in [
        "{name: cart}",
        "{name: cart, ports: [{number: 80}]}",
        "{name: cart, ports: [{number: 81}]}",
        "{name: web}",
    ] {
        for of_namespace in ORIGINS {
            for of_service in ORIGINS {
                let (wide, narrow) = (spec("", of_namespace), spec(targets, of_service));
                let both = [("Policy", "shop", wide.as_str()), ("Policy", "shop", narrow.as_str())];
                let (first, second) = (both[0], both[1]);
                let third = (
                    "Policy",
                    "shop",
                    "{targets: [{name: cart, ports: [{number: 9000}]}], peers: [{mtls: {}}], origins: [{jwt: {issuer: c, audiences: [one]}}]}",
                );
                if targets.contains("web") {
                    let of_adm = spec("{name: adm}", ORIGINS[1]);
                    judged(&[("MeshPolicy", "", mesh), second]);
                    judged(&[first, second, ("Policy", "shop", of_adm.as_str())]);
                    continue;
                }
                judged(&both);
                judged(&[second, first]);
                judged(&[("MeshPolicy", "", mesh), second]);
                judged(&[("MeshPolicy", "", mesh), first, second]);
                if targets.contains("80") {
                    judged(&[first, second, third]);
                }
            }
        }
    }
}

/// Where each of the policies asks for a token everywhere, what passed still does.
#[test]
fn who_had_the_right_token_still_passes() {
    let wide = "{peers: [{mtls: {}}], origins: [{jwt: {issuer: a, audiences: [one]}}]}";
    let mesh = "{peers: [{mtls: {}}], origins: [{jwt: {issuer: m}}]}";
    for narrow in [
        "{targets: [{name: cart}], peers: [{mtls: {}}], origins: [{jwt: {issuer: b}}]}",
        "{targets: [{name: cart}], peers: [{mtls: {}}], origins: [{jwt: {issuer: a, audiences: [two]}}]}",
        "{targets: [{name: cart, ports: [{number: 80}]}], peers: [{mtls: {}}], origins: [{jwt: {issuer: b, audiences: [two]}}]}",
        "{targets: [{name: cart, ports: [{number: 80}]}], peers: [{mtls: {}}], origins: [{jwt: {issuer: a}}, {jwt: {issuer: c}}]}",
    ] {
        let all = [("MeshPolicy", "", mesh), ("Policy", "shop", wide), ("Policy", "shop", narrow)];
        let (lost, found) = judged(&all);
        assert!(lost.is_empty(), "{narrow}: {lost:?}");
        assert!(found.contains(&"istio-legacy-changed spec.origins".to_owned()), "{found:?}");
        assert!(
            !found.iter().any(|line| line.starts_with("istio-legacy-not-carried spec.origins")),
            "{found:?}"
        );
    }
}

/// Two Services over the same pods, each with a policy of its own.
#[test]
fn who_had_the_right_token_for_its_service_still_passes() {
    let of = |service: &str, issuer: &str| {
        format!(
            "{{targets: [{{name: {service}}}], peers: [{{mtls: {{}}}}], origins: [{{jwt: {{issuer: {issuer}}}}}]}}"
        )
    };
    let (web, adm) = (of("web", "b"), of("adm", "c"));
    let wide = "{peers: [{mtls: {}}], origins: [{jwt: {issuer: a}}]}";
    for all in [
        vec![("Policy", "shop", web.as_str()), ("Policy", "shop", adm.as_str())],
        vec![("Policy", "shop", wide), ("Policy", "shop", web.as_str()), ("Policy", "shop", adm.as_str())],
    ] {
        let (lost, found) = judged(&all);
        assert!(lost.is_empty(), "{lost:?}");
        let not_carried: Vec<_> = found.iter().filter(|line| line.contains("not-carried")).collect();
        let of_cart = "istio-legacy-not-carried spec.targets[0]";
        assert_eq!(not_carried, [of_cart; 2], "Service `cart` leads to the port of each, and has no policy");
    }
}
