#!/usr/bin/env python3
"""Writes origin_config.json anew from the cases in origin_config/*.conf, and those of what is refused.

A file of cases is a list of them, each behind a line `=== name | verdict | twin`, with the twin left out
where there is none; a verdict `error CODE` is a refusal. Lines `--- option JSON` set options, with a file of ../data
for `edge_ca`, `--- file name` begins a further file of the case, `--- complete` says that there are no others. `#! rule` at the end of a line
says that the rule is broken there, and is not part of the text; `#!! rule` on a line of its own that it is broken
by the input as a whole. Of manifests, `@NAME@` stands for a text of TEXTS. Run it in this directory.
"""

import json
import pathlib
import re

HERE = pathlib.Path(__file__).parent
FRAMES = {
    "nginx": ("nginx.conf", "events {}\nhttp {\n    ssl_certificate server.crt;\n    ssl_certificate_key server.key;\n", "}\n"),
    "apache": ("apache2.conf", 'ServerRoot "/etc/apache2"\nServerName shop.example\nSSLCertificateFile server.crt\n', ""),
    "haproxy": ("haproxy.cfg", "global\n    maxconn 200\ndefaults\n    mode http\n", ""),
    "envoy": ("envoy.yaml", "static_resources:\n  listeners:\n", ""),
    "istio": ("mesh.yaml", "", ""),
    "gateway-api": ("gateway.yaml", "", ""),
}
# In the order of the engine.
WAYS = {
    "default-host-without-client-certificate": "sni",
    "host-past-client-certificate": "host",
    "session-resumed-across-hosts": "resumption",
    "plaintext-listener-serves": "plaintext",
    "other-listener-without-client-certificate": "address",
    "client-certificate-in-some-locations": "path",
    "quic-listener-without-client-certificate": "quic",
    "client-certificate-expired-accepted": "unfit-certificate",
    "client-certificate-unfit-accepted": "unfit-certificate",
}
FILTERS = "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
TEXTS = {
    # An entry of a Secret or ConfigMap.
    "CA": "|\n" + (HERE / "../data/origin/ca.pem").read_text().rstrip("\n").replace("-----B", "    -----B", 1).replace("\n", "\n    "),
    "HTTP": "name: http, typed_config: {'@type': " + FILTERS + ", stat_prefix: a,",
    "ROUTES": "route_config: {virtual_hosts: [{name: a, domains: ['*'], routes: [{match: {prefix: /}, route: {cluster: app}}]}]}",
    "TLS": "name: tls, typed_config: {'@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext,",
}


def cases(kind):
    for block in re.split(r"^=== ", (HERE / f"origin_config/{kind}.conf").read_text(), flags=re.M)[1:]:
        head, body = block.split("\n", 1)
        name, verdict, *twin = (part.strip() for part in head.split("|"))
        main, before, after = FRAMES[kind]
        options, files, findings = {"hosts": ["shop.example"]}, [[main, before]], []
        args = {"kind": kind, "files": files, "options": options}
        bare = False
        for line in body.rstrip("\n").split("\n"):
            if line.startswith("--- "):
                word, _, rest = line[4:].partition(" ")
                if word == "option":
                    options.update(json.loads(rest))
                elif word == "bare":
                    bare, files[0][1] = True, ""
                elif word == "complete":
                    args["complete"] = True
                else:
                    files.append([rest, ""])
                continue
            if line.startswith("#!! "):
                findings.append([line[4:].strip(), "input"])
                continue
            text, _, marks = line.partition(" #! ")
            where = f"{files[-1][0]}:{files[-1][1].count(chr(10)) + 1}"
            files[-1][1] += re.sub(r"@(\w+)@", lambda found: TEXTS[found[1]], text) + "\n"
            findings += [[rule, where] for rule in marks.split()]
        if not bare:
            files[0][1] += after
        if "edge_ca" in options:
            options["edge_ca"] = (HERE / "../data" / options["edge_ca"]).read_text()
        case = {"name": f"{kind}: {name}", "op": "check_config", "args": args}
        if verdict.startswith("error "):
            case["error"] = verdict.removeprefix("error ")
        else:
            broken = {rule for rule, _ in findings}
            ways = [way for rule, way in WAYS.items() if rule in broken and verdict == "bypass"]
            # Of nginx and Apache it is a warning.
            ways = [way for way in ways if way != "resumption" or kind == "haproxy"]
            case["ok"] = {"verdict": verdict, "bypasses": ways, "findings": sorted(findings)}
        if twin:
            case["twin"] = f"{kind}: {twin[0]}"
        yield case


