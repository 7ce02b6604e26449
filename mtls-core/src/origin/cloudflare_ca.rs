//! Cloudflare's own CAs, known by their keys: people swap them.

use rustls_pki_types::UnixTime;

use crate::finding::rules::origin as rules;
use crate::finding::{Finding, Subject};
use crate::pki::Certificate;

/// In seconds.
const YEAR: u64 = 365 * 24 * 60 * 60;

/// A CA of Cloudflare: one that signs its client certificates, or servers'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CloudflareCa {
    /// Issues the client certificate that all customers' zones share; the certificate valid to 2029.
    SharedPull,
    /// The same key in the certificate that ended in 2020 and still goes around in tutorials.
    StalePull,
    /// Issues server certificates for origins ("Origin CA").
    ServerIssuer,
}

/// The key of the shared origin-pull CA (SHA-256 of its SPKI); it survived the renewal of 2019.
const ORIGIN_PULL_KEY: &str = "e2ef9fe85ac39f522dc773505f399875aa75ac10c49766ca899f8f99b07da34c";
/// Its certificate that ended in 2020 (SHA-256 of the DER).
const ORIGIN_PULL_2020: &str = "062465eea14401f48be7d9a873f2ee674f96806584225d50c04f761d4480b8ba";
/// The keys of the Origin CA's ECC and RSA roots.
const ORIGIN_SERVER_KEYS: [&str; 2] = [
    "9114b3916b6457dbf19b6fc04ea6b61aa33a98668e71a01ba60c08f8a5167d5e",
    "b6e8c8ca4c7ca5e6934efea031364927bbfedf086229499a60d83b5d587222b7",
];
/// The certificates of the Origin CA's roots of 2019.
const ORIGIN_SERVER_2019: [&str; 2] = [
    "aa63697a22764b67b2134ce14cb5690ea336940b93986113f49545917832d80d",
    "d3c7e85c91707fc0a12abc5d88266747aa4fa8e7b162f633ffb3c9d989947620",
];

impl CloudflareCa {
    /// Which of Cloudflare's CAs this is, if any.
    #[must_use]
    pub fn recognize(certificate: &Certificate) -> Option<Self> {
        let key = certificate.spki_sha256();
        let whole = certificate.fingerprint_sha256();
        if key == ORIGIN_PULL_KEY {
            Some(if whole == ORIGIN_PULL_2020 { Self::StalePull } else { Self::SharedPull })
        } else if ORIGIN_SERVER_KEYS.contains(&key.as_str()) || ORIGIN_SERVER_2019.contains(&whole.as_str()) {
            Some(Self::ServerIssuer)
        } else {
            None
        }
    }

    /// The name of the shared origin-pull CA, in DER.
    #[cfg(all(feature = "probe", any(feature = "aws-lc-rs", feature = "ring")))]
    pub(super) fn shared_pull_name() -> Option<Vec<u8>> {
        let ca = Certificate::from_pem(super::CLOUDFLARE_ORIGIN_PULL_CA.as_bytes()).ok()?;
        Some(ca.subject_der().to_vec())
    }

    /// A warning if this is a CA of Cloudflare that ends within a year of `at`: nothing else warns of it. The shared origin-pull CA
    /// ends on 2029-11-01, the Origin CA's roots on 2029-08-15.
    #[must_use]
    pub fn ends_soon(certificate: &Certificate, at: UnixTime) -> Option<Finding> {
        let who = match Self::recognize(certificate)? {
            Self::SharedPull => "Cloudflare's shared origin-pull CA",
            Self::ServerIssuer => "Cloudflare's Origin CA",
            Self::StalePull => return None,
        };
        let (now, end) = (at.as_secs(), certificate.not_after().as_secs());
        (now <= end && end.saturating_sub(now) < YEAR).then(|| {
            let message = format!("{who} ends on {}", certificate.info().not_after);
            Finding::new(
                rules::CLOUDFLARE_CA_ENDS,
                Subject::Certificate(certificate.reference(None)),
                message,
            )
        })
    }
}
