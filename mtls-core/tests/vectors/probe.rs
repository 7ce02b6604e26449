//! Operations of the subject `probe`.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use mtls_core::finding::Severity;
use mtls_core::origin::{EdgeProvider, OriginError, Probe, ProbeReport};
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::trust::TrustAnchors;
use rustls_pki_types::UnixTime;
use serde_json::{Value, json};

use super::server::serve;
use super::verify::texts;
use super::{Answer, Args, answer, field_names};

/// The probes whose end is the same with every stack.
const DIRECT: [&str; 6] =
    ["edge-certificate", "no-certificate", "self-signed", "same-name-ca", "unrelated-ca", "expired"];

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    let ca = CertificateAuthority::root("Edge CA").build().unwrap();
    Some(match op {
        "probe.plan" => answer(probe(args.text("target"), args, &ca).and_then(|probe| plan(&probe))),
        "probe.unreachable" => {
            answer(probe(args.text("target"), args, &ca).and_then(|probe| probe.run_blocking()).map(brief))
        }
        "probe.judged" => answer(judged(args, &ca).map(brief)),
        "probe.fields" => answer(judged(args, &ca).map(|report| {
            let record = serde_json::to_value(report).unwrap();
            json!({"report": field_names(&record), "evidence": field_names(&record["evidence"][0])})
        })),
        _ => return None,
    })
}

fn judged(args: &Args, ca: &CertificateAuthority) -> Result<ProbeReport, OriginError> {
    probe(&serve(ca, args.text("clients")).to_string(), args, ca)?.run_blocking()
}

#[expect(clippy::disallowed_methods, reason = "the servers that judge the certificates go by the clock")]
fn probe(target: &str, args: &Args, ca: &CertificateAuthority) -> Result<Probe, OriginError> {
    let mut probe = Probe::new(target);
    if let Some(name) = args.option("server_name") {
        probe = probe.server_name(name);
    }
    if let Some(path) = args.option("path") {
        probe = probe.path(path);
    }
    if let Some(name) = args.option("sibling") {
        probe = probe.sibling(name);
    }
    if let Some(name) = args.option("provider") {
        probe = probe.provider(&EdgeProvider::named(name)?)?;
    }
    for address in args.0.get("also").map(texts).unwrap_or_default() {
        probe = probe.also(address.parse().unwrap());
    }
    if args.0.get("plaintext").is_some() {
        probe = probe.plaintext(true);
    }
    if let Some(port) = args.0.get("plaintext_port") {
        probe = probe.plaintext_port(u16::try_from(port.as_u64().unwrap()).unwrap());
    }
    if args.0.contains_key("edge") {
        let edge = ca.client("edge").issue().unwrap();
        probe = probe
            .edge_certificate(edge.chain, edge.key)
            .edge_ca(TrustAnchors::new([ca.certificate().clone()]))
            .unfit_from(ca, UnixTime::now());
    }
    Ok(probe)
}

/// What the first event says, by which nothing has been sent.
fn plan(probe: &Probe) -> Result<Value, OriginError> {
    let told = Arc::new(Mutex::new(None));
    let listener = Arc::clone(&told);
    let stopped = probe.clone().progress(move |event| {
        *listener.lock().unwrap() = Some(serde_json::to_value(event).unwrap());
        ControlFlow::Break(())
    });
    let refused = stopped.run_blocking().unwrap_err();
    let Some(event) = told.lock().unwrap().take() else { return Err(refused) };
    let probes = event["probes"].as_array().unwrap().iter();
    let names = ["probe", "address", "version", "http2", "server_name", "host"];
    Ok(json!({
        "addresses": event["addresses"],
        "connections": event["connections"],
        "probes": probes.map(|one| names.map(|name| one[name].clone())).collect::<Vec<_>>(),
    }))
}

fn brief(report: ProbeReport) -> Value {
    let record = serde_json::to_value(&report).unwrap();
    let evidence = record["evidence"].as_array().unwrap();
    let errors = report.findings().iter().filter(|finding| finding.severity == Severity::Error);
    let direct = evidence.iter().filter(|one| DIRECT.contains(&one["probe"].as_str().unwrap()));
    let reading = |one: &Value| format!("{}: {}", text(&one["probe"]), text(&one["reading"]));
    json!({
        "verdict": record["verdict"],
        "exit_code": record["exit_code"],
        "bypasses": record["bypasses"],
        "rules": errors.map(|finding| finding.rule).collect::<BTreeSet<_>>(),
        "readings": direct.map(reading).collect::<BTreeSet<_>>(),
    })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
