//! The options of CAs and leaves: read on the main thread, applied on the pool.

use std::sync::Arc;

use mtls_core::pki::KeyAlgorithm;
use mtls_core::pki::issue as core;
use napi::JsDate;
use napi::bindgen_prelude::{ClassInstance, Unknown};
use napi_derive::napi;
use rustls_pki_types::UnixTime;

use super::{CertificateAuthority, Checked, IssuedCertificate};
use crate::arguments::{TrustDomainLike, ip_addresses, known, moment, seconds, trust_domain, whole};
use crate::pki::PrivateKey;

/// How a CA is to be made; what is left out has the engine's default.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct AuthorityOptions<'env> {
    /// Binds the CA to a trust domain: it issues SVIDs in it alone. An intermediate takes over that of the CA above it.
    pub trust_domain: Option<TrustDomainLike<'env>>,
    /// Organization (O) in the subject.
    pub organization: Option<String>,
    /// The time of issue. Default: now.
    pub at: Option<JsDate<'env>>,
    /// Exactly when it becomes valid. Default: 60 seconds before the time of issue.
    pub not_before: Option<JsDate<'env>>,
    /// How far `notBefore` stands before the time of issue.
    pub backdate_seconds: Option<f64>,
    /// How long it is valid. Default: ten years for a root, a year for an intermediate.
    pub valid_for_seconds: Option<f64>,
    /// Shortens a lifetime that ends after the issuer's, rather than refusing it.
    pub clip_to_issuer: Option<bool>,
    /// `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
    pub key_algorithm: Option<String>,
    /// A key that exists, in place of a new one.
    pub key: Option<ClassInstance<'env, PrivateKey>>,
    /// How many further CAs may stand below. Default: no limit for a root, 0 for an intermediate.
    pub path_len: Option<f64>,
    /// DNS names that everything below may have, and what stands below them; no others then.
    pub permitted_dns_names: Option<Vec<String>>,
    /// DNS names that nothing below may have.
    pub excluded_dns_names: Option<Vec<String>>,
}

const AUTHORITY_OPTIONS: &[&str] = &[
    "trustDomain",
    "organization",
    "at",
    "notBefore",
    "backdateSeconds",
    "validForSeconds",
    "clipToIssuer",
    "keyAlgorithm",
    "key",
    "pathLen",
    "permittedDnsNames",
    "excludedDnsNames",
];

/// How a leaf is to be issued; what is left out has the engine's default.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct LeafOptions<'env> {
    /// Further DNS names; a leading `*.` stands for one label.
    pub dns_names: Option<Vec<String>>,
    /// Further IP addresses.
    pub ip_addresses: Option<Vec<String>>,
    /// Common name (CN) in the subject.
    pub common_name: Option<String>,
    /// Organization (O) in the subject.
    pub organization: Option<String>,
    /// The time of issue. Default: now.
    pub at: Option<JsDate<'env>>,
    /// Exactly when it becomes valid. Default: 60 seconds before the time of issue.
    pub not_before: Option<JsDate<'env>>,
    /// How far `notBefore` stands before the time of issue.
    pub backdate_seconds: Option<f64>,
    /// How long it is valid. Default: 24 hours for an SVID, 45 days for the others.
    pub valid_for_seconds: Option<f64>,
    /// Shortens a lifetime that ends after the issuer's, rather than refusing it.
    pub clip_to_issuer: Option<bool>,
    /// `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
    pub key_algorithm: Option<String>,
}

const LEAF_OPTIONS: &[&str] = &[
    "dnsNames",
    "ipAddresses",
    "commonName",
    "organization",
    "at",
    "notBefore",
    "backdateSeconds",
    "validForSeconds",
    "clipToIssuer",
    "keyAlgorithm",
];

