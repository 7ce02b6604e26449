#!/usr/bin/env python3
"""Writes resources.json and recipes.json anew.

What is expected is written here by hand; the manifests that the recipe gives come from its golden
files, read by PyYAML. Run it in this directory; needs python3 and PyYAML.
"""

import base64
import copy
import json
import pathlib

import yaml

DATA = pathlib.Path("../data/recipes")
AT = 1_800_000_000  # 2027-01-15T08:00:00Z, inside the century of the certificates
ISTIO = "networking.istio.io/v1"
CERT = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"


def case(name, op, args, **expected):
    return {"name": name, "op": op, "args": args, **expected}


def b64(text):
    return base64.b64encode(text.encode()).decode()


def manifest(kind, api_version="v1", **fields):
    return {"apiVersion": api_version, "kind": kind, **fields}


def gateway(*servers, name="g"):
    return manifest(
        "Gateway", ISTIO, metadata={"name": name, "namespace": "shop"}, spec={"servers": list(servers)}
    )


def https(tls, number=443, name="https", hosts=("*.shop.example",)):
    return {"hosts": list(hosts), "port": {"number": number, "name": name, "protocol": "HTTPS"}, "tls": tls}


def secret(name="c", **entries):
    return manifest(
        "Secret", metadata={"name": name}, data={key: b64(value) for key, value in entries.items()}
    )


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


def thing(text):
    return f"apiVersion: v1\nkind: Thing\n{text}\n"


def read(name, text, **expected):
    return case(name, "resources.read_yaml", {"text": text}, **expected)


def validate(name, manifests, *findings):
    return case(name, "resources.validate", {"manifests": manifests}, ok=list(findings))


