//! Judging a request.

use rustls_pki_types::UnixTime;

use super::{Admission, EdgeRequest, OriginPolicy};
use crate::finding::rules::origin as rules;
use crate::finding::{Finding, Refusal as _, Rule, Subject, excerpt};
use crate::origin::host::normalized;
use crate::origin::{ACCESS_HEADER, AccessRefusal, AccessToken, OriginError, Presents};
use crate::pki::ExtendedKeyUsage;
use crate::verify::VerifiedCertificate;

/// Names the zone of the Worker that a request comes from.
const WORKER_HEADER: &str = "CF-Worker";

/// What was found so far, and whether any of it refuses.
#[derive(Default)]
struct Reasons {
    refused: bool,
    findings: Vec<Finding>,
}

impl Reasons {
    fn refuse(&mut self, rule: &'static Rule, message: impl Into<String>) {
        self.refuse_with([Finding::new(rule, Subject::Input, message)]);
    }

    fn refuse_with(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.refused = true;
        self.findings.extend(findings);
    }
}

/// A header's one value; what stands twice is no value.
enum One<'a> {
    None,
    Value(&'a str),
    Several,
}

fn header<'a>(request: &EdgeRequest<'a>, name: &str) -> One<'a> {
    let mut values = request.headers.iter().filter(|(one, _)| one.eq_ignore_ascii_case(name));
    match (values.next(), values.next()) {
        (None, _) => One::None,
        (Some((_, value)), None) => One::Value(value.trim()),
        (Some(_), Some(_)) => One::Several,
    }
}

impl OriginPolicy {
    /// Judges a request at a point in time, by everything that is demanded: all reasons are named, not the first alone.
    #[must_use]
    pub fn admit(&self, request: &EdgeRequest<'_>, at: UnixTime) -> Admission {
        let mut reasons = Reasons::default();
        let certificate = self.judge_certificate(request, at, &mut reasons);
        let host = self.judge_host(request, &mut reasons);
        self.judge_server_name(request, host.as_deref(), &mut reasons);
        self.judge_source(request, &mut reasons);
        self.judge_headers(request, &mut reasons);
        let token = self.judge_token(request, at, &mut reasons);
        Admission { admitted: !reasons.refused, host, certificate, token, findings: reasons.findings }
    }

    fn judge_certificate(
        &self,
        request: &EdgeRequest<'_>,
        at: UnixTime,
        reasons: &mut Reasons,
    ) -> Option<VerifiedCertificate> {
        let verifier = self.verifier.as_ref()?;
        if request.chain.is_empty() {
            reasons.refuse(rules::CERTIFICATE_MISSING, "the client presented no certificate");
            return None;
        }
        let certificate = match verifier.verify(&request.chain, &self.names, at) {
            Ok(certificate) => certificate,
            Err(rejection) => {
                reasons.refuse_with(rejection.findings());
                return None;
            }
        };
        reasons.findings.extend(certificate.warnings().iter().cloned());
        let leaf = match certificate.leaf() {
            Ok(leaf) => leaf,
            Err(error) => {
                reasons.refuse_with([Finding::new(error.rule(), error.subject(), error.to_string())]);
                return None;
            }
        };
        let at = || Subject::Certificate(leaf.reference(Some(0)));
        let for_clients = |usages: &[ExtendedKeyUsage]| usages.contains(&ExtendedKeyUsage::ClientAuth);
        if self.provider.leaf.client_auth_required && !leaf.extended_key_usage().is_some_and(for_clients) {
            let message = format!("the leaf has no clientAuth, which {} demands", self.provider);
            reasons.refuse_with([Finding::new(rules::LEAF_CLIENT_AUTH_MISSING, at(), message)]);
        }
        if !self.pins.is_empty() && !self.pins.contains(&leaf.spki_sha256()) {
            let message =
                format!("its key {} is none of the {} that are pinned", leaf.spki_pin(), self.pins.len());
            reasons.refuse_with([Finding::new(rules::LEAF_NOT_PINNED, at(), message)]);
        }
        Some(certificate)
    }

