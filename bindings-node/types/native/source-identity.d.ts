// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { SourceState } from '../trust'
import type { SourceOptions } from './source'
import type { LiveIdentity } from './tls-identity'

/**
 * A certificate chain and its key in PEM files, read again and again: a mounted Secret, what cert-manager or an agent
 * writes, files that are copied by hand. The last good pair stays in force; a torn write and a key that is not the
 * certificate's are never served.
 */
export declare class IdentitySource {
  private constructor()
  /**
   * `tls.crt` and `tls.key` in a directory, as in a mounted Secret of type `kubernetes.io/tls`. Reads them, on a thread of
   * its own; where they are no part of a Kubernetes volume that takes the settling time. Rejects with `TrustError`.
   */
  static openDirectory(path: string, options?: SourceOptions | undefined | null): Promise<IdentitySource>
  /** `openDirectory`, waiting here. */
  static openDirectorySync(path: string, options?: SourceOptions | undefined | null): IdentitySource
  /** The chain, leaf first, and the leaf's key; both may be one file. As `openDirectory`. */
  static openFiles(certificate: string, key: string, options?: SourceOptions | undefined | null): Promise<IdentitySource>
  /** `openFiles`, waiting here. */
  static openFilesSync(certificate: string, key: string, options?: SourceOptions | undefined | null): IdentitySource
  /** What `TlsServer` and `TlsClient` present; it follows the files. */
  get identity(): LiveIdentity
  /** How the files are doing. */
  get state(): SourceState
  /**
   * Looks at the files now, here. Whether a new identity was taken; `state` says what went wrong. Files that are no part of
   * a Kubernetes volume are taken at the first look after their settling time.
   */
  poll(): boolean
  /**
   * Looks at the files every so many seconds from now on, on a thread of its own, until `unwatch`. It does not keep the
   * process alive. Throws `TrustError` where the system has no thread.
   */
  watch(intervalSeconds: number): void
  /** Stops looking. */
  unwatch(): void
  /** The files, how often something was taken, and what went wrong last. */
  toString(): string
}
