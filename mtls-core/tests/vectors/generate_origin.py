#!/usr/bin/env python3
"""Writes origin.json anew: what edges show, who is let in, which tokens and addresses do, and the steps of rollouts.

Certificates and tokens are made by openssl; their keys are not kept. What is expected is written here by hand.
Run it in this directory; needs python3 and openssl.
"""

import base64
import json
import pathlib
import subprocess
import tempfile

AT = 1_800_000_000  # 2027-01-15T08:00:00Z, inside the century of the certificates below
AUD = "5f1c8e0a" * 8
KID = "6fdc1b4a"
TEAM = "https://shop.cloudflareaccess.com"
SERVICE = "88bf3b6d86161464f6509f7219099e57.access"
CLOUDFLARE = pathlib.Path("../data/recipes/cloudflare")

work = tempfile.TemporaryDirectory()
folder = pathlib.Path(work.name)
P256 = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1"


def openssl(arguments, data=None):
    run = subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True, input=data)
    return run.stdout


def certificate(name, subject, v3, issuer=None):
    """A certificate for a hundred years, as PEM."""
    (folder / "cnf").write_text(f"[req]\nprompt=no\ndistinguished_name=dn\n[dn]\nCN=x\n[v3]\n{v3}\n")
    signer = f"-CA {issuer}.pem -CAkey {issuer}.key" if issuer else ""
    openssl(
        f"req -x509 {P256} -nodes -config cnf -extensions v3 -days 36500 -subj /CN={subject} {signer}"
        f" -keyout {name}.key -out {name}.pem"
    )
    return (folder / f"{name}.pem").read_text()


CA = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash"
LEAF = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
material = {
    "ca": certificate("ca", "Edge", CA),
    "other ca": certificate("other", "Other", CA),
    "leaf": certificate("leaf", "edge", LEAF + "extendedKeyUsage=clientAuth\nsubjectAltName=DNS:edge.example", "ca"),
    "leaf for servers": certificate("server", "edge", LEAF + "extendedKeyUsage=serverAuth", "ca"),
    "leaf without usage": certificate("bare", "edge", "basicConstraints=CA:FALSE", "ca"),
    "leaf of another": certificate("strange", "edge", LEAF + "extendedKeyUsage=clientAuth", "other"),
    "Origin CA": (CLOUDFLARE / "origin-ca-rsa.pem").read_text(),
    "shared CA of 2020": (CLOUDFLARE / "origin-pull-2020.pem").read_text(),
    "shared CA": (CLOUDFLARE / "origin-pull-2029.pem").read_text(),
}
openssl("genrsa -out token.key 2048")
PIN = base64.b64encode(
    openssl("dgst -sha256 -binary", openssl("pkey -pubin -outform DER", openssl("x509 -in leaf.pem -noout -pubkey")))
).decode()


def b64url(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else data.encode()).rstrip(b"=").decode()


modulus = bytes.fromhex(openssl("rsa -in token.key -noout -modulus").decode().strip().partition("=")[2])
JWK = {"kid": KID, "kty": "RSA", "alg": "RS256", "use": "sig", "n": b64url(modulus), "e": "AQAB"}
material["jwks"] = json.dumps({"keys": [JWK], "public_cert": {"kid": "x", "cert": "y"}})
CLAIMS = {
    "aud": [AUD], "iss": TEAM, "exp": AT + 60, "iat": AT - 60, "nbf": AT - 60, "type": "app", "sub": "7335d417",
    "email": "a@shop.example", "country": "DE",
}
HEADER = {"alg": "RS256", "kid": KID, "typ": "JWT"}


def token(header=HEADER, without=(), **claims):
    claims = {name: value for name, value in (CLAIMS | claims).items() if name not in without}
    content = f"{b64url(json.dumps(header))}.{b64url(json.dumps(claims))}"
    return f"{content}.{b64url(openssl('dgst -sha256 -sign token.key', content.encode()))}"


cases = []


def case(name, op, args, **expected):
    assert name not in {one["name"] for one in cases}, name
    cases.append({"name": name, "op": op, "args": args, **expected})


