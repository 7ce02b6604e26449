// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { SourceState, SourceEvent } from '../trust'
import type { SpiffeIdLike } from './arguments'
import type { LiveIdentity } from './tls-identity'
import type { BundleSet } from './trust'

/**
 * Identity and bundles from the SPIFFE Workload API: what a SPIRE agent, or another one, gives to a process that it knows,
 * kept current over a call that stays open until it is closed. It does not keep the process alive. The last good answer
 * stays in force; what the agent takes back is no longer used.
 */
export declare class WorkloadApi {
  private constructor()
  /**
   * Calls the Workload API at an address like `unix:///run/spire/agent.sock` or `tcp://127.0.0.1:8081`, without one where
   * the variable `SPIFFE_ENDPOINT_SOCKET` says, and waits for the first identity. Rejects with `TrustError`.
   */
  static open(address?: string | undefined | null, options?: WorkloadOptions | undefined | null): Promise<WorkloadApi>
  /** What `TlsServer` and `TlsClient` present; it follows the Workload API. */
  get identity(): LiveIdentity
  /** The last good bundles: those of the own trust domain and of the federated ones. */
  get bundles(): BundleSet
  /** How the call and the identity are doing. */
  get state(): SourceState
  /** How the bundle of each trust domain is doing. */
  get bundleStates(): Record<string, SourceState>
  /** Whether the call is kept open: not after `close`. */
  get isOpen(): boolean
  /** Ends the call; what was taken stays as it is. Closing twice is once. */
  close(): Promise<void>
  /** The address, how often something was taken, and what went wrong last. */
  toString(): string
}

/** Which identity to take from the Workload API, and who hears of what happens. */
export interface WorkloadOptions {
  /** Takes the identity with this hint, the first if several have it. Default, without `spiffeId` too: the first of all. */
  hint?: string
  /** Takes the identity with this SPIFFE ID. */
  spiffeId?: SpiffeIdLike
  /** How many seconds to wait for the first identity; failures that may pass are tried again meanwhile. Default: 30. */
  timeoutSeconds?: number
  /**
   * How many seconds before the identity expires to begin to warn. Default: when two thirds of the time that it had left
   * when it came are gone.
   */
  warnBeforeSeconds?: number
  /** For how many seconds the agent must deny this process an identity before the last one is withdrawn. Default: 10. */
  withdrawAfterSeconds?: number
  /** Goes on with the last identity even then, until it expires. Default: false. */
  keepWhenDenied?: boolean
  /**
   * Hears of what happens. What it throws is an uncaught exception, as in an `EventEmitter`. It does not keep the process
   * alive.
   */
  onEvent?: (event: SourceEvent) => void
}
