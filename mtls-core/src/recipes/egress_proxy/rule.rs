//! Who may go where.

use crate::identity::TrustDomainRef;

/// What the proxy does with requests that a rule fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EgressAction {
    /// Lets them through.
    Allow,
    /// Opens TLS, and lets through what an inspector does.
    Inspect,
    /// Refuses them, though a later rule might not.
    Refuse,
}

impl EgressAction {
    /// The name in the proxy's file.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Inspect => "inspect",
            Self::Refuse => "refuse",
        }
    }
}

/// A rule of an [`EgressProxy`](super::EgressProxy): these clients, to these hosts and ports.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it belongs to no proxy yet"]
pub struct EgressRule {
    pub(super) name: String,
    pub(super) namespace: String,
    pub(super) service_account: Option<String>,
    pub(super) hosts: Vec<String>,
    pub(super) ports: Vec<u16>,
    pub(super) action: EgressAction,
}

impl EgressRule {
    /// About every workload of a namespace; named after it.
    pub fn namespace(namespace: impl Into<String>) -> Self {
        let namespace = namespace.into();
        Self {
            name: namespace.clone(),
            namespace,
            service_account: None,
            hosts: Vec::new(),
            ports: Vec::new(),
            action: EgressAction::Allow,
        }
    }

    /// About the workloads of one service account of a namespace; named after both.
    pub fn workload(namespace: impl Into<String>, service_account: impl Into<String>) -> Self {
        let mut rule = Self::namespace(namespace);
        let service_account = service_account.into();
        rule.name = format!("{}-{service_account}", rule.namespace);
        rule.service_account = Some(service_account);
        rule
    }

    /// Names it otherwise, for the log.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Lets them through to these hosts (`api.partner.example`, `*.partner.example`, an address) on these ports.
    pub fn allow<H: Into<String>>(
        self,
        hosts: impl IntoIterator<Item = H>,
        ports: impl IntoIterator<Item = u16>,
    ) -> Self {
        self.to(EgressAction::Allow, hosts, ports)
    }

    /// Lets them through to these hosts and ports in clear: the proxy opens TLS.
    pub fn inspect<H: Into<String>>(
        self,
        hosts: impl IntoIterator<Item = H>,
        ports: impl IntoIterator<Item = u16>,
    ) -> Self {
        self.to(EgressAction::Inspect, hosts, ports)
    }

    /// Refuses them these hosts and ports.
    pub fn refuse<H: Into<String>>(
        self,
        hosts: impl IntoIterator<Item = H>,
        ports: impl IntoIterator<Item = u16>,
    ) -> Self {
        self.to(EgressAction::Refuse, hosts, ports)
    }

    fn to<H: Into<String>>(
        mut self,
        action: EgressAction,
        hosts: impl IntoIterator<Item = H>,
        ports: impl IntoIterator<Item = u16>,
    ) -> Self {
        self.action = action;
        self.hosts = hosts.into_iter().map(Into::into).collect();
        self.ports = ports.into_iter().collect();
        self
    }

    /// The clients as Istio writes them.
    pub(super) fn principal(&self, trust_domain: TrustDomainRef<'_>) -> String {
        let account = self.service_account.as_deref().unwrap_or("*");
        format!("{trust_domain}/ns/{}/sa/{account}", self.namespace)
    }
}
