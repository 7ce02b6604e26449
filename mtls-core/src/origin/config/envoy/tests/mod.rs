//! Envoy: each fault beside the same configuration without it.

mod limits;

use crate::origin::config::expect;
use crate::origin::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, OriginVerdict, check_config,
};

const ROUTES: &str = "route_config: {virtual_hosts: [{name: a, domains: ['*'], routes: [{match: {prefix: /}, route: {cluster: app}}]}]}";
const CA: &str = "validation_context: {trusted_ca: {filename: /etc/envoy/edge.pem}}";

fn manager(rest: &str) -> String {
    format!(
        "[{{name: http, typed_config: {{'@type': type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager, stat_prefix: a, {rest}}}}}]"
    )
}

fn downstream(rest: &str) -> String {
    format!(
        "{{name: envoy.transport_sockets.tls, typed_config: {{'@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext, {rest}}}}}"
    )
}

fn mutual(common: &str) -> String {
    downstream(&format!("require_client_certificate: true, common_tls_context: {{{common}}}"))
}

/// A chain with this match, socket and filters.
fn chain(names: &[&str], socket: &str, filters: &str) -> String {
    let matched = if names.is_empty() {
        String::new()
    } else {
        format!("filter_chain_match: {{server_names: [{}]}}, ", names.join(", "))
    };
    let socket = if socket.is_empty() { String::new() } else { format!("transport_socket: {socket}, ") };
    format!("{{{matched}{socket}filters: {filters}}}")
}

fn listener(chains: &[String]) -> String {
    let chains: String = chains.iter().map(|chain| format!("    - {chain}\n")).collect();
    format!(
        "static_resources:\n  listeners:\n  - name: main\n    address: {{socket_address: {{address: 0.0.0.0, port_value: 443}}}}\n    filter_chains:\n{chains}"
    )
}

fn one(socket: &str) -> String {
    listener(&[chain(&[], socket, &manager(ROUTES))])
}

fn judge(text: &str, options: &ConfigOptions) -> ConfigReport {
    expect::judge(ConfigKind::Envoy, text, options)
}

#[track_caller]
fn expect(text: &str, verdict: &str, rules: &[&str]) -> ConfigReport {
    expect_for(&[], text, verdict, rules)
}

#[track_caller]
fn expect_for(hosts: &[&str], text: &str, verdict: &str, rules: &[&str]) -> ConfigReport {
    expect::expect(ConfigKind::Envoy, hosts, text, verdict, rules)
}

#[test]
fn a_required_certificate_under_a_ca_is_enforced() {
    let report = expect(&one(&mutual(CA)), "enforced", &[]);
    let listener = &report.listeners()[0];
    assert_eq!((listener.line, listener.port, listener.client_auth), (6, 443, ClientAuth::Required));
    assert_eq!(listener.anchors, ["/etc/envoy/edge.pem"]);
    // The names of fields as JSON of protocol buffers has them.
    let camel = one(&downstream(
        "requireClientCertificate: true, commonTlsContext: {validationContext: {trustedCa: {filename: a.pem}}}",
    ));
    expect(&camel, "enforced", &[]);
    for pins in ["verify_certificate_spki: [a]", "verify_certificate_hash: [a]"] {
        expect(&one(&mutual(&format!("validation_context: {{{pins}}}"))), "enforced", &[]);
    }
    let spiffe = "validation_context: {custom_validator_config: {name: envoy.tls.cert_validator.spiffe, typed_config: {'@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.SPIFFECertValidatorConfig, trust_domains: [{name: td, trust_bundle: {filename: td.pem}}]}}}";
    expect(&one(&mutual(spiffe)), "enforced", &[]);
}

#[test]
fn a_requirement_without_a_ca_is_ignored_by_envoy() {
    for common in [
        "alpn_protocols: [h2]",
        "validation_context: {}",
        "validation_context: {trusted_ca: {inline_string: ''}}",
        "validation_context: {allow_expired_certificate: false}",
        "combined_validation_context: {default_validation_context: {}}",
    ] {
        let report = expect(&one(&mutual(common)), "open", &["client-certificate-without-ca"]);
        assert_eq!(report.listeners()[0].client_auth, ClientAuth::RequiredWithoutAnchors);
        assert_eq!(report.findings()[0].subject.to_string(), "config.yaml:6");
    }
}

