//! Operations of the subject `pki`.

use mtls_core::finding::{Finding, Subject};
use mtls_core::pki::{
    Certificate, CertificateChain, CertificateRequest, Crl, KeyFormat, Limits, PrivateKey,
    default_algorithms, pem,
};
use serde_json::json;

use super::{Answer, Args, answer};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "pem.parse" => answer(pem::parse(&args.bytes("text"), &Limits::default()).map(|blocks| {
            let record = |b: &pem::PemBlock| json!({"label": b.label(), "line": b.line(), "block": b.block(), "bytes": b.der().len()});
            blocks.iter().map(record).collect::<Vec<_>>()
        })),
        "certificate.info" => answer(certificate(args).map(|certificate| certificate.info())),
        "certificate.is_valid_at" => answer(certificate(args).map(|certificate| certificate.is_valid_at(args.at()))),
        "certificate.verify_signed_by" => answer(certificate(args).and_then(|certificate| {
            let issuer = Certificate::from_pem(&args.bytes("issuer_pem"))?;
            certificate.verify_signed_by(&issuer, default_algorithms()).map(|()| true)
        })),
        "chain.subjects" => answer(chain(args).map(|chain| subjects(&chain))),
        "chain.check_order" => answer(chain(args).map(|chain| chain.check_order().iter().map(brief).collect::<Vec<_>>())),
        "chain.sorted" => answer(chain(args).and_then(|chain| chain.sorted()).map(|chain| subjects(&chain))),
        "private_key.info" => answer(key(args).and_then(|key| {
            let format = match key.format() {
                KeyFormat::Pkcs8 => "pkcs8",
                KeyFormat::Sec1 => "sec1",
                KeyFormat::Pkcs1 => "pkcs1",
                other => panic!("no name for {other:?}"),
            };
            let public = key.public_key()?.sha256();
            Ok(json!({"algorithm": key.algorithm(), "format": format, "spki_sha256": public}))
        })),
        "private_key.matches" => answer(key(args).and_then(|key| key.matches(&Certificate::from_pem(&args.bytes("certificate_pem"))?))),
        "private_key.to_pkcs8_pem" => answer(key(args).map(|key| key.secret_pkcs8_pem().to_string())),
        "request.info" => answer(request(args)),
        "request.verify" => answer(request(args).and_then(|r| r.verify(default_algorithms())).map(|()| true)),
        "crl.info" => answer(crl(args)),
        "crl.is_current_at" => answer(crl(args).map(|crl| crl.is_current_at(args.at()))),
        "crl.entry_of" => answer(crl(args).and_then(|crl| {
            Ok(crl.entry_of(&Certificate::from_pem(&args.bytes("certificate_pem"))?).cloned())
        })),
        _ => return None,
    })
}

/// What a finding is about; its words may improve.
fn brief(finding: &Finding) -> serde_json::Value {
    let Subject::Certificate(certificate) = &finding.subject else {
        panic!("not about a certificate: {finding}")
    };
    json!({"rule": finding.rule, "severity": finding.severity, "index": certificate.index})
}

type Read<T> = Result<T, mtls_core::pki::PkiError>;

fn certificate(args: &Args) -> Read<Certificate> {
    Certificate::from_bytes(&args.bytes("pem"))
}

fn chain(args: &Args) -> Read<CertificateChain> {
    CertificateChain::from_pem(&args.bytes("pem"))
}

fn key(args: &Args) -> Read<PrivateKey> {
    PrivateKey::from_bytes(&args.bytes("pem"))
}

fn request(args: &Args) -> Read<CertificateRequest> {
    CertificateRequest::from_bytes(&args.bytes("pem"))
}

fn crl(args: &Args) -> Read<Crl> {
    Crl::from_bytes(&args.bytes("pem"))
}

fn subjects(chain: &CertificateChain) -> Vec<String> {
    chain.certificates().iter().map(|certificate| certificate.subject().to_owned()).collect()
}
