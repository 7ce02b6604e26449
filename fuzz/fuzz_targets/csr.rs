//! Certificate requests: read or refused; the PEM form reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::pki::{CertificateRequest, default_algorithms};

fuzz_target!(|input: &[u8]| {
    let Ok(request) = CertificateRequest::from_bytes(input) else { return };
    let _ = (request.verify(default_algorithms()), request.spiffe_id());
    let again = CertificateRequest::from_pem(request.to_pem().as_bytes());
    assert!(again.is_ok_and(|again| again == request), "the PEM form reads differently");
});
