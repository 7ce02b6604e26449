//! Every rule from both sides: a path that it passes, and one that it alone refuses.

mod draft;
mod issuers;
mod leaves;
mod names;

use std::collections::BTreeSet;

use rustls_pki_types::CertificateDer;

use crate::finding::rules::{conformance as c, verify as r};
use crate::finding::{Refusal as _, Rule, Severity, Subject};
use crate::pki::Certificate;
use crate::pki::der::OID;
use crate::pki::issue::CertificateAuthority;
use crate::pki::strict::CertificateFields;
use crate::trust::TrustAnchors;
use crate::verify::faults::{At, Faults};
use crate::verify::path::{Link, Path};
use crate::verify::{EdgeVerifier, ExpectedName, Profile};

use draft::*;

/// What [`Profile::Server`] says where [`Profile::ServerStrict`] refuses.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Softly {
    Refused,
    Warned,
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
            Ok(accepted) => (Softly::Warned, accepted.warnings().to_vec()),
        };
        if seen != *softly || findings.is_empty() || !findings.iter().all(|f| f.rule == rule.name) {
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

#[test]
fn clients_at_the_edge_are_held_to_what_holds_for_them() {
    let mut drafts = Drafts::new();
    drafts.leaf.put(EXTENDED_KEY_USAGE, false, &sequence(&[&tlv(OID, &[CLIENT_AUTH])]));
    drafts.leaf.put(SUBJECT_ALT_NAME, false, &general_names(&["mail:me@shop.example"]));
    assert_eq!(drafts.judge(Profile::EdgeClient).unwrap().warnings(), []);
    drafts.leaf.serial = vec![0];
    let accepted = drafts.judge(Profile::EdgeClient).unwrap();
    assert_eq!(accepted.warnings()[0].rule, c::SERIAL_NUMBER_INVALID.name);
    drafts.root.put(NAME_CONSTRAINTS, true, &permitted(&[general_name("mail:shop.example")]));
    drafts.leaf.subject = mailbox_name("me@other.example");
    drafts.leaf.leave_out(SUBJECT_ALT_NAME);
    let refused = drafts.judge(Profile::EdgeClient).unwrap_err();
    assert_eq!(errors(&refused.findings()), [r::NAME_CONSTRAINT_VIOLATED.name].into());
}

/// Nothing but the kind and length of the key is asked of a workload; a kind is good that the verifier can check.
#[test]
fn workloads_have_keys_of_strength() {
    let judge = |profile, key: &[u8]| {
        let mut drafts = Drafts::new();
        let leaf = &mut drafts.leaf;
        let (server, client) = (tlv(OID, &[SERVER_AUTH]), tlv(OID, &[CLIENT_AUTH]));
        leaf.put(EXTENDED_KEY_USAGE, false, &sequence(&[&server, &client]));
        leaf.put(SUBJECT_ALT_NAME, false, &sequence(&[&tlv(0x86, &[b"spiffe://td/a"])]));
        leaf.key = key.to_vec();
        drafts.judge_svid(profile)
    };
    for profile in [Profile::SpiffeInterop, Profile::SpiffeStrict] {
        for (what, key) in leaves::weak_keys() {
            let refused = judge(profile, &key).unwrap_err();
            assert_eq!(errors(&refused.findings()), [c::CERTIFICATE_KEY_WEAK.name].into(), "{what}");
        }
        for (what, key) in leaves::good_keys() {
            assert_eq!(judge(profile, &key).unwrap().warnings(), [], "{what}, {profile}");
        }
    }
}

#[test]
fn the_ca_that_carries_a_constraint_is_blamed_for_a_mailbox() {
    let fence = permitted(&[general_name("mail:shop.example")]);
    let [in_leaf, in_intermediate] = ["the leaf", "certificate 1"].map(|who| {
        format!("outside what it permits: the mailbox `me@other.example` in the subject of {who}")
    });
    for (by_root, mailbox_in_leaf, place, message) in [
        (true, true, None, &in_leaf),
        (false, true, Some(1), &in_leaf),
        (true, false, None, &in_intermediate),
    ] {
        let mut drafts = Drafts::new();
        let ca = if by_root { &mut drafts.root } else { &mut drafts.intermediate };
        ca.put(NAME_CONSTRAINTS, true, &fence);
        let below = if mailbox_in_leaf { &mut drafts.leaf } else { &mut drafts.intermediate };
        below.subject = mailbox_name("me@other.example");
        if !mailbox_in_leaf {
            drafts.leaf.issuer = mailbox_name("me@other.example");
        }
        let findings = drafts.judge(Profile::Server).unwrap_err().findings();
        let violated: Vec<_> =
            findings.iter().filter(|f| f.rule == r::NAME_CONSTRAINT_VIOLATED.name).collect();
        let [finding] = violated[..] else { panic!("{findings:?}") };
        let Subject::Certificate(blamed) = &finding.subject else { panic!("{finding:?}") };
        assert_eq!((blamed.index, &finding.message), (place, message));
    }
}

#[test]
fn damaged_certificates_are_judged_without_a_panic() {
    let mut drafts = Drafts::new();
    drafts.leaf.name_as(&["*.shop.co.uk", "mail:me@shop.example", "ip:192.0.2.1", "*.s3.amazonaws.com"]);
    drafts.leaf.put(AUTHORITY_INFO_ACCESS, false, &leaves::access());
    let names = ["shop.example", "mail:me@shop.example"].map(general_name);
    drafts.root.put(NAME_CONSTRAINTS, true, &permitted(&names));
    drafts.root.put(POLICY_CONSTRAINTS, true, &sequence(&[&[0x80, 1, 0]]));
    let certificates = drafts.certificates();
    let authority = Certificate::from_der(&certificates[2]).unwrap();
    let mut read = 0;
    for (der, changed) in certificates.iter().flat_map(|der| (0..der.len()).map(move |place| (der, place))) {
        for value in [0x00, 0x01, 0x30, 0x7f, 0x80, 0xff, b'*', b'.', b'@'] {
            let mut der = der.to_vec();
            der[changed] = value;
            let der = CertificateDer::from(der);
            let Ok(fields) = CertificateFields::read(&der) else { continue };
            read += 1;
            let mut faults = Faults::new(Profile::ServerStrict, &[]);
            super::check_leaf(&fields, &mut faults);
            super::check_issuer(&fields, At::Anchor(&authority), true, &mut faults);
            let leaf = Link { index: 0, der: &der, fields };
            let path = Path { leaf, intermediates: Vec::new(), authority: &authority, id: None, roles: &[] };
            super::check_names(&path, &path.leaf.fields, &mut faults);
        }
    }
    assert!(read > 1000, "{read}");
}
