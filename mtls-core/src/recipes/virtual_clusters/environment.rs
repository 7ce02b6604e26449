//! What one virtual cluster holds, and what stands outside of the mesh.

/// A virtual cluster: a namespace, the host by which it is reached, its routes and its tokens.
#[derive(Clone, Debug)]
#[must_use = "says nothing before it is given to a recipe"]
pub struct VirtualCluster {
    pub(super) namespace: String,
    pub(super) host: Option<String>,
    pub(super) routes: Vec<Route>,
    pub(super) jwt: Option<JwtPolicy>,
    pub(super) outside: Vec<OutsideService>,
}

/// Requests of a path prefix go to a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) prefix: String,
    pub(super) service: String,
    pub(super) port: u16,
}

impl VirtualCluster {
    /// The one in this namespace. Host, routes and tokens are those that the recipe has for all, unless said otherwise.
    pub fn new(namespace: impl Into<String>) -> Self {
        Self { namespace: namespace.into(), host: None, routes: Vec::new(), jwt: None, outside: Vec::new() }
    }

    /// The host by which it is reached, instead of `<namespace>.<domain>`.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// Sends requests whose path begins with `prefix` to a service of the namespace, instead of the routes for all
    /// (with those of other calls). The first that fits counts.
    pub fn route(mut self, prefix: impl Into<String>, service: impl Into<String>, port: u16) -> Self {
        self.routes.push(Route { prefix: prefix.into(), service: service.into(), port });
        self
    }

    /// The tokens that are taken, instead of those for all.
    pub fn jwt(mut self, policy: JwtPolicy) -> Self {
        self.jwt = Some(policy);
        self
    }

    /// A service outside of the mesh that it calls, beside those for all.
    pub fn outside(mut self, service: OutsideService) -> Self {
        self.outside.push(service);
        self
    }
}

/// Which tokens a virtual cluster takes: of one issuer, for one of these audiences. Requests without one are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "says nothing before it is given to a recipe"]
pub struct JwtPolicy {
    pub(super) issuer: String,
    pub(super) audiences: Vec<String>,
    pub(super) jwks_uri: Option<String>,
    pub(super) jwks: Option<String>,
}

impl JwtPolicy {
    /// Tokens whose `iss` is this text, character by character; its keys are found by the issuer's OpenID configuration.
    pub fn new(issuer: impl Into<String>) -> Self {
        Self { issuer: issuer.into(), audiences: Vec::new(), jwks_uri: None, jwks: None }
    }

    /// Tokens of an Auth0 tenant, by its domain (`shop.eu.auth0.com`) or URL: the issuer ends with a slash there, and the keys
    /// are at `/.well-known/jwks.json`.
    pub fn auth0(domain: impl AsRef<str>) -> Self {
        let domain = domain.as_ref();
        let domain = domain.strip_prefix("https://").unwrap_or(domain).trim_end_matches('/');
        Self::new(format!("https://{domain}/")).jwks_uri(format!("https://{domain}/.well-known/jwks.json"))
    }

    /// An audience for which tokens are taken (with those of other calls). At least one is needed: without, a token for
    /// any application of the issuer would do.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audiences.push(audience.into());
        self
    }

    /// Where the issuer's keys are.
    pub fn jwks_uri(mut self, uri: impl Into<String>) -> Self {
        self.jwks_uri = Some(uri.into());
        self
    }

    /// The issuer's public keys themselves, as a JSON Web Key Set, instead of an address.
    pub fn jwks(mut self, jwks: impl Into<String>) -> Self {
        self.jwks = Some(jwks.into());
        self.jwks_uri = None;
        self
    }
}

/// A service outside of the mesh that speaks TLS of its own with the applications.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "says nothing before it is given to a recipe"]
pub struct OutsideService {
    pub(super) name: String,
    pub(super) hosts: Vec<String>,
    pub(super) port: u16,
}

impl OutsideService {
    /// A service of these hosts, as `db.example` or `*.db.example`, on this port. `name` is that of the manifest.
    pub fn new<H: Into<String>>(
        name: impl Into<String>,
        hosts: impl IntoIterator<Item = H>,
        port: u16,
    ) -> Self {
        Self { name: name.into(), hosts: hosts.into_iter().map(Into::into).collect(), port }
    }

    /// A cluster of MongoDB Atlas, by the domain of its nodes (`ab1cd.gcp.mongodb.net`), on port 27017.
    pub fn mongodb_atlas(domain: impl AsRef<str>) -> Self {
        Self::new("mongodb-atlas", [format!("*.{}", domain.as_ref())], 27017)
    }

    /// Kafka in Confluent Cloud, by its bootstrap server (`pkc-1a2b3.us-central1.gcp.confluent.cloud`), on port 9092. The
    /// brokers have names beside that one.
    pub fn confluent_kafka(bootstrap: impl AsRef<str>) -> Self {
        let bootstrap = bootstrap.as_ref();
        let domain = bootstrap.split_once('.').map_or(bootstrap, |(_, domain)| domain);
        Self::new("confluent-kafka", [format!("*.{domain}")], 9092)
    }
}
