"""Every function of the package, given every wrong type, raises TypeError or ValueError, and nothing worse.

The error says which argument it is about, what was expected, and what came.

What there is to call, and what each argument takes, comes from the generated stubs: a new function is tested
unasked.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import itertools
import math
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import agent
import mtls_core
import pytest
import vectors
from mtls_core import _native

STUBS = ast.parse((Path(mtls_core.__file__).parent / "_native.pyi").read_text(encoding="utf-8"))
REQUEST = Path(__file__).parents[2] / "mtls-core/tests/data/pki/svid.csr"
ID = "spiffe://types.example/ns/shop/sa/cart"


@dataclass(frozen=True)
class Parameter:
    name: str
    keyword: bool
    required: bool
    kinds: frozenset[str]
    """`str`, `Certificate`, `list[Certificate]`, …"""


@dataclass(frozen=True)
class Function:
    where: str
    parameters: tuple[Parameter, ...]


def kinds_of(annotation: ast.expr) -> frozenset[str]:
    match annotation:
        case ast.BinOp(left=left, right=right):
            return kinds_of(left) | kinds_of(right)
        case ast.Constant(value=None):
            return frozenset({"None"})
        case ast.Subscript(value=ast.Name(id="SupportsGetItem"), slice=ast.Tuple(elts=[_, element])):
            return frozenset({f"list[{ast.unparse(element)}]"})
        case ast.Subscript(value=ast.Name(id="Mapping")):
            return frozenset({"dict"})
        case ast.Subscript(value=ast.Name(id="Callable")):
            return frozenset({"function"})
        case ast.Subscript(value=ast.Name(id="PathLike")):
            return frozenset({"PathLike"})
        case ast.Name(id=name):
            return frozenset({name})
    raise AssertionError(ast.unparse(annotation))


def function_of(where: str, node: ast.FunctionDef) -> Function:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    parameters = [
        Parameter(argument.arg, False, default is None, kinds_of(argument.annotation))
        for argument, default in zip(positional, defaults, strict=True)
        if argument.annotation is not None  # self and cls have none
    ]
    parameters += [
        Parameter(argument.arg, True, default is None, kinds_of(argument.annotation))
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if argument.annotation is not None
    ]
    return Function(where, tuple(parameters))


def functions() -> Iterator[Function]:
    for node in STUBS.body:
        match node:
            case ast.FunctionDef(name=name):
                yield function_of(name, node)
            case ast.ClassDef(name=owner, body=body):
                for member in body:
                    match member:
                        case ast.FunctionDef(name="__new__"):
                            yield function_of(owner, member)
                        case ast.FunctionDef(name="__contains__" | "__getitem__" as name):
                            yield function_of(f"{owner}.{name}", member)
                        case ast.FunctionDef(name=name) if not name.startswith("__"):
                            yield function_of(f"{owner}.{name}", member)


FUNCTIONS = [function for function in functions() if function.parameters]


class Strange:
    """An object that is nothing that anybody takes, and is of no help in finding out what it is."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)


