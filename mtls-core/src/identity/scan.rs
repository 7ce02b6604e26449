//! The fast way to accept a valid name: whole words and vectors instead of characters.
//!
//! What is accepted here satisfies [`grammar`](super::grammar). What is not may still be valid (a segment
//! that begins with a dot, say); the grammar decides then. All code is safe and portable: fixed-size
//! arrays that the compiler turns into vector instructions of whatever the target has.

use super::grammar::SCHEME;
use super::{MAX_SPIFFE_ID, MAX_TRUST_DOMAIN};

/// The offset at which the trust domain of this valid ID ends; None if unsure.
#[inline]
pub(super) fn id(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.len() > MAX_SPIFFE_ID {
        return None;
    }
    let rest = bytes.strip_prefix(SCHEME.as_bytes())?;
    let name_len = trust_domain_len(rest, bytes);
    if name_len == 0 || name_len > MAX_TRUST_DOMAIN {
        return None;
    }
    match rest.split_at_checked(name_len) {
        Some((_, [])) => {}
        Some((_, [b'/', relative @ ..])) if is_path(relative, rest.get(name_len..)?) => {}
        _ => return None,
    }
    Some(SCHEME.len().wrapping_add(name_len))
}

/// Whether this is surely the name of a trust domain.
#[inline]
pub(super) fn trust_domain(name: &str) -> bool {
    let bytes = name.as_bytes();
    !bytes.is_empty() && bytes.len() <= MAX_TRUST_DOMAIN && trust_domain_len(bytes, bytes) == bytes.len()
}

/// How many bytes at the start of `rest` may stand in a trust domain. `rest` is the end of `whole`.
#[inline]
fn trust_domain_len(rest: &[u8], whole: &[u8]) -> usize {
    let (words, tail) = rest.as_chunks::<8>();
    let mut len: usize = 0;
    for word in words {
        let stop = outside_trust_domain(u64::from_le_bytes(*word));
        if stop != 0 {
            return len.wrapping_add(first_byte(stop));
        }
        len = len.wrapping_add(8);
    }
    // The last, incomplete word: its bytes low, zeros (which stop) above them.
    let word = match whole.last_chunk::<8>() {
        Some(last) => {
            let excess = u32::try_from(8_usize.wrapping_sub(tail.len())).unwrap_or(8).wrapping_mul(8);
            u64::from_le_bytes(*last).checked_shr(excess).unwrap_or(0)
        }
        None => tail.iter().rev().fold(0, |word: u64, byte| word.wrapping_shl(8) | u64::from(*byte)),
    };
    len.wrapping_add(first_byte(outside_trust_domain(word)))
}

/// Which byte the lowest set bit lies in.
#[inline]
fn first_byte(mask: u64) -> usize {
    usize::try_from(mask.trailing_zeros() / 8).unwrap_or(0)
}

/// A mask with the top bit of each byte set that may not stand in a trust domain.
#[inline]
fn outside_trust_domain(word: u64) -> u64 {
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    const TOP: u64 = each(0x80);
    // Each byte's low seven bits plus at most 0x7f: no carry leaves a byte.
    let low = word & !TOP;
    let at_least = |byte: u8| low.wrapping_add(each(0x80_u8.wrapping_sub(byte)));
    let not = |byte: u8| (low ^ each(byte)).wrapping_add(each(0x7f));
    let letter = at_least(b'a') & !at_least(b'z'.wrapping_add(1));
    let digit_dot_dash = at_least(b'-') & !at_least(b'9'.wrapping_add(1)) & not(b'/');
    let inside = (letter | digit_dot_dash | !not(b'_')) & !word;
    !inside & TOP
}

/// Whether `relative` is surely a valid path. `slashed` is the same with one `/` before it.
#[inline]
fn is_path(relative: &[u8], slashed: &[u8]) -> bool {
    // With pairs (byte before, byte), no window has to look further than one byte back.
    match relative.last() {
        None | Some(b'/') => return false,
        Some(_) => {}
    }
    let before = slashed.get(..relative.len()).unwrap_or_default();
    if relative.len() >= 32 {
        all_blocks::<32>(before, relative)
    } else if relative.len() >= 16 {
        all_blocks::<16>(before, relative)
    } else if relative.len() >= 8 {
        all_blocks::<8>(before, relative)
    } else {
        before.iter().zip(relative).all(|(&before, &byte)| suspect(before, byte) == 0)
    }
}

/// Whether all bytes pass, in blocks of `N`, the last one overlapping the one before it.
#[inline]
fn all_blocks<const N: usize>(before: &[u8], bytes: &[u8]) -> bool {
    let mut suspects = [0_u8; N];
    let blocks = before.as_chunks::<N>().0.iter().zip(bytes.as_chunks::<N>().0);
    for (before, bytes) in blocks.chain(before.last_chunk::<N>().zip(bytes.last_chunk::<N>())) {
        for ((mark, &before), &byte) in suspects.iter_mut().zip(before).zip(bytes) {
            *mark |= suspect(before, byte);
        }
    }
    suspects.iter().fold(0, |all, mark| all | mark) == 0
}

/// Not zero if `byte` may not stand in a path, or may be wrong after `before`: an empty segment, or one
/// that begins with a dot.
#[inline]
fn suspect(before: u8, byte: u8) -> u8 {
    // As signed comparisons, for which every vector instruction set has an instruction.
    let below = |value: u8, bound: u8| (value ^ 0x80).cast_signed() < (bound ^ 0x80).cast_signed();
    // `-`, `.`, `/` and the digits follow each other in ASCII.
    let plain = below(byte.wrapping_sub(b'-'), 13);
    let letter = below((byte | 0x20).wrapping_sub(b'a'), 26);
    let known = plain | letter | (byte == b'_');
    let opens_odd = (before == b'/') & ((byte | 1) == b'/');
    u8::from(!known) | u8::from(opens_odd)
}
