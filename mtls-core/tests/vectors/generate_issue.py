#!/usr/bin/env python3
"""Writes issue.json anew: CAs and requests made by openssl, and what issuing makes of them.

What is issued is random, so the cases say what stands in it, or the code of the refusal.
Run it in this directory; needs python3 and openssl.
"""

import json
import pathlib
import subprocess
import tempfile

AT = 1_800_000_000  # 2027-01-15T08:00:00Z, inside the century of the CAs below
DAY = 86_400
CART = "spiffe://cluster-a.example/ns/shop/sa/cart"
SHOP = {"path_prefix": {"trust_domain": "cluster-a.example", "path": "/ns/shop"}}
P256 = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1"

work = tempfile.TemporaryDirectory()
folder = pathlib.Path(work.name)


def openssl(arguments):
    subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True)


def read(name):
    return (folder / name).read_text()


def config(v3):
    (folder / "cnf").write_text(f"[req]\nprompt=no\ndistinguished_name=dn\n[dn]\nCN=x\n[v3]\n{v3}\n")


def authority(name, v3, issuer=None, key=P256):
    config(v3)
    signer = f"-CA {issuer}.pem -CAkey {issuer}.key" if issuer else ""
    openssl(
        f"req -x509 {key} -nodes -config cnf -extensions v3 -days 36500 -subj /CN={name} {signer}"
        f" -keyout {name}.key -out {name}.pem"
    )


def request(subject="", v3="", key=P256):
    config(v3)
    extensions = "-reqexts v3" if v3 else ""
    openssl(f"req -new {key} -nodes -config cnf {extensions} -subj /{subject} -keyout req.key -out req.pem")
    return read("req.pem")


