//! The rules of an `AuthorizationPolicy`: who may do what, and under which conditions.

use std::borrow::Borrow;

use crate::identity::WorkloadIdentity;
use crate::resources::Given;
use crate::resources::model::{fields, model};

fields! {
    /// One rule: it matches when a source, an operation and every condition do. What is absent matches everything, so
    /// that the rule without parts (`{}`) matches every request.
    ///
    /// Each `from_…` and `to_…` narrows the rule further; values of one call are alternatives. A call without any value
    /// matches nothing, which a rule cannot say: such a policy is not built. Sources and operations
    /// that are alternatives as a whole come by [`or_from`](Self::or_from) and [`or_to`](Self::or_to).
    ///
    /// ```
    /// use mtls_core::resources::istio::AuthorizationRule;
    ///
    /// let rule = AuthorizationRule::new()
    ///     .from_principals(["cluster.local/ns/shop/sa/cart"])
    ///     .to_methods(["GET", "POST"])
    ///     .to_paths(["/prices/*"]);
    /// assert_eq!(rule.to.unwrap().len(), 1);
    /// ```
    pub struct AuthorizationRule {
        /// Who calls: one of these. Absent means anyone.
        from: Vec<AuthorizationFrom> = "from",
        /// What is called: one of these. Absent means anything.
        to: Vec<AuthorizationTo> = "to",
        /// What must hold besides: all of these.
        when: Vec<AuthorizationCondition> = "when",
    }
}

model! {
    /// A source, in the form that lists of them have.
    pub struct AuthorizationFrom {
        /// The source.
        source: AuthorizationSource = "source",
    }
}

model! {
    /// Who calls. Every field that is given must match; in a field one value must.
    ///
    /// Values are compared exactly, by their beginning (`a*`), by their end (`*a`), or for presence (`*`). A field that
    /// begins with `not` matches when none of its values does: on a connection without mutual TLS it always matches.
    pub struct AuthorizationSource {
        /// Identities of peers as `<trust domain>/ns/<namespace>/sa/<service account>`, without `spiffe://`.
        principals: Vec<String> = "principals",
        /// Identities of peers that do not match.
        not_principals: Vec<String> = "notPrincipals",
        /// Identities of tokens as `<issuer>/<subject>`.
        request_principals: Vec<String> = "requestPrincipals",
        /// Identities of tokens that do not match.
        not_request_principals: Vec<String> = "notRequestPrincipals",
        /// Namespaces of peers.
        namespaces: Vec<String> = "namespaces",
        /// Namespaces of peers that do not match.
        not_namespaces: Vec<String> = "notNamespaces",
        /// Service accounts of peers, as `<name>` in the namespace of the policy or `<namespace>/<name>`; no `*`.
        service_accounts: Vec<String> = "serviceAccounts",
        /// Service accounts of peers that do not match.
        not_service_accounts: Vec<String> = "notServiceAccounts",
        /// Trust domains of peers. Not in every version of Istio.
        trust_domains: Vec<String> = "trustDomains",
        /// Trust domains of peers that do not match.
        not_trust_domains: Vec<String> = "notTrustDomains",
        /// Addresses (CIDR or single ones) of the peer of the connection.
        ip_blocks: Vec<String> = "ipBlocks",
        /// Addresses of the peer that do not match.
        not_ip_blocks: Vec<String> = "notIpBlocks",
        /// Addresses of the client as trusted proxies report it.
        remote_ip_blocks: Vec<String> = "remoteIpBlocks",
        /// Addresses of the client that do not match.
        not_remote_ip_blocks: Vec<String> = "notRemoteIpBlocks",
    }
}

model! {
    /// An operation, in the form that lists of them have.
    pub struct AuthorizationTo {
        /// The operation.
        operation: AuthorizationOperation = "operation",
    }
}

model! {
    /// What is called. Every field that is given must match; in a field one value must. All but ports are known for
    /// HTTP alone.
    pub struct AuthorizationOperation {
        /// Hosts as the request names them, with the port where it does.
        hosts: Vec<String> = "hosts",
        /// Hosts that do not match.
        not_hosts: Vec<String> = "notHosts",
        /// Ports that the workload listens on (at a gateway: of its pods), as text.
        ports: Vec<String> = "ports",
        /// Ports that do not match.
        not_ports: Vec<String> = "notPorts",
        /// Methods in capitals; gRPC has `POST` alone.
        methods: Vec<String> = "methods",
        /// Methods that do not match.
        not_methods: Vec<String> = "notMethods",
        /// Paths without the query; `{*}` stands for one segment, `{**}` at the end for any.
        paths: Vec<String> = "paths",
        /// Paths that do not match.
        not_paths: Vec<String> = "notPaths",
    }
}

model! {
    /// What must hold besides.
    pub struct AuthorizationCondition {
        /// The attribute: `source.ip`, `request.headers[<name>]`, `request.auth.claims[<name>]`, …
        key: String = "key",
        /// Values of which the attribute must have one.
        values: Vec<String> = "values",
        /// Values that the attribute must not have.
        not_values: Vec<String> = "notValues",
    }
}

impl Given<AuthorizationRule> for AuthorizationRule {
    fn given(self) -> Self {
        self
    }
}

