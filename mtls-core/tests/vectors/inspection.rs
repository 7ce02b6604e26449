//! Operations of the subject `inspection`.

use mtls_core::origin::{Inspection, OriginError, ServerReport};
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::trust::TrustAnchors;
use serde_json::{Value, json};

use super::server::serve;
use super::verify::texts;
use super::{Answer, Args, answer, field_names};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "inspection.unreachable" => answer(
            inspection(args.text("target"), args).and_then(|one| one.run_blocking()).map(|one| brief(&one)),
        ),
        "inspection.walked" => answer(walked(args).map(|one| brief(&one))),
        "inspection.fields" => answer(walked(args).map(|one| names(&serde_json::to_value(one).unwrap()))),
        _ => return None,
    })
}

fn walked(args: &Args) -> Result<ServerReport, OriginError> {
    let root = CertificateAuthority::root("Shop Root").build().unwrap();
    let ca = root.intermediate("Shop CA").build().unwrap();
    let address = serve(&ca, args.text("clients")).to_string();
    let mut inspection = inspection(&address, args)?;
    if args.0["anchors"] == true {
        inspection = inspection.anchors(TrustAnchors::new([root.certificate().clone()]));
    }
    inspection.run_blocking()
}

fn inspection(target: &str, args: &Args) -> Result<Inspection, OriginError> {
    let mut inspection = Inspection::new(target)?;
    if let Some(name) = args.option("server_name") {
        inspection = inspection.server_name(name)?;
    }
    if let Some(protocols) = args.0.get("alpn") {
        inspection = inspection.alpn(texts(protocols))?;
    }
    if let Some(path) = args.option("request") {
        inspection = inspection.request(path)?;
    }
    Ok(inspection)
}

fn brief(report: &ServerReport) -> Value {
    let record = serde_json::to_value(report).unwrap();
    let chain = &record["chain"];
    json!({
        "failure": report.failure.as_ref().map(|failure| json!([failure.phase, failure.timed_out])),
        "versions": report.versions.iter().map(|one| json!([one.version, one.accepted])).collect::<Vec<_>>(),
        "alpn": record["alpn"],
        "key_proof": report.key_proof.as_str(),
        "name_matches": report.name_matches,
        "ocsp_stapled": report.ocsp_stapled,
        "trust": report.trust.as_str(),
        "accepted": report.accepted(),
        "strict": report.server_strict.as_ref().map(|verdict| verdict.accepted),
        "roles": report.chain.as_ref().map(|chain| chain.certificates.iter().map(|one| one.role).collect::<Vec<_>>()),
        "path": chain["path"],
        "complete": chain["complete"],
        "requested": report.client_certificate.requested,
        "answer": report.answer.as_ref().map(|answer| json!([answer.status, answer.location])),
        "rules": report.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(),
        "has_errors": report.has_errors(),
    })
}

fn names(record: &Value) -> Value {
    json!({
        "report": field_names(record),
        "chain": field_names(&record["chain"]),
        "certificate": field_names(&record["chain"]["certificates"][0]),
        "version": field_names(&record["versions"][0]),
        "answer": field_names(&record["answer"]),
        "client_certificate": field_names(&record["client_certificate"]),
    })
}