@functools.cache
def samples() -> dict[str, Any]:
    """An object of each class, and a value of each other kind."""
    root = mtls_core.CertificateAuthority.root("Types", trust_domain="types.example")
    svid = root.svid(ID)
    bundle = mtls_core.TrustBundle("types.example", [root.certificate])
    distrusted = mtls_core.Distrusted(root.certificate, "a reason")
    successor = mtls_core.CertificateAuthority.root("Successor").certificate
    rotation = mtls_core.RotationPlan(bundle, [successor], start=0, svid_lifetime=1)
    verifier = mtls_core.ChainVerifier([bundle])
    identity = mtls_core.TlsIdentity(svid.chain, svid.key)
    server = mtls_core.TlsServer(identity, verifier, allow_any_verified_peer=True)
    endpoint = mtls_core.BundleEndpoint.https_web("types.example", "https://types.example/")
    federated = mtls_core.FederatedBundle(endpoint)
    request = federated.request()
    forwarded = mtls_core.ForwardedClientCert.parse(f"URI={ID}")
    bundle_server = mtls_core.BundleServer(bundle, identity)
    folder = Path(tempfile.mkdtemp())
    files = {"tls.crt": svid.chain.to_pem(), "tls.key": svid.key.secret_pkcs8_pem()}
    for name, text in {**files, "bundle.pem": bundle.to_pem()}.items():
        (folder / name).write_text(text)
    signed = next(case.args for case in vectors.cases("origin") if case.name == "a good token")
    access = mtls_core.AccessPolicy(signed["team"], signed["audiences"])
    keys = mtls_core.AccessKeys(signed["jwks"])
    policy = mtls_core.OriginPolicy("cloudflare-shared")
    configuration = mtls_core.ConfigFiles({"nginx.conf": ""})
    events: list[mtls_core.SourceEvent] = []
    files_of = mtls_core.IdentitySource.open_directory(folder, settle=0, on_event=events.append)
    bundles = mtls_core.BundleSource.open({"types.example": folder / "bundle.pem"}, settle=0)
    with agent.Agent(folder / "agent.sock", agent.svid(svid, bundle)) as spire:
        workload = mtls_core.WorkloadApi.open(spire.address)
        workload.close()
    shutil.rmtree(folder)
    return {
        "AccessKeys": keys,
        "AccessKeysClient": mtls_core.AccessKeysClient(
            access, [], url="https://127.0.0.1:1/", timeout=0, minimum_interval=9
        ),
        "AccessPolicy": access,
        "AccessToken": access.verify(signed["token"], keys, signed["at"]),
        "AddressRanges": mtls_core.AddressRanges(["192.0.2.0/24"]),
        "Admission": policy.admit(),
        "EdgeProvider": policy.provider,
        "OriginPolicy": policy,
        "ConfigFiles": configuration,
        "ConfigReport": mtls_core.check_config("nginx", configuration),
        "RolloutPlan": mtls_core.RolloutPlan("fastly", "turn-on"),
        "BundleClient": mtls_core.BundleClient([]),
        "BundleEndpoint": endpoint,
        "BundleFetch": federated.answer(request, 200, bundle.to_spiffe_json().encode()),
        "BundleKeeper": mtls_core.BundleKeeper.start(
            mtls_core.BundleClient([]), [], mtls_core.LiveVerifier(verifier)
        ),
        "BundleListener": bundle_server.listen("127.0.0.1", 0),
        "BundlePublisher": mtls_core.BundlePublisher(bundle),
        "BundleRequest": request,
        "BundleServer": bundle_server,
        "FederatedBundle": federated,
        "ForwardedClientCert": forwarded,
        "ForwardedElement": forwarded.nearest,
        "BundleDiff": bundle.diff(bundle),
        "BundleSource": bundles,
        "IdentitySource": files_of,
        "LiveIdentity": mtls_core.LiveIdentity(identity),
        "SourceEvent": events[0],
        "SourceState": files_of.state,
        "BundleSet": mtls_core.BundleSet([bundle]),
        "BundleSetDiff": mtls_core.BundleSet([bundle]).diff(mtls_core.BundleSet([])),
        "Certificate": root.certificate,
        "CertificateAuthority": root,
        "CertificateChain": svid.chain,
        "CertificateRequest": mtls_core.CertificateRequest(REQUEST.read_bytes()),
        "ChainReport": verifier.explain(svid.chain),
        "ChainVerifier": verifier,
        "Crl": root.crl(1),
        "CsrPolicy": mtls_core.CsrPolicy.exact(ID),
        "DistrustList": mtls_core.DistrustList([distrusted]),
        "Distrusted": distrusted,
        "EdgeVerifier": mtls_core.EdgeVerifier([root.certificate], profile="server"),
        "LiveVerifier": mtls_core.LiveVerifier(mtls_core.ChainVerifier([])),
        "IdentityPattern": mtls_core.IdentityPattern.exact(ID),
        "IssuedCertificate": svid,
        "PemBlock": mtls_core.parse_pem(root.certificate.to_pem())[0],
        "PrivateKey": svid.key,
        # Nobody listens there.
        "ProbeReport": mtls_core.probe_origin("127.0.0.1:1", server_name="types.example"),
        "PublicKey": root.certificate.public_key,
        "RemovalCheck": bundle.safe_to_remove(root.certificate, [svid.chain]),
        "RotationPlan": rotation,
        "ServerReport": mtls_core.inspect_server("127.0.0.1:1"),
        "RotationStep": rotation.steps[0],
        "Session": server.session(),
        "SpiffeId": mtls_core.SpiffeId(ID),
        "TlsClient": mtls_core.TlsClient(identity, verifier, allow_any_verified_peer=True),
        "TlsIdentity": identity,
        "TlsServer": server,
        "TrustAnchors": mtls_core.TrustAnchors([root.certificate]),
        "TrustBundle": bundle,
        "TrustDomain": mtls_core.TrustDomain("types.example"),
        "VerifiedPeer": verifier.verify(svid.chain),
        "WorkloadApi": workload,
        "WorkloadIdentity": mtls_core.WorkloadIdentity.from_spiffe_id(ID),
        "None": None,
        "IPv4Address": ip_address("192.0.2.1"),
        "IPv6Address": ip_address("2001:db8::1"),
        "PathLike": Path("nowhere"),
        "SupportsIndex": 1,
        "bool": True,
        "bytes": b"\xff",
        "bytearray": bytearray(b"\xff"),
        "complex": 1j,
        "datetime": datetime.now(UTC),
        "dict": {},
        "float": 1.5,
        "function": print,
        "int": 1,
        "list": [Strange()],
        "object": object(),
        "str": "text",
        "strange": Strange(),
        "timedelta": timedelta(1),
        "type": int,
    }


