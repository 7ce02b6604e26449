//! An Istio gateway behind Cloudflare that lets in Cloudflare's edge alone.
//!
//! Cloudflare's edge shows a client certificate when it pulls from the origin (Authenticated Origin Pulls); the
//! gateway demands it. So a request that goes around Cloudflare, straight to the public address, gets no handshake.

mod access;
mod check;
pub(super) mod options;
mod values;

use std::collections::BTreeMap;
use std::fmt;

use rustls_pki_types::UnixTime;
use zeroize::Zeroizing;

use super::{RecipeError, RecipeOutput};
use crate::pki::{CertificateChain, PrivateKey};
use crate::resources::istio::{Gateway, TlsVersion};
use crate::resources::kubernetes::Secret;
use crate::resources::{Manifest, refuses};

pub use access::CloudflareAccess;
pub(super) use options::{OPTIONS, from_options};
pub use values::BigBang;

/// Which client certificate Cloudflare's edge shows to the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OriginPull {
    /// The one that was uploaded for the whole zone: proves that the request came through this zone.
    Zone,
    /// The one that was uploaded for single hostnames.
    Hostname,
    /// Cloudflare's own, which all customers share: proves that the request came through Cloudflare, not through
    /// whose zone.
    Shared,
}

/// Builds the set-up: [`build`](Self::build) checks the certificates against each other and gives manifests.
///
/// ```
/// use mtls_core::recipes::{CloudflareOrigin, OriginPull};
/// # let certificate = include_bytes!("../../../tests/data/recipes/cloudflare_origin/origin.pem");
/// # let key = include_bytes!("../../../tests/data/recipes/cloudflare_origin/origin.key");
/// # let client_ca = include_bytes!("../../../tests/data/recipes/cloudflare_origin/pull-ca.pem");
///
/// let output = CloudflareOrigin::new(["*.shop.example"])
///     .gateway("public", "istio-system")
///     .certificate(certificate)
///     .key(key)
///     .client_ca(OriginPull::Zone, client_ca)
///     .build()?;
/// let kinds: Vec<_> = output.manifests.iter().map(|m| m.resource()).collect();
/// assert_eq!(kinds, ["Secret istio-system/public-cert", "Gateway istio-system/public"]);
/// # Ok::<(), mtls_core::recipes::RecipeError>(())
/// ```
#[must_use = "nothing is built before `build`"]
pub struct CloudflareOrigin {
    hosts: Vec<String>,
    gateway: String,
    namespace: Option<String>,
    selector: BTreeMap<String, String>,
    labels: BTreeMap<String, String>,
    credential: Option<String>,
    port: u16,
    certificate: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
    client_ca: Vec<u8>,
    pull: OriginPull,
    ca_apart: bool,
    big_bang: Option<BigBang>,
    access: Option<CloudflareAccess>,
    at: Option<UnixTime>,
}

/// What was read from the PEM texts.
struct Material {
    chain: CertificateChain,
    key: PrivateKey,
    client_ca: CertificateChain,
}

impl CloudflareOrigin {
    /// For these hosts, as `shop.example` or `*.shop.example`; all of them proxied by Cloudflare.
    ///
    /// The gateway is `public` in `istio-system`, its pods have the label `istio: ingressgateway`, the port is 443,
    /// unless said otherwise. With [`big_bang`](Self::big_bang) namespace and label are those of its chart.
    pub fn new<H: Into<String>>(hosts: impl IntoIterator<Item = H>) -> Self {
        Self {
            hosts: hosts.into_iter().map(Into::into).collect(),
            gateway: "public".to_owned(),
            namespace: None,
            selector: BTreeMap::new(),
            labels: BTreeMap::new(),
            credential: None,
            port: 443,
            certificate: Vec::new(),
            key: Zeroizing::default(),
            client_ca: Vec::new(),
            pull: OriginPull::Zone,
            ca_apart: false,
            big_bang: None,
            access: None,
            at: None,
        }
    }

