//! What the verifiers take.

use mtls_core::trust as core_trust;
use mtls_core::verify as core;
use napi::JsDate;
use napi::bindgen_prelude::{Array, ClassInstance, Either, Either3, Either4, Null, Uint8Array};
use napi_derive::napi;
use rustls_pki_types::CertificateDer;

use crate::anchors::TrustAnchors;
use crate::arguments::{MAX_WHOLE, whole};
use crate::certificate::{Certificate, CertificateChain};
use crate::distrust::DistrustList;
use crate::pki::Crl;
use crate::raise::Raise;
use crate::trust::{BundleSet, TrustBundle};

pub(super) type Checked<T> = std::result::Result<T, Raise>;

// Declared by types/verify.d.ts: the last is an array of Uint8Array, of which only what is looked at is read.
pub type ChainLike<'a> = Either4<&'a CertificateChain, String, Uint8Array, Array<'a>>;

// Not `&CertificateChain`: napi lends one to arguments alone, not to the elements of a list.
pub(crate) type ChainElement<'a> =
    Either4<ClassInstance<'a, CertificateChain>, String, Uint8Array, Array<'a>>;

/// Whom to trust for SPIFFE IDs: a set, or the bundles of one.
#[napi]
pub type BundlesLike<'a> = Either<&'a BundleSet, Vec<ClassInstance<'a, TrustBundle>>>;

/// Whom to trust for other names: a set, or the authorities of one.
#[napi]
pub type AnchorsLike<'a> = Either<&'a TrustAnchors, Vec<ClassInstance<'a, Certificate>>>;

/// The name that a certificate must be valid for, or several of which one will do: DNS names, addresses, e-mail
/// addresses. Null is any name; who passes it looks at the names afterwards.
#[napi]
pub type ExpectedName = Either3<String, Vec<String>, Null>;

/// A revocation list: read already, PEM or DER.
#[napi]
pub type CrlLike<'a> = Either3<ClassInstance<'a, Crl>, String, Uint8Array>;

/// The options of a verifier: one of the kinds, or both as one to read them by.
macro_rules! options {
    ($(#[$about:meta])* $name:ident, $($profile:tt)*) => {
        $(#[$about])*
        #[napi(object, object_to_js = false)]
        pub struct $name<'env> {
            $($profile)*
            /// The role in which the peer uses its certificate. Default: `either`; by name, what the profile is for.
            #[napi(ts_type = "Purpose")]
            pub purpose: Option<String>,
            /// Looks certificates up in these lists, and refuses what they revoke and what no current one speaks of.
            /// Without a list nothing is looked up.
            pub crls: Option<Vec<CrlLike<'env>>>,
            /// Who is looked up: the leaf, or the intermediates too. Default: `chain`.
            #[napi(ts_type = "'leaf' | 'chain'")]
            pub revocation_depth: Option<String>,
            /// Accepts, with a warning, what no list speaks of. Default: false.
            pub accept_unknown_status: Option<bool>,
            /// Lets a list count, with a warning, after its next update was due. Default: false.
            pub accept_expired_crls: Option<bool>,
            /// Shuts out every path through what it lists, the trust anchor included.
            pub distrust: Option<ClassInstance<'env, DistrustList>>,
            /// Certificates in a chain, the leaf included. Default: 16.
            pub max_certificates: Option<f64>,
            /// Bytes of a chain's certificates together. Default: 262,144.
            pub max_bytes: Option<f64>,
            /// Intermediates between leaf and trust anchor. Default: 6, and never more.
            pub max_intermediates: Option<f64>,
            /// Bytes of accepted peers that are remembered; 0 remembers none. No verdict depends on it. Default:
            /// 8,388,608.
            pub peer_cache_bytes: Option<f64>,
            /// Bytes of accepted issuers that are remembered; 0 remembers none. No verdict depends on it. Default:
            /// 1,048,576.
            pub issuer_cache_bytes: Option<f64>,
        }

        impl $name<'_> {
            pub(super) fn settings(self) -> Checked<Settings> {
                let mut revocation = core::RevocationPolicy::default();
                if let Some(depth) = self.revocation_depth {
                    revocation.depth = depth.parse()?;
                }
                revocation.accept_unknown = self.accept_unknown_status.unwrap_or_default();
                revocation.accept_expired = self.accept_expired_crls.unwrap_or_default();
                let mut limits = core::ChainLimits::default();
                for (what, given, limit) in [
                    ("maxCertificates", self.max_certificates, &mut limits.max_certificates),
                    ("maxBytes", self.max_bytes, &mut limits.max_bytes),
                    ("maxIntermediates", self.max_intermediates, &mut limits.max_intermediates),
                ] {
                    if let Some(number) = given {
                        *limit = usize::try_from(whole(what, number, u32::MAX.into())?).unwrap_or(usize::MAX);
                    }
                }
                let mut caches = core::CacheLimits::default();
                for (what, given, limit) in [
                    ("peerCacheBytes", self.peer_cache_bytes, &mut caches.peer_bytes),
                    ("issuerCacheBytes", self.issuer_cache_bytes, &mut caches.issuer_bytes),
                ] {
                    if let Some(number) = given {
                        *limit = whole(what, number, MAX_WHOLE)?;
                    }
                }
                Ok(Settings {
                    purpose: self.purpose.map(|name| name.parse()).transpose()?,
                    crls: self.crls.into_iter().flatten().map(crl).collect::<Checked<_>>()?,
                    revocation,
                    distrust: self.distrust.map(|list| list.0.clone()).unwrap_or_default(),
                    limits,
                    caches,
                })
            }
        }
    };
}

