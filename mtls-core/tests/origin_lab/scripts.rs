//! Servers on the TLS of Python and of Node: `server.py` and `server.mjs` do what a row says.

use super::case::{BROKEN, Case, EDGE_NETWORK_ONLY, ENFORCED, OPEN, OPEN_TO_ANY_CERT, UNFIT, program};

pub(crate) const PYTHON: &[Case] = &[
    program(
        "a certificate is required",
        ENFORCED,
        r#"{"port": @TLS@, "tls": {"verify_mode": "CERT_REQUIRED", "ca": "ca.crt"}}"#,
    ),
    program("nothing is said of clients", OPEN, r#"{"port": @TLS@, "tls": {}}"#),
    program("optional", OPEN, r#"{"port": @TLS@, "tls": {"verify_mode": "CERT_OPTIONAL", "ca": "ca.crt"}}"#),
    program(
        "optional, and the program asks for one",
        ENFORCED,
        r#"{"port": @TLS@, "asks_for_certificate": true, "tls": {"verify_mode": "CERT_OPTIONAL", "ca": "ca.crt"}}"#,
    ),
    program(
        "the CA is another",
        BROKEN,
        r#"{"port": @TLS@, "tls": {"verify_mode": "CERT_REQUIRED", "ca": "other.crt"}}"#,
    ),
    program(
        "the CA is the network's",
        EDGE_NETWORK_ONLY,
        r#"{"port": @TLS@, "tls": {"verify_mode": "CERT_REQUIRED", "ca": "shared.crt"}}"#,
    ),
    program(
        "the CRL is stale",
        BROKEN,
        r#"{"port": @TLS@, "tls": {"verify_mode": "CERT_REQUIRED", "ca": "ca.crt", "crl": "stale.crl"}}"#,
    ),
    program(
        "others are revoked",
        ENFORCED,
        r#"{"port": @TLS@, "tls": {"verify_mode": "CERT_REQUIRED", "ca": "ca.crt", "crl": "former.crl"}}"#,
    )
    .shown_revoked(),
    program(
        "others are revoked, and no list is looked at",
        UNFIT,
        r#"{"port": @TLS@, "tls": {"verify_mode": "CERT_REQUIRED", "ca": "ca.crt"}}"#,
    )
    .shown_revoked(),
    // The context that the callback puts in changes the certificate, not what is asked of the client.
    program(
        "it is required in the context for the name alone",
        OPEN,
        r#"{"port": @TLS@, "tls": {}, "by_name": {"shop.example": {"verify_mode": "CERT_REQUIRED", "ca": "ca.crt"}}}"#,
    ),
    program(
        "it serves without TLS too",
        "bypass plaintext",
        r#"{"port": @TLS@, "plain_port": @PLAIN@, "tls": {"verify_mode": "CERT_REQUIRED", "ca": "ca.crt"}}"#,
    ),
    program(
        "without TLS it redirects",
        ENFORCED,
        r#"{"port": @TLS@, "plain_port": @PLAIN@, "redirects": true, "tls": {"verify_mode": "CERT_REQUIRED", "ca": "ca.crt"}}"#,
    ),
    program(
        "the second address is open",
        "bypass address",
        r#"{"port": @TLS@, "tls": {"verify_mode": "CERT_REQUIRED", "ca": "ca.crt"}, "ipv6": {"at": "::1", "tls": {}}}"#,
    ),
    program(
        "required, TLS 1.2 alone",
        ENFORCED,
        r#"{"port": @TLS@, "tls": {"verify_mode": "CERT_REQUIRED", "ca": "ca.crt", "version": "TLSv1_2"}}"#,
    ),
    program(
        "required, TLS 1.3 alone",
        ENFORCED,
        r#"{"port": @TLS@, "tls": {"verify_mode": "CERT_REQUIRED", "ca": "ca.crt", "version": "TLSv1_3"}}"#,
    ),
];

pub(crate) const NODE: &[Case] = &[
    program(
        "a certificate is required",
        ENFORCED,
        r#"{"port": @TLS@, "tls": {"requestCert": true, "rejectUnauthorized": true, "ca": "ca.crt"}}"#,
    ),
    program("nothing is said of clients", OPEN, r#"{"port": @TLS@, "tls": {}}"#),
    program("a CA without the demand", OPEN, r#"{"port": @TLS@, "tls": {"ca": "ca.crt"}}"#),
    program(
        "asked for, and nobody is rejected",
        OPEN,
        r#"{"port": @TLS@, "tls": {"requestCert": true, "rejectUnauthorized": false, "ca": "ca.crt"}}"#,
    ),
    program(
        "the program looks whether there is one",
        OPEN_TO_ANY_CERT,
        r#"{"port": @TLS@, "asksForCertificate": true, "tls": {"requestCert": true, "rejectUnauthorized": false, "ca": "ca.crt"}}"#,
    ),
    program(
        "the program looks whether it is authorized",
        ENFORCED,
        r#"{"port": @TLS@, "asksForAuthorized": true, "tls": {"requestCert": true, "rejectUnauthorized": false, "ca": "ca.crt"}}"#,
    ),
    program(
        "the CA is another",
        BROKEN,
        r#"{"port": @TLS@, "tls": {"requestCert": true, "rejectUnauthorized": true, "ca": "other.crt"}}"#,
    ),
    program(
        "others are revoked",
        ENFORCED,
        r#"{"port": @TLS@, "tls": {"requestCert": true, "rejectUnauthorized": true, "ca": "ca.crt", "crl": "former.crl"}}"#,
    )
    .shown_revoked(),
    program(
        "others are revoked, and no list is looked at",
        UNFIT,
        r#"{"port": @TLS@, "tls": {"requestCert": true, "rejectUnauthorized": true, "ca": "ca.crt"}}"#,
    )
    .shown_revoked(),
    program(
        "the program forgives expiry",
        UNFIT,
        r#"{"port": @TLS@, "asksForAuthorized": true, "forgives": ["CERT_HAS_EXPIRED"], "tls": {"requestCert": true, "rejectUnauthorized": false, "ca": "ca.crt"}}"#,
    ),
    program(
        "the program forgives revocation",
        UNFIT,
        r#"{"port": @TLS@, "asksForAuthorized": true, "forgives": ["CERT_REVOKED"], "tls": {"requestCert": true, "rejectUnauthorized": false, "ca": "ca.crt", "crl": "former.crl"}}"#,
    )
    .shown_revoked(),
    // What is asked of clients stands with the server, not with the context of a name.
    program(
        "it is required in the context for the name alone",
        OPEN,
        r#"{"port": @TLS@, "tls": {"byName": {"shop.example": {"requestCert": true, "rejectUnauthorized": true, "ca": "ca.crt"}}}}"#,
    ),
    program(
        "it serves without TLS too",
        "bypass plaintext",
        r#"{"port": @TLS@, "plainPort": @PLAIN@, "tls": {"requestCert": true, "rejectUnauthorized": true, "ca": "ca.crt"}}"#,
    ),
    program(
        "the second address is open",
        "bypass address",
        r#"{"port": @TLS@, "tls": {"requestCert": true, "rejectUnauthorized": true, "ca": "ca.crt"}, "ipv6": {"at": "::1", "tls": {}}}"#,
    ),
    program(
        "required, TLS 1.2 alone",
        ENFORCED,
        r#"{"port": @TLS@, "tls": {"requestCert": true, "rejectUnauthorized": true, "ca": "ca.crt", "maxVersion": "TLSv1.2"}}"#,
    ),
    program(
        "required, TLS 1.3 alone",
        ENFORCED,
        r#"{"port": @TLS@, "tls": {"requestCert": true, "rejectUnauthorized": true, "ca": "ca.crt", "minVersion": "TLSv1.3"}}"#,
    ),
];
