//! The Istio `Gateway`: which ports a gateway opens, for which hosts, with which TLS.
//!
//! Source of fields, spellings and rules: the API reference of `networking.istio.io` and the checks that
//! Istio's own admission webhook makes.

mod build;
mod check;
mod options;
mod tls;

use std::collections::BTreeMap;

use crate::resources::kind::kind;
use crate::resources::model::{model, spellings};
use crate::resources::{Builder, Specified};

pub(super) use tls::{check_cipher_suites, check_tls};

kind! {
    /// An Istio `Gateway`.
    ///
    /// ```
    /// use mtls_core::resources::istio::{Gateway, ServerTlsMode};
    ///
    /// let gateway = Gateway::new("public", "istio-system")
    ///     .selector("istio", "ingressgateway")
    ///     .https(443, ["*.shop.example"])
    ///     .mutual("public-cert")
    ///     .build()?;
    /// let servers = gateway.spec.as_ref().and_then(|spec| spec.servers.as_ref()).unwrap();
    /// assert_eq!(servers[0].tls.as_ref().unwrap().mode, Some(ServerTlsMode::Mutual));
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct Gateway: "networking.istio.io" [
        "networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"
    ], check::check {
        /// What is asked for.
        spec: GatewaySpec = "spec",
    }
}

impl Specified for Gateway {
    type Spec = GatewaySpec;

    fn spec_mut(&mut self) -> &mut GatewaySpec {
        self.spec.get_or_insert_default()
    }
}

impl Gateway {
    /// Begins a gateway: the port first, then what holds for it. An empty namespace is left out.
    #[allow(clippy::new_ret_no_self, reason = "reads as the resource that is being made")]
    pub fn new(name: impl Into<String>, namespace: impl Into<String>) -> Builder<Self> {
        Builder::named(name, namespace).with_spec(|_| {})
    }
}

model! {
    /// What a `Gateway` asks for.
    pub struct GatewaySpec {
        /// Labels of the gateway pods that this configures; absent means all of them.
        selector: BTreeMap<String, String> = "selector",
        /// The ports to open.
        servers: Vec<Server> = "servers",
    }
}

model! {
    /// One port of a gateway.
    pub struct Server {
        /// The port.
        port: ServerPort = "port",
        /// The address to listen on, or `unix://` and a path.
        bind: String = "bind",
        /// Hosts as `*.shop.example`, `shop.example`, or `namespace/host`.
        hosts: Vec<String> = "hosts",
        /// TLS of this port.
        tls: ServerTls = "tls",
        /// Where plain requests go by default.
        default_endpoint: String = "defaultEndpoint",
        /// A name for statistics.
        name: String = "name",
    }
}

model! {
    /// A port and its protocol.
    pub struct ServerPort {
        /// The number, 1 to 65535.
        number: i64 = "number",
        /// `HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `GRPC-WEB`, `TLS`, `TCP`, `MONGO`, …, in any case.
        protocol: String = "protocol",
        /// The name, one for each port of a gateway.
        name: String = "name",
        /// Has no effect on a gateway and is refused.
        target_port: i64 = "targetPort",
    }
}

model! {
    /// The server side of TLS.
    ///
    /// An absent `mode` is `PASSTHROUGH`, whatever certificates are given.
    pub struct ServerTls {
        /// Redirects plain HTTP to HTTPS.
        https_redirect: bool = "httpsRedirect",
        /// What is demanded of the client.
        mode: ServerTlsMode = "mode",
        /// The Secret with certificate and key, in the namespace of the gateway's pods.
        credential_name: String = "credentialName",
        /// One or two Secrets with certificates of different key kinds.
        credential_names: Vec<String> = "credentialNames",
        /// Where the CA of the clients comes from, when not from the credential.
        ca_cert_credential_name: String = "caCertCredentialName",
        /// File with the certificate.
        server_certificate: String = "serverCertificate",
        /// File with the key.
        private_key: String = "privateKey",
        /// File with the CA of the clients.
        ca_certificates: String = "caCertificates",
        /// File with the CRL of that CA.
        ca_crl: String = "caCrl",
        /// One or two pairs of files.
        tls_certificates: Vec<TlsCertificate> = "tlsCertificates",
        /// Names of which the client's certificate must carry one.
        subject_alt_names: Vec<String> = "subjectAltNames",
        /// SHA-256 of public keys (SPKI, Base64) of which the client's must be one.
        verify_certificate_spki: Vec<String> = "verifyCertificateSpki",
        /// SHA-256 of certificates (hexadecimal) of which the client's must be one.
        verify_certificate_hash: Vec<String> = "verifyCertificateHash",
        /// Takes client certificates of any CA.
        insecure_skip_verify: bool = "insecureSkipVerify",
        /// Lowest version of TLS.
        min_protocol_version: TlsVersion = "minProtocolVersion",
        /// Highest version of TLS.
        max_protocol_version: TlsVersion = "maxProtocolVersion",
        /// Cipher suites of TLS 1.2 and below, by OpenSSL's names.
        cipher_suites: Vec<String> = "cipherSuites",
    }
}

model! {
    /// A certificate and its key in files.
    pub struct TlsCertificate {
        /// File with the certificate.
        server_certificate: String = "serverCertificate",
        /// File with the key.
        private_key: String = "privateKey",
        /// File with the CA of the clients.
        ca_certificates: String = "caCertificates",
    }
}

spellings! {
    /// What a server does with TLS.
    pub enum ServerTlsMode {
        /// Passes TLS on by its SNI, undecrypted. What an absent mode means.
        Passthrough = "PASSTHROUGH",
        /// Ends TLS; asks the client for nothing.
        Simple = "SIMPLE",
        /// Ends TLS; demands a client certificate of the given CA.
        Mutual = "MUTUAL",
        /// Passes TLS on to the service that the SNI names, without a VirtualService.
        AutoPassthrough = "AUTO_PASSTHROUGH",
        /// Ends the mesh's own mutual TLS.
        IstioMutual = "ISTIO_MUTUAL",
        /// Ends TLS; checks a client certificate where one is sent.
        OptionalMutual = "OPTIONAL_MUTUAL",
    }
}

spellings! {
    /// A version of TLS.
    pub enum TlsVersion {
        /// The proxy's own choice.
        Auto = "TLS_AUTO",
        /// TLS 1.0.
        V1_0 = "TLSV1_0",
        /// TLS 1.1.
        V1_1 = "TLSV1_1",
        /// TLS 1.2.
        V1_2 = "TLSV1_2",
        /// TLS 1.3.
        V1_3 = "TLSV1_3",
    }
}

#[cfg(test)]
mod tests;
