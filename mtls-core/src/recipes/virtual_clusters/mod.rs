//! Several environments in one cluster, each a namespace with a host of its own: HTTPS by one wildcard certificate,
//! tokens for each, mutual TLS among the workloads, and the DNS records that lead there.

mod assumptions;
mod check;
mod dns;
mod environment;
mod manifests;
pub(super) mod options;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use rustls_pki_types::UnixTime;
use zeroize::Zeroizing;

use super::{RecipeError, RecipeOutput};
use crate::pki::{CertificateChain, PrivateKey};
use crate::resources::refuses;

pub use dns::DnsMove;
pub use environment::{JwtPolicy, OutsideService, VirtualCluster};
pub(super) use options::{OPTIONS, from_options};

use environment::Route;

/// The file that holds the DNS transaction, by the name that `gcloud` looks for.
const TRANSACTION: &str = "transaction.yaml";

/// Builds the set-up: [`build`](Self::build) checks the certificate against the hosts and gives manifests, and the DNS
/// transaction as file `transaction.yaml`.
///
/// ```
/// use mtls_core::recipes::{JwtPolicy, VirtualCluster, VirtualClusters};
/// # let certificate = include_bytes!("../../../tests/data/recipes/virtual_clusters/wildcard.pem");
/// # let key = include_bytes!("../../../tests/data/recipes/virtual_clusters/wildcard.key");
///
/// let tokens = |audience: &str| JwtPolicy::auth0("shop.eu.auth0.com").audience(audience);
/// let output = VirtualClusters::new("api.storefront.example")
///     .cluster(VirtualCluster::new("dev").jwt(tokens("shop-dev")))
///     .cluster(VirtualCluster::new("uat").jwt(tokens("shop-uat")))
///     .route("/orders", "orders", 8080)
///     .certificate(certificate)
///     .key(key)
///     .build()?;
/// assert!(output.manifests.iter().any(|m| m.resource() == "RequestAuthentication uat/virtual-clusters"));
/// # Ok::<(), mtls_core::recipes::RecipeError>(())
/// ```
#[must_use = "nothing is built before `build`"]
pub struct VirtualClusters {
    domain: String,
    name: String,
    clusters: Vec<VirtualCluster>,
    routes: Vec<Route>,
    jwt: Option<JwtPolicy>,
    outside: Vec<OutsideService>,
    certificate: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
    credential: Option<String>,
    gateway_namespace: String,
    selector: BTreeMap<String, String>,
    labels: BTreeMap<String, String>,
    revision: Option<String>,
    redirect: bool,
    dns: Option<DnsMove>,
    at: Option<UnixTime>,
}

impl VirtualClusters {
    /// Below this domain: an environment `dev` is reached at `dev.<domain>`.
    ///
    /// The environments are `dev`, `test` and `uat`, the gateway's pods run in `istio-system` and have the label
    /// `istio: ingressgateway`, the manifests are named `virtual-clusters`, and plain HTTP has no port, unless said
    /// otherwise.
    pub fn new(domain: impl Into<String>) -> Self {
        Self {
            domain: domain.into(),
            name: "virtual-clusters".to_owned(),
            clusters: Vec::new(),
            routes: Vec::new(),
            jwt: None,
            outside: Vec::new(),
            certificate: Vec::new(),
            key: Zeroizing::default(),
            credential: None,
            gateway_namespace: "istio-system".to_owned(),
            selector: BTreeMap::new(),
            labels: BTreeMap::new(),
            revision: None,
            redirect: false,
            dns: None,
            at: None,
        }
    }

    /// Names the manifests otherwise.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// An environment (with those of other calls), instead of `dev`, `test` and `uat`.
    pub fn cluster(mut self, cluster: VirtualCluster) -> Self {
        self.clusters.push(cluster);
        self
    }

    /// A route of every environment that has none of its own: requests whose path begins with `prefix` go to the
    /// service of this name in its namespace. The first that fits counts.
    pub fn route(mut self, prefix: impl Into<String>, service: impl Into<String>, port: u16) -> Self {
        self.routes.push(Route { prefix: prefix.into(), service: service.into(), port });
        self
    }

    /// The tokens of every environment that has no policy of its own. An environment without any is open to everyone.
    pub fn jwt(mut self, policy: JwtPolicy) -> Self {
        self.jwt = Some(policy);
        self
    }

    /// A service outside of the mesh that every environment calls.
    pub fn outside(mut self, service: OutsideService) -> Self {
        self.outside.push(service);
        self
    }

