//! Floor 3: `TrustBundle`, `BundleSet`.

use mtls_core::trust as core;
use napi::bindgen_prelude::{BigInt, ClassInstance, Uint8Array, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::arguments::{Bytes, Document, TrustDomainLike, seconds, trust_domain};
use crate::bundle_diff::{BundleDiff, BundleSetDiff};
use crate::certificate::Certificate;
use crate::identity::TrustDomain;
use crate::raise::{Raise, call};
use crate::record::{parse, record};

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
    pub fn from_pem(env: &Env, domain: TrustDomainLike<'_>, pem: Document) -> Result<Self> {
        let read =
            || Ok::<_, Raise>(core::TrustBundle::from_pem(trust_domain(domain)?, Bytes::from(pem).as_ref())?);
        call(env, read).map(Self)
    }

    /// Reads concatenated DER certificates, as the SPIFFE Workload API sends them.
    #[napi]
    pub fn from_der(env: &Env, domain: TrustDomainLike<'_>, der: Uint8Array) -> Result<Self> {
        call(env, || Ok::<_, Raise>(core::TrustBundle::from_der(trust_domain(domain)?, &der)?)).map(Self)
    }

    /// Reads a SPIFFE bundle document.
    #[napi]
    pub fn from_spiffe_json(env: &Env, domain: TrustDomainLike<'_>, json: Document) -> Result<Self> {
        let read = || {
            Ok::<_, Raise>(core::TrustBundle::from_spiffe_json(
                trust_domain(domain)?,
                Bytes::from(json).as_ref(),
            )?)
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

    /// The bundle with this refresh hint.
    #[napi]
    pub fn with_refresh_hint(&self, env: &Env, refresh_seconds: f64) -> Result<Self> {
        call(env, || {
            seconds("a refresh hint", refresh_seconds).map(|hint| self.0.clone().with_refresh_hint(hint))
        })
        .map(Self)
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
    pub fn new(env: &Env, bundles: Vec<ClassInstance<'_, TrustBundle>>) -> Result<Self> {
        call(env, || core::BundleSet::new(bundles.iter().map(|one| one.0.clone()))).map(Self)
    }

    /// Reads a SPIFFE bundle map, whole or not at all.
    #[napi]
    pub fn from_spiffe_json(env: &Env, json: Document) -> Result<Self> {
        call(env, || core::BundleSet::from_spiffe_json(Bytes::from(json).as_ref())).map(Self)
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
