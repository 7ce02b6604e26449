//! Where a bundle is fetched from.

use std::fmt;

use rustls_pki_types::ServerName;

use crate::finding::excerpt;
use crate::trust::TrustError;

/// More than any endpoint has.
const MAX: usize = 2048;
const SCHEME: &str = "https://";

/// The URL of a bundle endpoint: `https`, a host, no user information (SPIFFE Federation section 5.2.1.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EndpointUrl {
    text: String,
    host: String,
    port: u16,
    /// Where the path begins in `text`.
    path: usize,
}

impl EndpointUrl {
    /// Reads a URL.
    ///
    /// # Errors
    /// [`TrustError::EndpointUrl`]: another scheme, user information, a host that is neither a DNS name nor an address,
    /// a port that is none, a fragment, a character that no URL has, or more than 2,048 bytes.
    pub fn parse(text: &str) -> Result<Self, TrustError> {
        let refused =
            |reason: &str| TrustError::EndpointUrl { url: excerpt(text), reason: reason.to_owned() };
        if text.len() > MAX {
            return Err(refused("it has more than 2048 bytes"));
        }
        if text.bytes().any(|byte| !byte.is_ascii_graphic() || br#"<>"{}|\^`"#.contains(&byte)) {
            return Err(refused("it has a character that no URL has"));
        }
        let Some((scheme, rest)) = text.split_at_checked(SCHEME.len()) else {
            return Err(refused("it does not begin with https://"));
        };
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return Err(refused("it does not begin with https://"));
        }
        if rest.contains('#') {
            return Err(refused("it has a fragment"));
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, _) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if authority.contains('@') {
            return Err(refused("it has user information"));
        }
        let (host, port) = match authority.strip_prefix('[') {
            Some(bracketed) => {
                let (host, port) =
                    bracketed.split_once(']').ok_or_else(|| refused("it has half a bracket"))?;
                if !host.contains(':') {
                    return Err(refused("brackets are for IPv6 addresses"));
                }
                (host, port)
            }
            None => {
                authority.split_at_checked(authority.find(':').unwrap_or(authority.len())).unwrap_or_default()
            }
        };
        let port = match port.strip_prefix(':') {
            None if port.is_empty() => 443,
            Some(digits) if !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) => {
                digits.parse().ok().filter(|port| *port > 0).ok_or_else(|| refused("its port is no port"))?
            }
            _ => return Err(refused("its port is no port")),
        };
        if ServerName::try_from(host).is_err() {
            return Err(refused("its host is neither a DNS name nor an address"));
        }
        let path = SCHEME.len().saturating_add(end);
        Ok(Self { text: text.to_owned(), host: host.to_ascii_lowercase(), port, path })
    }

    /// Where a redirect from here leads: another `https` URL, or a path on the same host that begins with `/`.
    ///
    /// # Errors
    /// As [`EndpointUrl::parse`].
    pub fn redirected(&self, location: &str) -> Result<Self, TrustError> {
        if location.starts_with('/') && !location.starts_with("//") {
            let origin = self.text.get(..self.path).unwrap_or_default();
            return Self::parse(&format!("{origin}{location}"));
        }
        Self::parse(location)
    }

    /// The URL as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The DNS name or address, lowercase, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port; 443 where none is written.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What a request asks for: path and query, beginning with `/`.
    pub fn target(&self) -> String {
        let target = self.text.get(self.path..).unwrap_or_default();
        if target.starts_with('/') { target.to_owned() } else { format!("/{target}") }
    }
}

impl fmt::Display for EndpointUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
