//! Whose bundle is where, and how the server there proves itself.

use super::EndpointUrl;
use crate::finding::excerpt;
use crate::identity::{SpiffeId, TrustDomain};
use crate::trust::{TrustBundle, TrustError};

/// How the server of an endpoint proves itself (SPIFFE Federation section 5).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointProfile {
    /// By a certificate of the Web PKI for the URL's host (section 5.2.1).
    HttpsWeb,
    /// By an X509-SVID (section 5.2.2).
    HttpsSpiffe {
        /// The server's ID, exactly.
        endpoint_id: SpiffeId,
        /// The bundle of the trust domain of that ID, to begin with.
        endpoint_bundle: TrustBundle,
    },
}

impl EndpointProfile {
    /// The name in configurations: `https_web`, `https_spiffe`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::HttpsWeb => "https_web",
            Self::HttpsSpiffe { .. } => "https_spiffe",
        }
    }
}

/// What the server must prove in the TLS handshake before its answer counts. It is asked for no client certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerProof<'a> {
    /// A certificate of the Web PKI for this DNS name or address (RFC 6125).
    Web {
        /// Whose certificate it must be.
        host: &'a str,
    },
    /// An X509-SVID with exactly this ID, under this bundle.
    Spiffe {
        /// The server's ID.
        id: &'a SpiffeId,
        /// Who may vouch for it.
        bundle: &'a TrustBundle,
    },
}

/// Whose bundle is to be had where: trust domain, URL and profile are all given, none is guessed from another
/// (SPIFFE Federation sections 5.1 and 7.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleEndpoint {
    trust_domain: TrustDomain,
    url: EndpointUrl,
    profile: EndpointProfile,
}

impl BundleEndpoint {
    /// An endpoint that proves itself by a certificate of the Web PKI.
    ///
    /// # Errors
    /// [`TrustError::EndpointUrl`].
    pub fn https_web(trust_domain: TrustDomain, url: &str) -> Result<Self, TrustError> {
        Ok(Self { trust_domain, url: EndpointUrl::parse(url)?, profile: EndpointProfile::HttpsWeb })
    }

    /// An endpoint that proves itself by an SVID with this ID, under this bundle.
    ///
    /// # Errors
    /// [`TrustError::EndpointUrl`], [`TrustError::OtherTrustDomain`] if the bundle is not that of the ID's trust
    /// domain, [`TrustError::EndpointId`] for an ID without a path, which no workload has.
    pub fn https_spiffe(
        trust_domain: TrustDomain,
        url: &str,
        endpoint_id: SpiffeId,
        endpoint_bundle: TrustBundle,
    ) -> Result<Self, TrustError> {
        if endpoint_id.path().is_empty() {
            return Err(TrustError::EndpointId { id: excerpt(endpoint_id.as_str()) });
        }
        expect(endpoint_id.trust_domain().to_owned(), &endpoint_bundle)?;
        let profile = EndpointProfile::HttpsSpiffe { endpoint_id, endpoint_bundle };
        Ok(Self { trust_domain, url: EndpointUrl::parse(url)?, profile })
    }

    /// Whose bundle it serves.
    pub fn trust_domain(&self) -> &TrustDomain {
        &self.trust_domain
    }

    /// Where.
    pub fn url(&self) -> &EndpointUrl {
        &self.url
    }

    /// How its server proves itself.
    pub fn profile(&self) -> &EndpointProfile {
        &self.profile
    }

    /// Whether the bundle that it serves vouches for its own server.
    pub fn is_self_serving(&self) -> bool {
        match &self.profile {
            EndpointProfile::HttpsWeb => false,
            EndpointProfile::HttpsSpiffe { endpoint_id, .. } => endpoint_id.is_member_of(&self.trust_domain),
        }
    }

    /// Another bundle for the trust domain of the endpoint's own ID.
    pub(super) fn replace_bundle(&mut self, bundle: TrustBundle) -> Result<(), TrustError> {
        if let EndpointProfile::HttpsSpiffe { endpoint_id, endpoint_bundle } = &mut self.profile {
            expect(endpoint_id.trust_domain().to_owned(), &bundle)?;
            *endpoint_bundle = bundle;
        }
        Ok(())
    }
}

/// Refuses a bundle of another trust domain.
pub(super) fn expect(trust_domain: TrustDomain, bundle: &TrustBundle) -> Result<(), TrustError> {
    if *bundle.trust_domain() == trust_domain {
        return Ok(());
    }
    let (expected, found) = (trust_domain.to_string(), bundle.trust_domain().to_string());
    Err(TrustError::OtherTrustDomain { expected, found })
}
