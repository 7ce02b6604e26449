//! Which requests and connections a route takes.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::check::{Scope, check_gateway_names, check_host};
use super::{HttpMatch, StringMatch, TcpMatch, TlsMatch};
use crate::finding::rules::istio_networking as rules;
use crate::resources::error::cut;
use crate::resources::istio::labels::check_workload_labels;
use crate::resources::istio::port::is_port;
use crate::resources::kind::Checker;
use crate::resources::{names, path};

pub(super) fn check_http_match(one: &HttpMatch, field: &str, scope: &Scope<'_>, check: &mut Checker) {
    check_text(one.uri.as_ref(), &path::join(field, "uri"), true, check);
    for (text, name) in [(&one.scheme, "scheme"), (&one.method, "method"), (&one.authority, "authority")] {
        check_text(text.as_ref(), &path::join(field, name), false, check);
    }
    for (texts, name) in [
        (&one.headers, "headers"),
        (&one.query_params, "queryParams"),
        (&one.without_headers, "withoutHeaders"),
    ] {
        for (key, text) in texts.iter().flatten() {
            let mut at = path::join(field, name);
            path::push_key(&mut at, key);
            if is_claim(key) && name != "queryParams" && !scope.gateways_alone {
                check.report(
                    rules::VIRTUAL_SERVICE_CLAIM_WITHOUT_GATEWAY,
                    &at,
                    "claims of a token are known at gateways alone, and these routes hold at sidecars",
                );
            }
            // There `*` means that the header is not there at all.
            if name != "withoutHeaders" || text.regex.as_deref() != Some("*") {
                check_text(Some(text), &at, false, check);
            }
        }
    }
    let namespace = one.source_namespace.as_deref().unwrap_or_default();
    if !namespace.is_empty() && !names::is_label(namespace) {
        check.report(
            rules::VIRTUAL_SERVICE_MATCH,
            path::join(field, "sourceNamespace"),
            format!("`{}` is no name of a namespace", cut(namespace)),
        );
    }
    let source =
        Source { port: one.port, labels: one.source_labels.as_ref(), gateways: one.gateways.as_deref() };
    source.check(field, check);
}

pub(super) fn check_tls_match(one: &TlsMatch, field: &str, scope: &Scope<'_>, check: &mut Checker) {
    let names = one.sni_hosts.as_deref().unwrap_or_default();
    let at = path::join(field, "sniHosts");
    if names.is_empty() {
        check.report(rules::VIRTUAL_SERVICE_SNI_MISSING, &at, "the match names no SNI");
    }
    for (i, name) in names.iter().enumerate() {
        check_sni(name, &format!("{at}[{i}]"), scope, check);
    }
    check_subnets(one.destination_subnets.as_deref(), field, check);
    let source =
        Source { port: one.port, labels: one.source_labels.as_ref(), gateways: one.gateways.as_deref() };
    source.check(field, check);
}

pub(super) fn check_tcp_match(one: &TcpMatch, field: &str, check: &mut Checker) {
    check_subnets(one.destination_subnets.as_deref(), field, check);
    let source =
        Source { port: one.port, labels: one.source_labels.as_ref(), gateways: one.gateways.as_deref() };
    source.check(field, check);
}

fn check_sni(name: &str, field: &str, scope: &Scope<'_>, check: &mut Checker) {
    let shown = cut(name);
    match check_host(name, scope.gateways_alone) {
        Err(_) if names::is_ip(name) => check.report(
            rules::VIRTUAL_SERVICE_SNI_ADDRESS,
            field,
            format!("`{shown}` is an address; clients send names in the SNI"),
        ),
        Err(reason) => {
            check.report(rules::VIRTUAL_SERVICE_SNI_HOST, field, format!("the SNI `{shown}` {reason}"));
        }
        Ok(()) if scope.has_hosts() && !scope.hosts.cover(name) => check.report(
            rules::VIRTUAL_SERVICE_SNI_HOST,
            field,
            format!("the SNI `{shown}` is none of the hosts, nor under a wildcard of them"),
        ),
        Ok(()) => {}
    }
}

/// A claim of a verified token in the place of a header: `@request.auth.claims.group`, `@request.auth.claims[a][b]`.
fn is_claim(header: &str) -> bool {
    const CLAIMS: &str = "@request.auth.claims";
    let Some((head, claim)) = header.split_at_checked(CLAIMS.len()) else { return false };
    head.eq_ignore_ascii_case(CLAIMS)
        && claim.len() > 1
        && (claim.starts_with('.') || (claim.len() > 2 && claim.starts_with('[') && claim.ends_with(']')))
}

/// What matches of every protocol have in common.
struct Source<'a> {
    port: Option<i64>,
    labels: Option<&'a BTreeMap<String, String>>,
    gateways: Option<&'a [String]>,
}

impl Source<'_> {
    fn check(&self, field: &str, check: &mut Checker) {
        let port = self.port.unwrap_or_default();
        if port != 0 && !is_port(port) {
            check.report(
                rules::VIRTUAL_SERVICE_MATCH,
                path::join(field, "port"),
                format!("{port} is no port; ports are 1 to 65535"),
            );
        }
        let labels = path::join(field, "sourceLabels");
        check_workload_labels(self.labels, &labels, rules::VIRTUAL_SERVICE_MATCH, check);
        check_gateway_names(self.gateways.unwrap_or_default(), &path::join(field, "gateways"), check);
    }
}

fn check_subnets(subnets: Option<&[String]>, field: &str, check: &mut Checker) {
    for (i, subnet) in subnets.unwrap_or_default().iter().enumerate() {
        if !is_subnet(subnet) {
            check.report(
                rules::VIRTUAL_SERVICE_MATCH,
                format!("{field}.destinationSubnets[{i}]"),
                format!("`{}` is neither an IP address nor a CIDR range", cut(subnet)),
            );
        }
    }
}

fn is_subnet(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else { return names::is_ip(text) };
    let bits = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    let plain = length.bytes().all(|b| b.is_ascii_digit()) && (length == "0" || !length.starts_with('0'));
    plain && length.parse::<u8>().is_ok_and(|length| length <= bits)
}

/// One way of comparing, and something to compare with. An empty `prefix` of a path means every path.
fn check_text(text: Option<&StringMatch>, field: &str, is_path: bool, check: &mut Checker) {
    let Some(text) = text else { return };
    let mut fault = |message: &str| check.report(rules::VIRTUAL_SERVICE_MATCH, field, message);
    let ways = [&text.exact, &text.prefix, &text.regex].into_iter().flatten().count();
    if ways > 1 {
        fault("of `exact`, `prefix` and `regex` one alone can be given");
    } else if text.prefix.as_deref() == Some("") && !is_path {
        fault("`prefix` is empty");
    } else if text.regex.as_deref() == Some("") {
        fault("`regex` is empty");
    } else if text.regex.as_ref().is_some_and(|regex| regex.len() > 1024) {
        fault("`regex` is longer than 1024 characters");
    }
}
