//! Building and judging a `ServiceEntry`.

use super::*;
use crate::finding::{Finding, Subject};
use crate::resources::istio::WorkloadEntrySpec;
use crate::resources::{ResourceError, build, read_yaml, validate, write_yaml};

fn said(findings: &[Finding]) -> Vec<String> {
    let field = |finding: &Finding| match &finding.subject {
        Subject::Document(at) => at.field.clone(),
        other => panic!("{other}"),
    };
    findings.iter().map(|finding| format!("{} {}", finding.rule, field(finding))).collect()
}

fn judged(metadata: &str, spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {{name: s, namespace: shop{metadata}}}\nspec: {spec}\n"
    );
    said(&validate(&read_yaml(&text).remove(0).unwrap()))
}

/// The rules' findings at their fields, of a spec each; an empty list says that it is good.
fn table(cases: &[(&str, &[&str])]) {
    for (spec, expected) in cases {
        assert_eq!(judged("", spec), *expected, "{spec}");
    }
}

#[test]
fn hosts() {
    table(&[
        ("{hosts: [api.partner.example, cart, '*.b.example']}", &[]),
        ("{}", &["service-entry-no-hosts spec.hosts"]),
        ("{hosts: []}", &["service-entry-no-hosts spec.hosts"]),
        ("{hosts: ['*']}", &["service-entry-host-invalid spec.hosts[0]"]),
        ("{hosts: [a.example, 'a_b.example']}", &["service-entry-host-invalid spec.hosts[1]"]),
        ("{hosts: ['a.*.example']}", &["service-entry-host-invalid spec.hosts[0]"]),
        ("{hosts: ['*-a.example']}", &["service-entry-host-partial-wildcard spec.hosts[0]"]),
        ("{hosts: ['*-a.example'], resolution: DYNAMIC_DNS}", &[]),
        ("{hosts: [a.example], resolution: DNS}", &[]),
        ("{hosts: ['*.a.example'], resolution: DNS}", &["service-entry-dns-host spec.hosts[0]"]),
        ("{hosts: ['*.a.example'], resolution: DNS_ROUND_ROBIN}", &["service-entry-dns-host spec.hosts[0]"]),
        ("{hosts: ['*.a.example'], resolution: DNS, endpoints: [{address: a.example}]}", &[]),
        ("{hosts: ['*'], resolution: DNS}", &["service-entry-host-invalid spec.hosts[0]"]),
    ]);
}

#[test]
fn where_workloads_come_from() {
    table(&[
        ("{hosts: [a.example], resolution: STATIC, workloadSelector: {labels: {app: a}}}", &[]),
        (
            "{hosts: [a.example], resolution: STATIC, workloadSelector: {labels: {app: a}}, endpoints: []}",
            &["service-entry-selector-and-endpoints spec.workloadSelector"],
        ),
        (
            "{hosts: [a.example], resolution: STATIC, workloadSelector: {}}",
            &["istio-selector-empty spec.workloadSelector"],
        ),
        (
            "{hosts: [a.example], resolution: STATIC, workloadSelector: {labels: {app: 'a*'}}}",
            &["istio-selector-invalid spec.workloadSelector.labels.app"],
        ),
        (
            "{hosts: [a.example], workloadSelector: {labels: {app: a}}}",
            &["service-entry-selector-ignored spec.workloadSelector"],
        ),
        ("{hosts: [a.example], resolution: STATIC, endpoints: [{address: 10.0.0.1}]}", &[]),
        (
            "{hosts: [a.example], endpoints: [{address: 10.0.0.1}]}",
            &["service-entry-endpoints spec.endpoints"],
        ),
        ("{hosts: [a.example], endpoints: []}", &["service-entry-endpoints spec.endpoints"]),
        (
            "{hosts: [a.example], resolution: DNS_ROUND_ROBIN, endpoints: [{address: a.example}, {address: b.example}]}",
            &["service-entry-endpoints spec.endpoints"],
        ),
        (
            "{hosts: [a.example], resolution: DNS, endpoints: [{address: a.example}, {address: 10.0.0.1}]}",
            &[],
        ),
        ("{hosts: [a.example], resolution: MAGIC}", &["field-value-unknown spec.resolution"]),
    ]);
}

