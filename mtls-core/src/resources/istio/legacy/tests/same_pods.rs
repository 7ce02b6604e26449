//! Services that lead to the same pods, of which a policy named some.

use super::*;

/// A Service of the namespace `shop`.
fn service(name: &str, selector: &str, ports: &str) -> String {
    format!(
        "---\n{{apiVersion: v1, kind: Service, metadata: {{name: {name}, namespace: shop}}, spec: {{selector: {{{selector}}}, ports: [{ports}]}}}}\n"
    )
}

/// Migrates policies with these specs beside these Services.
fn of(specs: &[&str], services: &[String]) -> Migration {
    let mut text = services.concat();
    for (i, spec) in specs.iter().enumerate() {
        text.push_str("---\n");
        text.push_str(&policy(spec).replace("name: p,", &format!("name: p{i},")));
    }
    let migration = migrate(&manifests(&text));
    for manifest in &migration.manifests {
        assert!(validate(manifest).iter().all(|f| f.severity < Severity::Error), "{:?}", validate(manifest));
    }
    migration
}

fn web_and_adm() -> [String; 2] {
    [service("web", "app: x", "{port: 80}"), service("adm", "app: x", "{port: 81}")]
}

const STRICT: &str = "{peers: [{mtls: {}}]}";
const PERMISSIVE: &str = "{targets: [{name: web}], peers: [{mtls: {mode: PERMISSIVE}}]}";

/// What is made for services, of a kind.
fn made<'a>(migration: &'a Migration, kind: &str) -> Option<&'a Manifest> {
    migration.manifests.iter().find(|made| made.kind() == kind && made.name() != "p0")
}

#[test]
fn a_service_without_ports_means_its_own() {
    let services = web_and_adm();
    let migration = of(&[STRICT, PERMISSIVE], &services);
    let spec = spec_of(made(&migration, "PeerAuthentication").unwrap());
    assert_eq!(spec.get("mtls"), None, "the port of `adm` stays STRICT");
    assert_eq!(spec["portLevelMtls"], serde_json::json!({"80": {"mode": "PERMISSIVE"}}));
    assert_eq!(lines(&migration.findings), [] as [&str; 0]);
    // Istio had no listener for UDP.
    let udp = [service("web", "app: x", "{port: 80}, {port: 81, protocol: UDP}"), services[1].clone()];
    assert_eq!(of(&[STRICT, PERMISSIVE], &udp).manifests, migration.manifests);
}

#[test]
fn what_is_not_known_of_a_service_is_never_permissive() {
    for (services, field) in [
        (vec![], "spec.targets[0].name"),
        (vec![service("web", "", "{port: 80}")], "spec.targets[0].name"),
        (vec![service("web", "tier: 2", "{port: 80}")], "spec.targets[0].name"),
        (vec![service("web", "app: x, tier: 2", "{port: 80}")], "spec.targets[0].name"),
        (vec![service("web", "app: x", "{port: 80, targetPort: http}")], "spec.targets[0]"),
        (vec![service("web", "app: x", "{port: 80, targetPort: 0}")], "spec.targets[0]"),
        (vec![service("web", "app: x", "")], "spec.targets[0]"),
        (vec![service("web", "app: x", "{port: 80, protocol: UDP}")], "spec.targets[0]"),
    ] {
        let migration = of(&[STRICT, PERMISSIVE], &services);
        assert_eq!(migration.manifests.len(), 1, "{services:?}");
        let expected = format!("istio-legacy-not-carried {field}");
        assert_eq!(lines(&migration.findings), [expected.as_str()], "{services:?}");

        // STRICT and the demand for tokens hold for every port, and for other tokens than before on none.
        let strict = "{targets: [{name: web}], peers: [{mtls: {}}], origins: [{jwt: {issuer: b}}]}";
        let wide = "{peers: [{mtls: {mode: PERMISSIVE}}], origins: [{jwt: {issuer: ns}}]}";
        let migration = of(&[wide, strict], &services);
        let peers = spec_of(made(&migration, "PeerAuthentication").unwrap());
        assert_eq!(peers["mtls"], serde_json::json!({"mode": "STRICT"}), "{services:?}");
        assert_eq!(
            spec_of(made(&migration, "AuthorizationPolicy").unwrap())["rules"],
            serde_json::json!([
                {"when": without("b/*")},
                {"when": [{"key": "request.auth.principal", "values": ["b/*"]}]},
            ]),
            "{services:?}"
        );
        let found = lines(&migration.findings);
        assert!(found.contains(&expected), "{found:?}");
        assert!(found.contains(&"istio-legacy-not-carried spec.targets[0]".to_owned()), "{found:?}");
    }
    // A port that is known beside one that is not stays.
    let named = [service("web", "app: x", "{port: 80}, {port: 82, targetPort: http}")];
    let migration = of(&[STRICT, PERMISSIVE], &named);
    let spec = spec_of(made(&migration, "PeerAuthentication").unwrap());
    assert_eq!(spec["portLevelMtls"], serde_json::json!({"80": {"mode": "PERMISSIVE"}}));
    assert_eq!(lines(&migration.findings), ["istio-legacy-not-carried spec.targets[0]"]);
}

