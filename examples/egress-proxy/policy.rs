//! Who may go where: rules in order, the first that fits decides, and nothing is allowed that no rule allows.

use std::fmt;

use mtls_core::identity::{IdentityPattern, SpiffeId};

use super::hello::Hello;
use super::host::{Destination, Host, HostPattern};

/// What a rule does with a request that it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    /// Lets it through.
    Allow,
    /// Lets it through in clear: the proxy answers for the server with a certificate of its own, and an inspector sees
    /// the requests. Plain HTTP is clear anyway, and inspected too.
    Inspect,
    /// Refuses it, though a later rule might allow it.
    Refuse,
}

/// One rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) clients: IdentityPattern,
    pub(crate) hosts: Vec<HostPattern>,
    pub(crate) ports: Vec<u16>,
    pub(crate) action: Action,
    /// Whether a tunnel may hide the name of the server that it asks for: no SNI, or an encrypted one.
    pub(crate) hidden_names: bool,
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Stable, for whoever counts refusals.
    pub(crate) code: &'static str,
    /// The rule that decided, if one did.
    pub(crate) rule: Option<String>,
    pub(crate) reason: String,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, reason: impl Into<String>) -> Self {
        Self { code, rule: None, reason: reason.into() }
    }

    pub(crate) fn under(mut self, rule: &Rule) -> Self {
        self.rule = Some(rule.name.clone());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.reason)
    }
}

/// All rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policy {
    pub(crate) rules: Vec<Rule>,
}

impl Policy {
    /// The rule that lets this client go there. `Err` says what no rule allows: the client, the host or the port.
    pub(crate) fn decide(&self, client: &SpiffeId, to: &Destination) -> Result<&Rule, Refusal> {
        let own = || self.rules.iter().filter(|rule| rule.clients.matches(client));
        let named = |rule: &&Rule| rule.hosts.iter().any(|host| host.matches(&to.host));
        let ported = |rule: &&Rule| rule.ports.contains(&to.port);
        match own().filter(named).find(ported) {
            Some(rule) if rule.action == Action::Refuse => {
                let reason = format!("the rule `{}` refuses {to} to {client}", rule.name);
                Err(Refusal::new("rule-refuses", reason).under(rule))
            }
            Some(rule) => Ok(rule),
            None if own().next().is_none() => {
                Err(Refusal::new("client-not-listed", format!("no rule is about {client}")))
            }
            None if own().find(named).is_none() => {
                Err(Refusal::new("host-not-allowed", format!("no rule lets {client} go to {}", to.host)))
            }
            None => Err(Refusal::new("port-not-allowed", format!("no rule lets {client} go to {to}"))),
        }
    }

    /// Whether a rule needs the means to inspect.
    pub(crate) fn inspects(&self) -> bool {
        self.rules.iter().any(|rule| rule.action == Action::Inspect)
    }
}

impl Rule {
    /// Whether the name in the ClientHello is that of the host that the tunnel was opened for. Otherwise the client would
    /// reach one server in the name of another, where both live at one address.
    pub(crate) fn judge_name(&self, to: &Destination, hello: &Hello) -> Result<(), Refusal> {
        let refuse = |code, reason: String| Err(Refusal::new(code, reason).under(self));
        match (&to.host, &hello.name) {
            (host, Some(name)) if host == name => Ok(()),
            // There is no SNI for an address (RFC 6066 section 3).
            (Host::Address(_), None) => Ok(()),
            (Host::Address(_), Some(name)) if self.hosts.iter().any(|host| host.matches(name)) => Ok(()),
            (Host::Name(_), None) if self.hidden_names => Ok(()),
            (host, None) => refuse("sni-missing", format!("the tunnel to {host} asks for no server name")),
            (_, Some(_)) if hello.encrypted && self.hidden_names => Ok(()),
            (host, Some(name)) if hello.encrypted => {
                let reason = format!("the tunnel to {host} shows the name {name} and hides the real one");
                refuse("sni-encrypted", reason)
            }
            (host, Some(name)) => {
                refuse("sni-differs", format!("the tunnel to {host} asks for the server {name}"))
            }
        }
    }
}
