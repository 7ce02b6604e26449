//! The proxy's file of settings: YAML, or the same as JSON.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mtls_core::identity::{IdentityPattern, TrustDomain};
use serde::Deserialize;

use super::host::{Destination, HostPattern};
use super::policy::{Action, Policy, Rule};

/// Why the settings are refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    #[error("{path}: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("{path}: {reason}")]
    Malformed { path: String, reason: String },
    #[error("there is no rule, so that nobody could go anywhere")]
    NoRule,
    #[error("two rules are named `{0}`")]
    SameName(String),
    #[error("rule `{rule}`: no {what}, so that it fits nothing")]
    Nothing { rule: String, what: &'static str },
    #[error("rule `{rule}`: `{given}` is no host: a name, `*.` and a name, or an address is expected")]
    Host { rule: String, given: String },
    #[error("rule `{rule}`: 0 is no port")]
    Port { rule: String },
    #[error("connect_to: `{given}` is not `host:port`")]
    ConnectTo { given: String },
    #[error("a rule says `inspect`, and there is no `inspection` that says with which authority")]
    NoInspection,
    #[error("inspection: the path `{given}` does not begin with `/`")]
    Path { given: String },
    #[error("inspection: `{given}` is no method")]
    Method { given: String },
    #[error("inspection: `{given}` is no name of a header")]
    Header { given: String },
    #[error("limits: `{0}` is 0, so that nothing could pass")]
    Zero(&'static str),
}

/// Everything that the proxy is set up with.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    pub(crate) chain: PathBuf,
    pub(crate) key: PathBuf,
    pub(crate) bundles: Vec<(TrustDomain, PathBuf)>,
    /// Addresses of servers that are not asked of DNS.
    pub(crate) connect_to: BTreeMap<String, SocketAddr>,
    /// Whether DNS may lead to private networks.
    pub(crate) private_addresses: bool,
    /// Who may speak for other workloads.
    pub(crate) gateways: Option<IdentityPattern>,
    pub(crate) policy: Policy,
    pub(crate) inspection: Option<Inspection>,
    pub(crate) limits: Limits,
}

/// How tunnels are opened.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Inspection {
    /// The directory of the authority that issues the certificates that clients see.
    pub(crate) authority: PathBuf,
    /// The authorities that servers are held to.
    pub(crate) upstream_roots: PathBuf,
    #[serde(default)]
    pub(crate) refuse_methods: Vec<String>,
    /// Paths that are refused with everything below them.
    #[serde(default)]
    pub(crate) refuse_paths: Vec<String>,
    /// Headers that are not for outside, such as `authorization`.
    #[serde(default)]
    pub(crate) refuse_headers: Vec<String>,
}