# Providers.
def facts(presents, leaf="customer", authority="customer", *, client_auth=False, end_entity=True, anchors=0):
    bound = presents in ("account-ca", "customer-leaf")
    rules = {"client_auth_required": client_auth, "end_entity_required": end_entity}
    return {"presents": presents, "is_tenant_bound": bound, "leaf": rules, "rotation": [leaf, authority], "anchors": anchors}


for name, expected in {
    "cloudflare-zone": facts("customer-leaf"),
    "cloudflare-hostname": facts("customer-leaf"),
    "cloudflare-shared": facts("shared", "provider", "provider", end_entity=False, anchors=1),
    "cloudfront": facts("customer-leaf", client_auth=True),
    "akamai": facts("account-ca", "provider", "provider"),
    "fastly": facts("customer-leaf"),
    "google-cloud": facts("customer-leaf"),
    "azure-front-door": facts("nothing", "nobody", "nobody", end_entity=False),
}.items():
    case(f"what {name} shows", "edge_provider.facts", {"name": name}, ok=expected)
case("a provider that is not known", "edge_provider.facts", {"name": "cloudfrnt"}, error="origin-provider-unknown")

# Authorities.
for name, authorities, provider, rules in [
    ("a CA of one's own", ["@ca"], "cloudflare-zone", []),
    ("Cloudflare's Origin CA", ["@Origin CA"], "cloudflare-zone", ["client-ca-is-cloudflare-origin-ca"]),
    ("the shared CA's old certificate", ["@shared CA of 2020"], "cloudflare-shared", ["cloudflare-shared-ca-stale"]),
    ("the shared CA where it is meant", ["@shared CA"], "cloudflare-shared", ["cloudflare-shared-ca"]),
    ("the shared CA where one's own is meant", ["@ca", "@shared CA"], "cloudflare-zone", ["cloudflare-shared-ca-unexpected"]),
    ("the shared CA, of no provider in particular", ["@shared CA"], None, ["cloudflare-shared-ca"]),
    ("a CA that is not the shared one", ["@ca"], "cloudflare-shared", ["cloudflare-shared-ca-not-recognized"]),
    ("a leaf as a CA", ["@leaf"], "fastly", ["client-ca-not-a-ca"]),
]:
    args = {"authorities": authorities} | ({"provider": provider} if provider else {})
    case(f"an origin trusts {name}", "check_client_authorities", args, ok=rules)
for at, rules in [
    (1_850_000_000, ["cloudflare-shared-ca"]),
    (1_870_000_000, ["cloudflare-shared-ca", "cloudflare-ca-ends"]),
    (1_887_000_000, ["cloudflare-shared-ca", "certificate-expires-soon"]),
    (1_890_000_000, ["cloudflare-shared-ca", "authority-expired"]),
]:
    case(f"the shared CA at {at}", "check_client_authorities", {"authorities": ["@shared CA"], "at": at}, ok=rules)

# Addresses.
JSON_LIST = json.dumps({
    "result": {"ipv4_cidrs": ["173.245.48.0/20"], "ipv6_cidrs": ["2400:cb00::/32"], "etag": "38f79d05"},
    "success": True, "errors": [], "messages": [],
})
INSIDE = {"173.245.48.0": True, "173.245.64.0": False, "::ffff:173.245.49.1": True, "2400:cb00::1": True, "2400:cb01::": False}
for name, text, etag in [
    ("as text", "# Cloudflare\n173.245.48.0/20\r\n\n2400:cb00::/32", None), ("in JSON", JSON_LIST, "38f79d05"),
]:
    ok = {"ranges": ["173.245.48.0/20", "2400:cb00::/32"], "etag": etag, "contains": INSIDE}
    case(f"Cloudflare's list {name}", "address_ranges.parse", {"list": text, "addresses": list(INSIDE)}, ok=ok)
