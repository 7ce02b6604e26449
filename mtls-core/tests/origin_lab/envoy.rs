//! Envoy: a demand without a CA is no demand.

use super::case::{BROKEN, Case, EDGE_NETWORK_ONLY, ENFORCED, OPEN, OPEN_TO_ANY_CERT, UNFIT, case};

pub(crate) const FRAME: &str = "static_resources:
  listeners:
@CASE@
";

/// What every listener has, so that a row shows what is special.
pub(crate) const PARTS: [(&str, &str); 9] = [
    (
        "@SNI@",
        "listener_filters: [{name: sni, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector}}]",
    ),
    (
        "@SERVES@",
        "filters: [{name: http, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager, stat_prefix: http, @ROUTER@, route_config: {virtual_hosts: [{name: all, domains: [\"*\"], routes: [{match: {prefix: /}, direct_response: {status: 200, body: {inline_string: in}}}]}]}}}]",
    ),
    (
        "@SERVES_SIBLING@",
        "filters: [{name: http, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager, stat_prefix: http, @ROUTER@, route_config: {virtual_hosts: [{name: sibling, domains: [open.example], routes: [{match: {prefix: /}, direct_response: {status: 200, body: {inline_string: open}}}]}]}}}]",
    ),
    (
        "@REDIRECTS@",
        "filters: [{name: http, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager, stat_prefix: http, @ROUTER@, route_config: {virtual_hosts: [{name: all, domains: [\"*\"], routes: [{match: {prefix: /}, redirect: {https_redirect: true}}]}]}}}]",
    ),
    (
        "@ROUTER@",
        "http_filters: [{name: router, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}}]",
    ),
    ("@AT@", "{socket_address: {address: 127.0.0.1, port_value: @TLS@}}"),
    ("@PLAIN_AT@", "{socket_address: {address: 127.0.0.1, port_value: @PLAIN@}}"),
    (
        "@CERT@",
        "tls_certificates: [{certificate_chain: {filename: server.crt}, private_key: {filename: server.key}}]",
    ),
    (
        "@TYPE@",
        "\"@type\": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
    ),
];

#[rustfmt::skip] // A row begins on one line.
pub(crate) const CASES: &[Case] = &[
    case("a certificate is required", ENFORCED, ENFORCED, &[], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}}}}}"),
    case("nothing is said of clients", OPEN, OPEN, &["client-certificate-not-requested"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, common_tls_context: {@CERT@}}}"),
    case("a CA without the demand", OPEN, OPEN, &["client-certificate-optional"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}}}}}"),
    case("required: false", OPEN, OPEN, &["client-certificate-optional"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: false, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}}}}}"),
    case("required, without anything to judge by", OPEN, OPEN, &["client-certificate-without-ca"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@}}}"),
    case("required, with nothing in what to judge by", OPEN, OPEN, &["client-certificate-without-ca"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {}}}}"),
    case("required, and untrusted ones are accepted", OPEN_TO_ANY_CERT, OPEN_TO_ANY_CERT, &["client-certificate-any-accepted"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}, trust_chain_verification: ACCEPT_UNTRUSTED}}}}"),
    case("required, and old ones are accepted", UNFIT, "bypass", &["client-certificate-expired-accepted"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}, allow_expired_certificate: true}}}}"),
    case("a chain for all other names is open", "bypass sni", "bypass", &["default-host-without-client-certificate", "host-past-client-certificate"], "
  - name: shop
    address: @AT@
    @SNI@
    filter_chains:
    - @SERVES@
      filter_chain_match: {server_names: [shop.example]}
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}}}}}
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, common_tls_context: {@CERT@}}}"),
    case("no chain for other names", ENFORCED, ENFORCED, &[], "
  - name: shop
    address: @AT@
    @SNI@
    filter_chains:
    - @SERVES@
      filter_chain_match: {server_names: [shop.example]}
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}}}}}"),
    case("the chain of a sibling is open, and serves every host", "bypass host", "bypass", &["host-past-client-certificate"], "
  - name: shop
    address: @AT@
    @SNI@
    filter_chains:
    - @SERVES@
      filter_chain_match: {server_names: [shop.example]}
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}}}}}
    - @SERVES@
      filter_chain_match: {server_names: [open.example]}
      transport_socket: {name: tls, typed_config: {@TYPE@, common_tls_context: {@CERT@}}}"),
    case("the chain of a sibling is open, and serves the sibling alone", ENFORCED, ENFORCED, &[], "
  - name: shop
    address: @AT@
    @SNI@
    filter_chains:
    - @SERVES@
      filter_chain_match: {server_names: [shop.example]}
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}}}}}
    - @SERVES_SIBLING@
      filter_chain_match: {server_names: [open.example]}
      transport_socket: {name: tls, typed_config: {@TYPE@, common_tls_context: {@CERT@}}}"),
    case("it serves without TLS too", "bypass plaintext", "bypass", &["plaintext-listener-serves"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}}}}}
  - name: plain
    address: @PLAIN_AT@
    filter_chains:
    - @SERVES@"),
    case("without TLS it redirects", ENFORCED, ENFORCED, &[], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}}}}}
  - name: plain
    address: @PLAIN_AT@
    filter_chains:
    - @REDIRECTS@"),
    case("the second address is open", "bypass address", "bypass", &["other-listener-without-client-certificate"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}}}}}
  - name: six
    address: {socket_address: {address: \"::1\", port_value: @TLS@}}
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, common_tls_context: {@CERT@}}}"),
    case("the CA is another", BROKEN, BROKEN, &["client-ca-not-the-edges"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: other.crt}}}}}"),
    case("the CA is the network's", EDGE_NETWORK_ONLY, EDGE_NETWORK_ONLY, &["client-ca-shared"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: shared.crt}}}}}"),
    case("a CA, and the hash of one certificate", ENFORCED, ENFORCED, &[], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}, verify_certificate_hash: [\"@EDGE_HASH@\"]}}}}"),
    case("the hash of one certificate without a CA", ENFORCED, ENFORCED, &[], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {verify_certificate_hash: [\"@EDGE_HASH@\"]}}}}"),
    case("a name that the edge's certificate lacks", BROKEN, ENFORCED, &[], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}, match_typed_subject_alt_names: [{san_type: DNS, matcher: {exact: other.example}}]}}}}"),
    case("others are revoked", ENFORCED, ENFORCED, &[], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}, crl: {filename: former.crl}}}}}").shown_revoked(),
    case("others are revoked, and no list is looked at", UNFIT, ENFORCED, &[], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}}}}}").shown_revoked(),
    case("the CRL is stale", BROKEN, BROKEN, &["client-crl-unusable"], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, validation_context: {trusted_ca: {filename: ca.crt}, crl: {filename: stale.crl}}}}}"),
    case("required, TLS 1.2 alone", ENFORCED, ENFORCED, &[], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, tls_params: {tls_maximum_protocol_version: TLSv1_2}, validation_context: {trusted_ca: {filename: ca.crt}}}}}"),
    case("required, TLS 1.3 and HTTP/2", ENFORCED, ENFORCED, &[], "
  - name: shop
    address: @AT@
    filter_chains:
    - @SERVES@
      transport_socket: {name: tls, typed_config: {@TYPE@, require_client_certificate: true, common_tls_context: {@CERT@, tls_params: {tls_minimum_protocol_version: TLSv1_3}, alpn_protocols: [h2, http/1.1], validation_context: {trusted_ca: {filename: ca.crt}}}}}"),
];
