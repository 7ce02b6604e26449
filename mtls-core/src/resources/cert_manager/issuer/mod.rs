//! The cert-manager `Issuer` and `ClusterIssuer`.

mod check;

use super::SecretKeyRef;
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::model::model;
use crate::resources::{Builder, Specified, Value};

kind! {
    /// A cert-manager `Issuer`, for the Certificates of one namespace.
    pub struct Issuer: "cert-manager.io" ["cert-manager.io/v1"], check::check {
        /// How it issues.
        spec: IssuerSpec = "spec",
    }
}

built!(Issuer, spec: IssuerSpec);

kind! {
    /// A cert-manager `ClusterIssuer`, for the Certificates of all namespaces. Secrets that it names are in the
    /// namespace of cert-manager itself.
    ///
    /// ```
    /// use mtls_core::resources::cert_manager::ClusterIssuer;
    ///
    /// let issuer = ClusterIssuer::new("internal").of_ca("internal-ca").build()?;
    /// assert_eq!(issuer.spec.unwrap().ca.unwrap().secret_name.as_deref(), Some("internal-ca"));
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct ClusterIssuer: cluster "cert-manager.io" ["cert-manager.io/v1"], check::check_cluster {
        /// How it issues.
        spec: IssuerSpec = "spec",
    }
}

built!(ClusterIssuer cluster, spec: IssuerSpec);

model! {
    /// How an issuer issues: one of these.
    pub struct IssuerSpec {
        /// By the key of a CA in a Secret.
        ca: CaIssuer = "ca",
        /// By the certificate's own key.
        self_signed: SelfSignedIssuer = "selfSigned",
        /// By HashiCorp Vault.
        vault: VaultIssuer = "vault",
        /// By ACME: public certificates.
        acme: AcmeIssuer = "acme",
        /// By CyberArk (Venafi), kept as it is.
        venafi: Value = "venafi",
    }
}

model! {
    /// The key of a CA in a Secret.
    pub struct CaIssuer {
        /// The Secret with `tls.crt` and `tls.key`.
        secret_name: String = "secretName",
        /// URLs of CRLs that certificates name.
        crl_distribution_points: Vec<String> = "crlDistributionPoints",
        /// URLs of OCSP that certificates name.
        ocsp_servers: Vec<String> = "ocspServers",
        /// URLs of the CA's certificate that certificates name.
        issuing_certificate_urls: Vec<String> = "issuingCertificateURLs",
    }
}

model! {
    /// Certificates that sign themselves.
    pub struct SelfSignedIssuer {
        /// URLs of CRLs that certificates name.
        crl_distribution_points: Vec<String> = "crlDistributionPoints",
    }
}

model! {
    /// HashiCorp Vault.
    pub struct VaultIssuer {
        /// The URL of the server.
        server: String = "server",
        /// The name that its certificate must have, where it is not the host of the URL.
        server_name: String = "serverName",
        /// The path that signs: `pki/sign/role`.
        path: String = "path",
        /// The namespace in Vault.
        namespace: String = "namespace",
        /// How cert-manager logs in, kept as it is.
        auth: Value = "auth",
        /// The CA of the server: PEM in Base64.
        ca_bundle: String = "caBundle",
        /// The same in a Secret.
        ca_bundle_secret_ref: SecretKeyRef = "caBundleSecretRef",
        /// The certificate that cert-manager shows.
        client_cert_secret_ref: SecretKeyRef = "clientCertSecretRef",
        /// Its key.
        client_key_secret_ref: SecretKeyRef = "clientKeySecretRef",
    }
}

model! {
    /// ACME.
    pub struct AcmeIssuer {
        /// The URL of the directory.
        server: String = "server",
        /// A mail address for the account.
        email: String = "email",
        /// Where the key of the account is kept.
        private_key_secret_ref: SecretKeyRef = "privateKeySecretRef",
        /// How it is shown that a name is one's own; kept as it is.
        solvers: Vec<Value> = "solvers",
        /// The chain that is preferred, by the name of its root.
        preferred_chain: String = "preferredChain",
        /// The CA of the server: PEM in Base64.
        ca_bundle: String = "caBundle",
        /// Whether the server's certificate is not checked.
        skip_tls_verify: bool = "skipTLSVerify",
        /// An account elsewhere that this one belongs to, kept as it is.
        external_account_binding: Value = "externalAccountBinding",
        /// Whether the key of the account must be there already.
        disable_account_key_generation: bool = "disableAccountKeyGeneration",
        /// Whether a duration is asked of the server.
        enable_duration_feature: bool = "enableDurationFeature",
        /// The profile of the certificates.
        profile: String = "profile",
        /// Where the time of renewal comes from.
        renewal_information_source: String = "renewalInformationSource",
    }
}

impl<K: Specified<Spec = IssuerSpec>> Builder<K> {
    /// Issues by the key of a CA in a Secret.
    pub fn of_ca(self, secret: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.ca = Some(CaIssuer::default().secret_name(secret.into())))
    }

    /// Lets certificates sign themselves: the beginning of a CA of one's own.
    pub fn self_signed(self) -> Self {
        self.with_spec(|spec| spec.self_signed = Some(SelfSignedIssuer::default()))
    }

    /// Issues by Vault: its URL, the path that signs, and how cert-manager logs in.
    pub fn vault(self, server: impl Into<String>, path: impl Into<String>, auth: impl Into<Value>) -> Self {
        let vault = VaultIssuer::default().server(server.into()).path(path.into()).auth(auth.into());
        self.with_spec(|spec| spec.vault = Some(vault))
    }
}
