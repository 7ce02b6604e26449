// Generated from the models of the engine, not to be edited: `make kinds`.
export {}

declare module '../native/resources' {
  export namespace resources {
    export interface IssuerRef {
      /** The name of the issuer. */
      name?: string
      /** Its kind; absent is `Issuer`, in the namespace of the certificate. */
      kind?: string
      /** Its API group; absent is `cert-manager.io`. */
      group?: string
    }
    export interface CaIssuer {
      /** The Secret with `tls.crt` and `tls.key`. */
      secretName?: string
      /** URLs of CRLs that certificates name. */
      crlDistributionPoints?: readonly string[]
      /** URLs of OCSP that certificates name. */
      ocspServers?: readonly string[]
      /** URLs of the CA's certificate that certificates name. */
      issuingCertificateURLs?: readonly string[]
    }
    export interface SelfSignedIssuer {
      /** URLs of CRLs that certificates name. */
      crlDistributionPoints?: readonly string[]
    }
    export interface SecretKeyRef {
      /** The Secret. */
      name?: string
      /** The entry. */
      key?: string
    }
    export interface VaultIssuer {
      /** The URL of the server. */
      server?: string
      /** The name that its certificate must have, where it is not the host of the URL. */
      serverName?: string
      /** The path that signs: `pki/sign/role`. */
      path?: string
      /** The namespace in Vault. */
      namespace?: string
      /** How cert-manager logs in, kept as it is. */
      auth?: unknown
      /** The CA of the server: PEM in Base64. */
      caBundle?: string
      /** The same in a Secret. */
      caBundleSecretRef?: SecretKeyRef
      /** The certificate that cert-manager shows. */
      clientCertSecretRef?: SecretKeyRef
      /** Its key. */
      clientKeySecretRef?: SecretKeyRef
    }
    export interface AcmeIssuer {
      /** The URL of the directory. */
      server?: string
      /** A mail address for the account. */
      email?: string
      /** Where the key of the account is kept. */
      privateKeySecretRef?: SecretKeyRef
      /** How it is shown that a name is one's own; kept as it is. */
      solvers?: readonly unknown[]
      /** The chain that is preferred, by the name of its root. */
      preferredChain?: string
      /** The CA of the server: PEM in Base64. */
      caBundle?: string
      /** Whether the server's certificate is not checked. */
      skipTLSVerify?: boolean
      /** An account elsewhere that this one belongs to, kept as it is. */
      externalAccountBinding?: unknown
      /** Whether the key of the account must be there already. */
      disableAccountKeyGeneration?: boolean
      /** Whether a duration is asked of the server. */
      enableDurationFeature?: boolean
      /** The profile of the certificates. */
      profile?: string
      /** Where the time of renewal comes from. */
      renewalInformationSource?: string
    }
  }
}
