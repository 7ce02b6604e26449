//! The readers of `pki` and `pki::issue`.

use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::pki::{
    Certificate, CertificateChain, CertificateRequest, Crl, KeyAlgorithm, Limits, PrivateKey,
    RevocationReason, default_algorithms, pem,
};
use mtls_core::tls::Identity;

use crate::{Reader, judge};

pub(crate) const READERS: &[Reader] = &[
    ("pem::parse", blocks),
    ("Certificate::from_pem", |bytes| judge(Certificate::from_pem(bytes), |read| certificate(&read))),
    ("Certificate::from_der", |bytes| {
        judge(Certificate::from_der(bytes), |read| {
            assert_eq!(read.der().as_ref(), bytes);
            certificate(&read);
        })
    }),
    ("Certificate::from_bytes", |bytes| judge(Certificate::from_bytes(bytes), |read| certificate(&read))),
    ("CertificateChain::from_pem", |bytes| {
        judge(CertificateChain::from_pem(bytes), |read| {
            let blocks = pem::parse(bytes, &Limits::default()).unwrap();
            assert!(read.to_der().iter().map(AsRef::as_ref).eq(blocks.iter().map(pem::PemBlock::der)));
            chain(&read);
        })
    }),
    ("CertificateChain::from_bytes", |bytes| judge(CertificateChain::from_bytes(bytes), |read| chain(&read))),
    ("CertificateRequest::from_pem", |bytes| judge(CertificateRequest::from_pem(bytes), |r| request(&r))),
    ("CertificateRequest::from_der", |bytes| {
        judge(CertificateRequest::from_der(bytes), |read| {
            assert_eq!(read.der().as_ref(), bytes);
            request(&read);
        })
    }),
    ("CertificateRequest::from_bytes", |bytes| judge(CertificateRequest::from_bytes(bytes), |r| request(&r))),
    ("Crl::from_pem", |bytes| judge(Crl::from_pem(bytes), |read| crl(&read))),
    ("Crl::from_der", |bytes| {
        judge(Crl::from_der(bytes), |read| {
            assert_eq!(read.der().as_ref(), bytes);
            crl(&read);
        })
    }),
    ("Crl::from_bytes", |bytes| judge(Crl::from_bytes(bytes), |read| crl(&read))),
    ("PrivateKey::from_pem", |bytes| judge(PrivateKey::from_pem(bytes), |read| key(&read))),
    ("PrivateKey::from_der", |bytes| {
        judge(PrivateKey::from_der(bytes), |read| {
            assert_eq!(read.secret_der(), bytes);
            key(&read);
        })
    }),
    ("PrivateKey::from_bytes", |bytes| judge(PrivateKey::from_bytes(bytes), |read| key(&read))),
    ("KeyAlgorithm::from_str", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        judge(text.parse::<KeyAlgorithm>(), |read| assert_eq!(read.to_string().parse(), Ok(read)))
    }),
    ("RevocationReason::from_str", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        judge(text.parse::<RevocationReason>(), |read| assert_eq!(read.to_string(), text))
    }),
    ("a CA out of certificate and key", authority),
    ("an identity out of chain and key", identity),
];

fn blocks(bytes: &[u8]) -> bool {
    judge(pem::parse(bytes, &Limits::default()), |blocks| {
        let text: String = blocks.iter().map(|block| pem::encode(block.label(), block.der())).collect();
        let again = pem::parse(text.as_bytes(), &Limits::default()).unwrap();
        let parts = |blocks: &[pem::PemBlock]| -> Vec<_> {
            blocks.iter().map(|block| (block.label().to_owned(), block.der().to_vec())).collect()
        };
        assert_eq!(parts(&again), parts(&blocks));
    })
}

fn certificate(read: &Certificate) {
    let _ = (read.describe(), read.info(), read.reference(Some(0)), serde_json::to_string(read).unwrap());
    let _ = read.verify_signed_by(read, default_algorithms());
    assert_eq!(Certificate::from_pem(read.to_pem().as_bytes()).as_ref(), Ok(read));
}

fn chain(read: &CertificateChain) {
    let _ = read.check_order();
    read.certificates().iter().for_each(certificate);
    assert_eq!(CertificateChain::from_pem(read.to_pem().as_bytes()).as_ref(), Ok(read));
    assert_eq!(CertificateChain::from_der(read.to_der()).as_ref(), Ok(read));
}

fn request(read: &CertificateRequest) {
    let _ = (read.verify(default_algorithms()), read.spiffe_id(), serde_json::to_string(read).unwrap());
    assert_eq!(CertificateRequest::from_pem(read.to_pem().as_bytes()).as_ref(), Ok(read));
}

fn crl(read: &Crl) {
    for entry in read.entries() {
        assert!(read.entry(entry.serial_bytes()).is_some(), "{} is not found", entry.serial());
    }
    let _ = serde_json::to_string(read).unwrap();
    assert_eq!(Crl::from_pem(read.to_pem().as_bytes()).as_ref(), Ok(read));
}

fn key(read: &PrivateKey) {
    let again = PrivateKey::from_pem(read.secret_pkcs8_pem().as_bytes()).unwrap();
    assert_eq!(again.algorithm(), read.algorithm());
    assert_eq!(again.public_key(), read.public_key());
    let debug = format!("{read:?}");
    assert!(debug.len() < 200, "{debug}");
}

/// The first certificate and key among the blocks.
fn parts(bytes: &[u8]) -> Option<(Certificate, PrivateKey)> {
    let blocks = pem::parse(bytes, &Limits::default()).ok()?;
    let certificate = blocks.iter().find_map(|block| Certificate::from_der(block.der()).ok())?;
    let key = blocks.iter().find_map(|block| PrivateKey::from_der(block.der()).ok())?;
    Some((certificate, key))
}

fn authority(bytes: &[u8]) -> bool {
    let Some((certificate, key)) = parts(bytes) else { return false };
    judge(CertificateAuthority::from_parts(certificate.clone(), key, [], [certificate.clone()]), |read| {
        assert_eq!(read.certificate(), &certificate);
        assert!(read.certificate().is_ca());
    })
}

fn identity(bytes: &[u8]) -> bool {
    let Some((certificate, key)) = parts(bytes) else { return false };
    let chain = CertificateChain::new([certificate.clone()]).unwrap();
    judge(Identity::new(chain.clone(), key), |read| {
        assert_eq!(read.chain(), &chain);
        assert_eq!(read.spiffe_id(), certificate.spiffe_id());
    })
}
