"""The recipe of the mesh side of an egress proxy."""

from cases import case, golden, pem


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


EGRESS_PROXY = [
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
