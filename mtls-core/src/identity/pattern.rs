//! Whom to let in, as a pattern over SPIFFE IDs.

use std::fmt;

use super::{IdentityError, SpiffeId, SpiffeIdRef, TrustDomain, grammar};

/// A rule that a SPIFFE ID keeps or not. Prefixes end at segment boundaries: `/ns/shop` takes in
/// `/ns/shop/sa/cart` and not `/ns/shopping`.
///
/// Serializes as `{"exact": "spiffe://…"}`, `{"trust_domain": "…"}`,
/// `{"path_prefix": {"trust_domain": "…", "path": "/ns/shop"}}`, `{"istio_principal": "…"}`,
/// `{"any_of": […]}`, `{"all_of": […]}`, `{"not": …}`.
///
/// ```
/// use mtls_core::identity::{IdentityPattern, SpiffeId, TrustDomain};
///
/// let shop = IdentityPattern::path_prefix(TrustDomain::parse("cluster.local")?, "/ns/shop")?;
/// assert!(shop.matches(SpiffeId::parse("spiffe://cluster.local/ns/shop/sa/cart")?.as_ref()));
/// assert!(!shop.matches(SpiffeId::parse("spiffe://cluster.local/ns/shopping/sa/cart")?.as_ref()));
/// # Ok::<(), mtls_core::identity::IdentityError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdentityPattern(pub(super) Form);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Form {
    Exact(SpiffeId),
    TrustDomain(TrustDomain),
    PathPrefix(TrustDomain, Box<str>),
    IstioPrincipal(Box<str>),
    AnyOf(Vec<IdentityPattern>),
    AllOf(Vec<IdentityPattern>),
    Not(Box<IdentityPattern>),
}

/// How deep patterns may nest.
pub(super) const MAX_DEPTH: usize = 16;
/// How many patterns one may hold, itself included.
pub(super) const MAX_PATTERNS: usize = 4096;

impl IdentityPattern {
    /// This ID and no other.
    pub fn exact(id: SpiffeId) -> Self {
        Self(Form::Exact(id))
    }

    /// Every workload of a trust domain; the trust domain's own ID, without path, is none.
    pub fn any_in(trust_domain: TrustDomain) -> Self {
        Self(Form::TrustDomain(trust_domain))
    }

    /// Every ID of a trust domain whose path is `path` or goes on below it.
    ///
    /// # Errors
    /// A path that SPIFFE-ID section 2.2 forbids, or an empty one (use [`IdentityPattern::any_in`]).
    pub fn path_prefix(trust_domain: TrustDomain, path: &str) -> Result<Self, IdentityError> {
        if !path.starts_with('/') {
            let reason = "a path prefix begins with `/` and names at least one segment".to_owned();
            return Err(IdentityError::Pattern { reason });
        }
        grammar::check_path(path, 0)?;
        Ok(Self(Form::PathPrefix(trust_domain, path.into())))
    }

    /// Istio's string match on `<trust domain>/ns/<namespace>/sa/<service account>`: exact, `prefix*`,
    /// `*suffix`, or `*` for any. The star knows no segments, in Istio neither.
    ///
    /// # Errors
    /// Empty, `spiffe://` in front, or a star elsewhere than at one end.
    pub fn istio_principal(pattern: &str) -> Result<Self, IdentityError> {
        let refuse = |reason: &str| Err(IdentityError::Pattern { reason: reason.to_owned() });
        if pattern.is_empty() {
            return refuse("an empty principal matches nobody");
        }
        if pattern.starts_with(grammar::SCHEME) {
            return refuse("principals are written without `spiffe://`");
        }
        let body = pattern.strip_prefix('*').or_else(|| pattern.strip_suffix('*')).unwrap_or(pattern);
        if body.contains('*') {
            return refuse("`*` may stand at the beginning or at the end, once");
        }
        Ok(Self(Form::IstioPrincipal(pattern.into())))
    }

    /// At least one of these; none of an empty list.
    ///
    /// # Errors
    /// Nested more than 16 deep, or more than 4,096 patterns in all.
    pub fn any_of(patterns: impl IntoIterator<Item = Self>) -> Result<Self, IdentityError> {
        Self(Form::AnyOf(patterns.into_iter().collect())).bounded()
    }

