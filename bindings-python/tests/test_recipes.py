"""Recipes from Python: the shared cases, and what is Python's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from mtls_core import CertificateAuthority, RecipeError, recipes, resources
from vectors import Args, Case, cases, check, planned


def cloudflare_origin(args: Args) -> dict[str, object]:
    output = recipes.cloudflare_origin(**args["options"])
    return {
        "manifests": output.manifests,
        "values": output.values,
        "beside_values": output.beside_values,
        "rules": [finding["rule"] for finding in output.findings],
    }


def record(output: recipes.RecipeOutput) -> dict[str, object]:
    rules = [finding["rule"] for finding in output.findings]
    return {"manifests": output.manifests, "files": output.files, "rules": rules}


def with_files(recipe: Callable[..., recipes.RecipeOutput]) -> Callable[[Args], dict[str, object]]:
    return lambda args: record(recipe(**args["options"]))


def of_clusters(clusters: Sequence[recipes.ClusterOutput]) -> list[dict[str, object]]:
    return [{"cluster": one.cluster, **record(one.output)} for one in clusters]


def multi_cluster_mesh(args: Args) -> list[dict[str, object]]:
    return of_clusters(recipes.multi_cluster_mesh(**args["options"]))


def root_rotation(args: Args) -> list[dict[str, object]]:
    stages = recipes.root_rotation(planned(Args(args["plan"])), **args["options"])
    return [
        {
            "kind": stage.kind,
            "not_before": stage.not_before,
            "until": stage.until,
            "restarts": stage.restarts,
            "clusters": of_clusters(stage.clusters),
        }
        for stage in stages
    ]


OPERATIONS = {
    "recipes.cloudflare_origin": cloudflare_origin,
    "recipes.egress_mtls": with_files(recipes.egress_mtls),
    "recipes.egress_proxy": with_files(recipes.egress_proxy),
    "recipes.multi_cluster_mesh": multi_cluster_mesh,
    "recipes.root_rotation": root_rotation,
    "recipes.virtual_clusters": with_files(recipes.virtual_clusters),
}


@pytest.mark.parametrize("case", cases("recipes"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    check(case, OPERATIONS, RecipeError)


@pytest.fixture(scope="module")
def options() -> dict[str, Any]:
    origin = CertificateAuthority.root("Origin").server(["shop.example"])
    return {
        "hosts": ["shop.example"],
        "certificate": origin.chain.to_pem().encode(),
        "key": origin.key.secret_pkcs8_pem(),
        "client_ca": CertificateAuthority.root("Pull").certificate.to_pem(),
        "pull": "zone",
    }


def test_what_comes_out_is_what_kubectl_is_given(options: dict[str, Any]) -> None:
    output = recipes.cloudflare_origin(**options)
    assert [manifest["kind"] for manifest in output.manifests] == ["Secret", "Gateway"]
    assert resources.read_yaml(output.to_yaml()) == output.manifests
    assert resources.check_yaml(output.to_yaml()) == []
    assert output.assumptions
    assert output.values is None


def test_a_time_may_be_a_datetime(options: dict[str, Any]) -> None:
    late = datetime(2100, 1, 1, tzinfo=UTC)
    codes = set()
    for at in (late, int(late.timestamp())):
        with pytest.raises(RecipeError) as refusal:
            recipes.cloudflare_origin(**options, at=at)
        codes.add((refusal.value.code, tuple(finding["rule"] for finding in refusal.value.findings)))
    assert len(codes) == 1
    with pytest.raises(ValueError, match="time zone"):
        recipes.cloudflare_origin(**options, at=datetime(2030, 1, 1))


def test_the_key_shows_nowhere(options: dict[str, Any]) -> None:
    output = recipes.cloudflare_origin(**options)
    line = options["key"].splitlines()[1]
    assert line not in repr(output)
    assert repr(output).startswith("<RecipeOutput Secret ")
    with pytest.raises(RecipeError) as refusal:
        recipes.cloudflare_origin(**{**options, "certificate": options["key"]})
    assert line not in f"{refusal.value} {refusal.value.findings}"
    with pytest.raises(RecipeError):
        recipes.cloudflare_origin()  # type: ignore[call-arg]


def test_options_are_typed() -> None:
    """mypy is strict: it refuses each of these, and an `ignore` where nothing is wrong."""
    with pytest.raises(RecipeError, match="did you mean `host`"):
        recipes.egress_mtls(hots="a.example", host="a.example", client="mesh")  # type: ignore[call-arg]
    with pytest.raises(RecipeError, match="not one of mesh"):
        recipes.egress_mtls(host="a.example", client="sidecar")  # type: ignore[arg-type]
    with pytest.raises(RecipeError, match="`client` is missing"):
        recipes.egress_mtls(host="a.example")  # type: ignore[call-arg]
    cluster: dict[str, str] = {"name": "east"}
    with pytest.raises(RecipeError, match="trust_domain` is missing"):
        recipes.multi_cluster_mesh(mesh="m", clusters=[cluster])  # type: ignore[list-item]
