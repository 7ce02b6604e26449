//! Former policies of which one gave way to the other.

use super::*;

fn of_shop(specs: &[&str]) -> (Vec<Manifest>, Vec<String>) {
    let mut text = SERVICE.to_owned();
    for (i, spec) in specs.iter().enumerate() {
        text.push_str("---\n");
        text.push_str(&policy(spec).replace("name: p,", &format!("name: p{i},")));
    }
    let migration = migrate(&manifests(&text));
    for manifest in &migration.manifests {
        assert!(validate(manifest).iter().all(|f| f.severity < Severity::Error), "{:?}", validate(manifest));
    }
    (migration.manifests, lines(&migration.findings))
}

const DEMANDS: &str = "{peers: [{mtls: {}}], origins: [{jwt: {issuer: a}}]}";

#[test]
fn a_demand_that_gave_way_holds_now_and_that_is_said() {
    for narrow in [
        "{targets: [{name: cart}], peers: [{mtls: {}}]}",
        "{targets: [{name: cart}], peers: [{mtls: {}}], origins: [{jwt: {issuer: b}}], originIsOptional: true}",
        "{targets: [{name: cart}], peers: [{mtls: {}}], origins: [{jwt: {issuer: b, triggerRules: [{excludedPaths: [{exact: /a}]}]}}]}",
    ] {
        let (_, found) = of_shop(&[DEMANDS, narrow]);
        assert!(found.contains(&"istio-legacy-not-carried spec.origins".to_owned()), "{narrow}: {found:?}");
    }
    let (_, found) = of_shop(&[
        DEMANDS,
        "{targets: [{name: cart}], peers: [{mtls: {}}], origins: [{jwt: {issuer: a, jwksUri: 'https://other.example'}}]}",
    ]);
    assert!(found.contains(&"istio-legacy-not-carried spec.origins[0].jwt".to_owned()), "{found:?}");
}

#[test]
fn the_second_policy_for_the_same_is_not_migrated() {
    let (made, found) = of_shop(&[DEMANDS, "{peers: [{mtls: {mode: PERMISSIVE}}]}"]);
    assert_eq!(made.iter().filter(|m| m.kind() == "PeerAuthentication").count(), 1);
    assert_eq!(found.last().unwrap(), "istio-legacy-invalid spec.targets");
    let cart = "{targets: [{name: cart}], peers: [{mtls: {}}], origins: [{jwt: {issuer: b}}]}";
    let (_, found) = of_shop(&[cart, cart]);
    assert!(found.contains(&"istio-legacy-not-carried spec.targets[0]".to_owned()), "{found:?}");
}

#[test]
fn one_peer_authentication_for_the_same_pods() {
    let modes = |ports: &str, mode: &str| {
        format!("{{targets: [{{name: cart{ports}}}], peers: [{{mtls: {{mode: {mode}}}}}]}}")
    };
    let (http, admin) = (", ports: [{number: 80}]", ", ports: [{name: admin}]");
    let strict = serde_json::json!({"mode": "STRICT"});
    let permissive = serde_json::json!({"mode": "PERMISSIVE"});
    for (specs, whole, ports) in [
        (
            [modes(http, "PERMISSIVE"), modes(admin, "STRICT")],
            serde_json::Value::Null,
            serde_json::json!({"8080": permissive, "9000": strict}),
        ),
        (
            [modes(http, "PERMISSIVE"), modes(http, "STRICT")],
            serde_json::Value::Null,
            serde_json::json!({"8080": strict}),
        ),
        (
            [modes("", "PERMISSIVE"), modes(http, "STRICT")],
            serde_json::Value::Null,
            serde_json::json!({"8080": strict, "9000": permissive}),
        ),
        // A port behind a name is not known.
        ([modes(http, "PERMISSIVE"), modes("", "STRICT")], strict.clone(), serde_json::Value::Null),
        (
            [modes(", ports: [{name: named}]", "STRICT"), modes(http, "PERMISSIVE")],
            strict.clone(),
            serde_json::Value::Null,
        ),
    ] {
        let (made, found) = of_shop(&[&specs[0], &specs[1]]);
        assert_eq!(made.len(), 1, "{specs:?}");
        let spec = spec_of(&made[0]);
        assert_eq!((&spec["mtls"], &spec["portLevelMtls"]), (&whole, &ports), "{specs:?}");
        assert!(found.contains(&"istio-legacy-changed spec.targets[0]".to_owned()), "{found:?}");
    }
}

#[test]
fn selectors_that_may_meet_are_said() {
    let service = |name: &str, selector: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: Service, metadata: {{name: {name}, namespace: shop}}, spec: {{selector: {{{selector}}}, ports: [{{port: 80}}]}}}}\n"
        )
    };
    let found = |one: &str, other: &str| {
        let text = policy("{targets: [{name: one}, {name: other}], peers: [{mtls: {}}]}");
        let text = format!("{text}{}{}", service("one", one), service("other", other));
        lines(&migrate(&manifests(&text)).findings)
    };
    for (one, other, met) in [
        ("app: a", "app: b", false),
        ("app: a", "tier: web", true),
        ("app: a", "app: a, tier: web", true),
        ("app: a", "app: b, tier: web", false),
        ("app: a, tier: web", "tier: web, zone: z", true),
    ] {
        let found = found(one, other);
        assert_eq!(found == ["istio-legacy-not-carried spec.targets[1]"], met, "{one} {other}: {found:?}");
        assert_eq!(found.is_empty(), !met, "{one} {other}: {found:?}");
    }
}

#[test]
fn a_demand_that_cannot_be_written_lets_nothing_in() {
    let origins: Vec<String> =
        (0..600).map(|i| format!("{{jwt: {{issuer: i{i}, audiences: [a]}}}}")).collect();
    let (made, found) =
        of_shop(&[&format!("{{peers: [{{mtls: {{}}}}], origins: [{}]}}", origins.join(", "))]);
    assert_eq!(spec_of(&made[2]), serde_json::json!({"action": "DENY", "rules": [{}]}));
    assert!(found.contains(&"istio-legacy-invalid spec".to_owned()), "{found:?}");
}

#[test]
fn no_two_manifests_have_one_name() {
    let text = format!(
        "{}---\n{}---\n{}",
        policy("{targets: [{name: a}, {name: b}], peers: [{mtls: {}}]}"),
        policy("{targets: [{name: c}], peers: [{mtls: {}}]}").replace("name: p,", "name: p-a,"),
        policy("{targets: [{name: d}], peers: [{mtls: {}}]}").replace("name: p,", "name: p-a,"),
    );
    let made = migrate(&manifests(&text)).manifests;
    let names: std::collections::BTreeSet<&str> = made.iter().map(Manifest::name).collect();
    assert_eq!(names.len(), 4, "{names:?}");
}
