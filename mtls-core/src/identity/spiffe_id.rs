//! SPIFFE IDs.

use super::error::IdentityError;
use super::lenient::Lenient;
use super::{TrustDomainRef, grammar, lenient, scan};

/// A SPIFFE ID, such as `spiffe://cluster.local/ns/shop/sa/cart`.
///
/// Valid by construction and held in one allocation. Compares, orders, hashes, prints and serializes as its
/// text, so a map with `SpiffeId` keys can be asked with a `&str`.
///
/// ```
/// use mtls_core::identity::SpiffeId;
///
/// let id: SpiffeId = "spiffe://cluster.local/ns/shop/sa/cart".parse()?;
/// assert_eq!(id.trust_domain().as_str(), "cluster.local");
/// assert_eq!(id.path(), "/ns/shop/sa/cart");
/// assert_eq!(id.segments().last(), Some("cart"));
///
/// // Strict: a peer that folds case and one that does not would disagree on who this is.
/// let refused = SpiffeId::parse("spiffe://Cluster.Local/ns/shop/sa/cart");
/// assert!(refused.is_err());
/// // Lenient, and honest about it.
/// let read = SpiffeId::parse_lenient("spiffe://Cluster.Local/ns/shop/sa/cart")?;
/// assert_eq!(read.value, id);
/// assert_eq!(read.changes.len(), 1);
/// # Ok::<(), mtls_core::identity::IdentityError>(())
/// ```
#[derive(Clone)]
pub struct SpiffeId {
    text: Box<str>,
    /// Where the trust domain ends and the path, if any, begins.
    path_at: usize,
}

/// A borrowed [`SpiffeId`]; copies freely, allocates nothing.
#[derive(Clone, Copy)]
pub struct SpiffeIdRef<'a> {
    text: &'a str,
    path_at: usize,
}

impl SpiffeId {
    /// Reads an ID strictly, by SPIFFE-ID section 2: nothing is folded, decoded, trimmed or resolved.
    ///
    /// # Errors
    /// The [`IdentityError`] of the first rule that the text breaks.
    #[inline]
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        Ok(SpiffeIdRef::parse(text)?.to_owned())
    }

    /// Reads an ID whose scheme or trust domain has uppercase ASCII letters (SPIFFE-ID 2.4), or that is a
    /// trust domain with a lone slash after it (`spiffe://td/`, which the bundle standard itself prints), and
    /// reports each change. The value is always canonical; everything else stays refused.
    ///
    /// For configuration that people wrote. Never for a name in a certificate: there, read strictly.
    ///
    /// # Errors
    /// The [`IdentityError`] of the first rule that the text breaks even so.
    pub fn parse_lenient(text: &str) -> Result<Lenient<Self>, IdentityError> {
        lenient::id(text)
    }

    /// The whole ID.
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// A borrowed view.
    #[inline]
    pub fn as_ref(&self) -> SpiffeIdRef<'_> {
        SpiffeIdRef { text: &self.text, path_at: self.path_at }
    }

    /// The trust domain.
    pub fn trust_domain(&self) -> TrustDomainRef<'_> {
        self.as_ref().trust_domain()
    }

    /// The path with its leading slash, or `""` for the ID of a trust domain itself.
    pub fn path(&self) -> &str {
        self.as_ref().path()
    }

    /// The segments of the path, without slashes.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.as_ref().segments()
    }

    /// Whether the ID belongs to this trust domain.
    pub fn is_member_of<'t>(&self, trust_domain: impl Into<TrustDomainRef<'t>>) -> bool {
        self.as_ref().is_member_of(trust_domain)
    }

    /// This ID with more segments at the end; `path` is `a/b` or `/a/b`.
    ///
    /// # Errors
    /// The rule that the path breaks, or [`IdentityError::IdTooLong`] (SPIFFE-ID 2.3: none may be made that
    /// is longer).
    pub fn join(&self, path: &str) -> Result<Self, IdentityError> {
        self.with_checked(grammar::path(path)?)
    }

    /// This ID with one more segment at the end. A slash in it is refused, so a value from outside cannot
    /// reach into the rest of the path.
    ///
    /// # Errors
    /// The rule that the segment breaks, or [`IdentityError::IdTooLong`].
    pub fn append_segment(&self, segment: &str) -> Result<Self, IdentityError> {
        grammar::segment(segment)?;
        self.with_checked(segment)
    }

    fn with_checked(&self, relative: &str) -> Result<Self, IdentityError> {
        let length = self.text.len().saturating_add(1).saturating_add(relative.len());
        grammar::within_limit(length, relative)?;
        let text = [&*self.text, "/", relative].concat().into_boxed_str();
        Ok(Self { text, path_at: self.path_at })
    }

    pub(super) fn in_trust_domain(
        trust_domain: TrustDomainRef<'_>,
        path: &str,
    ) -> Result<Self, IdentityError> {
        let relative = grammar::path(path)?;
        let text = [grammar::SCHEME, trust_domain.as_str(), "/", relative].concat().into_boxed_str();
        grammar::within_limit(text.len(), relative)?;
        Ok(Self { text, path_at: grammar::SCHEME.len().saturating_add(trust_domain.as_str().len()) })
    }

    pub(super) fn of_trust_domain(trust_domain: TrustDomainRef<'_>) -> Self {
        let text = [grammar::SCHEME, trust_domain.as_str()].concat().into_boxed_str();
        Self { path_at: text.len(), text }
    }
}

