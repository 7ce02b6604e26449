//! The mesh's side of an explicit egress proxy that knows its clients by their SPIFFE IDs.
//!
//! What leaves a mesh comes from one address, whoever sent it. A proxy that is reached by the mesh's mutual TLS keeps the
//! senders apart: their sidecars show it their SVIDs.

mod check;
pub(super) mod options;
mod policy;
mod rule;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::IpAddr;

use super::{RecipeError, RecipeOutput};
use crate::identity::WorkloadIdentity;
use crate::resources::istio::{
    AuthorizationPolicy, AuthorizationRule, ClientTls, DestinationRule, ServiceEntry, Sidecar,
    WorkloadEntrySpec,
};
use crate::resources::{Manifest, refuses};

pub(super) use options::{OPTIONS, from_options};
pub use rule::{EgressAction, EgressRule};

/// Builds the set-up: [`build`](Self::build) gives manifests for the mesh, and the proxy's own policy as the file
/// `egress-proxy.yaml`.
///
/// Workloads of the namespaces that the rules are about reach the proxy, their own namespace and the control plane;
/// nothing else outside (`REGISTRY_ONLY`).
///
/// ```
/// use mtls_core::identity::WorkloadIdentity;
/// use mtls_core::recipes::{EgressProxy, EgressRule};
///
/// let proxy = WorkloadIdentity::parse("spiffe://cluster.local/ns/egress/sa/egress-proxy")?;
/// let output = EgressProxy::new("egress.mesh.internal", proxy)
///     .address("192.0.2.7".parse()?)
///     .rule(EgressRule::namespace("trusted").allow(["*.partner.example"], [80, 443]))
///     .rule(EgressRule::workload("untrusted", "sleep").inspect(["api.partner.example"], [443]))
///     .build()?;
/// let kinds: Vec<_> = output.manifests.iter().map(|m| m.resource()).collect();
/// assert_eq!(kinds, [
///     "ServiceEntry egress/egress-proxy",
///     "DestinationRule egress/egress-proxy",
///     "Sidecar trusted/default",
///     "Sidecar untrusted/default",
/// ]);
/// assert!(output.files["egress-proxy.yaml"].contains("untrusted"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use = "nothing is built before `build`"]
pub struct EgressProxy {
    host: String,
    identity: WorkloadIdentity,
    name: String,
    namespace: String,
    system_namespace: String,
    addresses: Vec<IpAddr>,
    port: u16,
    listen: u16,
    rules: Vec<EgressRule>,
    pods: BTreeMap<String, String>,
}

impl EgressProxy {
    /// A proxy by the host that workloads name it by, and the identity that it shows.
    ///
    /// Workloads come to port 3128, the proxy listens on 15443, and what is made stands in the namespace of its identity, unless
    /// said otherwise.
    pub fn new(host: impl Into<String>, identity: WorkloadIdentity) -> Self {
        Self {
            host: host.into(),
            name: "egress-proxy".to_owned(),
            namespace: identity.namespace().to_owned(),
            system_namespace: "istio-system".to_owned(),
            identity,
            addresses: Vec::new(),
            port: 3128,
            listen: 15443,
            rules: Vec::new(),
            pods: BTreeMap::new(),
        }
    }

    /// An address of the proxy (with those of other calls). One is needed.
    pub fn address(mut self, address: IpAddr) -> Self {
        self.addresses.push(address);
        self
    }

    /// The port that workloads name, instead of 3128.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The port that the proxy listens on, instead of 15443.
    pub fn listen(mut self, port: u16) -> Self {
        self.listen = port;
        self
    }

    /// Names what is made for the proxy otherwise than `egress-proxy`, and puts it in another namespace than that of its
    /// identity; all but the policy for its pods, which stands where they are.
    pub fn named(mut self, name: impl Into<String>, namespace: impl Into<String>) -> Self {
        self.name = name.into();
        self.namespace = namespace.into();
        self
    }

    /// The namespace of the control plane, instead of `istio-system`.
    pub fn system_namespace(mut self, name: impl Into<String>) -> Self {
        self.system_namespace = name.into();
        self
    }

    /// Adds a rule. Of the rules, the first that fits client, host and port decides; what none allows is refused.
    pub fn rule(mut self, rule: EgressRule) -> Self {
        self.rules.push(rule);
        self
    }

    /// The proxy's pods have a sidecar of the mesh in front of them and carry this label (and those of other calls): an
    /// AuthorizationPolicy lets in the clients of the rules alone, and nobody where every rule refuses. They run in the
    /// namespace of the identity, which no rule may be about: the Sidecar there would hold for them too.
    pub fn pods(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.pods.insert(key.into(), value.into());
        self
    }

