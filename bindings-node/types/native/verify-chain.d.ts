// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { VerificationError } from '../errors'
import type { Finding } from '../finding'
import type { Profile, Purpose, ChainLike } from '../verify'
import type { BundleSet } from './trust'
import type { BundlesLike, ExplainOptions, VerifierOptions } from './verify-arguments'
import type { ChainReport, VerifiedPeer } from './verify-verdict'

/**
 * Verifies certificate chains against the bundle of the leaf's own trust domain. Immutable: to change what is
 * trusted, make another one.
 */
export declare class ChainVerifier {
  /** A verifier over these bundles. Throws `VerificationError` for a profile or purpose that does not exist. */
  constructor(bundles: BundlesLike, options?: VerifierOptions | undefined | null)
  /** Judges a chain, off the main thread. Rejects with `VerificationError`, whose `findings` say all that is wrong. */
  verify(chain: ChainLike, options?: VerifyOptions | undefined | null): Promise<VerifiedPeer>
  /** Judges a chain at once: some hundred microseconds. Throws `VerificationError`. */
  verifySync(chain: ChainLike, options?: VerifyOptions | undefined | null): VerifiedPeer
  /**
   * Judges many chains over the processors at hand, as an audit does: for each, in order, the peer or the
   * `VerificationError` that `verify` would reject with.
   */
  verifyBatch(chains: Array<ChainLike>, options?: ExplainOptions | undefined | null): Promise<Array<VerifiedPeer | VerificationError>>
  /** Another verifier with the same settings over these bundles. It remembers no peer of this one. */
  withBundles(bundles: BundlesLike): ChainVerifier
  /** Says of every certificate what is wrong with it, beside the verdict of `verify`; off the main thread. */
  explain(chain: ChainLike, options?: VerifyOptions | undefined | null): Promise<ChainReport>
  /** `explain` at once. */
  explainSync(chain: ChainLike, options?: VerifyOptions | undefined | null): ChainReport
  /** The bundles that it verifies against. */
  get bundles(): BundleSet
  /** The profile that it verifies under. */
  get profile(): Profile
  /** What was left out of the bundles when the verifier was made. */
  get findings(): Finding[]
  /** The profile and the trust domains. */
  toString(): string
}

/** When and for what a chain is judged or explained. */
export interface VerifyOptions {
  /** The time that the verdict is for. Default: now. */
  at?: Date
  /** Another role than the verifier's own. */
  purpose?: Purpose
}
