//! Operations of the subject `trust`.

use std::time::Duration;

use mtls_core::finding::Finding;
use mtls_core::identity::TrustDomain;
use mtls_core::pki::Certificate;
use mtls_core::trust::{BundleDiff, BundleSet, DistrustList, Distrusted, TrustBundle, TrustError};
use serde_json::{Map, Value, json};

use super::{Answer, Args, answer};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "trust_bundle.from_pem" => answer(from_pem(args).map(|bundle| described(&bundle))),
        "trust_bundle.from_der" => answer(
            TrustBundle::from_der(trust_domain(args), &args.bytes("der")).map(|bundle| described(&bundle)),
        ),
        "trust_bundle.from_spiffe_json" => answer(from_json(args).map(|bundle| described(&bundle))),
        "trust_bundle.rewritten" => answer(from_json(args).map(|bundle| document(&bundle.to_spiffe_json()))),
        "trust_bundle.to_spiffe_json" => answer(from_pem(args).and_then(|mut bundle| {
            if let Some(hint) = args.0.get("refresh_hint").and_then(Value::as_u64) {
                bundle = bundle.with_refresh_hint(Duration::from_secs(hint))?;
            }
            if let Some(sequence) = number(args, "sequence") {
                bundle = bundle.with_sequence(sequence)?;
            }
            Ok(document(&bundle.to_spiffe_json()))
        })),
        "trust_bundle.with_sequence" => answer(from_json(args).and_then(|bundle| {
            bundle.with_sequence(number(args, "offered").unwrap()).map(|bundle| described(&bundle))
        })),
        "trust_bundle.with_refresh_hint" => answer(from_json(args).and_then(|bundle| {
            let hint = Duration::from_secs(args.0["offered"].as_u64().unwrap());
            bundle.with_refresh_hint(hint).map(|bundle| described(&bundle))
        })),
        "trust_bundle.with_authorities" => answer(from_json(args).and_then(|bundle| {
            let others = TrustBundle::from_pem(trust_domain(args), &args.bytes("pem"))?;
            bundle.with_authorities(others.authorities().to_vec()).map(|bundle| described(&bundle))
        })),
        "bundle_set.new" => {
            answer(
                BundleSet::new(
                    args.0["trust_domains"].as_array().unwrap().iter().map(|name| {
                        TrustBundle::new(TrustDomain::parse(name.as_str().unwrap()).unwrap(), [])
                    }),
                )
                .map(|set| set.iter().map(|bundle| bundle.trust_domain().to_string()).collect::<Vec<_>>()),
            )
        }
        "bundle_set.from_spiffe_json" => answer(set_from_json(args).map(|set| {
            set.iter()
                .map(|bundle| (bundle.trust_domain().to_string(), described(bundle)))
                .collect::<Map<_, _>>()
        })),
        "bundle_set.rewritten" => answer(set_from_json(args).map(|set| document(&set.to_spiffe_json()))),
        "trust_bundle.diff" => answer(diff(args).map(|diff| {
            let renewed = diff.renewed.iter().map(|one| [&one.old, &one.new].map(Certificate::fingerprint_sha256));
            json!({
                "trust_domain": diff.trust_domain, "added": hashes(&diff.added), "removed": hashes(&diff.removed),
                "renewed": renewed.collect::<Vec<_>>(), "kept": hashes(&diff.kept),
                "sequence": diff.sequence, "refresh_hint": diff.refresh_hint,
                "jwt_authorities_changed": diff.jwt_authorities_changed, "changes": !diff.is_empty(),
                "findings": found(&diff.findings),
            })
        })),
        "bundle_diff.record" => answer(diff(args)),
        "bundle_diff.text" => answer(diff(args).map(|diff| diff.to_string())),
        "bundle_diff.findings" => answer(diff(args).map(|diff| json!({"findings": found(&diff.findings)}))),
        "bundle_set.diff" => {
            let set = |key| BundleSet::from_spiffe_json(args.text(key).as_bytes()).unwrap();
            let diff = BundleSet::diff(&set("old"), &set("new"));
            let changed = diff.changed.iter();
            Ok(json!({
                "added": diff.added, "removed": diff.removed, "changes": !diff.is_empty(),
                "changed": changed.clone().map(|one| &one.trust_domain).collect::<Vec<_>>(),
                "findings": changed.flat_map(|one| found(&one.findings)).collect::<Vec<_>>(),
            }))
        }
        "distrust_list.from_json" => answer(DistrustList::from_json(&args.bytes("json")).map(|list| {
            let brief = |entry: &Distrusted| {
                json!([entry.by().kind().as_str(), entry.reason(), entry.since_date().map(|date| date.as_secs())])
            };
            list.iter().map(brief).collect::<Vec<_>>()
        })),
        _ => return None,
    })
}

fn diff(args: &Args) -> Result<BundleDiff, TrustError> {
    let bundle = |key: &str| {
        let (of, text) = (&args.0[key], |value: &Value| value.as_str().unwrap().to_owned());
        let trust_domain = TrustDomain::parse(&text(&of["trust_domain"])).unwrap();
        TrustBundle::from_spiffe_json(trust_domain, text(&of["json"]).as_bytes()).unwrap()
    };
    TrustBundle::diff(&bundle("old"), &bundle("new"))
}

fn hashes(certificates: &[Certificate]) -> Vec<String> {
    certificates.iter().map(Certificate::fingerprint_sha256).collect()
}

fn found(findings: &[Finding]) -> Vec<Value> {
    findings.iter().map(|finding| json!([finding.rule, finding.severity])).collect()
}

fn trust_domain(args: &Args) -> TrustDomain {
    TrustDomain::parse(args.text("trust_domain")).unwrap()
}

fn from_pem(args: &Args) -> Result<TrustBundle, TrustError> {
    TrustBundle::from_pem(trust_domain(args), &args.bytes("pem"))
}

fn from_json(args: &Args) -> Result<TrustBundle, TrustError> {
    TrustBundle::from_spiffe_json(trust_domain(args), &args.bytes("json"))
}

fn set_from_json(args: &Args) -> Result<BundleSet, TrustError> {
    BundleSet::from_spiffe_json(&args.bytes("json"))
}

/// Numbers beyond 2^53 stand as text: JSON readers differ on them.
fn number(args: &Args, key: &str) -> Option<u64> {
    args.0.get(key).map(|text| text.as_str().unwrap().parse().unwrap())
}

fn document(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn described(bundle: &TrustBundle) -> Value {
    json!({
        "trust_domain": bundle.trust_domain(),
        "authorities": hashes(bundle.authorities()),
        "sequence": bundle.sequence().map(|number| number.to_string()),
        "refresh_hint": bundle.declared_refresh_hint().map(|hint| hint.to_string()),
        "refresh_interval": bundle.refresh_interval().as_secs(),
        "jwt_authorities": bundle.jwt_authority_count(),
        "findings": found(bundle.findings()),
    })
}
