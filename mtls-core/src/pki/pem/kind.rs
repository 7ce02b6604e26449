//! What a label stands for.

/// What a PEM block holds, by its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PemKind {
    /// `CERTIFICATE`, or OpenSSL's old `X509 CERTIFICATE`.
    Certificate,
    /// `PRIVATE KEY`, `EC PRIVATE KEY` or `RSA PRIVATE KEY`.
    PrivateKey,
    /// `ENCRYPTED PRIVATE KEY`.
    EncryptedPrivateKey,
    /// A private key of a kind that is not read here: `DSA PRIVATE KEY`, `OPENSSH PRIVATE KEY`, `ANY PRIVATE KEY`.
    OtherPrivateKey,
    /// `PUBLIC KEY` or `RSA PUBLIC KEY`.
    PublicKey,
    /// `CERTIFICATE REQUEST` or `NEW CERTIFICATE REQUEST`.
    CertificateRequest,
    /// `X509 CRL`.
    Crl,
    /// `TRUSTED CERTIFICATE`: OpenSSL's certificate with trust settings behind it.
    TrustedCertificate,
    /// `EC PARAMETERS`, which `openssl ecparam -genkey` writes before the key.
    EcParameters,
    /// `DH PARAMETERS`.
    DhParameters,
    /// `PKCS7` or `CMS`.
    Pkcs7,
    /// A label not known here.
    Other,
}

impl PemKind {
    /// The kind that a label stands for.
    pub fn of(label: &str) -> Self {
        match label {
            "CERTIFICATE" | "X509 CERTIFICATE" => Self::Certificate,
            "PRIVATE KEY" | "EC PRIVATE KEY" | "RSA PRIVATE KEY" => Self::PrivateKey,
            "ENCRYPTED PRIVATE KEY" => Self::EncryptedPrivateKey,
            "PUBLIC KEY" | "RSA PUBLIC KEY" => Self::PublicKey,
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Self::CertificateRequest,
            "X509 CRL" => Self::Crl,
            "TRUSTED CERTIFICATE" => Self::TrustedCertificate,
            "EC PARAMETERS" => Self::EcParameters,
            "DH PARAMETERS" | "X9.42 DH PARAMETERS" => Self::DhParameters,
            "PKCS7" | "CMS" => Self::Pkcs7,
            other if other.ends_with("PRIVATE KEY") => Self::OtherPrivateKey,
            _ => Self::Other,
        }
    }

    /// What it is, in words: `a private key`.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Certificate => "a certificate",
            Self::PrivateKey => "a private key",
            Self::EncryptedPrivateKey => "an encrypted private key",
            Self::OtherPrivateKey => "a private key of another format",
            Self::PublicKey => "a public key",
            Self::CertificateRequest => "a certificate request",
            Self::Crl => "a CRL",
            Self::TrustedCertificate => "an OpenSSL trusted certificate",
            Self::EcParameters => "EC parameters",
            Self::DhParameters => "DH parameters",
            Self::Pkcs7 => "a PKCS#7 container",
            Self::Other => "a block of another kind",
        }
    }

    /// Whether such a block holds a private key, open or encrypted.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::PrivateKey | Self::EncryptedPrivateKey | Self::OtherPrivateKey)
    }
}
