//! What a proxy takes out of messages, and messages that it does not pass on.

use hyper::HeaderMap;
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, HOST, HeaderName, HeaderValue, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE,
    TRAILER, TRANSFER_ENCODING, UPGRADE, VIA,
};

use super::host::Destination;
use super::policy::Refusal;

/// Who the client is, as some proxy says. It counts between programs that trust each other, and this proxy stands at the
/// end of the mesh: what a client writes there is its own invention, and nobody outside is to learn the mesh's names.
pub(crate) const FORWARDED_CLIENT: HeaderName = HeaderName::from_static("x-forwarded-client-cert");

/// Headers for the next hop alone (RFC 9110 section 7.6.1).
const HOP_BY_HOP: [HeaderName; 9] = [
    CONNECTION,
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
];

/// Takes out what is for this hop alone, what `Connection` names besides, and [`FORWARDED_CLIENT`].
pub(crate) fn strip(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        // `Connection: host` would make another request of this one.
        .filter(|name| ![HOST, CONTENT_LENGTH].contains(name))
        .collect();
    for name in named.iter().chain(&HOP_BY_HOP).chain([&FORWARDED_CLIENT]) {
        headers.remove(name);
    }
}

/// Refuses what two servers may read as different requests (RFC 9112 section 11.2): a length given in two ways, several
/// hosts, a host that is not the one asked for.
pub(crate) fn check(headers: &HeaderMap, to: &Destination, usual_port: u16) -> Result<(), Refusal> {
    let refuse = |reason: &str| Err(Refusal::new("request-ambiguous", reason));
    if headers.contains_key(TRANSFER_ENCODING) && headers.contains_key(CONTENT_LENGTH) {
        return refuse("the request has both Content-Length and Transfer-Encoding");
    }
    if headers.get_all(CONTENT_LENGTH).iter().count() > 1 {
        return refuse("the request has several Content-Length headers");
    }
    let chunked = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"chunked");
    if headers.get_all(TRANSFER_ENCODING).iter().count() > 1
        || !headers.get(TRANSFER_ENCODING).is_none_or(chunked)
    {
        return refuse("the request has a Transfer-Encoding other than chunked");
    }
    let mut hosts = headers.get_all(HOST).iter();
    let (first, more) = (hosts.next(), hosts.next().is_some());
    let named =
        first.and_then(|host| host.to_str().ok()).and_then(|host| Destination::parse(host, Some(usual_port)));
    if more || named.as_ref() != Some(to) {
        return refuse("the Host header is not that of the server asked for");
    }
    Ok(())
}

/// Whether the request has come through here before.
pub(crate) fn has_passed(headers: &HeaderMap, pseudonym: &str) -> bool {
    let words = |value: &HeaderValue| {
        value.to_str().is_ok_and(|text| text.split([',', ' ']).any(|word| word == pseudonym))
    };
    headers.get_all(VIA).iter().any(words)
}

/// Says that it has (RFC 9110 section 7.6.3).
pub(crate) fn add_via(headers: &mut HeaderMap, pseudonym: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("1.1 {pseudonym}")) {
        headers.append(VIA, value);
    }
}