    /// The name of the Gateway, and the namespace of the gateway's pods, where its Secret must be.
    pub fn gateway(mut self, name: impl Into<String>, namespace: impl Into<String>) -> Self {
        self.gateway = name.into();
        self.namespace = Some(namespace.into());
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

    /// Names the Secret otherwise than `<gateway>-cert`.
    pub fn credential(mut self, name: impl Into<String>) -> Self {
        self.credential = Some(name.into());
        self
    }

    /// The port of the gateway, instead of 443.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The origin's server certificate in PEM, leaf first; from Cloudflare's Origin CA or any other.
    pub fn certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.certificate = pem.as_ref().to_vec();
        self
    }

    /// Its private key in PEM.
    pub fn key(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.key = Zeroizing::new(pem.as_ref().to_vec());
        self
    }

    /// The CA that issued the client certificate which the edge shows, in PEM: **not** the issuer of the
    /// server certificate.
    pub fn client_ca(mut self, pull: OriginPull, pem: impl AsRef<[u8]>) -> Self {
        self.pull = pull;
        self.client_ca = pem.as_ref().to_vec();
        self
    }

    /// Keeps the clients' CA in a Secret of its own, `<credential>-cacert`: for tools that overwrite `ca.crt`.
    pub fn ca_apart(mut self) -> Self {
        self.ca_apart = true;
        self
    }

    /// Gives values for this version of Big Bang too. What its chart has no value for is refused: another namespace, port or
    /// name of the Secret, and labels by which it does not find the gateway's pods.
    pub fn big_bang(mut self, version: BigBang) -> Self {
        self.big_bang = Some(version);
        self
    }

