//! The readers of `trust`.

use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::Certificate;
use mtls_core::trust::federation::{BundleEndpoint, EndpointUrl};
use mtls_core::trust::{BundleSet, DistrustKind, DistrustList, Distrusted, TrustAnchors, TrustBundle};

use crate::{Reader, judge};

fn td() -> TrustDomain {
    TrustDomain::parse("a.example").unwrap()
}

pub(crate) const READERS: &[Reader] = &[
    ("TrustBundle::from_pem", |bytes| judge(TrustBundle::from_pem(td(), bytes), |read| bundle(&read))),
    ("TrustBundle::from_der", |bytes| {
        judge(TrustBundle::from_der(td(), bytes), |read| {
            if read.findings().is_empty() {
                let joined: Vec<u8> = read.authorities().iter().flat_map(|one| one.der().to_vec()).collect();
                assert_eq!(joined, bytes);
            }
            bundle(&read);
        })
    }),
    ("TrustBundle::from_spiffe_json", |bytes| {
        judge(TrustBundle::from_spiffe_json(td(), bytes), |read| {
            let members: serde_json::Value = serde_json::from_slice(bytes).unwrap();
            assert!(members["keys"].is_array());
            assert_eq!(read.sequence(), members["spiffe_sequence"].as_u64());
            bundle(&read);
        })
    }),
    ("BundleSet::from_spiffe_json", |bytes| {
        judge(BundleSet::from_spiffe_json(bytes), |read| {
            let members: serde_json::Value = serde_json::from_slice(bytes).unwrap();
            assert_eq!(members["trust_domains"].as_object().unwrap().len(), read.len());
            let text = read.to_spiffe_json();
            assert_eq!(BundleSet::from_spiffe_json(text.as_bytes()).unwrap().to_spiffe_json(), text);
            read.iter().for_each(bundle);
        })
    }),
    ("TrustAnchors::from_pem", |bytes| {
        judge(TrustAnchors::from_pem(bytes), |read| {
            let text: String = read.authorities().iter().map(Certificate::to_pem).collect();
            if !read.is_empty() {
                assert_eq!(
                    TrustAnchors::from_pem(text.as_bytes()).unwrap().authorities(),
                    read.authorities()
                );
            }
        })
    }),
    ("DistrustList::from_pem", |bytes| {
        judge(DistrustList::from_pem(bytes, DistrustKind::Key, "lost"), |read| distrust(&read))
    }),
    ("DistrustList::from_json", |bytes| {
        judge(DistrustList::from_json(bytes), |read| {
            let members: serde_json::Value = serde_json::from_slice(bytes).unwrap();
            assert!(read.len() <= members["distrusted"].as_array().unwrap().len());
            distrust(&read);
        })
    }),
    // A bare certificate begins as a Name does, and is none.
    ("Distrusted::issuer", |bytes| {
        let name = Certificate::from_der(bytes).map(|read| read.issuer_der().to_vec());
        let taken = judge(Distrusted::issuer(name.as_deref().unwrap_or(bytes), "lost"), |read| {
            distrust(&DistrustList::from_iter([read]));
        });
        assert!(taken || name.is_err(), "the issuer of a certificate is refused");
        taken
    }),
    ("Distrusted::serial", |bytes| {
        let Ok(read) = Certificate::from_der(bytes) else {
            return judge(Distrusted::serial(bytes, bytes, "lost"), |_| ());
        };
        judge(Distrusted::serial(read.issuer_der(), read.serial_bytes(), "lost"), |entry| {
            distrust(&DistrustList::from_iter([entry]));
        })
    }),
    ("DistrustKind::from_str", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        judge(text.parse::<DistrustKind>(), |read| assert_eq!(read.as_str(), text))
    }),
    ("EndpointUrl::parse", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        judge(EndpointUrl::parse(&text), |read| {
            assert_eq!(read.as_str(), text);
            assert!(!read.host().is_empty() && read.port() > 0);
        })
    }),
    ("BundleEndpoint::https_web", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        judge(BundleEndpoint::https_web(td(), &text), |read| assert_eq!(read.url().as_str(), text))
    }),
    ("BundleEndpoint::https_spiffe", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let id = SpiffeId::parse("spiffe://a.example/server").unwrap();
        let endpoint = BundleEndpoint::https_spiffe(td(), &text, id, TrustBundle::new(td(), []));
        judge(endpoint, |read| assert_eq!(read.url().as_str(), text))
    }),
];

/// Written and read again it is the same, but for what was passed over.
fn bundle(read: &TrustBundle) {
    let text = read.to_spiffe_json();
    let again = TrustBundle::from_spiffe_json(read.trust_domain().clone(), text.as_bytes()).unwrap();
    assert_eq!(again.authorities(), read.authorities());
    assert_eq!(again.sequence(), read.sequence());
    assert_eq!(again.declared_refresh_hint(), read.declared_refresh_hint());
    assert_eq!(again.jwt_authority_count(), read.jwt_authority_count());
    assert_eq!(again.to_spiffe_json(), text);
}

fn distrust(read: &DistrustList) {
    assert_eq!(read.iter().count(), read.len());
    assert_eq!(DistrustList::from_json(read.to_json().as_bytes()).as_ref(), Ok(read));
}
