"""The mesh's side, which sends services to the proxy in their own name. mesh.rs and mesh.mjs do the same."""

from mtls_core import recipes

trusted = {
    "name": "trusted-services",
    "namespace": "trusted",
    "hosts": ["bank.example", "*.partner.example"],
    "ports": [80, 443],
    "action": "allow",
}
untrusted = {
    "name": "untrusted-sleep",
    "namespace": "untrusted",
    "service_account": "sleep",
    "hosts": ["*.partner.example"],
    "ports": [443],
    "action": "inspect",
}
output = recipes.egress_proxy(
    host="egress.mesh.internal",
    identity="spiffe://cluster.local/ns/egress/sa/egress-proxy",
    addresses=["192.0.2.7"],
    rules=[trusted, untrusted],
)
print(output.to_yaml(), end="---\n")
print("# The proxy's own settings, egress-proxy.yaml:")
print(output.files["egress-proxy.yaml"], end="")
