//! One run in three forms.

use std::net::SocketAddr;
use std::time::Duration;

use super::super::evidence::{Outcome, Phase, ProbeKind};
use super::super::verdict::{Ground, judge};
use super::*;
use crate::finding::catalog;
use crate::finding::rules::{origin_config, origin_probe};
use crate::origin::TlsVersion;
use crate::pki::issue::CertificateAuthority;

fn evidence(probe: ProbeKind, version: TlsVersion, status: u16) -> Evidence {
    let address: SocketAddr = "192.0.2.1:443".parse().unwrap();
    let mut e = Evidence::new(probe, address);
    e.version = Some(version);
    e.status = Some(status);
    e.body_sha256 = Some("00".to_owned());
    e.outcome = if status == 200 { Outcome::Served } else { Outcome::Misdirected };
    e.phase = Phase::Response;
    e.requested = true;
    e
}

fn found(all: &[Evidence], ground: Ground) -> Vec<Finding> {
    findings::of(all, &judge(all, ground), &ListedAuthorities::of(all, &[]), &[])
}

fn report(statuses: [u16; 3]) -> ProbeReport {
    let kinds = [ProbeKind::NoCertificate, ProbeKind::UnrelatedCa, ProbeKind::EdgeCertificate];
    let all: Vec<Evidence> = TlsVersion::ALL
        .into_iter()
        .flat_map(|version| {
            kinds.iter().zip(statuses).map(move |(kind, status)| evidence(*kind, version, status))
        })
        .collect();
    let ground = Ground { tenant_bound: true, ..Ground::default() };
    let judgement = judge(&all, ground);
    let probe = Probe::new("192.0.2.1:443").server_name("shop.example");
    let checked = probe.check().unwrap();
    let left_out =
        [LeftOut { what: "a sibling: none was named".to_owned(), help: "Name one: `sibling`.".into() }];
    ProbeReport::new(
        &probe,
        &checked,
        all,
        judgement,
        &ListedAuthorities::default(),
        &left_out,
        Duration::from_millis(1200),
    )
}

#[test]
fn text_leads_with_the_verdict_and_has_a_line_for_each_probe() {
    let text = report([200, 421, 200]).to_text();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("shop.example at 192.0.2.1:443: open"));
    assert_eq!(lines.next(), Some("6 connections in 1200 ms"));
    assert_eq!(
        lines.next(),
        Some("PROBE                     ADDRESS        SENT  CAME BACK        PHASE     READ AS")
    );
    assert_eq!(
        lines.next(),
        Some("no-certificate TLSv1.2    192.0.2.1:443  -     200 served       response  served")
    );
    assert!(text.contains("error[client-certificate-optional]: a client asked for a certificate"), "{text}");
    assert!(
        text.contains(
            "info[origin-probe-left-out]: not tried: a sibling: none was named\n  help: Name one: `sibling`."
        ),
        "{text}"
    );
}

#[test]
fn json_holds_verdict_evidence_and_findings() {
    let value: serde_json::Value = serde_json::from_str(&report([421, 200, 200]).to_json()).unwrap();
    assert_eq!(value["verdict"], "open-to-any-cert");
    assert_eq!(value["exit_code"], 11);
    assert_eq!(value["connections"], 6);
    assert_eq!(value["evidence"][1]["probe"], "unrelated-ca");
    assert_eq!(value["evidence"][1]["reading"], "served");
    assert_eq!(value["evidence"][1]["version"], "TLSv1.2");
    assert_eq!(value["evidence"][1]["address"], "192.0.2.1:443");
    assert_eq!(value["findings"][0]["rule"], "client-certificate-any-accepted");
}

#[test]
fn sarif_names_rules_of_the_catalog() {
    let value: serde_json::Value = serde_json::from_str(&report([200, 200, 200]).to_sarif()).unwrap();
    assert_eq!(value["version"], "2.1.0");
    let run = &value["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= 3, "{results:?}");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(catalog().any(|rule| rule.name == result["ruleId"]));
        let level = result["level"].as_str().unwrap();
        assert!(["error", "warning", "note"].contains(&level));
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(place, "https://shop.example/");
    }
}

#[test]
fn a_closed_origin_has_nothing_against_it() {
    let report = report([421, 421, 200]);
    assert_eq!(report.verdict(), &OriginVerdict::Enforced);
    let rules: Vec<&str> = report.findings().iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [origin_probe::NOT_TRIED.name]);
}

#[test]
fn an_edge_that_is_refused_or_not_served_is_said() {
    let broken = report([421, 421, 421]);
    assert_eq!(broken.verdict(), &OriginVerdict::Broken);
    assert_eq!(broken.findings()[0].rule, origin_probe::EDGE_REFUSED.name);
    let mut all = report([421, 421, 200]).evidence;
    all.retain(|e| e.probe != ProbeKind::EdgeCertificate);
    let ground = Ground { tenant_bound: true, ..Ground::default() };
    let said = found(&all, ground);
    assert!(said.iter().all(|finding| finding.rule == origin_probe::UNPROVED.name) && said.len() == 1);
}

