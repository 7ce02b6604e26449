//! Floor 3: `TrustBundle`, `BundleSet`.

use std::collections::{BTreeMap, HashMap};

use mtls_core::trust as core;
use napi::bindgen_prelude::{BigInt, ClassInstance, Uint8Array, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use crate::arguments::{
    Bytes, Document, MAX_WHOLE, TrustDomainLike, known, moment_or_now, seconds, trust_domain, whole,
};
use crate::bundle_diff::{BundleDiff, BundleSetDiff};
use crate::certificate::{Certificate, CertificateChain};
use crate::identity::TrustDomain;
use crate::raise::{Raise, call};
use crate::record::{parse, record};
use crate::rotation::RemovalCheck;

type Checked<T> = std::result::Result<T, Raise>;

/// Limits on what is read of a bundle.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct BundleOptions {
    /// Bytes of a document. Default: 4,194,304.
    pub max_bytes: Option<f64>,
    /// Authorities; in SPIFFE JSON the elements of `keys`. Default: 1,024.
    pub max_authorities: Option<f64>,
    /// Findings that are kept; of further ones only the number is. Default: 256.
    pub max_findings: Option<f64>,
}

const BUNDLE_OPTIONS: &[&str] = &["maxBytes", "maxAuthorities", "maxFindings"];

/// Limits on a set of bundles.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct BundleSetOptions {
    /// Trust domains. Default: 16,384.
    pub max_trust_domains: Option<f64>,
}

const BUNDLE_SET_OPTIONS: &[&str] = &["maxTrustDomains"];

/// Limits on what is read of a bundle map.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct BundleMapOptions {
    /// Bytes of a document. Default: 4,194,304.
    pub max_bytes: Option<f64>,
    /// Elements of the `keys` of one trust domain. Default: 1,024.
    pub max_authorities: Option<f64>,
    /// Trust domains. Default: 16,384.
    pub max_trust_domains: Option<f64>,
    /// Elements of all `keys` together. Default: 32,768.
    pub max_keys: Option<f64>,
    /// Findings that are kept; of further ones only the number is. Default: 256.
    pub max_findings: Option<f64>,
}

const BUNDLE_MAP_OPTIONS: &[&str] =
    &["maxBytes", "maxAuthorities", "maxTrustDomains", "maxKeys", "maxFindings"];

/// The limits given, the engine's in place of those that are not.
pub(crate) fn bundle_limits(given: BundleMapOptions) -> Checked<core::BundleLimits> {
    let mut limits = core::BundleLimits::default();
    for (name, limit, given) in [
        ("maxBytes", &mut limits.max_bytes, given.max_bytes),
        ("maxAuthorities", &mut limits.max_authorities, given.max_authorities),
        ("maxTrustDomains", &mut limits.max_trust_domains, given.max_trust_domains),
        ("maxKeys", &mut limits.max_keys, given.max_keys),
        ("maxFindings", &mut limits.max_findings, given.max_findings),
    ] {
        if let Some(given) = given {
            *limit = usize::try_from(whole(name, given, MAX_WHOLE)?).unwrap_or(usize::MAX);
        }
    }
    Ok(limits)
}

fn limits(given: Option<Unknown<'_>>) -> Checked<core::BundleLimits> {
    let BundleOptions { max_bytes, max_authorities, max_findings } =
        known(given, BUNDLE_OPTIONS)?.unwrap_or_default();
    bundle_limits(BundleMapOptions { max_bytes, max_authorities, max_findings, ..Default::default() })
}

fn set_limits(given: Option<Unknown<'_>>) -> Checked<core::BundleLimits> {
    let BundleSetOptions { max_trust_domains } = known(given, BUNDLE_SET_OPTIONS)?.unwrap_or_default();
    bundle_limits(BundleMapOptions { max_trust_domains, ..Default::default() })
}

fn map_limits(given: Option<Unknown<'_>>) -> Checked<core::BundleLimits> {
    bundle_limits(known(given, BUNDLE_MAP_OPTIONS)?.unwrap_or_default())
}

/// The X.509 authorities of one trust domain. Immutable; a change makes a new bundle.
#[napi]
pub struct TrustBundle(pub(crate) core::TrustBundle);

