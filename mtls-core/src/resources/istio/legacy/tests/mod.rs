//! Judging and migrating former policies.

mod admission;
mod narrower;
mod same_pods;

use super::*;
use crate::finding::{Finding, Severity, Subject};
use crate::resources::{check_yaml, read_yaml, validate, write_yaml};

fn lines(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| match &finding.subject {
        Subject::Document(at) => format!("{} {}", finding.rule, at.field),
        other => panic!("{other}"),
    };
    findings.iter().map(line).collect()
}

fn manifests(text: &str) -> Vec<Manifest> {
    read_yaml(text).into_iter().map(Result::unwrap).collect()
}

fn policy(spec: &str) -> String {
    format!(
        "apiVersion: authentication.istio.io/v1alpha1\nkind: Policy\nmetadata: {{name: p, namespace: shop}}\nspec: {spec}\n"
    )
}

/// Migrates a policy with this spec, and other manifests beside it; what is made must have nothing wrong with it.
fn migrated_with(spec: &str, others: &str) -> (Vec<Manifest>, Vec<String>) {
    let migration = migrate(&manifests(&format!("{}---\n{others}", policy(spec))));
    for manifest in &migration.manifests {
        assert!(validate(manifest).iter().all(|f| f.severity < Severity::Error), "{:?}", validate(manifest));
    }
    (migration.manifests, lines(&migration.findings))
}

fn migrated(spec: &str) -> (Vec<Manifest>, Vec<String>) {
    migrated_with(spec, "")
}

fn spec_of(manifest: &Manifest) -> serde_json::Value {
    manifest.body().get("spec").unwrap().clone().into()
}

#[test]
fn a_namespace_with_mutual_tls_and_tokens() {
    let text = "
apiVersion: authentication.istio.io/v1alpha1
kind: Policy
metadata:
  name: default
  namespace: dev
  labels: {team: store}
spec:
  peers:
  - mtls: {}
  origins:
  - jwt:
      audiences: [storefront-api-dev-test]
      issuer: 'https://storefront-demo.auth0.com/'
      jwksUri: 'https://storefront-demo.auth0.com/.well-known/jwks.json'
  principalBinding: USE_ORIGIN
";
    let migration = migrate(&manifests(text));
    let expected = manifests(
        "
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: dev, labels: {team: store}}
spec: {mtls: {mode: STRICT}}
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: default, namespace: dev, labels: {team: store}}
spec:
  jwtRules:
  - issuer: https://storefront-demo.auth0.com/
    audiences: [storefront-api-dev-test]
    jwksUri: https://storefront-demo.auth0.com/.well-known/jwks.json
    forwardOriginalToken: true
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: default, namespace: dev, labels: {team: store}}
spec:
  action: DENY
  rules:
  - when: [{key: request.auth.principal, notValues: ['https://storefront-demo.auth0.com//*']}]
  - when: [{key: request.auth.audiences, notValues: [storefront-api-dev-test]}]
",
    );
    assert_eq!(migration.manifests, expected, "{}", write_yaml(&migration.manifests).unwrap());
    assert_eq!(
        lines(&migration.findings),
        ["istio-legacy-changed spec.origins", "istio-legacy-changed spec.principalBinding"]
    );
    let plain = serde_json::to_value(&migration).unwrap();
    assert_eq!(plain["manifests"][0]["kind"], "PeerAuthentication");
    assert_eq!(plain["findings"][0]["severity"], "info");
}

