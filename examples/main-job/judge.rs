//! Judges the cases, says why, and writes the verdicts for the other languages to agree with.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use mtls_core::finding::Refusal;
use mtls_core::identity::TrustDomain;
use mtls_core::pki::CertificateChain;
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::ChainVerifier;
use rustls_pki_types::UnixTime;
use serde::Serialize;
use serde_json::{Value, json};

use crate::Outcome;
use crate::certs::File;

/// A chain to judge: everything that the verdict depends on.
#[derive(Serialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// PEM, leaf first.
    pub(crate) chain: String,
    /// PEM by trust domain.
    pub(crate) bundles: BTreeMap<String, String>,
    /// The files that hold the leaf's private key.
    pub(crate) keys: Vec<String>,
    /// Seconds since 1970.
    pub(crate) at: u64,
    /// `accepted` or the code of the refusal, where the story knows it.
    pub(crate) expected: Option<String>,
}

pub(crate) fn write(out: &Path, cases: &[Case]) -> Outcome<()> {
    Ok(std::fs::write(out.join("cases.json"), serde_json::to_string_pretty(cases)?)?)
}

/// Judges, prints the explanations, and fails where the story expected another verdict.
pub(crate) fn all(out: &Path, files: &[File], cases: &[Case]) -> Outcome<()> {
    let mut verdicts = Vec::new();
    for case in cases {
        let verdict = judge(case);
        println!("\n  {}:", case.name);
        for file in &case.keys {
            println!("    {file} holds its private key");
        }
        let text = |field: &str| verdict.get(field).and_then(Value::as_str);
        for line in text("explanation").unwrap_or_default().lines() {
            println!("    {line}");
        }
        let code = text("code").unwrap_or("accepted");
        if case.expected.as_deref().is_some_and(|expected| expected != code) {
            return Err(format!("{}: expected {:?}, the verdict is {code}", case.name, case.expected).into());
        }
        verdicts.push(verdict);
    }
    let all = json!({ "files": files, "chains": verdicts });
    Ok(std::fs::write(out.join("verdicts-rust.json"), format!("{all:#}\n"))?)
}

/// The verdict on one case, in the form that the three languages share.
fn judge(case: &Case) -> Value {
    let Case { name, keys, .. } = case;
    let refused = |e: &dyn Refusal, explanation: String| {
        json!({
            "name": name, "keys": keys, "accepted": false,
            "code": e.code(), "findings": e.findings(), "explanation": explanation,
        })
    };
    let (verifier, chain) = match read(case) {
        Ok(read) => read,
        Err(e) => return refused(e.as_ref(), format!("{e}\n  help: {}", e.help())),
    };
    let at = UnixTime::since_unix_epoch(Duration::from_secs(case.at));
    let chain = chain.to_der();
    let explanation = verifier.explain(&chain, at).to_string();
    match verifier.verify(&chain, at) {
        Ok(peer) => json!({
            "name": name, "keys": keys, "accepted": true,
            "spiffe_id": peer.spiffe_id(), "findings": peer.warnings(), "explanation": explanation,
        }),
        Err(rejection) => refused(&rejection, explanation),
    }
}

pub(crate) fn read(case: &Case) -> Result<(ChainVerifier, CertificateChain), Box<dyn Refusal>> {
    let mut bundles = Vec::new();
    for (name, pem) in &case.bundles {
        let domain = TrustDomain::parse(name).map_err(boxed)?;
        bundles.push(TrustBundle::from_pem(domain, pem.as_bytes()).map_err(boxed)?);
    }
    let set = BundleSet::new(bundles).map_err(boxed)?;
    let verifier = ChainVerifier::builder(set).build().map_err(boxed)?;
    Ok((verifier, CertificateChain::from_pem(case.chain.as_bytes()).map_err(boxed)?))
}

fn boxed<R: Refusal + 'static>(refusal: R) -> Box<dyn Refusal> {
    Box::new(refusal)
}