#[test]
fn what_is_not_required_is_open() {
    expect(&one(&downstream("common_tls_context: {}")), "open", &["client-certificate-not-requested"]);
    for require in ["", "require_client_certificate: false, "] {
        let optional = downstream(&format!("{require}common_tls_context: {{{CA}}}"));
        expect(&one(&optional), "open", &["client-certificate-optional"]);
    }
    let by_sds = "validation_context_sds_secret_config: {name: ca, sds_config: {ads: {}}}";
    let optional = downstream(&format!("common_tls_context: {{{by_sds}}}"));
    expect(&one(&optional), "open", &["client-certificate-optional", "config-unresolved"]);
    expect(
        &one(&downstream("require_client_certificate: maybe, common_tls_context: {}")),
        "unproven",
        &["config-unresolved"],
    );
}

#[test]
fn any_certificate_is_told_from_a_verified_one() {
    for value in ["ACCEPT_UNTRUSTED", "1"] {
        let context = format!(
            "validation_context: {{trusted_ca: {{filename: a.pem}}, trust_chain_verification: {value}}}"
        );
        expect(&one(&mutual(&context)), "open-to-any-cert", &["client-certificate-any-accepted"]);
    }
    let context =
        "validation_context: {trusted_ca: {filename: a.pem}, trust_chain_verification: VERIFY_TRUST_CHAIN}";
    expect(&one(&mutual(context)), "enforced", &[]);
    let odd = "validation_context: {trusted_ca: {filename: a.pem}, trust_chain_verification: 7}";
    expect(&one(&mutual(odd)), "unproven", &["config-unresolved"]);
    let system = "validation_context: {system_root_certs: {}}";
    expect(&one(&mutual(system)), "open-to-any-cert", &["client-ca-too-wide"]);
    let expired = "validation_context: {trusted_ca: {filename: a.pem}, allow_expired_certificate: true}";
    expect(&one(&mutual(expired)), "bypass (unfit-certificate)", &["client-certificate-expired-accepted"]);
    let names = "validation_context: {match_typed_subject_alt_names: [{san_type: DNS, matcher: {exact: a}}]}";
    expect(&one(&mutual(names)), "broken", &["client-ca-missing", "config-unresolved"]);
}

#[test]
fn what_comes_from_elsewhere_is_not_known() {
    for common in [
        "validation_context_sds_secret_config: {name: ca, sds_config: {ads: {}}}",
        "validation_context_sds_secret_config: {name: ca}",
        "combined_validation_context: {default_validation_context: {trusted_ca: {filename: a.pem}}, validation_context_sds_secret_config: {name: ca, sds_config: {ads: {}}}}",
        "validation_context_certificate_provider_instance: {instance_name: a}",
        "validation_context: {ca_certificate_provider_instance: {instance_name: a}}",
        "validation_context: {custom_validator_config: {name: own}}",
        "validation_context: {trusted_ca: {environment_variable: CA}}",
    ] {
        expect(&one(&mutual(common)), "unproven", &["config-unresolved"]);
    }
    let unknown = "{name: envoy.transport_sockets.alts, typed_config: {'@type': type.googleapis.com/envoy.extensions.transport_sockets.alts.v3.Alts}}";
    expect(&one(unknown), "unproven", &["config-unresolved"]);
    let discovered = "dynamic_resources: {lds_config: {ads: {}}}\n";
    expect(&format!("{discovered}{}", one(&mutual(CA))), "unproven", &["config-unresolved"]);
    expect("admin: {}\n", "unproven", &["config-unresolved"]);
}

#[test]
fn a_secret_in_the_configuration_is_followed() {
    let sds = "validation_context_sds_secret_config: {name: ca}";
    let known = format!(
        "{}  secrets:\n  - {{name: ca, validation_context: {{trusted_ca: {{filename: a.pem}}}}}}\n",
        one(&mutual(sds))
    );
    expect(&known, "enforced", &[]);
    let empty = format!("{}  secrets:\n  - {{name: ca, validation_context: {{}}}}\n", one(&mutual(sds)));
    expect(&empty, "open", &["client-certificate-without-ca"]);
    let wrapped = "{name: tap, typed_config: {'@type': type.googleapis.com/envoy.extensions.transport_sockets.tap.v3.Tap, transport_socket: SOCKET}}";
    expect(&one(&wrapped.replace("SOCKET", &mutual(CA))), "enforced", &[]);
}

