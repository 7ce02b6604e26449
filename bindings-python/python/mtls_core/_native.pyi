"""
The native module; import `mtls_core` instead.
"""

from _typeshed import SupportsGetItem
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from mtls_core.errors import VerificationError
from mtls_core.finding import Finding, Rule
from mtls_core.resources import MeshReading, Migration
from os import PathLike
from typing import Any, Final, SupportsIndex, final

__all__ = ["__version__", "AccessKeys", "AccessKeysClient", "AccessPolicy", "AccessToken", "AddressRanges", "Admission", "BundleClient", "BundleDiff", "BundleEndpoint", "BundleFetch", "BundleKeeper", "BundleListener", "BundlePublisher", "BundleRequest", "BundleServer", "BundleSet", "BundleSetDiff", "BundleSource", "Certificate", "CertificateAuthority", "CertificateChain", "CertificateRequest", "ChainReport", "ChainVerifier", "ClusterOutput", "ConfigFiles", "ConfigReport", "Crl", "CsrPolicy", "DistrustList", "Distrusted", "EdgeProvider", "EdgeVerifier", "FederatedBundle", "ForwardedClientCert", "ForwardedElement", "IdentityPattern", "IdentitySource", "IssuedCertificate", "LiveIdentity", "LiveVerifier", "OriginPolicy", "PemBlock", "PrivateKey", "ProbeReport", "PublicKey", "RecipeOutput", "RefusedPeer", "RemovalCheck", "RolloutPlan", "RotationPlan", "RotationStage", "RotationStep", "ServerReport", "Session", "SourceEvent", "SourceState", "SpiffeId", "TlsClient", "TlsIdentity", "TlsServer", "TrustAnchors", "TrustBundle", "TrustDomain", "VerifiedCertificate", "VerifiedPeer", "WorkloadApi", "WorkloadIdentity", "build", "catalog", "check_client_authorities", "check_config", "check_files", "check_yaml", "cloudflare_origin", "egress_mtls", "egress_proxy", "inspect_server", "migrate", "multi_cluster_mesh", "parse_pem", "probe_origin", "read_json", "read_mesh_config", "read_yaml", "recipe_schema", "root_rotation", "schema", "validate", "virtual_clusters", "write_json", "write_yaml", "write_yaml_value"]

__version__: Final[str]

@final
class AccessKeys:
    """
    The keys of a team of Cloudflare Access, held while they change: feed it what `AccessPolicy.keys_url` answers, or let an
    `AccessKeysClient` do so. A set that is refused changes nothing. Threads may share it.
    """
    def __new__(cls, /, jwks: bytes | bytearray | str | None = None) -> AccessKeys:
        """
        The keys of a JSON Web Key Set; without one there are none yet, and every token is refused.
        """
    def __repr__(self, /) -> str: ...
    @property
    def findings(self, /) -> list[Finding]:
        """
        Which keys of the set were passed over, and why.
        """
    @property
    def key_ids(self, /) -> list[str]:
        """
        The names of the keys (`kid`).
        """
    def replace(self, /, jwks: bytes | bytearray | str) -> bool:
        """
        Takes a new set in the place of the old one; True if it is another. Raises OriginError, and what was there stays.
        """

@final
class AccessKeysClient:
    """
    Fetches a team's keys over HTTPS: when they are old, and when a token names one that is not there, but never more often than it
    may. What was fetched last stays when a fetch fails.
    """
    def __new__(cls, /, policy: AccessPolicy, web: TrustAnchors | SupportsGetItem[int, Certificate], *, url: str | None = None, timeout: int | timedelta | None = None, minimum_interval: int | timedelta | None = None, maximum_age: int | timedelta | None = None) -> AccessKeysClient:
        """
        `web` may vouch for Cloudflare's server (the machine's `ca-certificates.crt`). `timeout` is for a whole fetch (10 s by
        default), `minimum_interval` lies between two (60 s), `maximum_age` is when keys are fetched anew (an hour).
        """
    def __repr__(self, /) -> str: ...
    @property
    def fetched_at(self, /) -> datetime | None:
        """
        When keys were fetched last.
        """
    @property
    def keys(self, /) -> AccessKeys:
        """
        The keys that it feeds.
        """
    def refresh(self, /, *, at: int | datetime | None = None) -> bool:
        """
        Fetches the keys now; True if they are others than before. Raises OriginError, and the last good ones stay.
        """
    def refresh_for(self, /, token: str, *, at: int | datetime | None = None) -> bool:
        """
        Fetches the keys if this token needs it; True if they are others than before.
        """

@final
class AccessPolicy:
    """
    Which tokens of Cloudflare Access an origin takes: those of one team, for these applications, of the type `app`, signed with RS256
    by one of the team's keys.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, team: str, audiences: SupportsGetItem[int, str], *, service_tokens: SupportsGetItem[int, str] | None = None, leeway: int | timedelta | None = None) -> AccessPolicy:
        """
        `team` is its name (`shop` for shop.cloudflareaccess.com), `audiences` the applications' AUD tags. Service tokens are let in
        by their client IDs alone. `leeway` is how far the clocks may be apart: 30 s by default, 5 minutes at most.
        """
    def __repr__(self, /) -> str: ...
    @property
    def audiences(self, /) -> list[str]: ...
    @property
    def issuer(self, /) -> str:
        """
        What tokens name as their issuer.
        """
    @property
    def keys_url(self, /) -> str:
        """
        Where the team's keys are published.
        """
    @property
    def service_tokens(self, /) -> list[str]: ...
    @property
    def team(self, /) -> str: ...
    def verify(self, /, token: str, keys: AccessKeys, at: int | datetime | None = None) -> AccessToken:
        """
        Judges the value of the header Cf-Access-Jwt-Assertion at a time (now by default). Raises OriginError.
        """

@final
class AccessToken:
    """
    A token of Cloudflare Access that was checked: given out for a person or for a service.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def audiences(self, /) -> list[str]: ...
    @property
    def country(self, /) -> str | None: ...
    @property
    def email(self, /) -> str | None: ...
    @property
    def expires_at(self, /) -> datetime: ...
    @property
    def issued_at(self, /) -> datetime: ...
    @property
    def issuer(self, /) -> str: ...
    @property
    def key_id(self, /) -> str:
        """
        The key that signed it.
        """
    @property
    def service(self, /) -> str | None:
        """
        The client ID of the service token that it was given out for.
        """
    @property
    def subject(self, /) -> str | None:
        """
        The person, as an identifier that stays.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict, times in seconds.
        """

@final
class AddressRanges:
    """
    The ranges from which an edge connects to origins. They prove less than a certificate: all customers of the same network connect
    from them.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, ranges: SupportsGetItem[int, str]) -> AddressRanges:
        """
        These ranges, in CIDR form.
        """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def contains(self, /, address: IPv4Address | IPv6Address) -> bool:
        """
        Whether the address is in one of the ranges; an IPv4 address in IPv6 form counts as IPv4.
        """
    @property
    def etag(self, /) -> str | None:
        """
        What changes when Cloudflare's list changes, where the list was read from its JSON.
        """
    @staticmethod
    def parse(data: bytes | bytearray | str) -> AddressRanges:
        """
        Reads a list: one range a line, or the answer of Cloudflare's API in JSON.
        """
    @property
    def ranges(self, /) -> list[str]: ...
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict.
        """

@final
class Admission:
    """
    The verdict on a request, with every reason. `print` it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def certificate(self, /) -> VerifiedCertificate | None:
        """
        The edge's certificate, if its chain is good; the request may still be refused.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        Every reason to refuse the request, and what was merely noticed.
        """
    @property
    def host(self, /) -> str | None:
        """
        The host that the request asks for: lowercase, without port and final dot.
        """
    @property
    def is_admitted(self, /) -> bool: ...
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict.
        """
    @property
    def token(self, /) -> AccessToken | None:
        """
        The token of Cloudflare Access, if one is demanded and good; the request may still be refused.
        """

@final
class BundleClient:
    """
    Fetches bundles over HTTPS. `web` may vouch for servers of `https_web` endpoints (for those on the internet: the
    machine's `ca-certificates.crt`) and does not matter to `https_spiffe`; `[]` vouches for none.
    """
    def __new__(cls, /, web: TrustAnchors | SupportsGetItem[int, Certificate], *, timeout: int | timedelta | None = None) -> BundleClient:
        """
        `timeout` is for a whole fetch, however slowly a server sends; 30 s by default.
        """
    def __repr__(self, /) -> str: ...
    def fetch(self, /, bundle: FederatedBundle, *, at: int | datetime | None = None) -> BundleFetch:
        """
        Fetches the bundle now, and follows redirects. Other threads run on, and may look at the bundle; Ctrl-C ends it.
        Raises TrustError if it failed: the last good bundle stays, and the next fetch is due at the usual time.
        """

@final
class BundleDiff:
    """
    What changes when one bundle of a trust domain takes the place of another; `str` says it in lines.
    """
    def __bool__(self, /) -> bool:
        """
        Whether anything changes.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def added(self, /) -> list[Certificate]:
        """
        Authorities that only the new bundle has.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What speaks against taking the new bundle.
        """
    @property
    def kept(self, /) -> list[Certificate]: ...
    @property
    def removed(self, /) -> list[Certificate]:
        """
        Authorities that only the old bundle has: what they issued is refused from now on.
        """
    @property
    def renewed(self, /) -> list[tuple[Certificate, Certificate]]:
        """
        Old and new certificates of authorities that kept subject and key.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict.
        """
    @property
    def trust_domain(self, /) -> TrustDomain: ...

@final
class BundleEndpoint:
    """
    Whose bundle is to be had where, and how the server there proves itself.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def https_spiffe(trust_domain: TrustDomain | str, url: str, endpoint_id: SpiffeId | str, endpoint_bundle: TrustBundle) -> BundleEndpoint:
        """
        An endpoint that proves itself by an SVID with this ID, under this bundle.
        """
    @staticmethod
    def https_web(trust_domain: TrustDomain | str, url: str) -> BundleEndpoint:
        """
        An endpoint that proves itself by a certificate of the Web PKI.
        """
    @property
    def is_self_serving(self, /) -> bool:
        """
        Whether the bundle that it serves vouches for its own server.
        """
    @property
    def profile(self, /) -> str:
        """
        "https_web" or "https_spiffe".
        """
    @property
    def trust_domain(self, /) -> TrustDomain: ...
    @property
    def url(self, /) -> str: ...

@final
class BundleFetch:
    """
    A fetch that got a bundle; `str` says it in a line for logs.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def diff(self, /) -> BundleDiff | None:
        """
        What it changes; None for the first bundle.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What speaks against the bundle that was fetched.
        """
    @property
    def outcome(self, /) -> str:
        """
        "taken", "unchanged" or "older".
        """
    @property
    def profile(self, /) -> str:
        """
        "https_web" or "https_spiffe".
        """
    @property
    def sequence(self, /) -> int | None: ...
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict.
        """
    @property
    def trust_domain(self, /) -> str: ...
    @property
    def url(self, /) -> str:
        """
        Where it came from in the end.
        """

@final
class BundleKeeper:
    """
    Fetches bundles when they are due, on threads of its own, and puts each in force in a `LiveVerifier`, until it is closed,
    by `with` or `close`, or is let go of. What cannot be fetched stays in force as it was; the bundles themselves say how
    they fare.
    """
    def __enter__(self, /) -> BundleKeeper: ...
    def __exit__(self, /, _kind: Any, _error: Any, _trace: Any) -> None: ...
    def __repr__(self, /) -> str: ...
    def close(self, /) -> None:
        """
        Stops fetching, and gives up what is under way, in a fraction of a second. Closing twice is once.
        """
    @property
    def is_open(self, /) -> bool:
        """
        Whether it fetches: not after `close`.
        """
    @staticmethod
    def start(client: BundleClient, bundles: SupportsGetItem[int, FederatedBundle], verifier: LiveVerifier) -> BundleKeeper:
        """
        Begins. Bundles that are there already are in force when it returns. Raises TrustError for two of one trust domain.
        """

@final
class BundleListener:
    """
    A `BundleServer` that answers at an address until it is closed, by `with` or `close`, or is let go of.
    """
    def __enter__(self, /) -> BundleListener: ...
    def __exit__(self, /, _kind: Any, _error: Any, _trace: Any) -> None: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> tuple[str, int]:
        """
        Host and port where it answers.
        """
    def close(self, /) -> None:
        """
        Stops answering, and closes the connections under way, in a fraction of a second. Closing twice is once.
        """
    @property
    def is_open(self, /) -> bool:
        """
        Whether it answers: not after `close`.
        """

