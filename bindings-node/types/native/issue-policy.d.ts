// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { SpiffeIdLike } from './arguments'
import type { IdentityPattern } from './identity'

/** What a certificate request is granted. */
export declare class CsrPolicy {
  private constructor()
  /** An SVID for this ID. */
  static exact(id: SpiffeIdLike, options?: CsrPolicyOptions | undefined | null): CsrPolicy
  /** An SVID for whichever one ID the request names, if it matches the pattern. */
  static matching(pattern: IdentityPattern, options?: CsrPolicyOptions | undefined | null): CsrPolicy
  /** A server certificate for one or more of these DNS names and IP addresses. */
  static server(names: Array<string>, options?: CsrPolicyOptions | undefined | null): CsrPolicy
  /** A client certificate under this common name. */
  static client(commonName: string, options?: CsrPolicyOptions | undefined | null): CsrPolicy
  /** What is granted, in words. */
  toString(): string
}

/** What a policy grants beside the identity. */
export interface CsrPolicyOptions {
  /** DNS names; a wildcard is granted where it stands here as such. */
  allowDns?: Array<string>
  /** IP addresses. */
  allowIps?: Array<string>
  /** Leaves a subject that is not granted out, rather than refusing the request. */
  ignoreSubject?: boolean
  /** The lifetime. Default: 24 hours for an SVID, 45 days for the others. */
  maxValiditySeconds?: number
}
