//! Building a `DestinationRule`, reading and writing one.

use crate::resources::istio::destination_rule::*;
use crate::resources::{Builder, ResourceError, build, read_yaml, validate, write_yaml};

#[test]
fn setters_and_options_say_the_same() {
    let set = DestinationRule::new("partner", "egress")
        .host("api.partner.example")
        .sni("api.partner.example")
        .subject_alt_names(["api.partner.example"])
        .mutual("partner-client")
        .port(80, ClientTls::plaintext())
        .port(8443, ClientTls::mutual_files("/c", "/k", "/ca"))
        .port(80, ClientTls::istio_mutual())
        .subset("v1", [("version", "v1")])
        .subset_tls("v1", ClientTls::simple())
        .subset_port("v1", 9000, ClientTls::istio_mutual().sni("v1.example"))
        .workload_selector("app", "egress")
        .export_to(["."])
        .manifest()
        .unwrap();
    let options = serde_json::json!({
        "name": "partner", "namespace": "egress", "host": "api.partner.example", "export_to": ["."],
        "workload_selector": {"match_labels": {"app": "egress"}},
        "traffic_policy": {
            "tls": {
                "mode": "MUTUAL", "credential_name": "partner-client", "sni": "api.partner.example",
                "subject_alt_names": ["api.partner.example"],
            },
            "port_level_settings": [
                {"port": {"number": 80}, "tls": {"mode": "ISTIO_MUTUAL"}},
                {"port": {"number": 8443}, "tls": {
                    "mode": "MUTUAL", "client_certificate": "/c", "private_key": "/k", "ca_certificates": "/ca",
                }},
            ],
        },
        "subsets": [{"name": "v1", "labels": {"version": "v1"}, "trafficPolicy": {
            "tls": {"mode": "SIMPLE"},
            "portLevelSettings": [{"port": {"number": 9000}, "tls": {"mode": "ISTIO_MUTUAL", "sni": "v1.example"}}],
        }}],
    });
    assert_eq!(build("networking.istio.io/DestinationRule", options).unwrap(), set);
    let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
    assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set);
}

#[test]
fn another_mode_takes_the_certificates_of_the_former_with_it() {
    let of = |builder: Builder<DestinationRule>| {
        builder.host("a").build().unwrap().spec.unwrap().traffic_policy.unwrap()
    };
    let new = || DestinationRule::new("r", "shop");
    assert_eq!(of(new().mutual("c").istio_mutual()).tls, Some(ClientTls::istio_mutual()));
    assert_eq!(of(new().mutual_files("/c", "/k", "/ca").plaintext()).tls, Some(ClientTls::plaintext()));
    assert_eq!(of(new().sni("a").simple()).tls, Some(ClientTls::simple().sni("a")));
    let named = || new().sni("a").subject_alt_names(["a.example"]);
    let own = || ClientTls::mutual("c").sni("b");
    assert_eq!(of(named().tls(own())).tls, Some(own().subject_alt_names(["a.example"])));
    assert_eq!(
        of(named().tls(ClientTls::simple())).tls,
        Some(ClientTls::simple().sni("a").subject_alt_names(["a.example"]))
    );
    assert_eq!(
        of(new().tunnel("proxy.example", 443).tls(ClientTls::simple())).tunnel,
        Some(TunnelSettings::default().protocol("CONNECT").target_host("proxy.example").target_port(443))
    );
    let protocol = of(new().proxy_protocol(ProxyProtocolVersion::V2)).proxy_protocol.unwrap();
    assert_eq!(protocol.version, Some(ProxyProtocolVersion::V2));
    let Err(ResourceError::Invalid { findings, .. }) =
        new().host("a").tls(ClientTls::default().mode("MUTUAL")).build()
    else {
        panic!("taken")
    };
    assert_eq!(
        findings.iter().map(|f| f.rule).collect::<Vec<_>>(),
        ["destination-rule-certificate-missing"; 2]
    );
}

/// Every field of the resource definition, in the order in which it is written.
#[test]
fn every_field_is_known() {
    let text = "apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata:
  name: r
  namespace: shop
spec:
  host: cart
  workloadSelector:
    matchLabels:
      app: cart
  trafficPolicy:
    loadBalancer:
      simple: RANDOM
    connectionPool:
      tcp:
        maxConnections: 1
    outlierDetection:
      interval: 1s
    tls:
      mode: MUTUAL
      clientCertificate: /c
      privateKey: /k
      caCertificates: /ca
      caCrl: /crl
      insecureSkipVerify: false
      subjectAltNames:
      - cart.example
      sni: cart.example
    portLevelSettings:
    - port:
        number: 80
      loadBalancer:
        simple: RANDOM
      connectionPool:
        tcp:
          maxConnections: 1
      outlierDetection:
        interval: 1s
      tls:
        mode: SIMPLE
        credentialName: c
    tunnel:
      protocol: CONNECT
      targetHost: a.example
      targetPort: 443
    retryBudget:
      percent: 20
  subsets:
  - name: v1
    labels:
      version: v1
    trafficPolicy:
      proxyProtocol:
        version: V2
  exportTo:
  - '.'
status:
  conditions: []
";
    let manifest = read_yaml(text).remove(0).unwrap();
    assert_eq!(validate(&manifest), []);
    let typed = DestinationRule::try_from(&manifest).unwrap();
    assert_eq!(write_yaml(&[typed.to_manifest()]).unwrap(), text);
}
