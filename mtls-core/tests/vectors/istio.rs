//! Operations of the subject `istio`.

use std::collections::BTreeMap;

use base64::Engine as _;
use mtls_core::finding::Finding;
use mtls_core::identity::TrustDomain;
use mtls_core::pki::Certificate;
use mtls_core::pki::issue::{CertificateAuthority, IssueError};
use mtls_core::trust::TrustBundle;
use serde_json::{Value, json};

use super::verify::texts;
use super::{Answer, Args, answer};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "trust_bundle.from_istio_entries" => {
            answer(TrustBundle::from_istio_entries(trust_domain(args), &entries(args)).map(|bundle| {
                let brief = |finding: &Finding| json!([finding.rule, finding.severity]);
                json!({
                    "trust_domain": bundle.trust_domain(), "authorities": hashes(bundle.authorities()),
                    "findings": bundle.findings().iter().map(brief).collect::<Vec<_>>(),
                })
            }))
        }
        "trust_bundle.to_istio_root_cert" => {
            let authorities = texts(&args.0["authorities"]).into_iter();
            let authorities = authorities.map(|pem| Certificate::from_pem(pem.as_bytes()).unwrap());
            Ok(json!(TrustBundle::new(trust_domain(args), authorities).to_istio_root_cert()))
        }
        "ca.from_cacerts" => answer(ca(args).map(|ca| {
            json!({
                "subject": ca.certificate().subject(), "is_root": ca.is_root(),
                "intermediates": hashes(ca.intermediates()), "roots": hashes(ca.roots()),
                "trust_domain": ca.trust_domain().map(|domain| domain.as_str()),
            })
        })),
        "ca.secret_cacerts" => answer(ca(args).map(|ca| {
            ca.secret_cacerts()
                .iter()
                .map(|(name, pem)| (name.to_owned(), pem.to_owned()))
                .collect::<BTreeMap<_, _>>()
        })),
        _ => return None,
    })
}

fn trust_domain(args: &Args) -> TrustDomain {
    TrustDomain::parse(args.text("trust_domain")).unwrap()
}

fn entries(args: &Args) -> BTreeMap<String, Vec<u8>> {
    let of = |key: &str| args.0.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let plain = of("entries").into_iter().map(|(name, value)| (name, text(&value).into_bytes()));
    let base64 = of("entries_b64")
        .into_iter()
        .map(|(name, value)| (name, base64::engine::general_purpose::STANDARD.decode(text(&value)).unwrap()));
    plain.chain(base64).collect()
}

fn ca(args: &Args) -> Result<CertificateAuthority, IssueError> {
    CertificateAuthority::from_cacerts(&entries(args))
}

fn hashes(certificates: &[Certificate]) -> Vec<String> {
    certificates.iter().map(Certificate::fingerprint_sha256).collect()
}
