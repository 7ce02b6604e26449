"""Manifests as plain dicts, in and out."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import mtls_core
import pytest
from mtls_core import CertificateAuthority, Finding, ResourceError, resources
from vectors import Case, cases, check

GATEWAY: resources.GatewayOptions = {
    "name": "public",
    "namespace": "istio-system",
    "selector": {"istio": "ingressgateway"},
    "servers": [
        {"port": 443, "hosts": ["*.shop.example"], "mode": "MUTUAL", "credential_name": "public-cert"}
    ],
}


def brief(findings: list[Finding], *, with_line: bool) -> list[dict[str, object]]:
    """What the shared cases compare of a finding."""
    return [
        {
            "severity": finding["severity"],
            "rule": finding["rule"],
            "field": finding["subject"]["field"],
            **({"line": finding["subject"].get("line")} if with_line else {}),
        }
        for finding in findings
    ]


def briefly(record: resources.Migration | resources.MeshReading | None) -> object:
    return record and {**record, "findings": brief(record["findings"], with_line=False)}


OPERATIONS = {
    "resources.read_yaml": lambda args: resources.read_yaml(args.data("text")),
    "resources.read_json": lambda args: resources.read_json(args["text"]),
    "resources.write_yaml": lambda args: resources.write_yaml(args["manifests"]),
    "resources.write_yaml_value": lambda args: resources.write_yaml_value(args["value"]),
    "resources.write_json": lambda args: resources.write_json(args["manifest"]),
    "resources.gateway": lambda args: resources.gateway(**args["options"]),
    "resources.secret": lambda args: resources.secret(**args["options"]),
    "resources.validate": lambda args: brief(resources.validate(args["manifests"]), with_line=False),
    "resources.migrate": lambda args: briefly(resources.migrate(args["manifests"])),
    "resources.read_mesh_config": lambda args: briefly(resources.read_mesh_config(args["document"])),
    "resources.check_yaml": lambda args: brief(resources.check_yaml(args["text"]), with_line=True),
}


@pytest.mark.parametrize("case", cases("resources"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    check(case, OPERATIONS, ResourceError)


def test_a_gateway_is_built_written_and_read_back() -> None:
    manifest = resources.gateway(**GATEWAY)
    assert manifest["kind"] == "Gateway"
    assert manifest["spec"]["servers"][0]["tls"]["mode"] == "MUTUAL"
    assert list(manifest)[:3] == ["apiVersion", "kind", "metadata"]
    assert resources.validate([manifest]) == []
    text = resources.write_yaml([manifest])
    assert resources.write_yaml([manifest]) == text
    assert resources.read_yaml(text) == resources.read_yaml(text.encode()) == [manifest]
    assert resources.read_json(resources.write_json(manifest)) == [manifest]
    assert json.loads(resources.write_json(manifest)) == manifest
    assert resources.check_yaml(text) == []


def test_a_secret_takes_what_a_ca_issued() -> None:
    ca = CertificateAuthority.root("Edge")
    server = ca.server(["shop.example"])
    key = server.key.secret_pkcs8_pem()
    for cert in (server.chain.to_pem(), server.chain.to_pem().encode()):
        manifest = resources.secret(
            name="public-cert",
            namespace="istio-system",
            form="generic",
            cert=cert,
            key=key,
            ca=ca.certificate.to_pem(),
        )
        assert manifest["kind"] == "Secret"
        assert resources.validate([manifest]) == []
    with pytest.raises(ResourceError) as refusal:
        resources.secret(name="x", form="tls", cert=key, key=key)
    assert key.splitlines()[1] not in str(refusal.value)
    assert key.splitlines()[1] not in json.dumps(refusal.value.findings)


def test_options_that_do_not_fit_are_named() -> None:
    for wrong in ({}, {**GATEWAY, "colour": "red"}, {**GATEWAY, "servers": "443"}, {**GATEWAY, "name": 7}):
        with pytest.raises(ResourceError) as refusal:
            resources.gateway(**wrong)  # type: ignore[arg-type]
        assert refusal.value.findings
        assert {f["rule"] for f in refusal.value.findings} <= {rule["name"] for rule in mtls_core.catalog()}


def test_findings_have_lines() -> None:
    text = "\n".join(
        [
            "apiVersion: networking.istio.io/v1",
            "kind: Gateway",
            "metadata: {name: public}",
            "spec:",
            "  servers:",
            "  - port: {number: 443, protocol: HTTPS, name: https}",
            "    hosts: ['*.shop.example']",
            "    tls: {credentialName: public-cert}",
        ]
    )
    findings = resources.check_yaml(text, "gateway.yaml")
    assert [f["rule"] for f in findings][:1] == ["gateway-tls-mode-missing"]
    assert findings[0]["subject"]["file"] == "gateway.yaml"
    assert findings[0]["subject"]["line"] == 8
    assert [f["rule"] for f in resources.validate(resources.read_yaml(text))] == [f["rule"] for f in findings]


def test_bytes_and_files_are_checked(tmp_path: Path) -> None:
    text = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: UPPER\n"
    findings = resources.check_yaml(text, "a.yaml")
    assert resources.check_yaml(text.encode(), "a.yaml") == findings
    assert [f["rule"] for f in resources.check_yaml(b"\xff", "a.yaml")] == ["manifest-not-text"]
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "secret.yaml").write_text(text)
    (tmp_path / "values.yaml").write_text("replicas: 2\n")
    for path in (tmp_path, str(tmp_path), tmp_path / "b" / "secret.yaml"):
        (finding,) = resources.check_files(path)
        assert finding["rule"] == "metadata-name-invalid"
        assert finding["subject"]["file"] == str(tmp_path / "b" / "secret.yaml")
        assert finding["subject"]["line"] == 4
    with pytest.raises(ResourceError) as refusal:
        resources.check_files(tmp_path / "none")
    assert refusal.value.code == "manifest-file-unreadable"


def test_an_error_helps_with_what_is_wrong() -> None:
    with pytest.raises(ResourceError) as refusal:
        resources.build("networking.istio.io/ServiceEntry", {"nmae": "a"})
    assert "did you mean `name`" in str(refusal.value)
    assert refusal.value.help == "Write `name` if that is what is meant."


def test_former_policies_and_settings_of_a_mesh_are_read() -> None:
    policy = {
        "apiVersion": "authentication.istio.io/v1alpha1",
        "kind": "Policy",
        "metadata": {"name": "default", "namespace": "shop"},
        "spec": {"peers": [{"mtls": {}}]},
    }
    migration = resources.migrate([policy])
    (made,) = migration["manifests"]
    assert made == resources.peer_authentication(name="default", namespace="shop", mtls={"mode": "STRICT"})
    read = resources.read_mesh_config({"meshConfig": {"trustDomain": "prod.example", "proxy": 1}})
    assert read is not None
    assert read["settings"]["acceptedTrustDomains"] == ["prod.example"]
    assert read["findings"][0]["rule"] == "field-unknown"
    assert resources.read_mesh_config(policy) is None
    with pytest.raises(TypeError):
        resources.migrate(policy)  # type: ignore[arg-type]


def test_values_keep_their_types() -> None:
    value: dict[str, Any] = {
        "z": [True, False, None, 0, -1, 2**63, 1.5, "on", "0644", "é\n"],
        "a": {},
        "m": [],
    }
    manifest = {"apiVersion": "v1", "kind": "Strange", "metadata": {"name": "x"}, "z": value}
    (read,) = resources.read_yaml(resources.write_yaml([manifest]))
    assert read == manifest
    assert list(read["z"]) == ["z", "a", "m"]
    assert [type(item) for item in read["z"]["z"]] == [type(item) for item in value["z"]]
    assert resources.write_yaml_value({"a": ("b",)}) == resources.write_yaml_value({"a": ["b"]})


@pytest.mark.parametrize(
    "bad", ["a: [", "- 1", "kind: X", "a: 1\na: 2", "\x00", b"\xff\xfe", "a: &a [*a, *a]"]
)
def test_bad_yaml_is_refused(bad: str | bytes) -> None:
    with pytest.raises(ResourceError) as refusal:
        resources.read_yaml(bad)
    assert refusal.value.code in {rule["name"] for rule in mtls_core.catalog()}


def test_what_no_manifest_can_hold_is_refused() -> None:
    itself: list[object] = []
    itself.append(itself)
    for wrong, error in (
        (itself, ResourceError),
        (math.nan, ValueError),
        (math.inf, ValueError),
        (b"\xff", ValueError),
        ({1: "x"}, TypeError),
        ({"x"}, TypeError),
        (2**64, ValueError),
    ):
        with pytest.raises(error):
            resources.write_yaml_value({"value": wrong})
    with pytest.raises(ResourceError):
        resources.write_yaml([{"kind": "X"}])
    with pytest.raises(ResourceError):
        resources.write_json("text")


# Written out, each of these has 2^60 parts: whoever does not count while converting never comes to an end.
def doubled(kind: str) -> object:
    value: object = "x"
    for _ in range(60):
        value = {"list": [value, value], "tuple": (value, value), "dict": {"a": value, "b": value}}[kind]
    return value


@pytest.mark.parametrize("kind", ["list", "tuple", "dict"])
def test_what_one_part_in_many_places_grows_to_is_refused(kind: str) -> None:
    value = doubled(kind)
    manifest = {"apiVersion": "v1", "kind": "Thing", "spec": value}
    for call in (
        lambda: resources.write_yaml([manifest]),
        lambda: resources.write_json(manifest),
        lambda: resources.write_yaml_value(value),
        lambda: resources.validate([manifest]),
        lambda: resources.build("networking.istio.io/Gateway", {**GATEWAY, "labels": value}),
        lambda: resources.secret(name="x", entries=value),  # type: ignore[arg-type]
        lambda: mtls_core.recipes.cloudflare_origin(labels=value),  # type: ignore[arg-type, call-arg]
    ):
        with pytest.raises(ResourceError, match="more than 250000 nodes") as caught:
            call()
        assert caught.value.code == "manifest-limit-exceeded"


def test_what_holds_itself_is_refused() -> None:
    a_list: list[object] = []
    a_list.extend([a_list, a_list])
    a_dict: dict[str, object] = {"apiVersion": "v1", "kind": "Thing"}
    a_dict["spec"] = (a_dict,)
    for value in (a_list, a_dict):
        with pytest.raises(ResourceError, match="more than 64 levels"):
            resources.write_yaml_value(value)
    with pytest.raises(ResourceError, match="document 1: more than 64 levels"):
        resources.write_yaml([a_dict])


def test_a_stream_has_its_bounds() -> None:
    document = {"apiVersion": "v1", "kind": "Thing", "text": "x" * (1 << 20)}
    with pytest.raises(ResourceError, match="document 64: more than 67108864 bytes"):
        resources.write_yaml([document] * 1000)
    with pytest.raises(ResourceError, match="more than 100000 documents"):
        resources.write_yaml([{}] * 100_001)
    # Nodes are counted for each document.
    numbers = {"apiVersion": "v1", "kind": "Thing", "list": [1] * 200_000}
    assert len(resources.read_yaml(resources.write_yaml([numbers, numbers]))) == 2


def test_a_large_dict_takes_time_in_proportion() -> None:
    # Looking each key up in a list takes minutes here.
    value = {f"key-{i}": i for i in range(120_000)}
    assert resources.write_yaml_value(value).count("\n") == len(value)
