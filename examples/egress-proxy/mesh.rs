//! The mesh's side: what sends the services to the proxy in their own name. mesh.py and mesh.mjs give the same.

use mtls_core::identity::WorkloadIdentity;
use mtls_core::recipes::{EgressProxy, EgressRule};

use super::Outcome;

/// Stands before the proxy's own settings.
pub(crate) const SETTINGS: &str = "# The proxy's own settings, egress-proxy.yaml:\n";

/// Manifests for the mesh, and settings for the proxy.
pub(crate) fn set_up() -> Outcome<String> {
    let proxy = WorkloadIdentity::parse("spiffe://cluster.local/ns/egress/sa/egress-proxy")?;
    let trusted = EgressRule::namespace("trusted")
        .named("trusted-services")
        .allow(["bank.example", "*.partner.example"], [80, 443]);
    let untrusted = EgressRule::workload("untrusted", "sleep")
        .named("untrusted-sleep")
        .inspect(["*.partner.example"], [443]);
    let output = EgressProxy::new("egress.mesh.internal", proxy)
        .address("192.0.2.7".parse()?)
        .rule(trusted)
        .rule(untrusted)
        .build()?;
    let settings = output.files.get("egress-proxy.yaml").ok_or("no settings")?;
    Ok(format!("{}---\n{SETTINGS}{}", output.to_yaml()?.as_str(), settings.as_str()))
}
