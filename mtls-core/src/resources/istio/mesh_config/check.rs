//! What istiod asks of the settings of a mesh.

use std::collections::BTreeSet;

use super::{MeshConfig, MeshExtensionProvider};
use crate::finding::rules::istio_security as rules;
use crate::resources::error::cut;
use crate::resources::istio::gateway::check_cipher_suites;
use crate::resources::kind::Checker;
use crate::resources::{Map, Value, names, path, suggest};

/// The curves that Istio passes on to Envoy.
const CURVES: [&str; 7] =
    ["P-224", "P-256", "P-384", "P-521", "X25519", "X25519Kyber768Draft00", "X25519MLKEM768"];

/// Checks the settings that stand at `field`.
pub(super) fn check(config: &MeshConfig, field: &str, check: &mut Checker) {
    if let Some(domain) = &config.trust_domain {
        check_trust_domain(domain, path::join(field, "trustDomain"), check);
    }
    for (i, alias) in config.trust_domain_aliases.iter().flatten().enumerate() {
        check_trust_domain(alias, path::join(field, &format!("trustDomainAliases[{i}]")), check);
    }
    if let Some(tls) = &config.mesh_mtls {
        let field = path::join(field, "meshMTLS");
        if tls.ecdh_curves.as_ref().is_some_and(|curves| !curves.is_empty()) {
            let message = "the mesh's own TLS takes no curves; `tlsDefaults` does";
            check.report(rules::MESH_CURVES, path::join(&field, "ecdhCurves"), message);
        }
        let suites = tls.cipher_suites.as_deref().unwrap_or_default();
        check_cipher_suites(suites, rules::MESH_CIPHER, &path::join(&field, "cipherSuites"), check);
    }
    if let Some(tls) = &config.tls_defaults {
        let field = path::join(field, "tlsDefaults");
        check_curves(
            tls.ecdh_curves.as_deref().unwrap_or_default(),
            &path::join(&field, "ecdhCurves"),
            check,
        );
        let suites = tls.cipher_suites.as_deref().unwrap_or_default();
        check_cipher_suites(suites, rules::MESH_CIPHER, &path::join(&field, "cipherSuites"), check);
    }
    if let Some(concurrency) = config.default_config.as_ref().and_then(|proxy| proxy.concurrency)
        && concurrency < 0
    {
        let message = format!("{concurrency} is below 0");
        check.report(rules::MESH_CONCURRENCY, path::join(field, "defaultConfig.concurrency"), message);
    }
    let mut seen = BTreeSet::new();
    for (i, provider) in config.extension_providers.iter().flatten().enumerate() {
        let field = path::join(field, &format!("extensionProviders[{i}]"));
        check_provider(provider, &mut seen, &field, check);
    }
}

fn check_trust_domain(domain: &str, field: String, check: &mut Checker) {
    let labels = domain.strip_suffix('.').unwrap_or(domain);
    if domain.is_empty() {
        check.report(rules::MESH_TRUST_DOMAIN, field, "the trust domain is empty");
    } else if !labels.split('.').all(names::is_label) {
        check.report(
            rules::MESH_TRUST_DOMAIN,
            field,
            format!(
                "`{}` is no name of labels of letters, digits and inner hyphens; SPIFFE takes more characters, Istio does not",
                cut(domain)
            ),
        );
    }
}

fn check_curves(curves: &[String], field: &str, check: &mut Checker) {
    let mut seen = BTreeSet::new();
    for (i, curve) in curves.iter().enumerate() {
        let field = format!("{field}[{i}]");
        if !curve.is_empty() && !CURVES.contains(&curve.as_str()) {
            let mut message = format!("`{}` is no curve that Istio passes on", cut(curve));
            if let Some(meant) = suggest::closest(curve, CURVES) {
                message.push_str(&format!("; did you mean `{meant}`?"));
            }
            check.report(rules::MESH_CURVE_IGNORED, field, message);
        } else if !seen.insert(curve) {
            check.report(rules::MESH_CURVE_IGNORED, field, format!("`{}` stands twice", cut(curve)));
        }
    }
}

fn check_provider<'c>(
    provider: &'c MeshExtensionProvider,
    seen: &mut BTreeSet<&'c str>,
    field: &str,
    check: &mut Checker,
) {
    let name = provider.name.as_deref().unwrap_or_default();
    if name.is_empty() {
        check.report(rules::MESH_PROVIDER, path::join(field, "name"), "the provider has no name");
    } else if !seen.insert(name) {
        let message = format!("`{}` is the name of an earlier provider, which this one replaces", cut(name));
        check.report(rules::MESH_PROVIDER, path::join(field, "name"), message);
    }
    let without_service =
        [&provider.stackdriver, &provider.prometheus, &provider.envoy_file_access_log, &provider.sds];
    let services = [
        ("envoyExtAuthzHttp", &provider.envoy_ext_authz_http),
        ("envoyExtAuthzGrpc", &provider.envoy_ext_authz_grpc),
        ("zipkin", &provider.zipkin),
        ("lightstep", &provider.lightstep),
        ("datadog", &provider.datadog),
        ("opencensus", &provider.opencensus),
        ("skywalking", &provider.skywalking),
        ("opentelemetry", &provider.opentelemetry),
        ("envoyHttpAls", &provider.envoy_http_als),
        ("envoyTcpAls", &provider.envoy_tcp_als),
        ("envoyOtelAls", &provider.envoy_otel_als),
    ];
    let mut kinds = without_service.into_iter().flatten().count();
    for (name, settings) in services {
        if let Some(settings) = settings {
            kinds = kinds.saturating_add(1);
            check_service(settings, &path::join(field, name), check);
        }
    }
    if kinds == 0 && provider.extra.is_empty() {
        check.report(rules::MESH_PROVIDER, field, "the provider has a name alone; it is of no kind");
    }
}

fn check_service(settings: &Map, field: &str, check: &mut Checker) {
    if settings.get("service").and_then(Value::as_str).is_none_or(str::is_empty) {
        check.report(rules::MESH_PROVIDER, path::join(field, "service"), "the provider has no service");
    }
    if !matches!(settings.get("port"), Some(Value::UInt(1..=65535))) {
        check.report(
            rules::MESH_PROVIDER,
            path::join(field, "port"),
            "the provider has no port from 1 to 65535",
        );
    }
}
