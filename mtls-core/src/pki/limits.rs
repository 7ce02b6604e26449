//! How much a reader takes before it refuses.

/// Bounds on what the readers of this floor accept, so that a hostile file costs little.
///
/// The defaults fit everything met in practice with a wide margin: the largest public CA bundle
/// holds about 150 certificates in 230 kB. Widen a field where a use asks for it:
///
/// ```
/// use mtls_core::pki::Limits;
/// let mut limits = Limits::default();
/// limits.max_blocks = 10_000;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a whole input, PEM or DER, except a CRL. Default 1 MiB.
    pub max_bytes: usize,
    /// PEM blocks in one input. Default 1024.
    pub max_blocks: usize,
    /// Bytes of one certificate, request or private key in DER. Default 64 KiB.
    pub max_der_bytes: usize,
    /// Certificates in one chain. Default 32; TLS stacks give up long before.
    pub max_chain: usize,
    /// Bytes of a CRL, PEM or DER. Default 16 MiB.
    pub max_crl_bytes: usize,
    /// Entries of a CRL. Default 500 000.
    pub max_crl_entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 1 << 20,
            max_blocks: 1024,
            max_der_bytes: 64 << 10,
            max_chain: 32,
            max_crl_bytes: 16 << 20,
            max_crl_entries: 500_000,
        }
    }
}
