//! The cause that is named first, and the certificate that is blamed: in the refusal, the report's text and JSON.

mod issuers;
mod limits;
mod shut_out;
mod times;

use rcgen::{CertificateParams, SanType};
use rustls_pki_types::CertificateDer;

use crate::finding::{Finding, Refusal as _, Severity, Subject, rule_named};
use crate::pki::{Certificate, Crl};
use crate::trust::{BundleSet, DistrustList, TrustAnchors, TrustBundle};
use crate::verify::{ChainReport, ChainVerifier, EdgeVerifier, ExpectedName, Profile, Rejection};

use super::forge::leaf_params;
use super::{at, td};

const ID: &str = "spiffe://td/ns/a/sa/b";
const HOST: &str = "shop.example";

/// One of the profiles, with the chains that it is for.
#[derive(Clone, Copy, Debug)]
struct World(Profile);

/// Who is to blame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blamed {
    /// A certificate of the chain.
    Sent(usize),
    /// A trust anchor.
    Anchor,
    /// No certificate: the trust domain, the input.
    None,
}

/// What a verifier is set up with.
#[derive(Default)]
struct Setup<'a> {
    roots: Vec<&'a CertificateDer<'a>>,
    crls: Vec<Crl>,
    distrust: DistrustList,
}

impl<'a> Setup<'a> {
    fn trusting(roots: &[&'a CertificateDer<'a>]) -> Self {
        Self { roots: roots.to_vec(), ..Self::default() }
    }
}

/// Runs a test under every profile.
fn everywhere(test: impl Fn(World)) {
    for profile in Profile::ALL {
        test(World(profile));
    }
}

impl World {
    /// A leaf that the profile takes: for both roles, with the name that is expected.
    fn leaf(self) -> CertificateParams {
        if self.0.is_spiffe() {
            return leaf_params(&[ID]);
        }
        let mut params = leaf_params(&[]);
        params.subject_alt_names = vec![SanType::DnsName(HOST.try_into().unwrap())];
        params
    }

    fn explain(
        self,
        setup: Setup<'_>,
        chain: &[CertificateDer<'_>],
        seconds: u64,
    ) -> (ChainReport, Option<Rejection>) {
        let authorities = setup.roots.iter().map(|root| Certificate::from_der(root).unwrap());
        if self.0.is_spiffe() {
            let bundles = BundleSet::new([TrustBundle::new(td("td"), authorities)]).unwrap();
            let verifier = ChainVerifier::builder(bundles)
                .profile(self.0)
                .crls(setup.crls)
                .distrust(setup.distrust)
                .build()
                .unwrap();
            (verifier.explain(chain, at(seconds)), verifier.verify(chain, at(seconds)).err())
        } else {
            let verifier = EdgeVerifier::builder(self.0, TrustAnchors::new(authorities))
                .crls(setup.crls)
                .distrust(setup.distrust)
                .build()
                .unwrap();
            let name: ExpectedName = HOST.parse().unwrap();
            (verifier.explain(chain, &name, at(seconds)), verifier.verify(chain, &name, at(seconds)).err())
        }
    }

    /// The cause must come first in every form, blame this certificate and say all of these.
    fn blames(
        self,
        setup: Setup<'_>,
        chain: &[CertificateDer<'_>],
        seconds: u64,
        (rule, blamed, says): (&str, Blamed, &[&str]),
    ) -> ChainReport {
        let (report, rejection) = self.explain(setup, chain, seconds);
        let rejection = rejection.unwrap_or_else(|| panic!("{self:?}: accepted, not {rule}"));
        assert_eq!(rejection.code(), rule, "{self:?}:\n{report}");
        assert!(!report.accepted);
        assert_eq!(report.findings, rejection.findings());
        check(&report, rule, blamed, says);
        report
    }
}

/// The first finding in all three forms of a report.
fn check(report: &ChainReport, rule: &str, blamed: Blamed, says: &[&str]) {
    let first = &report.findings[0];
    assert_eq!((first.rule, first.severity), (rule, Severity::Error), "{report}");
    let by_subject = match &first.subject {
        Subject::Certificate(c) => c.index.map_or(Blamed::Anchor, Blamed::Sent),
        _ => Blamed::None,
    };
    assert_eq!(by_subject, blamed, "{report}");
    for words in says {
        assert!(first.message.contains(words), "`{words}` is not in `{}`", first.message);
    }
    let json = serde_json::to_value(report).unwrap();
    assert_eq!(json["findings"][0]["rule"], rule);
    let index = &json["findings"][0]["subject"]["index"];
    assert_eq!(index.as_u64().and_then(|i| usize::try_from(i).ok()), index_of(blamed));
    let listed = |certificate: &serde_json::Value| {
        certificate["findings"].as_array().unwrap().iter().any(|f| f["rule"] == rule)
    };
    let place =
        index_of(blamed).or_else(|| (blamed == Blamed::Anchor).then(|| report.certificates.len() - 1));
    if let Some(place) = place.filter(|place| report.certificates[*place].findings.contains(first)) {
        assert!(listed(&json["certificates"][place]), "{json}");
    }
    // What to do is that of the rule, or says more than it; it stands in the report and under the finding.
    let help = rule_named(rule).unwrap().help;
    assert!(first.help == help || first.help.len() > help.len(), "{}", first.help);
    assert_eq!(json["findings"][0]["help"], *first.help);
    drawn_beside(report, first, blamed);
}

fn index_of(blamed: Blamed) -> Option<usize> {
    match blamed {
        Blamed::Sent(index) => Some(index),
        Blamed::Anchor | Blamed::None => None,
    }
}

/// In the text, the finding stands under the line of the certificate that it is about.
fn drawn_beside(report: &ChainReport, finding: &Finding, blamed: Blamed) {
    let text = report.to_string();
    assert!(text.starts_with("REFUSED ") || report.accepted, "{text}");
    let mut under = None;
    for line in text.lines() {
        let bare = line.trim_start_matches([' ', '└', '─']);
        if bare.starts_with("certificate ") || bare.starts_with("trust anchor (") {
            under = Some(bare);
        }
        if bare.contains(&format!("[{}]", finding.rule)) && bare.contains(&finding.message) {
            assert!(text.contains(&format!("help: {}", finding.help)), "{text}");
            let own = bare.strip_prefix("error").unwrap_or_else(|| panic!("{bare}"));
            match blamed {
                Blamed::Sent(index) => {
                    assert!(under.unwrap().starts_with(&format!("certificate {index} (")), "{text}");
                }
                // An authority that no path comes to is named in the line itself.
                Blamed::Anchor => {
                    assert!(
                        under.unwrap().starts_with("trust anchor (") || own.contains("trust anchor ("),
                        "{text}"
                    );
                }
                Blamed::None => {}
            }
            return;
        }
    }
    panic!("the finding is not drawn:\n{text}");
}
