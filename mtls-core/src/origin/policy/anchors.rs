//! Whether authorities can be those of the edge's client certificate.

use rustls_pki_types::UnixTime;

use crate::finding::rules::{origin as rules, verify as chain_rules};
use crate::finding::{Finding, Severity, Subject};
use crate::origin::{CloudflareCa, EdgeProvider, Presents};
use crate::pki::{Certificate, KeyUsage};

/// How long before its end an authority is pointed out, in seconds: 30 days.
const SOON: u64 = 30 * 24 * 60 * 60;

/// What speaks against these certificates as the CAs that an origin trusts for the edge's client certificate: Cloudflare's Origin CA,
/// which issues server certificates; its shared origin-pull CA in the certificate that ended in 2020, or where the edge is to show a
/// certificate of the customer's own; a leaf; and, where a time is given, dates.
///
/// Without a provider, the shared CA is a warning: it proves the way and not the customer.
pub fn check_client_authorities(
    provider: Option<&EdgeProvider>,
    authorities: &[Certificate],
    at: Option<UnixTime>,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        authorities.iter().filter_map(|authority| check_one(provider, authority)).collect();
    let shared =
        |ca: &Certificate| CloudflareCa::recognize(ca).is_some_and(|ca| ca != CloudflareCa::ServerIssuer);
    if let (Some(provider), Some(first)) = (provider, authorities.first())
        && provider.is_cloudflare()
        && provider.presents == Presents::Shared
        && !authorities.iter().any(shared)
    {
        let message = "this is not Cloudflare's shared origin-pull CA, as far as is known";
        let at = Subject::Certificate(first.reference(None));
        findings.push(Finding::new(rules::SHARED_CA_UNKNOWN, at, message));
    }
    if let Some(at) = at {
        findings.extend(check_dates(authorities, at));
    }
    findings
}

fn check_one(provider: Option<&EdgeProvider>, authority: &Certificate) -> Option<Finding> {
    let say = |rule, message: &str| {
        Some(Finding::new(rule, Subject::Certificate(authority.reference(None)), message))
    };
    match CloudflareCa::recognize(authority) {
        Some(CloudflareCa::ServerIssuer) => say(
            rules::CLIENT_CA_IS_ORIGIN_CA,
            "this is Cloudflare's Origin CA, which issues server certificates; the edge's client certificate is of another CA",
        ),
        Some(CloudflareCa::StalePull) => say(
            rules::SHARED_CA_STALE,
            "this is Cloudflare's shared origin-pull CA in the certificate that ended on 2020-01-12",
        ),
        Some(CloudflareCa::SharedPull) => match provider {
            Some(provider) if provider.presents != Presents::Shared => say(
                rules::SHARED_CA_UNEXPECTED,
                "every customer's zone shows the certificate of this CA; give only the CA that issued your own",
            ),
            _ => say(
                rules::SHARED_CA,
                "this CA proves `came through Cloudflare` only: every customer's zone shows its certificate",
            ),
        },
        None if !authority.is_ca() => {
            say(rules::CLIENT_CA_NOT_CA, "it is no CA: its basic constraints do not say CA")
        }
        None => {
            let usage = authority.key_usage()?;
            if usage.contains(&KeyUsage::KeyCertSign) {
                return None;
            }
            say(rules::CLIENT_CA_NOT_CA, "it may not sign certificates: its key usage lacks keyCertSign")
        }
    }
}

/// Authorities that have not begun, have ended or soon will. While one is good, others are a warning: in a rotation old and new stand
/// side by side.
pub(super) fn check_dates(authorities: &[Certificate], at: UnixTime) -> Vec<Finding> {
    let usable = authorities.iter().any(|authority| authority.is_valid_at(at));
    let mut findings = Vec::new();
    for authority in authorities {
        let info = authority.info();
        let (now, end) = (at.as_secs(), authority.not_after().as_secs());
        let (rule, message) = if now > end {
            (chain_rules::AUTHORITY_EXPIRED, format!("it ended on {}", info.not_after))
        } else if now < authority.not_before().as_secs() {
            (chain_rules::AUTHORITY_NOT_YET_VALID, format!("it begins on {}", info.not_before))
        } else if end.saturating_sub(now) < SOON {
            (rules::EXPIRES_SOON, format!("it ends on {}", info.not_after))
        } else {
            findings.extend(CloudflareCa::ends_soon(authority, at));
            continue;
        };
        let finding = Finding::new(rule, Subject::Certificate(authority.reference(None)), message);
        findings.push(if usable { finding.with_severity(Severity::Warning) } else { finding });
    }
    findings
}
