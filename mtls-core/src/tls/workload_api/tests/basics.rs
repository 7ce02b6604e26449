//! What a workload gets, and how it changes.

use super::*;

#[test]
fn gives_an_identity_and_bundles_over_a_socket_of_either_kind() {
    let root = ca("Root");
    let given = answer([svid(&root, "cart")]);
    let (_directory, unix) = unix(Reply::Answer(given.clone()));
    let tcp = Agent::start(Place::Tcp, Reply::Answer(given));
    for agent in [&unix, &tcp] {
        let source = api(agent).open(WAIT).unwrap();
        assert_eq!(who(&source), "/cart");
        let state = source.state();
        assert_eq!((state.name.as_str(), state.loads, state.failures), (agent.address.as_str(), 1, 0));
        let expires = source.identity().current().chain().leaf().not_after();
        assert_eq!(state.expires_at, Some(expires));
        let (loaded, warn) = (state.loaded_at.unwrap().as_secs(), state.warn_at.unwrap().as_secs());
        let left = expires.as_secs() - loaded;
        assert_eq!(warn, expires.as_secs() - left / 3, "when two thirds are gone");
        assert_eq!(
            source.bundles().get(domain("td").as_ref()).unwrap().authorities(),
            [root.certificate().clone()]
        );
        let [(of, bundle)] = &source.bundle_states()[..] else { panic!("{:?}", source.bundle_states()) };
        assert_eq!((of, bundle.loads), (&domain("td"), 1));
        let live = following(&source);
        let identity = source.identity();
        assert_eq!(shake((&identity, &live), (&identity, &live)), Ok((id("cart"), id("cart"))));
    }
}

/// The leaf, the intermediate and the root are replaced, each with an overlap, as an agent does it; meanwhile two workloads
/// shake hands without a pause.
#[test]
fn rotates_under_live_handshakes() {
    let roots = [ca("Root 1"), ca("Root 2"), ca("Root 3")];
    let give = |issuer: &CertificateAuthority, trusted: &[&CertificateAuthority]| {
        let intermediate = issuer.intermediate("Intermediate").build().unwrap();
        let issued = |path: &str| entry(&intermediate.svid(&id(path)).issue().unwrap(), trusted);
        (answer([issued("shop")]), answer([issued("cart")]))
    };
    let (first, second) = give(&roots[0], &[&roots[0]]);
    let ((_one, shop), (_two, cart)) = (unix(Reply::Answer(first)), unix(Reply::Answer(second)));
    let (server, client) = (api(&shop).open(WAIT).unwrap(), api(&cart).open(WAIT).unwrap());
    let (judge, check) = (following(&server), following(&client));
    let (done, shaken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let _ending = Ending(&done);
        scope.spawn(|| {
            while done.load(Ordering::SeqCst) == 0 {
                let both = shake((&server.identity(), &judge), (&client.identity(), &check));
                assert_eq!(both, Ok((id("cart"), id("shop"))));
                shaken.fetch_add(1, Ordering::SeqCst);
            }
        });
        let both = |(first, second): (X509Response, X509Response)| {
            let before = (server.state().checked_at, server.state().loads, client.state().loads);
            let (ours, theirs) = (leaf(&first), leaf(&second));
            shop.answer(&first);
            cart.answer(&second);
            until("both have the new identity", || {
                server.identity().current().chain().leaf().der().as_ref() == ours
                    && client.identity().current().chain().leaf().der().as_ref() == theirs
            });
            assert!(server.state().loads > before.1 && client.state().loads > before.2);
            // Some handshakes with what is in force now.
            let some = shaken.load(Ordering::SeqCst) + 5;
            until("handshakes go on", || shaken.load(Ordering::SeqCst) > some);
        };
        for pair in roots.windows(2) {
            both(give(&pair[0], &[&pair[0]]));
            both(give(&pair[0], &[&pair[0], &pair[1]]));
            both(give(&pair[1], &[&pair[0], &pair[1]]));
            both(give(&pair[1], &[&pair[1]]));
        }
    });
    assert!(shaken.load(Ordering::SeqCst) > 40);
    let bundles = server.bundles();
    assert_eq!(bundles.get(domain("td").as_ref()).unwrap().authorities(), [roots[2].certificate().clone()]);
}

/// Ends the thread of the scope however its body ends: a panic there would wait for it for ever.
struct Ending<'a>(&'a AtomicUsize);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(1, Ordering::SeqCst);
    }
}

/// The first certificate of the answer.
fn leaf(answer: &X509Response) -> Vec<u8> {
    let chain = crate::pki::CertificateChain::from_der_run(&answer.svids[0].x509_svid).unwrap();
    chain.leaf().der().to_vec()
}

#[test]
fn ends_with_its_last_clone() {
    let (_directory, agent) = unix(Reply::Answer(answer([svid(&ca("Root"), "cart")])));
    let source = api(&agent).open(WAIT).unwrap();
    let clone = source.clone();
    drop(source);
    assert_eq!(agent.open_calls(), 1);
    let identity = clone.identity();
    drop(clone);
    until("the call is over", || agent.open_calls() == 0);
    assert_eq!(identity.current().spiffe_id().unwrap().path(), "/cart", "what was taken stays");
    assert_eq!(agent.calls(), 1);
}

#[test]
fn keeps_what_it_took_when_it_is_closed() {
    let root = ca("Root");
    let (_directory, agent) = unix(Reply::Answer(answer([svid(&root, "cart")])));
    let source = api(&agent).open(WAIT).unwrap();
    assert!(source.is_open());
    source.close();
    source.close();
    assert!(!source.is_open());
    until("the call ends", || agent.open_calls() == 0);
    assert_eq!((who(&source).as_str(), source.bundles().len(), source.state().loads), ("/cart", 1, 1));
    agent.answer(&answer([svid(&root, "till")]));
    assert!(!source.identity().is_withdrawn() && who(&source) == "/cart");
}
