//! Every rule from both sides: a path that it passes, and one that it alone refuses.

mod draft;
mod issuers;
mod leaves;
mod names;

use std::collections::BTreeSet;

use crate::finding::{Refusal as _, Rule, Severity, rules::conformance as c};
use crate::pki::issue::CertificateAuthority;
use crate::trust::TrustAnchors;
use crate::verify::{EdgeVerifier, ExpectedName, Profile};

use draft::Drafts;

/// What [`Profile::Server`] says where [`Profile::ServerStrict`] refuses.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Softly {
    Refused,
    Warned,
    Silent,
}

/// What is spoilt, the rule that refuses it, and how the softer profile takes it.
type Bad = (&'static str, &'static Rule, Softly, fn(&mut Drafts));
/// What looks odd and is good.
type Good = (&'static str, fn(&mut Drafts));

fn bad() -> impl Iterator<Item = &'static Bad> {
    leaves::BAD.iter().chain(issuers::BAD).chain(names::BAD)
}

fn errors(findings: &[crate::finding::Finding]) -> BTreeSet<&str> {
    findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.rule).collect()
}

#[test]
fn what_is_spoilt_is_refused_by_its_rule_alone() {
    let mut wrong = Vec::new();
    for (what, rule, softly, spoil) in bad() {
        let mut drafts = Drafts::new();
        spoil(&mut drafts);
        match drafts.judge(Profile::ServerStrict) {
            Err(refused) if errors(&refused.findings()) == [rule.name].into() => {}
            other => wrong.push(format!("{what}, strictly: {other:?}")),
        }
        let (seen, findings) = match drafts.judge(Profile::Server) {
            Err(refused) => (Softly::Refused, refused.findings()),
            Ok(accepted) if accepted.warnings().is_empty() => (Softly::Silent, Vec::new()),
            Ok(accepted) => (Softly::Warned, accepted.warnings().to_vec()),
        };
        if seen != *softly || !findings.iter().all(|f| f.rule == rule.name) {
            wrong.push(format!("{what}, softly: {seen:?}, {findings:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_good_passes_without_a_warning() {
    let mut wrong = Vec::new();
    let untouched: Good = ("a path that nobody touched", |_| {});
    for (what, change) in
        std::iter::once(&untouched).chain(leaves::GOOD).chain(issuers::GOOD).chain(names::GOOD)
    {
        let mut drafts = Drafts::new();
        change(&mut drafts);
        for profile in [Profile::ServerStrict, Profile::Server] {
            match drafts.judge(profile) {
                Ok(accepted) if accepted.warnings().is_empty() => {}
                other => wrong.push(format!("{what}, {profile}: {other:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_its_case() {
    let hit: BTreeSet<_> = bad().map(|(_, rule, ..)| rule.name).collect();
    let untried: Vec<_> = c::ALL.iter().map(|rule| rule.name).filter(|name| !hit.contains(name)).collect();
    assert_eq!(untried, [""; 0]);
}

#[test]
fn what_we_issue_for_servers_keeps_every_rule() {
    let at = rustls_pki_types::UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_782_864_000));
    let root = CertificateAuthority::root("Root").at(at).build().unwrap();
    let below = root.intermediate("Intermediate").at(at).build().unwrap();
    for ca in [&root, &below] {
        let chain = ca.server(["shop.example", "*.shop.example"]).at(at).issue().unwrap().chain;
        let verifier =
            EdgeVerifier::builder(Profile::ServerStrict, TrustAnchors::new([root.certificate().clone()]))
                .build()
                .unwrap();
        let accepted = verifier.verify_chain(&chain, &ExpectedName::Any, at).unwrap();
        assert_eq!(accepted.warnings(), []);
    }
}
