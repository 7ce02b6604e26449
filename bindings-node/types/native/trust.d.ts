// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { Document, TrustDomainLike } from './arguments'
import type { BundleDiff, BundleSetDiff, TrustDomain } from './bundle-diff'
import type { Certificate, CertificateChain } from './certificate'
import type { RemovalCheck } from './rotation'

/** Bundles by trust domain, never pooled: a peer's trust domain picks the one that may vouch for it. */
export declare class BundleSet {
  /** A set of these bundles. Throws `TrustError` for two bundles of one trust domain. */
  constructor(bundles: Array<TrustBundle>, options?: BundleSetOptions | undefined | null)
  /** Reads a SPIFFE bundle map, whole or not at all. */
  static fromSpiffeJson(json: Document, options?: BundleMapOptions | undefined | null): BundleSet
  /** The bundle that may vouch for this trust domain; null if there is none. */
  get(domain: TrustDomainLike): TrustBundle | null
  /** What changes when `newer` takes the place of this set. */
  diff(newer: BundleSet): BundleSetDiff
  /** The set with this bundle, in place of the one of the same trust domain. */
  withBundle(bundle: TrustBundle): BundleSet
  /** The set without this trust domain. */
  without(domain: TrustDomainLike): BundleSet
  /** The bundles, ordered by trust domain. */
  get bundles(): Array<TrustBundle>
  /** How many trust domains have a bundle. */
  get size(): number
  /** The SPIFFE bundle map as text. */
  toSpiffeJson(): string
  /** The trust domains. */
  toString(): string
  /** The SPIFFE bundle map. */
  toJSON(): unknown
}

/** The X.509 authorities of one trust domain. Immutable; a change makes a new bundle. */
export declare class TrustBundle {
  /** A bundle of these authorities. What is not a CA is left out and reported by `findings`. */
  constructor(domain: TrustDomainLike, authorities: Array<Certificate>)
  /** Reads concatenated PEM certificates. Throws `TrustError`. */
  static fromPem(domain: TrustDomainLike, pem: Document, options?: BundleOptions | undefined | null): TrustBundle
  /** Reads concatenated DER certificates, as the SPIFFE Workload API sends them. */
  static fromDer(domain: TrustDomainLike, der: Uint8Array, options?: BundleOptions | undefined | null): TrustBundle
  /** Reads a SPIFFE bundle document. */
  static fromSpiffeJson(domain: TrustDomainLike, json: Document, options?: BundleOptions | undefined | null): TrustBundle
  /** Whose bundle this is. */
  get trustDomain(): TrustDomain
  /** The authorities, in the order of the document. */
  get authorities(): Array<Certificate>
  /** Whether nobody can vouch for this trust domain. */
  get isEmpty(): boolean
  /** The sequence number, where the document has one. */
  get sequence(): bigint | null
  /** The refresh hint as the document has it, in seconds; any integer, even a foolish one. */
  get declaredRefreshHint(): bigint | null
  /** How long to wait before looking for a new bundle: the hint, held between 10 and 86,400 seconds; 300 without one. */
  get refreshIntervalSeconds(): number
  /** How many JWT authorities the document has; kept, never used to verify certificates. */
  get jwtAuthorityCount(): number
  /** What was ignored, left out or looks wrong. */
  get findings(): Finding[]
  /** The entries of Istio's ConfigMap `istio-ca-root-cert`. */
  toIstioRootCert(): Record<string, string>
  /**
   * Reads the roots among the entries of the ConfigMap `istio-ca-root-cert`, the Secret `cacerts` or a TLS Secret; a
   * Secret's values decoded from Base64. Throws `TrustError`.
   */
  static fromIstioEntries(domain: TrustDomainLike, entries: Record<string, Document>): TrustBundle
  /**
   * Whether an authority can leave this bundle, judged by the chains in use, now by default. It is as right as that
   * list is complete.
   */
  safeToRemove(authority: Certificate, chains: Array<CertificateChain>, at?: Date | undefined | null): RemovalCheck
  /** What changes when `newer` takes the place of this bundle. Throws `TrustError` for another trust domain's. */
  diff(newer: TrustBundle): BundleDiff
  /** The bundle with other authorities, and the next sequence number if they differ. */
  withAuthorities(authorities: Array<Certificate>): TrustBundle
  /** The bundle with this sequence number, which must be higher than the one it has. */
  withSequence(sequence: bigint): TrustBundle
  /** The bundle with this refresh hint, and the next sequence number if it has one and the hint is another. */
  withRefreshHint(refreshSeconds: number): TrustBundle
  /** The SPIFFE bundle document as text. */
  toSpiffeJson(): string
  /** The authorities as concatenated PEM, as in a `ca.crt`. */
  toPem(): string
  /** Whether both say the same. */
  equals(other: TrustBundle): boolean
  /** The trust domain and the number of authorities. */
  toString(): string
  /** The SPIFFE bundle document. */
  toJSON(): unknown
}

/** Limits on what is read of a bundle map. */
export interface BundleMapOptions {
  /** Bytes of a document. Default: 4,194,304. */
  maxBytes?: number
  /** Elements of the `keys` of one trust domain. Default: 1,024. */
  maxAuthorities?: number
  /** Trust domains. Default: 16,384. */
  maxTrustDomains?: number
  /** Elements of all `keys` together. Default: 32,768. */
  maxKeys?: number
  /** Findings that are kept; of further ones only the number is. Default: 256. */
  maxFindings?: number
}

/** Limits on what is read of a bundle. */
export interface BundleOptions {
  /** Bytes of a document. Default: 4,194,304. */
  maxBytes?: number
  /** Authorities; in SPIFFE JSON the elements of `keys`. Default: 1,024. */
  maxAuthorities?: number
  /** Findings that are kept; of further ones only the number is. Default: 256. */
  maxFindings?: number
}

/** Limits on a set of bundles. */
export interface BundleSetOptions {
  /** Trust domains. Default: 16,384. */
  maxTrustDomains?: number
}
