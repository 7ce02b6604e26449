//! Answers that are not taken, and calls that bring none.

use std::sync::{Arc, Mutex};

use rustls_pki_types::UnixTime;
use tonic::Status;

use crate::finding::Refusal as _;
use crate::trust::source::{SourceError, SourceEvent, now};

use super::*;

/// Gives up soon, but not before a busy machine has tried.
const SHORT: Duration = Duration::from_secs(2);

fn refused(source: Result<WorkloadSource, SourceError>) -> (&'static str, String) {
    let error = source.unwrap_err();
    (error.code(), error.to_string())
}

/// SPIFFE Workload Endpoint section 6.
#[test]
fn tries_again_where_that_may_help_and_nowhere_else() {
    for (status, code, again) in [
        (Status::unavailable("starting"), "source-unreachable", true),
        (Status::permission_denied("no identity issued"), "source-denied", true),
        (Status::internal("broken"), "source-unreachable", true),
        (Status::unauthenticated("who?"), "source-unreachable", true),
        (Status::invalid_argument("no header"), "source-refused", false),
        (Status::unimplemented("no such service"), "source-refused", false),
    ] {
        let message = status.message().to_owned();
        let (_directory, agent) = unix(Reply::End(status));
        // Had it to wait for the time to be up, `Refused` would take this long.
        let waits = if again { [Duration::from_millis(600), WAIT] } else { [WAIT; 2] };
        for wait in waits {
            let (begun, before) = (now().0, agent.calls());
            let (found, text) = refused(api(&agent).open(wait));
            let (calls, took) = (agent.calls() - before, begun.elapsed());
            if again && calls < 2 && wait < WAIT {
                // Too short for this machine.
                continue;
            }
            assert_eq!(found, code, "{message}");
            assert!(text.contains(&message) && text.contains(&agent.address), "{text}");
            // From 20 ms to 200 ms apart, less a half by chance.
            let most = 8 + took.as_millis() / 100;
            let right = if again { calls >= 2 && calls as u128 <= most } else { calls == 1 && took < WAIT };
            assert!(right, "{message}: {calls} calls in {took:?}");
            break;
        }
    }
}

#[test]
fn waits_until_the_workload_is_registered() {
    let (_directory, agent) = unix(Reply::End(Status::permission_denied("no identity issued")));
    let cart = answer([svid(&ca("Root"), "cart")]);
    std::thread::scope(|scope| {
        let source = scope.spawn(|| api(&agent).open(WAIT).unwrap());
        until("it asks", || agent.calls() > 2);
        agent.answer(&cart);
        assert_eq!(who(&source.join().unwrap()), "/cart");
    });
}

#[test]
fn nobody_there_and_nobody_who_speaks() {
    let directory = tempfile::tempdir().unwrap();
    let socket = directory.path().join("agent.sock");
    let address = format!("unix://{}", socket.display());
    let (code, text) = refused(at(&address).open(SHORT));
    assert_eq!(code, "source-unreachable");
    assert!(text.contains("No such file"), "{text}");

    // One that listens and does not even take the connection, and one that takes the call and keeps silent.
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let (_other, silent) = unix(Reply::Silence);
    for address in [&address, &silent.address] {
        let mut hurried = at(address);
        hurried.pace.answer = Duration::from_millis(100);
        let (code, text) = refused(hurried.open(SHORT));
        assert_eq!((code, text.contains("within 100 ms")), ("source-silent", true), "{text}");
        let (code, _) = refused(at(address).open(Duration::from_millis(50)));
        assert_eq!(code, "source-silent", "nothing is known yet, but that");
    }
}

fn with(change: impl FnOnce(&mut X509Svid)) -> X509Response {
    let mut svid = svid(&ca("Root"), "cart");
    change(&mut svid);
    answer([svid])
}

