//! Certificates that our own issuer would refuse to make.

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, SanType,
};
use rustls_pki_types::CertificateDer;

use crate::pki::Certificate;
use crate::trust::{BundleSet, TrustBundle};

use super::{NOW, td};

/// A CA to forge with: a root of trust domain `td`.
pub(super) struct Forge {
    pub(super) issuer: Issuer<'static, KeyPair>,
    pub(super) root: CertificateDer<'static>,
}

pub(super) fn dates(params: &mut CertificateParams, from: u64, to: u64) {
    let date = |s: u64| time::OffsetDateTime::from_unix_timestamp(i64::try_from(s).unwrap()).unwrap();
    params.not_before = date(from);
    params.not_after = date(to);
}

pub(super) fn ca_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    dates(&mut params, NOW - 86_400, NOW + 365 * 86_400);
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

/// A leaf that keeps every rule, to be spoilt by the caller.
pub(super) fn leaf_params(uris: &[&str]) -> CertificateParams {
    let mut params = CertificateParams::default();
    dates(&mut params, NOW - 3600, NOW + 86_400);
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "leaf");
    params.subject_alt_names = uris.iter().map(|u| SanType::URI((*u).try_into().unwrap())).collect();
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages =
        vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    params
}

pub(super) fn extension(oid: &[u64], critical: bool, value: &[u8]) -> CustomExtension {
    let mut extension = CustomExtension::from_oid_content(oid, value.to_vec());
    extension.set_criticality(critical);
    extension
}

impl Forge {
    pub(super) fn new(params: CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap().der().clone();
        Self { issuer: Issuer::new(params, key), root }
    }

    pub(super) fn sign(&self, params: &CertificateParams) -> CertificateDer<'static> {
        params.signed_by(&KeyPair::generate().unwrap(), &self.issuer).unwrap().der().clone()
    }

    /// An intermediate below this CA, as a forge of its own; its certificate is `root`.
    pub(super) fn below(&self, params: CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let root = params.signed_by(&key, &self.issuer).unwrap().der().clone();
        Self { issuer: Issuer::new(params, key), root }
    }

    pub(super) fn bundles(&self) -> BundleSet {
        BundleSet::new([TrustBundle::new(td("td"), [Certificate::from_der(&self.root).unwrap()])]).unwrap()
    }
}
