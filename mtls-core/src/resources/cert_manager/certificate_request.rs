//! The cert-manager `CertificateRequest`: one request to an issuer.

use std::collections::BTreeMap;

use super::IssuerRef;
use super::certificate::{KeyUsage, check_duration};
use super::issuer_ref::check_issuer_ref;
use crate::finding::rules::cert_manager as rules;
use crate::resources::Builder;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};
use crate::resources::kubernetes::{decode, encode};
use crate::resources::model::model;

kind! {
    /// A cert-manager `CertificateRequest`. Most are made by cert-manager, for a `Certificate`, or by istio-csr.
    pub struct CertificateRequest: "cert-manager.io" ["cert-manager.io/v1"], check {
        /// What is asked for.
        spec: CertificateRequestSpec = "spec",
    }
}

built!(CertificateRequest, spec: CertificateRequestSpec);

model! {
    /// What a `CertificateRequest` asks for.
    pub struct CertificateRequestSpec {
        /// Who issues.
        issuer_ref: IssuerRef = "issuerRef",
        /// The request (PKCS#10) in PEM, and that in Base64.
        request: String = "request",
        /// How long the certificate shall be valid, as Go writes it (`24h`).
        duration: String = "duration",
        /// Whether it is a CA's certificate.
        is_ca: bool = "isCA",
        /// What its key may be used for.
        usages: Vec<KeyUsage> = "usages",
        /// Who asks, as the API server wrote it.
        username: String = "username",
        /// The identity of who asks, as the API server wrote it.
        uid: String = "uid",
        /// The groups of who asks, as the API server wrote them.
        groups: Vec<String> = "groups",
        /// What else is known of who asks, as the API server wrote it.
        requester: BTreeMap<String, Vec<String>> = "extra",
    }
}

impl Builder<CertificateRequest> {
    /// Names who issues.
    pub fn issued_by(self, issuer: IssuerRef) -> Self {
        self.with_spec(|spec| spec.issuer_ref = Some(issuer))
    }

    /// Sets the request, in PEM.
    pub fn request(self, pem: impl AsRef<[u8]>) -> Self {
        self.with_spec(|spec| spec.request = Some(encode(pem.as_ref()).to_string()))
    }
}

fn check(request: &CertificateRequest, check: &mut Checker) {
    let empty = CertificateRequestSpec::default();
    let spec = request.spec.as_ref().unwrap_or(&empty);
    check_issuer_ref(spec.issuer_ref.as_ref(), check);
    check_duration(spec.duration.as_ref(), "spec.duration", check);
    let message = match spec.request.as_deref().map(decode) {
        None => "there is no request",
        Some(Err(_)) => "the request is no Base64",
        Some(Ok(pem)) if !holds_request(&pem) => "there is no certificate request in PEM here",
        Some(Ok(_)) => return,
    };
    check.report(rules::CERTIFICATE_REQUEST, "spec.request", message);
}

fn holds_request(pem: &[u8]) -> bool {
    String::from_utf8_lossy(pem).lines().any(|line| {
        matches!(
            line.trim(),
            "-----BEGIN CERTIFICATE REQUEST-----" | "-----BEGIN NEW CERTIFICATE REQUEST-----"
        )
    })
}