#[test]
fn former_kinds_are_errors() {
    assert_eq!(lines(&check_yaml(&policy("{peers: [{mtls: {}}]}"), None)), ["istio-legacy-kind "]);
    for (spec, expected) in [
        ("{targets: [{}]}", "istio-legacy-invalid spec.targets[0].name"),
        ("{targets: [{name: a, ports: [{}]}]}", "istio-legacy-invalid spec.targets[0].ports[0]"),
        ("{targets: [{name: a, ports: [{number: 0}]}]}", "istio-legacy-invalid spec.targets[0].ports[0]"),
        (
            "{targets: [{name: a, ports: [{number: 1, name: b}]}]}",
            "istio-legacy-invalid spec.targets[0].ports[0]",
        ),
        ("{origins: [{}]}", "istio-legacy-invalid spec.origins[0].jwt"),
        ("{origins: [{jwt: {}}]}", "istio-legacy-invalid spec.origins[0].jwt.issuer"),
        ("{origins: [{jwt: {issuer: '*.example'}}]}", "istio-legacy-invalid spec.origins[0].jwt.issuer"),
        ("{origins: [{jwt: {issuer: a, jwks: b, jwks_uri: c}}]}", "istio-legacy-invalid spec.origins[0].jwt"),
        (
            "{origins: [{jwt: {issuer: a, trigger_rules: [{excluded_paths: [{}]}]}}]}",
            "istio-legacy-invalid spec.origins[0].jwt.triggerRules[0].excludedPaths[0]",
        ),
        ("{peers: [{mtls: {mode: STRIKT}}]}", "field-value-unknown spec.peers[0].mtls.mode"),
        ("{peers: {mtls: {}}}", "field-type spec.peers"),
    ] {
        let found = lines(&check_yaml(&policy(spec), None));
        assert_eq!(found, ["istio-legacy-kind ", expected], "{spec}");
        // What cannot be told is not migrated, and said.
        assert_eq!(migrated(spec), (Vec::new(), vec![expected.to_owned()]), "{spec}");
    }
    let rbac = "{apiVersion: rbac.istio.io/v1alpha1, kind: ServiceRole, metadata: {name: a, namespace: b}, spec: {}}";
    assert_eq!(lines(&check_yaml(rbac, None)), ["istio-legacy-kind "]);
    assert_eq!(lines(&migrate(&manifests(rbac)).findings), ["istio-legacy-not-carried "]);
}

#[test]
fn modes() {
    for (spec, mode, notes) in [
        ("{peers: [{mtls: null}]}", "STRICT", &[] as &[&str]),
        ("{peers: [{mtls: {mode: STRICT}}]}", "STRICT", &[]),
        ("{peers: [{mtls: {mode: PERMISSIVE}}]}", "PERMISSIVE", &[]),
        ("{peers: [{mtls: {allowTls: true}}]}", "STRICT", &["spec.peers[0].mtls.allowTls"]),
        ("{peers: [{mtls: {}}], peerIsOptional: true}", "STRICT", &["spec.peerIsOptional"]),
        ("{peers: [{mtls: {mode: PERMISSIVE, allowTls: true}}], peerIsOptional: true}", "PERMISSIVE", &[]),
        ("{peers: [{mtls: {}}, {mtls: {mode: PERMISSIVE}}]}", "STRICT", &["spec.peers[1]"]),
        ("{peers: [{jwt: {issuer: a}}, {mtls: {}}]}", "STRICT", &["spec.peers[0]"]),
    ] {
        let (made, found) = migrated(spec);
        assert_eq!(made.len(), 1, "{spec}");
        assert_eq!(spec_of(&made[0]), serde_json::json!({"mtls": {"mode": mode}}), "{spec}");
        let expected: Vec<String> =
            notes.iter().map(|field| format!("istio-legacy-not-carried {field}")).collect();
        assert_eq!(found, expected, "{spec}");
    }
    for spec in ["{}", "{peers: []}"] {
        assert_eq!(migrated(spec), (Vec::new(), vec!["istio-legacy-not-carried spec.peers".to_owned()]));
    }
    assert_eq!(
        migrated("{peers: [{mtls: {}}], principalBinding: USE_ORIGIN}").1,
        ["istio-legacy-not-carried spec.principalBinding"]
    );
}

#[test]
fn a_mesh_policy_goes_to_the_root_namespace() {
    let text = "{apiVersion: authentication.istio.io/v1alpha1, kind: MeshPolicy, metadata: {name: default}, spec: {peers: [{mtls: {}}]}}";
    let made = migrate(&manifests(text));
    assert_eq!(made.manifests[0].resource(), "PeerAuthentication istio-system/default");
    assert!(made.findings.is_empty());
    let config =
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: istio}, data: {mesh: 'rootNamespace: mesh'}}";
    let made = migrate(&manifests(&format!("{text}\n---\n{config}")));
    assert_eq!(made.manifests[0].resource(), "PeerAuthentication mesh/default");
    let of_a_service = text.replace("peers:", "targets: [{name: a}], peers:");
    let refused = migrate(&manifests(&of_a_service));
    assert_eq!(
        (refused.manifests, lines(&refused.findings)),
        (Vec::new(), vec!["istio-legacy-invalid spec.targets".to_owned()])
    );
}

