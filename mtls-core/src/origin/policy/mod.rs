//! What an origin demands of a request before it believes that the edge sent it.

mod admit;
mod anchors;
mod builder;
mod request;

pub use anchors::check_client_authorities;
pub use builder::OriginPolicyBuilder;
pub use request::{Admission, EdgeRequest};

use std::collections::BTreeSet;
use std::fmt;

use rustls_pki_types::UnixTime;
use zeroize::Zeroizing;

use super::host::HostPattern;
use super::{AccessKeys, AccessPolicy, AddressRanges, EdgeProvider, OriginError};
use crate::finding::rules::origin as rules;
use crate::finding::{Finding, Subject};
use crate::trust::TrustAnchors;
use crate::verify::{EdgeVerifier, ExpectedName};

/// What an origin demands: a client certificate of its edge, a server name that is the host, a host that it serves, and, where they
/// are asked for, addresses, headers and a token of Cloudflare Access. What is demanded and missing refuses.
///
/// The handshake is judged by [`verifier`](Self::verifier), each request by [`admit`](Self::admit):
///
/// ```
/// # #[cfg(all(feature = "tls", feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))] {
/// # use mtls_core::pki::issue::CertificateAuthority;
/// # use mtls_core::pki::UnixTime;
/// # use mtls_core::tls::{self, Identity, Session};
/// # use mtls_core::trust::TrustAnchors;
/// use mtls_core::origin::{EdgeProvider, EdgeRequest, OriginPolicy};
///
/// # let (edge_ca, shop_ca) = (CertificateAuthority::root("Edge CA").build()?, CertificateAuthority::root("Shop CA").build()?);
/// # let edge_ca_pem = edge_ca.certificate().to_pem();
/// # let shop = shop_ca.server(["shop.example"]).issue()?;
/// # let identity = Identity::new(shop.chain, shop.key)?;
/// let policy = OriginPolicy::builder(EdgeProvider::cloudflare_zone())
///     .anchors(TrustAnchors::from_pem(edge_ca_pem.as_bytes())?)
///     .host("shop.example")
///     .build()?;
/// let server = tls::server(identity, policy.verifier()?).allow_any_verified_peer();
///
/// // Once the handshake is done and a request's head is read:
/// # let issued = edge_ca.client("edge").issue()?;
/// # let chain = issued.chain.to_der();
/// # let now = UnixTime::now();
/// let certificate = server.judge_certificate(&chain, now)?;
/// let request = EdgeRequest::new()
///     .certificate(&certificate)
///     .server_name("shop.example")
///     .host("Shop.example:443");
/// assert!(policy.admit(&request, now).is_admitted());
/// assert!(!policy.admit(&request.host("admin.example"), now).is_admitted());
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct OriginPolicy {
    provider: EdgeProvider,
    /// None where the provider shows nothing.
    verifier: Option<EdgeVerifier>,
    names: ExpectedName,
    /// SHA-256 of public keys, in lowercase hex.
    pins: BTreeSet<String>,
    hosts: Vec<HostPattern>,
    /// Normalized.
    server_names: Vec<String>,
    addresses: Option<AddressRanges>,
    headers: Vec<(String, Zeroizing<String>)>,
    access: Option<(AccessPolicy, AccessKeys)>,
    findings: Vec<Finding>,
}

impl OriginPolicy {
    /// Begins a policy for requests through this edge.
    pub fn builder(provider: EdgeProvider) -> OriginPolicyBuilder {
        OriginPolicyBuilder::new(provider)
    }

    /// The edge.
    #[must_use]
    pub fn provider(&self) -> &EdgeProvider {
        &self.provider
    }

    /// The authorities that may vouch for the edge; none where it shows no certificate.
    #[must_use]
    pub fn anchors(&self) -> Option<&TrustAnchors> {
        self.verifier.as_ref().map(EdgeVerifier::anchors)
    }

    /// The verifier for handshakes, under [`Profile::EdgeClient`](crate::verify::Profile::EdgeClient): for
    /// [`tls::server`](crate::tls::server). It refuses what bare webpki lets pass too: an authority that has ended, and a leaf whose
    /// key usage does not allow signatures.
    ///
    /// # Errors
    /// [`OriginError::Policy`] where the provider shows no certificate.
    pub fn verifier(&self) -> Result<EdgeVerifier, OriginError> {
        self.verifier
            .clone()
            .ok_or_else(|| OriginError::Policy { findings: vec![without_certificate(&self.provider)] })
    }

    /// Whether a request that is admitted came for this customer of the edge, and not only through the network: by the certificate,
    /// by a token of Access, or by a demanded header. That the edge alone can set the header, for this customer alone, is yours to
    /// know.
    #[must_use]
    pub fn is_tenant_bound(&self) -> bool {
        self.provider.is_tenant_bound() || self.access.is_some() || !self.headers.is_empty()
    }

    /// What speaks against the policy, dates apart.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What speaks against it at a point in time: [`findings`](Self::findings), and authorities that have ended or soon will.
    #[must_use]
    pub fn findings_at(&self, at: UnixTime) -> Vec<Finding> {
        let authorities = self.anchors().map(TrustAnchors::authorities).unwrap_or_default();
        self.findings.iter().cloned().chain(anchors::check_dates(authorities, at)).collect()
    }
}

/// Names the headers that are demanded, not their values.
impl fmt::Debug for OriginPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("OriginPolicy")
            .field("provider", &self.provider.name)
            .field("names", &self.names)
            .field("pins", &self.pins)
            .field("hosts", &self.hosts)
            .field("server_names", &self.server_names)
            .field("addresses", &self.addresses.as_ref().map(|list| list.ranges().len()))
            .field("headers", &headers)
            .field("access", &self.access)
            .finish_non_exhaustive()
    }
}

pub(super) fn without_certificate(provider: &EdgeProvider) -> Finding {
    let message = format!("{provider} shows no client certificate");
    let finding = Finding::new(rules::PROVIDER_WITHOUT_CERTIFICATE, Subject::Input, message);
    match &provider.instead {
        Some(instead) => finding.with_help(instead.clone()),
        None => finding,
    }
}

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;
