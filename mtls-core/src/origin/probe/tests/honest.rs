//! Every set-up of a server gets its verdict.

use std::ops::ControlFlow;
use std::sync::Mutex;

use rustls_pki_types::UnixTime;
use tokio::net::UdpSocket;

use super::server::{Auth, Hosts, Origin};
use super::*;
use crate::finding::rules::{origin_config, origin_probe};
use crate::origin::TlsVersion;

/// Probes this origin as the edge.
fn judged(origin: Origin, edge: &Edge, set: impl FnOnce(Probe) -> Probe) -> ProbeReport {
    on_loopback(async {
        let origin = Arc::new(origin);
        let address = listen(move |socket| Arc::clone(&origin).serve(socket)).await;
        set(edge.probe(address)).run().await.unwrap()
    })
}

fn same(probe: Probe) -> Probe {
    probe
}

#[test]
fn each_way_to_ask_for_certificates_gets_its_verdict() {
    let edge = Edge::new();
    for (auth, expected) in [
        (Auth::Required, OriginVerdict::Enforced),
        (Auth::Nginx, OriginVerdict::Enforced),
        (Auth::None, OriginVerdict::Open),
        (Auth::Optional, OriginVerdict::Open),
        (Auth::Any, OriginVerdict::OpenToAnyCert),
    ] {
        let report = judged(Origin::new(&edge.ca, auth), &edge, same);
        assert_eq!(report.verdict(), &expected, "{auth:?}\n{report}");
        assert!(report.connections() <= 60, "{auth:?}");
        assert!(report.elapsed() < Duration::from_secs(15), "{auth:?}: {:?}", report.elapsed());
    }
}

#[test]
fn the_evidence_says_who_was_sent_and_what_came_back() {
    let edge = Edge::new();
    let report = judged(Origin::new(&edge.ca, Auth::Required), &edge, same);
    for e in seen(&report, ProbeKind::NoCertificate) {
        // rustls says so in both versions.
        assert_eq!(e.alert().unwrap().code(), 116, "{e:?}");
        assert!(e.requested && e.sent.is_none());
        assert_eq!(e.ca_names, [edge.ca.certificate().subject()]);
        let phase = if e.version == Some(TlsVersion::Tls13) { Phase::FirstRead } else { Phase::Handshake };
        assert_eq!(e.phase, phase, "{e:?}");
    }
    for e in seen(&report, ProbeKind::EdgeCertificate) {
        assert_eq!((&e.outcome, e.status), (&Outcome::Served, Some(200)));
        assert_eq!(e.sent.as_deref(), Some("CN=edge"));
    }
    for (probe, code) in [
        (ProbeKind::SelfSigned, 51),
        (ProbeKind::SameNameCa, 51),
        (ProbeKind::UnrelatedCa, 48),
        (ProbeKind::UnrelatedCaWithRoot, 48),
    ] {
        for e in seen(&report, probe) {
            assert_eq!(e.alert().unwrap().code(), code, "{e:?}");
        }
    }
}

#[test]
fn one_version_of_tls_is_enough() {
    let edge = Edge::new();
    static OLD: [&rustls::SupportedProtocolVersion; 1] = [&rustls::version::TLS12];
    static NEW: [&rustls::SupportedProtocolVersion; 1] = [&rustls::version::TLS13];
    for versions in [&OLD, &NEW] {
        for (auth, expected) in
            [(Auth::Required, OriginVerdict::Enforced), (Auth::Optional, OriginVerdict::Open)]
        {
            let origin = Origin { versions, ..Origin::new(&edge.ca, auth) };
            let report = judged(origin, &edge, same);
            assert_eq!(report.verdict(), &expected, "{versions:?} {auth:?}\n{report}");
        }
    }
}

/// HAProxy `crt-ignore-err 20,21` takes a stranger's leaf alone, and other settings its chain: each form is sent in a version
/// that the server speaks.
#[test]
fn a_stranger_is_seen_alone_and_with_its_root_in_any_version() {
    let edge = Edge::new();
    static OLD: [&rustls::SupportedProtocolVersion; 1] = [&rustls::version::TLS12];
    static NEW: [&rustls::SupportedProtocolVersion; 1] = [&rustls::version::TLS13];
    for versions in [&OLD, &NEW, rustls::ALL_VERSIONS] {
        for (length, probe) in [(1, ProbeKind::UnrelatedCa), (2, ProbeKind::UnrelatedCaWithRoot)] {
            let origin = Origin { versions, ..Origin::new(&edge.ca, Auth::Strange(length)) };
            let report = judged(origin, &edge, same);
            assert_eq!(report.verdict(), &OriginVerdict::OpenToAnyCert, "{versions:?}\n{report}");
            assert_eq!(report.findings()[0].rule, origin_config::ANY_CERTIFICATE.name, "{report}");
            assert!(seen(&report, probe).iter().all(|e| e.outcome == Outcome::Served), "{report}");
            assert!(report.connections() <= 60);
        }
    }
}