#[test]
fn a_policy_of_the_root_namespace_must_not_grow() {
    let text = policy("{peers: [{mtls: {}}]}").replace("namespace: shop", "namespace: istio-system");
    let migration = migrate(&manifests(&text));
    assert_eq!(migration.manifests, []);
    assert_eq!(lines(&migration.findings), ["istio-legacy-not-carried metadata.namespace"]);
    let text = policy("{peers: [{mtls: {}}], targets: [{name: a}], origins: [{jwt: {issuer: i}}]}")
        .replace("namespace: shop", "namespace: istio-system");
    let migration = migrate(&manifests(&text));
    let kinds: Vec<&str> = migration.manifests.iter().map(Manifest::kind).collect();
    assert_eq!(kinds, ["RequestAuthentication", "AuthorizationPolicy"]);
    let found = lines(&migration.findings);
    assert!(found.contains(&"istio-legacy-not-carried spec.peers".to_owned()), "{found:?}");
    assert!(found.contains(&"istio-legacy-changed spec.targets".to_owned()), "{found:?}");
}

fn without(principals: &str) -> serde_json::Value {
    serde_json::json!([{"key": "request.auth.principal", "notValues": [principals]}])
}

const SERVICE: &str = "
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec:
  selector: {app.kubernetes.io/name: cart, tier: web}
  ports:
  - {name: http, port: 80, targetPort: 8080}
  - {name: admin, port: 9000}
  - {name: named, port: 90, targetPort: web}
";

#[test]
fn targets_become_selectors() {
    let labels = serde_json::json!({"app.kubernetes.io/name": "cart", "tier": "web"});
    let spec = "{targets: [{name: cart}], peers: [{mtls: {}}]}";
    let (made, found) = migrated_with(spec, SERVICE);
    assert_eq!(
        spec_of(&made[0]),
        serde_json::json!({"selector": {"matchLabels": labels}, "mtls": {"mode": "STRICT"}})
    );
    assert_eq!(
        found,
        ["istio-legacy-not-carried spec.targets[0]", "istio-legacy-changed spec.targets[0].ports"],
        "the port behind a name is not known"
    );
    let numbered = SERVICE.replace("targetPort: web", "targetPort: 8090");
    let (made, found) = migrated_with(spec, &numbered);
    let strict = serde_json::json!({"mode": "STRICT"});
    assert_eq!(
        spec_of(&made[0]),
        serde_json::json!({
            "selector": {"matchLabels": labels},
            "portLevelMtls": {"8080": strict, "8090": strict, "9000": strict},
        })
    );
    assert_eq!(found, [] as [&str; 0]);

    let (made, found) = migrated(spec);
    let app = serde_json::json!({"matchLabels": {"app": "cart"}});
    assert_eq!(spec_of(&made[0]), serde_json::json!({"selector": app, "mtls": {"mode": "STRICT"}}));
    assert_eq!(
        found,
        ["istio-legacy-not-carried spec.targets[0].name", "istio-legacy-changed spec.targets[0].ports"]
    );
    let elsewhere = SERVICE.replace("namespace: shop", "namespace: other");
    assert_eq!(migrated_with(spec, &elsewhere).1, found);

    let (made, _) =
        migrated_with("{targets: [{name: cart}, {name: a}, {name: a}], peers: [{mtls: {}}]}", SERVICE);
    let names: Vec<&str> = made.iter().map(Manifest::name).collect();
    assert_eq!(names, ["p-cart", "p-a"], "one for the same pods");
}