options! {
    /// How a `ChainVerifier` judges; what is left out has the engine's default.
    #[derive(Default)]
    VerifierOptions,
    /// How much of the standards a chain must keep to. Default: `spiffe-interop`.
    #[napi(ts_type = "Profile")]
    pub profile: Option<String>,
}

options! {
    /// How an `EdgeVerifier` judges; what is left out has the engine's default.
    EdgeVerifierOptions,
    /// How much of the standards a chain must keep to.
    #[napi(ts_type = "EdgeProfile")]
    pub profile: String,
}

pub(super) const VERIFIER_OPTIONS: &[&str] = &[
    "profile",
    "purpose",
    "crls",
    "revocationDepth",
    "acceptUnknownStatus",
    "acceptExpiredCrls",
    "distrust",
    "maxCertificates",
    "maxBytes",
    "maxIntermediates",
    "peerCacheBytes",
    "issuerCacheBytes",
];

/// When a chain is judged by name, or explained by one; when a batch is judged.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct ExplainOptions<'env> {
    /// The time that the verdict is for. Default: now.
    pub at: Option<JsDate<'env>>,
}

pub(crate) const EXPLAIN_OPTIONS: &[&str] = &["at"];

/// What the options of both kinds have in common, read.
pub(super) struct Settings {
    pub(super) purpose: Option<core::Purpose>,
    pub(super) crls: Vec<mtls_core::pki::Crl>,
    pub(super) revocation: core::RevocationPolicy,
    pub(super) distrust: core_trust::DistrustList,
    pub(super) limits: core::ChainLimits,
    pub(super) caches: core::CacheLimits,
}

/// Hands the settings to a builder of either kind.
macro_rules! set_up {
    ($builder:expr, $settings:expr) => {{
        let (builder, settings) = ($builder, $settings);
        let builder = builder
            .crls(settings.crls)
            .revocation(settings.revocation)
            .distrust(settings.distrust)
            .limits(settings.limits)
            .caches(settings.caches);
        match settings.purpose {
            Some(purpose) => builder.purpose(purpose),
            None => builder,
        }
    }};
}
pub(super) use set_up;

pub(crate) fn crls(lists: Option<Vec<CrlLike<'_>>>) -> Checked<Vec<mtls_core::pki::Crl>> {
    lists.unwrap_or_default().into_iter().map(crl).collect()
}

