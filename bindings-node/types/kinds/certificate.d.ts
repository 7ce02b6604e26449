// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface SecretTemplate {
      /** Labels. */
      labels?: Readonly<Record<string, string>>
      /** Annotations; those of cert-manager itself are not taken. */
      annotations?: Readonly<Record<string, string>>
    }
    export interface Subject {
      /** Organizations (`O`). */
      organizations?: readonly string[]
      /** Countries (`C`). */
      countries?: readonly string[]
      /** Organizational units (`OU`). */
      organizationalUnits?: readonly string[]
      /** Localities (`L`). */
      localities?: readonly string[]
      /** Provinces (`ST`). */
      provinces?: readonly string[]
      /** Street addresses. */
      streetAddresses?: readonly string[]
      /** Postal codes. */
      postalCodes?: readonly string[]
      /** The serial number in the subject. */
      serialNumber?: string
    }
    export interface CertificateKey {
      /** The algorithm; absent is `RSA`. */
      algorithm?: 'RSA' | 'ECDSA' | 'Ed25519'
      /** Its bits; absent is 2048 for RSA and 256 for ECDSA. */
      size?: number
      /** The form in which it is written; absent is `PKCS1`. */
      encoding?: 'PKCS1' | 'PKCS8'
      /** Whether a renewal makes a new key; absent is `Always`, before cert-manager 1.18 `Never`. */
      rotationPolicy?: 'Never' | 'Always'
    }
    export interface PermittedNames {
      /** DNS domains. */
      dnsDomains?: readonly string[]
      /** CIDRs. */
      ipRanges?: readonly string[]
      /** Mail addresses or their hosts. */
      emailAddresses?: readonly string[]
      /** Hosts of URIs: the trust domain of SPIFFE IDs. */
      uriDomains?: readonly string[]
    }
    export interface NameConstraints {
      /** Whether those who do not understand the extension must refuse. */
      critical?: boolean
      /** Names that are allowed. */
      permitted?: PermittedNames
      /** Names that are not. */
      excluded?: PermittedNames
    }
    /** What `resources.certificate` takes. */
    export interface CertificateOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'cert-manager.io/v1'
      /** The Secret that is written, in the namespace of the Certificate. */
      secretName?: string
      /** Labels and annotations of that Secret. */
      secretTemplate?: SecretTemplate
      /** Who issues. */
      issuerRef?: IssuerRef
      /** The common name; peers look at it only where there is no other name. */
      commonName?: string
      /** The rest of the subject. */
      subject?: Subject
      /** The whole subject as text (RFC 4514), in place of the two. */
      literalSubject?: string
      /** DNS names. */
      dnsNames?: readonly string[]
      /** IP addresses. */
      ipAddresses?: readonly string[]
      /** URIs: a SPIFFE ID stands here. */
      uris?: readonly string[]
      /** Mail addresses. */
      emailAddresses?: readonly string[]
      /** Names of other types, kept as they are. */
      otherNames?: unknown
      /** How long it is valid, as Go writes it (`2160h`); absent is 90 days. At least `1h`. */
      duration?: string
      /** How long before its end it is renewed (`360h`); absent is a third of its life. At least `5m`. */
      renewBefore?: string
      /** The same in percent of its life. */
      renewBeforePercentage?: number
      /** When it may be renewed, kept as it is. */
      renewal?: unknown
      /** Whether it is a CA's certificate. */
      isCA?: boolean
      /** What its key may be used for; absent is `digital signature` and `key encipherment`. */
      usages?: readonly ('signing' | 'digital signature' | 'content commitment' | 'key encipherment' | 'key agreement' | 'data encipherment' | 'cert sign' | 'crl sign' | 'encipher only' | 'decipher only' | 'any' | 'server auth' | 'client auth' | 'code signing' | 'email protection' | 's/mime' | 'ipsec end system' | 'ipsec tunnel' | 'ipsec user' | 'timestamping' | 'ocsp signing' | 'microsoft sgc' | 'netscape sgc')[]
      /** The key. */
      privateKey?: CertificateKey
      /** By which algorithm the request is signed. */
      signatureAlgorithm?: 'SHA256WithRSA' | 'SHA384WithRSA' | 'SHA512WithRSA' | 'ECDSAWithSHA256' | 'ECDSAWithSHA384' | 'ECDSAWithSHA512' | 'PureEd25519'
      /** Whether the request itself names the usages; absent means that it does. */
      encodeUsagesInRequest?: boolean
      /** How many former requests are kept. */
      revisionHistoryLimit?: number
      /** Key stores in the Secret, kept as they are. */
      keystores?: unknown
      /** Other forms of the same in the Secret, kept as they are. */
      additionalOutputFormats?: unknown
      /** The names for which a CA may issue. */
      nameConstraints?: NameConstraints
    }
    /** A Certificate of cert-manager.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function certificate(options: CertificateOptions): Manifest
  }
}
