//! Operations of the subject `edge`.

use mtls_core::identity::TrustDomain;
use mtls_core::pki::{Certificate, Crl};
use mtls_core::trust::{BundleSet, DistrustList, Distrusted, TrustAnchors, TrustBundle};
use mtls_core::verify::{
    CertificateReport, ChainLimits, ChainVerifier, EdgeVerifier, ExpectedName, RevocationPolicy,
};
use rustls_pki_types::CertificateDer;
use serde_json::{Value, json};

use super::{Answer, Args, Refused, briefs};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "edge_verifier.new" => edge(args).map(|verifier| {
            json!({
                "profile": verifier.profile(), "purpose": verifier.purpose(),
                "findings": briefs(verifier.findings()),
            })
        }),
        "edge_verifier.verify" => verify(args),
        "edge_verifier.explain" => explain(args),
        "chain_verifier.new" => spiffe(args).map(|verifier| json!({"profile": verifier.profile()})),
        "chain_verifier.verify" => verify_svid(args),
        _ => return None,
    })
}

/// What all verdicts have, besides who it is.
macro_rules! verdict {
    ($name:expr, $verdict:expr, $chain:expr, $authorities:expr) => {
        json!({
            "name": $name,
            "path": $verdict
                .path()
                .iter()
                .map(|used| $chain.iter().position(|one| one == used))
                .collect::<Vec<_>>(),
            "authority": $authorities.iter().position(|one| one == $verdict.authority()),
            "valid_until": $verdict.valid_until().as_secs(),
            "warnings": briefs($verdict.warnings()),
        })
    };
}

fn verify(args: &Args) -> Answer {
    let (verifier, chain) = (edge(args)?, chain(args));
    let verdict = verifier.verify(&chain, &name(args)?, args.at())?;
    Ok(verdict!(verdict.name(), verdict, chain, verifier.anchors().authorities()))
}

fn verify_svid(args: &Args) -> Answer {
    let (verifier, chain) = (spiffe(args)?, chain(args));
    let verdict = verifier.verify(&chain, args.at())?;
    let bundle = verifier.bundles().get(verdict.trust_domain()).unwrap();
    Ok(verdict!(verdict.spiffe_id(), verdict, chain, bundle.authorities()))
}

fn explain(args: &Args) -> Answer {
    let report = edge(args)?.explain(&chain(args), &name(args)?, args.at());
    let certificate = |one: &CertificateReport| {
        let rules: Vec<_> = one.findings.iter().map(|finding| finding.rule).collect();
        json!([one.certificate.index, one.on_path, rules])
    };
    Ok(json!({
        "accepted": report.accepted,
        "certificates": report.certificates.iter().map(certificate).collect::<Vec<_>>(),
        "findings": briefs(&report.findings),
    }))
}

/// Hands the options of the case to a builder of either kind.
macro_rules! set_up {
    ($builder:expr, $args:expr) => {{
        let args: &Args = $args;
        let mut builder = $builder.crls(lists(args)).revocation(policy(args)?).limits(limits(args));
        if let Some(purpose) = args.option("purpose") {
            builder = builder.purpose(purpose.parse()?);
        }
        builder.distrust(distrust(args)).build()?
    }};
}

fn edge(args: &Args) -> Result<EdgeVerifier, Refused> {
    let anchors = TrustAnchors::new(authorities(args));
    Ok(set_up!(EdgeVerifier::builder(args.text("profile").parse()?, anchors), args))
}

fn spiffe(args: &Args) -> Result<ChainVerifier, Refused> {
    let domain = TrustDomain::parse(args.text("trust_domain")).unwrap();
    let bundles = BundleSet::new([TrustBundle::new(domain, authorities(args))]).unwrap();
    let mut builder = ChainVerifier::builder(bundles);
    if let Some(profile) = args.option("profile") {
        builder = builder.profile(profile.parse()?);
    }
    Ok(set_up!(builder, args))
}

fn authorities(args: &Args) -> Vec<Certificate> {
    texts(args, "anchors").map(|pem| Certificate::from_pem(pem.as_bytes()).unwrap()).collect()
}

fn name(args: &Args) -> Result<ExpectedName, Refused> {
    Ok(match &args.0["name"] {
        Value::String(name) => name.parse()?,
        Value::Array(names) => {
            let names = names.iter().map(|name| name.as_str().unwrap().parse());
            ExpectedName::OneOf(names.collect::<Result<_, _>>()?)
        }
        Value::Null => ExpectedName::Any,
        other => panic!("{other} is no name"),
    })
}

fn lists(args: &Args) -> Vec<Crl> {
    texts(args, "crls").map(|pem| Crl::from_pem(pem.as_bytes()).unwrap()).collect()
}

fn policy(args: &Args) -> Result<RevocationPolicy, Refused> {
    let flag = |key| args.0.get(key).is_some_and(|value| value.as_bool().unwrap());
    let mut policy = RevocationPolicy::default();
    if let Some(depth) = args.option("revocation_depth") {
        policy.depth = depth.parse()?;
    }
    policy.accept_unknown = flag("accept_unknown_status");
    policy.accept_expired = flag("accept_expired_crls");
    Ok(policy)
}

fn limits(args: &Args) -> ChainLimits {
    let mut limits = ChainLimits::default();
    for (key, limit) in [
        ("max_certificates", &mut limits.max_certificates),
        ("max_bytes", &mut limits.max_bytes),
        ("max_intermediates", &mut limits.max_intermediates),
    ] {
        if let Some(number) = args.0.get(key) {
            *limit = usize::try_from(number.as_u64().unwrap()).unwrap();
        }
    }
    limits
}

fn distrust(args: &Args) -> DistrustList {
    let entries = args.0.get("distrust").and_then(Value::as_array);
    let entry = |entry: &Value| {
        let [kind, pem, reason] = [0, 1, 2].map(|place| entry[place].as_str().unwrap());
        let certificate = Certificate::from_pem(pem.as_bytes()).unwrap();
        Distrusted::of(&certificate, kind.parse().unwrap(), reason)
    };
    entries.into_iter().flatten().map(entry).collect()
}

fn texts<'a>(args: &'a Args, key: &str) -> impl Iterator<Item = &'a str> {
    let list = args.0.get(key).and_then(Value::as_array);
    list.into_iter().flatten().map(|text| text.as_str().unwrap())
}

fn chain(args: &Args) -> Vec<CertificateDer<'static>> {
    texts(args, "chain").map(|text| super::unpem(text).into()).collect()
}
