//! Floor 3, bundles of other trust domains: `BundleEndpoint`, `FederatedBundle`; those that are served in `publisher`.

mod https;
mod publisher;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mtls_core::trust::federation as core;
use napi::bindgen_prelude::{BigInt, ClassInstance, Either, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use crate::arguments::{
    Bytes, Document, SpiffeIdLike, TrustDomainLike, date, known, moment_or_now, spiffe_id, trust_domain,
    whole,
};
use crate::bundle_diff::BundleDiff;
use crate::identity::{SpiffeId, TrustDomain};
use crate::raise::{Raise, call};
use crate::record::record;
use crate::trust::TrustBundle;

/// Whose bundle is to be had where, and how the server there proves itself.
#[napi]
pub struct BundleEndpoint(core::BundleEndpoint);

#[napi]
impl BundleEndpoint {
    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &BundleEndpoint) -> bool {
        self.0 == other.0
    }

    /// An endpoint that proves itself by a certificate of the Web PKI. Throws `TrustError`.
    #[napi]
    pub fn https_web(env: &Env, domain: TrustDomainLike<'_>, url: String) -> Result<Self> {
        let make = || Ok::<_, Raise>(core::BundleEndpoint::https_web(trust_domain(domain)?, &url)?);
        call(env, make).map(Self)
    }

    /// An endpoint that proves itself by an SVID with this ID, under this bundle. Throws `TrustError`.
    #[napi]
    pub fn https_spiffe(
        env: &Env,
        domain: TrustDomainLike<'_>,
        url: String,
        endpoint_id: SpiffeIdLike<'_>,
        endpoint_bundle: &TrustBundle,
    ) -> Result<Self> {
        let make = || {
            let (domain, id, bundle) =
                (trust_domain(domain)?, spiffe_id(endpoint_id)?, endpoint_bundle.0.clone());
            Ok::<_, Raise>(core::BundleEndpoint::https_spiffe(domain, &url, id, bundle)?)
        };
        call(env, make).map(Self)
    }

    /// Whose bundle it serves.
    #[napi(getter)]
    pub fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().clone())
    }

    /// Where.
    #[napi(getter)]
    pub fn url(&self) -> &str {
        self.0.url().as_str()
    }

    /// How its server proves itself.
    #[napi(getter, ts_return_type = "EndpointProfile")]
    pub fn profile(&self) -> &'static str {
        self.0.profile().as_str()
    }

    /// Whether the bundle that it serves vouches for its own server.
    #[napi(getter)]
    pub fn is_self_serving(&self) -> bool {
        self.0.is_self_serving()
    }

    /// The URL.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.url().to_string()
    }
}

/// A GET that is to be made now, and what the server must prove first.
#[napi]
pub struct BundleRequest(core::BundleRequest);

#[napi]
impl BundleRequest {
    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &BundleRequest) -> bool {
        self.0 == other.0
    }

    /// What to get.
    #[napi(getter)]
    pub fn url(&self) -> &str {
        self.0.url().as_str()
    }

    /// The host of the URL.
    #[napi(getter)]
    pub fn host(&self) -> &str {
        self.0.url().host()
    }

    /// The port of the URL.
    #[napi(getter)]
    pub fn port(&self) -> u16 {
        self.0.url().port()
    }

    /// Path and query.
    #[napi(getter)]
    pub fn target(&self) -> String {
        self.0.url().target()
    }

    /// The name that the server's certificate of the Web PKI must have; null for `https_spiffe`.
    #[napi(getter)]
    pub fn server_name(&self) -> Option<&str> {
        match self.0.proof() {
            core::ServerProof::Web { host } => Some(host),
            _ => None,
        }
    }

    /// The ID that the server's SVID must have; null for `https_web`.
    #[napi(getter)]
    pub fn endpoint_id(&self) -> Option<SpiffeId> {
        match self.0.proof() {
            core::ServerProof::Spiffe { id, .. } => Some(SpiffeId(id.clone())),
            _ => None,
        }
    }

    /// The bundle that vouches for the server's SVID; null for `https_web`.
    #[napi(getter)]
    pub fn endpoint_bundle(&self) -> Option<TrustBundle> {
        match self.0.proof() {
            core::ServerProof::Spiffe { bundle, .. } => Some(TrustBundle(bundle.clone())),
            _ => None,
        }
    }

    /// The URL.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.url().to_string()
    }
}

/// A fetch that got a bundle.
#[napi]
pub struct BundleFetch(core::BundleFetch);

#[napi]
impl BundleFetch {
    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &BundleFetch) -> bool {
        self.0 == other.0
    }

    /// What came of it.
    #[napi(getter, ts_return_type = "'taken' | 'unchanged' | 'older'")]
    pub fn outcome(&self) -> &'static str {
        self.0.outcome.as_str()
    }

    /// Whose bundle it is.
    #[napi(getter)]
    pub fn trust_domain(&self) -> &str {
        &self.0.trust_domain
    }

    /// How the server proved itself.
    #[napi(getter, ts_return_type = "EndpointProfile")]
    pub fn profile(&self) -> &'static str {
        self.0.profile
    }

    /// Where it came from in the end.
    #[napi(getter)]
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// The sequence number that was fetched.
    #[napi(getter)]
    pub fn sequence(&self) -> Option<BigInt> {
        self.0.sequence.map(BigInt::from)
    }

    /// What it changes; null for the first bundle.
    #[napi(getter)]
    pub fn diff(&self) -> Option<BundleDiff> {
        self.0.diff.clone().map(BundleDiff)
    }

    /// What speaks against the bundle that was fetched.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings)
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "Record<string, unknown>")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }

    /// A line for logs, then the findings.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }
}

