//! One bundle for each trust domain.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::finding::excerpt;
use crate::identity::{TrustDomain, TrustDomainRef};

use super::{BundleLimits, TrustBundle, TrustError, json};

/// Bundles by trust domain, never pooled: a peer's trust domain picks the one that may vouch for it.
///
/// Immutable and cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BundleSet {
    bundles: Arc<HashMap<TrustDomain, TrustBundle>>,
}

impl BundleSet {
    /// A set of these bundles.
    ///
    /// # Errors
    /// Two bundles for one trust domain ([`TrustError::DuplicateDomain`]), or more than 16,384 of them.
    pub fn new(bundles: impl IntoIterator<Item = TrustBundle>) -> Result<Self, TrustError> {
        let limit = BundleLimits::default().max_trust_domains;
        let mut map: HashMap<TrustDomain, TrustBundle> = HashMap::new();
        for bundle in bundles {
            if map.contains_key(bundle.trust_domain()) {
                return Err(TrustError::DuplicateDomain { trust_domain: bundle.trust_domain().to_string() });
            }
            map.insert(bundle.trust_domain().clone(), bundle);
            BundleLimits::check("trust domains", map.len(), limit)?;
        }
        Ok(Self { bundles: Arc::new(map) })
    }

    /// Reads a SPIFFE bundle map, whole or not at all (SPIFFE Trust Domain and Bundle section 5.1.1).
    ///
    /// # Errors
    /// Not a JSON object, `trust_domains` missing, a trust domain named twice (in any spelling: case,
    /// escapes, `td` beside `spiffe://td`), or a bundle that [`TrustBundle::from_spiffe_json`] refuses.
    pub fn from_spiffe_json(json: &[u8]) -> Result<Self, TrustError> {
        let limits = BundleLimits::default();
        BundleLimits::check("bytes", json.len(), limits.max_bytes)?;
        let document: MapDocument = json::parse(json)?;
        let domains = document.0.ok_or(TrustError::MapMissing)?;
        BundleLimits::check("trust domains", domains.len(), limits.max_trust_domains)?;
        let mut bundles = Vec::new();
        for (name, document) in &domains {
            let trust_domain = TrustDomain::parse_lenient(name)
                .map_err(|e| TrustError::TrustDomain { name: excerpt(name), reason: e.to_string() })?
                .value;
            let in_map = |reason: TrustError| TrustError::InMap {
                trust_domain: trust_domain.to_string(),
                reason: Box::new(reason),
            };
            bundles
                .push(TrustBundle::from_document(trust_domain.clone(), document, &limits).map_err(in_map)?);
        }
        Self::new(bundles)
    }

    /// The bundle map document, indented, trust domains in order. Inner refresh hints are left out,
    /// as section 5.1.1 asks of producers.
    pub fn to_spiffe_json(&self) -> String {
        let domains: Map<String, Value> = self
            .iter()
            .map(|bundle| {
                let mut document = bundle.document();
                if let Some(fields) = document.as_object_mut() {
                    fields.remove("spiffe_refresh_hint");
                }
                (bundle.trust_domain().to_string(), document)
            })
            .collect();
        json::write(&serde_json::json!({ "trust_domains": domains }))
    }

    /// The set with this bundle, in place of the one of the same trust domain.
    #[must_use]
    pub fn with_bundle(&self, bundle: TrustBundle) -> Self {
        let mut bundles = HashMap::clone(&self.bundles);
        bundles.insert(bundle.trust_domain().clone(), bundle);
        Self { bundles: Arc::new(bundles) }
    }

    /// The set without this trust domain.
    #[must_use]
    pub fn without(&self, trust_domain: &TrustDomain) -> Self {
        let mut bundles = HashMap::clone(&self.bundles);
        bundles.remove(trust_domain);
        Self { bundles: Arc::new(bundles) }
    }

    /// The bundle that may vouch for this trust domain.
    pub fn get(&self, trust_domain: TrustDomainRef<'_>) -> Option<&TrustBundle> {
        self.bundles.get(trust_domain.as_str())
    }

    /// The bundles, ordered by trust domain.
    pub fn iter(&self) -> impl Iterator<Item = &TrustBundle> {
        let mut bundles: Vec<_> = self.bundles.values().collect();
        bundles.sort_by(|a, b| a.trust_domain().cmp(b.trust_domain()));
        bundles.into_iter()
    }

    /// How many trust domains have a bundle.
    pub fn len(&self) -> usize {
        self.bundles.len()
    }

    /// Whether no trust domain has a bundle.
    pub fn is_empty(&self) -> bool {
        self.bundles.is_empty()
    }
}

/// The `trust_domains` of a bundle map, as they stand; other fields are passed over.
struct MapDocument(Option<Vec<(String, json::Object)>>);

impl<'de> Deserialize<'de> for MapDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Top;
        impl<'de> Visitor<'de> for Top {
            type Value = MapDocument;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<MapDocument, A::Error> {
                let mut found = None;
                while let Some(field) = map.next_key::<String>()? {
                    if field != "trust_domains" {
                        map.next_value::<IgnoredAny>()?;
                    } else if found.is_some() {
                        return Err(json::twice(&field));
                    } else {
                        found = Some(map.next_value::<Option<Domains>>()?);
                    }
                }
                Ok(MapDocument(found.flatten().map(|domains| domains.0)))
            }
        }
        deserializer.deserialize_map(Top)
    }
}

/// All entries: two spellings of one trust domain show only when the names are parsed.
struct Domains(Vec<(String, json::Object)>);

impl<'de> Deserialize<'de> for Domains {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Domains;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of bundles by trust domain")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Domains, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Domains(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}
