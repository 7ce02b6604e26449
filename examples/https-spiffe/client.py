"""Asks the server who it thinks we are: `python client.py DIR NAME URL`.

The exit code is 1 if either side refuses.
"""

import sys
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from mtls_core import CertificateChain, ChainVerifier, PrivateKey, TlsIdentity, TrustBundle
from mtls_core.ssl import PeerVerificationError, client_context

TILL = "spiffe://shop.example/ns/web/sa/till"


def main(folder: Path, name: str, url: str) -> int:
    bundle = TrustBundle.from_pem("shop.example", (folder / "shop.example.pem").read_text())
    context = client_context(
        TlsIdentity(
            CertificateChain((folder / f"{name}.pem").read_text()),
            PrivateKey((folder / f"{name}.key").read_text()),
        ),
        ChainVerifier([bundle]),
        expect_peer=TILL,
    )
    connection = HTTPSConnection(urlsplit(url).netloc, context=context, timeout=20)
    try:
        connection.request("GET", "/")
        print("server", connection.sock.peer.spiffe_id)
        print(connection.getresponse().read().decode(), end="")
    except PeerVerificationError as refusal:
        print("refused", refusal.code)
        return 1
    except OSError:
        print("turned away")
        return 1
    finally:
        connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