@final
class BundlePublisher:
    """
    What a bundle endpoint says to a request: the newest bundle to every GET. It does no I/O.
    """
    def __new__(cls, /, bundle: TrustBundle) -> BundlePublisher:
        """
        A publisher of this bundle, with sequence number 1 if it has none.
        """
    def __repr__(self, /) -> str: ...
    def answer(self, /, method: str) -> tuple[int, list[tuple[str, str]], str, int]:
        """
        Status, headers, body and `Content-Length` of the answer to a request with this method. The length is that of the
        body; for a HEAD, of that of a GET.
        """
    @property
    def bundle(self, /) -> TrustBundle: ...
    def publish(self, /, bundle: TrustBundle) -> None:
        """
        Serves this bundle from now on; new content needs a higher sequence number, and gets one if it has none.
        """

@final
class BundleRequest:
    """
    A GET that is to be made now, and what the server must prove first.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def endpoint_bundle(self, /) -> TrustBundle | None:
        """
        The bundle that vouches for the server's SVID; None for `https_web`.
        """
    @property
    def endpoint_id(self, /) -> SpiffeId | None:
        """
        The ID that the server's SVID must have; None for `https_web`.
        """
    @property
    def host(self, /) -> str: ...
    @property
    def port(self, /) -> int: ...
    @property
    def server_name(self, /) -> str | None:
        """
        The name that the server's certificate of the Web PKI must have; None for `https_spiffe`.
        """
    @property
    def target(self, /) -> str:
        """
        Path and query.
        """
    @property
    def url(self, /) -> str: ...

@final
class BundleServer:
    """
    Answers HTTPS requests with the newest bundle, and asks no client for a certificate.
    """
    def __new__(cls, /, bundle: TrustBundle, identity: TlsIdentity, *, timeout: int | timedelta | None = None) -> BundleServer:
        """
        A server that presents `identity`: an SVID for `https_spiffe`, a certificate of the Web PKI for `https_web`. The
        bundle is served with sequence number 1 if it has none. `timeout` is for a client to shake hands and ask; 10 s by
        default.
        """
    def __repr__(self, /) -> str: ...
    @property
    def bundle(self, /) -> TrustBundle:
        """
        The bundle that it serves now.
        """
    def listen(self, /, host: str, port: SupportsIndex) -> BundleListener:
        """
        Answers at this address from now on, on threads of its own; at port 0, at one that is free. Raises OSError if the
        address is taken or may not be used.
        """
    def present(self, /, identity: TlsIdentity) -> None:
        """
        Presents another identity from the next handshake on: an SVID must be renewed long before its server ends.
        """
    def publish(self, /, bundle: TrustBundle) -> None:
        """
        Serves this bundle from now on; new content needs a higher sequence number, and gets one if it has none.
        """

@final
class BundleSet:
    """
    Bundles by trust domain, never pooled: a peer's trust domain picks the one that may vouch for it.
    """
    def __contains__(self, trust_domain: TrustDomain | str, /) -> bool: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __len__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, bundles: SupportsGetItem[int, TrustBundle], *, max_trust_domains: SupportsIndex | None = None) -> BundleSet: ...
    def __repr__(self, /) -> str: ...
    @property
    def bundles(self, /) -> list[TrustBundle]:
        """
        The bundles, ordered by trust domain.
        """
    def diff(self, /, newer: BundleSet) -> BundleSetDiff:
        """
        What changes when `newer` takes the place of this set.
        """
    @staticmethod
    def from_spiffe_json(json: bytes | bytearray | str, *, max_bytes: SupportsIndex | None = None, max_authorities: SupportsIndex | None = None, max_trust_domains: SupportsIndex | None = None, max_keys: SupportsIndex | None = None, max_findings: SupportsIndex | None = None) -> BundleSet:
        """
        Reads a SPIFFE bundle map, whole or not at all.
        """
    def get(self, /, trust_domain: TrustDomain | str) -> TrustBundle | None:
        """
        The bundle that may vouch for this trust domain.
        """
    def to_spiffe_json(self, /) -> str: ...
    def with_bundle(self, /, bundle: TrustBundle) -> BundleSet:
        """
        The set with this bundle, in place of the one of the same trust domain.
        """
    def without(self, /, trust_domain: TrustDomain | str) -> BundleSet:
        """
        The set without this trust domain.
        """

@final
class BundleSetDiff:
    """
    What changes when one set of bundles takes the place of another; `str` says it in lines.
    """
    def __bool__(self, /) -> bool:
        """
        Whether anything changes.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def added(self, /) -> list[TrustDomain]:
        """
        Trust domains that only the new set has.
        """
    @property
    def changed(self, /) -> list[BundleDiff]:
        """
        What changes within those of both.
        """
    @property
    def removed(self, /) -> list[TrustDomain]:
        """
        Trust domains that only the old set has: their peers are refused from now on.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict.
        """

@final
class BundleSource:
    """
    Trust bundles in files, one for each trust domain, PEM or a SPIFFE bundle document, read again and again. A file that goes
    bad leaves the other bundles as they are, and its own as it was. One that is taken away withdraws nothing, as it cannot be
    told from one that is being replaced; a document with no keys does. Its watch ends with it: keep it.
    """
    def __repr__(self, /) -> str: ...
    @property
    def bundles(self, /) -> BundleSet:
        """
        The last good bundles.
        """
    @staticmethod
    def open(files: Mapping[str, str | PathLike[str]] | Mapping[TrustDomain, str | PathLike[str]], *, settle: float | timedelta | None = None, warn_before: float | timedelta | None = None, on_event: Callable[[SourceEvent], object] | None = None) -> BundleSource:
        """
        Reads all files; where one is no part of a Kubernetes volume, that takes the settling time. It begins whole or not at
        all: raises TrustError.

        `settle` says for how long such a file must stay the same before it is taken, 0.2 s by default; a writer that pauses
        for longer must rename a finished one into place. `warn_before` says how long before the last authority of a bundle
        expires to begin to warn, 30 days by default. `on_event` hears of what happens, on whichever thread looks; what it
        raises goes to `sys.unraisablehook`.
        """
    def poll(self, /) -> bool:
        """
        Looks at the files now. Whether a bundle was new; `states` says what went wrong. A file that is no part of a
        Kubernetes volume is taken at the first look after its settling time.
        """
    @property
    def states(self, /) -> dict[str, SourceState]:
        """
        How the file of each trust domain is doing, by its name.
        """
    def unwatch(self, /) -> None:
        """
        Stops looking, and waits for a look that is under way.
        """
    def watch(self, /, interval: float | timedelta) -> None:
        """
        Looks at the files at this interval from now on, on a thread of its own, until `unwatch` or until the source is let
        go of. Raises TrustError where the system has no thread.
        """

