//! Building a `VirtualService`, reading and writing one.

use crate::resources::istio::virtual_service::*;
use crate::resources::{build, read_yaml, validate, write_yaml};

#[test]
fn setters_and_options_say_the_same() {
    let egress = Destination::new("egress.istio-system.svc.cluster.local").subset("partner").port(443);
    let set = VirtualService::new("partner", "shop")
        .hosts(["partner.example"])
        .gateways(["mesh", "istio-system/egress"])
        .http(HttpRoute::to(egress).matches([HttpMatch::default().gateways(["mesh"]).port(80)]))
        .http_route("partner.example", 8443)
        .tls_route("partner.example", "partner.example", 443)
        .tcp_route("db.partner.example", 5432)
        .export_to(["."])
        .manifest()
        .unwrap();
    let options = serde_json::json!({
        "name": "partner", "namespace": "shop", "hosts": ["partner.example"], "export_to": ["."],
        "gateways": ["mesh", "istio-system/egress"],
        "http": [
            {"match": [{"gateways": ["mesh"], "port": 80}], "route": [{"destination": {
                "host": "egress.istio-system.svc.cluster.local", "subset": "partner", "port": {"number": 443},
            }}]},
            {"route": [{"destination": {"host": "partner.example", "port": {"number": 8443}}}]},
        ],
        "tls": [{
            "match": [{"sni_hosts": ["partner.example"]}],
            "route": [{"destination": {"host": "partner.example", "port": {"number": 443}}}],
        }],
        "tcp": [{"route": [{"destination": {"host": "db.partner.example", "port": {"number": 5432}}}]}],
    });
    assert_eq!(build("networking.istio.io/VirtualService", options).unwrap(), set);
    let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
    assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set);
}

/// Every field of the resource definition, in the order in which it is written.
#[test]
fn every_field_is_known() {
    let text = "apiVersion: networking.istio.io/v1alpha3
kind: VirtualService
metadata:
  name: v
  namespace: shop
spec:
  hosts:
  - shop.example
  gateways:
  - istio-system/public
  http:
  - name: cart
    match:
    - name: items
      uri:
        prefix: /cart
      scheme:
        exact: https
      method:
        regex: GET|POST
      authority:
        exact: shop.example
      headers:
        x-group: {}
      port: 443
      sourceLabels:
        app: web
      gateways:
      - istio-system/public
      queryParams:
        q:
          exact: a
      ignoreUriCase: true
      withoutHeaders:
        x-old:
          regex: \"*\"
      sourceNamespace: web
      statPrefix: cart
    route:
    - destination:
        host: cart
        subset: v1
        port:
          number: 8080
      weight: 100
      headers:
        request:
          remove:
          - x-old
    rewrite:
      uri: /
    timeout: 10s
    retries:
      attempts: 2
    fault:
      abort:
        httpStatus: 500
    mirror:
      host: copy
    mirrorPercent: 1
    mirrorPercentage:
      value: 1
    corsPolicy:
      allowCredentials: true
    headers:
      response:
        set:
          x-by: cart
  - match:
    - uri:
        exact: /old
    redirect:
      uri: /new
  - match:
    - uri:
        exact: /down
    directResponse:
      status: 503
  - match:
    - uri:
        prefix: /orders
    delegate:
      name: orders
      namespace: orders
  - route:
    - destination:
        host: web
    mirrors:
    - destination:
        host: copy
      percentage:
        value: 1
  tls:
  - match:
    - sniHosts:
      - shop.example
      destinationSubnets:
      - 10.0.0.0/8
      port: 443
      sourceLabels:
        app: web
      gateways:
      - mesh
      sourceNamespace: web
    route:
    - destination:
        host: cart
      weight: 1
  tcp:
  - match:
    - destinationSubnets:
      - 10.0.0.0/24
      port: 5432
      sourceSubnet: 10.0.0.0/8
      sourceLabels:
        app: web
      gateways:
      - mesh
      sourceNamespace: web
    route:
    - destination:
        host: db
      weight: 1
  exportTo:
  - \"*\"
status:
  conditions: []
";
    let manifest = read_yaml(text).remove(0).unwrap();
    assert_eq!(validate(&manifest), []);
    let typed = VirtualService::try_from(&manifest).unwrap();
    assert_eq!(write_yaml(&[typed.to_manifest()]).unwrap(), text);
}
