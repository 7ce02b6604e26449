//! What cert-manager's webhook asks of a Certificate, and usages that do not do what they shall.

use std::collections::BTreeMap;

use super::super::duration::nanoseconds;
use super::super::issuer_ref::check_issuer_ref;
use super::{Certificate, CertificateSpec, KeyAlgorithm, KeyUsage, SignatureAlgorithm};
use crate::finding::rules::cert_manager as rules;
use crate::resources::kind::Checker;
use crate::resources::{cut, labels, names, path};

const MINUTE: i64 = 60_000_000_000;
const FIVE_MINUTES: i64 = 5 * MINUTE;
const HOUR: i64 = 60 * MINUTE;
/// What an absent duration means.
const NINETY_DAYS: i64 = 2160 * HOUR;

pub(super) fn check(certificate: &Certificate, check: &mut Checker) {
    let empty = CertificateSpec::default();
    let spec = certificate.spec.as_ref().unwrap_or(&empty);
    let secret = spec.secret_name.as_deref().unwrap_or_default();
    if secret.is_empty() {
        check.report(rules::CERTIFICATE_SECRET_NAME, "spec.secretName", "no Secret is named");
    } else if !names::is_object_name(secret) {
        check.report(
            rules::CERTIFICATE_SECRET_NAME,
            "spec.secretName",
            format!("`{}` is no name of a Secret", cut(secret)),
        );
    }
    check_issuer_ref(spec.issuer_ref.as_ref(), check);
    check_names(spec, check);
    check_key(spec, check);
    check_lifetime(spec, check);
    check_usages(spec, check);
    if let Some(template) = &spec.secret_template {
        check_template(template.labels.as_ref(), template.annotations.as_ref(), check);
    }
    if spec.name_constraints.is_some() && spec.is_ca != Some(true) {
        check.report(
            rules::CERTIFICATE_NAME_CONSTRAINTS,
            "spec.nameConstraints",
            "the certificate is no CA's, so it issues nothing that could be constrained",
        );
    }
}

fn is_filled<T>(list: Option<&Vec<T>>) -> bool {
    list.is_some_and(|list| !list.is_empty())
}

fn check_names(spec: &CertificateSpec, check: &mut Checker) {
    let common = spec.common_name.as_deref().unwrap_or_default();
    let literal = spec.literal_subject.as_deref().unwrap_or_default();
    let named = !common.is_empty()
        // Whether its text has a common name is left to the webhook.
        || !literal.is_empty()
        || [&spec.dns_names, &spec.uris, &spec.email_addresses, &spec.ip_addresses]
            .into_iter()
            .any(|list| is_filled(list.as_ref()))
        || spec.other_names.is_some();
    if !named {
        check.report(rules::CERTIFICATE_WITHOUT_NAME, "spec", "the certificate has no name of any sort");
    }
    if common.len() > 64 {
        check.report(
            rules::CERTIFICATE_COMMON_NAME,
            "spec.commonName",
            format!("the common name has {} bytes, 64 are taken", common.len()),
        );
    }
    if !literal.is_empty() && !common.is_empty() {
        check.report(
            rules::CERTIFICATE_COMMON_NAME,
            "spec.commonName",
            "a literal subject stands beside the common name",
        );
    }
    for (i, address) in spec.ip_addresses.iter().flatten().enumerate() {
        if !names::is_ip(address) {
            check.report(
                rules::CERTIFICATE_IP_ADDRESS,
                format!("spec.ipAddresses[{i}]"),
                format!("`{}` is no IP address", cut(address)),
            );
        }
    }
}

fn check_key(spec: &CertificateSpec, check: &mut Checker) {
    let key = spec.private_key.as_ref();
    let algorithm = key.and_then(|key| key.algorithm.as_ref()).unwrap_or(&KeyAlgorithm::Rsa);
    if let Some(size) = key.and_then(|key| key.size).filter(|size| *size > 0) {
        let (taken, sizes) = match algorithm {
            KeyAlgorithm::Rsa => ((2048..=8192).contains(&size), "2048 to 8192"),
            KeyAlgorithm::Ecdsa => (matches!(size, 256 | 384 | 521), "256, 384 or 521"),
            _ => (true, ""),
        };
        if !taken {
            check.report(
                rules::CERTIFICATE_KEY_SIZE,
                "spec.privateKey.size",
                format!("an {algorithm} key has {sizes} bits, not {size}"),
            );
        }
    }
    let Some(signature) = &spec.signature_algorithm else { return };
    let signed_by = match signature {
        SignatureAlgorithm::Sha256WithRsa
        | SignatureAlgorithm::Sha384WithRsa
        | SignatureAlgorithm::Sha512WithRsa => KeyAlgorithm::Rsa,
        SignatureAlgorithm::EcdsaWithSha256
        | SignatureAlgorithm::EcdsaWithSha384
        | SignatureAlgorithm::EcdsaWithSha512 => KeyAlgorithm::Ecdsa,
        SignatureAlgorithm::PureEd25519 => KeyAlgorithm::Ed25519,
        SignatureAlgorithm::Unknown(_) => return,
    };
    if signed_by != *algorithm {
        check.report(
            rules::CERTIFICATE_SIGNATURE_ALGORITHM,
            "spec.signatureAlgorithm",
            format!("an {algorithm} key does not sign by {signature}"),
        );
    }
}

