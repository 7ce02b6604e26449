//! Operations of the subject `verify`.

use mtls_core::identity::TrustDomain;
use mtls_core::pki::{Crl, PrivateKey};
use mtls_core::trust::{BundleSet, DistrustList, TrustBundle};
use mtls_core::verify::{
    CertificateReport, ChainLimits, ChainReport, ChainVerifier, RevocationPolicy, VerifiedPeer,
};
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
    let (verifier, chain) = (verifier(args)?, chain(args));
    let mut report = match args.option("for") {
        Some(purpose) => verifier.explain_for(purpose.parse()?, &chain, args.at()),
        None => verifier.explain(&chain, args.at()),
    };
    if let Some(key) = args.option("key") {
        report = report.with_key(&PrivateKey::from_pem(key.as_bytes()).unwrap());
    }
    let mut record = reported(&report);
    record["spiffe_id"] = report.spiffe_id.into();
    Ok(record)
}

/// A report, but for whom it is about.
pub(crate) fn reported(report: &ChainReport) -> Value {
    let certificate = |one: &CertificateReport| {
        let rules: Vec<_> = one.findings.iter().map(|finding| finding.rule).collect();
        json!([one.certificate.index, one.on_path, rules])
    };
    json!({
        "accepted": report.accepted,
        "certificates": report.certificates.iter().map(certificate).collect::<Vec<_>>(),
        "findings": briefs(&report.findings),
    })
}

fn verifier(args: &Args) -> Result<ChainVerifier, Refused> {
    let mut builder = ChainVerifier::builder(bundle_set(&args.0["bundles"]))
        .revocation(policy(args)?)
        .limits(limits(args))
        .crls(lists(args));
    if let Some(profile) = args.option("profile") {
        builder = builder.profile(profile.parse()?);
    }
    if let Some(purpose) = args.option("purpose") {
        builder = builder.purpose(purpose.parse()?);
    }
    if let Some(list) = args.0.get("distrust") {
        builder = builder.distrust(DistrustList::from_json(list.to_string().as_bytes()).unwrap());
    }
    Ok(builder.build()?)
}

pub(crate) fn lists(args: &Args) -> Vec<Crl> {
    let lists = args.0.get("crls").map_or_else(Vec::new, texts);
    lists.into_iter().map(|pem| Crl::from_pem(pem.as_bytes()).unwrap()).collect()
}

pub(crate) fn policy(args: &Args) -> Result<RevocationPolicy, Refused> {
    let flag = |key| args.0.get(key).is_some_and(|value| value.as_bool().unwrap());
    let mut policy = RevocationPolicy::default();
    if let Some(depth) = args.option("revocation_depth") {
        policy.depth = depth.parse()?;
    }
    policy.accept_unknown = flag("accept_unknown_status");
    policy.accept_expired = flag("accept_expired_crls");
    Ok(policy)
}

pub(crate) fn limits(args: &Args) -> ChainLimits {
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
pub(crate) fn chain(args: &Args) -> Vec<CertificateDer<'static>> {
    texts(&args.0["chain"]).into_iter().map(|text| super::unpem(text).into()).collect()
}
