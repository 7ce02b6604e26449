// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { AccessTokenRecord } from '../origin'
import type { Document } from './arguments'
import type { AnchorsLike } from './verify-arguments'

/**
 * The keys of a team of Cloudflare Access, held while they change: feed it what `keysUrl` of an `AccessPolicy` answers, or let an
 * `AccessKeysClient` do so. A set that is refused changes nothing.
 */
export declare class AccessKeys {
  /** The keys of a JSON Web Key Set; without one there are none yet, and every token is refused. Throws `OriginError`. */
  constructor(jwks?: Document | undefined | null)
  /** Takes a new set in the place of the old one; true if it is another. Throws `OriginError`, and what was there stays. */
  replace(jwks: Document): boolean
  /** The names of the keys (`kid`). */
  get keyIds(): Array<string>
  /** Which keys of the set were passed over, and why. */
  get findings(): Finding[]
  /** The names of the keys. */
  toString(): string
}

/**
 * Fetches a team's keys over HTTPS: when they are old, and when a token names one that is not there, but never more often than it
 * may. What was fetched last stays when a fetch fails.
 */
export declare class AccessKeysClient {
  /** `web` may vouch for Cloudflare's server: `tls.rootCertificates`, read one by one. Throws `TrustError` for a URL that is none. */
  constructor(policy: AccessPolicy, web: AnchorsLike, options?: AccessKeysClientOptions | undefined | null)
  /** The keys that it feeds. */
  get keys(): AccessKeys
  /** When keys were fetched last; null before. */
  get fetchedAt(): Date | null
  /**
   * Fetches the keys now, on a thread of its own; true if they are others than before. Rejects with `OriginError`, and the last
   * good ones stay.
   */
  refresh(options?: AccessOptions | undefined | null): Promise<boolean>
  /** Fetches the keys if this token needs it, on a thread of its own; true if they are others than before. */
  refreshFor(token: string, options?: AccessOptions | undefined | null): Promise<boolean>
}

/**
 * Which tokens of Cloudflare Access an origin takes: those of one team, for these applications, of the type `app`, signed with RS256
 * by one of the team's keys.
 */
export declare class AccessPolicy {
  /**
   * The tokens of a team by its name (`shop` for shop.cloudflareaccess.com), for the applications with these AUD tags. Throws
   * `OriginError`.
   */
  constructor(team: string, audiences: Array<string>, options?: AccessPolicyOptions | undefined | null)
  /** Judges the value of the header Cf-Access-Jwt-Assertion. Throws `OriginError`. */
  verify(token: string, keys: AccessKeys, options?: AccessOptions | undefined | null): AccessToken
  /** The team's name. */
  get team(): string
  /** The AUD tags. */
  get audiences(): Array<string>
  /** The service tokens that are let in. */
  get serviceTokens(): Array<string>
  /** What tokens name as their issuer. */
  get issuer(): string
  /** Where the team's keys are published. */
  get keysUrl(): string
  /** Whether both demand the same. */
  equals(other: AccessPolicy): boolean
  /** The issuer. */
  toString(): string
}

/** A token of Cloudflare Access that was checked: given out for a person or for a service. */
export declare class AccessToken {
  private constructor()
  /** The team that issued it. */
  get issuer(): string
  /** The AUD tags of the applications that it is for. */
  get audiences(): Array<string>
  /** The person, as an identifier that stays; null for a service. */
  get subject(): string | null
  /** The person's e-mail address. */
  get email(): string | null
  /** The client ID of the service token that it was given out for. */
  get service(): string | null
  /** The country that the visitor came from. */
  get country(): string | null
  /** When it was given out. */
  get issuedAt(): Date
  /** When it ends. */
  get expiresAt(): Date
  /** The key that signed it. */
  get keyId(): string
  /** Whether both say the same. */
  equals(other: AccessToken): boolean
  /** Whose it is, of which team, until when. */
  toString(): string
  /** All of it as a plain object, times in seconds. */
  toJSON(): AccessTokenRecord
}

/** How a client fetches keys. */
export interface AccessKeysClientOptions {
  /** Another address than Cloudflare's: that of a mirror, say. */
  url?: string
  /** Whole seconds that a fetch may take. Default: 10. */
  timeoutSeconds?: number
  /** Whole seconds between two fetches by `refreshFor`. Default: 60. */
  minimumIntervalSeconds?: number
  /** How old keys may become before `refreshFor` fetches them anew. Default: 3,600. */
  maximumAgeSeconds?: number
}

/** When a token is judged, or keys are fetched. */
export interface AccessOptions {
  /** The time. Default: now. */
  at?: Date
}

/** What a policy for tokens of Cloudflare Access takes besides. */
export interface AccessPolicyOptions {
  /** Client IDs of service tokens that are let in. Default: none. */
  serviceTokens?: Array<string>
  /** How far the clocks may be apart. Default: 30; at most 300. */
  leewaySeconds?: number
}
