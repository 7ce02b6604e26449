"""Manifests read and written."""

import base64
import json

from cases import CERT, ISTIO, case, gateway, https, manifest, thing


def read(name, text, **expected):
    return case(name, "resources.read_yaml", {"text": text}, **expected)


READING = [
    # Reading YAML as kubectl does
    read(
        "booleans of YAML 1.1",
        thing("a: [on, off, yes, no, 'on', y]"),
        ok=[manifest("Thing", a=[True, False, True, False, "on", True])],
    ),
    read("octal numbers of YAML 1.1", thing("mode: 0644"), ok=[manifest("Thing", mode=420)]),
    read(
        "times and dates stay text",
        thing("a: [12:30:45, 2026-11-20, 1.2.3]"),
        ok=[manifest("Thing", a=["12:30:45", "2026-11-20", "1.2.3"])],
    ),
    read("keys become text", thing("8080: a\noff: b"), ok=[manifest("Thing", **{"8080": "a", "false": "b"})]),
    read(
        "anchors and merge keys are resolved",
        thing("a: &a {x: 1}\nb: {<<: *a, z: 2}"),
        ok=[manifest("Thing", a={"x": 1}, b={"x": 1, "z": 2})],
    ),
    read(
        "a stream of documents, empty ones left out",
        thing("a: 1") + "---\n# none\n---\n" + thing("a: 2"),
        ok=[manifest("Thing", a=1), manifest("Thing", a=2)],
    ),
    read(
        "JSON is YAML",
        '{"apiVersion": "v1", "kind": "Thing", "a": ["\\u00e9", 1.5, -3, null]}',
        ok=[manifest("Thing", a=["é", 1.5, -3, None])],
    ),
    read(
        "a colon at the end of a text in brackets, as kubectl reads it",
        thing("a: [2001:db8::, {b: , c:}]"),
        ok=[manifest("Thing", a=["2001:db8::", {"b": None, "c:": None}])],
    ),
    read("a colon at its beginning", thing("a: [::1]"), error="yaml-syntax"),
    read("an empty text holds nothing", "", ok=[]),
    read("a key twice", thing("a: 1\na: 2"), error="yaml-duplicate-key"),
    read("a key twice after conversion", thing("80: 1\n'80': 2"), error="yaml-duplicate-key"),
    read("an open bracket", thing("a: ["), error="yaml-syntax"),
    read("a tab for indentation", thing("a:\n\t- b"), error="yaml-syntax"),
    read(
        "a template that was not rendered", thing("  name: {{ .Values.name }}\n  a: b"), error="yaml-syntax"
    ),
    read("infinity", thing("a: .inf"), error="yaml-syntax"),
    read("an anchor that holds itself", thing("a: &a [*a]"), error="yaml-syntax"),
    read("nesting without end", "a: " + "[" * 2000, error="manifest-limit-exceeded"),
    read(
        "aliases that explode",
        thing(
            "a0: &a0 [x,x,x,x,x,x,x,x]\n"
            + "\n".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 8)}]" for i in range(1, 12))
        ),
        error="manifest-limit-exceeded",
    ),
    read("a list", "- a\n", error="manifest-not-a-map"),
    read("a word", "hello", error="manifest-not-a-map"),
    read("no kind", "apiVersion: v1\n", error="manifest-without-kind"),
    read("an empty apiVersion", "apiVersion: ''\nkind: X\n", error="manifest-without-kind"),
    case(
        "binary",
        "resources.read_yaml",
        {"text_b64": base64.b64encode(b"a: \xff").decode()},
        error="manifest-not-text",
    ),
    # JSON
    case(
        "a list of JSON objects",
        "resources.read_json",
        {"text": json.dumps([manifest("A"), manifest("B", n=2**53 - 1)])},
        ok=[manifest("A"), manifest("B", n=2**53 - 1)],
    ),
    case("half a JSON text", "resources.read_json", {"text": '{"apiVersion": "v1"'}, error="json-syntax"),
    case(
        "a JSON key twice",
        "resources.read_json",
        {"text": '{"apiVersion": "v1", "kind": "A", "kind": "B"}'},
        error="yaml-duplicate-key",
    ),
    # Writing
    case(
        "known fields in the order of the schema, what YAML 1.1 misreads in quotes",
        "resources.write_yaml",
        {
            "manifests": [
                gateway(https({"credentialName": "on", "mode": "SIMPLE"})),
                manifest("Thing", metadata={"labels": {"a": "0644"}, "name": "y"}),
            ]
        },
        ok=f"""apiVersion: {ISTIO}
kind: Gateway
metadata:
  name: g
  namespace: shop
spec:
  servers:
  - port:
      number: 443
      protocol: HTTPS
      name: https
    hosts:
    - "*.shop.example"
    tls:
      mode: SIMPLE
      credentialName: "on"
---
apiVersion: v1
kind: Thing
metadata:
  name: "y"
  labels:
    a: "0644"
""",
    ),
    case(
        "PEM as a block",
        "resources.write_yaml_value",
        {"value": {"ca": CERT}},
        ok="ca: |\n  -----BEGIN CERTIFICATE-----\n  MAA=\n  -----END CERTIFICATE-----\n",
    ),
    case(
        "JSON over several lines",
        "resources.write_json",
        {"manifest": manifest("Thing", spec={"a": 1})},
        ok='{\n  "apiVersion": "v1",\n  "kind": "Thing",\n  "spec": {\n    "a": 1\n  }\n}',
    ),
    case(
        "what is no manifest is not written",
        "resources.write_json",
        {"manifest": {"kind": "Thing"}},
        error="manifest-without-kind",
    ),
]