    /// The server certificate for all hosts in PEM, leaf first.
    pub fn certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.certificate = pem.as_ref().to_vec();
        self
    }

    /// Its private key in PEM.
    pub fn key(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.key = Zeroizing::new(pem.as_ref().to_vec());
        self
    }

    /// Names the Secret otherwise than `<name>-cert`.
    pub fn credential(mut self, name: impl Into<String>) -> Self {
        self.credential = Some(name.into());
        self
    }

    /// The namespace of the gateway's pods, where its Secret must be.
    pub fn gateway_namespace(mut self, namespace: impl Into<String>) -> Self {
        self.gateway_namespace = namespace.into();
        self
    }

    /// A label of the gateway's pods (with those of other calls), instead of `istio: ingressgateway`.
    pub fn selector(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.selector.insert(key.into(), value.into());
        self
    }

    /// A label for every manifest.
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.labels.insert(key.into(), value.into());
        self
    }

    /// Has sidecars injected by this revision of Istio (`istio.io/rev`) instead of `istio-injection: enabled`.
    pub fn revision(mut self, revision: impl Into<String>) -> Self {
        self.revision = Some(revision.into());
        self
    }

    /// Redirects plain HTTP on port 80 to HTTPS instead of leaving the port closed.
    pub fn redirect_http(mut self) -> Self {
        self.redirect = true;
        self
    }

    /// Gives the DNS transaction that moves the hosts to another load balancer.
    pub fn dns(mut self, dns: DnsMove) -> Self {
        self.dns = Some(dns);
        self
    }

    /// The time for which dates are judged. Without it they are not.
    pub fn at(mut self, at: UnixTime) -> Self {
        self.at = Some(at);
        self
    }

    /// Checks and builds.
    ///
    /// # Errors
    /// [`RecipeError::Resource`] for what is missing or makes no manifest, [`RecipeError::Input`] for a text that is no
    /// certificate or key, [`RecipeError::Material`] where they do not fit, with everything that was found.
    pub fn build(mut self) -> Result<RecipeOutput, RecipeError> {
        if self.clusters.is_empty() {
            self.clusters = ["dev", "test", "uat"].map(VirtualCluster::new).to_vec();
        }
        check::check_options(&self)?;
        let input = |input| move |error| RecipeError::Input { input, error };
        let chain = CertificateChain::from_pem(&self.certificate).map_err(input("certificate"))?;
        let key = PrivateKey::from_pem(&self.key).map_err(input("key"))?;
        let mut assumptions = assumptions::of(&self);
        let findings = check::material(&self, &chain, &key, &mut assumptions)?;
        if refuses(&findings) {
            return Err(RecipeError::Material { findings });
        }
        let manifests = manifests::all(&self, &chain.to_pem(), &key.secret_pkcs8_pem())?;
        let mut output = RecipeOutput::judged(manifests, assumptions, findings)?;
        if let Some(dns) = &self.dns {
            let hosts = self.hosts();
            let hosts: Vec<&str> = hosts.iter().map(|host| &**host).collect();
            output.files.insert(TRANSACTION.to_owned(), dns.transaction(&hosts)?);
        }
        Ok(output)
    }

    /// The host without a dot at its end, which no request names.
    fn host_of<'a>(&'a self, cluster: &'a VirtualCluster) -> Cow<'a, str> {
        let plain = |name: &'a str| name.strip_suffix('.').unwrap_or(name);
        match &cluster.host {
            Some(host) => Cow::Borrowed(plain(host)),
            None => Cow::Owned(format!("{}.{}", cluster.namespace, plain(&self.domain))),
        }
    }

    /// The hosts, in the order of the environments.
    fn hosts(&self) -> Vec<Cow<'_, str>> {
        self.clusters.iter().map(|cluster| self.host_of(cluster)).collect()
    }

    fn routes_of<'a>(&'a self, cluster: &'a VirtualCluster) -> &'a [Route] {
        if cluster.routes.is_empty() { &self.routes } else { &cluster.routes }
    }

    fn jwt_of<'a>(&'a self, cluster: &'a VirtualCluster) -> Option<&'a JwtPolicy> {
        cluster.jwt.as_ref().or(self.jwt.as_ref())
    }

    fn credential_name(&self) -> String {
        self.credential.clone().unwrap_or_else(|| format!("{}-cert", self.name))
    }
}

impl fmt::Debug for VirtualClusters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VirtualClusters")
            .field("domain", &self.domain)
            .field("name", &self.name)
            .field("clusters", &self.clusters)
            .field("dns", &self.dns)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod dns_tests;
#[cfg(test)]
mod tests;
