// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { CertificateInfo } from '../pki'
import type { CertificateChain, SpiffeId } from './certificate'
import type { PrivateKey } from './issue'

/**
 * The `TlsIdentity` in force, for servers and clients that keep running while certificates change. Every handshake
 * presents the one that is in force when it needs one; connections that are there stay as they are.
 */
export declare class LiveIdentity {
  /** Begins with this identity. */
  constructor(identity: TlsIdentity)
  /** The identity in force now, or the one that was in force last if it is withdrawn; it does not change. */
  get current(): TlsIdentity
  /** Puts another identity in force and gives the one that was. */
  replace(identity: TlsIdentity): TlsIdentity
  /**
   * Presents no identity any more, until `replace` puts one in force: a server refuses every handshake, and a client answers
   * a request for a certificate with none.
   */
  withdraw(): void
  /** Whether no identity is presented. */
  get isWithdrawn(): boolean
  /** The SPIFFE ID or the subject of the identity in force; never the key. */
  toString(): string
}

/** What one side presents: a chain and its key, checked to belong together. `util.inspect` shows no key. */
export declare class TlsIdentity {
  /** Throws `TlsError` for a key that is not the leaf's. */
  constructor(chain: CertificateChain, key: PrivateKey)
  /** The SPIFFE ID of the leaf, where it has one. */
  get spiffeId(): SpiffeId | null
  /** The chain, leaf first. */
  get chain(): CertificateChain
  /** The leaf's key, for another TLS stack that is to present the same. */
  get key(): PrivateKey
  /** The SPIFFE ID or the subject; never the key. */
  toString(): string
  /** The chain; never the key. */
  toJSON(): { chain: CertificateInfo[] }
}

/** What a server or client presents. */
export type IdentityLike = TlsIdentity | LiveIdentity