/// SPIFFE Workload API section 4.5: discarded whole, and what was taken last stays.
#[test]
fn a_bad_identity_spoils_its_answer_and_no_more() {
    let root = ca("Root");
    let good = svid(&root, "cart");
    let (_directory, agent) = unix(Reply::Answer(answer([good.clone()])));
    let source = api(&agent).open(WAIT).unwrap();
    let live = following(&source);
    let (other_root, other) = (ca("Root"), svid(&ca("Root"), "cart"));
    let hour = Duration::from_secs(3600);
    let at = now().1.as_secs();
    let long_ago = UnixTime::since_unix_epoch(Duration::from_secs(at - 3 * 3600));
    let old_root =
        CertificateAuthority::root("Old").trust_domain(domain("td")).not_before(long_ago).build().unwrap();
    let expired = old_root.svid(&id("cart")).not_before(long_ago).valid_for(hour).issue().unwrap();
    let edge = root.server(["cart.example"]).issue().unwrap();
    let of_edge = X509Svid {
        spiffe_id: id("cart").to_string(),
        x509_svid: edge.chain.leaf().der().to_vec(),
        x509_svid_key: edge.key.secret_pkcs8_der().to_vec(),
        bundle: bundle(&[&root]),
        hint: String::new(),
    };
    let of_ca = X509Svid {
        spiffe_id: "spiffe://td".to_owned(),
        x509_svid: root.certificate().der().to_vec(),
        x509_svid_key: root.private_key().secret_pkcs8_der().to_vec(),
        ..good.clone()
    };
    let mut faults = Vec::new();
    for (what, bad, code) in [
        ("no identity", answer([]), "source-answer"),
        ("no SPIFFE ID", with(|svid| svid.spiffe_id.clear()), "source-answer"),
        ("no certificate", with(|svid| svid.x509_svid.clear()), "source-answer"),
        ("no key", with(|svid| svid.x509_svid_key.clear()), "source-answer"),
        ("no bundle", with(|svid| svid.bundle.clear()), "source-answer"),
        (
            "a second one without a key",
            answer([good.clone(), with(|s| s.x509_svid_key.clear()).svids.remove(0)]),
            "source-answer",
        ),
        ("another's ID", with(|svid| svid.spiffe_id = "spiffe://td/till".to_owned()), "source-answer"),
        (
            "another trust domain",
            with(|svid| svid.spiffe_id = "spiffe://other/cart".to_owned()),
            "source-answer",
        ),
        (
            "an ID that is none",
            with(|svid| svid.spiffe_id = "spiffe://TD/cart".to_owned()),
            "trust-domain-uppercase",
        ),
        (
            "another's key",
            with(|svid| svid.x509_svid_key.clone_from(&other.x509_svid_key)),
            "tls-key-mismatch",
        ),
        ("a key that is none", with(|svid| svid.x509_svid_key = vec![0x30, 0]), "private-key-malformed"),
        ("a certificate cut short", with(|svid| svid.x509_svid.truncate(100)), "certificate-malformed"),
        ("bytes behind the chain", with(|svid| svid.x509_svid.push(0)), "certificate-malformed"),
        ("a bundle cut short", with(|svid| svid.bundle.truncate(100)), "bundle-certificate"),
        ("another's bundle", with(|svid| svid.bundle = bundle(&[&other_root])), "authority-rotated"),
        ("an expired certificate", answer([entry(&expired, &[&old_root])]), "tls-identity-dates"),
        ("a certificate without an ID", answer([of_edge]), "leaf-spiffe-id-missing"),
        ("a CA as the leaf", answer([of_ca]), "leaf-is-ca"),
    ] {
        let failures = source.state().failures;
        agent.answer(&bad);
        until(what, || source.state().failures > failures);
        let error = source.state().last_error.unwrap();
        faults.extend((error.code() != code).then(|| format!("{what}: {}: {error}", error.code())));
        assert!(error.to_string().contains(&agent.address), "{what}: {error}");
        assert_eq!((source.state().loads, source.bundle_states().len()), (1, 1), "{what}");
        assert_eq!(source.identity().current().chain().to_der()[0].as_ref(), good.x509_svid, "{what}");
        let identity = source.identity();
        assert_eq!(shake((&identity, &live), (&identity, &live)), Ok((id("cart"), id("cart"))), "{what}");
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(agent.calls(), 1, "the call goes on all the while");
    agent.answer(&answer([svid(&root, "cart")]));
    until("a good one is taken again", || code(&source).is_none() && source.state().loads == 2);
}

/// SPIFFE Workload API section 5.2: a client that is denied stops using what it had.
#[test]
fn a_denial_withdraws_the_identity_until_there_is_one_again() {
    let root = ca("Root");
    let given = answer([svid(&root, "cart")]);
    let (_directory, agent) = unix(Reply::Answer(given.clone()));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let prompt = api(&agent).withdraw_after(Duration::ZERO);
    let source = prompt.on_event(move |event| ears.lock().unwrap().push(event.clone())).open(WAIT).unwrap();
    let patient = api(&agent).keep_when_denied().withdraw_after(Duration::ZERO).open(WAIT).unwrap();
    let live = following(&source);
    let other = LiveIdentity::new({
        let issued = root.svid(&id("till")).issue().unwrap();
        tls::Identity::new(issued.chain, issued.key).unwrap()
    });
    let identity = source.identity();
    let both = || {
        let as_server = shake((&identity, &live), (&other, &live));
        let as_client = shake((&other, &live), (&identity, &live));
        (as_server.is_ok(), as_client.map(|(client, _)| client))
    };
    assert_eq!(both(), (true, Ok(id("cart"))));

    agent.reply(Reply::End(Status::permission_denied("no identity issued")));
    until("both are denied", || {
        code(&source) == Some("source-denied") && code(&patient) == Some("source-denied")
    });
    assert!(identity.is_withdrawn());
    let (as_server, as_client) = both();
    assert!(!as_server);
    assert_eq!(as_client.unwrap_err().code(), "tls-peer-anonymous", "the server is told of no certificate");
    assert_eq!(source.bundles().len(), 1, "whom to trust is another question");
    let kept = patient.identity();
    assert!(!kept.is_withdrawn());
    assert!(shake((&kept, &live), (&kept, &live)).is_ok());

    agent.answer(&given);
    until("it has one again", || code(&source).is_none() && !identity.is_withdrawn());
    assert_eq!(both(), (true, Ok(id("cart"))));
    assert_eq!(source.state().loads, 2, "taken anew, though it is the same");
    // It is told after it is done.
    until("it is told", || heard.lock().unwrap().len() == 4);
    let heard = heard.lock().unwrap().clone();
    let kinds: Vec<_> = heard.iter().map(SourceEvent::kind).collect();
    assert_eq!(kinds, ["loaded", "loaded", "withdrawn", "loaded"]);
    assert_eq!(heard[2].state().unwrap().last_error.as_ref().unwrap().code(), "source-denied");
}

/// Its registration is deleted, while the process keeps another.
#[test]
fn an_identity_that_is_offered_no_more_is_withdrawn() {
    let root = ca("Root");
    let (cart, other) = (svid(&root, "cart"), svid(&root, "other"));
    let (_directory, agent) = unix(Reply::Answer(answer([cart.clone(), other.clone()])));
    let wanted = || api(&agent).spiffe_id(id("cart"));
    let source = wanted().withdraw_after(Duration::ZERO).open(WAIT).unwrap();
    let patient = wanted().open(WAIT).unwrap();
    agent.answer(&answer([other.clone()]));
    until("it is withdrawn", || source.identity().is_withdrawn());
    until("it is said", || code(&patient) == Some("source-not-offered"));
    assert!(!patient.identity().is_withdrawn(), "it may come again");
    agent.answer(&answer([cart, other]));
    until("it is back", || !source.identity().is_withdrawn() && code(&source).is_none());
    assert_eq!(who(&source), "/cart");
}

/// SPIRE's agent denies for an instant while it replaces the identities of a tainted authority.
#[test]
fn a_denial_that_passes_withdraws_nothing() {
    let given = answer([svid(&ca("Root"), "cart")]);
    let (_directory, agent) = unix(Reply::Answer(given.clone()));
    let by_default = api(&agent).open(WAIT).unwrap();
    let soon = api(&agent).withdraw_after(Duration::from_millis(500)).open(WAIT).unwrap();
    for _ in 0..3 {
        let calls = agent.calls();
        agent.reply(Reply::End(Status::permission_denied("no identity issued")));
        until("both are denied", || {
            code(&by_default) == Some("source-denied") && code(&soon) == Some("source-denied")
        });
        until("both ask again", || agent.calls() > calls + 4);
        agent.answer(&given);
        until("it has passed", || code(&by_default).is_none() && code(&soon).is_none());
        assert!(!by_default.identity().is_withdrawn());
    }
    agent.reply(Reply::End(Status::permission_denied("no identity issued")));
    until("it lasts", || soon.identity().is_withdrawn());
    assert!(!by_default.identity().is_withdrawn());
}

#[test]
fn waits_longer_and_longer_and_never_twice_the_same() {
    let (first, longest) = (Duration::from_millis(250), Duration::from_secs(30));
    let mut seen = std::collections::BTreeSet::new();
    for failures in 1..200 {
        let pause = super::super::keep::backoff((first, longest), failures);
        let most = first.saturating_mul(2_u32.saturating_pow(failures - 1)).min(longest);
        assert!(pause >= most / 2 && pause <= most, "{failures}: {pause:?}");
        seen.insert(pause);
    }
    assert!(seen.len() > 150, "{} pauses of 199 differ", seen.len());
}
