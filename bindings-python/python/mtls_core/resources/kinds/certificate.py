"""The kind cert-manager.io/Certificate.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.cert_manager_io_parts import IssuerRef


class SecretTemplate(TypedDict, total=False):
    labels: Mapping[str, str]
    """Labels."""
    annotations: Mapping[str, str]
    """Annotations; those of cert-manager itself are not taken."""


class Subject(TypedDict, total=False):
    organizations: Sequence[str]
    """Organizations (`O`)."""
    countries: Sequence[str]
    """Countries (`C`)."""
    organizational_units: Sequence[str]
    """Organizational units (`OU`)."""
    localities: Sequence[str]
    """Localities (`L`)."""
    provinces: Sequence[str]
    """Provinces (`ST`)."""
    street_addresses: Sequence[str]
    """Street addresses."""
    postal_codes: Sequence[str]
    """Postal codes."""
    serial_number: str
    """The serial number in the subject."""


class CertificateKey(TypedDict, total=False):
    algorithm: Literal["RSA", "ECDSA", "Ed25519"]
    """The algorithm; absent is `RSA`."""
    size: int
    """Its bits; absent is 2048 for RSA and 256 for ECDSA."""
    encoding: Literal["PKCS1", "PKCS8"]
    """The form in which it is written; absent is `PKCS1`."""
    rotation_policy: Literal["Never", "Always"]
    """Whether a renewal makes a new key; absent is `Always`, before cert-manager 1.18 `Never`."""


class PermittedNames(TypedDict, total=False):
    dns_domains: Sequence[str]
    """DNS domains."""
    ip_ranges: Sequence[str]
    """CIDRs."""
    email_addresses: Sequence[str]
    """Mail addresses or their hosts."""
    uri_domains: Sequence[str]
    """Hosts of URIs: the trust domain of SPIFFE IDs."""


class NameConstraints(TypedDict, total=False):
    critical: bool
    """Whether those who do not understand the extension must refuse."""
    permitted: PermittedNames
    """Names that are allowed."""
    excluded: PermittedNames
    """Names that are not."""


class CertificateOptions(TypedDict, total=False):
    """What :func:`certificate` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["cert-manager.io/v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    secret_name: str
    """The Secret that is written, in the namespace of the Certificate."""
    secret_template: SecretTemplate
    """Labels and annotations of that Secret."""
    issuer_ref: IssuerRef
    """Who issues."""
    common_name: str
    """The common name; peers look at it only where there is no other name."""
    subject: Subject
    """The rest of the subject."""
    literal_subject: str
    """The whole subject as text (RFC 4514), in place of the two."""
    dns_names: Sequence[str]
    """DNS names."""
    ip_addresses: Sequence[str]
    """IP addresses."""
    uris: Sequence[str]
    """URIs: a SPIFFE ID stands here."""
    email_addresses: Sequence[str]
    """Mail addresses."""
    other_names: object
    """Names of other types, kept as they are."""
    duration: str
    """How long it is valid, as Go writes it (`2160h`); absent is 90 days. At least `1h`."""
    renew_before: str
    """How long before its end it is renewed (`360h`); absent is a third of its life. At least `5m`."""
    renew_before_percentage: int
    """The same in percent of its life."""
    renewal: object
    """When it may be renewed, kept as it is."""
    is_ca: bool
    """Whether it is a CA's certificate."""
    usages: Sequence[
        Literal[
            "signing",
            "digital signature",
            "content commitment",
            "key encipherment",
            "key agreement",
            "data encipherment",
            "cert sign",
            "crl sign",
            "encipher only",
            "decipher only",
            "any",
            "server auth",
            "client auth",
            "code signing",
            "email protection",
            "s/mime",
            "ipsec end system",
            "ipsec tunnel",
            "ipsec user",
            "timestamping",
            "ocsp signing",
            "microsoft sgc",
            "netscape sgc",
        ]
    ]
    """What its key may be used for; absent is `digital signature` and `key encipherment`."""
    private_key: CertificateKey
    """The key."""
    signature_algorithm: Literal[
        "SHA256WithRSA",
        "SHA384WithRSA",
        "SHA512WithRSA",
        "ECDSAWithSHA256",
        "ECDSAWithSHA384",
        "ECDSAWithSHA512",
        "PureEd25519",
    ]
    """By which algorithm the request is signed."""
    encode_usages_in_request: bool
    """Whether the request itself names the usages; absent means that it does."""
    revision_history_limit: int
    """How many former requests are kept."""
    keystores: object
    """Key stores in the Secret, kept as they are."""
    additional_output_formats: object
    """Other forms of the same in the Secret, kept as they are."""
    name_constraints: NameConstraints
    """The names for which a CA may issue."""


def certificate(**options: Unpack[CertificateOptions]) -> Manifest:
    """A Certificate of cert-manager.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        secret_name: The Secret that is written, in the namespace of the Certificate.
        secret_template: Labels and annotations of that Secret.
        issuer_ref: Who issues.
        common_name: The common name; peers look at it only where there is no other name.
        subject: The rest of the subject.
        literal_subject: The whole subject as text (RFC 4514), in place of the two.
        dns_names: DNS names.
        ip_addresses: IP addresses.
        uris: URIs: a SPIFFE ID stands here.
        email_addresses: Mail addresses.
        other_names: Names of other types, kept as they are.
        duration: How long it is valid, as Go writes it (`2160h`); absent is 90 days. At least `1h`.
        renew_before: How long before its end it is renewed (`360h`); absent is a third of its life. At
            least `5m`.
        renew_before_percentage: The same in percent of its life.
        renewal: When it may be renewed, kept as it is.
        is_ca: Whether it is a CA's certificate.
        usages: What its key may be used for; absent is `digital signature` and `key encipherment`.
        private_key: The key.
        signature_algorithm: By which algorithm the request is signed.
        encode_usages_in_request: Whether the request itself names the usages; absent means that it does.
        revision_history_limit: How many former requests are kept.
        keystores: Key stores in the Secret, kept as they are.
        additional_output_formats: Other forms of the same in the Secret, kept as they are.
        name_constraints: The names for which a CA may issue.
    """
    return made("cert-manager.io/Certificate", options)
