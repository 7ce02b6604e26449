//! The extensions that decide: each at most once, each decoded to its last byte.

use crate::pki::der::{BIT_STRING, INTEGER, OCTET_STRING, OID, Reader, Reason, SEQUENCE};

use super::{Malformed, SubjectAltName, sole};

const BOOLEAN: u8 = 0x01;

const SUBJECT_KEY_ID: &[u8] = &[0x55, 0x1d, 0x0e];
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x1e];
const CRL_DISTRIBUTION_POINTS: &[u8] = &[0x55, 0x1d, 0x1f];
const CERTIFICATE_POLICIES: &[u8] = &[0x55, 0x1d, 0x20];
const POLICY_MAPPINGS: &[u8] = &[0x55, 0x1d, 0x21];
const AUTHORITY_KEY_ID: &[u8] = &[0x55, 0x1d, 0x23];
const POLICY_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x24];
const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];
const INHIBIT_ANY_POLICY: &[u8] = &[0x55, 0x1d, 0x36];
const AUTHORITY_INFO_ACCESS: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01];

const ANY_EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25, 0x00];

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
    pub(crate) authority_key_id: Option<RawExtension<'a>>,
    pub(crate) subject_key_id: Option<RawExtension<'a>>,
    pub(crate) name_constraints: Option<RawExtension<'a>>,
    pub(crate) policy_constraints: Option<RawExtension<'a>>,
    pub(crate) authority_info_access: Option<RawExtension<'a>>,
    /// The object identifier of the first critical extension that neither webpki nor we act on.
    pub(crate) unknown_critical: Option<&'a [u8]>,
}

/// An extension that is decoded only where a check asks for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawExtension<'a> {
    pub(crate) critical: bool,
    /// What extnValue holds.
    pub(crate) value: &'a [u8],
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
    pub(crate) critical: bool,
}

/// extKeyUsage, RFC 5280 section 4.2.1.12.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ExtendedKeyUsage {
    pub(crate) server_auth: bool,
    pub(crate) client_auth: bool,
    /// anyExtendedKeyUsage.
    pub(crate) any: bool,
    pub(crate) critical: bool,
}

impl<'a> Extensions<'a> {
    /// Reads `SEQUENCE OF Extension` (the contents of the `[3]` wrapper).
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let fault = Malformed::of("extensions");
        let list = sole(bytes, SEQUENCE).map_err(fault)?;
        let mut found = Self::default();
        let mut cursor = Reader::new(list);
        if cursor.is_empty() {
            return Err(fault("an empty list"));
        }
        let mut count = 0_usize;
        while !cursor.is_empty() {
            if count >= MAX_EXTENSIONS {
                return Err(fault("more than 64 of them"));
            }
            let (oid, critical, value) = extension(&mut cursor)?;
            // A second extension of a kind, known or not, is refused: readers differ in which one they believe.
            let mut earlier = Reader::new(list);
            for _ in 0..count {
                if earlier.enter(SEQUENCE).and_then(|mut e| e.content(OID)).map_err(fault)? == oid {
                    return Err(Malformed::of(name(oid))("it stands twice"));
                }
            }
            count = count.saturating_add(1);
            found.take(oid, critical, value)?;
        }
        Ok(found)
    }

    fn take(&mut self, oid: &'a [u8], critical: bool, value: &'a [u8]) -> Result<(), Malformed> {
        let fault = Malformed::of(name(oid));
        let raw = Some(RawExtension { critical, value });
        match oid {
            SUBJECT_ALT_NAME => self.subject_alt_name = Some(SubjectAltName::read(value, critical)?),
            KEY_USAGE => {
                let bits = sole(value, BIT_STRING).and_then(named_bits).map_err(fault)?;
                self.key_usage = Some(KeyUsage { bits, critical });
            }
            BASIC_CONSTRAINTS => {
                self.basic_constraints = Some(basic_constraints(value, critical).map_err(fault)?)
            }
            EXTENDED_KEY_USAGE => {
                self.extended_key_usage = Some(extended_key_usage(value, critical).map_err(fault)?)
            }
            AUTHORITY_KEY_ID => self.authority_key_id = raw,
            SUBJECT_KEY_ID => self.subject_key_id = raw,
            NAME_CONSTRAINTS => self.name_constraints = raw,
            AUTHORITY_INFO_ACCESS => self.authority_info_access = raw,
            // webpki reads the distribution points. Policies cannot fail where any policy will do and
            // none is demanded (RFC 5280 section 6.1.1), unless policyConstraints demands one.
            CRL_DISTRIBUTION_POINTS | CERTIFICATE_POLICIES | POLICY_MAPPINGS | INHIBIT_ANY_POLICY => {}
            _ => {
                if oid == POLICY_CONSTRAINTS {
                    self.policy_constraints = raw;
                }
                if critical {
                    self.unknown_critical = self.unknown_critical.or(Some(oid));
                }
            }
        }
        Ok(())
    }
}

