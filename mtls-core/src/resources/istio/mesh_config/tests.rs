//! Reading and judging the settings of a mesh.

use super::*;
use crate::finding::{Finding, Subject};
use crate::resources::{check_yaml, read_yaml};

fn lines(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| match &finding.subject {
        Subject::Document(at) => format!("{} {}", finding.rule, at.field),
        other => panic!("{other}"),
    };
    findings.iter().map(line).collect()
}

/// Reads settings from Helm values.
fn read(mesh: serde_json::Value) -> MeshReading {
    read_mesh_config(&serde_json::json!({ "meshConfig": mesh }).into()).unwrap()
}

fn judged(mesh: serde_json::Value) -> Vec<String> {
    lines(&read(mesh).findings).into_iter().map(|line| line.replace("meshConfig.", "")).collect()
}

#[test]
fn istios_rules() {
    for good in [
        serde_json::json!({}),
        serde_json::json!({"trustDomain": "cluster.local.", "trustDomainAliases": ["a", "B-1.example"]}),
        serde_json::json!({"meshMTLS": {"minProtocolVersion": "TLSV1_3", "cipherSuites": ["ECDHE-RSA-AES256-GCM-SHA384"]}}),
        serde_json::json!({"tlsDefaults": {"ecdhCurves": ["X25519", "P-256"], "cipherSuites": ["AES128-SHA"]}}),
        serde_json::json!({"defaultConfig": {"concurrency": 0, "gatewayTopology": {"numTrustedProxies": 2}}}),
        serde_json::json!({"extensionProviders": [
            {"name": "opa", "envoyExtAuthzGrpc": {"service": "opa.example", "port": 9000}}, {"name": "log", "envoyFileAccessLog": {}},
            {"name": "new", "someNewKind": {}},
        ]}),
    ] {
        let found = judged(good.clone());
        assert!(found.iter().all(|line| line.starts_with("field-unknown ")), "{good}: {found:?}");
    }
    for (bad, expected) in [
        (serde_json::json!({"trustDomain": ""}), "mesh-config-trust-domain trustDomain"),
        (serde_json::json!({"trustDomain": "cluster_a.ew.example"}), "mesh-config-trust-domain trustDomain"),
        (serde_json::json!({"trustDomain": "a..b"}), "mesh-config-trust-domain trustDomain"),
        (
            serde_json::json!({"trustDomainAliases": ["a", "-b"]}),
            "mesh-config-trust-domain trustDomainAliases[1]",
        ),
        (
            serde_json::json!({"meshMTLS": {"ecdhCurves": ["P-256"]}}),
            "mesh-config-mtls-curves meshMTLS.ecdhCurves",
        ),
        (
            serde_json::json!({"tlsDefaults": {"ecdhCurves": ["P256"]}}),
            "mesh-config-curve-ignored tlsDefaults.ecdhCurves[0]",
        ),
        (
            serde_json::json!({"tlsDefaults": {"ecdhCurves": ["P-256", "P-256"]}}),
            "mesh-config-curve-ignored tlsDefaults.ecdhCurves[1]",
        ),
        (
            serde_json::json!({"meshMTLS": {"cipherSuites": ["TLS_AES_128_GCM_SHA256"]}}),
            "mesh-config-cipher-ignored meshMTLS.cipherSuites[0]",
        ),
        (
            serde_json::json!({"tlsDefaults": {"cipherSuites": ["AES128-SHA", "AES128-SHA"]}}),
            "mesh-config-cipher-ignored tlsDefaults.cipherSuites[1]",
        ),
        (
            serde_json::json!({"meshMTLS": {"minProtocolVersion": "TLSV1_1"}}),
            "field-value-unknown meshMTLS.minProtocolVersion",
        ),
        (
            serde_json::json!({"defaultConfig": {"concurrency": -1}}),
            "mesh-config-concurrency defaultConfig.concurrency",
        ),
        (serde_json::json!({"enableAutoMtls": "yes"}), "field-type enableAutoMtls"),
        (serde_json::json!({"enableAutoMTLS": true}), "field-unknown enableAutoMTLS"),
        (serde_json::json!({"trustDomain": "a", "trust_domain": "b"}), "yaml-duplicate-key trust_domain"),
        (
            serde_json::json!({"extensionProviders": [{"prometheus": {}}]}),
            "mesh-config-provider extensionProviders[0].name",
        ),
        (
            serde_json::json!({"extensionProviders": [{"name": "a", "prometheus": {}}, {"name": "a", "prometheus": {}}]}),
            "mesh-config-provider extensionProviders[1].name",
        ),
        (
            serde_json::json!({"extensionProviders": [{"name": "a"}]}),
            "mesh-config-provider extensionProviders[0]",
        ),
        (
            serde_json::json!({"extensionProviders": [{"name": "a", "zipkin": {"port": 1}}]}),
            "mesh-config-provider extensionProviders[0].zipkin.service",
        ),
        (
            serde_json::json!({"extensionProviders": [{"name": "a", "envoyExtAuthzHttp": {"service": "a.example", "port": 0}}]}),
            "mesh-config-provider extensionProviders[0].envoyExtAuthzHttp.port",
        ),
    ] {
        assert_eq!(judged(bad.clone()), [expected], "{bad}");
    }
}

