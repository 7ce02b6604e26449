//! Guards by rules, and what answers in the place of a refusal: each that fails beside one that holds.

use super::case::{Case, ENFORCED, OPEN, OPEN_TO_ANY_CERT, case};

#[rustfmt::skip] // A row begins on one line.
pub(crate) const NGINX: &[Case] = &[
    case("a guard's status leads to a page of its own", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        error_page 403 /closed;
        if ($ssl_client_verify != SUCCESS) { return 403; }
        location / { return 200 in; }
        location = /closed { internal; return 200 closed; }
    }"),
    case("a guard's status leads to the application", OPEN, OPEN, &["client-certificate-optional"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        error_page 418 = @app;
        location / {
            if ($ssl_client_verify != SUCCESS) { return 418; }
            return 200 in;
        }
        location @app { return 200 in; }
    }"),
    case("the guard of the server does not run for a location by its name", OPEN, OPEN, &["client-certificate-optional"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        error_page 403 = @app;
        if ($ssl_client_verify != SUCCESS) { return 403; }
        location / { return 200 in; }
        location @app { return 200 in; }
    }"),
    case("the guard of the server runs again for a path", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        error_page 403 =200 /app;
        if ($ssl_client_verify != SUCCESS) { return 403; }
        location / { return 200 in; }
    }"),
    case("a condition brings its own page for the status", OPEN, OPEN, &["client-certificate-optional"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        location / {
            if ($ssl_client_verify != SUCCESS) { error_page 403 = @app; return 403; }
            return 200 in;
        }
        location @app { return 200 in; }
    }"),
    case("a location leads to one that is guarded", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        location / {
            if ($ssl_client_verify != SUCCESS) { rewrite ^ /denied last; }
            return 200 in;
        }
        location = /denied { return 403; }
    }"),
    case("a map lets none in, in small letters", OPEN, OPEN, &["client-certificate-optional"], "
    map $ssl_client_verify $stranger { default 1; success 0; none 0; }
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        if ($stranger) { return 403; }
        location / { return 200 in; }
    }"),
    case("a map is looked at without regard to case", ENFORCED, ENFORCED, &[], "
    map $ssl_client_verify $stranger { default 1; success 0; }
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        if ($stranger) { return 403; }
        location / { return 200 in; }
    }"),
    case("refusals go to a location by regular expression", OPEN, OPEN, &["client-certificate-error-served"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        error_page 495 496 = /error.php;
        location / { return 200 in; }
        location ~ \\.php$ { return 200 in; }
    }"),
    case("refusals go to wherever the request went", OPEN, OPEN, &["client-certificate-error-served"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        error_page 495 496 =200 $request_uri;
        location / { return 200 in; }
    }"),
    case("only who shows none is kept from the page for refusals", OPEN_TO_ANY_CERT, OPEN, &["client-certificate-error-served"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        error_page 495 496 =200 /;
        if ($ssl_client_verify = NONE) { return 403; }
        location / { return 200 in; }
    }"),
    // What is tried in one version alone would miss it.
    case("a header is believed in TLS 1.2", "bypass headers", OPEN, &["client-certificate-optional"], "
    map \"$ssl_client_verify $ssl_protocol $http_ssl_client_verify\" $stranger { default 1; ~^SUCCESS 0; \"NONE TLSv1.2 SUCCESS\" 0; }
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client optional;
        if ($stranger) { return 403; }
        location / { return 200 in; }
    }"),
    case("another host's port without TLS takes every name", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }
    server {
        listen 127.0.0.1:@PLAIN@;
        server_name other.example;
        location / { return 200 in; }
    }"),
    case("without TLS a status leads to the application", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }
    server {
        listen 127.0.0.1:@PLAIN@;
        server_name shop.example;
        location / { error_page 418 = @app; return 418; }
        location @app { return 200 in; }
    }"),
    case("without TLS a redirect leads to the application", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }
    server {
        listen 127.0.0.1:@PLAIN@;
        server_name shop.example;
        error_page 301 = @app;
        location / { return 301 https://shop.example/; }
        location @app { return 200 in; }
    }"),
    case("without TLS a rewrite leads to what nobody can ask for", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }
    server {
        listen 127.0.0.1:@PLAIN@;
        server_name shop.example;
        rewrite ^/(.*) /internal/$1 last;
        location / { return 403; }
        location /internal/ { internal; return 200 in; }
    }"),
    case("without TLS all are denied", ENFORCED, ENFORCED, &[], "
    server {
        listen 127.0.0.1:@TLS@ ssl;
        server_name shop.example;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        location / { return 200 in; }
    }
    server {
        listen 127.0.0.1:@PLAIN@;
        server_name shop.example;
        deny all;
        location / { root /nowhere; }
    }"),
];

#[rustfmt::skip] // A row begins on one line.
pub(crate) const HAPROXY: &[Case] = &[
    case("bytes are passed on, and rules of HTTP ignored", OPEN, OPEN, &["client-certificate-optional"], "
frontend shop
    mode tcp
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify optional
    http-request deny unless { ssl_c_used }
    default_backend app
backend app
    mode tcp
    server s1 unix@app.sock
listen plain
    bind unix@app.sock
    http-request return status 200 content-type text/plain string in"),
    case("bytes are passed on, and the connection is rejected", ENFORCED, ENFORCED, &[], "
frontend shop
    mode tcp
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify optional
    tcp-request content reject unless { ssl_c_used }
    default_backend app
backend app
    mode tcp
    server s1 unix@app.sock
listen plain
    bind unix@app.sock
    http-request return status 200 content-type text/plain string in"),
    case("nothing went wrong without a certificate", OPEN, OPEN, &["client-certificate-optional"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify optional
    http-request deny unless { ssl_c_err 0 }
    http-request return status 200 content-type text/plain string in"),
    case("some are accepted before the rest is rejected", OPEN, OPEN, &["client-certificate-in-some-locations", "client-certificate-optional"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify optional
    tcp-request content accept if { src 127.0.0.0/8 }
    tcp-request content reject unless { ssl_c_used }
    http-request return status 200 content-type text/plain string in"),
    case("some are accepted, and all are denied", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify optional
    tcp-request content accept if { src 127.0.0.0/8 }
    http-request deny unless { ssl_c_used }
    http-request return status 200 content-type text/plain string in"),
    case("who is denied gets a page with status 200", OPEN, OPEN, &["client-certificate-optional"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify optional
    http-request deny deny_status 200 content-type text/plain string in unless { ssl_c_used }
    http-request return status 200 content-type text/plain string in"),
    case("a flag is compared as a number", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify optional
    http-request deny if { ssl_c_used -m int 0 }
    http-request return status 200 content-type text/plain string in"),
    case("the redirect is for TLS alone", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required
    bind 127.0.0.1:@PLAIN@
    http-request redirect scheme https if { ssl_fc 0 } !{ ssl_c_used }
    http-request return status 200 content-type text/plain string in"),
    case("names must agree, and there are no tickets", "bypass resumption | enforced", "bypass", &["session-resumed-across-hosts"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt-list sibling-open.list strict-sni no-tls-tickets
    http-request set-var(txn.host) req.hdr(host),field(1,:),lower
    http-request deny deny_status 421 unless { ssl_fc_sni,lower,strcmp(txn.host) eq 0 }
    http-request return status 200 content-type text/plain string in"),
    case("names must agree, and nothing keeps sessions", ENFORCED, ENFORCED, &[], "
global
    tune.ssl.cachesize 0
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt-list sibling-open.list strict-sni no-tls-tickets
    http-request set-var(txn.host) req.hdr(host),field(1,:),lower
    http-request deny deny_status 421 unless { ssl_fc_sni,lower,strcmp(txn.host) eq 0 }
    http-request return status 200 content-type text/plain string in"),
];
