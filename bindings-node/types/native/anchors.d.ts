// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { Document } from './arguments'
import type { Certificate } from './certificate'

/**
 * The authorities that may vouch for servers, or for clients at the edge. Whoever is in here can vouch for any name:
 * keep one set for each purpose. For SPIFFE IDs there is `BundleSet`.
 */
export declare class TrustAnchors {
  /** These authorities. What is no CA is left out and reported by `findings`. */
  constructor(authorities: Array<Certificate>)
  /** Reads concatenated PEM certificates (a `ca.crt`, a `ca-certificates.crt`). Throws `TrustError`. */
  static fromPem(pem: Document, options?: AnchorsOptions | undefined | null): TrustAnchors
  /** The authorities, in the order given. */
  get authorities(): Array<Certificate>
  /** How many there are. */
  get size(): number
  /** What was left out when it was read, and why. */
  get findings(): Finding[]
  /** Whether both hold the same authorities in the same order. */
  equals(other: TrustAnchors): boolean
  /** The number of authorities. */
  toString(): string
}

/** Limits on what is read of trust anchors. */
export interface AnchorsOptions {
  /** Bytes of a document. Default: 4,194,304. */
  maxBytes?: number
  /** Authorities. Default: 1,024. */
  maxAuthorities?: number
}
