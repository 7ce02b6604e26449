// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { RotationStepKind, RotationPlanRecord, RemovalCheckRecord } from '../rotation'
import type { TrustDomain } from './bundle-diff'
import type { Certificate } from './certificate'
import type { TrustBundle } from './trust'

/** Whether an authority can leave a bundle. */
export declare class RemovalCheck {
  private constructor()
  /** Whether both say the same. */
  equals(other: RemovalCheck): boolean
  /** Whether no chain that was looked at needs it. */
  get safe(): boolean
  /** When none of them needs it any more. */
  get safeFrom(): Date
  /** The places of the chains that need it, from 0. */
  get dependents(): Array<number>
  /** How many chains are of the trust domain and not expired. */
  get considered(): number
  /** What speaks against it. */
  get findings(): Finding[]
  /** The verdict and its findings. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): RemovalCheckRecord
}

/** How to get from the authorities of a bundle to other ones without a refused chain: dated steps. */
export declare class RotationPlan {
  /** Whether both say the same. */
  equals(other: RotationPlan): boolean
  /** A plan from the authorities of `old` to these: all that are to be trusted in the end. Throws `TrustError`. */
  constructor(old: TrustBundle, authorities: Array<Certificate>, options: RotationOptions)
  /** Whose authorities these are. */
  get trustDomain(): TrustDomain
  /** The steps, in order. */
  get steps(): Array<RotationStep>
  /** When every verifier has fetched the last bundle. */
  get doneAt(): Date
  /** What speaks against these dates. */
  get findings(): Finding[]
  /** The steps in lines, and what breaks without each. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): RotationPlanRecord
}

/** One step of a rotation: what to do when, and what breaks without it. */
export declare class RotationStep {
  private constructor()
  /** Whether both say the same. */
  equals(other: RotationStep): boolean
  /** What it is about. */
  get kind(): RotationStepKind
  /** When it begins. */
  get startsAt(): Date
  /** When the next step may begin. */
  get endsAt(): Date
  /** What to do. */
  get action(): string
  /** What breaks if it is left out. */
  get ifSkipped(): string
  /** The authorities whose chains suffer if it is left out. */
  get atRisk(): Array<Certificate>
  /** The bundle to publish; null where the step publishes none. */
  get bundle(): TrustBundle | null
  /** What to do when, and what breaks without it. */
  toString(): string
}

/** What a rotation has to keep to. */
export interface RotationOptions {
  /** When the first step may begin. */
  start: Date
  /** The longest life of an SVID in the trust domain. */
  svidLifetimeSeconds: number
  /** How often verifiers look for a new bundle. Default: the old bundle's interval. */
  refreshHintSeconds?: number
  /** How many of these intervals pass between publishing and switching. Default: 5; below 3 the plan warns. */
  publishLead?: number
  /** How long it takes until the last issuer has switched. Default: 0. */
  switchWindowSeconds?: number
}
