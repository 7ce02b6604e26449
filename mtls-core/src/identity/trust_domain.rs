//! Trust domains.

use super::error::IdentityError;
use super::lenient::Lenient;
use super::{SpiffeId, grammar, lenient, scan};

/// The name of a trust domain, such as `cluster.local`: whose keys vouch for an identity.
///
/// Valid by construction, held in one allocation, and compared byte by byte: a name that looks like a host
/// or an IP address gets no special treatment (SPIFFE-ID 2.1).
///
/// ```
/// use mtls_core::identity::TrustDomain;
///
/// let td = TrustDomain::parse("cluster.local")?;
/// assert_eq!(td.id().as_str(), "spiffe://cluster.local");
/// assert_eq!(td.join("ns/shop/sa/cart")?.as_str(), "spiffe://cluster.local/ns/shop/sa/cart");
/// # Ok::<(), mtls_core::identity::IdentityError>(())
/// ```
#[derive(Clone)]
pub struct TrustDomain {
    name: Box<str>,
}

/// A borrowed [`TrustDomain`]; copies freely, allocates nothing.
#[derive(Clone, Copy)]
pub struct TrustDomainRef<'a> {
    name: &'a str,
}

impl TrustDomain {
    /// Reads a bare name, strictly: lowercase ASCII letters, digits, `.`, `-`, `_` (SPIFFE-ID 2.1).
    ///
    /// `spiffe://td` is refused here, so that one trust domain has one spelling;
    /// [`parse_lenient`](Self::parse_lenient) takes it.
    ///
    /// # Errors
    /// The [`IdentityError`] of the first rule that the name breaks.
    pub fn parse(name: &str) -> Result<Self, IdentityError> {
        Ok(TrustDomainRef::parse(name)?.to_owned())
    }

    /// Reads what people write for a trust domain and reports what had to change.
    ///
    /// Beyond [`parse`](Self::parse) it takes `spiffe://td` and `spiffe://td/` (the ID of the trust domain
    /// itself) and uppercase ASCII letters, in the scheme and in the name (SPIFFE-ID 2.4). Everything else
    /// stays refused, among it letters that only Unicode folds to ASCII, and IDs with a path.
    ///
    /// # Errors
    /// The [`IdentityError`] of the first rule that the name breaks even so.
    pub fn parse_lenient(text: &str) -> Result<Lenient<Self>, IdentityError> {
        lenient::trust_domain(text)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// A borrowed view.
    pub fn as_ref(&self) -> TrustDomainRef<'_> {
        TrustDomainRef { name: &self.name }
    }

    /// The ID of the trust domain itself, `spiffe://td`: what its signing authority bears (SPIFFE-ID 3.1).
    pub fn id(&self) -> SpiffeId {
        self.as_ref().id()
    }

    /// The ID `spiffe://td/<path>`; `path` is `a/b` or `/a/b`.
    ///
    /// # Errors
    /// The rule that the path breaks, or [`IdentityError::IdTooLong`].
    pub fn join(&self, path: &str) -> Result<SpiffeId, IdentityError> {
        self.as_ref().join(path)
    }
}

impl<'a> TrustDomainRef<'a> {
    /// Reads a bare name as [`TrustDomain::parse`] does, without allocating.
    ///
    /// # Errors
    /// The [`IdentityError`] of the first rule that the name breaks.
    pub fn parse(name: &'a str) -> Result<Self, IdentityError> {
        if !scan::trust_domain(name) {
            grammar::trust_domain(name)?;
        }
        Ok(Self { name })
    }

    /// The part of a checked ID that is its trust domain.
    pub(super) fn of_checked(name: &'a str) -> Self {
        Self { name }
    }

    /// The name.
    pub fn as_str(self) -> &'a str {
        self.name
    }

    /// An owned copy, in one allocation.
    pub fn to_owned(self) -> TrustDomain {
        TrustDomain { name: self.name.into() }
    }

    /// The ID of the trust domain itself, `spiffe://td`.
    pub fn id(self) -> SpiffeId {
        SpiffeId::of_trust_domain(self)
    }

    /// The ID `spiffe://td/<path>`, as [`TrustDomain::join`] makes it.
    ///
    /// # Errors
    /// The rule that the path breaks, or [`IdentityError::IdTooLong`].
    pub fn join(self, path: &str) -> Result<SpiffeId, IdentityError> {
        SpiffeId::in_trust_domain(self, path)
    }
}

as_text!(TrustDomain);
as_text!(TrustDomainRef<'a>);
from_text!(TrustDomain, "the name of a trust domain, such as cluster.local");
same_text!(TrustDomain, TrustDomainRef);

impl<'a> TryFrom<&'a str> for TrustDomainRef<'a> {
    type Error = IdentityError;
    fn try_from(name: &'a str) -> Result<Self, IdentityError> {
        Self::parse(name)
    }
}
