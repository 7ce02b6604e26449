//! Each row: the server is started, asked by a plain client, probed, and its configuration read.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mtls_core::finding::Severity;
use mtls_core::origin::{ConfigFiles, ConfigKind, ConfigOptions, Probe, check_config};
use mtls_core::trust::TrustAnchors;
use rustls_pki_types::UnixTime;

use super::case::{BROKEN, Case, ENFORCED, OPEN, OPEN_TO_ANY_CERT, UNFIT};
use super::client::{VERSIONS, ask};
use super::material::{HOST, Material, PLAIN, SIBLING};
use super::rustls_server::{ROWS, Running};
use super::server::{Server, Stack};

/// Probes wait more than they work.
const AT_ONCE: usize = 6;
/// For one probe, while others run beside it on a busy machine; `benches/probe.rs` measures one alone.
const LIMIT: Duration = Duration::from_secs(20);

pub(crate) fn run(stack: Stack, cases: &'static [Case]) {
    all(cases, |case| {
        let server = Server::start(stack, case);
        let mut wrong = front_door(server.tls, case.live, case.name, case.config);
        let mut probe = probe(server.tls, case.config, case.config.contains("shared.crt"), case.revoked);
        if case.config.contains(SIBLING) || case.config.contains("sibling-open") {
            probe = probe.sibling(SIBLING);
        }
        if let Some(plain) = server.plain {
            probe = probe.plaintext_port(plain.port());
        }
        if let Some(ipv6) = server.ipv6 {
            probe = probe.also(ipv6);
        }
        wrong.push_str(&probed(&probe, case.live));
        if let Some(kind) = stack.config_kind() {
            wrong.push_str(&read(kind, case, &server));
        }
        if !wrong.is_empty() {
            let _ = writeln!(wrong, "  it says:\n{}", server.log());
        }
        (case.name, wrong)
    });
}

pub(crate) fn run_rustls() {
    all(ROWS, |row| {
        let server = Running::start(row);
        let probe = probe(server.at, "", row.shared, row.revoked);
        (row.name, front_door(server.at, row.live, row.name, "") + &probed(&probe, row.live))
    });
}

/// Runs what a row asks, a few at a time, and fails with all that is wrong.
fn all<R: Sync>(rows: &'static [R], judge: impl Fn(&'static R) -> (&'static str, String) + Sync) {
    let next = AtomicUsize::new(0);
    let report = Mutex::new(String::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(rows.len()) {
            scope.spawn(|| {
                while let Some(row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (name, wrong) = judge(row);
                    if !wrong.is_empty() {
                        let _ = writeln!(report.lock().unwrap(), "{name}:\n{wrong}");
                    }
                }
            });
        }
    });
    let report = report.into_inner().unwrap();
    assert!(report.is_empty(), "\n{report}");
}

/// What is wrong with the row itself: whom the server lets in by the front door follows from its verdict.
fn front_door(at: SocketAddr, live: &str, name: &str, config: &str) -> String {
    let material = Material::get();
    let (edge, stranger) = material.clients(config);
    let mut wrong = String::new();
    let alone = [("TLS 1.2", 0), ("TLS 1.3", 1)].into_iter().find(|(text, _)| name.contains(text));
    for (i, version) in VERSIONS.into_iter().enumerate() {
        if alone.is_some_and(|(_, only)| only != i) {
            continue;
        }
        for (who, shows, served) in [
            ("nobody", None, live == OPEN),
            ("a stranger", Some(stranger), live == OPEN_TO_ANY_CERT),
            ("the edge", Some(edge), live != BROKEN),
        ] {
            if live == OPEN && who == "a stranger" {
                continue;
            }
            let mut got = ask(at, version, shows);
            // Whoever takes any certificate may want its root beside it.
            if served && who == "a stranger" && !got.as_ref().is_ok_and(|status| *status == 200) {
                got = ask(at, version, Some(&material.stranger_with_root));
            }
            if got.as_ref().is_ok_and(|status| *status == 200) != served {
                let _ = writeln!(wrong, "  {version:?}: {who} gets {got:?}");
            }
        }
    }
    wrong
}

/// As the edge's owner probes: with its certificate, and with what its CA issues that is unfit.
fn probe(at: SocketAddr, config: &str, shared: bool, revoked: bool) -> Probe {
    let material = Material::get();
    let (edge, _) = material.clients(config);
    let mut probe = Probe::new(at.to_string())
        .server_name(HOST)
        .edge_certificate(edge.chain.clone(), edge.key.clone_key())
        .shared_ca(shared);
    if !config.contains(PLAIN) {
        let edge_ca = TrustAnchors::new([material.edge_ca.certificate().clone()]);
        probe = probe.edge_ca(edge_ca).unfit_from(&material.edge_ca, UnixTime::now());
    }
    let former = &material.former;
    if revoked { probe.revoked_certificate(former.chain.clone(), former.key.clone_key()) } else { probe }
}

/// What is wrong with what the probe says.
fn probed(probe: &Probe, live: &str) -> String {
    let report = match probe.run_blocking() {
        Ok(report) => report,
        Err(refusal) => return format!("  the probe refuses: {refusal}\n"),
    };
    let mut said = report.verdict().as_str().to_owned();
    for kind in report.verdict().bypasses() {
        let _ = write!(said, " {}", kind.as_str());
    }
    let mut wrong = String::new();
    if !live.split(" | ").any(|fits| fits == said) {
        let _ = writeln!(wrong, "  probed as {said}, should be {live}\n{}", report.to_text());
    }
    if report.connections() > 60 || report.elapsed() > LIMIT {
        let _ = writeln!(wrong, "  {} connections in {:?}", report.connections(), report.elapsed());
    }
    wrong
}

/// What is wrong with the verdict of the static check on the files that the server runs with.
fn read(kind: ConfigKind, case: &Case, server: &Server) -> String {
    let files = ConfigFiles::load(&server.file).unwrap();
    let edge_ca = Material::get().edge_ca_pem(case.config);
    let options = ConfigOptions::default().hosts([HOST]).edge_ca(edge_ca).at(UnixTime::now());
    let report = match check_config(kind, &files, &options) {
        Ok(report) => report,
        Err(refusal) => return format!("  the static check refuses the configuration: {refusal}\n"),
    };
    // What is merely good to know is not expected row by row.
    let graver = report.findings().iter().filter(|finding| finding.severity > Severity::Info);
    let rules: BTreeSet<&str> = graver.map(|finding| finding.rule).collect();
    let mut wrong = String::new();
    let says_so = report.findings().iter().any(|finding| finding.rule == "client-crl-missing");
    if case.revoked && case.live == UNFIT && case.read == ENFORCED && !says_so {
        let _ = writeln!(wrong, "  it is not said that no revocation list is looked at");
    }
    if report.verdict().as_str() != case.read {
        let _ = writeln!(wrong, "  read as {}, should be {}", report.verdict(), case.read);
    }
    if !rules.iter().eq(case.rules) {
        let _ = writeln!(wrong, "  rules {rules:?}, should be {:?}", case.rules);
    }
    if !wrong.is_empty() {
        let _ = writeln!(wrong, "{}", report.to_text());
    }
    wrong
}
