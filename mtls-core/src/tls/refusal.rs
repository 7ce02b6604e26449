//! A refused peer, for the log; and the alert that it is told.

use std::fmt;
use std::sync::Arc;

use rustls::CertificateError;
use rustls_pki_types::{CertificateDer, UnixTime};

use crate::finding::Refusal as _;
use crate::verify::Purpose;

use super::TlsError;

/// A peer that was refused in a handshake. The chain is kept, so that it can be explained afterwards
/// with [`ChainVerifier::explain_for`](crate::verify::ChainVerifier::explain_for).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// Why.
    pub error: TlsError,
    /// What the peer presented, leaf first.
    pub chain: Vec<CertificateDer<'static>>,
    /// When.
    pub at: UnixTime,
    /// The role that it had.
    pub purpose: Purpose,
}

impl Refused {
    pub(super) fn new(error: TlsError, chain: &[CertificateDer<'_>], at: UnixTime, purpose: Purpose) -> Self {
        Self { error, chain: chain.iter().map(|der| der.clone().into_owned()).collect(), at, purpose }
    }

    /// The rustls error whose alert fits: `unknown_ca`, `certificate_expired`, `certificate_revoked`,
    /// `bad_certificate`, `unsupported_certificate` or `access_denied` (RFC 8446 section 6.2).
    pub(super) fn certificate_error(&self) -> CertificateError {
        let TlsError::PeerRejected(rejection) = &self.error else {
            return CertificateError::ApplicationVerificationFailure;
        };
        match rejection.code() {
            "leaf-expired" | "issuer-expired" | "authority-expired" => CertificateError::Expired,
            "leaf-not-yet-valid" | "issuer-not-yet-valid" | "authority-not-yet-valid" | "clock-skew" => {
                CertificateError::NotValidYet
            }
            "trust-domain-unknown"
            | "trust-bundle-empty"
            | "signed-by-other-trust-domain"
            | "authority-rotated"
            | "authority-unknown"
            | "issuer-key-mismatch"
            | "issuer-missing" => CertificateError::UnknownIssuer,
            "purpose-mismatch" | "leaf-eku-incomplete" => CertificateError::InvalidPurpose,
            "certificate-revoked" => CertificateError::Revoked,
            // `unknown_ca`, as other stacks answer where no word of the issuer is to be had.
            "revocation-unknown" | "crl-expired" | "crl-issuer-not-allowed" | "crl-number-unusable" => {
                CertificateError::UnknownRevocationStatus
            }
            // The certificate is good; this side decided against it.
            "certificate-distrusted" => CertificateError::ApplicationVerificationFailure,
            _ => CertificateError::BadEncoding,
        }
    }
}

/// Who hears of refused peers.
#[derive(Clone, Default)]
pub(super) struct Listener(Option<Arc<dyn Fn(Refused) + Send + Sync>>);

impl Listener {
    pub(super) fn new(listener: impl Fn(Refused) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    pub(super) fn tell(&self, refused: Refused) {
        if let Some(listener) = &self.0 {
            listener(refused);
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Listener" } else { "no listener" })
    }
}
