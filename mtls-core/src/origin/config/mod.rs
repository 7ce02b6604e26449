//! What a server's configuration says of client certificates, before anyone connects.
//!
//! [`check_config`] reads the configuration of nginx, Apache, HAProxy, Envoy, Istio or the Gateway API with a parser of its
//! syntax, works out what every listener does after inheritance, and gives a [`ConfigReport`]: the listeners, what is wrong
//! with them and where, and a verdict in the words of the live probe. It opens no connection and runs no server. What it
//! cannot decide (scripts, variables, files that were not given) makes the verdict
//! [`Unproven`](crate::origin::OriginVerdict::Unproven), never [`Enforced`](crate::origin::OriginVerdict::Enforced);
//! modules and proxies before the server are beyond it, so a live probe still has the last word.
//!
//! ```
//! use mtls_core::origin::{ConfigFiles, ConfigKind, ConfigOptions, OriginVerdict, check_config};
//!
//! let files = ConfigFiles::new("nginx.conf", "
//! events {}
//! http {
//!     server {
//!         listen 443 ssl;
//!         server_name shop.example;
//!         ssl_certificate shop.pem;
//!         ssl_certificate_key shop.key;
//!         ssl_client_certificate edge-ca.pem;
//!         ssl_verify_client optional;
//!     }
//! }");
//! let report = check_config(ConfigKind::Nginx, &files, &ConfigOptions::default())?;
//! assert_eq!(report.verdict(), &OriginVerdict::Open);
//! let finding = report.findings().iter().find(|f| f.rule == "client-certificate-optional").unwrap();
//! assert_eq!(finding.subject.to_string(), "nginx.conf:10");
//! # Ok::<(), mtls_core::origin::OriginError>(())
//! ```

mod anchors;
mod apache;
mod client;
#[cfg(feature = "resources")]
mod envoy;
#[cfg(all(test, feature = "resources"))]
mod expect;
mod files;
#[cfg(feature = "resources")]
mod gateway_api;
mod haproxy;
#[cfg(feature = "resources")]
mod istio;
mod judge;
mod listener;
#[cfg(feature = "resources")]
mod manifests;
#[cfg(feature = "resources")]
mod names;
mod nginx;
mod options;
mod outcome;
mod pattern;
mod reader;
mod report;
mod spelling;
mod verdict;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::OriginError;
use crate::finding::rules::origin_config as rules;
use crate::finding::{Finding, NAME, Severity, Subject, excerpt, excerpt_of};

pub use files::ConfigFiles;
pub use listener::{ClientAuth, Listener, Serves};
pub use options::{ConfigLimits, ConfigOptions};
pub use report::ConfigReport;

use reader::Reader;

/// Whose configuration it is. In JSON and on command lines in kebab case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ConfigKind {
    /// `nginx.conf` and what it includes.
    Nginx,
    /// `apache2.conf` or `httpd.conf` and what it includes.
    Apache,
    /// `haproxy.cfg`.
    Haproxy,
    /// An Envoy bootstrap, or listeners of one, in YAML or JSON.
    Envoy,
    /// Istio manifests.
    Istio,
    /// Gateway API manifests.
    GatewayApi,
}

impl ConfigKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Nginx, Self::Apache, Self::Haproxy, Self::Envoy, Self::Istio, Self::GatewayApi];

    /// Its name in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Apache => "apache",
            Self::Haproxy => "haproxy",
            Self::Envoy => "envoy",
            Self::Istio => "istio",
            Self::GatewayApi => "gateway-api",
        }
    }
}

impl fmt::Display for ConfigKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ConfigKind {
    type Err = OriginError;

    fn from_str(name: &str) -> Result<Self, OriginError> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or_else(|| unknown(name))
    }
}

