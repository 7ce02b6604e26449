//! An agent that says too much, too little, or goes away.

use std::sync::Arc;

use rustls_pki_types::UnixTime;
use tonic::Status;

use crate::trust::source::{SourceEvent, now};

use super::*;

#[test]
fn an_endless_stream_is_taken_a_piece_at_a_time_and_the_last_counts() {
    let root = ca("Root");
    let many: Vec<X509Response> =
        (0..64).map(|number| answer([svid(&root, &format!("n{number}"))])).collect();
    let of = many.clone();
    let (_directory, agent) = unix(Reply::Answer(many[0].clone()));
    let mut slow = api(&agent);
    slow.pace.pause = Duration::from_millis(100);
    let source = slow.open(WAIT).unwrap();
    let (begun, live) = (now().0, following(&source));
    agent.reply(Reply::Flood(Arc::new(move |number| of[number % of.len()].clone())));
    until("a thousand answers", || agent.counts.sent.load(Ordering::SeqCst) > 1000);
    // Handshakes go on meanwhile.
    let identity = source.identity();
    assert!(shake((&identity, &live), (&identity, &live)).is_ok());
    std::thread::sleep(Duration::from_millis(500));
    let lasted = begun.elapsed();
    agent.answer(&answer([svid(&root, "last")]));
    until("the last is in force", || who(&source) == "/last");
    let most = lasted.as_millis() / 100 + 10;
    assert!(u128::from(source.state().loads) <= most, "{} of {most}", source.state().loads);
    assert_eq!(agent.calls(), 1);
}

/// What is not read stays with the agent: of a stream without an end, a bounded part is held here.
#[test]
fn a_stream_that_is_too_fast_waits_at_the_agents_end() {
    let given = answer([svid(&ca("Root"), "cart")]);
    let (_directory, agent) = unix(Reply::Answer(given.clone()));
    let mut slow = api(&agent);
    slow.pace.pause = Duration::from_secs(3600);
    let source = slow.open(WAIT).unwrap();
    agent.reply(Reply::Flood(Arc::new(move |_| given.clone())));
    let sent = || agent.counts.sent.load(Ordering::SeqCst);
    until("it begins", || sent() > 4096);
    let (mut before, mut looks) = (0, 0);
    while sent() != before && looks < 100 {
        (before, looks) = (sent(), looks + 1);
        std::thread::sleep(Duration::from_millis(300));
    }
    // What is skipped, and what fits into the windows of HTTP/2: 2 MiB, in answers of more than 1 kB.
    assert!(sent() < 4096 + 4096, "{} answers were taken off the agent", sent());
    drop(source);
    until("the call is over", || agent.open_calls() == 0);
}

#[test]
fn an_answer_over_a_limit_is_not_taken() {
    let root = ca("Root");
    let good = svid(&root, "cart");
    let (_directory, agent) = unix(Reply::Answer(answer([good.clone()])));
    let source = api(&agent).open(WAIT).unwrap();
    let bundles: Vec<(String, Vec<u8>)> = (0..1025).map(|n| (format!("td{n}"), Vec::new())).collect();
    let names: Vec<(&str, Vec<u8>)> =
        bundles.iter().map(|(name, der)| (name.as_str(), der.clone())).collect();
    let huge = X509Response { crl: vec![vec![0; 5 << 20]], ..answer([good.clone()]) };
    for (what, bad, expected) in [
        ("bytes", huge, "source-too-large"),
        ("identities", answer(vec![good.clone(); 65]), "source-answer"),
        ("domains", federated(answer([good.clone()]), &names), "source-answer"),
    ] {
        let before = who(&source);
        agent.answer(&bad);
        until(what, || code(&source) == Some(expected));
        assert_eq!((who(&source), source.bundles().len()), (before.clone(), 1), "{what}");
        agent.answer(&answer([svid(&root, what)]));
        until("it is well again", || code(&source).is_none() && who(&source) == format!("/{what}"));
    }
}

