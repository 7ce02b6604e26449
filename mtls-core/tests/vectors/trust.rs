//! Operations of the subject `trust`.

use std::time::Duration;

use mtls_core::identity::TrustDomain;
use mtls_core::trust::{BundleSet, TrustBundle, TrustError};
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
        _ => return None,
    })
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
    let authorities: Vec<_> = bundle.authorities().iter().map(|one| one.fingerprint_sha256()).collect();
    let findings: Vec<_> =
        bundle.findings().iter().map(|finding| json!([finding.rule, finding.severity])).collect();
    json!({
        "trust_domain": bundle.trust_domain(),
        "authorities": authorities,
        "sequence": bundle.sequence().map(|number| number.to_string()),
        "refresh_hint": bundle.declared_refresh_hint().map(|hint| hint.to_string()),
        "refresh_interval": bundle.refresh_interval().as_secs(),
        "jwt_authorities": bundle.jwt_authority_count(),
        "findings": findings,
    })
}
