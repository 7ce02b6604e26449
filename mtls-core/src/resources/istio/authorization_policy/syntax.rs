//! How single values of an `AuthorizationPolicy` are written.

use std::net::{IpAddr, Ipv6Addr};

/// What is wrong, as the end of a sentence.
pub(super) type Checked = Result<(), &'static str>;

/// An address, or a network as CIDR.
pub(super) fn check_address(text: &str) -> Checked {
    let Some((address, bits)) = text.split_once('/') else {
        // A zone is taken on single addresses.
        let zoned = text
            .split_once('%')
            .is_some_and(|(address, zone)| !zone.is_empty() && address.parse::<Ipv6Addr>().is_ok());
        return if zoned || text.parse::<IpAddr>().is_ok() { Ok(()) } else { Err("is no IP address") };
    };
    let Ok(address) = address.parse::<IpAddr>() else {
        return Err("has no IP address before the slash");
    };
    let plain = bits.bytes().all(|b| b.is_ascii_digit()) && (bits == "0" || !bits.starts_with('0'));
    let max = if address.is_ipv4() { 32 } else { 128 };
    if plain && bits.parse::<u8>().is_ok_and(|bits| bits <= max) {
        Ok(())
    } else {
        Err("has no length of a network behind the slash")
    }
}

/// A port as text.
pub(super) fn check_port(text: &str) -> Checked {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits && text.parse::<u32>().is_ok_and(|port| port <= 65535) {
        Ok(())
    } else {
        Err("is no port; ports are 0 to 65535")
    }
}

/// A service account, alone or behind its namespace.
pub(super) fn check_service_account(text: &str) -> Checked {
    if text.contains('*') {
        return Err("has a `*`; service accounts are compared exactly");
    }
    if text.len() > 320 {
        return Err("is longer than 320 characters");
    }
    let mut parts = text.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(name), None, None) if !name.is_empty() => Ok(()),
        (Some(namespace), Some(name), None) if !namespace.is_empty() && !name.is_empty() => Ok(()),
        _ => Err("is neither `<name>` nor `<namespace>/<name>`"),
    }
}

/// A trust domain, with at most one `*` at an end.
pub(super) fn check_trust_domain(text: &str) -> Checked {
    if text.contains('/') {
        return Err("has a `/`, which no trust domain has");
    }
    check_one_wildcard(text)
}

/// A text with at most one `*`, at an end.
pub(super) fn check_one_wildcard(text: &str) -> Checked {
    match text.matches('*').count() {
        0 => Ok(()),
        1 if text.starts_with('*') || text.ends_with('*') => Ok(()),
        1 => Err("has a `*` that is neither first nor last"),
        _ => Err("has more than one `*`"),
    }
}

/// Why a value that Istio takes matches no request, as the end of a sentence.
pub(super) fn matches_nothing(about: &str, value: &str) -> Option<&'static str> {
    const METHODS: [&str; 9] =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    match about {
        "methods" => {
            let method = value.trim_matches('*');
            let is_miswritten =
                METHODS.iter().any(|known| known.eq_ignore_ascii_case(method) && *known != method);
            is_miswritten.then_some("is not in capitals, and methods are compared exactly")
        }
        "paths" if !value.starts_with(['/', '*', '{']) => {
            Some("begins neither with `/`, as every path, nor with `*`")
        }
        "paths" if value.contains('{') => None,
        "hosts" if value.contains('/') => Some("has a `/`; a host has neither a scheme nor a path"),
        "paths" | "hosts" => inner_wildcard(value),
        _ => None,
    }
}

/// Why a `*` does not stand for anything: it does at one end of a value alone.
pub(super) fn inner_wildcard(value: &str) -> Option<&'static str> {
    let rest = value.strip_prefix('*').or_else(|| value.strip_suffix('*')).unwrap_or(value);
    rest.contains('*')
        .then_some("has a `*` that stands for itself; only one, first or last, stands for anything")
}

const ONE: &str = "{*}";
const REST: &str = "{**}";

/// A path, which may be a template.
pub(super) fn check_path(path: &str) -> Checked {
    let is_template = path.contains(ONE) || path.contains(REST);
    let mut ended = false;
    for segment in path.trim_matches('/').split('/') {
        match segment {
            ONE | REST if ended => {
                return Err("goes on with a template behind `{**}`, which must be the last");
            }
            ONE => {}
            REST => ended = true,
            _ if segment.contains(['{', '}']) => {
                return Err(
                    "has a brace; in a path only `{*}` and `{**}` may stand, each as a whole segment",
                );
            }
            _ if is_template && !is_literal(segment) => {
                return Err(
                    "is a template with a segment that is empty or has a character that paths do not have",
                );
            }
            _ => {}
        }
    }
    Ok(())
}

/// Characters of a path's segment (RFC 3986 appendix A), without `*`.
fn is_literal(segment: &str) -> bool {
    !segment.is_empty()
        && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%!$&'()+,;:@=".contains(&b))
}

/// The attribute of a condition; what is wrong is a sentence here.
pub(super) fn check_key(key: &str) -> Checked {
    const PLAIN: [&str; 11] = [
        "source.ip",
        "remote.ip",
        "source.namespace",
        "source.serviceAccount",
        "source.principal",
        "source.trustDomain",
        "request.auth.principal",
        "request.auth.audiences",
        "request.auth.presenter",
        "destination.ip",
        "destination.port",
    ];
    const KEYED: [&str; 3] = ["request.headers", "request.auth.claims", "experimental.envoy.filters."];
    if PLAIN.contains(&key) || key == "connection.sni" {
        return Ok(());
    }
    if KEYED.into_iter().any(|prefix| key.starts_with(prefix)) {
        let named = key.strip_suffix(']').and_then(|rest| rest.split_once('['));
        return match named {
            Some((_, name)) if !name.is_empty() => Ok(()),
            _ => Err("the attribute needs a name in brackets, as `request.headers[user-agent]`"),
        };
    }
    if key == "destination.namespace" {
        return Err("the namespace of the policy says which destination is meant");
    }
    if key.starts_with("destination.labels") {
        return Err("the selector of the policy says which destination is meant");
    }
    if matches!(key, "destination.name" | "destination.user") {
        return Err("the attribute is of a former version of the API");
    }
    Err("there is no such attribute")
}
