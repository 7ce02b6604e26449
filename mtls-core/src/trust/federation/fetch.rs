//! A bundle that is fetched again and again.

use std::fmt;
use std::time::Duration;

use rustls_pki_types::UnixTime;
use serde::Serialize;

use super::endpoint::expect;
use super::{BundleEndpoint, EndpointProfile, EndpointUrl, ServerProof};
use crate::finding::{Finding, NAME, excerpt_of};
use crate::trust::{BundleDiff, BundleLimits, TrustBundle, TrustError};

/// Redirects that one fetch follows.
const MAX_REDIRECTS: u32 = 5;
/// How often to try while there is no bundle whose hint would say: SPIFFE Trust Domain and Bundle section 6.1.
const FIRST: Duration = Duration::from_secs(300);

/// The bundle of another trust domain, kept current from its endpoint (SPIFFE Federation sections 4 to 6).
///
/// The last good bundle stays whatever a fetch brings: a server that is down or lies changes nothing. The cadence is
/// that of the bundle's refresh hint, after a failure too. It does no I/O:
///
/// ```
/// # use mtls_core::trust::TrustBundle;
/// # fn get(_: &mtls_core::trust::federation::BundleRequest) -> (u16, Option<String>, Vec<u8>) {
/// #     (200, None, br#"{"keys": [], "spiffe_sequence": 1, "spiffe_refresh_hint": 600}"#.to_vec())
/// # }
/// use std::time::Duration;
/// use mtls_core::trust::federation::{BundleEndpoint, FederatedBundle, FetchStep};
/// use rustls_pki_types::UnixTime;
///
/// let now = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
/// let endpoint = BundleEndpoint::https_web("partner.example".parse()?, "https://partner.example/bundle")?;
/// let mut partner = FederatedBundle::new(endpoint, None, now)?;
/// let mut request = partner.request();
/// let fetched = loop {
///     // GET request.url(), from a server that proved request.proof().
///     let (status, location, body) = get(&request);
///     match partner.answer(request, status, location.as_deref(), &body, now)? {
///         FetchStep::Redirected(next) => request = *next,
///         FetchStep::Done(fetched) => break fetched,
///         other => return Err(format!("{other:?}").into()),
///     }
/// };
/// println!("{fetched}");
/// assert_eq!(partner.bundle().and_then(TrustBundle::sequence), Some(1));
/// assert_eq!(partner.next_at().as_secs(), 1_800_000_600);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FederatedBundle {
    endpoint: BundleEndpoint,
    bundle: Option<TrustBundle>,
    next_at: UnixTime,
    failures: u32,
    failure: Option<TrustError>,
    limits: BundleLimits,
}

/// A GET that is to be made now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleRequest {
    url: EndpointUrl,
    profile: EndpointProfile,
    redirects: u32,
}

impl BundleRequest {
    /// What to get.
    pub fn url(&self) -> &EndpointUrl {
        &self.url
    }

    /// What the server must prove first. After a redirect it is the new host, or the same SPIFFE ID.
    pub fn proof(&self) -> ServerProof<'_> {
        match &self.profile {
            EndpointProfile::HttpsWeb => ServerProof::Web { host: self.url.host() },
            EndpointProfile::HttpsSpiffe { endpoint_id, endpoint_bundle } => {
                ServerProof::Spiffe { id: endpoint_id, bundle: endpoint_bundle }
            }
        }
    }
}

/// What came of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FetchStep {
    /// The bundle is elsewhere: make this request next.
    Redirected(Box<BundleRequest>),
    /// The fetch is over.
    Done(Box<BundleFetch>),
}

/// What a fetch brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FetchOutcome {
    /// The first bundle, or one with other content: it counts from now on.
    Taken,
    /// The bundle that was there.
    Unchanged,
    /// One with a lower sequence number: the one that was there stays.
    Older,
}

impl FetchOutcome {
    /// The name in reports: `taken`, `unchanged`, `older`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Unchanged => "unchanged",
            Self::Older => "older",
        }
    }
}

