//! Authorities made ready for webpki.

use rustls_pki_types::TrustAnchor;

use crate::finding::{Finding, Subject, rules::verify as r};
use crate::pki::Certificate;
use crate::pki::strict::CertificateFields;

/// The authorities that may vouch for one chain, as webpki takes them and as they are, in the same order.
pub(super) struct Anchors {
    pub(super) anchors: Vec<TrustAnchor<'static>>,
    pub(super) authorities: Vec<Certificate>,
    /// When an authority's validity begins or has ended, in seconds since 1970, sorted.
    pub(super) instants: Vec<i64>,
    /// What was left out, here and by the reader of the collection.
    pub(super) left_out: Vec<Finding>,
}

impl Anchors {
    /// What webpki cannot take is left out and reported. `whose` names the collection; `earlier` is what
    /// its reader left out.
    pub(super) fn new(
        whose: &str,
        authorities: &[Certificate],
        earlier: &[Finding],
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut ready = Self {
            anchors: Vec::new(),
            authorities: Vec::new(),
            instants: Vec::new(),
            left_out: earlier.to_vec(),
        };
        for authority in authorities {
            let read = CertificateFields::read(authority.der()).map_err(|e| e.to_string());
            let anchor = read.and_then(|fields| {
                let anchor = webpki::anchor_from_trusted_cert(authority.der()).map_err(|e| e.to_string())?;
                Ok((fields, anchor))
            });
            match anchor {
                Ok((fields, anchor)) => {
                    ready.instants.extend([fields.not_before, fields.not_after.saturating_add(1)]);
                    ready.anchors.push(anchor.to_owned());
                    ready.authorities.push(authority.clone());
                }
                Err(reason) => {
                    let at = Subject::Certificate(authority.reference(None));
                    let message = format!("left out of {whose}: {reason}");
                    let finding = Finding::new(r::VERIFIER_AUTHORITY_UNUSABLE, at, message);
                    ready.left_out.push(finding.clone());
                    findings.push(finding);
                }
            }
        }
        ready.instants.sort_unstable();
        ready
    }

    /// The place of one of the anchors. By address, not by value: a root that was issued anew with the
    /// same key gives an equal anchor, and only one of the two may be valid.
    pub(super) fn place(&self, anchor: &TrustAnchor<'_>) -> Option<usize> {
        self.anchors.iter().position(|a| std::ptr::addr_eq(a, anchor))
    }
}
