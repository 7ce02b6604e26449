// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { TrustDomainLike } from './arguments'
import type { PrivateKey } from './issue'

/** How a CA is to be made; what is left out has the engine's default. */
export interface AuthorityOptions {
  /** Binds the CA to a trust domain: it issues SVIDs in it alone. An intermediate takes over that of the CA above it. */
  trustDomain?: TrustDomainLike
  /** Organization (O) in the subject. */
  organization?: string
  /** The time of issue. Default: now. */
  at?: Date
  /** Exactly when it becomes valid. Default: 60 seconds before the time of issue. */
  notBefore?: Date
  /** How far `notBefore` stands before the time of issue. */
  backdateSeconds?: number
  /** How long it is valid. Default: ten years for a root, a year for an intermediate. */
  validForSeconds?: number
  /** Shortens a lifetime that ends after the issuer's, rather than refusing it. */
  clipToIssuer?: boolean
  /** `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`. */
  keyAlgorithm?: string
  /** A key that exists, in place of a new one. */
  key?: PrivateKey
  /** How many further CAs may stand below. Default: no limit for a root, 0 for an intermediate. */
  pathLen?: number
  /** DNS names that everything below may have, and what stands below them; no others then. */
  permittedDnsNames?: Array<string>
  /** DNS names that nothing below may have. */
  excludedDnsNames?: Array<string>
}

/** How a leaf is to be issued; what is left out has the engine's default. */
export interface LeafOptions {
  /** Further DNS names; a leading `*.` stands for one label. */
  dnsNames?: Array<string>
  /** Further IP addresses. */
  ipAddresses?: Array<string>
  /** Common name (CN) in the subject. */
  commonName?: string
  /** Organization (O) in the subject. */
  organization?: string
  /** The time of issue. Default: now. */
  at?: Date
  /** Exactly when it becomes valid. Default: 60 seconds before the time of issue. */
  notBefore?: Date
  /** How far `notBefore` stands before the time of issue. */
  backdateSeconds?: number
  /** How long it is valid. Default: 24 hours for an SVID, 45 days for the others. */
  validForSeconds?: number
  /** Shortens a lifetime that ends after the issuer's, rather than refusing it. */
  clipToIssuer?: boolean
  /** `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`. */
  keyAlgorithm?: string
}
