"""Applies what the builders made, on the server's side: `python apply.py [--force] [URL]`.

Without a URL the cluster is the kubeconfig's.
"""

import sys

from kubernetes import client, config, dynamic
from kubernetes.client.exceptions import ApiException
from mtls_core import resources

MANAGER = "mtls-core-example"


def manifests() -> list[resources.Manifest]:
    """Everyone in `shop` comes by mutual TLS, and calls `cart` by it."""
    return [
        resources.peer_authentication(name="default", namespace="shop", mtls={"mode": "STRICT"}),
        resources.destination_rule(
            name="cart",
            namespace="shop",
            host="cart.shop.svc.cluster.local",
            traffic_policy={"tls": {"mode": "ISTIO_MUTUAL"}},
        ),
    ]


def main(arguments: list[str]) -> int:
    force = "--force" in arguments
    urls = [argument for argument in arguments if argument != "--force"]
    api = client.ApiClient(client.Configuration(host=urls[0])) if urls else config.new_client_from_config()
    with api:
        cluster = dynamic.DynamicClient(api)
        for manifest in manifests():
            # The plural in the path is the server's to tell.
            resource = cluster.resources.get(api_version=manifest["apiVersion"], kind=manifest["kind"])
            name = manifest["metadata"]["name"]
            try:
                cluster.server_side_apply(
                    resource, body=manifest, name=name, field_manager=MANAGER, force_conflicts=force
                )
            except ApiException as refusal:
                print(f"{manifest['kind']} {name}: refused with {refusal.status}")
                return 1
            print(f"{manifest['kind']} {name}: applied")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