#[test]
fn a_label_that_is_no_text_is_said() {
    let migration = of(
        &["{targets: [{name: web}], peers: [{mtls: {}}]}"],
        &[service("web", "app: x, tier: 2", "{port: 80}")],
    );
    assert_eq!(
        spec_of(&migration.manifests[0]),
        serde_json::json!({"selector": {"matchLabels": {"app": "x"}}, "mtls": {"mode": "STRICT"}})
    );
    let message = &migration.findings[0].message;
    assert!(message.contains("`tier`") && message.contains("no text"), "{message}");
}

/// A policy for a service that asks for tokens of this issuer, and has no peers.
fn asks(service: &str, issuer: &str) -> String {
    format!("{{targets: [{{name: {service}}}], origins: [{{jwt: {{issuer: {issuer}}}}}]}}")
}

/// What is said of the last policy's first target.
fn said(specs: &[&str], services: &[String]) -> Vec<String> {
    let found = of(specs, services).findings.into_iter().filter(|finding| {
        matches!(&finding.subject, Subject::Document(at) if at.field == "spec.targets[0]")
            && finding.severity == Severity::Warning
    });
    found.map(|finding| finding.message).collect()
}

#[test]
fn tokens_of_two_policies_for_the_same_pods_are_said_where_they_meet() {
    let services = web_and_adm();
    let (web, adm, other) = (asks("web", "b"), asks("adm", "c"), asks("web", "c"));
    assert_eq!(said(&[&web, &adm], &services), [] as [&str; 0], "each on its own port");
    let same = said(&[&web, &other], &services);
    assert!(
        same.len() == 1 && same[0].contains("Policy shop/p0") && same[0].contains("same port"),
        "{same:?}"
    );
    // One that is not known closes the ports of the other.
    let named = [services[0].clone(), service("adm", "app: x", "{port: 81, targetPort: http}")];
    for specs in [[&web, &adm], [&adm, &web]] {
        let unknown = said(&[specs[0], specs[1]], &named);
        let met: Vec<_> = unknown.iter().filter(|message| message.contains("Policy shop/p0")).collect();
        assert!(met.len() == 1 && met[0].contains("not known"), "{unknown:?}");
        assert!(!met[0].contains("same port"), "{unknown:?}");
    }
    // Nobody asks for a token.
    let plain = "{targets: [{name: web}], peers: [{mtls: {}}]}";
    assert!(said(&[plain, plain], &services).iter().all(|message| !message.contains("token")));
}

#[test]
fn tokens_are_said_for_selectors_that_may_meet() {
    let wide = "{peers: [{mtls: {}}], origins: [{jwt: {issuer: ns}}]}";
    let (one, other) = (asks("one", "b"), asks("other", "c"));
    for (selector, met) in
        [("app: x, tier: web", true), ("tier: web", true), ("app: z, tier: web", false), ("app: z", false)]
    {
        let services = [service("one", "app: x", "{port: 80}"), service("other", selector, "{port: 80}")];
        for specs in [[&one, &other], [&other, &one]] {
            let found = said(&[specs[0], specs[1]], &services);
            assert_eq!(found.len(), usize::from(met), "{selector}: {found:?}");
            assert!(found.iter().all(|message| message.contains("Policy shop/p0")), "{found:?}");
        }
    }
    let services =
        [service("one", "app: x", "{port: 80}"), service("other", "app: x, tier: web", "{port: 81}")];
    assert_eq!(said(&[&one, &other], &services), [] as [&str; 0], "each on its own port");
    let same = asks("other", "b");
    let found = said(&[wide, &one, &same], &services);
    assert!(found.len() == 1 && found[0].contains("broader"), "{found:?}");
    assert_eq!(said(&[wide, &one, &other], &services), [] as [&str; 0], "neither takes the other's tokens");
}

