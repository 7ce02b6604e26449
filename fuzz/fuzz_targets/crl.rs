//! Revocation lists: read or refused; every entry is found by its serial number.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::pki::Crl;

fuzz_target!(|input: &[u8]| {
    let Ok(crl) = Crl::from_bytes(input) else { return };
    for entry in crl.entries() {
        assert!(crl.entry(entry.serial_bytes()).is_some(), "{} is not found", entry.serial());
    }
    let again = Crl::from_pem(crl.to_pem().as_bytes());
    assert!(again.is_ok_and(|again| again == crl), "the PEM form reads differently");
});
