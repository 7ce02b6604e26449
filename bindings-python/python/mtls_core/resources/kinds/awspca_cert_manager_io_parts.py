"""Types of which several kinds of awspca.cert-manager.io are made.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from typing import TypedDict


class AwsSecretKey(TypedDict, total=False):
    name: str
    """The Secret; not read."""
    key: str
    """The entry."""
    optional: bool
    """Whether it may be missing."""


class AwsCredentials(TypedDict, total=False):
    name: str
    """The Secret."""
    namespace: str
    """Its namespace."""
    access_key_id_selector: AwsSecretKey
    """Where the ID of the key is; absent is the entry `AWS_ACCESS_KEY_ID`."""
    secret_access_key_selector: AwsSecretKey
    """Where the key is; absent is the entry `AWS_SECRET_ACCESS_KEY`."""


class AwsPcaTemplate(TypedDict, total=False):
    default_template_name: str
    """Its name, such as `SubordinateCACertificate_PathLen0/V1`; absent lets the usages of each request
    decide."""