#[test]
fn each_way_around_has_its_rule() {
    let ground = Ground::default();
    let base = report([421, 421, 200]).evidence;
    for (kind, http2, rule) in [
        (ProbeKind::NoServerName, false, origin_config::DEFAULT_HOST),
        (ProbeKind::SiblingServerName, false, origin_config::HOST_MIXING),
        (ProbeKind::SiblingServerName, true, origin_config::COALESCING),
        (ProbeKind::Resumption, false, origin_config::RESUMPTION),
        (ProbeKind::SpoofedHeaders, false, origin_config::IDENTITY_HEADER),
        (ProbeKind::Expired, false, origin_probe::UNFIT_CERTIFICATE),
        (ProbeKind::SameNameCa, false, origin_config::IDENTITY_BY_SUBJECT),
        (ProbeKind::SelfSigned, false, origin_config::ANY_CERTIFICATE),
        (ProbeKind::NoCertificate, false, origin_config::OPTIONAL),
    ] {
        let mut all = base.clone();
        let mut e = evidence(kind, TlsVersion::Tls13, 200);
        e.http2 = http2;
        all.push(e);
        let said = found(&all, ground);
        assert_eq!(said[0].rule, rule.name, "{kind}");
        assert_eq!(said[0].severity, crate::finding::Severity::Error, "{kind}");
    }
    let said = found(&base, ground);
    assert_eq!(said[0].rule, origin_probe::EDGE_SHARED.name);
    // It is the name only where a stranger alone was refused at the same address: with its root it may fail otherwise.
    for (strangers, rule) in [
        ([421, 421, 200], origin_config::IDENTITY_BY_SUBJECT),
        ([421, 200, 200], origin_config::ANY_CERTIFICATE),
        ([421, 500, 200], origin_config::ANY_CERTIFICATE),
    ] {
        let mut all = report(strangers).evidence;
        for e in all.iter_mut().filter(|e| e.status == Some(500)) {
            e.outcome = Outcome::Answered;
        }
        all.push(evidence(ProbeKind::SameNameCa, TlsVersion::Tls13, 200));
        all.push(evidence(ProbeKind::UnrelatedCaWithRoot, TlsVersion::Tls12, 421));
        assert_eq!(found(&all, ground)[0].rule, rule.name, "{strangers:?}");
    }
}

#[test]
fn what_else_is_seen_is_said() {
    let ground = Ground { tenant_bound: true, ..Ground::default() };
    let base = report([421, 421, 200]).evidence;
    let said = |all: &[Evidence]| -> Vec<&'static str> {
        found(all, ground).iter().map(|finding| finding.rule).collect()
    };

    let mut other_page = base.clone();
    other_page[0] =
        Evidence { body_sha256: Some("11".to_owned()), ..evidence(base[0].probe, TlsVersion::Tls12, 200) };
    assert!(said(&other_page).contains(&origin_config::ERROR_SERVED.name));

    let mut not_asked = base.clone();
    not_asked[0] = Evidence { requested: false, ..evidence(base[0].probe, TlsVersion::Tls12, 200) };
    assert_eq!(said(&not_asked), [origin_config::NOT_REQUESTED.name]);

    let mut bundle = base.clone();
    bundle[0].ca_count = 140;
    assert_eq!(said(&bundle), [origin_config::CA_TOO_WIDE.name]);

    let mut named = base.clone();
    named[0].ca_list =
        vec![CertificateAuthority::root("Office CA").build().unwrap().certificate().subject_der().to_vec()];
    let listed = |edge: &[Vec<u8>]| {
        findings::of(&named, &judge(&named, ground), &ListedAuthorities::of(&named, edge), &[])
    };
    assert_eq!(listed(&[vec![1]])[0].rule, origin_config::CA_OTHER.name);
    assert!(listed(&named[0].ca_list).is_empty());

    let elsewhere: SocketAddr = "[2001:db8::1]:443".parse().unwrap();
    let open = report([200, 421, 200]).evidence.into_iter().map(|e| Evidence { address: elsewhere, ..e });
    let two: Vec<Evidence> = base.iter().cloned().chain(open).collect();
    assert!(said(&two).contains(&origin_config::OTHER_LISTENER.name));

    let mut plain = evidence(ProbeKind::Plaintext, TlsVersion::Tls12, 200);
    plain.version = None;
    let with_plain: Vec<Evidence> = base.iter().cloned().chain([plain]).collect();
    assert_eq!(said(&with_plain), [origin_config::PLAINTEXT.name]);

    let ended: Vec<Evidence> = base
        .iter()
        .map(|e| Evidence { outcome: Outcome::ClosedNoAlert, phase: Phase::Hello, status: None, ..e.clone() })
        .collect();
    assert_eq!(said(&ended), [origin_config::CA_MISSING.name, origin_probe::EDGE_REFUSED.name]);

    let mut by_location = base.clone();
    for e in &mut by_location {
        if e.probe == ProbeKind::EdgeCertificate && e.version == Some(TlsVersion::Tls13) {
            e.outcome = Outcome::RejectedHttp { signature: super::super::Signature::ApachePostHandshake };
            e.status = Some(403);
        }
    }
    assert_eq!(said(&by_location), [origin_config::LOCATION_TLS13.name]);

    let quic = Evidence {
        version: None,
        outcome: Outcome::Answers,
        ..evidence(ProbeKind::Quic, TlsVersion::Tls12, 421)
    };
    let with_quic: Vec<Evidence> = base.iter().cloned().chain([quic]).collect();
    assert_eq!(said(&with_quic), [origin_config::QUIC.name, origin_probe::UNPROVED.name]);
}

