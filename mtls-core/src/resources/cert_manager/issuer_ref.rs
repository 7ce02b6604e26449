//! Who issues.

use crate::finding::rules::cert_manager as rules;
use crate::resources::cut;
use crate::resources::kind::Checker;
use crate::resources::model::model;

model! {
    /// Who issues a certificate.
    pub struct IssuerRef {
        /// The name of the issuer.
        name: String = "name",
        /// Its kind; absent is `Issuer`, in the namespace of the certificate.
        kind: String = "kind",
        /// Its API group; absent is `cert-manager.io`.
        group: String = "group",
    }
}

model! {
    /// An entry of a Secret.
    pub struct SecretKeyRef {
        /// The Secret.
        name: String = "name",
        /// The entry.
        key: String = "key",
    }
}

impl IssuerRef {
    /// An `Issuer` in the namespace of the certificate.
    pub fn issuer(name: impl Into<String>) -> Self {
        Self::default().name(name.into()).kind("Issuer")
    }

    /// A `ClusterIssuer`.
    pub fn cluster_issuer(name: impl Into<String>) -> Self {
        Self::default().name(name.into()).kind("ClusterIssuer")
    }

    /// An `AWSPCAIssuer` in the namespace of the certificate.
    pub fn aws_pca_issuer(name: impl Into<String>) -> Self {
        Self::default().name(name.into()).kind("AWSPCAIssuer").group(super::AwsPcaIssuer::GROUP)
    }

    /// An `AWSPCAClusterIssuer`.
    pub fn aws_pca_cluster_issuer(name: impl Into<String>) -> Self {
        Self::default().name(name.into()).kind("AWSPCAClusterIssuer").group(super::AwsPcaIssuer::GROUP)
    }
}

/// What cert-manager asks of the reference under `spec.issuerRef`.
pub(super) fn check_issuer_ref(issuer: Option<&IssuerRef>, check: &mut Checker) {
    let empty = IssuerRef::default();
    let issuer = issuer.unwrap_or(&empty);
    if issuer.name.as_deref().unwrap_or_default().is_empty() {
        check.report(rules::ISSUER_REF, "spec.issuerRef.name", "no issuer is named");
    }
    let group = issuer.group.as_deref().unwrap_or_default();
    let kind = issuer.kind.as_deref().unwrap_or_default();
    if matches!(group, "" | "cert-manager.io") && !matches!(kind, "" | "Issuer" | "ClusterIssuer") {
        let mut message = format!("cert-manager has no issuer of kind `{}`", cut(kind));
        if group.is_empty() {
            message.push_str("; the `group` of another issuer is missing");
        }
        check.report(rules::ISSUER_REF, "spec.issuerRef.kind", message);
    }
}
