//! Trust domains.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::lenient::strip_scheme;
use super::{Change, IdentityError, Lenient, SpiffeId, grammar};

/// A trust domain name, SPIFFE-ID section 2.1: 1 to 255 bytes of `a-z`, `0-9`, `.`, `-`, `_`.
///
/// One allocation. Compared byte for byte; that it may look like a DNS name or an address means nothing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrustDomain(Box<str>);

/// A borrowed [`TrustDomain`]: valid, and no allocation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrustDomainRef<'a>(&'a str);

impl TrustDomain {
    /// Parses a name, without scheme.
    ///
    /// # Errors
    /// The rule that it breaks, with the position.
    pub fn parse(name: &str) -> Result<Self, IdentityError> {
        TrustDomainRef::parse(name).map(TrustDomainRef::to_owned)
    }

    /// Parses a name, folding ASCII case and taking `spiffe://<name>` for it, and says what it changed.
    ///
    /// # Errors
    /// Anything else that [`TrustDomain::parse`] refuses, a path included.
    pub fn parse_lenient(text: &str) -> Result<Lenient<Self>, IdentityError> {
        let mut changes = Vec::new();
        let name = match strip_scheme(text) {
            Some((name, _)) => {
                changes.push(Change::SchemeRemoved);
                name
            }
            None => text,
        };
        let folded = name.to_ascii_lowercase();
        if folded != name {
            changes.push(Change::TrustDomainLowercased);
        }
        Ok(Lenient { value: Self::parse(&folded)?, changes })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A borrowed view.
    pub fn as_ref(&self) -> TrustDomainRef<'_> {
        TrustDomainRef(&self.0)
    }

    /// The trust domain's own SPIFFE ID, without a path: the name of its authorities.
    pub fn id(&self) -> SpiffeId {
        SpiffeId::from_valid(format!("{}{}", grammar::SCHEME, self.0), self.0.len())
    }

    /// The SPIFFE ID with this path: segments joined by `/`, with or without a leading slash.
    ///
    /// # Errors
    /// A segment that SPIFFE-ID section 2.2 forbids, or more than 2,048 bytes.
    pub fn join(&self, path: &str) -> Result<SpiffeId, IdentityError> {
        self.id().join(path)
    }
}

impl<'a> TrustDomainRef<'a> {
    /// Parses a name without allocating.
    ///
    /// # Errors
    /// As [`TrustDomain::parse`].
    pub fn parse(name: &'a str) -> Result<Self, IdentityError> {
        grammar::check_trust_domain(name, 0).map(|()| Self(name))
    }

    pub(super) fn from_valid(name: &'a str) -> Self {
        Self(name)
    }

    /// The name.
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// An owned copy.
    pub fn to_owned(self) -> TrustDomain {
        TrustDomain(self.0.into())
    }
}

impl fmt::Display for TrustDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TrustDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TrustDomain({:?})", self.0)
    }
}

impl fmt::Display for TrustDomainRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for TrustDomainRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TrustDomain({:?})", self.0)
    }
}

/// Lawful: equality, order and hash are those of the text.
impl Borrow<str> for TrustDomain {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl FromStr for TrustDomain {
    type Err = IdentityError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for TrustDomain {
    type Error = IdentityError;
    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}

impl Serialize for TrustDomain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for TrustDomain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
