// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { BundleSource } from './source-bundles'
import type { WorkloadApi } from './source-workload'
import type { BundlesLike } from './verify-arguments'
import type { ChainVerifier } from './verify-chain'
import type { EdgeVerifier } from './verify-edge'

/** The `ChainVerifier` in force, for servers and clients that keep running while bundles change. */
export declare class LiveVerifier {
  /** Begins with this verifier. */
  constructor(verifier: ChainVerifier)
  /** The verifier in force now; it does not change. */
  get current(): ChainVerifier
  /** Puts another verifier in force and gives the one that was. */
  replace(verifier: ChainVerifier): ChainVerifier
  /** Puts these bundles in force, under all other settings of the verifier that is. On an error that one stays. */
  reload(bundles: BundlesLike): void
  /**
   * Puts the bundles of this source in force, now and whenever one is new, beside those of other trust domains. A
   * `BundleSource` must be watched or polled. A bundle that a `WorkloadApi` takes back goes, unless another one is in its
   * place.
   */
  follow(source: BundleFeed): void
  /** The profile and the trust domains of the verifier in force. */
  toString(): string
}

/** What gives bundles and keeps them current. */
export type BundleFeed = BundleSource | WorkloadApi

/** What a server or client judges by: one that knows peers by SPIFFE ID, or one that knows them by name. */
export type VerifierLike = ChainVerifier | LiveVerifier | EdgeVerifier