# What is a value of the kind too.
ALSO = {
    "Any": set(samples()),
    "IPv4Address": {"IPv6Address"},
    "IPv6Address": {"IPv4Address"},
    "SupportsIndex": {"int"},
    "float": {"int", "SupportsIndex"},
    "function": {"type"},
    "int": {"SupportsIndex"},
    "list[Certificate]": {"CertificateChain"},
}


def fits(name: str, parameter: Parameter) -> bool:
    return any(name == kind or name in ALSO.get(kind, ()) for kind in parameter.kinds)


def value_for(parameter: Parameter) -> Any:
    """A value that fits."""
    if parameter.name == "profile":
        return "server"
    if parameter.name == "target":
        return "127.0.0.1:1"  # nobody listens there
    for kind in sorted(parameter.kinds):
        if kind.startswith("list["):
            return []
        if kind in samples():
            return samples()[kind]
    return None


def callable_of(function: Function) -> Callable[..., Any]:
    owner, _, method = function.where.partition(".")
    value = getattr(_native, owner)
    if not method:
        return value  # type: ignore[no-any-return]
    static = isinstance(vars(value)[method], staticmethod)
    assert static or owner in samples(), f"`samples` has no {owner}"
    return getattr(value if static else samples()[owner], method)  # type: ignore[no-any-return]


def call_with(function: Function, place: Parameter, value: Any) -> Callable[[], Any]:
    positional = [
        value if parameter is place else value_for(parameter)
        for parameter in itertools.takewhile(lambda one: not one.keyword, function.parameters)
        if parameter.required or parameter is place
    ]
    named = {
        parameter.name: value if parameter is place else value_for(parameter)
        for parameter in function.parameters
        if parameter.keyword and (parameter.required or parameter is place)
    }
    return lambda: callable_of(function)(*positional, **named)


def refused(call: Callable[[], Any], where: str) -> Exception:
    try:
        call()
    except (TypeError, ValueError) as error:
        assert "required positional" not in str(error), f"{where}: {error}"  # a fault of this test
        return error
    except BaseException as error:
        raise AssertionError(f"{where}: {error!r}") from error
    raise AssertionError(f"{where} takes it")


# What the words of an error have for a kind, where they are not its name.
WORDS = {"SupportsIndex": "int", "SupportsGetItem": "list", "function": "Callable"}