#[test]
fn endpoints() {
    let with = |resolution: &str, endpoint: &str| {
        judged(
            "",
            &format!(
                "{{hosts: [a.example], resolution: {resolution}, ports: [{{number: 443, name: tls, protocol: TLS}}], endpoints: [{endpoint}]}}"
            ),
        )
    };
    let field = |rule: &str, field: &str| vec![format!("{rule} spec.endpoints[0].{field}")];
    for good in [
        "{address: 10.0.0.1}",
        "{address: '2001:db8::1', ports: {tls: 8443}}",
        "{address: 'unix:///run/a.sock'}",
        "{address: 'unix://@a', labels: {app: a}}",
    ] {
        assert!(with("STATIC", good).is_empty(), "{good}");
    }
    assert!(with("DNS", "{address: a.example, ports: {tls: 8443}, labels: {a: b}}").is_empty());
    assert_eq!(
        with("STATIC", "{network: vpc}"),
        field("workload-entry-address-missing", "address"),
        "reached by the gateway of its network"
    );
    for bad in
        ["{}", "{address: a.example}", "{address: a_b}", "{address: 'unix://a'}", "{address: 'unix:///a/'}"]
    {
        assert_eq!(with("STATIC", bad), field("workload-entry-address-invalid", "address"), "{bad}");
    }
    for bad in ["{}", "{network: vpc}", "{address: '*.a.example'}", "{address: 'unix:///a'}"] {
        assert_eq!(with("DNS", bad), field("workload-entry-address-invalid", "address"), "{bad}");
    }
    for (bad, at) in [
        ("{address: 10.0.0.1, ports: {http: 80}}", "ports.http"),
        ("{address: 10.0.0.1, ports: {tls: 0}}", "ports.tls"),
        ("{address: 10.0.0.1, ports: {tls: 65536}}", "ports.tls"),
        ("{address: 'unix:///a', ports: {}}", "ports"),
    ] {
        assert_eq!(with("STATIC", bad), field("workload-entry-port-invalid", at), "{bad}");
    }
    assert_eq!(
        with("DNS", "{address: 10.0.0.1, labels: {'a b': c}}"),
        field("label-invalid", "labels[\"a b\"]")
    );
    assert_eq!(with("STATIC", "{address: 10.0.0.1, labels: {a: b c}}"), field("label-invalid", "labels.a"));
    table(&[(
        "{hosts: [a.example], resolution: STATIC, endpoints: [{address: 'unix:///a'}]}",
        &["workload-entry-port-invalid spec.endpoints[0].address"],
    )]);
}

#[test]
fn addresses() {
    table(&[
        ("{hosts: [a.example], addresses: [10.0.0.1, 10.0.0.0/8, '2001:db8::/32', 0.0.0.0/0]}", &[]),
        (
            "{hosts: [a.example], addresses: [a.example]}",
            &["service-entry-address-invalid spec.addresses[0]"],
        ),
        (
            "{hosts: [a.example], addresses: [10.0.0.0/33]}",
            &["service-entry-address-invalid spec.addresses[0]"],
        ),
        (
            "{hosts: [a.example], addresses: [10.0.0.0/08]}",
            &["service-entry-address-invalid spec.addresses[0]"],
        ),
        (
            "{hosts: [a.example], addresses: [10.0.0.0/+8]}",
            &["service-entry-address-invalid spec.addresses[0]"],
        ),
        (
            "{hosts: [a.example], resolution: DNS, addresses: [10.0.0.1, 10.0.0.0/8]}",
            &["service-entry-address-range spec.addresses[1]"],
        ),
    ]);
}

#[test]
fn ports() {
    let with = |port: &str| {
        judged(
            "",
            &format!(
                "{{hosts: [a.example], addresses: [10.0.0.1], ports: [{{number: 1, name: a}}, {port}]}}"
            ),
        )
    };
    for good in [
        "{number: 443, name: tls, protocol: tls, targetPort: 8443}",
        "{number: 2, name: b, protocol: GRPC-Web}",
    ] {
        assert!(with(good).is_empty(), "{good}");
    }
    for (port, rule, field) in [
        ("{number: 0, name: b}", "service-entry-port-invalid", "number"),
        ("{name: b}", "service-entry-port-invalid", "number"),
        ("{number: 65536, name: b}", "service-entry-port-invalid", "number"),
        ("{number: 2}", "service-entry-port-invalid", "name"),
        ("{number: 2, name: a.b}", "service-entry-port-invalid", "name"),
        ("{number: 2, name: b, protocol: HTTP3}", "service-entry-port-invalid", "protocol"),
        ("{number: 2, name: b, targetPort: 0}", "service-entry-port-invalid", "targetPort"),
        ("{number: 1, name: b}", "service-entry-port-twice", "number"),
        ("{number: 2, name: a}", "service-entry-port-twice", "name"),
    ] {
        assert_eq!(with(port), [format!("{rule} spec.ports[1].{field}")], "{port}");
    }
}

