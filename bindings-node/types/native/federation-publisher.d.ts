// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { TrustBundle } from './trust'

/** What a bundle endpoint says to a request: the newest bundle to every GET. It does no I/O. */
export declare class BundlePublisher {
  /** A publisher of this bundle, with sequence number 1 if it has none. Throws `TrustError`. */
  constructor(bundle: TrustBundle)
  /** The bundle that it serves. */
  get bundle(): TrustBundle
  /**
   * Serves this bundle from now on; new content needs a higher sequence number, and gets one if it has none. Throws
   * `TrustError`.
   */
  publish(bundle: TrustBundle): void
  /** The answer to a request with this method. */
  answer(method: string): BundleAnswer
}

/** An HTTP answer. */
export interface BundleAnswer {
  /** The status. */
  status: number
  /** Names and values, without `Content-Length`. */
  headers: Array<Array<string>>
  /** The body. */
  body: string
  /** The value of `Content-Length`: bytes of the body, of that of a GET for a HEAD. */
  length: number
}