#[test]
fn files_of_a_discovery_service_are_read_and_missing_ones_are_said() {
    let main = "dynamic_resources: {lds_config: {path_config_source: {path: /etc/envoy/lds.yaml}}}\n";
    let lds = format!(
        "resources:\n- {{'@type': type.googleapis.com/envoy.config.listener.v3.Listener, name: a, address: {{socket_address: {{address: '::', port_value: 8443}}}}, filter_chains: [{}]}}\n",
        chain(&[], &mutual(CA), &manager(ROUTES))
    );
    let options = ConfigOptions::default();
    let files = ConfigFiles::new("/etc/envoy/envoy.yaml", main).with("/etc/envoy/lds.yaml", lds);
    let report = check_config(ConfigKind::Envoy, &files, &options).unwrap();
    assert_eq!(report.verdict(), &OriginVerdict::Enforced, "{report}");
    assert_eq!((report.listeners()[0].file.as_str(), report.listeners()[0].line), ("/etc/envoy/lds.yaml", 2));
    let alone =
        check_config(ConfigKind::Envoy, &ConfigFiles::new("/etc/envoy/envoy.yaml", main), &options).unwrap();
    assert_eq!(alone.verdict(), &OriginVerdict::Unproven);
    assert!(alone.findings().iter().any(|f| f.rule == "config-include-missing"));
}

#[test]
fn plaintext_that_serves_is_a_way_around_and_a_redirect_is_none() {
    let plain = |routes: &str| {
        format!(
            "{}  - name: plain\n    address: {{socket_address: {{address: 0.0.0.0, port_value: 80}}}}\n    filter_chains:\n    - {}\n",
            one(&mutual(CA)),
            chain(&[], "", &manager(routes))
        )
    };
    expect(&plain(ROUTES), "bypass (plaintext)", &["plaintext-listener-serves"]);
    let of = |route: &str| {
        format!(
            "route_config: {{virtual_hosts: [{{name: a, domains: ['*'], routes: [{{match: {{prefix: /}}, {route}}}]}}]}}"
        )
    };
    expect(&plain(&of("redirect: {https_redirect: true}")), "enforced", &[]);
    expect(&plain(&of("direct_response: {status: 403}")), "enforced", &[]);
    expect(
        &plain(&of("direct_response: {status: 200}")),
        "bypass (plaintext)",
        &["plaintext-listener-serves"],
    );
    let upgraded = "route_config: {virtual_hosts: [{name: a, domains: ['*'], require_tls: ALL, routes: [{match: {prefix: /}, route: {cluster: app}}]}]}";
    expect(&plain(upgraded), "enforced", &[]);
    expect(&plain("rds: {route_config_name: a}"), "bypass (plaintext)", &["plaintext-listener-serves"]);
    let local =
        plain(ROUTES).replace("address: 0.0.0.0, port_value: 80", "address: 127.0.0.1, port_value: 80");
    expect(&local, "enforced", &[]);
}

