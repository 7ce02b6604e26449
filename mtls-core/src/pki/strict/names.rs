//! Subject alternative names, tag by tag.

use super::der::{Cursor, SEQUENCE, sole};
use super::{Malformed, Reason};

const RFC822: u8 = 0x81;
const DNS: u8 = 0x82;
const URI: u8 = 0x86;
const IP: u8 = 0x87;

/// The subjectAltName extension: its general names in order, checked for form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SubjectAltName<'a> {
    names: &'a [u8],
    /// Whether the extension is marked critical.
    pub(crate) critical: bool,
    /// How many names are URIs by their tag number, decodable or not (X509-SVID section 2 counts them all).
    pub(crate) uri_count: usize,
    first_uri: Option<&'a [u8]>,
}

impl<'a> SubjectAltName<'a> {
    pub(super) fn read(value: &'a [u8], critical: bool) -> Result<Self, Malformed> {
        let part = "subjectAltName";
        let names = sole(value, SEQUENCE).map_err(|r| r.in_part(part))?.value;
        let mut cursor = Cursor::new(names);
        if cursor.is_empty() {
            // RFC 5280 section 4.2.1.6: the sequence holds at least one name.
            return Err(Reason::Value.in_part(part));
        }
        let mut found = Self { names, critical, uri_count: 0, first_uri: None };
        while !cursor.is_empty() {
            let tlv = cursor.next().map_err(|r| r.in_part(part))?;
            let number = tlv.tag & 0x1f;
            if tlv.tag & 0xc0 != 0x80 || number > 8 {
                return Err(Reason::Tag.in_part(part));
            }
            if number == URI & 0x1f {
                // Tag 0xa6 is a URI name wrongly marked constructed: counted, never decoded.
                found.uri_count = found.uri_count.saturating_add(1);
                if tlv.tag != URI {
                    return Err(Reason::Tag.in_part("subjectAltName URI"));
                }
                if !tlv.value.is_ascii() {
                    return Err(Reason::Value.in_part("subjectAltName URI"));
                }
                found.first_uri = found.first_uri.or(Some(tlv.value));
            } else if matches!(tlv.tag, RFC822 | DNS) && !tlv.value.is_ascii() {
                return Err(Reason::Value.in_part("subjectAltName"));
            } else if tlv.tag == IP && !matches!(tlv.value.len(), 4 | 16) {
                return Err(Reason::Value.in_part("subjectAltName IP address"));
            }
        }
        Ok(found)
    }

    /// The URI name, where there is exactly one.
    pub(crate) fn sole_uri(&self) -> Option<&'a str> {
        if self.uri_count != 1 {
            return None;
        }
        self.first_uri.and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// All URI names, in order.
    pub(crate) fn uris(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts(URI)
    }

    fn texts(&self, tag: u8) -> impl Iterator<Item = &'a str> + use<'a> {
        let mut cursor = Cursor::new(self.names);
        std::iter::from_fn(move || cursor.next().ok())
            .filter(move |tlv| tlv.tag == tag)
            .filter_map(|tlv| std::str::from_utf8(tlv.value).ok())
    }
}
