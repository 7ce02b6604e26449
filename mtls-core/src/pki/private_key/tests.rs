use proptest::prelude::*;

use super::{KeyFormat, PrivateKey};
use crate::finding::{Refusal as _, Subject};
use crate::pki::{Certificate, KeyAlgorithm, Limits, PkiError, pem};

macro_rules! data {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/data/pki/", $name))
    };
}

const P256: &[u8] = data!("svid.key");
const P256_SEC1: &[u8] = data!("svid.sec1.key");
const P384: &[u8] = data!("root.key");
const RSA: &[u8] = data!("rsa.key");
const RSA_PKCS1: &[u8] = data!("rsa.pkcs1.key");
const ED25519: &[u8] = data!("ed25519.key");

fn der(pem: &[u8]) -> Vec<u8> {
    pem::parse(pem, &Limits::default()).unwrap()[0].der().to_vec()
}

fn certificate(pem: &[u8]) -> Certificate {
    Certificate::from_pem(pem).unwrap()
}

#[test]
fn every_format_is_read() {
    for (pem, format, algorithm) in [
        (P256, KeyFormat::Pkcs8, KeyAlgorithm::P256),
        (P256_SEC1, KeyFormat::Sec1, KeyAlgorithm::P256),
        (P384, KeyFormat::Pkcs8, KeyAlgorithm::P384),
        (RSA, KeyFormat::Pkcs8, KeyAlgorithm::Rsa { bits: 2048 }),
        (RSA_PKCS1, KeyFormat::Pkcs1, KeyAlgorithm::Rsa { bits: 2048 }),
        (ED25519, KeyFormat::Pkcs8, KeyAlgorithm::Ed25519),
    ] {
        let key = PrivateKey::from_pem(pem).unwrap();
        assert_eq!((key.format(), key.algorithm()), (format, &algorithm));
        let same = PrivateKey::from_der(&der(pem)).unwrap();
        assert_eq!(same.secret_der(), key.secret_der());
        assert_eq!(PrivateKey::from_bytes(&der(pem)).unwrap().secret_der(), key.secret_der());
        assert_eq!(key.to_pki_types().secret_der(), key.secret_der());
        assert_eq!(PrivateKey::try_from(&key.to_pki_types()).unwrap().algorithm(), &algorithm);
    }
}

#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
#[test]
fn the_public_half_fits_the_certificate() {
    let svid = certificate(data!("svid.pem"));
    for pem in [P256, P256_SEC1] {
        let key = PrivateKey::from_pem(pem).unwrap();
        assert!(key.matches(&svid).unwrap());
        assert!(!key.matches(&certificate(data!("root.pem"))).unwrap());
        assert!(!key.matches(&certificate(data!("intermediate.pem"))).unwrap(), "another P-256 key");
        assert_eq!(key.public_key_spki().unwrap(), svid.public_key().spki_der());
    }
    assert!(PrivateKey::from_pem(P384).unwrap().matches(&certificate(data!("root.pem"))).unwrap());
    assert!(!PrivateKey::from_pem(RSA).unwrap().matches(&svid).unwrap());
}

#[test]
fn rsa_keys_carry_their_public_half() {
    let keys = [RSA, RSA_PKCS1].map(|pem| PrivateKey::from_pem(pem).unwrap().public_key().unwrap());
    assert_eq!(keys[0], keys[1]);
    assert_eq!(keys[0].algorithm(), &KeyAlgorithm::Rsa { bits: 2048 });
}

#[test]
fn pkcs8_comes_out_of_every_format() {
    let want = der(P256);
    assert_eq!(*PrivateKey::from_pem(P256_SEC1).unwrap().secret_pkcs8_der(), want);
    assert_eq!(*PrivateKey::from_pem(RSA_PKCS1).unwrap().secret_pkcs8_der(), der(RSA));
    let key = PrivateKey::from_pem(P256).unwrap();
    assert_eq!(key.secret_pkcs8_pem().as_bytes(), P256);
    assert_eq!(key.clone_key().secret_der(), key.secret_der());
}

/// A key without its public half, and one with another's.
#[test]
fn the_public_half_is_computed_or_missed_by_name() {
    let whole = der(P256);
    // SEQ { 0, alg, OCTETS { SEQ { 1, scalar, [1] point } } }: the point is the last 70 bytes.
    let scalar = &whole[36..68];
    let bare = crate::pki::der::write(
        0x30,
        &[
            &[2, 1, 0],
            &whole[6..27],
            &crate::pki::der::write(
                4,
                &[&crate::pki::der::write(0x30, &[&[2, 1, 1], &crate::pki::der::write(4, &[scalar])])],
            ),
        ],
    );
    let key = PrivateKey::from_der(&bare).unwrap();
    let svid = certificate(data!("svid.pem"));
    if cfg!(feature = "aws-lc-rs") {
        assert!(key.matches(&svid).unwrap());
    } else {
        let error = key.matches(&svid).unwrap_err();
        assert_eq!((error.code(), error.subject()), ("public-half-unavailable", Subject::Key));
    }

    let mut other = whole.clone();
    let point = PrivateKey::from_pem(data!("intermediate.key")).unwrap().public_key_spki().unwrap();
    let at = other.len() - 64;
    other[at..].copy_from_slice(&point[point.len() - 64..]);
    let key = PrivateKey::from_der(&other).unwrap();
    if cfg!(any(feature = "aws-lc-rs", feature = "ring")) {
        assert_eq!(key.public_key().unwrap_err().code(), "private-key-inconsistent");
    }
}