/// Nanoseconds of the duration at `field`; what is none is reported.
pub(in crate::resources::cert_manager) fn check_duration(
    text: Option<&String>,
    field: &str,
    check: &mut Checker,
) -> Option<i64> {
    let text = text?;
    let duration = nanoseconds(text);
    if duration.is_none() {
        check.report(
            rules::CERTIFICATE_DURATION,
            field,
            format!("`{}` is no duration; the units are h, m and s", cut(text)),
        );
    }
    duration
}

fn check_lifetime(spec: &CertificateSpec, check: &mut Checker) {
    let written = check_duration(spec.duration.as_ref(), "spec.duration", check);
    let renew = check_duration(spec.renew_before.as_ref(), "spec.renewBefore", check);
    let duration = written.unwrap_or(NINETY_DAYS);
    if duration < HOUR {
        check.report(
            rules::CERTIFICATE_LIFETIME,
            "spec.duration",
            "a certificate is valid for `1h` at least",
        );
    }
    let Some(renew) = renew else {
        check_percentage(spec, duration, written.is_some(), check);
        return;
    };
    let at = "spec.renewBefore";
    if spec.renew_before_percentage.is_some() {
        check.report(rules::CERTIFICATE_LIFETIME, at, "`renewBeforePercentage` says the same differently");
    }
    if renew < FIVE_MINUTES {
        check.report(rules::CERTIFICATE_LIFETIME, at, "renewal begins `5m` before the end at least");
    }
    if renew >= duration {
        check.report(
            rules::CERTIFICATE_LIFETIME,
            at,
            "renewal would begin before the certificate does; it must be less than `duration`",
        );
    }
}

/// cert-manager checks the percentage only beside a duration.
fn check_percentage(spec: &CertificateSpec, duration: i64, written: bool, check: &mut Checker) {
    let Some(percentage) = spec.renew_before_percentage.filter(|_| written) else { return };
    let left = i128::from(duration).saturating_mul(100i128.saturating_sub(percentage.into())) / 100;
    if left < i128::from(FIVE_MINUTES) || left >= i128::from(duration) {
        check.report(
            rules::CERTIFICATE_LIFETIME,
            "spec.renewBeforePercentage",
            format!("{percentage} percent of the life leave no time for a renewal"),
        );
    }
}

fn check_usages(spec: &CertificateSpec, check: &mut Checker) {
    let usages = spec.usages.as_deref().unwrap_or_default();
    let has = |usage: &KeyUsage| usages.contains(usage);
    let limited = usages.iter().any(KeyUsage::is_extended) && !has(&KeyUsage::Any);
    if spec.is_ca == Some(true) {
        if limited && !(has(&KeyUsage::ClientAuth) && has(&KeyUsage::ServerAuth)) {
            check.report(
                rules::CERTIFICATE_CA_USAGES,
                "spec.usages",
                "extended usages of a CA bind what it issues: a side of mutual TLS is missing",
            );
        }
        return;
    }
    if has(&KeyUsage::CertSign) {
        check.report(
            rules::CERTIFICATE_CA_USAGES,
            "spec.usages",
            "`cert sign` is for CAs, but `isCA` is not set",
        );
    }
    let is_svid = spec.uris.iter().flatten().any(|uri| uri.starts_with("spiffe://"));
    let is_server = is_filled(spec.dns_names.as_ref()) || is_filled(spec.ip_addresses.as_ref());
    if limited && !has(&KeyUsage::ClientAuth) && (is_svid || has(&KeyUsage::ServerAuth) && !is_server) {
        let message = if is_svid {
            "a workload with a SPIFFE ID calls others too, but `client auth` is missing"
        } else {
            "no client would look for these names at a server, and `client auth` is missing"
        };
        check.report(rules::CERTIFICATE_CLIENT_AUTH, "spec.usages", message);
    }
}

fn check_template(
    labels: Option<&BTreeMap<String, String>>,
    annotations: Option<&BTreeMap<String, String>>,
    check: &mut Checker,
) {
    let at = "spec.secretTemplate";
    labels::check_labels(labels, &format!("{at}.labels"), check);
    let at = format!("{at}.annotations");
    labels::check_annotations(annotations, &at, check);
    for key in annotations.into_iter().flatten().map(|(key, _)| key) {
        if key.starts_with("cert-manager.io/") && key != "cert-manager.io/allow-direct-injection" {
            let mut at = at.clone();
            path::push_key(&mut at, key);
            check.report(
                rules::CERTIFICATE_SECRET_TEMPLATE,
                at,
                "cert-manager writes this annotation itself",
            );
        }
    }
}
