//! Patterns as documents: JSON, YAML, options of the bindings.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Form, IdentityPattern};
use crate::identity::{IdentityError, SpiffeId, TrustDomain};

/// The written form. Names are checked afterwards, so that their refusals keep their own type.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Document {
    Exact(String),
    TrustDomain(String),
    PathPrefix(PathPrefix),
    IstioPrincipal(String),
    AnyOf(Vec<Document>),
    AllOf(Vec<Document>),
    Not(Box<Document>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PathPrefix {
    trust_domain: String,
    path: String,
}

impl Document {
    fn check(self) -> Result<IdentityPattern, IdentityError> {
        let all = |list: Vec<Self>| list.into_iter().map(Self::check).collect::<Result<Vec<_>, _>>();
        match self {
            Self::Exact(id) => SpiffeId::parse(&id).map(IdentityPattern::exact),
            Self::TrustDomain(name) => TrustDomain::parse(&name).map(IdentityPattern::any_in),
            Self::PathPrefix(PathPrefix { trust_domain, path }) => {
                IdentityPattern::path_prefix(TrustDomain::parse(&trust_domain)?, &path)
            }
            Self::IstioPrincipal(pattern) => IdentityPattern::istio_principal(&pattern),
            Self::AnyOf(list) => IdentityPattern::any_of(all(list)?),
            Self::AllOf(list) => IdentityPattern::all_of(all(list)?),
            Self::Not(one) => IdentityPattern::not(one.check()?),
        }
    }

    fn write(pattern: &IdentityPattern) -> Self {
        let all = |list: &[IdentityPattern]| list.iter().map(Self::write).collect();
        match &pattern.0 {
            Form::Exact(id) => Self::Exact(id.to_string()),
            Form::TrustDomain(domain) => Self::TrustDomain(domain.to_string()),
            Form::PathPrefix(domain, path) => {
                Self::PathPrefix(PathPrefix { trust_domain: domain.to_string(), path: path.to_string() })
            }
            Form::Principal(principal) => Self::IstioPrincipal(principal.to_pattern()),
            Form::AnyOf(list) => Self::AnyOf(all(list)),
            Form::AllOf(list) => Self::AllOf(all(list)),
            Form::Not(one) => Self::Not(Box::new(Self::write(one))),
        }
    }
}

impl IdentityPattern {
    /// Reads a pattern from JSON, or a bare SPIFFE ID as an exact one.
    ///
    /// # Errors
    /// [`IdentityError::PatternDocument`] for what is not JSON or of an unknown form, or what the constructor
    /// of a part refuses.
    pub fn from_json(text: &str) -> Result<Self, IdentityError> {
        if !text.trim_start().starts_with('{') {
            return SpiffeId::parse(text).map(Self::exact);
        }
        // serde_json ends the recursion at 128 levels.
        serde_json::from_str::<Document>(text)
            .map_err(|error| IdentityError::PatternDocument {
                reason: crate::finding::excerpt_of(&error.to_string(), crate::finding::REASON),
            })?
            .check()
    }

    /// The pattern as JSON on one line.
    pub fn to_json(&self) -> String {
        // Strings and lists alone: this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for IdentityPattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Document::write(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for IdentityPattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Document::deserialize(deserializer)?.check().map_err(serde::de::Error::custom)
    }
}
