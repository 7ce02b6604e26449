//! Who is told of new bundles.

use std::fmt;
use std::sync::Mutex;

use super::lock;
use crate::trust::BundleSet;

/// Takes all bundles of a source, now and whenever one is new.
pub type BundleSink = Box<dyn FnMut(&BundleSet) + Send>;

/// Something that gives trust bundles and keeps them current: [`BundleSource`](super::BundleSource), the SPIFFE Workload
/// API, or a source of your own. [`LiveVerifier::follow`](crate::verify::LiveVerifier::follow) puts them in force.
pub trait BundleFeed {
    /// Gives all bundles to `sink` now, and again whenever one is new or gone: a trust domain that is not among them is
    /// one that this source does not, or no longer, vouch for.
    fn feed(&self, sink: BundleSink);
}

/// All who follow a source.
#[derive(Default)]
pub(crate) struct Sinks(Mutex<Vec<BundleSink>>);

impl Sinks {
    /// Gives a new follower the bundles that are `current`.
    pub(crate) fn add(&self, mut sink: BundleSink, current: impl FnOnce() -> BundleSet) {
        let mut sinks = lock(&self.0);
        sink(&current());
        sinks.push(sink);
    }

    /// Gives all followers the bundles as they are by now, so that the last that each hears is the newest.
    pub(crate) fn tell(&self, current: impl FnOnce() -> BundleSet) {
        let mut sinks = lock(&self.0);
        let set = current();
        for sink in sinks.iter_mut() {
            // One that panics keeps the news from nobody else, and the source from nothing.
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| sink(&set)));
        }
    }
}

impl fmt::Debug for Sinks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sinks")
    }
}