@final
class Certificate:
    """
    An X.509 certificate, read from PEM or DER. Equal when the bytes are.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, data: bytes | bytearray | str) -> Certificate:
        """
        Reads one certificate, PEM or DER.
        """
    def __reduce__(self, /) -> tuple[Any, tuple[bytes]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def authority_key_id(self, /) -> bytes | None: ...
    @property
    def der(self, /) -> bytes: ...
    def describe(self, /) -> str:
        """
        Everything that stands in it, as text for people.
        """
    @property
    def dns_names(self, /) -> list[str]: ...
    @property
    def emails(self, /) -> list[str]: ...
    @property
    def extended_key_usage(self, /) -> list[str] | None:
        """
        Names such as `serverAuth`; None where the extension is absent.
        """
    @property
    def fingerprint_sha256(self, /) -> str:
        """
        SHA-256 of the DER, lowercase hex.
        """
    @staticmethod
    def from_der(der: bytes | bytearray) -> Certificate: ...
    @staticmethod
    def from_pem(pem: bytes | bytearray | str) -> Certificate: ...
    def info(self, /) -> dict[str, Any]:
        """
        Everything that stands in it, as a plain dict.
        """
    @property
    def ip_addresses(self, /) -> list[IPv4Address | IPv6Address]: ...
    @property
    def is_ca(self, /) -> bool: ...
    @property
    def is_self_issued(self, /) -> bool: ...
    def is_valid_at(self, /, at: int | datetime | None = None) -> bool:
        """
        Whether the time, now by default, lies between its dates.
        """
    @property
    def issuer(self, /) -> str:
        """
        The issuer as RFC 4514 text.
        """
    @property
    def key_usage(self, /) -> list[str] | None:
        """
        Names such as `digitalSignature`; None where the extension is absent.
        """
    def names_as_issuer(self, /, issuer: Certificate) -> bool:
        """
        Whether `issuer` has the name that this certificate gives its issuer.
        """
    @property
    def not_after(self, /) -> datetime: ...
    @property
    def not_before(self, /) -> datetime: ...
    @property
    def path_length(self, /) -> int | None: ...
    @property
    def public_key(self, /) -> PublicKey: ...
    @property
    def serial(self, /) -> str:
        """
        The serial number, lowercase hex with colons.
        """
    @property
    def signature_algorithm(self, /) -> str: ...
    @property
    def spiffe_id(self, /) -> SpiffeId | None:
        """
        Its SPIFFE ID, where it has exactly one. Not verified.
        """
    @property
    def spki_pin(self, /) -> str:
        """
        SHA-256 of the public key in Base64, as `curl --pinnedpubkey sha256//…` takes it.
        """
    @property
    def spki_sha256(self, /) -> str:
        """
        SHA-256 of the public key, lowercase hex.
        """
    @property
    def subject(self, /) -> str:
        """
        The subject as RFC 4514 text.
        """
    @property
    def subject_key_id(self, /) -> bytes | None: ...
    def to_pem(self, /) -> str: ...
    @property
    def uris(self, /) -> list[str]: ...
    def verify_signed_by(self, /, issuer: Certificate) -> None:
        """
        Raises unless `issuer`'s key signed this certificate. Checks no name, date or right: that is verification.
        """
    @property
    def version(self, /) -> int: ...

@final
class CertificateAuthority:
    """
    A CA that can issue: a root, or an intermediate below one. It holds its key; `repr` does not show it.
    """
    def __repr__(self, /) -> str: ...
    @property
    def certificate(self, /) -> Certificate: ...
    def client(self, /, common_name: str, *, dns_names: SupportsGetItem[int, str] = ..., ip_addresses: SupportsGetItem[int, IPv4Address | IPv6Address] = ..., organization: str | None = None, at: int | datetime | None = None, not_before: int | datetime | None = None, backdate: int | timedelta | None = None, valid_for: int | timedelta | None = None, clip_to_issuer: bool = False, key_algorithm: str | None = None) -> IssuedCertificate:
        """
        A client certificate known by its common name, with a new key. 45 days unless told otherwise.

        `key_algorithm`: `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
        """
    def crl(self, /, number: SupportsIndex, *, revoked: SupportsGetItem[int, tuple[Certificate, str]] = ..., revoked_serials: SupportsGetItem[int, tuple[str, str, int | datetime]] = ..., carry_over: Crl | None = None, at: int | datetime | None = None, valid_for: int | timedelta | None = None) -> Crl:
        """
        Signs a revocation list. `revoked` holds certificates of this CA with a reason (`keyCompromise`, `superseded`,
        …), `revoked_serials` serial numbers in hex with reason and time; `carry_over` takes the last list's entries.
        """
    @staticmethod
    def from_cacerts(entries: Mapping[str, str | bytes]) -> CertificateAuthority:
        """
        Reads the entries of an Istio `cacerts` Secret, decoded from Base64.
        """
    @staticmethod
    def from_parts(certificate: Certificate, key: PrivateKey, pool: SupportsGetItem[int, Certificate], roots: SupportsGetItem[int, Certificate]) -> CertificateAuthority:
        """
        A CA out of its parts; `pool` holds the certificates between it and one of the roots, in any order.
        """
    def intermediate(self, /, common_name: str, *, trust_domain: TrustDomain | str | None = None, organization: str | None = None, at: int | datetime | None = None, not_before: int | datetime | None = None, backdate: int | timedelta | None = None, valid_for: int | timedelta | None = None, clip_to_issuer: bool = False, key_algorithm: str | None = None, key: PrivateKey | None = None, path_len: SupportsIndex | None = None, permitted_dns_names: SupportsGetItem[int, str] = ..., excluded_dns_names: SupportsGetItem[int, str] = ...) -> CertificateAuthority:
        """
        A new CA signed by this one, in its trust domain. A year, and leaves only, unless told otherwise.

        `key_algorithm`: `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
        """
    @property
    def intermediates(self, /) -> list[Certificate]:
        """
        The certificates between this CA and its root, nearest first.
        """
    @property
    def is_root(self, /) -> bool: ...
    @staticmethod
    def load(directory: str | PathLike[str]) -> CertificateAuthority:
        """
        Loads a CA that `save` wrote, or the files of an Istio `cacerts` Secret.
        """
    @property
    def path_len(self, /) -> int | None: ...
    def private_key(self, /) -> PrivateKey:
        """
        The CA's private key, for storing it elsewhere than `save` does.
        """
    def replace(self, /, directory: str | PathLike[str]) -> None:
        """
        `save`, over whatever CA is there.
        """
    @staticmethod
    def root(common_name: str, *, trust_domain: TrustDomain | str | None = None, organization: str | None = None, at: int | datetime | None = None, not_before: int | datetime | None = None, backdate: int | timedelta | None = None, valid_for: int | timedelta | None = None, key_algorithm: str | None = None, key: PrivateKey | None = None, path_len: SupportsIndex | None = None, permitted_dns_names: SupportsGetItem[int, str] = ..., excluded_dns_names: SupportsGetItem[int, str] = ...) -> CertificateAuthority:
        """
        A new root CA. Ten years, P-256, no limit on the path length unless told otherwise.

        `key_algorithm`: `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
        """
    @property
    def roots(self, /) -> list[Certificate]:
        """
        The root that it leads to first, then any that were saved with it.
        """
    def save(self, /, directory: str | PathLike[str]) -> None:
        """
        Saves the CA in the layout of Istio's `cacerts`, readable by its owner alone. Refuses to write over another CA.
        """
    def secret_cacerts(self, /) -> dict[str, str]:
        """
        The entries of an Istio `cacerts` Secret. `ca-key.pem` among them is the CA's private key.
        """
    def server(self, /, names: SupportsGetItem[int, str], *, common_name: str | None = None, organization: str | None = None, at: int | datetime | None = None, not_before: int | datetime | None = None, backdate: int | timedelta | None = None, valid_for: int | timedelta | None = None, clip_to_issuer: bool = False, key_algorithm: str | None = None) -> IssuedCertificate:
        """
        A server certificate for DNS names and IP addresses, with a new key. 45 days unless told otherwise.

        `key_algorithm`: `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
        """
    def sign_csr(self, /, request: CertificateRequest, policy: CsrPolicy, *, at: int | datetime | None = None) -> CertificateChain:
        """
        Signs a request if the policy grants all that it asks for, and gives the leaf with its chain.
        """
    def svid(self, /, id: SpiffeId | str, *, dns_names: SupportsGetItem[int, str] = ..., ip_addresses: SupportsGetItem[int, IPv4Address | IPv6Address] = ..., common_name: str | None = None, organization: str | None = None, at: int | datetime | None = None, not_before: int | datetime | None = None, backdate: int | timedelta | None = None, valid_for: int | timedelta | None = None, clip_to_issuer: bool = False, key_algorithm: str | None = None) -> IssuedCertificate:
        """
        An X509-SVID for a workload, with a new key. A day unless told otherwise.

        `key_algorithm`: `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
        """
    @property
    def trust_domain(self, /) -> TrustDomain | None: ...

@final
class CertificateChain:
    """
    Certificates as TLS sends them: the leaf, then its issuers. A sequence; never empty.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getitem__(self, index: SupportsIndex, /) -> Certificate: ...
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[Certificate]: ...
    def __len__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, data: bytes | bytearray | str) -> CertificateChain:
        """
        Reads PEM with one certificate or more, or one DER certificate.
        """
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def certificates(self, /) -> list[Certificate]: ...
    def check_order(self, /) -> list[Finding]:
        """
        What is wrong with the order and the set of certificates; empty for a chain that every peer takes.
        """
    @staticmethod
    def from_certificates(certificates: SupportsGetItem[int, Certificate]) -> CertificateChain: ...
    @staticmethod
    def from_der(certificates: SupportsGetItem[int, bytes | bytearray]) -> CertificateChain:
        """
        Reads DER certificates, leaf first, as `ssl.SSLSocket.get_unverified_chain` gives them.
        """
    @staticmethod
    def from_pem(pem: bytes | bytearray | str) -> CertificateChain: ...
    @property
    def issuers(self, /) -> list[Certificate]:
        """
        All but the leaf.
        """
    @property
    def leaf(self, /) -> Certificate: ...
    def sorted(self, /) -> CertificateChain:
        """
        The same certificates, each followed by its issuer.
        """
    def to_der(self, /) -> list[bytes]: ...
    def to_pem(self, /) -> str: ...

@final
class CertificateRequest:
    """
    A certificate request (PKCS#10).
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, data: bytes | bytearray | str) -> CertificateRequest:
        """
        Reads one request, PEM or DER.
        """
    def __reduce__(self, /) -> tuple[Any, tuple[bytes]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def der(self, /) -> bytes: ...
    @property
    def dns_names(self, /) -> list[str]: ...
    @staticmethod
    def from_der(der: bytes | bytearray) -> CertificateRequest: ...
    @staticmethod
    def from_pem(pem: bytes | bytearray | str) -> CertificateRequest: ...
    def info(self, /) -> dict[str, Any]:
        """
        Everything that stands in it, as a plain dict.
        """
    @property
    def public_key(self, /) -> PublicKey: ...
    @property
    def spiffe_id(self, /) -> SpiffeId | None:
        """
        The SPIFFE ID that it asks for, where it asks for exactly one.
        """
    @property
    def subject(self, /) -> str: ...
    def to_pem(self, /) -> str: ...
    @property
    def uris(self, /) -> list[str]: ...
    def verify(self, /) -> None:
        """
        Raises unless the request is signed by its own key.
        """

@final
class ChainReport:
    """
    A chain explained, certificate by certificate; `str` draws it as a tree.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def accepted(self, /) -> bool: ...
    @property
    def certificates(self, /) -> list[dict[str, Any]]:
        """
        The certificates as sent, with their findings; then the trust anchor, where a path comes to one.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        All findings, the most telling first.
        """
    @property
    def name(self, /) -> str | None:
        """
        The leaf's first DNS name, else its first address, else its first mailbox; not verified.
        """
    @property
    def path(self, /) -> list[int]:
        """
        The path through `certificates` by their positions, leaf first: the accepted one, or the one that came nearest.
        """
    @property
    def spiffe_id(self, /) -> str | None:
        """
        The leaf's SPIFFE ID as text; not verified unless `accepted` by a ChainVerifier.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The report as a plain dict.
        """
    def with_key(self, /, key: PrivateKey) -> ChainReport:
        """
        The report on a chain of one's own, beside the private key that is to go with it: a finding where it is not
        the leaf's.
        """

@final
class ChainVerifier:
    """
    Judges chains against the bundle of the leaf's own trust domain. Immutable; threads may share it.
    """
    def __new__(cls, /, bundles: BundleSet | SupportsGetItem[int, TrustBundle], *, profile: str | None = None, purpose: str | None = None, crls: SupportsGetItem[int, Crl | bytes | bytearray | str] | None = None, revocation_depth: str | None = None, accept_unknown_status: bool = False, accept_expired_crls: bool = False, distrust: DistrustList | None = None, max_certificates: SupportsIndex | None = None, max_bytes: SupportsIndex | None = None, max_intermediates: SupportsIndex | None = None, peer_cache_bytes: SupportsIndex | None = None, issuer_cache_bytes: SupportsIndex | None = None) -> ChainVerifier:
        """
        `profile` is `spiffe-interop` or `spiffe-strict`; `purpose` is `client`, `server` or `either`.

        With `crls`, a certificate is refused that they revoke, that none speaks of (unless `accept_unknown_status`), or
        whose list is past its next update (unless `accept_expired_crls`); without one, or with an empty list of them,
        nothing is looked up. `revocation_depth` is `chain`, which is the default, or `leaf`. `distrust` shuts out every
        path through what it lists.

        Accepted peers and issuers are remembered within `peer_cache_bytes` (8 MiB unless given) and
        `issuer_cache_bytes` (1 MiB); 0 remembers none. No verdict depends on it.
        """
    def __repr__(self, /) -> str: ...
    @property
    def bundles(self, /) -> BundleSet: ...
    def explain(self, /, chain: SupportsGetItem[int, bytes | bytearray] | CertificateChain | bytes | bytearray | str, at: int | datetime | None = None, *, purpose: str | None = None) -> ChainReport:
        """
        Says of every certificate what is wrong with it, beside the verdict of `verify`. `print` it.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What was left out of the bundles.
        """
    @property
    def profile(self, /) -> str: ...
    def verify(self, /, chain: SupportsGetItem[int, bytes | bytearray] | CertificateChain | bytes | bytearray | str, at: int | datetime | None = None, *, purpose: str | None = None) -> VerifiedPeer:
        """
        The peer that a chain, leaf first, proves at a time (now by default); raises VerificationError if it is refused.
        """
    def verify_batch(self, /, chains: SupportsGetItem[int, SupportsGetItem[int, bytes | bytearray] | CertificateChain | bytes | bytearray | str], at: int | datetime | None = None) -> list[VerifiedPeer | VerificationError]:
        """
        Judges many chains over the processors at hand, as an audit does: for each, in order, the peer or the
        VerificationError that `verify` would raise.
        """
    def with_bundles(self, /, bundles: BundleSet | SupportsGetItem[int, TrustBundle]) -> ChainVerifier:
        """
        Another verifier with the same settings over these bundles. It remembers no peer of this one.
        """

@final
class ClusterOutput:
    """
    What a recipe gives for one of several clusters.
    """
    def __repr__(self, /) -> str: ...
    @property
    def cluster(self, /) -> str:
        """
        The name of the cluster.
        """
    @property
    def output(self, /) -> RecipeOutput:
        """
        What is for this cluster.
        """

@final
class ConfigFiles:
    """
    A server's configuration: the main file first, and the files that it includes under the names that its directives give.
    """
    def __new__(cls, /, texts: Mapping[str, str], *, complete: bool = False) -> ConfigFiles:
        """
        These texts by name, the main one first. `complete` says that there are no others: a pattern that none of them matches
        includes nothing, where it otherwise leaves the verdict open.
        """
    def __repr__(self, /) -> str: ...
    @staticmethod
    def load(path: str | PathLike[str], *, allow: SupportsGetItem[int, str | PathLike[str]] | None = None) -> ConfigFiles:
        """
        From disk: a main file, with what it includes from its folder and beneath, or a folder of manifests. `allow` names further
        folders that may be read from, such as "/etc/ssl".
        """
    @property
    def names(self, /) -> list[str]:
        """
        The names of the files given, the main one first, and then of those that checks have read from disk so far because a
        directive names them: what is included, CAs, lists of certificates.
        """

@final
class ConfigReport:
    """
    The listeners of a configuration, what is wrong with them, and what it comes to. `print` it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def bypasses(self, /) -> list[str]:
        """
        The ways around, of a verdict of "bypass".
        """
    @property
    def exit_code(self, /) -> int:
        """
        0 for "enforced", and a number of its own from 10 on for every other verdict.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What is wrong, the gravest first, each with its file and line and the next step.
        """
    @property
    def has_errors(self, /) -> bool:
        """
        Whether something of severity "error" was found.
        """
    @property
    def kind(self, /) -> str:
        """
        "nginx", "apache", "haproxy", "envoy", "istio" or "gateway-api".
        """
    @property
    def listeners(self, /) -> list[dict[str, Any]]:
        """
        The sockets and the virtual hosts on them, each with what it does with client certificates.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict.
        """
    def to_json(self, /) -> str:
        """
        For programs.
        """
    def to_sarif(self, /) -> str:
        """
        For code scanning: SARIF 2.1.0, each finding at its line.
        """
    def to_text(self, /) -> str:
        """
        For people: the verdict, a line for each listener, the findings.
        """
    @property
    def verdict(self, /) -> str:
        """
        "enforced", "edge-network-only", "open", "open-to-any-cert", "bypass", "broken" or "unproven".
        """

@final
class Crl:
    """
    A certificate revocation list.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __len__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, data: bytes | bytearray | str) -> Crl:
        """
        Reads one list, PEM or DER.
        """
    def __reduce__(self, /) -> tuple[Any, tuple[bytes]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def der(self, /) -> bytes: ...
    @property
    def entries(self, /) -> list[dict[str, Any]]:
        """
        What it revokes, as plain dicts.
        """
    def entry_of(self, /, certificate: Certificate) -> dict[str, Any] | None:
        """
        What it says of a certificate, as a plain dict; None if it does not revoke it.
        """
    @staticmethod
    def from_der(der: bytes | bytearray) -> Crl: ...
    @staticmethod
    def from_pem(pem: bytes | bytearray | str) -> Crl: ...
    def info(self, /) -> dict[str, Any]:
        """
        Everything that stands in it, as a plain dict.
        """
    def is_current_at(self, /, at: int | datetime | None = None) -> bool: ...
    @property
    def issuer(self, /) -> str: ...
    @property
    def next_update(self, /) -> datetime | None: ...
    @property
    def number(self, /) -> str | None:
        """
        The CRL number, hex.
        """
    @property
    def this_update(self, /) -> datetime: ...
    def to_pem(self, /) -> str: ...
    def verify_signed_by(self, /, issuer: Certificate) -> None:
        """
        Raises unless `issuer`'s key signed it.
        """

@final
class CsrPolicy:
    """
    What `CertificateAuthority.sign_csr` grants. A request gets what it asks for if all of it is granted.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def client(common_name: str, *, allow_dns: SupportsGetItem[int, str] = ..., allow_ips: SupportsGetItem[int, IPv4Address | IPv6Address] = ..., ignore_subject: bool = False, max_validity: int | timedelta | None = None) -> CsrPolicy:
        """
        A client certificate under this common name.
        """
    @staticmethod
    def exact(id: SpiffeId | str, *, allow_dns: SupportsGetItem[int, str] = ..., allow_ips: SupportsGetItem[int, IPv4Address | IPv6Address] = ..., ignore_subject: bool = False, max_validity: int | timedelta | None = None) -> CsrPolicy:
        """
        An SVID for this ID; a request that names no URI gets it too.
        """
    @staticmethod
    def matching(pattern: IdentityPattern, *, allow_dns: SupportsGetItem[int, str] = ..., allow_ips: SupportsGetItem[int, IPv4Address | IPv6Address] = ..., ignore_subject: bool = False, max_validity: int | timedelta | None = None) -> CsrPolicy:
        """
        An SVID for whichever one ID the request names, if it matches the pattern.
        """
    @staticmethod
    def server(names: SupportsGetItem[int, str], *, ignore_subject: bool = False, max_validity: int | timedelta | None = None) -> CsrPolicy:
        """
        A server certificate for one or more of these DNS names and IP addresses.
        """

@final
class DistrustList:
    """
    Certificates, keys and issuers that are trusted no more, whatever a bundle says.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __len__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, entries: SupportsGetItem[int, Distrusted] = ...) -> DistrustList: ...
    def __repr__(self, /) -> str: ...
    @property
    def entries(self, /) -> list[Distrusted]: ...
    def find(self, /, certificate: Certificate) -> Distrusted | None:
        """
        The entry that shuts this certificate out, the narrowest where several do.
        """
    @staticmethod
    def from_json(json: bytes | bytearray | str) -> DistrustList:
        """
        Reads what `to_json` writes; a field that it does not know refuses the list.
        """
    @staticmethod
    def from_pem(pem: bytes | bytearray | str, reason: str, *, kind: str = "certificate") -> DistrustList:
        """
        A list of the certificates of a PEM text, all by `kind` and for one reason; see `Distrusted`.
        """
    def to_json(self, /) -> str: ...
    def with_entry(self, /, entry: Distrusted) -> DistrustList:
        """
        The list with one more entry, in place of the one for the same thing.
        """
    def without(self, /, entry: Distrusted) -> DistrustList:
        """
        The list without what this entry shuts out.
        """

@final
class Distrusted:
    """
    One thing that is trusted no more, and why.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, certificate: Certificate, reason: str, *, kind: str = "certificate", since: int | datetime | None = None) -> Distrusted:
        """
        An entry for a certificate, by `kind`: "certificate" (it alone), "serial" (it, by issuer and number),
        "key" (all with its key, and so all that it issued) or "issuer" (all that name it as their issuer).
        `since` is told to people and limits nothing.
        """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def kind(self, /) -> str: ...
    @property
    def reason(self, /) -> str: ...
    @property
    def since(self, /) -> datetime | None: ...
    def to_dict(self, /) -> dict[str, Any]:
        """
        The entry as a plain dict, as a list's JSON has it.
        """

@final
class EdgeProvider:
    """
    An edge network, as an origin sees it: what it presents, whether that binds it to one customer, and how it is replaced.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, name: str) -> EdgeProvider:
        """
        The provider with this name: "cloudflare-zone", "cloudflare-hostname", "cloudflare-shared", "cloudfront", "akamai", "fastly",
        "google-cloud", "azure-front-door".
        """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def all() -> list[EdgeProvider]:
        """
        Every provider that is known.
        """
    @property
    def anchors(self, /) -> TrustAnchors | None:
        """
        The authorities that are known to issue its certificates: those of Cloudflare's shared certificate alone.
        """
    @staticmethod
    def custom(name: str, presents: str, *, client_auth_required: bool = False) -> EdgeProvider:
        """
        One that is not known here. It presents "nothing", "shared", "account-ca" or "customer-leaf".
        """
    @property
    def is_tenant_bound(self, /) -> bool:
        """
        Whether its certificate proves that a request came for this customer, and not only through the network.
        """
    @property
    def name(self, /) -> str: ...
    @property
    def presents(self, /) -> str:
        """
        "nothing", "shared", "account-ca" or "customer-leaf".
        """
    @property
    def title(self, /) -> str: ...
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict: rules for the leaf, other proof, rotation, notes.
        """

@final
class EdgeVerifier:
    """
    Judges the certificates of servers, and of clients at the edge, by DNS name, address or e-mail address. Immutable;
    threads may share it.
    """
    def __new__(cls, /, anchors: TrustAnchors | SupportsGetItem[int, Certificate], *, profile: str, purpose: str | None = None, crls: SupportsGetItem[int, Crl | bytes | bytearray | str] | None = None, revocation_depth: str | None = None, accept_unknown_status: bool = False, accept_expired_crls: bool = False, distrust: DistrustList | None = None, max_certificates: SupportsIndex | None = None, max_bytes: SupportsIndex | None = None, max_intermediates: SupportsIndex | None = None, peer_cache_bytes: SupportsIndex | None = None, issuer_cache_bytes: SupportsIndex | None = None) -> EdgeVerifier:
        """
        `profile` is `edge-client`, `server` or `server-strict`, and brings its own `purpose` along. The other arguments
        are those of `ChainVerifier`.
        """
    def __repr__(self, /) -> str: ...
    @property
    def anchors(self, /) -> TrustAnchors: ...
    def explain(self, /, chain: SupportsGetItem[int, bytes | bytearray] | CertificateChain | bytes | bytearray | str, name: str | SupportsGetItem[int, str] | None, at: int | datetime | None = None) -> ChainReport:
        """
        Says of every certificate what is wrong with it, beside the verdict of `verify`. `print` it.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What was left out of the trust anchors.
        """
    @property
    def profile(self, /) -> str: ...
    @property
    def purpose(self, /) -> str: ...
    def verify(self, /, chain: SupportsGetItem[int, bytes | bytearray] | CertificateChain | bytes | bytearray | str, name: str | SupportsGetItem[int, str] | None, at: int | datetime | None = None) -> VerifiedCertificate:
        """
        Judges a chain, leaf first, at a time (now by default): the path, and that the leaf is valid for `name`, or for one
        of several. None takes any name; who passes it looks at the names afterwards. Raises VerificationError.
        """
    def verify_batch(self, /, chains: SupportsGetItem[int, SupportsGetItem[int, bytes | bytearray] | CertificateChain | bytes | bytearray | str], names: SupportsGetItem[int, str | SupportsGetItem[int, str] | None], at: int | datetime | None = None) -> list[VerifiedCertificate | VerificationError]:
        """
        Judges many chains over the processors at hand, each by the name in its place: for each, in order, the verdict or
        the VerificationError that `verify` would raise.
        """

@final
class FederatedBundle:
    """
    The bundle of another trust domain, kept current from its endpoint. A `BundleClient` fetches it, a `BundleKeeper`
    again and again; or make the `request` and give it the `answer`. The last good bundle stays whatever comes back.
    """
    def __new__(cls, /, endpoint: BundleEndpoint, *, stored: TrustBundle | None = None, at: int | datetime | None = None) -> FederatedBundle:
        """
        A bundle to be fetched at once; `stored` is the last one of an earlier run.
        """
    def __repr__(self, /) -> str: ...
    def answer(self, /, request: BundleRequest, status: SupportsIndex, body: bytes | bytearray, *, location: str | None = None, at: int | datetime | None = None) -> BundleRequest | BundleFetch:
        """
        What to make of an answer: the next request after a redirect, else the fetch. Raises TrustError if it failed.
        """
    @property
    def bundle(self, /) -> TrustBundle | None:
        """
        The last good bundle; None before the first.
        """
    @property
    def endpoint(self, /) -> BundleEndpoint: ...
    def fail(self, /, reason: str, at: int | datetime | None = None) -> None:
        """
        The fetch failed before there was an answer. The bundle stays; the next fetch is at the usual time.
        """
    @property
    def failure(self, /) -> Any | None:
        """
        Why the last fetch failed, a TrustError; None if it did not.
        """
    @property
    def failures(self, /) -> int:
        """
        How many fetches failed since the last good one.
        """
    def is_due(self, /, at: int | datetime | None = None) -> bool:
        """
        Whether it is time to fetch (now by default).
        """
    @property
    def next_at(self, /) -> datetime:
        """
        When to fetch next.
        """
    def replace_endpoint_bundle(self, /, bundle: TrustBundle) -> None:
        """
        A new bundle for the trust domain of the endpoint's own ID.
        """
    def request(self, /) -> BundleRequest:
        """
        The GET to be made, of the configured URL.
        """

@final
class ForwardedClientCert:
    """
    The header `X-Forwarded-Client-Cert` of Envoy and Istio, text or JSON: who a proxy says the client is. It proves
    nothing by itself: read it only from a proxy that you trust, behind a port that nobody else reaches.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def elements(self, /) -> list[ForwardedElement]:
        """
        One element for each proxy, the nearest last; never empty.
        """
    @property
    def form(self, /) -> str:
        """
        How it was written: `text` or `json`.
        """
    @property
    def nearest(self, /) -> ForwardedElement:
        """
        What the nearest proxy says: the last element.
        """
    @staticmethod
    def parse(header: str, *, several_uris: bool = False) -> ForwardedClientCert:
        """
        Reads the header's value strictly; several lines are joined with `,` before. An element may name several URIs only
        where `several_uris` says so.
        """
    def spiffe_id(self, /) -> SpiffeId:
        """
        The client's SPIFFE ID as the nearest proxy says it. Raises `PkiError` where its URI is none.
        """
    @property
    def warnings(self, /) -> list[Finding]:
        """
        `forwarded-text-unproven` where an element in text has no certificate, so that a name in it may be forged.
        """

@final
class ForwardedElement:
    """
    What one proxy says of the certificate that its client presented.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def by(self, /) -> list[str]:
        """
        The URI names of the proxy's own certificate.
        """
    @property
    def certificate(self, /) -> Certificate | None:
        """
        The client's certificate, where it was forwarded. Nothing here verified it.
        """
    @property
    def chain(self, /) -> CertificateChain | None:
        """
        What the client presented, where it was forwarded.
        """
    @property
    def dns_names(self, /) -> list[str]:
        """
        The DNS names, in the same way.
        """
    @property
    def hash(self, /) -> str | None:
        """
        SHA-256 of the client's certificate, lowercase hex.
        """
    def info(self, /) -> dict[str, Any]:
        """
        Everything that stands in it, as a plain dict.
        """
    @property
    def issuer(self, /) -> str | None:
        """
        The issuer as it is written.
        """
    @property
    def number(self, /) -> int:
        """
        Which element of the header it is, from 1.
        """
    def spiffe_id(self, /) -> SpiffeId:
        """
        The client's SPIFFE ID. Raises `PkiError` where its URI is none.
        """
    @property
    def subject(self, /) -> str | None:
        """
        The subject as it is written.
        """
    @property
    def uris(self, /) -> list[str]:
        """
        The URI names of the certificate, or those written where there is none.
        """

@final
class IdentityPattern:
    """
    A rule that a SPIFFE ID keeps or not. `|`, `&` and `~` combine patterns; `str` says one in words.
    """
    def __and__(self, other: object, /) -> IdentityPattern: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __invert__(self, /) -> IdentityPattern: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, json: str) -> IdentityPattern:
        """
        Reads a pattern from JSON, or a bare SPIFFE ID as an exact one.
        """
    def __or__(self, other: object, /) -> IdentityPattern: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def all_of(patterns: SupportsGetItem[int, IdentityPattern]) -> IdentityPattern: ...
    @staticmethod
    def any_in(trust_domain: TrustDomain | str) -> IdentityPattern:
        """
        Every workload of a trust domain.
        """
    @staticmethod
    def any_of(patterns: SupportsGetItem[int, IdentityPattern]) -> IdentityPattern: ...
    def cautions(self, /) -> list[Finding]:
        """
        What is odd about the pattern, though it is a valid one.
        """
    @staticmethod
    def exact(id: SpiffeId | str) -> IdentityPattern:
        """
        This ID and no other.
        """
    @staticmethod
    def istio_principal(pattern: str) -> IdentityPattern:
        """
        Istio's match on principals: exact, `prefix*`, `*suffix` or `*`.
        """
    def matches(self, /, id: SpiffeId | str) -> bool: ...
    def mismatch(self, /, id: SpiffeId | str) -> str | None:
        """
        Why the ID does not match, in words; None if it does.
        """
    @staticmethod
    def not_(pattern: IdentityPattern) -> IdentityPattern:
        """
        Everybody else; use it inside `all_of`, beside the trust domain that is meant.
        """
    @staticmethod
    def path_prefix(trust_domain: TrustDomain | str, path: str) -> IdentityPattern:
        """
        Every ID at or below a path: `/ns/shop` takes in `/ns/shop/sa/cart` and not `/ns/shopping`.
        """
    def to_json(self, /) -> str: ...

@final
class IdentitySource:
    """
    A certificate chain and its key in PEM files, read again and again: a mounted Secret, what cert-manager or an agent writes,
    files that are copied by hand. The last good pair stays in force; a torn write and a key that is not the certificate's are
    never served. Its watch ends with it: keep it.
    """
    def __repr__(self, /) -> str: ...
    @property
    def identity(self, /) -> LiveIdentity:
        """
        What `TlsServer` and `TlsClient` present; it follows the files.
        """
    @staticmethod
    def open_directory(directory: str | PathLike[str], *, settle: float | timedelta | None = None, warn_before: float | timedelta | None = None, on_event: Callable[[SourceEvent], object] | None = None) -> IdentitySource:
        """
        `tls.crt` and `tls.key` in a directory, as in a mounted Secret of type `kubernetes.io/tls`. Reads them; where they are
        no part of a Kubernetes volume, that takes the settling time. Raises TrustError if it cannot, for a key that is not
        the certificate's, and for a certificate that is not valid now.

        `settle` says for how long files outside a Kubernetes volume must stay the same before they are taken, 0.2 s by
        default; a writer that pauses for longer must rename a finished one into place. `warn_before` says how long before
        the first certificate expires to begin to warn: by default, the last quarter of the leaf's validity. `on_event` hears
        of what happens, on whichever thread looks; what it raises goes to `sys.unraisablehook`.
        """
    @staticmethod
    def open_files(chain: str | PathLike[str], key: str | PathLike[str], *, settle: float | timedelta | None = None, warn_before: float | timedelta | None = None, on_event: Callable[[SourceEvent], object] | None = None) -> IdentitySource:
        """
        The chain, leaf first, and the leaf's key; both may be one file. The other arguments are those of `open_directory`.
        """
    def poll(self, /) -> bool:
        """
        Looks at the files now. Whether a new identity was taken; `state` says what went wrong. Files that are no part of a
        Kubernetes volume are taken at the first look after their settling time.
        """
    @property
    def state(self, /) -> SourceState:
        """
        How the files are doing.
        """
    def unwatch(self, /) -> None:
        """
        Stops looking, and waits for a look that is under way.
        """
    def watch(self, /, interval: float | timedelta) -> None:
        """
        Looks at the files at this interval from now on, on a thread of its own, until `unwatch` or until the source is let
        go of. Raises TrustError where the system has no thread.
        """

@final
class IssuedCertificate:
    """
    A leaf with its chain, and the key made for it.
    """
    def __repr__(self, /) -> str: ...
    @property
    def chain(self, /) -> CertificateChain:
        """
        The leaf and the intermediates, as TLS sends them; never the root.
        """
    @property
    def key(self, /) -> PrivateKey: ...

@final
class LiveIdentity:
    """
    The `TlsIdentity` in force, for servers and clients that keep running while certificates change. Every handshake presents
    the one that is in force when it needs one; connections that are there stay as they are. Threads may share it.
    """
    def __new__(cls, /, identity: TlsIdentity) -> LiveIdentity: ...
    def __repr__(self, /) -> str: ...
    @property
    def current(self, /) -> TlsIdentity:
        """
        The identity in force now, or the one that was in force last if it is withdrawn; it does not change.
        """
    @property
    def is_withdrawn(self, /) -> bool: ...
    def replace(self, /, identity: TlsIdentity) -> TlsIdentity:
        """
        Puts another identity in force and gives the one that was.
        """
    def withdraw(self, /) -> None:
        """
        Presents no identity any more, until `replace` puts one in force: a server ends every handshake with the alert
        `access_denied`, and a client answers a request for a certificate with none.
        """

@final
class LiveVerifier:
    """
    The `ChainVerifier` in force, for servers and clients that keep running while bundles change. Threads may share it.
    """
    def __new__(cls, /, verifier: ChainVerifier) -> LiveVerifier: ...
    def __repr__(self, /) -> str: ...
    @property
    def current(self, /) -> ChainVerifier:
        """
        The verifier in force now; it does not change.
        """
    def follow(self, /, source: BundleSource | WorkloadApi) -> None:
        """
        Puts the bundles of this source in force, now and whenever one is new, beside those of other trust domains. A
        BundleSource must be watched or polled. A bundle that a WorkloadApi takes back goes, unless another one is in its place.
        """
    def reload(self, /, bundles: BundleSet | SupportsGetItem[int, TrustBundle]) -> None:
        """
        Puts these bundles in force, under all other settings of the verifier that is. On an error that one stays.
        """
    def replace(self, /, verifier: ChainVerifier) -> ChainVerifier:
        """
        Puts another verifier in force and gives the one that was.
        """

@final
class OriginPolicy:
    """
    What an origin demands of a request before it believes that the edge sent it. Threads may share it.
    """
    def __new__(cls, /, provider: EdgeProvider | str, *, anchors: TrustAnchors | SupportsGetItem[int, Certificate] | None = None, crls: SupportsGetItem[int, Crl | bytes | bytearray | str] | None = None, names: SupportsGetItem[int, str] | None = None, pins: SupportsGetItem[int, str] | None = None, hosts: SupportsGetItem[int, str] | None = None, server_names: SupportsGetItem[int, str] | None = None, addresses: AddressRanges | None = None, headers: Mapping[str, str | bytes] | None = None, access: AccessPolicy | None = None, access_keys: AccessKeys | None = None) -> OriginPolicy:
        """
        `anchors` vouch for the edge's certificate. `names` and `pins` (SHA-256 of the public key) are those of the certificate, `hosts`
        those that the origin serves; the server name of the handshake must be the host, or one of `server_names`. `headers` are
        demanded with exactly these values. `access` goes with `access_keys`.
        """
    def __repr__(self, /) -> str: ...
    def admit(self, /, *, chain: SupportsGetItem[int, bytes | bytearray] | CertificateChain | bytes | bytearray | str | None = None, server_name: str | None = None, host: str | None = None, source: IPv4Address | IPv6Address | None = None, headers: Mapping[str, str | bytes] | None = None, at: int | datetime | None = None) -> Admission:
        """
        Judges a request at a time (now by default), by everything that is demanded. `chain` is what the client presented in this very
        connection, `source` the address at its other end; hand over all `headers`. All reasons are named, not the first alone.
        """
    @property
    def anchors(self, /) -> TrustAnchors | None:
        """
        The authorities that may vouch for the edge; None where it shows no certificate.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What speaks against the policy, dates apart.
        """
    def findings_at(self, /, at: int | datetime | None = None) -> list[Finding]:
        """
        What speaks against it at a time (now by default): `findings`, and authorities that have ended or soon will.
        """
    @property
    def is_tenant_bound(self, /) -> bool:
        """
        Whether a request that is admitted came for this customer of the edge, and not only through the network.
        """
    @property
    def provider(self, /) -> EdgeProvider: ...
    @property
    def verifier(self, /) -> EdgeVerifier:
        """
        The verifier for handshakes, for `TlsServer`. Raises OriginError where the provider shows no certificate.
        """

@final
class PemBlock:
    """
    A block of a PEM text.
    """
    def __repr__(self, /) -> str: ...
    @property
    def block(self, /) -> int:
        """
        Which block of the text it is, from 1.
        """
    @property
    def der(self, /) -> bytes: ...
    @property
    def kind(self, /) -> str:
        """
        What it holds, in words: `a private key`.
        """
    @property
    def label(self, /) -> str:
        """
        What stands behind `BEGIN`.
        """
    @property
    def line(self, /) -> int:
        """
        The line of its `BEGIN`, from 1.
        """

@final
class PrivateKey:
    """
    A private key. It has no equality and cannot be pickled; `repr` leaves its secret out, and what
    hands it out is called `secret_…`.
    """
    def __new__(cls, /, data: bytes | bytearray | str) -> PrivateKey:
        """
        Reads one key, PEM or DER: PKCS#8, SEC1 or PKCS#1.
        """
    def __repr__(self, /) -> str: ...
    @property
    def algorithm(self, /) -> str: ...
    @property
    def format(self, /) -> str:
        """
        The document that it came in: `pkcs8`, `sec1` or `pkcs1`.
        """
    @staticmethod
    def from_der(der: bytes | bytearray) -> PrivateKey: ...
    @staticmethod
    def from_pem(pem: bytes | bytearray | str) -> PrivateKey: ...
    def matches(self, /, certificate: Certificate) -> bool:
        """
        Whether it is the key of this certificate.
        """
    def public_key(self, /) -> PublicKey: ...
    def secret_pkcs8_der(self, /) -> bytes:
        """
        The key as PKCS#8 DER.
        """
    def secret_pkcs8_pem(self, /) -> str:
        """
        The key as PKCS#8 PEM. Python cannot wipe the text: let go of it soon.
        """
    def write_pem(self, /, path: str | PathLike[str]) -> None:
        """
        Writes PKCS#8 PEM that its owner alone can read, whole or not at all.
        """

@final
class ProbeReport:
    """
    What a probe saw and what it means. `print` it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def bypasses(self, /) -> list[str]:
        """
        The ways around, of a verdict of "bypass".
        """
    @property
    def connections(self, /) -> int:
        """
        How many connections were begun.
        """
    @property
    def elapsed(self, /) -> timedelta:
        """
        How long the run took.
        """
    @property
    def evidence(self, /) -> list[dict[str, Any]]:
        """
        What each probe saw: who was sent, what came back, in which phase, and how it was read.
        """
    @property
    def exit_code(self, /) -> int:
        """
        0 for "enforced", and a number of its own from 10 on for every other verdict.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What is wrong or unproved, the gravest first, each with the next step.
        """
    @property
    def target(self, /) -> str:
        """
        The target, as it was named.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict.
        """
    def to_json(self, /) -> str:
        """
        For programs.
        """
    def to_sarif(self, /) -> str:
        """
        For code scanning: SARIF 2.1.0.
        """
    def to_text(self, /) -> str:
        """
        For people: the verdict, the table of evidence, the findings.
        """
    @property
    def verdict(self, /) -> str:
        """
        "enforced", "edge-network-only", "open", "open-to-any-cert", "bypass", "broken" or "unproven".
        """

@final
class PublicKey:
    """
    A public key.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def algorithm(self, /) -> str:
        """
        `ECDSA P-256`, `Ed25519`, `RSA 2048`, or an object identifier.
        """
    @property
    def bits(self, /) -> int: ...
    @property
    def pin(self, /) -> str: ...
    @property
    def sha256(self, /) -> str: ...
    @property
    def spki_der(self, /) -> bytes: ...
    def to_pem(self, /) -> str: ...

@final
class RecipeOutput:
    """
    What a recipe gives. It holds a private key; `repr` does not show it.
    """
    def __repr__(self, /) -> str: ...
    @property
    def assumptions(self, /) -> list[str]:
        """
        What the recipe takes for granted and could not check.
        """
    @property
    def beside_values(self, /) -> list[dict[str, Any]]:
        """
        What must be applied beside the values, because the chart has no value for it.
        """
    @property
    def files(self, /) -> dict[str, str]:
        """
        What is no manifest, by the name of a file, such as values for a chart: belongs to the manifests.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What it did check and wants said.
        """
    @property
    def manifests(self, /) -> list[dict[str, Any]]:
        """
        The whole set-up as dicts, in the order in which they are applied.
        """
    def to_yaml(self, /) -> str:
        """
        The manifests as one YAML stream.
        """
    @property
    def values(self, /) -> str | None:
        """
        The same as values of a chart, where the recipe was asked for them: instead of the manifests, not beside them.
        """

@final
class RefusedPeer:
    """
    A peer that was refused in a handshake, with its chain, which `ChainVerifier.explain` takes.
    """
    def __repr__(self, /) -> str: ...
    @property
    def at(self, /) -> datetime: ...
    @property
    def chain(self, /) -> list[bytes]:
        """
        What it presented, leaf first.
        """
    @property
    def error(self, /) -> Any:
        """
        Why, as the TlsError that ended the session.
        """
    @property
    def purpose(self, /) -> str:
        """
        The role that it had, `client` or `server`, which `ChainVerifier.explain` takes.
        """

@final
class RemovalCheck:
    """
    Whether an authority can leave a bundle. `print` it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def considered(self, /) -> int:
        """
        How many chains are of the trust domain and not expired.
        """
    @property
    def dependents(self, /) -> list[int]:
        """
        The places of the chains that need it, from 0.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What speaks against it.
        """
    @property
    def safe(self, /) -> bool: ...
    @property
    def safe_from(self, /) -> datetime:
        """
        When no chain that was looked at needs it any more.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict.
        """

@final
class RolloutPlan:
    """
    Ordered steps, from the rules of a provider: what to do, what must hold before, what a probe must say afterwards, what breaks
    without. `print` it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, provider: EdgeProvider | str, kind: str) -> RolloutPlan:
        """
        The steps for a provider; `kind` is "turn-on", "rotate-leaf", "rotate-authority" or "turn-off".
        """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def kind(self, /) -> str: ...
    @property
    def provider(self, /) -> str: ...
    @property
    def steps(self, /) -> list[dict[str, Any]]:
        """
        The steps, in order: `name`, `place`, `action`, `requires`, `probes`, `if_skipped`.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict.
        """

@final
class RotationPlan:
    """
    How to get from the authorities of a bundle to other ones without a refused chain: dated steps. `print` it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, old: TrustBundle, new: SupportsGetItem[int, Certificate], *, start: int | datetime, svid_lifetime: int | timedelta, refresh_hint: int | timedelta | None = None, publish_lead: SupportsIndex | None = None, switch_window: int | timedelta | None = None) -> RotationPlan:
        """
        A plan from the authorities of `old` to `new`: all that are to be trusted in the end. `svid_lifetime` is the
        longest life of an SVID; the switch comes `publish_lead` refresh intervals after publishing (5, and not less than
        3) and takes `switch_window` until the last issuer has switched.
        """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def done_at(self, /) -> datetime:
        """
        When every verifier has fetched the last bundle.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What speaks against these dates.
        """
    @property
    def steps(self, /) -> list[RotationStep]: ...
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict.
        """
    @property
    def trust_domain(self, /) -> TrustDomain: ...

@final
class RotationStage:
    """
    A step of a rotation: what is applied in each cluster, not before which time, and what must be started anew.
    """
    def __repr__(self, /) -> str: ...
    @property
    def action(self, /) -> str:
        """
        What to do.
        """
    @property
    def clusters(self, /) -> list[ClusterOutput]:
        """
        The manifests of each cluster; none where the step is to wait.
        """
    @property
    def if_skipped(self, /) -> str:
        """
        What breaks if it is left out.
        """
    @property
    def kind(self, /) -> str:
        """
        What it is about: `publish`, `await-bundles`, `switch`, `await-svids` or `retire`.
        """
    @property
    def not_before(self, /) -> datetime:
        """
        When its manifests may be applied.
        """
    @property
    def restarts(self, /) -> list[str]:
        """
        Commands by which those start anew that take in the change only then, in order.
        """
    @property
    def until(self, /) -> datetime:
        """
        When the next step may begin.
        """

@final
class RotationStep:
    """
    One step of a rotation: what to do when, and what breaks without it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def action(self, /) -> str: ...
    @property
    def at_risk(self, /) -> list[Certificate]:
        """
        The authorities whose chains suffer if the step is left out.
        """
    @property
    def bundle(self, /) -> TrustBundle | None:
        """
        The bundle to publish, where the step publishes one.
        """
    @property
    def ends_at(self, /) -> datetime:
        """
        When the next step may begin.
        """
    @property
    def if_skipped(self, /) -> str: ...
    @property
    def kind(self, /) -> str:
        """
        "publish", "await-bundles", "switch", "await-svids" or "retire".
        """
    @property
    def starts_at(self, /) -> datetime: ...

@final
class ServerReport:
    """
    What a server presents. `print` it: a walk through the connection.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def accepted(self, /) -> bool | None:
        """
        Whether the profile "server" accepts the chain under the anchors that were given; None where none were.
        """
    @property
    def address(self, /) -> str:
        """
        The address that was connected to, with its port.
        """
    @property
    def alpn(self, /) -> str | None:
        """
        The application protocol that was agreed on.
        """
    @property
    def answer(self, /) -> dict[str, Any] | None:
        """
        The answer to the request, where one was sent: `status`, `reason`, `location`, or `failure`.
        """
    @property
    def chain(self, /) -> dict[str, Any] | None:
        """
        The chain as it was sent, and the path through it.
        """
    @property
    def cipher_suite(self, /) -> str | None:
        """
        By its name in the registry.
        """
    @property
    def client_certificate(self, /) -> dict[str, Any]:
        """
        Whether the server asks for a client certificate, of which CAs, and how it refused to go on without.
        """
    @property
    def days_left(self, /) -> int | None:
        """
        Days until the leaf ends, rounded down; negative when it has ended.
        """
    @property
    def failure(self, /) -> dict[str, Any] | None:
        """
        Why there is no connection: `phase`, `alert`, `timed_out`, `reason`. What the server presented before stands here all
        the same.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What is wrong, the gravest first. What the strict profile alone refuses stands in its verdict.
        """
    @property
    def has_errors(self, /) -> bool:
        """
        Whether something of severity error was found.
        """
    @property
    def key_exchange_group(self, /) -> str | None:
        """
        "X25519MLKEM768", "X25519", "secp256r1", …
        """
    @property
    def key_proof(self, /) -> str:
        """
        Whether the server showed that it holds the key of its certificate: "proved", "unchecked" or "none".
        """
    @property
    def name_matches(self, /) -> bool | None:
        """
        Whether the leaf is valid for the server name, or for the address where none was sent.
        """
    @property
    def ocsp_stapled(self, /) -> bool:
        """
        Whether an OCSP answer was stapled. It is not judged.
        """
    @property
    def server(self, /) -> ChainReport | None:
        """
        The verdict by the profile "server".
        """
    @property
    def server_name(self, /) -> str | None:
        """
        The server name that was sent.
        """
    @property
    def server_strict(self, /) -> ChainReport | None:
        """
        The verdict by the profile "server-strict": the rules of the public web too.
        """
    @property
    def target(self, /) -> str:
        """
        Whom the caller named.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict.
        """
    def to_text(self, /) -> str:
        """
        For people, as `str`.
        """
    @property
    def trust(self, /) -> str:
        """
        Under what the two verdicts are: "given" anchors, the "presented" chain's own end, or "none".
        """
    @property
    def version(self, /) -> str | None:
        """
        "TLSv1.2" or "TLSv1.3": what was agreed on when both were offered.
        """
    @property
    def versions(self, /) -> list[dict[str, Any]]:
        """
        What became of each version when it was asked for alone.
        """

@final
class Session:
    """
    One connection that moves no bytes itself: `receive_tls` takes what came from the wire, `send_tls` gives what
    goes on it. A refused peer ends it with the reason, and `send_tls` then has the alert for the other side.
    """
    def __repr__(self, /) -> str: ...
    @property
    def alpn(self, /) -> str | None:
        """
        The application protocol that was agreed on.
        """
    @property
    def certificate(self, /) -> VerifiedCertificate:
        """
        The same for a peer that an EdgeVerifier judged, which has no SPIFFE ID. Raises as `peer`.
        """
    def close(self, /) -> None:
        """
        Says goodbye; what `send_tls` then gives must still be sent.
        """
    @property
    def is_handshaking(self, /) -> bool: ...
    @property
    def peer(self, /) -> VerifiedPeer:
        """
        The peer, as it was verified in the handshake. Raises TlsError while there is none; with the code `tls-peer-anonymous`
        where it presented no certificate and need not, with `tls-peer-unverified` where it is known by name.
        """
    def read(self, /) -> bytes:
        """
        What the peer sent since the last call, decrypted.
        """
    def receive_tls(self, /, data: bytes | bytearray) -> None:
        """
        Takes bytes from the wire, all of them; none at all says that the wire was closed. While 1 MiB waits for `read`,
        raises TlsError with the code `tls-buffer-full` and takes none: give the same bytes again afterwards.
        """
    @property
    def refused(self, /) -> RefusedPeer | None:
        """
        The peer that this side refused, if it did.
        """
    def send_tls(self, /) -> bytes:
        """
        What is to be put on the wire now; empty when there is nothing.
        """
    @property
    def version(self, /) -> str | None:
        """
        `TLSv1.2` or `TLSv1.3`; None before it is agreed on.
        """
    def write(self, /, data: bytes | bytearray) -> None:
        """
        Encrypts bytes for the peer, all of them. Raises TlsError after `close`, and when more than 1 MiB would wait for
        `send_tls`; then none were taken.
        """

@final
class SourceEvent:
    """
    Something happened at a source. `str` says it in a line.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def finding(self, /) -> Finding | None:
        """
        What is said of an expiry; None otherwise.
        """
    @property
    def kind(self, /) -> str:
        """
        `loaded`: something new is in force. `failed`: a look went wrong, in another way than the one before; the last good
        one stays. `withdrawn`: what was in force is to be used no more. `expiring`: what is in force expires soon, or has.
        """
    @property
    def state(self, /) -> SourceState | None:
        """
        How the source was doing then; None for an expiry.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict, for logs.
        """

@final
class SourceState:
    """
    How a source is doing: what is in force since when and until when, and what went wrong last. `str` says it in a line.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def checked_at(self, /) -> datetime | None:
        """
        When the source was last looked at.
        """
    @property
    def expires_at(self, /) -> datetime | None:
        """
        When what is in force expires: the first certificate of an identity, the last authority of a bundle.
        """
    @property
    def failures(self, /) -> int:
        """
        How many looks in a row went wrong.
        """
    def findings(self, /, at: int | datetime | None = None) -> list[Finding]:
        """
        What speaks against the source at a time (now by default): its last error, and an expiry that is near or past.
        """
    @property
    def last_error(self, /) -> Any | None:
        """
        Why the last look brought nothing, a TrustError; None when it went well.
        """
    @property
    def loaded_at(self, /) -> datetime | None:
        """
        When what is in force was taken.
        """
    @property
    def loads(self, /) -> int:
        """
        How often something was taken.
        """
    @property
    def name(self, /) -> str:
        """
        What it is read from.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All of it as a plain dict, for logs.
        """
    @property
    def warn_at(self, /) -> datetime | None:
        """
        From when on `findings` warns of the expiry.
        """

@final
class SpiffeId:
    """
    A SPIFFE ID: `spiffe://<trust domain>/<path>`. Parsing is strict; `parse_lenient` says what it changed.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> SpiffeId: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def append_segment(self, /, segment: str) -> SpiffeId: ...
    def is_member_of(self, /, trust_domain: TrustDomain | str) -> bool: ...
    def join(self, /, path: str) -> SpiffeId:
        """
        The ID with more segments behind it: `join("a/b")`.
        """
    @staticmethod
    def parse_lenient(text: str) -> tuple[SpiffeId, list[str]]:
        """
        Reads an ID whose scheme or trust domain has capitals; gives it in its one valid spelling, with the changes.
        """
    @property
    def path(self, /) -> str:
        """
        The path, from its first slash on; empty for a trust domain's own ID.
        """
    @property
    def segments(self, /) -> list[str]: ...
    @property
    def trust_domain(self, /) -> TrustDomain: ...

