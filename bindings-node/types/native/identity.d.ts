// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { PatternDocument } from '../identity'
import type { SpiffeIdLike, TrustDomainLike } from './arguments'
import type { TrustDomain } from './bundle-diff'
import type { SpiffeId } from './certificate'

/** A rule that a SPIFFE ID keeps or not. */
export declare class IdentityPattern {
  /** Reads a pattern from JSON (`{"exact": "spiffe://…"}`, `{"any_of": […]}`), or a bare SPIFFE ID as an exact one. */
  constructor(json: string)
  /** This ID and no other. */
  static exact(id: SpiffeIdLike): IdentityPattern
  /** Every workload of a trust domain. */
  static anyIn(domain: TrustDomainLike): IdentityPattern
  /** Every ID at or below a path: `/ns/shop` takes in `/ns/shop/sa/cart` and not `/ns/shopping`. */
  static pathPrefix(domain: TrustDomainLike, path: string): IdentityPattern
  /** Istio's match on principals: exact, `prefix*`, `*suffix` or `*`. */
  static istioPrincipal(pattern: string): IdentityPattern
  /** What at least one of these takes. */
  static anyOf(patterns: Array<IdentityPattern>): IdentityPattern
  /** What all of these take. */
  static allOf(patterns: Array<IdentityPattern>): IdentityPattern
  /** Everybody else; use it inside `allOf`, beside the trust domain that is meant. */
  static not(pattern: IdentityPattern): IdentityPattern
  /** Whether the ID matches. */
  matches(id: SpiffeIdLike): boolean
  /** Why the ID does not match, in words; null if it does. */
  mismatch(id: SpiffeIdLike): string | null
  /** What deserves a second look: a match that is wider than it reads. */
  cautions(): Finding[]
  /** Whether both are written the same. */
  equals(other: IdentityPattern): boolean
  /** The pattern in words. */
  toString(): string
  /** The pattern as JSON has it; `new IdentityPattern(JSON.stringify(it))` reads it again. */
  toJSON(): PatternDocument
}

/** An Istio identity: the namespace and service account of a workload. */
export declare class WorkloadIdentity {
  /** The identity of these parts. */
  constructor(domain: TrustDomainLike, namespace: string, serviceAccount: string)
  /** Reads `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`. */
  static fromSpiffeId(id: SpiffeIdLike): WorkloadIdentity
  /** Reads what AuthorizationPolicy calls a principal: the ID without `spiffe://`. */
  static fromPrincipal(principal: string): WorkloadIdentity
  /** The trust domain. */
  get trustDomain(): TrustDomain
  /** The Kubernetes namespace. */
  get namespace(): string
  /** The Kubernetes service account. */
  get serviceAccount(): string
  /** What AuthorizationPolicy calls it: the ID without `spiffe://`. */
  get principal(): string
  /** The ID. */
  get spiffeId(): SpiffeId
  /** Whether both are the same identity. */
  equals(other: WorkloadIdentity): boolean
  /** The identity in words. */
  toString(): string
  /** The identity as JSON has it. */
  toJSON(): unknown
}

/** What a lenient parse gives: the ID in its one valid spelling, and what was changed to get there. */
export interface LenientSpiffeId {
  /** The ID. */
  value: SpiffeId
  /** `scheme-lowercased`, `trust-domain-lowercased`; empty if nothing was changed. */
  changes: Array<string>
}

/** What a lenient parse gives: the name in its one valid spelling, and what was changed to get there. */
export interface LenientTrustDomain {
  /** The trust domain. */
  value: TrustDomain
  /** `scheme-removed`, `trust-domain-lowercased`; empty if nothing was changed. */
  changes: Array<string>
}
