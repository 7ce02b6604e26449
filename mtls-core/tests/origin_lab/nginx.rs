//! nginx: a refused certificate is an answer of 400 after a handshake that went well.

use super::case::{BROKEN, Case, EDGE_NETWORK_ONLY, ENFORCED, OPEN, OPEN_TO_ANY_CERT, UNFIT, case};

pub(crate) const FRAME: &str = "daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events {}
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_certificate server.crt;
    ssl_certificate_key server.key;
@CASE@
}
";

#[rustfmt::skip] // A row begins on one line.
pub(crate) const CASES: &[Case] = &[
    case("a certificate is required", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("it is required for all of http", ENFORCED, ENFORCED, &[], "
    ssl_client_certificate ca.crt;
    ssl_verify_client on;
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        location / { return 200 in; }
    }"),
    case("an included file requires it", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        include verify.conf;
        location / { return 200 in; }
    }"),
    case("the server takes back what http requires", OPEN, OPEN, &["client-certificate-not-requested"], "
    ssl_client_certificate ca.crt;
    ssl_verify_client on;
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_verify_client off;
        location / { return 200 in; }
    }"),
    case("nothing is said of clients", OPEN, OPEN, &["client-certificate-not-requested"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        location / { return 200 in; }
    }"),
    case("a CA without the demand", OPEN, OPEN, &["client-certificate-not-requested"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        location / { return 200 in; }
    }"),
    case("optional", OPEN, OPEN, &["client-certificate-optional"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        location / { return 200 in; }
    }"),
    case("optional without a CA", OPEN, OPEN, &["client-certificate-any-accepted", "client-certificate-optional"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional_no_ca;
        location / { return 200 in; }
    }"),
    case("optional, and a guard for all of the server", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        if ($ssl_client_verify != SUCCESS) { return 403; }
        location / { return 200 in; }
    }"),
    case("any certificate, and a guard that asks for success", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional_no_ca;
        if ($ssl_client_verify != \"SUCCESS\") { return 403; }
        location / { return 200 in; }
    }"),
    case("any certificate, and a guard against none alone", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional_no_ca;
        if ($ssl_client_verify = NONE) { return 403; }
        location / { return 200 in; }
    }"),
    case("any certificate, and a guard by subject", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted", "client-identity-by-subject"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional_no_ca;
        if ($ssl_client_s_dn !~ \"CN=edge.example\") { return 403; }
        location / { return 200 in; }
    }"),
    case("optional, and a guard in one location", OPEN, OPEN, &["client-certificate-in-some-locations", "client-certificate-optional"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        location / { return 200 in; }
        location /admin {
            if ($ssl_client_verify != SUCCESS) { return 403; }
            return 200 admin;
        }
    }"),
    case("refusals become a friendly page", OPEN, OPEN, &["client-certificate-error-served"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        error_page 495 496 =200 /hello;
        location / { return 200 in; }
        location /hello { return 200 hello; }
    }"),
    case("refusals become a page of 403", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        error_page 495 496 =403 /closed;
        location / { return 200 in; }
        location /closed { return 403 closed; }
    }"),
    case("the default server is open, and serves the same", "bypass sni", "bypass", &["default-host-without-client-certificate"], "
    server {
        listen 127.0.0.1:@TLS@ ssl default_server;
        server_name _;
        location / { return 200 in; }
    }
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("the default server hangs up", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl default_server;
        server_name _;
        return 444;
    }
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("the default server rejects the handshake", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl default_server;
        ssl_reject_handshake on;
    }
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("a sibling beside it is open", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl default_server;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name open.example;
        location / { return 200 open; }
    }"),
    case("siblings share a session cache", ENFORCED, ENFORCED, &["session-resumed-across-hosts"], "
    ssl_session_cache shared:lab:1m;
    ssl_session_tickets on;
    server {
        listen 127.0.0.1:@TLS@ ssl default_server;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name open.example;
        location / { return 200 open; }
    }"),
    case("it serves without TLS too", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        listen 127.0.0.1:@PLAIN@;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("without TLS it redirects", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@PLAIN@;
        server_name shop.example;
        return 301 https://shop.example$request_uri;
    }
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("the second address is open", "bypass address", "bypass", &["other-listener-without-client-certificate"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }
    server {
        listen [::1]:@TLS@ ssl;
        server_name shop.example;
        location / { return 200 in; }
    }"),
    case("both addresses require it", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        listen [::1]:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("the CA is another", BROKEN, BROKEN, &["client-ca-not-the-edges"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate other.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("a second CA is trusted in silence", ENFORCED, ENFORCED, &["client-ca-too-wide", "client-ca-unadvertised"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_trusted_certificate other.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("the CA is the network's", EDGE_NETWORK_ONLY, EDGE_NETWORK_ONLY, &["client-ca-shared"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate shared.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("others are revoked", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        ssl_crl former.crl;
        location / { return 200 in; }
    }").shown_revoked(),
    case("others are revoked, and no list is looked at", UNFIT, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }").shown_revoked(),
    case("optional, others are revoked, and a map decides", ENFORCED, ENFORCED, &[], "
    map $ssl_client_verify $stranger { default 1; SUCCESS 0; }
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        ssl_crl former.crl;
        if ($stranger) { return 403; }
        location / { return 200 in; }
    }").shown_revoked(),
    case("the edge's certificate is revoked", BROKEN, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        ssl_crl edge.crl;
        location / { return 200 in; }
    }"),
    case("the CRL is stale", BROKEN, BROKEN, &["client-crl-unusable"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        ssl_crl stale.crl;
        location / { return 200 in; }
    }"),
    case("required, TLS 1.2 alone", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_protocols TLSv1.2;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("optional, TLS 1.3 alone", OPEN, OPEN, &["client-certificate-optional"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_protocols TLSv1.3;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        location / { return 200 in; }
    }"),
    case("required, over HTTP/2 too", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl http2;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }"),
    case("optional, and a map decides", ENFORCED, ENFORCED, &[], "
    map $ssl_client_verify $stranger { default 1; SUCCESS 0; }
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        if ($stranger) { return 403; }
        location / { return 200 in; }
    }"),
];
