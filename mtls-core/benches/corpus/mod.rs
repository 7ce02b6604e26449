//! The manifests of a GitOps repository, as people and tools write them: one stream of [`COUNT`] documents.
//!
//! Always the same text. The benchmarks in Python and Node read it where [`write`] puts it.

use std::fmt::Write as _;
use std::path::Path;

/// Documents in the stream.
pub(crate) const COUNT: usize = 10_000;

const CERTIFICATE: &str = include_str!("../../tests/data/pki/svid.pem");
const KEY: &str = include_str!("../../tests/data/pki/svid.key");
const AUTHORITY: &str = include_str!("../../tests/data/pki/root.pem");

/// The stream.
pub(crate) fn text() -> String {
    let mut out = String::new();
    for n in 0..COUNT {
        if n > 0 {
            out.push_str("---\n");
        }
        document(&mut out, n);
    }
    out
}

/// Puts the stream into `manifests.yaml` of Cargo's directory for temporary files.
pub(crate) fn write(text: &str) {
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("manifests.yaml"), text).unwrap();
}

fn document(out: &mut String, n: usize) {
    match n % 20 {
        0..4 => deployment(out, n),
        4..8 => service(out, n, ""),
        8..11 => config_map(out, n),
        11 => secret(out, n),
        12 => sealed_later(out, n),
        13 | 14 => peer_authentication(out, n),
        15 | 16 => gateway(out, n),
        17 => destination_rule(out, n),
        18 => virtual_service(out, n),
        _ => {
            out.push_str("apiVersion: v1\nkind: List\nitems:\n");
            for item in 0..2 {
                let mut one = String::new();
                service(&mut one, n + item, "  ");
                out.push_str(&one.replacen("  ", "- ", 1));
            }
        }
    }
}

fn deployment(out: &mut String, n: usize) {
    let (team, port) = (n % 37, 8000 + n % 900);
    write!(
        out,
        r#"# Rolled out by the pipeline of team {team}; see the runbook before you scale it.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart-{n}
  namespace: team-{team}
  labels:
    app: cart-{n}
    app.kubernetes.io/name: cart
    app.kubernetes.io/version: "1.{team}"
  annotations:
    kubectl.kubernetes.io/default-container: server
    example.org/on-call: 'yes'
spec:
  replicas: {replicas}
  revisionHistoryLimit: 3
  selector:
    matchLabels: {{app: cart-{n}}}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 0
  template:
    metadata:
      labels:
        app: cart-{n}
        istio.io/rev: default
    spec:
      serviceAccountName: cart
      containers:
        - name: server
          image: registry.example/shop/cart:1.{team}.{n}@sha256:4b6c{n:060}
          args: ["--listen", ":{port}", "--log-level=info"]
          ports:
            - name: http
              containerPort: {port}
              protocol: TCP
          env:
            - name: LISTEN   # host:port
              value: "0.0.0.0:{port}"
            - name: FEATURE_CHECKOUT
              value: "on"
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          resources:
            requests: {{cpu: 100m, memory: 128Mi}}
            limits:
              memory: 256Mi
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
            initialDelaySeconds: 5
            periodSeconds: 10
          volumeMounts:
            - name: config
              mountPath: /etc/cart
              readOnly: true
      volumes:
        - name: config
          configMap:
            name: cart-{n}
            defaultMode: 0444
"#,
        replicas = 1 + n % 5,
    )
    .unwrap();
}

fn service(out: &mut String, n: usize, indent: &str) {
    let lines = format!(
        r#"apiVersion: v1
kind: Service
metadata:
  name: cart-{n}
  namespace: team-{team}
  labels:
    app: cart-{n}
spec:
  selector:
    app: cart-{n}
  ports:
  - name: http
    port: 80
    targetPort: http
    appProtocol: http
  - name: metrics
    port: 9090
    targetPort: 9090
"#,
        team = n % 37,
    );
    for line in lines.lines() {
        writeln!(out, "{indent}{line}").unwrap();
    }
}

