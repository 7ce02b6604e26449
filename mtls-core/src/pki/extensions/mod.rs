//! The extensions of certificates and requests, read once into plain values.

mod usage;

pub use usage::{ExtendedKeyUsage, KeyUsage};

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde::Serialize;
use x509_parser::extensions::{
    CRLDistributionPoint, DistributionPointName, GeneralName, ParsedExtension, X509Extension,
};
use x509_parser::prelude::FromDer as _;

use super::PkiError;
use super::der::{self, Reader};
use super::error::cut;
use super::public_key::dotted;
use crate::identity::SpiffeId;

/// One extension as it stands: which, and whether it is critical.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct ExtensionEntry {
    /// Object identifier in dotted form.
    pub oid: String,
    /// Its name in RFC 5280, empty where none is known here.
    pub name: &'static str,
    /// Whether a reader that does not know it must refuse (RFC 5280 section 4.2).
    pub critical: bool,
}

/// The names of a subject alternative name extension (RFC 5280 section 4.2.1.6), each kind in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SubjectNames {
    /// DNS names.
    pub dns: Vec<String>,
    /// IP addresses.
    pub ip: Vec<IpAddr>,
    /// URIs, SPIFFE IDs among them.
    pub uri: Vec<String>,
    /// E-mail addresses.
    pub email: Vec<String>,
    /// Names of other kinds, in words: `directoryName CN=x`, `otherName 1.3.6.1.4.1.311.20.2.3`.
    pub other: Vec<String>,
}

impl SubjectNames {
    /// The SPIFFE ID: the one URI, if there is exactly one and it is a valid ID (X509-SVID section 2).
    pub(crate) fn spiffe_id(&self) -> Option<SpiffeId> {
        match self.uri.as_slice() {
            [uri] => SpiffeId::parse(uri).ok(),
            _ => None,
        }
    }
}

/// CA or not (RFC 5280 section 4.2.1.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct BasicConstraints {
    /// Whether the certificate may issue others.
    pub ca: bool,
    /// How many intermediates may stand below it; `None` for any number.
    pub path_length: Option<u32>,
}

/// All that is read. `None` means the extension is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extensions {
    pub(crate) entries: Vec<ExtensionEntry>,
    pub(crate) key_usage: Option<Vec<KeyUsage>>,
    pub(crate) extended_key_usage: Option<Vec<ExtendedKeyUsage>>,
    pub(crate) names: SubjectNames,
    pub(crate) basic_constraints: Option<BasicConstraints>,
    pub(crate) subject_key_id: Option<Vec<u8>>,
    pub(crate) authority_key_id: Option<Vec<u8>>,
    pub(crate) policies: Vec<String>,
    pub(crate) crl_urls: Vec<String>,
    pub(crate) ocsp_urls: Vec<String>,
    pub(crate) issuer_urls: Vec<String>,
}

/// The name of an extension in RFC 5280; empty where none is known.
fn name(oid: &str) -> &'static str {
    match oid {
        "2.5.29.9" => "subjectDirectoryAttributes",
        "2.5.29.14" => "subjectKeyIdentifier",
        "2.5.29.15" => "keyUsage",
        "2.5.29.17" => "subjectAltName",
        "2.5.29.18" => "issuerAltName",
        "2.5.29.19" => "basicConstraints",
        "2.5.29.20" => "cRLNumber",
        "2.5.29.21" => "reasonCode",
        "2.5.29.24" => "invalidityDate",
        "2.5.29.27" => "deltaCRLIndicator",
        "2.5.29.28" => "issuingDistributionPoint",
        "2.5.29.29" => "certificateIssuer",
        "2.5.29.30" => "nameConstraints",
        "2.5.29.31" => "cRLDistributionPoints",
        "2.5.29.32" => "certificatePolicies",
        "2.5.29.33" => "policyMappings",
        "2.5.29.35" => "authorityKeyIdentifier",
        "2.5.29.36" => "policyConstraints",
        "2.5.29.37" => "extKeyUsage",
        "2.5.29.46" => "freshestCRL",
        "2.5.29.54" => "inhibitAnyPolicy",
        "1.3.6.1.5.5.7.1.1" => "authorityInfoAccess",
        "1.3.6.1.5.5.7.1.11" => "subjectInfoAccess",
        "1.3.6.1.5.5.7.1.24" => "tlsFeature",
        "1.3.6.1.4.1.11129.2.4.2" => "signedCertificateTimestampList",
        _ => "",
    }
}

