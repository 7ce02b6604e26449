//! The kinds of cert-manager, trust-manager and the issuer for AWS Private CA: where certificates and CA bundles in
//! Secrets and ConfigMaps come from.
//!
//! Source of fields, spellings and rules: the custom resource definitions and admission webhooks of these projects.

mod aws_pca;
mod bundle;
mod certificate;
mod certificate_request;
mod duration;
mod issuer;
mod issuer_ref;

pub use aws_pca::{
    AwsCredentials, AwsPcaClusterIssuer, AwsPcaIssuer, AwsPcaIssuerSpec, AwsPcaTemplate, AwsSecretKey,
};
pub use bundle::{
    Bundle, BundleObject, BundleSource, BundleSpec, BundleTarget, ClusterBundle, ClusterBundleFile,
    ClusterBundleFormat, ClusterBundleSource, ClusterBundleSourceKind, ClusterBundleSpec,
    ClusterBundleTarget, ClusterBundleTargetObject, DefaultAuthorities, DefaultAuthoritiesProvider,
    TargetMetadata, TargetObject,
};
pub use certificate::{
    Certificate, CertificateKey, CertificateSpec, KeyAlgorithm, KeyEncoding, KeyUsage, NameConstraints,
    PermittedNames, RotationPolicy, SecretTemplate, SignatureAlgorithm, Subject,
};
pub use certificate_request::{CertificateRequest, CertificateRequestSpec};
pub use issuer::{AcmeIssuer, CaIssuer, ClusterIssuer, Issuer, IssuerSpec, SelfSignedIssuer, VaultIssuer};
pub use issuer_ref::{IssuerRef, SecretKeyRef};

use super::kind::Kind;

/// The kinds with a model.
pub(super) const KINDS: &[Kind] = &[
    AwsPcaClusterIssuer::ENTRY,
    AwsPcaIssuer::ENTRY,
    Bundle::ENTRY,
    Certificate::ENTRY,
    CertificateRequest::ENTRY,
    ClusterBundle::ENTRY,
    ClusterIssuer::ENTRY,
    Issuer::ENTRY,
];

#[cfg(test)]
mod tests;
