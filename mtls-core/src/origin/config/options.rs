//! What the caller knows that the configuration does not say.

use std::time::Duration;

use rustls_pki_types::UnixTime;
use serde::{Deserialize, Deserializer};

use super::{OriginError, limit};
use crate::finding::excerpt;

/// What is meant to be closed, and how much is read. In JSON with the fields' names, `at` in seconds since 1970; what is left
/// out has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ConfigOptions {
    /// The hosts that only the edge may reach; a wildcard stands for one of its hosts. Empty: every host that is served.
    pub hosts: Vec<String>,
    /// Ports that anyone may reach, such as 80 for ACME challenges: they are listed, not judged.
    pub public_ports: Vec<u16>,
    /// Whether requests under a CA that all customers of an edge share are bound to one's own account by other means, such as
    /// tokens that the application checks.
    pub tenant_checked: bool,
    /// The CA of the edge's client certificate in PEM: a listener that does not trust it refuses the edge, and what it trusts
    /// besides is named.
    pub edge_ca: Option<String>,
    /// Whether that CA vouches for other customers of the edge too. Of Cloudflare's own that is known.
    pub shared_ca: bool,
    /// When the dates of CA certificates and revocation lists are judged for; not at all where none is given.
    #[serde(deserialize_with = "seconds")]
    pub at: Option<UnixTime>,
    /// How much is read.
    pub limits: ConfigLimits,
}

/// How much of a configuration is read before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ConfigLimits {
    /// Bytes of one file. Default 4 MiB.
    pub max_file_bytes: usize,
    /// Bytes of all files, each counted as often as it is included. Default 16 MiB.
    pub max_bytes: usize,
    /// Files, each counted as often as it is included. Default 1,024.
    pub max_files: usize,
    /// Includes within includes. Default 16.
    pub max_include_depth: usize,
    /// Blocks within blocks. Default 32.
    pub max_nesting: usize,
    /// Directives of all files. Default 200,000.
    pub max_directives: usize,
    /// Listeners: every virtual host counts once for each of its sockets. Default 8,192.
    pub max_listeners: usize,
    /// Findings that are kept. Default 1,024.
    pub max_findings: usize,
}

impl Default for ConfigLimits {
    fn default() -> Self {
        Self {
            max_file_bytes: 4 << 20,
            max_bytes: 16 << 20,
            max_files: 1024,
            max_include_depth: 16,
            max_nesting: 32,
            max_directives: 200_000,
            max_listeners: 8192,
            max_findings: 1024,
        }
    }
}

impl ConfigOptions {
    /// These hosts are to be reached by the edge alone.
    #[must_use]
    pub fn hosts<H: Into<String>>(mut self, hosts: impl IntoIterator<Item = H>) -> Self {
        self.hosts = hosts.into_iter().map(Into::into).collect();
        self
    }

    /// Anyone may reach these ports.
    #[must_use]
    pub fn public_ports(mut self, ports: impl IntoIterator<Item = u16>) -> Self {
        self.public_ports = ports.into_iter().collect();
        self
    }

    /// Requests under a shared CA are bound to one's own account by other means.
    #[must_use]
    pub fn tenant_checked(mut self) -> Self {
        self.tenant_checked = true;
        self
    }

    /// The CA of the edge's client certificate, in PEM.
    #[must_use]
    pub fn edge_ca(mut self, pem: impl Into<String>) -> Self {
        self.edge_ca = Some(pem.into());
        self
    }

    /// That CA vouches for other customers of the edge too.
    #[must_use]
    pub fn shared_ca(mut self) -> Self {
        self.shared_ca = true;
        self
    }

    /// Dates are judged for this time.
    #[must_use]
    pub fn at(mut self, at: UnixTime) -> Self {
        self.at = Some(at);
        self
    }

    pub(super) fn check(&self) -> Result<(), OriginError> {
        let bad = |option: &str, reason: String| Err(OriginError::option(option, reason));
        for host in &self.hosts {
            let bare = host.strip_prefix("*.").unwrap_or(host);
            let fits = !bare.is_empty()
                && bare.len() <= 253
                && bare.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'));
            if !fits {
                return bad("hosts", format!("`{}` is no host name", excerpt(host)));
            }
        }
        limit("options", "hosts", self.hosts.len(), 1024)?;
        if self.public_ports.contains(&0) {
            return bad("public_ports", "0 is no port; ports are 1 to 65535".to_owned());
        }
        Ok(())
    }
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<UnixTime>, D::Error> {
    let seconds = Option::<u64>::deserialize(deserializer)?;
    Ok(seconds.map(|seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds))))
}
