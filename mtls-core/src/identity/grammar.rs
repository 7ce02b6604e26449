//! The grammar of SPIFFE-ID section 2, rule by rule and in plain code.
//!
//! This is the reference: it decides every refusal and finds the words for it. Valid input seldom comes
//! here, because [`scan`](super::scan) accepts it faster; tests and fuzzing hold the two together.

use super::error::{IdentityError, cut};
use super::{MAX_SPIFFE_ID, MAX_TRUST_DOMAIN};

pub(super) const SCHEME: &str = "spiffe://";

/// Checks a whole ID; returns the offset at which its trust domain ends.
pub(super) fn id(text: &str) -> Result<usize, IdentityError> {
    within_limit(text.len(), text)?;
    let Some(rest) = text.strip_prefix(SCHEME) else {
        return Err(IdentityError::Scheme { value: cut(text) });
    };
    let name_len = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (name, path) = rest.split_at_checked(name_len).unwrap_or((rest, ""));
    trust_domain_at(name, SCHEME.len(), text)?;
    let end = SCHEME.len().saturating_add(name_len);
    if let Some(relative) = path.strip_prefix('/') {
        segments_at(relative, end.saturating_add(1), text)?;
    } else if let Some(seen) = path.chars().next() {
        return Err(IdentityError::QueryOrFragment { position: end, seen, value: cut(text) });
    }
    Ok(end)
}

/// Refuses an ID of `length` bytes if that is too long; `text` is evidence.
pub(super) fn within_limit(length: usize, text: &str) -> Result<(), IdentityError> {
    match length {
        0..=MAX_SPIFFE_ID => Ok(()),
        _ => Err(IdentityError::IdTooLong { length, limit: MAX_SPIFFE_ID, value: cut(text) }),
    }
}

/// Checks the bare name of a trust domain.
pub(super) fn trust_domain(name: &str) -> Result<(), IdentityError> {
    if name.contains("://") {
        return Err(IdentityError::TrustDomainUri { value: cut(name) });
    }
    trust_domain_at(name, 0, name)
}

/// Checks the trust domain that stands at `offset` of `text`.
fn trust_domain_at(name: &str, offset: usize, text: &str) -> Result<(), IdentityError> {
    let value = || cut(text);
    if name.is_empty() {
        return Err(IdentityError::TrustDomainEmpty { value: value() });
    }
    if name.len() > MAX_TRUST_DOMAIN {
        return Err(IdentityError::TrustDomainTooLong {
            length: name.len(),
            limit: MAX_TRUST_DOMAIN,
            value: value(),
        });
    }
    // A user part may hold a colon (`user:password@`), so look for the `@` first.
    if let Some(at) = name.find('@') {
        return Err(IdentityError::User { position: offset.saturating_add(at), value: value() });
    }
    for (at, seen) in name.char_indices() {
        let position = offset.saturating_add(at);
        return Err(match seen {
            'a'..='z' | '0'..='9' | '.' | '-' | '_' => continue,
            'A'..='Z' => IdentityError::TrustDomainUppercase { position, seen, value: value() },
            ':' => IdentityError::Port { position, value: value() },
            '%' => IdentityError::PercentEncoded { position, value: value() },
            '?' | '#' => IdentityError::QueryOrFragment { position, seen, value: value() },
            _ => IdentityError::TrustDomainCharacter { position, seen, value: value() },
        });
    }
    Ok(())
}

/// Checks a path with or without its leading slash; returns it without.
pub(super) fn path(text: &str) -> Result<&str, IdentityError> {
    let relative = text.strip_prefix('/').unwrap_or(text);
    segments_at(relative, text.len().saturating_sub(relative.len()), text)?;
    Ok(relative)
}

/// Checks the path (without its leading slash) that stands at `offset` of `text`.
fn segments_at(relative: &str, offset: usize, text: &str) -> Result<(), IdentityError> {
    let mut position = offset;
    for segment in relative.split('/') {
        let value = || cut(text);
        match segment {
            "" if position == text.len() && position > 0 => {
                let position = position.saturating_sub(1);
                return Err(IdentityError::TrailingSlash { position, value: value() });
            }
            "" => return Err(IdentityError::SegmentEmpty { position, value: value() }),
            "." => return Err(IdentityError::SegmentDot { position, segment: ".", value: value() }),
            ".." => return Err(IdentityError::SegmentDot { position, segment: "..", value: value() }),
            _ => characters_at(segment, position, text)?,
        }
        position = position.saturating_add(segment.len()).saturating_add(1);
    }
    Ok(())
}

/// Checks one path segment on its own.
pub(super) fn segment(segment: &str) -> Result<(), IdentityError> {
    characters_at(segment, 0, segment)?;
    segments_at(segment, 0, segment)
}

/// Checks the characters of the path segment that stands at `offset` of `text`.
fn characters_at(segment: &str, offset: usize, text: &str) -> Result<(), IdentityError> {
    for (at, seen) in segment.char_indices() {
        let position = offset.saturating_add(at);
        return Err(match seen {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' => continue,
            '%' => IdentityError::PercentEncoded { position, value: cut(text) },
            '?' | '#' => IdentityError::QueryOrFragment { position, seen, value: cut(text) },
            _ => IdentityError::PathCharacter { position, seen, value: cut(text) },
        });
    }
    Ok(())
}