#[napi]
impl TrustBundle {
    /// A bundle of these authorities. What is not a CA is left out and reported by `findings`.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        domain: TrustDomainLike<'_>,
        authorities: Vec<ClassInstance<'_, Certificate>>,
    ) -> Result<Self> {
        let clones = authorities.iter().map(|one| one.0.clone());
        call(env, || Ok::<_, Raise>(core::TrustBundle::new(trust_domain(domain)?, clones))).map(Self)
    }

    /// Reads concatenated PEM certificates. Throws `TrustError`.
    #[napi]
    pub fn from_pem(
        env: &Env,
        domain: TrustDomainLike<'_>,
        pem: Document,
        #[napi(ts_arg_type = "BundleOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let read = || {
            let (domain, limits, pem) = (trust_domain(domain)?, limits(options)?, Bytes::from(pem));
            Ok::<_, Raise>(core::TrustBundle::from_pem_with(domain, pem.as_ref(), &limits)?)
        };
        call(env, read).map(Self)
    }

    /// Reads concatenated DER certificates, as the SPIFFE Workload API sends them.
    #[napi]
    pub fn from_der(
        env: &Env,
        domain: TrustDomainLike<'_>,
        der: Uint8Array,
        #[napi(ts_arg_type = "BundleOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let read = || {
            let (domain, limits) = (trust_domain(domain)?, limits(options)?);
            Ok::<_, Raise>(core::TrustBundle::from_der_with(domain, &der, &limits)?)
        };
        call(env, read).map(Self)
    }

    /// Reads a SPIFFE bundle document.
    #[napi]
    pub fn from_spiffe_json(
        env: &Env,
        domain: TrustDomainLike<'_>,
        json: Document,
        #[napi(ts_arg_type = "BundleOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let read = || {
            let (domain, limits, json) = (trust_domain(domain)?, limits(options)?, Bytes::from(json));
            Ok::<_, Raise>(core::TrustBundle::from_spiffe_json_with(domain, json.as_ref(), &limits)?)
        };
        call(env, read).map(Self)
    }

    /// Whose bundle this is.
    #[napi(getter)]
    pub fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().clone())
    }

    /// The authorities, in the order of the document.
    #[napi(getter)]
    pub fn authorities(&self) -> Vec<Certificate> {
        self.0.authorities().iter().cloned().map(Certificate).collect()
    }

    /// Whether nobody can vouch for this trust domain.
    #[napi(getter)]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sequence number, where the document has one.
    #[napi(getter)]
    pub fn sequence(&self) -> Option<BigInt> {
        self.0.sequence().map(BigInt::from)
    }

    /// The refresh hint as the document has it, in seconds; any integer, even a foolish one.
    #[napi(getter)]
    pub fn declared_refresh_hint(&self) -> Option<BigInt> {
        self.0.declared_refresh_hint().map(BigInt::from)
    }

    /// How long to wait before looking for a new bundle: the hint, held between 10 and 86,400 seconds; 300 without one.
    #[napi(getter)]
    pub fn refresh_interval_seconds(&self) -> u32 {
        u32::try_from(self.0.refresh_interval().as_secs()).unwrap_or(u32::MAX)
    }

    /// How many JWT authorities the document has; kept, never used to verify certificates.
    #[napi(getter)]
    pub fn jwt_authority_count(&self) -> u32 {
        u32::try_from(self.0.jwt_authority_count()).unwrap_or(u32::MAX)
    }

    /// What was ignored, left out or looks wrong.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings())
    }

    /// The entries of Istio's ConfigMap `istio-ca-root-cert`.
    #[napi]
    pub fn to_istio_root_cert(&self) -> BTreeMap<String, String> {
        self.0.to_istio_root_cert()
    }

    /// Reads the roots among the entries of the ConfigMap `istio-ca-root-cert`, the Secret `cacerts` or a TLS Secret; a
    /// Secret's values decoded from Base64. Throws `TrustError`.
    #[napi]
    pub fn from_istio_entries(
        env: &Env,
        domain: TrustDomainLike<'_>,
        entries: HashMap<String, Document>,
    ) -> Result<Self> {
        let read = || {
            let entries = entries.into_iter().map(|(name, value)| (name, Bytes::from(value)));
            Ok::<_, Raise>(core::TrustBundle::from_istio_entries(trust_domain(domain)?, entries)?)
        };
        call(env, read).map(Self)
    }

    /// Whether an authority can leave this bundle, judged by the chains in use, now by default. It is as right as that
    /// list is complete.
    #[napi]
    pub fn safe_to_remove(
        &self,
        env: &Env,
        authority: &Certificate,
        chains: Vec<ClassInstance<'_, CertificateChain>>,
        at: Option<JsDate<'_>>,
    ) -> Result<RemovalCheck> {
        let judge = || {
            let chains: Vec<_> = chains.iter().map(|chain| chain.0.clone()).collect();
            Ok::<_, Raise>(self.0.safe_to_remove(&authority.0, &chains, moment_or_now(at)?))
        };
        call(env, judge).map(RemovalCheck)
    }

    /// What changes when `newer` takes the place of this bundle. Throws `TrustError` for another trust domain's.
    #[napi]
    pub fn diff(&self, env: &Env, newer: &TrustBundle) -> Result<BundleDiff> {
        call(env, || core::TrustBundle::diff(&self.0, &newer.0)).map(BundleDiff)
    }

    /// The bundle with other authorities, and the next sequence number if they differ.
    #[napi]
    pub fn with_authorities(
        &self,
        env: &Env,
        authorities: Vec<ClassInstance<'_, Certificate>>,
    ) -> Result<Self> {
        call(env, || self.0.with_authorities(authorities.iter().map(|one| one.0.clone()))).map(Self)
    }

    /// The bundle with this sequence number, which must be higher than the one it has.
    #[napi]
    pub fn with_sequence(&self, env: &Env, sequence: BigInt) -> Result<Self> {
        let offer = || {
            let (negative, number, lossless) = sequence.get_u64();
            if negative || !lossless {
                return Err(Raise::range("a sequence number is a bigint from 0 to 2^64 - 1"));
            }
            Ok(self.0.clone().with_sequence(number)?)
        };
        call(env, offer).map(Self)
    }

    /// The bundle with this refresh hint, and the next sequence number if it has one and the hint is another.
    #[napi]
    pub fn with_refresh_hint(&self, env: &Env, refresh_seconds: f64) -> Result<Self> {
        let hint = || seconds("a refresh hint", refresh_seconds);
        call(env, || Ok::<_, Raise>(self.0.clone().with_refresh_hint(hint()?)?)).map(Self)
    }

    /// The SPIFFE bundle document as text.
    #[napi]
    pub fn to_spiffe_json(&self) -> String {
        self.0.to_spiffe_json()
    }

    /// The authorities as concatenated PEM, as in a `ca.crt`.
    #[napi]
    pub fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &TrustBundle) -> bool {
        self.0 == other.0
    }

    /// The trust domain and the number of authorities.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        format!("{}, {} authorities", self.0.trust_domain(), self.0.authorities().len())
    }

    /// The SPIFFE bundle document.
    #[napi(js_name = "toJSON", ts_return_type = "unknown")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        parse(env, self.0.to_spiffe_json())
    }
}

