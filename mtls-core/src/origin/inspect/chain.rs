//! The chain as it was sent: what leads where, what is missing, what is too much.

use rustls_pki_types::{CertificateDer, UnixTime};
use serde::Serialize;

use crate::finding::rules::origin_inspect as rules;
use crate::finding::{CertificateRef, Finding, NAME, Refusal as _, Rule, Subject, excerpt_of};
use crate::pki::{Certificate, CertificateChain, CertificateInfo, default_algorithms};
use crate::trust::TrustAnchors;

/// Certificates of a chain that are looked at.
const MAX_CERTIFICATES: usize = 16;
const DAY: i64 = 24 * 60 * 60;
/// The policies of servers of the public web (CA/Browser Forum, Baseline Requirements, section 7.1.6.1).
const PUBLIC_WEB: &str = "2.23.140.1.2.";

/// What the authorities are that a chain was judged under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ChainTrust {
    /// Those that the caller gave: an accepted chain is trusted.
    Given,
    /// The last certificate of the chain itself: an accepted chain is sound, and nobody vouches for it.
    Presented,
    /// None: the chain holds no CA, and was not judged.
    None,
}

impl ChainTrust {
    /// Its name in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Presented => "presented",
            Self::None => "none",
        }
    }
}

/// What a certificate is in the chain that a server sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PresentedRole {
    /// The server's own.
    Leaf,
    /// It issued the one before it on the path.
    Issuer,
    /// A root at the end of the path: clients use their own copy.
    Root,
    /// On no path from the leaf.
    Superfluous,
    /// It cannot be read.
    Unreadable,
}

/// One certificate that a server sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PresentedCertificate {
    /// What it is in the chain.
    pub role: PresentedRole,
    /// Days until it ends, rounded down; negative when it has ended. None where it cannot be read.
    pub days_left: Option<i64>,
    /// What stands in it; none where it cannot be read.
    pub info: Option<CertificateInfo>,
    /// Why it cannot be read.
    pub error: Option<String>,
}

/// The chain that a server sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PresentedChain {
    /// How many certificates were sent.
    pub count: usize,
    /// The certificates in the order sent, leaf first; of a longer chain the first 16.
    pub certificates: Vec<PresentedCertificate>,
    /// The path from the leaf upwards by their positions, each signed by the next.
    pub path: Vec<usize>,
    /// The issuer that the end of the path names and the server did not send. None where the path ends at a root, and where
    /// the leaf cannot be read.
    pub continues_to: Option<String>,
    /// Whether the path leads to a trust anchor by what it says: the end is one, or names one as its issuer. None without
    /// anchors.
    pub complete: Option<bool>,
    /// What is wrong with the order and the set of the certificates.
    pub findings: Vec<Finding>,
    #[serde(skip)]
    read: Vec<Option<Certificate>>,
}