/// A fetch that got a bundle, for logs (SPIFFE Federation section 7.6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BundleFetch {
    /// Whose bundle it is.
    pub trust_domain: String,
    /// Where it came from in the end.
    pub url: String,
    /// `https_web` or `https_spiffe`.
    pub profile: &'static str,
    /// What came of it.
    pub outcome: FetchOutcome,
    /// The sequence number that was fetched.
    pub sequence: Option<u64>,
    /// What it changes, or would change if it were taken; none for the first bundle.
    pub diff: Option<BundleDiff>,
    /// What speaks against the bundle that was fetched.
    pub findings: Vec<Finding>,
}

/// `partner.example from https://partner.example/bundle (https_web): taken, sequence 7`.
impl fmt::Display for BundleFetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { trust_domain, url, profile, .. } = self;
        write!(f, "{trust_domain} from {url} ({profile}): {}", self.outcome.as_str())?;
        match self.sequence {
            Some(sequence) => write!(f, ", sequence {sequence}")?,
            None => f.write_str(", without a sequence number")?,
        }
        self.findings.iter().try_for_each(|finding| write!(f, "\n{finding}"))
    }
}

impl FederatedBundle {
    /// A bundle to be fetched from `endpoint`, at once. `stored` is the last one that was fetched, from an earlier run:
    /// the latest should be kept on disk (SPIFFE Federation section 4.2). Without it an endpoint that vouches for
    /// itself begins with the bundle in its profile, any other with none.
    ///
    /// # Errors
    /// [`TrustError::OtherTrustDomain`] if the stored bundle is that of another trust domain.
    pub fn new(
        endpoint: BundleEndpoint,
        stored: Option<TrustBundle>,
        at: UnixTime,
    ) -> Result<Self, TrustError> {
        if let Some(stored) = &stored {
            expect(endpoint.trust_domain().clone(), stored)?;
        }
        let bundle = stored.or_else(|| match endpoint.profile() {
            EndpointProfile::HttpsSpiffe { endpoint_bundle, .. } if endpoint.is_self_serving() => {
                Some(endpoint_bundle.clone())
            }
            _ => None,
        });
        Ok(Self {
            endpoint,
            bundle,
            next_at: at,
            failures: 0,
            failure: None,
            limits: BundleLimits::default(),
        })
    }

