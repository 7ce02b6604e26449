//! Judges the cases, says why, and writes the verdicts for the other languages to agree with.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use mtls_core::finding::Refusal as _;
use mtls_core::identity::TrustDomain;
use mtls_core::pki::CertificateChain;
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::ChainVerifier;
use rustls_pki_types::UnixTime;
use serde::Serialize;
use serde_json::{Value, json};

use crate::Outcome;

/// A chain to judge: everything that the verdict depends on.
#[derive(Serialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// PEM, leaf first.
    pub(crate) chain: String,
    /// PEM by trust domain.
    pub(crate) bundles: BTreeMap<String, String>,
    /// Seconds since 1970.
    pub(crate) at: u64,
    /// `accepted` or the code of the refusal, where the story knows it.
    pub(crate) expected: Option<String>,
}

pub(crate) fn write(out: &Path, cases: &[Case]) -> Outcome<()> {
    Ok(std::fs::write(out.join("cases.json"), serde_json::to_string_pretty(cases)?)?)
}

/// Judges, prints the explanations, and fails where the story expected another verdict.
pub(crate) fn all(out: &Path, cases: &[Case]) -> Outcome<()> {
    let mut verdicts = Vec::new();
    for case in cases {
        let (verdict, explanation) = judge(case)?;
        println!("\n  {}:", case.name);
        for line in explanation.lines() {
            println!("    {line}");
        }
        let code = verdict.get("code").and_then(Value::as_str).unwrap_or("accepted");
        if case.expected.as_deref().is_some_and(|expected| expected != code) {
            return Err(format!("{}: expected {:?}, the verdict is {code}", case.name, case.expected).into());
        }
        verdicts.push(verdict);
    }
    Ok(std::fs::write(out.join("verdicts-rust.json"), format!("{:#}\n", Value::from(verdicts)))?)
}

fn judge(case: &Case) -> Outcome<(Value, String)> {
    let bundles = case
        .bundles
        .iter()
        .map(|(name, pem)| -> Outcome<_> {
            Ok(TrustBundle::from_pem(TrustDomain::parse(name)?, pem.as_bytes())?)
        })
        .collect::<Outcome<Vec<_>>>()?;
    let verifier = ChainVerifier::builder(BundleSet::new(bundles)?).build()?;
    let chain = CertificateChain::from_pem(case.chain.as_bytes())?.to_der();
    let at = UnixTime::since_unix_epoch(Duration::from_secs(case.at));
    let explanation = verifier.explain(&chain, at).to_string();
    let verdict = match verifier.verify(&chain, at) {
        Ok(peer) => {
            json!({"name": case.name, "accepted": true, "spiffe_id": peer.spiffe_id(), "findings": peer.warnings()})
        }
        Err(rejection) => {
            json!({"name": case.name, "accepted": false, "code": rejection.code(), "findings": rejection.findings()})
        }
    };
    Ok((verdict, explanation))
}
