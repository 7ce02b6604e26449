//! Operations of the subject `issue`.

use std::time::Duration;

use mtls_core::identity::{IdentityPattern, SpiffeId};
use mtls_core::pki::issue::{CertificateAuthority, CsrPolicy, IssueError, LeafBuilder};
use mtls_core::pki::{Certificate, CertificateChain, CertificateRequest, PrivateKey, RevocationReason};
use rustls_pki_types::UnixTime;
use serde_json::{Value, json};

use super::{Answer, Args, answer};

type Issued = Result<Value, IssueError>;

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(answer(match op {
        "ca.from_parts" => authority(args).map(|ca| {
            json!({
                "subject": ca.certificate().subject(),
                "is_root": ca.is_root(),
                "path_len": ca.path_len(),
                "trust_domain": ca.trust_domain().map(|domain| domain.as_str()),
            })
        }),
        "ca.intermediate" => intermediate(args),
        "ca.sign_csr" => sign_csr(args),
        "ca.svid" => leaf(args, |ca| {
            let id: SpiffeId = args.text("id").parse().unwrap();
            ca.svid(&id).dns_names(texts(args.0.get("dns_names")))
        }),
        "ca.server" => leaf(args, |ca| ca.server(texts(args.0.get("names")))),
        "ca.client" => leaf(args, |ca| ca.client(args.text("common_name"))),
        "ca.crl" => crl(args),
        _ => return None,
    }))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a text"))
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).into_iter().flatten().map(text).collect()
}

fn seconds(value: &Value) -> Duration {
    Duration::from_secs(value.as_u64().unwrap())
}

fn authority(args: &Args) -> Result<CertificateAuthority, IssueError> {
    let certificates = |name: &str| match args.bytes(name) {
        pem if pem.is_empty() => Ok(Vec::new()),
        pem => CertificateChain::from_pem(&pem).map(|chain| chain.certificates().to_vec()),
    };
    let certificate = Certificate::from_pem(&args.bytes("ca_cert"))?;
    let key = PrivateKey::from_pem(&args.bytes("ca_key"))?;
    CertificateAuthority::from_parts(certificate, key, certificates("pool")?, certificates("roots")?)
}

fn intermediate(args: &Args) -> Issued {
    let ca = authority(args)?;
    let path_len = u8::try_from(args.0["path_len"].as_u64().unwrap()).unwrap();
    let made = ca.intermediate(args.text("common_name")).at(args.at()).path_len(path_len).build()?;
    Ok(json!({"subject": made.certificate().subject(), "path_len": made.path_len()}))
}

fn sign_csr(args: &Args) -> Issued {
    let csr = CertificateRequest::from_pem(&args.bytes("csr"))?;
    authority(args)?.sign_csr_at(&csr, &policy(&args.0["policy"]), args.at()).map(|chain| described(&chain))
}

fn policy(value: &Value) -> CsrPolicy {
    let mut policy = if let Some(id) = value.get("exact") {
        CsrPolicy::exact(&text(id).parse().unwrap())
    } else if let Some(pattern) = value.get("matching") {
        CsrPolicy::matching(IdentityPattern::from_json(&pattern.to_string()).unwrap())
    } else if let Some(names) = value.get("server") {
        CsrPolicy::server(texts(Some(names)))
    } else {
        CsrPolicy::client(text(&value["client"]))
    };
    policy = policy.allow_dns(texts(value.get("allow_dns")));
    if value["ignore_subject"] == true {
        policy = policy.ignore_subject();
    }
    match value.get("max_validity") {
        Some(lifetime) => policy.max_validity(seconds(lifetime)),
        None => policy,
    }
}

fn leaf(args: &Args, begin: impl FnOnce(&CertificateAuthority) -> LeafBuilder<'_>) -> Issued {
    let ca = authority(args)?;
    let mut builder = begin(&ca).at(args.at());
    if let Some(lifetime) = args.0.get("valid_for") {
        builder = builder.valid_for(seconds(lifetime));
    }
    builder.issue().map(|issued| described(&issued.chain))
}

fn described(chain: &CertificateChain) -> Value {
    let leaf = chain.leaf();
    json!({
        "subject": leaf.subject(),
        "uris": leaf.uris(),
        "dns_names": leaf.dns_names(),
        "ip_addresses": leaf.ip_addresses(),
        "extended_key_usage": leaf.extended_key_usage(),
        "not_before": leaf.not_before().as_secs(),
        "not_after": leaf.not_after().as_secs(),
        "chain_length": chain.len(),
    })
}

fn crl(args: &Args) -> Issued {
    let ca = authority(args)?;
    let mut builder = ca.crl(args.0["number"].as_u64().unwrap()).at(args.at());
    for entry in args.0["revoke"].as_array().unwrap() {
        let reason: RevocationReason = text(&entry["reason"]).parse().unwrap();
        let when = UnixTime::since_unix_epoch(seconds(&entry["when"]));
        builder = builder.revoke_serial(text(&entry["serial"]), reason, when);
    }
    let crl = builder.build()?;
    let entries: Vec<_> = crl
        .entries()
        .iter()
        .map(|entry| {
            json!({"serial": entry.serial(), "reason": entry.reason(), "revoked_at": entry.revoked_at().as_secs()})
        })
        .collect();
    Ok(json!({
        "issuer": crl.issuer(),
        "number": crl.number(),
        "this_update": crl.this_update().as_secs(),
        "next_update": crl.next_update().map(|next| next.as_secs()),
        "entries": entries,
    }))
}