/// What a client may cost.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) connections: usize,
    pub(crate) head_bytes: usize,
    /// For the TLS handshake.
    pub(crate) handshake: Duration,
    /// For the head of a request.
    pub(crate) head: Duration,
    /// For the ClientHello in a tunnel.
    pub(crate) hello: Duration,
    /// For finding and reaching a server.
    pub(crate) connect: Duration,
    /// For the head of its answer.
    pub(crate) answer: Duration,
    /// For which nothing need move.
    pub(crate) idle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        LimitsDocument::default().limits()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    listen: SocketAddr,
    identity: IdentityDocument,
    bundles: BTreeMap<TrustDomain, PathBuf>,
    #[serde(default)]
    connect_to: BTreeMap<String, SocketAddr>,
    #[serde(default)]
    private_addresses: bool,
    gateways: Option<IdentityPattern>,
    rules: Vec<RuleDocument>,
    inspection: Option<Inspection>,
    #[serde(default)]
    limits: LimitsDocument,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IdentityDocument {
    chain: PathBuf,
    key: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleDocument {
    name: String,
    clients: IdentityPattern,
    hosts: Vec<String>,
    ports: Vec<u16>,
    action: Action,
    #[serde(default)]
    hidden_names: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LimitsDocument {
    connections: usize,
    head_bytes: usize,
    handshake_seconds: u64,
    head_seconds: u64,
    hello_seconds: u64,
    connect_seconds: u64,
    answer_seconds: u64,
    idle_seconds: u64,
}

impl Default for LimitsDocument {
    fn default() -> Self {
        Self {
            connections: 1024,
            head_bytes: 16 << 10,
            handshake_seconds: 10,
            head_seconds: 10,
            hello_seconds: 10,
            connect_seconds: 10,
            answer_seconds: 60,
            idle_seconds: 300,
        }
    }
}

impl LimitsDocument {
    fn checked(&self) -> Result<Limits, SettingsError> {
        let seconds = [
            ("handshake_seconds", self.handshake_seconds),
            ("head_seconds", self.head_seconds),
            ("hello_seconds", self.hello_seconds),
            ("connect_seconds", self.connect_seconds),
            ("answer_seconds", self.answer_seconds),
            ("idle_seconds", self.idle_seconds),
        ];
        let zero = seconds.iter().find(|(_, seconds)| *seconds == 0).map(|(name, _)| *name);
        let counts = [("connections", self.connections), ("head_bytes", self.head_bytes)];
        let zero = zero.or(counts.iter().find(|(_, count)| *count == 0).map(|(name, _)| *name));
        zero.map_or_else(|| Ok(self.limits()), |name| Err(SettingsError::Zero(name)))
    }

    fn limits(&self) -> Limits {
        // A day; no timer need go further.
        let time = |seconds: u64| Duration::from_secs(seconds.min(86_400));
        Limits {
            connections: self.connections.min(1 << 20),
            // hyper's smallest buffer.
            head_bytes: self.head_bytes.max(8 << 10),
            handshake: time(self.handshake_seconds),
            head: time(self.head_seconds),
            hello: time(self.hello_seconds),
            connect: time(self.connect_seconds),
            answer: time(self.answer_seconds),
            idle: time(self.idle_seconds),
        }
    }
}

impl Settings {
    /// Reads the file. Paths in it are relative to its directory.
    pub(crate) fn read(path: &Path) -> Result<Self, SettingsError> {
        let named = |reason: String| (path.display().to_string(), reason);
        let text = std::fs::read_to_string(path).map_err(|e| {
            let (path, reason) = named(e.to_string());
            SettingsError::Unreadable { path, reason }
        })?;
        let document = serde_saphyr::from_str(&text).map_err(|e| {
            let (path, reason) = named(e.to_string());
            SettingsError::Malformed { path, reason }
        })?;
        Self::checked(document, path.parent().unwrap_or(Path::new("")))
    }

    fn checked(document: Document, directory: &Path) -> Result<Self, SettingsError> {
        let at = |path: PathBuf| directory.join(path);
        let policy = policy(document.rules)?;
        if policy.inspects() && document.inspection.is_none() {
            return Err(SettingsError::NoInspection);
        }
        let mut connect_to = BTreeMap::new();
        for (given, address) in document.connect_to {
            let to = Destination::parse(&given, None).ok_or(SettingsError::ConnectTo { given })?;
            connect_to.insert(to.to_string(), address);
        }
        let inspection = match document.inspection {
            Some(inspection) => {
                if let Some(given) = inspection.refuse_paths.iter().find(|path| !path.starts_with('/')) {
                    return Err(SettingsError::Path { given: given.clone() });
                }
                let no_method = |method: &&String| hyper::Method::from_bytes(method.as_bytes()).is_err();
                if let Some(given) = inspection.refuse_methods.iter().find(no_method) {
                    return Err(SettingsError::Method { given: given.clone() });
                }
                let is_none = |name: &&String| name.parse::<hyper::header::HeaderName>().is_err();
                if let Some(given) = inspection.refuse_headers.iter().find(is_none) {
                    return Err(SettingsError::Header { given: given.clone() });
                }
                let (authority, upstream_roots) = (at(inspection.authority), at(inspection.upstream_roots));
                Some(Inspection { authority, upstream_roots, ..inspection })
            }
            None => None,
        };
        Ok(Self {
            listen: document.listen,
            chain: at(document.identity.chain),
            key: at(document.identity.key),
            bundles: document.bundles.into_iter().map(|(domain, path)| (domain, at(path))).collect(),
            connect_to,
            private_addresses: document.private_addresses,
            gateways: document.gateways,
            policy,
            inspection,
            limits: document.limits.checked()?,
        })
    }
}

fn policy(documents: Vec<RuleDocument>) -> Result<Policy, SettingsError> {
    let mut rules: Vec<Rule> = Vec::new();
    for document in documents {
        let RuleDocument { name, clients, hosts, ports, action, hidden_names } = document;
        if rules.iter().any(|rule| rule.name == name) {
            return Err(SettingsError::SameName(name));
        }
        for (what, empty) in [("hosts", hosts.is_empty()), ("ports", ports.is_empty())] {
            if empty {
                return Err(SettingsError::Nothing { rule: name, what });
            }
        }
        if ports.contains(&0) {
            return Err(SettingsError::Port { rule: name });
        }
        let host = |given: &String| {
            let wrong = || SettingsError::Host { rule: name.clone(), given: given.clone() };
            HostPattern::parse(given).ok_or_else(wrong)
        };
        let hosts = hosts.iter().map(host).collect::<Result<_, _>>()?;
        rules.push(Rule { name, clients, hosts, ports, action, hidden_names });
    }
    if rules.is_empty() { Err(SettingsError::NoRule) } else { Ok(Policy { rules }) }
}
