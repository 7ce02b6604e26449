//! SPIFFE IDs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::lenient::strip_scheme;
use super::{Change, IdentityError, Lenient, MAX_SPIFFE_ID, TrustDomain, TrustDomainRef, grammar};

/// A SPIFFE ID, SPIFFE-ID section 2: `spiffe://<trust domain>[/<path>]`, at most 2,048 bytes.
///
/// One allocation. Compared, ordered and hashed as its text.
///
/// ```
/// use mtls_core::identity::SpiffeId;
///
/// let id = SpiffeId::parse("spiffe://cluster.local/ns/shop/sa/cart")?;
/// assert_eq!(id.trust_domain().as_str(), "cluster.local");
/// assert_eq!(id.path(), "/ns/shop/sa/cart");
/// assert!(SpiffeId::parse("spiffe://Cluster.local/ns/shop/sa/cart").is_err());
/// # Ok::<(), mtls_core::identity::IdentityError>(())
/// ```
#[derive(Clone)]
pub struct SpiffeId {
    text: Box<str>,
    /// Length of the trust domain; at most 255.
    domain: u8,
}

/// A borrowed [`SpiffeId`]: valid, and no allocation.
#[derive(Clone, Copy)]
pub struct SpiffeIdRef<'a> {
    text: &'a str,
    trust_domain: &'a str,
    path: &'a str,
}

impl SpiffeId {
    /// Parses an ID strictly.
    ///
    /// # Errors
    /// The rule that it breaks, with the position.
    #[inline]
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let parts = grammar::parse(text)?;
        Ok(Self { text: text.into(), domain: length(parts.trust_domain) })
    }

    /// Parses an ID, folding the ASCII case of scheme and trust domain, and says what it changed.
    /// The path keeps its case: there it counts (SPIFFE-ID section 2.4).
    ///
    /// # Errors
    /// Anything else that [`SpiffeId::parse`] refuses.
    pub fn parse_lenient(text: &str) -> Result<Lenient<Self>, IdentityError> {
        let Some((rest, folded)) = strip_scheme(text) else {
            return Self::parse(text).map(|value| Lenient { value, changes: Vec::new() });
        };
        let mut changes = Vec::new();
        if folded {
            changes.push(Change::SchemeLowercased);
        }
        let (name, path) = rest.split_once('/').map_or((rest, None), |(name, path)| (name, Some(path)));
        let lower = name.to_ascii_lowercase();
        if lower != name {
            changes.push(Change::TrustDomainLowercased);
        }
        let text = match path {
            Some(path) => format!("{}{lower}/{path}", grammar::SCHEME),
            None => format!("{}{lower}", grammar::SCHEME),
        };
        Ok(Lenient { value: Self::parse(&text)?, changes })
    }

    /// `text` is valid and its trust domain has `domain` bytes.
    pub(super) fn from_valid(text: String, domain: usize) -> Self {
        Self { text: text.into(), domain: u8::try_from(domain).unwrap_or(u8::MAX) }
    }

    /// The whole ID.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// A borrowed view.
    pub fn as_ref(&self) -> SpiffeIdRef<'_> {
        let rest = self.text.get(grammar::SCHEME.len()..).unwrap_or_default();
        let (trust_domain, path) = rest.split_at_checked(usize::from(self.domain)).unwrap_or((rest, ""));
        SpiffeIdRef { text: &self.text, trust_domain, path }
    }

    /// The trust domain.
    pub fn trust_domain(&self) -> TrustDomainRef<'_> {
        self.as_ref().trust_domain()
    }

    /// The path, with its leading slash; empty for a trust domain's own ID.
    pub fn path(&self) -> &str {
        self.as_ref().path()
    }

    /// The path's segments.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.as_ref().segments()
    }

    /// Whether the ID belongs to this trust domain.
    pub fn is_member_of(&self, trust_domain: &TrustDomain) -> bool {
        self.trust_domain() == trust_domain.as_ref()
    }

    /// The ID with more path: segments joined by `/`, with or without a leading slash.
    ///
    /// # Errors
    /// A segment that SPIFFE-ID section 2.2 forbids, or more than 2,048 bytes.
    pub fn join(&self, path: &str) -> Result<Self, IdentityError> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let text = format!("{}/{path}", self.text);
        if text.len() > MAX_SPIFFE_ID {
            return Err(IdentityError::TooLong { length: text.len() });
        }
        let added = text.get(self.text.len()..).unwrap_or_default();
        grammar::check_path(added, self.text.len())?;
        Ok(Self { text: text.into(), domain: self.domain })
    }

    /// The ID with one more segment, which may not hold a slash.
    ///
    /// # Errors
    /// As [`SpiffeId::join`].
    pub fn append_segment(&self, segment: &str) -> Result<Self, IdentityError> {
        grammar::check_segment(segment, self.text.len().saturating_add(1))?;
        self.join(segment)
    }
}

fn length(trust_domain: &str) -> u8 {
    u8::try_from(trust_domain.len()).unwrap_or(u8::MAX)
}

impl<'a> SpiffeIdRef<'a> {
    /// Parses an ID strictly, without allocating.
    ///
    /// # Errors
    /// As [`SpiffeId::parse`].
    #[inline]
    pub fn parse(text: &'a str) -> Result<Self, IdentityError> {
        let parts = grammar::parse(text)?;
        Ok(Self { text, trust_domain: parts.trust_domain, path: parts.path })
    }

    /// The whole ID.
    pub fn as_str(self) -> &'a str {
        self.text
    }

    /// The trust domain.
    pub fn trust_domain(self) -> TrustDomainRef<'a> {
        TrustDomainRef::from_valid(self.trust_domain)
    }

    /// The path, with its leading slash; empty for a trust domain's own ID.
    pub fn path(self) -> &'a str {
        self.path
    }

    /// The path's segments.
    pub fn segments(self) -> impl Iterator<Item = &'a str> {
        self.path.split('/').skip(1)
    }

    /// An owned copy.
    pub fn to_owned(self) -> SpiffeId {
        SpiffeId { text: self.text.into(), domain: length(self.trust_domain) }
    }
}

/// Equality, order, hash and text are those of the whole ID.
macro_rules! as_text {
    ($($ty:ty),+) => {$(
        impl PartialEq for $ty {
            fn eq(&self, other: &Self) -> bool {
                self.text == other.text
            }
        }
        impl Eq for $ty {}
        impl PartialOrd for $ty {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $ty {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.text.cmp(&other.text)
            }
        }
        impl std::hash::Hash for $ty {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.text.hash(state);
            }
        }
        impl fmt::Display for $ty {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text)
            }
        }
        impl fmt::Debug for $ty {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "SpiffeId({:?})", self.text)
            }
        }
        impl Serialize for $ty {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text)
            }
        }
    )+};
}
as_text!(SpiffeId, SpiffeIdRef<'_>);

impl std::borrow::Borrow<str> for SpiffeId {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl FromStr for SpiffeId {
    type Err = IdentityError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for SpiffeId {
    type Error = IdentityError;
    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}

impl<'de> Deserialize<'de> for SpiffeId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