#[test]
fn tcp_needs_addresses() {
    let warned = ["service-entry-tcp-without-address spec.ports[0].protocol"];
    let off = ", labels: {networking.istio.io/enable-autoallocate-ip: 'False'}";
    for (metadata, spec, expected) in [
        ("", "{hosts: [a.example], ports: [{number: 1, name: a, protocol: TCP}]}", &warned[..]),
        ("", "{hosts: [a.example], ports: [{number: 1, name: a}]}", &warned),
        ("", "{hosts: [a.example], ports: [{number: 1, name: a, protocol: TLS}]}", &[]),
        ("", "{hosts: [a.example], addresses: [10.0.0.1], ports: [{number: 1, name: a}]}", &[]),
        ("", "{hosts: [a.example], resolution: DNS, ports: [{number: 1, name: a}]}", &[]),
        (off, "{hosts: [a.example], resolution: DNS, ports: [{number: 1, name: a}]}", &warned),
    ] {
        assert_eq!(judged(metadata, spec), expected, "{metadata} {spec}");
    }
}

#[test]
fn hosts_that_cannot_be_told_apart() {
    let two = |rest: &str| judged("", &format!("{{hosts: [a.example, b.example], {rest}}}"));
    assert!(two("addresses: [10.0.0.1], ports: [{number: 1, name: a, protocol: TCP}]").is_empty(), "NONE");
    for (protocol, good) in [("TCP", false), ("''", false), ("MONGO", false), ("TLS", true), ("http", true)] {
        let found = two(&format!(
            "resolution: STATIC, endpoints: [], ports: [{{number: 1, name: a, protocol: {protocol}}}]"
        ));
        let shared = ["service-entry-hosts-share-port spec.ports[0].protocol"];
        assert_eq!(found, if good { &[][..] } else { &shared }, "{protocol}");
    }
    let dns = |protocol: &str, addresses: &str| {
        two(&format!(
            "resolution: DNS, addresses: [{addresses}], ports: [{{number: 1, name: a, protocol: {protocol}}}]"
        ))
    };
    assert_eq!(dns("HTTPS", "10.0.0.1"), ["service-entry-hosts-share-address spec.addresses"]);
    assert!(dns("HTTPS", "").is_empty() && dns("HTTP", "10.0.0.1").is_empty());
}

#[test]
fn dynamic_dns() {
    let with = |metadata: &str, rest: &str| {
        judged(metadata, &format!("{{hosts: ['*.a.example'], resolution: DYNAMIC_DNS, {rest}}}"))
    };
    let http = "ports: [{number: 80, name: http, protocol: HTTP}, {number: 443, name: tls, protocol: tls}]";
    assert!(with("", http).is_empty());
    let waypoint = ", labels: {istio.io/use-waypoint: w}";
    assert!(with(waypoint, "location: MESH_EXTERNAL").is_empty());
    assert!(with(", labels: {istio.io/use-waypoint: None}", "location: MESH_INTERNAL").is_empty());
    for (metadata, rest, field) in [
        ("", "addresses: [10.0.0.1]", "spec.addresses"),
        ("", "ports: [{number: 443, name: https, protocol: HTTPS}]", "spec.ports[0].protocol"),
        ("", "ports: [{number: 80, name: a}]", "spec.ports[0].protocol"),
        (waypoint, "location: MESH_INTERNAL", "spec.location"),
    ] {
        assert_eq!(with(metadata, rest), [format!("service-entry-dynamic-dns {field}")], "{rest}");
    }
    table(&[
        ("{hosts: [a.example], resolution: DYNAMIC_DNS}", &["service-entry-dynamic-dns spec.hosts[0]"]),
        (
            "{hosts: ['*.a.example'], resolution: DYNAMIC_DNS, endpoints: [{address: 10.0.0.1}]}",
            &["service-entry-endpoints spec.endpoints"],
        ),
    ]);
}

#[test]
fn visibility() {
    table(&[
        ("{hosts: [a.example], exportTo: ['~']}", &[]),
        ("{hosts: [a.example], exportTo: [., other]}", &[]),
        ("{hosts: [a.example], exportTo: [., shop]}", &["istio-export-to-invalid spec.exportTo[1]"]),
    ]);
}

