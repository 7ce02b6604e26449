//! Public keys of which nobody has the private half: their bits are never used.

use super::der::{bits, oid, sequence, tlv};

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const DSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];
const SECP256K1: &[u8] = &[0x2b, 0x81, 4, 0, 0x0a];

/// An RSA key with a modulus of so many bits.
pub(crate) fn rsa(bits_of_modulus: usize) -> Vec<u8> {
    let mut modulus = vec![0xff; bits_of_modulus.div_ceil(8)];
    if let Some(spare) = bits_of_modulus.checked_rem(8).filter(|rest| *rest > 0) {
        modulus[0] = 0xff >> (8 - spare);
    } else {
        modulus.insert(0, 0);
    }
    let key = sequence(&[&tlv(2, &[&modulus]), &[2, 3, 1, 0, 1]]);
    sequence(&[&sequence(&[&oid(RSA), &[5, 0]]), &bits(&key)])
}

pub(crate) fn secp256k1() -> Vec<u8> {
    info(EC, &oid(SECP256K1))
}

/// A key on a curve that is written out instead of named.
pub(crate) fn unnamed_curve() -> Vec<u8> {
    info(EC, &sequence(&[&[2, 1, 1]]))
}

pub(crate) fn dsa() -> Vec<u8> {
    info(DSA, &[])
}

fn info(algorithm: &[u8], parameters: &[u8]) -> Vec<u8> {
    sequence(&[&sequence(&[&oid(algorithm), parameters]), &bits(&[4, 1, 2, 3])])
}
