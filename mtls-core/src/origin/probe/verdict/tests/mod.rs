//! What servers were measured to answer, as evidence, and the verdict that it must give.

mod properties;
mod unproved;

use std::net::SocketAddr;

use super::super::evidence::{Phase, Signature};
use super::*;
use crate::origin::{Alert, TlsVersion};

const GROUND: Ground = Ground { tenant_bound: true, ignore_quic: false, incomplete: false, public_ca: false };
const V4: &str = "192.0.2.1:443";
const V6: &str = "[2001:db8::1]:443";

fn address(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

/// What came back, in the notation of a table: `ok` (200 with the target's page), `other` (200 with another page), `400` (nginx, no
/// certificate), `cert` (nginx, certificate error), `403` and other statuses, `421`, an alert as `a48`, `eof` (closed in
/// TLS), `rst` (closed at the first message), `v70` (alert at the first message), `to` (timed out), `net`,
/// `pha` (Apache's 403), `none` (not offered).
fn seen(probe: ProbeKind, version: Option<TlsVersion>, code: &str) -> Evidence {
    let mut e = Evidence::new(probe, address(V4));
    "shop.example".clone_into(&mut e.host);
    e.version = version;
    let late = if version == Some(TlsVersion::Tls13) { Phase::FirstRead } else { Phase::Handshake };
    let http = |e: &mut Evidence, status: u16, body: &str| {
        e.status = Some(status);
        e.body_sha256 = Some(body.to_owned());
        e.phase = Phase::Response;
    };
    e.phase = late;
    e.outcome = match code {
        "ok" => {
            http(&mut e, 200, "target");
            Outcome::Served
        }
        "other" => {
            http(&mut e, 200, "sibling");
            Outcome::Served
        }
        "400" => {
            http(&mut e, 400, "nginx");
            Outcome::RejectedHttp { signature: Signature::NginxNoCertificate }
        }
        "cert" => {
            http(&mut e, 400, "nginx");
            Outcome::RejectedHttp { signature: Signature::NginxCertificateError }
        }
        "plain" => {
            http(&mut e, 400, "plain");
            Outcome::RejectedHttp { signature: Signature::PlainToTls }
        }
        "pha" => {
            http(&mut e, 403, "apache");
            Outcome::RejectedHttp { signature: Signature::ApachePostHandshake }
        }
        "421" => {
            http(&mut e, 421, "misdirected");
            Outcome::Misdirected
        }
        "301s" => {
            http(&mut e, 301, "");
            Outcome::Redirected { location: Some("https://shop.example/".to_owned()) }
        }
        "sso" => {
            http(&mut e, 302, "");
            Outcome::Redirected { location: Some("https://sso.example/login".to_owned()) }
        }
        "302" => {
            http(&mut e, 302, "");
            Outcome::Redirected { location: Some("/login".to_owned()) }
        }
        "eof" => Outcome::ClosedNoAlert,
        "rst" => {
            e.phase = Phase::Hello;
            Outcome::ClosedNoAlert
        }
        "v70" => {
            e.phase = Phase::Hello;
            Outcome::RejectedTls { alert: Alert::new(70) }
        }
        "to" => Outcome::TimedOut,
        "net" => {
            e.phase = Phase::Connect;
            Outcome::NetworkError { reason: "refused".to_owned() }
        }
        "nothttp" => Outcome::NotHttp { reason: "alert".to_owned() },
        "none" => Outcome::NotOffered { what: "session" },
        "answers" => Outcome::Answers,
        "silent" => Outcome::Silent,
        alert if alert.starts_with('a') => {
            Outcome::RejectedTls { alert: Alert::new(alert.trim_start_matches('a').parse().unwrap()) }
        }
        status => {
            http(&mut e, status.parse().unwrap(), "some page");
            Outcome::Answered
        }
    };
    e
}

/// `one/other` is TLS 1.2 and 1.3; a single word is both; `-` leaves a version out.
fn both(probe: ProbeKind, cell: &str) -> Vec<Evidence> {
    let (one, other) = cell.split_once('/').unwrap_or((cell, cell));
    let pair = [(TlsVersion::Tls12, one), (TlsVersion::Tls13, other)];
    pair.into_iter().filter(|(_, code)| *code != "-").map(|(v, code)| seen(probe, Some(v), code)).collect()
}

fn plain(probe: ProbeKind, code: &str) -> Evidence {
    seen(probe, None, code)
}

/// The answers to: no certificate, self-signed, CA of the same name, same name and key identifier, unrelated CA,
/// the edge's certificate.
fn row(cells: [&str; 6]) -> Vec<Evidence> {
    let probes = [
        ProbeKind::NoCertificate,
        ProbeKind::SelfSigned,
        ProbeKind::SameNameCa,
        ProbeKind::SameNameAndKeyCa,
        ProbeKind::UnrelatedCa,
        ProbeKind::EdgeCertificate,
    ];
    probes.into_iter().zip(cells).flat_map(|(probe, cell)| both(probe, cell)).collect()
}

fn verdict(evidence: &[Evidence]) -> OriginVerdict {
    judge(evidence, GROUND).verdict
}

/// nginx with `ssl_verify_client on`.
fn enforcing() -> Vec<Evidence> {
    row(["400", "cert", "cert", "cert", "cert", "ok"])
}

/// The edge is served at its own price: every row as measured, the certificates of the second table with them.
#[test]
fn every_measured_server_gets_its_verdict() {
    use OriginVerdict::{Enforced, Open, OpenToAnyCert};
    let cases: [(&str, [&str; 6], OriginVerdict); 28] = [
        ("nginx on", ["400", "cert", "cert", "cert", "cert", "ok"], Enforced),
        ("nginx optional", ["ok", "cert", "cert", "cert", "cert", "ok"], Open),
        ("nginx optional_no_ca", ["ok", "ok", "ok", "cert", "ok", "ok"], Open),
        ("nginx optional and 403 unless SUCCESS", ["403", "cert", "cert", "cert", "cert", "ok"], Enforced),
        ("HAProxy required", ["a40/a116", "a48", "a48", "a51", "a48", "ok"], Enforced),
        ("HAProxy optional", ["ok", "a48", "a48", "a51", "a48", "ok"], Open),
        ("HAProxy required, errors ignored", ["a40/a116", "ok", "ok", "ok", "ok", "ok"], OpenToAnyCert),
        ("Envoy required", ["a40/a116", "a48", "a48", "a51", "a48", "ok"], Enforced),
        ("Envoy required, the alert lost", ["a40/eof", "a48/eof", "a48", "a51", "a48/eof", "ok"], Enforced),
        ("Envoy not required", ["ok", "a48", "a48", "a51", "a48", "ok"], Open),
        ("Envoy required without a CA", ["ok", "ok", "ok", "ok", "ok", "ok"], Open),
        ("Envoy ACCEPT_UNTRUSTED", ["a40/a116", "ok", "ok", "ok", "ok", "ok"], OpenToAnyCert),
        ("Apache require", ["a40/a116", "a48", "a48", "a51", "a48", "ok"], Enforced),
        ("Apache optional", ["ok", "a48", "a48", "a51", "a48", "ok"], Open),
        ("stunnel verifyChain", ["a40/a116", "a48", "a48", "a51", "a48", "ok"], Enforced),
        ("stunnel verify=1", ["ok", "a48", "a48", "a51", "a48", "ok"], Open),
        ("Go RequireAndVerify", ["a40/a116", "a48", "a48", "a48", "a48", "ok"], Enforced),
        ("Caddy on Go 1.19", ["a42", "a42", "a42", "a42", "a42", "ok"], Enforced),
        ("Caddy require", ["a42", "ok", "ok", "ok", "ok", "ok"], OpenToAnyCert),
        ("Go RequireAny", ["a40/a116", "ok", "ok", "ok", "ok", "ok"], OpenToAnyCert),
        ("rustls", ["a116", "a51", "a51", "a51", "a48", "ok"], Enforced),
        ("Node rejecting, without an alert", ["a40/a116", "eof", "eof", "eof", "eof", "ok"], Enforced),
        ("nobody asks for a certificate", ["ok", "ok", "ok", "ok", "ok", "ok"], Open),
        ("only the subject is looked at", ["403", "403", "ok", "ok", "403", "ok"], OpenToAnyCert),
        ("a friendly page instead of an error", ["other", "other", "other", "other", "other", "ok"], Open),
        ("TLS 1.3 alone", ["v70/a116", "v70/a48", "v70/a48", "v70/a51", "v70/a48", "v70/ok"], Enforced),
        ("TLS 1.2 alone", ["a40/v70", "a48/v70", "a48/v70", "a51/v70", "a48/v70", "ok/v70"], Enforced),
        ("open in TLS 1.2 alone", ["ok/a116", "ok/a48", "ok/a48", "ok/a51", "ok/a48", "ok"], Open),
    ];
    for (name, cells, expected) in cases {
        assert_eq!(verdict(&row(cells)), expected, "{name}");
    }
}

/// Certificates of the right CA, as measured.
#[test]
fn unfit_certificates_that_are_served_are_a_way_around() {
    let with = |probe, cell| [enforcing(), both(probe, cell)].concat();
    for (probe, cell) in [
        (ProbeKind::Expired, "a45"),
        (ProbeKind::NotYetValid, "a42"),
        (ProbeKind::NotYetValid, "a45"),
        (ProbeKind::ServerOnly, "a43"),
        (ProbeKind::ServerOnly, "a42"),
        (ProbeKind::Revoked, "a44"),
        (ProbeKind::Revoked, "cert"),
        (ProbeKind::MissingIntermediate, "a48"),
        // The origin has the intermediate itself.
        (ProbeKind::MissingIntermediate, "ok"),
    ] {
        assert_eq!(verdict(&with(probe, cell)), OriginVerdict::Enforced, "{probe} {cell}");
    }
    for probe in [ProbeKind::Expired, ProbeKind::NotYetValid, ProbeKind::ServerOnly, ProbeKind::Revoked] {
        let way = OriginVerdict::Bypass(vec![BypassKind::UnfitCertificate]);
        assert_eq!(verdict(&with(probe, "ok/cert")), way, "{probe}");
    }
}

/// The cells: a sibling's name with the target's host, no name, an unknown name, an unknown name and host, a
/// sibling's session resumed.
#[test]
fn every_measured_way_around_gets_its_verdict() {
    use BypassKind::{Host, Resumption, Sni};
    let cases: [(&str, [&str; 5], &[BypassKind]); 12] = [
        ("nginx, the default open", ["421", "400", "400", "other", "421/a49"], &[]),
        ("nginx, the default open, with the target's page", ["421", "400", "400", "ok", "421/a49"], &[Sni]),
        ("nginx, the default closed", ["421", "400", "400", "400", "421/400"], &[]),
        ("Apache, the default open", ["421", "421", "421", "other", "a40/a116"], &[]),
        ("Apache, the default closed", ["421", "a40/a116", "a40/a116", "a40/a116", "a40/a116"], &[]),
        ("Caddy", ["421", "421", "a80", "a80", "a42"], &[]),
        ("HAProxy with a crt-list", ["ok", "a40/a116", "a40/a116", "a40/a116", "a40/a116"], &[Host]),
        ("HAProxy with strict-sni", ["ok", "a112", "a112", "a112", "a40/a116"], &[Host]),
        ("Envoy with a catch-all", ["ok", "ok", "ok", "ok", "a40/a116"], &[Sni, Host]),
        ("Envoy with the target alone", ["rst", "rst", "rst", "rst", "none"], &[]),
        ("a ticket that every host takes", ["421", "400", "400", "400", "421/ok"], &[Resumption]),
        ("the sibling's own page, whatever the host", ["other", "400", "400", "400", "none"], &[]),
    ];
    for (name, cells, ways) in cases {
        let probes = [
            ProbeKind::SiblingServerName,
            ProbeKind::NoServerName,
            ProbeKind::UnknownServerName,
            ProbeKind::UnknownHost,
            ProbeKind::Resumption,
        ];
        let mut evidence = enforcing();
        evidence.extend(both(ProbeKind::Sibling, "other"));
        evidence.extend(probes.into_iter().zip(cells).flat_map(|(probe, cell)| both(probe, cell)));
        let expected =
            if ways.is_empty() { OriginVerdict::Enforced } else { OriginVerdict::Bypass(ways.to_vec()) };
        assert_eq!(verdict(&evidence), expected, "{name}");
    }
}

#[test]
fn a_page_that_is_the_siblings_and_the_targets_alike_is_a_way_around() {
    let mut evidence = enforcing();
    evidence.extend(both(ProbeKind::Sibling, "ok"));
    evidence.extend(both(ProbeKind::SiblingServerName, "ok"));
    assert_eq!(verdict(&evidence), OriginVerdict::Bypass(vec![BypassKind::Host]));
}

#[test]
fn plaintext_is_closed_by_anything_but_a_page() {
    for code in ["plain", "eof", "nothttp", "301s", "400", "403", "421"] {
        let evidence = [enforcing(), vec![plain(ProbeKind::PlaintextOnTlsPort, code)]].concat();
        assert_eq!(verdict(&evidence), OriginVerdict::Enforced, "{code}");
    }
    let way = OriginVerdict::Bypass(vec![BypassKind::Plaintext]);
    for probe in [ProbeKind::PlaintextOnTlsPort, ProbeKind::Plaintext] {
        assert_eq!(verdict(&[enforcing(), vec![plain(probe, "ok")]].concat()), way, "{probe}");
    }
    let shut = [enforcing(), vec![plain(ProbeKind::Plaintext, "net")]].concat();
    assert_eq!(verdict(&shut), OriginVerdict::Enforced);
    let hangs = [enforcing(), vec![plain(ProbeKind::PlaintextOnTlsPort, "to")]].concat();
    assert_eq!(verdict(&hangs), OriginVerdict::Unproven);
    // A redirection within HTTP is what the edge gets too.
    let mut evidence = row(["400", "cert", "cert", "cert", "cert", "302"]);
    evidence.push(plain(ProbeKind::Plaintext, "302"));
    assert_eq!(verdict(&evidence), way);
}

#[test]
fn port_80_counts_with_the_port_of_tls() {
    let mut e = plain(ProbeKind::Plaintext, "301s");
    e.address = address("192.0.2.1:80");
    assert_eq!(verdict(&[enforcing(), vec![e]].concat()), OriginVerdict::Enforced);
}

#[test]
fn claims_in_headers_are_a_way_around() {
    let refused = [enforcing(), both(ProbeKind::SpoofedHeaders, "400")].concat();
    assert_eq!(verdict(&refused), OriginVerdict::Enforced);
    let served = [enforcing(), both(ProbeKind::SpoofedHeaders, "400/ok")].concat();
    assert_eq!(verdict(&served), OriginVerdict::Bypass(vec![BypassKind::Headers]));
}

#[test]
fn without_a_served_edge_nothing_is_proved() {
    for edge in ["-", "500", "403", "401", "to", "net", "nothttp"] {
        let judged = judge(&row(["400", "cert", "cert", "cert", "cert", edge]), GROUND);
        assert_eq!(judged.verdict, OriginVerdict::Unproven, "{edge}");
        assert!(!judged.gaps.is_empty(), "{edge}");
    }
    for edge in ["cert", "a48", "eof", "421", "pha", "ok/pha", "ok/a42"] {
        let evidence = row(["400", "cert", "cert", "cert", "cert", edge]);
        assert_eq!(verdict(&evidence), OriginVerdict::Broken, "{edge}");
    }
    for edge in ["ok", "302", "404", "405"] {
        let evidence = row(["400", "cert", "cert", "cert", "cert", edge]);
        assert_eq!(verdict(&evidence), OriginVerdict::Enforced, "{edge}");
    }
}

#[test]
fn a_listener_that_ends_every_handshake_is_broken_for_the_edge_and_unproven_without_it() {
    assert_eq!(verdict(&row(["rst", "rst", "rst", "rst", "rst", "rst"])), OriginVerdict::Broken);
    assert_eq!(verdict(&row(["rst", "rst", "rst", "rst", "rst", "-"])), OriginVerdict::Unproven);
    assert_eq!(verdict(&row(["net", "net", "net", "net", "net", "net"])), OriginVerdict::Unproven);
    assert_eq!(verdict(&row(["to", "to", "to", "to", "to", "to"])), OriginVerdict::Unproven);
    assert_eq!(verdict(&[]), OriginVerdict::Unproven);
}

#[test]
fn statuses_that_say_nothing_of_certificates_are_read_beside_the_edge() {
    // Another answer than the edge's refuses; the same lets in; failures and refusals that both get settle nothing.
    for (stranger, edge, expected) in [
        ("404", "ok", OriginVerdict::Enforced),
        ("302", "ok", OriginVerdict::Enforced),
        ("404", "404", OriginVerdict::Open),
        ("302", "302", OriginVerdict::Open),
        ("403", "403", OriginVerdict::Unproven),
        ("503", "ok", OriginVerdict::Unproven),
        ("404", "-", OriginVerdict::Unproven),
        // Limits of requests say nothing of certificates, whatever the edge got.
        ("408", "ok", OriginVerdict::Unproven),
        ("425", "ok", OriginVerdict::Unproven),
        ("429", "ok", OriginVerdict::Unproven),
        ("431", "ok", OriginVerdict::Unproven),
    ] {
        let evidence = row([stranger, "cert", "cert", "cert", "cert", edge]);
        assert_eq!(verdict(&evidence), expected, "{stranger} beside {edge}");
    }
}

#[test]
fn a_shared_certificate_caps_the_verdict() {
    let shared = Ground { tenant_bound: false, ..GROUND };
    assert_eq!(judge(&enforcing(), shared).verdict, OriginVerdict::EdgeNetworkOnly);
    assert_eq!(judge(&row(["ok"; 6]), shared).verdict, OriginVerdict::Open);
}

#[test]
fn an_address_beside_a_closed_one_is_a_way_around() {
    let at_v6 = |evidence: Vec<Evidence>| -> Vec<Evidence> {
        evidence.into_iter().map(|e| Evidence { address: address(V6), ..e }).collect()
    };
    let both_closed = [enforcing(), at_v6(enforcing())].concat();
    assert_eq!(verdict(&both_closed), OriginVerdict::Enforced);
    for other in [row(["ok"; 6]), row(["a116", "ok", "ok", "ok", "ok", "ok"])] {
        let evidence = [enforcing(), at_v6(other)].concat();
        assert_eq!(verdict(&evidence), OriginVerdict::Bypass(vec![BypassKind::Address]));
    }
    // What else is open there needs no way around.
    let wide_open = [row(["ok"; 6]), both(ProbeKind::NoServerName, "ok"), both(ProbeKind::UnknownHost, "ok")];
    let evidence = [enforcing(), at_v6(wide_open.concat())].concat();
    assert_eq!(verdict(&evidence), OriginVerdict::Bypass(vec![BypassKind::Address]));
    assert_eq!(verdict(&[row(["ok"; 6]), at_v6(row(["ok"; 6]))].concat()), OriginVerdict::Open);
    let unreachable = at_v6(row(["net"; 6]));
    assert_eq!(verdict(&[enforcing(), unreachable.clone()].concat()), OriginVerdict::Unproven);
    assert_eq!(verdict(&[row(["ok"; 6]), unreachable].concat()), OriginVerdict::Open);
}

#[test]
fn what_answers_quic_leaves_it_unproved() {
    let with = |code| [enforcing(), vec![plain(ProbeKind::Quic, code)]].concat();
    assert_eq!(verdict(&with("silent")), OriginVerdict::Enforced);
    assert_eq!(verdict(&with("answers")), OriginVerdict::Unproven);
    assert_eq!(verdict(&with("net")), OriginVerdict::Unproven);
    let ignoring = Ground { ignore_quic: true, ..GROUND };
    assert_eq!(judge(&with("answers"), ignoring).verdict, OriginVerdict::Enforced);
}

#[test]
fn a_version_that_was_not_probed_is_not_proved() {
    let only: Vec<_> = enforcing().into_iter().filter(|e| e.version == Some(TlsVersion::Tls13)).collect();
    assert_eq!(verdict(&only), OriginVerdict::Unproven);
    let incomplete = Ground { incomplete: true, ..GROUND };
    assert_eq!(judge(&enforcing(), incomplete).verdict, OriginVerdict::Unproven);
}

#[test]
fn each_verdict_has_an_exit_code_of_its_own() {
    let all = [
        OriginVerdict::Enforced,
        OriginVerdict::EdgeNetworkOnly,
        OriginVerdict::Open,
        OriginVerdict::OpenToAnyCert,
        OriginVerdict::Bypass(vec![BypassKind::Sni]),
        OriginVerdict::Broken,
        OriginVerdict::Unproven,
    ];
    let codes: BTreeSet<u8> = all.iter().map(OriginVerdict::exit_code).collect();
    assert_eq!(codes.len(), all.len());
    assert_eq!(OriginVerdict::Enforced.exit_code(), 0);
}
