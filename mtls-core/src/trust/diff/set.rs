//! What a new set of bundles changes.

use std::fmt;

use serde::Serialize;

use crate::identity::TrustDomain;
use crate::trust::{BundleDiff, BundleSet, TrustBundle};

/// What changes when one set of bundles takes the place of another. Made by [`BundleSet::diff`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BundleSetDiff {
    /// Trust domains that only the new set has.
    pub added: Vec<TrustDomain>,
    /// Trust domains that only the old set has: their peers are refused from now on.
    pub removed: Vec<TrustDomain>,
    /// What changes within those of both; the unchanged are left out.
    pub changed: Vec<BundleDiff>,
}

impl BundleSet {
    /// What changes when `new` takes the place of `old`, ordered by trust domain.
    pub fn diff(old: &Self, new: &Self) -> BundleSetDiff {
        let without = |these: &Self, those: &Self| -> Vec<TrustDomain> {
            let missing = |bundle: &&TrustBundle| those.get(bundle.trust_domain().as_ref()).is_none();
            these.iter().filter(missing).map(|bundle| bundle.trust_domain().clone()).collect()
        };
        let changed = old.iter().filter_map(|before| {
            let after = new.get(before.trust_domain().as_ref())?;
            TrustBundle::diff(before, after).ok().filter(|diff| !diff.is_empty())
        });
        BundleSetDiff { added: without(new, old), removed: without(old, new), changed: changed.collect() }
    }
}

impl BundleSetDiff {
    /// Whether both sets say the same.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// `+` and `-` for whole trust domains, then the [`BundleDiff`]s.
impl fmt::Display for BundleSetDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("no change");
        }
        let added = self.added.iter().map(|name| format!("+ trust domain {name}"));
        let removed = self.removed.iter().map(|name| format!("- trust domain {name}"));
        let lines = added.chain(removed).chain(self.changed.iter().map(BundleDiff::to_string));
        f.write_str(&lines.collect::<Vec<_>>().join("\n"))
    }
}
