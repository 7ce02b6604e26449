//! The facts as one record.

use serde::Serialize;

use super::Certificate;
use crate::pki::name::{colon_hex, hex};
use crate::pki::time::rfc3339;
use crate::pki::{ExtendedKeyUsage, ExtensionEntry, KeyUsage, SubjectNames};

/// What stands in a certificate, as plain values. Serializes with these field names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CertificateInfo {
    /// X.509 version, 3 nearly always.
    pub version: u32,
    /// Subject as RFC 4514 text.
    pub subject: String,
    /// Issuer as RFC 4514 text.
    pub issuer: String,
    /// Serial number, lowercase hex with colons.
    pub serial: String,
    /// Start of validity, RFC 3339 in UTC.
    pub not_before: String,
    /// End of validity, RFC 3339 in UTC.
    pub not_after: String,
    /// Family of the key: `ECDSA`, `RSA`, `Ed25519`, or an object identifier.
    pub key_algorithm: String,
    /// Bits of the key; 0 where not known.
    pub key_bits: usize,
    /// Curve of the key.
    pub key_curve: Option<&'static str>,
    /// Signature algorithm as OpenSSL names it.
    pub signature_algorithm: String,
    /// Whether it may issue certificates.
    pub ca: bool,
    /// How many intermediates may stand below it.
    pub path_length: Option<u32>,
    /// Key usage; null where the extension is absent.
    pub key_usage: Option<Vec<KeyUsage>>,
    /// Extended key usage; null where the extension is absent.
    pub extended_key_usage: Option<Vec<ExtendedKeyUsage>>,
    /// Subject alternative names.
    pub names: SubjectNames,
    /// The SPIFFE ID, where it has exactly one URI and that is one.
    pub spiffe_id: Option<String>,
    /// Whether issuer and subject are the same.
    pub self_issued: bool,
    /// Subject key identifier, hex with colons.
    pub subject_key_id: Option<String>,
    /// Authority key identifier, hex with colons.
    pub authority_key_id: Option<String>,
    /// SHA-256 of the DER, hex.
    pub fingerprint_sha256: String,
    /// SHA-256 of the public key, hex.
    pub spki_sha256: String,
    /// The same in Base64.
    pub spki_pin: String,
    /// Certificate policies.
    pub policies: Vec<String>,
    /// Where its CRL can be fetched.
    pub crl_urls: Vec<String>,
    /// Where OCSP answers for it.
    pub ocsp_urls: Vec<String>,
    /// Where its issuer's certificate can be fetched.
    pub issuer_urls: Vec<String>,
    /// Every extension, in order.
    pub extensions: Vec<ExtensionEntry>,
}

impl From<&Certificate> for CertificateInfo {
    fn from(certificate: &Certificate) -> Self {
        let key = certificate.public_key().algorithm();
        Self {
            version: certificate.version(),
            subject: certificate.subject().to_owned(),
            issuer: certificate.issuer().to_owned(),
            serial: certificate.serial().to_owned(),
            not_before: rfc3339(certificate.not_before()),
            not_after: rfc3339(certificate.not_after()),
            key_algorithm: key.family().to_owned(),
            key_bits: key.bits(),
            key_curve: key.curve(),
            signature_algorithm: certificate.signature_algorithm().to_owned(),
            ca: certificate.is_ca(),
            path_length: certificate.path_length(),
            key_usage: certificate.key_usage().map(<[_]>::to_vec),
            extended_key_usage: certificate.extended_key_usage().map(<[_]>::to_vec),
            names: certificate.names().clone(),
            spiffe_id: certificate.spiffe_id().map(ToString::to_string),
            self_issued: certificate.is_self_issued(),
            subject_key_id: certificate.subject_key_id().map(colon_hex),
            authority_key_id: certificate.authority_key_id().map(colon_hex),
            fingerprint_sha256: hex(&certificate.fingerprint()),
            spki_sha256: certificate.spki_sha256(),
            spki_pin: certificate.spki_pin(),
            policies: certificate.policies().to_vec(),
            crl_urls: certificate.crl_urls().to_vec(),
            ocsp_urls: certificate.ocsp_urls().to_vec(),
            issuer_urls: certificate.issuer_urls().to_vec(),
            extensions: certificate.extensions().to_vec(),
        }
    }
}