/// Adds to a list of alternatives.
fn add(list: &mut Option<Vec<String>>, values: impl Given<Vec<String>>) {
    list.get_or_insert_default().extend(values.given());
}

impl AuthorizationRule {
    /// A rule that every request matches, until it is narrowed.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only peers with one of these principals, without `spiffe://`.
    #[must_use]
    pub fn from_principals(self, principals: impl Given<Vec<String>>) -> Self {
        self.narrow_source(|source| add(&mut source.principals, principals))
    }

    /// Only these workloads.
    #[must_use]
    pub fn from_workloads<W: Borrow<WorkloadIdentity>>(self, workloads: impl IntoIterator<Item = W>) -> Self {
        let principals: Vec<String> =
            workloads.into_iter().map(|workload| workload.borrow().principal().to_owned()).collect();
        self.from_principals(principals)
    }

    /// Only requests with a token of one of these `<issuer>/<subject>`; `<issuer>/*` is any token of the issuer.
    #[must_use]
    pub fn from_request_principals(self, principals: impl Given<Vec<String>>) -> Self {
        self.narrow_source(|source| add(&mut source.request_principals, principals))
    }

    /// Only peers of these namespaces.
    #[must_use]
    pub fn from_namespaces(self, namespaces: impl Given<Vec<String>>) -> Self {
        self.narrow_source(|source| add(&mut source.namespaces, namespaces))
    }

    /// Only peers with these service accounts: `<name>`, or `<namespace>/<name>`. Not together with principals or
    /// namespaces.
    #[must_use]
    pub fn from_service_accounts(self, accounts: impl Given<Vec<String>>) -> Self {
        self.narrow_source(|source| add(&mut source.service_accounts, accounts))
    }

    /// Only peers at these addresses, single ones or CIDR.
    #[must_use]
    pub fn from_ip_blocks(self, blocks: impl Given<Vec<String>>) -> Self {
        self.narrow_source(|source| add(&mut source.ip_blocks, blocks))
    }

    /// Only clients at these addresses as trusted proxies report them, single ones or CIDR.
    #[must_use]
    pub fn from_remote_ip_blocks(self, blocks: impl Given<Vec<String>>) -> Self {
        self.narrow_source(|source| add(&mut source.remote_ip_blocks, blocks))
    }

    /// Adds a source that matches in place of those before it; what follows narrows this one.
    #[must_use]
    pub fn or_from(mut self, source: AuthorizationSource) -> Self {
        self.from.get_or_insert_default().push(AuthorizationFrom::default().source(source));
        self
    }

    /// Only requests for these hosts.
    #[must_use]
    pub fn to_hosts(self, hosts: impl Given<Vec<String>>) -> Self {
        self.narrow_operation(|operation| add(&mut operation.hosts, hosts))
    }

    /// Only connections to these ports of the workload.
    #[must_use]
    pub fn to_ports(self, ports: impl IntoIterator<Item = u16>) -> Self {
        let ports: Vec<String> = ports.into_iter().map(|port| port.to_string()).collect();
        self.narrow_operation(|operation| add(&mut operation.ports, ports))
    }

    /// Only requests with these methods.
    #[must_use]
    pub fn to_methods(self, methods: impl Given<Vec<String>>) -> Self {
        self.narrow_operation(|operation| add(&mut operation.methods, methods))
    }

    /// Only requests for these paths.
    #[must_use]
    pub fn to_paths(self, paths: impl Given<Vec<String>>) -> Self {
        self.narrow_operation(|operation| add(&mut operation.paths, paths))
    }

    /// Adds an operation that matches in place of those before it; what follows narrows this one.
    #[must_use]
    pub fn or_to(mut self, operation: AuthorizationOperation) -> Self {
        self.to.get_or_insert_default().push(AuthorizationTo::default().operation(operation));
        self
    }

    /// Only where the attribute `key` has one of these values.
    #[must_use]
    pub fn when(mut self, key: impl Into<String>, values: impl Given<Vec<String>>) -> Self {
        let condition = AuthorizationCondition::default().key(key.into()).values(values);
        self.when.get_or_insert_default().push(condition);
        self
    }

    /// Only where the attribute `key` has none of these values; an attribute that is missing has none.
    #[must_use]
    pub fn when_not(mut self, key: impl Into<String>, values: impl Given<Vec<String>>) -> Self {
        let condition = AuthorizationCondition::default().key(key.into()).not_values(values);
        self.when.get_or_insert_default().push(condition);
        self
    }

    fn narrow_source(mut self, narrow: impl FnOnce(&mut AuthorizationSource)) -> Self {
        let mut last = self.from.as_mut().and_then(Vec::pop).unwrap_or_default();
        narrow(last.source.get_or_insert_default());
        self.from.get_or_insert_default().push(last);
        self
    }

    fn narrow_operation(mut self, narrow: impl FnOnce(&mut AuthorizationOperation)) -> Self {
        let mut last = self.to.as_mut().and_then(Vec::pop).unwrap_or_default();
        narrow(last.operation.get_or_insert_default());
        self.to.get_or_insert_default().push(last);
        self
    }
}
