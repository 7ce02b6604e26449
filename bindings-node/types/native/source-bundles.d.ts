// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { SourceState } from '../trust'
import type { SourceOptions } from './source'
import type { BundleSet } from './trust'

/**
 * Trust bundles in files, one for each trust domain, PEM or a SPIFFE bundle document, read again and again. A file that goes
 * bad leaves the other bundles as they are, and its own as it was. One that is taken away withdraws nothing, since it cannot
 * be told from one that is being replaced; a document with no keys does.
 */
export declare class BundleSource {
  private constructor()
  /**
   * Reads all files, on a thread of its own; where one is no part of a Kubernetes volume that takes the settling time. It
   * begins whole or not at all: rejects with `TrustError`.
   */
  static open(paths: Record<string, string>, options?: SourceOptions | undefined | null): Promise<BundleSource>
  /** `open`, waiting here. */
  static openSync(paths: Record<string, string>, options?: SourceOptions | undefined | null): BundleSource
  /** The last good bundles. */
  get bundles(): BundleSet
  /** How the file of each trust domain is doing. */
  get states(): Record<string, SourceState>
  /**
   * Looks at the files now, here. Whether a bundle was new; `states` says what went wrong. A file that is no part of a
   * Kubernetes volume is taken at the first look after its settling time.
   */
  poll(): boolean
  /**
   * Looks at the files every so many seconds from now on, on a thread of its own, until `unwatch`. It does not keep the
   * process alive. Throws `TrustError` where the system has no thread.
   */
  watch(intervalSeconds: number): void
  /** Stops looking. */
  unwatch(): void
  /** The files, how often something was taken of each, and what went wrong last. */
  toString(): string
}
