//! Material from outside that changes under way: read again and again, the last good one kept.
//!
//! [`BundleFiles`] reads trust bundles from files and puts them in force in a
//! [`LiveVerifier`](crate::verify::LiveVerifier) or anything else; [`crate::tls::IdentityFiles`] does the same for a
//! certificate and its key, and [`crate::tls`]`::WorkloadApi` for both at once from a SPIFFE agent. All follow three
//! rules:
//!
//! - **The last good one stays.** A file that is gone, unreadable, damaged or cut short changes nothing but the
//!   [`SourceState`].
//! - **A torn write is not served.** Files below Kubernetes' `..data` are read from one version of the volume. Any other
//!   file is taken when its bytes have stayed the same for the settling time.
//! - **Nothing goes stale in silence.** The state says since when, until when and what went wrong last;
//!   [`SourceEvent`]s tell of it when it happens, an expiry ahead of time.
//!
//! Only this module and its users in `tls` read files and clocks below the floor `origin`.

mod bundles;
mod error;
mod feed;
mod files;
mod keeper;
mod record;
mod state;
mod watch;

pub use bundles::{BundleFiles, BundleSource};
pub use error::SourceError;
pub use feed::{BundleFeed, BundleSink};
pub use state::{SourceEvent, SourceState};

pub(crate) use feed::Sinks;
pub(crate) use files::{Contents, read};
pub(crate) use keeper::{Keeper, Loaded, lock, now, settled};
pub(crate) use record::Record;
pub(crate) use state::Listener;
pub(crate) use watch::{Watch, watch};

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;
