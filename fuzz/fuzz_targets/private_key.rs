//! Private keys: read or refused; PKCS#8 out of any format is read again and is the same key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::pki::PrivateKey;

fuzz_target!(|input: &[u8]| {
    let Ok(key) = PrivateKey::from_bytes(input) else { return };
    let public = key.public_key();
    let again = PrivateKey::from_pem(key.secret_pkcs8_pem().as_bytes());
    let same = again.is_ok_and(|again| again.algorithm() == key.algorithm() && again.public_key() == public);
    assert!(same, "PKCS#8 reads as another key");
});
