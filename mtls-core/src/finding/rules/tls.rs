//! Rules of `tls`: configurations, handshakes, sessions.

rules! {
    /// Every rule of this floor.

    TLS_NO_PROVIDER = Error "tls-no-provider" {
        trigger: "A TLS configuration is built without cryptography: no backend feature is on and no provider was given.",
        why: "There is nothing to encrypt with.",
        help: "Turn on the feature `aws-lc-rs` or `ring`, or pass a provider to the builder.",
        source: "mtls-core features",
    }
    TLS_KEY_MISMATCH = Error "tls-key-mismatch" {
        trigger: "The private key is not the one of the leaf certificate.",
        why: "Every handshake would fail.",
        help: "Load certificate and key of the same issuance; rotation must replace both together.",
        source: "RFC 8446 section 4.4.3",
    }
    TLS_KEY_UNUSABLE = Error "tls-key-unusable" {
        trigger: "The TLS provider cannot sign with the private key.",
        why: "Its kind or size is not one that TLS allows or the provider knows.",
        help: "Use ECDSA P-256 or P-384, Ed25519, or RSA of at least 2048 bits.",
        source: "RFC 8446 section 4.2.3",
    }
    TLS_IDENTITY_DATES = Error "tls-identity-dates" {
        trigger: "A certificate of the chain that this side would present has expired, or is not valid yet.",
        why: "Every peer would refuse it.",
        help: "Renew it, or mend the clock; a source of files takes the new one at its next look and keeps the old until then.",
        source: "RFC 5280 section 6.1.3",
    }
    TLS_PEERS_NOT_NAMED = Error "tls-peers-not-named" {
        trigger: "A TLS configuration is built without saying which peers it takes.",
        why: "A chain that verifies says who a peer is, not that it is the right one.",
        help: "Say whom it takes: `expect_peer` (JavaScript: `expectPeer`) with a SPIFFE ID, or `authorize` with a pattern; to take every verified peer, `allow_any_verified_peer` (`allowAnyVerifiedPeer`).",
        source: "SPIFFE X509-SVID section 5; RFC 9525 section 1",
    }
    TLS_VERIFIER_MISMATCH = Error "tls-verifier-mismatch" {
        trigger: "A TLS configuration expects SPIFFE IDs and has a verifier of names, or the other way round, or a verifier for the other role.",
        why: "It could let in nobody, or not whom it was meant to.",
        help: "For SPIFFE IDs take a `ChainVerifier` with `expect_peer` or `authorize`; for names an `EdgeVerifier`, `EdgeClient` in a server and `Server` in a client, with `expect_name`.",
        source: "mtls-core tls",
    }
    TLS_CONFIGURATION = Error "tls-configuration" {
        trigger: "rustls refuses the configuration.",
        why: "The provider lacks the protocol version or the algorithms that were asked for.",
        help: "The message carries rustls's own reason.",
        source: "rustls",
    }
    TLS_SERVER_NAME = Error "tls-server-name" {
        trigger: "The name to send as SNI is neither a DNS name nor an address.",
        why: "TLS can send no other.",
        help: "Pass the host that is connected to; it need not match a SPIFFE ID.",
        source: "RFC 6066 section 3",
    }
    TLS_PEER_REJECTED = Error "tls-peer-rejected" {
        trigger: "The peer's chain was refused in the handshake.",
        why: "Its findings say what is wrong with it.",
        help: "Read the findings: the first is the most telling.",
        source: "RFC 8446 section 4.4.2.4",
    }
    TLS_PEER_NOT_AUTHORIZED = Error "tls-peer-not-authorized" {
        trigger: "The peer's identity is verified, and it is not among those that are let in.",
        why: "Knowing who it is, is not letting it in.",
        help: "Add the peer's SPIFFE ID to the authorization, if it is meant to be let in.",
        source: "mtls-core tls; RFC 8446 section 6.2 (access_denied)",
    }
    TLS_PEER_KEY_UNPROVED = Error "tls-peer-key-unproved" {
        trigger: "The peer presented a certificate, and what it signed in the handshake does not fit the certificate's key.",
        why: "A certificate is public: without its key anybody may show it.",
        help: "At the peer, load certificate and key of the same issuance; if it is none of yours, somebody tries with a copied certificate.",
        source: "RFC 8446 section 4.4.3",
    }
    TLS_PEER_ANONYMOUS = Error "tls-peer-anonymous" {
        trigger: "The peer has presented no certificate, or one without a SPIFFE ID.",
        why: "Without one it has no identity.",
        help: "Give the client a certificate with a SPIFFE ID; check that it is set up to present it.",
        source: "RFC 8446 section 4.4.2.4",
    }
    TLS_HANDSHAKE_NOT_DONE = Error "tls-handshake-not-done" {
        trigger: "A session is asked for its peer, or given something to send, before its handshake is done.",
        why: "Until then nobody is verified and nothing is encrypted.",
        help: "Move bytes (`receive_tls`, `send_tls`) until `is_handshaking` says no.",
        source: "RFC 8446 section 2",
    }
    TLS_PEER_UNVERIFIED = Error "tls-peer-unverified" {
        trigger: "A peer record is asked about a connection whose handshake it has not seen.",
        why: "What such a peer presented was perhaps verified by nobody.",
        help: "Make the connection with the configuration that came with the record, and no other connection with it.",
        source: "mtls-core tls",
    }
    TLS_ALPN_INVALID = Error "tls-alpn-invalid" {
        trigger: "An application protocol to offer is empty or longer than 255 bytes, or there are more than 32.",
        why: "Such a list cannot be put on the wire.",
        help: "Name each protocol as it is registered: `h2`, `http/1.1`.",
        source: "RFC 7301 section 3.1",
    }
    TLS_ALERT_RECEIVED = Error "tls-alert-received" {
        trigger: "The peer ended the connection with an alert.",
        why: "It refused this side: mostly its certificate or its identity.",
        help: "`unknown_ca`: the peer lacks our root; `certificate_expired`: renew; `access_denied`: our ID is not let in. The peer's log says more.",
        source: "RFC 8446 section 6.2",
    }
    TLS_PROTOCOL = Error "tls-protocol" {
        trigger: "What the peer sent is not TLS, or breaks the protocol.",
        why: "Nothing more can be trusted on this connection.",
        help: "Check that the port speaks TLS and that nothing in between changes the bytes.",
        source: "RFC 8446",
    }
    TLS_CLOSED = Error "tls-closed" {
        trigger: "Something is to be sent after this side closed the session.",
        why: "The peer was told that nothing more will come, and would pass it over.",
        help: "Write everything first, then call `close`.",
        source: "RFC 8446 section 6.1",
    }
    TLS_BUFFER_FULL = Error "tls-buffer-full" {
        trigger: "More than 1 MiB was received or is to be sent, and nobody took it.",
        why: "A limit keeps a fast peer from filling the memory.",
        help: "Take what is there (`read`, `send_tls`), then give the same bytes again, 1 MiB at a time: none were taken.",
        source: "mtls-core limits",
    }
}
