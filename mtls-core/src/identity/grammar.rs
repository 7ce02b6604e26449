//! The grammar of SPIFFE-ID section 2, one pass over the bytes.

use super::{IdentityError, MAX_SPIFFE_ID, MAX_TRUST_DOMAIN};

pub(super) const SCHEME: &str = "spiffe://";

/// The parts of a valid SPIFFE ID.
pub(super) struct Parts<'a> {
    pub(super) trust_domain: &'a str,
    /// Empty, or beginning with a slash.
    pub(super) path: &'a str,
}

/// Splits and checks a whole SPIFFE ID.
#[inline]
pub(super) fn parse(text: &str) -> Result<Parts<'_>, IdentityError> {
    let Some(rest) = text.strip_prefix(SCHEME) else {
        return Err(IdentityError::Scheme { found: text.chars().take(16).collect() });
    };
    if text.len() > MAX_SPIFFE_ID {
        return Err(IdentityError::TooLong { length: text.len() });
    }
    let (trust_domain, path) = split(rest);
    check_trust_domain(trust_domain, SCHEME.len())?;
    check_path(path, SCHEME.len().saturating_add(trust_domain.len()))?;
    Ok(Parts { trust_domain, path })
}

/// The trust domain ends at the first slash.
#[inline]
fn split(rest: &str) -> (&str, &str) {
    let end = rest.bytes().position(|b| b == b'/').unwrap_or(rest.len());
    rest.split_at_checked(end).unwrap_or((rest, ""))
}

/// Checks a trust domain name that begins at byte `offset` of the text.
#[inline]
pub(super) fn check_trust_domain(name: &str, offset: usize) -> Result<(), IdentityError> {
    let allowed = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_');
    if name.is_empty() {
        return Err(IdentityError::TrustDomainEmpty);
    }
    if name.bytes().all(allowed) && name.len() <= MAX_TRUST_DOMAIN {
        return Ok(());
    }
    Err(trust_domain_error(name, offset, allowed))
}

#[cold]
fn trust_domain_error(name: &str, offset: usize, allowed: impl Fn(u8) -> bool) -> IdentityError {
    let foreign = name.char_indices().find(|(_, c)| !u8::try_from(*c).is_ok_and(&allowed));
    let Some((at, found)) = foreign else {
        return IdentityError::TrustDomainTooLong { length: name.len() };
    };
    let at = at.saturating_add(offset);
    match found {
        '@' => IdentityError::Component { part: "user", found, at },
        ':' => IdentityError::Component { part: "port", found, at },
        '?' => IdentityError::Component { part: "query", found, at },
        '#' => IdentityError::Component { part: "fragment", found, at },
        _ => IdentityError::TrustDomainCharacter { found, at },
    }
}

/// Bytes of a path, slashes included. `-`, `.`, `/` and the digits stand in a row in ASCII.
#[inline]
fn path_byte(b: u8) -> bool {
    ((b | 0x20).wrapping_sub(b'a') < 26) | (b.wrapping_sub(b'-') < 13) | (b == b'_')
}

/// Checks a path that begins at byte `offset` of the text.
///
/// The first loop has no branch, so that the compiler does many bytes at a time; it lets nothing
/// wrong through, and flags every segment that begins with a dot or is empty for the slow look.
#[inline]
pub(super) fn check_path(path: &str, offset: usize) -> Result<(), IdentityError> {
    let bytes = path.as_bytes();
    let Some((last, next)) = bytes.last().zip(bytes.get(1..)) else { return Ok(()) };
    let suspect = bytes.iter().zip(next).fold(!path_byte(*last), |suspect, (&a, &b)| {
        suspect | !path_byte(a) | ((a == b'/') & ((b == b'/') | (b == b'.')))
    });
    if !suspect && *last != b'/' {
        return Ok(());
    }
    check_path_slowly(path, offset)
}

#[cold]
fn check_path_slowly(path: &str, offset: usize) -> Result<(), IdentityError> {
    let mut at = offset;
    for segment in path.split('/').skip(1) {
        at = at.saturating_add(1);
        check_segment(segment, at)?;
        at = at.saturating_add(segment.len());
    }
    Ok(())
}

/// Checks one segment that begins at byte `at` of the text.
pub(super) fn check_segment(segment: &str, at: usize) -> Result<(), IdentityError> {
    let foreign = segment.char_indices().find(|(_, c)| *c == '/' || !u8::try_from(*c).is_ok_and(path_byte));
    if let Some((index, found)) = foreign {
        let at = at.saturating_add(index);
        return Err(match found {
            '?' => IdentityError::Component { part: "query", found, at },
            '#' => IdentityError::Component { part: "fragment", found, at },
            _ => IdentityError::PathCharacter { found, at },
        });
    }
    match segment {
        "" => Err(IdentityError::PathSegmentEmpty { at }),
        "." => Err(IdentityError::PathSegmentDot { segment: ".", at }),
        ".." => Err(IdentityError::PathSegmentDot { segment: "..", at }),
        _ => Ok(()),
    }
}
