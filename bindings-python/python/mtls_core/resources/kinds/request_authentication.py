"""The kind security.istio.io/RequestAuthentication.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.parts import PolicyTargetReference, WorkloadSelector


class JwtHeader(TypedDict, total=False):
    name: str
    """The name."""
    prefix: str
    """What stands before the token, its space included: `Bearer `."""


class ClaimToHeader(TypedDict, total=False):
    header: str
    """The name of the header: letters, digits, `-` and `_`."""
    claim: str
    """The name of the claim; nested ones with a dot between."""


class JwtRule(TypedDict, total=False):
    issuer: str
    """The issuer as tokens name it in `iss`, to the last slash."""
    audiences: Sequence[str]
    """Names of which a token must have one in `aud`; absent means any."""
    jwks_uri: str
    """Where the issuer's keys are published, http or https. Absent: found through the issuer's discovery
    document."""
    jwks: str
    """The issuer's public keys themselves, as JSON (RFC 7517). Not together with `jwksUri`."""
    from_headers: Sequence[JwtHeader]
    """Headers that a token may come in; absent means `Authorization: Bearer`."""
    from_params: Sequence[str]
    """Parameters of the query that a token may come in."""
    from_cookies: Sequence[str]
    """Cookies that a token may come in."""
    output_payload_to_header: str
    """A header by which the claims go on to the workload, Base64 of JSON."""
    forward_original_token: bool
    """Whether the token itself goes on to the workload; absent means no."""
    output_claim_to_headers: Sequence[ClaimToHeader]
    """Claims that go on to the workload as headers."""
    space_delimited_claims: Sequence[str]
    """Claims that are lists with spaces between their values."""
    timeout: str
    """How long the keys may take to come, at least `1ms`; absent means `5s`."""


class RequestAuthenticationOptions(TypedDict, total=False):
    """What :func:`request_authentication` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["security.istio.io/v1", "security.istio.io/v1beta1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    selector: WorkloadSelector
    """The workloads that this is for; absent means all of the namespace, in the root namespace all of the
    mesh."""
    target_ref: PolicyTargetReference
    """The gateway or service that this is for. Write `targetRefs` instead."""
    target_refs: Sequence[PolicyTargetReference]
    """The gateways or services that this is for, at most 16."""
    jwt_rules: Sequence[JwtRule]
    """The issuers. A token must be one of theirs."""


def request_authentication(**options: Unpack[RequestAuthenticationOptions]) -> Manifest:
    """A RequestAuthentication of security.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        selector: The workloads that this is for; absent means all of the namespace, in the root namespace
            all of the mesh.
        target_ref: The gateway or service that this is for. Write `targetRefs` instead.
        target_refs: The gateways or services that this is for, at most 16.
        jwt_rules: The issuers. A token must be one of theirs.
    """
    return made("security.istio.io/RequestAuthentication", options)
