//! The cryptography that is built in. Never installed as a process default.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;

use super::TlsError;

/// aws-lc-rs where its feature is on, else ring.
pub(crate) fn built_in() -> Result<Arc<CryptoProvider>, TlsError> {
    #[cfg(feature = "aws-lc-rs")]
    {
        Ok(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
    }
    #[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
    {
        Ok(Arc::new(rustls::crypto::ring::default_provider()))
    }
    #[cfg(not(any(feature = "aws-lc-rs", feature = "ring")))]
    {
        Err(TlsError::NoProvider)
    }
}