@final
class TlsClient:
    """
    A client that presents a certificate and judges the server's: with a ChainVerifier or LiveVerifier by SPIFFE ID, with an
    EdgeVerifier of the profile `server` or `server-strict` by name. Say whom it takes by one of `expect_peer`, `expect_name`,
    `authorize` and `allow_any_verified_peer`; with an EdgeVerifier and none of them, it is the name that it connects to.
    """
    def __new__(cls, /, identity: TlsIdentity | LiveIdentity, verifier: ChainVerifier | LiveVerifier | EdgeVerifier, *, expect_peer: SpiffeId | str | None = None, expect_name: str | None = None, authorize: IdentityPattern | None = None, allow_any_verified_peer: bool = False, alpn: SupportsGetItem[int, str] = ..., tls13_only: bool = False) -> TlsClient:
        """
        Raises TlsError with the code `tls-verifier-mismatch` where the verifier cannot judge whom is expected.
        """
    def judge(self, /, chain: SupportsGetItem[int, bytes | bytearray] | CertificateChain | bytes | bytearray | str, at: int | datetime | None = None) -> VerifiedPeer:
        """
        Judges the chain, leaf first, of a server that another TLS stack shook hands with, as the handshake here would; raises
        TlsError if it is refused. `mtls_core.ssl` does so for Python's own.
        """
    def judge_certificate(self, /, chain: SupportsGetItem[int, bytes | bytearray] | CertificateChain | bytes | bytearray | str, server_name: str, at: int | datetime | None = None) -> VerifiedCertificate:
        """
        The same for a server that an EdgeVerifier judges, which has no SPIFFE ID. `server_name` is what was connected to: the
        certificate must be valid for it where nothing else is expected.
        """
    def session(self, /, server_name: str) -> Session:
        """
        A connection that we open; `server_name` is sent as SNI. It decides nothing, but with an EdgeVerifier and no other
        expectation: there the server's certificate must be valid for it.
        """

