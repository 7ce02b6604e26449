//! The cert-manager `Certificate`: a certificate and its key, kept fresh in a Secret.

mod check;

use std::collections::BTreeMap;

use super::IssuerRef;
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::model::{model, spellings};
use crate::resources::{Builder, Given, Value};

pub(super) use check::check_duration;

kind! {
    /// A cert-manager `Certificate`.
    ///
    /// The Secret that it fills has `tls.crt`, `tls.key` and `ca.crt`, which is the issuer of **this** certificate: a
    /// gateway that demands certificates of other clients needs their CA beside it.
    ///
    /// ```
    /// use mtls_core::resources::cert_manager::{Certificate, IssuerRef};
    ///
    /// let cart = Certificate::new("cart", "shop")
    ///     .secret("cart-tls")
    ///     .issued_by(IssuerRef::cluster_issuer("internal"))
    ///     .uri("spiffe://shop.example/ns/shop/sa/cart")
    ///     .for_mutual_tls()
    ///     .build()?;
    /// assert_eq!(cart.spec.unwrap().usages.unwrap().len(), 3);
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct Certificate: "cert-manager.io" ["cert-manager.io/v1"], check::check {
        /// What is asked for.
        spec: CertificateSpec = "spec",
    }
}

built!(Certificate, spec: CertificateSpec);

model! {
    /// What a `Certificate` asks for.
    pub struct CertificateSpec {
        /// The Secret that is written, in the namespace of the Certificate.
        secret_name: String = "secretName",
        /// Labels and annotations of that Secret.
        secret_template: SecretTemplate = "secretTemplate",
        /// Who issues.
        issuer_ref: IssuerRef = "issuerRef",
        /// The common name; peers look at it only where there is no other name.
        common_name: String = "commonName",
        /// The rest of the subject.
        subject: Subject = "subject",
        /// The whole subject as text (RFC 4514), in place of the two.
        literal_subject: String = "literalSubject",
        /// DNS names.
        dns_names: Vec<String> = "dnsNames",
        /// IP addresses.
        ip_addresses: Vec<String> = "ipAddresses",
        /// URIs: a SPIFFE ID stands here.
        uris: Vec<String> = "uris",
        /// Mail addresses.
        email_addresses: Vec<String> = "emailAddresses",
        /// Names of other types, kept as they are.
        other_names: Value = "otherNames",
        /// How long it is valid, as Go writes it (`2160h`); absent is 90 days. At least `1h`.
        duration: String = "duration",
        /// How long before its end it is renewed (`360h`); absent is a third of its life. At least `5m`.
        renew_before: String = "renewBefore",
        /// The same in percent of its life.
        renew_before_percentage: i64 = "renewBeforePercentage",
        /// When it may be renewed, kept as it is.
        renewal: Value = "renewal",
        /// Whether it is a CA's certificate.
        is_ca: bool = "isCA",
        /// What its key may be used for; absent is `digital signature` and `key encipherment`.
        usages: Vec<KeyUsage> = "usages",
        /// The key.
        private_key: CertificateKey = "privateKey",
        /// By which algorithm the request is signed.
        signature_algorithm: SignatureAlgorithm = "signatureAlgorithm",
        /// Whether the request itself names the usages; absent means that it does.
        encode_usages_in_request: bool = "encodeUsagesInRequest",
        /// How many former requests are kept.
        revision_history_limit: i64 = "revisionHistoryLimit",
        /// Key stores in the Secret, kept as they are.
        keystores: Value = "keystores",
        /// Other forms of the same in the Secret, kept as they are.
        additional_output_formats: Value = "additionalOutputFormats",
        /// The names for which a CA may issue.
        name_constraints: NameConstraints = "nameConstraints",
    }
}

model! {
    /// Labels and annotations of the Secret.
    pub struct SecretTemplate {
        /// Labels.
        labels: BTreeMap<String, String> = "labels",
        /// Annotations; those of cert-manager itself are not taken.
        annotations: BTreeMap<String, String> = "annotations",
    }
}

