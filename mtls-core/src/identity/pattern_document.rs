//! Patterns as documents: JSON, YAML, options of the bindings.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::pattern::Form;
use super::{IdentityError, IdentityPattern, SpiffeId, TrustDomain};

/// The written form; a value of it is not yet checked.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Document {
    Exact(SpiffeId),
    TrustDomain(TrustDomain),
    PathPrefix { trust_domain: TrustDomain, path: String },
    IstioPrincipal(String),
    AnyOf(Vec<Document>),
    AllOf(Vec<Document>),
    Not(Box<Document>),
}

impl Document {
    fn check(self) -> Result<IdentityPattern, IdentityError> {
        let all = |list: Vec<Self>| list.into_iter().map(Self::check).collect::<Result<Vec<_>, _>>();
        match self {
            Self::Exact(id) => Ok(IdentityPattern::exact(id)),
            Self::TrustDomain(domain) => Ok(IdentityPattern::any_in(domain)),
            Self::PathPrefix { trust_domain, path } => IdentityPattern::path_prefix(trust_domain, &path),
            Self::IstioPrincipal(pattern) => IdentityPattern::istio_principal(&pattern),
            Self::AnyOf(list) => IdentityPattern::any_of(all(list)?),
            Self::AllOf(list) => IdentityPattern::all_of(all(list)?),
            Self::Not(one) => IdentityPattern::not(one.check()?),
        }
    }

    fn write(pattern: &IdentityPattern) -> Self {
        let all = |list: &[IdentityPattern]| list.iter().map(Self::write).collect();
        match &pattern.0 {
            Form::Exact(id) => Self::Exact(id.clone()),
            Form::TrustDomain(domain) => Self::TrustDomain(domain.clone()),
            Form::PathPrefix(domain, path) => {
                Self::PathPrefix { trust_domain: domain.clone(), path: path.to_string() }
            }
            Form::IstioPrincipal(pattern) => Self::IstioPrincipal(pattern.to_string()),
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
    /// Not JSON, an unknown form, or a part that its constructor refuses. serde_json bounds the depth.
    pub fn from_json(text: &str) -> Result<Self, IdentityError> {
        if !text.trim_start().starts_with('{') {
            return SpiffeId::parse(text).map(Self::exact);
        }
        serde_json::from_str::<Document>(text)
            .map_err(|e| IdentityError::Pattern { reason: e.to_string() })?
            .check()
    }

    /// The pattern as JSON on one line.
    pub fn to_json(&self) -> String {
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