/// The extension's name, or its OID.
pub(crate) fn label(entry: &ExtensionEntry) -> String {
    if entry.name.is_empty() { cut(&entry.oid) } else { entry.name.to_owned() }
}

/// The extensions of an `Extensions` sequence.
pub(crate) fn list<'a>(mut content: Reader<'a>) -> Result<Vec<X509Extension<'a>>, PkiError> {
    let malformed =
        |reason: &str| PkiError::ExtensionMalformed { name: "list".to_owned(), reason: reason.to_owned() };
    let mut out = Vec::new();
    while !content.is_empty() {
        let raw = content.element(der::SEQUENCE).map_err(malformed)?.raw;
        let (_, extension) =
            X509Extension::from_der(raw).map_err(|_| malformed("one of them does not decode"))?;
        out.push(extension);
    }
    Ok(out)
}

/// The list of extensions, refusing one that stands twice.
pub(crate) fn entries(extensions: &[X509Extension<'_>]) -> Result<Vec<ExtensionEntry>, PkiError> {
    let mut seen = BTreeSet::new();
    extensions
        .iter()
        .map(|extension| {
            let oid = dotted(extension.oid.as_bytes());
            let entry = ExtensionEntry { name: name(&oid), oid, critical: extension.critical };
            if seen.insert(extension.oid.as_bytes()) {
                Ok(entry)
            } else {
                Err(PkiError::ExtensionDuplicate { name: label(&entry) })
            }
        })
        .collect()
}

impl Extensions {
    /// Reads the extensions. Those that decide what a certificate is for must decode; pointers for
    /// people (CRL addresses, policies) are left out where they do not.
    pub(crate) fn read(extensions: &[X509Extension<'_>]) -> Result<Self, PkiError> {
        let mut out = Self { entries: entries(extensions)?, ..Self::default() };
        for (extension, entry) in extensions.iter().zip(out.entries.clone()) {
            out.take(extension)
                .map_err(|reason| PkiError::ExtensionMalformed { name: label(&entry), reason })?;
        }
        Ok(out)
    }

    fn take(&mut self, extension: &X509Extension<'_>) -> Result<(), String> {
        match extension.parsed_extension() {
            ParsedExtension::KeyUsage(usage) => {
                let bits = usage.flags;
                let set = (0..).zip(KeyUsage::ALL).filter(|(bit, _)| bits & (1_u16 << bit) != 0);
                self.key_usage = Some(set.map(|(_, usage)| usage).collect());
            }
            ParsedExtension::ExtendedKeyUsage(_) => {
                self.extended_key_usage = Some(extended_key_usage(extension.value)?);
            }
            ParsedExtension::SubjectAlternativeName(names) => {
                self.names = subject_names(&names.general_names)?
            }
            ParsedExtension::BasicConstraints(constraints) => {
                self.basic_constraints = Some(BasicConstraints {
                    ca: constraints.ca,
                    path_length: constraints.path_len_constraint,
                });
            }
            ParsedExtension::SubjectKeyIdentifier(id) => self.subject_key_id = Some(id.0.to_vec()),
            ParsedExtension::AuthorityKeyIdentifier(id) => {
                self.authority_key_id = id.key_identifier.as_ref().map(|id| id.0.to_vec());
            }
            ParsedExtension::CertificatePolicies(policies) => {
                self.policies = policies.iter().map(|policy| dotted(policy.policy_id.as_bytes())).collect();
            }
            ParsedExtension::CRLDistributionPoints(points) => {
                self.crl_urls = points.points.iter().flat_map(crl_urls).collect();
            }
            ParsedExtension::AuthorityInfoAccess(access) => {
                for description in access.iter() {
                    let GeneralName::URI(url) = &description.access_location else { continue };
                    match dotted(description.access_method.as_bytes()).as_str() {
                        "1.3.6.1.5.5.7.48.1" => self.ocsp_urls.push(printable(url)),
                        "1.3.6.1.5.5.7.48.2" => self.issuer_urls.push(printable(url)),
                        _ => {}
                    }
                }
            }
            ParsedExtension::ParseError { .. } => {
                let oid = dotted(extension.oid.as_bytes());
                if decides(&oid) {
                    return Err("it does not decode".to_owned());
                }
            }
            _ => {}
        }
        if decides(&dotted(extension.oid.as_bytes())) {
            let mut value = Reader::new(extension.value);
            value.next().and_then(|_| value.finish()).map_err(str::to_owned)?;
        }
        Ok(())
    }
}

/// Whether reading an extension wrongly could let something in.
fn decides(oid: &str) -> bool {
    matches!(
        name(oid),
        "subjectKeyIdentifier"
            | "keyUsage"
            | "subjectAltName"
            | "basicConstraints"
            | "nameConstraints"
            | "authorityKeyIdentifier"
            | "extKeyUsage"
    )
}

fn extended_key_usage(value: &[u8]) -> Result<Vec<ExtendedKeyUsage>, String> {
    let mut list = Reader::only(value, der::SEQUENCE)?;
    let mut out = Vec::new();
    while !list.is_empty() {
        out.push(ExtendedKeyUsage::from_oid(&dotted(list.content(der::OID)?)));
    }
    if out.is_empty() { Err("it names no purpose".to_owned()) } else { Ok(out) }
}

fn subject_names(names: &[GeneralName<'_>]) -> Result<SubjectNames, String> {
    let mut out = SubjectNames::default();
    for name in names {
        match name {
            GeneralName::DNSName(text) => out.dns.push(ascii("DNS name", text)?),
            GeneralName::URI(text) => out.uri.push(ascii("URI", text)?),
            GeneralName::RFC822Name(text) => out.email.push(ascii("e-mail address", text)?),
            GeneralName::IPAddress(bytes) => out.ip.push(ip(bytes)?),
            GeneralName::DirectoryName(name) => {
                out.other.push(format!("directoryName {}", super::name::text(name)));
            }
            GeneralName::OtherName(oid, _) => out.other.push(format!("otherName {}", dotted(oid.as_bytes()))),
            GeneralName::RegisteredID(oid) => {
                out.other.push(format!("registeredID {}", dotted(oid.as_bytes())))
            }
            GeneralName::X400Address(_) => out.other.push("x400Address".to_owned()),
            GeneralName::EDIPartyName(_) => out.other.push("ediPartyName".to_owned()),
            GeneralName::Invalid(tag, _) => return Err(format!("a name of kind {} does not decode", tag.0)),
        }
    }
    Ok(out)
}

/// RFC 5280 gives these names as IA5String; a control character in one has been used to deceive readers.
fn ascii(what: &str, text: &str) -> Result<String, String> {
    if text.bytes().all(|byte| matches!(byte, 0x20..=0x7E)) {
        Ok(text.to_owned())
    } else {
        Err(format!("the {what} `{}` holds more than printable ASCII", cut(&printable(text))))
    }
}

fn ip(bytes: &[u8]) -> Result<IpAddr, String> {
    <[u8; 4]>::try_from(bytes)
        .map(IpAddr::from)
        .or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from))
        .map_err(|_| format!("an IP address of {} bytes; 4 or 16 are expected", bytes.len()))
}

fn crl_urls(point: &CRLDistributionPoint<'_>) -> Vec<String> {
    let Some(DistributionPointName::FullName(names)) = &point.distribution_point else { return Vec::new() };
    let url = |name: &GeneralName<'_>| match name {
        GeneralName::URI(url) => Some(printable(url)),
        _ => None,
    };
    names.iter().filter_map(url).collect()
}

/// Text for a screen: what is not printable ASCII is written as an escape.
fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|c| if matches!(c, ' '..='~') { vec![c] } else { c.escape_default().collect() })
        .collect()
}

#[cfg(test)]
mod tests;