def told(error: Exception, place: Parameter, given: Any) -> None:
    """The error says the argument, what was expected and what came, in the words of Python."""
    text = str(error)
    if isinstance(error, mtls_core.MtlsError | UnicodeError):
        return  # it has its own words
    assert re.match(rf"{place.name}(\[[^]]+\])*: .", text), text
    assert not re.search(r"::|extract|Vec|Argument|\.\d", text), text
    if type(error) is TypeError:
        # A chain is a list of certificates.
        came = [given, *given] if isinstance(given, list | mtls_core.CertificateChain) else [given]
        classes = {"None" if one is None else type(one).__qualname__ for one in came}
        assert any(re.search(rf"'([\w.]+\.)?{name}(Type)?'", text) for name in classes), text
        words = {word for kind in place.kinds - {"None"} for word in re.findall(r"\w+", kind)}
        assert "Any" in words or any(WORDS.get(word, word) in text for word in words), f"{text}: {words}"


PLACES = [(function, place) for function in FUNCTIONS for place in function.parameters]


def label(value: object) -> str:
    return value.where if isinstance(value, Function) else value.name if isinstance(value, Parameter) else ""


@pytest.mark.parametrize(("function", "place"), PLACES, ids=label)
def test_a_value_of_another_type_is_a_type_error(function: Function, place: Parameter) -> None:
    where = f"{function.where}, {place.name}="
    if "Any" in place.kinds:
        for name in ("strange", "type", "complex"):
            told(refused(call_with(function, place, samples()[name]), where + name), place, samples()[name])
        return
    # As lists do, a chain takes True for 1.
    also = {"bool"} if function.where.endswith("__getitem__") else set()
    wrong = [name for name in samples() if not fits(name, place) and name not in also]
    assert len(wrong) > 20
    for name in wrong:
        told(refused(call_with(function, place, samples()[name]), where + name), place, samples()[name])


@pytest.mark.parametrize(("function", "place"), PLACES, ids=label)
def test_so_is_an_element_of_a_list(function: Function, place: Parameter) -> None:
    if any(kind.startswith("list[") for kind in place.kinds):
        for element in ("strange", "None", "float", "TlsIdentity"):
            if element == "None" and any("| None" in kind for kind in place.kinds):
                continue
            given = [samples()[element]]
            error = refused(call_with(function, place, given), f"{function.where}({place.name}=[{element}])")
            told(error, place, given)
            assert str(error).startswith(f"{place.name}[0]") or isinstance(error, mtls_core.MtlsError)


@pytest.mark.parametrize(("function", "place"), PLACES, ids=label)
def test_numbers_that_cannot_be_meant_are_value_errors(function: Function, place: Parameter) -> None:
    if place.kinds & {"SupportsIndex", "float", "int"} and not function.where.endswith("__getitem__"):
        for number in (-1, 2**64, 2**200, -(2**200)):
            with pytest.raises(ValueError, match=r"whole number|1970 or later|duration"):
                call_with(function, place, number)()