    /// Demands a token of Cloudflare Access of every request too.
    pub fn access(mut self, access: CloudflareAccess) -> Self {
        self.access = Some(access);
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
    /// [`RecipeError::Input`] for a text that is no certificate or key, [`RecipeError::Material`] where they do not
    /// fit together (with everything that was found), [`RecipeError::Resource`] for names that make no manifest and for
    /// options that Big Bang's chart does not take.
    pub fn build(self) -> Result<RecipeOutput, RecipeError> {
        if let Some(version) = self.big_bang {
            version.check(&self)?;
        }
        let input = |input| move |error| RecipeError::Input { input, error };
        let material = Material {
            chain: CertificateChain::from_pem(&self.certificate).map_err(input("certificate"))?,
            key: PrivateKey::from_pem(&self.key).map_err(input("key"))?,
            client_ca: CertificateChain::from_pem(&self.client_ca).map_err(input("client_ca"))?,
        };
        let mut assumptions = self.assumptions();
        let mut findings = check::check(&self, &material, &mut assumptions)?;
        findings.extend(self.access.iter().flat_map(CloudflareAccess::check));
        if refuses(&findings) {
            return Err(RecipeError::Material { findings });
        }
        let pem = Pem {
            certificate: material.chain.to_pem(),
            key: material.key.secret_pkcs8_pem(),
            client_ca: material.client_ca.to_pem(),
        };
        let mut output = RecipeOutput::judged(self.manifests(&pem)?, assumptions, findings)?;
        if let Some(version) = self.big_bang {
            output.values = Some(version.values(&self, &pem)?);
            output.beside_values = version.beside(&self, &pem)?;
            output.beside_values.extend(self.access_manifests()?);
        }
        Ok(output)
    }

    /// The name of the Secret.
    fn credential_name(&self) -> String {
        self.credential.clone().unwrap_or_else(|| format!("{}-cert", self.gateway))
    }

    /// The namespace of the gateway's pods.
    fn home(&self) -> &str {
        let usual = self.big_bang.map_or("istio-system", BigBang::namespace);
        self.namespace.as_deref().unwrap_or(usual)
    }

    fn manifests(&self, pem: &Pem) -> Result<Vec<Manifest>, RecipeError> {
        let credential = self.credential_name();
        let mut secret = Secret::tls(&credential, self.home()).cert(&pem.certificate).key(&*pem.key);
        if !self.ca_apart {
            secret = secret.ca(&pem.client_ca);
        }
        let mut gateway = Gateway::new(&self.gateway, self.home())
            .https(self.port, &self.hosts)
            .mutual(&credential)
            .min_version(TlsVersion::V1_2);
        for (key, value) in &self.labels {
            secret = secret.label(key, value);
            gateway = gateway.label(key, value);
        }
        for (key, value) in self.pod_labels() {
            gateway = gateway.selector(key, value);
        }
        let mut all = vec![secret.manifest()?];
        if self.ca_apart {
            all.push(self.ca_secret(pem)?);
        }
        // Before the gateway, so that it opens to nobody without a token.
        all.extend(self.access_manifests()?);
        all.push(gateway.manifest()?);
        Ok(all)
    }

    /// The labels of the gateway's pods.
    fn pod_labels(&self) -> BTreeMap<String, String> {
        if !self.selector.is_empty() {
            return self.selector.clone();
        }
        let (key, value) = match self.big_bang {
            None => ("istio", "ingressgateway".to_owned()),
            Some(_) => BigBang::pod_label(self),
        };
        BTreeMap::from([(key.to_owned(), value)])
    }

    /// The Gateway as VirtualServices name it.
    fn gateway_of_routes(&self) -> String {
        let made = match self.big_bang {
            Some(version) => version.gateway_name(self),
            None => self.gateway.clone(),
        };
        format!("{}/{made}", self.home())
    }

    /// The Secret with the clients' CA alone.
    fn ca_secret(&self, pem: &Pem) -> Result<Manifest, RecipeError> {
        let mut secret = Secret::ca_cert(self.credential_name(), self.home()).ca(&pem.client_ca);
        for (key, value) in &self.labels {
            secret = secret.label(key, value);
        }
        Ok(secret.manifest()?)
    }

    fn assumptions(&self) -> Vec<String> {
        let mut all = vec![
            format!("Every record of {} is proxied by Cloudflare (orange cloud); what reaches the gateway directly is refused.", self.hosts.join(", ")),
            "The zone's SSL mode is Full (strict): with Off or Flexible the edge shows no certificate, and the gateway refuses it.".to_owned(),
            match self.pull {
                OriginPull::Zone => "Authenticated Origin Pulls is on for the zone, with an uploaded certificate that the given CA issued.",
                OriginPull::Hostname => "Authenticated Origin Pulls is on for each of the hostnames, with an uploaded certificate that the given CA issued.",
                OriginPull::Shared => "Authenticated Origin Pulls is on for the zone (setting tls_client_auth), with Cloudflare's own certificate.",
            }
            .to_owned(),
            format!("The gateway's pods run in namespace {} and carry the labels of the selector; a Secret elsewhere is not found.", self.home()),
            format!("VirtualServices for the hosts name the Gateway {}; without one it answers 404.", self.gateway_of_routes()),
            "Other gateways, ports and load balancers of the cluster are not covered: each public address needs the same demand, or stays closed.".to_owned(),
            "Requests arrive from Cloudflare's addresses; rules about client addresses need gatewayTopology.numTrustedProxies: 1 and remoteIpBlocks.".to_owned(),
            "No cloudflared tunnel leads to this port: a tunnel shows no client certificate.".to_owned(),
        ];
        if let Some(version) = self.big_bang {
            all.extend(version.assumptions(self));
        }
        all.extend(self.access.iter().flat_map(CloudflareAccess::assumptions));
        if self.at.is_none() {
            all.push("Dates of the certificates were not judged: no time was given.".to_owned());
        }
        all
    }
}

/// The same material, written anew: what surrounds PEM blocks is gone, the key is PKCS#8.
struct Pem {
    certificate: String,
    key: Zeroizing<String>,
    client_ca: String,
}

impl fmt::Debug for CloudflareOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CloudflareOrigin")
            .field("hosts", &self.hosts)
            .field("gateway", &self.gateway)
            .field("namespace", &self.home())
            .field("pull", &self.pull)
            .field("big_bang", &self.big_bang)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod values_tests;