@final
class TlsIdentity:
    """
    What one side presents: a chain and its key, checked to belong together. `repr` shows no key.
    """
    def __new__(cls, /, chain: CertificateChain, key: PrivateKey) -> TlsIdentity: ...
    def __repr__(self, /) -> str: ...
    @property
    def chain(self, /) -> CertificateChain: ...
    @property
    def key(self, /) -> PrivateKey:
        """
        The leaf's key, for another TLS stack that is to present the same.
        """
    @property
    def spiffe_id(self, /) -> SpiffeId | None: ...

@final
class TlsServer:
    """
    A server that demands and judges the client's certificate: with a ChainVerifier or LiveVerifier by SPIFFE ID, with an
    EdgeVerifier of the profile `edge-client` by name. Say whom it takes by one of `expect_peer`, `expect_name`, `authorize`
    and `allow_any_verified_peer`.
    """
    def __new__(cls, /, identity: TlsIdentity | LiveIdentity, verifier: ChainVerifier | LiveVerifier | EdgeVerifier, *, expect_peer: SpiffeId | str | None = None, expect_name: str | None = None, authorize: IdentityPattern | None = None, allow_any_verified_peer: bool = False, peer_optional: bool = False, alpn: SupportsGetItem[int, str] = ..., tls13_only: bool = False) -> TlsServer:
        """
        `peer_optional` lets in clients without a certificate, too; one that is presented is judged as ever. Ask each
        connection for its peer. Raises TlsError with the code `tls-verifier-mismatch` where the verifier cannot judge whom is
        expected.
        """
    def judge(self, /, chain: SupportsGetItem[int, bytes | bytearray] | CertificateChain | bytes | bytearray | str, at: int | datetime | None = None) -> VerifiedPeer:
        """
        Judges the chain, leaf first, of a client that another TLS stack shook hands with, as the handshake here would; raises
        TlsError if it is refused. `mtls_core.ssl` does so for Python's own.
        """
    def judge_certificate(self, /, chain: SupportsGetItem[int, bytes | bytearray] | CertificateChain | bytes | bytearray | str, at: int | datetime | None = None) -> VerifiedCertificate:
        """
        The same for a client that an EdgeVerifier judges, which has no SPIFFE ID.
        """
    def session(self, /) -> Session:
        """
        A connection that a client opened to us.
        """