#[test]
fn an_edge_of_another_ca_is_broken_and_none_is_unproven() {
    let (edge, other) = (Edge::new(), Edge::new());
    let report = judged(Origin::new(&other.ca, Auth::Required), &edge, same);
    assert_eq!(report.verdict(), &OriginVerdict::Broken, "{report}");
    assert_eq!(report.findings()[0].rule, origin_probe::EDGE_REFUSED.name);
    let report = on_loopback(async {
        let origin = Arc::new(Origin::new(&edge.ca, Auth::Required));
        let address = listen(move |socket| Arc::clone(&origin).serve(socket)).await;
        edge.stranger(address).run().await.unwrap()
    });
    assert_eq!(report.verdict(), &OriginVerdict::Unproven, "{report}");
}

#[test]
fn the_name_to_copy_comes_from_the_server_where_nobody_gives_it() {
    let edge = Edge::new();
    let report = on_loopback(async {
        let origin = Arc::new(Origin::new(&edge.ca, Auth::Required));
        let address = listen(move |socket| Arc::clone(&origin).serve(socket)).await;
        Probe::new(address.to_string()).server_name("origin.test").run().await.unwrap()
    });
    let copies = seen(&report, ProbeKind::SelfSigned);
    assert_eq!(copies.len(), 2, "{report}");
    assert_eq!(copies[0].sent.as_deref(), Some(edge.ca.certificate().subject()));
}

#[test]
fn ways_around_are_found() {
    let edge = Edge::new();
    let with = |sibling, default, hosts| Origin {
        sibling: Some(sibling),
        default,
        hosts,
        http2: true,
        ..Origin::new(&edge.ca, Auth::Required)
    };
    let (host, sni) = (BypassKind::Host, BypassKind::Sni);
    let cases: [(&str, Origin, &[BypassKind], Option<&str>); 6] = [
        ("hosts compared", with(Auth::None, None, Hosts::Compared), &[], None),
        ("the sibling's own page", with(Auth::None, None, Hosts::ByName), &[], None),
        (
            "hosts not compared",
            with(Auth::None, None, Hosts::ByHost),
            &[host],
            Some(origin_config::HOST_MIXING.name),
        ),
        (
            "hosts not compared in HTTP/2",
            with(Auth::None, None, Hosts::ComparedInOne),
            &[host],
            Some(origin_config::COALESCING.name),
        ),
        (
            "a default that serves",
            with(Auth::None, Some(Auth::None), Hosts::ByHost),
            &[sni, host],
            Some(origin_config::DEFAULT_HOST.name),
        ),
        ("a sibling that demands", with(Auth::Required, None, Hosts::ByHost), &[], None),
    ];
    for (name, origin, ways, rule) in cases {
        let report = judged(origin, &edge, |probe| probe.sibling("open.test"));
        let expected =
            if ways.is_empty() { OriginVerdict::Enforced } else { OriginVerdict::Bypass(ways.to_vec()) };
        assert_eq!(report.verdict(), &expected, "{name}\n{report}");
        assert!(rule.is_none_or(|rule| report.findings()[0].rule == rule), "{name}\n{report}");
        assert!(report.connections() <= 60, "{name}");
    }
}

#[test]
fn plaintext_headers_and_unfit_certificates_are_ways_around() {
    let edge = Edge::new();
    let plain = Origin { plaintext: true, ..Origin::new(&edge.ca, Auth::Required) };
    let report = judged(plain, &edge, same);
    assert_eq!(report.verdict(), &OriginVerdict::Bypass(vec![BypassKind::Plaintext]), "{report}");

    let claims = Origin { headers: true, ..Origin::new(&edge.ca, Auth::Nginx) };
    let report = judged(claims, &edge, same);
    assert_eq!(report.verdict(), &OriginVerdict::Bypass(vec![BypassKind::Headers]), "{report}");
    // What is sent in one version finds the way around in TLS 1.2, where that alone is spoken.
    static OLD: [&rustls::SupportedProtocolVersion; 1] = [&rustls::version::TLS12];
    let claims = Origin { headers: true, versions: &OLD, ..Origin::new(&edge.ca, Auth::Nginx) };
    let report = judged(claims, &edge, same);
    assert_eq!(report.verdict(), &OriginVerdict::Bypass(vec![BypassKind::Headers]), "{report}");
    let hosts = Origin { default: Some(Auth::None), versions: &OLD, ..Origin::new(&edge.ca, Auth::Required) };
    let report = judged(Origin { hosts: Hosts::ByName, ..hosts }, &edge, same);
    let foreign = seen(&report, ProbeKind::UnknownHost);
    assert_eq!(
        (foreign.len(), foreign[0].version, foreign[0].status),
        (1, Some(TlsVersion::Tls12), Some(200)),
        "{report}"
    );

    let now =
        UnixTime::since_unix_epoch(Duration::from_secs(edge.ca.certificate().not_before().as_secs() + 60));
    for (auth, expected) in [
        (Auth::Signed, OriginVerdict::Bypass(vec![BypassKind::UnfitCertificate])),
        (Auth::Required, OriginVerdict::Enforced),
    ] {
        let report = judged(Origin::new(&edge.ca, auth), &edge, |probe| probe.unfit_from(&edge.ca, now));
        assert_eq!(report.verdict(), &expected, "{report}");
        assert_eq!(seen(&report, ProbeKind::Expired).len(), 2);
    }
}

