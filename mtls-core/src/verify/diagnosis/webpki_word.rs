//! What rustls-webpki says, under our rules.

use crate::finding::{
    Rule,
    rules::{conformance as c, pki, verify as r},
};

/// The rule that stands for an error, and words for it.
pub(super) fn of(error: &webpki::Error) -> (&'static Rule, String) {
    use webpki::Error as E;
    let (rule, words) = match error {
        E::PathLenConstraintViolated => (r::PATH_LENGTH_EXCEEDED, "a CA's path length is exceeded"),
        E::MaximumPathDepthExceeded => (r::PATH_LENGTH_EXCEEDED, "the path is too deep"),
        E::NameConstraintViolation => {
            (r::NAME_CONSTRAINT_VIOLATED, "a name is not one that a CA of the path may vouch for")
        }
        E::MalformedNameConstraint | E::InvalidNetworkMaskConstraint => {
            (r::NAME_CONSTRAINT_VIOLATED, "a CA of the path has a malformed name constraint")
        }
        E::RequiredEkuNotFoundContext(_) | E::EmptyEkuExtension => {
            (r::PURPOSE_MISMATCH, "a certificate of the path may not be used in this role")
        }
        E::EndEntityUsedAsCa => {
            (r::ISSUER_NOT_CA, "a certificate of the path signed another and is not a CA")
        }
        E::CaUsedAsEndEntity => (r::LEAF_IS_CA, "the leaf is a CA"),
        E::UnsupportedCriticalExtension => (
            c::CRITICAL_EXTENSION_UNKNOWN,
            "a certificate of the path has a critical extension that is not known",
        ),
        E::UnsupportedSignatureAlgorithmContext(_)
        | E::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
            (pki::SIGNATURE_UNSUPPORTED, "a signature of the path is of a kind that cannot be checked")
        }
        E::MaximumSignatureChecksExceeded
        | E::MaximumPathBuildCallsExceeded
        | E::MaximumNameConstraintComparisonsExceeded => {
            (r::CHAIN_REFUSED, "the certificates can be combined in too many ways to try them all")
        }
        E::UnknownIssuer => (r::CHAIN_REFUSED, "no path to a trust anchor was found"),
        other => return (r::CHAIN_REFUSED, format!("rustls-webpki: {other}")),
    };
    (rule, format!("rustls-webpki: {words}"))
}

/// Whether the rule says more than that the chain was refused.
pub(super) fn is_telling(rule: &Rule) -> bool {
    rule.name != r::CHAIN_REFUSED.name
}