TLS = "spec.servers[0].tls"
RESOURCES = [
    # Reading YAML as kubectl does
    read(
        "booleans of YAML 1.1",
        thing("a: [on, off, yes, no, 'on', y]"),
        ok=[manifest("Thing", a=[True, False, True, False, "on", True])],
    ),
    read("octal numbers of YAML 1.1", thing("mode: 0644"), ok=[manifest("Thing", mode=420)]),
    read(
        "times and dates stay text",
        thing("a: [12:30:45, 2026-11-20, 1.2.3]"),
        ok=[manifest("Thing", a=["12:30:45", "2026-11-20", "1.2.3"])],
    ),
    read("keys become text", thing("8080: a\noff: b"), ok=[manifest("Thing", **{"8080": "a", "false": "b"})]),
    read(
        "anchors and merge keys are resolved",
        thing("a: &a {x: 1}\nb: {<<: *a, z: 2}"),
        ok=[manifest("Thing", a={"x": 1}, b={"x": 1, "z": 2})],
    ),
    read(
        "a stream of documents, empty ones left out",
        thing("a: 1") + "---\n# none\n---\n" + thing("a: 2"),
        ok=[manifest("Thing", a=1), manifest("Thing", a=2)],
    ),
    read(
        "JSON is YAML",
        '{"apiVersion": "v1", "kind": "Thing", "a": ["\\u00e9", 1.5, -3, null]}',
        ok=[manifest("Thing", a=["é", 1.5, -3, None])],
    ),
    read("an empty text holds nothing", "", ok=[]),
    read("a key twice", thing("a: 1\na: 2"), error="yaml-duplicate-key"),
    read("a key twice after conversion", thing("80: 1\n'80': 2"), error="yaml-duplicate-key"),
    read("an open bracket", thing("a: ["), error="yaml-syntax"),
    read("a tab for indentation", thing("a:\n\t- b"), error="yaml-syntax"),
    read(
        "a template that was not rendered", thing("  name: {{ .Values.name }}\n  a: b"), error="yaml-syntax"
    ),
    read("infinity", thing("a: .inf"), error="yaml-syntax"),
    read("an anchor that holds itself", thing("a: &a [*a]"), error="yaml-syntax"),
    read("nesting without end", "a: " + "[" * 2000, error="manifest-limit-exceeded"),
    read(
        "aliases that explode",
        thing(
            "a0: &a0 [x,x,x,x,x,x,x,x]\n"
            + "\n".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 8)}]" for i in range(1, 12))
        ),
        error="manifest-limit-exceeded",
    ),
    read("a list", "- a\n", error="manifest-not-a-map"),
    read("a word", "hello", error="manifest-not-a-map"),
    read("no kind", "apiVersion: v1\n", error="manifest-without-kind"),
    read("an empty apiVersion", "apiVersion: ''\nkind: X\n", error="manifest-without-kind"),
    case(
        "binary",
        "resources.read_yaml",
        {"text_b64": base64.b64encode(b"a: \xff").decode()},
        error="manifest-not-text",
    ),
    # JSON
    case(
        "a list of JSON objects",
        "resources.read_json",
        {"text": json.dumps([manifest("A"), manifest("B", n=2**53 - 1)])},
        ok=[manifest("A"), manifest("B", n=2**53 - 1)],
    ),
    case("half a JSON text", "resources.read_json", {"text": '{"apiVersion": "v1"'}, error="json-syntax"),
    case(
        "a JSON key twice",
        "resources.read_json",
        {"text": '{"apiVersion": "v1", "kind": "A", "kind": "B"}'},
        error="yaml-duplicate-key",
    ),
    # Writing
    case(
        "known fields in the order of the schema, what YAML 1.1 misreads in quotes",
        "resources.write_yaml",
        {
            "manifests": [
                gateway(https({"credentialName": "on", "mode": "SIMPLE"})),
                manifest("Thing", metadata={"labels": {"a": "0644"}, "name": "y"}),
            ]
        },
        ok=f"""apiVersion: {ISTIO}
kind: Gateway
metadata:
  name: g
  namespace: shop
spec:
  servers:
  - port:
      number: 443
      protocol: HTTPS
      name: https
    hosts:
    - "*.shop.example"
    tls:
      mode: SIMPLE
      credentialName: "on"
---
apiVersion: v1
kind: Thing
metadata:
  name: "y"
  labels:
    a: "0644"
""",
    ),
    case(
        "PEM as a block",
        "resources.write_yaml_value",
        {"value": {"ca": CERT}},
        ok="ca: |\n  -----BEGIN CERTIFICATE-----\n  MAA=\n  -----END CERTIFICATE-----\n",
    ),
    case(
        "JSON over several lines",
        "resources.write_json",
        {"manifest": manifest("Thing", spec={"a": 1})},
        ok='{\n  "apiVersion": "v1",\n  "kind": "Thing",\n  "spec": {\n    "a": 1\n  }\n}',
    ),
    case(
        "what is no manifest is not written",
        "resources.write_json",
        {"manifest": {"kind": "Thing"}},
        error="manifest-without-kind",
    ),
    # Builders
    case(
        "a gateway that demands client certificates",
        "resources.gateway",
        {
            "options": {
                "name": "public",
                "namespace": "istio-system",
                "selector": {"istio": "ingressgateway"},
                "servers": [
                    {"port": 80, "hosts": ["*.shop.example"], "redirect_to_https": True},
                    {
                        "port": 443,
                        "hosts": ["*.shop.example"],
                        "mode": "MUTUAL",
                        "credential_name": "public-cert",
                        "min_version": "TLSV1_2",
                    },
                ],
            }
        },
        ok=manifest(
            "Gateway",
            ISTIO,
            metadata={"name": "public", "namespace": "istio-system"},
            spec={
                "selector": {"istio": "ingressgateway"},
                "servers": [
                    {
                        "port": {"number": 80, "protocol": "HTTP", "name": "http-80"},
                        "hosts": ["*.shop.example"],
                        "tls": {"httpsRedirect": True},
                    },
                    {
                        "port": {"number": 443, "protocol": "HTTPS", "name": "https-443"},
                        "hosts": ["*.shop.example"],
                        "tls": {
                            "mode": "MUTUAL",
                            "credentialName": "public-cert",
                            "minProtocolVersion": "TLSV1_2",
                        },
                    },
                ],
            },
        ),
    ),
    case(
        "options in camelCase",
        "resources.gateway",
        {
            "options": {
                "name": "g",
                "apiVersion": "networking.istio.io/v1beta1",
                "servers": [{"port": 443, "hosts": ["*"], "mode": "SIMPLE", "credentialName": "c"}],
            }
        },
        ok=manifest(
            "Gateway",
            "networking.istio.io/v1beta1",
            metadata={"name": "g"},
            spec={
                "servers": [
                    {
                        "port": {"number": 443, "protocol": "HTTPS", "name": "https-443"},
                        "hosts": ["*"],
                        "tls": {"mode": "SIMPLE", "credentialName": "c"},
                    }
                ]
            },
        ),
    ),
    case(
        "a misspelt option",
        "resources.gateway",
        {"options": {"nam": "g", "servers": []}},
        error="options-invalid",
    ),
    case(
        "a mode that is none",
        "resources.gateway",
        {"options": {"name": "g", "servers": [{"port": 443, "hosts": ["*"], "mode": "MUTAL"}]}},
        error="options-invalid",
    ),
    case(
        "HTTPS without TLS settings",
        "resources.gateway",
        {"options": {"name": "g", "servers": [{"port": 443, "hosts": ["*"]}]}},
        error="manifest-invalid",
    ),
    case(
        "a port beyond 65535",
        "resources.gateway",
        {
            "options": {
                "name": "g",
                "servers": [{"port": 70000, "hosts": ["*"], "mode": "SIMPLE", "credential_name": "c"}],
            }
        },
        error="manifest-invalid",
    ),
    case(
        "a TLS Secret",
        "resources.secret",
        {"options": {"name": "c", "namespace": "shop", "cert": CERT, "key": KEY, "ca": CERT}},
        ok=manifest(
            "Secret",
            metadata={"name": "c", "namespace": "shop"},
            type="kubernetes.io/tls",
            data={"tls.crt": b64(CERT), "tls.key": b64(KEY), "ca.crt": b64(CERT)},
        ),
    ),
    case(
        "a generic Secret",
        "resources.secret",
        {"options": {"name": "c", "form": "generic", "cert": CERT, "key": KEY, "ca": CERT}},
        ok=manifest(
            "Secret",
            metadata={"name": "c"},
            type="Opaque",
            data={"cert": b64(CERT), "key": b64(KEY), "cacert": b64(CERT)},
        ),
    ),
    case(
        "the Secret with the CA alone",
        "resources.secret",
        {"options": {"name": "c", "form": "cacert", "ca": CERT}},
        ok=manifest("Secret", metadata={"name": "c-cacert"}, type="Opaque", data={"cacert": b64(CERT)}),
    ),
    case(
        "a key where a certificate is expected",
        "resources.secret",
        {"options": {"name": "c", "cert": KEY, "key": KEY}},
        error="manifest-invalid",
    ),
    case(
        "a Secret without a name",
        "resources.secret",
        {"options": {"cert": CERT, "key": KEY}},
        error="options-invalid",
    ),
    # Validation
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
                    "mesh": "trustDomain: prod.example\ntrustDomainAliases: [old.example]\nrootNamespace: mesh\n"
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
        "no settings of a mesh",
        "resources.read_mesh_config",
        {"document": manifest("ConfigMap", metadata={"name": "other"}, data={"mesh": "{}"})},
        ok=None,
    ),
]