fn crl(list: CrlLike<'_>) -> Checked<mtls_core::pki::Crl> {
    Ok(match list {
        Either3::A(list) => list.0.clone(),
        Either3::B(text) => mtls_core::pki::Crl::from_bytes(text.as_bytes())?,
        Either3::C(bytes) => mtls_core::pki::Crl::from_bytes(&bytes)?,
    })
}

pub(super) fn bundles(bundles: BundlesLike<'_>) -> Checked<core_trust::BundleSet> {
    Ok(match bundles {
        Either::A(set) => set.0.clone(),
        Either::B(list) => core_trust::BundleSet::new(list.iter().map(|bundle| bundle.0.clone()))?,
    })
}

pub(crate) fn anchors(anchors: AnchorsLike<'_>) -> core_trust::TrustAnchors {
    match anchors {
        Either::A(set) => set.0.clone(),
        Either::B(list) => core_trust::TrustAnchors::new(list.iter().map(|one| one.0.clone())),
    }
}

// Not `&TrustAnchors`: napi lends one to arguments alone, not to the fields of options.
/// `AnchorsLike` as a field of options.
pub(crate) type AnchorsField<'a> =
    Either<ClassInstance<'a, TrustAnchors>, Vec<ClassInstance<'a, Certificate>>>;

pub(crate) fn anchors_of(field: AnchorsField<'_>) -> core_trust::TrustAnchors {
    match field {
        Either::A(set) => set.0.clone(),
        Either::B(list) => anchors(Either::B(list)),
    }
}

pub(super) fn expected(name: ExpectedName) -> Checked<core::ExpectedName> {
    Ok(match name {
        Either3::A(name) => name.parse()?,
        Either3::B(names) => {
            let names = names.iter().map(|name| name.parse()).collect::<std::result::Result<_, _>>()?;
            core::ExpectedName::OneOf(names)
        }
        Either3::C(Null) => core::ExpectedName::Any,
    })
}

/// The chains of a batch.
pub(crate) fn chains(
    chains: Vec<ChainElement<'_>>,
    limits: &core::ChainLimits,
) -> Checked<Vec<Vec<CertificateDer<'static>>>> {
    let read = |chain: ChainElement<'_>| match chain {
        Either4::A(chain) => ders(Either4::A(&*chain), limits),
        Either4::B(text) => ders(Either4::B(text), limits),
        Either4::C(bytes) => ders(Either4::C(bytes), limits),
        Either4::D(list) => ders(Either4::D(list), limits),
    };
    chains.into_iter().map(read).collect()
}

pub(crate) fn ders(
    chain: ChainLike<'_>,
    limits: &core::ChainLimits,
) -> Checked<Vec<CertificateDer<'static>>> {
    let read = |bytes: &[u8]| mtls_core::pki::CertificateChain::from_bytes(bytes).map(|chain| chain.to_der());
    Ok(match chain {
        Either4::A(chain) => chain.0.to_der(),
        Either4::B(text) => read(text.as_bytes())?,
        Either4::C(bytes) => read(&bytes)?,
        Either4::D(list) => listed(&list, limits)?,
    })
}

/// Of a list that the engine refuses for its length, no more is copied than it looks at.
fn listed(list: &Array<'_>, limits: &core::ChainLimits) -> Checked<Vec<CertificateDer<'static>>> {
    let count = usize::try_from(list.len()).unwrap_or(usize::MAX);
    let mut ders = (0..list.len())
        .take(limits.looked_at(count))
        .map(|index| match list.get::<Uint8Array>(index) {
            Ok(Some(der)) => Ok(CertificateDer::from(der.to_vec())),
            _ => Err(Raise::value(format!("element {index} of the chain is no Uint8Array"))),
        })
        .collect::<Checked<Vec<_>>>()?;
    ders.resize(count, CertificateDer::from(Vec::new()));
    Ok(ders)
}
