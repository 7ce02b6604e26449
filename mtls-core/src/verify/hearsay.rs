//! What webpki alone looks at: which certificate it was about.

use webpki::{Error as E, KeyUsage};

use crate::finding::rules::{conformance as c, pki, verify as r};
use crate::pki::strict::CertificateFields;
use crate::pki::{Certificate, dotted};

use super::faults::{At, Faults};

/// Says what webpki refused. `walked` are the certificates from the leaf up, with their positions in the chain.
pub(super) fn tell(e: &E, walked: &[(usize, Certificate)], faults: &mut Faults<'_>) {
    let rule = match e {
        E::RequiredEkuNotFoundContext(context) if purpose(context.required, walked, faults) => return,
        E::PathLenConstraintViolated if path_length(walked, faults) => return,
        E::UnsupportedCriticalExtension if critical_extension(walked, faults) => return,
        // Told by the walk, which knows the certificate.
        E::UnknownIssuer
        | E::InvalidSignatureForPublicKey
        | E::CertExpired { .. }
        | E::CertNotValidYet { .. }
        | E::CaUsedAsEndEntity
        | E::EndEntityUsedAsCa
        | E::UnsupportedSignatureAlgorithmContext(_)
        | E::UnsupportedSignatureAlgorithmForPublicKeyContext(_)
            if faults.refused() =>
        {
            return;
        }
        E::PathLenConstraintViolated | E::MaximumPathDepthExceeded => r::PATH_LENGTH_EXCEEDED,
        E::NameConstraintViolation | E::MalformedNameConstraint => r::NAME_CONSTRAINT_VIOLATED,
        E::RequiredEkuNotFoundContext(_) | E::EmptyEkuExtension => r::PURPOSE_MISMATCH,
        E::EndEntityUsedAsCa => r::ISSUER_NOT_CA,
        E::UnsupportedSignatureAlgorithmContext(_)
        | E::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => pki::SIGNATURE_UNSUPPORTED,
        _ => r::CHAIN_REFUSED,
    };
    faults.refuse(rule, At::Chain(0), format!("rustls-webpki: {e}"));
}

/// The fields of what was walked, as far as they can be read.
fn fields(walked: &[(usize, Certificate)]) -> impl Iterator<Item = (usize, CertificateFields<'_>)> {
    walked.iter().filter_map(|(index, certificate)| {
        CertificateFields::read(certificate.der()).ok().map(|fields| (*index, fields))
    })
}

/// Whether the certificate was found whose extended key usage lacks the role.
fn purpose(required: KeyUsage, walked: &[(usize, Certificate)], faults: &mut Faults<'_>) -> bool {
    let client = required == KeyUsage::client_auth();
    let lacks = fields(walked).find(|(_, fields)| {
        fields
            .extensions
            .extended_key_usage
            .is_some_and(|eku| !if client { eku.client_auth } else { eku.server_auth })
    });
    let Some((index, _)) = lacks else { return false };
    let role = if client { "clientAuth" } else { "serverAuth" };
    faults.refuse(
        r::PURPOSE_MISMATCH,
        At::Chain(index),
        format!("the extended key usage does not name {role}"),
    );
    true
}

/// Whether the CA was found that allows fewer intermediates than stand below it.
fn path_length(walked: &[(usize, Certificate)], faults: &mut Faults<'_>) -> bool {
    let broken = fields(walked).skip(1).zip(0_u32..).find_map(|((index, fields), below)| {
        let allowed = fields.extensions.basic_constraints?.path_len?;
        (below > allowed).then_some((index, allowed, below))
    });
    let Some((index, allowed, below)) = broken else { return false };
    let message = format!("its path length is {allowed}, and {below} intermediates stand below it");
    faults.refuse(r::PATH_LENGTH_EXCEEDED, At::Chain(index), message);
    true
}

/// Whether a certificate was found with an extension that must be understood and is not.
fn critical_extension(walked: &[(usize, Certificate)], faults: &mut Faults<'_>) -> bool {
    let mut found = false;
    for (index, fields) in fields(walked) {
        if let Some(oid) = fields.extensions.unknown_critical {
            let message = format!("the critical extension {} is not known here", dotted(oid));
            faults.refuse(c::CRITICAL_EXTENSION_UNKNOWN, At::Chain(index), message);
            found = true;
        }
    }
    found
}