/// One `Extension`: OID, critical flag, value.
fn extension<'a>(list: &mut Reader<'a>) -> Result<(&'a [u8], bool, &'a [u8]), Malformed> {
    let fault = Malformed::of("extensions");
    let mut fields = list.enter(SEQUENCE).map_err(fault)?;
    let oid = fields.content(OID).map_err(fault)?;
    let fault = Malformed::of(name(oid));
    let critical = boolean(&mut fields).map_err(fault)?;
    let value = fields.content(OCTET_STRING).map_err(fault)?;
    fields.finish().map_err(fault)?;
    Ok((oid, critical, value))
}

/// `BOOLEAN DEFAULT FALSE`. DER leaves the default out; written out it is common enough to be let through.
fn boolean(fields: &mut Reader<'_>) -> Result<bool, Reason> {
    match fields.optional(BOOLEAN)? {
        None | Some([0x00]) => Ok(false),
        Some([0xff]) => Ok(true),
        Some(_) => Err("a boolean that is neither 00 nor ff"),
    }
}

/// A named-bit-list of at most 16 bits, most significant bit first.
///
/// Trailing zero bits should be left out (X.690 section 11.2.2). They are let through: Cloudflare's
/// 2015 origin-pull CA has them, every peer reads it, and they change no meaning.
fn named_bits(content: &[u8]) -> Result<u16, Reason> {
    let (bits, last, unused) = match *content {
        [0] => return Ok(0),
        [unused, a] => (u16::from(a) << 8, a, unused),
        [unused, a, b] => (u16::from(a) << 8 | u16::from(b), b, unused),
        _ => return Err("a bit string of a wrong length"),
    };
    if unused > 7 || last.trailing_zeros() < u32::from(unused) {
        return Err("a bit string whose unused bits are set");
    }
    Ok(bits)
}

fn basic_constraints(value: &[u8], critical: bool) -> Result<BasicConstraints, Reason> {
    let mut fields = Reader::only(value, SEQUENCE)?;
    let ca = boolean(&mut fields)?;
    let path_len = match fields.peek() {
        Some(INTEGER) => Some(match *fields.magnitude()? {
            [] => 0,
            [n] => u32::from(n),
            [a, b] => u32::from(a) << 8 | u32::from(b),
            _ => return Err("a path length above 65535"),
        }),
        _ => None,
    };
    fields.finish()?;
    Ok(BasicConstraints { ca, path_len, critical })
}

fn extended_key_usage(value: &[u8], critical: bool) -> Result<ExtendedKeyUsage, Reason> {
    let mut purposes = Reader::only(value, SEQUENCE)?;
    let mut found = ExtendedKeyUsage { critical, ..ExtendedKeyUsage::default() };
    if purposes.is_empty() {
        return Err("an empty list of purposes");
    }
    while !purposes.is_empty() {
        match purposes.content(OID)? {
            SERVER_AUTH => found.server_auth = true,
            CLIENT_AUTH => found.client_auth = true,
            ANY_EXTENDED_KEY_USAGE => found.any = true,
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
        NAME_CONSTRAINTS => "nameConstraints",
        AUTHORITY_KEY_ID => "authorityKeyIdentifier",
        SUBJECT_KEY_ID => "subjectKeyIdentifier",
        _ => "an extension",
    }
}