#[test]
fn what_cannot_be_used_is_named() {
    let refuse = |pem: &[u8]| PrivateKey::from_pem(pem).unwrap_err();
    let error = refuse(data!("svid.encrypted.key"));
    assert_eq!(error.to_string(), "block 1 (line 1): the private key is encrypted");
    assert!(error.help().contains("openssl pkey -in KEY -out PLAIN"));
    assert_eq!(refuse(data!("svid.legacy-encrypted.key")).code(), "private-key-encrypted");
    let error = PrivateKey::from_der(&der(data!("svid.encrypted.key"))).unwrap_err();
    assert_eq!(error, PkiError::KeyEncrypted);
    let error = refuse(data!("svid.pem"));
    assert_eq!(error.to_string(), "block 1 (line 1): this is a certificate where a private key is expected");
    assert_eq!(refuse(&[P256, P384].concat()), PkiError::Several { expected: "a private key", count: 2 });
    let other = pem::encode("OPENSSH PRIVATE KEY", b"openssh-key-v1\0");
    assert_eq!(
        refuse(other.as_bytes()).to_string(),
        "block 1 (line 1): private keys of this kind are not supported: OPENSSH PRIVATE KEY"
    );
    let error = PrivateKey::from_der(&der(data!("svid.pem"))).unwrap_err();
    assert_eq!(error.to_string(), "this is a certificate in DER where a private key in DER is expected");
    let parameters = pem::encode("EC PARAMETERS", &[6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7]);
    assert_eq!(refuse(parameters.as_bytes()).code(), "wrong-kind");
    let with_parameters = [parameters.as_bytes(), P256_SEC1].concat();
    assert_eq!(PrivateKey::from_pem(&with_parameters).unwrap().algorithm(), &KeyAlgorithm::P256);
}

#[test]
fn curves_and_algorithms_that_are_not_supported_are_named() {
    // The curve's OID, prime256v1, becomes secp256k1's neighbour of the same length.
    let mut brainpool = der(P256);
    let at = brainpool.windows(8).position(|w| w == [0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7]).unwrap();
    brainpool[at + 7] = 6;
    let error = PrivateKey::from_der(&brainpool).unwrap_err();
    assert_eq!(
        error.to_string(),
        "private keys of this kind are not supported: the elliptic curve 1.2.840.10045.3.1.6"
    );
    let mut x25519 = der(ED25519);
    let at = x25519.windows(3).position(|w| w == [0x2B, 0x65, 0x70]).unwrap();
    x25519[at + 2] = 0x6E;
    let error = PrivateKey::from_der(&x25519).unwrap_err();
    assert_eq!(error.to_string(), "private keys of this kind are not supported: X25519");
}

#[test]
fn bytes_behind_the_end_are_refused() {
    for pem in [P256, P256_SEC1, RSA_PKCS1, ED25519] {
        let mut long = der(pem);
        long.extend([5, 0]);
        let error = PrivateKey::from_der(&long).unwrap_err();
        assert_eq!(error.to_string(), "2 bytes stand behind the end of the private key");
    }
}

#[test]
fn every_truncation_is_refused() {
    for pem in [P256, P256_SEC1, P384, RSA, RSA_PKCS1, ED25519] {
        let whole = der(pem);
        for end in 0..whole.len() {
            let error = PrivateKey::from_der(&whole[..end]).unwrap_err();
            assert!(["private-key-malformed", "wrong-kind"].contains(&error.code()), "{end}: {error}");
        }
    }
}

#[test]
fn no_secret_shows() {
    let key = PrivateKey::from_pem(P256).unwrap();
    assert_eq!(format!("{key:?}"), "PrivateKey(ECDSA P-256)");
    let text = std::str::from_utf8(P256).unwrap();
    for at in 28..text.len() - 27 {
        let mut damaged = text.as_bytes().to_vec();
        damaged[at] = b'*';
        let Err(error) = PrivateKey::from_pem(&damaged) else { continue };
        let message = format!("{error} {error:?}");
        let leaks = text
            .lines()
            .filter(|line| !line.starts_with('-'))
            .any(|line| message.contains(&line[..8.min(line.len())]));
        assert!(!leaks, "{message}");
    }
}

#[cfg(unix)]
#[test]
fn a_key_is_written_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tls.key");
    PrivateKey::from_pem(P256_SEC1).unwrap().write_pem(&path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), P256, "PKCS#8");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

proptest! {
    #[test]
    fn a_damaged_key_is_read_or_refused(
        which in 0_usize..6,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = der([P256, P256_SEC1, P384, RSA, RSA_PKCS1, ED25519][which]);
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        match PrivateKey::from_der(&bytes) {
            Ok(key) => {
                let _ = (key.public_key(), key.secret_pkcs8_der(), key.secret_pkcs8_pem());
            }
            Err(error) => prop_assert!(!error.findings().is_empty()),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = PrivateKey::from_bytes(&bytes);
        let _ = PrivateKey::from_der(&crate::pki::der::write(0x30, &[&bytes]));
    }
}
