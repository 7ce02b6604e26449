//! Who asks.

/// The clients that guards can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Client {
    /// Without TLS.
    Plaintext,
    /// Over TLS, without a certificate.
    Bare,
    /// With a certificate of its own making.
    SelfMade,
    /// With a certificate under a trusted CA.
    Verified,
}

impl Client {
    /// Whether it shows a certificate, of whatever issuer.
    pub(super) fn shows_certificate(self) -> bool {
        matches!(self, Self::SelfMade | Self::Verified)
    }
}