#[test]
fn defaults() {
    let settings = MeshConfig::default().settings();
    assert_eq!(
        (settings.root_namespace.as_str(), settings.trust_domain.as_str()),
        ("istio-system", "cluster.local")
    );
    assert!(settings.enable_auto_mtls && settings.trust_domain_aliases.is_empty());
    assert_eq!(settings.accepted_trust_domains, ["cluster.local"]);
    assert_eq!((settings.mtls_min_protocol_version.as_str(), settings.num_trusted_proxies), ("TLSV1_2", 0));
    assert_eq!(
        (settings.outbound_traffic_policy.as_str(), settings.path_normalization.as_str()),
        ("ALLOW_ANY", "BASE")
    );
    assert_eq!(settings.forward_client_cert_details, "SANITIZE_SET");
    assert_eq!(settings.default_service_export_to, ["*"]);
    assert_eq!(settings.extension_providers, ["prometheus", "stackdriver", "envoy"]);
}

#[test]
fn what_is_written_holds() {
    let settings = read(serde_json::json!({
        "rootNamespace": "mesh", "trustDomain": "a.example", "trustDomainAliases": ["b.example", "b.example"],
        "caCertificates": [{"pem": "x", "trustDomains": ["c.example", "a.example"]}], "enableAutoMtls": false,
        "meshMTLS": {"minProtocolVersion": "TLSV1_3"}, "outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"},
        "pathNormalization": {"normalization": "MERGE_SLASHES"}, "defaultDestinationRuleExportTo": ["."],
        "defaultConfig": {"gatewayTopology": {"numTrustedProxies": 1, "forwardClientCertDetails": "APPEND_FORWARD"}},
        "extensionProviders": [{"name": "opa", "envoyExtAuthzGrpc": {"service": "opa.example", "port": 9000}}],
    }))
    .settings;
    assert_eq!((settings.root_namespace.as_str(), settings.enable_auto_mtls), ("mesh", false));
    assert_eq!(settings.trust_domain_aliases, ["b.example"]);
    assert_eq!(settings.accepted_trust_domains, ["a.example", "b.example", "c.example"]);
    assert_eq!(settings.mtls_min_protocol_version, "TLSV1_3");
    assert_eq!(settings.outbound_traffic_policy, "REGISTRY_ONLY");
    assert_eq!(settings.path_normalization, "MERGE_SLASHES");
    assert_eq!(
        (settings.num_trusted_proxies, settings.forward_client_cert_details.as_str()),
        (1, "APPEND_FORWARD")
    );
    assert_eq!(settings.default_destination_rule_export_to, ["."]);
    assert_eq!(settings.default_virtual_service_export_to, ["*"]);
    assert_eq!(settings.extension_providers.last().unwrap(), "opa");
}

#[test]
fn names_are_read_in_both_cases() {
    let settings = read(serde_json::json!({
        "trust_domain": "a.example", "enable_auto_mtls": false, "mesh_mTLS": {"min_protocol_version": "TLSV1_3"},
        "default_config": {"gateway_topology": {"num_trusted_proxies": 3}},
    }));
    assert!(settings.findings.is_empty(), "{:?}", settings.findings);
    let settings = settings.settings;
    assert_eq!((settings.trust_domain.as_str(), settings.enable_auto_mtls), ("a.example", false));
    assert_eq!((settings.mtls_min_protocol_version.as_str(), settings.num_trusted_proxies), ("TLSV1_3", 3));
}