    /// Checks and builds.
    ///
    /// # Errors
    /// [`RecipeError::Material`] for rules that fit nothing, two of one name, or one that would cut off the proxy itself, and
    /// without an address;
    /// [`RecipeError::Resource`] for names that make no manifest.
    pub fn build(self) -> Result<RecipeOutput, RecipeError> {
        let findings = check::check(&self);
        if refuses(&findings) {
            return Err(RecipeError::Material { findings });
        }
        let mut output = RecipeOutput::judged(self.manifests()?, self.assumptions(), findings)?;
        output.files.insert("egress-proxy.yaml".to_owned(), self.settings()?);
        Ok(output)
    }

    /// The namespaces of the clients, each once.
    fn client_namespaces(&self) -> BTreeSet<&str> {
        self.rules.iter().map(|rule| rule.namespace.as_str()).collect()
    }

    fn manifests(&self) -> Result<Vec<Manifest>, RecipeError> {
        let addresses = || self.addresses.iter().map(ToString::to_string);
        // Only its clients see it: in other namespaces the sidecar drops what goes there, or lets it pass without identity.
        let seen_by: Vec<String> = self.client_namespaces().into_iter().map(str::to_owned).collect();
        let mut entry = ServiceEntry::new(&self.name, &self.namespace)
            .host(&self.host)
            .addresses(addresses())
            // TCP: to the sidecar a CONNECT is none of its business, and the host of a request is not the proxy's.
            .port(self.port, "TCP", "tcp-proxy")
            .target_port(self.listen)
            .internal()
            .subject_alt_names([self.identity.as_str()])
            .export_to(seen_by.clone());
        for address in addresses() {
            entry = entry.endpoint(
                WorkloadEntrySpec::default()
                    .address(address)
                    .service_account(self.identity.service_account()),
            );
        }
        let entry = entry.resolution("STATIC".into());
        let tls =
            ClientTls::istio_mutual().sni(self.host.as_str()).subject_alt_names([self.identity.as_str()]);
        let rule =
            DestinationRule::new(&self.name, &self.namespace).host(&self.host).tls(tls).export_to(seen_by);
        // Who may come, before the way there is open.
        let mut all = if self.pods.is_empty() { Vec::new() } else { vec![self.authorization()?] };
        all.extend([entry.manifest()?, rule.manifest()?]);
        for namespace in self.client_namespaces() {
            let hosts = [
                "./*".to_owned(),
                format!("{}/*", self.system_namespace),
                format!("{}/{}", self.namespace, self.host),
            ];
            all.push(Sidecar::new("default", namespace).egress_hosts(hosts).registry_only().manifest()?);
        }
        Ok(all)
    }

    /// Lets the clients of the rules in to the proxy's pods, which run where their identity says.
    fn authorization(&self) -> Result<Manifest, RecipeError> {
        let mut principals: Vec<String> = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.action != EgressAction::Refuse) {
            let principal = rule.principal(self.identity.trust_domain());
            if !principals.contains(&principal) {
                principals.push(principal);
            }
        }
        let mut policy = AuthorizationPolicy::new(&self.name, self.identity.namespace()).allow();
        for (key, value) in &self.pods {
            policy = policy.selector(key, value);
        }
        // A policy without a rule allows nothing.
        if principals.is_empty() {
            return Ok(policy.manifest()?);
        }
        // With trust domain aliases Istio takes a principal for its namesakes of all aliases as well; the condition does not.
        let rule = AuthorizationRule::new()
            .from_principals(principals)
            .to_ports([self.listen])
            .when("source.principal", [format!("{}/*", self.identity.trust_domain())]);
        Ok(policy.rule(rule).manifest()?)
    }

    fn assumptions(&self) -> Vec<String> {
        let mut all = vec![
            format!("The proxy shows {} and trusts the mesh's root; its certificate chains to it.", self.identity),
            "The proxy takes TLS with the ALPN name `istio`, which sidecars offer, or does not look at it; inside it speaks HTTP/1.1 and CONNECT.".to_owned(),
            format!(
                "Workloads are told of it (HTTP_PROXY and HTTPS_PROXY: http://{}:{}), and can look the name up: a record in DNS, or the sidecar's DNS proxy.",
                self.host, self.port
            ),
            "Workloads of these namespaces that need services of other namespaces have them added to their Sidecar; another Sidecar without a selector there is deleted.".to_owned(),
            "REGISTRY_ONLY keeps order, not prisoners: who controls a pod gets around its sidecar. A NetworkPolicy or firewall lets nothing out but the proxy.".to_owned(),
        ];
        if !self.pods.is_empty() {
            all.push(format!(
                "The proxy's pods run in namespace {}, as their identity says, and need nothing of the mesh on other ports than {}: the policy closes those (metrics, say).",
                self.identity.namespace(),
                self.listen
            ));
            all.push("A sidecar in front of the proxy ends TLS: the proxy itself then learns who asks by X-Forwarded-Client-Cert of plain requests alone, and of tunnels not at all.".to_owned());
        }
        all
    }
}

impl fmt::Debug for EgressProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EgressProxy")
            .field("host", &self.host)
            .field("identity", &self.identity.as_str())
            .field("addresses", &self.addresses)
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
