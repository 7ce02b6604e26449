//! A service outside of the mesh that demands a client certificate: applications speak plain HTTP, the mesh does the
//! rest.
//!
//! The service may be shown the certificate that the mesh issued to the calling workload, one that an egress gateway
//! keeps for all, or one for each application. In each case the manifests come in an order in which no request leaves
//! in plaintext between two of them: the [`ServiceEntry`](crate::resources::istio::ServiceEntry), which lets
//! applications out, is the last.

mod application;
mod assumptions;
mod check;
mod manifests;
pub(super) mod options;
mod routing;

use std::collections::BTreeMap;
use std::fmt;

use rustls_pki_types::UnixTime;
use zeroize::Zeroizing;

use super::{RecipeError, RecipeOutput};
use crate::resources::refuses;

pub use application::EgressApplication;
pub(super) use options::{OPTIONS, from_options};

/// Whose certificate the service outside is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EgressClient {
    /// That of the calling workload, issued by the mesh: the service trusts the mesh's root, or the one above it.
    Mesh,
    /// One for all callers, which an egress gateway keeps: the service knows the cluster, not who in it calls.
    Gateway,
    /// One for each application, which its sidecar keeps.
    Application,
}

/// Builds the set-up: [`build`](Self::build) checks the certificates and gives manifests.
///
/// ```
/// use mtls_core::recipes::{EgressClient, EgressMtls};
///
/// let output = EgressMtls::new("ledger.partner.example", EgressClient::Mesh)
///     .namespace("shop")
///     .port(8443)
///     .build()?;
/// let kinds: Vec<_> = output.manifests.iter().map(|m| m.resource()).collect();
/// assert_eq!(
///     kinds,
///     ["DestinationRule shop/ledger-partner-example", "ServiceEntry shop/ledger-partner-example"]
/// );
/// # Ok::<(), mtls_core::recipes::RecipeError>(())
/// ```
#[must_use = "nothing is built before `build`"]
pub struct EgressMtls {
    host: String,
    client: EgressClient,
    name: Option<String>,
    namespace: Option<String>,
    addresses: Vec<String>,
    plain_port: u16,
    port: u16,
    sni: Option<String>,
    subject_alt_names: Vec<String>,
    labels: BTreeMap<String, String>,
    certificate: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
    ca: Vec<u8>,
    credential: Option<String>,
    gateway: Option<(String, String)>,
    selector: BTreeMap<String, String>,
    applications: Vec<EgressApplication>,
    mount_path: Option<String>,
    at: Option<UnixTime>,
}

impl EgressMtls {
    /// For the service at `host`, which is shown the certificate of `client`.
    ///
    /// Applications call `http://host` on port 80, the service listens on port 443 and is found by DNS, unless said
    /// otherwise.
    pub fn new(host: impl Into<String>, client: EgressClient) -> Self {
        let host: String = host.into();
        Self {
            // Certificates and server names have no dot at the end.
            host: host.strip_suffix('.').map(str::to_owned).unwrap_or(host),
            client,
            name: None,
            namespace: None,
            addresses: Vec::new(),
            plain_port: 80,
            port: 443,
            sni: None,
            subject_alt_names: Vec::new(),
            labels: BTreeMap::new(),
            certificate: Vec::new(),
            key: Zeroizing::default(),
            ca: Vec::new(),
            credential: None,
            gateway: None,
            selector: BTreeMap::new(),
            applications: Vec::new(),
            mount_path: None,
            at: None,
        }
    }

    /// Names the manifests otherwise than by the host.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The namespace of the manifests, instead of `default`. For [`EgressClient::Application`] the one in which the
    /// applications run; for [`EgressClient::Gateway`] everything stands with the gateway, and this is not taken.
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// The addresses of the service: IP addresses, or other names that are asked for by DNS. Without them the host
    /// itself is.
    pub fn addresses<A: Into<String>>(mut self, addresses: impl IntoIterator<Item = A>) -> Self {
        self.addresses = addresses.into_iter().map(Into::into).collect();
        self
    }

    /// The port of the service, where it speaks TLS, instead of 443.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The port that applications call in plain HTTP, instead of 80.
    pub fn plain_port(mut self, port: u16) -> Self {
        self.plain_port = port;
        self
    }

    /// The server name to ask for, instead of the host.
    pub fn sni(mut self, name: impl Into<String>) -> Self {
        self.sni = Some(name.into());
        self
    }

