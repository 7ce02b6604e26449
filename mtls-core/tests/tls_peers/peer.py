"""One TLS connection by Python's ssl, as server or client, with what stands in the JSON of the only argument.

Says `ACCEPT 127.0.0.1:PORT` when it listens; then `peer`, `version` and `received`, or `error`.
"""

import json
import socket
import ssl
import sys

PATIENCE = 20.0
VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


def context(job):
    server = job["role"] == "server"
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False  # an SVID has no host name
    made.verify_mode = ssl.CERT_REQUIRED
    made.load_verify_locations(job["trusts"])
    made.minimum_version = made.maximum_version = VERSIONS[job["version"]]
    if "chain" in job:
        made.load_cert_chain(job["chain"], job["key"])
    return made


def connect(job):
    if job["role"] == "client":
        raw = socket.create_connection(("127.0.0.1", job["port"]), PATIENCE)
        return context(job).wrap_socket(raw)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE)
        print(f"ACCEPT 127.0.0.1:{listener.getsockname()[1]}", flush=True)
        raw, _ = listener.accept()
    raw.settimeout(PATIENCE)
    return context(job).wrap_socket(raw, server_side=True)


def main():
    job = json.loads(sys.argv[1])
    try:
        with connect(job) as stream:
            stream.sendall(job["says"].encode())
            received = b""
            while part := stream.recv(65536):
                received += part
            names = stream.getpeercert()["subjectAltName"]
            print("peer:", *[value for kind, value in names if kind == "URI"])
            print("version:", stream.version())
            print("received:", received.decode())
    except OSError as error:  # an ssl.SSLError is one
        print("error:", error)
        return 1
    return 0


sys.exit(main())
