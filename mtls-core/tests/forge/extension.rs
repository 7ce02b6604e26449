//! Certificate extensions, right and wrong ones.

use super::der::{OCTET_STRING, bits, oid, sequence, tlv};

pub(crate) const SUBJECT_KEY_ID: &[u8] = &[0x55, 0x1d, 0x0e];
pub(crate) const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
pub(crate) const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
pub(crate) const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
pub(crate) const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x1e];
pub(crate) const AUTHORITY_KEY_ID: &[u8] = &[0x55, 0x1d, 0x23];
pub(crate) const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];
/// 1.2.3.4: nobody's.
pub(crate) const UNKNOWN: &[u8] = &[0x2a, 3, 4];

pub(crate) const SERVER_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 1];
pub(crate) const CLIENT_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 2];
pub(crate) const CODE_SIGNING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 3];
pub(crate) const ANY_PURPOSE: &[u8] = &[0x55, 0x1d, 0x25, 0];

/// Bits of keyUsage, the first being the highest.
pub(crate) const DIGITAL_SIGNATURE: u8 = 0x80;
pub(crate) const KEY_ENCIPHERMENT: u8 = 0x20;
pub(crate) const KEY_CERT_SIGN: u8 = 0x04;
pub(crate) const CRL_SIGN: u8 = 0x02;

/// Tags of general names.
pub(crate) const EMAIL: u8 = 0x81;
pub(crate) const DNS: u8 = 0x82;
pub(crate) const DIRECTORY: u8 = 0xa4;
pub(crate) const URI: u8 = 0x86;
pub(crate) const IP: u8 = 0x87;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extension {
    pub(crate) id: &'static [u8],
    pub(crate) critical: bool,
    pub(crate) value: Vec<u8>,
}

impl Extension {
    pub(crate) fn new(id: &'static [u8], critical: bool, value: Vec<u8>) -> Self {
        Self { id, critical, value }
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        let critical: &[u8] = if self.critical { &[1, 1, 0xff] } else { &[] };
        sequence(&[&oid(self.id), critical, &tlv(OCTET_STRING, &[&self.value])])
    }
}

/// basicConstraints as DER has it: false is left out.
pub(crate) fn basic_constraints(ca: bool, path_len: Option<u8>) -> Extension {
    let flag: &[u8] = if ca { &[1, 1, 0xff] } else { &[] };
    let length = path_len.map_or_else(Vec::new, |n| vec![2, 1, n]);
    Extension::new(BASIC_CONSTRAINTS, true, sequence(&[flag, &length]))
}

pub(crate) fn key_usage(usages: u8) -> Extension {
    let unused = u8::try_from(usages.trailing_zeros().min(7)).unwrap();
    Extension::new(KEY_USAGE, true, tlv(0x03, &[&[unused, usages]]))
}

pub(crate) fn extended_key_usage(purposes: &[&[u8]]) -> Extension {
    let purposes: Vec<u8> = purposes.iter().flat_map(|purpose| oid(purpose)).collect();
    Extension::new(EXTENDED_KEY_USAGE, false, sequence(&[&purposes]))
}

/// Names by tag, in order.
pub(crate) fn subject_alt_name(names: &[(u8, &[u8])]) -> Extension {
    Extension::new(SUBJECT_ALT_NAME, false, sequence(&[&general_names(names)]))
}

pub(crate) fn general_names(names: &[(u8, &[u8])]) -> Vec<u8> {
    names.iter().flat_map(|(tag, value)| tlv(*tag, &[value])).collect()
}

/// Permitted and excluded subtrees by tag.
pub(crate) fn name_constraints(permitted: &[(u8, &[u8])], excluded: &[(u8, &[u8])]) -> Extension {
    let subtrees = |tag: u8, names: &[(u8, &[u8])]| {
        let list: Vec<u8> = names.iter().flat_map(|name| sequence(&[&general_names(&[*name])])).collect();
        if list.is_empty() { list } else { tlv(tag, &[&list]) }
    };
    let value = sequence(&[&subtrees(0xa0, permitted), &subtrees(0xa1, excluded)]);
    Extension::new(NAME_CONSTRAINTS, true, value)
}

pub(crate) fn subject_key_id(id: &[u8]) -> Extension {
    Extension::new(SUBJECT_KEY_ID, false, tlv(OCTET_STRING, &[id]))
}

pub(crate) fn authority_key_id(id: &[u8]) -> Extension {
    Extension::new(AUTHORITY_KEY_ID, false, sequence(&[&tlv(0x80, &[id])]))
}

/// A value that nothing decodes: an empty bit string without its first byte.
pub(crate) fn undecodable(id: &'static [u8]) -> Extension {
    Extension::new(id, true, vec![0x03, 0])
}

/// A value that anything may hold.
pub(crate) fn anything(id: &'static [u8], critical: bool) -> Extension {
    Extension::new(id, critical, bits(&[0]))
}
