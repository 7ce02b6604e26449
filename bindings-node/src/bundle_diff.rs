//! Floor 3, what a new bundle changes: `BundleDiff`, `BundleSetDiff`.

use mtls_core::pki;
use mtls_core::trust as core;
use napi::bindgen_prelude::Unknown;
use napi::{Env, Result};
use napi_derive::napi;

use crate::certificate::Certificate;
use crate::identity::TrustDomain;
use crate::record::record;

fn wrapped<'a>(certificates: impl IntoIterator<Item = &'a pki::Certificate>) -> Vec<Certificate> {
    certificates.into_iter().cloned().map(Certificate).collect()
}

/// What changes when one bundle of a trust domain takes the place of another; as text, in lines.
#[napi]
pub struct BundleDiff(pub(crate) core::BundleDiff);

#[napi]
impl BundleDiff {
    /// Whose bundles these are.
    #[napi(getter)]
    pub fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain.clone())
    }

    /// Whether nothing changes.
    #[napi(getter)]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Authorities that only the new bundle has.
    #[napi(getter)]
    pub fn added(&self) -> Vec<Certificate> {
        wrapped(&self.0.added)
    }

    /// Authorities that only the old bundle has: what they issued is refused from now on.
    #[napi(getter)]
    pub fn removed(&self) -> Vec<Certificate> {
        wrapped(&self.0.removed)
    }

    /// Old and new certificates of authorities that kept subject and key.
    #[napi(getter, ts_return_type = "[old: Certificate, new: Certificate][]")]
    pub fn renewed(&self) -> Vec<Vec<Certificate>> {
        self.0.renewed.iter().map(|renewal| wrapped([&renewal.old, &renewal.new])).collect()
    }

    /// Authorities of both.
    #[napi(getter)]
    pub fn kept(&self) -> Vec<Certificate> {
        wrapped(&self.0.kept)
    }

    /// What speaks against taking the new bundle.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings)
    }

    /// The changes, a line each.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "BundleDiffRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}

/// What changes when one set of bundles takes the place of another; as text, in lines.
#[napi]
pub struct BundleSetDiff(pub(crate) core::BundleSetDiff);

#[napi]
impl BundleSetDiff {
    /// Whether nothing changes.
    #[napi(getter)]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Trust domains that only the new set has.
    #[napi(getter)]
    pub fn added(&self) -> Vec<TrustDomain> {
        self.0.added.iter().cloned().map(TrustDomain).collect()
    }

    /// Trust domains that only the old set has: their peers are refused from now on.
    #[napi(getter)]
    pub fn removed(&self) -> Vec<TrustDomain> {
        self.0.removed.iter().cloned().map(TrustDomain).collect()
    }

    /// What changes within those of both.
    #[napi(getter)]
    pub fn changed(&self) -> Vec<BundleDiff> {
        self.0.changed.iter().cloned().map(BundleDiff).collect()
    }

    /// The changes, a line each.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "BundleSetDiffRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