for name, text in {
    "bits behind the prefix": "192.0.2.1/24", "a prefix that is too long": "192.0.2.0/33", "a host name": "shop.example",
    "nothing": "# nothing\n", "IPv4 in IPv6 form": "::ffff:192.0.2.0/120", "a JSON list without success": "{\"result\":{}}",
    "a leading zero": "192.0.2.0/024",
}.items():
    case(f"a list with {name}", "address_ranges.parse", {"list": text, "addresses": []}, error="address-ranges-invalid")

# Tokens.
RECORD = {
    "issuer": TEAM, "audiences": [AUD], "subject": "7335d417", "email": "a@shop.example", "service": None, "country": "DE",
    "issued_at": AT - 60, "expires_at": AT + 60, "key_id": KID,
}
ACCESS = {"team": "shop", "audiences": [AUD], "jwks": "@jwks", "at": AT}
good = token()
h, p, s = good.split(".")
service = token(without=["email"], sub="", common_name=SERVICE)
case("a good token", "access_policy.verify", ACCESS | {"token": good}, ok=RECORD)
case("a service token that is let in", "access_policy.verify", ACCESS | {"token": service, "service_tokens": [SERVICE]},
     ok=RECORD | {"subject": None, "email": None, "service": SERVICE})
case("a token at the end of its leeway", "access_policy.verify", ACCESS | {"token": good, "at": AT + 89}, ok=RECORD)
for name, error, text, more in [
    ("that is empty", "missing", "", {}),
    ("that is no token", "malformed", "a.b", {}),
    ("with padding", "malformed", f"{good}=", {}),
    ("with a member twice", "malformed", f"{b64url(json.dumps(HEADER)[:-1] + ', ' + json.dumps(HEADER)[1:])}.{p}.{s}", {}),
    ("that is too large", "too-large", "a" * 16_385, {}),
    ("without a signature", "algorithm", f"{b64url(json.dumps({'alg': 'none', 'kid': KID}))}.{p}.", {}),
    ("of another algorithm", "algorithm", token({"alg": "HS256", "kid": KID}), {}),
    ("that demands extensions", "critical", token(HEADER | {"crit": ["b64"]}), {}),
    ("of another key", "key-unknown", token({"alg": "RS256", "kid": "x"}), {}),
    ("without a key", "key-unknown", token({"alg": "RS256"}), {}),
    ("with other claims", "signature", f"{h}.{b64url(json.dumps(CLAIMS | {'email': 'root@shop.example'}))}.{s}", {}),
    ("of another team", "issuer", token(iss="https://evil.cloudflareaccess.com"), {}),
    ("of another application", "audience", token(aud=["00" * 32]), {}),
    ("of no application", "audience", token(without=["aud"]), {}),
    ("of the global session", "type", token(type="org"), {}),
    ("without a type", "type", token(without=["type"]), {}),
    ("that has ended", "expired", good, {"at": AT + 90}),
    ("that begins later", "not-yet-valid", good, {"at": AT - 91}),
    ("without an end", "malformed", token(without=["exp"]), {}),
    ("of a service that is not let in", "subject", service, {}),
    ("of nobody", "subject", token(sub=""), {}),
]:
    case(f"a token {name}", "access_policy.verify", ACCESS | {"token": text} | more, error=f"access-token-{error}")
case("a set of keys with a private one", "access_policy.verify",
     ACCESS | {"token": good, "jwks": json.dumps({"keys": [JWK | {"d": "AQAB"}]})}, error="access-keys-invalid")
case("a team that is none", "access_policy.verify", ACCESS | {"token": good, "team": "shop.example"}, error="origin-option-invalid")
case("a leeway of an hour", "access_policy.verify", ACCESS | {"token": good, "leeway": 3600}, error="origin-option-invalid")

# Policies.
ZONE = {"provider": "cloudflare-zone", "anchors": ["@ca"], "hosts": ["shop.example", "*.shop.example"]}
GOOD = {"chain": ["@leaf"], "server_name": "shop.example", "host": "shop.example"}


