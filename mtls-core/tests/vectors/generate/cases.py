"""What the cases of all files are made of."""

import base64
import pathlib

import yaml

DATA = pathlib.Path(__file__).parents[2] / "data/recipes"
AT = 1_800_000_000  # 2027-01-15T08:00:00Z, inside the century of the certificates
ISTIO = "networking.istio.io/v1"
CERT = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"


def case(name, op, args, **expected):
    return {"name": name, "op": op, "args": args, **expected}


def b64(text):
    return base64.b64encode(text.encode()).decode()


def pem(name):
    return (DATA / name).read_text()


def golden(recipe, name):
    return list(yaml.safe_load_all((DATA / recipe / name).read_text()))


def manifest(kind, api_version="v1", **fields):
    return {"apiVersion": api_version, "kind": kind, **fields}


def gateway(*servers, name="g"):
    return manifest(
        "Gateway", ISTIO, metadata={"name": name, "namespace": "shop"}, spec={"servers": list(servers)}
    )


def https(tls, number=443, name="https", hosts=("*.shop.example",)):
    return {"hosts": list(hosts), "port": {"number": number, "name": name, "protocol": "HTTPS"}, "tls": tls}


def secret(name="c", **entries):
    return manifest(
        "Secret", metadata={"name": name}, data={key: b64(value) for key, value in entries.items()}
    )


def thing(text):
    return f"apiVersion: v1\nkind: Thing\n{text}\n"
