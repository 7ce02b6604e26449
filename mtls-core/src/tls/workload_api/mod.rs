//! Identity and bundles from the SPIFFE Workload API: what a SPIRE agent, or another one, gives to a process that it knows.
//!
//! [`WorkloadApi`] says where and which, and [`open`](WorkloadApi::open) gives a [`WorkloadSource`] once the agent has
//! answered. From then on a thread keeps the call open, and each answer is the whole truth:
//!
//! - **The identity** is replaced when another one comes. An answer that is broken or lacks a mandatory field is discarded
//!   whole; of one with a bad identity the bundles of other trust domains count, and the last good identity stays.
//! - **The bundles** are those of the answer. One that is gone is withdrawn, from every
//!   [`LiveVerifier`](crate::verify::LiveVerifier) that follows, too. A bad federated bundle leaves the other trust domains
//!   as they are, and its own as it was; a federated bundle for the own trust domain is not taken.
//! - **A denial** that lasts withdraws the identity, and so does an answer that offers other identities alone: see
//!   [`WorkloadApi::withdraw_after`].
//! - **A call that ends** is made again: at once if it was in order, else at growing intervals, 30 seconds at most. What
//!   was taken stays in force meanwhile, until it expires. A call that stays silent although something newer is overdue is
//!   made anew.
//!
//! Bounds: an answer has at most 4 MiB, 64 identities and 1,024 federated bundles; of answers that come faster than five a
//! second the last counts, and the others wait at the agent's end; the first answer to a call must come within 10 seconds.
//!
//! Revocation lists in an answer are passed over. Private keys are wiped where this crate holds them; the network
//! libraries below do not wipe their buffers.

mod address;
mod answer;
mod keep;
mod message;
mod protobuf;
mod source;
mod stream;
mod worker;

pub use source::WorkloadSource;

use std::time::Duration;

use crate::identity::SpiffeId;
use crate::trust::source::{Listener, SourceError, SourceEvent};

use address::Address;
use answer::Wanted;
use keep::Pace;

/// Says where the SPIFFE Workload API is, and which identity to take there.
///
/// ```no_run
/// # use std::time::Duration;
/// # use mtls_core::tls::{self, WorkloadApi};
/// # use mtls_core::verify::{ChainVerifier, LiveVerifier};
/// let workload = WorkloadApi::new()
///     .on_event(|event| eprintln!("{event:?}"))
///     .open(Duration::from_secs(30))?;
/// let live = LiveVerifier::new(ChainVerifier::builder(workload.bundles()).build()?);
/// live.follow(&workload);
/// let server = tls::server(workload.identity(), live).allow_any_verified_peer().build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct WorkloadApi {
    address: Option<Address>,
    wanted: Wanted,
    warn_before: Option<Duration>,
    withdraw_after: Option<Duration>,
    keep_when_denied: bool,
    listener: Listener,
    pace: Pace,
}

impl WorkloadApi {
    /// Where the variable `SPIFFE_ENDPOINT_SOCKET` says (SPIFFE Workload Endpoint section 4). It is read by
    /// [`open`](Self::open).
    pub fn new() -> Self {
        Self::default()
    }

    /// At this address: `unix:///run/spire/agent.sock` or `tcp://127.0.0.1:8081`.
    ///
    /// # Errors
    /// [`SourceError::Address`]: another scheme, an authority before the path of a socket, a path that is not absolute or is
    /// percent-encoded, a host name in place of an IP address, no port, a query or a fragment.
    pub fn at(address: &str) -> Result<Self, SourceError> {
        Ok(Self { address: Some(Address::parse(address)?), ..Self::default() })
    }

    /// Takes the identity with this hint, the first if several have it. Without [`spiffe_id`](Self::spiffe_id) and hint the
    /// first identity of an answer is taken, which is the default one.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.wanted.hint = Some(hint.into());
        self
    }

    /// Takes the identity with this SPIFFE ID.
    #[must_use]
    pub fn spiffe_id(mut self, id: SpiffeId) -> Self {
        self.wanted.spiffe_id = Some(id);
        self
    }

    /// How long before the identity expires to begin to warn. Default: when two thirds of the time that it had left when it
    /// came are gone; agents renew at half of its life.
    #[must_use]
    pub fn warn_before(mut self, warn_before: Duration) -> Self {
        self.warn_before = Some(warn_before);
        self
    }

    /// For how long the Workload API must deny this process an identity before the last one is withdrawn. Default: 10
    /// seconds; the call is made again at growing intervals meanwhile, and the first denial after that time counts.
    ///
    /// The standard asks to stop using an identity that is denied (SPIFFE Workload API section 5.2). Not at once, since
    /// SPIRE's agent also denies for an instant while it replaces the identities of a tainted authority, and a rotation must
    /// refuse nobody. Handshakes that present a withdrawn identity fail until the Workload API gives one again; the bundles
    /// stay as they are, and the state and an event tell of the denial at once.
    #[must_use]
    pub fn withdraw_after(mut self, denied_for: Duration) -> Self {
        self.withdraw_after = Some(denied_for);
        self
    }

    /// Goes on with the last identity until it expires, however long the Workload API denies one.
    #[must_use]
    pub fn keep_when_denied(mut self) -> Self {
        self.keep_when_denied = true;
        self
    }

    /// Hears of what happens, on the thread of the source.
    #[must_use]
    pub fn on_event(mut self, listener: impl Fn(&SourceEvent) + Send + Sync + 'static) -> Self {
        self.listener = Listener::new(listener);
        self
    }

    /// Calls the Workload API and waits for the first identity, at most for `wait`; failures that may pass are tried again
    /// meanwhile. It blocks: within an asynchronous runtime, call it where blocking is allowed.
    ///
    /// # Errors
    /// The last one, when time is up: [`SourceError::Unreachable`], [`SourceError::Silent`], [`SourceError::Denied`],
    /// [`SourceError::Answer`] or [`SourceError::Content`] for an answer that is discarded, [`SourceError::NotOffered`],
    /// [`SourceError::TooLarge`]. At once: [`SourceError::Address`], [`SourceError::NoThread`], and
    /// [`SourceError::Refused`], which trying again would not mend.
    pub fn open(self, wait: Duration) -> Result<WorkloadSource, SourceError> {
        let address = match &self.address {
            Some(address) => address.clone(),
            None => Address::from_environment()?,
        };
        WorkloadSource::open(self, address, wait)
    }
}

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;