fn manifest(text: &str) -> Value {
    read_yaml(text).remove(0).unwrap().into()
}

const CONFIG_MAP: &str = "
apiVersion: v1
kind: ConfigMap
metadata: {name: istio-canary, namespace: istio-system}
data:
  meshNetworks: 'networks: {}'
  mesh: |-
    # settings
    trustDomain: cluster_a
    enableAutoMtls: false
";

#[test]
fn it_is_found_in_the_config_map() {
    let read = read_mesh_config(&manifest(CONFIG_MAP)).unwrap();
    assert_eq!(lines(&read.findings), ["mesh-config-trust-domain data.mesh.trustDomain"]);
    assert!(!read.settings.enable_auto_mtls);
    let findings = check_yaml(CONFIG_MAP, None);
    assert_eq!(lines(&findings), ["mesh-config-trust-domain data.mesh.trustDomain"]);
    let Subject::Document(at) = &findings[0].subject else { panic!() };
    assert_eq!(at.line, Some(7));

    let broken = CONFIG_MAP.replace("trustDomain: cluster_a", "trustDomain: [");
    let read = read_mesh_config(&manifest(&broken)).unwrap();
    assert_eq!(lines(&read.findings), ["yaml-syntax data.mesh"]);
    let list = CONFIG_MAP.replace("trustDomain: cluster_a", "- a").replace("    enableAutoMtls: false\n", "");
    assert_eq!(lines(&read_mesh_config(&manifest(&list)).unwrap().findings), ["field-type data.mesh"]);
    let empty =
        read_mesh_config(&manifest(&CONFIG_MAP.replace("mesh: |-", "mesh: ''\n  other: |-"))).unwrap();
    assert_eq!((empty.config, empty.findings), (MeshConfig::default(), Vec::new()));
}

#[test]
fn it_is_found_in_an_operator() {
    let text = "
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: mesh, namespace: istio-system}
spec:
  meshConfig: {trustDomain: a.example, trustDomainAliases: [b_c]}
  values:
    global: {istioNamespace: mesh}
    meshConfig: {trustDomain: d_e, enableAutoMtls: false}
";
    let read = read_mesh_config(&manifest(text)).unwrap();
    assert_eq!((read.settings.trust_domain.as_str(), read.settings.enable_auto_mtls), ("a.example", false));
    assert_eq!(read.settings.root_namespace, "mesh");
    let expected = [
        "mesh-config-trust-domain spec.values.meshConfig.trustDomain",
        "mesh-config-trust-domain spec.meshConfig.trustDomainAliases[0]",
    ];
    assert_eq!(lines(&read.findings), expected);
    assert_eq!(lines(&check_yaml(text, None)), expected);
}

#[test]
fn the_chart_names_the_root_namespace() {
    let values = serde_json::json!({"global": {"istioNamespace": "mesh"}, "meshConfig": null});
    assert_eq!(read_mesh_config(&values.into()).unwrap().settings.root_namespace, "mesh");
    let values =
        serde_json::json!({"global": {"istioNamespace": "mesh"}, "meshConfig": {"rootNamespace": "root"}});
    assert_eq!(read_mesh_config(&values.into()).unwrap().settings.root_namespace, "root");
}

#[test]
fn other_documents_have_none() {
    for other in [
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: istio}, data: {meshNetworks: a}}",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: shop}, data: {mesh: '{'}}",
        "{apiVersion: v1, kind: Secret, metadata: {name: istio}, data: {mesh: e30=}}",
        "{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, metadata: {name: a}, spec: {profile: minimal}}",
    ] {
        assert_eq!(read_mesh_config(&manifest(other)), None, "{other}");
    }
    assert_eq!(read_mesh_config(&serde_json::json!({"global": {}}).into()), None);
    assert_eq!(read_mesh_config(&Value::Null), None);
}

#[test]
fn a_reading_is_plain_data() {
    let read = read(serde_json::json!({"trustDomain": "a_b", "newField": 1}));
    let json = serde_json::to_value(&read).unwrap();
    assert_eq!(json["config"], serde_json::json!({"trustDomain": "a_b", "newField": 1}));
    assert_eq!(json["settings"]["rootNamespace"], "istio-system");
    assert_eq!(json["settings"]["mtlsMinProtocolVersion"], "TLSV1_2");
    assert_eq!(json["findings"][1]["rule"], "mesh-config-trust-domain");
}
