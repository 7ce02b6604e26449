//! A cluster's CA as Istio's Secret `cacerts`.

use super::RecipeError;
use crate::pki::Certificate;
use crate::pki::issue::CertificateAuthority;
use crate::resources::Manifest;
use crate::resources::kubernetes::Secret;

/// What istiod finds its CA under.
const NAME: &str = "cacerts";
const ROOTS: &str = "root-cert.pem";

/// The Secret for this CA, with `roots` in place of its own where some are given. Holds the CA's private key.
pub(super) fn secret(
    authority: &CertificateAuthority,
    namespace: &str,
    roots: Option<&[Certificate]>,
) -> Result<Manifest, RecipeError> {
    let mut secret = Secret::opaque(NAME, namespace);
    for (name, pem) in authority.secret_cacerts().iter() {
        secret = match roots {
            Some(roots) if name == ROOTS => secret.entry(name, pem_of(roots)),
            _ => secret.entry(name, pem),
        };
    }
    Ok(secret.manifest()?)
}

/// Several certificates as one text.
pub(super) fn pem_of(certificates: &[Certificate]) -> String {
    certificates.iter().map(Certificate::to_pem).collect()
}
