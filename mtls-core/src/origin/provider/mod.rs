//! What each edge network shows to origins, and what that proves.

pub(super) mod names;
mod presets;

use std::borrow::Cow;

use serde::Serialize;

use super::OriginError;
use crate::finding::excerpt;
use crate::trust::TrustAnchors;

/// Words of a preset, or of the caller.
type Text = Cow<'static, str>;

/// Cloudflare's shared origin-pull CA, valid to 2029-11-01, in PEM: the one CA of an edge that is the same for all customers, and
/// public.
pub const CLOUDFLARE_ORIGIN_PULL_CA: &str = include_str!("cloudflare_origin_pull_ca.pem");

/// Whose client certificate an edge shows to the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Presents {
    /// None: other proof is needed.
    Nothing,
    /// One of the provider, the same for all its customers: it proves the way and not the customer.
    Shared,
    /// One of a CA that the provider keeps for the customer's account.
    AccountCa,
    /// One that the customer issued and handed over.
    CustomerLeaf,
}

impl Presents {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Nothing, Self::Shared, Self::AccountCa, Self::CustomerLeaf];

    /// `nothing`, `shared`, `account-ca`, `customer-leaf`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Shared => "shared",
            Self::AccountCa => "account-ca",
            Self::CustomerLeaf => "customer-leaf",
        }
    }

    /// Whether a good certificate proves that the request came for this customer, and not only through the network.
    #[must_use]
    pub fn is_tenant_bound(self) -> bool {
        matches!(self, Self::AccountCa | Self::CustomerLeaf)
    }
}

impl std::str::FromStr for Presents {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            OriginError::option("presents", format!("`{}` is none of {known}", excerpt(text)))
        })
    }
}

/// What a provider demands of the leaf that it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeafRules {
    /// It must have an extended key usage, with clientAuth in it. Without this rule none will do as well.
    pub client_auth_required: bool,
    /// It must not be a CA: the root stays with its owner, a leaf is uploaded.
    pub end_entity_required: bool,
}

/// What proves more, or proves something where there is no certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ExtraProof {
    /// A header with a value that the edge alone knows, or that names the customer.
    Header {
        /// Its name.
        name: Text,
        /// What its value is, and what it proves.
        proves: Text,
    },
    /// A signed token in a header.
    Token {
        /// The header.
        header: Text,
        /// Who issues it.
        issuer: Text,
        /// Where its keys are.
        keys: Text,
        /// What it proves.
        proves: Text,
    },
    /// The addresses that the edge connects from.
    Addresses {
        /// Where the list is published.
        source: Text,
        /// What it proves.
        proves: Text,
    },
    /// A way to the origin that others do not have.
    PrivateNetwork {
        /// What the provider calls it.
        name: Text,
        /// What it proves.
        proves: Text,
    },
}

/// Who renews something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rotator {
    /// There is nothing to renew.
    Nobody,
    /// The provider, by itself.
    Provider,
    /// The customer.
    Customer,
}

impl Rotator {
    /// `nobody`, `provider`, `customer`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Provider => "provider",
            Self::Customer => "customer",
        }
    }
}

/// How the certificate and its CA are replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RotationRules {
    /// Who renews the certificate that the edge shows.
    pub leaf: Rotator,
    /// Who renews the CA.
    pub authority: Rotator,
    /// What is shown while old and new are both there.
    pub overlap: Text,
    /// How a certificate is put in force at the provider.
    pub install: Text,
    /// How the provider says that it is in force.
    pub in_force: Text,
    /// How the old one is taken away.
    pub remove: Text,
    /// Who is warned before a certificate ends, and how.
    pub notices: Text,
}

/// An edge network, as an origin sees it: what it presents, whether that binds it to one customer, and how it is replaced.
///
/// ```
/// use mtls_core::origin::{EdgeProvider, Presents};
/// let zone = EdgeProvider::named("cloudflare-zone")?;
/// assert!(zone.is_tenant_bound() && !EdgeProvider::named("cloudflare-shared")?.is_tenant_bound());
/// assert_eq!(zone.presents, Presents::CustomerLeaf);
/// let refused = EdgeProvider::named("cloudfrnt").unwrap_err();
/// assert_eq!(refused.to_string(), "`cloudfrnt` is no provider; did you mean `cloudfront`?");
/// # Ok::<(), mtls_core::origin::OriginError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EdgeProvider {
    /// Its name in options: `cloudflare-zone`.
    pub name: Text,
    /// Its name for people.
    pub title: Text,
    /// What it shows.
    pub presents: Presents,
    /// Rules for the leaf.
    pub leaf: LeafRules,
    /// It shows its certificate only to an origin that asks, and goes on without where none is asked for: an origin that does not
    /// demand one is open, and nobody notices.
    pub only_if_requested: bool,
    /// What proves more.
    pub extra: Vec<ExtraProof>,
    /// How its certificate is replaced.
    pub rotation: RotationRules,
    /// What catches people out.
    pub notes: Vec<Text>,
    /// What to do where it shows no certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<Text>,
}

impl EdgeProvider {
    /// The provider with this name of [`EdgeProvider::NAMES`].
    ///
    /// # Errors
    /// [`OriginError::ProviderUnknown`] with the name that comes closest.
    pub fn named(name: &str) -> Result<Self, OriginError> {
        presets::of(name).ok_or_else(|| OriginError::ProviderUnknown {
            given: excerpt(name),
            suggestion: names::closest(name, &Self::NAMES),
        })
    }

    /// One that is not known here.
    #[must_use]
    pub fn custom(name: impl Into<String>, presents: Presents) -> Self {
        presets::custom(name.into(), presents)
    }

    /// The same with another demand on the leaf: an extended key usage with clientAuth.
    #[must_use]
    pub fn require_client_auth(mut self) -> Self {
        self.leaf.client_auth_required = true;
        self
    }

    /// Whether its certificate proves that a request came for this customer. Where it does not, an origin that demands it is
    /// closed to everyone but the network's customers, which anyone can become.
    #[must_use]
    pub fn is_tenant_bound(&self) -> bool {
        self.presents.is_tenant_bound()
    }

    /// The authorities that are known to issue its certificates: those of Cloudflare's shared certificate; of all others only the
    /// customer knows.
    ///
    /// # Errors
    /// None: the certificate is built in, and read in the tests.
    pub fn anchors(&self) -> Result<Option<TrustAnchors>, OriginError> {
        if self.name != "cloudflare-shared" {
            return Ok(None);
        }
        Ok(Some(TrustAnchors::from_pem(CLOUDFLARE_ORIGIN_PULL_CA.as_bytes())?))
    }

    /// Whether it is one of Cloudflare's.
    pub(super) fn is_cloudflare(&self) -> bool {
        self.name.starts_with("cloudflare-")
    }
}

/// `Cloudflare, certificate of the zone (cloudflare-zone)`.
impl std::fmt::Display for EdgeProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.title == self.name {
            f.write_str(&self.name)
        } else {
            write!(f, "{} ({})", self.title, self.name)
        }
    }
}

#[cfg(test)]
mod tests;
