"""What is found in manifests."""

from cases import CERT, KEY, b64, case, gateway, https, manifest, secret, thing

TILL = {"name": "till", "namespace": "shop"}
ISSUER = "https://issuer.example"


def till(kind, **spec):
    return manifest(
        kind,
        "security.istio.io/v1",
        metadata=TILL,
        spec={"selector": {"matchLabels": {"app": "till"}}, **spec},
    )


def finding(severity, rule, field):
    return {"severity": severity, "rule": rule, "field": field}


def validate(name, manifests, *findings):
    return case(name, "resources.validate", {"manifests": manifests}, ok=list(findings))


TLS = "spec.servers[0].tls"

VALIDATING = [
    validate(
        "nothing to say",
        [
            gateway(https({"mode": "MUTUAL", "credentialName": "c"})),
            secret(**{"tls.crt": CERT, "tls.key": KEY, "ca.crt": CERT}),
        ],
    ),
    validate(
        "no CA for the clients",
        [
            gateway(https({"mode": "MUTUAL", "credentialName": "c"})),
            secret(**{"tls.crt": CERT, "tls.key": KEY}),
        ],
        finding("error", "secret-missing-ca-crt", f"{TLS}.credentialName"),
    ),
    validate(
        "certificates without a mode",
        [gateway(https({"credentialName": "c"}))],
        finding("warning", "gateway-tls-mode-missing", f"{TLS}.mode"),
    ),
    validate(
        "a misspelt mode",
        [gateway(https({"mode": "DISABLED"}))],
        finding("error", "field-value-unknown", f"{TLS}.mode"),
    ),
    validate(
        "a misspelt field",
        [
            gateway(
                https({"mode": "SIMPLE", "credentialname": "c", "serverCertificate": "a", "privateKey": "b"})
            )
        ],
        finding("warning", "field-unknown", f"{TLS}.credentialname"),
    ),
    validate(
        "several at once",
        [
            gateway(
                https({"mode": "ISTIO_MUTUAL", "credentialName": "c"}, hosts=["shop"]),
                https({"mode": "SIMPLE"}, number=0),
                name="a.b",
            )
        ],
        finding("error", "gateway-name-invalid", "metadata.name"),
        finding("error", "gateway-host-invalid", "spec.servers[0].hosts[0]"),
        finding("error", "gateway-istio-mutual-certificates", f"{TLS}.credentialName"),
        finding("error", "gateway-port-invalid", "spec.servers[1].port.number"),
        finding("error", "gateway-certificate-missing", "spec.servers[1].tls.serverCertificate"),
        finding("error", "gateway-certificate-missing", "spec.servers[1].tls.privateKey"),
        finding("error", "gateway-port-name-twice", "spec.servers[1].port.name"),
    ),
    validate(
        "a Secret encoded twice",
        [secret(**{"tls.crt": b64(CERT), "tls.key": KEY})],
        finding("warning", "secret-encoded-twice", 'data["tls.crt"]'),
    ),
    validate("kinds without a model pass", [manifest("Strange", "example.org/v1", spec={"a": 1})]),
    case(
        "findings with their lines",
        "resources.check_yaml",
        {
            "text": "kind: X\n---\n"
            + thing("a: 1")
            + "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: UPPER\n"
        },
        ok=[
            {"severity": "error", "rule": "manifest-without-kind", "field": "apiVersion", "line": 1},
            {"severity": "error", "rule": "metadata-name-invalid", "field": "metadata.name", "line": 10},
        ],
    ),
    case(
        "a former policy for a port of a service, with tokens",
        "resources.migrate",
        {
            "manifests": [
                manifest(
                    "Policy",
                    "authentication.istio.io/v1alpha1",
                    metadata=TILL,
                    spec={
                        "targets": [{"name": "till", "ports": [{"number": 80}]}],
                        "peers": [{"mtls": {}}],
                        "origins": [{"jwt": {"issuer": ISSUER, "jwksUri": f"{ISSUER}/keys"}}],
                        "principalBinding": "USE_ORIGIN",
                    },
                ),
                manifest(
                    "Service",
                    metadata=TILL,
                    spec={"selector": {"app": "till"}, "ports": [{"port": 80, "targetPort": 8080}]},
                ),
            ]
        },
        ok={
            "manifests": [
                till("PeerAuthentication", portLevelMtls={"8080": {"mode": "STRICT"}}),
                till(
                    "RequestAuthentication",
                    jwtRules=[{"issuer": ISSUER, "jwksUri": f"{ISSUER}/keys", "forwardOriginalToken": True}],
                ),
                till(
                    "AuthorizationPolicy",
                    action="DENY",
                    rules=[
                        {
                            "to": [{"operation": {"ports": ["8080"]}}],
                            "when": [{"key": "request.auth.principal", "notValues": [f"{ISSUER}/*"]}],
                        },
                    ],
                ),
            ],
            "findings": [
                finding("info", "istio-legacy-changed", "spec.origins"),
                finding("info", "istio-legacy-changed", "spec.principalBinding"),
                finding("info", "istio-legacy-changed", "spec.targets[0].ports"),
            ],
        },
    ),
    case(
        "a former policy for a service without ports means its own, not those of another over the same pods",
        "resources.migrate",
        {
            "manifests": [
                manifest(
                    "Policy",
                    "authentication.istio.io/v1alpha1",
                    metadata=TILL,
                    spec={"targets": [{"name": "till"}], "peers": [{"mtls": {"mode": "PERMISSIVE"}}]},
                ),
                manifest(
                    "Service",
                    metadata=TILL,
                    spec={"selector": {"app": "till"}, "ports": [{"port": 80, "targetPort": 8080}]},
                ),
                manifest(
                    "Service",
                    metadata={"name": "adm", "namespace": "shop"},
                    spec={"selector": {"app": "till"}, "ports": [{"port": 81}]},
                ),
            ]
        },
        ok={
            "manifests": [till("PeerAuthentication", portLevelMtls={"8080": {"mode": "PERMISSIVE"}})],
            "findings": [],
        },
    ),
    case(
        "a former policy for a service that is not given",
        "resources.migrate",
        {
            "manifests": [
                manifest(
                    "Policy",
                    "authentication.istio.io/v1alpha1",
                    metadata=TILL,
                    spec={"targets": [{"name": "till"}], "peers": [{"mtls": {"mode": "PERMISSIVE"}}]},
                )
            ]
        },
        ok={
            "manifests": [],
            "findings": [finding("warning", "istio-legacy-not-carried", "spec.targets[0].name")],
        },
    ),
    case(
        "what is no former policy is not given back",
        "resources.migrate",
        {"manifests": [manifest("Service", metadata=TILL)]},
        ok={"manifests": [], "findings": []},
    ),
    case(
        "the settings of a mesh from its ConfigMap, whose names stay as they are",
        "resources.read_mesh_config",
        {
            "document": manifest(
                "ConfigMap",
                metadata={"name": "istio", "namespace": "istio-system"},
                data={
                    "mesh": "trustDomain: prod.example\ntrustDomainAliases: [old.example]\n"
                    "rootNamespace: mesh\n"
                    "defaultConfig: {proxyMetadata: {ISTIO_META_X: a_b}}\n"
                    "meshMTLS: {minProtocolVersion: TLSV1_3}\nenableTracng: true\n"
                },
            )
        },
        ok={
            "config": {
                "rootNamespace": "mesh",
                "trustDomain": "prod.example",
                "trustDomainAliases": ["old.example"],
                "meshMTLS": {"minProtocolVersion": "TLSV1_3"},
                "defaultConfig": {"proxyMetadata": {"ISTIO_META_X": "a_b"}},
                "enableTracng": True,
            },
            "settings": {
                "rootNamespace": "mesh",
                "trustDomain": "prod.example",
                "trustDomainAliases": ["old.example"],
                "acceptedTrustDomains": ["prod.example", "old.example"],
                "enableAutoMtls": True,
                "mtlsMinProtocolVersion": "TLSV1_3",
                "outboundTrafficPolicy": "ALLOW_ANY",
                "pathNormalization": "BASE",
                "numTrustedProxies": 0,
                "forwardClientCertDetails": "SANITIZE_SET",
                "defaultServiceExportTo": ["*"],
                "defaultVirtualServiceExportTo": ["*"],
                "defaultDestinationRuleExportTo": ["*"],
                "extensionProviders": ["prometheus", "stackdriver", "envoy"],
            },
            "findings": [finding("warning", "field-unknown", "data.mesh.enableTracng")],
        },
    ),
    case(
        "an item of a list with two faults, of which one is its type",
        "resources.check_yaml",
        {
            "text": "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Thing\n"
            "- apiVersion: networking.istio.io/v1\n  kind: Gateway\n  metadata: {name: g}\n  spec:\n"
            "    servers:\n    - port: {number: '443', protocol: HTTPS, name: https}\n"
            "      hosts: [a.example]\n      tls:\n        credentialName: c\n"
        },
        ok=[
            {**finding("error", "field-type", "items[1].spec.servers[0].port.number"), "line": 11},
            {**finding("warning", "gateway-tls-mode-missing", f"items[1].{TLS}.mode"), "line": 13},
        ],
    ),
    case(
        "no settings of a mesh",
        "resources.read_mesh_config",
        {"document": manifest("ConfigMap", metadata={"name": "other"}, data={"mesh": "{}"})},
        ok=None,
    ),
]
