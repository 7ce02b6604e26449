//! The names that servers and edge clients are known by.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use rustls_pki_types::{DnsName, ServerName};
use serde::{Serialize, Serializer};

use crate::pki::Certificate;

use super::VerifierError;

/// A name that a certificate must be valid for. Parses from text: an address, an e-mail address, or a DNS name.
///
/// Compared with subjectAltName alone, never with the subject's common name (RFC 9525 section 2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PeerName(Kind);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Dns(DnsName<'static>),
    Ip(IpAddr),
    Email(String),
}

impl PeerName {
    /// A DNS name as it stands in a URL or SNI: ASCII, without a final dot.
    ///
    /// # Errors
    /// [`VerifierError::PeerNameInvalid`].
    pub fn dns(name: &str) -> Result<Self, VerifierError> {
        DnsName::try_from(name).map(|name| Self(Kind::Dns(name.to_owned()))).map_err(|_| {
            // Anchors vouch for every name: an ID is for its trust domain's bundle to vouch for.
            let spiffe = name.get(..9).is_some_and(|scheme| scheme.eq_ignore_ascii_case("spiffe://"));
            let why = if spiffe { "a SPIFFE ID, which a ChainVerifier judges" } else { "not a DNS name" };
            VerifierError::peer_name(name, why)
        })
    }

    /// An address.
    pub fn ip(address: IpAddr) -> Self {
        Self(Kind::Ip(address))
    }

    /// An e-mail address (rfc822Name): the mailbox is compared exactly, the host without regard to case.
    ///
    /// # Errors
    /// [`VerifierError::PeerNameInvalid`].
    pub fn email(address: &str) -> Result<Self, VerifierError> {
        if mailbox(address).is_some() && address.is_ascii() {
            Ok(Self(Kind::Email(address.to_owned())))
        } else {
            Err(VerifierError::peer_name(address, "not an e-mail address"))
        }
    }

    /// About what it takes in memory.
    pub(super) fn bytes(&self) -> usize {
        let text = match &self.0 {
            Kind::Dns(name) => name.as_ref().len(),
            Kind::Ip(_) => 0,
            Kind::Email(address) => address.len(),
        };
        size_of::<Self>().saturating_add(text)
    }

    /// Whether the leaf is valid for this name.
    pub(super) fn matches(&self, leaf: &webpki::EndEntityCert<'_>, read: &Certificate) -> bool {
        match &self.0 {
            Kind::Dns(name) => {
                leaf.verify_is_valid_for_subject_name(&ServerName::DnsName(name.clone())).is_ok()
            }
            Kind::Ip(address) => {
                leaf.verify_is_valid_for_subject_name(&ServerName::IpAddress((*address).into())).is_ok()
            }
            Kind::Email(wanted) => read.emails().iter().any(|found| same_mailbox(wanted, found)),
        }
    }
}

/// Local part and host of `local@host`.
fn mailbox(address: &str) -> Option<(&str, &str)> {
    let (local, host) = address.split_once('@')?;
    (!local.is_empty() && !host.is_empty() && !host.contains('@')).then_some((local, host))
}

fn same_mailbox(a: &str, b: &str) -> bool {
    match (mailbox(a), mailbox(b)) {
        (Some((a_local, a_host)), Some((b_local, b_host))) => {
            a_local == b_local && a_host.eq_ignore_ascii_case(b_host)
        }
        _ => false,
    }
}

impl FromStr for PeerName {
    type Err = VerifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(address) = text.parse() {
            return Ok(Self::ip(address));
        }
        if text.contains('@') { Self::email(text) } else { Self::dns(text) }
    }
}

impl fmt::Display for PeerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Dns(name) => f.write_str(name.as_ref()),
            Kind::Ip(address) => address.fmt(f),
            Kind::Email(address) => f.write_str(address),
        }
    }
}

impl Serialize for PeerName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Which names a certificate must be valid for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ExpectedName {
    /// Any: the chain alone is judged, and the caller looks at the names.
    Any,
    /// At least one of these.
    OneOf(Vec<PeerName>),
}

impl From<PeerName> for ExpectedName {
    fn from(name: PeerName) -> Self {
        Self::OneOf(vec![name])
    }
}

impl FromStr for ExpectedName {
    type Err = VerifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<PeerName>().map(Self::from)
    }
}