impl<'a> SpiffeIdRef<'a> {
    /// Reads an ID as [`SpiffeId::parse`] does, without allocating.
    ///
    /// # Errors
    /// The [`IdentityError`] of the first rule that the text breaks.
    #[inline]
    pub fn parse(text: &'a str) -> Result<Self, IdentityError> {
        let path_at = match scan::id(text) {
            Some(path_at) => path_at,
            None => grammar::id(text)?,
        };
        Ok(Self { text, path_at })
    }

    /// The whole ID.
    pub fn as_str(self) -> &'a str {
        self.text
    }

    /// An owned copy, in one allocation.
    #[inline]
    pub fn to_owned(self) -> SpiffeId {
        SpiffeId { text: self.text.into(), path_at: self.path_at }
    }

    /// The trust domain.
    pub fn trust_domain(self) -> TrustDomainRef<'a> {
        TrustDomainRef::of_checked(self.text.get(grammar::SCHEME.len()..self.path_at).unwrap_or_default())
    }

    /// The path with its leading slash, or `""` for the ID of a trust domain itself.
    pub fn path(self) -> &'a str {
        self.text.get(self.path_at..).unwrap_or_default()
    }

    /// The segments of the path, without slashes.
    pub fn segments(self) -> impl DoubleEndedIterator<Item = &'a str> {
        let path = self.path().strip_prefix('/');
        path.into_iter().flat_map(|relative| relative.split('/'))
    }

    /// Whether the ID belongs to this trust domain.
    pub fn is_member_of<'t>(self, trust_domain: impl Into<TrustDomainRef<'t>>) -> bool {
        self.trust_domain().as_str() == trust_domain.into().as_str()
    }

    /// The ID without its scheme, as Istio writes principals: `td/ns/shop/sa/cart`.
    pub fn without_scheme(self) -> &'a str {
        self.text.get(grammar::SCHEME.len()..).unwrap_or_default()
    }
}

as_text!(SpiffeId);
as_text!(SpiffeIdRef<'a>);
from_text!(SpiffeId, "a SPIFFE ID, such as spiffe://cluster.local/ns/shop/sa/cart");
same_text!(SpiffeId, SpiffeIdRef);

impl<'a> TryFrom<&'a str> for SpiffeIdRef<'a> {
    type Error = IdentityError;
    fn try_from(text: &'a str) -> Result<Self, IdentityError> {
        Self::parse(text)
    }
}
