"""The recipe of client certificates for services outside."""

from cases import AT, case, golden, pem

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


def egress(name, client, change=None, **expected):
    options = {"client": client, "addresses": ["10.1.1.4"], "at": AT, **CLIENTS[client], **(change or {})}
    options = {key: value for key, value in options.items() if value is not None}
    return case(name, "recipes.egress_mtls", {"options": options}, **expected)


def without(kept, name):
    return [one for one in kept if one["metadata"]["name"] not in name]


EGRESS_MTLS = [
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