/// Bundles by trust domain, never pooled: a peer's trust domain picks the one that may vouch for it.
#[napi]
pub struct BundleSet(pub(crate) core::BundleSet);

#[napi]
impl BundleSet {
    /// A set of these bundles. Throws `TrustError` for two bundles of one trust domain.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        bundles: Vec<ClassInstance<'_, TrustBundle>>,
        #[napi(ts_arg_type = "BundleSetOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let make = || {
            let (bundles, limits) = (bundles.iter().map(|one| one.0.clone()), set_limits(options)?);
            Ok::<_, Raise>(core::BundleSet::new_with(bundles, &limits)?)
        };
        call(env, make).map(Self)
    }

    /// Reads a SPIFFE bundle map, whole or not at all.
    #[napi]
    pub fn from_spiffe_json(
        env: &Env,
        json: Document,
        #[napi(ts_arg_type = "BundleMapOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let read = || {
            let (limits, json) = (map_limits(options)?, Bytes::from(json));
            Ok::<_, Raise>(core::BundleSet::from_spiffe_json_with(json.as_ref(), &limits)?)
        };
        call(env, read).map(Self)
    }

    /// The bundle that may vouch for this trust domain; null if there is none.
    #[napi]
    pub fn get(&self, env: &Env, domain: TrustDomainLike<'_>) -> Result<Option<TrustBundle>> {
        call(env, || trust_domain(domain).map(|domain| self.0.get(domain.as_ref()).cloned().map(TrustBundle)))
    }

    /// What changes when `newer` takes the place of this set.
    #[napi]
    pub fn diff(&self, newer: &BundleSet) -> BundleSetDiff {
        BundleSetDiff(core::BundleSet::diff(&self.0, &newer.0))
    }

    /// The set with this bundle, in place of the one of the same trust domain.
    #[napi]
    pub fn with_bundle(&self, bundle: &TrustBundle) -> Self {
        Self(self.0.with_bundle(bundle.0.clone()))
    }

    /// The set without this trust domain.
    #[napi]
    pub fn without(&self, env: &Env, domain: TrustDomainLike<'_>) -> Result<Self> {
        call(env, || trust_domain(domain).map(|domain| Self(self.0.without(&domain))))
    }

    /// The bundles, ordered by trust domain.
    #[napi(getter)]
    pub fn bundles(&self) -> Vec<TrustBundle> {
        self.0.iter().cloned().map(TrustBundle).collect()
    }

    /// How many trust domains have a bundle.
    #[napi(getter)]
    pub fn size(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// The SPIFFE bundle map as text.
    #[napi]
    pub fn to_spiffe_json(&self) -> String {
        self.0.to_spiffe_json()
    }

    /// The trust domains.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.iter().map(|bundle| bundle.trust_domain().as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The SPIFFE bundle map.
    #[napi(js_name = "toJSON", ts_return_type = "unknown")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        parse(env, self.0.to_spiffe_json())
    }
}
