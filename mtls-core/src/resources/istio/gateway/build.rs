//! Building a `Gateway` port by port.

use super::{Gateway, Server, ServerPort, ServerTls, ServerTlsMode, TlsVersion};
use crate::finding::rules::resources as rules;
use crate::resources::{Builder, Specified};

/// Builds a [`Gateway`]: first the port ([`https`](Self::https), [`http`](Self::http), [`tls`](Self::tls)), then what
/// holds for that port ([`mutual`](Self::mutual) and the others).
impl Builder<Gateway> {
    /// Configures the gateway pods with this label (and the labels of other calls).
    pub fn selector(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.object.spec_mut().selector.get_or_insert_default().insert(key.into(), value.into());
        self
    }

    /// Opens a port for plain HTTP.
    pub fn http<H: Into<String>>(self, port: u16, hosts: impl IntoIterator<Item = H>) -> Self {
        self.port(port, "HTTP", hosts)
    }

    /// Opens a port for HTTPS. Say next how TLS is done: [`mutual`](Self::mutual), [`simple`](Self::simple), ….
    pub fn https<H: Into<String>>(self, port: u16, hosts: impl IntoIterator<Item = H>) -> Self {
        self.port(port, "HTTPS", hosts)
    }

    /// Opens a port for TLS that carries anything.
    pub fn tls<H: Into<String>>(self, port: u16, hosts: impl IntoIterator<Item = H>) -> Self {
        self.port(port, "TLS", hosts)
    }

    /// Opens a port for a protocol by Istio's name; it is named `protocol-port` in lower case.
    pub fn port<H: Into<String>>(
        mut self,
        port: u16,
        protocol: &str,
        hosts: impl IntoIterator<Item = H>,
    ) -> Self {
        let server = Server {
            port: Some(ServerPort {
                number: Some(port.into()),
                protocol: Some(protocol.to_owned()),
                name: Some(format!("{}-{port}", protocol.to_ascii_lowercase())),
                ..ServerPort::default()
            }),
            hosts: Some(hosts.into_iter().map(Into::into).collect()),
            ..Server::default()
        };
        self.object.spec_mut().servers.get_or_insert_default().push(server);
        self
    }

    /// Adds a server that was put together by hand.
    pub fn server(mut self, server: Server) -> Self {
        self.object.spec_mut().servers.get_or_insert_default().push(server);
        self
    }

    /// Names the last port otherwise.
    pub fn port_name(self, name: impl Into<String>) -> Self {
        self.last("port_name", |server| server.port.get_or_insert_default().name = Some(name.into()))
    }

    pub(super) fn port_number(self, number: i64) -> Self {
        self.last("port", |server| server.port.get_or_insert_default().number = Some(number))
    }

    /// Redirects plain HTTP on the last port to HTTPS.
    pub fn redirect_to_https(self) -> Self {
        self.last_tls("redirect_to_https", |tls| tls.https_redirect = Some(true))
    }

    /// Demands a client certificate on the last port. `credential` names the Secret with the server's certificate and
    /// key and the CA of the clients, in the namespace of the gateway's pods.
    pub fn mutual(self, credential: impl Into<String>) -> Self {
        self.mode("mutual", ServerTlsMode::Mutual, Some(credential.into()))
    }

    /// Checks a client certificate on the last port where one is sent, and lets others in without.
    pub fn optional_mutual(self, credential: impl Into<String>) -> Self {
        self.mode("optional_mutual", ServerTlsMode::OptionalMutual, Some(credential.into()))
    }

    /// Ends TLS on the last port and asks the client for nothing.
    pub fn simple(self, credential: impl Into<String>) -> Self {
        self.mode("simple", ServerTlsMode::Simple, Some(credential.into()))
    }

    /// Ends the mesh's own mutual TLS on the last port.
    pub fn istio_mutual(self) -> Self {
        self.mode("istio_mutual", ServerTlsMode::IstioMutual, None)
    }

    /// Passes TLS of the last port on by its SNI.
    pub fn passthrough(self) -> Self {
        self.mode("passthrough", ServerTlsMode::Passthrough, None)
    }

    /// Sets the lowest version of TLS on the last port.
    pub fn min_version(self, version: TlsVersion) -> Self {
        self.last_tls("min_version", |tls| tls.min_protocol_version = Some(version))
    }

    /// Demands that the client's certificate on the last port carry one of these names.
    pub fn subject_alt_names<N: Into<String>>(self, names: impl IntoIterator<Item = N>) -> Self {
        let names = names.into_iter().map(Into::into).collect();
        self.last_tls("subject_alt_names", |tls| tls.subject_alt_names = Some(names))
    }

    /// Takes the CA of the clients of the last port from this credential.
    pub fn ca_credential(self, name: impl Into<String>) -> Self {
        self.last_tls("ca_credential", |tls| tls.ca_cert_credential_name = Some(name.into()))
    }

    /// Changes the TLS settings of the last port in ways that have no method here.
    pub fn with_tls(self, change: impl FnOnce(&mut ServerTls)) -> Self {
        self.last_tls("with_tls", change)
    }

    fn mode(self, call: &str, mode: ServerTlsMode, credential: Option<String>) -> Self {
        self.last_tls(call, |tls| {
            tls.mode = Some(mode);
            tls.credential_name = credential;
        })
    }

    fn last_tls(self, call: &str, change: impl FnOnce(&mut ServerTls)) -> Self {
        self.last(call, |server| change(server.tls.get_or_insert_default()))
    }

    fn last(mut self, call: &str, change: impl FnOnce(&mut Server)) -> Self {
        match self.object.spec_mut().servers.as_mut().and_then(|servers| servers.last_mut()) {
            Some(server) => change(server),
            None => self.problem(
                rules::GATEWAY_NO_SERVERS,
                "spec.servers",
                format!("`{call}` says something of the last port, but none was opened before it"),
            ),
        }
        self
    }
}
