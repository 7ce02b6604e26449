// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { TrustError } from '../errors'
import type { Finding } from '../finding'
import type { EndpointProfile } from '../trust'
import type { Document, SpiffeIdLike, TrustDomainLike } from './arguments'
import type { BundleDiff, TrustDomain } from './bundle-diff'
import type { SpiffeId } from './certificate'
import type { TrustBundle } from './trust'

/** Whose bundle is to be had where, and how the server there proves itself. */
export declare class BundleEndpoint {
  private constructor()
  /** Whether both say the same. */
  equals(other: BundleEndpoint): boolean
  /** An endpoint that proves itself by a certificate of the Web PKI. Throws `TrustError`. */
  static httpsWeb(domain: TrustDomainLike, url: string): BundleEndpoint
  /** An endpoint that proves itself by an SVID with this ID, under this bundle. Throws `TrustError`. */
  static httpsSpiffe(domain: TrustDomainLike, url: string, endpointId: SpiffeIdLike, endpointBundle: TrustBundle): BundleEndpoint
  /** Whose bundle it serves. */
  get trustDomain(): TrustDomain
  /** Where. */
  get url(): string
  /** How its server proves itself. */
  get profile(): EndpointProfile
  /** Whether the bundle that it serves vouches for its own server. */
  get isSelfServing(): boolean
  /** The URL. */
  toString(): string
}

/** A fetch that got a bundle. */
export declare class BundleFetch {
  private constructor()
  /** Whether both say the same. */
  equals(other: BundleFetch): boolean
  /** What came of it. */
  get outcome(): 'taken' | 'unchanged' | 'older'
  /** Whose bundle it is. */
  get trustDomain(): string
  /** How the server proved itself. */
  get profile(): EndpointProfile
  /** Where it came from in the end. */
  get url(): string
  /** The sequence number that was fetched. */
  get sequence(): bigint | null
  /** What it changes; null for the first bundle. */
  get diff(): BundleDiff | null
  /** What speaks against the bundle that was fetched. */
  get findings(): Finding[]
  /** All of it as a plain object. */
  toJSON(): Record<string, unknown>
  /** A line for logs, then the findings. */
  toString(): string
}

/** A GET that is to be made now, and what the server must prove first. */
export declare class BundleRequest {
  private constructor()
  /** Whether both say the same. */
  equals(other: BundleRequest): boolean
  /** What to get. */
  get url(): string
  /** The host of the URL. */
  get host(): string
  /** The port of the URL. */
  get port(): number
  /** Path and query. */
  get target(): string
  /** The name that the server's certificate of the Web PKI must have; null for `https_spiffe`. */
  get serverName(): string | null
  /** The ID that the server's SVID must have; null for `https_web`. */
  get endpointId(): SpiffeId | null
  /** The bundle that vouches for the server's SVID; null for `https_web`. */
  get endpointBundle(): TrustBundle | null
  /** The URL. */
  toString(): string
}

/**
 * The bundle of another trust domain, kept current from its endpoint. A `BundleClient` fetches it, a `BundleKeeper`
 * again and again; or make the `request` and give it the `answer`. The last good bundle stays whatever comes back.
 */
export declare class FederatedBundle {
  /** A bundle to be fetched at once. Throws `TrustError`. */
  constructor(endpoint: BundleEndpoint, options?: FederatedBundleOptions | undefined | null)
  /** Where it comes from. */
  get endpoint(): BundleEndpoint
  /** The last good bundle; null before the first. */
  get bundle(): TrustBundle | null
  /** When to fetch next. */
  get nextAt(): Date
  /** How many fetches failed since the last good one. */
  get failures(): number
  /** Why the last fetch failed; null if it did not. */
  get failure(): TrustError | null
  /** Whether it is time to fetch, now by default. */
  isDue(at?: Date | undefined | null): boolean
  /** The GET to be made, of the configured URL. */
  request(): BundleRequest
  /** What to make of an answer: the next request after a redirect, else the fetch. Throws `TrustError` if it failed. */
  answer(request: BundleRequest, status: number, body: Document, options?: BundleAnswerOptions | undefined | null): BundleRequest | BundleFetch
  /** The fetch failed before there was an answer. The bundle stays; the next fetch is at the usual time. */
  fail(reason: string, at?: Date | undefined | null): void
  /** A new bundle for the trust domain of the endpoint's own ID. Throws `TrustError`. */
  replaceEndpointBundle(bundle: TrustBundle): void
}

/** An answer to a request for a bundle. */
export interface BundleAnswerOptions {
  /** The header `Location`. */
  location?: string
  /** When it came. Default: now. */
  at?: Date
}

/** How a federated bundle begins. */
export interface FederatedBundleOptions {
  /** The last bundle that an earlier run fetched. */
  stored?: TrustBundle
  /** When to fetch first. Default: now. */
  at?: Date
}
