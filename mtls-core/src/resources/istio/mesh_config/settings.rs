//! What holds in a mesh where nothing is written.

use serde::Serialize;

use super::{ForwardClientCertDetails, MeshConfig, MeshOutboundMode, MeshTlsVersion, PathNormalization};

/// The settings of a mesh with Istio's defaults filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MeshSettings {
    /// The namespace whose policies hold for the whole mesh.
    pub root_namespace: String,
    /// The trust domain of the workloads' identities.
    pub trust_domain: String,
    /// Further trust domains whose workloads are taken for those of the mesh, each once.
    pub trust_domain_aliases: Vec<String>,
    /// The trust domains that peers may be of: the mesh's own, the aliases, and those of further roots; each once.
    pub accepted_trust_domains: Vec<String>,
    /// Whether clients use mutual TLS wherever the server's side can.
    pub enable_auto_mtls: bool,
    /// The lowest version of the mesh's mutual TLS: `TLSV1_2` or `TLSV1_3`.
    pub mtls_min_protocol_version: String,
    /// What becomes of connections to unknown destinations: `ALLOW_ANY`, `REGISTRY_ONLY` or `ALLOW_ANY_DYNAMIC_DNS`.
    pub outbound_traffic_policy: String,
    /// How paths are changed before they are compared: `NONE`, `BASE`, `MERGE_SLASHES` or `DECODE_AND_MERGE_SLASHES`.
    pub path_normalization: String,
    /// How many proxies before a gateway are believed on the client's address.
    pub num_trusted_proxies: i64,
    /// What a gateway does with a forwarded client certificate: `SANITIZE_SET` unless another way is written.
    pub forward_client_cert_details: String,
    /// Where services are visible.
    pub default_service_export_to: Vec<String>,
    /// Where VirtualServices are visible.
    pub default_virtual_service_export_to: Vec<String>,
    /// Where DestinationRules are visible.
    pub default_destination_rule_export_to: Vec<String>,
    /// The names that policies may give as provider: Istio's own three, and those that are written.
    pub extension_providers: Vec<String>,
}

/// The root namespace of a mesh that names none.
const ROOT_NAMESPACE: &str = "istio-system";

/// The trust domain of a mesh that names none.
const TRUST_DOMAIN: &str = "cluster.local";

impl MeshConfig {
    /// What holds, Istio's defaults filled in.
    #[must_use]
    pub fn settings(&self) -> MeshSettings {
        let text =
            |field: &Option<String>, default: &str| field.clone().unwrap_or_else(|| default.to_owned());
        let visible = |field: &Option<Vec<String>>| match field {
            Some(list) if !list.is_empty() => list.clone(),
            _ => vec!["*".to_owned()],
        };
        let trust_domain = text(&self.trust_domain, TRUST_DOMAIN);
        let aliases = self.trust_domain_aliases.iter().flatten().cloned();
        let of_roots =
            self.ca_certificates.iter().flatten().flat_map(|root| root.trust_domains.iter().flatten());
        let accepted = [trust_domain.clone()].into_iter().chain(aliases.clone()).chain(of_roots.cloned());
        let tls = self.mesh_mtls.as_ref().and_then(|tls| tls.min_protocol_version.as_ref());
        let normalization = self.path_normalization.as_ref().and_then(|paths| paths.normalization.as_ref());
        let topology = self.default_config.as_ref().and_then(|proxy| proxy.gateway_topology.as_ref());
        let forward = topology.and_then(|topology| topology.forward_client_cert_details.as_ref());
        let outbound = self.outbound_traffic_policy.as_ref().and_then(|policy| policy.mode.as_ref());
        let own_providers = ["prometheus", "stackdriver", "envoy"].map(str::to_owned);
        let providers =
            self.extension_providers.iter().flatten().filter_map(|provider| provider.name.clone());
        MeshSettings {
            root_namespace: text(&self.root_namespace, ROOT_NAMESPACE),
            trust_domain,
            trust_domain_aliases: once(aliases),
            accepted_trust_domains: once(accepted),
            enable_auto_mtls: self.enable_auto_mtls.unwrap_or(true),
            mtls_min_protocol_version: match tls {
                None | Some(MeshTlsVersion::Auto) => MeshTlsVersion::V1_2.to_string(),
                Some(version) => version.to_string(),
            },
            outbound_traffic_policy: outbound.unwrap_or(&MeshOutboundMode::AllowAny).to_string(),
            path_normalization: match normalization {
                None | Some(PathNormalization::Default) => PathNormalization::Base.to_string(),
                Some(normalization) => normalization.to_string(),
            },
            num_trusted_proxies: topology
                .and_then(|topology| topology.num_trusted_proxies)
                .unwrap_or_default(),
            forward_client_cert_details: match forward {
                None | Some(ForwardClientCertDetails::Undefined) => {
                    ForwardClientCertDetails::SanitizeSet.to_string()
                }
                Some(details) => details.to_string(),
            },
            default_service_export_to: visible(&self.default_service_export_to),
            default_virtual_service_export_to: visible(&self.default_virtual_service_export_to),
            default_destination_rule_export_to: visible(&self.default_destination_rule_export_to),
            extension_providers: once(own_providers.into_iter().chain(providers)),
        }
    }
}

/// Each in the place where it first stands.
fn once(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    texts.filter(|text| seen.insert(text.clone())).collect()
}