def admit(name, request, *rules, policy=ZONE, host="shop.example", at=AT):
    args = {"policy": policy, "request": request, "at": at}
    case(name, "origin_policy.admit", args, ok={"admitted": not rules, "host": host, "rules": list(rules)})


admit("the edge gets in", GOOD)
admit("host and server name are compared normalized", GOOD | {"server_name": "SHOP.example.", "host": "Shop.Example:8443"})
admit("a host below a wildcard", GOOD | {"server_name": "a.shop.example", "host": "a.shop.example"}, host="a.shop.example")
admit("nothing is known of a request", {}, "origin-certificate-missing", "origin-host-refused", "origin-sni-missing", host=None)
admit("a certificate of another CA", GOOD | {"chain": ["@leaf of another"]}, "issuer-missing")
admit("a certificate for servers", GOOD | {"chain": ["@leaf for servers"]}, "purpose-mismatch")
admit("another host than the server name", GOOD | {"host": "a.shop.example"}, "origin-sni-host-mismatch", host="a.shop.example")
admit("a host that is not served", GOOD | {"server_name": "evil.example", "host": "evil.example"}, "origin-host-refused", host="evil.example")
admit("two labels below a wildcard", GOOD | {"server_name": "a.b.shop.example", "host": "a.b.shop.example"}, "origin-host-refused",
      host="a.b.shop.example")
named = ZONE | {"server_names": ["origin.example"]}
admit("the server name that is demanded", GOOD | {"server_name": "origin.example"}, policy=named)
admit("a server name that is not demanded", GOOD, "origin-sni-host-mismatch", policy=named)
admit("a name that the certificate has", GOOD, policy=ZONE | {"names": ["edge.example"]})
admit("a name that the certificate has not", GOOD, "peer-name-mismatch", policy=ZONE | {"names": ["other.example"]})
admit("the key that is pinned", GOOD, policy=ZONE | {"pins": [PIN]})
admit("a key that is not pinned", GOOD, "origin-leaf-not-pinned", policy=ZONE | {"pins": ["00" * 32]})
front = ZONE | {"provider": "cloudfront"}
admit("CloudFront's certificate has clientAuth", GOOD, policy=front)
admit("no certificate of CloudFront lacks clientAuth", GOOD | {"chain": ["@leaf without usage"]}, "origin-leaf-client-auth-missing",
      policy=front)
ranged = ZONE | {"addresses": ["192.0.2.0/24"]}
admit("an address of the edge in IPv6 form", GOOD | {"source": "::ffff:192.0.2.7"}, policy=ranged)
admit("another address", GOOD | {"source": "198.51.100.7"}, "origin-source-outside", policy=ranged)
admit("an address that is not known", GOOD, "origin-source-outside", policy=ranged)
secret = ZONE | {"headers": {"X-Edge": "secret"}}
admit("the header that is demanded", GOOD | {"headers": {"x-edge": "secret"}}, policy=secret)
admit("the header with another value", GOOD | {"headers": {"X-Edge": "secres"}}, "origin-header-refused", policy=secret)
admit("the header is missing", GOOD, "origin-header-refused", policy=secret)
access = ZONE | {"access": {"team": "shop", "audiences": [AUD]}, "jwks": "@jwks"}
admit("a request with its token", GOOD | {"headers": {"Cf-Access-Jwt-Assertion": good}}, policy=access)
admit("a request without a token", GOOD, "access-token-missing", policy=access)
admit("a request with a token that has ended", GOOD | {"headers": {"cf-access-jwt-assertion": good}}, "access-token-expired",
      policy=access, at=AT + 3600)
shared = {"provider": "cloudflare-shared", "hosts": ["www.shop.example"]}
worker = {"server_name": "www.shop.example", "host": "www.shop.example"}
for zone, rules in {"shop.example": [], "evil.example": ["origin-worker-foreign"]}.items():
    admit(f"a Worker of {zone}", worker | {"headers": {"CF-Worker": zone}}, "origin-certificate-missing", *rules, policy=shared,
          host="www.shop.example")
