//! Reads the wire format of Protocol Buffers, as much of it as one message of the Workload API needs.
//!
//! Nothing is copied: what is read are slices of the message, whose buffer holds a private key and is wiped as one. And
//! nothing grows with what the message claims: who reads a field counts it.

/// Why a message cannot be read.
pub(super) type Reason = &'static str;

/// What a field holds, as the wire tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// Text, bytes or a message.
    Bytes(&'a [u8]),
    /// A number. No field of the message is one, so its value is of no interest.
    Number,
}

impl<'a> Value<'a> {
    pub(super) fn bytes(self) -> Result<&'a [u8], Reason> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Number => Err("a field is a number where bytes belong"),
        }
    }

    pub(super) fn text(self) -> Result<&'a str, Reason> {
        std::str::from_utf8(self.bytes()?).map_err(|_| "a text is not UTF-8")
    }
}

/// The fields of a message, in the order in which they stand there. Ends after the first fault.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) fn of(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    fn field(&mut self) -> Result<(u32, Value<'a>), Reason> {
        let key = u32::try_from(self.varint()?).map_err(|_| "a field number is too large")?;
        let number = key >> 3;
        if number == 0 {
            return Err("a field has the number 0");
        }
        let value = match key & 7 {
            0 => self.varint().map(|_| Value::Number),
            1 => self.take(8).map(|_| Value::Number),
            2 => {
                let length =
                    usize::try_from(self.varint()?).map_err(|_| "a field is longer than the message")?;
                self.take(length).map(Value::Bytes)
            }
            5 => self.take(4).map(|_| Value::Number),
            _ => Err("a field has an unknown wire type"),
        }?;
        Ok((number, value))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Reason> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or("a field is longer than the message")?;
        self.rest = rest;
        Ok(taken)
    }

    fn varint(&mut self) -> Result<u64, Reason> {
        let mut value = 0_u64;
        for shift in (0..64_u32).step_by(7) {
            let (&byte, rest) = self.rest.split_first().ok_or("it ends within a number")?;
            self.rest = rest;
            let bits = u64::from(byte & 0x7f);
            // The tenth byte has room for one bit.
            if shift == 63 && bits > 1 {
                return Err("a number is longer than 64 bits");
            }
            value |= bits.wrapping_shl(shift);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err("a number is longer than 64 bits")
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u32, Value<'a>), Reason>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}
