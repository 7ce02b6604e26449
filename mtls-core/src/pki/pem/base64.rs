//! Base64 (RFC 4648 section 4) of a block's lines, strict, with positions.

use zeroize::Zeroizing;

const BAD: u8 = 0xFF;

const VALUES: [u8; 256] = {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut values = [BAD; 256];
    let mut i = 0_u8;
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "evaluated by the compiler, which refuses what is out of bounds"
    )]
    while i < 64 {
        values[alphabet[i as usize] as usize] = i;
        i += 1;
    }
    values
};

fn value(byte: u8) -> u8 {
    VALUES.get(usize::from(byte)).copied().unwrap_or(BAD)
}

/// What is wrong, and in which column of the line (counted from 1).
pub(super) struct Fault {
    pub(super) column: usize,
    pub(super) reason: String,
}

fn fault(column: usize, reason: impl Into<String>) -> Fault {
    Fault { column, reason: reason.into() }
}

/// Decodes line by line into a buffer that must not grow (it may hold a key).
pub(super) struct Decoder {
    out: Zeroizing<Vec<u8>>,
    /// The bits of a group of four characters that is not complete.
    group: u32,
    characters: u8,
    padding: u8,
}

impl Decoder {
    /// A decoder for at most `characters` of text.
    pub(super) fn new(characters: usize) -> Self {
        let bytes = characters.div_ceil(4).saturating_mul(3);
        Self { out: Zeroizing::new(Vec::with_capacity(bytes)), group: 0, characters: 0, padding: 0 }
    }

    /// Takes one line without its end.
    pub(super) fn line(&mut self, line: &[u8]) -> Result<(), Fault> {
        let mut rest = line;
        if self.characters == 0 && self.padding == 0 {
            rest = self.whole_groups(line);
        }
        let done = line.len().saturating_sub(rest.len());
        for (offset, byte) in rest.iter().enumerate() {
            let column = done.saturating_add(offset).saturating_add(1);
            self.character(*byte, column)?;
        }
        Ok(())
    }

    /// The fast way through a line's whole groups; stops before the first that holds anything else.
    fn whole_groups<'l>(&mut self, line: &'l [u8]) -> &'l [u8] {
        let mut rest = line;
        while let Some((group, after)) = rest.split_first_chunk::<4>() {
            let [a, b, c, d] = group.map(value);
            // Only BAD has the high bit.
            if (a | b | c | d) & 0x80 != 0 {
                break;
            }
            let bits = u32::from(a) << 18 | u32::from(b) << 12 | u32::from(c) << 6 | u32::from(d);
            let [_, x, y, z] = bits.to_be_bytes();
            self.out.extend_from_slice(&[x, y, z]);
            rest = after;
        }
        rest
    }

    fn character(&mut self, byte: u8, column: usize) -> Result<(), Fault> {
        match (byte, self.characters) {
            (b' ' | b'\t', _) => Ok(()),
            (b'=', 2 | 3) if self.padding < 2 => {
                self.padding = self.padding.saturating_add(1);
                let bytes = if self.characters == 2 { 1 } else { 2 };
                if self.padding.saturating_add(bytes) == 3 {
                    self.last_group(bytes, column)?;
                }
                Ok(())
            }
            (b'=', _) => Err(fault(column, "padding `=` stands where there is none")),
            _ if self.padding > 0 => Err(fault(column, "data stands behind the padding `=` that ends it")),
            _ => {
                let bits = value(byte);
                if bits == BAD {
                    return Err(fault(column, describe(byte)));
                }
                self.group = self.group << 6 | u32::from(bits);
                self.characters = self.characters.saturating_add(1);
                if self.characters == 4 {
                    let [_, x, y, z] = self.group.to_be_bytes();
                    self.out.extend_from_slice(&[x, y, z]);
                    self.group = 0;
                    self.characters = 0;
                }
                Ok(())
            }
        }
    }

    fn last_group(&mut self, bytes: u8, column: usize) -> Result<(), Fault> {
        let [_, x, y, z] = if bytes == 1 { self.group << 12 } else { self.group << 6 }.to_be_bytes();
        let (used, unused) = if bytes == 1 { (&[x][..], y) } else { (&[x, y][..], z) };
        if unused != 0 {
            return Err(fault(column, "the last character holds bits that belong to no byte"));
        }
        self.out.extend_from_slice(used);
        self.group = 0;
        self.characters = 0;
        Ok(())
    }

    /// The bytes, if the text ended with a whole group; otherwise what is missing.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, &'static str> {
        if self.characters != 0 {
            return Err("the data ends in the middle of a group of four characters");
        }
        Ok(std::mem::take(&mut *self.out))
    }
}

/// The byte in words. A byte outside the alphabet is no part of a key, so it may be shown.
fn describe(byte: u8) -> String {
    match byte {
        b'-' | b'_' => format!("`{}` belongs to the URL form of Base64, not to PEM", char::from(byte)),
        0x21..=0x7E => format!("`{}` is no Base64 character", char::from(byte)),
        0x80.. => "a character outside ASCII".to_owned(),
        _ => format!("a control character (0x{byte:02x})"),
    }
}
