//! Judges the cases, says why, and writes the verdicts for the other languages to agree with.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use mtls_core::finding::{Finding, Refusal};
use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::CertificateChain;
use mtls_core::trust::{BundleSet, TrustAnchors, TrustBundle};
use mtls_core::verify::{ChainVerifier, EdgeVerifier, ExpectedName, Profile, Rejection};
use rustls_pki_types::{CertificateDer, UnixTime};
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
    /// How a leaf without a URI name is judged; such a leaf is no workload.
    pub(crate) edge: Option<Edge>,
    /// The files that hold the leaf's private key.
    pub(crate) keys: Vec<String>,
    /// Seconds since 1970.
    pub(crate) at: u64,
    /// `accepted` or the code of the refusal, where the story knows it.
    pub(crate) expected: Option<String>,
}

/// A server or a client at the edge, judged under a profile and against trust anchors.
#[derive(Serialize)]
pub(crate) struct Edge {
    pub(crate) profile: Profile,
    /// PEM; empty without any.
    pub(crate) anchors: String,
}

/// The judge of one case.
pub(crate) enum Judge {
    Workload(ChainVerifier),
    Edge(EdgeVerifier),
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
        println!("    judged as {}", text("judged_as").unwrap_or_default());
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
    let (Case { name, keys, .. }, judged_as) = (case, judged_as(case));
    let refused = |e: &dyn Refusal, explanation: String| {
        json!({
            "name": name, "keys": keys, "judged_as": judged_as, "accepted": false,
            "code": e.code(), "findings": e.findings(), "explanation": explanation,
        })
    };
    let (judge, chain) = match read(case) {
        Ok(read) => read,
        Err(e) => return refused(e.as_ref(), format!("{e}\n  help: {}", e.help())),
    };
    let at = UnixTime::since_unix_epoch(Duration::from_secs(case.at));
    let chain = chain.to_der();
    let explanation = judge.explain(&chain, at);
    match judge.verify(&chain, at) {
        Ok((spiffe_id, warnings)) => json!({
            "name": name, "keys": keys, "judged_as": judged_as, "accepted": true,
            "spiffe_id": spiffe_id, "findings": warnings, "explanation": explanation,
        }),
        Err(rejection) => refused(&rejection, explanation),
    }
}

/// The profile in words, and what it leaves open.
fn judged_as(case: &Case) -> String {
    case.edge.as_ref().map_or_else(
        || "a workload (profile spiffe-interop)".to_owned(),
        |edge| {
            format!(
                "a leaf without a URI name (profile {}); no host name was compared",
                edge.profile.as_str()
            )
        },
    )
}

impl Judge {
    fn explain(&self, chain: &[CertificateDer<'_>], at: UnixTime) -> String {
        match self {
            Self::Workload(verifier) => verifier.explain(chain, at),
            Self::Edge(verifier) => verifier.explain(chain, &ExpectedName::Any, at),
        }
        .to_string()
    }

    /// The SPIFFE ID, which only a workload has, and the warnings.
    pub(crate) fn verify(
        &self,
        chain: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<(Option<SpiffeId>, Vec<Finding>), Rejection> {
        Ok(match self {
            Self::Workload(verifier) => {
                let peer = verifier.verify(chain, at)?;
                (Some(peer.spiffe_id().clone()), peer.warnings().to_vec())
            }
            Self::Edge(verifier) => {
                let leaf = verifier.verify(chain, &ExpectedName::Any, at)?;
                (None, leaf.warnings().to_vec())
            }
        })
    }
}

pub(crate) fn read(case: &Case) -> Result<(Judge, CertificateChain), Box<dyn Refusal>> {
    let judge = match &case.edge {
        Some(edge) => Judge::Edge(edge_verifier(edge)?),
        None => Judge::Workload(chain_verifier(case)?),
    };
    Ok((judge, CertificateChain::from_pem(case.chain.as_bytes()).map_err(boxed)?))
}

fn edge_verifier(Edge { profile, anchors }: &Edge) -> Result<EdgeVerifier, Box<dyn Refusal>> {
    let anchors = if anchors.is_empty() {
        TrustAnchors::new([])
    } else {
        TrustAnchors::from_pem(anchors.as_bytes()).map_err(boxed)?
    };
    EdgeVerifier::builder(*profile, anchors).build().map_err(boxed)
}

fn chain_verifier(case: &Case) -> Result<ChainVerifier, Box<dyn Refusal>> {
    let mut bundles = Vec::new();
    for (name, pem) in &case.bundles {
        let domain = TrustDomain::parse(name).map_err(boxed)?;
        bundles.push(TrustBundle::from_pem(domain, pem.as_bytes()).map_err(boxed)?);
    }
    let set = BundleSet::new(bundles).map_err(boxed)?;
    ChainVerifier::builder(set).build().map_err(boxed)
}

fn boxed<R: Refusal + 'static>(refusal: R) -> Box<dyn Refusal> {
    Box::new(refusal)
}
