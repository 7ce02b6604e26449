//! What the readers of DER have in common: naming what was given in place of what was asked for.

use super::der::{self, Reader};
use super::error::Document;
use super::{PkiError, pem};

/// Reads `bytes` with `read`, and says it when they are PEM text, a document of another kind, or one with bytes behind it.
pub(crate) fn read<T>(
    bytes: &[u8],
    what: Document,
    read: impl FnOnce(&[u8]) -> Result<T, PkiError>,
) -> Result<T, PkiError> {
    let expected = match what {
        Document::Certificate => "a certificate in DER",
        Document::PrivateKey => "a private key in DER",
        Document::CertificateRequest => "a certificate request in DER",
        Document::Crl => "a CRL in DER",
    };
    let wrong = |found: &str| PkiError::WrongKind { expected, found: found.to_owned() };
    if let Some(found) = pem::text_kind(bytes) {
        return Err(wrong(found));
    }
    if bytes.first() != Some(&der::SEQUENCE) {
        return Err(wrong(pem::instead_of_pem(bytes)));
    }
    let mut outer = Reader::new(bytes);
    if outer.element(der::SEQUENCE).is_ok() && !outer.is_empty() {
        return Err(PkiError::TrailingBytes { what, bytes: outer.remaining() });
    }
    match read(bytes) {
        Err(error @ PkiError::Malformed { .. }) => Err(match pem::der_kind(bytes) {
            Some(found) if found != expected && pem::is_document(found) => wrong(found),
            _ => error,
        }),
        other => other,
    }
}