@pytest.mark.parametrize(("function", "place"), PLACES, ids=label)
def test_texts_of_any_kind_are_taken_or_refused(
    function: Function, place: Parameter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if place.kinds & {"str", "PathLike", "list[str]"} and not function.where.endswith((".save", ".replace")):
        for text in ("", "\0", "\ud800", "é", "a" * 100_000, "*", "/", "{", "-----BEGIN A-----"):
            given: Any = [text] if "list[str]" in place.kinds else text
            with contextlib.suppress(TypeError, ValueError, OSError):
                call_with(function, place, given)()


def test_an_error_about_an_argument_reads_as_python_does() -> None:
    files = mtls_core.ConfigFiles({"nginx.conf": ""})
    check: Any = functools.partial(mtls_core.check_config, "nginx", files)
    probe: Any = functools.partial(mtls_core.probe_origin, "127.0.0.1:1", server_name="types.example")
    load: Any = mtls_core.ConfigFiles.load
    path, wrong = "str | PathLike[str]", TypeError("wrong")
    rows: list[tuple[Any, dict[str, Any], str, str, str]] = [
        (check, {"hosts": "shop.example"}, "hosts", "str", "list[str]"),
        (check, {"hosts": b"shop.example"}, "hosts", "bytes", "list[str]"),
        (check, {"hosts": ["shop.example", wrong]}, "hosts[1]", "TypeError", "str"),
        (check, {"public_ports": 80}, "public_ports", "int", "list[int]"),
        (check, {"edge_ca": wrong}, "edge_ca", "TypeError", "str"),
        (check, {"at": "now"}, "at", "str", "int | datetime"),
        (load, {"path": 1}, "path", "int", path),
        (load, {"path": "a", "allow": "b"}, "allow", "str", f"list[{path}]"),
        (load, {"path": "a", "allow": [1]}, "allow[0]", "int", path),
        (mtls_core.resources.check_files, {"path": 1}, "path", "int", path),
        (mtls_core.ConfigFiles, {"texts": {"a.conf": 1}}, "texts['a.conf']", "int", "str"),
        (probe, {"edge_ca": "pem"}, "edge_ca", "str", "TrustAnchors | list[Certificate]"),
        (probe, {"edge_ca": ["pem"]}, "edge_ca[0]", "str", "Certificate"),
        (probe, {"also": "[::1]:443"}, "also", "str", "list[str]"),
        (probe, {"provider": 1}, "provider", "int", "EdgeProvider | str"),
    ]
    for function, given, place, came, expected in rows:
        with pytest.raises(TypeError) as error:
            function(**given)
        assert str(error.value) == f"{place}: '{came}' object is not an instance of '{expected}'"
    with pytest.raises(ValueError, match=r"^plaintext_port: a whole number is not negative"):
        probe(plaintext_port=-1)


def test_a_private_key_given_as_a_key_is_not_shown() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEG\n-----END PRIVATE KEY-----\n"
    of_texts: Any = mtls_core.ConfigFiles
    with pytest.raises(TypeError) as error:
        of_texts({key: 1})
    assert str(error.value) == "texts['(a private key)']: 'int' object is not an instance of 'str'"
    with pytest.raises(TypeError, match=r"^texts\['a{64}…'\]: 'int' object"):
        of_texts({"a" * 1000: 1})
    for other, name in ((key.encode(), "bytes"), ((key,), "tuple"), ("\ud800", "str")):
        with pytest.raises((TypeError, ValueError)) as refused:
            of_texts({other: "text"})
        assert "PRIVATE KEY" not in str(refused.value)
        assert str(refused.value).startswith(f"texts[{name}]: ") or name == "str"


def test_what_the_callers_own_code_raises_stays_as_it_is() -> None:
    cause = KeyError("why")

    class Failing:
        def __init__(self, error: Exception) -> None:
            self.error = error

        def __fspath__(self) -> str:
            raise self.error from cause

        def __index__(self) -> int:
            raise self.error from cause

        def __getitem__(self, _: int) -> object:
            raise self.error from cause

        def __len__(self) -> int:
            raise self.error from cause

    files = mtls_core.ConfigFiles({"nginx.conf": ""})
    check: Any = functools.partial(mtls_core.check_config, "nginx", files)
    load: Any = mtls_core.ConfigFiles.load
    for raised in (TypeError("[0] mine"), ValueError("mine"), OverflowError("mine"), RuntimeError("mine")):
        calls: list[tuple[Callable[[], object], str]] = [
            (functools.partial(load, Failing(raised)), "path"),
            (functools.partial(load, "nowhere", allow=[Failing(raised)]), "allow"),
            (functools.partial(check, public_ports=[Failing(raised)]), "public_ports"),
        ]
        for call, argument in calls:
            with pytest.raises(type(raised)) as error:
                call()
            assert error.value is raised
            assert str(raised).endswith("mine")
            assert raised.__cause__ is cause
            assert any(argument in note for note in raised.__notes__)


def test_the_context_of_an_error_about_an_argument_is_shown() -> None:
    load: Any = mtls_core.ConfigFiles.load
    try:
        raise KeyError("before")
    except KeyError:
        with pytest.raises(TypeError) as error:
            load(1)
    assert not error.value.__suppress_context__
    assert isinstance(error.value.__context__, KeyError)


def test_a_text_that_begins_with_a_bracket_is_no_place() -> None:
    probe: Any = functools.partial(mtls_core.probe_origin, "127.0.0.1:1", server_name="types.example")
    with pytest.raises(TypeError, match=r"^also\[0\]: 'int' object is not"):
        probe(also=[1])

    load: Any = mtls_core.ConfigFiles.load
    odd = type("[odd]", (), {})
    with pytest.raises(TypeError, match=r"^path: '\[odd\]' object is not"):
        load(odd())


def test_options_of_manifests_and_recipes_are_refused_too() -> None:
    strange = [Strange(), 1j, {1: 2}, {"a"}, float("nan"), b"\xff", "\ud800"]
    recipe = ["hosts", "certificate", "key", "client_ca", "pull", "selector", "port", "at", "labels"]
    egress = ["host", "client", "addresses", "port", "ca", "key", "selector", "applications", "labels", "at"]
    environments = ["domain", "certificate", "key", "routes", "clusters", "jwt", "outside", "dns", "at"]
    builders: list[tuple[Callable[..., object], list[str]]] = [
        (mtls_core.resources.gateway, ["name", "namespace", "selector", "servers", "labels", "nothing"]),
        (mtls_core.resources.secret, ["name", "namespace", "form", "cert", "key", "ca", "entries"]),
        (mtls_core.recipes.cloudflare_origin, recipe),
        (mtls_core.recipes.egress_mtls, egress),
        (mtls_core.recipes.egress_proxy, ["host", "identity", "addresses", "rules", "port", "pods"]),
        (
            mtls_core.recipes.multi_cluster_mesh,
            ["mesh", "clusters", "root", "aws_pca", "access", "ingress", "at"],
        ),
        (mtls_core.recipes.virtual_clusters, environments),
    ]
    for make, names in builders:
        for name, value in itertools.product(names, strange):
            refused(functools.partial(make, **{name: value}), f"{make.__name__}({name}={value!r})")


def test_an_error_about_an_option_says_where_it_stands() -> None:
    expected = "expected text, a number, a bool, a list or a dict, found"
    certificate = mtls_core.CertificateAuthority.root("Options").certificate
    recipe: Any = mtls_core.recipes.cloudflare_origin
    gateway: Any = mtls_core.resources.gateway
    validate: Any = mtls_core.resources.validate
    rows: list[tuple[Any, dict[str, Any], str]] = [
        (recipe, {"certificate": certificate}, f"certificate: {expected} 'Certificate'; give its `to_pem()`"),
        (recipe, {"hosts": ["a.example", 1j]}, f"hosts[1]: {expected} 'complex'"),
        (recipe, {"labels": {"a": {1: 2}}}, "labels['a']: keys are str, found 'int'"),
        (recipe, {"-----BEGIN PRIVATE KEY-----\nMIGH": 1j}, "(a private key): "),
        (recipe, {"port": 2**64}, "port: a whole number of more than 64 bits"),
        (recipe, {"at": datetime(2026, 1, 1)}, "at: "),  # the time zone is what is missing
        (gateway, {"name": "a", "servers": [{"port": math.nan}]}, "options['servers'][0]['port']: "),
        (
            validate,
            {"manifests": [{}, {"spec": {"a": [b"\xff"]}}]},
            "manifests[1]['spec']['a'][0]: these bytes",
        ),
    ]
    for make, given, text in rows:
        with pytest.raises((TypeError, ValueError)) as error:
            make(**given)
        assert str(error.value).startswith(text), given


def test_classes_that_only_the_engine_makes_say_so() -> None:
    made = {function.where for function in functions()}
    for name in _native.__all__:
        value = getattr(_native, name)
        if isinstance(value, type) and name not in made:
            with pytest.raises(TypeError):
                value()


@pytest.mark.parametrize("wrong", [None, 1, "text", Strange()], ids=repr)
def test_a_connection_is_refused_before_it_opens_a_socket(wrong: Any) -> None:
    listener: Any = Strange()
    calls: list[Callable[[], object]] = [
        lambda: mtls_core.Connection.connect(("192.0.2.1", 1), wrong),
        lambda: mtls_core.Connection.accept(listener, wrong),
        lambda: mtls_core.Connection(listener, wrong),
    ]
    for call in calls:
        with pytest.raises(TypeError, match="is needed"):
            call()
