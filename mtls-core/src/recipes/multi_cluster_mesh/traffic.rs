//! Who must come by mutual TLS, who is let in, and by which gates.

use std::collections::BTreeMap;

use super::{MeshAccess, MeshCluster, MeshIngress, MultiClusterMesh};
use crate::finding::Finding;
use crate::finding::Subject;
use crate::finding::rules::recipes as rules;
use crate::identity::WorkloadIdentity;
use crate::pki::{CertificateChain, ExtendedKeyUsage, PrivateKey};
use crate::recipes::RecipeError;
use crate::recipes::material::{
    check_authority_dates, check_chain_dates, check_hosts, check_key, check_leaf, no_authority,
};
use crate::resources::istio::{
    AuthorizationPolicy, AuthorizationRule, Gateway, MtlsMode, PeerAuthentication, ServerTlsMode, TlsVersion,
};
use crate::resources::kubernetes::Secret;
use crate::resources::{Manifest, refuses};

/// The port by which gateways of other networks come.
const EAST_WEST: u16 = 15443;

impl MultiClusterMesh<'_> {
    /// The exceptions before the rule, so that nobody is shut out in between.
    pub(super) fn peer_authentication(&self) -> Result<Vec<Manifest>, RecipeError> {
        let exceptions = self.permissive.iter().map(|namespace| (namespace, MtlsMode::Permissive));
        let everywhere = (&self.system_namespace, MtlsMode::Strict);
        let policies = exceptions.chain([everywhere]);
        policies
            .map(|(namespace, mode)| {
                Ok(PeerAuthentication::new("default", namespace).mode(mode).manifest()?)
            })
            .collect()
    }

    /// The policies of workloads in this cluster.
    pub(super) fn authorization(&self, cluster: &MeshCluster) -> Result<Vec<Manifest>, RecipeError> {
        let here = self.access.iter().filter(|access| access.cluster == cluster.name);
        let aliases = !self.other_trust_domains(cluster).is_empty();
        here.map(|access| policy(access, aliases)).collect()
    }

    /// The gateways of this cluster, with their Secrets.
    pub(super) fn gateways(
        &self,
        cluster: &MeshCluster,
        findings: &mut Vec<Finding>,
        assumptions: &mut Vec<String>,
    ) -> Result<Vec<Manifest>, RecipeError> {
        let mut all = Vec::new();
        for ingress in self.ingress.iter().filter(|ingress| ingress.cluster == cluster.name) {
            all.extend(self.ingress_gateway(ingress, findings, assumptions)?);
        }
        if self.spans_networks() {
            let gateway = Gateway::new("cross-network-gateway", &self.system_namespace)
                .selector("istio", "eastwestgateway")
                .tls(EAST_WEST, ["*.local"])
                .with_tls(|tls| tls.mode = Some(ServerTlsMode::AutoPassthrough));
            all.push(gateway.manifest()?);
        }
        Ok(all)
    }

    fn ingress_gateway(
        &self,
        ingress: &MeshIngress,
        findings: &mut Vec<Finding>,
        assumptions: &mut Vec<String>,
    ) -> Result<Vec<Manifest>, RecipeError> {
        let input = |input| move |error| RecipeError::Input { input, error };
        let chain = CertificateChain::from_pem(&ingress.certificate).map_err(input("ingress.certificate"))?;
        let key = PrivateKey::from_pem(&ingress.key).map_err(input("ingress.key"))?;
        let client_ca = ingress.client_ca.as_deref().map(CertificateChain::from_pem).transpose();
        let client_ca = client_ca.map_err(input("ingress.client_ca"))?;

        let leaf = chain.leaf();
        check_key(&key, leaf, findings, assumptions)?;
        let instead = format!("the certificate for {}", ingress.hosts.join(", "));
        check_leaf(leaf, &ExtendedKeyUsage::ServerAuth, &instead, findings);
        findings.extend(chain.check_order());
        check_hosts(ingress.hosts.iter().map(String::as_str), leaf, findings);
        let authorities = client_ca.as_ref().map(CertificateChain::certificates).unwrap_or_default();
        for authority in authorities {
            if let Some(message) = no_authority(authority) {
                let subject = Subject::Certificate(authority.reference(None));
                findings.push(Finding::new(rules::CLIENT_CA_NOT_CA, subject, message));
            }
        }
        if let Some(at) = self.at {
            check_chain_dates(&chain, at, findings);
            let usable = authorities.iter().any(|authority| authority.is_valid_at(at));
            check_authority_dates(authorities, usable, at, findings);
        }
        if refuses(findings) {
            return Err(RecipeError::Material { findings: std::mem::take(findings) });
        }

        let credential = format!("{}-cert", ingress.gateway);
        let mut secret = Secret::tls(&credential, &ingress.namespace)
            .cert(chain.to_pem())
            .key(key.secret_pkcs8_pem().as_bytes());
        let mut gateway =
            Gateway::new(&ingress.gateway, &ingress.namespace).https(ingress.port, &ingress.hosts);
        gateway = match &client_ca {
            Some(authorities) => {
                secret = secret.ca(authorities.to_pem());
                gateway.mutual(&credential)
            }
            None => gateway.simple(&credential),
        };
        gateway = gateway.min_version(TlsVersion::V1_2);
        if ingress.selector.is_empty() {
            gateway = gateway.selector("istio", "ingressgateway");
        }
        for (key, value) in &ingress.selector {
            gateway = gateway.selector(key, value);
        }
        assumptions.push(format!(
            "Clients of {} speak TLS to the gateway, and the gateway speaks the mesh's to the workloads: these see the gateway's identity, not the client's. The pods of the gateway run in {}.",
            ingress.hosts.join(", "),
            ingress.namespace
        ));
        Ok(vec![secret.manifest()?, gateway.manifest()?])
    }
}

/// Lets in the principals and nobody else.
///
/// With trust domain aliases Istio takes `a/ns/x/sa/y` for the namesakes of all aliases as well. A principal that has not its
/// five parts is compared as it stands; so a condition on the trust domain alone holds it to one.
fn policy(access: &MeshAccess, aliases: bool) -> Result<Manifest, RecipeError> {
    let mut by_domain: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for principal in &access.principals {
        let workload =
            WorkloadIdentity::from_principal(principal).map_err(|error| RecipeError::Identity { error })?;
        by_domain.entry(workload.trust_domain().to_string()).or_default().push(principal);
    }
    let mut policy = AuthorizationPolicy::new(&access.name, &access.namespace).allow();
    for (key, value) in &access.labels {
        policy = policy.selector(key, value);
    }
    for (domain, principals) in by_domain {
        let mut rule = AuthorizationRule::new().from_principals(principals);
        if !access.ports.is_empty() {
            rule = rule.to_ports(access.ports.iter().copied());
        }
        if aliases {
            rule = rule.when("source.principal", [format!("{domain}/*")]);
        }
        policy = policy.rule(rule);
    }
    Ok(policy.manifest()?)
}