def refused():
    """What is wrong whatever the configuration says."""
    closed = [["nginx.conf", "http { server { listen 443 ssl; ssl_verify_client on; ssl_client_certificate ca.pem; } }"]]
    for name, kind, files, options, code in [
        ("no kind", "caddy", closed, {}, "origin-option-invalid"),
        ("no file", "nginx", [], {}, "origin-option-invalid"),
        ("a host that is none", "nginx", closed, {"hosts": ["shop.example:443"]}, "origin-option-invalid"),
        ("a port that is none", "nginx", closed, {"public_ports": [80, 0]}, "origin-option-invalid"),
        ("a CA that is none", "nginx", closed, {"edge_ca": "nonsense"}, "origin-option-invalid"),
        ("a file that is too long", "nginx", closed, {"limits": {"max_file_bytes": 16}}, "origin-config-limit"),
        ("files that are too long", "nginx", closed, {"limits": {"max_bytes": 16}}, "origin-config-limit"),
        ("too many files", "nginx", [*closed, ["a.conf", ""]], {"limits": {"max_files": 1}}, "origin-config-limit"),
        ("too deep", "nginx", closed, {"limits": {"max_nesting": 1}}, "origin-config-limit"),
        ("too many directives", "nginx", closed, {"limits": {"max_directives": 3}}, "origin-config-limit"),
        ("too many listeners", "nginx", closed, {"limits": {"max_listeners": 0}}, "origin-config-limit"),
        (
            "includes that are too deep",
            "nginx",
            [["nginx.conf", "include a.conf;"], ["a.conf", "include b.conf;"], ["b.conf", ""]],
            {"limits": {"max_include_depth": 1}},
            "origin-config-limit",
        ),
    ]:
        args = {"kind": kind, "files": files, "options": options}
        yield {"name": f"refused: {name}", "op": "check_config", "args": args, "error": code}


def told():
    """What a refusal says: of an option its name, of a file its name and the line."""
    closed = "http { server { listen 443 ssl; ssl_verify_client on; ssl_client_certificate ca.pem; } }"
    none = "is no kind of configuration that this build reads: nginx, apache, haproxy, envoy, istio, gateway-api"

    def case(name, kind, text, told, file=None, line=None, fault="syntax", **rest):
        disk = [] if text is None else [[FRAMES[kind][0] if kind in FRAMES else "nginx.conf", text]]
        args = {"kind": kind, "disk": disk, "load": ".", "options": {}, **rest}
        if file is None:
            code, option, subject = "origin-option-invalid", told.partition(":")[0], {"kind": "input"}
        else:
            code, option, file = f"origin-config-{fault}", None, f"FOLDER/{file}"
            subject = {"kind": "file", "path": file} if line is None else {"kind": "line", "file": file, "line": line}
            told = f"{file}: {told}" if line is None else f"{file}:{line}: {told}"
        ok = {"code": code, "message": told, "option": option, "subject": subject}
        return {"name": f"told: {name}", "op": "config_refusal", "args": args, "ok": ok}

    gone = "No such file or directory (os error 2)"
    for name, text, file, rest in [
        ("a file that is not there", None, "nginx.conf", {"load": "nginx.conf"}),
        ("a folder that may be read and is not there", closed, "ssl", {"allow": "ssl"}),
    ]:
        yield case(name, "nginx", text, gone, file, fault="unreadable", **rest)
    for kind in FRAMES:
        yield case(f"an empty folder for {kind}", kind, None, "files: no configuration is given")
    yield case("a kind that is none", "iis", closed, f"kind: `iis` {none}")
    yield case("a kind in capitals", "NGINX", closed, f"kind: `NGINX` {none}")
    for kind, text, what, line in [
        ("nginx", "http {\n    listen 80\n}\n", "`;` is missing before `}`", 3),
        ("apache", "Listen 443\n<VirtualHost *:443>\n", "`<VirtualHost>` has no end", 2),
        ("haproxy", 'frontend a\n    bind "\n', "a quoted text has no end", 2),
        ("envoy", "static_resources:\n  listeners: [\n", "document 1, line 2, column 14, field static_resources.listeners: unclosed bracket '['", 2),
        ("istio", "a: b\n  c: d\n", "document 1, line 2, column 4, field a: mapping values are not allowed in this context", 2),
        ("gateway-api", "a: [\n", "document 1, line 1, column 4, field a: unclosed bracket '['", 1),
    ]:
        yield case(f"syntax of {kind}", kind, text, what, FRAMES[kind][0], line)
    for name, options, what in [
        ("a host that is none", {"hosts": ["shop.example:443"]}, "hosts: `shop.example:443` is no host name"),
        ("a port that is none", {"public_ports": [0]}, "public_ports: 0 is no port; ports are 1 to 65535"),
        ("a path for a CA", {"edge_ca": "ca.pem"}, "edge_ca: no PEM block found: this looks like text without a BEGIN line"),
        ("an empty CA", {"edge_ca": ""}, "edge_ca: no PEM block found: this looks like an empty input"),
    ]:
        yield case(name, "nginx", closed, what, options=options)
    few = {"limits": {"max_directives": 1}}
    what = "directives: 2 is more than the limit of 1"
    yield case("too many directives", "nginx", closed, what, "nginx.conf", fault="limit", options=few)


def main():
    about = (
        "Configurations of servers and what they come to. `files` are names and texts, the main one first. A finding is "
        "[rule, place]; those of severity info are left out. `twin` names the case that just does not break the rule. "
        "Of `config_refusal`, `disk` stands in a folder, from which `load` is read; what the refusal names lies in FOLDER. "
        "Written by generate_origin_config.py."
    )
    found = [*(case for kind in FRAMES for case in cases(kind)), *refused(), *told()]
    lines = ",\n".join("  " + json.dumps(one, ensure_ascii=False) for one in found)
    (HERE / "origin_config.json").write_text(f'{{\n "about": {json.dumps(about)},\n "cases": [\n{lines}\n ]\n}}\n')


if __name__ == "__main__":
    main()