#[test]
fn an_agent_that_is_restarted_is_found_again() {
    let root = ca("Root");
    let directory = tempfile::tempdir().unwrap();
    let socket = directory.path().join("agent.sock");
    let agent = Agent::start(Place::Unix(&socket), Reply::Answer(answer([svid(&root, "before")])));
    let heard = Arc::new(std::sync::Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let source =
        api(&agent).on_event(move |event| ears.lock().unwrap().push(event.clone())).open(WAIT).unwrap();
    let live = following(&source);
    drop(agent);
    std::fs::remove_file(&socket).unwrap();
    until("it is missed", || code(&source) == Some("source-unreachable"));
    let identity = source.identity();
    assert!(shake((&identity, &live), (&identity, &live)).is_ok(), "what was taken stays");
    until("it is looked for", || source.state().failures > 2);
    let agent = Agent::start(Place::Unix(&socket), Reply::Answer(answer([svid(&root, "after")])));
    until("it is found", || who(&source) == "/after" && code(&source).is_none());
    assert_eq!(agent.calls(), 1);
    let kinds = || -> Vec<_> { heard.lock().unwrap().iter().map(SourceEvent::kind).collect() };
    until("it is told", || kinds().iter().filter(|kind| **kind == "loaded").count() == 3);
    let kinds = kinds();
    let [begin @ .., "loaded"] = &kinds[..] else { panic!("{kinds:?}") };
    assert!(begin.starts_with(&["loaded", "loaded", "failed"]), "{kinds:?}");
    assert!(kinds.len() < 8, "a failure that lasts is told of once: {kinds:?}");
}

/// SPIFFE Workload API section 4.2: made again at once. But one that ends at once each time is made at growing intervals.
#[test]
fn a_call_that_ends_is_made_again() {
    let root = ca("Root");
    let given = answer([svid(&root, "cart")]);
    let (_directory, agent) = unix(Reply::Answer(given.clone()));
    let mut patient = api(&agent);
    patient.pace.backoff = (Duration::from_secs(3600), Duration::from_secs(3600));
    let source = patient.open(WAIT).unwrap();
    std::thread::sleep(Duration::from_millis(150));
    for calls in 2..4 {
        agent.reply(Reply::Renew(given.clone()));
        until("another is made", || agent.calls() == calls && agent.open_calls() == 1);
        assert_eq!(source.state().failures, 0, "that was in good order: {:?}", source.state());
        std::thread::sleep(Duration::from_millis(150));
    }
    drop(source);

    for reply in [Reply::Close, Reply::Once(given.clone())] {
        agent.answer(&given);
        let source = api(&agent).open(WAIT).unwrap();
        agent.reply(reply);
        until("it is said", || code(&source) == Some("source-unreachable"));
        let before = agent.calls();
        std::thread::sleep(Duration::from_millis(1000));
        assert!(agent.calls() - before <= 20, "{} calls a second", agent.calls() - before);
    }
}

/// Nobody can tell an agent that has nothing to say from one that has forgotten the call; so it is asked anew when something
/// newer is overdue. The expiry is told of ahead of time, and when it is past.
#[test]
fn an_agent_that_lets_the_identity_expire_is_asked_again() {
    let root = ca("Root");
    let short = root.svid(&id("short")).valid_for(Duration::from_secs(3)).issue().unwrap();
    let (_directory, agent) = unix(Reply::Answer(answer([entry(&short, &[&root])])));
    let heard = Arc::new(std::sync::Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let listening = api(&agent).on_event(move |event| ears.lock().unwrap().push(event.clone()));
    let source = listening.warn_before(Duration::from_secs(2)).open(WAIT).unwrap();
    let rules = || -> Vec<&'static str> {
        heard.lock().unwrap().iter().filter_map(|event| event.finding().map(|finding| finding.rule)).collect()
    };
    until("it warns", || rules() == ["source-expiring"]);
    until("it asks again", || agent.calls() > 1);
    until("it has expired", || rules() == ["source-expiring", "source-expired"]);
    let later = UnixTime::since_unix_epoch(Duration::from_secs(now().1.as_secs() + 10));
    assert!(source.state().findings(later).iter().any(|finding| finding.rule == "source-expired"));
    agent.answer(&answer([svid(&root, "renewed")]));
    until("it is renewed", || who(&source) == "/renewed" && code(&source).is_none());
}

#[test]
fn gives_up_where_asking_again_would_not_help_and_still_warns() {
    let root = ca("Root");
    let short = root.svid(&id("short")).valid_for(Duration::from_secs(3)).issue().unwrap();
    let (_directory, agent) = unix(Reply::Answer(answer([entry(&short, &[&root])])));
    let heard = Arc::new(std::sync::Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let source =
        api(&agent).on_event(move |event| ears.lock().unwrap().push(event.clone())).open(WAIT).unwrap();
    agent.reply(Reply::End(Status::unimplemented("no such service")));
    until("it is said", || code(&source) == Some("source-refused"));
    let calls = agent.calls();
    let expired = || {
        heard
            .lock()
            .unwrap()
            .iter()
            .any(|event| event.finding().is_some_and(|finding| finding.rule == "source-expired"))
    };
    until("it has expired", expired);
    assert_eq!((agent.calls(), source.state().failures), (calls, 1));
}