def pem(name):
    return (DATA / name).read_text()


def manifests(name):
    return list(yaml.safe_load_all((DATA / "cloudflare_origin" / name).read_text()))


def origin(name, change=None, **expected):
    options = {
        "hosts": ["*.shop.example"],
        "certificate": pem("cloudflare_origin/origin.pem"),
        "key": pem("cloudflare_origin/origin.key"),
        "client_ca": pem("cloudflare_origin/pull-ca.pem"),
        "pull": "zone",
        "at": AT,
        **(change or {}),
    }
    options = {key: value for key, value in options.items() if value is not None}
    return case(name, "recipes.cloudflare_origin", {"options": options}, **expected)


def output(golden="manifests.yaml", values=None, beside=None, rules=()):
    return {
        "manifests": manifests(golden),
        "values": values and (DATA / "cloudflare_origin" / values).read_text(),
        "beside_values": manifests(beside) if beside else [],
        "rules": list(rules),
    }


def big_bang(expected, namespace):
    """The same in the namespace of the chart's gateways, for the pods of this gateway."""
    secret, gateway = copy.deepcopy(expected["manifests"])
    for one in (secret, gateway):
        one["metadata"]["namespace"] = namespace
    gateway["spec"]["selector"] = {"app": "public-ingressgateway"}
    return {**expected, "manifests": [secret, gateway]}