#[test]
fn ports_become_those_of_the_workload() {
    let spec = "{targets: [{name: cart, ports: [{number: 80}, {name: admin}]}], peers: [{mtls: {mode: PERMISSIVE}}], origins: [{jwt: {issuer: i}}]}";
    let (made, found) = migrated_with(spec, SERVICE);
    let mode = serde_json::json!({"mode": "PERMISSIVE"});
    assert_eq!(spec_of(&made[0])["portLevelMtls"], serde_json::json!({"8080": mode, "9000": mode}));
    assert_eq!(spec_of(&made[0]).get("mtls"), None);
    assert_eq!(
        spec_of(&made[2])["rules"],
        serde_json::json!([
            {"to": [{"operation": {"ports": ["8080", "9000"]}}], "when": without("i/*")},
        ])
    );
    assert_eq!(found, ["istio-legacy-changed spec.origins", "istio-legacy-changed spec.targets[0].ports"]);

    // A port that is not known leaves no other one without a token.
    for port in ["{name: named}", "{number: 81}", "{name: other}"] {
        let spec = spec.replace("{name: admin}", port);
        let (made, found) = migrated_with(&spec, SERVICE);
        assert_eq!(spec_of(&made[0])["portLevelMtls"], serde_json::json!({"8080": mode}), "{port}");
        assert_eq!(spec_of(&made[2])["rules"], serde_json::json!([{"when": without("i/*")}]), "{port}");
        assert_eq!(found[0], "istio-legacy-not-carried spec.targets[0].ports[1]", "{port}");
    }
    let (made, found) = migrated(spec);
    assert_eq!(made[0].kind(), "RequestAuthentication");
    assert_eq!(
        found[1..3],
        [
            "istio-legacy-not-carried spec.targets[0].ports[0]",
            "istio-legacy-not-carried spec.targets[0].ports[1]"
        ]
    );
}

#[test]
fn tokens() {
    let (made, found) = migrated(
        "{peers: [{mtls: {}}], origins: [{jwt: {issuer: a, jwks: '{\"keys\": []}', jwt_headers: [x-token, ingress-authorization], jwtParams: [t]}}, {jwt: {issuer: b}}], originIsOptional: true}",
    );
    let kinds: Vec<&str> = made.iter().map(Manifest::kind).collect();
    assert_eq!(kinds, ["PeerAuthentication", "RequestAuthentication"]);
    assert_eq!(
        spec_of(&made[1])["jwtRules"],
        serde_json::json!([
            {
                "issuer": "a", "jwks": "{\"keys\": []}", "forwardOriginalToken": true, "fromParams": ["t"],
                "fromHeaders": [{"name": "x-token"}, {"name": "ingress-authorization", "prefix": "istio"}],
            },
            {"issuer": "b", "forwardOriginalToken": true},
        ])
    );
    assert_eq!(found, ["istio-legacy-changed spec.originIsOptional"]);
    let (made, _) = migrated("{peers: [{mtls: {}}], origins: [{jwt: {issuer: a}}, {jwt: {issuer: b}}]}");
    assert_eq!(
        spec_of(&made[2])["rules"],
        serde_json::json!([{"when": [{"key": "request.auth.principal", "notValues": ["a/*", "b/*"]}]}])
    );
    let bad = "{peers: [{mtls: {}}], origins: [{jwt: {issuer: a, jwksUri: 'ftp://a'}}]}";
    assert_eq!(migrated(bad).1[0], "istio-legacy-invalid spec");
}

/// Where a token is demanded, and what is said of the trigger rules.
fn demanded(triggers: &str) -> (serde_json::Value, Vec<String>) {
    let (made, found) = migrated(&format!(
        "{{peers: [{{mtls: {{}}}}], origins: [{{jwt: {{issuer: a, triggerRules: {triggers}}}}}]}}"
    ));
    let spec = spec_of(&made[2]);
    assert_eq!((&spec["action"], spec["rules"].as_array().unwrap().len()), (&"DENY".into(), 1), "{spec}");
    assert_eq!(spec["rules"][0]["when"], without("a/*"));
    let found = found.into_iter().filter(|line| line.starts_with("istio-legacy-not-carried ")).collect();
    (spec["rules"][0]["to"].clone(), found)
}

