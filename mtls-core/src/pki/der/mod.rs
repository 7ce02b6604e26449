//! A small reader and writer of DER, for what x509-parser does not read (private keys) and for
//! exact byte ranges (what a signature covers, a name as encoded).

use zeroize::Zeroizing;

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// `[n]`, constructed.
pub(crate) const fn context(n: u8) -> u8 {
    0xA0 | n
}

/// `[n]`, primitive.
pub(crate) const fn context_primitive(n: u8) -> u8 {
    0x80 | n
}

/// What is wrong with the encoding, in words that fit after a colon.
pub(crate) type Reason = &'static str;

/// One element: its tag, its content, and the whole of it with the header.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    pub(crate) raw: &'a [u8],
}

/// Reads elements one after the other. Takes definite, minimal lengths and low tag numbers alone, as DER does.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        Self { rest: input }
    }

    /// The content of `input`, which is one element of `tag` and nothing else.
    pub(crate) fn only(input: &'a [u8], tag: u8) -> Result<Self, Reason> {
        let mut outer = Self::new(input);
        let inner = outer.enter(tag)?;
        outer.finish()?;
        Ok(inner)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn remaining(&self) -> usize {
        self.rest.len()
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element, whatever it is.
    pub(crate) fn next(&mut self) -> Result<Element<'a>, Reason> {
        let start = self.rest;
        let (&tag, rest) = start.split_first().ok_or("it ends where an element should begin")?;
        if tag & 0x1F == 0x1F {
            return Err("a tag number above 30");
        }
        let (&first, mut rest) = rest.split_first().ok_or("it ends inside an element's header")?;
        let length = if first < 0x80 {
            usize::from(first)
        } else {
            let count = usize::from(first & 0x7F);
            if count == 0 {
                return Err("an indefinite length, which DER forbids");
            }
            if count > 4 {
                return Err("a length above 4 GiB");
            }
            let (bytes, after) = rest.split_at_checked(count).ok_or("it ends inside an element's header")?;
            rest = after;
            let length = bytes.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
            if length < 0x80 || bytes.first() == Some(&0) {
                return Err("a length that is not written the shortest way");
            }
            length
        };
        let (content, after) =
            rest.split_at_checked(length).ok_or("it is cut off: an element says it is longer")?;
        self.rest = after;
        let raw = start.get(..start.len().saturating_sub(after.len())).unwrap_or_default();
        Ok(Element { tag, content, raw })
    }

    /// The next element, which must have `tag`.
    pub(crate) fn element(&mut self, tag: u8) -> Result<Element<'a>, Reason> {
        match self.peek() {
            Some(seen) if seen == tag => self.next(),
            Some(_) => Err("an element of another type stands where it should not"),
            None => Err("it ends where an element should begin"),
        }
    }

    /// The content of the next element, which must have `tag`.
    pub(crate) fn content(&mut self, tag: u8) -> Result<&'a [u8], Reason> {
        self.element(tag).map(|element| element.content)
    }

    /// A reader of what the next element holds, which must have `tag`.
    pub(crate) fn enter(&mut self, tag: u8) -> Result<Self, Reason> {
        self.content(tag).map(Self::new)
    }

    /// The next element's content if it has `tag`.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<&'a [u8]>, Reason> {
        if self.peek() == Some(tag) { self.content(tag).map(Some) } else { Ok(None) }
    }

    /// A positive INTEGER's magnitude without leading zeros.
    pub(crate) fn magnitude(&mut self) -> Result<&'a [u8], Reason> {
        match self.content(INTEGER)? {
            [] => Err("an empty integer"),
            [0] => Ok(&[]),
            [0, next, ..] if *next < 0x80 => Err("an integer that is not written the shortest way"),
            [0, rest @ ..] => Ok(rest),
            [first, ..] if *first >= 0x80 => Err("a negative integer"),
            bytes => Ok(bytes),
        }
    }

    /// A BIT STRING of whole bytes.
    pub(crate) fn bit_string(&mut self) -> Result<&'a [u8], Reason> {
        whole_bytes(self.content(BIT_STRING)?)
    }

    pub(crate) fn finish(self) -> Result<(), Reason> {
        if self.is_empty() { Ok(()) } else { Err("more stands behind the end") }
    }
}

/// The bytes of a BIT STRING's content that has no unused bits.
pub(crate) fn whole_bytes(content: &[u8]) -> Result<&[u8], Reason> {
    match content {
        [0, bytes @ ..] => Ok(bytes),
        _ => Err("a bit string that does not end on a byte"),
    }
}

/// The element `tag` around `parts`, in one allocation that is zeroized when dropped (it may hold a key).
pub(crate) fn write(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length = parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.len()));
    let mut out = Zeroizing::new(Vec::with_capacity(length.saturating_add(6)));
    out.push(tag);
    if let Ok(short @ 0..=0x7F) = u8::try_from(length) {
        out.push(short);
    } else {
        let bytes = length.to_be_bytes();
        let skip = bytes.iter().take_while(|byte| **byte == 0).count();
        let significant = bytes.get(skip..).unwrap_or_default();
        out.push(0x80 | u8::try_from(significant.len()).unwrap_or(8));
        out.extend_from_slice(significant);
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// The INTEGER of a magnitude without leading zeros.
pub(crate) fn write_magnitude(magnitude: &[u8]) -> Zeroizing<Vec<u8>> {
    match magnitude.first() {
        None => write(INTEGER, &[&[0]]),
        Some(0x80..) => write(INTEGER, &[&[0], magnitude]),
        Some(_) => write(INTEGER, &[magnitude]),
    }
}

#[cfg(test)]
mod tests;
