//! Operations of the subject `identity`.

use mtls_core::finding::Subject;
use mtls_core::identity::{IdentityError, IdentityPattern, SpiffeId, TrustDomain, WorkloadIdentity};
use serde_json::{Value, json};

use super::{Answer, Args, answer};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "spiffe_id.parse" => answer(SpiffeId::parse(args.text("text")).map(|id| {
            let segments: Vec<_> = id.segments().collect();
            json!({"id": id, "trust_domain": id.trust_domain(), "path": id.path(), "segments": segments})
        })),
        "spiffe_id.parse_lenient" => answer(
            SpiffeId::parse_lenient(args.text("text"))
                .map(|read| json!({"id": read.value, "changes": read.changes})),
        ),
        "spiffe_id.join" => answer(id(args).and_then(|id| id.join(args.text("path")))),
        "spiffe_id.append_segment" => answer(id(args).and_then(|id| id.append_segment(args.text("segment")))),
        "spiffe_id.is_member_of" => answer(id(args).and_then(|id| Ok(id.is_member_of(&trust_domain(args)?)))),
        "trust_domain.parse" => {
            answer(TrustDomain::parse(args.text("text")).map(|name| json!({"name": name, "id": name.id()})))
        }
        "trust_domain.parse_lenient" => answer(
            TrustDomain::parse_lenient(args.text("text"))
                .map(|read| json!({"name": read.value, "changes": read.changes})),
        ),
        "trust_domain.join" => answer(trust_domain(args).and_then(|domain| domain.join(args.text("path")))),
        "workload_identity.new" => answer(trust_domain(args).and_then(|domain| {
            WorkloadIdentity::new(&domain, args.text("namespace"), args.text("service_account")).map(parts)
        })),
        "workload_identity.from_spiffe_id" => {
            answer(SpiffeId::parse(args.text("text")).and_then(WorkloadIdentity::try_from).map(parts))
        }
        "workload_identity.from_principal" => {
            answer(WorkloadIdentity::from_principal(args.text("text")).map(parts))
        }
        "identity_pattern.mismatch" => answer(pattern(args).and_then(|pattern| {
            let id = id(args)?;
            let reason = pattern.mismatch(&id);
            assert_eq!(pattern.matches(&id), reason.is_none());
            Ok(reason)
        })),
        "identity_pattern.from_json" => answer(pattern(args).map(|pattern| {
            let cautions: Vec<_> = pattern.cautions(&Subject::Input).iter().map(|c| c.rule).collect();
            json!({"words": pattern.to_string(), "cautions": cautions})
        })),
        _ => return None,
    })
}

fn id(args: &Args) -> Result<SpiffeId, IdentityError> {
    SpiffeId::parse(args.text("id"))
}

fn trust_domain(args: &Args) -> Result<TrustDomain, IdentityError> {
    TrustDomain::parse(args.text("trust_domain"))
}

fn pattern(args: &Args) -> Result<IdentityPattern, IdentityError> {
    IdentityPattern::from_json(&args.0["pattern"].to_string())
}

fn parts(workload: WorkloadIdentity) -> Value {
    json!({
        "id": workload.spiffe_id(),
        "principal": workload.principal(),
        "trust_domain": workload.trust_domain(),
        "namespace": workload.namespace(),
        "service_account": workload.service_account(),
    })
}
