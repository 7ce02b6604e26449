//! Floor 4: `ChainVerifier`, `VerifiedPeer`, `ChainReport`.

use mtls_core::verify as core;
use napi::bindgen_prelude::{AsyncTask, Buffer, ClassInstance, Either, Either4, Uint8Array, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;
use rustls_pki_types::{CertificateDer, UnixTime};

use crate::arguments::{date, known, moment_or_now, whole};
use crate::certificate::{Certificate, CertificateChain};
use crate::identity::{SpiffeId, TrustDomain, WorkloadIdentity};
use crate::job::{Job, promise};
use crate::raise::{Raise, call};
use crate::record::record;
use crate::trust::{BundleSet, TrustBundle};

type Checked<T> = std::result::Result<T, Raise>;

/// A chain to be judged: read already, PEM, or certificates in DER as a peer sent them.
#[napi]
pub type ChainLike<'a> = Either4<&'a CertificateChain, String, Uint8Array, Vec<Uint8Array>>;

/// Whom to trust: a set, or the bundles of one.
#[napi]
pub type BundlesLike<'a> = Either<&'a BundleSet, Vec<ClassInstance<'a, TrustBundle>>>;

/// How a verifier judges; what is left out has the engine's default.
#[napi(object, object_to_js = false)]
pub struct VerifierOptions {
    /// How much of the standards a chain must keep to. Default: `spiffe-interop`.
    #[napi(ts_type = "Profile")]
    pub profile: Option<String>,
    /// The role in which the peer uses its certificate. Default: `either`.
    #[napi(ts_type = "Purpose")]
    pub purpose: Option<String>,
    /// Certificates in a chain, the leaf included. Default: 16.
    pub max_certificates: Option<f64>,
    /// Bytes of a chain's certificates together. Default: 262,144.
    pub max_bytes: Option<f64>,
}

const VERIFIER_OPTIONS: &[&str] = &["profile", "purpose", "maxCertificates", "maxBytes"];

/// When and for what a chain is judged.
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

/// When a chain is explained.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct ExplainOptions<'env> {
    /// The time that the verdict is for. Default: now.
    pub at: Option<JsDate<'env>>,
}

