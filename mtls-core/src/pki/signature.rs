//! Signatures: their algorithms' names, and checking one with the algorithms of a backend.

use rustls_pki_types::SignatureVerificationAlgorithm;

use super::PkiError;
use super::der::{self, Reader, Reason};
use super::error::Document;
use super::public_key::{KeyAlgorithm, PublicKey, dotted};

/// The algorithms of the backend that is built in: aws-lc-rs, or else ring; empty without one.
pub fn default_algorithms() -> &'static [&'static dyn SignatureVerificationAlgorithm] {
    #[cfg(feature = "aws-lc-rs")]
    return AWS_LC_RS;
    #[cfg(not(feature = "aws-lc-rs"))]
    return webpki::ALL_VERIFICATION_ALGS;
}

/// webpki's own list holds both backends where both are built in, and would check with ring first.
#[cfg(feature = "aws-lc-rs")]
static AWS_LC_RS: &[&dyn SignatureVerificationAlgorithm] = &[
    webpki::aws_lc_rs::ECDSA_P256_SHA256,
    webpki::aws_lc_rs::ECDSA_P256_SHA384,
    webpki::aws_lc_rs::ECDSA_P256_SHA512,
    webpki::aws_lc_rs::ECDSA_P384_SHA256,
    webpki::aws_lc_rs::ECDSA_P384_SHA384,
    webpki::aws_lc_rs::ECDSA_P384_SHA512,
    webpki::aws_lc_rs::ECDSA_P521_SHA256,
    webpki::aws_lc_rs::ECDSA_P521_SHA384,
    webpki::aws_lc_rs::ECDSA_P521_SHA512,
    webpki::aws_lc_rs::ED25519,
    webpki::aws_lc_rs::ML_DSA_44,
    webpki::aws_lc_rs::ML_DSA_65,
    webpki::aws_lc_rs::ML_DSA_87,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA384,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA512,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
    webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
];

/// What is signed, how, and the signature: the outer form of certificates, requests and CRLs.
pub(crate) struct Signed<'a> {
    /// The signed bytes, with their header.
    pub(crate) content: &'a [u8],
    /// The content of the AlgorithmIdentifier.
    pub(crate) algorithm: &'a [u8],
    /// The signature.
    pub(crate) signature: &'a [u8],
}

impl<'a> Signed<'a> {
    pub(crate) fn read(der: &'a [u8]) -> Result<Self, Reason> {
        let mut outer = Reader::only(der, der::SEQUENCE)?;
        let content = outer.element(der::SEQUENCE)?.raw;
        let algorithm = outer.content(der::SEQUENCE)?;
        let signature = outer.bit_string()?;
        outer.finish()?;
        Ok(Self { content, algorithm, signature })
    }

    /// Checks the signature by `key`.
    ///
    /// # Errors
    /// [`PkiError::SignatureUnsupported`], [`PkiError::SignatureInvalid`].
    pub(crate) fn verify(
        &self,
        what: Document,
        key: &PublicKey,
        algorithms: &[&dyn SignatureVerificationAlgorithm],
    ) -> Result<(), PkiError> {
        let (key_algorithm, key_bits) = key.parts().map_err(|reason| PkiError::malformed(what, reason))?;
        let mut fitting = algorithms
            .iter()
            .filter(|algorithm| {
                algorithm.signature_alg_id().as_ref() == self.algorithm
                    && algorithm.public_key_alg_id().as_ref() == key_algorithm
            })
            .peekable();
        let unsupported = || PkiError::SignatureUnsupported {
            algorithm: algorithm_name(self.algorithm),
            key: key.algorithm().to_string(),
        };
        if fitting.peek().is_none() {
            return Err(unsupported());
        }
        if fitting.any(|algorithm| algorithm.verify_signature(key_bits, self.content, self.signature).is_ok())
        {
            Ok(())
        } else if is_out_of_range(key.algorithm()) {
            // The algorithms refuse the key itself, whoever made the signature.
            Err(unsupported())
        } else {
            Err(PkiError::SignatureInvalid { what })
        }
    }
}

/// Whether both backends refuse every signature by such a key: RSA below 2048 bits and above 8192.
fn is_out_of_range(key: &KeyAlgorithm) -> bool {
    matches!(key, KeyAlgorithm::Rsa { bits } if !(2048..=8192).contains(bits))
}

/// The name of a signature algorithm as OpenSSL prints it, by the content of its AlgorithmIdentifier;
/// the object identifier for one that is not known here.
pub(crate) fn algorithm_name(identifier: &[u8]) -> String {
    let oid = Reader::new(identifier).content(der::OID).map(dotted).unwrap_or_else(|_| "?".to_owned());
    let name = match oid.as_str() {
        "1.2.840.10045.4.1" => "ecdsa-with-SHA1",
        "1.2.840.10045.4.3.2" => "ecdsa-with-SHA256",
        "1.2.840.10045.4.3.3" => "ecdsa-with-SHA384",
        "1.2.840.10045.4.3.4" => "ecdsa-with-SHA512",
        "1.2.840.113549.1.1.4" => "md5WithRSAEncryption",
        "1.2.840.113549.1.1.5" => "sha1WithRSAEncryption",
        "1.2.840.113549.1.1.10" => "rsassaPss",
        "1.2.840.113549.1.1.11" => "sha256WithRSAEncryption",
        "1.2.840.113549.1.1.12" => "sha384WithRSAEncryption",
        "1.2.840.113549.1.1.13" => "sha512WithRSAEncryption",
        "1.3.101.112" => "ED25519",
        "1.3.101.113" => "ED448",
        "2.16.840.1.101.3.4.3.17" => "ML-DSA-44",
        "2.16.840.1.101.3.4.3.18" => "ML-DSA-65",
        "2.16.840.1.101.3.4.3.19" => "ML-DSA-87",
        _ => return oid,
    };
    name.to_owned()
}
