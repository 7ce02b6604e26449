"""The recipe of a gateway for the CDN alone."""

import copy

from cases import AT, b64, case, golden, pem


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


def output(file="manifests.yaml", values=None, beside=None, rules=()):
    return {
        "manifests": golden("cloudflare_origin", file),
        "values": values and pem(f"cloudflare_origin/{values}"),
        "beside_values": golden("cloudflare_origin", beside) if beside else [],
        "rules": list(rules),
    }


def big_bang(expected, namespace):
    """The same in the namespace of the chart's gateways, for the pods of this gateway."""
    secret, gateway = copy.deepcopy(expected["manifests"])
    for one in (secret, gateway):
        one["metadata"]["namespace"] = namespace
    gateway["spec"]["selector"] = {"app": "public-ingressgateway"}
    return {**expected, "manifests": [secret, gateway]}


TAG = "4714c1358e65fe4b408ad6d432a5f878f08194bdb4752441fd56faefa9b2b6f2"
ACCESS = {
    "team": "cosmology",
    "audiences": [TAG],
    "service_tokens": ["88bf3b6d86161464f6509f7219099e57.access"],
}

CLOUDFLARE_ORIGIN = [
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
]

SHARED_SECRET, SHARED_GATEWAY = golden("cloudflare_origin", "manifests.yaml")
SHARED_SECRET["data"]["ca.crt"] = b64(pem("cloudflare/origin-pull-2029.pem"))
CLOUDFLARE_ORIGIN.append(
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