@final
class TrustAnchors:
    """
    The authorities that may vouch for servers, or for clients at the edge. Whoever is in here can vouch for any
    name: keep one set for each purpose. For SPIFFE IDs there is `BundleSet`.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __len__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, authorities: SupportsGetItem[int, Certificate]) -> TrustAnchors:
        """
        These authorities; what is no CA is left out and reported by `findings`.
        """
    def __repr__(self, /) -> str: ...
    @property
    def authorities(self, /) -> list[Certificate]: ...
    @property
    def findings(self, /) -> list[Finding]:
        """
        What was left out when it was read, and why.
        """
    @staticmethod
    def from_pem(pem: bytes | bytearray | str, *, max_bytes: SupportsIndex | None = None, max_authorities: SupportsIndex | None = None) -> TrustAnchors:
        """
        Reads concatenated PEM certificates (a `ca.crt`, a `ca-certificates.crt`).
        """

@final
class TrustBundle:
    """
    The authorities of one trust domain. An empty bundle is a valid one: it trusts nobody.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __len__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, trust_domain: TrustDomain | str, authorities: SupportsGetItem[int, Certificate]) -> TrustBundle:
        """
        A bundle of these authorities; what is no CA is left out and reported by `findings`.
        """
    def __repr__(self, /) -> str: ...
    @property
    def authorities(self, /) -> list[Certificate]: ...
    @property
    def declared_refresh_hint(self, /) -> int | None:
        """
        The refresh hint as the document has it, in seconds; it may be nonsense.
        """
    def diff(self, /, newer: TrustBundle) -> BundleDiff:
        """
        What changes when `newer` takes the place of this bundle.
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What was left out when it was read, and why.
        """
    @staticmethod
    def from_der(trust_domain: TrustDomain | str, der: bytes | bytearray, *, max_bytes: SupportsIndex | None = None, max_authorities: SupportsIndex | None = None, max_findings: SupportsIndex | None = None) -> TrustBundle:
        """
        Reads concatenated DER certificates, as the SPIFFE Workload API sends them.
        """
    @staticmethod
    def from_istio_entries(trust_domain: TrustDomain | str, entries: Mapping[str, str | bytes]) -> TrustBundle:
        """
        Reads the roots among the entries of the ConfigMap `istio-ca-root-cert`, the Secret `cacerts` or a TLS Secret; a
        Secret's values decoded from Base64.
        """
    @staticmethod
    def from_pem(trust_domain: TrustDomain | str, pem: bytes | bytearray | str, *, max_bytes: SupportsIndex | None = None, max_authorities: SupportsIndex | None = None, max_findings: SupportsIndex | None = None) -> TrustBundle: ...
    @staticmethod
    def from_spiffe_json(trust_domain: TrustDomain | str, json: bytes | bytearray | str, *, max_bytes: SupportsIndex | None = None, max_authorities: SupportsIndex | None = None, max_findings: SupportsIndex | None = None) -> TrustBundle:
        """
        Reads a SPIFFE bundle document (JWKS).
        """
    @property
    def is_empty(self, /) -> bool:
        """
        Whether nobody can vouch for this trust domain.
        """
    @property
    def jwt_authority_count(self, /) -> int:
        """
        How many JWT authorities it carries along. They verify nothing here.
        """
    @property
    def refresh_interval(self, /) -> timedelta:
        """
        How long to wait before fetching the bundle again.
        """
    def safe_to_remove(self, /, authority: Certificate, chains: SupportsGetItem[int, CertificateChain], at: int | datetime | None = None) -> RemovalCheck:
        """
        Whether an authority can leave this bundle, judged by the chains in use (now by default). It is as right as that
        list is complete.
        """
    @property
    def sequence(self, /) -> int | None: ...
    def to_istio_root_cert(self, /) -> dict[str, str]:
        """
        The entries of Istio's ConfigMap `istio-ca-root-cert`.
        """
    def to_pem(self, /) -> str: ...
    def to_spiffe_json(self, /) -> str: ...
    @property
    def trust_domain(self, /) -> TrustDomain: ...
    def with_authorities(self, /, authorities: SupportsGetItem[int, Certificate]) -> TrustBundle:
        """
        The bundle with other authorities, and the next sequence number if they differ.
        """
    def with_refresh_hint(self, /, hint: int | timedelta) -> TrustBundle:
        """
        The bundle with another refresh hint, and the next sequence number if it has one.
        """
    def with_sequence(self, /, offered: SupportsIndex) -> TrustBundle:
        """
        The bundle with a sequence number, which must be higher than the one it has.
        """