#[test]
fn chains_beside_the_closed_one_are_followed_to_the_hosts_that_they_serve() {
    let open = downstream("common_tls_context: {}");
    let serving = |domain: &str| manager(&ROUTES.replace("'*'", domain));
    let closed = |names: &[&str]| chain(names, &mutual(CA), &serving("shop.example"));
    // A catch-all chain that leads to the application.
    let all = listener(&[closed(&["shop.example"]), chain(&[], &open, &manager(ROUTES))]);
    expect_for(
        &["shop.example"],
        &all,
        "bypass (sni, host)",
        &["default-host-without-client-certificate", "host-past-client-certificate"],
    );
    // One that serves another host alone.
    let other = listener(&[closed(&["shop.example"]), chain(&[], &open, &serving("open.example"))]);
    expect_for(&["shop.example"], &other, "enforced", &[]);
    // No chain for other names.
    expect_for(&["shop.example"], &listener(&[closed(&["shop.example"])]), "enforced", &[]);
    // A sibling by name whose routes take every host, and one whose routes do not.
    let mixed = |domain: &str| {
        listener(&[closed(&["shop.example"]), chain(&["open.example"], &open, &serving(domain))])
    };
    expect_for(&["shop.example"], &mixed("'*'"), "bypass (host)", &["host-past-client-certificate"]);
    expect_for(&["shop.example"], &mixed("shop.example"), "bypass (host)", &["host-past-client-certificate"]);
    expect_for(&["shop.example"], &mixed("open.example"), "enforced", &[]);
    // The same where the closed chain takes all names.
    let mixed = |domain: &str| listener(&[closed(&[]), chain(&["open.example"], &open, &serving(domain))]);
    expect_for(&["shop.example"], &mixed("'*'"), "bypass (host)", &["host-past-client-certificate"]);
    expect_for(&["shop.example"], &mixed("open.example"), "enforced", &[]);
    // Routes that come from elsewhere.
    let rds = listener(&[
        closed(&["shop.example"]),
        chain(&["open.example"], &open, &manager("rds: {route_config_name: a}")),
    ]);
    expect_for(&["shop.example"], &rds, "unproven", &["config-unresolved"]);
    // A default chain is a catch-all.
    let default = format!(
        "{}    default_filter_chain: {}\n",
        listener(&[closed(&["shop.example"])]),
        chain(&[], &open, &manager(ROUTES))
    );
    expect_for(
        &["shop.example"],
        &default,
        "bypass (sni, host)",
        &["default-host-without-client-certificate", "host-past-client-certificate"],
    );
    // Some addresses alone.
    let narrowed = chain(&[], &open, &manager(ROUTES)).replacen(
        '{',
        "{filter_chain_match: {source_prefix_ranges: [{address_prefix: 10.0.0.0, prefix_len: 8}]}, ",
        1,
    );
    expect(&listener(&[closed(&["shop.example"]), narrowed]), "unproven", &["config-unresolved"]);
}

#[test]
fn routes_that_ask_for_a_verified_certificate_close_what_the_listener_leaves_open() {
    let optional = downstream(&format!("common_tls_context: {{{CA}}}"));
    let untrusted = mutual(
        "validation_context: {trusted_ca: {filename: a.pem}, trust_chain_verification: ACCEPT_UNTRUSTED}",
    );
    let asking =
        |asked: &str| manager(&ROUTES.replace("prefix: /", &format!("prefix: /, tls_context: {{{asked}}}")));
    let of = |socket: &str, asked: &str| listener(&[chain(&[], socket, &asking(asked))]);
    expect(&of(&optional, "presented: true, validated: true"), "enforced", &[]);
    expect(&of(&optional, "presented: true"), "enforced", &[]);
    expect(&of(&optional, "presented: false"), "open", &["client-certificate-optional"]);
    expect(&of(&untrusted, "presented: true"), "open-to-any-cert", &["client-certificate-any-accepted"]);
    expect(&of(&untrusted, "validated: true"), "enforced", &[]);
    let rbac = format!(
        "{ROUTES}, http_filters: [{{name: envoy.filters.http.rbac, typed_config: {{'@type': type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC}}}}]"
    );
    expect(&listener(&[chain(&[], &optional, &manager(&rbac))]), "unproven", &["config-unresolved"]);
}

#[test]
fn forwarded_identities_are_looked_at() {
    let of = |mode: &str| {
        listener(&[chain(
            &[],
            &mutual(CA),
            &manager(&format!("forward_client_cert_details: {mode}, {ROUTES}")),
        )])
    };
    for mode in ["FORWARD_ONLY", "ALWAYS_FORWARD_ONLY", "4"] {
        expect(&of(mode), "enforced", &["identity-header-from-anyone"]);
    }
    for mode in ["SANITIZE", "SANITIZE_SET", "APPEND_FORWARD", "3"] {
        expect(&of(mode), "enforced", &[]);
    }
    expect(&of("SOMETIMES"), "unproven", &["config-unresolved"]);
    // Where no certificate is asked for, Envoy itself drops the header, but in one mode.
    let open = |mode: &str| of(mode).replace(&mutual(CA), &downstream("common_tls_context: {}"));
    let not_requested = "client-certificate-not-requested";
    expect(&open("FORWARD_ONLY"), "open", &[not_requested]);
    expect(&open("ALWAYS_FORWARD_ONLY"), "open", &[not_requested, "identity-header-from-anyone"]);
}

