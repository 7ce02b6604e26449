//! The client's side of TLS.

use crate::resources::model::{model, spellings};

model! {
    /// The client side of TLS.
    ///
    /// An absent `mode` is `DISABLE`, plaintext, whatever else is given.
    pub struct ClientTls {
        /// Whether and how TLS is spoken.
        mode: ClientTlsMode = "mode",
        /// File with the client's certificate.
        client_certificate: String = "clientCertificate",
        /// File with the client's key.
        private_key: String = "privateKey",
        /// File with the CA of the server; absent means the system's CAs.
        ca_certificates: String = "caCertificates",
        /// File with the CRL of that CA.
        ca_crl: String = "caCrl",
        /// The Secret with certificate, key and CA, in the namespace of the client's pods, or `configmap://` with
        /// namespace and name for a CA alone. Gateways use it; sidecars only where a workloadSelector names them.
        credential_name: String = "credentialName",
        /// Takes server certificates of any CA and any name.
        insecure_skip_verify: bool = "insecureSkipVerify",
        /// Names of which the server's certificate must carry one.
        subject_alt_names: Vec<String> = "subjectAltNames",
        /// The SNI that is sent; absent means the host of the request (HTTP alone).
        sni: String = "sni",
    }
}

spellings! {
    /// What a client does about TLS.
    pub enum ClientTlsMode {
        /// Plaintext. What an absent mode means.
        Disable = "DISABLE",
        /// TLS; the client shows no certificate.
        Simple = "SIMPLE",
        /// TLS; the client shows the given certificate.
        Mutual = "MUTUAL",
        /// The mesh's own mutual TLS.
        IstioMutual = "ISTIO_MUTUAL",
    }
}

impl ClientTls {
    /// TLS with the certificate of a Secret and the CA for the server in it.
    #[must_use]
    pub fn mutual(credential: impl Into<String>) -> Self {
        Self::default().mode(ClientTlsMode::Mutual).credential_name(credential.into())
    }

    /// TLS with a certificate from files of the client's pod.
    #[must_use]
    pub fn mutual_files(
        certificate: impl Into<String>,
        key: impl Into<String>,
        ca: impl Into<String>,
    ) -> Self {
        Self::default()
            .mode(ClientTlsMode::Mutual)
            .client_certificate(certificate.into())
            .private_key(key.into())
            .ca_certificates(ca.into())
    }

    /// The mesh's own mutual TLS.
    #[must_use]
    pub fn istio_mutual() -> Self {
        Self::default().mode(ClientTlsMode::IstioMutual)
    }

    /// TLS without a certificate of the client; the server is judged by the system's CAs unless others are set.
    #[must_use]
    pub fn simple() -> Self {
        Self::default().mode(ClientTlsMode::Simple)
    }

    /// Plaintext (`DISABLE`).
    #[must_use]
    pub fn plaintext() -> Self {
        Self::default().mode(ClientTlsMode::Disable)
    }

    /// Whether TLS is spoken other than by the mesh's own certificates.
    pub(super) fn outside(&self) -> bool {
        matches!(self.mode, Some(ClientTlsMode::Simple | ClientTlsMode::Mutual))
    }

    /// The fields beside the mode that say something.
    pub(super) fn written(&self) -> impl Iterator<Item = &'static str> {
        let text = |value: &Option<String>| value.as_deref().is_some_and(|v| !v.is_empty());
        [
            (text(&self.client_certificate), "clientCertificate"),
            (text(&self.private_key), "privateKey"),
            (text(&self.ca_certificates), "caCertificates"),
            (text(&self.ca_crl), "caCrl"),
            (text(&self.credential_name), "credentialName"),
            (self.insecure_skip_verify == Some(true), "insecureSkipVerify"),
            (self.subject_alt_names.as_ref().is_some_and(|names| !names.is_empty()), "subjectAltNames"),
            (text(&self.sni), "sni"),
        ]
        .into_iter()
        .filter_map(|(written, name)| written.then_some(name))
    }

    /// Whether a field beside the mode says something.
    pub(super) fn has(&self, field: &str) -> bool {
        self.written().any(|written| written == field)
    }
}
