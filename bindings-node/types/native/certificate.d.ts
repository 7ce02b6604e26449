// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { CertificateInfo } from '../pki'
import type { Document, SpiffeIdLike, TrustDomainLike } from './arguments'
import type { TrustDomain } from './bundle-diff'
import type { LenientSpiffeId } from './identity'

/** An X.509 certificate. Reading judges nothing: that is for `ChainVerifier`. */
export declare class Certificate {
  /** Reads one certificate, PEM or DER. Throws `PkiError`. */
  constructor(data: Document)
  /** Reads the one certificate of a PEM text. */
  static fromPem(pem: Document): Certificate
  /** Reads one certificate in DER. */
  static fromDer(der: Uint8Array): Certificate
  /** Its bytes. */
  get der(): Buffer
  /** The certificate as a PEM block. */
  toPem(): string
  /** The subject as RFC 4514 text. */
  get subject(): string
  /** The issuer as RFC 4514 text. */
  get issuer(): string
  /** Whether issuer and subject are the same. */
  get isSelfIssued(): boolean
  /** The serial number, lowercase hex with colons. */
  get serial(): string
  /** X.509 version, 3 nearly always. */
  get version(): number
  /** Start of validity. */
  get notBefore(): Date
  /** End of validity, inclusive. */
  get notAfter(): Date
  /** Whether the date lies within its validity. */
  isValidAt(at: Date): boolean
  /** Whether it may issue certificates. */
  get isCa(): boolean
  /** How many intermediates may stand below it; null for any number. */
  get pathLength(): number | null
  /** Key usage (`digitalSignature`, …); null where the extension is absent. */
  get keyUsage(): Array<string> | null
  /** Extended key usage (`serverAuth`, …); null where the extension is absent. */
  get extendedKeyUsage(): Array<string> | null
  /** The SPIFFE ID, where it has exactly one URI and that is one. Not verified. */
  get spiffeId(): SpiffeId | null
  /** DNS names. */
  get dnsNames(): Array<string>
  /** IP addresses as text. */
  get ipAddresses(): Array<string>
  /** URIs, SPIFFE IDs among them. */
  get uris(): Array<string>
  /** E-mail addresses. */
  get emails(): Array<string>
  /** The public key. */
  get publicKey(): PublicKey
  /** The signature algorithm as OpenSSL names it. */
  get signatureAlgorithm(): string
  /** SHA-256 of the DER, lowercase hex. */
  get fingerprintSha256(): string
  /** SHA-256 of the public key, lowercase hex. */
  get spkiSha256(): string
  /** SHA-256 of the public key in Base64, as `curl --pinnedpubkey sha256//…` takes it. */
  get spkiPin(): string
  /** The subject key identifier; null where the extension is absent. */
  get subjectKeyId(): Buffer | null
  /** The key identifier of the issuer; null where it has none. */
  get authorityKeyId(): Buffer | null
  /** Whether `issuer` has the name that this certificate gives its issuer. */
  namesAsIssuer(issuer: Certificate): boolean
  /** Everything that stands in it. */
  info(): CertificateInfo
  /** Everything that stands in it, as text for people. */
  describe(): string
  /** Throws `PkiError` unless this certificate is signed by the issuer's key. Says nothing about names and dates. */
  verifySignedBy(issuer: Certificate): void
  /** Whether both have the same bytes. */
  equals(other: Certificate): boolean
  /** Subject and serial number. */
  toString(): string
  /** Everything that stands in it. */
  toJSON(): CertificateInfo
}

/** A certificate chain as a peer presents it: the leaf first, then its issuers. Never empty. */
export declare class CertificateChain {
  /** A chain of these certificates, in this order. Throws `PkiError`. */
  static fromCertificates(certificates: Array<Certificate>): CertificateChain
  /** Reads the certificates of a PEM text, or one certificate in DER. */
  constructor(data: Document)
  /** Reads the certificates of a PEM text. */
  static fromPem(pem: Document): CertificateChain
  /** Reads certificates in DER, one an element. */
  static fromDer(certificates: Array<Uint8Array>): CertificateChain
  /** The certificates, leaf first. */
  get certificates(): Array<Certificate>
  /** The first certificate. */
  get leaf(): Certificate
  /** All but the leaf. */
  get issuers(): Array<Certificate>
  /** How many certificates; at least 1. */
  get length(): number
  /** The certificates' bytes. */
  toDer(): Array<Buffer>
  /** The certificates as PEM blocks, one after the other. */
  toPem(): string
  /** What is wrong with the order and the set of certificates; verifies no signature and no date. */
  checkOrder(): Finding[]
  /**
   * The same certificates with the leaf first and each one's issuer behind it. Throws `PkiError` when they form no
   * single chain.
   */
  sorted(): CertificateChain
  /** Whether both hold the same certificates in the same order. */
  equals(other: CertificateChain): boolean
  /** The subjects, leaf first. */
  toString(): string
  /** Everything that stands in the certificates. */
  toJSON(): CertificateInfo[]
}

/** A public key. */
export declare class PublicKey {
  private constructor()
  /** `ECDSA P-256`, `RSA 2048`, `Ed25519`, or an object identifier. */
  get algorithm(): string
  /** Bits of the key; 0 where not known. */
  get bits(): number
  /** The SubjectPublicKeyInfo in DER. */
  get spkiDer(): Buffer
  /** SHA-256 of the SubjectPublicKeyInfo, lowercase hex. */
  get sha256(): string
  /** The same in Base64, as in `pin-sha256` and `curl --pinnedpubkey`. */
  get pin(): string
  /** The key as a PEM block `PUBLIC KEY`. */
  toPem(): string
  /** Whether both are the same key. */
  equals(other: PublicKey): boolean
  /** The algorithm and the key's SHA-256. */
  toString(): string
}

/** A SPIFFE ID: `spiffe://<trust domain>/<path>`. */
export declare class SpiffeId {
  /** Reads an ID, strictly. Throws `IdentityError`. */
  constructor(text: string)
  /** Reads an ID whose scheme or trust domain has capitals, and says what it changed. */
  static parseLenient(text: string): LenientSpiffeId
  /** The trust domain. */
  get trustDomain(): TrustDomain
  /** The path, from its first slash on; empty for a trust domain's own ID. */
  get path(): string
  /** The parts of the path. */
  get segments(): Array<string>
  /** Whether the ID is one of this trust domain. */
  isMemberOf(domain: TrustDomainLike): boolean
  /** The ID with more segments behind it: `join('a/b')`. */
  join(path: string): SpiffeId
  /** The ID with one more segment behind it. */
  appendSegment(segment: string): SpiffeId
  /** Whether both are the same ID. */
  equals(other: SpiffeIdLike): boolean
  /** The ID as text. */
  toString(): string
  /** The ID as text. */
  toJSON(): string
}