#[test]
fn trigger_rules_become_rules_for_paths() {
    let (to, found) = demanded("[{excludedPaths: [{exact: /health}, {prefix: /pub/}, {suffix: .css}]}]");
    let not_paths = serde_json::json!(["/health", "/pub/*", "*.css"]);
    assert_eq!(to, serde_json::json!([{"operation": {"notPaths": not_paths}}]));
    assert!(found.is_empty());
    let (to, found) = demanded("[{includedPaths: [{prefix: /api}]}]");
    assert_eq!(to, serde_json::json!([{"operation": {"paths": ["/api*"]}}]));
    assert!(found.is_empty());
    let (to, _) = demanded("[{excludedPaths: [{exact: /api/open}], includedPaths: [{prefix: /api}]}]");
    assert_eq!(to, serde_json::json!([{"operation": {"paths": ["/api*"], "notPaths": ["/api/open"]}}]));
    let (to, found) = demanded("[{excludedPaths: [{exact: /a}]}, {includedPaths: [{exact: /b}]}]");
    let either = serde_json::json!([{"operation": {"notPaths": ["/a"]}}, {"operation": {"paths": ["/b"]}}]);
    assert_eq!((to, found.len()), (either, 0));
    for all in ["[]", "[{}]", "[{}, {excludedPaths: [{exact: /a}]}]"] {
        assert_eq!(demanded(all), (serde_json::Value::Null, Vec::new()), "{all}");
    }
    let (_, found) = migrated(
        "{peers: [{mtls: {}}], origins: [{jwt: {issuer: a, triggerRules: [{excludedPaths: [{exact: /a}]}]}}]}",
    );
    assert_eq!(found, ["istio-legacy-changed spec.origins", "istio-legacy-changed spec.origins"]);
}

#[test]
fn paths_that_cannot_be_said_need_a_token() {
    let field = "istio-legacy-not-carried spec.origins[0].jwt.triggerRules";
    for path in ["{regex: '/a.*'}", "{exact: '/a*'}", "{prefix: '*'}", "{suffix: '{a}'}", "{exact: ''}"] {
        let (to, found) = demanded(&format!("[{{excludedPaths: [{path}, {{exact: /b}}]}}]"));
        assert_eq!(to, serde_json::json!([{"operation": {"notPaths": ["/b"]}}]), "{path}");
        assert_eq!(found, [format!("{field}[0].excludedPaths[0]")], "{path}");
        // With a hole in what needs a token, all of it does.
        let (to, found) = demanded(&format!("[{{includedPaths: [{path}, {{exact: /b}}]}}]"));
        assert_eq!(to, serde_json::Value::Null, "{path}");
        assert_eq!(
            found,
            [format!("{field}[0].includedPaths[0]"), format!("{field}[0].includedPaths")],
            "{path}"
        );
    }
    let (made, found) = migrated(
        "{peers: [{mtls: {}}], origins: [{jwt: {issuer: a}}, {jwt: {issuer: b, triggerRules: [{excludedPaths: [{exact: /a}]}]}}]}",
    );
    // The token of b was of no use where only one of a was asked for.
    let b_alone = serde_json::json!({
        "to": [{"operation": {"paths": ["/a"]}}],
        "when": [{"key": "request.auth.principal", "values": ["b/*"]}],
    });
    let rules = spec_of(&made[2])["rules"].clone();
    assert_eq!(rules[0]["when"][0]["notValues"], serde_json::json!(["a/*", "b/*"]));
    assert_eq!((&rules[1], rules.get(2)), (&b_alone, None));
    assert!(found.contains(&field.to_owned()), "{found:?}");
}

#[test]
fn lists_are_opened_and_others_left() {
    let list = format!(
        "apiVersion: v1\nkind: List\nitems:\n- {}",
        policy("{peers: [{mtls: {}}]}").replace('\n', "\n  ")
    );
    let made = migrate(&manifests(&list));
    assert_eq!(made.manifests.len(), 1);
    let other = migrate(&manifests(SERVICE));
    assert_eq!(other, Migration::default());
    let nowhere = policy("{peers: [{mtls: {}}]}").replace(", namespace: shop", "");
    let made = migrate(&manifests(&nowhere));
    assert_eq!(made.manifests[0].namespace(), "");
    assert_eq!(lines(&made.findings), ["istio-legacy-changed metadata.namespace"]);
}