model! {
    /// A subject, the common name apart.
    pub struct Subject {
        /// Organizations (`O`).
        organizations: Vec<String> = "organizations",
        /// Countries (`C`).
        countries: Vec<String> = "countries",
        /// Organizational units (`OU`).
        organizational_units: Vec<String> = "organizationalUnits",
        /// Localities (`L`).
        localities: Vec<String> = "localities",
        /// Provinces (`ST`).
        provinces: Vec<String> = "provinces",
        /// Street addresses.
        street_addresses: Vec<String> = "streetAddresses",
        /// Postal codes.
        postal_codes: Vec<String> = "postalCodes",
        /// The serial number in the subject.
        serial_number: String = "serialNumber",
    }
}

model! {
    /// The key of a certificate.
    pub struct CertificateKey {
        /// The algorithm; absent is `RSA`.
        algorithm: KeyAlgorithm = "algorithm",
        /// Its bits; absent is 2048 for RSA and 256 for ECDSA.
        size: i64 = "size",
        /// The form in which it is written; absent is `PKCS1`.
        encoding: KeyEncoding = "encoding",
        /// Whether a renewal makes a new key; absent is `Always`, before cert-manager 1.18 `Never`.
        rotation_policy: RotationPolicy = "rotationPolicy",
    }
}

model! {
    /// The names for which a CA may issue.
    pub struct NameConstraints {
        /// Whether those who do not understand the extension must refuse.
        critical: bool = "critical",
        /// Names that are allowed.
        permitted: PermittedNames = "permitted",
        /// Names that are not.
        excluded: PermittedNames = "excluded",
    }
}

model! {
    /// Names below which others are meant.
    pub struct PermittedNames {
        /// DNS domains.
        dns_domains: Vec<String> = "dnsDomains",
        /// CIDRs.
        ip_ranges: Vec<String> = "ipRanges",
        /// Mail addresses or their hosts.
        email_addresses: Vec<String> = "emailAddresses",
        /// Hosts of URIs: the trust domain of SPIFFE IDs.
        uri_domains: Vec<String> = "uriDomains",
    }
}

spellings! {
    /// The algorithm of a key.
    pub enum KeyAlgorithm {
        /// RSA. What an absent algorithm means.
        Rsa = "RSA",
        /// ECDSA on a NIST curve.
        Ecdsa = "ECDSA",
        /// Ed25519.
        Ed25519 = "Ed25519",
    }
}

spellings! {
    /// The form of a key in PEM.
    pub enum KeyEncoding {
        /// `RSA PRIVATE KEY` or `EC PRIVATE KEY`. What an absent form means.
        Pkcs1 = "PKCS1",
        /// `PRIVATE KEY`.
        Pkcs8 = "PKCS8",
    }
}

spellings! {
    /// Whether a renewal makes a new key.
    pub enum RotationPolicy {
        /// It keeps the key.
        Never = "Never",
        /// It makes one.
        Always = "Always",
    }
}

spellings! {
    /// By which algorithm the request is signed.
    pub enum SignatureAlgorithm {
        /// RSA with SHA-256.
        Sha256WithRsa = "SHA256WithRSA",
        /// RSA with SHA-384.
        Sha384WithRsa = "SHA384WithRSA",
        /// RSA with SHA-512.
        Sha512WithRsa = "SHA512WithRSA",
        /// ECDSA with SHA-256.
        EcdsaWithSha256 = "ECDSAWithSHA256",
        /// ECDSA with SHA-384.
        EcdsaWithSha384 = "ECDSAWithSHA384",
        /// ECDSA with SHA-512.
        EcdsaWithSha512 = "ECDSAWithSHA512",
        /// Ed25519.
        PureEd25519 = "PureEd25519",
    }
}

