//! Who asks: the client at the other end, or the workload that a gateway of the mesh forwards for.

use hyper::HeaderMap;
use mtls_core::finding::Refusal as _;
use mtls_core::identity::{IdentityPattern, SpiffeId};
use mtls_core::pki::{ForwardedClientCert, PkiError};

use super::headers::FORWARDED_CLIENT;
use super::policy::Refusal;

/// The identity that the policy is asked about. Only `gateways` may speak for others, by `X-Forwarded-Client-Cert`; of
/// everybody else the header counts for nothing. A gateway without the header speaks for itself.
///
/// A header that is not read whole refuses the request, and so does one whose names a client's certificate could have forged:
/// the text form without `Cert`.
pub(crate) fn caller(
    gateways: Option<&IdentityPattern>,
    client: &SpiffeId,
    headers: &HeaderMap,
) -> Result<SpiffeId, Refusal> {
    let speaks_for_others = gateways.is_some_and(|gateways| gateways.matches(client));
    if !speaks_for_others || !headers.contains_key(FORWARDED_CLIENT) {
        return Ok(client.clone());
    }
    let unread = |e: PkiError| Refusal::new(e.code(), format!("{FORWARDED_CLIENT} of {client}: {e}"));
    let lines: Result<Vec<&str>, _> =
        headers.get_all(FORWARDED_CLIENT).iter().map(|line| line.to_str()).collect();
    let lines = lines.map_err(|_| {
        Refusal::new("forwarded-malformed", format!("{FORWARDED_CLIENT} of {client} is not ASCII"))
    })?;
    let forwarded = ForwardedClientCert::parse(&lines.join(",")).map_err(unread)?;
    if let Some(warning) = forwarded.warnings().into_iter().next() {
        let reason = format!("{FORWARDED_CLIENT} of {client}: {}", warning.message);
        return Err(Refusal::new(warning.rule, reason));
    }
    forwarded.spiffe_id().map_err(unread)
}