/// An answer to a request for a bundle.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct BundleAnswerOptions<'env> {
    /// The header `Location`.
    pub location: Option<String>,
    /// When it came. Default: now.
    pub at: Option<JsDate<'env>>,
}

const BUNDLE_ANSWER_OPTIONS: &[&str] = &["location", "at"];

/// How a federated bundle begins.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct FederatedBundleOptions<'env> {
    /// The last bundle that an earlier run fetched.
    pub stored: Option<ClassInstance<'env, TrustBundle>>,
    /// When to fetch first. Default: now.
    pub at: Option<JsDate<'env>>,
}

const FEDERATED_BUNDLE_OPTIONS: &[&str] = &["stored", "at"];

/// The bundle of another trust domain, kept current from its endpoint. A `BundleClient` fetches it, a `BundleKeeper`
/// again and again; or make the `request` and give it the `answer`. The last good bundle stays whatever comes back.
#[napi]
pub struct FederatedBundle(Arc<Mutex<core::FederatedBundle>>);

impl FederatedBundle {
    // A fetch on another thread locks it for moments alone.
    fn inner(&self) -> MutexGuard<'_, core::FederatedBundle> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[napi]
impl FederatedBundle {
    /// A bundle to be fetched at once. Throws `TrustError`.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        endpoint: &BundleEndpoint,
        #[napi(ts_arg_type = "FederatedBundleOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let make = || {
            let options: FederatedBundleOptions<'_> =
                known(options, FEDERATED_BUNDLE_OPTIONS)?.unwrap_or_default();
            let stored = options.stored.map(|bundle| bundle.0.clone());
            Ok::<_, Raise>(core::FederatedBundle::new(
                endpoint.0.clone(),
                stored,
                moment_or_now(options.at)?,
            )?)
        };
        call(env, make).map(|made| Self(Arc::new(Mutex::new(made))))
    }

    /// Where it comes from.
    #[napi(getter)]
    pub fn endpoint(&self) -> BundleEndpoint {
        BundleEndpoint(self.inner().endpoint().clone())
    }

    /// The last good bundle; null before the first.
    #[napi(getter)]
    pub fn bundle(&self) -> Option<TrustBundle> {
        self.inner().bundle().cloned().map(TrustBundle)
    }

    /// When to fetch next.
    #[napi(getter)]
    pub fn next_at<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.inner().next_at())
    }

    /// How many fetches failed since the last good one.
    #[napi(getter)]
    pub fn failures(&self) -> u32 {
        self.inner().failures()
    }

    /// Why the last fetch failed; null if it did not.
    #[napi(getter, ts_return_type = "TrustError | null")]
    pub fn failure(&self, env: &Env) -> Result<Option<Unknown<'static>>> {
        let failure = self.inner().failure().cloned();
        failure.map(|error| Raise::from(error).value_for(env)).transpose()
    }

    /// Whether it is time to fetch, now by default.
    #[napi]
    pub fn is_due(&self, env: &Env, at: Option<JsDate<'_>>) -> Result<bool> {
        call(env, || moment_or_now(at).map(|at| self.inner().is_due(at)))
    }

    /// The GET to be made, of the configured URL.
    #[napi]
    pub fn request(&self) -> BundleRequest {
        BundleRequest(self.inner().request())
    }

    /// What to make of an answer: the next request after a redirect, else the fetch. Throws `TrustError` if it failed.
    #[napi]
    pub fn answer(
        &self,
        env: &Env,
        request: &BundleRequest,
        status: f64,
        body: Document,
        #[napi(ts_arg_type = "BundleAnswerOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Either<BundleRequest, BundleFetch>> {
        let judge = || {
            let options: BundleAnswerOptions<'_> = known(options, BUNDLE_ANSWER_OPTIONS)?.unwrap_or_default();
            let status = u16::try_from(whole("status", status, 999)?).unwrap_or(u16::MAX);
            let (at, body) = (moment_or_now(options.at)?, Bytes::from(body));
            let location = options.location.as_deref();
            match self.inner().answer(request.0.clone(), status, location, body.as_ref(), at)? {
                core::FetchStep::Redirected(next) => Ok(Either::A(BundleRequest(*next))),
                core::FetchStep::Done(fetch) => Ok(Either::B(BundleFetch(*fetch))),
                other => Err(Raise::value(format!("{other:?}"))),
            }
        };
        call(env, judge)
    }

    /// The fetch failed before there was an answer. The bundle stays; the next fetch is at the usual time.
    #[napi]
    pub fn fail(&self, env: &Env, reason: String, at: Option<JsDate<'_>>) -> Result<()> {
        call(env, || {
            let at = moment_or_now(at)?;
            self.inner().fail(&reason, at);
            Ok::<_, Raise>(())
        })
    }

    /// A new bundle for the trust domain of the endpoint's own ID. Throws `TrustError`.
    #[napi]
    pub fn replace_endpoint_bundle(&self, env: &Env, bundle: &TrustBundle) -> Result<()> {
        call(env, || self.inner().replace_endpoint_bundle(bundle.0.clone()))
    }
}