spellings! {
    /// What a key may be used for.
    pub enum KeyUsage {
        /// Signatures; the older name of `digital signature`.
        Signing = "signing",
        /// Signatures.
        DigitalSignature = "digital signature",
        /// Signatures that bind.
        ContentCommitment = "content commitment",
        /// Transport of keys.
        KeyEncipherment = "key encipherment",
        /// Agreement on keys.
        KeyAgreement = "key agreement",
        /// Encryption of data.
        DataEncipherment = "data encipherment",
        /// Issuing certificates.
        CertSign = "cert sign",
        /// Issuing CRLs.
        CrlSign = "crl sign",
        /// Encryption alone, after agreement.
        EncipherOnly = "encipher only",
        /// Decryption alone, after agreement.
        DecipherOnly = "decipher only",
        /// Any extended usage.
        Any = "any",
        /// Server of TLS.
        ServerAuth = "server auth",
        /// Client of TLS.
        ClientAuth = "client auth",
        /// Signing code.
        CodeSigning = "code signing",
        /// Mail.
        EmailProtection = "email protection",
        /// Mail; another name of `email protection`.
        Smime = "s/mime",
        /// IPsec, a host.
        IpsecEndSystem = "ipsec end system",
        /// IPsec, a tunnel.
        IpsecTunnel = "ipsec tunnel",
        /// IPsec, a user.
        IpsecUser = "ipsec user",
        /// Time stamps.
        Timestamping = "timestamping",
        /// OCSP answers.
        OcspSigning = "ocsp signing",
        /// An old usage of Microsoft.
        MicrosoftSgc = "microsoft sgc",
        /// An old usage of Netscape.
        NetscapeSgc = "netscape sgc",
    }
}

impl KeyUsage {
    /// Whether it is an extended usage; those limit the certificate to themselves, the others do not.
    pub const fn is_extended(&self) -> bool {
        matches!(
            self,
            Self::Any
                | Self::ServerAuth
                | Self::ClientAuth
                | Self::CodeSigning
                | Self::EmailProtection
                | Self::Smime
                | Self::IpsecEndSystem
                | Self::IpsecTunnel
                | Self::IpsecUser
                | Self::Timestamping
                | Self::OcspSigning
                | Self::MicrosoftSgc
                | Self::NetscapeSgc
        )
    }
}

impl Builder<Certificate> {
    /// Names the Secret that is written.
    pub fn secret(self, name: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.secret_name = Some(name.into()))
    }

    /// Names who issues.
    pub fn issued_by(self, issuer: IssuerRef) -> Self {
        self.with_spec(|spec| spec.issuer_ref = Some(issuer))
    }

    /// Adds a DNS name.
    pub fn dns_name(self, name: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.dns_names.get_or_insert_default().push(name.into()))
    }

    /// Adds a URI, such as a SPIFFE ID.
    pub fn uri(self, uri: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.uris.get_or_insert_default().push(uri.into()))
    }

    /// Sets the common name.
    pub fn common_name(self, name: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.common_name = Some(name.into()))
    }

    /// Sets what the key may be used for.
    pub fn usages(self, usages: impl Given<Vec<KeyUsage>>) -> Self {
        self.with_spec(|spec| spec.usages = Some(usages.given()))
    }

    /// Makes it fit for both sides of mutual TLS: `digital signature`, `server auth`, `client auth`.
    pub fn for_mutual_tls(self) -> Self {
        self.usages([KeyUsage::DigitalSignature, KeyUsage::ServerAuth, KeyUsage::ClientAuth])
    }

    /// Makes it fit for clients alone: `digital signature`, `client auth`.
    pub fn for_client(self) -> Self {
        self.usages([KeyUsage::DigitalSignature, KeyUsage::ClientAuth])
    }

    /// Makes it a CA's certificate: `isCA`, `cert sign`, `crl sign`.
    pub fn ca(self) -> Self {
        self.usages([KeyUsage::CertSign, KeyUsage::CrlSign]).with_spec(|spec| spec.is_ca = Some(true))
    }

    /// Sets how long it is valid and how long before its end it is renewed, as Go writes them: `24h`, `8h`.
    pub fn lifetime(self, duration: impl Into<String>, renew_before: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            spec.duration = Some(duration.into());
            spec.renew_before = Some(renew_before.into());
        })
    }

    /// Asks for an ECDSA key on P-256 in PKCS#8, made anew by each renewal.
    pub fn ecdsa_key(self) -> Self {
        self.with_spec(|spec| {
            let key = CertificateKey::default().algorithm(KeyAlgorithm::Ecdsa).size(256);
            spec.private_key = Some(key.encoding(KeyEncoding::Pkcs8).rotation_policy(RotationPolicy::Always));
        })
    }
}
