//! Name constraints (RFC 5280 section 4.2.1.10), so that nothing is issued that no verifier takes.

use std::net::IpAddr;

use x509_parser::extensions::{GeneralName, GeneralSubtree};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::IssueError;
use super::names::Names;
use crate::pki::Certificate;
use crate::pki::error::cut;

/// What one CA permits and excludes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Constraints {
    ca: String,
    permitted: Vec<Base>,
    excluded: Vec<Base>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Base {
    Dns(String),
    Uri(String),
    Ip(Vec<u8>),
}

/// A name of the certificate to be issued, in the form that constraints look at.
#[derive(Clone, Copy)]
enum Name<'a> {
    Dns(&'a str),
    /// The host of the URI: the trust domain.
    Uri(&'a str),
    Ip(IpAddr),
}

impl Constraints {
    /// Those of a CA certificate, if it has any. A kind of name that we never issue is left out.
    pub(super) fn read(ca: &Certificate) -> Result<Option<Self>, IssueError> {
        let unreadable = || IssueError::CaUnfit {
            subject: ca.subject().to_owned(),
            reason: "its name constraints cannot be read".to_owned(),
        };
        let (_, parsed) = X509Certificate::from_der(ca.der()).map_err(|_| unreadable())?;
        let extension = parsed.name_constraints().map_err(|_| unreadable())?;
        Ok(extension.map(|extension| Self {
            ca: ca.subject().to_owned(),
            permitted: bases(extension.value.permitted_subtrees.as_deref()),
            excluded: bases(extension.value.excluded_subtrees.as_deref()),
        }))
    }

    /// Refuses the first name that is excluded, or not permitted where names of its kind are.
    pub(super) fn check(&self, names: &Names) -> Result<(), IssueError> {
        let uri = names.uri.as_deref().map(|uri| (uri.to_owned(), Name::Uri(host(uri))));
        let dns = names.dns.iter().map(|name| (name.clone(), Name::Dns(name)));
        let ips = names.ips.iter().map(|ip| (ip.to_string(), Name::Ip(*ip)));
        for (text, name) in uri.into_iter().chain(dns).chain(ips) {
            let mut of_kind = self.permitted.iter().filter(|base| base.is_about(name)).peekable();
            let refused = of_kind.peek().is_some() && !of_kind.any(|base| base.covers(name));
            if refused || self.excluded.iter().any(|base| base.touches(name)) {
                return Err(IssueError::NameConstrained { name: cut(&text), ca: self.ca.clone() });
            }
        }
        Ok(())
    }
}

impl Base {
    fn is_about(&self, name: Name<'_>) -> bool {
        matches!(
            (self, name),
            (Self::Dns(_), Name::Dns(_)) | (Self::Uri(_), Name::Uri(_)) | (Self::Ip(_), Name::Ip(_))
        )
    }

    fn covers(&self, name: Name<'_>) -> bool {
        match (self, name) {
            // Read as a label, `*` is below what every name that it stands for is below.
            (Self::Dns(base), Name::Dns(name)) => under(base, name, true),
            (Self::Uri(base), Name::Uri(host)) => under(base, host, false),
            (Self::Ip(base), Name::Ip(ip)) => in_subnet(base, ip),
            _ => false,
        }
    }

    /// Like `covers`, but a wildcard counts as soon as one name that it could stand for does.
    fn touches(&self, name: Name<'_>) -> bool {
        if self.covers(name) {
            return true;
        }
        match (self, name) {
            (Self::Dns(base), Name::Dns(name)) => name
                .strip_prefix("*.")
                .is_some_and(|parent| under(parent, base.trim_start_matches('.'), true)),
            _ => false,
        }
    }
}

/// Whether `name` is `base` or, for DNS names and bases with a leading dot, below it.
fn under(base: &str, name: &str, dns: bool) -> bool {
    let (base, name) = (base.to_ascii_lowercase(), name.to_ascii_lowercase());
    if let Some(parent) = base.strip_prefix('.') {
        return name.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'));
    }
    base == name
        || dns
            && (base.is_empty() || name.strip_suffix(base.as_str()).is_some_and(|rest| rest.ends_with('.')))
}

/// `base` is an address and a mask of the same length.
fn in_subnet(base: &[u8], ip: IpAddr) -> bool {
    let octets = match ip {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    base.split_at_checked(octets.len()).is_some_and(|(network, mask)| {
        mask.len() == octets.len()
            && network
                .iter()
                .zip(mask)
                .zip(&octets)
                .all(|((network, mask), octet)| network & mask == octet & mask)
    })
}

/// The trust domain in `spiffe://<trust domain>/<path>`.
fn host(uri: &str) -> &str {
    uri.strip_prefix("spiffe://").and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

fn bases(subtrees: Option<&[GeneralSubtree<'_>]>) -> Vec<Base> {
    let read = |subtree: &GeneralSubtree<'_>| match &subtree.base {
        GeneralName::DNSName(name) => Some(Base::Dns((*name).to_owned())),
        GeneralName::URI(name) => Some(Base::Uri((*name).to_owned())),
        GeneralName::IPAddress(bytes) => Some(Base::Ip(bytes.to_vec())),
        _ => None,
    };
    subtrees.unwrap_or_default().iter().filter_map(read).collect()
}
