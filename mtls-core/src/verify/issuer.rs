//! What is demanded of the certificates above the leaf, where webpki does not look.

use crate::finding::rules::verify as r;
use crate::identity::{SpiffeIdRef, TrustDomainRef};
use crate::pki::strict::CertificateFields;

use super::faults::{At, Faults};

/// Checks one issuer of the path: X509-SVID sections 3.2, 4.1 and 4.3, RFC 5280 section 4.2.1.3. What
/// the SPIFFE standard asks of it matters where the leaf is of a trust domain.
pub(super) fn check(
    issuer: &CertificateFields<'_>,
    at: At<'_>,
    trust_domain: Option<TrustDomainRef<'_>>,
    faults: &mut Faults<'_>,
) {
    if !issuer.is_ca() {
        faults.refuse(r::ISSUER_NOT_CA, at, "it signed a certificate of the chain and is not a CA");
    }
    match issuer.extensions.key_usage {
        None if trust_domain.is_some() => {
            faults.issuer_duty(r::ISSUER_KEY_USAGE_MISSING, at, "the CA has no key usage");
        }
        None => {}
        Some(usage) => {
            if !usage.key_cert_sign() {
                faults.refuse(r::ISSUER_KEY_USAGE, at, "the CA's key usage has no keyCertSign");
            }
            if !usage.critical && trust_domain.is_some() {
                faults.issuer_duty(r::ISSUER_KEY_USAGE_MISSING, at, "the CA's key usage is not critical");
            }
        }
    }
    let Some(trust_domain) = trust_domain else { return };
    let Some(uri) = issuer.extensions.subject_alt_name.and_then(|names| names.sole_uri()) else { return };
    match SpiffeIdRef::parse(uri) {
        Ok(id) if !id.path().is_empty() => {
            faults.issuer_duty(r::ISSUER_SPIFFE_ID, at, format!("the CA's own ID {id} has a path"));
        }
        Ok(id) if id.trust_domain() != trust_domain => {
            faults.issuer_duty(
                r::ISSUER_SPIFFE_ID,
                at,
                format!("the CA's own ID is {id}, the leaf's trust domain {trust_domain}"),
            );
        }
        Ok(_) => {}
        Err(e) => faults.issuer_duty(r::ISSUER_SPIFFE_ID, at, format!("the CA's URI name: {e}")),
    }
}
