// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { SourceEvent } from '../trust'

/** How a source looks, and who hears of it. */
export interface SourceOptions {
  /**
   * Seconds for which files that are no part of a Kubernetes volume must stay the same before they are taken; a fraction will
   * do. A writer that pauses for longer in the middle of a file must rename a finished one into place instead. Default: 0.2.
   */
  settleSeconds?: number
  /**
   * How many seconds before what is in force expires to begin to warn. Default: for an identity the last quarter of the
   * leaf's validity, for a bundle 30 days before its last authority expires.
   */
  warnBeforeSeconds?: number
  /**
   * Hears of what happens. What it throws is an uncaught exception, as in an `EventEmitter`. It does not keep the process
   * alive.
   */
  onEvent?: (event: SourceEvent) => void
}
