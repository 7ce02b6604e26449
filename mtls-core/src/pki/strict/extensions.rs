//! The extensions that decide: each at most once, each decoded to its last byte.

use super::der::{
    BIT_STRING, BOOLEAN, Cursor, INTEGER, OCTET_STRING, OID, SEQUENCE, boolean, named_bits, small_integer,
    sole,
};
use super::{Malformed, Reason, SubjectAltName};

const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];

const SERVER_AUTH: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01];
const CLIENT_AUTH: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02];

/// More extensions than any real certificate has; keeps the duplicate check bounded.
const MAX_EXTENSIONS: usize = 64;

/// What the extensions say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extensions<'a> {
    pub(crate) subject_alt_name: Option<SubjectAltName<'a>>,
    pub(crate) key_usage: Option<KeyUsage>,
    pub(crate) basic_constraints: Option<BasicConstraints>,
    pub(crate) extended_key_usage: Option<ExtendedKeyUsage>,
}

/// keyUsage, RFC 5280 section 4.2.1.3.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyUsage {
    bits: u16,
    pub(crate) critical: bool,
}

impl KeyUsage {
    pub(crate) fn digital_signature(self) -> bool {
        self.bits & 0x8000 != 0
    }
    pub(crate) fn key_cert_sign(self) -> bool {
        self.bits & 0x0400 != 0
    }
    pub(crate) fn crl_sign(self) -> bool {
        self.bits & 0x0200 != 0
    }
}

/// basicConstraints, RFC 5280 section 4.2.1.9.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BasicConstraints {
    pub(crate) ca: bool,
    pub(crate) path_len: Option<u32>,
}

/// extKeyUsage, RFC 5280 section 4.2.1.12.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ExtendedKeyUsage {
    pub(crate) server_auth: bool,
    pub(crate) client_auth: bool,
}

impl<'a> Extensions<'a> {
    /// Reads `SEQUENCE OF Extension` (the contents of the `[3]` wrapper).
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let part = "extensions";
        let list = sole(bytes, SEQUENCE).map_err(|r| r.in_part(part))?.value;
        let mut found = Self::default();
        let mut cursor = Cursor::new(list);
        if cursor.is_empty() {
            return Err(Reason::Value.in_part(part));
        }
        let mut count = 0_usize;
        while !cursor.is_empty() {
            if count >= MAX_EXTENSIONS {
                return Err(Reason::Value.in_part(part));
            }
            let (oid, critical, value) = extension(&mut cursor)?;
            // A second extension of a kind, known or not, is refused: readers differ in which one they believe.
            let mut earlier = Cursor::new(list);
            for _ in 0..count {
                if extension(&mut earlier)?.0 == oid {
                    return Err(Reason::Duplicate.in_part(name(oid)));
                }
            }
            count = count.saturating_add(1);
            found.take(oid, critical, value)?;
        }
        Ok(found)
    }

    fn take(&mut self, oid: &[u8], critical: bool, value: &'a [u8]) -> Result<(), Malformed> {
        let part = name(oid);
        let fail = |reason: Reason| reason.in_part(part);
        match oid {
            SUBJECT_ALT_NAME => self.subject_alt_name = Some(SubjectAltName::read(value, critical)?),
            KEY_USAGE => {
                let bits = named_bits(sole(value, BIT_STRING).map_err(fail)?.value).map_err(fail)?;
                self.key_usage = Some(KeyUsage { bits, critical });
            }
            BASIC_CONSTRAINTS => self.basic_constraints = Some(basic_constraints(value).map_err(fail)?),
            EXTENDED_KEY_USAGE => self.extended_key_usage = Some(extended_key_usage(value).map_err(fail)?),
            _ => {}
        }
        Ok(())
    }
}

/// One `Extension`: OID, critical flag, value.
fn extension<'a>(cursor: &mut Cursor<'a>) -> Result<(&'a [u8], bool, &'a [u8]), Malformed> {
    let fail = |reason: Reason| reason.in_part("extensions");
    let mut fields = Cursor::new(cursor.expect(SEQUENCE).map_err(fail)?.value);
    let oid = fields.expect(OID).map_err(fail)?.value;
    let fail = |reason: Reason| reason.in_part(name(oid));
    let critical = match fields.optional(BOOLEAN).map_err(fail)? {
        // Written out only when true (DER leaves defaults out); FALSE is common enough in the wild to be let through.
        Some(tlv) => boolean(tlv.value).map_err(fail)?,
        None => false,
    };
    let value = fields.expect(OCTET_STRING).map_err(fail)?.value;
    fields.end().map_err(fail)?;
    Ok((oid, critical, value))
}

fn basic_constraints(value: &[u8]) -> Result<BasicConstraints, Reason> {
    let mut fields = Cursor::new(sole(value, SEQUENCE)?.value);
    let ca = match fields.optional(BOOLEAN)? {
        Some(tlv) => boolean(tlv.value)?,
        None => false,
    };
    let path_len = fields.optional(INTEGER)?.map(|tlv| small_integer(tlv.value)).transpose()?;
    fields.end()?;
    Ok(BasicConstraints { ca, path_len })
}

fn extended_key_usage(value: &[u8]) -> Result<ExtendedKeyUsage, Reason> {
    let mut purposes = Cursor::new(sole(value, SEQUENCE)?.value);
    let mut found = ExtendedKeyUsage::default();
    if purposes.is_empty() {
        return Err(Reason::Value);
    }
    while !purposes.is_empty() {
        match purposes.expect(OID)?.value {
            SERVER_AUTH => found.server_auth = true,
            CLIENT_AUTH => found.client_auth = true,
            _ => {}
        }
    }
    Ok(found)
}

/// The extension's name in RFC 5280.
fn name(oid: &[u8]) -> &'static str {
    match oid {
        SUBJECT_ALT_NAME => "subjectAltName",
        KEY_USAGE => "keyUsage",
        BASIC_CONSTRAINTS => "basicConstraints",
        EXTENDED_KEY_USAGE => "extKeyUsage",
        _ => "an extension",
    }
}
