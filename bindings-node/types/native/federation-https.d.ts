// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { BundleFetch, FederatedBundle } from './federation'
import type { TlsIdentity } from './tls-identity'
import type { TrustBundle } from './trust'
import type { AnchorsLike } from './verify-arguments'
import type { LiveVerifier } from './verify-live'

/** Fetches bundles over HTTPS. */
export declare class BundleClient {
  /**
   * `web` may vouch for servers of `https_web` endpoints (for those on the internet: `tls.rootCertificates`, read one by
   * one) and does not matter to `https_spiffe`; `[]` vouches for none.
   */
  constructor(web: AnchorsLike, options?: BundleClientOptions | undefined | null)
  /**
   * Fetches the bundle now, on a thread of its own, and follows redirects. Rejects with `TrustError` if that failed: the
   * last good bundle stays, and the next fetch is due at the usual time.
   */
  fetch(bundle: FederatedBundle, options?: BundleFetchOptions | undefined | null): Promise<BundleFetch>
}

/**
 * Fetches bundles when they are due, on threads of its own, and puts each in force in a `LiveVerifier`, until it is closed.
 * It does not keep the process alive. What cannot be fetched stays in force as it was; the bundles themselves say how
 * they fare.
 */
export declare class BundleKeeper {
  private constructor()
  /**
   * Begins. Bundles that are there already are in force when it returns. Throws `TrustError` for two of one trust
   * domain.
   */
  static start(client: BundleClient, bundles: Array<FederatedBundle>, verifier: LiveVerifier): BundleKeeper
  /** Whether it fetches: not after `close`. */
  get isOpen(): boolean
  /** `open` or `closed`. */
  toString(): string
  /** Stops fetching, and gives up what is under way, in a fraction of a second. Closing twice is once. */
  close(): Promise<void>
}

/** A `BundleServer` that answers at an address until it is closed. While it does, it keeps the process alive. */
export declare class BundleListener {
  private constructor()
  /** Where it answers. */
  get address(): HostAndPort
  /** Whether it answers: not after `close`. */
  get isOpen(): boolean
  /** Stops answering, and closes the connections under way, in a fraction of a second. Closing twice is once. */
  close(): Promise<void>
  /** Where it answers. */
  toString(): string
}

/** Answers HTTPS requests with the newest bundle, and asks no client for a certificate. */
export declare class BundleServer {
  /**
   * A server that presents `identity`: an SVID for `https_spiffe`, a certificate of the Web PKI for `https_web`. The
   * bundle is served with sequence number 1 if it has none. Throws `TlsError`, `TrustError`.
   */
  constructor(bundle: TrustBundle, identity: TlsIdentity, options?: BundleServerOptions | undefined | null)
  /** The bundle that it serves now. */
  get bundle(): TrustBundle
  /**
   * Serves this bundle from now on; new content needs a higher sequence number, and gets one if it has none. Throws
   * `TrustError`.
   */
  publish(bundle: TrustBundle): void
  /**
   * Presents another identity from the next handshake on: an SVID must be renewed long before its server ends. Throws
   * `TlsError`.
   */
  present(identity: TlsIdentity): void
  /**
   * Answers at this address from now on, on threads of its own; at port 0, at one that is free. Rejects with an `Error`
   * with a `code` such as `EADDRINUSE`.
   */
  listen(host: string, port: number): Promise<BundleListener>
}

/** How a client fetches. */
export interface BundleClientOptions {
  /** Whole seconds that a fetch may take, however slowly a server sends. Default: 30. */
  timeoutSeconds?: number
}

/** When a bundle is fetched. */
export interface BundleFetchOptions {
  /** The time that certificates are judged at. Default: now. */
  at?: Date
}

/** How a server answers. */
export interface BundleServerOptions {
  /** Whole seconds that a client may take to shake hands and ask. Default: 10. */
  timeoutSeconds?: number
}

/** A host and a port. */
export interface HostAndPort {
  /** The address. */
  host: string
  /** The port. */
  port: number
}
