//! Distinguished names as text (RFC 4514).

use std::fmt::Write as _;

use x509_parser::asn1_rs::{Any, Tag};
use x509_parser::prelude::FromDer as _;
use x509_parser::x509::{AttributeTypeAndValue, X509Name};

use super::der;
use crate::finding::is_invisible;

/// The name as RFC 4514 writes it: the last part first, `CN=cart,O=Shop,C=DE`. Empty for an empty name.
///
/// Short names beyond those of the RFC are OpenSSL's, as in `-nameopt RFC2253`. Characters that
/// steer a terminal are written as hex pairs, so that the text may be printed.
pub(super) fn text(name: &X509Name<'_>) -> String {
    let mut out = String::new();
    let parts: Vec<_> = name.iter_rdn().collect();
    for rdn in parts.into_iter().rev() {
        let mut separator = if out.is_empty() { "" } else { "," };
        for attribute in rdn.iter() {
            out.push_str(separator);
            write_attribute(&mut out, attribute);
            separator = "+";
        }
    }
    out
}

/// The text of a Name in DER, tag and length included.
pub(crate) fn of_der(name: &[u8]) -> Result<String, &'static str> {
    match X509Name::from_der(name) {
        Ok(([], name)) => Ok(text(&name)),
        Ok(_) => Err("bytes follow the name"),
        Err(_) => Err("not a Name in DER"),
    }
}

fn write_attribute(out: &mut String, attribute: &AttributeTypeAndValue<'_>) {
    let oid = attribute.attr_type().to_id_string();
    let value = attribute.attr_value();
    match (short_name(&oid), string(value)) {
        (Some(name), Some(text)) => {
            let _ = write!(out, "{name}=");
            escape(out, &text);
        }
        (name, _) => {
            let _ = write!(out, "{}=#", name.unwrap_or(&oid));
            // RFC 4514 section 2.4: the whole encoding in hex.
            let tag = u8::try_from(value.tag().0).unwrap_or_default();
            for byte in der::write(tag, &[value.data]).iter() {
                let _ = write!(out, "{byte:02X}");
            }
        }
    }
}

fn short_name(oid: &str) -> Option<&'static str> {
    Some(match oid {
        "2.5.4.3" => "CN",
        "2.5.4.4" => "SN",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "street",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.12" => "title",
        "2.5.4.42" => "GN",
        "2.5.4.46" => "dnQualifier",
        "2.5.4.97" => "organizationIdentifier",
        "0.9.2342.19200300.100.1.1" => "UID",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "emailAddress",
        _ => return None,
    })
}

/// The text of a string type; `None` for others and for bytes that do not decode.
fn string(value: &Any<'_>) -> Option<String> {
    let bytes = value.data;
    match value.tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String | Tag::NumericString | Tag::VisibleString => {
            std::str::from_utf8(bytes).ok().map(str::to_owned)
        }
        // In practice Latin-1.
        Tag::T61String => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Tag::BmpString => {
            let (units, rest) = bytes.as_chunks::<2>();
            let text = char::decode_utf16(units.iter().map(|unit| u16::from_be_bytes(*unit)));
            if rest.is_empty() { text.collect::<Result<_, _>>().ok() } else { None }
        }
        Tag::UniversalString => {
            let (units, rest) = bytes.as_chunks::<4>();
            let text = units.iter().map(|unit| char::from_u32(u32::from_be_bytes(*unit)));
            if rest.is_empty() { text.collect() } else { None }
        }
        _ => None,
    }
}

/// RFC 4514 section 2.4.
fn escape(out: &mut String, text: &str) {
    let last = text.chars().count().saturating_sub(1);
    for (position, c) in text.chars().enumerate() {
        match c {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' => {
                out.push('\\');
                out.push(c);
            }
            ' ' if position == 0 || position == last => out.push_str("\\ "),
            '#' if position == 0 => out.push_str("\\#"),
            _ if c.is_control() || is_invisible(c) => {
                let mut buffer = [0; 4];
                for byte in c.encode_utf8(&mut buffer).bytes() {
                    let _ = write!(out, "\\{byte:02X}");
                }
            }
            _ => out.push(c),
        }
    }
}

/// Bytes as pairs of lowercase hex digits with colons.
pub(crate) fn colon_hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().saturating_mul(3));
    for byte in bytes {
        if !out.is_empty() {
            out.push(':');
        }
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// Bytes as lowercase hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// Bytes from hex digits of either case: in pairs, with a colon between all of them or none.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs: Vec<&[u8]> = if text.contains(':') {
        text.split(':').map(str::as_bytes).collect()
    } else {
        text.as_bytes().chunks(2).collect()
    };
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    pairs.into_iter().map(byte).collect()
}

/// A serial number's INTEGER content as text: magnitude in hex with colons, `-` before a negative one.
pub(crate) fn serial_text(content: &[u8]) -> String {
    match content {
        [] => String::new(),
        [0, rest @ ..] if !rest.is_empty() => colon_hex(rest),
        [first, ..] if *first >= 0x80 => {
            let mut carry = true;
            let mut magnitude: Vec<u8> = content
                .iter()
                .rev()
                .map(|byte| {
                    let (value, overflow) = (!byte).overflowing_add(u8::from(carry));
                    carry = overflow;
                    value
                })
                .collect();
            magnitude.reverse();
            let zeros = magnitude.iter().take_while(|byte| **byte == 0).count();
            format!("-{}", colon_hex(magnitude.get(zeros..).unwrap_or_default()))
        }
        bytes => colon_hex(bytes),
    }
}

#[cfg(test)]
mod tests;
