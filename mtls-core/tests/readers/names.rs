//! The readers of `identity`, of the names in `verify`, of the header in `pki` that forwards them, and of
//! the address that gives them.

use mtls_core::identity::{
    IdentityPattern, SpiffeId, SpiffeIdRef, TrustDomain, TrustDomainRef, WorkloadIdentity,
};
use mtls_core::pki::ForwardedClientCert;
use mtls_core::tls::WorkloadApi;
use mtls_core::verify::{ExpectedName, PeerName, Profile, Purpose, RevocationDepth};

use crate::{Reader, judge};

/// Reads the text, damaged UTF-8 replaced.
macro_rules! of_text {
    ($name:literal, |$text:ident| $read:expr, |$value:pat_param| $check:expr) => {
        ($name, |bytes| {
            let text = String::from_utf8_lossy(bytes);
            let $text: &str = &text;
            judge($read, |$value| $check)
        })
    };
}

pub(crate) const READERS: &[Reader] = &[
    of_text!("SpiffeId::parse", |text| SpiffeId::parse(text), |id| assert_eq!(id.as_str(), text)),
    of_text!("SpiffeIdRef::parse", |text| SpiffeIdRef::parse(text), |id| assert_eq!(id.as_str(), text)),
    of_text!("SpiffeId::parse_lenient", |text| SpiffeId::parse_lenient(text), |read| {
        assert_eq!(read.changes.is_empty(), read.value.as_str() == text);
        assert_eq!(SpiffeId::parse(read.value.as_str()).as_ref(), Ok(&read.value));
    }),
    of_text!("TrustDomain::parse", |text| TrustDomain::parse(text), |name| assert_eq!(name.as_str(), text)),
    of_text!("TrustDomainRef::parse", |text| TrustDomainRef::parse(text), |name| assert_eq!(
        name.as_str(),
        text
    )),
    of_text!("TrustDomain::parse_lenient", |text| TrustDomain::parse_lenient(text), |read| {
        assert_eq!(read.changes.is_empty(), read.value.as_str() == text);
        assert_eq!(TrustDomain::parse(read.value.as_str()).as_ref(), Ok(&read.value));
    }),
    of_text!("WorkloadIdentity::parse", |text| WorkloadIdentity::parse(text), |read| {
        assert_eq!(read.spiffe_id().as_str(), text);
    }),
    of_text!("WorkloadIdentity::from_principal", |text| WorkloadIdentity::from_principal(text), |read| {
        assert_eq!(read.principal(), text);
    }),
    of_text!(
        "WorkloadIdentity::new",
        |text| {
            let trust_domain = TrustDomain::parse("a.example").unwrap();
            WorkloadIdentity::new(&trust_domain, text, text)
        },
        |read| assert_eq!((read.namespace(), read.service_account()), (text, text))
    ),
    of_text!("IdentityPattern::from_json", |text| IdentityPattern::from_json(text), |pattern| {
        assert_eq!(IdentityPattern::from_json(&pattern.to_json()).as_ref(), Ok(&pattern));
        let probe = SpiffeId::parse("spiffe://a.example/ns/a/sa/b").unwrap();
        assert_eq!(pattern.matches(&probe), pattern.mismatch(&probe).is_none());
    }),
    of_text!("IdentityPattern::istio_principal", |text| IdentityPattern::istio_principal(text), |pattern| {
        assert_eq!(IdentityPattern::from_json(&pattern.to_json()).as_ref(), Ok(&pattern));
    }),
    of_text!(
        "IdentityPattern::path_prefix",
        |text| IdentityPattern::path_prefix(TrustDomain::parse("a.example").unwrap(), text),
        |pattern| {
            assert_eq!(IdentityPattern::from_json(&pattern.to_json()).as_ref(), Ok(&pattern));
        }
    ),
    of_text!("ForwardedClientCert::parse", |text| ForwardedClientCert::parse(text), |read| {
        assert_eq!(read.elements().last(), Some(read.nearest()));
        judge(read.spiffe_id(), |id| assert_eq!(read.nearest().uris(), [id.as_str()]));
    }),
    of_text!("WorkloadApi::at", |text| WorkloadApi::at(text), |_| {
        // An absolute path, or an address with a port, and nothing that would have to be interpreted.
        let socket = text.strip_prefix("unix:").is_some_and(|path| path.starts_with('/'));
        assert!(socket || text.starts_with("tcp://"), "{text}");
        assert!(!text.contains(['?', '#', '%', '@', '\\', ' ']) || text.contains('@') && socket, "{text}");
    }),
    of_text!("PeerName::dns", |text| PeerName::dns(text), |name| assert_eq!(name.to_string(), text)),
    of_text!("PeerName::email", |text| PeerName::email(text), |name| assert_eq!(name.to_string(), text)),
    of_text!("PeerName::from_str", |text| text.parse::<PeerName>(), |name| {
        assert_eq!(name.to_string().parse().as_ref(), Ok(&name));
    }),
    of_text!("ExpectedName::from_str", |text| text.parse::<ExpectedName>(), |_| ()),
    of_text!("Profile::from_str", |text| text.parse::<Profile>(), |read| assert_eq!(read.as_str(), text)),
    of_text!("Purpose::from_str", |text| text.parse::<Purpose>(), |read| assert_eq!(read.as_str(), text)),
    of_text!("RevocationDepth::from_str", |text| text.parse::<RevocationDepth>(), |read| {
        assert_eq!(read.as_str(), text);
    }),
];
