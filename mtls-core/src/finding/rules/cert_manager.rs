//! Rules of the kinds of cert-manager, trust-manager and aws-privateca-issuer.

rules! {
    /// Every rule of this part.

    CERTIFICATE_SECRET_NAME = Error "certificate-secret-name" {
        trigger: "A Certificate names no Secret to write, or one that is no name.",
        why: "cert-manager's webhook refuses it.",
        help: "Set `secretName`; the Secret is made in the namespace of the Certificate.",
        source: "cert-manager webhook, ValidateCertificateSpec",
    }
    ISSUER_REF = Error "certificate-issuer-ref" {
        trigger: "An `issuerRef` has no name, or a kind that cert-manager itself does not have.",
        why: "cert-manager's webhook refuses it.",
        help: "Write `{name, kind: ClusterIssuer}`; for an issuer of another project its `group` too, such as awspca.cert-manager.io.",
        source: "cert-manager webhook, validateIssuerRef",
    }
    CERTIFICATE_WITHOUT_NAME = Error "certificate-without-name" {
        trigger: "A Certificate asks for no name: no DNS name, URI, address or common name.",
        why: "cert-manager's webhook refuses it.",
        help: "Add `dnsNames` for a server, `uris` with a SPIFFE ID for a workload, `commonName` for a CA.",
        source: "cert-manager webhook, ValidateCertificateSpec",
    }
    CERTIFICATE_COMMON_NAME = Error "certificate-common-name" {
        trigger: "The common name of a Certificate has more than 64 bytes, or stands beside a literal subject.",
        why: "cert-manager's webhook refuses it.",
        help: "Put long names into `dnsNames` or `uris`; write the subject in one way.",
        source: "cert-manager webhook, ValidateCertificateSpec; RFC 5280 appendix A",
    }
    CERTIFICATE_IP_ADDRESS = Error "certificate-ip-address" {
        trigger: "An entry of `ipAddresses` is no IP address.",
        why: "cert-manager's webhook refuses the Certificate.",
        help: "Write names into `dnsNames`.",
        source: "cert-manager webhook, validateIPAddresses",
    }
    CERTIFICATE_KEY_SIZE = Error "certificate-key-size" {
        trigger: "The size of a key is none that its algorithm has.",
        why: "cert-manager's webhook refuses the Certificate.",
        help: "Leave `size` out, or write 256 with ECDSA.",
        source: "cert-manager webhook, ValidateCertificateSpec",
    }
    CERTIFICATE_SIGNATURE_ALGORITHM = Error "certificate-signature-algorithm" {
        trigger: "The signature algorithm is of another kind than the key.",
        why: "cert-manager's webhook refuses the Certificate.",
        help: "Leave `signatureAlgorithm` out.",
        source: "cert-manager webhook, ValidateCertificateSpec",
    }
    CERTIFICATE_DURATION = Error "certificate-duration" {
        trigger: "A duration is none as Go writes it.",
        why: "cert-manager cannot read the object.",
        help: "Write hours, minutes, seconds: `2160h`, `1h30m`. There is no unit for days.",
        source: "cert-manager API, Go time.ParseDuration",
    }
    CERTIFICATE_LIFETIME = Error "certificate-lifetime" {
        trigger: "A Certificate lives less than an hour, is renewed less than five minutes before its end or before its beginning, or says the time of renewal twice.",
        why: "cert-manager's webhook refuses it.",
        help: "Keep `renewBefore` below `duration`, or leave it out: a third of the life is the default.",
        source: "cert-manager webhook, ValidateDuration",
    }
    CERTIFICATE_SECRET_TEMPLATE = Error "certificate-secret-template" {
        trigger: "The template of the Secret has an annotation of cert-manager itself.",
        why: "cert-manager's webhook refuses the Certificate.",
        help: "Remove the annotation.",
        source: "cert-manager webhook, validateSecretTemplateAnnotations",
    }
    CERTIFICATE_NAME_CONSTRAINTS = Error "certificate-name-constraints" {
        trigger: "Name constraints stand in a Certificate that is no CA's.",
        why: "cert-manager's webhook refuses it.",
        help: "Set `isCA`, or remove `nameConstraints`.",
        source: "cert-manager webhook, validateNameConstraints; RFC 5280 section 4.2.1.10",
    }
    CERTIFICATE_CA_USAGES = Warning "certificate-ca-usages" {
        trigger: "A CA's Certificate has extended usages without both sides of TLS, or `cert sign` stands without `isCA`.",
        why: "Extended usages of a CA bind what it issues, so that clients or servers refuse the chain; and a certificate that is no CA's issues nothing.",
        help: "Give a CA `cert sign` and `crl sign` alone, together with `isCA: true`.",
        source: "RFC 5280 sections 4.2.1.3 and 4.2.1.12",
    }
    CERTIFICATE_CLIENT_AUTH = Warning "certificate-client-auth" {
        trigger: "A Certificate that can only be meant for a client or a workload lists extended usages without `client auth`.",
        why: "A server that demands a client certificate refuses one that is for servers alone.",
        help: "Add `client auth` to `usages`.",
        source: "RFC 5280 section 4.2.1.12; SPIFFE X509-SVID section 4.4",
    }
    CERTIFICATE_REQUEST = Error "certificate-request-missing" {
        trigger: "A CertificateRequest has no request, or none in PEM and Base64.",
        why: "cert-manager's webhook refuses it.",
        help: "Encode the PEM of the request once in Base64; or write a Certificate, and cert-manager makes the request.",
        source: "cert-manager webhook, ValidateCertificateRequestSpec",
    }
    ISSUER_TYPE = Error "issuer-type" {
        trigger: "An issuer says in no way how it issues, or in several.",
        why: "cert-manager's webhook refuses it.",
        help: "Keep one of `ca`, `selfSigned`, `vault`, `acme`, `venafi`.",
        source: "cert-manager webhook, ValidateIssuerConfig",
    }
    ISSUER_FIELD_MISSING = Error "issuer-field-missing" {
        trigger: "An issuer lacks what its way of issuing needs.",
        why: "cert-manager's webhook refuses it.",
        help: "Give the field that is named.",
        source: "cert-manager webhook, ValidateIssuerConfig",
    }
    ISSUER_CONTRADICTION = Error "issuer-contradiction" {
        trigger: "Two settings of an issuer exclude each other.",
        why: "cert-manager's webhook refuses it.",
        help: "Keep one of the two; keep the CA rather than the skipped check.",
        source: "cert-manager webhook, ValidateACMEIssuerConfig and ValidateVaultIssuerConfig",
    }
    AWS_PCA_ARN = Warning "aws-pca-arn" {
        trigger: "An issuer for AWS Private CA names no CA, or one by what is no ARN.",
        why: "The API server takes it, but the issuer never becomes ready.",
        help: "Write `arn:aws:acm-pca:REGION:ACCOUNT:certificate-authority/ID`.",
        source: "aws-privateca-issuer, issuer controller",
    }
    AWS_PCA_REGION = Warning "aws-pca-region" {
        trigger: "The region of an issuer for AWS Private CA is another one than its CA's.",
        why: "The CA is not found there, and nothing is issued.",
        help: "Write the region of the ARN.",
        source: "aws-privateca-issuer, issuer controller",
    }
    BUNDLE_WITHOUT_SOURCE = Error "bundle-without-source" {
        trigger: "A Bundle has no source.",
        why: "trust-manager's webhook refuses it.",
        help: "Name a ConfigMap or Secret in the namespace of trust-manager, or write the certificates in place.",
        source: "trust-manager webhook",
    }
    BUNDLE_SOURCE = Error "bundle-source" {
        trigger: "A source of a bundle is of several sorts or of none, has no entry, has a name and a selector or neither, or is what the bundle writes.",
        why: "trust-manager refuses the bundle.",
        help: "Write `{secret: {name, key}}`, one sort a source.",
        source: "trust-manager webhook and custom resource definitions",
    }
    BUNDLE_TARGET = Error "bundle-target" {
        trigger: "The target of a bundle names no object or entry, or sets what trust-manager itself writes.",
        why: "trust-manager refuses the bundle.",
        help: "Write `{configMap: {key: ca.crt}}`.",
        source: "trust-manager webhook and custom resource definitions",
    }
}
