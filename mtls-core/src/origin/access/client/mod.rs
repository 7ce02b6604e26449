//! Fetching a team's keys.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::jws::Compact;
use super::{AccessKeys, AccessPolicy, jwks};
use crate::origin::OriginError;
use crate::tls::federation::BundleClient;
use crate::trust::TrustAnchors;
use crate::trust::federation::EndpointUrl;

/// Fetches the keys of a team of Cloudflare Access over HTTPS and feeds them to [`AccessKeys`]: when they are old, and when a token
/// names a key that is not there, but never more often than it may. What was fetched last stays when a fetch fails.
///
/// It waits in the calling thread, for at most its timeout; redirects are not followed. Present with the feature `federation`.
///
/// ```no_run
/// # use mtls_core::origin::{AccessKeysClient, AccessPolicy};
/// # use mtls_core::pki::UnixTime;
/// # use mtls_core::trust::TrustAnchors;
/// # fn check(policy: &AccessPolicy, token: &str, web: TrustAnchors) -> Result<(), mtls_core::origin::OriginError> {
/// let client = AccessKeysClient::new(policy, web)?;
/// let now = UnixTime::now();
/// client.refresh_for(token, now)?;
/// let token = policy.verify(token, client.keys(), now)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct AccessKeysClient {
    url: EndpointUrl,
    client: BundleClient,
    keys: AccessKeys,
    minimum_interval: Duration,
    maximum_age: Duration,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    tried_at: Option<u64>,
    fetched_at: Option<u64>,
}

impl AccessKeysClient {
    /// A client for the keys of the policy's team, which trusts these authorities to vouch for Cloudflare's server. It has no keys
    /// before the first fetch.
    ///
    /// # Errors
    /// [`OriginError::AccessKeys`] in a build without a backend.
    pub fn new(policy: &AccessPolicy, web: TrustAnchors) -> Result<Self, OriginError> {
        let client = BundleClient::new(web).map_err(|error| OriginError::AccessKeys {
            reason: format!("they cannot be fetched: {error}"),
        })?;
        Ok(Self {
            url: EndpointUrl::parse(&policy.keys_url())?,
            client: client.timeout(Duration::from_secs(10)),
            keys: AccessKeys::new(),
            minimum_interval: Duration::from_secs(60),
            maximum_age: Duration::from_secs(3600),
            state: Mutex::default(),
        })
    }

    /// Fetches from here and not from Cloudflare: a mirror, say.
    #[must_use]
    pub fn url(mut self, url: EndpointUrl) -> Self {
        self.url = url;
        self
    }

    /// How long a fetch may take in all. Default: 10 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.client = self.client.timeout(timeout);
        self
    }

    /// How much time lies between two fetches by [`refresh_for`](Self::refresh_for), however many tokens name keys that are not
    /// there: anyone can send such tokens. Default: 60 s.
    #[must_use]
    pub fn minimum_interval(mut self, interval: Duration) -> Self {
        self.minimum_interval = interval;
        self
    }

    /// How old keys may become before [`refresh_for`](Self::refresh_for) fetches them anew. Default: an hour.
    #[must_use]
    pub fn maximum_age(mut self, age: Duration) -> Self {
        self.maximum_age = age;
        self
    }

    /// The keys that it feeds. A clone of them follows.
    #[must_use]
    pub fn keys(&self) -> &AccessKeys {
        &self.keys
    }

    /// When keys were fetched last. While fetches fail, the keys of then stay good, those that Access took back among them: stop
    /// taking requests where that was longer ago than you can bear.
    #[must_use]
    pub fn fetched_at(&self) -> Option<UnixTime> {
        self.state().fetched_at.map(|at| UnixTime::since_unix_epoch(Duration::from_secs(at)))
    }

    /// Fetches the keys now. True if they are others than before. Call it once before requests are taken: tokens that come
    /// while the first fetch is under way are refused.
    ///
    /// # Errors
    /// [`OriginError::AccessKeys`]: the server was not reached, did not prove itself or gave no keys. The last good ones stay.
    pub fn refresh(&self, at: UnixTime) -> Result<bool, OriginError> {
        self.state().tried_at = Some(at.as_secs());
        let jwks = self.client.get_from_web(&self.url, jwks::MAX_BYTES, at).map_err(|reason| {
            OriginError::AccessKeys { reason: format!("they could not be fetched: {reason}") }
        })?;
        let changed = self.keys.replace(&jwks)?;
        self.state().fetched_at = Some(at.as_secs());
        Ok(changed)
    }

    /// Fetches the keys if this token needs it: there are none, they are too old, or it names one that is not there. True if they
    /// are others than before. Nothing is fetched for what is no token.
    ///
    /// # Errors
    /// As [`refresh`](Self::refresh).
    pub fn refresh_for(&self, token: &str, at: UnixTime) -> Result<bool, OriginError> {
        let now = at.as_secs();
        let Ok(token) = Compact::read(token) else { return Ok(false) };
        let known = self.keys.key(token.key_id()).is_some();
        {
            let mut state = self.state();
            // The clock may have been set back: then the distance counts.
            let fresh =
                state.fetched_at.is_some_and(|fetched| now.abs_diff(fetched) <= self.maximum_age.as_secs());
            let waits =
                state.tried_at.is_some_and(|tried| now.abs_diff(tried) < self.minimum_interval.as_secs());
            if (known && fresh) || waits {
                return Ok(false);
            }
            // Others who come meanwhile do not fetch as well.
            state.tried_at = Some(now);
        }
        self.refresh(at)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;