RECIPES = [
    origin("a certificate of one's own for the zone", ok=output()),
    origin(
        "the CA in a Secret of its own",
        {"secret_form": "apart", "labels": {"app.kubernetes.io/part-of": "edge"}},
        ok=output("manifests-ca-apart.yaml"),
    ),
    origin(
        "values for Big Bang 2.5",
        {"big_bang": "2.5.0"},
        ok=big_bang(output(values="big-bang-2.5.yaml", beside="big-bang-2.5-beside.yaml"), "istio-system"),
    ),
    origin(
        "values for Big Bang 2.9",
        {"big_bang": "2.9.0"},
        ok=big_bang(output(values="big-bang-2.9.yaml"), "istio-system"),
    ),
    origin(
        "values for Big Bang 3",
        {"big_bang": "3.30.0"},
        ok=big_bang(output(values="big-bang-3.yaml"), "istio-gateway"),
    ),
    origin(
        "a namespace where Big Bang 3 has no gateways",
        {"big_bang": "3.30.0", "namespace": "istio-system"},
        error="options-invalid",
    ),
    origin(
        "a name of the Secret that Big Bang 2 does not take",
        {"big_bang": "2.9.0", "credential": "mine"},
        error="options-invalid",
    ),
    origin(
        "a label that all gateways of Big Bang have",
        {"big_bang": "3.30.0", "selector": {"istio": "ingressgateway"}},
        error="options-invalid",
    ),
    origin("a misspelt option", {"host": "a"}, error="options-invalid"),
    origin("no key", {"key": None}, error="options-invalid"),
    origin("a level that is none", {"pull": "global"}, error="options-invalid"),
    origin("an unknown version of Big Bang", {"big_bang": "2.1"}, error="big-bang-version-unknown"),
    origin(
        "a key where the certificate is expected",
        {"certificate": pem("cloudflare_origin/origin.key")},
        error="wrong-kind",
    ),
    origin("a key of another certificate", {"key": pem("../pki/svid.key")}, error="recipe-material-refused"),
    origin(
        "a host that the certificate is not for",
        {"hosts": ["a.b.shop.example"]},
        error="recipe-material-refused",
    ),
    origin(
        "the server certificate as CA of the clients",
        {"client_ca": pem("cloudflare_origin/origin.pem")},
        error="recipe-material-refused",
    ),
    origin(
        "Cloudflare's Origin CA as CA of the clients",
        {"client_ca": pem("cloudflare/origin-ca-rsa.pem")},
        error="recipe-material-refused",
    ),
    origin(
        "the stale shared CA",
        {"client_ca": pem("cloudflare/origin-pull-2020.pem"), "pull": "shared"},
        error="recipe-material-refused",
    ),
    origin("an expired certificate", {"at": AT + 200 * 365 * 86_400}, error="recipe-material-refused"),
]

SHARED = yaml.safe_load_all((DATA / "cloudflare_origin/manifests.yaml").read_text())
SHARED_SECRET, SHARED_GATEWAY = SHARED
SHARED_SECRET["data"]["ca.crt"] = b64(pem("cloudflare/origin-pull-2029.pem"))
RECIPES.append(
    origin(
        "the shared CA carries a warning",
        {"client_ca": pem("cloudflare/origin-pull-2029.pem"), "pull": "shared"},
        ok={
            "manifests": [SHARED_SECRET, SHARED_GATEWAY],
            "values": None,
            "beside_values": [],
            "rules": ["cloudflare-shared-ca"],
        },
    )
)


CLIENTS = {
    "mesh": {"host": "nginx-mtls.common-ca.local", "name": "nginx-mtls-common-ca", "port": 8443},
    "gateway": {
        "host": "nginx-mtls.diff-ca.local",
        "name": "nginx-mtls-diff-ca",
        "port": 9443,
        "ca": pem("egress_mtls/enterprise-ca.pem"),
        "certificate": pem("egress_mtls/gateway.pem"),
        "key": pem("egress_mtls/gateway.key"),
        "credential": "nginx-mtls-external",
    },
    "application": {
        "host": "nginx-mtls.diff-ca.local",
        "name": "nginx-mtls-diff-ca",
        "port": 9443,
        "ca": pem("egress_mtls/enterprise-ca.pem"),
        "mount_path": "/etc/certs",
        "applications": [
            {
                "name": "till",
                "certificate": pem("egress_mtls/till.pem"),
                "key": pem("egress_mtls/till.key"),
            }
        ],
    },
}


def golden(recipe, name):
    return list(yaml.safe_load_all((DATA / recipe / name).read_text()))


def egress(name, client, change=None, **expected):
    options = {"client": client, "addresses": ["10.1.1.4"], "at": AT, **CLIENTS[client], **(change or {})}
    options = {key: value for key, value in options.items() if value is not None}
    return case(name, "recipes.egress_mtls", {"options": options}, **expected)


def without(kept, name):
    return [one for one in kept if one["metadata"]["name"] not in name]