fn config_map(out: &mut String, n: usize) {
    write!(
        out,
        r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: cart-{n}
  namespace: team-{team}
data:
  log.level: info
  retries: "3"
  enabled: 'true'
  # Read once at start.
  application.properties: |
    server.port={n}
    server.shutdown=graceful

    spring.datasource.url=jdbc:postgresql://db.team-{team}.svc:5432/cart
    spring.datasource.hikari.maximum-pool-size=10
  nginx.conf: |-
    server {{
      listen 8080;
      location / {{
        proxy_pass http://cart-{n}:80;  # not a comment of YAML
        proxy_set_header Host $host;
      }}
    }}
  motd: >
    Orders of team {team} are served from here;
    ask before you restart number {n}.
  greeting: "Grüße,\n\tcart {n}"
"#,
        team = n % 37,
    )
    .unwrap();
}

fn secret(out: &mut String, n: usize) {
    write!(
        out,
        "apiVersion: v1
kind: Secret
metadata:
  name: public-cert-{n}
  namespace: istio-system
type: kubernetes.io/tls
data:
  tls.crt: {}
  tls.key: {}
  ca.crt: {}
",
        base64(CERTIFICATE),
        base64(KEY),
        base64(AUTHORITY),
    )
    .unwrap();
}

fn sealed_later(out: &mut String, n: usize) {
    write!(
        out,
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: inner-cert-{n}\n  namespace: istio-system\ntype: kubernetes.io/tls\nstringData:\n"
    )
    .unwrap();
    for (entry, text) in [("tls.crt", CERTIFICATE), ("tls.key", KEY)] {
        writeln!(out, "  {entry}: |").unwrap();
        for line in text.lines() {
            writeln!(out, "    {line}").unwrap();
        }
    }
}

fn peer_authentication(out: &mut String, n: usize) {
    write!(
        out,
        "apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata:
  name: cart-{n}
  namespace: team-{team}
spec:
  selector:
    matchLabels:
      app: cart-{n}
  mtls:
    mode: STRICT
  portLevelMtls:
    9090: {{mode: PERMISSIVE}} # scraped from outside the mesh
",
        team = n % 37,
    )
    .unwrap();
}

fn gateway(out: &mut String, n: usize) {
    write!(
        out,
        r#"apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: public-{n}
  namespace: istio-system
  labels: {{team: "{team}"}}
spec:
  selector:
    istio: ingressgateway
  servers:
  - port:
      number: 443
      name: https
      protocol: HTTPS
    hosts:
    - "*.shop-{n}.example"
    - shop-{n}.example
    tls:
      mode: MUTUAL
      credentialName: public-cert-{n}
      minProtocolVersion: TLSV1_3
  - port: {{number: 80, name: http, protocol: HTTP}}
    hosts: ["shop-{n}.example"]
    tls:
      httpsRedirect: true
"#,
        team = n % 37,
    )
    .unwrap();
}

fn destination_rule(out: &mut String, n: usize) {
    write!(
        out,
        r"apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: cart-{n}
  namespace: team-{team}
spec:
  host: cart-{n}.team-{team}.svc.cluster.local
  trafficPolicy:
    tls:
      mode: ISTIO_MUTUAL
    connectionPool:
      tcp: {{maxConnections: 100}}
  subsets:
  - name: v1
    labels:
      version: v1
",
        team = n % 37,
    )
    .unwrap();
}

fn virtual_service(out: &mut String, n: usize) {
    write!(
        out,
        r"apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: cart-{n}
  namespace: team-{team}
spec:
  hosts:
  - shop-{n}.example
  gateways:
  - istio-system/public-{n}
  http:
  - match:
    - uri:
        prefix: /cart
    route:
    - destination:
        host: cart-{n}.team-{team}.svc.cluster.local
        port:
          number: 80
      weight: 100
    timeout: 5s
    retries:
      attempts: 3
      perTryTimeout: 2s
",
        team = n % 37,
    )
    .unwrap();
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}
