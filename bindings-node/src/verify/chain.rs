//! `ChainVerifier`, the judge of X509-SVIDs.

use mtls_core::verify as core;
use napi::bindgen_prelude::{AsyncTask, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;
use rustls_pki_types::{CertificateDer, UnixTime};

use super::arguments::{
    BundlesLike, ChainElement, ChainLike, Checked, EXPLAIN_OPTIONS, ExplainOptions, VERIFIER_OPTIONS,
    VerifierOptions, bundles as read_bundles, chains as read_chains, ders, set_up,
};
use super::verdict::{ChainReport, VerifiedPeer};
use crate::arguments::{known, moment_or_now};
use crate::job::{BatchJob, Job, promise, promise_batch};
use crate::raise::{Raise, call};
use crate::record::record;
use crate::trust::BundleSet;

/// When and for what a chain is judged or explained.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct VerifyOptions<'env> {
    /// The time that the verdict is for. Default: now.
    pub at: Option<JsDate<'env>>,
    /// Another role than the verifier's own.
    #[napi(ts_type = "Purpose")]
    pub purpose: Option<String>,
}

const VERIFY_OPTIONS: &[&str] = &["at", "purpose"];

/// Verifies certificate chains against the bundle of the leaf's own trust domain. Immutable: to change what is
/// trusted, make another one.
#[napi]
pub struct ChainVerifier(pub(crate) core::ChainVerifier);

#[napi]
impl ChainVerifier {
    /// A verifier over these bundles. Throws `VerificationError` for a profile or purpose that does not exist.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        bundles: BundlesLike<'_>,
        #[napi(ts_arg_type = "VerifierOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let build = || {
            let mut options: VerifierOptions<'_> = known(options, VERIFIER_OPTIONS)?.unwrap_or_default();
            let mut builder = core::ChainVerifier::builder(read_bundles(bundles)?);
            if let Some(profile) = options.profile.take() {
                builder = builder.profile(profile.parse()?);
            }
            Ok::<_, Raise>(set_up!(builder, options.settings()?).build()?)
        };
        call(env, build).map(Self)
    }

    /// Judges a chain, off the main thread. Rejects with `VerificationError`, whose `findings` say all that is wrong.
    #[napi(ts_return_type = "Promise<VerifiedPeer>")]
    pub fn verify(
        &self,
        chain: ChainLike<'_>,
        #[napi(ts_arg_type = "VerifyOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<VerifiedPeer>> {
        let (verifier, order) = (self.0.clone(), Order::read(&self.0, chain, options));
        promise(move || order?.verify(&verifier))
    }

    /// Judges a chain at once: some hundred microseconds. Throws `VerificationError`.
    #[napi]
    pub fn verify_sync(
        &self,
        env: &Env,
        chain: ChainLike<'_>,
        #[napi(ts_arg_type = "VerifyOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<VerifiedPeer> {
        call(env, || Order::read(&self.0, chain, options)?.verify(&self.0))
    }

    /// Judges many chains over the processors at hand, as an audit does: for each, in order, the peer or the
    /// `VerificationError` that `verify` would reject with.
    #[napi(ts_return_type = "Promise<Array<VerifiedPeer | VerificationError>>")]
    pub fn verify_batch(
        &self,
        #[napi(ts_arg_type = "Array<ChainLike>")] chains: Vec<ChainElement<'_>>,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<BatchJob<VerifiedPeer>> {
        let verifier = self.0.clone();
        let read = || {
            let options: ExplainOptions<'_> = known(options, EXPLAIN_OPTIONS)?.unwrap_or_default();
            Ok::<_, Raise>((read_chains(chains, self.0.limits())?, moment_or_now(options.at)?))
        };
        let order = read();
        promise_batch(move || {
            let (chains, at) = order?;
            let verdicts = verifier.verify_batch(&chains, at).into_iter();
            Ok(verdicts.map(|one| one.map(VerifiedPeer).map_err(Raise::from)).collect())
        })
    }

    /// Another verifier with the same settings over these bundles. It remembers no peer of this one.
    #[napi]
    pub fn with_bundles(&self, env: &Env, bundles: BundlesLike<'_>) -> Result<Self> {
        call(env, || Ok::<_, Raise>(self.0.with_bundles(read_bundles(bundles)?)?)).map(Self)
    }

    /// Says of every certificate what is wrong with it, beside the verdict of `verify`; off the main thread.
    #[napi(ts_return_type = "Promise<ChainReport>")]
    pub fn explain(
        &self,
        chain: ChainLike<'_>,
        #[napi(ts_arg_type = "VerifyOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<ChainReport>> {
        let (verifier, order) = (self.0.clone(), Order::read(&self.0, chain, options));
        promise(move || Ok(order?.explain(&verifier)))
    }

    /// `explain` at once.
    #[napi]
    pub fn explain_sync(
        &self,
        env: &Env,
        chain: ChainLike<'_>,
        #[napi(ts_arg_type = "VerifyOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<ChainReport> {
        call(env, || Ok::<_, Raise>(Order::read(&self.0, chain, options)?.explain(&self.0)))
    }

    /// The bundles that it verifies against.
    #[napi(getter)]
    pub fn bundles(&self) -> BundleSet {
        BundleSet(self.0.bundles().clone())
    }

    /// The profile that it verifies under.
    #[napi(getter, ts_return_type = "Profile")]
    pub fn profile(&self) -> &'static str {
        self.0.profile().as_str()
    }

    /// What was left out of the bundles when the verifier was made.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings())
    }

    /// The profile and the trust domains.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        format!("{}, {} trust domains", self.0.profile(), self.0.bundles().len())
    }
}

/// A chain to be judged, with time and purpose.
struct Order {
    chain: Vec<CertificateDer<'static>>,
    at: UnixTime,
    purpose: Option<core::Purpose>,
}

impl Order {
    fn read(
        verifier: &core::ChainVerifier,
        chain: ChainLike<'_>,
        options: Option<Unknown<'_>>,
    ) -> Checked<Self> {
        let options: VerifyOptions<'_> = known(options, VERIFY_OPTIONS)?.unwrap_or_default();
        let purpose = options.purpose.map(|name| name.parse()).transpose()?;
        Ok(Self { chain: ders(chain, verifier.limits())?, at: moment_or_now(options.at)?, purpose })
    }

    fn verify(&self, verifier: &core::ChainVerifier) -> Checked<VerifiedPeer> {
        let peer = match self.purpose {
            Some(purpose) => verifier.verify_for(purpose, &self.chain, self.at),
            None => verifier.verify(&self.chain, self.at),
        };
        Ok(VerifiedPeer(peer?))
    }

    fn explain(&self, verifier: &core::ChainVerifier) -> ChainReport {
        ChainReport(match self.purpose {
            Some(purpose) => verifier.explain_for(purpose, &self.chain, self.at),
            None => verifier.explain(&self.chain, self.at),
        })
    }
}
