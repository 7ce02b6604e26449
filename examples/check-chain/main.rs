//! Why does this handshake fail? Judges a chain in PEM files and says what is wrong with it.

mod question;

use std::process::ExitCode;

use mtls_core::finding::Refusal;
use mtls_core::pki::{CertificateChain, Crl};
use mtls_core::trust::{BundleSet, TrustAnchors, TrustBundle};
use mtls_core::verify::{ChainReport, ChainVerifier, EdgeVerifier};
use question::{Expected, Question};
use serde_json::{Value, json};

/// Why nothing could be judged: the file or argument, and what is wrong with it.
struct Unread(String, Option<Box<dyn Refusal>>);

fn main() -> ExitCode {
    let question = match Question::read(std::env::args().skip(1)) {
        Ok(question) => question,
        Err(wrong) => {
            eprintln!("{wrong}\n{}", question::USAGE);
            return ExitCode::from(2);
        }
    };
    let (text, record, status) = match judge(&question) {
        Ok((chain, report)) => answer(&chain, &report),
        Err(unread) => unread.answer(),
    };
    if question.json {
        println!("{record:#}");
    } else {
        println!("{text}");
    }
    ExitCode::from(status)
}

fn judge(question: &Question) -> Result<(CertificateChain, ChainReport), Unread> {
    let mut certificates = Vec::new();
    for path in &question.chain {
        certificates.extend_from_slice(read(path, CertificateChain::from_pem)?.certificates());
    }
    let chain = CertificateChain::new(certificates).map_err(|e| wrong("the chain", e))?;
    let mut crls = Vec::new();
    for path in &question.crls {
        crls.push(read(path, Crl::from_pem)?);
    }
    let options = "the options";
    let profile = || question.profile.parse().map_err(|e| wrong(options, e));
    let (der, at) = (chain.to_der(), question.at);
    let report = match &question.expected {
        Expected::Name(name) => {
            let anchors = read(&question.anchors, TrustAnchors::from_pem)?;
            let verifier = EdgeVerifier::builder(profile()?, anchors).crls(crls).build();
            let verifier = verifier.map_err(|e| wrong(options, e))?;
            verifier.explain(&der, &name.parse().map_err(|e| wrong("--name", e))?, at)
        }
        Expected::TrustDomain(domain) => {
            let domain = domain.parse().map_err(|e| wrong("--trust-domain", e))?;
            let bundle = read(&question.anchors, |pem| TrustBundle::from_pem(domain, pem))?;
            let bundles = BundleSet::new([bundle]).map_err(|e| wrong(&question.anchors, e))?;
            let verifier = ChainVerifier::builder(bundles).profile(profile()?).crls(crls).build();
            verifier.map_err(|e| wrong(options, e))?.explain(&der, at)
        }
    };
    Ok((chain, report))
}

/// The verdict as text and as JSON, and the exit code.
fn answer(chain: &CertificateChain, report: &ChainReport) -> (String, Value, u8) {
    let order = chain.check_order();
    let mut text = report.to_string().trim_end().to_owned();
    for finding in &order {
        text += &format!("\nas sent: {}\n  help: {}", finding.message, finding.help);
    }
    let cause = report.findings.first().filter(|_| !report.accepted);
    let record = json!({
        "accepted": report.accepted,
        "code": cause.map(|finding| finding.rule),
        "report": report,
        "as_sent": order,
    });
    (text, record, u8::from(!report.accepted))
}

fn read<T, E: Refusal + 'static>(path: &str, parse: impl FnOnce(&[u8]) -> Result<T, E>) -> Result<T, Unread> {
    let bytes = std::fs::read(path).map_err(|_| Unread(path.to_owned(), None))?;
    parse(&bytes).map_err(|e| wrong(path, e))
}

fn wrong(what: &str, refusal: impl Refusal + 'static) -> Unread {
    Unread(what.to_owned(), Some(Box::new(refusal)))
}

impl Unread {
    fn answer(self) -> (String, Value, u8) {
        let Self(what, refusal) = self;
        let (code, message, help) = match &refusal {
            Some(refusal) => (refusal.code(), refusal.to_string(), refusal.help()),
            None => {
                ("file-unreadable", "the file cannot be read".to_owned(), "Check its name and rights.".into())
            }
        };
        let record = json!({"accepted": null, "code": code, "of": what, "message": message, "help": help});
        (format!("{what}: {message}\n  help: {help}"), record, 2)
    }
}
