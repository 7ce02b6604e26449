//! Which of several causes tells the reader most.

use crate::finding::{Finding, Severity};

/// Rules from the most telling to the least. A fault that explains others stands before them:
/// the wrong trust domain before the missing issuer that follows from it, the rotated root before
/// the expiry of a leaf that would be refused anyway. Rules that are not named here come last.
const ORDER: &[&str] = &[
    "chain-empty",
    "chain-too-long",
    "chain-out-of-order",
    "certificate-malformed",
    "leaf-key-mismatch",
    // Before its names: it was not made to have any.
    "leaf-is-ca",
    "leaf-spiffe-id-missing",
    "leaf-uri-names-multiple",
    "leaf-spiffe-id-invalid",
    "leaf-spiffe-id-without-path",
    "trust-domain-unknown",
    "bundle-authority-not-ca",
    "verifier-authority-unusable",
    "trust-bundle-empty",
    "signed-by-other-trust-domain",
    "authority-rotated",
    "issuer-key-mismatch",
    "authority-unknown",
    "issuer-missing",
    "signature-unsupported",
    "signature-invalid",
    "critical-extension-unknown",
    "clock-skew",
    "authority-expired",
    "issuer-expired",
    "leaf-expired",
    "authority-not-yet-valid",
    "issuer-not-yet-valid",
    "leaf-not-yet-valid",
    "certificate-distrusted",
    "certificate-revoked",
    "crl-issuer-not-allowed",
    "crl-expired",
    "revocation-unknown",
    "issuer-not-ca",
    "issuer-key-usage",
    "path-length-exceeded",
    "name-constraint-violated",
    "purpose-mismatch",
    "peer-name-mismatch",
];

/// Orders findings: errors before warnings, the most telling first; otherwise as they were found.
pub(super) fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|f| {
        let place = ORDER.iter().position(|rule| *rule == f.rule).unwrap_or(ORDER.len());
        (std::cmp::Reverse(f.severity.max(Severity::Info)), place)
    });
}