RECIPES += [
    egress(
        "a service outside is shown the mesh's own certificate",
        "mesh",
        ok={"manifests": golden("egress_mtls", "mesh.yaml"), "files": {}, "rules": []},
    ),
    egress(
        "a service outside is shown one certificate by the egress gateway",
        "gateway",
        ok={"manifests": golden("egress_mtls", "gateway.yaml"), "files": {}, "rules": []},
    ),
    egress(
        "a service outside is shown a certificate for each application",
        "application",
        ok={
            "manifests": without(golden("egress_mtls", "application.yaml"), ["curl", "nginx-mtls-external"]),
            "files": {"till.patch.yaml": pem("egress_mtls/till.patch.yaml")},
            "rules": [],
        },
    ),
    egress("no certificate for the gateway", "gateway", {"certificate": None}, error="options-invalid"),
    egress("a gateway where the mesh has none", "mesh", {"gateway": "egress"}, error="options-invalid"),
    egress("a client that is none", "mesh", {"client": "sidecar"}, error="options-invalid"),
    egress("a wildcard is no service", "mesh", {"host": "*.partner.example"}, error="options-invalid"),
    egress(
        "the gateway's key of another certificate",
        "gateway",
        {"key": pem("egress_mtls/till.key")},
        error="recipe-material-refused",
    ),
    egress(
        "a server's certificate where a client's is needed",
        "gateway",
        {"certificate": pem("virtual_clusters/wildcard.pem"), "key": pem("virtual_clusters/wildcard.key")},
        error="recipe-material-refused",
    ),
    egress(
        "a certificate that is no CA as the service's CA",
        "gateway",
        {"ca": pem("egress_mtls/gateway.pem")},
        error="recipe-material-refused",
    ),
    egress("a key in place of the CA", "gateway", {"ca": pem("egress_mtls/till.key")}, error="wrong-kind"),
]


def environments(name, change=None, **expected):
    def tokens(audience):
        return {"auth0": "storefront-demo.auth0.com", "audiences": [audience]}

    options = {
        "domain": "api.storefront.example",
        "name": "storefront",
        "clusters": [
            {"namespace": "dev"},
            {"namespace": "test"},
            {"namespace": "uat", "jwt": tokens("storefront-api-uat")},
        ],
        "jwt": tokens("storefront-api-dev-test"),
        "routes": [
            {"prefix": f"/{service}", "service": service, "port": 8080}
            for service in ("accounts", "fulfillment", "orders")
        ],
        "outside": [
            {"mongodb_atlas": "ab1cd.gcp.mongodb.net"},
            {"confluent_kafka": "pkc-lo894.us-central1.gcp.confluent.cloud"},
        ],
        "certificate": pem("virtual_clusters/wildcard.pem"),
        "key": pem("virtual_clusters/wildcard.key"),
        "dns": {
            "zone": "storefront.example",
            "soa": "ns-cloud-d1.googledomains.com. cloud-dns-hostmaster.google.com. 54 21600 3600 259200 300",
            "old_addresses": ["203.0.113.1"],
            "new_addresses": ["203.0.113.7"],
        },
        "at": AT,
        **(change or {}),
    }
    options = {key: value for key, value in options.items() if value is not None}
    return case(name, "recipes.virtual_clusters", {"options": options}, **expected)


def moved(**change):
    return {"dns": {**environments("")["args"]["options"]["dns"], **change}}


RECIPES += [
    environments(
        "three environments with tokens and DNS records",
        ok={
            "manifests": golden("virtual_clusters", "manifests.yaml"),
            "files": {"transaction.yaml": pem("virtual_clusters/transaction.yaml")},
            "rules": [],
        },
    ),
    environments(
        "the usual environments, redirected and by a revision",
        {
            "name": None,
            "clusters": None,
            "jwt": None,
            "routes": [{"prefix": "/", "service": "web", "port": 80}],
            "outside": None,
            "dns": None,
            "revision": "1-28",
            "redirect_http": True,
            "labels": {"team": "storefront"},
        },
        ok={
            "manifests": golden("virtual_clusters", "manifests-redirect.yaml"),
            "files": {},
            "rules": [],
        },
    ),
    environments(
        "Auth0's issuer without its slash",
        {"jwt": {"issuer": "https://storefront-demo.auth0.com", "audiences": ["a"]}},
        error="options-invalid",
    ),
    environments("tokens for any audience", {"jwt": {"auth0": "a.auth0.com"}}, error="options-invalid"),
    environments(
        "a private key among those that check tokens",
        {
            "jwt": {
                "issuer": "https://a.example",
                "audiences": ["a"],
                "jwks": json.dumps({"keys": [{"kty": "oct", "k": "AAAA"}]}),
            }
        },
        error="options-invalid",
    ),
    environments(
        "an environment in the root namespace",
        {"clusters": [{"namespace": "istio-system"}], "gateway_namespace": "edge"},
        error="options-invalid",
    ),
    environments("no routes", {"routes": None}, error="options-invalid"),
    environments("a misspelt environment", {"clusters": [{"namspace": "dev"}]}, error="options-invalid"),
    environments(
        "a host two labels below the wildcard",
        {"clusters": [{"namespace": "dev", "host": "dev.eu.api.storefront.example"}]},
        error="recipe-material-refused",
    ),
    environments("an SOA record without a number", moved(soa="a. b. c 1 2 3 4"), error="options-invalid"),
    environments(
        "a host twice, with a dot and without",
        {"clusters": [{"namespace": "dev"}, {"namespace": "qa", "host": "dev.api.storefront.example."}]},
        error="options-invalid",
    ),
    environments(
        "an SOA record with more blanks than Cloud DNS has",
        moved(
            soa="ns-cloud-d1.googledomains.com.  cloud-dns-hostmaster.google.com. 54  21600 3600 259200\t300"
        ),
        ok={
            "manifests": golden("virtual_clusters", "manifests.yaml"),
            "files": {"transaction.yaml": pem("virtual_clusters/transaction.yaml")},
            "rules": [],
        },
    ),
    environments("the same addresses again", moved(new_addresses=["203.0.113.1"]), error="options-invalid"),
    environments("another zone", moved(zone="shop.example"), error="options-invalid"),
    environments("an expired wildcard", {"at": AT + 200 * 365 * 86_400}, error="recipe-material-refused"),
]

