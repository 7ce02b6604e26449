"""Manifests built from options."""

from cases import CERT, ISTIO, KEY, b64, case, manifest

BUILDING = [
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
]