    /// All of these.
    ///
    /// # Errors
    /// An empty list (it would take in everybody), or the bounds of [`IdentityPattern::any_of`].
    pub fn all_of(patterns: impl IntoIterator<Item = Self>) -> Result<Self, IdentityError> {
        let patterns: Vec<_> = patterns.into_iter().collect();
        if patterns.is_empty() {
            let reason = "all_of nothing would take in everybody".to_owned();
            return Err(IdentityError::Pattern { reason });
        }
        Self(Form::AllOf(patterns)).bounded()
    }

    /// Everybody else. Use it inside [`IdentityPattern::all_of`], beside the trust domain that is meant.
    ///
    /// # Errors
    /// The bounds of [`IdentityPattern::any_of`].
    #[expect(clippy::should_implement_trait, reason = "a constructor beside any_of and all_of")]
    pub fn not(pattern: Self) -> Result<Self, IdentityError> {
        Self(Form::Not(Box::new(pattern))).bounded()
    }

    pub(super) fn bounded(self) -> Result<Self, IdentityError> {
        let (depth, count) = self.size();
        if depth > MAX_DEPTH || count > MAX_PATTERNS {
            let reason = format!(
                "{count} patterns nested {depth} deep; at most {MAX_PATTERNS} and {MAX_DEPTH} are allowed"
            );
            return Err(IdentityError::Pattern { reason });
        }
        Ok(self)
    }

    fn size(&self) -> (usize, usize) {
        let inner: &[Self] = match &self.0 {
            Form::AnyOf(list) | Form::AllOf(list) => list,
            Form::Not(one) => std::slice::from_ref(one),
            _ => &[],
        };
        let (depth, count) = inner
            .iter()
            .map(Self::size)
            .fold((0_usize, 0_usize), |(depth, count), (d, c)| (depth.max(d), count.saturating_add(c)));
        (depth.saturating_add(1), count.saturating_add(1))
    }

    /// Whether the ID keeps the rule.
    pub fn matches(&self, id: SpiffeIdRef<'_>) -> bool {
        match &self.0 {
            Form::Exact(exact) => exact.as_ref() == id,
            Form::TrustDomain(domain) => id.trust_domain() == domain.as_ref() && !id.path().is_empty(),
            Form::PathPrefix(domain, prefix) => {
                id.trust_domain() == domain.as_ref()
                    && id
                        .path()
                        .strip_prefix(prefix.as_ref())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
            Form::IstioPrincipal(pattern) => {
                let principal = id.as_str().strip_prefix(grammar::SCHEME).unwrap_or_default();
                match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
                    (Some(""), _) => !principal.is_empty(),
                    (Some(suffix), _) => principal.ends_with(suffix),
                    (None, Some(prefix)) => principal.starts_with(prefix),
                    (None, None) => principal == &**pattern,
                }
            }
            Form::AnyOf(list) => list.iter().any(|pattern| pattern.matches(id)),
            Form::AllOf(list) => list.iter().all(|pattern| pattern.matches(id)),
            Form::Not(pattern) => !pattern.matches(id),
        }
    }

    /// Why the ID does not match, in words; None if it does.
    pub fn mismatch(&self, id: SpiffeIdRef<'_>) -> Option<String> {
        (!self.matches(id)).then(|| format!("{id} is not {self}"))
    }
}

/// The rule in words: `any workload of cluster.local below /ns/shop`.
impl fmt::Display for IdentityPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Exact(id) => id.fmt(f),
            Form::TrustDomain(domain) => write!(f, "any workload of {domain}"),
            Form::PathPrefix(domain, path) => write!(f, "any workload of {domain} at or below {path}"),
            Form::IstioPrincipal(pattern) => write!(f, "a principal matching {pattern}"),
            Form::AnyOf(list) => joined(f, "any of", list),
            Form::AllOf(list) => joined(f, "all of", list),
            Form::Not(pattern) => write!(f, "anybody but ({pattern})"),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, word: &str, list: &[IdentityPattern]) -> fmt::Result {
    write!(f, "{word} (")?;
    for (i, pattern) in list.iter().enumerate() {
        if i > 0 {
            f.write_str("; ")?;
        }
        fmt::Display::fmt(pattern, f)?;
    }
    f.write_str(")")
}