TAG = "4714c1358e65fe4b408ad6d432a5f878f08194bdb4752441fd56faefa9b2b6f2"
ACCESS = {
    "team": "cosmology",
    "audiences": [TAG],
    "service_tokens": ["88bf3b6d86161464f6509f7219099e57.access"],
}
ARN = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11112222-3333-4444-5555-666677778888"


CALLER = "cluster-a.ew.bp/ns/app-a/sa/sa-a"


def cacerts(name, root="root"):
    files = {"ca-cert.pem": name, "cert-chain.pem": name, "root-cert.pem": root}
    entries = {entry: pem(f"mesh/{file}.pem") for entry, file in files.items()}
    return {**entries, "ca-key.pem": pem(f"mesh/{name}.key")}


def member(letter, **more):
    server = {
        "server": f"https://{letter}.eks.example:443",
        "ca": pem("mesh/root.pem"),
        "token": f"reader-of-{letter}",
    }
    return {
        "name": f"cluster-{letter}",
        "trust_domain": f"cluster-{letter}.ew.bp",
        "network": f"vpc-{letter}",
        "api_server": server,
        **more,
    }


def mesh(name, change=None, own=True, **expected):
    members = [
        member(letter, **({"cacerts": cacerts(f"cluster-{letter}")} if own else {})) for letter in "ab"
    ]
    access = {
        "cluster": "cluster-b",
        "namespace": "app-b",
        "name": "app-b-authz-rw",
        "labels": {"app.kubernetes.io/instance": "app-b", "app.kubernetes.io/name": "app-b"},
        "principals": ["cluster-a.ew.bp/ns/app-a/sa/sa-a"],
    }
    options = {"mesh": "bitpanda", "clusters": members, "access": [access], "at": AT, **(change or {})}
    return case(name, "recipes.multi_cluster_mesh", {"options": options}, **expected)


def clusters(directory, *files):
    return [
        {
            "cluster": name,
            "manifests": golden(directory, f"{name}.yaml"),
            "files": {file: pem(f"{directory}/{name}-{file}") for file in files},
            "rules": [],
        }
        for name in ("cluster-a", "cluster-b")
    ]


def moving(letter):
    return {
        "name": f"cluster-{letter}",
        "current": cacerts(f"cluster-{letter}"),
        "next": cacerts(f"next-cluster-{letter}", "next-root"),
    }


def rotation(name, options, before=("root",), after=("next-root",), **more):
    """`more` is of the plan, or what is expected."""
    expected = {key: more.pop(key) for key in ("ok", "error") if key in more}
    plan = {
        "trust_domain": "cluster-a.ew.bp",
        "old": [pem(f"mesh/{root}.pem") for root in before],
        "new": [pem(f"mesh/{root}.pem") for root in after],
        "start": AT,
        "svid_lifetime": 86_400,
        "switch_window": 600,
        **more,
    }
    return case(name, "recipes.root_rotation", {"plan": plan, "options": options}, **expected)


ISTIOD = "kubectl rollout restart deployment/istiod -n istio-system"
ZTUNNEL = "kubectl rollout restart daemonset/ztunnel -n istio-system  # ambient mode alone"
CSR = "kubectl rollout restart deployment/cert-manager-istio-csr -n cert-manager"