impl PresentedChain {
    pub(super) fn new(chain: &[CertificateDer<'_>], anchors: Option<&TrustAnchors>, at: UnixTime) -> Self {
        let mut findings = Vec::new();
        let (mut read, mut errors) = (Vec::new(), Vec::new());
        for (index, der) in chain.iter().take(MAX_CERTIFICATES).enumerate() {
            match Certificate::from_der(der) {
                Ok(certificate) => {
                    read.push(Some(certificate));
                    errors.push(None);
                }
                Err(e) => {
                    let subject = Subject::Certificate(CertificateRef::new(Some(index), "", ""));
                    let message = format!("it cannot be read: {e}");
                    findings.push(Finding::new(rules::SERVER_CERTIFICATE_UNREADABLE, subject, message));
                    read.push(None);
                    errors.push(Some(excerpt_of(&format!("{} ({})", e, e.code()), NAME)));
                }
            }
        }
        let path = path(&read);
        let end = path.last().and_then(|place| read.get(*place)).and_then(Option::as_ref);
        let continues_to = end.filter(|end| !end.is_self_issued()).map(|end| excerpt_of(end.issuer(), NAME));
        let complete = anchors.zip(end).map(|(anchors, end)| leads_to(end, anchors));
        let all: Vec<Certificate> = read.iter().flatten().cloned().collect();
        if all.len() == read.len()
            && let Ok(ordered) = CertificateChain::new(all)
        {
            findings.extend(ordered.check_order());
        }
        if let (Some(issuer), Some(end), Some(place)) = (&continues_to, end, path.last()) {
            let told = match complete {
                Some(true) => None,
                Some(false) => Some((rules::SERVER_ISSUERS_NOT_SENT, String::new())),
                // A lone intermediate may well be issued by a root.
                None if path.len() > 1 => None,
                None => Some(without_anchors(end)),
            };
            findings.extend(told.map(|(rule, why)| {
                let subject = Subject::Certificate(end.reference(Some(*place)));
                Finding::new(rule, subject, format!("its issuer, {issuer}, was not sent{why}"))
            }));
        }
        let certificates = read
            .iter()
            .zip(errors)
            .enumerate()
            .map(|(index, (certificate, error))| PresentedCertificate {
                role: role(index, certificate.as_ref(), &path),
                days_left: certificate.as_ref().map(|certificate| days(at, certificate.not_after())),
                info: certificate.as_ref().map(Certificate::info),
                error,
            })
            .collect();
        Self { count: chain.len(), certificates, path, continues_to, complete, findings, read }
    }

    /// The server's own certificate, where it can be read.
    pub(super) fn leaf(&self) -> Option<&Certificate> {
        self.read.first().and_then(Option::as_ref)
    }

    /// The last certificate of the path, where it is a CA above the leaf or a leaf that issued itself.
    pub(super) fn own_anchor(&self) -> Option<&Certificate> {
        let end = self.path.last().and_then(|place| self.read.get(*place)).and_then(Option::as_ref);
        end.filter(|end| end.is_ca())
    }
}

/// What a leaf that is sent alone tells of its issuer. Roots are not fetched, and issue to no server of the public web (CA/Browser
/// Forum, Baseline Requirements, section 6.1.7): who says where to fetch the issuer, or names a policy of theirs, has an
/// intermediate above.
fn without_anchors(leaf: &Certificate) -> (&'static Rule, String) {
    if let Some(url) = leaf.issuer_urls().first() {
        let url = excerpt_of(url, NAME);
        return (
            rules::SERVER_ISSUERS_NOT_SENT,
            format!("; it is to be fetched from {url}, so it is no root, it seems"),
        );
    }
    if leaf.policies().iter().any(|policy| policy.starts_with(PUBLIC_WEB)) {
        return (
            rules::SERVER_ISSUERS_NOT_SENT,
            ", and is no root, as the policy of the public web demands".to_owned(),
        );
    }
    let why = ": whether it is a root, which clients have, or an intermediate, which is missing, cannot be known without trust anchors";
    (rules::SERVER_ISSUER_UNKNOWN, why.to_owned())
}

fn role(index: usize, certificate: Option<&Certificate>, path: &[usize]) -> PresentedRole {
    match certificate {
        None => PresentedRole::Unreadable,
        Some(_) if index == 0 => PresentedRole::Leaf,
        Some(_) if !path.contains(&index) => PresentedRole::Superfluous,
        Some(certificate) if certificate.is_self_issued() => PresentedRole::Root,
        Some(_) => PresentedRole::Issuer,
    }
}

/// From the leaf upwards, each signed by the next.
fn path(read: &[Option<Certificate>]) -> Vec<usize> {
    let mut path = Vec::new();
    let Some(Some(leaf)) = read.first() else { return path };
    let mut last = leaf;
    path.push(0);
    while !last.is_self_issued() {
        let next = read.iter().enumerate().find_map(|(index, issuer)| {
            let issuer = issuer.as_ref().filter(|_| !path.contains(&index))?;
            (last.names_as_issuer(issuer) && last.verify_signed_by(issuer, default_algorithms()).is_ok())
                .then_some((index, issuer))
        });
        let Some((index, issuer)) = next else { break };
        path.push(index);
        last = issuer;
    }
    path
}

fn leads_to(end: &Certificate, anchors: &TrustAnchors) -> bool {
    anchors.authorities().iter().any(|anchor| anchor == end || end.names_as_issuer(anchor))
}

/// Whole days from one time to another, rounded down.
pub(super) fn days(from: UnixTime, to: UnixTime) -> i64 {
    let seconds = |time: UnixTime| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    seconds(to).saturating_sub(seconds(from)).div_euclid(DAY)
}
