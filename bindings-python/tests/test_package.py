"""What the package promises as a package: types, names, version."""

from __future__ import annotations

import importlib.metadata
import importlib.resources

import mtls_core
from mtls_core import _native


def test_the_package_says_that_it_is_typed() -> None:
    package = importlib.resources.files("mtls_core")
    assert package.joinpath("py.typed").is_file()
    assert package.joinpath("_native.pyi").is_file()


def test_the_version_is_that_of_the_distribution() -> None:
    assert mtls_core.__version__ == importlib.metadata.version("mtls-core")


def test_everything_native_is_public_under_one_name() -> None:
    public = {*mtls_core.__all__, *mtls_core.resources.__all__, *mtls_core.recipes.__all__}
    assert set(_native.__all__) <= public
    for name in mtls_core.__all__:
        assert getattr(mtls_core, name) is not None


def test_classes_say_that_they_live_in_mtls_core() -> None:
    for name in _native.__all__:
        value = getattr(_native, name)
        if isinstance(value, type):
            assert value.__module__ == "mtls_core", name
