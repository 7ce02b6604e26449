//! Subject alternative names, tag by tag.

use crate::pki::der::{Element, Reader, Reason, SEQUENCE};

use super::{Malformed, sole};

const RFC822: u8 = 0x81;
const DNS: u8 = 0x82;
const DIRECTORY: u8 = 0xa4;
const URI: u8 = 0x86;
const IP: u8 = 0x87;
const NO_NAME: Reason = "a name of a kind that does not exist";

/// A GeneralName, RFC 5280 section 4.2.1.6, by what its form is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GeneralName<'a> {
    /// rfc822Name.
    Email(&'a [u8]),
    /// dNSName.
    Dns(&'a [u8]),
    /// uniformResourceIdentifier.
    Uri(&'a [u8]),
    /// iPAddress: 4 or 16 bytes; in a name constraint as many again for the mask.
    Ip(&'a [u8]),
    /// directoryName: the Name, tag and length included.
    Directory(&'a [u8]),
    /// otherName, x400Address, ediPartyName or registeredID, by its tag.
    Other(u8),
}

/// Reads general names one after the other; ends after the first fault.
pub(crate) fn general_names(names: &[u8]) -> impl Iterator<Item = Result<GeneralName<'_>, Reason>> {
    let mut list = Reader::new(names);
    std::iter::from_fn(move || {
        if list.is_empty() {
            return None;
        }
        let name = list.next().and_then(|name| GeneralName::of(&name));
        if name.is_err() {
            list = Reader::new(&[]);
        }
        Some(name)
    })
}

impl<'a> GeneralName<'a> {
    fn of(name: &Element<'a>) -> Result<Self, Reason> {
        match name.tag {
            RFC822 => Ok(Self::Email(name.content)),
            DNS => Ok(Self::Dns(name.content)),
            URI => Ok(Self::Uri(name.content)),
            IP => Ok(Self::Ip(name.content)),
            DIRECTORY => Ok(Self::Directory(name.content)),
            tag if tag & 0xc0 == 0x80 && tag & 0x1f <= 8 => Ok(Self::Other(tag)),
            _ => Err(NO_NAME),
        }
    }
}

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
        let fault = Malformed::of("subjectAltName");
        let names = sole(value, SEQUENCE).map_err(fault)?;
        let mut list = Reader::new(names);
        if list.is_empty() {
            // RFC 5280 section 4.2.1.6: the sequence holds at least one name.
            return Err(fault("an empty list of names"));
        }
        let mut found = Self { names, critical, uri_count: 0, first_uri: None };
        while !list.is_empty() {
            let name = list.next().map_err(fault)?;
            let number = name.tag & 0x1f;
            if name.tag & 0xc0 != 0x80 || number > 8 {
                return Err(fault(NO_NAME));
            }
            if number == URI & 0x1f {
                // Tag 0xa6 is a URI name wrongly marked constructed: counted, never decoded.
                found.uri_count = found.uri_count.saturating_add(1);
                if name.tag != URI {
                    return Err(fault("a URI that is marked constructed"));
                }
                if !name.content.is_ascii() {
                    return Err(fault("a URI that is not ASCII"));
                }
                found.first_uri = found.first_uri.or(Some(name.content));
            } else if matches!(name.tag, RFC822 | DNS) && !name.content.is_ascii() {
                return Err(fault("a name that is not ASCII"));
            } else if name.tag == IP && !matches!(name.content.len(), 4 | 16) {
                return Err(fault("an IP address of a wrong length"));
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

    /// All names, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = GeneralName<'a>> + use<'a> {
        // `read` has been through them all.
        general_names(self.names).map_while(Result::ok)
    }

    fn texts(&self, tag: u8) -> impl Iterator<Item = &'a str> + use<'a> {
        let mut names = Reader::new(self.names);
        std::iter::from_fn(move || names.next().ok())
            .filter(move |name| name.tag == tag)
            .filter_map(|name| std::str::from_utf8(name.content).ok())
    }
}