#[test]
fn listeners_for_quic_and_further_addresses_count() {
    let quic = |socket: &str| {
        let wrapped = format!(
            "{{name: quic, typed_config: {{'@type': type.googleapis.com/envoy.extensions.transport_sockets.quic.v3.QuicDownstreamTransport, downstream_tls_context: {{{socket}}}}}}}"
        );
        format!(
            "{}  - name: udp\n    address: {{socket_address: {{protocol: UDP, address: 0.0.0.0, port_value: 443}}}}\n    udp_listener_config: {{quic_options: {{}}}}\n    filter_chains:\n    - {}\n",
            one(&mutual(CA)),
            chain(&[], &wrapped, &manager(ROUTES))
        )
    };
    expect(&quic("common_tls_context: {}"), "bypass (quic)", &["quic-listener-without-client-certificate"]);
    expect(
        &quic(&format!("require_client_certificate: true, common_tls_context: {{{CA}}}")),
        "unproven",
        &["config-unresolved"],
    );
    let dns = quic("common_tls_context: {}").replace("    udp_listener_config: {quic_options: {}}\n", "");
    expect(&dns, "enforced", &[]);
    let more = one(&downstream("common_tls_context: {}")).replace("    filter_chains", "    additional_addresses: [{address: {socket_address: {address: '::', port_value: 443}}}]\n    filter_chains");
    assert_eq!(judge(&more, &ConfigOptions::default()).listeners().len(), 2);
}

#[test]
fn the_ca_itself_is_judged_where_it_is_at_hand() {
    let leaf = include_str!("../../../../../tests/data/origin/bare-leaf.pem");
    let inline = leaf.replace('\n', "\\n");
    let context = format!("validation_context: {{trusted_ca: {{inline_string: \"{inline}\"}}}}");
    expect(&one(&mutual(&context)), "broken", &["client-ca-not-a-ca"]);
    let ca = include_str!("../../../../../tests/data/origin/ca.pem").replace('\n', "\\n");
    expect(&one(&mutual(&context.replace(&inline, &ca))), "enforced", &[]);
}

#[test]
fn json_is_read_as_yaml_is() {
    let json = r#"{"static_resources":{"listeners":[{"address":{"socket_address":{"address":"0.0.0.0","port_value":443}},
"filter_chains":[{"transport_socket":{"typed_config":{"@type":"type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
"require_client_certificate":true,
"common_tls_context":{}}},"filters":[{"name":"tcp","typed_config":{"@type":"type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"}}]}]}]}}"#;
    let report = expect(json, "open", &["client-certificate-without-ca"]);
    assert_eq!(report.findings()[0].subject.to_string(), "config.yaml:3");
}

#[test]
fn domains_are_matched_as_envoy_does() {
    let open = downstream("common_tls_context: {}");
    let serving = |domain: &str| manager(&ROUTES.replace("'*'", domain));
    let mixed = |domain: &str| {
        listener(&[
            chain(&["shop.example"], &mutual(CA), &serving("shop.example")),
            chain(&["open.example"], &open, &serving(domain)),
        ])
    };
    for domain in ["'*hop.example'", "'shop.*'", "'shop.example:8443'", "'shop.example:*'", "SHOP.example"] {
        let rules = ["host-past-client-certificate"];
        expect_for(&["shop.example"], &mixed(domain), "bypass (host)", &rules);
    }
    expect_for(&["shop.example"], &mixed("'*-api.example'"), "enforced", &[]);
    // The hosts that a chain for all names serves are those that its routes have.
    let alone = listener(&[chain(&[], &open, &serving("'*hop.example'"))]);
    expect_for(&["shop.example"], &alone, "open", &["client-certificate-not-requested"]);
}
