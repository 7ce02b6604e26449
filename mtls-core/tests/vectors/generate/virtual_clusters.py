"""The recipe of environments in one cluster."""

import json

from cases import AT, case, golden, pem


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


VIRTUAL_CLUSTERS = [
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
