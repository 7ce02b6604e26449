"""Types of which several kinds of cert-manager.io are made.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict


class IssuerRef(TypedDict, total=False):
    name: str
    """The name of the issuer."""
    kind: str
    """Its kind; absent is `Issuer`, in the namespace of the certificate."""
    group: str
    """Its API group; absent is `cert-manager.io`."""


class CaIssuer(TypedDict, total=False):
    secret_name: str
    """The Secret with `tls.crt` and `tls.key`."""
    crl_distribution_points: Sequence[str]
    """URLs of CRLs that certificates name."""
    ocsp_servers: Sequence[str]
    """URLs of OCSP that certificates name."""
    issuing_certificate_urls: Sequence[str]
    """URLs of the CA's certificate that certificates name."""


class SelfSignedIssuer(TypedDict, total=False):
    crl_distribution_points: Sequence[str]
    """URLs of CRLs that certificates name."""


class SecretKeyRef(TypedDict, total=False):
    name: str
    """The Secret."""
    key: str
    """The entry."""


class VaultIssuer(TypedDict, total=False):
    server: str
    """The URL of the server."""
    server_name: str
    """The name that its certificate must have, where it is not the host of the URL."""
    path: str
    """The path that signs: `pki/sign/role`."""
    namespace: str
    """The namespace in Vault."""
    auth: object
    """How cert-manager logs in, kept as it is."""
    ca_bundle: str
    """The CA of the server: PEM in Base64."""
    ca_bundle_secret_ref: SecretKeyRef
    """The same in a Secret."""
    client_cert_secret_ref: SecretKeyRef
    """The certificate that cert-manager shows."""
    client_key_secret_ref: SecretKeyRef
    """Its key."""


class AcmeIssuer(TypedDict, total=False):
    server: str
    """The URL of the directory."""
    email: str
    """A mail address for the account."""
    private_key_secret_ref: SecretKeyRef
    """Where the key of the account is kept."""
    solvers: Sequence[object]
    """How it is shown that a name is one's own; kept as it is."""
    preferred_chain: str
    """The chain that is preferred, by the name of its root."""
    ca_bundle: str
    """The CA of the server: PEM in Base64."""
    skip_tls_verify: bool
    """Whether the server's certificate is not checked."""
    external_account_binding: object
    """An account elsewhere that this one belongs to, kept as it is."""
    disable_account_key_generation: bool
    """Whether the key of the account must be there already."""
    enable_duration_feature: bool
    """Whether a duration is asked of the server."""
    profile: str
    """The profile of the certificates."""
    renewal_information_source: str
    """Where the time of renewal comes from."""
