#!/usr/bin/env python3
"""Writes cases.json anew from the cases in *.conf.

A file of cases is a list of them, each behind a line `=== name | verdict | twin`, with the twin left out
where there is none. Lines `--- option JSON` set options, `--- file name` begins a further file of the case.
`#! rule` at the end of a line says that the rule is broken there, and is not part of the text; `#!! rule` on a
line of its own that it is broken by the input as a whole. Run it in this directory.
"""

import json
import pathlib
import re

HERE = pathlib.Path(__file__).parent
FRAMES = {
    "nginx": ("nginx.conf", "events {}\nhttp {\n    ssl_certificate server.crt;\n    ssl_certificate_key server.key;\n", "}\n"),
    "apache": ("apache2.conf", 'ServerRoot "/etc/apache2"\nServerName shop.example\nSSLCertificateFile server.crt\n', ""),
    "haproxy": ("haproxy.cfg", "global\n    maxconn 200\ndefaults\n    mode http\n", ""),
}
WAYS = {
    "default-host-without-client-certificate": "sni",
    "host-past-client-certificate": "host",
    "plaintext-listener-serves": "plaintext",
    "other-listener-without-client-certificate": "address",
    "quic-listener-without-client-certificate": "quic",
    "client-certificate-in-some-locations": "path",
}


def cases(kind):
    for block in re.split(r"^=== ", (HERE / f"{kind}.conf").read_text(), flags=re.M)[1:]:
        head, body = block.split("\n", 1)
        name, verdict, *twin = (part.strip() for part in head.split("|"))
        main, before, after = FRAMES[kind]
        options, files, findings = {"hosts": ["shop.example"]}, [[main, before]], []
        bare = False
        for line in body.rstrip("\n").split("\n"):
            if line.startswith("--- "):
                word, rest = line[4:].split(" ", 1)
                if word == "option":
                    options.update(json.loads(rest))
                elif word == "bare":
                    bare, files[0][1] = True, ""
                else:
                    files.append([rest, ""])
                continue
            if line.startswith("#!! "):
                findings.append([line[4:].strip(), "input"])
                continue
            text, _, marks = line.partition(" #! ")
            files[-1][1] += text + "\n"
            where = f"{files[-1][0]}:{files[-1][1].count(chr(10))}"
            findings += [[rule, where] for rule in marks.split()]
        if not bare:
            files[0][1] += after
        # Of nginx and Apache it is a warning.
        known = {**WAYS, **({"session-resumed-across-hosts": "resumption"} if kind == "haproxy" else {})}
        ways = sorted({known[rule] for rule, _ in findings if rule in known})
        case = {
            "name": f"{kind}: {name}",
            "op": "origin.check_config",
            "args": {"kind": kind, "files": files, "options": options},
            "ok": {"verdict": verdict, "bypasses": ways, "findings": sorted(findings)},
        }
        if twin:
            case["twin"] = f"{kind}: {twin[0]}"
        yield case


def main():
    about = (
        "Configurations of servers and what they come to. `files` are names and texts, the main one first. A finding is "
        "[rule, place]; those of severity info are left out. `twin` names the case that just does not break the rule. "
        "Written by generate.py."
    )
    found = [case for kind in FRAMES for case in cases(kind)]
    text = json.dumps({"about": about, "cases": found}, indent=1, ensure_ascii=False)
    (HERE / "cases.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
