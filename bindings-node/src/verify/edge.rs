//! `EdgeVerifier`, the judge of certificates that are known by other names than SPIFFE IDs.

use mtls_core::verify as core;
use napi::bindgen_prelude::{AsyncTask, Unknown};
use napi::{Env, Result};
use napi_derive::napi;
use rustls_pki_types::{CertificateDer, UnixTime};

use super::arguments::{
    AnchorsLike, ChainElement, ChainLike, Checked, EXPLAIN_OPTIONS, EdgeVerifierOptions, ExpectedName,
    ExplainOptions, VERIFIER_OPTIONS, anchors, chains as read_chains, ders, expected, set_up,
};
use super::verdict::{ChainReport, VerifiedCertificate};
use crate::anchors::TrustAnchors;
use crate::arguments::{known, moment_or_now};
use crate::job::{BatchJob, Job, promise, promise_batch};
use crate::raise::{Raise, call};
use crate::record::record;

/// Judges the certificates of servers, and of clients at the edge, by DNS name, address or e-mail address. Immutable:
/// to change what is trusted, make another one.
#[napi]
pub struct EdgeVerifier(pub(crate) core::EdgeVerifier);

#[napi]
impl EdgeVerifier {
    /// A verifier over these authorities. The profile has to be given. Throws `VerificationError` for one that does not
    /// exist or is for SPIFFE IDs.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        authorities: AnchorsLike<'_>,
        #[napi(ts_arg_type = "EdgeVerifierOptions")] options: Unknown<'_>,
    ) -> Result<Self> {
        let build = || {
            let options: Option<EdgeVerifierOptions<'_>> = known(Some(options), VERIFIER_OPTIONS)?;
            let options = options.ok_or_else(|| Raise::value("options are an object"))?;
            let builder = core::EdgeVerifier::builder(options.profile.parse()?, anchors(authorities));
            Ok::<_, Raise>(set_up!(builder, options.settings()?).build()?)
        };
        call(env, build).map(Self)
    }

    /// Judges a chain, off the main thread: the path, and that the leaf is valid for the name. Rejects with
    /// `VerificationError`, whose `findings` say all that is wrong.
    #[napi(ts_return_type = "Promise<VerifiedCertificate>")]
    pub fn verify(
        &self,
        chain: ChainLike<'_>,
        name: ExpectedName,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<VerifiedCertificate>> {
        let (verifier, order) = (self.0.clone(), Order::read(&self.0, chain, name, options));
        promise(move || order?.verify(&verifier))
    }

    /// Judges a chain at once: some hundred microseconds. Throws `VerificationError`.
    #[napi]
    pub fn verify_sync(
        &self,
        env: &Env,
        chain: ChainLike<'_>,
        name: ExpectedName,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<VerifiedCertificate> {
        call(env, || Order::read(&self.0, chain, name, options)?.verify(&self.0))
    }

    /// Judges many chains over the processors at hand, each by the name in its place: for each, in order, the verdict or
    /// the `VerificationError` that `verify` would reject with.
    #[napi(ts_return_type = "Promise<Array<VerifiedCertificate | VerificationError>>")]
    pub fn verify_batch(
        &self,
        #[napi(ts_arg_type = "Array<ChainLike>")] chains: Vec<ChainElement<'_>>,
        #[napi(ts_arg_type = "Array<ExpectedName>")] names: Vec<ExpectedName>,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<BatchJob<VerifiedCertificate>> {
        let verifier = self.0.clone();
        let read = || {
            let options: ExplainOptions<'_> = known(options, EXPLAIN_OPTIONS)?.unwrap_or_default();
            if chains.len() != names.len() {
                return Err(Raise::range(format!("{} chains and {} names", chains.len(), names.len())));
            }
            let names = names.into_iter().map(expected).collect::<Checked<Vec<_>>>()?;
            let chains: Vec<_> = read_chains(chains, self.0.limits())?.into_iter().zip(names).collect();
            Ok((chains, moment_or_now(options.at)?))
        };
        let order = read();
        promise_batch(move || {
            let (chains, at) = order?;
            let verdicts = verifier.verify_batch(&chains, at).into_iter();
            Ok(verdicts.map(|one| one.map(VerifiedCertificate).map_err(Raise::from)).collect())
        })
    }

    /// Says of every certificate what is wrong with it, beside the verdict of `verify`; off the main thread.
    #[napi(ts_return_type = "Promise<ChainReport>")]
    pub fn explain(
        &self,
        chain: ChainLike<'_>,
        name: ExpectedName,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<ChainReport>> {
        let (verifier, order) = (self.0.clone(), Order::read(&self.0, chain, name, options));
        promise(move || Ok(order?.explain(&verifier)))
    }

    /// `explain` at once.
    #[napi]
    pub fn explain_sync(
        &self,
        env: &Env,
        chain: ChainLike<'_>,
        name: ExpectedName,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<ChainReport> {
        call(env, || Ok::<_, Raise>(Order::read(&self.0, chain, name, options)?.explain(&self.0)))
    }

    /// The authorities that it verifies against.
    #[napi(getter)]
    pub fn anchors(&self) -> TrustAnchors {
        TrustAnchors(self.0.anchors().clone())
    }

    /// The profile that it verifies under.
    #[napi(getter, ts_return_type = "EdgeProfile")]
    pub fn profile(&self) -> &'static str {
        self.0.profile().as_str()
    }

    /// The role that it verifies for.
    #[napi(getter, ts_return_type = "Purpose")]
    pub fn purpose(&self) -> &'static str {
        self.0.purpose().as_str()
    }

    /// What was left out of the trust anchors when the verifier was made.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings())
    }

    /// The profile and the number of authorities.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        format!("{}, {} authorities", self.0.profile(), self.0.anchors().len())
    }
}

/// A chain to be judged, with name and time.
struct Order {
    chain: Vec<CertificateDer<'static>>,
    name: core::ExpectedName,
    at: UnixTime,
}

impl Order {
    fn read(
        verifier: &core::EdgeVerifier,
        chain: ChainLike<'_>,
        name: ExpectedName,
        options: Option<Unknown<'_>>,
    ) -> Checked<Self> {
        let options: ExplainOptions<'_> = known(options, EXPLAIN_OPTIONS)?.unwrap_or_default();
        Ok(Self {
            chain: ders(chain, verifier.limits())?,
            name: expected(name)?,
            at: moment_or_now(options.at)?,
        })
    }

    fn verify(&self, verifier: &core::EdgeVerifier) -> Checked<VerifiedCertificate> {
        Ok(VerifiedCertificate(verifier.verify(&self.chain, &self.name, self.at)?))
    }

    fn explain(&self, verifier: &core::EdgeVerifier) -> ChainReport {
        ChainReport(verifier.explain(&self.chain, &self.name, self.at))
    }
}