    fn judge_host(&self, request: &EdgeRequest<'_>, reasons: &mut Reasons) -> Option<String> {
        let Some(host) = request.host else {
            reasons.refuse(rules::HOST_REFUSED, "the request asks for no host");
            return None;
        };
        match normalized(host) {
            Ok(host) => {
                if !self.hosts.is_empty() && !self.hosts.iter().any(|one| one.matches(&host)) {
                    let served =
                        self.hosts.iter().take(4).map(ToString::to_string).collect::<Vec<_>>().join(", ");
                    let more = if self.hosts.len() > 4 { ", …" } else { "" };
                    let message = format!("`{}` is not served; {served}{more} is", excerpt(&host));
                    reasons.refuse(rules::HOST_REFUSED, message);
                }
                Some(host)
            }
            Err(why) => {
                reasons.refuse(rules::HOST_REFUSED, why);
                None
            }
        }
    }

    fn judge_server_name(&self, request: &EdgeRequest<'_>, host: Option<&str>, reasons: &mut Reasons) {
        let Some(name) = request.server_name else {
            return reasons.refuse(rules::SNI_MISSING, "the client named no server in the handshake");
        };
        let name = match normalized(name) {
            Ok(name) => name,
            Err(why) => return reasons.refuse(rules::SNI_MISMATCH, why),
        };
        if self.server_names.is_empty() {
            // A host that is missing or none is said already.
            if let Some(host) = host
                && host != name
            {
                let message =
                    format!("the handshake names `{}` and the request `{}`", excerpt(&name), excerpt(host));
                reasons.refuse(rules::SNI_MISMATCH, message);
            }
        } else if !self.server_names.contains(&name) {
            let message =
                format!("the handshake names `{}`, not {}", excerpt(&name), self.server_names.join(" or "));
            reasons.refuse(rules::SNI_MISMATCH, message);
        }
    }

    fn judge_source(&self, request: &EdgeRequest<'_>, reasons: &mut Reasons) {
        let Some(ranges) = &self.addresses else { return };
        match request.source {
            Some(address) if ranges.contains(address) => {}
            Some(address) => {
                let message = format!("{address} is in none of the edge's {} ranges", ranges.ranges().len());
                reasons.refuse(rules::SOURCE_OUTSIDE, message);
            }
            None => reasons.refuse(rules::SOURCE_OUTSIDE, "the request's address is not known"),
        }
    }

    fn judge_headers(&self, request: &EdgeRequest<'_>, reasons: &mut Reasons) {
        for (name, wanted) in &self.headers {
            let why = match header(request, name) {
                One::Value(value) if same(value.as_bytes(), wanted.trim().as_bytes()) => continue,
                One::Value(_) => "has another value",
                One::None => "is missing",
                One::Several => "stands twice",
            };
            reasons.refuse(rules::HEADER_REFUSED, format!("the header {name} {why}"));
        }
        // With a certificate of the customer's own, a Worker of another zone passes the customer's zone like any visitor.
        if !self.provider.is_cloudflare() || self.provider.presents != Presents::Shared {
            return;
        }
        let foreign = match header(request, WORKER_HEADER) {
            One::None => return,
            One::Several => "two zones at once".to_owned(),
            One::Value(zone) => match normalized(zone) {
                Ok(zone) if self.hosts.iter().any(|host| host.is_within(&zone)) => return,
                _ => format!("`{}`", excerpt(zone)),
            },
        };
        reasons.refuse(rules::WORKER_FOREIGN, format!("it comes from a Worker of {foreign}"));
    }

    fn judge_token(
        &self,
        request: &EdgeRequest<'_>,
        at: UnixTime,
        reasons: &mut Reasons,
    ) -> Option<AccessToken> {
        let (policy, keys) = self.access.as_ref()?;
        let read = match header(request, ACCESS_HEADER) {
            One::Value(token) => policy.verify(token, keys, at),
            One::None => Err(OriginError::access(AccessRefusal::Missing, "there is none")),
            One::Several => Err(OriginError::access(AccessRefusal::Malformed, "there are two")),
        };
        match read {
            Ok(token) => Some(token),
            Err(error) => {
                reasons.refuse_with(error.findings());
                None
            }
        }
    }
}

/// Takes as long for every value of the same length, so that nobody can guess byte by byte.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len()
        && std::hint::black_box(a.iter().zip(b).fold(0, |differs, (x, y)| differs | (x ^ y))) == 0
}