CA = "basicConstraints=critical,CA:TRUE{}\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n{}"
authority("Root", CA.format(",pathlen:1", ""))
authority("Issuing", CA.format(",pathlen:0", "subjectAltName=URI:spiffe://cluster-a.example\n"), "Root")
authority("Constrained", CA.format("", "nameConstraints=critical,permitted;DNS:shop.example\n"))
authority("NoCrl", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n")
authority("NotCa", "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n", "Root")


def ca(name):
    return {
        "ca_cert": read(f"{name}.pem"),
        "ca_key": read(f"{name}.key"),
        "pool": "",
        "roots": read("Root.pem" if name in ("Issuing", "NotCa") else f"{name}.pem"),
    }


cases = []


def case(name, op, args, *, ok=None, error=None):
    result = {"error": error} if error else {"ok": ok}
    cases.append({"name": name, "op": f"ca.{op}", "args": args, **result})


def leaf(subject="", uris=(), dns=(), ips=(), usages=("serverAuth", "clientAuth"), chain=2, lifetime=DAY):
    return {
        "subject": subject,
        "uris": list(uris),
        "dns_names": list(dns),
        "ip_addresses": list(ips),
        "extended_key_usage": list(usages),
        "not_before": AT - 60,
        "not_after": AT + lifetime,
        "chain_length": chain,
    }


def sign(name, policy, *, by="Issuing", at=AT, subject="", v3="", key=P256, ok=None, error=None, csr=None):
    args = {**ca(by), "csr": csr or request(subject, v3, key), "policy": policy, "at": at}
    case(name, "sign_csr", args, ok=ok, error=error)


san = f"subjectAltName=URI:{CART}"
exact = {"exact": CART}
sign("a request gets the SPIFFE ID that the policy names", exact, v3=san, ok=leaf(uris=[CART]))
sign("an exact policy names the bearer of a request without names", exact, ok=leaf(uris=[CART]))
sign("a pattern grants the ID asked for", {"matching": SHOP}, v3=san, ok=leaf(uris=[CART]))
sign("a pattern cannot guess an ID", {"matching": SHOP}, error="csr-names-nobody")
sign("DNS names are granted one by one", {**exact, "allow_dns": ["cart.shop.svc", "b.shop.svc"]},
     v3=f"{san},DNS:cart.shop.svc", ok=leaf(uris=[CART], dns=["cart.shop.svc"]))
sign("the lifetime is the policy's", {**exact, "max_validity": 3600}, v3=san, ok=leaf(uris=[CART], lifetime=3600))
sign("a server's subject may repeat its name", {"server": ["shop.example", "10.0.0.1"]}, by="Root",
     subject="CN=shop.example", v3="subjectAltName=DNS:shop.example,IP:10.0.0.1",
     ok=leaf(dns=["shop.example"], ips=["10.0.0.1"], usages=["serverAuth"], chain=1, lifetime=45 * DAY))
sign("a client is known by its common name", {"client": "partner-7"}, subject="CN=partner-7", by="Root",
     ok=leaf(subject="CN=partner-7", usages=["clientAuth"], chain=1, lifetime=45 * DAY))
sign("another client's name is refused", {"client": "partner-8"}, subject="CN=partner-7", error="csr-asks-too-much")
sign("a subject is refused unless it is ignored", exact, subject="CN=admin", v3=san, error="csr-asks-too-much")
sign("a subject is left out where the policy says so", {**exact, "ignore_subject": True}, subject="CN=admin", v3=san,
     ok=leaf(uris=[CART]))
for what, v3 in {
    "another SPIFFE ID": f"{san}2",
    "an ID below the one granted": f"{san}/x",
    "two SPIFFE IDs": f"{san},URI:spiffe://cluster-a.example/x",
    "a DNS name": f"{san},DNS:cart.shop.svc",
    "an IP address": f"{san},IP:10.0.0.1",
    "an e-mail address": f"{san},email:a@b.example",
    "CA rights": f"{san}\nbasicConstraints=critical,CA:TRUE",
    "signing certificates": f"{san}\nkeyUsage=critical,digitalSignature,keyCertSign",
    "any purpose": f"{san}\nextendedKeyUsage=anyExtendedKeyUsage",
    "signing code": f"{san}\nextendedKeyUsage=codeSigning",
    "an extension that nobody grants": f"{san}\n1.2.3.4=ASN1:UTF8String:x",
}.items():
    sign(f"asking for {what} is refused", exact, v3=v3, error="csr-asks-too-much")
sign("a pattern ends at a segment", {"matching": SHOP}, v3="subjectAltName=URI:spiffe://cluster-a.example/ns/shopping",
     error="csr-asks-too-much")
sign("a policy cannot leave the CA's trust domain", {"exact": "spiffe://cluster-b.example/x"},
     error="issue-outside-trust-domain")
sign("a leaf's ID has a path", {"exact": "spiffe://cluster-a.example"}, error="issue-svid-without-path")
sign("a short RSA key is refused", exact, key="-newkey rsa:1024", error="issue-key-weak")
sign("a signature with SHA-1 is refused", exact, key="-sha1 -newkey rsa:2048", error="signature-unsupported")
own = request(key="-key Issuing.key")
sign("the CA's own key is refused", exact, csr=own, error="csr-key-of-ca")
sign("nothing is signed before the CA is valid", exact, at=1_000_000_000, v3=san, error="issue-issuer-not-valid")
sign("nothing is signed after the CA has expired", exact, at=9_000_000_000, v3=san, error="issue-issuer-not-valid")

case("an SVID is issued", "svid", {**ca("Issuing"), "id": CART, "dns_names": ["cart.shop.svc"], "at": AT},
     ok=leaf(uris=[CART], dns=["cart.shop.svc"]))
case("an SVID of another trust domain is refused", "svid",
     {**ca("Issuing"), "id": "spiffe://cluster-b.example/x", "dns_names": [], "at": AT},
     error="issue-outside-trust-domain")
case("an SVID without a path is refused", "svid",
     {**ca("Issuing"), "id": "spiffe://cluster-a.example", "dns_names": [], "at": AT}, error="issue-svid-without-path")
for name in ["10.0.0.1", "a..b", "shop.example.", "*", "b ü"]:
    case(f"the DNS name `{name}` is refused", "svid", {**ca("Issuing"), "id": CART, "dns_names": [name], "at": AT},
         error="issue-name")
case("a server is issued names and addresses", "server",
     {**ca("Root"), "names": ["*.shop.example", "2001:db8::1"], "at": AT},
     ok=leaf(dns=["*.shop.example"], ips=["2001:db8::1"], usages=["serverAuth"], chain=1, lifetime=45 * DAY))
case("a server without a name is refused", "server", {**ca("Root"), "names": [], "at": AT}, error="issue-no-name")
case("a name below a permitted one is issued", "server", {**ca("Constrained"), "names": ["api.shop.example"], "at": AT},
     ok=leaf(dns=["api.shop.example"], usages=["serverAuth"], chain=1, lifetime=45 * DAY))
case("a name that is not permitted is refused", "server", {**ca("Constrained"), "names": ["other.example"], "at": AT},
     error="issue-name-constrained")
case("a lifetime beyond the issuer's is refused", "server",
     {**ca("Root"), "names": ["shop.example"], "at": AT, "valid_for": 40_000 * DAY}, error="issue-outlives-issuer")
case("a lifetime of nothing is refused", "server", {**ca("Root"), "names": ["shop.example"], "at": AT, "valid_for": 0},
     error="issue-validity")
case("a client under the name of its issuer is refused", "client", {**ca("Root"), "common_name": "Root", "at": AT},
     error="issue-name-of-issuer")
case("a client without a name is refused", "client", {**ca("Root"), "common_name": " ", "at": AT}, error="issue-name")
case("an intermediate is issued within the path length", "intermediate",
     {**ca("Root"), "common_name": "East", "path_len": 0, "at": AT}, ok={"path_len": 0, "subject": "CN=East"})
case("an intermediate as deep as its issuer is refused", "intermediate",
     {**ca("Root"), "common_name": "East", "path_len": 1, "at": AT}, error="issue-path-length")
case("an intermediate below path length 0 is refused", "intermediate",
     {**ca("Issuing"), "common_name": "East", "path_len": 0, "at": AT}, error="issue-path-length")
revoked = [{"serial": "0A:0B", "reason": "keyCompromise", "when": AT - DAY}]
case("a CRL names what is revoked", "crl", {**ca("Issuing"), "number": 9, "revoke": revoked, "at": AT}, ok={
    "issuer": "CN=Issuing", "number": "09", "this_update": AT, "next_update": AT + 7 * DAY,
    "entries": [{"serial": "0a:0b", "reason": "keyCompromise", "revoked_at": AT - DAY}]})
case("a serial twice is refused", "crl", {**ca("Issuing"), "number": 9, "revoke": revoked * 2, "at": AT},
     error="crl-serial")
case("a serial of zero is refused", "crl",
     {**ca("Issuing"), "number": 9, "revoke": [{**revoked[0], "serial": "00"}], "at": AT}, error="crl-serial")
case("a CA without cRLSign signs no CRL", "crl", {**ca("NoCrl"), "number": 9, "revoke": [], "at": AT},
     error="crl-not-permitted")
case("a CA is put together from its parts", "from_parts", ca("Issuing"),
     ok={"subject": "CN=Issuing", "is_root": False, "path_len": 0, "trust_domain": "cluster-a.example"})
case("a root is its own root", "from_parts", ca("Root"),
     ok={"subject": "CN=Root", "is_root": True, "path_len": 1, "trust_domain": None})
case("another CA's key is refused", "from_parts", {**ca("Issuing"), "ca_key": read("Root.key")},
     error="ca-key-mismatch")
case("a leaf is no CA", "from_parts", ca("NotCa"), error="ca-unfit")
case("a CA without a way to its root is refused", "from_parts", {**ca("Issuing"), "roots": read("NoCrl.pem")},
     error="ca-chain-broken")

about = "Issuing: which names, times and CAs are taken. Made by generate_issue.py. What is issued is random; `ok` says what stands in it."
pathlib.Path("issue.json").write_text(json.dumps({"about": about, "cases": cases}, indent=1, ensure_ascii=False) + "\n")