def stages(directory, names, *steps, rules=()):
    """`steps` are kind, begin and end in seconds after the first, what restarts; `rules` of each output."""
    told = []
    for kind, begins, ends, restarts in steps:
        outputs = []
        for name in names:
            manifests = golden(directory, f"{kind}-{name}.yaml") if restarts else []
            values = "istiod-values.yaml"
            first = not told and (DATA / directory / values).exists()
            files = {values: pem(f"{directory}/{values}")} if first else {}
            outputs.append({"cluster": name, "manifests": manifests, "files": files, "rules": list(rules)})
        told.append(
            {
                "kind": kind,
                "not_before": AT + begins,
                "until": AT + ends,
                "restarts": restarts,
                "clusters": outputs,
            }
        )
    return told


def way_out(name, change=None, **expected):
    options = {
        "host": "egress.mesh.internal",
        "identity": "spiffe://cluster.local/ns/egress/sa/egress-proxy",
        "addresses": ["192.0.2.7"],
        "rules": [
            {
                "name": "trusted-services",
                "namespace": "trusted",
                "hosts": ["bank.example", "*.partner.example"],
                "ports": [80, 443],
                "action": "allow",
            },
            {
                "name": "untrusted-sleep",
                "namespace": "untrusted",
                "service_account": "sleep",
                "hosts": ["*.partner.example"],
                "ports": [443],
                "action": "inspect",
            },
        ],
        **(change or {}),
    }
    return case(name, "recipes.egress_proxy", {"options": options}, **expected)


def way(file):
    settings = {"egress-proxy.yaml": pem("egress_proxy/egress-proxy.yaml")}
    return {"manifests": golden("egress_proxy", file), "files": settings, "rules": []}


INGRESS = {
    "cluster": "cluster-b",
    "hosts": ["api.ew.example"],
    "certificate": pem("mesh/gateway.pem"),
    "key": pem("mesh/gateway.key"),
    "client_ca": pem("mesh/customers.pem"),
}