/// Reads a configuration and says who gets in without the edge's client certificate.
///
/// # Errors
/// No file is given, the text is none of this kind, or something goes over the [`ConfigLimits`]. An include that is missing
/// is a finding, and leaves the verdict open.
pub fn check_config(
    kind: ConfigKind,
    files: &ConfigFiles,
    options: &ConfigOptions,
) -> Result<ConfigReport, OriginError> {
    options.check()?;
    files.check(&options.limits)?;
    match kind {
        ConfigKind::Nginx => nginx::check(files, options),
        #[cfg(feature = "resources")]
        ConfigKind::Envoy => envoy::check(files, options),
        #[cfg(feature = "resources")]
        ConfigKind::Istio => istio::check(files, options),
        #[cfg(feature = "resources")]
        ConfigKind::GatewayApi => gateway_api::check(files, options),
        ConfigKind::Apache => apache::check(files, options),
        ConfigKind::Haproxy => haproxy::check(files, options),
        #[cfg(not(feature = "resources"))]
        other => Err(unknown(other.as_str())),
    }
}

/// The report over listeners and what was found on the way to them.
fn finish(
    kind: ConfigKind,
    files: &ConfigFiles,
    reader: Reader<'_>,
    mut listeners: Vec<Listener>,
    options: &ConfigOptions,
) -> Result<ConfigReport, OriginError> {
    let Reader { mut findings, shelf, base, entered, .. } = reader;
    findings.extend(passed_over(kind, files, &entered));
    let mut shelf = shelf.over(files);
    for one in listeners.iter_mut().filter(|one| one.asks_under_cas()) {
        one.trusted = Some(shelf.trusted(&one.anchors, &base)?);
    }
    findings.extend(anchors::judge(&listeners, files, &mut shelf, &base, options)?);
    findings.extend(judge::judge(&listeners, options).into_iter().map(|finding| {
        // Builds of nginx and Apache differ; HAProxy 2.6 was seen to resume them in both versions of TLS.
        let resumed = kind == ConfigKind::Haproxy && finding.rule == rules::RESUMPTION.name;
        // nginx goes by what the default's CAs said, whichever host is asked for then.
        let mixed = kind == ConfigKind::Nginx && finding.rule == rules::HOST_MIXING.name;
        if resumed || mixed && finding.severity == Severity::Warning {
            finding.with_severity(Severity::Error)
        } else {
            finding
        }
    }));
    Ok(ConfigReport::new(kind, files, listeners, findings, &options.limits))
}

/// Most names of files that a message lists.
const MOST_NAMED: usize = 5;

/// Says which of the files given no directive leads to, where they may open listeners: a folder often holds more than one
/// configuration, and only what the main file includes was judged.
fn passed_over(kind: ConfigKind, files: &ConfigFiles, entered: &BTreeSet<String>) -> Option<Finding> {
    if !matches!(kind, ConfigKind::Nginx | ConfigKind::Apache | ConfigKind::Haproxy) {
        return None;
    }
    let opens = |text: &str| {
        let text = text.to_ascii_lowercase();
        ["listen", "virtualhost", "frontend"].iter().any(|word| text.contains(word))
    };
    let left: Vec<&str> = files
        .texts()
        .filter(|(name, text)| !entered.contains(*name) && opens(text))
        .map(|(name, _)| name)
        .collect();
    let first = left.first()?;
    let named: Vec<String> = left.iter().take(MOST_NAMED).map(|name| excerpt_of(name, NAME)).collect();
    let more = match left.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    let message = format!(
        "nothing includes {}{more}: only what the main file leads to was judged; check each configuration by its own main file",
        named.join(", ")
    );
    Some(Finding::new(rules::UNRESOLVED, Subject::File { path: excerpt_of(first, NAME) }, message))
}

fn unknown(kind: &str) -> OriginError {
    OriginError::option(
        "kind",
        format!(
            "`{}` is no kind of configuration that this build reads: {}",
            excerpt(kind),
            ConfigKind::ALL.map(ConfigKind::as_str).join(", ")
        ),
    )
}

/// An error unless `size` keeps to `limit`.
fn limit(file: &str, what: &'static str, size: usize, limit: usize) -> Result<(), OriginError> {
    if size > limit {
        return Err(OriginError::ConfigLimit { file: excerpt_of(file, NAME), what, size, limit });
    }
    Ok(())
}

/// The text breaks the syntax of its kind.
fn syntax(file: &str, line: usize, message: impl Into<String>) -> OriginError {
    OriginError::Config { file: excerpt_of(file, NAME), line: Some(line), message: message.into() }
}

#[cfg(test)]
mod tests;
