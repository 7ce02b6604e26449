//! Certificates and chains: read or refused; all that is said about them can be said.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::pki::{Certificate, CertificateChain, default_algorithms};

fuzz_target!(|input: &[u8]| {
    if let Ok(certificate) = Certificate::from_bytes(input) {
        let _ = (certificate.describe(), certificate.info(), certificate.reference(Some(0)));
        let _ = certificate.verify_signed_by(&certificate, default_algorithms());
        let again = Certificate::from_pem(certificate.to_pem().as_bytes());
        assert!(again.is_ok_and(|again| again == certificate), "the PEM form reads differently");
    }
    if let Ok(chain) = CertificateChain::from_bytes(input) {
        let findings = chain.check_order();
        if let Ok(sorted) = chain.sorted() {
            assert!(sorted.len() <= chain.len(), "{findings:?}");
        }
    }
});
