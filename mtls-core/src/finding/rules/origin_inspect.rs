//! Rules of `origin`'s inspection: what a server presents to whoever connects.

rules! {
    /// Every rule of this module.

    SERVER_UNREACHABLE = Error "server-unreachable" {
        trigger: "No TCP connection to the server came about in time.",
        why: "Nothing can be said of it: it may be down, or a firewall may stand before it.",
        help: "Check address and port; ask from where its clients are.",
        source: "RFC 9293 section 3.5",
    }
    SERVER_NOT_TLS = Error "server-not-tls" {
        trigger: "The server answers a TLS handshake with something else: SSH, plain HTTP, a mail server's greeting.",
        why: "The port belongs to another protocol, or TLS is not turned on there.",
        help: "Ask the port that speaks TLS; in nginx, `listen 443 ssl`.",
        source: "RFC 8446 section 5.1",
    }
    SERVER_HANDSHAKE_FAILED = Error "server-handshake-failed" {
        trigger: "The TLS handshake failed: an alert, a close, a reset, silence, or a broken message.",
        why: "No client of this kind is served.",
        help: "Look at the reason: `unrecognized_name` asks for another server name, `protocol_version` for another version, `no_application_protocol` for another ALPN; a reset is often a gateway without a certificate.",
        source: "RFC 8446 section 6.2",
    }
    SERVER_DEMANDS_CERTIFICATE = Info "server-demands-client-certificate" {
        trigger: "The server ended the connection after it asked for a client certificate and got none.",
        why: "It takes clients with a certificate alone, which is what mutual TLS means.",
        help: "Nothing to mend. That it refuses everyone but the right client, a probe shows.",
        source: "RFC 8446 section 4.4.2.4",
    }
    SERVER_KEY_UNCHECKED = Warning "server-key-unchecked" {
        trigger: "The server's signature in the handshake could not be checked: its key is too short or of an unknown kind, or its certificate cannot be read.",
        why: "Whether the server holds the key of its certificate is not shown.",
        help: "Issue a certificate for a key of ECDSA P-256 or RSA 2048 at least.",
        source: "RFC 8446 section 4.4.3",
    }
    SERVER_CERTIFICATE_UNREADABLE = Error "server-certificate-unreadable" {
        trigger: "The server presents a certificate that cannot be read.",
        why: "Clients end the handshake with `bad_certificate`.",
        help: "Look at the file that the server was given; it may hold another document.",
        source: "RFC 5280 section 4.1",
    }
    SERVER_CERTIFICATE_ENDS_SOON = Warning "server-certificate-ends-soon" {
        trigger: "The server's certificate has fewer than 30 days left, and less than a sixth of its lifetime.",
        why: "Renewal is usually done earlier: it may have stopped.",
        help: "Renew the certificate, and see why nothing did by itself.",
        source: "RFC 5280 section 4.1.2.5",
    }
    SERVER_ISSUERS_NOT_SENT = Warning "server-issuers-not-sent" {
        trigger: "The server sends a chain that stops at a certificate whose issuer is neither in it nor among the trust anchors; or, without anchors, its own certificate alone, which names a place to fetch its issuer from or a policy of the public web, as certificates of intermediates do.",
        why: "Browsers fetch or remember missing intermediates; most other clients refuse the chain.",
        help: "Give the server the whole chain: the leaf, then every intermediate (`fullchain.pem`).",
        source: "RFC 8446 section 4.4.2",
    }
    SERVER_ISSUER_UNKNOWN = Info "server-issuer-unknown" {
        trigger: "The server sends its own certificate alone, no trust anchors were given, and the certificate does not tell what its issuer is.",
        why: "A root need not be sent, as clients have their own copy; an intermediate must be, and looks the same from below.",
        help: "Pass the CAs that the server's clients trust (`anchors`): then it is said whether something is missing.",
        source: "RFC 8446 section 4.4.2",
    }
    SERVER_TLS13_MISSING = Info "server-tls13-missing" {
        trigger: "The server takes TLS 1.2, and not TLS 1.3.",
        why: "TLS 1.2 shows the client's certificate to whoever listens, and needs care with cipher suites.",
        help: "Turn TLS 1.3 on, beside 1.2 where old clients need it.",
        source: "RFC 8446 section 1.2",
    }
}