RECIPES += [
    origin(
        "tokens of Cloudflare Access are demanded", {"access": ACCESS}, ok=output("manifests-access.yaml")
    ),
    origin(
        "a team with its domain",
        {"access": {**ACCESS, "team": "cosmology.cloudflareaccess.com"}},
        error="recipe-material-refused",
    ),
    origin(
        "the shared CA where the zone's own is meant",
        {"client_ca": pem("cloudflare/origin-pull-2029.pem")},
        error="recipe-material-refused",
    ),
    origin("tokens for no application", {"access": {"team": "cosmology"}}, error="options-invalid"),
    mesh(
        "a mesh over two clusters with CAs of their own",
        {"permissive_namespaces": ["legacy"], "ingress": [INGRESS]},
        ok=clusters("multi_cluster_mesh", "istiod-values.yaml"),
    ),
    mesh(
        "a mesh under AWS Private CA",
        {
            "aws_pca": {
                "arn": ARN,
                "root": pem("mesh/root.pem"),
                "role": "arn:aws:iam::123456789012:role/mesh-ca",
            }
        },
        own=False,
        ok=clusters("multi_cluster_mesh/aws", "istiod-values.yaml", "istio-csr-values.yaml"),
    ),
    mesh(
        "two policies of one name",
        {
            "access": [
                {"cluster": "cluster-b", "namespace": "app-b", "labels": {"app": app}, "principals": [CALLER]}
                for app in ("one", "two")
            ]
        },
        error="recipe-material-refused",
    ),
    mesh(
        "a policy in the root namespace",
        {"access": [{"cluster": "cluster-b", "namespace": "istio-system", "principals": [CALLER]}]},
        error="recipe-material-refused",
    ),
    mesh("clusters without a CA", own=False, error="recipe-material-refused"),
    mesh(
        "a trust domain with an underscore",
        {"clusters": [member("a", trust_domain="cluster_a.ew.bp", cacerts=cacerts("cluster-a"))]},
        error="recipe-material-refused",
    ),
    mesh(
        "a cluster under another root",
        {
            "clusters": [
                member("a", cacerts=cacerts("next-cluster-a", "next-root")),
                member("b", cacerts=cacerts("cluster-b")),
            ]
        },
        error="recipe-material-refused",
    ),
    mesh("a mesh without clusters", {"clusters": None}, error="options-invalid"),
    rotation(
        "a mesh gets another root",
        {"clusters": [moving("a"), moving("b")], "bundle": "mesh-roots"},
        switch_window=3600,
        ok=stages(
            "root_rotation",
            ("cluster-a", "cluster-b"),
            ("publish", 0, 0, [ISTIOD, ZTUNNEL]),
            ("await-bundles", 0, 1500, []),
            ("switch", 1500, 5100, [ISTIOD]),
            ("await-svids", 5100, 91_500, []),
            ("retire", 91_500, 91_500, [ISTIOD, ZTUNNEL]),
        ),
    ),
    rotation(
        "a root goes without a successor",
        {"clusters": [moving("a")]},
        before=("root", "next-root"),
        ok=stages(
            "root_rotation/goes",
            ("cluster-a",),
            ("switch", 0, 600, [ISTIOD]),
            ("await-svids", 600, 87_000, []),
            ("retire", 87_000, 87_000, [ISTIOD, ZTUNNEL]),
        ),
    ),
    rotation(
        "another root in AWS Private CA",
        {"clusters": [{"name": "cluster-a"}], "aws_pca": {"arn": ARN, "root": pem("mesh/next-root.pem")}},
        svid_lifetime=3600,
        refresh_hint=3600,
        ok=stages(
            "root_rotation/aws",
            ("cluster-a",),
            ("publish", 0, 0, [CSR, ISTIOD, ZTUNNEL]),
            ("await-bundles", 0, 18_000, []),
            ("switch", 18_000, 18_600, ["cmctl renew istio-ca -n istio-system", CSR]),
            ("await-svids", 18_600, 22_200, []),
            ("retire", 22_200, 22_200, [CSR, ISTIOD, ZTUNNEL]),
        ),
    ),
    rotation(
        "one istiod switches at once, without a window",
        {"clusters": [moving("a")]},
        before=("root", "next-root"),
        switch_window=0,
        ok=stages(
            "root_rotation/goes",
            ("cluster-a",),
            ("switch", 0, 0, [ISTIOD]),
            ("await-svids", 0, 86_400, []),
            ("retire", 86_400, 86_400, [ISTIOD, ZTUNNEL]),
            rules=["rotation-window-short"],
        ),
    ),
    rotation(
        "cert-manager has no window to issue in",
        {"clusters": [{"name": "cluster-a"}], "aws_pca": {"arn": ARN, "root": pem("mesh/next-root.pem")}},
        svid_lifetime=3600,
        refresh_hint=3600,
        switch_window=0,
        error="recipe-material-refused",
    ),
    rotation(
        "two clusters have no window to switch in",
        {"clusters": [moving("a"), moving("b")]},
        switch_window=0,
        error="recipe-material-refused",
    ),
    rotation(
        "a switch before the proxies of istio-csr know the new root",
        {"clusters": [{"name": "cluster-a"}], "aws_pca": {"arn": ARN, "root": pem("mesh/next-root.pem")}},
        error="recipe-material-refused",
    ),
    rotation(
        "a next CA under the root that goes",
        {"clusters": [{**moving("a"), "next": cacerts("cluster-a")}]},
        before=("root", "next-root"),
        error="recipe-material-refused",
    ),
    rotation(
        "a cluster's CA under a root that the plan does not have",
        {"clusters": [{**moving("a"), "current": cacerts("next-cluster-a", "next-root")}]},
        error="recipe-material-refused",
    ),
    rotation(
        "CAs that end before the switch",
        {"clusters": [moving("a")]},
        start=4_948_884_419,  # 20 minutes before they end, 5 before the switch
        error="recipe-material-refused",
    ),
    rotation(
        "nobody to issue the next CA",
        {"clusters": [{"name": "cluster-a", "current": cacerts("cluster-a")}]},
        error="recipe-material-refused",
    ),
    rotation("a rotation without clusters", {}, error="options-invalid"),
    way_out("the mesh side of an egress proxy", ok=way("manifests.yaml")),
    way_out(
        "the same for a proxy with a sidecar",
        {"pods": {"app": "egress-proxy"}},
        ok=way("manifests-pods.yaml"),
    ),
    way_out(
        "a proxy in a client's namespace that its Sidecar would cut off",
        {
            "pods": {"app": "egress-proxy"},
            "rules": [{"namespace": "egress", "hosts": ["a.example"], "ports": [443], "action": "allow"}],
        },
        error="recipe-material-refused",
    ),
    way_out("a proxy that nobody may use", {"rules": []}, error="recipe-material-refused"),
    way_out(
        "a proxy without a workload's identity",
        {"identity": "spiffe://cluster.local"},
        error="workload-identity-form",
    ),
]


def write(name, about, cases):
    text = json.dumps({"about": about, "cases": cases}, indent=1, ensure_ascii=False)
    pathlib.Path(f"{name}.json").write_text(text + "\n")


write(
    "resources",
    "Manifests read, written, built and validated. A finding is reduced to severity, rule, field (and line).",
    RESOURCES,
)
write(
    "recipes",
    "Whole set-ups. An output is reduced to manifests, values and the rules of its findings.",
    RECIPES,
)