azure = {"provider": "azure-front-door", "hosts": ["shop.example"], "addresses": ["192.0.2.0/24"], "headers": {"X-Azure-FDID": "3f2a"}}
plain = {"server_name": "shop.example", "host": "shop.example", "source": "192.0.2.7"}
admit("Front Door proves itself by address and header", plain | {"headers": {"X-Azure-FDID": "3f2a"}}, policy=azure)
admit("Front Door of another customer", plain | {"headers": {"X-Azure-FDID": "3f2b"}}, "origin-header-refused", policy=azure)
for name, policy, error in [
    ("without authorities", {"provider": "fastly", "hosts": ["shop.example"]}, "origin-policy-refused"),
    ("with Cloudflare's Origin CA", ZONE | {"anchors": ["@Origin CA"]}, "origin-policy-refused"),
    ("for Front Door by its addresses alone", azure | {"headers": {}}, "origin-policy-refused"),
    ("with a host that is none", ZONE | {"hosts": ["shop example"]}, "origin-option-invalid"),
    ("with a pin that is none", ZONE | {"pins": ["x"]}, "origin-option-invalid"),
]:
    case(f"a policy {name}", "origin_policy.admit", {"policy": policy, "request": GOOD, "at": AT}, error=error)

# Rollouts.
OWN, NEW, OLD = [["current", "enforced"]], ["new", "enforced"], ["old", "enforced"]
OPEN, KEPT = ["none", "open"], [["none", "unproven"]]
INSTALL = [["install", "edge", []], ["await", "edge", []]]
END = [["remember", "origin", []]]
ISSUE = ["issue", "ca", []]
for provider, kind, steps in [
    ("cloudflare-zone", "turn-on", [
        ["all-through-edge", "edge", [OPEN]], ISSUE, ["ask", "origin", [OPEN]], *INSTALL, ["watch", "origin", [["current", "open"]]],
        ["demand", "origin", OWN], ["close", "origin", OWN], *END,
    ]),
    ("cloudflare-shared", "turn-on", [
        ["all-through-edge", "edge", [OPEN]], ["ask", "origin", [OPEN]], ["switch-on", "edge", []], ["watch", "origin", [OPEN]],
        ["demand", "origin", KEPT], ["close", "origin", KEPT], ["bind-tenant", "origin", KEPT], *END,
    ]),
    ("cloudfront", "rotate-leaf", [
        ISSUE, ["prove", "origin", [NEW, OLD]], *INSTALL, ["remove-old", "edge", [NEW]], ["revoke-old", "ca", [NEW]],
    ]),
    ("akamai", "rotate-leaf", [["check", "origin", KEPT]]),
    ("fastly", "rotate-authority", [
        ISSUE, ["trust-both", "origin", [OLD]], *INSTALL, ["switch", "edge", [NEW, OLD]], ["remove-old", "edge", [NEW]],
        ["trust-new", "origin", [NEW, ["old", "broken"]]],
    ]),
    ("akamai", "rotate-authority", [["trust-both", "origin", KEPT], ["await", "edge", []], ["trust-new", "origin", KEPT]]),
    ("google-cloud", "turn-off", [["ask", "origin", [OPEN]], ["switch-off", "edge", []], ["forget", "origin", [OPEN]]]),
]:
    case(f"{kind} at {provider}", "rollout_plan.steps", {"provider": provider, "kind": kind}, ok=steps)
case("a rollout without a certificate", "rollout_plan.steps", {"provider": "azure-front-door", "kind": "turn-on"},
     error="origin-policy-refused")
case("a rollout of no kind", "rollout_plan.steps", {"provider": "fastly", "kind": "rotate"}, error="origin-option-invalid")

about = "Origins behind an edge: providers, authorities, addresses, Access tokens, policies and rollouts. Written by generate_origin.py."
lines = ",\n".join("  " + json.dumps(one, ensure_ascii=False) for one in cases)
texts = json.dumps(material, indent=1).replace("\n", "\n ")
pathlib.Path("origin.json").write_text(f'{{\n "about": "{about}",\n "material": {texts},\n "cases": [\n{lines}\n ]\n}}\n')