    /// Within other limits on what is fetched.
    #[must_use]
    pub fn with_limits(mut self, limits: BundleLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The limits on what is fetched.
    pub fn limits(&self) -> &BundleLimits {
        &self.limits
    }

    /// Where it comes from.
    pub fn endpoint(&self) -> &BundleEndpoint {
        &self.endpoint
    }

    /// The last good bundle; None before the first. An empty one is a bundle too: it trusts nobody.
    pub fn bundle(&self) -> Option<&TrustBundle> {
        self.bundle.as_ref()
    }

    /// When to fetch next.
    pub fn next_at(&self) -> UnixTime {
        self.next_at
    }

    /// Whether it is time to fetch.
    pub fn is_due(&self, at: UnixTime) -> bool {
        self.next_at <= at
    }

    /// How many fetches failed since the last good one.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// Why the last fetch failed; None if it did not.
    pub fn failure(&self) -> Option<&TrustError> {
        self.failure.as_ref()
    }

    /// A new bundle for the trust domain of the endpoint's own ID, fetched elsewhere. No matter for `https_web`, nor
    /// where the endpoint vouches for itself: there what was fetched last counts.
    ///
    /// # Errors
    /// [`TrustError::OtherTrustDomain`].
    pub fn replace_endpoint_bundle(&mut self, bundle: TrustBundle) -> Result<(), TrustError> {
        self.endpoint.replace_bundle(bundle)
    }

    /// The GET to be made, of the configured URL: a redirect holds for one fetch.
    pub fn request(&self) -> BundleRequest {
        let mut profile = self.endpoint.profile().clone();
        if let EndpointProfile::HttpsSpiffe { endpoint_bundle, .. } = &mut profile
            && let Some(latest) = self.bundle.as_ref().filter(|_| self.endpoint.is_self_serving())
        {
            endpoint_bundle.clone_from(latest);
        }
        BundleRequest { url: self.endpoint.url().clone(), profile, redirects: 0 }
    }

    /// What to make of an answer: its HTTP status, its `Location`, its body.
    ///
    /// # Errors
    /// The fetch has failed: [`TrustError::Fetch`] for a status that is neither 200 nor a redirect or for too many
    /// redirects, [`TrustError::EndpointUrl`] for a redirect to what is no endpoint, and those of
    /// [`TrustBundle::from_spiffe_json`]. The bundle stays, and [`next_at`](Self::next_at) is set.
    pub fn answer(
        &mut self,
        request: BundleRequest,
        status: u16,
        location: Option<&str>,
        body: &[u8],
        at: UnixTime,
    ) -> Result<FetchStep, TrustError> {
        let result = match status {
            200 => self.take(&request, body).map(|fetch| FetchStep::Done(Box::new(fetch))),
            301 | 302 | 303 | 307 | 308 => {
                redirect(request, location).map(|next| FetchStep::Redirected(Box::new(next)))
            }
            _ => Err(TrustError::Fetch { reason: format!("the server answers with status {status}") }),
        };
        match &result {
            Ok(FetchStep::Redirected(_)) => {}
            Ok(FetchStep::Done(_)) => {
                (self.failures, self.failure) = (0, None);
                self.schedule(at);
            }
            Err(error) => self.count_failure(error.clone(), at),
        }
        result
    }

    /// The fetch failed before there was an answer: no connection, or a server that did not prove itself. The bundle
    /// stays; the next fetch is at the usual time, not at once (SPIFFE Federation section 6.2). Gives the error for logs.
    pub fn fail(&mut self, reason: &str, at: UnixTime) -> TrustError {
        let error = TrustError::Fetch { reason: excerpt_of(reason, NAME) };
        self.count_failure(error.clone(), at);
        error
    }

    fn count_failure(&mut self, error: TrustError, at: UnixTime) {
        (self.failures, self.failure) = (self.failures.saturating_add(1), Some(error));
        self.schedule(at);
    }

    fn schedule(&mut self, at: UnixTime) {
        let wait = self.bundle.as_ref().map_or(FIRST, TrustBundle::refresh_interval);
        self.next_at =
            UnixTime::since_unix_epoch(Duration::from_secs(at.as_secs().saturating_add(wait.as_secs())));
    }

    fn take(&mut self, request: &BundleRequest, body: &[u8]) -> Result<BundleFetch, TrustError> {
        let trust_domain = self.endpoint.trust_domain();
        let new = TrustBundle::from_spiffe_json_with(trust_domain.clone(), body, &self.limits)?;
        let diff = self.bundle.as_ref().map(|old| TrustBundle::diff(old, &new)).transpose()?;
        let older = |diff: &BundleDiff| matches!((diff.sequence.old, diff.sequence.new), (Some(old), Some(new)) if new < old);
        let outcome = match &diff {
            None => FetchOutcome::Taken,
            Some(diff) if older(diff) => FetchOutcome::Older,
            Some(diff) if diff.is_empty() => FetchOutcome::Unchanged,
            Some(_) => FetchOutcome::Taken,
        };
        let of_diff = diff.iter().flat_map(|diff| diff.findings.iter());
        let fetch = BundleFetch {
            trust_domain: trust_domain.to_string(),
            url: request.url.to_string(),
            profile: request.profile.as_str(),
            outcome,
            sequence: new.sequence(),
            findings: new.findings().iter().chain(of_diff).cloned().collect(),
            diff,
        };
        if outcome == FetchOutcome::Taken {
            self.bundle = Some(new);
        }
        Ok(fetch)
    }
}

fn redirect(request: BundleRequest, location: Option<&str>) -> Result<BundleRequest, TrustError> {
    let redirects = request.redirects.saturating_add(1);
    if redirects > MAX_REDIRECTS {
        return Err(TrustError::Fetch { reason: format!("more than {MAX_REDIRECTS} redirects") });
    }
    let location =
        location.ok_or_else(|| TrustError::Fetch { reason: "a redirect without a location".to_owned() })?;
    let url = request.url.redirected(location)?;
    Ok(BundleRequest { url, redirects, ..request })
}