    /// The names of which the service's certificate must carry one, instead of the host.
    pub fn subject_alt_names<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.subject_alt_names = names.into_iter().map(Into::into).collect();
        self
    }

    /// A label for every manifest.
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.labels.insert(key.into(), value.into());
        self
    }

    /// The CA of the **service's** certificate in PEM. For [`EgressClient::Mesh`] it is the mesh's root, which the
    /// proxies have.
    pub fn ca(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.ca = pem.as_ref().to_vec();
        self
    }

    /// The client certificate that the gateway shows, in PEM, leaf first.
    pub fn certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.certificate = pem.as_ref().to_vec();
        self
    }

    /// Its private key in PEM.
    pub fn key(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.key = Zeroizing::new(pem.as_ref().to_vec());
        self
    }

    /// Names the gateway's Secret otherwise than `<name>-client`.
    pub fn credential(mut self, name: impl Into<String>) -> Self {
        self.credential = Some(name.into());
        self
    }

    /// The Service of the egress gateway and its namespace, instead of `istio-egressgateway` in `istio-system`.
    pub fn gateway(mut self, service: impl Into<String>, namespace: impl Into<String>) -> Self {
        self.gateway = Some((service.into(), namespace.into()));
        self
    }

    /// A label of the egress gateway's pods (with those of other calls), instead of `istio: egressgateway`.
    pub fn selector(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.selector.insert(key.into(), value.into());
        self
    }

    /// An application with a certificate of its own (and those of other calls).
    pub fn application(mut self, application: EgressApplication) -> Self {
        self.applications.push(application);
        self
    }

    /// Where sidecars find certificate, key and CA, instead of `/etc/egress-certs/<name>`.
    pub fn mount_path(mut self, path: impl Into<String>) -> Self {
        self.mount_path = Some(path.into());
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
    /// [`RecipeError::Resource`] for what is missing, of no use here, or makes no manifest; [`RecipeError::Input`] for
    /// a text that is no certificate or key; [`RecipeError::Material`] where they do not fit, with everything found.
    pub fn build(self) -> Result<RecipeOutput, RecipeError> {
        check::check_options(&self)?;
        let mut assumptions = assumptions::of(&self);
        let (material, findings) = check::material(&self, &mut assumptions)?;
        if refuses(&findings) {
            return Err(RecipeError::Material { findings });
        }
        let manifests = match self.client {
            EgressClient::Mesh => manifests::mesh(&self)?,
            EgressClient::Gateway => manifests::gateway(&self, &material)?,
            EgressClient::Application => manifests::application(&self, &material)?,
        };
        let mut output = RecipeOutput::judged(manifests, assumptions, findings)?;
        for application in self.applications.iter().filter(|a| a.workload.is_none()) {
            let text = application.patch(&self)?;
            output.files.insert(format!("{}.patch.yaml", application.name), text);
        }
        Ok(output)
    }

    /// The name of the manifests.
    fn name_of_all(&self) -> String {
        let by_host = || self.host.to_ascii_lowercase().replace('.', "-");
        self.name.clone().unwrap_or_else(by_host)
    }

    /// The namespace of the manifests.
    fn home(&self) -> &str {
        match self.client {
            EgressClient::Gateway => self.egress_gateway().1,
            _ => self.namespace.as_deref().unwrap_or("default"),
        }
    }

    /// The egress gateway's Service and its namespace.
    fn egress_gateway(&self) -> (&str, &str) {
        match &self.gateway {
            Some((service, namespace)) => (service, namespace),
            None => ("istio-egressgateway", "istio-system"),
        }
    }

    fn credential_name(&self) -> String {
        self.credential.clone().unwrap_or_else(|| format!("{}-client", self.name_of_all()))
    }

    fn mounted_at(&self) -> String {
        self.mount_path.clone().unwrap_or_else(|| format!("/etc/egress-certs/{}", self.name_of_all()))
    }

    /// The server name that the service is asked for.
    fn server_name(&self) -> &str {
        self.sni.as_deref().map_or(&self.host, |name| name.strip_suffix('.').unwrap_or(name))
    }

    /// The names of which the service's certificate must carry one.
    fn server_names(&self) -> Vec<&str> {
        if self.subject_alt_names.is_empty() {
            return vec![&self.host];
        }
        self.subject_alt_names.iter().map(String::as_str).collect()
    }
}

impl fmt::Debug for EgressMtls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EgressMtls")
            .field("host", &self.host)
            .field("client", &self.client)
            .field("namespace", &self.home())
            .field("applications", &self.applications)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod application_tests;
#[cfg(test)]
mod tests;
