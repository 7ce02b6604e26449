//! Operations of the subject `verify`.

use mtls_core::identity::TrustDomain;
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::{CertificateReport, ChainLimits, ChainVerifier, VerifiedPeer};
use rustls_pki_types::CertificateDer;
use serde_json::{Value, json};

use super::{Answer, Args, Refused, briefs};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "chain_verifier.new" => new(args),
        "chain_verifier.verify" => verify(args),
        "chain_verifier.explain" => explain(args),
        _ => return None,
    })
}

fn new(args: &Args) -> Answer {
    let verifier = verifier(args)?;
    Ok(json!({"profile": verifier.profile(), "findings": briefs(verifier.findings())}))
}

fn verify(args: &Args) -> Answer {
    let (verifier, chain) = (verifier(args)?, chain(args));
    let peer = match args.option("for") {
        Some(purpose) => verifier.verify_for(purpose.parse()?, &chain, args.at())?,
        None => verifier.verify(&chain, args.at())?,
    };
    Ok(described(&peer, &chain, &verifier))
}

fn described(peer: &VerifiedPeer, chain: &[CertificateDer<'_>], verifier: &ChainVerifier) -> Value {
    let path: Vec<_> = peer.path().iter().map(|used| chain.iter().position(|one| one == used)).collect();
    let trust_domain = peer.trust_domain();
    let bundle = verifier.bundles().get(trust_domain).unwrap();
    json!({
        "spiffe_id": peer.spiffe_id(),
        "trust_domain": trust_domain.as_str(),
        "path": path,
        "authority": bundle.authorities().iter().position(|one| one == peer.authority()),
        "valid_until": peer.valid_until().as_secs(),
        "warnings": briefs(peer.warnings()),
    })
}

fn explain(args: &Args) -> Answer {
    let report = verifier(args)?.explain(&chain(args), args.at());
    let certificate = |one: &CertificateReport| {
        let rules: Vec<_> = one.findings.iter().map(|finding| finding.rule).collect();
        json!([one.certificate.index, one.on_path, rules])
    };
    Ok(json!({
        "accepted": report.accepted,
        "spiffe_id": report.spiffe_id,
        "certificates": report.certificates.iter().map(certificate).collect::<Vec<_>>(),
        "findings": briefs(&report.findings),
    }))
}

fn verifier(args: &Args) -> Result<ChainVerifier, Refused> {
    let mut limits = ChainLimits::default();
    for (key, limit) in
        [("max_certificates", &mut limits.max_certificates), ("max_bytes", &mut limits.max_bytes)]
    {
        if let Some(number) = args.0.get(key) {
            *limit = usize::try_from(number.as_u64().unwrap()).unwrap();
        }
    }
    let mut builder = ChainVerifier::builder(bundle_set(&args.0["bundles"])).limits(limits);
    if let Some(profile) = args.option("profile") {
        builder = builder.profile(profile.parse()?);
    }
    if let Some(purpose) = args.option("purpose") {
        builder = builder.purpose(purpose.parse()?);
    }
    Ok(builder.build()?)
}

/// Authorities by trust domain.
pub(crate) fn bundle_set(bundles: &Value) -> BundleSet {
    let bundles = bundles.as_object().unwrap().iter().map(|(name, authorities)| {
        let der: Vec<Vec<u8>> = texts(authorities).into_iter().map(super::unpem).collect();
        TrustBundle::from_der(TrustDomain::parse(name).unwrap(), &der.concat()).unwrap()
    });
    BundleSet::new(bundles).unwrap()
}

pub(crate) fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// The certificates as a peer would send them: what is no certificate goes through.
fn chain(args: &Args) -> Vec<CertificateDer<'static>> {
    texts(&args.0["chain"]).into_iter().map(|text| super::unpem(text).into()).collect()
}
