// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { RolloutKind, RolloutStep, RolloutPlanRecord } from '../origin'
import type { ProviderLike } from './origin-provider'

/**
 * Ordered steps, from the rules of a provider: what to do, what must hold before, what a probe must say afterwards, what breaks
 * without.
 */
export declare class RolloutPlan {
  /** The steps for a provider. Throws `OriginError` for one that shows no certificate. */
  constructor(provider: ProviderLike, kind: RolloutKind)
  /** The provider's name. */
  get provider(): string
  /** What is to be done. */
  get kind(): RolloutKind
  /** The steps, in order. */
  get steps(): RolloutStep[]
  /** Whether both say the same. */
  equals(other: RolloutPlan): boolean
  /** The steps, numbered, with what must hold before and what breaks without. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): RolloutPlanRecord
}
