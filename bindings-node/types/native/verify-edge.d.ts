// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { VerificationError } from '../errors'
import type { Finding } from '../finding'
import type { EdgeProfile, Purpose, ChainLike } from '../verify'
import type { TrustAnchors } from './anchors'
import type { AnchorsLike, EdgeVerifierOptions, ExpectedName, ExplainOptions } from './verify-arguments'
import type { ChainReport, VerifiedCertificate } from './verify-verdict'

/**
 * Judges the certificates of servers, and of clients at the edge, by DNS name, address or e-mail address. Immutable:
 * to change what is trusted, make another one.
 */
export declare class EdgeVerifier {
  /**
   * A verifier over these authorities. The profile has to be given. Throws `VerificationError` for one that does not
   * exist or is for SPIFFE IDs.
   */
  constructor(authorities: AnchorsLike, options: EdgeVerifierOptions)
  /**
   * Judges a chain, off the main thread: the path, and that the leaf is valid for the name. Rejects with
   * `VerificationError`, whose `findings` say all that is wrong.
   */
  verify(chain: ChainLike, name: ExpectedName, options?: ExplainOptions | undefined | null): Promise<VerifiedCertificate>
  /** Judges a chain at once: some hundred microseconds. Throws `VerificationError`. */
  verifySync(chain: ChainLike, name: ExpectedName, options?: ExplainOptions | undefined | null): VerifiedCertificate
  /**
   * Judges many chains over the processors at hand, each by the name in its place: for each, in order, the verdict or
   * the `VerificationError` that `verify` would reject with.
   */
  verifyBatch(chains: Array<ChainLike>, names: Array<ExpectedName>, options?: ExplainOptions | undefined | null): Promise<Array<VerifiedCertificate | VerificationError>>
  /** Says of every certificate what is wrong with it, beside the verdict of `verify`; off the main thread. */
  explain(chain: ChainLike, name: ExpectedName, options?: ExplainOptions | undefined | null): Promise<ChainReport>
  /** `explain` at once. */
  explainSync(chain: ChainLike, name: ExpectedName, options?: ExplainOptions | undefined | null): ChainReport
  /** The authorities that it verifies against. */
  get anchors(): TrustAnchors
  /** The profile that it verifies under. */
  get profile(): EdgeProfile
  /** The role that it verifies for. */
  get purpose(): Purpose
  /** What was left out of the trust anchors when the verifier was made. */
  get findings(): Finding[]
  /** The profile and the number of authorities. */
  toString(): string
}
