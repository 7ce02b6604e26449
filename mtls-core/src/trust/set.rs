//! One bundle for each trust domain.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::identity::{TrustDomain, TrustDomainRef};

use super::{BundleLimits, TrustBundle, TrustError, document, json};

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
        Self::new_with(bundles, &BundleLimits::default())
    }

    /// [`BundleSet::new`] within other limits.
    ///
    /// # Errors
    /// As there.
    pub fn new_with(
        bundles: impl IntoIterator<Item = TrustBundle>,
        limits: &BundleLimits,
    ) -> Result<Self, TrustError> {
        let mut map: HashMap<TrustDomain, TrustBundle> = HashMap::new();
        for bundle in bundles {
            if map.contains_key(bundle.trust_domain()) {
                return Err(TrustError::DuplicateDomain { trust_domain: bundle.trust_domain().to_string() });
            }
            map.insert(bundle.trust_domain().clone(), bundle);
            BundleLimits::check("trust domains", map.len(), limits.max_trust_domains)?;
        }
        Ok(Self { bundles: Arc::new(map) })
    }

    /// Reads a SPIFFE bundle map, whole or not at all (SPIFFE Trust Domain and Bundle section 5.1.1).
    ///
    /// # Errors
    /// Not a JSON object, `trust_domains` missing, a trust domain named twice (in any spelling: case,
    /// escapes, `td` beside `spiffe://td`), or a bundle that [`TrustBundle::from_spiffe_json`] refuses.
    pub fn from_spiffe_json(json: &[u8]) -> Result<Self, TrustError> {
        Self::from_spiffe_json_with(json, &BundleLimits::default())
    }

    /// [`BundleSet::from_spiffe_json`] within other limits.
    ///
    /// # Errors
    /// As there.
    pub fn from_spiffe_json_with(json: &[u8], limits: &BundleLimits) -> Result<Self, TrustError> {
        Self::new_with(document::map(json, limits)?, limits)
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
