//! HAProxy: refuses in the handshake, and lets a request name another host than the handshake did.

use super::case::{BROKEN, Case, EDGE_NETWORK_ONLY, ENFORCED, OPEN, OPEN_TO_ANY_CERT, UNFIT, case};

pub(crate) const FRAME: &str = "global
    maxconn 200
    nbthread 1
    ssl-default-bind-options ssl-min-ver TLSv1.2
    tune.ssl.default-dh-param 2048

defaults
    mode http
    timeout connect 5s
    timeout client 20s
    timeout server 20s
@CASE@
";

#[rustfmt::skip] // A row begins on one line.
pub(crate) const CASES: &[Case] = &[
    case("a certificate is required", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required
    http-request return status 200 content-type text/plain string in"),
    case("nothing is said of clients", OPEN, OPEN, &["client-certificate-not-requested"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem
    http-request return status 200 content-type text/plain string in"),
    case("a CA without the demand", OPEN, OPEN, &["client-certificate-not-requested"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt
    http-request return status 200 content-type text/plain string in"),
    case("verify none", OPEN, OPEN, &["client-certificate-not-requested"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify none
    http-request return status 200 content-type text/plain string in"),
    case("optional", OPEN, OPEN, &["client-certificate-optional"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify optional
    http-request return status 200 content-type text/plain string in"),
    case("optional, and who shows none is denied", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify optional
    http-request deny unless { ssl_c_used }
    http-request return status 200 content-type text/plain string in"),
    case("optional, and who shows none is denied one path", OPEN, OPEN, &["client-certificate-in-some-locations", "client-certificate-optional"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify optional
    http-request deny if { path_beg /admin } !{ ssl_c_used }
    http-request return status 200 content-type text/plain string in"),
    case("required, and errors are ignored", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required crt-ignore-err all ca-ignore-err all
    http-request return status 200 content-type text/plain string in"),
    case("errors are ignored, then looked at", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required crt-ignore-err all ca-ignore-err all
    http-request deny unless { ssl_c_used } { ssl_c_verify 0 }
    http-request return status 200 content-type text/plain string in"),
    case("errors are ignored, and the subject decides", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted", "client-identity-by-subject"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify optional crt-ignore-err all ca-ignore-err all
    http-request deny unless { ssl_c_s_dn(CN) -m str edge.example }
    http-request return status 200 content-type text/plain string in"),
    case("errors of the leaf alone are ignored", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required crt-ignore-err all
    http-request return status 200 content-type text/plain string in"),
    // Who brings no issuer along fails at the leaf; to a CA without a key identifier its namesakes are issued, and ill signed.
    case("errors of a leaf without an issuer are ignored", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required crt-ignore-err 20,21
    http-request return status 200 content-type text/plain string in"),
    case("they are ignored beside a CA without a key identifier", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file plain-ca.crt verify required crt-ignore-err 20,21
    http-request return status 200 content-type text/plain string in"),
    case("they are ignored beside such a CA, TLS 1.2 alone", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file plain-ca.crt verify required crt-ignore-err 20,21,27 ssl-max-ver TLSv1.2
    http-request return status 200 content-type text/plain string in"),
    case("a CA without a key identifier", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file plain-ca.crt verify required
    http-request return status 200 content-type text/plain string in"),
    // Who brings an unknown root along fails above the leaf.
    case("errors above the leaf alone are ignored", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required ca-ignore-err all
    http-request return status 200 content-type text/plain string in"),
    case("expiry is ignored", UNFIT, "bypass", &["client-certificate-unfit-accepted"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required crt-ignore-err 10
    http-request return status 200 content-type text/plain string in"),
    case("expiry is ignored, then looked at", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required crt-ignore-err 10
    http-request deny unless { ssl_c_verify 0 }
    http-request return status 200 content-type text/plain string in"),
    case("what begins later is taken", UNFIT, "bypass", &["client-certificate-unfit-accepted"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required crt-ignore-err 9
    http-request return status 200 content-type text/plain string in"),
    case("what a certificate is for does not matter", UNFIT, "bypass", &["client-certificate-unfit-accepted"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required crt-ignore-err 26
    http-request return status 200 content-type text/plain string in"),
    case("a sibling in the list is open", "bypass host resumption | bypass host", "bypass", &["host-past-client-certificate"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt-list sibling-open.list
    http-request return status 200 content-type text/plain string in"),
    case("a sibling in the list is open, names are checked", "bypass host resumption | bypass host", "bypass", &["host-past-client-certificate"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt-list sibling-open.list strict-sni
    http-request return status 200 content-type text/plain string in"),
    case("a sibling is open, and a guard asks who names the host", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt-list sibling-open.list strict-sni
    acl shop req.hdr(host),field(1,:),lower -m str shop.example
    http-request deny deny_status 403 if shop !{ ssl_c_used }
    http-request return status 200 content-type text/plain string in if shop
    http-request return status 200 content-type text/plain string open"),
    // The name is the target's own where a session of the sibling is resumed: HAProxy 2.6 lets it, later builds do not.
    case("a sibling is open, and names must agree", "bypass resumption | enforced", "bypass", &["session-resumed-across-hosts"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt-list sibling-open.list strict-sni
    http-request set-var(txn.host) req.hdr(host),field(1,:),lower
    http-request deny deny_status 421 unless { ssl_fc_sni,lower,strcmp(txn.host) eq 0 }
    http-request return status 200 content-type text/plain string in"),
    case("all in the list require it", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt-list all-required.list strict-sni
    http-request return status 200 content-type text/plain string in"),
    case("it serves without TLS too", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required
    bind 127.0.0.1:@PLAIN@
    http-request return status 200 content-type text/plain string in"),
    case("without TLS it redirects", ENFORCED, ENFORCED, &[], "
frontend plain
    bind 127.0.0.1:@PLAIN@
    http-request redirect scheme https code 301
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required
    http-request return status 200 content-type text/plain string in"),
    case("the second address is open", "bypass address", "bypass", &["other-listener-without-client-certificate"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required
    bind ::1:@TLS@ ssl crt server.pem
    http-request return status 200 content-type text/plain string in"),
    case("the CA is another", BROKEN, BROKEN, &["client-ca-not-the-edges"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file other.crt verify required
    http-request return status 200 content-type text/plain string in"),
    case("the CA is the network's", EDGE_NETWORK_ONLY, EDGE_NETWORK_ONLY, &["client-ca-shared"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file shared.crt verify required
    http-request return status 200 content-type text/plain string in"),
    case("others are revoked", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required crl-file former.crl
    http-request return status 200 content-type text/plain string in").shown_revoked(),
    case("others are revoked, and no list is looked at", UNFIT, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required
    http-request return status 200 content-type text/plain string in").shown_revoked(),
    case("others are revoked, and that is ignored", UNFIT, "bypass", &["client-certificate-unfit-accepted"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required crl-file former.crl crt-ignore-err 23
    http-request return status 200 content-type text/plain string in").shown_revoked(),
    case("the CRL is stale", BROKEN, BROKEN, &["client-crl-unusable"], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required crl-file stale.crl
    http-request return status 200 content-type text/plain string in"),
    case("required, TLS 1.2 alone", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required ssl-max-ver TLSv1.2
    http-request return status 200 content-type text/plain string in"),
    case("required, TLS 1.3 and HTTP/2", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required ssl-min-ver TLSv1.3 alpn h2,http/1.1
    http-request return status 200 content-type text/plain string in"),
    case("a backend serves who was let in", ENFORCED, ENFORCED, &[], "
frontend shop
    bind 127.0.0.1:@TLS@ ssl crt server.pem ca-file ca.crt verify required
    default_backend in
backend in
    http-request return status 200 content-type text/plain string in"),
];