@final
class TrustDomain:
    """
    The name of a trust domain, without scheme.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, name: str) -> TrustDomain: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def id(self, /) -> SpiffeId:
        """
        The trust domain's own ID, without a path.
        """
    def join(self, /, path: str) -> SpiffeId:
        """
        The ID of a workload in it: `join("ns/shop/sa/cart")`.
        """
    @staticmethod
    def parse_lenient(text: str) -> tuple[TrustDomain, list[str]]:
        """
        Reads a name with capitals or with `spiffe://` in front; gives it in its one valid spelling, with the changes.
        """

@final
class VerifiedCertificate:
    """
    A certificate whose chain was accepted, known by DNS name, address or e-mail address.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def authority(self, /) -> Certificate:
        """
        The trust anchor that the path ends at.
        """
    @property
    def leaf(self, /) -> Certificate: ...
    @property
    def name(self, /) -> str | None:
        """
        The expected name that the leaf is valid for; None where any was.
        """
    @property
    def path(self, /) -> list[bytes]:
        """
        The accepted path as DER: the leaf, then its issuers, without the authority.
        """
    @property
    def profile(self, /) -> str: ...
    @property
    def purpose(self, /) -> str: ...
    def to_dict(self, /) -> dict[str, Any]:
        """
        The verdict as a plain dict, for logs.
        """
    @property
    def valid_until(self, /) -> datetime:
        """
        The last second at which every certificate of the path is valid.
        """
    @property
    def warnings(self, /) -> list[Finding]:
        """
        What a stricter profile would refuse, and what a softer policy lets pass.
        """

@final
class VerifiedPeer:
    """
    A peer whose chain was accepted, known by its SPIFFE ID.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def authority(self, /) -> Certificate:
        """
        The trust anchor that the path ends at.
        """
    @property
    def leaf(self, /) -> Certificate: ...
    @property
    def path(self, /) -> list[bytes]:
        """
        The accepted path as DER: the leaf, then its issuers, without the authority.
        """
    @property
    def profile(self, /) -> str: ...
    @property
    def purpose(self, /) -> str: ...
    @property
    def spiffe_id(self, /) -> SpiffeId: ...
    def to_dict(self, /) -> dict[str, Any]:
        """
        The verdict as a plain dict, for logs.
        """
    @property
    def trust_domain(self, /) -> TrustDomain: ...
    @property
    def valid_until(self, /) -> datetime:
        """
        The last second at which every certificate of the path is valid.
        """
    @property
    def warnings(self, /) -> list[Finding]:
        """
        What a stricter profile would refuse, and what a softer policy lets pass.
        """
    @property
    def workload(self, /) -> WorkloadIdentity | None:
        """
        Its Istio identity, where the ID has that form.
        """

@final
class WorkloadApi:
    """
    Identity and bundles from the SPIFFE Workload API: what a SPIRE agent, or another one, gives to a process that it knows,
    kept current over a call that stays open, until it is closed, by `with` or `close`, or is let go of. The last good answer
    stays in force; what the agent takes back is no longer used.
    """
    def __enter__(self, /) -> WorkloadApi: ...
    def __exit__(self, /, _kind: Any, _error: Any, _trace: Any) -> None: ...
    def __repr__(self, /) -> str: ...
    @property
    def bundle_states(self, /) -> dict[str, SourceState]:
        """
        How the bundle of each trust domain is doing, by its name.
        """
    @property
    def bundles(self, /) -> BundleSet:
        """
        The last good bundles: of the own trust domain and of the federated ones.
        """
    def close(self, /) -> None:
        """
        Ends the call; what was taken stays as it is. Closing twice is once.
        """
    @property
    def identity(self, /) -> LiveIdentity:
        """
        What `TlsServer` and `TlsClient` present; it follows the Workload API.
        """
    @property
    def is_open(self, /) -> bool:
        """
        Whether the call is kept open: not after `close`.
        """
    @staticmethod
    def open(address: str | None = None, *, hint: str | None = None, spiffe_id: SpiffeId | str | None = None, timeout: float | timedelta | None = None, warn_before: float | timedelta | None = None, withdraw_after: float | timedelta | None = None, keep_when_denied: bool = False, on_event: Callable[[SourceEvent], object] | None = None) -> WorkloadApi:
        """
        Calls the Workload API and waits for the first identity, at most for `timeout`, 30 s by default; failures that may pass
        are tried again meanwhile, and Ctrl-C ends it. Raises TrustError.

        `address` is like `unix:///run/spire/agent.sock` or `tcp://127.0.0.1:8081`; unless given, the variable
        `SPIFFE_ENDPOINT_SOCKET` has it. Of several identities, `spiffe_id` or `hint` names the one to take; otherwise it is the
        first. `warn_before` says how long before it expires to begin to warn: by default, when two thirds of the time that it
        had left are gone. An identity that the agent denies for as long as `withdraw_after`, 10 s by default, is withdrawn,
        unless `keep_when_denied`. `on_event` hears of what happens, on a thread of its own; what it raises goes to
        `sys.unraisablehook`.
        """
    @property
    def state(self, /) -> SourceState:
        """
        How the call and the identity are doing.
        """

@final
class WorkloadIdentity:
    """
    An Istio identity: the namespace and service account of a workload.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, trust_domain: TrustDomain | str, namespace: str, service_account: str) -> WorkloadIdentity: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str, str, str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def from_principal(principal: str) -> WorkloadIdentity:
        """
        Reads what AuthorizationPolicy calls a principal: the ID without `spiffe://`.
        """
    @staticmethod
    def from_spiffe_id(id: SpiffeId | str) -> WorkloadIdentity:
        """
        Reads `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`.
        """
    @property
    def namespace(self, /) -> str: ...
    @property
    def principal(self, /) -> str: ...
    @property
    def service_account(self, /) -> str: ...
    @property
    def spiffe_id(self, /) -> SpiffeId: ...
    @property
    def trust_domain(self, /) -> TrustDomain: ...

