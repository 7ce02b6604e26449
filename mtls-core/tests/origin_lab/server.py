"""An HTTPS server on Python's `ssl`, as the file in the first argument says; for tests/origin_lab."""

import json
import socket
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

with open(sys.argv[1], encoding="utf-8") as file:
    JOB = json.load(file)


def context(settings):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain("server.crt", "server.key")
    made.verify_mode = ssl.VerifyMode[settings.get("verify_mode", "CERT_NONE")]
    if ca := settings.get("ca"):
        made.load_verify_locations(ca)
    if crl := settings.get("crl"):
        made.load_verify_locations(crl)
        made.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
    if version := settings.get("version"):
        made.minimum_version = made.maximum_version = ssl.TLSVersion[version]
    return made


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        if isinstance(self.request, ssl.SSLSocket):
            self.request.settimeout(20)
            self.request.do_handshake()
        super().setup()

    def do_GET(self):
        status, body = 200, b"in"
        if JOB.get("asks_for_certificate") and not self.request.getpeercert():
            status, body = 403, b"no"
        if JOB.get("redirects") and not isinstance(self.request, ssl.SSLSocket):
            status, body = 301, b""
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "https://shop.example/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


class Server6(Server):
    address_family = socket.AF_INET6


def serve(server, tls):
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever).start()


main = context(JOB["tls"])
if names := JOB.get("by_name"):
    contexts = {name: context(settings) for name, settings in names.items()}

    def choose(connection, name, _):
        if name in contexts:
            connection.context = contexts[name]

    main.sni_callback = choose
serve(Server(("127.0.0.1", JOB["port"]), Handler), main)
if port := JOB.get("plain_port"):
    serve(Server(("127.0.0.1", port), Handler), None)
if six := JOB.get("ipv6"):
    serve(Server6(("::1", JOB["port"]), Handler), context(six["tls"]))
