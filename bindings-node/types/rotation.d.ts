// Rotations and removals of authorities.
import type { Finding } from './finding'
import type { AuthoritySummary } from './trust'

/** What a step of a rotation is about. */
export type RotationStepKind = 'publish' | 'await-bundles' | 'switch' | 'await-svids' | 'retire'

/** A `RotationPlan` as a plain object. */
export interface RotationPlanRecord {
  /** Whose authorities these are. */
  trustDomain: string
  /** The steps, in order. */
  steps: RotationStepRecord[]
  /** When it is done, RFC 3339. */
  doneAt: string
  /** What speaks against these dates. */
  findings: Finding[]
}

/** A `RotationStep` as a plain object. */
export interface RotationStepRecord {
  /** What it is about. */
  kind: RotationStepKind
  /** When it begins, RFC 3339. */
  startsAt: string
  /** When the next one may begin, RFC 3339. */
  endsAt: string
  /** What to do. */
  action: string
  /** What breaks if it is left out. */
  ifSkipped: string
  /** The authorities whose chains suffer then. */
  atRisk: AuthoritySummary[]
  /** The bundle to publish. */
  bundle: { sequence: number | null; authorities: AuthoritySummary[] } | null
}

/** A `RemovalCheck` as a plain object. */
export interface RemovalCheckRecord {
  /** Whether no chain that was looked at needs the authority. */
  safe: boolean
  /** When none needs it any more, RFC 3339. */
  safeFrom: string
  /** The chains that need it. */
  dependents: { chain: number; spiffeId: string | null; serial: string; until: string }[]
  /** How many chains counted. */
  considered: number
  /** What speaks against it. */
  findings: Finding[]
}
