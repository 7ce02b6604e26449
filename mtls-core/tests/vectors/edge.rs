//! Operations of the subject `edge`.

use mtls_core::identity::TrustDomain;
use mtls_core::pki::Certificate;
use mtls_core::trust::{BundleSet, DistrustList, Distrusted, TrustAnchors, TrustBundle};
use mtls_core::verify::{ChainVerifier, EdgeVerifier, ExpectedName};
use serde_json::{Value, json};

use super::verify::{chain, limits, lists, policy, reported, texts};
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
    Ok(reported(&edge(args)?.explain(&chain(args), &name(args)?, args.at())))
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
    let anchors = texts(&args.0["anchors"]).into_iter();
    anchors.map(|pem| Certificate::from_pem(pem.as_bytes()).unwrap()).collect()
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

fn distrust(args: &Args) -> DistrustList {
    let entries = args.0.get("distrust").and_then(Value::as_array);
    let entry = |entry: &Value| {
        let [kind, pem, reason] = [0, 1, 2].map(|place| entry[place].as_str().unwrap());
        let certificate = Certificate::from_pem(pem.as_bytes()).unwrap();
        Distrusted::of(&certificate, kind.parse().unwrap(), reason)
    };
    entries.into_iter().flatten().map(entry).collect()
}
