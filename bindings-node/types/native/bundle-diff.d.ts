// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { BundleDiffRecord, BundleSetDiffRecord } from '../trust'
import type { TrustDomainLike } from './arguments'
import type { Certificate, SpiffeId } from './certificate'
import type { LenientTrustDomain } from './identity'

/** What changes when one bundle of a trust domain takes the place of another; as text, in lines. */
export declare class BundleDiff {
  private constructor()
  /** Whose bundles these are. */
  get trustDomain(): TrustDomain
  /** Whether nothing changes. */
  get isEmpty(): boolean
  /** Authorities that only the new bundle has. */
  get added(): Array<Certificate>
  /** Authorities that only the old bundle has: what they issued is refused from now on. */
  get removed(): Array<Certificate>
  /** Old and new certificates of authorities that kept subject and key. */
  get renewed(): [old: Certificate, new: Certificate][]
  /** Authorities of both. */
  get kept(): Array<Certificate>
  /** What speaks against taking the new bundle. */
  get findings(): Finding[]
  /** The changes, a line each. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): BundleDiffRecord
}

/** What changes when one set of bundles takes the place of another; as text, in lines. */
export declare class BundleSetDiff {
  private constructor()
  /** Whether nothing changes. */
  get isEmpty(): boolean
  /** Trust domains that only the new set has. */
  get added(): Array<TrustDomain>
  /** Trust domains that only the old set has: their peers are refused from now on. */
  get removed(): Array<TrustDomain>
  /** What changes within those of both. */
  get changed(): Array<BundleDiff>
  /** The changes, a line each. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): BundleSetDiffRecord
}

/** The name of a trust domain, without scheme. */
export declare class TrustDomain {
  /** Reads a name, strictly. Throws `IdentityError`. */
  constructor(name: string)
  /** Reads a name with capitals, or with `spiffe://` in front, and says what it changed. */
  static parseLenient(text: string): LenientTrustDomain
  /** The trust domain's own ID, without a path. */
  id(): SpiffeId
  /** The ID of a workload in it: `join('ns/shop/sa/cart')`. */
  join(path: string): SpiffeId
  /** Whether both are the same trust domain. */
  equals(other: TrustDomainLike): boolean
  /** The name. */
  toString(): string
  /** The name. */
  toJSON(): string
}
