// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { CertificateInfo, CrlEntry, CrlInfo } from '../pki'
import type { Document, SpiffeIdLike } from './arguments'
import type { TrustDomain } from './bundle-diff'
import type { Certificate, CertificateChain, PublicKey } from './certificate'
import type { CrlOptions } from './issue-crl'
import type { AuthorityOptions, LeafOptions } from './issue-options'
import type { CsrPolicy } from './issue-policy'
import type { CertificateRequest } from './pki'

/** A CA that can issue: a root, or an intermediate below one. It holds its key; `util.inspect` does not show it. */
export declare class CertificateAuthority {
  private constructor()
  /** A new root CA. Rejects with `IssueError`. */
  static root(commonName: string, options?: AuthorityOptions | undefined | null): Promise<CertificateAuthority>
  /** A new CA signed by this one, in its trust domain. It issues leaves only, unless told otherwise. */
  intermediate(commonName: string, options?: AuthorityOptions | undefined | null): Promise<CertificateAuthority>
  /** A CA out of its parts; `pool` holds the certificates between it and one of the roots, in any order. */
  static fromParts(certificate: Certificate, key: PrivateKey, pool: Array<Certificate>, roots: Array<Certificate>): CertificateAuthority
  /** Loads a CA that `save` wrote, or the files of an Istio `cacerts` Secret. */
  static load(directory: string): Promise<CertificateAuthority>
  /** Reads the entries of an Istio `cacerts` Secret, decoded from Base64. Throws `IssueError`. */
  static fromCacerts(entries: Record<string, Document>): CertificateAuthority
  /** The entries of an Istio `cacerts` Secret. `ca-key.pem` among them is the CA's private key. */
  secretCacerts(): Record<string, string>
  /** Saves the CA in the layout of Istio's `cacerts`, readable by its owner alone. Refuses to write over another CA. */
  save(directory: string): Promise<void>
  /** `save`, over whatever CA is there. */
  replace(directory: string): Promise<void>
  /** An X509-SVID for a workload, with a new key. A day unless told otherwise. */
  svid(id: SpiffeIdLike, options?: LeafOptions | undefined | null): Promise<IssuedCertificate>
  /** A server certificate for DNS names and IP addresses, with a new key. 45 days unless told otherwise. */
  server(names: Array<string>, options?: LeafOptions | undefined | null): Promise<IssuedCertificate>
  /** A client certificate known by its common name, with a new key. 45 days unless told otherwise. */
  client(commonName: string, options?: LeafOptions | undefined | null): Promise<IssuedCertificate>
  /** Signs a request if the policy grants all that it asks for, and gives the leaf with its chain. */
  signCsr(request: CertificateRequest, policy: CsrPolicy, options?: SignOptions | undefined | null): Promise<CertificateChain>
  /** Signs a revocation list with this number, which must grow from list to list. */
  crl(number: number, options?: CrlOptions | undefined | null): Promise<Crl>
  /** The CA's own certificate. */
  get certificate(): Certificate
  /** The certificates between this CA and its root, nearest first. */
  get intermediates(): Array<Certificate>
  /** The root that it leads to first, then any that were saved with it. */
  get roots(): Array<Certificate>
  /** Whether it is its own root. */
  get isRoot(): boolean
  /** The trust domain that it is bound to; null for any. */
  get trustDomain(): TrustDomain | null
  /** How many CAs may still stand between this one and a leaf; null without a limit. */
  get pathLen(): number | null
  /** The CA's private key, for storing it elsewhere than `save` does. */
  privateKey(): PrivateKey
  /** The CA's subject; never its key. */
  toString(): string
  /** The CA's certificate; never its key. */
  toJSON(): { certificate: CertificateInfo }
}

/** A certificate revocation list. */
export declare class Crl {
  /** Reads one list, PEM or DER. Throws `PkiError`. */
  constructor(data: Document)
  /** Reads one list, PEM or DER, off the main thread: a large one takes a while. Rejects with `PkiError`. */
  static read(data: Document): Promise<Crl>
  /** Reads the one list of a PEM text. */
  static fromPem(pem: Document): Crl
  /** Reads one list in DER. */
  static fromDer(der: Uint8Array): Crl
  /** Its bytes. */
  get der(): Buffer
  /** The list as a PEM block. */
  toPem(): string
  /** The issuer as RFC 4514 text. */
  get issuer(): string
  /** When it was issued. */
  get thisUpdate(): Date
  /** When the next one is due. */
  get nextUpdate(): Date | null
  /** Whether the date lies between this update and the next. */
  isCurrentAt(at: Date): boolean
  /** Its number, hex; null where it has none. */
  get number(): string | null
  /** How many certificates it revokes. */
  get length(): number
  /** What it revokes; mostly off the main thread. */
  entries(): Promise<CrlEntry[]>
  /** `entries` at once. */
  entriesSync(): CrlEntry[]
  /** The entry that revokes this certificate; null if there is none, or the list is another issuer's. */
  entryOf(certificate: Certificate): CrlEntry | null
  /** Throws `PkiError` unless the list is signed by the issuer's key. */
  verifySignedBy(issuer: Certificate): void
  /** Everything that stands in it. */
  info(): CrlInfo
  /** The issuer and the number of entries. */
  toString(): string
  /** Everything that stands in it. */
  toJSON(): CrlInfo
}

/** A certificate with its chain and the private key made for it. */
export declare class IssuedCertificate {
  private constructor()
  /** The leaf and the intermediates, in the order that TLS sends them; never the root. */
  get chain(): CertificateChain
  /** The leaf's private key. */
  get key(): PrivateKey
  /** The leaf; never its key. */
  toString(): string
  /** The chain; never the key. */
  toJSON(): { chain: CertificateInfo[] }
}

/** A private key. `util.inspect` and JSON leave its secret out; what hands it out is called `secret…`. */
export declare class PrivateKey {
  /** Reads one key, PEM or DER: PKCS#8, SEC1 or PKCS#1. Throws `PkiError`. */
  constructor(data: Document)
  /** Reads the one key of a PEM text. */
  static fromPem(pem: Document): PrivateKey
  /** Reads one key in DER. */
  static fromDer(der: Uint8Array): PrivateKey
  /** `ECDSA P-256`, `RSA 2048`, `Ed25519`, or an object identifier. */
  get algorithm(): string
  /** The document that it came in. */
  get format(): 'pkcs8' | 'sec1' | 'pkcs1'
  /** Its public half. */
  publicKey(): PublicKey
  /** Whether it is the key of this certificate. */
  matches(certificate: Certificate): boolean
  /** The key as PKCS#8 PEM. JavaScript cannot wipe the text: let go of it soon. */
  secretPkcs8Pem(): string
  /** The key as PKCS#8 DER; fill the buffer with zeros when done. */
  secretPkcs8Der(): Buffer
  /** Writes PKCS#8 PEM that its owner alone can read, whole or not at all. */
  writePem(path: string): Promise<void>
  /** The algorithm; never the key. */
  toString(): string
  /** The algorithm; never the key. */
  toJSON(): { algorithm: string }
}

/** When a request is signed. */
export interface SignOptions {
  /** The time of issue. Default: now. */
  at?: Date
}
