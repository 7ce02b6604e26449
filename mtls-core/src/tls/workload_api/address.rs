//! Where the Workload API is.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::finding::excerpt;
use crate::trust::source::SourceError;

/// The variable that names it where the application does not (SPIFFE Workload Endpoint section 4).
const VARIABLE: &str = "SPIFFE_ENDPOINT_SOCKET";
/// Bytes of a socket's path: `sun_path` without the byte that ends it.
const LONGEST: usize = if cfg!(target_os = "linux") { 107 } else { 103 };
const FORMS: &str = "expected `unix:///path/of/socket` or `tcp://IP:port`";

/// The endpoint of the Workload API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A socket on this machine, by its absolute path.
    Unix(PathBuf),
    /// Without TLS.
    Tcp(SocketAddr),
}

impl Address {
    /// What the environment says.
    pub(super) fn from_environment() -> Result<Self, SourceError> {
        #[allow(
            clippy::disallowed_methods,
            reason = "the standard names this variable, and the application chose it by giving no address"
        )]
        let value = std::env::var(VARIABLE);
        match value {
            Ok(value) if value.is_empty() => refuse(format!("none is given and {VARIABLE} is empty")),
            Ok(value) => Self::parse(&value).map_err(|refused| match refused {
                SourceError::Address { reason } => {
                    SourceError::Address { reason: format!("in {VARIABLE}: {reason}") }
                }
                other => other,
            }),
            Err(std::env::VarError::NotPresent) => refuse(format!("none is given and {VARIABLE} is not set")),
            Err(std::env::VarError::NotUnicode(_)) => refuse(format!("{VARIABLE} is not UTF-8")),
        }
    }

    /// Reads a URI of the two forms that section 4 has, and nothing that would have to be interpreted.
    pub(super) fn parse(uri: &str) -> Result<Self, SourceError> {
        let no = |reason: &str| refuse(format!("`{}` {reason}", excerpt(uri)));
        if let Some(bad) = uri.chars().find(|c| matches!(c, '?' | '#' | '%' | '\\') || !c.is_ascii_graphic())
        {
            return match bad {
                '?' => no("has a query"),
                '#' => no("has a fragment"),
                '%' => no("is percent-encoded"),
                _ => no("has a character that does not belong there"),
            };
        }
        if let Some(rest) = uri.strip_prefix("unix:") {
            // Two slashes begin an authority, which must be empty.
            let path = rest.strip_prefix("//").unwrap_or(rest);
            return match path {
                "" | "/" => no("names no socket"),
                _ if path.len() > LONGEST => {
                    no(&format!("is longer than the {LONGEST} bytes that a socket's path can have"))
                }
                _ if path.starts_with('/') => Ok(Self::Unix(PathBuf::from(path))),
                _ if rest.starts_with("//") => no("has an authority; a path begins with the third slash"),
                _ => no("has a path that is not absolute"),
            };
        }
        let Some(authority) = uri.strip_prefix("tcp://") else {
            return no(&format!("has another form: {FORMS}"));
        };
        if authority.contains('@') {
            return no("has user information");
        }
        if authority.contains('/') {
            return no("has a path");
        }
        match authority.parse::<SocketAddr>() {
            Ok(address) if address.port() != 0 => Ok(Self::Tcp(address)),
            _ => no("has no IP address with a port"),
        }
    }

    /// The same for the client that connects.
    pub(super) fn endpoint(&self) -> spiffe::transport::Endpoint {
        match self {
            Self::Unix(path) => spiffe::transport::Endpoint::Unix(path.clone()),
            Self::Tcp(address) => {
                spiffe::transport::Endpoint::Tcp { host: address.ip(), port: address.port() }
            }
        }
    }
}

fn refuse(reason: String) -> Result<Address, SourceError> {
    Err(SourceError::Address { reason })
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix://{}", crate::finding::path(path)),
            Self::Tcp(address) => write!(f, "tcp://{address}"),
        }
    }
}