/// The options of any builder that were set: read on the main thread, applied on the pool.
struct Common {
    organization: Option<String>,
    at: Option<UnixTime>,
    not_before: Option<UnixTime>,
    backdate: Option<std::time::Duration>,
    valid_for: Option<std::time::Duration>,
    clip: bool,
    key_algorithm: Option<KeyAlgorithm>,
}

macro_rules! common {
    ($options:expr) => {
        Common {
            organization: $options.organization,
            at: $options.at.map(moment).transpose()?,
            not_before: $options.not_before.map(moment).transpose()?,
            backdate: $options.backdate_seconds.map(|n| seconds("backdateSeconds", n)).transpose()?,
            valid_for: $options.valid_for_seconds.map(|n| seconds("validForSeconds", n)).transpose()?,
            clip: $options.clip_to_issuer.unwrap_or(false),
            key_algorithm: $options.key_algorithm.map(|name| name.parse()).transpose()?,
        }
    };
}

macro_rules! apply_common {
    ($builder:ident, $common:ident) => {
        apply!(
            $builder,
            organization = $common.organization,
            at = $common.at,
            not_before = $common.not_before,
            backdate = $common.backdate,
            valid_for = $common.valid_for,
            key_algorithm = $common.key_algorithm,
        );
        if $common.clip {
            $builder = $builder.clip_to_issuer();
        }
    };
}

/// The options of a CA, checked.
pub(super) struct Authority {
    common: Common,
    trust_domain: Option<mtls_core::identity::TrustDomain>,
    key: Option<mtls_core::pki::PrivateKey>,
    path_len: Option<u8>,
    permitted: Vec<String>,
    excluded: Vec<String>,
}

impl Authority {
    pub(super) fn read(options: Option<Unknown<'_>>) -> Checked<Self> {
        let options: AuthorityOptions<'_> = known(options, AUTHORITY_OPTIONS)?.unwrap_or_default();
        let path_len = options.path_len.map(|n| whole("pathLen", n, u8::MAX.into())).transpose()?;
        Ok(Self {
            trust_domain: options.trust_domain.map(trust_domain).transpose()?,
            key: options.key.map(|key| key.0.clone_key()),
            path_len: path_len.and_then(|n| u8::try_from(n).ok()),
            permitted: options.permitted_dns_names.unwrap_or_default(),
            excluded: options.excluded_dns_names.unwrap_or_default(),
            common: common!(options),
        })
    }

    pub(super) fn build(self, mut builder: core::AuthorityBuilder<'_>) -> Checked<CertificateAuthority> {
        let common = self.common;
        apply_common!(builder, common);
        apply!(builder, trust_domain = self.trust_domain, key = self.key, path_len = self.path_len);
        let builder = builder.permitted_dns_names(self.permitted).excluded_dns_names(self.excluded);
        Ok(CertificateAuthority(Arc::new(builder.build()?)))
    }
}

/// The options of a leaf, checked.
pub(super) struct Leaf {
    common: Common,
    dns_names: Vec<String>,
    ip_addresses: Vec<std::net::IpAddr>,
    common_name: Option<String>,
}

impl Leaf {
    pub(super) fn read(options: Option<Unknown<'_>>) -> Checked<Self> {
        let options: LeafOptions<'_> = known(options, LEAF_OPTIONS)?.unwrap_or_default();
        Ok(Self {
            dns_names: options.dns_names.unwrap_or_default(),
            ip_addresses: ip_addresses(options.ip_addresses.unwrap_or_default())?,
            common_name: options.common_name,
            common: common!(options),
        })
    }

    pub(super) fn issue(self, mut builder: core::LeafBuilder<'_>) -> Checked<IssuedCertificate> {
        let common = self.common;
        apply_common!(builder, common);
        apply!(builder, common_name = self.common_name);
        let issued = builder.dns_names(self.dns_names).ip_addresses(self.ip_addresses).issue()?;
        Ok(IssuedCertificate { chain: issued.chain, key: Arc::new(issued.key) })
    }
}
