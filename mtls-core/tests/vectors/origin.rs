//! Operations of the subject `origin`.

use std::net::IpAddr;
use std::time::Duration;

use mtls_core::finding::{Finding, Severity};
use mtls_core::origin::{
    AccessKeys, AccessPolicy, AddressRange, AddressRanges, EdgeProvider, EdgeRequest, OriginError,
    OriginPolicy, RolloutPlan, check_client_authorities,
};
use mtls_core::pki::{Certificate, CertificateChain};
use mtls_core::trust::TrustAnchors;
use rustls_pki_types::{CertificateDer, UnixTime};
use serde_json::{Map, Value, json};

use super::verify::texts;
use super::{Answer, Args, answer};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "edge_provider.facts" => answer(facts(args.text("name"))),
        "check_client_authorities" => answer(authorities(args)),
        "address_ranges.parse" => answer(addresses(args)),
        "access_policy.verify" => answer(
            keys(&args.0).and_then(|keys| access(&args.0)?.verify(args.text("token"), &keys, args.at())),
        ),
        "origin_policy.admit" => answer(admit(args)),
        "rollout_plan.steps" => answer(steps(args)),
        _ => return None,
    })
}

fn facts(name: &str) -> Result<Value, OriginError> {
    let provider = EdgeProvider::named(name)?;
    let record = serde_json::to_value(&provider).unwrap();
    Ok(json!({
        "presents": record["presents"], "is_tenant_bound": provider.is_tenant_bound(), "leaf": record["leaf"],
        "rotation": [record["rotation"]["leaf"], record["rotation"]["authority"]],
        "anchors": provider.anchors()?.map_or(0, |anchors| anchors.len()),
    }))
}

fn rules(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule).collect()
}

fn authorities(args: &Args) -> Result<Vec<&'static str>, OriginError> {
    let provider = args.option("provider").map(EdgeProvider::named).transpose()?;
    let authorities: Vec<_> = texts(&args.0["authorities"])
        .into_iter()
        .map(|pem| Certificate::from_pem(pem.as_bytes()).unwrap())
        .collect();
    let at = args.0.contains_key("at").then(|| args.at());
    Ok(rules(&check_client_authorities(provider.as_ref(), &authorities, at)))
}

fn addresses(args: &Args) -> Result<Value, OriginError> {
    let ranges = AddressRanges::parse(&args.bytes("list"))?;
    let contains: Map<String, Value> = texts(&args.0["addresses"])
        .into_iter()
        .map(|text| (text.to_owned(), ranges.contains(text.parse::<IpAddr>().unwrap()).into()))
        .collect();
    let mut record = serde_json::to_value(&ranges).unwrap();
    record["contains"] = contains.into();
    Ok(record)
}

fn list(value: Option<&Value>) -> Vec<String> {
    value.map(|value| texts(value).into_iter().map(str::to_owned).collect()).unwrap_or_default()
}

fn keys(args: &Map<String, Value>) -> Result<AccessKeys, OriginError> {
    AccessKeys::from_jwks(args["jwks"].as_str().unwrap().as_bytes())
}

fn access(args: &Map<String, Value>) -> Result<AccessPolicy, OriginError> {
    let mut policy = AccessPolicy::new(args["team"].as_str().unwrap(), list(args.get("audiences")))?;
    for id in list(args.get("service_tokens")) {
        policy = policy.service_token(id);
    }
    match args.get("leeway").and_then(Value::as_u64) {
        Some(leeway) => policy.leeway(Duration::from_secs(leeway)),
        None => Ok(policy),
    }
}

fn headers(of: &Map<String, Value>) -> Vec<(&str, &str)> {
    let headers = of.get("headers").and_then(Value::as_object).into_iter().flatten();
    headers.map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect()
}

fn policy(of: &Map<String, Value>) -> Result<OriginPolicy, OriginError> {
    let mut policy = OriginPolicy::builder(EdgeProvider::named(of["provider"].as_str().unwrap())?);
    let anchors = list(of.get("anchors"));
    if !anchors.is_empty() {
        policy = policy.anchors(TrustAnchors::from_pem(anchors.concat().as_bytes()).unwrap());
    }
    for name in list(of.get("names")) {
        policy = policy.name(name.parse()?);
    }
    for pin in list(of.get("pins")) {
        policy = policy.pin(pin);
    }
    for host in list(of.get("hosts")) {
        policy = policy.host(host);
    }
    for name in list(of.get("server_names")) {
        policy = policy.server_name(name);
    }
    let ranges = list(of.get("addresses"));
    if !ranges.is_empty() {
        let ranges = ranges.iter().map(|range| range.parse()).collect::<Result<Vec<AddressRange>, _>>()?;
        policy = policy.addresses(AddressRanges::new(ranges)?);
    }
    for (name, value) in headers(of) {
        policy = policy.header(name, value);
    }
    if let Some(Value::Object(of_access)) = of.get("access") {
        policy = policy.access(access(of_access)?, keys(of)?);
    }
    policy.build()
}

fn admit(args: &Args) -> Result<Value, OriginError> {
    let policy = policy(args.0["policy"].as_object().unwrap())?;
    let of = args.0["request"].as_object().unwrap();
    let chain: Vec<CertificateDer<'_>> = match list(of.get("chain")).concat() {
        none if none.is_empty() => Vec::new(),
        pem => CertificateChain::from_pem(pem.as_bytes()).unwrap().to_der(),
    };
    let text = |name: &str| of.get(name).and_then(Value::as_str);
    let mut request = EdgeRequest::new().chain(&chain);
    if let Some(name) = text("server_name") {
        request = request.server_name(name);
    }
    if let Some(host) = text("host") {
        request = request.host(host);
    }
    if let Some(address) = text("source") {
        request = request.source(address.parse().unwrap());
    }
    for (name, value) in headers(of) {
        request = request.header(name, value);
    }
    let at: UnixTime = args.at();
    let admission = policy.admit(&request, at);
    let errors: Vec<_> =
        admission.findings().iter().filter(|one| one.severity == Severity::Error).cloned().collect();
    Ok(json!({"admitted": admission.is_admitted(), "host": admission.host(), "rules": rules(&errors)}))
}

fn steps(args: &Args) -> Result<Vec<Value>, OriginError> {
    let provider = EdgeProvider::named(args.text("provider"))?;
    let plan = RolloutPlan::new(&provider, args.text("kind").parse()?)?;
    let of = plan.steps().iter().map(|step| {
        let probes = step.probes.iter().map(|probe| json!([probe.certificate, probe.verdict]));
        json!([step.name, step.place, probes.collect::<Vec<_>>()])
    });
    Ok(of.collect())
}