#[test]
fn services_of_the_mesh_that_get_plaintext() {
    let internal =
        |rest: &str| judged("", &format!("{{hosts: [a.example], location: MESH_INTERNAL, {rest}}}"));
    let plaintext = ["workload-entry-plaintext spec.endpoints[1].serviceAccount"];
    let account = "{address: 10.0.0.1, serviceAccount: a}";
    let labelled =
        |mode: &str| format!("{{address: 10.0.0.2, labels: {{security.istio.io/tlsMode: {mode}}}}}");
    let statics = |second: &str| internal(&format!("resolution: STATIC, endpoints: [{account}, {second}]"));
    assert_eq!(statics("{address: 10.0.0.2}"), plaintext);
    assert_eq!(statics("{address: 10.0.0.2, serviceAccount: ''}"), plaintext);
    assert!(statics(&labelled("istio")).is_empty() && statics(&labelled("disabled")).is_empty());
    assert_eq!(internal("resolution: DNS"), ["service-entry-internal-plaintext spec.location"]);
    assert!(internal("resolution: DNS, endpoints: [{address: a.example, serviceAccount: a}]").is_empty());
    assert!(internal("resolution: DNS, workloadSelector: {labels: {app: a}}").is_empty());
    table(&[("{hosts: [a.example], resolution: STATIC, endpoints: [{address: 10.0.0.2}]}", &[])]);
}

#[test]
fn setters_and_options_say_the_same() {
    let set = ServiceEntry::new("db", "shop")
        .host("db.example")
        .addresses(["192.0.2.10"])
        .port(5432, "TCP", "tcp")
        .target_port(15432)
        .internal()
        .static_endpoints(["10.0.0.1"])
        .endpoint(WorkloadEntrySpec::at("10.0.0.2").service_account("db").ports([("tcp", 5433)]).weight(2))
        .export_to(["."])
        .subject_alt_names(["spiffe://cluster.local/ns/shop/sa/db"])
        .manifest()
        .unwrap();
    let options = serde_json::json!({
        "name": "db", "namespace": "shop", "hosts": ["db.example"], "addresses": ["192.0.2.10"],
        "ports": [{"number": 5432, "protocol": "TCP", "name": "tcp", "target_port": 15432}],
        "location": "MESH_INTERNAL", "resolution": "STATIC", "export_to": ["."],
        "endpoints": [
            {"address": "10.0.0.1"},
            {"address": "10.0.0.2", "service_account": "db", "ports": {"tcp": 5433}, "weight": 2},
        ],
        "subjectAltNames": ["spiffe://cluster.local/ns/shop/sa/db"],
    });
    assert_eq!(build("networking.istio.io/ServiceEntry", options).unwrap(), set);
    let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
    assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set);
}

#[test]
fn each_way_to_the_workloads_is_written_out() {
    let of = |builder: crate::resources::Builder<ServiceEntry>| builder.build().unwrap().spec.unwrap();
    let begin = |host: &str| ServiceEntry::new("s", "shop").host(host);
    let spec = of(begin("a.example").external().dns());
    assert_eq!(spec.location, Some(ServiceEntryLocation::External));
    assert_eq!(spec.resolution, Some(ServiceEntryResolution::Dns));
    let spec = of(begin("*.a.example").dynamic_dns());
    assert_eq!(spec.resolution, Some(ServiceEntryResolution::DynamicDns));
    assert_eq!(of(begin("a.example").unresolved()).resolution, Some(ServiceEntryResolution::None));
    let spec = of(begin("a.example").selector("app", "a").selector("version", "v1"));
    assert_eq!(spec.resolution, Some(ServiceEntryResolution::Static));
    assert_eq!(spec.workload_selector.unwrap().labels.unwrap().len(), 2);
    let spec = of(begin("a.example").resolution(ServiceEntryResolution::Dns).selector("app", "a"));
    assert_eq!(spec.resolution, Some(ServiceEntryResolution::Dns));
    let refused = begin("a.example").target_port(1).build().unwrap_err();
    let ResourceError::Invalid { findings, .. } = refused else { panic!("{refused}") };
    assert_eq!(said(&findings), ["service-entry-port-invalid spec.ports"]);
}

#[test]
fn every_field_is_known() {
    let spec = "{hosts: [a.example], addresses: [10.0.0.1], ports: [{number: 1, name: a, protocol: TLS, targetPort: 2}], \
        location: MESH_INTERNAL, resolution: STATIC, exportTo: [.], subjectAltNames: [a], \
        endpoints: [{address: 10.0.0.2, ports: {a: 3}, labels: {b: c}, network: vpc, locality: r/z, weight: 1, serviceAccount: d}]}";
    table(&[(spec, &[])]);
}
