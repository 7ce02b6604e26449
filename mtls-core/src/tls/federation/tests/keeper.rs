//! Bundles that are kept fresh.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use super::*;
use crate::tls::federation::BundleKeeper;
use crate::trust::BundleSet;
use crate::verify::{ChainVerifier, LiveVerifier};

/// Only one of the tests turns the hands of this clock.
static CLOCK: AtomicU64 = AtomicU64::new(0);

fn clock() -> UnixTime {
    at(CLOCK.load(Ordering::Acquire))
}

#[allow(clippy::disallowed_methods, reason = "what is measured is the machine's time")]
fn now() -> Instant {
    Instant::now()
}

fn soon(what: &str, holds: impl Fn() -> bool) {
    let begun = now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn live(own: &TrustBundle) -> LiveVerifier {
    let set = BundleSet::new([own.clone()]).unwrap();
    LiveVerifier::new(ChainVerifier::builder(set).build().unwrap())
}

fn shared(endpoint: BundleEndpoint) -> Arc<Mutex<FederatedBundle>> {
    Arc::new(Mutex::new(FederatedBundle::new(endpoint, None, at(0)).unwrap()))
}

#[test]
fn bundles_are_fetched_when_due_and_put_in_force() {
    let (one, two) = (root("one"), root("two"));
    let svid =
        |ca: &CertificateAuthority, name: &str| ca.svid(&td().join(name).unwrap()).at(at(0)).issue().unwrap();
    let server = Running::start(bundle(&[&one], 1), svid(&one, "bundles"));
    let own = TrustBundle::new(TrustDomain::parse("own.example").unwrap(), []);
    let (verifier, client) = (live(&own), BundleClient::new(TrustAnchors::default()).unwrap());
    let endpoint = BundleEndpoint::https_spiffe(td(), &server.url(), id(), bundle(&[&one], 1)).unwrap();
    let (partner, cart) = (shared(endpoint.clone()), svid(&two, "cart").chain.to_der());
    let mut keeper =
        BundleKeeper::start(client.clone(), [Arc::clone(&partner)], verifier.clone(), clock).unwrap();
    // At once, with what the profile had.
    assert!(verifier.verify(&svid(&one, "cart").chain.to_der(), at(0)).is_ok());
    assert!(verifier.verify(&cart, at(0)).is_err());
    soon("the first fetch", || partner.lock().unwrap().next_at() == at(300));

    server.server.publish(bundle(&[&one, &two], 2)).unwrap();
    thread::sleep(Duration::from_millis(300));
    assert!(verifier.verify(&cart, at(0)).is_err(), "it is not due");
    CLOCK.store(300, Ordering::Release);
    soon("the second fetch", || verifier.verify(&cart, at(300)).is_ok());
    let has = |domain: &TrustDomain| verifier.current().bundles().get(domain.as_ref()).is_some();
    assert!(has(own.trust_domain()));
    // As files do that are read anew.
    verifier.reload(BundleSet::new([own.clone()]).unwrap()).unwrap();
    soon("the bundle to be back", || verifier.verify(&cart, at(300)).is_ok());
    assert!(has(own.trust_domain()));

    // Its server is gone: what was in force stays, and the reason is there to be seen.
    drop(server);
    CLOCK.store(600, Ordering::Release);
    soon("the failure", || partner.lock().unwrap().failures() == 1);
    assert!(verifier.verify(&cart, at(600)).is_ok());
    let held = partner.lock().unwrap().clone();
    assert_eq!(held.failure().unwrap().code(), "federation-fetch-failed");
    assert_eq!(held.next_at(), at(900));
    assert!(keeper.is_open());
    keeper.close();
    assert!(!keeper.is_open());
    CLOCK.store(900, Ordering::Release);
    thread::sleep(Duration::from_millis(1300));
    assert_eq!(partner.lock().unwrap().failures(), 1);

    let twice = BundleKeeper::start(client, [Arc::clone(&partner), shared(endpoint)], verifier, clock);
    assert_eq!(twice.unwrap_err().code(), "bundle-duplicate-domain");
}

#[test]
fn silent_servers_keep_neither_the_others_nor_the_end_waiting() {
    let one = root("one");
    let server = Running::start(bundle(&[&one], 1), one.svid(&id()).at(at(0)).issue().unwrap());
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let nowhere = format!("https://{}", silent.local_addr().unwrap());
    let mut partners: Vec<_> = (0..3)
        .map(|number| {
            let domain = TrustDomain::parse(&format!("silent{number}.example")).unwrap();
            shared(BundleEndpoint::https_web(domain, &nowhere).unwrap())
        })
        .collect();
    partners
        .push(shared(BundleEndpoint::https_spiffe(td(), &server.url(), id(), bundle(&[&one], 0)).unwrap()));
    let client = BundleClient::new(TrustAnchors::default()).unwrap().timeout(Duration::from_secs(600));
    let verifier = live(&TrustBundle::new(TrustDomain::parse("own.example").unwrap(), []));
    let mut keeper = BundleKeeper::start(client, partners, verifier.clone(), || at(0)).unwrap();
    soon("the one that answers", || {
        verifier.current().bundles().get(td().as_ref()) == Some(&bundle(&[&one], 1))
    });
    let begun = now();
    keeper.close();
    assert!(begun.elapsed() < Duration::from_secs(5));
}
