//! Whom to let in, as a pattern over SPIFFE IDs.

mod document;
mod judge;
mod principal;
mod words;

use super::error::IdentityError;
use super::{SpiffeId, TrustDomain, grammar};
use principal::Principal;

/// A rule that a SPIFFE ID keeps or not. Path prefixes end at segment boundaries: `/ns/shop` takes in
/// `/ns/shop/sa/cart` and not `/ns/shopping/sa/cart`.
///
/// Serializes as `{"exact": "spiffe://…"}`, `{"trust_domain": "…"}`,
/// `{"path_prefix": {"trust_domain": "…", "path": "/ns/shop"}}`, `{"istio_principal": "…"}`,
/// `{"any_of": […]}`, `{"all_of": […]}`, `{"not": …}`.
///
/// ```
/// use mtls_core::identity::{IdentityPattern, SpiffeId, TrustDomain};
///
/// let shop = IdentityPattern::path_prefix(TrustDomain::parse("cluster.local")?, "/ns/shop")?;
/// let cart = SpiffeId::parse("spiffe://cluster.local/ns/shop/sa/cart")?;
/// let shopping = SpiffeId::parse("spiffe://cluster.local/ns/shopping/sa/cart")?;
/// assert!(shop.matches(&cart));
/// assert!(!shop.matches(&shopping));
/// assert_eq!(shop.to_string(), "any workload of cluster.local at or below /ns/shop");
/// assert_eq!(
///     shop.mismatch(&shopping).unwrap(),
///     "the path /ns/shopping/sa/cart is not at or below /ns/shop"
/// );
/// # Ok::<(), mtls_core::identity::IdentityError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdentityPattern(Form);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Form {
    Exact(SpiffeId),
    TrustDomain(TrustDomain),
    /// The path is valid and has its leading slash.
    PathPrefix(TrustDomain, Box<str>),
    Principal(Principal),
    AnyOf(Vec<IdentityPattern>),
    AllOf(Vec<IdentityPattern>),
    Not(Box<IdentityPattern>),
}

/// How deep patterns may nest.
const MAX_DEPTH: usize = 16;
/// How many patterns one may hold, itself included.
const MAX_PATTERNS: usize = 4096;

impl IdentityPattern {
    /// This ID and no other.
    pub fn exact(id: SpiffeId) -> Self {
        Self(Form::Exact(id))
    }

    /// Every workload of a trust domain; the trust domain's own ID, without a path, is none.
    pub fn any_in(trust_domain: TrustDomain) -> Self {
        Self(Form::TrustDomain(trust_domain))
    }

    /// Every ID of a trust domain whose path is `path` or goes on below it; `path` is `/ns/shop` or `ns/shop`.
    ///
    /// # Errors
    /// [`IdentityError::PatternEmpty`] for an empty path (use [`any_in`](Self::any_in)), or the rule that the
    /// path breaks (SPIFFE-ID 2.2).
    pub fn path_prefix(trust_domain: TrustDomain, path: &str) -> Result<Self, IdentityError> {
        if path.is_empty() {
            return Err(IdentityError::PatternEmpty { what: "the path prefix" });
        }
        let relative = grammar::path(path)?;
        Ok(Self(Form::PathPrefix(trust_domain, ["/", relative].concat().into())))
    }

    /// Istio's string match on the principal, the ID without `spiffe://`: exact, `prefix*`, `*suffix`, or `*`
    /// for any.
    ///
    /// The star knows no segments, in Istio neither: `td/ns/shop*` takes in the namespace `shopping`, and a
    /// suffix any trust domain. [`cautions`](Self::cautions) points that out.
    ///
    /// # Errors
    /// [`IdentityError::PatternEmpty`], or [`IdentityError::PatternNeverMatches`] for a text that no SPIFFE ID
    /// can match, such as `*a*`, which Istio reads as the suffix `a*`.
    pub fn istio_principal(pattern: &str) -> Result<Self, IdentityError> {
        Principal::parse(pattern).map(|principal| Self(Form::Principal(principal)))
    }

    /// At least one of these; nobody if there are none.
    ///
    /// # Errors
    /// [`IdentityError::PatternTooLarge`]: nested more than 16 deep, or more than 4096 patterns in all.
    pub fn any_of(patterns: impl IntoIterator<Item = Self>) -> Result<Self, IdentityError> {
        Self(Form::AnyOf(patterns.into_iter().collect())).bounded()
    }

    /// All of these.
    ///
    /// # Errors
    /// [`IdentityError::PatternEmpty`] for an empty list, which would take in everybody;
    /// [`IdentityError::PatternTooLarge`] as for [`any_of`](Self::any_of).
    pub fn all_of(patterns: impl IntoIterator<Item = Self>) -> Result<Self, IdentityError> {
        let patterns: Vec<_> = patterns.into_iter().collect();
        if patterns.is_empty() {
            return Err(IdentityError::PatternEmpty { what: "the list of all_of" });
        }
        Self(Form::AllOf(patterns)).bounded()
    }

    /// Everybody else. Use it inside [`all_of`](Self::all_of), beside the trust domain that is meant: alone it
    /// lets in every other trust domain too.
    ///
    /// # Errors
    /// [`IdentityError::PatternTooLarge`] as for [`any_of`](Self::any_of).
    #[expect(clippy::should_implement_trait, reason = "a constructor beside any_of and all_of")]
    pub fn not(pattern: Self) -> Result<Self, IdentityError> {
        Self(Form::Not(Box::new(pattern))).bounded()
    }

    fn bounded(self) -> Result<Self, IdentityError> {
        let (depth, count) = self.size();
        if depth > MAX_DEPTH || count > MAX_PATTERNS {
            let (max_depth, max_count) = (MAX_DEPTH, MAX_PATTERNS);
            return Err(IdentityError::PatternTooLarge { count, depth, max_count, max_depth });
        }
        Ok(self)
    }

    /// Depth and count, itself included. Recursion ends: every part was bounded when it was made.
    fn size(&self) -> (usize, usize) {
        let (depth, count) = self
            .parts()
            .iter()
            .map(Self::size)
            .fold((0_usize, 0_usize), |(depth, count), (d, c)| (depth.max(d), count.saturating_add(c)));
        (depth.saturating_add(1), count.saturating_add(1))
    }

    /// The patterns that this one is made of.
    fn parts(&self) -> &[Self] {
        match &self.0 {
            Form::AnyOf(list) | Form::AllOf(list) => list,
            Form::Not(one) => std::slice::from_ref(one),
            Form::Exact(_) | Form::TrustDomain(_) | Form::PathPrefix(..) | Form::Principal(_) => &[],
        }
    }
}
