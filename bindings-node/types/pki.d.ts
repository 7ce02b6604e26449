// What stands in certificates, requests and revocation lists.

/** PEM text, or its bytes. */
export type Pem = string | Uint8Array

/** Subject alternative names, each kind in its order. */
export interface SubjectNames {
  dns: string[]
  ip: string[]
  uri: string[]
  email: string[]
  /** Names of other kinds, in words. */
  other: string[]
}

/** One extension as it stands. */
export interface ExtensionEntry {
  /** Object identifier in dotted form. */
  oid: string
  /** Its name in RFC 5280, empty where none is known. */
  name: string
  /** Whether a reader that does not know it must refuse. */
  critical: boolean
}

/** What stands in a certificate, as plain values. */
export interface CertificateInfo {
  /** X.509 version, 3 nearly always. */
  version: number
  /** Subject as RFC 4514 text. */
  subject: string
  /** Issuer as RFC 4514 text. */
  issuer: string
  /** Serial number, lowercase hex with colons. */
  serial: string
  /** Start of validity, RFC 3339 in UTC. */
  notBefore: string
  /** End of validity, RFC 3339 in UTC. */
  notAfter: string
  /** `ECDSA`, `RSA`, `Ed25519`, or an object identifier. */
  keyAlgorithm: string
  /** Bits of the key; 0 where not known. */
  keyBits: number
  /** Curve of the key. */
  keyCurve: string | null
  /** Signature algorithm as OpenSSL names it. */
  signatureAlgorithm: string
  /** Whether it may issue certificates. */
  ca: boolean
  /** How many intermediates may stand below it. */
  pathLength: number | null
  /** Null where the extension is absent. */
  keyUsage: string[] | null
  /** Null where the extension is absent. */
  extendedKeyUsage: string[] | null
  /** Subject alternative names. */
  names: SubjectNames
  /** The SPIFFE ID, where it has exactly one URI and that is one. */
  spiffeId: string | null
  /** Whether issuer and subject are the same. */
  selfIssued: boolean
  /** Hex with colons. */
  subjectKeyId: string | null
  /** Hex with colons. */
  authorityKeyId: string | null
  /** SHA-256 of the DER, hex. */
  fingerprintSha256: string
  /** SHA-256 of the public key, hex. */
  spkiSha256: string
  /** The same in Base64. */
  spkiPin: string
  /** Certificate policies. */
  policies: string[]
  /** Where its CRL can be fetched. */
  crlUrls: string[]
  /** Where OCSP answers for it. */
  ocspUrls: string[]
  /** Where its issuer's certificate can be fetched. */
  issuerUrls: string[]
  /** Every extension, in order. */
  extensions: ExtensionEntry[]
}

/** What stands in a certificate request, as plain values. */
export interface CertificateRequestInfo {
  /** Subject as RFC 4514 text. */
  subject: string
  /** `ECDSA`, `RSA`, `Ed25519`, or an object identifier. */
  keyAlgorithm: string
  /** Bits of the key; 0 where not known. */
  keyBits: number
  /** Curve of the key. */
  keyCurve: string | null
  /** SHA-256 of the public key, hex. */
  spkiSha256: string
  /** Signature algorithm as OpenSSL names it. */
  signatureAlgorithm: string
  /** Whether it asks to be a CA. */
  ca: boolean
  /** The SPIFFE ID that it asks for, where it asks for exactly one. */
  spiffeId: string | null
  /** Null where it asks for none. */
  keyUsage: string[] | null
  /** Null where it asks for none. */
  extendedKeyUsage: string[] | null
  /** The names that it asks for. */
  names: SubjectNames
  /** Every extension, in order. */
  extensions: ExtensionEntry[]
  /** Object identifiers of its attributes that are no extensions. */
  otherAttributes: string[]
}

/** One revoked certificate. */
export interface CrlEntry {
  /** Serial number, lowercase hex with colons. */
  serial: string
  /** Since when, RFC 3339 in UTC. */
  revokedAt: string
  /** `keyCompromise`, `superseded`, …; null where none is given. */
  reason: string | null
}

/** What stands in an element of a forwarded header, as plain values. */
export interface ForwardedElementInfo {
  /** URI names of the proxy's own certificate. */
  by: string[]
  /** SHA-256 of the client's certificate as written, lowercase hex; null where it is not. */
  hash: string | null
  /** SHA-256 of the certificate that was forwarded; null where none was. */
  certificateSha256: string | null
  /** How many certificates of the client's chain were forwarded; null where none was. */
  chainLength: number | null
  /** The subject as written; null where it is not. */
  subject: string | null
  /** The issuer as written; null where it is not. */
  issuer: string | null
  /** URI names. */
  uris: string[]
  /** DNS names. */
  dnsNames: string[]
}

/** What stands in a revocation list, as plain values. */
export interface CrlInfo {
  /** Issuer as RFC 4514 text. */
  issuer: string
  /** When it was issued, RFC 3339 in UTC. */
  thisUpdate: string
  /** When the next one is due, RFC 3339 in UTC. */
  nextUpdate: string | null
  /** Its number, hex with colons. */
  number: string | null
  /** Hex with colons. */
  authorityKeyId: string | null
  /** Signature algorithm as OpenSSL names it. */
  signatureAlgorithm: string
  /** Whether it only says what changed since another list. */
  delta: boolean
  /** Whether it covers a part of the issuer's certificates. */
  partial: boolean
  /** Every extension, in order. */
  extensions: ExtensionEntry[]
  /** What it revokes. */
  entries: CrlEntry[]
}