#[test]
fn a_shared_ca_caps_the_verdict() {
    let edge = Edge::new();
    let report = judged(Origin::new(&edge.ca, Auth::Required), &edge, |probe| probe.shared_ca(true));
    assert_eq!(report.verdict(), &OriginVerdict::EdgeNetworkOnly, "{report}");
    assert_eq!(report.findings()[0].rule, origin_probe::EDGE_SHARED.name);
}

#[test]
fn quic_that_answers_where_it_is_advertised_leaves_it_unproved() {
    let edge = Edge::new();
    for (answers, ignore, expected) in [
        (true, false, OriginVerdict::Unproven),
        (true, true, OriginVerdict::Enforced),
        (false, false, OriginVerdict::Enforced),
    ] {
        let report = on_loopback(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let alt_svc = Some(format!("h3=\":{}\"; ma=60", address.port()));
            let origin = Arc::new(Origin { alt_svc, ..Origin::new(&edge.ca, Auth::Required) });
            let udp = UdpSocket::bind(address).await.unwrap();
            tokio::spawn(async move {
                while let Ok((socket, _)) = listener.accept().await {
                    tokio::spawn(Arc::clone(&origin).serve(socket));
                }
            });
            tokio::spawn(async move {
                let mut buffer = [0; 2000];
                while let Ok((_, from)) = udp.recv_from(&mut buffer).await {
                    if answers {
                        udp.send_to(&[0x80, 0, 0, 0, 0], from).await.unwrap();
                    }
                }
            });
            edge.probe(address).ignore_quic(ignore).run().await.unwrap()
        });
        assert_eq!(report.verdict(), &expected, "{report}");
        let said = report.findings().iter().any(|finding| finding.rule == origin_config::QUIC.name);
        assert_eq!(said, answers, "{report}");
    }
}

#[test]
fn progress_is_told_and_can_end_the_run() {
    let edge = Edge::new();
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let report = judged(Origin::new(&edge.ca, Auth::Required), &edge, |probe| {
        probe.progress(move |event| {
            listener.lock().unwrap().push(event.clone());
            ControlFlow::Continue(())
        })
    });
    let told = told.lock().unwrap();
    let ProbeEvent::Planned { connections, probes, .. } = &told[0] else { panic!("{:?}", told[0]) };
    assert!(*connections >= report.connections());
    assert_eq!(probes.iter().map(|one| one.connections).sum::<usize>(), *connections);
    let ProbeEvent::Judged { verdict } = told.last().unwrap() else { panic!() };
    assert_eq!(verdict, report.verdict());
    assert_eq!(told.len(), report.evidence().len() + 2);
    let json = serde_json::to_value(&told[1]).unwrap();
    assert_eq!(json["event"], "seen");
    assert!(json["evidence"]["probe"].is_string());

    let ended = on_loopback(async {
        let origin = Arc::new(Origin::new(&edge.ca, Auth::Required));
        let address = listen(move |socket| Arc::clone(&origin).serve(socket)).await;
        let stop = |event: &ProbeEvent| match event {
            ProbeEvent::Seen { .. } => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        edge.probe(address).progress(stop).run().await
    });
    assert!(ended.unwrap_err().to_string().contains("the listener ended the run"));
}

#[test]
fn a_run_without_a_runtime_blocks() {
    let edge = Edge::new();
    let (send, receive) = std::sync::mpsc::channel();
    let origin = Arc::new(Origin::new(&edge.ca, Auth::None));
    std::thread::spawn(move || {
        on_loopback(async {
            send.send(listen(move |socket| Arc::clone(&origin).serve(socket)).await).unwrap();
            tokio::time::sleep(Duration::from_secs(20)).await;
        });
    });
    let report = edge.probe(receive.recv().unwrap()).run_blocking().unwrap();
    assert_eq!(report.verdict(), &OriginVerdict::Open, "{report}");
}
