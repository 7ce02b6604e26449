//! Operations of the subject `rotation`.

use std::time::Duration;

use mtls_core::finding::Finding;
use mtls_core::identity::TrustDomain;
use mtls_core::pki::{Certificate, CertificateChain};
use mtls_core::trust::{RemovalCheck, RotationPlan, RotationStep, TrustBundle, TrustError};
use rustls_pki_types::UnixTime;
use serde_json::{Value, json};

use super::verify::texts;
use super::{Answer, Args, answer};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "rotation_plan.new" => answer(plan(args).map(|plan| {
            let steps: Vec<_> = plan.steps().iter().map(step).collect();
            json!({
                "steps": steps, "done_at": plan.done_at().as_secs(), "findings": found(plan.findings()),
            })
        })),
        "rotation_plan.record" => answer(plan(args)),
        "rotation_plan.text" => answer(plan(args).map(|plan| plan.to_string())),
        "trust_bundle.safe_to_remove" => {
            let check = check(args);
            let dependents: Vec<_> = check.dependents.iter().map(|dependent| dependent.chain).collect();
            Ok(json!({
                "safe": check.safe, "safe_from": check.safe_from.as_secs(), "dependents": dependents,
                "considered": check.considered, "findings": found(&check.findings),
            }))
        }
        "removal_check.record" => {
            let mut record = serde_json::to_value(check(args)).unwrap();
            let findings = record.as_object_mut().unwrap().remove("findings").unwrap();
            let rules = findings.as_array().unwrap().iter().map(|finding| finding["rule"].clone());
            record["rules"] = rules.collect();
            Ok(record)
        }
        _ => return None,
    })
}

fn seconds(args: &Args, key: &str) -> Option<Duration> {
    args.0.get(key).and_then(Value::as_u64).map(Duration::from_secs)
}

fn certificates(list: &Value) -> Vec<Certificate> {
    texts(list).into_iter().map(|pem| Certificate::from_pem(pem.as_bytes()).unwrap()).collect()
}

fn bundle(args: &Args, authorities: &str) -> TrustBundle {
    let trust_domain = TrustDomain::parse(args.text("trust_domain")).unwrap();
    TrustBundle::new(trust_domain, certificates(&args.0[authorities]))
}

pub(crate) fn plan(args: &Args) -> Result<RotationPlan, TrustError> {
    let mut old = bundle(args, "old");
    if let Some(hint) = seconds(args, "old_refresh_hint") {
        old = old.with_refresh_hint(hint).unwrap();
    }
    if let Some(sequence) = args.option("old_sequence") {
        old = old.with_sequence(sequence.parse().unwrap()).unwrap();
    }
    let mut plan = RotationPlan::builder(&old, certificates(&args.0["new"]))
        .start(UnixTime::since_unix_epoch(seconds(args, "start").unwrap()))
        .svid_lifetime(seconds(args, "svid_lifetime").unwrap());
    if let Some(hint) = seconds(args, "refresh_hint") {
        plan = plan.refresh_hint(hint);
    }
    if let Some(lead) = args.0.get("publish_lead").and_then(Value::as_u64) {
        plan = plan.publish_lead(lead.try_into().unwrap());
    }
    if let Some(window) = seconds(args, "switch_window") {
        plan = plan.switch_window(window);
    }
    plan.build()
}

fn step(step: &RotationStep) -> Value {
    let bundle = step.bundle.as_ref().map(|bundle| {
        let sequence = bundle.sequence().map(|number| number.to_string());
        json!({"sequence": sequence, "authorities": hashes(bundle.authorities())})
    });
    json!({
        "kind": step.kind.as_str(), "starts_at": step.starts_at.as_secs(), "ends_at": step.ends_at.as_secs(),
        "at_risk": hashes(&step.at_risk), "bundle": bundle,
    })
}

fn hashes(certificates: &[Certificate]) -> Vec<String> {
    certificates.iter().map(Certificate::fingerprint_sha256).collect()
}

fn found(findings: &[Finding]) -> Vec<Value> {
    findings.iter().map(|finding| json!([finding.rule, finding.severity])).collect()
}

fn check(args: &Args) -> RemovalCheck {
    let chains: Vec<_> = args.0["chains"]
        .as_array()
        .unwrap()
        .iter()
        .map(|chain| CertificateChain::from_pem(texts(chain).concat().as_bytes()).unwrap())
        .collect();
    let authority = Certificate::from_pem(args.text("authority").as_bytes()).unwrap();
    bundle(args, "authorities").safe_to_remove(&authority, &chains, args.at())
}