/// `openssl s_server -quiet`: it asks for nothing, and answers nothing.
#[test]
fn equal_ends_are_one_finding_and_what_was_not_asked_for_is_said() {
    let silent: Vec<Evidence> = report([421, 421, 200])
        .evidence
        .into_iter()
        .flat_map(|e| {
            let silent = Evidence { outcome: Outcome::TimedOut, status: None, requested: false, ..e };
            [silent.clone(), Evidence { probe: ProbeKind::SelfSigned, ..silent }]
        })
        .collect();
    let said = found(&silent, Ground::default());
    let unproved: Vec<&Finding> = said.iter().filter(|one| one.rule == origin_probe::UNPROVED.name).collect();
    let ends: Vec<&&Finding> = unproved.iter().filter(|one| one.message.contains("no clear end")).collect();
    assert_eq!(ends.len(), 1, "{unproved:?}");
    assert!(
        ends[0]
            .message
            .starts_with("10 probes at 192.0.2.1:443 came to no clear end: timed-out: no-certificate"),
        "{}",
        ends[0].message
    );
    assert!(ends[0].message.ends_with(", and 4 more"), "{}", ends[0].message);
    // The same in both versions is one finding, too.
    assert!(unproved.iter().any(|one| one.message.contains(", TLSv1.2 and TLSv1.3: no client without")));
    assert_eq!(said[0].rule, origin_config::NOT_REQUESTED.name);
    assert_eq!(said[0].severity, crate::finding::Severity::Warning);
    assert!(said[0].message.starts_with("in 12 of 12 handshakes under the target's name"), "{}", said[0]);

    // Who ends every connection and asks for nothing has judged no certificate.
    let closing: Vec<Evidence> = report([421, 421, 200])
        .evidence
        .into_iter()
        .map(|e| Evidence { outcome: Outcome::ClosedNoAlert, status: None, requested: false, ..e })
        .collect();
    let said = found(&closing, Ground::default());
    assert_eq!(said[0].rule, origin_probe::EDGE_REFUSED.name);
    assert!(said[0].message.contains("was asked for no certificate") && !said[0].help.contains("Compare"));
    assert_eq!(said[1].rule, origin_config::NOT_REQUESTED.name);

    // One that asks in every handshake is not said to ask nobody.
    let asking = report([421, 421, 200]).evidence;
    assert!(
        found(&asking, Ground::default()).iter().all(|one| one.rule != origin_config::NOT_REQUESTED.name)
    );
}

#[test]
fn an_open_door_has_no_ways_around_it() {
    let mut all = report([200, 421, 200]).evidence;
    all.push(evidence(ProbeKind::SpoofedHeaders, TlsVersion::Tls13, 200));
    let said: Vec<_> = found(&all, Ground::default()).iter().map(|finding| finding.rule).collect();
    assert_eq!(said, [origin_config::OPTIONAL.name]);
}

#[test]
fn what_nobody_answers_and_a_name_that_nobody_knows_have_their_own_help() {
    let base = report([421, 421, 200]).evidence;
    let all = |outcome: &Outcome, phase| -> Vec<Evidence> {
        base.iter().map(|e| Evidence { outcome: outcome.clone(), phase, status: None, ..e.clone() }).collect()
    };
    let nobody = all(&Outcome::NetworkError { reason: "refused".to_owned() }, Phase::Connect);
    assert!(found(&nobody, Ground::default()).iter().all(|one| one.help.contains("address and port")));
    let unknown = all(&Outcome::RejectedTls { alert: crate::origin::Alert::new(112) }, Phase::Hello);
    let said = found(&unknown, Ground::default());
    assert_eq!(said[0].rule, origin_probe::EDGE_REFUSED.name);
    assert!(
        said[0].help.contains("server name")
            && said.iter().all(|one| one.rule != origin_config::CA_MISSING.name)
    );
}
