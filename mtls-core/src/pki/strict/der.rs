//! Tag, length, value: a cursor over DER bytes.

use super::Reason;

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;

/// What is left to read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a>(&'a [u8]);

/// One value with its tag; `whole` includes tag and length.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tlv<'a> {
    pub(super) tag: u8,
    pub(super) value: &'a [u8],
    pub(super) whole: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The tag of the next value, without reading it.
    pub(super) fn peek(self) -> Option<u8> {
        self.0.first().copied()
    }

    /// Reads the next value, whatever its tag (one byte; certificates use no others).
    pub(super) fn next(&mut self) -> Result<Tlv<'a>, Reason> {
        let start = self.0;
        let (&tag, rest) = start.split_first().ok_or(Reason::Truncated)?;
        if tag & 0x1f == 0x1f {
            return Err(Reason::Tag);
        }
        let (length, rest) = length(rest)?;
        let (value, rest) = rest.split_at_checked(length).ok_or(Reason::Truncated)?;
        let used = start.len().checked_sub(rest.len()).ok_or(Reason::Truncated)?;
        let whole = start.get(..used).ok_or(Reason::Truncated)?;
        self.0 = rest;
        Ok(Tlv { tag, value, whole })
    }

    /// Reads the next value, which must have this tag.
    pub(super) fn expect(&mut self, tag: u8) -> Result<Tlv<'a>, Reason> {
        match self.peek() {
            Some(t) if t == tag => self.next(),
            Some(_) => Err(Reason::Tag),
            None => Err(Reason::Truncated),
        }
    }

    /// Reads the next value if it has this tag.
    pub(super) fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>, Reason> {
        if self.peek() == Some(tag) { self.next().map(Some) } else { Ok(None) }
    }

    /// Ends the reading: nothing may be left.
    pub(super) fn end(self) -> Result<(), Reason> {
        if self.0.is_empty() { Ok(()) } else { Err(Reason::Trailing) }
    }
}

/// The length octets, minimal as DER demands, and what follows them.
fn length(bytes: &[u8]) -> Result<(usize, &[u8]), Reason> {
    let (&first, rest) = bytes.split_first().ok_or(Reason::Truncated)?;
    let count = match first {
        0..=0x7f => return Ok((usize::from(first), rest)),
        0x81..=0x84 => usize::from(first & 0x7f),
        _ => return Err(Reason::Length),
    };
    let (octets, rest) = rest.split_at_checked(count).ok_or(Reason::Truncated)?;
    if octets.first() == Some(&0) {
        return Err(Reason::Length);
    }
    // At most four octets: fits u32, and usize on every target that has std.
    let value = octets.iter().fold(0_u32, |n, &octet| (n << 8) | u32::from(octet));
    if value < 0x80 {
        return Err(Reason::Length);
    }
    usize::try_from(value).map(|n| (n, rest)).map_err(|_| Reason::Length)
}

/// A whole value that must be one of `tag` with nothing after it.
pub(super) fn sole(bytes: &[u8], tag: u8) -> Result<Tlv<'_>, Reason> {
    let mut cursor = Cursor::new(bytes);
    let tlv = cursor.expect(tag)?;
    cursor.end()?;
    Ok(tlv)
}

/// DER BOOLEAN: exactly 0x00 or 0xff.
pub(super) fn boolean(value: &[u8]) -> Result<bool, Reason> {
    match value {
        [0x00] => Ok(false),
        [0xff] => Ok(true),
        _ => Err(Reason::Value),
    }
}

/// A non-negative INTEGER that fits u32, minimal.
pub(super) fn small_integer(value: &[u8]) -> Result<u32, Reason> {
    check_integer(value)?;
    if value.first().is_some_and(|b| b & 0x80 != 0) {
        return Err(Reason::Value);
    }
    let digits = value.strip_prefix(&[0]).filter(|rest| !rest.is_empty()).unwrap_or(value);
    if digits.len() > 4 {
        return Err(Reason::Value);
    }
    Ok(digits.iter().fold(0_u32, |n, &octet| (n << 8) | u32::from(octet)))
}

/// An INTEGER is not empty and not longer than it needs to be.
pub(super) fn check_integer(value: &[u8]) -> Result<(), Reason> {
    match value {
        [] => Err(Reason::Value),
        [0x00, next, ..] if next & 0x80 == 0 => Err(Reason::Length),
        [0xff, next, ..] if next & 0x80 != 0 => Err(Reason::Length),
        _ => Ok(()),
    }
}

/// The octets of a BIT STRING without unused bits.
pub(super) fn octets(value: &[u8]) -> Result<&[u8], Reason> {
    match value.split_first() {
        Some((0, octets)) => Ok(octets),
        Some(_) => Err(Reason::Value),
        None => Err(Reason::Truncated),
    }
}

/// A named-bit-list BIT STRING of at most 16 bits (key usage), most significant bit first.
///
/// Trailing zero bits should be left out (X.690 section 11.2.2). They are let through: Cloudflare's
/// 2015 origin-pull CA has them, every peer reads it, and they change no meaning.
pub(super) fn named_bits(value: &[u8]) -> Result<u16, Reason> {
    let (&unused, bytes) = value.split_first().ok_or(Reason::Truncated)?;
    if unused > 7 || bytes.len() > 2 || (bytes.is_empty() && unused != 0) {
        return Err(Reason::Value);
    }
    let bits = match bytes {
        [] => 0,
        [a] => u16::from(*a) << 8,
        [a, b, ..] => u16::from(*a) << 8 | u16::from(*b),
    };
    let last = bytes.last().copied();
    if last.is_some_and(|b| u32::from(b).trailing_zeros() < u32::from(unused)) {
        return Err(Reason::Value);
    }
    Ok(bits)
}
