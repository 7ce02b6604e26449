//! One case of the suite, put to the engine.

use std::error::Error;
use std::time::Duration;

use mtls_core::finding::Refusal as _;
use mtls_core::pki::{Certificate, Crl, ExtendedKeyUsage, default_algorithms};
use mtls_core::trust::TrustAnchors;
use mtls_core::verify::{
    ChainLimits, EdgeVerifier, ExpectedName, PeerName, Profile, Purpose, RevocationPolicy,
};
use rustls_pki_types::{AlgorithmIdentifier, CertificateDer, UnixTime, alg_id};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::suite::{Case, Kind, Name, NameKind};

/// Accepted, with what there is to warn of; or refused, with the reason.
pub(crate) fn judge(case: &Case) -> Result<Option<String>, String> {
    verify(case).map_err(|e| e.to_string())
}

fn verify(case: &Case) -> Result<Option<String>, Box<dyn Error>> {
    let verifier = verifier(case)?;
    let leaf = Certificate::from_pem(case.peer_certificate.as_bytes())?;
    check_usages(case, &leaf)?;
    let mut chain = vec![leaf.der().clone()];
    // What cannot be read is of no use for a path, and no reason to look no further.
    chain.extend(case.untrusted_intermediates.iter().filter_map(|pem| der(pem)));
    let mut warnings = Vec::new();
    for name in names(case)? {
        match verifier.verify(&chain, &name, at(case)?) {
            Ok(verified) => warnings.extend(verified.warnings().iter().map(|w| w.rule.to_owned())),
            Err(rejection) => return Err(format!("{}: {rejection}", rejection.code()).into()),
        }
    }
    warnings.sort();
    warnings.dedup();
    Ok((!warnings.is_empty()).then(|| format!("warnings: {}", warnings.join(", "))))
}

fn verifier(case: &Case) -> Result<EdgeVerifier, Box<dyn Error>> {
    let anchors = case.trusted_certs.iter().filter_map(|pem| Certificate::from_pem(pem.as_bytes()).ok());
    let crls = case.crls.iter().map(|pem| Crl::from_pem(pem.as_bytes())).collect::<Result<Vec<_>, _>>()?;
    let mut policy = RevocationPolicy::default();
    // The suite has no case in which a CRL must be there.
    policy.accept_unknown = true;
    let mut limits = ChainLimits::default();
    limits.max_intermediates =
        case.max_chain_depth.map_or(limits.max_intermediates, |d| d.min(limits.max_intermediates));
    let purpose = match case.validation_kind {
        Kind::Client => Purpose::Client,
        Kind::Server => Purpose::Server,
    };
    let mut builder = EdgeVerifier::builder(Profile::ServerStrict, TrustAnchors::new(anchors))
        .purpose(purpose)
        .limits(limits)
        .crls(crls)
        .revocation(policy);
    if !case.signature_algorithms.is_empty() {
        let wanted: Vec<_> = case.signature_algorithms.iter().flat_map(|name| algorithms(name)).collect();
        let fitting = default_algorithms().iter().filter(|a| wanted.contains(&&a.signature_alg_id()));
        builder = builder.algorithms(&fitting.copied().collect::<Vec<_>>());
    }
    Ok(builder.build()?)
}

/// The identifiers of a signature algorithm by the suite's name; none for those that no provider here has.
fn algorithms(name: &str) -> &'static [AlgorithmIdentifier] {
    match name {
        "RSA_WITH_SHA256" => &[alg_id::RSA_PKCS1_SHA256],
        "RSA_WITH_SHA384" => &[alg_id::RSA_PKCS1_SHA384],
        "RSA_WITH_SHA512" => &[alg_id::RSA_PKCS1_SHA512],
        "RSASSA_PSS" => &[alg_id::RSA_PSS_SHA256, alg_id::RSA_PSS_SHA384, alg_id::RSA_PSS_SHA512],
        "ECDSA_WITH_SHA256" => &[alg_id::ECDSA_SHA256],
        "ECDSA_WITH_SHA384" => &[alg_id::ECDSA_SHA384],
        "ECDSA_WITH_SHA512" => &[alg_id::ECDSA_SHA512],
        "ED25519" => &[alg_id::ED25519],
        _ => &[],
    }
}

/// The usages that the case wants of the leaf: what the leaf restricts must include them.
fn check_usages(case: &Case, leaf: &Certificate) -> Result<(), Box<dyn Error>> {
    for wanted in &case.key_usage {
        if leaf.key_usage().is_some_and(|usages| !usages.iter().any(|usage| usage.to_string() == *wanted)) {
            return Err(format!("the leaf's key usage has no {wanted}").into());
        }
    }
    for wanted in &case.extended_key_usage {
        let has = |usages: &[ExtendedKeyUsage]| usages.iter().any(|usage| usage.to_string() == *wanted);
        if leaf.extended_key_usage().is_some_and(|usages| !has(usages)) {
            return Err(format!("the leaf's extended key usage has no {wanted}").into());
        }
    }
    Ok(())
}

/// Every one of these must hold.
fn names(case: &Case) -> Result<Vec<ExpectedName>, Box<dyn Error>> {
    let names = match case.validation_kind {
        Kind::Server => case.expected_peer_name.iter().collect::<Vec<_>>(),
        Kind::Client => case.expected_peer_names.iter().collect(),
    };
    if names.is_empty() {
        return Ok(vec![ExpectedName::Any]);
    }
    names.into_iter().map(|name| Ok(peer_name(name)?.into())).collect()
}

fn peer_name(name: &Name) -> Result<PeerName, Box<dyn Error>> {
    Ok(match name.kind {
        NameKind::Dns => PeerName::dns(&name.value)?,
        NameKind::Ip => PeerName::ip(name.value.parse()?),
        NameKind::Rfc822 => PeerName::email(&name.value)?,
    })
}

/// Certificates are dated in whole seconds: the fraction of the time is cut off.
fn at(case: &Case) -> Result<UnixTime, Box<dyn Error>> {
    let seconds = match &case.validation_time {
        Some(text) => u64::try_from(OffsetDateTime::parse(text, &Rfc3339)?.unix_timestamp())?,
        None => std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs(),
    };
    Ok(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
}

fn der(pem: &str) -> Option<CertificateDer<'static>> {
    Some(Certificate::from_pem(pem.as_bytes()).ok()?.der().clone())
}