const EXPLAIN_OPTIONS: &[&str] = &["at"];

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
        call(env, || build(bundles, options)).map(Self)
    }

    /// Judges a chain, off the main thread. Rejects with `VerificationError`, whose `findings` say all that is wrong.
    #[napi(ts_return_type = "Promise<VerifiedPeer>")]
    pub fn verify(
        &self,
        chain: ChainLike<'_>,
        #[napi(ts_arg_type = "VerifyOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<VerifiedPeer>> {
        let (verifier, order) = (self.0.clone(), Order::read(chain, options));
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
        call(env, || Order::read(chain, options)?.verify(&self.0))
    }

    /// Says of every certificate what is wrong with it, beside the verdict of `verify`; off the main thread.
    #[napi(ts_return_type = "Promise<ChainReport>")]
    pub fn explain(
        &self,
        chain: ChainLike<'_>,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<ChainReport>> {
        let (verifier, order) = (self.0.clone(), Order::explained(chain, options));
        promise(move || Ok(order?.explain(&verifier)))
    }

    /// `explain` at once.
    #[napi]
    pub fn explain_sync(
        &self,
        env: &Env,
        chain: ChainLike<'_>,
        #[napi(ts_arg_type = "ExplainOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<ChainReport> {
        call(env, || Ok::<_, Raise>(Order::explained(chain, options)?.explain(&self.0)))
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

fn build(bundles: BundlesLike<'_>, options: Option<Unknown<'_>>) -> Checked<core::ChainVerifier> {
    let options: Option<VerifierOptions> = known(options, VERIFIER_OPTIONS)?;
    let bundles = match bundles {
        Either::A(set) => set.0.clone(),
        Either::B(list) => mtls_core::trust::BundleSet::new(list.iter().map(|bundle| bundle.0.clone()))?,
    };
    let mut builder = core::ChainVerifier::builder(bundles);
    if let Some(options) = options {
        let size = |what, number: Option<f64>, default| match number {
            None => Ok(default),
            Some(number) => {
                whole(what, number, u32::MAX.into()).map(|n| usize::try_from(n).unwrap_or(usize::MAX))
            }
        };
        let mut limits = core::ChainLimits::default();
        limits.max_certificates = size("maxCertificates", options.max_certificates, limits.max_certificates)?;
        limits.max_bytes = size("maxBytes", options.max_bytes, limits.max_bytes)?;
        builder = builder.limits(limits);
        if let Some(profile) = options.profile {
            builder = builder.profile(profile.parse()?);
        }
        if let Some(purpose) = options.purpose {
            builder = builder.purpose(purpose.parse()?);
        }
    }
    Ok(builder.build()?)
}

/// A chain to be judged, with time and purpose.
struct Order {
    chain: Vec<CertificateDer<'static>>,
    at: UnixTime,
    purpose: Option<core::Purpose>,
}

impl Order {
    fn read(chain: ChainLike<'_>, options: Option<Unknown<'_>>) -> Checked<Self> {
        let options: VerifyOptions<'_> = known(options, VERIFY_OPTIONS)?.unwrap_or_default();
        let purpose = options.purpose.map(|name| name.parse()).transpose()?;
        Ok(Self { chain: ders(chain)?, at: moment_or_now(options.at)?, purpose })
    }

    fn explained(chain: ChainLike<'_>, options: Option<Unknown<'_>>) -> Checked<Self> {
        let options: ExplainOptions<'_> = known(options, EXPLAIN_OPTIONS)?.unwrap_or_default();
        let at = moment_or_now(options.at)?;
        Ok(Self { chain: ders(chain)?, at, purpose: None })
    }

    fn verify(&self, verifier: &core::ChainVerifier) -> Checked<VerifiedPeer> {
        let peer = match self.purpose {
            Some(purpose) => verifier.verify_for(purpose, &self.chain, self.at),
            None => verifier.verify(&self.chain, self.at),
        };
        Ok(VerifiedPeer(peer?))
    }

    fn explain(&self, verifier: &core::ChainVerifier) -> ChainReport {
        ChainReport(verifier.explain(&self.chain, self.at))
    }
}

fn ders(chain: ChainLike<'_>) -> Checked<Vec<CertificateDer<'static>>> {
    let read = |bytes: &[u8]| mtls_core::pki::CertificateChain::from_bytes(bytes).map(|chain| chain.to_der());
    Ok(match chain {
        Either4::A(chain) => chain.0.to_der(),
        Either4::B(text) => read(text.as_bytes())?,
        Either4::C(bytes) => read(&bytes)?,
        Either4::D(ders) => ders.iter().map(|der| CertificateDer::from(der.to_vec())).collect(),
    })
}

/// A peer whose chain was accepted.
#[napi]
pub struct VerifiedPeer(core::VerifiedPeer);

#[napi]
impl VerifiedPeer {
    /// Who it is.
    #[napi(getter)]
    pub fn spiffe_id(&self) -> SpiffeId {
        SpiffeId(self.0.spiffe_id().clone())
    }

    /// Its trust domain.
    #[napi(getter)]
    pub fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().to_owned())
    }

    /// Its workload identity, where the ID has the form `…/ns/…/sa/…`.
    #[napi(getter)]
    pub fn workload(&self) -> Option<WorkloadIdentity> {
        self.0.workload().map(WorkloadIdentity)
    }

    /// The profile that it was verified under.
    #[napi(getter, ts_return_type = "Profile")]
    pub fn profile(&self) -> &'static str {
        self.0.profile().as_str()
    }

    /// The role that it was verified for.
    #[napi(getter, ts_return_type = "Purpose")]
    pub fn purpose(&self) -> &'static str {
        self.0.purpose().as_str()
    }

    /// The last second at which all certificates of the path are valid.
    #[napi(getter)]
    pub fn valid_until<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.valid_until())
    }

    /// The accepted path in DER: the leaf, then its issuers, without the authority.
    #[napi(getter)]
    pub fn path(&self) -> Vec<Buffer> {
        self.0.path().iter().map(|der| der.to_vec().into()).collect()
    }

    /// The leaf, read.
    #[napi(getter)]
    pub fn leaf(&self, env: &Env) -> Result<Certificate> {
        call(env, || self.0.leaf()).map(Certificate)
    }

    /// The trust anchor that the path ends at.
    #[napi(getter)]
    pub fn authority(&self) -> Certificate {
        Certificate(self.0.authority().clone())
    }

    /// What a stricter profile would refuse.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn warnings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.warnings())
    }

    /// Who it is, who vouched, and until when.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object; `validUntil` in seconds since 1970.
    #[napi(js_name = "toJSON", ts_return_type = "VerifiedPeerRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}

/// The verdict on a chain with everything that was found. As text, the chain as a tree for people.
#[napi]
pub struct ChainReport(core::ChainReport);

#[napi]
impl ChainReport {
    /// Whether `verify` accepts the chain.
    #[napi(getter)]
    pub fn accepted(&self) -> bool {
        self.0.accepted
    }

    /// The leaf's SPIFFE ID as text; not verified unless `accepted`.
    #[napi(getter)]
    pub fn spiffe_id(&self) -> Option<String> {
        self.0.spiffe_id.clone()
    }

    /// The certificates as sent, with their findings; then the trust anchor of an accepted chain.
    #[napi(getter, ts_return_type = "CertificateReport[]")]
    pub fn certificates<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.certificates)
    }

    /// All findings, the most telling first.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings)
    }

    /// The chain as a tree, each certificate with its faults.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "ChainReportRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