#[test]
fn one_issuer_with_other_keys_is_said() {
    let asks = |service: &str, keys: &str| {
        format!(
            "{{targets: [{{name: {service}}}], origins: [{{jwt: {{issuer: b, jwksUri: 'https://b.test/{keys}'}}}}]}}"
        )
    };
    let (one, same, other) = (asks("web", "k1"), asks("adm", "k1"), asks("adm", "k2"));
    let narrower = [service("web", "app: x", "{port: 80}"), service("adm", "app: x, tier: 2x", "{port: 81}")];
    for services in [web_and_adm(), narrower] {
        assert_eq!(said(&[&one, &same], &services), [] as [&str; 0], "the same keys");
        let found = said(&[&one, &other], &services);
        assert!(found.len() == 1 && found[0].contains("issuer `b`"), "{found:?}");
        assert!(found[0].contains("other keys") && found[0].contains("Policy shop/p0"), "{found:?}");
    }
    let both = |service: &str, keys: [&str; 2]| {
        let origins =
            keys.map(|keys| format!("{{jwt: {{issuer: b, jwksUri: 'https://b.test/{keys}'}}}}")).join(", ");
        format!("{{targets: [{{name: {service}}}], origins: [{origins}]}}")
    };
    let (first, second) = (both("web", ["k1", "k2"]), both("adm", ["k2", "k1"]));
    assert_eq!(said(&[&first, &second], &web_and_adm()), [] as [&str; 0], "the same keys in another order");
    let apart = [service("web", "app: x", "{port: 80}"), service("adm", "app: q", "{port: 81}")];
    assert_eq!(said(&[&one, &other], &apart), [] as [&str; 0], "other pods");
}

#[test]
fn a_service_without_a_policy_that_leads_to_the_same_port_is_said() {
    let beside = |selector: &str, ports: &str| {
        [service("web", "app: x", "{port: 80, targetPort: 8080}"), service("adm", selector, ports)]
    };
    for (selector, ports, met) in [
        ("app: x", "{port: 81, targetPort: 8080}", true),
        ("app: x, tier: web", "{port: 81}, {port: 8080}", true),
        ("app: x", "{port: 80}", false),
        ("app: q", "{port: 8080}", false),
        ("", "{port: 8080}", false),
        ("app: x", "{port: 8080, protocol: UDP}", false),
    ] {
        let found = said(&[&asks("web", "b")], &beside(selector, ports));
        let count = found.iter().filter(|message| message.contains("Service `adm`")).count();
        assert_eq!(count, usize::from(met), "{selector} {ports}: {found:?}");
        // With a policy of its own, that one is told of instead.
        let found = said(&[&asks("adm", "b"), &asks("web", "b")], &beside(selector, ports));
        assert!(found.iter().all(|message| !message.contains("no policy names")), "{found:?}");
    }
}

#[test]
fn a_service_of_many_labels_and_ports_costs_little() {
    let labels: Vec<String> = (0..3000).map(|i| format!("k{i}: x")).collect();
    let ports: Vec<String> = (1..3000).map(|i| format!("{{port: {i}}}")).collect();
    let wide = |name: &str| service(name, &labels.join(", "), &ports.join(", "));
    let found = said(&[&asks("web", "b")], &[wide("web"), wide("adm")]);
    assert!(found.iter().any(|message| message.contains("Service `adm`")), "{found:?}");
    let many: Vec<String> = (0..300)
        .map(|i| service(&format!("s{i}"), &format!("app: q, {}", labels.join(", ")), "{port: 1}"))
        .collect();
    let web = service("web", &format!("app: x, {}", labels.join(", ")), "{port: 1}");
    let found = said(&[&asks("web", "b")], &[many, vec![web]].concat());
    assert!(found.iter().any(|message| message.contains("too many Services")), "{found:?}");
}

#[test]
fn too_many_selectors_for_the_same_pods_are_said() {
    let many = |count: usize| {
        let keys = (0..count).map(|i| service(&format!("s{i}"), &format!("k{i}: x"), "{port: 80}"));
        let targets: Vec<String> = (0..count).map(|i| format!("{{name: s{i}}}")).collect();
        let spec = format!("{{targets: [{}], origins: [{{jwt: {{issuer: b}}}}]}}", targets.join(", "));
        let found = of(&[&spec], &keys.collect::<Vec<_>>()).findings;
        found.iter().filter(|finding| finding.message.contains("too many selectors")).count()
    };
    assert_eq!((many(32), many(33)), (0, 1));
}
