//! What a mesh is made of, as the caller says it.

use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroizing;

use crate::pki::issue::CertificateAuthority;

/// A cluster of the mesh.
///
/// `Debug` shows neither token nor key.
#[must_use = "it belongs to no mesh yet"]
pub struct MeshCluster {
    pub(super) name: String,
    pub(super) trust_domain: String,
    pub(super) network: Option<String>,
    pub(super) api_server: Option<ApiServer>,
    pub(super) authority: Option<CertificateAuthority>,
}

/// How the others reach its API server.
pub(super) struct ApiServer {
    pub(super) url: String,
    pub(super) ca: Vec<u8>,
    pub(super) token: Zeroizing<String>,
}

impl MeshCluster {
    /// A cluster by the name that the mesh knows it by, and its trust domain.
    ///
    /// Istio takes DNS names alone for trust domains: `_`, which SPIFFE allows, is refused.
    pub fn new(name: impl Into<String>, trust_domain: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            trust_domain: trust_domain.into(),
            network: None,
            api_server: None,
            authority: None,
        }
    }

    /// Its network. Clusters of different networks reach each other through gateways.
    pub fn network(mut self, name: impl Into<String>) -> Self {
        self.network = Some(name.into());
        self
    }

    /// How the control planes of the others read its services: the URL of its API server, the CA of that server in PEM,
    /// and a token of a service account that may only read (`istio-reader-service-account`).
    pub fn api_server(
        mut self,
        url: impl Into<String>,
        ca: impl AsRef<[u8]>,
        token: impl Into<String>,
    ) -> Self {
        let (url, ca, token) = (url.into(), ca.as_ref().to_vec(), Zeroizing::new(token.into()));
        self.api_server = Some(ApiServer { url, ca, token });
        self
    }

    /// Its own CA, where it has one already: an intermediate under the mesh's root.
    pub fn authority(mut self, authority: CertificateAuthority) -> Self {
        self.authority = Some(authority);
        self
    }
}

impl fmt::Debug for MeshCluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MeshCluster")
            .field("name", &self.name)
            .field("trust_domain", &self.trust_domain)
            .field("network", &self.network)
            .field("api_server", &self.api_server.as_ref().map(|server| &server.url))
            .finish_non_exhaustive()
    }
}

/// A root in AWS Private CA, under which cert-manager gets an intermediate for each cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it belongs to no mesh yet"]
pub struct AwsPca {
    pub(super) arn: String,
    pub(super) role: Option<String>,
    pub(in crate::recipes) root: Vec<u8>,
}

impl AwsPca {
    /// The CA by its ARN, and its certificate in PEM: the mesh's root.
    pub fn new(arn: impl Into<String>, root: impl AsRef<[u8]>) -> Self {
        Self { arn: arn.into(), role: None, root: root.as_ref().to_vec() }
    }

    /// The role by whose rights certificates are asked for, where it is not that of the issuer's pod.
    pub fn role(mut self, arn: impl Into<String>) -> Self {
        self.role = Some(arn.into());
        self
    }
}

/// Workloads that let in named callers alone, from any cluster of the mesh.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it belongs to no mesh yet"]
pub struct MeshAccess {
    pub(super) cluster: String,
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) principals: Vec<String>,
    pub(super) ports: Vec<u16>,
}

impl MeshAccess {
    /// To the workloads of a namespace of a cluster; not of the control plane's, where a policy holds for the whole mesh.
    ///
    /// Several for one namespace need names of their own ([`named`](Self::named)).
    pub fn to(cluster: impl Into<String>, namespace: impl Into<String>) -> Self {
        Self {
            cluster: cluster.into(),
            namespace: namespace.into(),
            name: "callers".to_owned(),
            labels: BTreeMap::new(),
            principals: Vec::new(),
            ports: Vec::new(),
        }
    }

    /// Names the policy otherwise than `callers`.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Only to workloads with this label (and the labels of other calls).
    pub fn workload(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.labels.insert(key.into(), value.into());
        self
    }

    /// Lets in this principal (and those of other calls): `<trust domain>/ns/<namespace>/sa/<service account>`.
    pub fn from(mut self, principal: impl Into<String>) -> Self {
        self.principals.push(principal.into());
        self
    }

    /// Only to this port that the workloads listen on (and those of other calls).
    pub fn port(mut self, port: u16) -> Self {
        self.ports.push(port);
        self
    }
}

/// A way into a cluster for clients outside the mesh.
///
/// `Debug` does not show the key.
#[must_use = "it belongs to no mesh yet"]
pub struct MeshIngress {
    pub(super) cluster: String,
    pub(super) hosts: Vec<String>,
    pub(super) gateway: String,
    pub(super) namespace: String,
    pub(super) selector: BTreeMap<String, String>,
    pub(super) port: u16,
    pub(super) certificate: Vec<u8>,
    pub(super) key: Zeroizing<Vec<u8>>,
    pub(super) client_ca: Option<Vec<u8>>,
}

impl MeshIngress {
    /// Into a cluster, for these hosts: the Gateway `ingress` on port 443 of the pods with the label
    /// `istio: ingressgateway` in `istio-ingress`, unless said otherwise.
    pub fn new<H: Into<String>>(cluster: impl Into<String>, hosts: impl IntoIterator<Item = H>) -> Self {
        Self {
            cluster: cluster.into(),
            hosts: hosts.into_iter().map(Into::into).collect(),
            gateway: "ingress".to_owned(),
            namespace: "istio-ingress".to_owned(),
            selector: BTreeMap::new(),
            port: 443,
            certificate: Vec::new(),
            key: Zeroizing::default(),
            client_ca: None,
        }
    }

    /// The name of the Gateway, and the namespace of its pods, where its Secret must be.
    pub fn gateway(mut self, name: impl Into<String>, namespace: impl Into<String>) -> Self {
        self.gateway = name.into();
        self.namespace = namespace.into();
        self
    }

    /// A label of the gateway's pods (with those of other calls), instead of `istio: ingressgateway`.
    pub fn selector(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.selector.insert(key.into(), value.into());
        self
    }

    /// The port of the gateway, instead of 443.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The server certificate for the hosts in PEM, leaf first, and its private key.
    pub fn certificate(mut self, pem: impl AsRef<[u8]>, key: impl AsRef<[u8]>) -> Self {
        self.certificate = pem.as_ref().to_vec();
        self.key = Zeroizing::new(key.as_ref().to_vec());
        self
    }

    /// Demands a client certificate under this CA, in PEM. Without it clients are asked for nothing.
    pub fn client_ca(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.client_ca = Some(pem.as_ref().to_vec());
        self
    }
}

impl fmt::Debug for MeshIngress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MeshIngress")
            .field("cluster", &self.cluster)
            .field("hosts", &self.hosts)
            .field("gateway", &self.gateway)
            .field("namespace", &self.namespace)
            .finish_non_exhaustive()
    }
}
