//! Public keys: kind, curve, length.

use rustls_pki_types::SignatureVerificationAlgorithm;

use crate::finding::rules::{conformance as c, pki};
use crate::pki::KeyAlgorithm;
use crate::pki::der::{OID, Reader};
use crate::pki::dotted;
use crate::pki::strict::{CertificateFields, KeyKind};
use crate::verify::faults::{At, Faults};

/// BR section 6.1.5.
const RSA_LEAST_BITS: usize = 2048;

/// Checks the key of an X509-SVID. The standard names no kinds of keys, so a kind that is new (ML-DSA) is as good as any
/// that the verifier's algorithms check.
pub(in crate::verify) fn check_svid(
    leaf: &CertificateFields<'_>,
    algorithms: &[&dyn SignatureVerificationAlgorithm],
    faults: &mut Faults<'_>,
) {
    if let Ok(KeyKind::Other(kind)) = leaf.key_kind()
        && algorithms.iter().any(|a| Reader::new(&a.public_key_alg_id()).content(OID) == Ok(kind))
    {
        return;
    }
    check(leaf, At::Chain(0), faults);
}

/// Checks the certificate's own key.
pub(super) fn check(fields: &CertificateFields<'_>, at: At<'_>, faults: &mut Faults<'_>) {
    let kind = match fields.key_kind() {
        Ok(kind) => kind,
        Err(e) => return faults.refuse(pki::CERTIFICATE_MALFORMED, at, e.to_string()),
    };
    match kind {
        KeyKind::Rsa { bits } if bits < RSA_LEAST_BITS => {
            let message = format!("RSA of {bits} bits; {RSA_LEAST_BITS} are the least");
            faults.refuse(c::CERTIFICATE_KEY_WEAK, at, message);
        }
        KeyKind::Rsa { bits } if bits & 7 != 0 => {
            let message = format!("the RSA modulus has {bits} bits, which are no whole bytes");
            faults.web_duty(c::CERTIFICATE_KEY_LENGTH, at, message);
        }
        KeyKind::Rsa { .. } => {}
        KeyKind::NamedCurve(curve) => match KeyAlgorithm::of_curve(curve) {
            KeyAlgorithm::P256 | KeyAlgorithm::P384 | KeyAlgorithm::P521 => {}
            other => faults.refuse(
                c::CERTIFICATE_KEY_WEAK,
                at,
                format!("a key on the curve {other}; taken are P-256, P-384 and P-521"),
            ),
        },
        KeyKind::UnnamedCurve => {
            faults.refuse(c::CERTIFICATE_KEY_WEAK, at, "a key on a curve that is not named");
        }
        KeyKind::Ed25519 => {
            faults.web_duty(c::CERTIFICATE_KEY_NOT_OF_THE_WEB, at, "an Ed25519 key");
        }
        KeyKind::Other(algorithm) => {
            let message =
                format!("a key of the kind {}; taken are ECDSA, RSA and Ed25519", dotted(algorithm));
            faults.refuse(c::CERTIFICATE_KEY_WEAK, at, message);
        }
    }
}
