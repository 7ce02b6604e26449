//! What the verifiers take.

use mtls_core::verify as core;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use rustls_pki_types::CertificateDer;

use crate::anchors::TrustAnchors;
use crate::arguments::{Document, List, Whole, one_of, worded};
use crate::certificate::{Certificate, CertificateChain};
use crate::distrust::DistrustList;
use crate::pki::Crl;
use crate::raise::Raise;
use crate::trust::{BundleSet, TrustBundle};

one_of! {
    /// A chain to judge: read already, PEM, or DER certificates as a peer sent them.
    pub(crate) enum ChainArgument<'py> as "list[bytes] | CertificateChain | str | bytes" {
        // First, as what a connection gives: each form that does not fit costs an exception.
        Der(List<PyBackedBytes>),
        Chain(PyRef<'py, CertificateChain>),
        Document(Document),
    }
}

impl ChainArgument<'_> {
    /// Of a list that the engine refuses for its length, no more is copied than it looks at.
    pub(crate) fn get(&self, limits: &core::ChainLimits) -> Result<Vec<CertificateDer<'static>>, Raise> {
        Ok(match self {
            Self::Chain(chain) => chain.0.to_der(),
            Self::Document(document) => {
                mtls_core::pki::CertificateChain::from_bytes(document.as_ref())?.to_der()
            }
            Self::Der(list) => {
                let looked_at = list.iter().take(limits.looked_at(list.len()));
                let mut ders: Vec<_> = looked_at.map(|der| CertificateDer::from(der.to_vec())).collect();
                ders.resize(list.len(), CertificateDer::from(Vec::new()));
                ders
            }
        })
    }
}

one_of! {
    /// Whom to trust for SPIFFE IDs: a set, or the bundles of one.
    pub(crate) enum BundlesArgument<'py> as "BundleSet | list[TrustBundle]" {
        Set(PyRef<'py, BundleSet>),
        List(List<PyRef<'py, TrustBundle>>),
    }
}

impl BundlesArgument<'_> {
    pub(super) fn get(self) -> Result<mtls_core::trust::BundleSet, Raise> {
        Ok(match self {
            Self::Set(set) => set.0.clone(),
            Self::List(list) => mtls_core::trust::BundleSet::new(list.iter().map(|bundle| bundle.0.clone()))?,
        })
    }
}

one_of! {
    /// Whom to trust for other names: a set, or the authorities of one.
    pub(crate) enum AnchorsArgument<'py> as "TrustAnchors | list[Certificate]" {
        Set(PyRef<'py, TrustAnchors>),
        List(List<PyRef<'py, Certificate>>),
    }
}

impl AnchorsArgument<'_> {
    pub(crate) fn get(self) -> mtls_core::trust::TrustAnchors {
        match self {
            Self::Set(set) => set.0.clone(),
            Self::List(list) => mtls_core::trust::TrustAnchors::new(list.iter().map(|one| one.0.clone())),
        }
    }
}

one_of! {
    /// The name that a certificate must be valid for, or several of which one will do.
    pub(crate) enum NameArgument as "str | list[str]" {
        One(PyBackedStr),
        OneOf(List<PyBackedStr>),
    }
}

worded! { Option<NameArgument> => "str | list[str] | None" }

impl NameArgument {
    /// `None` is any name: a caller writes it, as the argument has no default.
    pub(super) fn get(name: Option<Self>) -> Result<core::ExpectedName, Raise> {
        Ok(match name {
            None => core::ExpectedName::Any,
            Some(Self::One(name)) => name.parse()?,
            Some(Self::OneOf(names)) => {
                let names = names.iter().map(|name| name.parse()).collect::<Result<_, _>>()?;
                core::ExpectedName::OneOf(names)
            }
        })
    }
}

one_of! {
    /// A revocation list: read already, PEM or DER.
    pub(crate) enum CrlArgument<'py> as "Crl | str | bytes" {
        Read(PyRef<'py, Crl>),
        Document(Document),
    }
}

impl CrlArgument<'_> {
    pub(crate) fn get(self, py: Python<'_>) -> Result<mtls_core::pki::Crl, Raise> {
        Ok(match self {
            Self::Read(list) => list.0.clone(),
            Self::Document(document) => py.detach(|| mtls_core::pki::Crl::from_bytes(document.as_ref()))?,
        })
    }
}

/// The keyword arguments that all verifiers have.
pub(super) struct Keywords<'a, 'py> {
    pub(super) purpose: Option<&'a str>,
    pub(super) crls: Option<List<CrlArgument<'py>>>,
    pub(super) revocation_depth: Option<&'a str>,
    pub(super) accept_unknown_status: bool,
    pub(super) accept_expired_crls: bool,
    pub(super) distrust: Option<PyRef<'py, DistrustList>>,
    pub(super) max_certificates: Option<Whole<usize>>,
    pub(super) max_bytes: Option<Whole<usize>>,
    pub(super) max_intermediates: Option<Whole<usize>>,
    pub(super) peer_cache_bytes: Option<Whole<u64>>,
    pub(super) issuer_cache_bytes: Option<Whole<u64>>,
}

/// The same, read.
pub(super) struct Settings {
    pub(super) purpose: Option<core::Purpose>,
    pub(super) crls: Vec<mtls_core::pki::Crl>,
    pub(super) revocation: core::RevocationPolicy,
    pub(super) distrust: mtls_core::trust::DistrustList,
    pub(super) limits: core::ChainLimits,
    pub(super) caches: core::CacheLimits,
}

impl Keywords<'_, '_> {
    pub(super) fn get(self, py: Python<'_>) -> Result<Settings, Raise> {
        let mut revocation = core::RevocationPolicy::default();
        if let Some(depth) = self.revocation_depth {
            revocation.depth = depth.parse()?;
        }
        revocation.accept_unknown = self.accept_unknown_status;
        revocation.accept_expired = self.accept_expired_crls;
        let mut limits = core::ChainLimits::default();
        limits.max_certificates = self.max_certificates.map_or(limits.max_certificates, |most| most.0);
        limits.max_bytes = self.max_bytes.map_or(limits.max_bytes, |most| most.0);
        limits.max_intermediates = self.max_intermediates.map_or(limits.max_intermediates, |most| most.0);
        let mut caches = core::CacheLimits::default();
        caches.peer_bytes = self.peer_cache_bytes.map_or(caches.peer_bytes, |most| most.0);
        caches.issuer_bytes = self.issuer_cache_bytes.map_or(caches.issuer_bytes, |most| most.0);
        let lists = self.crls.into_iter().flatten().map(|list| list.get(py));
        Ok(Settings {
            purpose: self.purpose.map(str::parse).transpose()?,
            crls: lists.collect::<Result<_, _>>()?,
            revocation,
            distrust: self.distrust.map(|list| list.0.clone()).unwrap_or_default(),
            limits,
            caches,
        })
    }
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
