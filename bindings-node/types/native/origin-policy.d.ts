// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { AdmissionRecord } from '../origin'
import type { ChainLike } from '../verify'
import type { TrustAnchors } from './anchors'
import type { Certificate } from './certificate'
import type { AccessKeys, AccessPolicy, AccessToken } from './origin-access'
import type { AddressRanges } from './origin-addresses'
import type { EdgeProvider, ProviderLike } from './origin-provider'
import type { CrlLike } from './verify-arguments'
import type { EdgeVerifier } from './verify-edge'
import type { VerifiedCertificate } from './verify-verdict'

/** The verdict on a request, with every reason. */
export declare class Admission {
  private constructor()
  /** Whether the request is let in. */
  get isAdmitted(): boolean
  /** The host that the request asks for: lowercase, without port and final dot. */
  get host(): string | null
  /** The edge's certificate, if its chain is good; the request may still be refused. */
  get certificate(): VerifiedCertificate | null
  /** The token of Cloudflare Access, if one is demanded and good; the request may still be refused. */
  get token(): AccessToken | null
  /** Every reason to refuse the request, and what was merely noticed. */
  get findings(): Finding[]
  /** Whether both say the same. */
  equals(other: Admission): boolean
  /** The verdict and its reasons. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): AdmissionRecord
}

/** What an origin demands of a request before it believes that the edge sent it. */
export declare class OriginPolicy {
  /**
   * A policy for requests through this edge. Throws `OriginError` for authorities that cannot be the edge's, and for what is no
   * host, header or pin.
   */
  constructor(provider: ProviderLike, options?: OriginPolicyOptions | undefined | null)
  /** Judges a request by everything that is demanded: all reasons are named, not the first alone. */
  admit(request: EdgeRequestOptions): Admission
  /** The edge. */
  get provider(): EdgeProvider
  /** The authorities that may vouch for the edge; null where it shows no certificate. */
  get anchors(): TrustAnchors | null
  /** The verifier for handshakes, for `TlsServer`. Throws `OriginError` where the provider shows no certificate. */
  get verifier(): EdgeVerifier
  /** Whether a request that is admitted came for this customer of the edge, and not only through the network. */
  get isTenantBound(): boolean
  /** What speaks against the policy, dates apart. */
  get findings(): Finding[]
  /** What speaks against it at a time: `findings`, and authorities that have ended or soon will. */
  findingsAt(options?: FindingsOptions | undefined | null): Finding[]
  /** The provider's name. */
  toString(): string
}

/** What speaks against these certificates as the CAs that an origin trusts for the edge's client certificate. */
export declare function checkClientAuthorities(authorities: Array<Certificate>, options?: ClientAuthoritiesOptions | undefined | null): Finding[]

/** By what authorities are judged. */
export interface ClientAuthoritiesOptions {
  /** The edge that shows certificates of them. Default: any. */
  provider?: string
  /** When dates are judged. Default: they are not. */
  at?: Date
}

/** A request as the origin's server saw it. */
export interface EdgeRequestOptions {
  /** The chain that the client presented in this very connection, leaf first. */
  chain?: ChainLike
  /** The server that the client named in the handshake (SNI). */
  serverName?: string
  /** The host that the request asks for: `Host`, or `:authority` in HTTP/2. */
  host?: string
  /** The address at the other end of the connection. Not one from a header. */
  source?: string
  /** All headers of the request. */
  headers?: Record<string, string>
  /** When it is judged. Default: now. */
  at?: Date
}

/** When a policy is judged. */
export interface FindingsOptions {
  /** The time. Default: now. */
  at?: Date
}

/** What an origin demands besides its edge's certificate. */
export interface OriginPolicyOptions {
  /** The authorities that vouch for the edge's certificate. Needed, except with Cloudflare's shared certificate. */
  anchors?: TrustAnchors
  /** Revocation lists. */
  crls?: Array<CrlLike>
  /** Names of which the edge's certificate must be valid for one. Default: any. */
  names?: Array<string>
  /** Public keys of which the edge's certificate must have one: SHA-256 in Base64 or hex. Default: any. */
  pins?: Array<string>
  /** The hosts that the origin serves; `*.` stands for one label. Default: all, with a warning. */
  hosts?: Array<string>
  /** Names of which the client must name one in the handshake. Default: the host. */
  serverNames?: Array<string>
  /** Where requests must come from. Default: anywhere. */
  addresses?: AddressRanges
  /** Headers that a request must carry, with exactly these values. */
  headers?: Record<string, string>
  /** The tokens of Cloudflare Access that are demanded; goes with `accessKeys`. */
  access?: AccessPolicy
  /** The keys that check them. */
  accessKeys?: AccessKeys
}
