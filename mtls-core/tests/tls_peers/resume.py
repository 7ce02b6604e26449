"""Two TLS connections by Python's ssl, the second with the session of the first, with what stands in the JSON of the only
argument. Says `reused: True` or `reused: False` of each, or `reused: None` and why there was no connection.
"""

import json
import socket
import ssl
import sys

PATIENCE = 20.0
VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


def main():
    job = json.loads(sys.argv[1])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # an SVID has no host name
    context.load_verify_locations(job["trusts"])
    context.minimum_version = context.maximum_version = VERSIONS[job["version"]]
    context.load_cert_chain(job["chain"], job["key"])
    session = None
    for port in job["ports"]:
        try:
            raw = socket.create_connection(("127.0.0.1", port), PATIENCE)
            with context.wrap_socket(raw, session=session) as stream:
                stream.sendall(job["says"].encode())
                # Under TLS 1.3, tickets come before what the server says.
                while stream.recv(65536):
                    pass
                print("reused:", stream.session_reused)
                session = stream.session
        except OSError as error:  # an ssl.SSLError is one
            print("reused: None,", error)


main()