def build(kind: str, options: Any) -> dict[str, Any]:
    """
    A manifest of any modelled kind: `build("networking.istio.io/DestinationRule", {"name": …, "host": …})`. The kind
    stands behind its API group, core kinds stand alone (`Secret`); options are in snake_case, or as the API spells them.
    """

def catalog() -> list[Rule]:
    """
    Every rule of the engine, floor by floor: what it is about, why it matters, how to mend it.
    """

def check_client_authorities(authorities: SupportsGetItem[int, Certificate], provider: EdgeProvider | str | None = None, *, at: int | datetime | None = None) -> list[Finding]:
    """
    What speaks against these certificates as the CAs that an origin trusts for the edge's client certificate; with `at`, dates too.
    """

def check_config(kind: str, files: ConfigFiles, *, hosts: SupportsGetItem[int, str] | None = None, public_ports: SupportsGetItem[int, SupportsIndex] | None = None, tenant_checked: bool = False, edge_ca: str | None = None, shared_ca: bool = False, at: int | datetime | None = None, max_file_bytes: SupportsIndex | None = None, max_bytes: SupportsIndex | None = None, max_files: SupportsIndex | None = None, max_include_depth: SupportsIndex | None = None, max_nesting: SupportsIndex | None = None, max_directives: SupportsIndex | None = None, max_listeners: SupportsIndex | None = None, max_findings: SupportsIndex | None = None) -> ConfigReport:
    """
    Reads a configuration and says who gets in without the edge's client certificate; no connection is opened. `kind` is "nginx",
    "apache", "haproxy", "envoy", "istio" or "gateway-api".

    `hosts` are those that only the edge may reach, all by default; `public_ports` are left out of account. `edge_ca` is the CA of the
    edge's certificate in PEM, `shared_ca` says that others can come by that edge too, `tenant_checked` that the application checks
    whose request it is. Dates are judged for `at`, or not at all. The rest are limits on what is read.
    """

def check_files(path: str | PathLike[str]) -> list[Finding]:
    """
    Validates the manifests of a file, or of all files in a folder and beneath it that end in `.yaml`, `.yml` or `.json`,
    together; each finding has its file and line. In a folder, what is no manifest (values of a chart) is passed over.
    Raises ResourceError for a path that cannot be read, or more than 10,000 files or 64 MiB.
    """

def check_yaml(text: bytes | bytearray | str, file: str | None = None) -> list[Finding]:
    """
    Reads a YAML stream and validates all of it; each finding has the line of its field. `file` names the text.
    """

def cloudflare_origin(**options: "object") -> RecipeOutput:
    """
    An Istio gateway that lets in Cloudflare's edge alone, by its client certificate: `cloudflare_origin(hosts=[…],
    certificate=…, key=…, client_ca=…, pull="zone" | "hostname" | "shared", gateway=…, namespace=…, selector={…},
    credential=…, port=…, big_bang=…, secret_form="together" | "apart", labels={…}, access={"team": …, "audiences": […],
    "service_tokens": […]}, at=…)`. Dates are judged if `at` is given. What the chart of Big Bang has no value for is refused.
    """

def egress_mtls(**options: "object") -> RecipeOutput:
    """
    A service outside of the mesh that demands a client certificate: `egress_mtls(host=…, client="mesh" | "gateway" |
    "application", name=…, namespace=…, addresses=[…], port=…, plain_port=…, sni=…, subject_alt_names=[…], ca=…,
    certificate=…, key=…, credential=…, gateway=…, gateway_namespace=…, selector={…}, applications=[{"name": …, "certificate":
    …, "key": …, "secret": …, "workload": {…}}], mount_path=…, labels={…}, at=…)`. `files` has a patch for each application
    without a workload, which replaces volumes of the sidecar; a workload keeps those that it has.
    """

def egress_proxy(**options: "object") -> RecipeOutput:
    """
    The mesh's side of an egress proxy that knows its clients by their SPIFFE IDs: `egress_proxy(host=…, identity="spiffe://…",
    addresses=[…], rules=[{"namespace": …, "service_account": …, "hosts": […], "ports": […], "action": "allow" | "inspect" |
    "refuse", "name": …}], port=…, listen=…, name=…, namespace=…, system_namespace=…, pods={…})`. `files` has the proxy's own
    policy.
    """

def inspect_server(target: str, *, server_name: str | None = None, without_server_name: bool = False, anchors: TrustAnchors | SupportsGetItem[int, Certificate] | None = None, at: int | datetime | None = None, time_limit: float | timedelta | None = None, alpn: SupportsGetItem[int, str] | None = None, each_version: bool = True, request: str | None = None) -> ServerReport:
    """
    What the server at `host:port` or `address:port` presents to whoever connects, by at most seven connections without a client
    certificate: versions, cipher suites, the chain as sent and whether it is good, its names and its end, whom it asks for.

    `server_name` is sent in the place of the host's name, or none at all with `without_server_name`. The chain is judged under
    `anchors`, as of `at` (now by default); without them under the last certificate that it holds itself, which shows faults
    and no trust. `time_limit` is for all of it: 10 s by default, 5 minutes at most. `alpn` are the application protocols that
    are offered, h2 and http/1.1 by default. `each_version` also asks for TLS 1.2 and 1.3 alone. `request` is a path to send
    `GET` for; redirects are shown and not followed. Whatever the server does stands in the report; OriginError is for what
    cannot be asked. Other threads run on.
    """

def migrate(manifests: SupportsGetItem[int, Any]) -> Migration:
    """
    Istio's former `Policy` and `MeshPolicy` among the manifests as PeerAuthentications, RequestAuthentications and
    AuthorizationPolicies. Give the Services along that they were for; other manifests are not given back. `findings` say
    what could not be carried over.
    """

def multi_cluster_mesh(**options: "object") -> list[ClusterOutput]:
    """
    One mesh over several clusters, an output for each: `multi_cluster_mesh(mesh=…, clusters=[{"name": …, "trust_domain": …,
    "network": …, "api_server": {"server": …, "ca": …, "token": …}, "cacerts": {…}}], root=ca.secret_cacerts(), aws_pca={"arn": …,
    "root": …, "role": …}, intermediate_days=…, system_namespace=…, permissive_namespaces=[…], access=[{"cluster": …,
    "namespace": …, "name": …, "labels": {…}, "principals": […], "ports": […]}], ingress=[{"cluster": …, "hosts": […],
    "certificate": …, "key": …, "client_ca": …, "gateway": …, "namespace": …, "selector": {…}, "port": …}], at=…)`.
    """

def parse_pem(text: bytes | bytearray | str) -> list[PemBlock]:
    """
    The blocks of a PEM text, in order; text around them is passed over. Keys come out as bytes too: take care.
    """

def probe_origin(target: str, *, server_name: str | None = None, path: str | None = None, edge_certificate: TlsIdentity | None = None, edge_ca: TrustAnchors | SupportsGetItem[int, Certificate] | None = None, provider: EdgeProvider | str | None = None, unfit_from: CertificateAuthority | None = None, revoked_certificate: TlsIdentity | None = None, shared_ca: bool | None = None, sibling: str | None = None, also: SupportsGetItem[int, str] = ..., plaintext: bool = False, plaintext_port: SupportsIndex | None = None, ignore_quic: bool = False, timeout: float | timedelta | None = None, step_timeout: float | timedelta | None = None, at: int | datetime | None = None, on_progress: Callable[[dict[str, Any]], Any] | None = None) -> ProbeReport:
    """
    Probes an origin, `203.0.113.7:443` or a host name, and says whether it takes its edge alone. It opens at most 60
    connections, to the target and to the addresses in `also`, and to no other. Probe only what you may.

    `server_name` is the host that the edge asks for, in TLS and in `Host`, and needed where the target is an address; `path`
    what it asks for. `edge_certificate` is the edge's own: without it no origin is ever "enforced". `edge_ca` is the CA whose
    name made-up certificates copy, and `provider` the edge, which may know it. With `unfit_from`, the edge's CA and its key,
    certificates that are expired, not yet valid, for servers and without their intermediate are tried too, and so is a
    `revoked_certificate`. `shared_ca` says whether the edge shows one certificate for all its customers. `sibling` is another
    host of the same address that demands no certificate; `also` lists further addresses of the origin, such as that of IPv6,
    each with its port. `plaintext` also asks port 80 without TLS, and `plaintext_port` another one. `ignore_quic` leaves
    HTTP/3 out of account, which is not probed. `timeout` is for the whole run, 30 s by default, `step_timeout` for a step of one
    connection, 5 s. `at` is the time for which certificates are made up.

    `on_progress` is called with a dict for each step, the first before anything is sent, and the run waits for it. What it
    raises ends the run and is raised here. Other threads run on; Ctrl-C ends the run at the next step.
    """

def read_json(text: str) -> list[dict[str, Any]]:
    """
    The manifests of a JSON text, one object or a list of them, as dicts.
    """

def read_mesh_config(document: Any) -> MeshReading | None:
    """
    The settings of a mesh, from the ConfigMap `istio`, an IstioOperator or the values of Istio's Helm chart: what is
    written, what holds with Istio's defaults, and what is wrong. None for any other document.
    """

def read_yaml(text: bytes | bytearray | str) -> list[dict[str, Any]]:
    """
    The manifests of a YAML stream as dicts. Raises ResourceError for the first that cannot be read; `check_yaml`
    reports them all.
    """

def recipe_schema() -> list[dict[str, Any]]:
    """
    The recipes with their options: what their functions are written from.
    """

def root_rotation(plan: RotationPlan, /, **options: "object") -> list[RotationStage]:
    """
    The manifests by which a mesh gets another root, for each step of a plan: `root_rotation(plan, clusters=[{"name": …,
    "current": ca.secret_cacerts(), "next": …, "trust_domain": …}], root=new_root.secret_cacerts(), aws_pca={"arn": …, "root": …,
    "role": …}, bundle=…, intermediate_days=…, system_namespace=…)`.
    """

def schema() -> list[dict[str, Any]]:
    """
    The kinds that `build` makes, with their options: what the functions of each kind are written from.
    """

def validate(manifests: SupportsGetItem[int, Any]) -> list[Finding]:
    """
    What is wrong with manifests or weak in them, alone and together.
    """

def virtual_clusters(**options: "object") -> RecipeOutput:
    """
    Several environments in one cluster, each with a host, tokens and DNS records: `virtual_clusters(domain=…, certificate=…,
    key=…, routes=[{"prefix": …, "service": …, "port": …}], clusters=[{"namespace": …, "host": …, "routes": […], "jwt": {…},
    "outside": […]}], jwt={"auth0": …, "issuer": …, "audiences": […], "jwks_uri": …, "jwks": …}, outside=[{"mongodb_atlas": …} |
    {"confluent_kafka": …} | {"name": …, "hosts": […], "port": …}], dns={"zone": …, "soa": …, "soa_ttl": …, "ttl": …,
    "old_addresses": […], "new_addresses": […]}, name=…, credential=…, gateway_namespace=…, selector={…}, labels={…}, revision=…,
    redirect_http=…, at=…)`. `files` has the DNS transaction.
    """

def write_json(manifest: Any) -> str:
    """
    One manifest as JSON.
    """

def write_yaml(manifests: SupportsGetItem[int, Any]) -> str:
    """
    Manifests as a YAML stream that kubectl reads the same way; the same manifests give the same text.
    """

def write_yaml_value(value: Any) -> str:
    """
    Any value as one YAML document: for values files and other YAML that is no manifest.
    """
