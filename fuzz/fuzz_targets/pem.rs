//! PEM text: read or refused, and what is read is written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::pki::{Limits, pem};

fuzz_target!(|input: &[u8]| {
    let Ok(blocks) = pem::parse(input, &Limits::default()) else { return };
    let text: String = blocks.iter().map(|block| pem::encode(block.label(), block.der())).collect();
    let again = pem::parse(text.as_bytes(), &Limits::default());
    let same = again.is_ok_and(|again| {
        again.iter().map(|b| (b.label(), b.der())).eq(blocks.iter().map(|b| (b.label(), b.der())))
    });
    assert!(same, "written blocks read differently");
});
